"""Facts → `Progress`: everything the records say about one person, and which of them do not count and why.

Pure and order-free: the same set of facts gives the same `Progress`, in whatever order they come. Withdrawn records
never get here (`trainer.standing` leaves them out), so evidence that was withdrawn is gone by itself. Rules:
`records.md` §5.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import cast

import msgspec

from trainer.domain import hours
from trainer.domain.assessed import Grader, attempts_of, openings_of, results_of
from trainer.domain.calendar import end_of
from trainer.domain.certified import certificates_of
from trainer.domain.evidence import (
    Authority,
    Mandates,
    attested,
    in_force,
    lies_within,
    not_counted,
    settings_of,
    surviving,
)
from trainer.domain.facts import Enrol, Fact, Leave, LessonDone, MilestoneAttest, Move, Profile, TheoryAttest, Waive
from trainer.domain.observed import practicals_of
from trainer.domain.programme import Milestone, Programme
from trainer.domain.progress import (
    AttemptState,
    Attested,
    Enrolment,
    ExamOpening,
    LessonState,
    MilestoneState,
    NotCounted,
    Progress,
)
from trainer.domain.timed import entries_of

DAY_CAP = "day_cap_s"
"""The organisation setting for the most seconds of training a day can hold; 24 hours without it."""

Facts = Mapping[str, list[Fact]]


def fold(
    person: str,
    facts: Iterable[Fact],
    common: Iterable[Fact],
    grader: Grader,
    authority: Authority,
    *,
    newest_received: int = 0,
) -> Progress:
    """Where one person stands.

    `facts`: the ok records the person signed or is subject of; those about others are passed over. `common`: the ok
    records without a subject (`session.held`, `setting`). `newest_received`: ms UTC, carried through.
    """
    by_kind: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in {one.id: one for one in facts}.values():
        if fact.sub == person:
            by_kind[fact.kind].append(fact)
    return _Fold(person, dict(by_kind), list(common), grader, authority).progress(newest_received)


class _Fold:
    """The work of one `fold`: what is known so far, and the records refused on the way."""

    def __init__(self, person: str, facts: Facts, common: list[Fact], grader: Grader, authority: Authority) -> None:
        self.person = person
        self.facts = facts
        self.common = common
        self.grader = grader
        self.authority = authority
        self.refused: list[NotCounted] = []
        self.mandates = Mandates(facts.get("assign", ()), facts.get("assign.end", ()), authority.off)
        self.enrolment = self._enrolment()
        self.programme = grader.catalogue.programme(self.enrolment.hash) if self.enrolment else None

    def progress(self, newest_received: int) -> Progress:
        """Everything, each part by the module that knows it."""
        profile = self._profile()
        mentoring_from = self._mentoring_from()
        theory = self._theory()
        entries = entries_of(
            self.person,
            self.facts,
            self.common,
            mandates=self.mandates,
            authority=self.authority,
            refused=self.refused,
        )
        settings = settings_of(self.common)
        openings, attempts = self._attempts(theory)
        return Progress(
            person=self.person,
            name=profile.name if profile else "",
            number=profile.number if profile else "",
            department=profile.department if profile else "",
            locale=profile.locale if profile else "zh_CN",
            roles=tuple(sorted(self.authority.roles.get(self.person, ()))),
            enrolment=self.enrolment,
            assignments=self.mandates.all(),
            lessons=self._lessons(theory),
            attempts=attempts,
            openings=openings,
            practicals=practicals_of(self.facts, self.mandates, self.programme, mentoring_from, self.refused),
            milestones=self._milestones(),
            waived=self._waived(),
            hours=entries,
            quarters=hours.totals(entries, lambda day: settings.number(DAY_CAP, day, hours.DAY_S)),
            certificates=certificates_of(self.facts, self.refused),
            not_counted=tuple(sorted(self.refused, key=lambda row: (row.time, row.record, row.why))),
            newest_received=newest_received,
            mentoring_from=mentoring_from,
        )

    def _profile(self) -> Profile | None:
        own: list[Fact] = []
        for fact in self.facts.get("profile", ()):
            if fact.who == self.person or self.authority.is_hr(fact):
                own.append(fact)
            else:
                self.refused.append(not_counted(fact, "not-from-hr"))
        chosen = in_force(own, self.refused)
        return cast("Profile", chosen.body) if chosen else None

    def _enrolment(self) -> Enrolment | None:
        enrolled = in_force(self.facts.get("enrol", ()), self.refused)
        if enrolled is None:
            return None
        body = cast("Enrol", enrolled.body)
        moved = in_force(self.facts.get("move", ()), self.refused)
        version = cast("Move", moved.body) if moved else body
        leaves = [cast("Leave", fact.body) for fact in surviving(self.facts.get("leave", ()), self.refused)]
        return Enrolment(
            record=enrolled.id,
            programme=version.programme,
            hash=version.hash,
            start=body.start,
            leaves=tuple(sorted((leave.since, leave.until, leave.kind) for leave in leaves)),
        )

    def _mentoring_from(self) -> date | None:
        """The later of the planned start (the end of theory) and the first assignment of a mentor."""
        first = self.mandates.first_mentor()
        if first is None or self.enrolment is None or self.programme is None:
            return None
        return max(first, planned_mentoring(self.enrolment, self.programme))

    def _theory(self) -> list[tuple[Fact, TheoryAttest]]:
        """The theory confirmations that count, oldest first: by the assigned mentor or HR."""
        entitled: list[Fact] = []
        for fact in self.facts.get("theory.attest", ()):
            why = "" if self._from_hr(fact) else self.mandates.refusal(fact, "mentor")
            if why:
                self.refused.append(not_counted(fact, why))
            else:
                entitled.append(fact)
        counting = surviving(entitled, self.refused)
        counting.sort(key=lambda fact: (fact.time, fact.id))
        return [(fact, cast("TheoryAttest", fact.body)) for fact in counting]

    def _from_hr(self, fact: Fact) -> bool:
        return fact.who != self.person and self.authority.is_hr(fact)

    def _lessons(self, theory: list[tuple[Fact, TheoryAttest]]) -> tuple[LessonState, ...]:
        """Each lesson once: the confirmed reading before an unconfirmed one, then the newest."""
        weeks = week_of_lesson(self.programme)
        best: dict[str, tuple[tuple[bool, int, str], LessonState]] = {}
        for fact in self.facts.get("lesson.done", ()):
            body = cast("LessonDone", fact.body)
            week = weeks.get(body.lesson, "")
            word = next(
                (
                    attested(f, b.comment)
                    for f, b in theory
                    if week in b.weeks and lies_within(fact, b.heads, self.authority.off)
                ),
                None,
            )
            rank = (word is not None, fact.time, fact.id)
            if body.lesson not in best or rank > best[body.lesson][0]:
                row = LessonState(lesson=body.lesson, hash=body.hash, record=fact.id, done=fact.time, attested=word)
                best[body.lesson] = (rank, row)
        return tuple(best[lesson][1] for lesson in sorted(best))

    def _attempts(
        self, theory: list[tuple[Fact, TheoryAttest]]
    ) -> tuple[tuple[ExamOpening, ...], tuple[AttemptState, ...]]:
        states, ends, strange = attempts_of(self.facts, self.grader, self.refused)
        opened, openings = openings_of(self.facts, self.refused)
        not_mentor = self.programme is None or self.programme.examiner_not_mentor
        results = results_of(
            self.facts,
            states,
            self.mandates,
            self.authority,
            not_mentor=not_mentor,
            strange=strange,
            refused=self.refused,
        )
        rows: list[AttemptState] = []
        for id_, state in states.items():
            result = results.get(id_)
            word = _confirmed(id_, ends.get(id_), theory, self.authority.off)
            rows.append(
                msgspec.structs.replace(
                    state,
                    opened_by=opened.get(id_),
                    attested=word,
                    result=result.by if result else None,
                    result_score=result.score if result else None,
                    result_passed=result is not None and result.passed and id_ in opened,
                )
                if word or result or id_ in opened
                else state
            )
        rows.sort(key=lambda row: (row.started, row.record))
        return tuple(sorted(openings.values(), key=lambda row: (row.opened.time, row.opened.record))), tuple(rows)

    def _milestones(self) -> tuple[MilestoneState, ...]:
        known = {one.id: one for one in self.programme.milestones} if self.programme else {}
        groups: dict[str, list[Fact]] = {}
        for fact in self.facts.get("milestone.attest", ()):
            body = cast("MilestoneAttest", fact.body)
            milestone = known.get(body.milestone)
            why = self._milestone_refusal(fact, milestone) if milestone else "unknown-target"
            if why:
                self.refused.append(not_counted(fact, why))
            else:
                groups.setdefault(body.milestone, []).append(fact)
        rows: list[MilestoneState] = []
        for id_ in sorted(groups):
            chosen = in_force(groups[id_], self.refused)
            if chosen is None:
                continue
            body = cast("MilestoneAttest", chosen.body)
            why = _shortfall(body, known[id_])
            if why:
                self.refused.append(not_counted(chosen, why))
            rows.append(
                MilestoneState(
                    milestone=id_,
                    attested=attested(chosen, body.comment),
                    result=body.result,
                    figure=body.figure,
                    counts=not why,
                    why_not=why,
                )
            )
        return tuple(rows)

    def _milestone_refusal(self, fact: Fact, milestone: Milestone) -> str:
        """Whether the signer may give this milestone: a role of `Milestone.by`, assigned where that is needed."""
        if fact.who == self.person:
            return "self-signed"
        by = milestone.by
        if ("hr" in by and self.authority.is_hr(fact)) or (
            "director" in by and self.authority.held_role(fact, "director")
        ):
            return ""
        why = self.mandates.refusal(fact, "mentor") if "mentor" in by else "not-assigned"
        if why and "examiner" in by:
            why = self.mandates.refusal(fact, "examiner")
            if not why and self.programme and self.programme.examiner_not_mentor and self.mandates.is_mentor(fact.who):
                return "examiner-is-mentor"
        return why

    def _waived(self) -> tuple[tuple[str, str, Attested], ...]:
        rows: list[tuple[str, str, Attested]] = []
        for fact in surviving(self.facts.get("waive", ()), self.refused):
            body = cast("Waive", fact.body)
            if fact.who == self.person:
                self.refused.append(not_counted(fact, "self-signed"))
            elif not body.second or body.second in {fact.who, self.person}:
                self.refused.append(not_counted(fact, "needs-second"))
            else:
                rows.append((body.requirement, body.reason, attested(fact, body.reason)))
        return tuple(sorted(rows, key=lambda row: (row[0], row[2].record)))


def planned_mentoring(enrolment: Enrolment, programme: Programme) -> date:
    """The planned start of mentoring: the day the months of theory are complete, leaves taken out."""
    leaves = [(since, until) for since, until, _kind in enrolment.leaves]
    return end_of(enrolment.start, programme.theory_months, leaves)


def week_of_lesson(programme: Programme | None) -> dict[str, str]:
    """Lesson id → week id."""
    return {lesson: week.id for week in programme.weeks for lesson in week.lessons} if programme else {}


def _confirmed(
    attempt: str, end: Fact | None, theory: list[tuple[Fact, TheoryAttest]], off: Mapping[str, int]
) -> Attested | None:
    """The first theory confirmation that names the attempt and whose heads cover its end."""
    if end is None:
        return None
    for fact, body in theory:
        if any(attempt == named for named, _score in body.papers) and lies_within(end, body.heads, off):
            return attested(fact, body.comment)
    return None


def _shortfall(body: MilestoneAttest, milestone: Milestone) -> str:
    """Why a milestone said to be passed is not; empty when it is, or when it says «repeat»."""
    if body.result != "pass":
        return ""
    met = {id_ for id_, yes in body.criteria if yes}
    if not {criterion.id for criterion in milestone.criteria} <= met:
        return "criteria-open"
    least = milestone.figure_at_least
    return "figure-short" if least is not None and (body.figure is None or body.figure < least) else ""
