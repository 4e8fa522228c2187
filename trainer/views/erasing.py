"""What erasing would take, before it is signed: which contents, which files, and what that does to people's standing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

import msgspec

from trainer.ledger import identity
from trainer.ledger.incoming import named_files
from trainer.ledger.record import Record
from trainer.session import Session
from trainer.views.records import RecordRow, records
from trainer.views.whatif import Effect, concerned, effects

Scope = Literal["record", "file", "answers", "texts", "profile", "everything"]
SCOPES: Final[tuple[Scope, ...]] = ("texts", "answers", "profile", "everything")
"""What can be erased of a person; one record and one file are chosen where they are shown."""

ANSWERS: Final = frozenset({"answer", "lesson.done", "run.act"})
TEXTS: Final = frozenset(
    {
        "acknowledge",
        "feedback",
        "feedback.ack",
        "feedback.confirm",
        "feedback.done",
        "hours.claim",
        "practical.request",
    }
)
"""Kinds whose bodies are what somebody wrote in their own words, or attached."""


@dataclass(frozen=True, slots=True)
class Doomed:
    """What an erasure would take: the records whose bodies go, and the files (sha256) that nothing else names."""

    records: tuple[Record, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Erasure:
    """The preview: rows of the records whose contents go, the names of the files that go with them, what changes."""

    rows: tuple[RecordRow, ...]
    files: tuple[str, ...]
    effects: tuple[Effect, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The records' ids."""
        return tuple(row.id for row in self.rows)


def doomed(session: Session, scope: Scope, *, person: str = "", record: str = "", file: str = "") -> Doomed:
    """What erasing this would take: one `record`, every record naming a `file` (sha256), or of a `person` the answers,
    what they wrote, their particulars, or everything by or about them. What the ledger itself lives on never goes.
    """
    everything = list(session.store.records())
    chosen: dict[str, Record] = {}
    for one in everything:
        if one.header.kind not in identity.SHAPES and _meant(one, scope, person, record, file):
            known = chosen.get(one.id)
            if known is None or known.envelope.body is None:
                chosen[one.id] = one
    gone = session.store.verdicts().erased
    found = tuple(one for id_, one in chosen.items() if id_ not in gone)
    return Doomed(found, _files_only_in(found, everything))


def _meant(one: Record, scope: Scope, person: str, record: str, file: str) -> bool:
    header, body = one.header, one.envelope.body
    match scope:
        case "record":
            return one.id == record
        case "file":
            return body is not None and file in named_files(body)
        case "answers":
            return header.who == person and header.kind in ANSWERS
        case "texts":
            return header.who == person and header.kind in TEXTS
        case "profile":
            return header.sub == person and header.kind == "profile"
        case "everything":
            return person == header.sub or (person == header.who and header.sub is None)


def _files_only_in(chosen: Iterable[Record], everything: Iterable[Record]) -> tuple[str, ...]:
    """The files these records name and no other."""
    ids = {one.id for one in chosen}
    named: set[str] = set()
    elsewhere: set[str] = set()
    for one in everything:
        if one.envelope.body is not None:
            (named if one.id in ids else elsewhere).update(named_files(one.envelope.body))
    return tuple(sorted(named - elsewhere))


def erasure(session: Session, scope: Scope, *, person: str = "", record: str = "", file: str = "") -> Erasure:
    """The preview of an erasure, newest records first."""
    found = doomed(session, scope, person=person, record=record, file=file)
    ids = [one.id for one in found.records]
    judged = [one for one in map(session.store.record, ids) if one is not None]
    after = effects(session, dict.fromkeys(ids, "redacted"), concerned(session, judged))
    rows = records(session, ids)
    return Erasure(tuple(reversed(rows)), tuple(_name(found.records, sha256) for sha256 in found.files), after)


def _name(found: Iterable[Record], sha256: str) -> str:
    """What a file was called where it was attached."""
    names = (name for one in found for name, known in _attached(one) if known == sha256)
    return next(names, sha256[:12])


def _attached(record: Record) -> list[tuple[str, str]]:
    """(name, sha256) of every file a body names."""
    found: list[tuple[str, str]] = []
    ahead: list[object] = [msgspec.json.decode(record.envelope.body or b"null")]
    while ahead:
        value = ahead.pop()
        if isinstance(value, dict):
            name, sha256 = value.get("name"), value.get("sha256")
            if isinstance(name, str) and isinstance(sha256, str):
                found.append((name, sha256))
            ahead += value.values()
        elif isinstance(value, list):
            ahead += value
    return found
