"""Where exchange stands: when it last was, who was heard from, for whom a file can be written, what waits and why."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from trainer.local import Exchanged, last_exchange
from trainer.session import Session
from trainer.views.naming import name_of

WAITS = ("unbound", "gap", "nobody", "newer", "forked", "badsig", "badbody", "malformed", "unauthorised", "ended")
"""Verdicts shown, those that mend themselves first; what was withdrawn or erased on purpose waits for nothing."""


@dataclass(frozen=True, slots=True)
class HeardRow:
    """One person: `heard` is when the newest record by or about them came into this store (ms UTC), 0 for never.

    `live`: they have a key in force, so a file can be written for them.
    """

    person: str
    name: str
    heard: int
    live: bool


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """Records that do not count for one reason (`ledger.verdict`), whose they are, and when the oldest came (ms UTC)."""

    verdict: str
    count: int
    names: tuple[str, ...]
    oldest: int


@dataclass(frozen=True, slots=True)
class ExchangeRow:
    """The page. `last` is None before the first exchange on this computer; `bound` says whether my key is bound."""

    last: Exchanged | None
    bound: bool
    heard: tuple[HeardRow, ...]
    waiting: tuple[WaitingRow, ...]


def overview(session: Session) -> ExchangeRow:
    """Everything the exchange page shows."""
    people = session.store.people()
    return ExchangeRow(
        last=last_exchange(session.folder, session.me),
        bound=session.me in people,
        heard=heard(session),
        waiting=waiting(session),
    )


def heard(session: Session) -> tuple[HeardRow, ...]:
    """Those I have to do with, whoever was heard from longest ago first. HR has to do with everybody."""
    people = session.store.people()
    me = people.get(session.me)
    if me is not None and "hr" in me.roles:
        mine = frozenset(people)
    else:
        mine = session.standings.circle(session.me).around(session.me)
    rows = [
        HeardRow(
            person,
            name_of(session, person),
            session.store.received_newest(person),
            person in people and bool(people[person].live),
        )
        for person in mine - {session.me}
    ]
    return tuple(sorted(rows, key=lambda row: (row.heard, row.name)))


def waiting(session: Session) -> tuple[WaitingRow, ...]:
    """What is here and does not count, by reason. Envelopes whose contents are for others wait for nothing."""
    me = session.store.people().get(session.me)
    mine = me is not None and "hr" in me.roles
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for judged in session.store.not_ok():
        header = judged.record.header
        for_others = judged.verdict == "nobody" and not mine and session.me not in (header.who, header.sub)
        if judged.verdict in WAITS and not for_others:
            found[judged.verdict].append((header.who, judged.record.got))
    return tuple(
        WaitingRow(
            verdict,
            len(found[verdict]),
            tuple(sorted({name_of(session, who) for who, _got in found[verdict]})),
            min(got for _who, got in found[verdict]),
        )
        for verdict in WAITS
        if verdict in found
    )
