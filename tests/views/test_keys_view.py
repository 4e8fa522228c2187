"""What HR sees of keys, of somebody's open work and of their leaves, before anything is written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.story import PASSPHRASE, Story, reading
from trainer.actions import departing as acts
from trainer.actions import organising
from trainer.domain import calendar
from trainer.ledger import identity
from trainer.views import departing, keys, leave, people


def test_a_key_says_since_when_and_how_far_it_is_known(story: Story) -> None:
    ana = story.add("李晓雯", "1031", {"trainee"})
    story.study(ana, date(2026, 2, 2), 600)
    story.study(ana, date(2026, 2, 4), 600)
    (row,) = keys.keys_of(reading(story.hr), ana)
    assert (row.log, row.roles, row.state, row.hr) == (story.log(ana), ("trainee",), "live", False)
    assert (row.seq, row.beyond, row.missing) == (2, 0, 0)
    assert calendar.day_of(row.received) == date(2026, 2, 4)
    assert [(one.day, one.seq) for one in row.positions] == [(date(2026, 2, 4), 2), (date(2026, 2, 2), 1)]
    story.clock.set(date(2026, 2, 5))
    organising.end_key(story.hr, row.log, "theft: 地铁上", passphrase=PASSPHRASE, last_seq=1)
    (row,) = keys.keys_of(reading(story.hr), ana)
    assert (row.state, row.ended_seq, row.reason) == ("ended", 1, "theft: 地铁上")


def test_what_others_cite_and_is_not_here_is_counted(story: Story) -> None:
    ana = story.add("李晓雯", "1031", {"trainee"})
    story.study(ana, date(2026, 2, 2), 600)
    mentor = story.sessions[story.mentor]
    assert mentor.key is not None
    cited = identity.Checkpoint(heads={story.log(ana): (4, "a" * 64)})
    story.store.append(mentor.key, "checkpoint", identity.plain(cited))
    (row,) = keys.keys_of(reading(story.hr), ana)
    assert (row.seq, row.missing) == (1, 3)


def test_hr_has_a_key_without_a_bind_and_a_stranger_none(story: Story) -> None:
    (row,) = keys.keys_of(story.hr, story.hr.me)
    assert (row.roles, row.hr, row.state) == (("hr",), True, "live")
    assert row.since
    assert keys.keys_of(story.hr, "0" * 32) == ()


def test_open_work_names_everything_and_who_fits(story: Story) -> None:
    ana = story.trainee(date(2026, 2, 2))
    story.assign(ana, story.examiner, "examiner")
    story.learn(ana)
    story.study(ana, date(2026, 2, 3), 600)
    work = departing.open_work(reading(story.hr), story.mentor)
    (one,) = work.in_hand
    assert (one.learner, one.as_, one.held_by) == (ana, "mentor", "王敏")
    assert dict(one.waiting)["theory"] >= 1
    assert dict(one.waiting)["hours"] >= 1
    assert work.roles == ("mentor",)
    assert [key.log for key in work.keys] == [story.log(story.mentor)]
    fits = {each.name for each in work.candidates if each.fits("mentor")}
    assert fits == {"赵一鸣"}
    assert {each.name for each in work.candidates if each.fits("examiner")} == {"赵一鸣", "林可"}
    own = departing.open_work(reading(story.hr), ana)
    assert own.enrolled == date(2026, 2, 2)
    assert {each.as_ for each in own.helped_by} == {"mentor", "examiner"}


def test_certificates_of_somebody_who_leaves_are_named(story: Story) -> None:
    from trainer.actions import certifying  # noqa: PLC0415  # only here

    ana = story.add("高原", "1027", {"trainee"})
    story.graduate(ana, date(2026, 6, 22))
    certifying.issue(story.hr, ana, passphrase=PASSPHRASE)
    work = departing.open_work(story.hr, ana)
    assert [serial for serial, _until in work.certificates] == ["QC-2026-0001"]


def test_whoever_left_lacks_nothing_until_they_are_invited_again(story: Story, tmp_path: Path) -> None:
    ana = story.add("李晓雯", "1031", {"trainee"})

    def row() -> people.PersonRow:
        invited = {one.person: (one.expires, one.roles) for one in organising.pending(story.hr).values()}
        return next(one for one in people.people(reading(story.hr), invited) if one.person == ana)

    assert row().missing == ("programme", "mentor")
    acts.depart(story.hr, ana, {}, passphrase=PASSPHRASE)
    assert (row().left, row().missing, row().key) == (True, (), "ended")
    organising.invite(story.hr, ana, {"trainee"}, tmp_path / "again")
    assert (row().left, row().key) == (False, "invited")
    assert "key" in row().missing


def test_the_effect_of_a_leave_is_known_before_it_is_written(story: Story) -> None:
    ana = story.add("李晓雯", "1031", {"trainee"})
    assert leave.effect(story.hr, ana, date(2026, 3, 2), date(2026, 3, 6)) == leave.Effect(None, None)
    story.enrol(ana, date(2026, 2, 2))
    found = leave.effect(reading(story.hr), ana, date(2026, 3, 2), date(2026, 3, 6))
    assert (found.before, found.after, found.days) == (date(2026, 7, 2), date(2026, 7, 7), 5)
    first = organising.give_leave(story.hr, ana, date(2026, 3, 2), date(2026, 3, 6), "annual")
    (row,) = leave.leaves(story.hr, ana)
    assert (row.record, row.kind, row.running) == (first, "annual", False)
    assert leave.effect(story.hr, ana, date(2026, 3, 2), date(2026, 3, 3), instead=first).days == -3
    assert leave.effect(story.hr, ana, None, None, instead=first).after == date(2026, 7, 2)
    second = organising.give_leave(story.hr, ana, date(2026, 3, 2), date(2026, 3, 3), "annual", instead=first)
    assert [one.record for one in leave.leaves(story.hr, ana)] == [second]
    organising.cancel_leave(story.hr, second, "没有休", passphrase=PASSPHRASE)
    assert leave.leaves(story.hr, ana) == ()


def test_the_effect_is_the_same_as_what_comes_when_it_is_written(story: Story) -> None:
    ana = story.trainee(date(2026, 2, 2))
    for since, until in ((date(2026, 3, 2), date(2026, 3, 6)), (date(2026, 6, 1), date(2026, 6, 10))):
        told = leave.effect(story.hr, ana, since, until)
        record = organising.give_leave(story.hr, ana, since, until, "annual")
        back = leave.effect(story.hr, ana, None, None, instead=record)
        assert told.days > 0
        assert (back.before, back.after) == (told.after, told.before)
