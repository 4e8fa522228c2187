"""What waits for somebody's word, told step by step: it begins to wait when it can be decided and stops when it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from trainer.domain.waiting import (
    due_milestones,
    may_examine,
    open_results,
    practical_counts,
    ready_weeks,
    standing_of,
    waiting_hours,
)

if TYPE_CHECKING:
    from tests.domain.conftest import Story
    from trainer.domain.programme import Programme

BEGUN = "2026-06-08 hr enrol\n2026-06-08 hr assign mentor wang\n2026-06-08 hr assign examiner zhao"


def programme(story: Story) -> Programme:
    return story.shelf.programmes["hash-programme-2026-1"]


def weeks(story: Story) -> list[str]:
    return [week.id for week in ready_weeks(programme(story), story.progress())]


def test_a_week_is_ready_when_its_lessons_and_paper_are_done_until_it_is_confirmed(story: Story) -> None:
    story.tell(BEGUN + "\n2026-06-15 ana lesson l1\n2026-06-16 ana paper week-04 4")
    assert weeks(story) == []
    story.tell("2026-06-17 ana lesson l2")
    assert weeks(story) == ["w04"]
    story.tell("2026-06-18 wang theory")
    assert weeks(story) == []
    assert ready_weeks(None, story.progress()) == ()


def test_a_failed_paper_makes_no_week_ready(story: Story) -> None:
    story.tell(BEGUN + "\n2026-06-15 ana lesson l1\n2026-06-15 ana lesson l2\n2026-06-16 ana paper week-04 1")
    assert weeks(story) == []


def test_hours_wait_until_they_are_decided_also_with_nothing(story: Story) -> None:
    story.tell(BEGUN + "\na: 2026-06-15 ana claim 2\nb: 2026-06-16 ana claim 1")
    assert [row.record for row in waiting_hours(story.progress())] == [story.named["a"].id, story.named["b"].id]
    story.tell("2026-06-17 wang accept a=0")
    assert [row.record for row in waiting_hours(story.progress())] == [story.named["b"].id]


def test_milestones_are_due_after_the_last_practical(story: Story) -> None:
    story.tell(BEGUN + "\n2026-09-10 wang practical M01\n2026-09-11 wang practical M05")
    assert due_milestones(programme(story), story.progress()) == ()
    story.tell("2026-09-12 wang practical M05")
    assert [one.id for one in due_milestones(programme(story), story.progress())] == ["sla", "oral", "director"]
    story.tell("2026-09-13 wang milestone sla repeat 9000")
    assert "sla" in {one.id for one in due_milestones(programme(story), story.progress())}
    story.tell("2026-09-14 wang milestone sla pass 9600")
    assert [one.id for one in due_milestones(programme(story), story.progress())] == ["oral", "director"]
    without = msgspec.structs.replace(programme(story), practicals=())
    assert due_milestones(without, story.progress()) == ()


def test_a_result_is_open_from_handing_in_until_it_is_signed(story: Story) -> None:
    story.tell(BEGUN + "\n2026-09-01 hr open\n2026-09-01 ana exam 5")
    (row,) = open_results(story.progress())
    assert (row.paper, row.mode) == ("final", "exam")
    story.tell("2026-09-02 zhao result 10000")
    assert open_results(story.progress()) == ()


def test_whoever_was_the_mentor_does_not_examine_where_the_programme_says_so(story: Story) -> None:
    story.tell(BEGUN + "\n2026-07-01 hr unassign wang")
    progress = story.progress()
    assert not may_examine(programme(story), progress, "wang")
    assert may_examine(programme(story), progress, "zhao")
    lenient = msgspec.structs.replace(programme(story), examiner_not_mentor=False)
    assert may_examine(lenient, progress, "wang")


def test_how_a_practical_stands(story: Story) -> None:
    def stands(practical: str, repeats: int) -> str:
        states = {row.practical: row for row in story.progress().practicals}
        return standing_of(states.get(practical), repeats)

    def counts() -> tuple[int, int, int]:
        return practical_counts(programme(story), story.progress())

    story.tell(BEGUN)
    assert (stands("M05", 2), counts()) == ("open", (0, 0, 2))
    story.tell("ask: 2026-09-10 ana ask M05")
    assert (stands("M05", 2), counts()) == ("waiting", (0, 1, 2))
    story.tell("2026-09-11 wang practical M05 repeat ask")
    assert (stands("M05", 2), counts()) == ("repeat", (0, 0, 2))
    story.tell("2026-09-12 wang practical M05")
    assert stands("M05", 2) == "open"
    story.tell("2026-09-13 wang practical M05")
    assert (stands("M05", 2), counts()) == ("signed", (1, 0, 2))
    assert standing_of(None, 1, planned=True) == "planned"
