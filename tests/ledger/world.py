"""A small organisation for ledger tests: real keys, real signatures, records made by hand so that they can be wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec

from trainer.ledger.identity import Bind, IdentityBody, plain
from trainer.ledger.joining import Invitation, request
from trainer.ledger.keys import SigningKey, log_of, verifies
from trainer.ledger.record import RECORD_TYPE, Envelope, Header, Record, canonical, new_record, read
from trainer.ledger.root import Founded, found_organisation


@dataclass(frozen=True)
class Rule:
    roles: frozenset[str]
    subject: str
    version: int = 1


def rule(roles: str, subject: str, version: int = 1) -> Rule:
    return Rule(frozenset(roles.split()), subject, version)


TABLE: Mapping[str, Rule] = {
    "bind": rule("hr", "none"),
    "bind.end": rule("hr", "none"),
    "fork.pick": rule("hr", "none"),
    "erase": rule("hr", "none"),
    "checkpoint": rule("mentor hr", "none"),
    "void": rule("trainee mentor hr", "any"),
    "overrule": rule("hr", "other"),
    "claim": rule("trainee mentor hr", "self", 2),
    "attest": rule("mentor hr", "other"),
    "notice": rule("hr", "none"),
    "profile": rule("trainee mentor hr", "person"),
}
"""Kinds of a firm that is not ours: the ledger knows no training word."""


def key_of(name: str) -> SigningKey:
    return SigningKey(hashlib.sha256(f"key {name}".encode()).digest(), hashlib.sha256(f"seal {name}".encode()).digest())


def person_of(name: str) -> str:
    return hashlib.sha256(f"person {name}".encode()).hexdigest()[:32]


def salt_of(*parts: object) -> bytes:
    return hashlib.sha256(repr(parts).encode()).digest()[:16]


class Pen:
    """One key that writes its log; `back_to` lets it write a second time at one position, as a cloned disk does."""

    def __init__(self, world: World, name: str, person: str) -> None:
        self.world, self.name, self.person = world, name, person
        self.key = key_of(name)
        self.log = self.key.log
        self.written: list[Record] = []
        self.fork = 0

    @property
    def seq(self) -> int:
        return len(self.written)

    @property
    def head(self) -> tuple[int, str]:
        return self.seq, self.written[-1].id

    def back_to(self, seq: int) -> Pen:
        other = Pen(self.world, self.name, self.person)
        other.written = self.written[:seq]
        other.fork = self.fork + 1
        return other

    def write(
        self,
        kind: str,
        body: Mapping[str, object] | IdentityBody | None = None,
        *,
        sub: str | None = None,
        refs: Iterable[str] = (),
        who: str | None = None,
        org: str | None = None,
    ) -> Record:
        plain_body = plain(body) if isinstance(body, IdentityBody) else dict(body or {"v": 1})
        envelope = new_record(
            self.key,
            org=org or self.world.org,
            kind=kind,
            seq=self.seq + 1,
            prev=self.written[-1].id if self.written else None,
            time=1_700_000_000_000 + self.seq,
            who=who or self.person,
            body=plain_body,
            salt=salt_of(self.log, self.seq, self.fork),
            sub=sub,
            refs=refs,
        )
        record = read(envelope, 0)
        self.written.append(record)
        return record

    def claim(self, text: str = "work") -> Record:
        return self.write("claim", {"v": 1, "text": text}, sub=self.person)


class World:
    """Founded by HR «anna»; `bob` is a second HR person when asked for."""

    def __init__(self, title: str = "Test") -> None:
        self.anna = key_of("anna")
        self.founded: Founded = found_organisation(
            title, person=person_of("anna"), pub=self.anna.pub, random=lambda n: hashlib.sha256(b"root").digest()[:n]
        )
        self.root = self.founded.root
        self.org = self.root.org
        self.hr = self.pen("anna")

    def pen(self, name: str, person: str | None = None) -> Pen:
        return Pen(self, name, person or person_of(person_name(name)))

    def bind(self, pen: Pen, roles: str, *, by: Pen | None = None, from_seq: int = 1, **changes: object) -> Record:
        body = bind_body(self.org, pen, roles, from_seq)
        return (by or self.hr).write("bind", {**plain(body), **changes})


def person_name(name: str) -> str:
    """«tom-2» is Tom's second device."""
    return name.split("-", maxsplit=1)[0]


def bind_body(org: str, pen: Pen, roles: str, from_seq: int = 1) -> Bind:
    invitation = Invitation(org=org, root=(), person=pen.person, token="0" * 32, expires=1)
    asked = request(pen.key, invitation, 0)
    return Bind(
        person=pen.person,
        roles=tuple(roles.split()),
        pub=asked.pub,
        seal=asked.seal,
        token=asked.token,
        pop=asked.pop,
        from_seq=from_seq,
    )


def changed_header(record: Record, key: SigningKey | None, changes: Mapping[str, object]) -> Record:
    """The record with another header; signed anew by `key`, else with the old signature."""
    header = msgspec.structs.replace(record.header, **changes)
    exact = canonical(msgspec.to_builtins(header))
    sig = key.sign(RECORD_TYPE, exact) if key else record.envelope.sig
    envelope = Envelope(exact, sig, record.envelope.salt, record.envelope.body)
    return Record(envelope, header, envelope.id, 0)


def without_body(record: Record) -> Record:
    return read(Envelope(record.envelope.header, record.envelope.sig, None, None))


def with_body(record: Record, body: bytes) -> Record:
    return read(Envelope(record.envelope.header, record.envelope.sig, record.envelope.salt or bytes(16), body))


def with_sig(record: Record, sig: bytes) -> Record:
    return read(Envelope(record.envelope.header, sig, record.envelope.salt, record.envelope.body))


_SEEN: dict[tuple[bytes, str, bytes, bytes], bool] = {}


def check(pub: bytes, payload_type: str, data: bytes, sig: bytes) -> bool:
    """`verifies`, remembered: what the store does, and what keeps thousands of examples quick."""
    key = (pub, payload_type, data, sig)
    if key not in _SEEN:
        _SEEN[key] = verifies(pub, payload_type, data, sig)
    return _SEEN[key]


__all__ = ["TABLE", "Header", "Pen", "Record", "Rule", "World", "check", "log_of"]
