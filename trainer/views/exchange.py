"""Where exchange stands: when it last was, who was heard from, for whom a file can be written, what waits and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from trainer.domain import heard as heard_rule
from trainer.domain.certification import Gate, gate
from trainer.domain.facts import Heads
from trainer.domain.progress import Progress
from trainer.domain.waiting import waiting_hours
from trainer.ledger.incoming import named_files
from trainer.ledger.record import Judged
from trainer.local import Exchanged, last_exchange
from trainer.session import Session
from trainer.views.naming import name_of, names
from trainer.views.people import joined
from trainer.wording import certificate as certificate_words
from trainer.wording import exchange as wording
from trainer.wording import gate as gate_words

WAITS = ("unbound", "gap", "nobody", "newer", "forked", "badsig", "badbody", "malformed", "unauthorised", "ended")
"""Verdicts shown, those that mend themselves first; what was withdrawn or erased on purpose waits for nothing."""


MOST_COUNTED = 5_000
"""With more new records than this only their number is told, not their kinds: a page must not wait for it."""

NO_FILE = "no-file"
"""The reason of attachments that records name and that have not arrived."""


@dataclass(frozen=True, slots=True)
class HeardRow:
    """One person: `heard` is when their last record came into this store, `signed` when they signed it by their own
    clock (ms UTC, 0 for never); `days` since it came (-1 for never), `old` whether that is too long, or nothing came though they are known for as long.

    `live`: they have a key in force, so a file can be written for them. `waits` is what waits for them or from them.
    """

    person: str
    name: str
    number: str
    department: str
    mentor: str
    signed: int
    heard: int
    days: int
    old: bool
    live: bool
    waits: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What the next exchange takes along: new here since the last one, by kind in words, how many files those name, and
    for how many people a file is written. `since` is the end of the last exchange (ms UTC), 0 before the first.
    """

    records: int
    kinds: tuple[str, ...]
    files: int
    people: int
    since: int


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """Records that do not count for one reason (`ledger.verdict`), and whose they are."""

    verdict: str
    count: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExchangeRow:
    """The page. `last` is None before the first exchange on this computer; `bound` says whether my key is bound."""

    last: Exchanged | None
    bound: bool
    out: Outgoing
    heard: tuple[HeardRow, ...]
    waiting: tuple[WaitingRow, ...]
    news: tuple[NewsRow, ...]


def overview(session: Session) -> ExchangeRow:
    """Everything the exchange page shows."""
    people = session.store.people()
    everybody = heard(session)
    return ExchangeRow(
        last=last_exchange(session.folder, session.me),
        bound=session.me in people,
        out=outgoing(session, sum(row.live for row in everybody)),
        heard=everybody,
        waiting=waiting(session),
        news=news(session),
    )


def outgoing(session: Session, people: int) -> Outgoing:
    """What the next exchange takes along. Everybody gets of it what they may have (`ledger.md` §6)."""
    last = last_exchange(session.folder, session.me)
    seen = last.last if last is not None else 0
    count = max(0, session.store.arrival() - seen)
    new = session.store.arrived_since(seen) if count <= MOST_COUNTED else ()
    named = {
        sha for one in new if one.record.envelope.body is not None for sha in named_files(one.record.envelope.body)
    }
    return Outgoing(
        records=count,
        kinds=wording.kinds(Counter(one.record.header.kind for one in new)),
        files=len(named),
        people=people,
        since=last.time if last is not None else 0,
    )


def heard(session: Session) -> tuple[HeardRow, ...]:
    """Those I have to do with, whoever was heard from longest ago first. HR has to do with everybody."""
    known, counts, since = session.store.heard(), _waiting_by_person(session), joined(session)
    today = session.today()
    rows = []
    for person in _around(session) - {session.me}:
        last = known.get(person, (0, 0))
        newcomer = not last[1] and (today - since.get(person, today)).days <= heard_rule.SILENT_DAYS
        rows.append(_heard(session, person, last, counts.get(person, 0), newcomer=newcomer))
    return tuple(sorted(rows, key=lambda row: (row.heard, row.name)))


def _heard(session: Session, person: str, last: tuple[int, int], held: int, *, newcomer: bool) -> HeardRow:
    progress, bound = session.standings.of(person), session.store.people().get(person)
    signed, came = last
    today = session.today()
    mentor = progress.assigned("mentor")
    return HeardRow(
        person=person,
        name=name_of(session, person),
        number=progress.number,
        department=progress.department,
        mentor=name_of(session, mentor.person) if mentor is not None else "",
        signed=signed,
        heard=came,
        days=heard_rule.days_silent(came, today),
        old=heard_rule.is_silent(came, today) or not (came or newcomer),
        live=bound is not None and bool(bound.live),
        waits=wording.waits(len(waiting_hours(progress)), _asked(progress), held, bound=bound is not None),
    )


def _asked(progress: Progress) -> int:
    """Practicals somebody asked for that nobody has observed yet."""
    return sum(not asked.answered for row in progress.practicals for asked in row.requests)


def _waiting_by_person(session: Session) -> Counter[str]:
    return Counter(one.record.header.who for one in session.store.not_ok() if one.verdict in WAITS)


def silent(session: Session) -> tuple[HeardRow, ...]:
    """Whom to chase: those with a key of whom nothing came for too long, who never were heard from first."""
    return tuple(row for row in heard(session) if row.live and row.old)


def waiting(session: Session) -> tuple[WaitingRow, ...]:
    """What is here and does not count, by reason. Envelopes whose contents are for others wait for nothing."""
    me = session.store.people().get(session.me)
    mine = me is not None and "hr" in me.roles
    found: dict[str, list[str]] = defaultdict(list)
    for judged in session.store.not_ok():
        header = judged.record.header
        for_others = judged.verdict == "nobody" and not mine and session.me not in (header.who, header.sub)
        if judged.verdict in WAITS and not for_others:
            found[judged.verdict].append(header.who)
    rows = [
        WaitingRow(verdict, len(found[verdict]), tuple(sorted({name_of(session, who) for who in found[verdict]})))
        for verdict in WAITS
        if verdict in found
    ]
    return (*rows, *_without_files(session))


def _without_files(session: Session) -> Iterator[WaitingRow]:
    """Sign-offs asked for whose attachments have not arrived: the records count, but nobody can look at the work."""
    found = [
        person
        for person in _around(session)
        for practical in session.standings.of(person).practicals
        for asked in practical.requests
        if not asked.answered
        for file in asked.files
        if session.store.files.path(file.sha256) is None
    ]
    if found:
        yield WaitingRow(NO_FILE, len(found), tuple(sorted({name_of(session, person) for person in found})))


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


def brought(session: Session) -> tuple[str, ...]:
    """What the last exchange that brought anything brought in all, by kind in words; one's own records left out."""
    last = last_exchange(session.folder, session.me)
    if last is None:
        return ()
    later = {one.record.id for one in session.store.arrived_since(last.until)}
    headers = [one.record.header for one in session.store.arrived_since(last.since) if one.record.id not in later]
    return wording.kinds(Counter(header.kind for header in headers if header.who != session.me))


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
