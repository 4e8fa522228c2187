"""Everybody the organisation knows, with their key, their place in the programme and what is missing to begin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from trainer.domain.calendar import day_of
from trainer.domain.people import ROLES
from trainer.domain.progress import Progress
from trainer.domain.requirements import GateItem
from trainer.session import Session
from trainer.views.keys import departed
from trainer.views.naming import name_of, names

KeyState = Literal["none", "invited", "bound", "ended"]
ExamState = Literal["", "can-open", "opened", "running", "to-sign"]
LAST_UNITS = 6
"""Lessons and papers of one week: the exam is offered when no more than these are left of the theory."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """Somebody who works with this learner as mentor, confirmer, examiner or proctor; `ended` None while it runs."""

    record: str
    as_: str
    person: str
    name: str
    since: date
    ended: date | None


@dataclass(frozen=True, slots=True)
class Exam:
    """Where the exam of this learner stands for whoever may open it or sign its result.

    `early`: how many lessons and week papers are not finished yet though it can be opened; never more than
    `LAST_UNITS`, for nobody opens an exam in the first week.
    """

    state: ExamState = ""
    paper: str = ""
    attempt: str = ""
    score: int = 0
    pass_mark: int = 0
    early: int = 0


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person. `received` is ms UTC of the newest record by or about them here, `invited_until` ms UTC or 0.

    `missing` are the codes of what they lack to begin: ``key``, ``programme``, ``start``, ``mentor``. `left`: all keys
    ended because they left the firm, and nobody has invited them again. `waiting` are the six words of a key of theirs
    whose answer was read here and that nobody has bound yet.
    """

    person: str
    name: str
    number: str
    department: str
    locale: str
    roles: tuple[str, ...]
    start: date | None
    programme: str
    enrolment: str
    assigned: tuple[Assigned, ...]
    leaves: tuple[tuple[date, date, str], ...]
    key: KeyState
    invited_until: int
    received: int
    missing: tuple[str, ...]
    exam: Exam
    paper: str
    met: int = 0
    total: int = 0
    left: bool = False
    waiting: tuple[str, ...] = ()

    @property
    def mentor(self) -> str:
        """The name of the mentor assigned now, empty for none."""
        return next((one.name for one in self.assigned if one.as_ == "mentor" and one.ended is None), "")


Invited = tuple[int, tuple[str, ...]]
"""An open invitation: until when it holds (ms UTC), and the roles the key will get."""
NOT_INVITED: Final[Invited] = (0, ())
NO_WORDS: Final[Mapping[str, tuple[str, ...]]] = {}


def joined(session: Session) -> dict[str, date]:
    """Everybody HR gave a place or bound, and the day of the first record about them, by person id."""
    days: dict[str, date] = {}
    people = session.store.people()
    for hr in sorted(person for person, bound in people.items() if "hr" in bound.roles):
        for judged in session.store.about(hr):
            header = judged.record.header
            if judged.verdict == "ok" and header.kind in {"profile", "enrol"} and header.sub:
                day = day_of(header.time)
                days[header.sub] = min(day, days.get(header.sub, day))
    for person in people:
        if person not in days:
            received = session.store.received_newest(person)
            days[person] = day_of(received or session.now())
    return days


def here(session: Session) -> dict[str, date]:
    """The same without those who left: nobody waits for their hours or their certificate any more."""
    gone = departed(session)
    return {person: day for person, day in joined(session).items() if person not in gone}


def people(
    session: Session, invited: Mapping[str, Invited] | None = None, waiting: Mapping[str, tuple[str, ...]] = NO_WORDS
) -> tuple[PersonRow, ...]:
    """Everybody, by staff number. `invited`: person → the open invitation, from HR's own list; `waiting`: person → the
    six words of the key that answered it.
    """
    gone = departed(session)
    rows = []
    for person in joined(session):
        row = person_row(session, person, (invited or {}).get(person, NOT_INVITED))
        left = person in gone and not row.invited_until
        missing = () if left else row.missing
        rows.append(replace(row, left=left, missing=missing, waiting=waiting.get(person, ())))
    return tuple(sorted(rows, key=lambda row: (row.number or "~", row.name, row.person)))


def person_row(session: Session, person: str, invited: Invited = NOT_INVITED) -> PersonRow:
    """One person. Before the bind, and when a lost key is replaced, the roles are those of the invitation."""
    progress = session.standings.of(person)
    bound = session.store.people().get(person)
    invited_until, promised = invited
    held = bound.roles if bound is not None and bound.live else frozenset(promised)
    key: KeyState = "invited" if invited_until else "none"
    if bound is not None:
        key = "bound" if bound.live else "invited" if invited_until else "ended"
    programme = session.standings.programme_of(person)
    gate = session.standings.gate(person, session.today())
    enrolment = progress.enrolment
    exam = exam_of(progress, gate.items)
    return PersonRow(
        person=person,
        name=name_of(session, person),
        number=progress.number,
        department=progress.department,
        locale=progress.locale,
        roles=tuple(role for role in ROLES if role in held),
        start=enrolment.start if enrolment else None,
        programme=programme.version if programme else "",
        enrolment=enrolment.record if enrolment else "",
        assigned=_assigned(session, progress),
        leaves=enrolment.leaves if enrolment else (),
        key=key,
        invited_until=invited_until,
        received=session.store.received_newest(person),
        missing=_missing(progress, key, held, session.today()),
        exam=exam,
        paper=names(session)(exam.paper) if exam.paper else "",
        met=gate.met,
        total=gate.total,
    )


def _assigned(session: Session, progress: Progress) -> tuple[Assigned, ...]:
    return tuple(
        Assigned(one.record, one.as_, one.person, session.standings.of(one.person).name, one.since, one.ended)
        for one in progress.assignments
    )


def _missing(progress: Progress, key: KeyState, held: frozenset[str], today: date) -> tuple[str, ...]:
    """What a learner lacks to begin; nothing for people whose roles need no programme, and no mentor for those who have
    gone live: a certificate that was not revoked ended their training.
    """
    learner = progress.enrolment is not None or (key != "ended" and not held - {"trainee"})
    in_training = learner and all(one.state == "revoked" for one in progress.certificates)
    found: list[str] = []
    if key != "bound":
        found.append("key")
    if learner and progress.enrolment is None:
        found.append("programme")
    if progress.enrolment is not None and progress.enrolment.start > today:
        found.append("start")
    if in_training and progress.assigned("mentor") is None:
        found.append("mentor")
    return tuple(found)


def exam_of(progress: Progress, items: tuple[GateItem, ...]) -> Exam:
    """What can be done about the exam: open it, wait, or sign the result of the attempt that was handed in."""
    item = next((one for one in items if one.kind == "exam"), None)
    if item is None or item.satisfied:
        return Exam()
    waiting = next(
        (a for a in progress.attempts if a.record == item.target and a.mode == "exam" and a.ended is not None), None
    )
    if item.code == "exam-waiting" and waiting is not None:
        return Exam("to-sign", waiting.paper, waiting.record, waiting.score or 0, waiting.pass_mark)
    if item.action == "open-exam":
        early = sum(one.total - one.done - one.waiting for one in items if one.kind == "lessons" and not one.satisfied)
        return Exam("can-open", item.target, early=early) if early <= LAST_UNITS else Exam()
    if item.action == "take-exam":
        running = any(a.mode == "exam" and a.ended is None and a.paper == item.target for a in progress.attempts)
        return Exam("running" if running else "opened", item.target)
    return Exam()
