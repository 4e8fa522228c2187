"""The lines of the go-live gate: for each kind of requirement whether it is met, or what is missing and why.

Each line is one pure function of (requirement, programme, progress, on). Figures are returned as numbers; the
sentences are made in `trainer.wording`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Literal

import msgspec

from trainer.domain.calendar import day_of, days_away, elapsed_months, end_of
from trainer.domain.facts import AssignAs
from trainer.domain.programme import Programme, Requirement, RequirementKind, Text, Week
from trainer.domain.progress import AttemptState, Attested, MilestoneState, PracticalState, Progress, Row

State = Literal["met", "waived", "waiting", "open", "failed", "planned"]
"""met and waived count; waiting: done, somebody else's word is missing; failed: tried and not passed, or withdrawn."""

NextAction = Literal[
    "", "study", "take-paper", "open-exam", "take-exam", "ask-practical", "ask-mentor", "remind", "see", "ask-hr"
]
"""What the learner can do about a line. `study` a lesson, `take-paper` a week paper, `open-exam` ask a proctor,
`take-exam` the one that is open, `ask-practical` an observation, `ask-mentor` a milestone, `remind` whoever is waited
for, `see` the result, `ask-hr` for a mentor or examiner."""

Detail = dict[str, int | str]


class GateItem(Row, frozen=True, kw_only=True):
    """One line of the gate.

    `done`, `waiting` (claimed, not confirmed) and `total` are counts for bars and figures like 4/20. `code` with
    `detail` makes the sentence. `evidence` are the record ids behind what counts. `target` is the lesson, paper,
    practical or milestone the `action` is about, `waits_for` a person id.
    """

    requirement: str
    kind: RequirementKind
    title: Text
    state: State
    code: str
    detail: Detail = msgspec.field(default_factory=dict)
    done: int = 0
    waiting: int = 0
    total: int = 0
    evidence: tuple[str, ...] = ()
    action: NextAction = ""
    target: str = ""
    waits_for: str = ""

    @property
    def satisfied(self) -> bool:
        """Met, or waived."""
        return self.state in {"met", "waived"}


def judge(requirement: Requirement, programme: Programme, progress: Progress, on: date) -> GateItem:
    """One line of the gate on one day. A waiver comes first, then what is only planned."""
    for waived, reason, by in progress.waived:
        if waived == requirement.id:
            detail: Detail = {"reason": reason, "who": by.who, "on": by.on.isoformat()}
            return _line(requirement, "waived", "waived", detail=detail, evidence=(by.record,))
    if requirement.planned:
        return _line(requirement, "planned", "planned")
    return _JUDGES[requirement.kind](requirement, programme, progress, on)


def _line(
    requirement: Requirement,
    state: State,
    code: str,
    *,
    detail: Detail | None = None,
    counts: tuple[int, int, int] = (0, 0, 0),
    evidence: Iterable[str] = (),
    act: tuple[NextAction, str, str] = ("", "", ""),
) -> GateItem:
    """A line. `counts`: done, waiting, total. `act`: action, its target, the person waited for."""
    return GateItem(
        requirement=requirement.id,
        kind=requirement.kind,
        title=requirement.title,
        state=state,
        code=code,
        detail=detail or {},
        done=counts[0],
        waiting=counts[1],
        total=counts[2],
        evidence=tuple(dict.fromkeys(evidence)),
        action=act[0],
        target=act[1],
        waits_for=act[2],
    )


def needed_weeks(programme: Programme) -> tuple[Week, ...]:
    """The weeks of theory that are required: all but the planned ones."""
    return tuple(week for week in programme.weeks if not week.planned)


def still_asked(programme: Programme, progress: Progress) -> list[Requirement]:
    """The lines of the gate that ask for something: neither only planned nor waived."""
    waived = {one for one, _reason, _by in progress.waived}
    return [one for one in programme.requirements if one.id not in waived and not one.planned]


def paper_attempts(progress: Progress, paper: str) -> list[AttemptState]:
    """The handed-in attempts at a week paper, oldest first; practice is none."""
    rows = (row for row in progress.attempts if row.paper == paper and row.mode == "paper")
    return [row for row in rows if row.ended is not None and row.end_reason != "given-up"]


class Theory:
    """What a learner has done of the required lessons and week papers, in the order of the weeks.

    `done` by the learner's own word and our grading, `confirmed` by somebody else's as well. `next` is the first
    thing not done: (action, lesson or paper); `failed` the last failed attempt, when that is a paper.
    """

    def __init__(self, programme: Programme, progress: Progress) -> None:
        self._read = {row.lesson: row for row in progress.lessons}
        self._progress = progress
        self.evidence: list[str] = []
        self.confirmed = self.done = self.total = 0
        self.next: tuple[NextAction, str] = ("", "")
        self.failed: AttemptState | None = None
        for week in needed_weeks(programme):
            for lesson in week.lessons:
                self._lesson(lesson)
            if week.paper:
                self._paper(week.paper)

    def _lesson(self, lesson: str) -> None:
        self.total += 1
        row = self._read.get(lesson)
        if row is not None:
            self._count(row.record, row.attested)
        elif not self.next[0]:
            self.next = ("study", lesson)

    def _paper(self, paper: str) -> None:
        self.total += 1
        attempts = paper_attempts(self._progress, paper)
        passed = sorted((row for row in attempts if row.passed), key=lambda row: row.attested is None)
        if passed:
            self._count(passed[0].record, passed[0].attested)
        elif not self.next[0]:
            self.next = ("take-paper", paper)
            self.failed = attempts[-1] if attempts else None

    def _count(self, record: str, word: Attested | None) -> None:
        self.done += 1
        if word is not None:
            self.confirmed += 1
            self.evidence += [record, word.record]


def _lessons(requirement: Requirement, programme: Programme, progress: Progress, _on: date) -> GateItem:
    """All lessons and papers of the required weeks, each confirmed by a `theory.attest` that covers it."""
    theory = Theory(programme, progress)
    counts = (theory.confirmed, theory.done - theory.confirmed, theory.total)
    detail: Detail = {"done": theory.done, "confirmed": theory.confirmed, "total": theory.total}
    action, target = theory.next
    state: State = "open"
    code = "lessons-open"
    waits_for = ""
    if theory.total == 0:
        code = "no-content"
    elif theory.confirmed == theory.total:
        state, code = "met", "lessons-confirmed"
    elif theory.done == theory.total:
        state, code, action, waits_for = "waiting", "theory-waiting", "remind", progress.waits_for("mentor")
    elif action == "take-paper":
        code = "paper-open"
        detail["paper"] = target
    if theory.failed is not None:
        state, code = "failed", "paper-failed" if theory.failed.score is not None else "paper-not-gradable"
        detail |= {"score": theory.failed.score or 0, "pass_mark": theory.failed.pass_mark}
    act = (action, target, waits_for)
    return _line(requirement, state, code, detail=detail, counts=counts, evidence=theory.evidence, act=act)


def leaves_of(progress: Progress) -> list[tuple[date, date]]:
    """Days away, both included, that pause the elapsed months."""
    return [(since, until) for since, until, _kind in progress.enrolment.leaves] if progress.enrolment else []


def _elapsed(requirement: Requirement, progress: Progress, on: date, start: date, evidence: Iterable[str]) -> GateItem:
    """Calendar months since `start`, leaves taken out: complete on the corresponding day (`calendar.end_of`)."""
    leaves = leaves_of(progress)
    end = end_of(start, requirement.months, leaves)
    months = min(elapsed_months(start, on, leaves), requirement.months)
    detail: Detail = {
        "months": months,
        "of": requirement.months,
        "since": start.isoformat(),
        "date": end.isoformat(),
        "days_left": max(0, (end - on).days),
        "days_away": days_away(start, end, leaves),
    }
    counts = (months, 0, requirement.months)
    if on >= end:
        return _line(requirement, "met", f"{requirement.kind}-done", detail=detail, counts=counts, evidence=evidence)
    code = f"{requirement.kind}-running" if on >= start else f"{requirement.kind}-not-started"
    return _line(requirement, "open", code, detail=detail, counts=counts, evidence=evidence)


def _months(requirement: Requirement, _programme: Programme, progress: Progress, on: date) -> GateItem:
    enrolment = progress.enrolment
    if enrolment is None:
        return _line(requirement, "open", "not-enrolled", counts=(0, 0, requirement.months))
    return _elapsed(requirement, progress, on, enrolment.start, (enrolment.record,))


def _mentoring(requirement: Requirement, _programme: Programme, progress: Progress, on: date) -> GateItem:
    """Months with a mentor, from the later of the planned start and the first assignment (`records.md` §5)."""
    if progress.enrolment is None or progress.mentoring_from is None:
        return _line(requirement, "open", "no-mentor", counts=(0, 0, requirement.months), act=("ask-hr", "", ""))
    first = next(one for one in progress.assignments if one.as_ == "mentor")
    return _elapsed(requirement, progress, on, progress.mentoring_from, (progress.enrolment.record, first.record))


def _exam(requirement: Requirement, _programme: Programme, progress: Progress, on: date) -> GateItem:
    """An attempt opened by a proctor that an examiner has marked as passed."""
    attempts = [row for row in progress.attempts if row.paper == requirement.paper and row.mode == "exam"]
    opened = [row for row in attempts if row.opened_by is not None]
    passed = [row for row in opened if row.result_passed]
    if passed:
        best = max(passed, key=lambda row: (row.result_score or 0, row.record))
        evidence = [word.record for word in (best.opened_by, best.result) if word]
        detail: Detail = {"score": best.result_score or 0, "pass_mark": best.pass_mark}
        return _line(
            requirement, "met", "exam-passed", detail=detail, counts=(1, 0, 1), evidence=[best.record, *evidence]
        )
    waiting = [row for row in opened if row.ended is not None and row.result is None]
    if waiting:
        act: tuple[NextAction, str, str] = ("remind", waiting[-1].record, progress.waits_for("examiner"))
        return _line(requirement, "waiting", "exam-waiting", counts=(0, 1, 1), act=act)
    free = [o for o in progress.openings if o.paper == requirement.paper and not o.used_by and day_of(o.expires) >= on]
    running = [row for row in opened if row.ended is None]
    act = ("open-exam", requirement.paper, progress.waits_for("proctor", "examiner"))
    if free or running:
        act = ("take-exam", requirement.paper, "")
    failed = [row for row in opened if row.result is not None]
    if failed:
        last = max(failed, key=lambda row: (row.started, row.record))
        detail = {"score": last.result_score or 0, "pass_mark": last.pass_mark, "attempts": len(failed)}
        return _line(requirement, "failed", "exam-failed", detail=detail, counts=(0, 0, 1), act=act)
    return _line(requirement, "open", "exam-opened" if free or running else "exam-open", counts=(0, 0, 1), act=act)


def _simulations(requirement: Requirement, _programme: Programme, _progress: Progress, _on: date) -> GateItem:
    """Runs passed. Release 1 records no scored runs, so a programme that requires them is never complete."""
    detail: Detail = {"done": 0, "total": requirement.passes}
    return _line(requirement, "open", "simulations-open", detail=detail, counts=(0, 0, requirement.passes))


def _practicals(requirement: Requirement, programme: Programme, progress: Progress, on: date) -> GateItem:
    """Each required practical passed as often as it asks, signed by the mentor."""
    needed = [practical for practical in programme.practicals if not practical.planned]
    states = {row.practical: row for row in progress.practicals}
    done = [one for one in needed if one.id in states and states[one.id].passed >= one.repeats]
    left = [one for one in needed if one not in done]
    asked = [one for one in left if one.id in states and is_asked(states[one.id])]
    evidence = [
        row.attested.record
        for one in done
        for row in states[one.id].observations
        if row.counts and row.result == "pass"
    ]
    counts = (len(done), len(asked), len(needed))
    mentor = progress.waits_for("mentor")
    detail: Detail = {"done": len(done), "waiting": len(asked), "total": len(needed)}
    if not needed:
        return _line(requirement, "open", "no-content")
    if not left:
        return _line(requirement, "met", "practicals-signed", detail=detail, counts=counts, evidence=evidence)
    act: tuple[NextAction, str, str] = ("remind", asked[0].id, mentor) if asked else ("", "", "")
    if len(asked) == len(left):
        return _line(
            requirement, "waiting", "practicals-waiting", detail=detail, counts=counts, evidence=evidence, act=act
        )
    start = progress.mentoring_from
    if start is None:
        act = ("ask-hr", "", "")
        return _line(requirement, "open", "no-mentor", detail=detail, counts=counts, evidence=evidence, act=act)
    if on < start:
        detail = detail | {"date": start.isoformat(), "days_left": (start - on).days}
        return _line(requirement, "open", "practicals-not-yet", detail=detail, counts=counts, evidence=evidence)
    todo = next(one for one in left if one not in asked)
    state: State = "open"
    if to_repeat := [one for one in left if one not in asked and _last_was_repeat(states.get(one.id))]:
        todo, state = to_repeat[0], "failed"
    code = "practicals-repeat" if state == "failed" else "practicals-open"
    act = ("ask-practical", todo.id, mentor)
    detail = detail | {"practical": todo.id}
    return _line(requirement, state, code, detail=detail, counts=counts, evidence=evidence, act=act)


def is_asked(state: PracticalState) -> bool:
    """Whether a request for an observation waits for the mentor."""
    return any(not request.answered for request in state.requests)


def _last_was_repeat(state: PracticalState | None) -> bool:
    counting = [row for row in state.observations if row.counts] if state else []
    return bool(counting) and counting[-1].result == "repeat"


def _milestones(requirement: Requirement, programme: Programme, progress: Progress, _on: date) -> GateItem:
    """Every milestone of the programme given by whom it names."""
    states = {row.milestone: row for row in progress.milestones}
    given = [one for one in programme.milestones if one.id in states and _given(states[one.id])]
    left = [one for one in programme.milestones if one not in given]
    evidence = [states[one.id].attested.record for one in given]
    counts = (len(given), 0, len(programme.milestones))
    detail: Detail = {"done": len(given), "total": len(programme.milestones)}
    if not programme.milestones:
        return _line(requirement, "open", "no-content")
    if not left:
        return _line(requirement, "met", "milestones-given", detail=detail, counts=counts, evidence=evidence)
    todo = next((one for one in left if one.id in states), left[0])
    failed = todo.id in states
    roles: list[AssignAs] = [role for role in ("mentor", "examiner") if role in todo.by]
    detail = detail | {"milestone": todo.id, "by": todo.by[0] if todo.by else ""}
    return _line(
        requirement,
        "failed" if failed else "open",
        "milestone-repeat" if failed else "milestones-open",
        detail=detail,
        counts=counts,
        evidence=evidence,
        act=("ask-mentor" if "mentor" in todo.by else "ask-hr", todo.id, progress.waits_for(*roles)),
    )


def _given(state: MilestoneState) -> bool:
    return state.counts and state.result == "pass"


_JUDGES: dict[RequirementKind, Callable[[Requirement, Programme, Progress, date], GateItem]] = {
    "lessons": _lessons,
    "months": _months,
    "exam": _exam,
    "simulations": _simulations,
    "practicals": _practicals,
    "mentoring": _mentoring,
    "milestones": _milestones,
}
