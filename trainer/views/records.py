"""The records behind a figure, and one record in full: who signed it, where it stands, when it came, whether it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import msgspec

from trainer.domain.calendar import Quarter, quarter_of
from trainer.domain.facts import Acknowledge, Answer, Assign, AttemptEnd, AttemptStart, ExamResult, SessionHeld
from trainer.domain.progress import HoursEntry, HoursSource, Progress
from trainer.ledger.record import Judged
from trainer.session import Session
from trainer.views.naming import name_of, names
from trainer.wording import records as wording


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One record in a list. `time` is when the signer says it was signed, `got` when it came here (both ms UTC).

    `why` is a code of `progress.WHY_NOT` when the record is sound but does not count, else empty.
    """

    id: str
    kind: str
    who: str
    who_name: str
    sub_name: str
    time: int
    got: int
    log: str
    seq: int
    verdict: str
    why: str
    title: str


@dataclass(frozen=True, slots=True)
class RecordSheet:
    """One record in full. `body` is its plain JSON value, None when erased or not received; `refs` and `behind` rows of
    what it refers to and of what refers to it as far as they are here.
    """

    row: RecordRow
    body: dict[str, object] | None
    refs: tuple[RecordRow, ...]


@dataclass(frozen=True, slots=True)
class HoursRow:
    """One stretch of training time: what was claimed, what was accepted, by whom and why less. `title` may be empty."""

    record: str
    decision: str
    source: HoursSource
    title: str
    item: str
    day: date
    claimed_s: int
    accepted_s: int | None
    decided_by: str
    reason: str
    waits_for: str


def hours_rows(session: Session, person: str, quarter: Quarter | None = None) -> tuple[HoursRow, ...]:
    """Every entry of a person's hours, newest first; of one quarter by the day it begins on, or all."""
    progress = session.standings.of(person)
    waits = name_of(session, progress.waits_for("confirmer", "mentor"))
    named = names(session)
    rows = [
        _hours_row(session, one, waits, named)
        for one in progress.hours
        if quarter is None or quarter_of(one.day) == quarter
    ]
    return tuple(sorted(rows, key=lambda row: (row.day, row.record), reverse=True))


def _hours_row(session: Session, one: HoursEntry, waits: str, named: Callable[[str], str]) -> HoursRow:
    decided = one.decided
    return HoursRow(
        record=one.record,
        decision=decided.record if decided else "",
        source=one.source,
        title=one.title or (named(one.item) if one.item else ""),
        item=one.item,
        day=one.day,
        claimed_s=one.claimed_s,
        accepted_s=one.accepted_s,
        decided_by=name_of(session, decided.who) if decided else "",
        reason=one.reason,
        waits_for=waits if one.accepted_s is None else "",
    )


def records(session: Session, ids: Iterable[str]) -> tuple[RecordRow, ...]:
    """These records, by the time their signers say, oldest first; those that are not here are left out."""
    found = (session.store.record(id_) for id_ in dict.fromkeys(ids))
    rows = [record_row(session, judged) for judged in found if judged is not None]
    return tuple(sorted(rows, key=lambda row: (row.time, row.log, row.seq)))


def records_about(session: Session, person: str) -> tuple[RecordRow, ...]:
    """Every record a person signed or is subject of, newest first."""
    rows = [record_row(session, judged) for judged in session.store.about(person)]
    return tuple(sorted(rows, key=lambda row: (row.time, row.seq), reverse=True))


def record_sheet(session: Session, id_: str) -> RecordSheet | None:
    """One record in full; None when it is not here."""
    judged = session.store.record(id_)
    if judged is None:
        return None
    return RecordSheet(record_row(session, judged), _plain(judged), records(session, judged.record.header.refs))


def record_row(session: Session, judged: Judged) -> RecordRow:
    """One record as a row."""
    header, record = judged.record.header, judged.record
    return RecordRow(
        id=record.id,
        kind=header.kind,
        who=header.who,
        who_name=name_of(session, header.who),
        sub_name=name_of(session, header.sub),
        time=header.time,
        got=record.got,
        log=header.log,
        seq=header.seq,
        verdict=judged.verdict,
        why=_why(session.standings.of(header.sub), record.id) if header.sub else "",
        title=_title(session, judged),
    )


def _why(progress: Progress, record: str) -> str:
    return next((one.why for one in progress.not_counted if one.record == record), "")


_CONTENT = frozenset({"lesson", "paper", "practical", "milestone", "item", "programme", "requirement"})
_TITLES = (
    "serial", "title", "lesson", "paper", "practical", "milestone", "item", "requirement", "programme", "name", "text",
)  # fmt: skip


def _title(session: Session, judged: Judged) -> str:
    """What a record is about, from its body: a title as typed, or the title of a piece of content."""
    named = names(session)
    match session.standings.body(judged):
        case SessionHeld(title=title):
            return title
        case Answer(attempt=attempt, n=n):
            return wording.question(_paper(session, attempt, named), n)
        case AttemptEnd(attempt=attempt) | ExamResult(attempt=attempt):
            return _paper(session, attempt, named)
        case Assign(as_=as_, person=person):
            return wording.assigned(as_, named(person))
        case Acknowledge(attestation=target):
            read = session.store.record(target)
            return wording.kind(read.record.header.kind) if read is not None else ""
        case _:
            pass
    plain = _plain(judged) or {}
    found = next((name for name in _TITLES if plain.get(name)), "")
    title = str(plain.get(found, ""))
    return named(title) if found in _CONTENT else title


def _paper(session: Session, attempt: str, named: Callable[[str], str]) -> str:
    """The title of the paper that an attempt is of; empty while its beginning has not arrived."""
    judged = session.store.record(attempt)
    body = session.standings.body(judged) if judged is not None else None
    return named(body.paper) if isinstance(body, AttemptStart) else ""


def _plain(judged: Judged) -> dict[str, object] | None:
    body = judged.record.envelope.body
    if body is None:
        return None
    try:
        return msgspec.json.decode(body, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
