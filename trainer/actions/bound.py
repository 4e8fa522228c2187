"""What is said about a key: whose it is, by which bind, whether it speaks for HR. Only looked up; nothing is signed here."""

from __future__ import annotations

from trainer.errors import Refused
from trainer.ledger import identity, keys
from trainer.session import Session


def holder(session: Session, pub: str) -> str:
    """Whose key this is already, empty for nobody's. Bound to a second person it would be taken from one of the two,
    and with it everything they signed.
    """
    log = keys.log_of(keys.unb64(pub))
    return next((bound.person for bound in session.store.people().values() if log in bound.keys), "")


def speaks_for_hr(session: Session, log: str) -> bool:
    """Whether a key is HR's now. One that was has only what was bound to it besides, and that can end like any other."""
    key = session.store.root.hr_logs.get(log)
    return key is not None and key.last_seq is None


def ended_at(session: Session, person: str, log: str) -> int | None:
    """The position after which a key counts no more, None while it counts."""
    known = session.store.people().get(person)
    end: int | None = None
    for one, seq, roles in known.held if known is not None else ():
        if one == log:
            end = None if roles else seq - 1 if end is None else end
    return end


def record_at(session: Session, person: str, log: str, seq: int) -> str:
    """The id of the record that stands at a position; empty for 0. Raises `Refused` ``unknown-record``."""
    if seq == 0:
        return ""
    for judged in session.store.about(person):
        header = judged.record.header
        if (header.log, header.seq) == (log, seq) and judged.verdict not in {"forked", "gap", "badsig"}:
            return judged.record.id
    raise Refused("unknown-record")


def bind_of(session: Session, log: str) -> tuple[str, identity.Bind]:
    """The newest bind in force of a key, and its record. Raises `Refused` ``unknown-record``."""
    found: list[tuple[int, str, identity.Bind]] = []
    for judged in session.store.common():
        body = judged.record.envelope.body
        if judged.record.header.kind != "bind" or judged.verdict != "ok" or body is None:
            continue
        bound = identity.read_identity("bind", body)
        if isinstance(bound, identity.Bind) and keys.log_of(keys.unb64(bound.pub)) == log:
            found.append((bound.from_seq, judged.record.id, bound))
    if not found:
        raise Refused("unknown-record")
    _from, record, newest = max(found, key=lambda one: one[:2])
    return record, newest
