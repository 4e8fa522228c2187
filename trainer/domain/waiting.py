"""What waits for somebody's word: weeks to be confirmed, hours to be decided on, milestones and results that are due.

Pure functions of a learner's `Progress` and programme (`ui.md` §3.8); whose queue it stands in is the views' business.
"""

from __future__ import annotations

from typing import Literal

from trainer.domain.hours import is_waiting
from trainer.domain.programme import Milestone, Programme, Week
from trainer.domain.progress import AttemptState, HoursEntry, PracticalState, Progress
from trainer.domain.requirements import is_asked, needed_weeks, paper_attempts

PracticalStanding = Literal["planned", "open", "waiting", "repeat", "signed"]
"""waiting: asked for and not observed yet; repeat: the last observation that counts was not passed."""


def ready_weeks(programme: Programme | None, progress: Progress) -> tuple[Week, ...]:
    """The required weeks whose lessons and paper are done by the learner's word, and not confirmed whole."""
    return tuple(week for week in needed_weeks(programme) if _is_ready(week, progress)) if programme else ()


def is_done(week: Week, progress: Progress) -> bool:
    """Whether every lesson of a week is finished and its paper passed, by the learner's word and as graded here."""
    read = {row.lesson for row in progress.lessons}
    return read.issuperset(week.lessons) and (not week.paper or bool(_passed(week, progress)))


def _passed(week: Week, progress: Progress) -> list[AttemptState]:
    return [row for row in paper_attempts(progress, week.paper) if row.passed] if week.paper else []


def _is_ready(week: Week, progress: Progress) -> bool:
    lessons = all(row.attested is not None for row in progress.lessons if row.lesson in week.lessons)
    confirmed = lessons and (not week.paper or any(row.attested is not None for row in _passed(week, progress)))
    return is_done(week, progress) and not confirmed and bool(week.lessons or week.paper)


def waiting_hours(progress: Progress) -> tuple[HoursEntry, ...]:
    """Claims and study records nobody has decided on."""
    return tuple(entry for entry in progress.hours if is_waiting(entry) and entry.claimed_s > 0)


def due_milestones(programme: Programme, progress: Progress) -> tuple[Milestone, ...]:
    """The milestones not given yet, once every required practical is signed; before that none is due."""
    passed = {row.practical: row.passed for row in progress.practicals}
    needed = [one for one in programme.practicals if not one.planned]
    if not needed or any(passed.get(one.id, 0) < one.repeats for one in needed):
        return ()
    given = {row.milestone for row in progress.milestones if row.counts and row.result == "pass"}
    return tuple(one for one in programme.milestones if one.id not in given)


def open_results(progress: Progress) -> tuple[AttemptState, ...]:
    """Opened exams that were handed in and have no result."""
    exams = (row for row in progress.attempts if row.mode == "exam" and row.opened_by is not None)
    return tuple(row for row in exams if row.ended is not None and row.result is None)


def may_examine(programme: Programme | None, progress: Progress, person: str) -> bool:
    """Whether the programme lets this person examine: not whoever is or was the learner's mentor, where it says so."""
    mentors = {one.person for one in progress.assignments if one.as_ == "mentor"}
    return programme is None or not programme.examiner_not_mentor or person not in mentors


def practical_counts(programme: Programme | None, progress: Progress) -> tuple[int, int, int]:
    """Practicals signed off, waiting for the mentor, and required."""
    needed = [one for one in programme.practicals if not one.planned] if programme else []
    states = {row.practical: row for row in progress.practicals}
    signed = {one.id for one in needed if one.id in states and states[one.id].passed >= one.repeats}
    waiting = {one.id for one in needed if one.id in states and is_asked(states[one.id])} - signed
    return len(signed), len(waiting), len(needed)


def standing_of(state: PracticalState | None, repeats: int, *, planned: bool = False) -> PracticalStanding:
    """How a practical stands that has to pass `repeats` times."""
    if planned:
        return "planned"
    if state is None:
        return "open"
    if state.passed >= repeats:
        return "signed"
    if is_asked(state):
        return "waiting"
    counting = [row for row in state.observations if row.counts]
    return "repeat" if counting and counting[-1].result == "repeat" else "open"
