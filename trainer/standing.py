"""One person's records → where they stand. Rebuilt per person, never patched; owns ``derived.db``.

``derived.db`` only saves folding again: it may be deleted at any time, also while it is damaged, and nothing in it is
believed under other rules, another library or other records than those it was made from.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

import msgspec
import sqlalchemy as sql
from sqlalchemy.exc import SQLAlchemyError

from trainer.domain import certification, facts
from trainer.domain.assessed import Catalogue, Grader
from trainer.domain.calendar import Quarter
from trainer.domain.evidence import Authority
from trainer.domain.facts import BODIES, BadBody, Body, Fact, Heads, SessionHeld
from trainer.domain.fold import fold
from trainer.domain.hours import quarter_hours
from trainer.domain.people import Circle
from trainer.domain.programme import Programme
from trainer.domain.progress import NotCounted, Progress, QuarterHours
from trainer.ledger.identity import BadShape, Overrule, Void, read_identity
from trainer.ledger.record import Judged, Record

RULES = 1
"""The version of the rules in `trainer.domain` that derived rows name. A change of meaning raises it."""

COMMON = frozenset({"session.held", "setting"})
"""The kinds without a subject that can touch a person's standing."""


class BoundLike(Protocol):
    """What is needed of `trainer.ledger.verdict.Bound`."""

    @property
    def roles(self) -> frozenset[str]:
        """The roles held now."""


class HrKeyLike(Protocol):
    """What is needed of `trainer.ledger.root.HrKey`."""

    @property
    def from_seq(self) -> int:
        """The first position that speaks for HR."""

    @property
    def last_seq(self) -> int | None:
        """The last one; None: still."""


class RootLike(Protocol):
    """What is needed of `trainer.ledger.root.Root`."""

    @property
    def hr_logs(self) -> Mapping[str, HrKeyLike]:
        """HR keys by log."""


class Records(Protocol):
    """Where judged records come from: `trainer.ledger.store.Store`, or a bundle loaded into one."""

    @property
    def root(self) -> RootLike:
        """The root document in force."""

    def about(self, person: str, /) -> Sequence[Judged]:
        """Every record the person signed or is subject of."""

    def common(self) -> Sequence[Judged]:
        """Every record without a subject."""

    def people(self) -> Mapping[str, BoundLike]:
        """Everybody bound, by person id."""

    def record(self, id_: str, /) -> Judged | None:
        """One record."""

    def position(self) -> str:
        """Changes whenever anything is appended or received."""


class LibraryLike(Catalogue, Protocol):
    """The compiled library."""

    @property
    def hash(self) -> str:
        """Changes with its content."""


class Standings:
    """Where everybody stands, folded when asked for and remembered until their records change.

    Whoever appends or receives records calls ``forget(store.take_changed())`` afterwards; a change that nobody
    announced costs folding again, never a stale answer. `path` None keeps nothing on disk. Not for several threads at
    once: the reader thread has its own, on its own store.

    `own` is whoever is signed in: study starts before the bind has arrived, so their own screens show what they
    recorded since as if it were bound (`records.md` §2). Nobody else's do, and nothing of it is kept in ``derived.db``.
    """

    def __init__(self, store: Records, library: LibraryLike, path: Path | None = None, *, own: str = "") -> None:
        self._store = store
        self._own = own
        self._library = library
        self._grader = Grader(library)
        self._memory: dict[str, tuple[str, str, Progress]] = {}
        self._cuts: dict[tuple[str, str, str], Progress] = {}
        self._facts = FactMemory()
        self._surroundings = _Surroundings(store, self._facts)
        self._seen = {self._surroundings.position}
        self._derived = Derived(path)  # at last: nothing behind it can fail and leave the file open

    def close(self) -> None:
        """Let go of ``derived.db``."""
        self._derived.close()

    def of(self, person: str) -> Progress:
        """Where one person stands now. Somebody unknown has an empty `Progress`."""
        self._follow()
        position, key = self._surroundings.position, self._key(person)
        held = self._memory.get(person)
        if held is not None and held[:2] == (position, key):
            return held[2]
        unbound = person == self._own and person not in self._store.people()
        progress = None if unbound else self._derived.read(person, position, key)
        if progress is None:
            progress = self._folded(person, None, unbound=unbound)
            if not unbound:
                self._derived.write(person, position, key, progress)
        self._memory[person] = (position, key, progress)
        return progress

    def everybody(self) -> list[Progress]:
        """Everybody bound to a key, by person id."""
        return [self.of(person) for person in sorted(self._store.people())]

    def quarter(self, quarter: Quarter) -> dict[str, QuarterHours]:
        """Everybody's hours in one quarter, by person id."""
        return {progress.person: quarter_hours(progress.quarters, quarter) for progress in self.everybody()}

    def at_cut(self, person: str, heads: Heads) -> Progress:
        """Where the person stood on the records at or before these heads: what was withdrawn later counts here."""
        self._follow()
        name = hashlib.sha256(msgspec.json.encode(sorted(heads.items()))).hexdigest()
        key = (person, name, f"{self._surroundings.position}|{self._key(person)}")
        if key not in self._cuts:
            self._cuts[key] = self._folded(person, heads)
        return self._cuts[key]

    def certificate(self, person: str, record: str, on: date) -> certification.CertificateStanding | None:
        """What a certificate is worth on a day: on the records at its cut and again on all known here. None: no such
        certificate of this person. This is all that `verify` needs, on any store-like source of records.
        """
        now = self.of(person)
        issued = next((one for one in now.certificates if one.record == record), None)
        if issued is None:
            return None
        missing = sum(self._store.record(id_) is None for _seq, id_ in issued.cut.values())
        programme = self._library.programme(issued.hash)
        return certification.certificate(issued, self.at_cut(person, issued.cut), now, programme, on, missing=missing)

    def gate(self, person: str, on: date) -> certification.Gate:
        """The go-live gate of one person on a day, under the programme version they are enrolled in."""
        return certification.gate(self.programme_of(person), self.of(person), on)

    def programme_of(self, person: str) -> Programme | None:
        """The programme version the person is enrolled in; None when not enrolled or not in this library."""
        enrolment = self.of(person).enrolment
        return self._library.programme(enrolment.hash) if enrolment else None

    def circle(self, me: str) -> Circle:
        """Who has to do with whom, as this store knows it; `me` counts even before the bind has arrived."""
        people = self._store.people()
        assigned = {
            person: frozenset(a.person for a in self.of(person).assignments if a.ended is None)
            for person in sorted({*people, me})
        }
        return Circle(assigned, frozenset(person for person, bound in people.items() if "hr" in bound.roles))

    def body(self, judged: Judged) -> Body | None:
        """The body of one record as its type; None when it is not here, not of a kind that we know, or not readable."""
        content = judged.record.envelope.body
        kind = judged.record.header.kind
        if content is None or kind not in BODIES:
            return None
        with contextlib.suppress(BadBody):
            return facts.decode(kind, content)
        return None

    def forget(self, people: Iterable[str]) -> None:
        """These people's records or verdicts changed, and nobody else's, since this was last called."""
        gone = frozenset(people)
        self._follow()
        position = self._surroundings.position
        for person in gone:
            self._memory.pop(person, None)
        for person, (seen, key, progress) in self._memory.items():
            if seen in self._seen:
                self._memory[person] = (position, key, progress)
        self._derived.forget(gone, self._seen, position)
        self._cuts.clear()
        self._seen = {position}

    def _follow(self) -> None:
        if self._store.position() != self._surroundings.position:
            self._surroundings = _Surroundings(self._store, self._facts)
            self._seen.add(self._surroundings.position)

    def _key(self, person: str) -> str:
        return f"{RULES}|{self._library.hash}|{self._surroundings.touching(person)}"

    def _folded(self, person: str, cut: Heads | None, *, unbound: bool = False) -> Progress:
        records = self._store.about(person)
        if unbound:
            records = [_as_if_bound(one, person) for one in records]
        read = read_facts(records, self._facts, cut, about=person)
        progress = fold(
            person,
            read.facts,
            self._surroundings.common(person, cut),
            self._grader,
            self._surroundings.authority,
            newest_received=max((one.record.got for one in records), default=0),
        )
        if not read.refused:
            return progress
        refused = sorted((*progress.not_counted, *read.refused), key=lambda row: (row.time, row.record, row.why))
        return msgspec.structs.replace(progress, not_counted=tuple(refused))


# Reading


def _as_if_bound(one: Judged, person: str) -> Judged:
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
) -> Read:
    """The facts among judged records that are about this person (None: about nobody). With a cut: those at or before
    it, as they counted then, so a withdrawal that lies beyond the cut takes nothing away.
    """
    records = [one for one in records if cut is None or _inside(one, cut)]
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


def _inside(one: Judged, heads: Mapping[str, tuple[int, str]]) -> bool:
    header = one.record.header
    head = heads.get(header.log)
    return head is not None and (header.seq < head[0] or (header.seq == head[0] and one.record.id == head[1]))


def _withdrawals(records: Iterable[Judged]) -> frozenset[str]:
    """What these records withdraw. Whether they may is the ledger's judgement: the target's verdict says so."""
    targets: set[str] = set()
    for one in records:
        content = one.record.envelope.body
        if one.record.header.kind in {"void", "overrule"} and one.verdict == "ok" and content is not None:
            with contextlib.suppress(BadShape):
                body = read_identity(one.record.header.kind, content)
                if isinstance(body, Void | Overrule):
                    targets.add(body.id)
    return frozenset(targets)


class _Surroundings:
    """What stands around one person's records at one position of the store: authority, sessions held, settings."""

    def __init__(self, store: Records, memory: FactMemory) -> None:
        self.position = store.position()
        self._memory = memory
        hr = {log: (key.from_seq, key.last_seq) for log, key in store.root.hr_logs.items()}
        roles = {person: frozenset(bound.roles) for person, bound in store.people().items()}
        self.authority = Authority(hr, roles)
        self._judged = [one for one in store.common() if one.record.header.kind in COMMON | {"void", "overrule"}]
        self._settings: list[Fact] = []
        self._sessions: dict[str, list[Fact]] = {}
        self._sort(read_facts(self._judged, memory).facts, self._settings, self._sessions)
        directors = sorted(person for person, held in roles.items() if "director" in held)
        self._everywhere = [sorted(hr.items()), directors, sorted(fact.id for fact in self._settings)]

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
        self._sort(read_facts(self._judged, self._memory, cut).facts, settings, sessions)
        return [*settings, *sessions.get(person, ())]


# Keeping

_TABLES = sql.MetaData()

_STANDING = sql.Table(
    "standing",
    _TABLES,
    sql.Column("person", sql.Text, primary_key=True),
    sql.Column("position", sql.Text, nullable=False),
    sql.Column("key", sql.Text, nullable=False),
    sql.Column("progress", sql.LargeBinary, nullable=False),
)

_QUARTER = sql.Table(
    "quarter",
    _TABLES,
    sql.Column("person", sql.Text, primary_key=True),
    sql.Column("year", sql.Integer, primary_key=True),
    sql.Column("quarter", sql.Integer, primary_key=True),
    sql.Column("confirmed_s", sql.Integer, nullable=False),
    sql.Column("claimed_s", sql.Integer, nullable=False),
)
"""The same figures as in the blob, for whoever looks into the file with a tool of their own."""

_PROGRESS = msgspec.msgpack.Decoder(Progress)


class Derived:
    """``derived.db``: a convenience. Whatever goes wrong with it is answered by folding again, never by an error."""

    def __init__(self, path: Path | None) -> None:
        self._engine = _opened(path) if path is not None else None

    def close(self) -> None:
        """Let go of the file."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def read(self, person: str, position: str, key: str) -> Progress | None:
        """What was kept for this position and key."""
        if self._engine is None:
            return None
        wanted = sql.select(_STANDING.c.progress).where(
            _STANDING.c.person == person, _STANDING.c.position == position, _STANDING.c.key == key
        )
        damaged = (SQLAlchemyError, msgspec.DecodeError, UnicodeDecodeError)
        with contextlib.suppress(*damaged), self._engine.connect() as connection:
            row = connection.execute(wanted).one_or_none()
            return _PROGRESS.decode(row[0]) if row is not None else None
        return None

    def write(self, person: str, position: str, key: str, progress: Progress) -> None:
        """Keep one person's standing."""
        if self._engine is None:
            return
        quarters = [
            {"person": person, **{name: getattr(row, name) for name in ("year", "quarter", "confirmed_s", "claimed_s")}}
            for row in progress.quarters
        ]
        row = {"person": person, "position": position, "key": key, "progress": msgspec.msgpack.encode(progress)}
        with contextlib.suppress(SQLAlchemyError), self._engine.begin() as connection:
            for table in (_STANDING, _QUARTER):
                connection.execute(sql.delete(table).where(table.c.person == person))
            connection.execute(sql.insert(_STANDING), row)
            if quarters:
                connection.execute(sql.insert(_QUARTER), quarters)

    def forget(self, people: Iterable[str], seen: Iterable[str], position: str) -> None:
        """Drop these people; what was kept at one of the `seen` positions is good at `position` for all others."""
        if self._engine is None:
            return
        gone = [{"gone": person} for person in people]
        with contextlib.suppress(SQLAlchemyError), self._engine.begin() as connection:
            for table in (_STANDING, _QUARTER):
                if gone:
                    connection.execute(sql.delete(table).where(table.c.person == sql.bindparam("gone")), gone)
            still = sql.update(_STANDING).where(_STANDING.c.position.in_(sorted(seen)))
            connection.execute(still.values(position=position))


def _opened(path: Path) -> sql.Engine | None:
    """The file with its tables. A damaged one, or one of another make, is thrown away; None when the disk refuses."""
    for last in (False, True):
        # One connection for good: `synchronous` belongs to a connection, and this file has one user.
        engine = sql.create_engine(
            f"sqlite:///{path}", poolclass=sql.StaticPool, connect_args={"check_same_thread": False, "timeout": 5.0}
        )
        try:
            with engine.begin() as connection:
                for pragma in ("journal_mode=WAL", "synchronous=OFF", "trusted_schema=OFF"):
                    connection.exec_driver_sql(f"PRAGMA {pragma}")
                _TABLES.create_all(connection)
                for table in (_STANDING, _QUARTER):
                    connection.execute(sql.select(table).limit(1)).all()
        except SQLAlchemyError:
            engine.dispose()
            if not last:
                _throw_away(path)
        else:
            return engine
    return None


def _throw_away(path: Path) -> None:
    for leftover in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        with contextlib.suppress(OSError):
            leftover.unlink(missing_ok=True)
