"""HR's morning: trainees by month of the programme, who is at risk and why, what waits for HR (`ui.md` §2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from trainer.domain import heard, live
from trainer.domain.calendar import DAY_MS, day_of, quarter_of
from trainer.domain.certification import Gate, failing
from trainer.domain.hours import quarter_hours
from trainer.domain.path import WHOLE, shortage, timeline
from trainer.domain.progress import Progress
from trainer.domain.waiting import ready_weeks, waiting_hours
from trainer.session import Session
from trainer.views import approvals, feedback, mentoring
from trainer.views.certificates import EXPIRING_DAYS
from trainer.views.naming import name_of, names
from trainer.views.people import here
from trainer.views.targets import first_quarter, target_s
from trainer.wording import gate as gate_words
from trainer.wording import overview as wording

LATE_DAYS = 7
"""Days behind plan, or of waiting for a word, from which on somebody is at risk."""
MOST_LEARNERS = 5
"""People one mentor accompanies at most before that is said (a rule of this program)."""
INVITATION_DAYS = 7
BACKUP_DAYS = 7
"""Days after which an open invitation, or the newest backup, is old."""

RISKS: Final = (
    *("no-mentor", "mentor-gone", "suspended", "held", "infeasible", "expired", "late", "hours", "overloaded"),
    "expiring",
)
"""Why somebody is at risk, the most urgent first."""

NO_BACKUP: Final = -1


@dataclass(frozen=True, slots=True)
class TraineeLine:
    """One trainee in a month: what is said about them, how it is meant, and how old it is (days; 0 while fresh)."""

    person: str
    name: str
    line: str
    tone: Literal["ok", "warn", "bad", "neutral"]
    days_ahead: int
    old: int


@dataclass(frozen=True, slots=True)
class Cohort:
    """The trainees in one month of the programme (1 …; 0: not begun yet), those furthest behind first."""

    month: int
    title: str
    trainees: tuple[TraineeLine, ...]


@dataclass(frozen=True, slots=True)
class Risk:
    """Somebody at risk: why (`RISKS`), the sentence, the page behind it, and how old it is (days; 0 while fresh)."""

    person: str
    name: str
    code: str
    line: str
    weight: int
    page: str
    arguments: Mapping[str, str]
    old: int


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits for HR, and the page where it is done."""

    code: str
    title: str
    detail: str
    page: str
    arguments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Overview:
    """The page as of a day; `people` is how many are known at all."""

    on: date
    people: int
    cohorts: tuple[Cohort, ...]
    risks: tuple[Risk, ...]
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Open:
    """An open invitation: whose, and from when until when (ms UTC)."""

    person: str
    since: int
    until: int


def overview(session: Session, invitations: Sequence[Open] = (), backup: int = NO_BACKUP) -> Overview:
    """Everything of the morning. `invitations` are HR's own open ones, `backup` when the newest copy was made (ms UTC)."""
    since = here(session)
    came = {person: at for person, (_signed, at) in session.store.heard().items()}
    firm = _Firm(session, since, came)
    return Overview(
        on=firm.today,
        people=len(since),
        cohorts=_cohorts(firm),
        risks=_risks(firm),
        tasks=tuple(_tasks(firm, invitations, backup)),
    )


class _Firm:
    """What all three questions ask about everybody, worked out once."""

    def __init__(self, session: Session, since: Mapping[str, date], came: Mapping[str, int]) -> None:
        self.session, self.since, self._came = session, since, came
        self.today = session.today()
        self.progress = {person: session.standings.of(person) for person in since}
        candidates = [person for person in since if approvals.candidate_since(session, person) is not None]
        self.gates = {person: session.standings.gate(person, self.today) for person in candidates}
        self.names = names(session)

    def old(self, person: str) -> int:
        """Days since somebody was heard from, where that is too long; 0 while it is not."""
        came = self._came.get(person, 0)
        return heard.days_silent(came, self.today) if heard.is_silent(came, self.today) else 0

    def silence(self, person: str) -> int:
        """Days since somebody was heard from, or since they are known while nothing of them has come."""
        days = heard.days_silent(self._came.get(person, 0), self.today)
        return (self.today - self.since[person]).days if days == heard.NEVER else days


# Months


def _cohorts(firm: _Firm) -> tuple[Cohort, ...]:
    months: dict[int, list[TraineeLine]] = defaultdict(list)
    most = 0
    for person in firm.gates:
        programme = firm.session.standings.programme_of(person)
        path = timeline(programme, firm.progress[person], firm.today) if programme is not None else None
        enrolment = firm.progress[person].enrolment
        if programme is None or path is None or enrolment is None:
            continue
        most = max(most, len(path.months))
        begun = enrolment.start <= firm.today
        month = min(len(path.months), path.today // WHOLE + 1) if begun else 0
        short = shortage(programme, firm.progress[person], firm.today)
        months[month].append(_line(firm, person, path.days_ahead, short, begun=begun))
    shown = [number for number in range(most + 1) if number or months.get(0)]
    return tuple(
        Cohort(
            number,
            wording.month(number),
            tuple(sorted(months.get(number, ()), key=lambda one: (one.days_ahead, one.name, one.person))),
        )
        for number in shown
    )


def _line(firm: _Firm, person: str, days_ahead: int, short: int, *, begun: bool) -> TraineeLine:
    enrolment = firm.progress[person].enrolment
    leaves = enrolment.leaves if enrolment is not None else ()
    away = next((until for since, until, _kind in leaves if since <= firm.today <= until), None)
    tone: Literal["ok", "warn", "bad", "neutral"] = "neutral"
    if not begun and enrolment is not None:
        line = wording.begins(enrolment.start)
    elif away is not None:
        line = wording.on_leave(away)
    elif firm.gates[person].ready:
        line, tone = wording.complete(), "ok"
    elif short:
        line, tone = wording.short(short), "bad"
    else:
        line = wording.pace(days_ahead)
        tone = "warn" if days_ahead <= -LATE_DAYS else "ok" if days_ahead >= 0 else "neutral"
    return TraineeLine(person, firm.names(person), line, tone, days_ahead, firm.old(person))


# At risk


def _risks(firm: _Firm) -> tuple[Risk, ...]:
    found = [
        *(risk for person, gate in firm.gates.items() for risk in _trainee_risks(firm, person, gate)),
        *(risk for person in firm.since for risk in _certificate_risks(firm, person)),
        *(risk for person in firm.since for risk in _hours_risks(firm, person)),
        *_mentor_risks(firm),
    ]
    return tuple(sorted(found, key=lambda one: (RISKS.index(one.code), -one.weight, one.name, one.person)))


def _risk(firm: _Firm, person: str, code: str, line: str, *, weight: int, page: str, **arguments: str) -> Risk:
    return Risk(person, firm.names(person), code, line, weight, page, arguments or {"person": person}, firm.old(person))


def _trainee_risks(firm: _Firm, person: str, gate: Gate) -> Iterator[Risk]:
    progress, programme = firm.progress[person], firm.session.standings.programme_of(person)
    path = timeline(programme, progress, firm.today) if programme is not None else None
    enrolment = progress.enrolment
    if programme is None or path is None or enrolment is None or enrolment.start > firm.today:
        return
    mentor = progress.assigned("mentor")
    mentors = [one.ended for one in progress.assignments if one.as_ == "mentor" and one.ended is not None]
    if mentor is None and not gate.ready:
        weight = (firm.today - max(mentors, default=enrolment.start)).days
        yield _risk(
            firm, person, "no-mentor", wording.no_mentor(max(mentors, default=None)), weight=weight, page="people"
        )
    if gate.ready:
        return
    short = shortage(programme, progress, firm.today)
    away = any(since <= firm.today <= until for since, until, _kind in enrolment.leaves)
    if short:
        line = wording.infeasible(short, _next_open(firm, gate))
        yield _risk(firm, person, "infeasible", line, weight=short, page="approvals")
    elif path.days_ahead <= -LATE_DAYS and not away:
        line = wording.late(-path.days_ahead, _next_open(firm, gate))
        yield _risk(firm, person, "late", line, weight=-path.days_ahead, page="approvals")


def _next_open(firm: _Firm, gate: Gate) -> str:
    """The open line of the gate that matters most: what failed, then what is begun, in the programme's order."""
    left = failing(gate)
    if not left:
        return ""
    item = next((one for one in left if one.state == "failed"), left[0])
    said = gate_words.line_of(item, firm.names)
    return wording.line(said.title, said.reason)


def _certificate_risks(firm: _Firm, person: str) -> Iterator[Risk]:
    progress = firm.progress[person]
    kept = [one for one in progress.certificates if one.state != "revoked"]
    newest = max(kept, key=lambda one: (one.on, one.issued.time), default=None)
    if newest is None:
        return
    judged = firm.session.standings.certificate(person, newest.record, firm.today)
    if judged is None or not judged.valid_when_issued:
        return
    left = (judged.valid_until - firm.today).days
    serial, line, weight = newest.serial, "", 0
    code: str = judged.status
    if judged.status == "suspended":
        line = wording.suspended(serial, newest.state_reason)
    elif judged.status == "held":
        first = gate_words.line_of(judged.failing_now[0], firm.names).title if judged.failing_now else ""
        line = wording.held(serial, first)
    elif judged.status == "expired":
        line, weight = wording.expired(serial, judged.valid_until), -left
    elif judged.status == "active" and left <= EXPIRING_DAYS:
        code, line, weight = "expiring", wording.expiring(serial, judged.valid_until, left), EXPIRING_DAYS - left
    if line:
        yield _risk(firm, person, code, line, weight=weight, page="register", record=newest.record)


def _hours_risks(firm: _Firm, person: str) -> Iterator[Risk]:
    progress, quarter = firm.progress[person], quarter_of(firm.today)
    first = first_quarter(firm.session, progress, firm.since[person])
    if live.standing(quarter, firm.since[person], first) != "target":
        return
    target = target_s(firm.session, person)
    due = live.due_by(quarter, firm.today, target)
    confirmed = quarter_hours(progress.quarters, quarter).confirmed_s
    if confirmed < min(due, target):
        line = wording.hours_short(confirmed, target, due)
        yield _risk(firm, person, "hours", line, weight=due - confirmed, page="audit")


def _mentor_risks(firm: _Firm) -> Iterator[Risk]:
    learners: dict[str, list[str]] = defaultdict(list)
    for person in firm.gates:
        assigned = firm.progress[person].assigned("mentor")
        if assigned is not None:
            learners[assigned.person].append(person)
    people = firm.session.store.people()
    for mentor, theirs in learners.items():
        bound = people.get(mentor)
        if bound is not None and not bound.live:
            line = wording.mentor_gone(firm.names(mentor), len(theirs))
            yield _risk(firm, mentor, "mentor-gone", line, weight=len(theirs), page="people")
            continue
        waiting = [since for person in theirs for since in _waiting(firm, firm.progress[person])]
        oldest = (firm.today - day_of(min(waiting))).days if waiting else 0
        if len(theirs) > MOST_LEARNERS or oldest > LATE_DAYS:
            line = wording.overloaded(len(theirs), len(waiting), oldest)
            yield _risk(firm, mentor, "overloaded", line, weight=oldest + len(theirs), page="people")


def _waiting(firm: _Firm, progress: Progress) -> Iterator[int]:
    """Since when (ms UTC) each thing of a learner waits for the mentor."""
    for practical in progress.practicals:
        yield from (asked.time for asked in practical.requests if not asked.answered)
    programme = firm.session.standings.programme_of(progress.person)
    done = {lesson.lesson: lesson.done for lesson in progress.lessons}
    for week in ready_weeks(programme, progress):
        yield max((done[lesson] for lesson in week.lessons if lesson in done), default=firm.session.now())
    yield from (max((end for _start, end in one.spans), default=firm.session.now()) for one in waiting_hours(progress))


# What waits


def _tasks(firm: _Firm, invitations: Sequence[Open], backup: int) -> Iterator[Task]:
    session = firm.session
    yield from _to_bind(session)
    for person, gate in firm.gates.items():
        if gate.ready:
            yield Task("ready", *wording.ready(firm.names(person), gate.total), "approvals", {"person": person})
    for item in mentoring.queue(session).items:
        if item.kind == "milestone":
            words = wording.milestone(item.name, item.title, item.wait)
            yield Task("milestone", *words, "signoff", {"person": item.learner, "key": item.key})
    yield from _to_settle(firm)
    for one in sorted(invitations, key=lambda one: one.since):
        days = (session.now() - one.since) // DAY_MS
        if days > INVITATION_DAYS:
            words = wording.invitation(firm.names(one.person), days, (one.until - session.now()) // DAY_MS)
            yield Task("invitation", *words, "people", {"person": one.person})
    unheard, waited = feedback.unanswered(session)
    if unheard:
        yield Task("feedback", *wording.feedback(unheard, waited), "feedback")
    yield from _silent(firm)
    age = NO_BACKUP if backup < 0 else (firm.today - day_of(backup)).days
    if age < 0 or age > BACKUP_DAYS:
        yield Task("backup", *wording.backup(age), "backups")


def _to_bind(session: Session) -> Iterator[Task]:
    records: dict[str, int] = defaultdict(int)
    for judged in session.store.not_ok():
        if judged.verdict == "unbound":
            records[judged.record.header.who] += 1
    if records:
        words = wording.to_bind(_named(session, records), sum(records.values()))
        yield Task("bind", *words, "people", {"person": next(iter(records))})


def _to_settle(firm: _Firm) -> Iterator[Task]:
    people = firm.session.store.people()
    whose = {log: person for person, bound in people.items() for log in bound.keys}
    forked = [whose.get(fork.log, fork.log) for fork in firm.session.store.forks() if not fork.chosen]
    if forked:
        yield Task("fork", *wording.forks(_named(firm.session, forked)), "uncounted")
    settle = [
        person
        for person, progress in firm.progress.items()
        for row in progress.not_counted
        if row.why == "two-successors"
    ]
    if settle:
        yield Task("settle", *wording.contradictions(_named(firm.session, settle)), "uncounted")


def _silent(firm: _Firm) -> Iterator[Task]:
    people = firm.session.store.people()
    quiet = {
        person: firm.silence(person)
        for person in firm.since
        if person != firm.session.me
        and person in people
        and people[person].live
        and firm.silence(person) > heard.SILENT_DAYS
    }
    if quiet:
        ordered = sorted(quiet, key=lambda person: (-quiet[person], person))
        words = wording.silent(_named(firm.session, ordered), quiet[ordered[0]])
        yield Task("silent", *words, "exchange", {"person": ordered[0]})


def _named(session: Session, people: Iterable[str]) -> tuple[str, ...]:
    return tuple(name_of(session, person) for person in people)
