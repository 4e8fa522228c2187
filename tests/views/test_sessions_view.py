"""Meetings that were held: what the record keeps of them, who is told what overlaps, what is suggested next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.story import PASSPHRASE, Story, reading
from trainer.actions import assessing, attesting
from trainer.domain import calendar
from trainer.errors import Refused
from trainer.i18n import language
from trainer.views import hours
from trainer.views import sessions as views
from trainer.wording import sessions as wording

DAY = date(2026, 11, 20)
HOUR = 3_600_000


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    made = Story.found(tmp_path)
    made.clock.set(DAY, 20)
    yield made
    made.close()


@pytest.fixture
def ana(story: Story) -> str:
    person = story.trainee()
    story.clock.set(DAY, 20)
    return person


def hold(story: Story, *people: tuple[str, int], hour: int = 15, minutes: str = "", title: str = "每周案例复盘") -> str:
    since = calendar.at(DAY, hour)
    return attesting.hold_session(
        story.sessions[story.mentor],
        title=title,
        source="session",
        spans=((since, since + HOUR), (since + 2 * HOUR, since + 3 * HOUR)),
        attendees=people,
        minutes=minutes,
        passphrase=PASSPHRASE,
    )


def test_a_meeting_shows_people_cases_and_minutes(story: Story, ana: str) -> None:
    case = story.hr.library.cases()[0]
    said = wording.minutes([(case.id, "旧标题"), ("gone-case", "已不在库的案例")], "先讲结论。\n- 再讲依据")
    record = hold(story, (ana, 5400), (story.examiner, 7200), minutes=said)
    (row,) = views.sessions(reading(story.sessions[story.mentor])).rows
    assert (row.record, row.seconds, row.mine, row.withdrawn) == (record, 7200, True, False)
    assert {there.person: there.seconds for there in row.people} == {ana: 5400, story.examiner: 7200}
    assert row.cases == ((case.id, case.title.in_(language())), ("gone-case", "已不在库的案例"))
    assert row.notes == "先讲结论。\n- 再讲依据"


def test_minutes_that_somebody_else_wrote_stay_as_they_are() -> None:
    assert wording.read_minutes("随便写的\n- [不是](case:x)") == ((), "随便写的\n- [不是](case:x)")
    assert wording.read_minutes("") == ((), "")
    assert wording.read_minutes(wording.minutes([("a-b", "[题] (一)")], "")) == ((("a-b", "[题] (一)"),), "")


def test_the_learner_gets_the_time_and_the_overlap_is_said(story: Story, ana: str) -> None:
    first = hold(story, (ana, 7200))
    second = hold(story, (ana, 7200), hour=17, title="第二场")
    entries = hours.hours(reading(story.sessions[ana])).entries
    assert {one.record: (one.source, one.accepted_s) for one in entries} == {
        first: ("session", 7200),
        second: ("session", 7200),
    }
    sheet = views.sheet(reading(story.sessions[story.mentor]), second)
    assert sheet is not None
    assert "每周案例复盘" in sheet.people[0].overlap
    quarter = story.standings.of(ana).quarters[-1]
    assert quarter.confirmed_s == 3 * 3600
    spans = ((calendar.at(DAY, 15, 30), calendar.at(DAY, 16)),)
    said = views.overlaps(reading(story.sessions[story.mentor]), spans, [ana, story.examiner])
    assert set(said) == {ana}


def test_a_meeting_that_goes_on_is_not_signed(story: Story, ana: str) -> None:
    story.clock.set(DAY, 15, 30)
    with pytest.raises(Refused) as refused:
        hold(story, (ana, 3600))
    assert refused.value.code == "not-over"


def test_what_was_taken_back_says_why_and_does_not_count(story: Story, ana: str) -> None:
    mine, overruled = hold(story, (ana, 3600)), hold(story, (ana, 3600), hour=9)
    attesting.withdraw(story.sessions[story.mentor], mine, "记错了日期", PASSPHRASE)
    attesting.withdraw(story.hr, overruled, "没有召开", PASSPHRASE)
    rows = {one.record: one for one in views.sessions(reading(story.sessions[story.mentor])).rows}
    assert (rows[mine].withdrawn, rows[mine].reason) == (True, "记错了日期")
    assert (rows[overruled].withdrawn, rows[overruled].reason) == (True, "没有召开")
    assert story.standings.of(ana).hours == ()


def test_who_can_have_been_there(story: Story, ana: str) -> None:
    story.add("周宁", "1040", {"trainee"})
    found = views.planning(reading(story.sessions[story.mentor]))
    assert [one.name for one in found.people if one.mine] == ["李晓雯"]
    assert story.mentor not in {one.person for one in found.people}
    assert views.sessions(reading(story.sessions[ana])).may_hold is False


def test_three_cases_are_suggested_and_none_that_was_just_discussed(story: Story, ana: str) -> None:
    session = story.sessions[ana]
    case = next(one for one in session.library.cases() if session.library.items_of(f"case:{one.id}"))
    attempt = assessing.practise_case(session, case.id)
    assessing.answer(session, attempt, 1, None, active_s=5)
    assessing.hand_in(session, attempt)
    mentor = story.sessions[story.mentor]
    agenda = views.sessions(reading(mentor)).agenda
    assert len(agenda) == views.SUGGESTED
    assert len({one.id for one in agenda}) == views.SUGGESTED
    assert agenda[0].id == case.id
    hold(story, (ana, 3600), hour=9, minutes=wording.minutes([(case.id, case.title.zh)], ""))
    assert case.id not in {one.id for one in views.sessions(reading(mentor)).agenda}
