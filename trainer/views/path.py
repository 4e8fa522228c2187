"""The five-month path as the page shows it: months, their weeks with lessons and papers, practicals, milestones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from trainer.domain.path import Month, Timeline, mentoring_week_count, timeline, weeks_in_month
from trainer.domain.programme import Milestone, Practical, Programme, Week
from trainer.domain.progress import Observation, PracticalState, Progress
from trainer.domain.requirements import paper_attempts
from trainer.i18n import language
from trainer.session import Session
from trainer.views.naming import names
from trainer.wording.gate import Names

UnitState = Literal["planned", "open", "begun", "done", "confirmed", "failed"]
"""planned: not required yet; begun: opened and not finished; done: by the learner's own word; confirmed: by the mentor."""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A lesson or a paper. `score` (basis points) of the last attempt, None without; `attempt` one still open.

    `optional`: offered and not required (the pilot mid-term).
    """

    kind: Literal["lesson", "paper"]
    id: str
    title: str
    number: int
    state: UnitState
    minutes: int = 0
    questions: int = 0
    score: int | None = None
    pass_mark: int = 0
    attempt: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A week of theory with its lessons and paper; `done` of `total` finished. `mid_term` stands beside the count."""

    id: str
    number: int
    title: str
    planned: bool
    units: tuple[UnitRow, ...]
    done: int
    total: int
    mid_term: UnitRow | None = None


PracticalTag = Literal["planned", "open", "asked", "repeat", "passed", "not-counted"]


@dataclass(frozen=True, slots=True)
class ObservedRow:
    """One observation: who saw it and when, how it ended, the comment; `record` can be acknowledged while `unread`."""

    record: str
    who: str
    on: date
    result: Literal["pass", "repeat"]
    comment: str
    unread: bool
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class PracticalRow:
    """A practical of the mentoring months. `passed` of `repeats` observations; `asked` is when one was asked for."""

    id: str
    title: str
    group: str
    week: int
    state: PracticalTag
    passed: int
    repeats: int
    artefact: str
    criteria: tuple[str, ...]
    lessons: tuple[tuple[str, str], ...]
    observed: tuple[ObservedRow, ...] = ()
    asked: int | None = None


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone: who may give it (roles), and what came of it."""

    id: str
    title: str
    by: tuple[str, ...]
    criteria: tuple[str, ...]
    state: Literal["open", "given", "repeat"]
    who: str = ""
    on: date | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month: its segment of the path, and the weeks of theory or mentoring (their numbers) that fall into it."""

    month: Month
    weeks: tuple[WeekRow, ...]
    mentoring_weeks: tuple[int, ...]
    practicals: tuple[PracticalRow, ...]


@dataclass(frozen=True, slots=True)
class PathRow:
    """Everything the page Path shows; `timeline` is None without an enrolment."""

    timeline: Timeline | None
    months: tuple[MonthRow, ...]
    milestones: tuple[MilestoneRow, ...]
    mentor: str
    mentoring_from: date | None
    on: date


def path(session: Session) -> PathRow:
    """The path of whoever is signed in."""
    progress = session.standings.of(session.me)
    programme = session.standings.programme_of(session.me)
    today = session.today()
    if programme is None:
        return PathRow(None, (), (), "", None, today)
    words = names(session)
    mentor = progress.waits_for("mentor")
    line = timeline(programme, progress, today)
    return PathRow(
        timeline=line,
        months=_months(session, programme, progress, line, words),
        milestones=tuple(_milestone(one, progress, words) for one in programme.milestones),
        mentor=words(mentor) if mentor else "",
        mentoring_from=progress.mentoring_from,
        on=today,
    )


def _months(
    session: Session, programme: Programme, progress: Progress, line: Timeline | None, words: Names
) -> tuple[MonthRow, ...]:
    rows = []
    numbers = len(programme.weeks)
    for month in line.months if line else ():
        theory = month.phase == "theory"
        here = weeks_in_month(numbers, programme.theory_months, month.number) if theory else ()
        nth = month.number - programme.theory_months
        after = () if theory else weeks_in_month(mentoring_week_count(programme), programme.mentoring_months, nth)
        rows.append(
            MonthRow(
                month=month,
                weeks=tuple(week_row(session, programme.weeks[n - 1], progress) for n in here),
                mentoring_weeks=after,
                practicals=tuple(practical_rows(programme.practicals, progress, words, after)),
            )
        )
    return tuple(rows)


def week_row(session: Session, week: Week, progress: Progress, begun: Iterable[str] = ()) -> WeekRow:
    """One week. `begun`: lessons opened and not finished."""
    speech = language()
    units: list[UnitRow] = []
    read = {row.lesson: row for row in progress.lessons}
    started = set(begun)
    for number, id_ in enumerate(week.lessons, 1):
        lesson = session.library.lesson(id_)
        row = read.get(id_)
        state: UnitState = "begun" if id_ in started else "open"
        if row is not None:
            state = "confirmed" if row.attested else "done"
        title = lesson.title.in_(speech) if lesson else id_
        minutes = lesson.minutes if lesson else 0
        units.append(UnitRow("lesson", id_, title, number, state, minutes=minutes))
    if week.paper:
        units.append(_paper(session, week.paper, progress))
    done = sum(one.state in {"done", "confirmed"} for one in units)
    return WeekRow(
        id=week.id,
        number=week.number,
        title=week.title.in_(speech),
        planned=week.planned,
        units=tuple(units),
        done=done,
        total=len(units),
        mid_term=_paper(session, week.mid_term, progress, optional=True) if week.mid_term else None,
    )


def _paper(session: Session, id_: str, progress: Progress, *, optional: bool = False) -> UnitRow:
    paper = session.library.paper(id_)
    attempts = paper_attempts(progress, id_)
    running = next((row for row in progress.attempts if row.paper == id_ and row.ended is None), None)
    passed = [row for row in attempts if row.passed]
    state: UnitState = "open"
    if passed:
        state = "confirmed" if any(row.attested for row in passed) else "done"
    elif running is not None:
        state = "begun"
    elif attempts:
        state = "failed"
    return UnitRow(
        "paper",
        id_,
        paper.title.in_(language()) if paper else id_,
        0,
        state,
        minutes=paper.time_limit_s // 60 if paper else 0,
        questions=paper.length if paper else 0,
        score=(passed or attempts)[-1].score if attempts else None,
        pass_mark=paper.pass_mark if paper else 0,
        attempt=running.record if running else "",
        optional=optional,
    )


def practical_rows(
    practicals: Iterable[Practical], progress: Progress, words: Names, weeks: Iterable[int]
) -> list[PracticalRow]:
    """The practicals of these mentoring weeks, in the programme's order within a week."""
    wanted = list(weeks)
    states = {row.practical: row for row in progress.practicals}
    chosen = sorted((one for one in practicals if one.week in wanted), key=lambda one: one.week)
    return [practical_row(one, states.get(one.id), words) for one in chosen]


def practical_row(one: Practical, state: PracticalState | None, words: Names) -> PracticalRow:
    """One practical with what was asked for and observed."""
    speech = language()
    seen = state.observations if state else ()
    asked = next((row.time for row in reversed(state.requests) if not row.answered), None) if state else None
    return PracticalRow(
        id=one.id,
        title=one.title.in_(speech),
        group=one.group.in_(speech),
        week=one.week,
        state=_practical_tag(one, state, asked=asked is not None),
        passed=min(state.passed, one.repeats) if state else 0,
        repeats=one.repeats,
        artefact=one.artefact.in_(speech),
        criteria=tuple(row.text.in_(speech) for row in one.criteria),
        lessons=tuple((id_, words(id_)) for id_ in one.lessons),
        observed=tuple(_observed(row, words) for row in seen),
        asked=asked,
    )


def _practical_tag(one: Practical, state: PracticalState | None, *, asked: bool) -> PracticalTag:
    if one.planned:
        return "planned"
    if state is not None and state.passed >= one.repeats:
        return "passed"
    if asked:
        return "asked"
    last = state.observations[-1] if state and state.observations else None
    if last is not None and not last.counts:
        return "not-counted"
    return "repeat" if last is not None and last.result == "repeat" else "open"


def _observed(row: Observation, words: Names) -> ObservedRow:
    return ObservedRow(
        record=row.attested.record,
        who=words(row.attested.who),
        on=row.observed_on,
        result=row.result,
        comment=row.attested.comment,
        unread=not row.acknowledged,
        why_not=row.why_not,
    )


def _milestone(one: Milestone, progress: Progress, words: Names) -> MilestoneRow:
    found = next((row for row in progress.milestones if row.milestone == one.id), None)
    state: Literal["open", "given", "repeat"] = "open"
    if found is not None:
        state = "given" if found.counts and found.result == "pass" else "repeat"
    return MilestoneRow(
        id=one.id,
        title=one.title.in_(language()),
        by=one.by,
        criteria=tuple(row.text.in_(language()) for row in one.criteria),
        state=state,
        who=words(found.attested.who) if found else "",
        on=found.attested.on if found else None,
        comment=found.attested.comment if found else "",
    )
