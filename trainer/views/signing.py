"""One thing that waits for a signature, opened: the evidence, what is asked of the signer, and the learner beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from trainer.domain.calendar import day_of
from trainer.domain.facts import FileRef, HoursClaim
from trainer.domain.programme import Practical, Programme
from trainer.domain.progress import HoursEntry, PracticalState, Progress
from trainer.domain.waiting import (
    due_milestones,
    open_results,
    practical_counts,
    standing_of,
    waiting_hours,
)
from trainer.i18n import language
from trainer.session import Session
from trainer.views import mentoring as queues
from trainer.views.mentoring import QueueItem
from trainer.views.naming import names
from trainer.views.theory import TheoryRow, theory_row, wrong_of
from trainer.wording import dates, mentoring
from trainer.wording.gate import Names
from trainer.wording.lines import joined

MS = 1000
GROUP_ROWS = 6
"""Practicals of the same group shown beside an observation."""


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """An attached file; `here` says whether it arrived and has the hash that was promised. `bytes` is its size."""

    sha256: str
    name: str
    bytes: int
    day: date
    here: bool


@dataclass(frozen=True, slots=True)
class GroupRow:
    """Another practical of the same group; `state` is a key of `trainer.wording.mentoring.STATES`."""

    id: str
    title: str
    state: str
    asked: int
    """When it was asked for (ms UTC), 0 when it was not."""
    week: int


@dataclass(frozen=True, slots=True)
class LearnerRow:
    """The pane at the right: where the learner is. Counts are practicals."""

    person: str
    name: str
    place: str
    signed: int
    waiting: int
    total: int
    pairs: tuple[tuple[str, str], ...]
    group: str
    group_total: int
    rows: tuple[GroupRow, ...]


@dataclass(frozen=True, slots=True)
class PracticalRow:
    """An observation to be signed. `earliest` is the first day that counts, None before a mentor was assigned."""

    learner: str
    name: str
    practical: str
    title: str
    context: str
    request: str
    lesson: str
    artefact: str
    files: tuple[EvidenceRow, ...]
    criteria: tuple[tuple[str, str], ...]
    suggested: date
    earliest: date | None
    today: date
    before: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim or study record. `overlap` is a sentence, empty when nothing else claims the same time."""

    record: str
    title: str
    line: str
    seconds: int
    overlap: str
    files: tuple[EvidenceRow, ...]


@dataclass(frozen=True, slots=True)
class HoursRow:
    """Time to be decided on, oldest first."""

    learner: str
    name: str
    title: str
    claims: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone to be given. `least` is the figure it needs in basis points, None without one."""

    learner: str
    name: str
    milestone: str
    title: str
    context: str
    criteria: tuple[tuple[str, str], ...]
    least: int | None
    today: date


@dataclass(frozen=True, slots=True)
class ResultRow:
    """An exam to be signed, as graded here. `score` None: some questions are not in this library."""

    learner: str
    name: str
    attempt: str
    title: str
    score: int | None
    pass_mark: int
    passed: bool
    on: date
    wrong: tuple[int, ...]
    of: int


Row = PracticalRow | TheoryRow | HoursRow | MilestoneRow | ResultRow


@dataclass(frozen=True, slots=True)
class Opened:
    """What the middle and the right pane show; `row` is None when it does not wait any more."""

    item: QueueItem
    row: Row | None
    learner: LearnerRow
    as_: str
    """In which part I sign: ``mentor``, ``confirmer``, ``examiner``, ``hr`` or ``director``."""


def opened(session: Session, item: QueueItem) -> Opened:
    """Everything about one thing in the queue, or about an observation without a request."""
    progress = session.standings.of(item.learner)
    programme = session.standings.programme_of(item.learner)
    row: Row | None = None
    if item.kind == "practical":
        row = _practical(session, item, progress, programme)
    elif item.kind == "theory":
        row = _theory(session, item, progress, programme)
    elif item.kind == "hours":
        row = _hours(session, item, progress)
    elif item.kind == "milestone":
        row = _milestone(session, item, progress, programme)
    elif item.kind == "result":
        row = _result(item, progress)
    return Opened(item, row, _learner(session, progress, programme, item), _part(session, progress, programme, item))


def _part(session: Session, progress: Progress, programme: Programme | None, item: QueueItem) -> str:
    """The part, in the order in which a signature takes it (`actions.attesting`): an office before an assignment."""
    given = next((one for one in programme.milestones if one.id == item.target), None) if programme else None
    if item.kind == "milestone" and given is not None:
        for office in sorted(queues.offices(session) & set(given.by), reverse=True):
            return office
    running = {one.as_ for one in progress.assignments if one.person == session.me and one.ended is None}
    order = ("examiner", "mentor") if item.kind == "result" else ("mentor", "confirmer", "examiner")
    return next((one for one in order if one in running), "mentor")


def observation(session: Session, learner: str, practical: str) -> QueueItem:
    """A practical that is observed without having been asked for, as if it stood in the queue.

    When it has been asked for after all, that is what stands there: an observation answers the request.
    """
    for item in queues.queue(session, learner).items:
        if item.kind == "practical" and item.target == practical:
            return item
    return QueueItem(
        key=f"observe:{learner}:{practical}",
        kind="practical",
        learner=learner,
        name=session.standings.of(learner).name,
        target=practical,
        request="",
        since=session.now(),
        kicker=mentoring.kicker("practical", practical),
        title=names(session)(practical),
        line="",
        wait="",
        late=False,
    )


def observable(session: Session) -> tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]:
    """Whom I mentor: (id, name, their practicals that are not passed yet as (id, title))."""
    found = []
    for progress, running in queues.mine(session):
        programme = session.standings.programme_of(progress.person)
        if programme is None or all(one.as_ != "mentor" for one in running):
            continue
        passed = {row.practical: row.passed for row in progress.practicals}
        left = [one for one in programme.practicals if not one.planned and passed.get(one.id, 0) < one.repeats]
        said = tuple((one.id, mentoring.coded(one.id, one.title.in_(language()))) for one in left)
        found.append((progress.person, progress.name, said))
    return tuple(found)


def _files(session: Session, files: Iterable[FileRef], on: date) -> tuple[EvidenceRow, ...]:
    return tuple(
        EvidenceRow(
            sha256=file.sha256,
            name=file.name,
            bytes=file.bytes,
            day=on,
            here=session.store.files.path(file.sha256) is not None,
        )
        for file in files
    )


def _practical(
    session: Session, item: QueueItem, progress: Progress, programme: Programme | None
) -> PracticalRow | None:
    found = next((one for one in programme.practicals if one.id == item.target), None) if programme else None
    state = next((row for row in progress.practicals if row.practical == item.target), None)
    asked = next((row for row in state.requests if row.record == item.request), None) if state else None
    if found is None or (item.request and (asked is None or asked.answered)):
        return None
    today = session.today()
    lesson = session.library.lesson(found.lessons[0]) if found.lessons else None
    title = found.title.in_(language())
    nth = asked.repeat if asked else len(state.observations) + 1 if state else 1
    lesson_title = lesson.title.in_(language()) if lesson else ""
    on = day_of(asked.time) if asked else today
    return PracticalRow(
        learner=progress.person,
        name=progress.name,
        practical=found.id,
        title=mentoring.coded(found.id, title),
        context=mentoring.practical_context(progress.name, nth, asked.time if asked else None, lesson_title, today),
        request=item.request,
        lesson=found.lessons[0] if lesson else "",
        artefact=found.artefact.in_(language()),
        files=_files(session, asked.files if asked else (), on),
        criteria=tuple((one.id, one.text.in_(language())) for one in found.criteria),
        suggested=on,
        earliest=progress.mentoring_from,
        today=today,
        before=_before(session, state),
    )


def _before(session: Session, state: PracticalState | None) -> tuple[str, ...]:
    words = names(session)
    return tuple(
        mentoring.seen_before(
            row.observed_on, mentoring.result(row.result), words(row.attested.who), row.attested.comment
        )
        for row in (state.observations if state else ())
    )


def _theory(session: Session, item: QueueItem, progress: Progress, programme: Programme | None) -> TheoryRow | None:
    """Only what was opened without waiting may show weeks of which none waits."""
    row = theory_row(session, progress, programme)
    return row if row is not None and (row.weeks or item.key.startswith("observe:")) else None


def _hours(session: Session, item: QueueItem, progress: Progress) -> HoursRow | None:
    waiting = waiting_hours(progress)
    if not waiting:
        return None
    claims = tuple(_claim(session, entry, progress.hours) for entry in waiting)
    return HoursRow(progress.person, progress.name, item.title, claims)


def _claim(session: Session, entry: HoursEntry, everything: tuple[HoursEntry, ...]) -> ClaimRow:
    words = names(session)
    judged = session.store.record(entry.record)
    body = session.standings.body(judged) if judged else None
    claim = body if isinstance(body, HoursClaim) else None
    source = mentoring.source(entry.source)
    title = entry.title or (words(entry.item) if len(entry.item) < 32 else source)
    when = dates.short_day(entry.day)
    if entry.spans:
        when = mentoring.from_to(when, dates.clock(entry.spans[0][0]), dates.clock(entry.spans[-1][1]))
    return ClaimRow(
        record=entry.record,
        title=title,
        line=joined(when, source if title != source else "", claim.provider if claim else ""),
        seconds=entry.claimed_s,
        overlap=overlap(entry.record, entry.spans, everything, words),
        files=_files(session, claim.files if claim else (), entry.day),
    )


def overlap(record: str, spans: Sequence[tuple[int, int]], everything: Iterable[HoursEntry], words: Names) -> str:
    """Said of the entry that shares most time with these spans (ms UTC) of a record; empty when none shares a minute."""
    worst, other = 0, None
    for one in everything:
        if one.record == record or one.accepted_s == 0:
            continue
        shared = sum(max(0, min(until, end) - max(since, start)) for since, until in spans for start, end in one.spans)
        if shared > worst:
            worst, other = shared, one
    if other is None or worst < 60 * MS:
        return ""
    title = other.title or (
        words(other.item) if other.item and len(other.item) < 32 else mentoring.source(other.source)
    )
    return mentoring.overlap(worst // MS, title)


def _milestone(
    session: Session, item: QueueItem, progress: Progress, programme: Programme | None
) -> MilestoneRow | None:
    due = due_milestones(programme, progress) if programme else ()
    found = next((one for one in due if one.id == item.target), None)
    if found is None:
        return None
    earlier = next((row for row in progress.milestones if row.milestone == found.id), None)
    once = ""
    if earlier is not None:
        words = names(session)
        said = earlier.attested
        once = mentoring.seen_before(said.on, mentoring.result(earlier.result), words(said.who), said.comment)
    return MilestoneRow(
        learner=progress.person,
        name=progress.name,
        milestone=found.id,
        title=found.title.in_(language()),
        context=joined(progress.name, once),
        criteria=tuple((one.id, one.text.in_(language())) for one in found.criteria),
        least=found.figure_at_least,
        today=session.today(),
    )


def _result(item: QueueItem, progress: Progress) -> ResultRow | None:
    row = next((one for one in open_results(progress) if one.record == item.target), None)
    if row is None:
        return None
    return ResultRow(
        learner=progress.person,
        name=progress.name,
        attempt=row.record,
        title=item.title,
        score=row.score,
        pass_mark=row.pass_mark,
        passed=row.passed,
        on=day_of(row.ended or row.started),
        wrong=wrong_of(row),
        of=len(row.drawn),
    )


# The learner beside it


def _learner(session: Session, progress: Progress, programme: Programme | None, item: QueueItem) -> LearnerRow:
    signed, waiting, total = practical_counts(programme, progress)
    group = _group(programme, progress, item)
    states = {row.practical: row for row in progress.practicals}
    rows = [_group_row(one, states.get(one.id), looking=one.id == item.target) for one in group]
    return LearnerRow(
        person=progress.person,
        name=progress.name,
        place=queues.place_of(session, progress),
        signed=signed,
        waiting=waiting,
        total=total,
        pairs=_pairs(session, progress),
        group=group[0].group.in_(language()) if group else "",
        group_total=len(group),
        rows=tuple(rows[:GROUP_ROWS]),
    )


def _group(programme: Programme | None, progress: Progress, item: QueueItem) -> list[Practical]:
    """The practicals of the same group; of the first group that is not finished when no practical is looked at."""
    every = list(programme.practicals) if programme else []
    at = next((one for one in every if one.id == item.target), None)
    if at is None:
        passed = {row.practical: row.passed for row in progress.practicals}
        at = next((one for one in every if not one.planned and passed.get(one.id, 0) < one.repeats), None)
    return [one for one in every if at is not None and one.group == at.group]


def _group_row(one: Practical, state: PracticalState | None, *, looking: bool) -> GroupRow:
    asked = max((row.time for row in state.requests if not row.answered), default=0) if state else 0
    stands = "looking" if looking else standing_of(state, one.repeats, planned=one.planned)
    return GroupRow(one.id, mentoring.coded(one.id, one.title.in_(language())), stands, asked, one.week)


def _pairs(session: Session, progress: Progress) -> tuple[tuple[str, str], ...]:
    exams = [row for row in progress.attempts if row.mode == "exam" and row.result is not None]
    exam = mentoring.no_exam()
    if exams:
        last = exams[-1]
        exam = mentoring.exam(last.result_score or 0, day_of(last.ended or last.started))
    theory = [row for row in progress.lessons if row.attested is not None]
    found = [(mentoring.label("exam"), exam)]
    found.append((mentoring.label("lessons"), f"{len(theory)} / {len(progress.lessons)}"))
    mine = [one for one in progress.assignments if one.person == session.me and one.ended is None]
    if mine:
        found.append((mentoring.assigned_as(mine[0].as_), mentoring.from_day(mine[0].since)))
    return tuple(found)
