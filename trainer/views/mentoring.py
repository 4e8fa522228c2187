"""The mentor's side: who is assigned to me, what waits for my word, and how somebody stands (`ui.md` §3.8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from trainer import local
from trainer.domain.calendar import at, day_of, quarter_of
from trainer.domain.certification import Gate, gate
from trainer.domain.hours import quarter_hours
from trainer.domain.path import whereabouts
from trainer.domain.programme import Programme, Week
from trainer.domain.progress import Assignment, CertificateState, Progress
from trainer.domain.requirements import State, paper_attempts
from trainer.domain.waiting import (
    due_milestones,
    may_examine,
    open_results,
    practical_counts,
    ready_weeks,
    standing_of,
    waiting_hours,
)
from trainer.i18n import language
from trainer.session import Session
from trainer.views.naming import names
from trainer.views.people import Exam, exam_of
from trainer.wording import certificate as certificate_words
from trainer.wording import dates, mentoring
from trainer.wording import gate as gate_words
from trainer.wording.lines import joined
from trainer.wording.uncounted import why_not_counted
from trainer.wording.verdict import verdict

Kind = Literal["practical", "theory", "hours", "milestone", "result"]


@dataclass(frozen=True, slots=True)
class QueueItem:
    """Something that waits for my signature. `key` stays the same while it waits.

    `target` is the practical, milestone or attempt (empty for theory and hours: everything of that kind that waits);
    `request` the learner's request, empty when there is none. `since` in ms UTC.
    """

    key: str
    kind: Kind
    learner: str
    name: str
    target: str
    request: str
    since: int
    kicker: str
    title: str
    line: str
    wait: str
    late: bool


@dataclass(frozen=True, slots=True)
class QueueRow:
    """The whole queue, longest wait first. `mine` are the learners assigned to me: (id, name)."""

    items: tuple[QueueItem, ...]
    total: int
    """How many wait in all, also when only one learner's are asked for."""
    mine: tuple[tuple[str, str], ...]
    exchanged: int
    """When records were last exchanged here (ms UTC), 0 for never."""
    offices: frozenset[str] = frozenset()
    """What I am that needs no assignment to give a milestone: ``hr``, ``director``."""
    observes: bool = False
    """Whether I mentor one of `mine`; a confirmer decides on hours and observes nothing."""


@dataclass(frozen=True, slots=True)
class TraineeRow:
    """One learner assigned to me. Counts are practicals; `hours_s` are the claimed seconds that wait for me."""

    person: str
    name: str
    number: str
    place: str
    signed: int
    waiting: int
    total: int
    met: str
    summary: str
    hours_s: int
    waits: int
    first: str
    since: int
    as_of: int


@dataclass(frozen=True, slots=True)
class GateLineRow:
    """A line of the gate with its reason."""

    title: str
    reason: str
    state: State


@dataclass(frozen=True, slots=True)
class PracticalLineRow:
    """A practical of the programme. `state` is a key of `trainer.wording.mentoring.STATES`."""

    id: str
    title: str
    state: str
    passed: int
    repeats: int


@dataclass(frozen=True, slots=True)
class WordRow:
    """An attestation of mine about somebody. `why` says why it does not count, empty when it does or was withdrawn."""

    record: str
    title: str
    on: date
    withdrawn: bool
    why: str


NO_EXAM = Exam()


@dataclass(frozen=True, slots=True)
class PersonRow:
    """The sheet of one learner: the gate with reasons, the practicals, what I have signed, what waits for me, and the
    running quarter's hours in seconds.
    """

    trainee: TraineeRow
    gate: tuple[GateLineRow, ...]
    practicals: tuple[PracticalLineRow, ...]
    mine: tuple[WordRow, ...]
    waiting: tuple[QueueItem, ...] = ()
    confirmed_s: int = 0
    claimed_s: int = 0
    theory: bool = False
    """Whether I am the mentor, who confirms weeks of theory."""
    exam: Exam = NO_EXAM
    """The exam where I am the proctor and can open it, else nothing."""
    paper: str = ""


ATTESTED = ("practical.attest", "theory.attest", "hours.attest", "milestone.attest", "exam.result")
MOST_WORDS = 12
"""Attestations of mine on a person's sheet, newest first."""


def mine(session: Session) -> list[tuple[Progress, tuple[Assignment, ...]]]:
    """The learners assigned to me now, by name, each with my running assignments."""
    found = []
    for progress in session.standings.everybody():
        running = tuple(a for a in progress.assignments if a.person == session.me and a.ended is None)
        if running and progress.person != session.me:
            found.append((progress, running))
    return sorted(found, key=lambda pair: (pair[0].name, pair[0].person))


OFFICES = frozenset({"hr", "director"})
"""Who gives milestones without being assigned, where the programme names them (`docs/decisions/0003-small-firms.md`)."""


def offices(session: Session) -> frozenset[str]:
    """The offices of whoever is signed in."""
    bound = session.store.people().get(session.me)
    return frozenset(bound.roles) & OFFICES if bound is not None else frozenset()


def queue(session: Session, person: str = "") -> QueueRow:
    """What waits for my word, longest wait first; with `person` only what is theirs."""
    learners, held = mine(session), offices(session)
    parts = {progress.person: {str(one.as_) for one in running} for progress, running in learners}
    items = [
        item
        for progress in session.standings.everybody()
        if progress.person in parts or (held and progress.person != session.me)
        for item in _of_learner(session, progress, parts.get(progress.person, set()) | held)
    ]
    last = local.last_exchange(session.folder, session.me)
    shown = [item for item in items if person in {"", item.learner}]
    return QueueRow(
        items=tuple(sorted(shown, key=lambda item: (item.since, item.key))),
        total=len(items),
        mine=tuple((progress.person, progress.name) for progress, _running in learners),
        exchanged=last.time if last else 0,
        offices=held,
        observes=any("mentor" in as_ for as_ in parts.values()),
    )


def held_still(before: Sequence[str], items: Sequence[QueueItem]) -> tuple[QueueItem, ...]:
    """The items in the order they were shown in (their keys in `before`), new ones behind: nothing jumps."""
    place = {key: n for n, key in enumerate(before)}
    return tuple(sorted(items, key=lambda item: place.get(item.key, len(place))))


def count(session: Session) -> int:
    """How many things wait for my word."""
    return queue(session).total


def _of_learner(session: Session, progress: Progress, as_: set[str]) -> Iterator[QueueItem]:
    programme = session.standings.programme_of(progress.person)
    if "mentor" in as_:
        yield from _practicals(session, progress)
        yield from _theory(session, progress, programme)
    if as_ & {"mentor", "confirmer"}:
        yield from _hours(session, progress)
    if programme is not None:
        yield from _milestones(session, progress, programme, as_)
    if "examiner" in as_ and may_examine(programme, progress, session.me):
        yield from _results(session, progress)


def _item(
    session: Session,
    kind: Kind,
    progress: Progress,
    since: int,
    words: tuple[str, str],
    *,
    target: str = "",
    request: str = "",
    missing: int = 0,
) -> QueueItem:
    waits, late = mentoring.wait(since, session.today())
    if missing:
        waits, late = mentoring.files_missing(missing), False
    return QueueItem(
        key=f"{kind}:{progress.person}:{request or target}",
        kind=kind,
        learner=progress.person,
        name=progress.name,
        target=target,
        request=request,
        since=since,
        kicker=mentoring.kicker(kind, target),
        title=words[0],
        line=words[1],
        wait=waits,
        late=late,
    )


def _practicals(session: Session, progress: Progress) -> Iterator[QueueItem]:
    words = names(session)
    for state in progress.practicals:
        for request in state.requests:
            if request.answered:
                continue
            missing = sum(session.store.files.path(file.sha256) is None for file in request.files)
            line = mentoring.practical_line(progress.name, request.repeat, len(request.files), missing)
            yield _item(
                session,
                "practical",
                progress,
                request.time,
                (words(state.practical), line),
                target=state.practical,
                request=request.record,
                missing=missing,
            )


def _theory(session: Session, progress: Progress, programme: Programme | None) -> Iterator[QueueItem]:
    weeks = ready_weeks(programme, progress)
    if not weeks:
        return
    attempts = [row for week in weeks for row in paper_attempts(progress, week.paper) if week.paper]
    since = min(_ready_since(week, progress) for week in weeks)
    score = attempts[-1].score if attempts else None
    words = (
        mentoring.theory_title([week.number for week in weeks]),
        mentoring.theory_line(progress.name, score),
    )
    yield _item(session, "theory", progress, since, words)


def _ready_since(week: Week, progress: Progress) -> int:
    """When the last part of a week was done (ms UTC): its last lesson, or the first paper that passed."""
    lessons = [row.done for row in progress.lessons if row.lesson in week.lessons]
    attempts = paper_attempts(progress, week.paper) if week.paper else []
    passed = [row.ended for row in attempts if row.passed and row.ended is not None]
    return max([*lessons, *passed[:1]], default=0)


def _hours(session: Session, progress: Progress) -> Iterator[QueueItem]:
    entries = waiting_hours(progress)
    if entries:
        since = min(entry.spans[-1][1] if entry.spans else at(entry.day, 18) for entry in entries)
        claimed = sum(entry.claimed_s for entry in entries)
        words = (mentoring.hours_title(claimed), mentoring.hours_line(progress.name, len(entries)))
        yield _item(session, "hours", progress, min(since, session.now()), words)


def _milestones(session: Session, progress: Progress, programme: Programme, as_: set[str]) -> Iterator[QueueItem]:
    signed = [row.attested.time for state in progress.practicals for row in state.observations if row.counts]
    repeated = {row.milestone for row in progress.milestones}
    for one in due_milestones(programme, progress):
        examines = "examiner" in one.by and "examiner" in as_ and may_examine(programme, progress, session.me)
        if set(one.by) & as_ & {"mentor", *OFFICES} or examines:
            words = (one.title.in_(language()), mentoring.milestone_line(progress.name, one.id in repeated))
            yield _item(session, "milestone", progress, max(signed, default=session.now()), words, target=one.id)


def _results(session: Session, progress: Progress) -> Iterator[QueueItem]:
    words = names(session)
    for row in open_results(progress):
        said = (words(row.paper), mentoring.result_line(progress.name, row.score))
        yield _item(session, "result", progress, row.ended or row.started, said, target=row.record)


# The people


def trainees(session: Session) -> tuple[TraineeRow, ...]:
    """Everybody assigned to me: who has waited longest first, then by name."""
    waiting = queue(session)
    rows = [_trainee(session, progress, waiting.items) for progress, _running in mine(session)]
    return tuple(sorted(rows, key=lambda row: (not row.waits, row.since, row.name, row.person)))


def place_of(session: Session, progress: Progress) -> str:
    """Where somebody is: the day of the newest certificate, else the week of theory or mentoring."""
    if (newest := _newest(progress)) is not None:
        return mentoring.certified(newest.on)
    programme = session.standings.programme_of(progress.person)
    return mentoring.phase_line(*whereabouts(programme, progress, session.today()))


def _newest(progress: Progress) -> CertificateState | None:
    return max(progress.certificates, key=lambda one: (one.on, one.record), default=None)


def _summary(session: Session, progress: Progress, judged: Gate) -> str:
    """How the gate stands; whoever holds a certificate is through it, and what that is worth counts."""
    newest, words = _newest(progress), names(session)
    worth = session.standings.certificate(progress.person, newest.record, session.today()) if newest else None
    return certificate_words.worth(worth, words) if worth is not None else gate_words.summary(judged, words)


def _trainee(session: Session, progress: Progress, items: Iterable[QueueItem]) -> TraineeRow:
    programme = session.standings.programme_of(progress.person)
    judged = gate(programme, progress, session.today())
    theirs = [item for item in items if item.learner == progress.person]
    first = min(theirs, key=lambda item: item.since, default=None)
    signed, waiting, total = practical_counts(programme, progress)
    running = {one.as_ for one in progress.assignments if one.person == session.me and one.ended is None}
    decides = bool(running & {"mentor", "confirmer"})
    return TraineeRow(
        person=progress.person,
        name=progress.name,
        number=progress.number,
        place=place_of(session, progress),
        signed=signed,
        waiting=waiting,
        total=total,
        met=gate_words.count_line(judged) if judged.total else "",
        summary=_summary(session, progress, judged),
        hours_s=sum(entry.claimed_s for entry in waiting_hours(progress)) if decides else 0,
        waits=len(theirs),
        first=joined(first.kicker, first.title, first.wait) if first else "",
        since=first.since if first else 0,
        as_of=progress.newest_received,
    )


def person(session: Session, learner: str) -> PersonRow:
    """The sheet of one learner."""
    progress = session.standings.of(learner)
    programme = session.standings.programme_of(learner)
    judged = gate(programme, progress, session.today())
    words = names(session)
    states = {row.practical: row for row in progress.practicals}
    lines = [(gate_words.gate_line(item, words), item.state) for item in judged.items]
    waiting = queue(session, learner).items
    hours = quarter_hours(progress.quarters, quarter_of(session.today()))
    running = {one.as_ for one in progress.assignments if one.person == session.me and one.ended is None}
    exam = exam_of(progress, judged.items)
    if exam.state != "can-open" or "proctor" not in running:
        exam = NO_EXAM
    return PersonRow(
        trainee=_trainee(session, progress, waiting),
        gate=tuple(GateLineRow(title, reason, state) for (title, reason), state in lines),
        practicals=tuple(
            PracticalLineRow(
                one.id,
                one.title.in_(language()),
                standing_of(states.get(one.id), one.repeats, planned=one.planned),
                states[one.id].passed if one.id in states else 0,
                one.repeats,
            )
            for one in (programme.practicals if programme else ())
        ),
        mine=tuple(_my_words(session, progress)),
        waiting=waiting,
        confirmed_s=hours.confirmed_s,
        claimed_s=hours.claimed_s,
        theory="mentor" in running,
        exam=exam,
        paper=words(exam.paper) if exam.paper else "",
    )


def _my_words(session: Session, progress: Progress) -> Iterator[WordRow]:
    why = {row.record: row.why for row in progress.not_counted}
    written = [
        one
        for one in session.store.about(progress.person)
        if one.record.header.who == session.me
        and one.record.header.sub == progress.person
        and one.record.header.kind in ATTESTED
    ]
    written.sort(key=lambda one: (-one.record.header.time, one.record.id))
    for one in written[:MOST_WORDS]:
        reason = why_not_counted(why[one.record.id]) if one.record.id in why else ""
        if one.verdict not in {"ok", "withdrawn"}:
            reason = verdict(one.verdict)
        body = session.standings.body(one)
        target = str(getattr(body, "practical", "") or getattr(body, "milestone", ""))
        kind = KIND_OF[one.record.header.kind]
        title = joined(mentoring.kicker(kind, target), names(session)(target) if target else "")
        result = str(getattr(body, "result", ""))
        yield WordRow(
            record=one.record.id,
            title=joined(title, mentoring.result(result)),
            on=day_of(one.record.header.time),
            withdrawn=one.verdict == "withdrawn",
            why="" if one.verdict == "withdrawn" else reason,
        )


KIND_OF: dict[str, Kind] = {
    "practical.attest": "practical",
    "theory.attest": "theory",
    "hours.attest": "hours",
    "milestone.attest": "milestone",
    "exam.result": "result",
}
"""Kind of record → kind of queue row."""


def as_of(row: TraineeRow, today: date) -> str:
    """When the newest record of a learner came in."""
    return dates.moment(row.as_of, today) if row.as_of else ""
