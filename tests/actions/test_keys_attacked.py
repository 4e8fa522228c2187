"""What an attacker, a bad moment or a second HR person could do with keys and the recovery file."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.story import PASSPHRASE, RECOVERY, Story
from trainer import config
from trainer.actions import departing, organising, recovering
from trainer.domain.people import WHO_MAY
from trainer.errors import Refused, Trouble
from trainer.ledger import joining, keys, root
from trainer.ledger.keyring import keys_in
from trainer.ledger.record import ROOT_TYPE, canonical, sha256
from trainer.ledger.store import Store

NEW = "garden candle marble pepper cloud"


def recovery(story: Story) -> Path:
    return story.folder.parent / "recovery.qicheng-root"


def answer_with(story: Story, key: keys.SigningKey, person: str, name: str) -> Path:
    """Somebody answers an invitation of `person` with a key they already have."""
    invitation, answer = story.folder / f"{name}.invitation", story.folder / f"{name}.answer"
    organising.invite(story.hr, person, {"trainee"}, invitation)
    asked, _root = joining.check_invitation(invitation.read_bytes(), story.clock())
    answer.write_bytes(joining.to_file(joining.request(key, asked, story.clock())))
    return answer


def test_a_key_of_somebody_is_not_bound_to_somebody_else(story: Story) -> None:
    """The ledger would give it to one of the two, and everything the other signed with it would be lost."""
    key = story.sessions[story.mentor].key
    assert key is not None
    eve = organising.add_person(story.hr, organising.Newcomer("何俊", "1099", "服务台"))
    with pytest.raises(Refused, match="already-bound"):
        organising.read_request(story.hr, answer_with(story, key, eve, "eve"))


def test_an_answer_that_waited_is_not_bound_twice(story: Story) -> None:
    ana = organising.add_person(story.hr, organising.Newcomer("李晓雯", "1031", "服务台"))
    eve = organising.add_person(story.hr, organising.Newcomer("何俊", "1099", "服务台"))
    key = keys.generate()
    first = organising.read_request(story.hr, answer_with(story, key, ana, "ana"))
    second = organising.read_request(story.hr, answer_with(story, key, eve, "eve"))
    organising.bind(story.hr, first, passphrase=PASSPHRASE)
    with pytest.raises(Refused, match="already-bound"):
        organising.bind(story.hr, second, passphrase=PASSPHRASE)
    assert story.store.people()[ana].live == (key.log,)
    assert organising.waiting_keys(story.hr) == ()


def test_hr_binds_no_key_to_themselves(story: Story) -> None:
    """The ledger honours no such bind; signing it would only look as if it had been done."""
    with pytest.raises(Refused, match="not-about-yourself"):
        organising.invite(story.hr, story.hr.me, {"mentor"}, story.folder / "own")


def test_a_stolen_key_that_was_hr_and_mentor_loses_both(story: Story) -> None:
    log = story.log(story.mentor)
    recovering.make_hr(story.hr, log, recovery(story), RECOVERY, kdf=keys.CHEAP)
    with pytest.raises(Refused, match="hr-key"):
        organising.end_key(story.hr, log, "theft", passphrase=PASSPHRASE)
    recovering.end_hr_key(story.hr, log, recovery(story), RECOVERY, kdf=keys.CHEAP)
    assert story.store.people()[story.mentor].roles == {"mentor"}
    organising.end_key(story.hr, log, "theft", passphrase=PASSPHRASE)
    assert not story.store.people()[story.mentor].live
    session = story.sessions[story.mentor]
    assert session.key is not None
    late = story.store.append(session.key, "leave", {"v": 1, "kind": "annual"}, sub=story.hr.me)
    assert story.store.verdict(late) == "ended"


def test_a_recovery_file_whose_organisation_was_exchanged_does_not_open(story: Story) -> None:
    """The root document in it is not encrypted: whoever can write the stick could put their own there, which the same
    key would seem to hold.
    """
    data = json.loads(recovery(story).read_bytes())
    own = root.open_recovery(recovery(story).read_bytes(), RECOVERY).root_key
    eve = keys.generate()
    doc = {
        "v": 1,
        "version": 1,
        "prev": None,
        "roots": sorted([keys.b64(eve.pub), keys.b64(own.pub)]),
        "threshold": 1,
        "hr": [{"pub": keys.b64(eve.pub), "person": "e" * 32, "from_seq": 1, "last_seq": None, "last_id": None}],
        "title": story.store.title,
        "demo": False,
    }
    exact = canonical(doc)
    sigs = [{"pub": keys.b64(eve.pub), "sig": keys.b64(eve.sign(ROOT_TYPE, exact))}]
    planted = json.dumps({"doc": keys.b64(exact), "sigs": sigs}).encode()
    assert sha256(exact) != story.store.org
    data["root"] = [keys.b64(planted)]
    recovery(story).write_text(json.dumps(data))
    with pytest.raises(Trouble, match="recovery-damaged"):
        recovering.open_recovery(recovery(story), RECOVERY)


def test_a_recovery_is_one_version_so_that_nothing_can_stop_between(story: Story) -> None:
    """With the new key in one root document and the end of the old one in the next, a disk that is full after the first
    left a document that named a key whose file had been taken away again.
    """
    log = story.log(story.hr.me)
    story.store.close()
    made = recovering.recover(
        story.folder,
        recovery(story),
        RECOVERY,
        story.hr.me,
        [log],
        passphrase=NEW,
        bundle=None,
        clock=story.clock,
        kdf=keys.CHEAP,
    )
    assert (made.version, made.ended) == (2, 1)
    found = recovering.look(story.folder, recovery(story), RECOVERY, None, story.clock)
    files = {one.log for one in keys_in(config.keys_folder(story.folder))}
    assert {one.log for one in found.hr if one.live} <= files


def test_work_goes_to_nobody_who_has_left(story: Story) -> None:
    ana = story.add("李晓雯", "1031", {"trainee"})
    story.enrol(ana, date(2026, 2, 2))
    story.assign(ana, story.mentor)
    departing.depart(story.hr, story.examiner, {}, passphrase=PASSPHRASE)
    (running,) = story.standings.of(ana).assignments
    for gone, code in ((story.examiner, "person-left"), ("f" * 32, "unknown-person")):
        step, *rest = departing.hand_over(story.hr, {running.record: gone}, "换岗")
        assert not rest, "the old assignment stays"
        assert step.refused is not None
        assert step.refused.code == code
    assert [one.person for one in story.standings.of(ana).assignments if one.ended is None] == [story.mentor]


def test_two_hr_people_who_change_the_root_at_once_lose_nothing(story: Story, tmp_path: Path) -> None:
    """Each on their own computer, each with a copy of the recovery file, before they exchange: neither version is in
    force then, and the next change keeps what both said.
    """
    other_copy = tmp_path / "safe.qicheng-root"
    other_copy.write_bytes(recovery(story).read_bytes())
    recovering.make_hr(story.hr, story.log(story.mentor), recovery(story), RECOVERY, kdf=keys.CHEAP)
    opened = recovering.open_recovery(other_copy, RECOVERY)
    second = story.sessions[story.examiner].key
    assert second is not None
    there = root.with_hr_key(opened.root, [opened.root_key], person=story.examiner, pub=second.pub, from_seq=1)
    story.store.take_root(there.files[-1])
    before = story.store.root
    assert before.contested
    assert "hr" not in story.store.people()[story.mentor].roles
    ana = story.add("李晓雯", "1031", {"trainee"})
    done = recovering.make_hr(story.hr, story.log(ana), other_copy, RECOVERY, kdf=keys.CHEAP)
    after = story.store.root
    assert not after.contested
    assert (done.version, done.kept) == (4, True)
    hr = {one.person for one in story.store.people().values() if "hr" in one.roles}
    assert hr == {story.hr.me, story.mentor, story.examiner, ana}
    assert story.store.verify() == []


def test_an_hr_key_only_the_recovery_file_knows_ends_where_it_stands(story: Story, tmp_path: Path) -> None:
    """Its records came by mail, the document that makes it HR's lies in the recovery file alone."""
    opened = recovering.open_recovery(recovery(story), RECOVERY)
    key = keys.generate()
    person = "c" * 32
    made = root.with_hr_key(opened.root, [opened.root_key], person=person, pub=key.pub)
    data = root.recovery_file(root.Founded(made, opened.root_key), RECOVERY, kdf=keys.CHEAP)
    recovery(story).write_bytes(data)
    story.store.sign_in(key, person)
    said = story.store.append(key, "profile", {"v": 1, "name": "新人事", "number": "1009"}, sub=person)
    story.store.close()
    found = recovering.look(story.folder, recovery(story), RECOVERY, None, story.clock)
    assert [one.seq for one in found.hr if one.log == key.log] == [1]
    recovering.recover(
        story.folder,
        recovery(story),
        RECOVERY,
        person,
        [key.log],
        passphrase=NEW,
        bundle=None,
        clock=story.clock,
        kdf=keys.CHEAP,
    )
    with Store.open(config.store_path(story.folder), WHO_MAY, read_only=True, clock=story.clock) as store:
        assert store.verdict(said) == "ok", "what it signed before stays"


def test_an_end_that_changes_nothing_is_not_signed(story: Story) -> None:
    ana = story.add("李晓雯", "1031", {"trainee"})
    log = story.log(ana)
    for day in (2, 3, 4):
        story.study(ana, date(2026, 2, day), 600)
    organising.end_key(story.hr, log, "theft", passphrase=PASSPHRASE, last_seq=1)
    for later in (None, 1, 2, 3, 99):
        with pytest.raises(Refused, match="already-ended"):
            organising.end_key(story.hr, log, "theft", passphrase=PASSPHRASE, last_seq=later)
    organising.end_key(story.hr, log, "theft", passphrase=PASSPHRASE, last_seq=0)
    with pytest.raises(Refused, match="already-ended"):
        organising.end_key(story.hr, log, "theft", passphrase=PASSPHRASE, last_seq=0)
