"""The five-month path: segments, the work in them, and the days ahead or behind, by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest

from trainer.domain.path import Timeline, timeline, weeks_in_month, whereabouts

if TYPE_CHECKING:
    from tests.domain.conftest import Story


def line(story: Story, on: date) -> Timeline:
    found = timeline(story.shelf.programmes["hash-programme-2026-1"], story.progress(), on)
    assert found is not None
    return found


def test_without_enrolment_or_months_there_is_no_path(story: Story) -> None:
    programme = story.shelf.programmes["hash-programme-2026-1"]
    assert timeline(programme, story.progress(), date(2026, 6, 8)) is None
    story.tell("2026-06-08 hr enrol")
    empty = msgspec.structs.replace(programme, theory_months=0, mentoring_months=0)
    assert timeline(empty, story.progress(), date(2026, 6, 8)) is None


def test_five_months_from_the_first_day(story: Story) -> None:
    story.tell("2026-06-08 hr enrol")
    path = line(story, date(2026, 6, 8))
    assert [(one.phase, one.since.isoformat()) for one in path.months] == [
        ("theory", "2026-06-08"),
        ("theory", "2026-07-08"),
        ("theory", "2026-08-08"),
        ("mentoring", "2026-09-08"),
        ("mentoring", "2026-10-08"),
    ]
    assert (path.mentoring_from, path.go_live) == (date(2026, 9, 8), date(2026, 11, 8))
    assert (path.today, path.position, path.days_ahead, path.days_left) == (0, 0, 0, 153)
    assert [one.state for one in path.months] == ["current", "future", "future", "future", "future"]


def test_work_done_early_is_days_ahead_and_none_is_days_behind(story: Story) -> None:
    story.tell("2026-06-08 hr enrol")
    on = date(2026, 7, 8)
    assert (line(story, on).today, line(story, on).days_ahead) == (10_000, -30)
    assert line(story, on).months[0].state == "behind"
    # Two of four units (two lessons, a paper, the exam) are one and a half of three months.
    story.tell("2026-06-15 ana lesson l1\n2026-06-16 ana lesson l2")
    path = line(story, on)
    assert (path.position, path.days_ahead) == (15_000, 15)
    assert [one.done for one in path.months] == [10_000, 5_000, 0, 0, 0]
    assert [one.state for one in path.months][:3] == ["complete", "current", "future"]


def test_a_complete_life_fills_the_path(complete: Story) -> None:
    path = line(complete, date(2026, 11, 8))
    assert {one.state for one in path.months} == {"complete"}
    assert (path.today, path.position, path.days_ahead, path.days_left) == (50_000, 50_000, 0, 0)
    assert line(complete, date(2027, 1, 8)).days_ahead == 0


def test_leave_and_a_late_mentor_move_the_second_phase(story: Story) -> None:
    story.tell("2026-06-08 hr enrol\n2026-06-09 hr leave 2026-06-10 2026-06-14")
    assert line(story, date(2026, 7, 1)).go_live == date(2026, 11, 13)
    story.tell("2026-10-01 hr assign mentor wang")
    assert (line(story, date(2026, 7, 1)).mentoring_from, line(story, date(2026, 7, 1)).go_live) == (
        date(2026, 10, 1),
        date(2026, 12, 1),
    )


@pytest.mark.parametrize("days", range(0, 200, 13))
def test_today_never_runs_backwards(complete: Story, days: int) -> None:
    on = date(2026, 6, 1) + timedelta(days)
    assert line(complete, on).today <= line(complete, on + timedelta(1)).today <= 50_000


def test_weeks_are_spread_over_the_months() -> None:
    assert [weeks_in_month(13, 3, one) for one in (1, 2, 3)] == [
        (1, 2, 3, 4, 5),
        (6, 7, 8, 9),
        (10, 11, 12, 13),
    ]
    assert weeks_in_month(9, 2, 1) + weeks_in_month(9, 2, 2) == tuple(range(1, 10))
    assert weeks_in_month(5, 0, 1) == ()


def test_the_week_somebody_is_in(story: Story) -> None:
    programme = story.shelf.programmes["hash-programme-2026-1"]
    assert whereabouts(programme, story.progress(), date(2026, 6, 8)) == ("", 0, 0)
    story.tell("2026-06-08 hr enrol")
    assert whereabouts(None, story.progress(), date(2026, 6, 8)) == ("", 0, 0)
    where = [
        whereabouts(programme, story.progress(), date.fromisoformat(day))
        for day in ("2026-06-01", "2026-06-14", "2026-06-15", "2026-09-07", "2026-09-08", "2026-09-15", "2027-01-01")
    ]
    # 8 September to 8 November are 61 days: eight whole weeks of mentoring.
    assert where == [
        ("theory", 1, 2),
        ("theory", 1, 2),
        ("theory", 2, 2),
        ("theory", 2, 2),
        ("mentoring", 1, 8),
        ("mentoring", 2, 8),
        ("mentoring", 8, 8),
    ]
