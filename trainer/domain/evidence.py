"""Whose word counts: HR by position, mandates given by `assign`, cuts, and which of several records is in force.

Authority is a position in a log, never a date (`ledger.md` §3). Nothing here knows what is being attested.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import cast

from trainer.domain.calendar import day_of
from trainer.domain.facts import Assign, AssignAs, AssignEnd, Fact, Heads, Setting
from trainer.domain.progress import Assignment, Attested, NotCounted


@dataclass(frozen=True, slots=True)
class Authority:
    """What the ledger knows about people, handed in.

    `hr`: the logs that speak for HR, from and to which position (None: still); from the root document.
    `roles`: the roles each person holds now, from the binds. `held`: what each key could do where, {log: (position
    from which on, roles)} in order. `off`: records on a side of a fork that does not go on, with the fork's position.
    """

    hr: Mapping[str, tuple[int, int | None]] = field(default_factory=dict)
    roles: Mapping[str, frozenset[str]] = field(default_factory=dict)
    held: Mapping[str, tuple[tuple[int, frozenset[str]], ...]] = field(default_factory=dict)
    off: Mapping[str, int] = field(default_factory=dict)

    def is_hr(self, fact: Fact) -> bool:
        """Whether this record was signed with a key that spoke for HR at its position."""
        span = self.hr.get(fact.log)
        return span is not None and span[0] <= fact.seq and (span[1] is None or fact.seq <= span[1])

    def held_role(self, fact: Fact, role: str) -> bool:
        """Whether the key that signed this record gave its holder the role at that position: leaving later takes
        nothing away.
        """
        there = [roles for seq, roles in self.held.get(fact.log, ()) if seq <= fact.seq]
        return bool(there) and role in there[-1]


NOWHERE: Mapping[str, int] = MappingProxyType({})
"""No record stands beside its log's way."""


def reaches(heads: Mapping[str, tuple[int, str]], log: str, seq: int, id_: str, off: Mapping[str, int]) -> bool:
    """Whether heads cover the record at this position. At a head's own position its id must be the one named; a head on
    a side of a fork that does not go on (`off`) covers only what lies before the fork.
    """
    head = heads.get(log)
    if head is None:
        return False
    if head[1] in off:
        return seq < off[head[1]]
    return seq < head[0] or (seq == head[0] and id_ == head[1])


def lies_within(fact: Fact, heads: Mapping[str, tuple[int, str]], off: Mapping[str, int] = NOWHERE) -> bool:
    """Whether a fact lies at or before these heads (`reaches`)."""
    return reaches(heads, fact.log, fact.seq, fact.id, off)


def attested(fact: Fact, comment: str = "") -> Attested:
    """A record as somebody's word."""
    return Attested(record=fact.id, who=fact.who, time=fact.time, on=day_of(fact.time), comment=comment)


def not_counted(fact: Fact, why: str) -> NotCounted:
    """A record that does not count, with its reason (`progress.WHY_NOT`)."""
    return NotCounted(record=fact.id, kind=fact.kind, who=fact.who, time=fact.time, why=why)


def surviving(facts: Iterable[Fact], refused: list[NotCounted]) -> list[Fact]:
    """Those that no other of them replaces by a ref; of several that replace the same one, the lowest id provisionally.

    The result is in id order. What falls out is added to `refused`. Only for records whose signers were entitled to them,
    and about one thing: else anybody could take a good record away by naming it.
    """
    every = sorted(facts, key=lambda fact: fact.id)
    if len(every) < 2:
        return every
    ids = {fact.id for fact in every}
    gone = {ref for fact in every for ref in fact.refs if ref in ids}
    taken: set[str] = set()
    kept: list[Fact] = []
    for fact in every:
        replaces = [ref for ref in fact.refs if ref in ids]
        if fact.id in gone:
            refused.append(not_counted(fact, "replaced"))
        elif any(ref in taken for ref in replaces):
            refused.append(not_counted(fact, "two-successors"))
        else:
            taken.update(replaces)
            kept.append(fact)
    return kept


def in_force(facts: Iterable[Fact], refused: list[NotCounted]) -> Fact | None:
    """The one record about one thing that holds.

    A record replaces those it refs and those before it in its own log: a signer's later word stands for their earlier
    one. Where several are left, the lowest id holds provisionally and HR is asked to write one that refs them all.
    """
    latest: dict[str, Fact] = {}
    for fact in facts:
        before = latest.get(fact.log)
        if before is None:
            latest[fact.log] = fact
        elif before.id != fact.id:
            early, late = sorted((before, fact), key=lambda one: (one.seq, one.id))
            latest[fact.log] = late
            refused.append(not_counted(early, "replaced"))
    left = surviving(latest.values(), refused)
    refused.extend(not_counted(fact, "two-successors") for fact in left[1:])
    return left[0] if left else None


class Mandates:
    """The assignments of one learner, and whether a record was signed under one of them."""

    def __init__(self, assigns: Iterable[Fact], ends: Iterable[Fact], off: Mapping[str, int] = NOWHERE) -> None:
        self._off = off
        stops: dict[str, list[Fact]] = {}
        for end in ends:
            stops.setdefault(cast("AssignEnd", end.body).assign, []).append(end)
        self._by_id = {fact.id: _assignment(fact, stops.get(fact.id, ())) for fact in assigns}

    def all(self) -> tuple[Assignment, ...]:
        """Every assignment, by start and id."""
        return tuple(sorted(self._by_id.values(), key=lambda one: (one.since, one.record)))

    def first_mentor(self) -> date | None:
        """The first day somebody was assigned as mentor."""
        return min((one.since for one in self._by_id.values() if one.as_ == "mentor"), default=None)

    def is_mentor(self, person: str) -> bool:
        """Whether the person is or was a mentor of this learner."""
        return any(one.as_ == "mentor" and one.person == person for one in self._by_id.values())

    def refusal(self, fact: Fact, *roles: AssignAs) -> str:
        """Why a record is not signed under an assignment in one of these roles; empty when it is.

        It must ref the assignment it acts under; after the end of that one, only what lies at or before the heads
        named there counts (`records.md` §5).
        """
        if fact.who == fact.sub:
            return "self-signed"
        why = "not-assigned"
        for ref in fact.refs:
            mandate = self._by_id.get(ref)
            if mandate is None or mandate.person != fact.who or mandate.as_ not in roles:
                continue
            if mandate.ended_at is None or lies_within(fact, mandate.ended_at, self._off):
                return ""
            why = "assignment-ended"
        return why


def _assignment(fact: Fact, ends: Sequence[Fact]) -> Assignment:
    body = cast("Assign", fact.body)
    ended_at: Heads | None = None
    for end in ends:
        heads = cast("AssignEnd", end.body).heads
        ended_at = heads if ended_at is None else _earlier(ended_at, heads)
    return Assignment(
        record=fact.id,
        as_=body.as_,
        person=body.person,
        since=body.since,
        ended=min((day_of(end.time) for end in ends), default=None),
        ended_at=ended_at,
    )


def _earlier(one: Heads, other: Heads) -> Heads:
    """What lies at or before both. At equal positions that disagree the one before is the last common record."""
    both: Heads = {}
    for log in one.keys() & other.keys():
        low, high = sorted((one[log], other[log]))
        both[log] = (low[0], low[1] if low[0] != high[0] or low[1] == high[1] else "")
    return both


@dataclass(frozen=True, slots=True)
class Settings:
    """Organisation settings over time. Later days override earlier ones, name by name."""

    steps: tuple[tuple[date, Mapping[str, int | str]], ...] = ()

    def number(self, name: str, on: date, default: int) -> int:
        """The integer setting in force on a day."""
        value: int | str = default
        for since, values in self.steps:
            if since <= on and name in values:
                value = values[name]
        return value if isinstance(value, int) else default


def settings_of(common: Iterable[Fact]) -> Settings:
    """The settings HR has made. Two values of one name for the same day: as `in_force` says."""
    days: dict[date, dict[str, list[Fact]]] = {}
    for fact in common:
        if fact.kind == "setting":
            body = cast("Setting", fact.body)
            for name in body.values:
                days.setdefault(body.since, {}).setdefault(name, []).append(fact)
    steps: list[tuple[date, Mapping[str, int | str]]] = []
    for since in sorted(days):
        values: dict[str, int | str] = {}
        for name, facts in days[since].items():
            chosen = in_force(facts, [])
            if chosen is not None:
                values[name] = cast("Setting", chosen.body).values[name]
        steps.append((since, values))
    return Settings(tuple(steps))
