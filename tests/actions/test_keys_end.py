"""Keys end at a position, are asked for again, and HR's own are made and ended with the recovery file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.story import PASSPHRASE, RECOVERY, Story
from trainer import config
from trainer.actions import departing, organising, recovering
from trainer.domain.people import WHO_MAY
from trainer.errors import Refused, Trouble
from trainer.ledger import keys
from trainer.ledger.exchange import read_bundle
from trainer.ledger.keyring import keys_in
from trainer.ledger.outgoing import Sender, write_bundle
from trainer.ledger.store import Store

NEW = "garden candle marble pepper cloud"


def recovery(story: Story) -> Path:
    return story.folder.parent / "recovery.qicheng-root"


def claim(story: Story, person: str, day: int) -> str:
    return story.study(person, date(2026, 2, day), 600)


def by_old_key(story: Story, person: str) -> str:
    """A record that whoever holds the old device can still sign, past everything the program would refuse."""
    session = story.sessions[person]
    assert session.key is not None
    return story.store.append(session.key, "lesson.done", {"v": 1}, sub=person)


# the end of a key


def test_what_came_before_the_end_counts_and_what_comes_after_does_not(story: Story) -> None:
    ana = story.add("李晓雯", "1031", {"trainee"})
    before = claim(story, ana, 2)
    organising.end_key(story.hr, story.log(ana), "theft", passphrase=PASSPHRASE)
    after = by_old_key(story, ana)
    assert (story.store.verdict(before), story.store.verdict(after)) == ("ok", "ended")


def test_a_key_can_end_earlier_than_what_was_received(story: Story) -> None:
    ana = story.add("李晓雯", "1031", {"trainee"})
    before = claim(story, ana, 2)
    seq = story.store.heads()[story.log(ana)][0]
    thief = claim(story, ana, 3)
    organising.end_key(story.hr, story.log(ana), "theft", passphrase=PASSPHRASE, last_seq=seq)
    assert (story.store.verdict(before), story.store.verdict(thief)) == ("ok", "ended")
    organising.end_key(story.hr, story.log(ana), "theft", passphrase=PASSPHRASE, last_seq=0)
    assert story.store.verdict(before) == "ended", "found out later: nothing of it was theirs"


def test_what_cannot_end_says_why(story: Story) -> None:
    ana = story.add("李晓雯", "1031", {"trainee"})
    log = story.log(ana)
    with pytest.raises(Refused, match="reason-missing"):
        organising.end_key(story.hr, log, " ", passphrase=PASSPHRASE)
    with pytest.raises(Refused, match="hr-key"):
        organising.end_key(story.hr, story.log(story.hr.me), "theft", passphrase=PASSPHRASE)
    with pytest.raises(Refused, match="wrong-passphrase"):
        organising.end_key(story.hr, log, "theft", passphrase="another one altogether")
    with pytest.raises(Refused, match="unknown-record"):
        organising.end_key(story.hr, "0" * 64, "theft", passphrase=PASSPHRASE)
    organising.end_key(story.hr, log, "theft", passphrase=PASSPHRASE)
    with pytest.raises(Refused, match="already-ended"):
        organising.end_key(story.hr, log, "theft", passphrase=PASSPHRASE)
    with pytest.raises(Refused, match="not-your-role"):
        organising.end_key(story.sessions[ana], log, "theft", passphrase=PASSPHRASE)


# another device


def joined(story: Story, invitation: Path, name: str) -> tuple[Path, tuple[str, ...]]:
    """A new laptop answers an invitation; the answer and its six words."""
    folder, answer = story.folder.parent / name, story.folder.parent / f"{name}.answer"
    _key, words = organising.join(
        folder, invitation.read_bytes(), passphrase=NEW, answer=answer, clock=story.clock, kdf=keys.CHEAP
    )
    return answer, words


def test_a_lost_laptop_is_replaced_and_history_stays(story: Story, tmp_path: Path) -> None:
    ana = story.add("李晓雯", "1031", {"trainee"})
    before, old = claim(story, ana, 2), story.log(ana)
    file = tmp_path / "again"
    organising.reinvite(story.hr, old, {"trainee"}, file, "lost-device", passphrase=PASSPHRASE)
    assert not story.store.people()[ana].live
    answer, words = joined(story, file, "new")
    assert organising.waiting_keys(story.hr) == ()
    organising.read_request(story.hr, answer)
    (waiting,) = organising.waiting_keys(story.hr)
    assert (waiting.person, waiting.words, waiting.roles) == (ana, words, ("trainee",)), "it waits until it is bound"
    organising.bind(story.hr, waiting, passphrase=PASSPHRASE)
    assert organising.waiting_keys(story.hr) == ()
    bound = story.store.people()[ana]
    assert (len(bound.keys), len(bound.live)) == (2, 1)
    assert old not in bound.live
    assert story.store.verdict(before) == "ok"


def test_a_second_device_leaves_the_first_as_it_is(story: Story, tmp_path: Path) -> None:
    ana = story.add("李晓雯", "1031", {"trainee"})
    organising.invite(story.hr, ana, {"trainee"}, tmp_path / "second")
    answer, _words = joined(story, tmp_path / "second", "second-laptop")
    organising.bind(story.hr, organising.read_request(story.hr, answer), passphrase=PASSPHRASE)
    assert len(story.store.people()[ana].live) == 2


def test_nothing_ends_when_the_invitation_cannot_be_written(story: Story, tmp_path: Path) -> None:
    ana = story.add("李晓雯", "1031", {"trainee"})
    (tmp_path / "no-folder").write_text("a file stands in the way")
    with pytest.raises(Trouble):
        organising.reinvite(
            story.hr, story.log(ana), {"trainee"}, tmp_path / "no-folder" / "file", "theft", passphrase=PASSPHRASE
        )
    with pytest.raises(Refused, match="wrong-passphrase"):
        organising.reinvite(story.hr, story.log(ana), {"trainee"}, tmp_path / "file", "theft", passphrase="x" * 20)
    assert story.store.people()[ana].live
    assert not (tmp_path / "file").exists()


# HR's own keys


def test_a_second_hr_person_speaks_from_now_on(story: Story) -> None:
    early = story.sessions[story.mentor]
    assert early.key is not None
    unauthorised = story.store.append(early.key, "leave", {"v": 1, "kind": "annual"}, sub=story.hr.me)
    done = recovering.make_hr(story.hr, story.log(story.mentor), recovery(story), RECOVERY, kdf=keys.CHEAP)
    assert (done.version, done.kept) == (2, True)
    assert story.store.verdict(unauthorised) == "unauthorised", "what was signed before does not become HR's word"
    assert {"hr", "mentor"} <= story.store.people()[story.mentor].roles
    ana = organising.add_person(early, organising.Newcomer("李晓雯", "1031", "服务台"))
    organising.invite(early, ana, {"trainee"}, story.folder / "i")
    answer, _words = joined(story, story.folder / "i", "ana")
    organising.bind(early, organising.read_request(early, answer), passphrase=PASSPHRASE)
    assert story.store.people()[ana].live
    again = recovering.open_recovery(recovery(story), RECOVERY)
    assert again.root.version == 2, "the recovery file knows the new root document"
    with pytest.raises(Refused, match="already-hr"):
        recovering.make_hr(story.hr, story.log(story.mentor), recovery(story), RECOVERY, kdf=keys.CHEAP)


def test_an_hr_key_ends_but_never_the_last_one(story: Story) -> None:
    own = story.log(story.hr.me)
    with pytest.raises(Refused, match="last-hr-key"):
        recovering.end_hr_key(story.hr, own, recovery(story), RECOVERY, kdf=keys.CHEAP)
    recovering.make_hr(story.hr, story.log(story.mentor), recovery(story), RECOVERY, kdf=keys.CHEAP)
    recovering.end_hr_key(story.sessions[story.mentor], own, recovery(story), RECOVERY, kdf=keys.CHEAP)
    assert not story.store.people()[story.hr.me].live
    assert story.store.people()[story.mentor].live, "what HR bound before stays bound"
    with pytest.raises(Refused, match="already-ended"):
        recovering.end_hr_key(story.sessions[story.mentor], own, recovery(story), RECOVERY, kdf=keys.CHEAP)


def test_the_recovery_file_is_asked_properly(story: Story, tmp_path: Path) -> None:
    log = story.log(story.mentor)
    with pytest.raises(Refused, match="wrong-recovery-passphrase"):
        recovering.make_hr(story.hr, log, recovery(story), "not this one at all", kdf=keys.CHEAP)
    (tmp_path / "torn").write_bytes(recovery(story).read_bytes()[:100])
    with pytest.raises(Trouble, match="recovery-damaged"):
        recovering.make_hr(story.hr, log, tmp_path / "torn", RECOVERY, kdf=keys.CHEAP)
    with pytest.raises(Trouble, match="file-unreadable"):
        recovering.make_hr(story.hr, log, tmp_path / "nowhere", RECOVERY, kdf=keys.CHEAP)
    other = Story.found(tmp_path / "other", title="另一家")
    try:
        with pytest.raises(Refused, match="other-recovery"):
            recovering.make_hr(story.hr, log, recovery(other), RECOVERY, kdf=keys.CHEAP)
    finally:
        other.close()
    assert story.store.root.version == 1


# recovering


def recover(story: Story, folder: Path, bundle: Path | None) -> recovering.Recovered:
    found = recovering.look(folder, recovery(story), RECOVERY, bundle, story.clock)
    (hr,) = [one for one in found.hr if one.live]
    return recovering.recover(
        folder,
        recovery(story),
        RECOVERY,
        hr.person,
        [hr.log],
        passphrase=NEW,
        bundle=bundle,
        clock=story.clock,
        kdf=keys.CHEAP,
    )


def test_hr_gets_a_new_key_and_what_it_signed_stays(story: Story) -> None:
    ana = story.add("李晓雯", "1031", {"trainee"})
    seq = story.store.heads()[story.log(story.hr.me)][0]
    story.store.close()
    found = recovering.look(story.folder, recovery(story), RECOVERY, None, story.clock)
    assert (found.here, found.title, found.version) == (True, "明远财税服务有限公司", 1)
    (hr,) = found.hr
    assert (hr.name, hr.seq, hr.missing, hr.here) == ("林可", seq, 0, True)
    made = recover(story, story.folder, None)
    assert (made.version, made.ended, made.kept) == (2, 1, True)
    key = keys.unlock(made.key_file.read_bytes(), NEW)
    assert [one.log for one in keys_in(config.keys_folder(story.folder)) if "hr" in one.roles] == [key.log]
    with Store.open(config.store_path(story.folder), WHO_MAY, clock=story.clock) as store:
        assert store.people()[hr.person].live == (key.log,)
        assert store.people()[ana].live, "keys that HR had bound stay bound"
        assert store.verify() == []
        store.sign_in(key, hr.person, made.key_file)
        made_now = store.append(key, "profile", {"v": 1, "name": "林可", "number": "1001"}, sub=hr.person)
        assert store.verdict(made_now) == "ok"


def test_a_received_bundle_is_enough(story: Story, tmp_path: Path) -> None:
    ana = story.add("李晓雯", "1031", {"trainee"})
    bundle, empty = tmp_path / "from-mentor.qicheng", tmp_path / "empty"
    mentor = Sender(story.log(story.mentor), story.mentor)
    write_bundle(story.store, bundle, mentor, story.hr.me, whole=True)
    with pytest.raises(Refused, match="records-missing"):
        recovering.look(empty, recovery(story), RECOVERY, None, story.clock)
    found = recovering.look(empty, recovery(story), RECOVERY, bundle, story.clock)
    assert not found.here
    assert found.records > 3
    assert not empty.exists(), "looking writes nothing on an empty computer"
    made = recover(story, empty, bundle)
    with Store.open(config.store_path(empty), WHO_MAY, clock=story.clock) as store:
        assert store.people()[ana].live
        assert store.root.version == 2
    with Store.open(config.store_path(story.folder), WHO_MAY, read_only=True, clock=story.clock) as other:
        assert other.root.version == 1
    back = tmp_path / "from-hr.qicheng"
    with Store.open(config.store_path(empty), WHO_MAY, clock=story.clock) as store:
        log = keys.unlock(made.key_file.read_bytes(), NEW).log
        write_bundle(store, back, Sender(log, story.hr.me), story.mentor)
    read_bundle(story.store, back)
    late = by_old_key(story, story.hr.me)
    assert story.store.root.version == 2
    assert story.store.verdict(late) == "ended", "the lost key speaks for nobody any more"


def test_a_wrong_file_is_told_and_nothing_is_done(story: Story, tmp_path: Path) -> None:
    story.store.close()
    before = sorted(config.keys_folder(story.folder).iterdir())
    with pytest.raises(Refused, match="wrong-recovery-passphrase"):
        recovering.look(story.folder, recovery(story), "not this one at all", None, story.clock)
    (tmp_path / "no-bundle").write_text("hello")
    with pytest.raises(Trouble, match="not-a-bundle"):
        recovering.look(story.folder, recovery(story), RECOVERY, tmp_path / "no-bundle", story.clock)
    other = Story.found(tmp_path / "other", title="另一家")
    theirs = tmp_path / "theirs"
    write_bundle(other.store, theirs, Sender(other.log(other.hr.me), other.hr.me))
    other.close()
    with pytest.raises(Refused, match="other-organisation"):
        recovering.look(story.folder, recovery(story), RECOVERY, theirs, story.clock)
    with pytest.raises(Refused, match="other-recovery"):
        recovering.look(story.folder, recovery(other), RECOVERY, None, story.clock)
    with pytest.raises(Refused, match="weak-passphrase"):
        recovering.recover(
            story.folder, recovery(story), RECOVERY, story.hr.me, [], passphrase="x", bundle=None, clock=story.clock
        )
    assert sorted(config.keys_folder(story.folder).iterdir()) == before


# handing over and leaving


def test_everything_in_hand_goes_to_somebody_and_the_keys_end(story: Story) -> None:
    ana, ben = story.add("李晓雯", "1031", {"trainee"}), story.add("何俊", "1032", {"trainee"})
    for learner in (ana, ben):
        story.enrol(learner, date(2026, 2, 2))
        story.assign(learner, story.mentor)
    other = story.add("周婷", "1013", {"mentor"})
    story.learn(ana)
    signed = story.confirm_theory(ana)
    running = {learner: story.standings.of(learner).assignments[0].record for learner in (ana, ben)}
    plan = {running[ana]: other, running[ben]: ""}
    steps = departing.depart(story.hr, story.mentor, plan, passphrase=PASSPHRASE)
    assert [(one.act, one.learner, one.refused) for one in steps] == [
        *[(act, who, None) for who in sorted((ana, ben)) for act in (("begun", "ended") if who == ana else ("ended",))],
        ("key-ended", story.mentor, None),
    ]
    assert [a.person for a in story.standings.of(ana).assignments if a.ended is None] == [other]
    assert not [a for a in story.standings.of(ben).assignments if a.ended is None]
    assert not story.store.people()[story.mentor].live
    assert story.store.verdict(signed) == "ok", "what was signed before counts"
    assert any(one.attested for one in story.standings.of(ana).lessons)
    assert departing.depart(story.hr, story.mentor, plan, passphrase=PASSPHRASE) == (), "again does only what is left"


def test_what_is_refused_is_told_and_the_rest_is_done(story: Story) -> None:
    ana, ben = story.add("李晓雯", "1031", {"trainee"}), story.add("何俊", "1032", {"trainee"})
    for learner in (ana, ben):
        story.enrol(learner, date(2026, 2, 2))
        story.assign(learner, story.mentor)
    running = {learner: story.standings.of(learner).assignments[0].record for learner in (ana, ben)}
    steps = departing.hand_over(story.hr, {running[ana]: story.examiner, running[ben]: ben}, "换岗")
    told = {one.learner: one.refused.code if one.refused else "" for one in steps}
    assert told == {ana: "", ben: "not-about-yourself"}
    assert story.standings.of(ben).assignments[0].ended is None, "nobody is left without a mentor by a refusal"
    with pytest.raises(Refused, match="reason-missing"):
        departing.hand_over(story.hr, {running[ben]: story.examiner}, " ")
    with pytest.raises(Refused, match="nothing-to-hand-over"):
        departing.hand_over(story.hr, {}, "换岗")
    with pytest.raises(Refused, match="not-about-yourself"):
        departing.depart(story.hr, story.hr.me, {}, passphrase=PASSPHRASE)


def test_the_key_of_hr_stays_until_the_recovery_file_ends_it(story: Story) -> None:
    recovering.make_hr(story.hr, story.log(story.mentor), recovery(story), RECOVERY, kdf=keys.CHEAP)
    (step,) = departing.depart(story.hr, story.mentor, {}, passphrase=PASSPHRASE)
    assert step.refused is not None
    assert step.refused.code == "hr-key"


# leave


def test_a_leave_is_corrected_by_another_one_and_taken_back(story: Story) -> None:
    ana = story.add("李晓雯", "1031", {"trainee"})
    story.enrol(ana, date(2026, 2, 2))
    wrong = organising.give_leave(story.hr, ana, date(2026, 3, 2), date(2026, 3, 20), "sick")
    right = organising.give_leave(story.hr, ana, date(2026, 3, 2), date(2026, 3, 6), "sick", instead=wrong)
    enrolment = story.standings.of(ana).enrolment
    assert enrolment is not None
    assert enrolment.leaves == ((date(2026, 3, 2), date(2026, 3, 6), "sick"),)
    organising.cancel_leave(story.hr, right, "没有休", passphrase=PASSPHRASE)
    enrolment = story.standings.of(ana).enrolment
    assert enrolment is not None
    assert enrolment.leaves == (), "the replaced one does not come back"
    with pytest.raises(Refused, match="unknown-record"):
        organising.give_leave(story.hr, ana, date(2026, 3, 2), date(2026, 3, 6), "sick", instead=right[:-1] + "x")
