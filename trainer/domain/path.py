"""The five-month path: where the work stands beside where the calendar stands (`ui.md` §3.1).

The rule, so that «ahead» and «behind» mean the same for everybody:

* The calendar runs through the months of theory from the enrolment, then through the months of mentoring from the
  later of their planned start and the first mentor's assignment; days of leave stretch the month they fall in.
* The work of the theory months is every required lesson and week paper and each required exam, one unit each, done
  when the learner has done it: the path shows work, the gate shows evidence. That of the mentoring months is every
  passed observation the practicals ask for and every milestone given.
* A phase's share of work done fills its months from the left. The sum of both is a position on the calendar; the
  days between the day it stands for and today are the days ahead (or behind, when negative). A phase without
  required work keeps pace with the calendar.
"""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Literal

from trainer.domain.calendar import end_of
from trainer.domain.fold import planned_mentoring
from trainer.domain.programme import Programme
from trainer.domain.progress import Enrolment, Progress, Row
from trainer.domain.requirements import Theory, leaves_of, still_asked

WHOLE = 10_000
"""A month's length, in basis points."""


class Month(Row, frozen=True, kw_only=True):
    """One segment of the five-month path: days `since` (included) to `until` (excluded).

    `done` is the share of this month's work that is finished, in basis points; `number` counts from 1.
    """

    number: int
    phase: Literal["theory", "mentoring"]
    since: date
    until: date
    done: int
    state: Literal["complete", "current", "future", "behind"]


class Timeline(Row, frozen=True, kw_only=True):
    """The path to going live. `days_ahead` is negative when behind; `today` is where the ring stands, in basis points
    of a month's length counted from the start (25,000 = the middle of the third month).
    """

    months: tuple[Month, ...]
    today: int
    position: int
    days_ahead: int
    mentoring_from: date
    go_live: date
    days_left: int


def timeline(programme: Programme, progress: Progress, on: date) -> Timeline | None:
    """The path of one person on one day; None without an enrolment, or in a programme without months."""
    spans = _spans(programme, progress, progress.enrolment) if progress.enrolment else []
    if not spans:
        return None
    theory, mentoring = programme.theory_months * WHOLE, programme.mentoring_months * WHOLE
    now = _position_of(spans, on)
    filled = (
        _share(_theory_work(programme, progress), theory, min(now, theory)),
        _share(_mentoring_work(programme, progress), mentoring, max(0, now - theory)),
    )
    months = []
    for index, (since, until) in enumerate(spans):
        in_theory = index < programme.theory_months
        left = filled[0] - index * WHOLE if in_theory else filled[1] - (index - programme.theory_months) * WHOLE
        done = max(0, min(WHOLE, left))
        months.append(
            Month(
                number=index + 1,
                phase="theory" if in_theory else "mentoring",
                since=since,
                until=until,
                done=done,
                state=_state(since, until, done, on),
            )
        )
    return Timeline(
        months=tuple(months),
        today=now,
        position=sum(filled),
        days_ahead=(_date_at(spans, sum(filled)) - min(on, spans[-1][1])).days,
        mentoring_from=spans[programme.theory_months][0] if programme.mentoring_months else spans[-1][1],
        go_live=spans[-1][1],
        days_left=max(0, (spans[-1][1] - on).days),
    )


FASTEST = 2
"""How many times the planned pace can be kept up at most when a plan is judged (a rule of this program)."""


def shortage(programme: Programme, progress: Progress, on: date) -> int:
    """By how many days the planned day of going live cannot be kept any more; 0 while it can.

    Planned is the day the months of theory and mentoring end that begin with the enrolment, days of leave added. What
    is in the way is the calendar of mentoring (a mentor came late or is still missing), or more open work than fits
    into the days left at `FASTEST` times the pace the programme plans.
    """
    enrolment = progress.enrolment
    if enrolment is None or not programme.theory_months + programme.mentoring_months:
        return 0
    leaves = leaves_of(progress)
    theory_end = planned_mentoring(enrolment, programme)
    planned = end_of(theory_end, programme.mentoring_months, leaves)
    begins = progress.mentoring_from or max(theory_end, on)
    needed = 0
    for (done, total), days in (
        (_theory_work(programme, progress), (theory_end - enrolment.start).days),
        (_mentoring_work(programme, progress), (planned - theory_end).days),
    ):
        needed += -(-(total - done) * days // (total * FASTEST)) if total else 0
    possible = max(end_of(begins, programme.mentoring_months, leaves), on + timedelta(days=needed))
    return max(0, (possible - planned).days)


Span = tuple[date, date]


def _spans(programme: Programme, progress: Progress, enrolment: Enrolment) -> list[Span]:
    """The months one after the other: first day, and first day no longer in it."""
    leaves = leaves_of(progress)
    spans: list[Span] = []
    for start, count in (
        (enrolment.start, programme.theory_months),
        (progress.mentoring_from or planned_mentoring(enrolment, programme), programme.mentoring_months),
    ):
        edges = [start, *(end_of(start, n, leaves) for n in range(1, count + 1))]
        spans += list(itertools.pairwise(edges))
    return spans


def _theory_work(programme: Programme, progress: Progress) -> tuple[int, int]:
    """Units of theory done, and all of them; what was waived is no work."""
    theory = Theory(programme, progress)
    needed = still_asked(programme, progress)
    exams = [one.paper for one in needed if one.kind == "exam"]
    sat = {
        row.paper for row in progress.attempts if row.opened_by and row.ended and (row.result_passed or not row.result)
    }
    done, total = (theory.done, theory.total) if any(one.kind == "lessons" for one in needed) else (0, 0)
    return done + sum(paper in sat for paper in exams), total + len(exams)


def _mentoring_work(programme: Programme, progress: Progress) -> tuple[int, int]:
    """Observations passed and milestones given, and all of them."""
    passed = {row.practical: row.passed for row in progress.practicals}
    given = {row.milestone for row in progress.milestones if row.counts and row.result == "pass"}
    kinds = {one.kind for one in programme.requirements if not one.planned}
    done = total = 0
    if "practicals" in kinds:
        for practical in programme.practicals:
            if not practical.planned:
                done += min(practical.repeats, passed.get(practical.id, 0))
                total += practical.repeats
    if "milestones" in kinds:
        done += sum(one.id in given for one in programme.milestones)
        total += len(programme.milestones)
    return done, total


def _share(work: tuple[int, int], whole: int, pace: int) -> int:
    """How much of `whole` is filled; without any work, as much as the calendar has reached."""
    done, total = work
    return whole * done // total if total else pace


def _position_of(spans: list[Span], on: date) -> int:
    """Where a day stands on the path, in basis points of a month. Days between the phases add nothing."""
    position = 0
    for since, until in spans:
        if on >= until:
            position += WHOLE
        elif on > since:
            position += WHOLE * (on - since).days // (until - since).days
    return position


def _date_at(spans: list[Span], position: int) -> date:
    """The day a position stands for; where two phases leave a gap, the later day."""
    index = min(position // WHOLE, len(spans) - 1)
    since, until = spans[index]
    return since + (until - since) * (position - index * WHOLE) // WHOLE


def _state(since: date, until: date, done: int, on: date) -> Literal["complete", "current", "future", "behind"]:
    if done == WHOLE:
        return "complete"
    if on >= until:
        return "behind"
    return "current" if on >= since else "future"


def weeks_in_month(count: int, months: int, month: int) -> tuple[int, ...]:
    """Which of `count` weeks (numbers from 1) fall into month number `month` (from 1) of `months`: spread evenly."""
    return tuple(n for n in range(1, count + 1) if months and (n - 1) * months // count + 1 == month)


def mentoring_week_count(programme: Programme) -> int:
    """How many weeks of mentoring the practicals are planned over."""
    return max((one.week for one in programme.practicals), default=0)


def whereabouts(programme: Programme | None, progress: Progress, on: date) -> tuple[str, int, int]:
    """Phase (``theory`` or ``mentoring``), its week from 1, and how many weeks it has; week 0 when not enrolled."""
    line = timeline(programme, progress, on) if programme else None
    if programme is None or line is None:
        return "", 0, 0
    if on < line.mentoring_from or not programme.mentoring_months:
        weeks = len(programme.weeks)
        return "theory", max(1, min(weeks, (on - line.months[0].since).days // 7 + 1)), weeks
    weeks = max(mentoring_week_count(programme), (line.go_live - line.mentoring_from).days // 7)
    return "mentoring", max(1, min(weeks, (on - line.mentoring_from).days // 7 + 1)), weeks
