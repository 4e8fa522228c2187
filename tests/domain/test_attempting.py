"""Whether a paper may be begun: attempts, pauses, and the one seat an exam was opened for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from trainer.domain.attempting import opening, seen, why_not
from trainer.domain.calendar import at

if TYPE_CHECKING:
    from tests.domain.conftest import Story

BEGUN = "2026-06-08 hr enrol\n2026-06-08 hr assign examiner zhao"
SEAT = "log-ana"


def test_an_exam_begins_in_the_opened_seat_until_it_expires_and_once(story: Story) -> None:
    exam, noon = story.shelf.papers["hash-final"], at(date(2026, 9, 1), 12)
    refusal = why_not(exam, story.tell(BEGUN).progress(), noon, SEAT)
    assert refusal is not None
    assert refusal.code == "exam-not-open"
    progress = story.tell("2026-09-01 hr open").progress()  # until 23:00
    assert why_not(exam, progress, noon, SEAT) is None
    assert why_not(exam, progress, noon) is None
    assert opening(progress, exam, noon, "log-other") is None
    assert opening(progress, exam, at(date(2026, 9, 1), 23), SEAT) is not None
    assert opening(progress, exam, at(date(2026, 9, 1), 23) + 1, SEAT) is None
    assert opening(progress, msgspec.structs.replace(exam, hash="hash-other"), noon, SEAT) is None
    progress = story.tell("2026-09-01 ana exam 5").progress()
    assert opening(progress, exam, noon, SEAT) is None
    assert set(seen(progress).values()) == {1}
    assert len(seen(progress)) == exam.length


def test_attempts_end_and_pauses_are_kept(story: Story) -> None:
    paper = msgspec.structs.replace(story.shelf.papers["hash-week-04"], attempts=2, pause_s=3600)
    progress = story.tell(BEGUN + "\n2026-06-16 ana paper week-04 1").progress()
    (attempt,) = progress.attempts
    assert attempt.ended is not None
    early = why_not(paper, progress, attempt.ended + 3_599_999)
    assert early is not None
    assert (early.code, early.detail["time"]) == ("attempt-pause", attempt.ended + 3_600_000)
    assert why_not(paper, progress, attempt.ended + 3_600_000) is None
    progress = story.tell("2026-06-17 ana paper week-04 1").progress()
    used = why_not(paper, progress, at(date(2026, 7, 1)))
    assert used is not None
    assert used.code == "attempts-used"
    running = msgspec.structs.replace(attempt, ended=None)
    still = why_not(paper, msgspec.structs.replace(progress, attempts=(running,)), at(date(2026, 7, 1)))
    assert still is not None
    assert still.code == "attempt-running"
