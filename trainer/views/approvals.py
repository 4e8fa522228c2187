"""Candidates × requirements: where everybody stands before the certificate, and who attested what (`ui.md` §3.9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trainer.domain.calendar import day_of
from trainer.domain.certification import Gate
from trainer.domain.programme import Requirement
from trainer.domain.requirements import GateItem
from trainer.session import Session
from trainer.views.naming import came_from, name_of, names
from trainer.views.people import Exam, exam_of, here
from trainer.wording import gate as wording
from trainer.wording.gate import GateLine, Names

BY_NATURE = frozenset({"enrol", "assign", "leave"})
"""Kinds that state a fact rather than confirm somebody's work: they are evidence without being anybody's approval."""


@dataclass(frozen=True, slots=True)
class Word:
    """Somebody else's word behind a line: who, on which day, in how many records."""

    name: str
    on: date
    records: int


@dataclass(frozen=True, slots=True)
class Derived:
    """One requirement in words, with the word of others behind it, the latest first."""

    item: GateItem
    line: GateLine
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody enrolled who holds no running certificate; `items` in the order of the columns, None where the
    candidate's programme has no such line.
    """

    person: str
    name: str
    number: str
    department: str
    start: date
    gate: Gate
    items: tuple[GateItem | None, ...]
    lines: tuple[GateLine | None, ...]
    summary: str
    paper: str
    received: int
    exam: Exam


@dataclass(frozen=True, slots=True)
class Approvals:
    """The whole page as of a day."""

    columns: tuple[Requirement, ...]
    version: str
    candidates: tuple[Candidate, ...]
    departments: tuple[str, ...]
    on: date


def approvals(session: Session, department: str = "") -> Approvals:
    """Everybody who could get a certificate: complete ones first, then by how much is met, then by number."""
    programme = session.library.programme()
    columns = programme.requirements if programme is not None else ()
    today = session.today()
    named = names(session)
    came = came_from(session)
    made = (_candidate(session, person, columns, named, came.get(person, 0)) for person in here(session))
    found = [one for one in made if one is not None]
    departments = tuple(sorted({one.department for one in found if one.department}))
    shown = [one for one in found if not department or one.department == department]
    shown.sort(key=lambda one: (not one.gate.ready, -one.gate.met, one.number or "~", one.name))
    return Approvals(columns, programme.version if programme is not None else "", tuple(shown), departments, today)


def count(session: Session) -> int:
    """How many candidates wait for nothing but their certificate."""
    today = session.today()
    found = (person for person in here(session) if candidate_since(session, person) is not None)
    return sum(session.standings.gate(person, today).ready for person in found)


def candidate_since(session: Session, person: str) -> date | None:
    """The day a candidate began; None for who is not enrolled or holds a running certificate that was rightly issued."""
    today = session.today()
    progress = session.standings.of(person)
    if progress.enrolment is None:
        return None
    running = (one for one in progress.certificates if one.state != "revoked" and one.valid_until >= today)
    judged = [session.standings.certificate(person, one.record, today) for one in running]
    if any(one is not None and one.valid_when_issued for one in judged):
        return None
    return progress.enrolment.start


def _candidate(
    session: Session, person: str, columns: tuple[Requirement, ...], named: Names, came: int
) -> Candidate | None:
    today = session.today()
    progress, start = session.standings.of(person), candidate_since(session, person)
    if start is None:
        return None
    gate = session.standings.gate(person, today)
    lines = {item.requirement: item for item in gate.items}
    items = tuple(lines.get(column.id) for column in columns)
    exam = exam_of(progress, gate.items)
    return Candidate(
        person=person,
        name=name_of(session, person),
        number=progress.number,
        department=progress.department,
        start=start,
        gate=gate,
        items=items,
        lines=tuple(wording.line_of(item, named) if item is not None else None for item in items),
        summary=wording.summary(gate, named),
        paper=named(exam.paper) if exam.paper else "",
        received=came,
        exam=exam,
    )


def derivation(session: Session, person: str) -> tuple[Derived, ...]:
    """Every requirement of a person's programme with who attested it, in the programme's order."""
    gate = session.standings.gate(person, session.today())
    named = names(session)
    return tuple(
        Derived(item, wording.line_of(item, named), words_behind(session, person, item)) for item in gate.items
    )


def words_behind(session: Session, learner: str, item: GateItem) -> tuple[Word, ...]:
    """Whose word, besides the learner's own, carries a line."""
    latest: dict[str, tuple[int, int]] = {}
    for id_ in item.evidence:
        judged = session.store.record(id_)
        if judged is None or judged.record.header.who == learner or judged.record.header.kind in BY_NATURE:
            continue
        header = judged.record.header
        time, count = latest.get(header.who, (0, 0))
        latest[header.who] = (max(time, header.time), count + 1)
    ordered = sorted(latest.items(), key=lambda pair: (-pair[1][0], pair[0]))
    return tuple(Word(name_of(session, who), day_of(time), count) for who, (time, count) in ordered)
