"""Everything that does not count and why, newest first within each reason; and the two sides of a fork."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from trainer.domain.people import OVERRULABLE
from trainer.domain.progress import WHY_NOT
from trainer.ledger.chain import Fork
from trainer.ledger.record import Judged
from trainer.session import Session
from trainer.views.naming import name_of
from trainer.views.records import RecordRow, record_row
from trainer.views.whatif import Effect, concerned, effects

FIRST: Final = (
    "fork",
    "two-successors",
    "ended",
    "unauthorised",
    "unbound",
    "gap",
    "badsig",
    "badbody",
    "nobody",
    "newer",
    "malformed",
    "foreign",
    "forked",
)
LAST: Final = ("replaced", "withdrawn", "redacted")
ORDER: Final = (*FIRST, *(why for why in WHY_NOT if why not in FIRST and why not in LAST), *LAST)
"""The order of the reasons: what HR has to decide first, then what is wrong, what the rules say, what was meant so.

``fork`` is held for review; ``forked`` stands on the side that does not go on.
"""
DECIDE: Final = frozenset({"fork", "two-successors"})
"""Reasons that wait for somebody's decision."""
SHOWN: Final = 12
"""Records of one side of a fork that are listed."""


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One record that does not count. `reason` is one of `ORDER`; `fork` is the position it hangs on: (log, seq)."""

    row: RecordRow
    sub: str
    reason: str
    fork: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """The rollback alarm: somebody signed that they had this record, and it is not here."""

    log: str
    seq: int
    name: str


@dataclass(frozen=True, slots=True)
class Review:
    """Everything that does not count. `people` are (id, name) of those it is about, `decide` how many decisions wait."""

    rows: tuple[ReviewRow, ...]
    missing: tuple[Missing, ...]
    people: tuple[tuple[str, str], ...]
    decide: int


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a fork from the position where they part. `cited` names who signed that they had it, `first` and
    `last` are times (ms UTC) the signer's computer said, `effects` what would change if it went on.
    """

    id: str
    records: int
    first: int
    last: int
    kinds: tuple[tuple[str, int], ...]
    rows: tuple[RecordRow, ...]
    cited: tuple[str, ...]
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class ForkSheet:
    """A fork. `chosen` is the side that goes on, empty while it is held; `own`: it is in a log of whoever looks."""

    log: str
    seq: int
    person: str
    name: str
    sides: tuple[Side, ...]
    chosen: str
    own: bool


def uncounted(session: Session) -> Review:
    """Everything here that does not count, by reason and then newest first."""
    behind = _behind_forks(session)
    rows = {one.record.id: _ledger_row(session, one, behind) for one in session.store.not_ok()}
    for person in session.store.people():
        for refused in session.standings.of(person).not_counted:
            judged = session.store.record(refused.record)
            if judged is not None and refused.record not in rows:
                header = judged.record.header
                rows[refused.record] = ReviewRow(record_row(session, judged), header.sub or header.who, refused.why)
    ordered = sorted(rows.values(), key=lambda one: (_place(one.reason), -one.row.time, one.row.id))
    people = {one.sub: one.row.sub_name or one.row.who_name for one in ordered}
    return Review(
        tuple(ordered),
        _missing(session),
        tuple(sorted(people.items(), key=lambda item: item[1])),
        count(session),
    )


def _place(reason: str) -> int:
    return ORDER.index(reason) if reason in ORDER else len(ORDER)


def count(session: Session) -> int:
    """How many decisions wait: forks that nobody has decided, and records that say different things about one matter."""
    open_ = sum(one.chosen is None for one in session.store.forks())
    contested = {
        refused.record
        for person in session.store.people()
        for refused in session.standings.of(person).not_counted
        if refused.why == "two-successors"
    }
    return open_ + len(contested)


def _ledger_row(session: Session, one: Judged, behind: dict[str, Fork]) -> ReviewRow:
    header = one.record.header
    fork = behind.get(one.record.id)
    reason = "fork" if fork is not None and fork.chosen is None else one.verdict
    place = (fork.log, fork.seq) if fork is not None else None
    return ReviewRow(record_row(session, one), header.sub or header.who, reason, place)


def _missing(session: Session) -> tuple[Missing, ...]:
    owners = {log: person for person, bound in session.store.people().items() for log in bound.keys}
    heads = sorted(session.store.verdicts().missing_heads().items())
    return tuple(Missing(log, seq, name_of(session, owners.get(log, ""))) for log, (seq, _id) in heads)


# Forks


def _after(records: Sequence[Judged]) -> dict[str, list[Judged]]:
    """What follows each record of a log."""
    found: dict[str, list[Judged]] = {}
    for one in records:
        if one.record.header.prev is not None:
            found.setdefault(one.record.header.prev, []).append(one)
    return found


def _side(first: str, records: Sequence[Judged], after: dict[str, list[Judged]]) -> list[Judged]:
    """A record and everything that builds on it, in order."""
    ahead = [one for one in records if one.record.id == first]
    found: dict[str, Judged] = {}
    while ahead:
        one = ahead.pop()
        found[one.record.id] = one
        ahead += after.get(one.record.id, [])
    return sorted(found.values(), key=lambda one: (one.record.header.seq, one.record.id))


def _log(session: Session, log: str) -> list[Judged]:
    owner = next((person for person, bound in session.store.people().items() if log in bound.keys), "")
    return [one for one in session.store.about(owner) if one.record.header.log == log] if owner else []


def _behind_forks(session: Session) -> dict[str, Fork]:
    """The fork that each record on a side of one hangs on: the nearest before it."""
    found: dict[str, Fork] = {}
    for fork in sorted(session.store.forks(), key=lambda one: one.seq):
        records = _log(session, fork.log)
        after = _after(records)
        for side in fork.sides:
            found.update({one.record.id: fork for one in _side(side, records, after)})
    return found


def fork_sheet(session: Session, log: str, seq: int) -> ForkSheet | None:
    """Both sides of a fork beside each other; None when there is none at this position (any more)."""
    fork = next((one for one in session.store.forks() if (one.log, one.seq) == (log, seq)), None)
    if fork is None:
        return None
    records = _log(session, log)
    after = _after(records)
    sides = {side: _side(side, records, after) for side in fork.sides}
    person = records[0].record.header.who if records else ""
    mine = session.store.people().get(session.me)
    return ForkSheet(
        log,
        seq,
        person,
        name_of(session, person),
        tuple(_side_row(session, log, side, sides) for side in fork.sides),
        fork.chosen or "",
        mine is not None and log in mine.keys,
    )


def _side_row(session: Session, log: str, side: str, sides: dict[str, list[Judged]]) -> Side:
    records = sides[side]
    ids = {one.record.id for one in records}
    times = [one.record.header.time for one in records]
    cited = sorted(
        name_of(session, person)
        for person, heads in session.store.verdicts().citing(log).items()
        if any(head in ids for _seq, head in heads.values())
    )
    worth = {one.record.id: "ok" if on == side else "forked" for on, held in sides.items() for one in held}
    people = concerned(session, [one for held in sides.values() for one in held])
    return Side(
        side,
        len(records),
        min(times),
        max(times),
        tuple(Counter(one.record.header.kind for one in records).most_common()),
        tuple(record_row(session, one) for one in records[:SHOWN]),
        tuple(cited),
        effects(session, worth, people),
    )


# Overruling


def overrulable(session: Session, record: str) -> bool:
    """Whether HR can overrule this record: an attestation that counts, by somebody else, not about HR's own person."""
    judged = session.store.record(record)
    if judged is None or judged.verdict != "ok" or judged.record.header.kind not in OVERRULABLE:
        return False
    header = judged.record.header
    me = session.store.people().get(session.me)
    return me is not None and "hr" in me.roles and session.me not in (header.who, header.sub)


def overruling(session: Session, record: str) -> tuple[Effect, ...]:
    """What would change if this record did not count."""
    judged = session.store.record(record)
    return effects(session, {record: "withdrawn"}, concerned(session, [judged])) if judged is not None else ()
