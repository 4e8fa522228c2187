"""The root document: who may speak for HR."""

from __future__ import annotations

import itertools
import json

import pytest

from tests.ledger.world import key_of, person_of
from trainer.errors import Trouble
from trainer.ledger.keys import CHEAP, b64, generate, unb64
from trainer.ledger.record import ROOT_TYPE, Malformed, canonical, sha256
from trainer.ledger.root import (
    Founded,
    Root,
    found_organisation,
    merged,
    open_recovery,
    read_root,
    recovery_file,
    with_hr_key,
    with_hr_key_instead,
    without_hr_key,
)

PHRASE = "the recovery passphrase"


@pytest.fixture
def founded() -> Founded:
    return found_organisation("启程财税", person=person_of("anna"), pub=key_of("anna").pub)


def forged(root: Root, keys: tuple[str, ...] = (), **changes: object) -> bytes:
    """A next version with any fields changed, signed by whom we like."""
    last = unb64(json.loads(root.files[-1])["doc"])
    doc = {**json.loads(last), "version": root.version + 1, "prev": sha256(last), **changes}
    exact = canonical(doc)
    sigs = [{"pub": b64(key_of(k).pub), "sig": b64(key_of(k).sign(ROOT_TYPE, exact))} for k in keys]
    return json.dumps({"doc": b64(exact), "sigs": sigs}).encode()


@pytest.mark.parametrize(("demo", "version"), [(False, 2), (True, 1)])
def test_no_later_version_turns_a_firm_into_a_demonstration(founded: Founded, *, demo: bool, version: int) -> None:
    first = unb64(json.loads(founded.root.files[0])["doc"])
    exact = canonical({**json.loads(first), "version": 2, "prev": sha256(first), "demo": demo})
    sig = {"pub": b64(founded.root_key.pub), "sig": b64(founded.root_key.sign(ROOT_TYPE, exact))}
    file = json.dumps({"doc": b64(exact), "sigs": [sig]}).encode()
    assert read_root([*founded.root.files, file]).version == version


def test_the_organisation_is_the_hash_of_its_first_document(founded: Founded) -> None:
    root = founded.root
    assert root.org == sha256(unb64(json.loads(root.files[0])["doc"]))
    assert (root.title, root.demo, root.version) == ("启程财税", False, 1)
    assert root.hr_logs[key_of("anna").log].person == person_of("anna")
    assert read_root(root.files, root.org) == root


def test_another_organisation_is_refused(founded: Founded) -> None:
    other = found_organisation("启程财税", person=person_of("anna"), pub=key_of("anna").pub)
    assert other.root.org != founded.root.org
    with pytest.raises(Malformed):
        read_root(other.root.files, founded.root.org)
    with pytest.raises(Malformed):
        read_root([*other.root.files, *founded.root.files])
    with pytest.raises(Malformed):
        read_root([])


def test_root_adds_and_ends_hr_keys_in_any_order_of_arrival(founded: Founded) -> None:
    second = with_hr_key(founded.root, [founded.root_key], person=person_of("bob"), pub=key_of("bob").pub)
    third = without_hr_key(second, [founded.root_key], log=key_of("anna").log, last_seq=7, last_id="e" * 64)
    assert third.version == 3
    assert (third.hr_logs[key_of("anna").log].last_seq, third.hr_logs[key_of("bob").log].last_seq) == (7, None)
    for files in itertools.permutations(third.files):
        assert read_root([*files, files[0]], founded.root.org) == third
    assert read_root([third.files[0], third.files[2]], founded.root.org).version == 1


def test_only_the_root_keys_make_a_next_version(founded: Founded) -> None:
    root = founded.root
    for data in (forged(root), forged(root, ("anna",))):
        with pytest.raises(Malformed):
            read_root([*root.files, data], root.org)
    usurped = forged(root, ("eve",), roots=[b64(key_of("eve").pub)])
    assert read_root([*root.files, usurped], root.org) == root
    with pytest.raises(Malformed):
        with_hr_key(root, [generate()], person=person_of("eve"), pub=key_of("eve").pub)


def test_an_hr_key_is_never_forgotten_or_revived(founded: Founded) -> None:
    ended = without_hr_key(founded.root, [founded.root_key], log=key_of("anna").log, last_seq=2, last_id="e" * 64)
    with pytest.raises(Malformed):
        without_hr_key(ended, [founded.root_key], log=key_of("anna").log, last_seq=9, last_id="f" * 64)
    earlier = without_hr_key(ended, [founded.root_key], log=key_of("anna").log, last_seq=0, last_id=None)
    assert earlier.hr[0].last_seq == 0


def test_two_next_versions_are_contested_and_neither_is_picked(founded: Founded) -> None:
    one = with_hr_key(founded.root, [founded.root_key], person=person_of("bob"), pub=key_of("bob").pub)
    two = with_hr_key(founded.root, [founded.root_key], person=person_of("cat"), pub=key_of("cat").pub)
    both = read_root([*one.files, *two.files], founded.root.org)
    assert both.contested
    assert both.version == 1


def test_a_merged_version_keeps_what_both_said_in_any_order_of_arrival(founded: Founded) -> None:
    keys = [founded.root_key]
    one = with_hr_key(founded.root, keys, person=person_of("bob"), pub=key_of("bob").pub)
    two = without_hr_key(
        with_hr_key(founded.root, keys, person=person_of("cat"), pub=key_of("cat").pub),
        keys,
        log=key_of("anna").log,
        last_seq=5,
        last_id="e" * 64,
    )
    contest = read_root([*one.files, *two.files], founded.root.org)
    assert contest.contested
    both = merged(contest, keys)
    assert not both.contested
    assert {log for log in (key_of(name).log for name in ("anna", "bob", "cat")) if log in both.hr_logs} == set(
        both.hr_logs
    )
    assert both.hr_logs[key_of("anna").log].last_seq == 5
    for files in itertools.permutations(both.all_files):
        assert read_root(files, founded.root.org) == both
    assert merged(both, keys) == both
    third = with_hr_key(founded.root, keys, person=person_of("eve"), pub=key_of("eve").pub)
    again = read_root([*both.all_files, *third.files], founded.root.org)
    assert again.contested, "what the merging did not know is not lost in silence"
    assert key_of("eve").log in merged(again, keys).hr_logs


def test_two_mergings_at_once_and_their_merging(founded: Founded) -> None:
    keys = [founded.root_key]
    one = with_hr_key(founded.root, keys, person=person_of("bob"), pub=key_of("bob").pub)
    two = with_hr_key(founded.root, keys, person=person_of("cat"), pub=key_of("cat").pub)
    contest = read_root([*one.files, *two.files], founded.root.org)
    first = with_hr_key(merged(contest, keys), keys, person=person_of("dan"), pub=key_of("dan").pub)
    second = with_hr_key(merged(contest, keys), keys, person=person_of("eve"), pub=key_of("eve").pub)
    again = read_root([*first.all_files, *second.all_files], founded.root.org)
    assert again.contested
    done = merged(again, keys)
    assert {key_of(name).log for name in ("anna", "bob", "cat", "dan", "eve")} == set(done.hr_logs)
    assert read_root(reversed(done.all_files), founded.root.org) == done


def test_what_one_side_says_altogether_needs_no_merging(founded: Founded) -> None:
    """Two people ended the same key in parallel, one of them earlier and with a new key besides."""
    keys = [founded.root_key]
    less = without_hr_key(founded.root, keys, log=key_of("anna").log, last_seq=7, last_id="f" * 64)
    ended = {key_of("anna").log: (5, "e" * 64)}
    more = with_hr_key_instead(founded.root, keys, person=person_of("bob"), pub=key_of("bob").pub, ended=ended)
    both = read_root([*less.files, *more.files], founded.root.org)
    assert (both.contested, both.docs) == (False, more.docs)


def test_a_contest_about_the_root_keys_is_not_decided(founded: Founded) -> None:
    """Whoever holds a root key that one side has dropped must not win by repeating everything that side says."""
    kept = with_hr_key(founded.root, [founded.root_key], person=person_of("bob"), pub=key_of("bob").pub)
    last = unb64(json.loads(founded.root.files[-1])["doc"])
    roots = [b64(key_of("new").pub)]
    exact = canonical({**json.loads(last), "version": 2, "prev": sha256(last), "roots": roots})
    sigs = [{"pub": b64(key.pub), "sig": b64(key.sign(ROOT_TYPE, exact))} for key in (founded.root_key, key_of("new"))]
    dropped = json.dumps({"doc": b64(exact), "sigs": sigs}).encode()
    contest = read_root([*kept.files, dropped], founded.root.org)
    assert contest.contested
    with pytest.raises(Malformed):
        merged(contest, [founded.root_key])


def test_a_refused_key_cannot_speak_for_hr(founded: Founded) -> None:
    with pytest.raises(Malformed):
        with_hr_key(founded.root, [founded.root_key], person=person_of("bob"), pub=bytes(32))


def test_the_recovery_file_gives_the_root_key_back(founded: Founded) -> None:
    data = recovery_file(founded, PHRASE, kdf=CHEAP)
    opened = open_recovery(data, PHRASE)
    assert (opened.root, opened.root_key) == (founded.root, founded.root_key)
    assert with_hr_key(opened.root, [opened.root_key], person=person_of("bob"), pub=key_of("bob").pub).version == 2
    with pytest.raises(Trouble, match="wrong-passphrase"):
        open_recovery(data, PHRASE + "x")
    with pytest.raises(Trouble, match="recovery-damaged"):
        open_recovery(data[:-3], PHRASE)


def test_garbage_is_malformed(founded: Founded) -> None:
    good = founded.root.files[0]
    for data in (b"", b"{}", b"[1]", good[:-1], good.replace(b'"doc"', b'"dog"'), b"x" * 300_000):
        with pytest.raises(Malformed):
            read_root([data])
