"""What an attacker, a bad moment or a second HR person could do with keys and the recovery file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.story import PASSPHRASE, RECOVERY, Story
from trainer import config
from trainer.actions import departing, organising, recovering
from trainer.errors import Refused, Trouble
from trainer.ledger import joining, keys, root
from trainer.ledger.keyring import keys_in
from trainer.ledger.record import ROOT_TYPE, canonical, sha256

NEW = "garden candle marble pepper cloud"


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    made = Story.found(tmp_path)
    yield made
    made.close()


def log_of(story: Story, person: str) -> str:
    session = story.sessions[person]
    assert session.key is not None
    return session.key.log


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
    log = log_of(story, story.mentor)
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
    log = log_of(story, story.hr.me)
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
