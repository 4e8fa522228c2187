"""Where exchange stands: when it last was, who was heard from, for whom a file can be written, what waits and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from trainer.domain.certification import Gate, gate
from trainer.domain.facts import Heads
from trainer.domain.progress import Progress
from trainer.ledger.record import Judged
from trainer.local import Exchanged, last_exchange
from trainer.session import Session
from trainer.views.naming import name_of, names
from trainer.wording import certificate as certificate_words
from trainer.wording import exchange as wording
from trainer.wording import gate as gate_words

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


# What the last exchange brought


@dataclass(frozen=True, slots=True)
class Change:
    """Something that stands elsewhere since: what it is, how it stood and how it stands, in words; `better` tells the way."""

    title: str
    before: str
    after: str
    better: bool


@dataclass(frozen=True, slots=True)
class NewsRow:
    """What came about one person in the last exchange that brought anything.

    `kinds`: how many records of which kind, in words, the most important first; `records` their ids; `changes` what
    stands differently because of them; `came` when (ms UTC).
    """

    person: str
    name: str
    kinds: tuple[str, ...]
    records: tuple[str, ...]
    changes: tuple[Change, ...]
    came: int


def news(session: Session) -> tuple[NewsRow, ...]:
    """What arrived in the last exchange that brought anything, about those I have to do with: whose standing changed
    first, then by name. Empty before the first exchange. One's own records are no news.
    """
    last = last_exchange(session.folder, session.me)
    if last is None or not last.brought:
        return ()
    later = {one.record.id for one in session.store.arrived_since(last.until)}
    arrived: dict[str, list[Judged]] = defaultdict(list)
    around = _around(session)
    for one in session.store.arrived_since(last.since):
        header = one.record.header
        person = header.sub or header.who
        told = header.kind in wording.NEWS and header.who != session.me and one.record.id not in later
        if told and person in around:
            arrived[person].append(one)
    rows = [_news(session, person, found, last.brought) for person, found in arrived.items()]
    return tuple(sorted(rows, key=lambda row: (not row.changes, row.name, row.person)))


def _around(session: Session) -> frozenset[str]:
    """Those I have to do with, and myself. HR has to do with everybody."""
    people = session.store.people()
    me = people.get(session.me)
    if me is not None and "hr" in me.roles:
        return frozenset(people) | {session.me}
    return session.standings.circle(session.me).around(session.me) | {session.me}


def _news(session: Session, person: str, arrived: Iterable[Judged], came: int) -> NewsRow:
    ids = tuple(one.record.id for one in arrived)
    counted = Counter(one.record.header.kind for one in arrived)
    return NewsRow(
        person=person,
        name=name_of(session, person),
        kinds=wording.kinds(counted),
        records=ids,
        changes=_changes(session, person, frozenset(ids)),
        came=came,
    )


def _changes(session: Session, person: str, arrived: frozenset[str]) -> tuple[Change, ...]:
    """What stands differently than it would without these records."""
    now = session.standings.of(person)
    then = session.standings.at_cut(person, _without(session, person, arrived))
    programme = session.standings.programme_of(person)
    today = session.today()
    lines = _gate_changes(session, gate(programme, then, today), gate(programme, now, today))
    return (*lines, *_certificate_changes(then, now))


def _without(session: Session, person: str, arrived: frozenset[str]) -> Heads:
    """The last position of every log about somebody before these records came."""
    heads: Heads = {}
    for one in (*session.store.about(person), *session.store.common()):
        header = one.record.header
        if one.record.id not in arrived and header.seq > heads.get(header.log, (0, ""))[0]:
            heads[header.log] = (header.seq, one.record.id)
    return heads


def _gate_changes(session: Session, then: Gate, now: Gate) -> tuple[Change, ...]:
    named = names(session)
    before = {item.requirement: item for item in then.items}
    found = []
    for item in now.items:
        old = before.get(item.requirement)
        line = gate_words.line_of(item, named)
        was = gate_words.line_of(old, named).reason if old is not None else ""
        if old is None or (old.state, old.done, old.waiting) != (item.state, item.done, item.waiting):
            better = old is None or (item.satisfied, item.done, item.waiting) >= (old.satisfied, old.done, old.waiting)
            found.append(Change(line.title, was, line.reason, better))
    return tuple(found)


def _certificate_changes(then: Progress, now: Progress) -> tuple[Change, ...]:
    before = {one.record: one.state for one in then.certificates}
    return tuple(
        Change(
            wording.certificate(one.serial),
            certificate_words.status_word(before[one.record]) if one.record in before else "",
            certificate_words.status_word(one.state),
            one.state == "active",
        )
        for one in now.certificates
        if before.get(one.record) != one.state
    )
