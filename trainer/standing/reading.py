"""Judged records → facts of the domain: what counts, what is sound but does not count, what stood at a cut."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from trainer.domain import facts
from trainer.domain.evidence import NOWHERE, Authority, reaches
from trainer.domain.facts import BODIES, BadBody, Fact, Heads, SessionHeld
from trainer.domain.progress import NotCounted
from trainer.ledger.identity import BadShape, Overrule, Void, read_identity
from trainer.ledger.record import Judged, Record
from trainer.standing.sources import Records

COMMON = frozenset({"session.held", "setting"})
"""The kinds without a subject that can touch a person's standing."""


def as_if_bound(one: Judged, person: str) -> Judged:
    """What somebody recorded before their bind has arrived, as it will count."""
    return Judged(one.record, "ok") if one.verdict == "unbound" and one.record.header.who == person else one


class FactMemory:
    """Records as facts, decoded once. A record object never changes, so what it says never does; one that was read
    from the disk again, with or without its body, is another object.
    """

    def __init__(self, most: int = 20_000) -> None:
        """`most`: facts held at most; then it starts afresh, which costs decoding again and nothing else."""
        self._most = most
        self._held: dict[str, tuple[Record, Fact]] = {}

    def fact(self, record: Record) -> Fact:
        """The fact in a record. Raises `BadBody` when its body has not the shape of its kind or is not here."""
        held = self._held.get(record.id)
        if held is not None and held[0] is record:
            return held[1]
        if len(self._held) >= self._most:
            self._held.clear()
        fact = _fact(record)
        self._held[record.id] = record, fact
        return fact


def _fact(record: Record) -> Fact:
    header = record.header
    return Fact(
        record.id,
        header.kind,
        header.log,
        header.seq,
        header.time,
        header.who,
        header.sub,
        header.refs,
        facts.decode(header.kind, record.envelope.body or b""),
        record.got,
    )


@dataclass(frozen=True, slots=True)
class Read:
    """Judged records as facts, and those that are sound but do not count."""

    facts: list[Fact]
    refused: list[NotCounted]


def read_facts(
    records: Iterable[Judged],
    memory: FactMemory,
    cut: Mapping[str, tuple[int, str]] | None = None,
    *,
    about: str | None = None,
    off: Mapping[str, int] = NOWHERE,
) -> Read:
    """The facts among judged records that are about this person (None: about nobody). With a cut: those at or before
    it, as they counted then, so a withdrawal that lies beyond the cut takes nothing away.
    """
    records = [one for one in records if cut is None or _within(one, cut, off)]
    withdrawn = _withdrawals(records) if cut is not None else frozenset()
    found: list[Fact] = []
    refused: list[NotCounted] = []
    for one in records:
        header = one.record.header
        if header.sub != about or header.kind not in BODIES:
            continue
        if one.verdict == "ok" or (cut is not None and one.verdict == "withdrawn" and one.record.id not in withdrawn):
            try:
                found.append(memory.fact(one.record))
            except BadBody:
                refused.append(_refused(one, "badbody"))
        elif one.verdict == "withdrawn":
            refused.append(_refused(one, "withdrawn"))
    return Read(found, refused)


def _refused(one: Judged, why: str) -> NotCounted:
    header = one.record.header
    return NotCounted(record=one.record.id, kind=header.kind, who=header.who, time=header.time, why=why)


def _beside(store: Records) -> dict[str, int]:
    """Records on a side of a fork that does not go on: {id: position of the log's first fork}."""
    first: dict[str, int] = {}
    for fork in store.forks():
        first[fork.log] = min(fork.seq, first.get(fork.log, fork.seq))
    if not first:
        return {}
    beside = (one.record for one in store.not_ok() if one.verdict == "forked")
    return {record.id: first.get(record.header.log, 1) for record in beside}


def _within(one: Judged, heads: Mapping[str, tuple[int, str]], off: Mapping[str, int]) -> bool:
    header = one.record.header
    return reaches(heads, header.log, header.seq, one.record.id, off)


def _withdrawals(records: Sequence[Judged]) -> frozenset[str]:
    """What these records withdraw: a void one's own record, an overrule somebody else's (`ledger.verdict.withdraws`)."""
    signers = {one.record.id: one.record.header.who for one in records}
    targets: set[str] = set()
    for one in records:
        content = one.record.envelope.body
        if one.record.header.kind in {"void", "overrule"} and one.verdict == "ok" and content is not None:
            with contextlib.suppress(BadShape):
                body = read_identity(one.record.header.kind, content)
                if not isinstance(body, Void | Overrule):
                    continue
                if isinstance(body, Void) == (signers.get(body.id) == one.record.header.who):
                    targets.add(body.id)
    return frozenset(targets)


class Surroundings:
    """What stands around one person's records at one position of the store: authority, sessions held, settings."""

    def __init__(self, store: Records, memory: FactMemory) -> None:
        self.position = store.position()
        self._memory = memory
        hr = {log: (key.from_seq, key.last_seq) for log, key in store.root.hr_logs.items()}
        roles = {person: frozenset(bound.roles) for person, bound in store.people().items()}
        held: dict[str, list[tuple[int, frozenset[str]]]] = {}
        for bound in store.people().values():
            for log, seq, there in bound.held:
                held.setdefault(log, []).append((seq, there))
        self.authority = Authority(hr, roles, {log: tuple(spans) for log, spans in held.items()}, _beside(store))
        self._judged = [one for one in store.common() if one.record.header.kind in COMMON | {"void", "overrule"}]
        self._settings: list[Fact] = []
        self._sessions: dict[str, list[Fact]] = {}
        self._sort(read_facts(self._judged, memory).facts, self._settings, self._sessions)
        directors = sorted(log for log, spans in held.items() if any("director" in there for _seq, there in spans))
        reach = [[log, [(seq, "director" in there) for seq, there in held[log]]] for log in directors]
        settings = sorted(fact.id for fact in self._settings)
        self._everywhere = [sorted(hr.items()), reach, settings, sorted(self.authority.off.items())]

    @staticmethod
    def _sort(found: Iterable[Fact], settings: list[Fact], sessions: dict[str, list[Fact]]) -> None:
        for fact in found:
            if isinstance(fact.body, SessionHeld):
                for person in {who for who, _seconds in fact.body.attendees}:
                    sessions.setdefault(person, []).append(fact)
            else:
                settings.append(fact)

    def touching(self, person: str) -> str:
        """A fingerprint of everything around this person that their standing depends on."""
        own = [
            sorted(fact.id for fact in self._sessions.get(person, ())),
            sorted(self.authority.roles.get(person, ())),
        ]
        return hashlib.sha256(msgspec.json.encode([self._everywhere, own])).hexdigest()

    def common(self, person: str, cut: Heads | None) -> list[Fact]:
        """The facts without a subject that touch this person, at or before a cut where there is one."""
        if cut is None:
            return [*self._settings, *self._sessions.get(person, ())]
        settings: list[Fact] = []
        sessions: dict[str, list[Fact]] = {}
        self._sort(read_facts(self._judged, self._memory, cut, off=self.authority.off).facts, settings, sessions)
        return [*settings, *sessions.get(person, ())]
