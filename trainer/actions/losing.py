"""What putting a backup in the place of a store would take away: counted, and told apart by who else has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

import msgspec

from trainer.ledger.record import Record
from trainer.ledger.store import Store


@dataclass(frozen=True, slots=True)
class LostLog:
    """Records of one log that a backup lacks: positions `first` to `last`, how many, and `alone`: how many of them
    nobody else is known to have. `name` is the signer's, empty when it is not here. `kinds`: [(kind, how many)].
    """

    log: str
    person: str
    name: str
    first: int
    last: int
    records: int
    alone: int
    kinds: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Loss:
    """What restoring would do: `kept` records come back, `records` are here now and not in the backup.

    `newest` is the time the newest of those claims (ms UTC). `here`: is there a store to lose? `readable`: can what is
    in it be counted at all? `logs` tells them apart; `alone` of the records are known to nobody else. `erased`
    contents in the backup stay erased.
    """

    title: str
    org: str
    kept: int
    records: int
    newest: int
    here: bool
    readable: bool
    logs: tuple[LostLog, ...] = ()
    alone: int = 0
    erased: int = 0


def erasures(store: Store) -> list[Record]:
    """Every erasure that counts here, with all that its log holds before it: enough to be judged anywhere."""
    last: dict[str, int] = {}
    for judged in store.common():
        header = judged.record.header
        if header.kind == "erase" and judged.verdict == "ok":
            last[header.log] = max(header.seq, last.get(header.log, 0))
    return [record for record in store.records() if record.header.seq <= last.get(record.header.log, 0)]


def losses(now: Store, title: str, there: Collection[str], own: Collection[str]) -> Loss:
    """What `now` holds and a backup with the records `there` does not. Others' records they have themselves; of the
    logs in `own` (keys of this computer) others have what checkpoints cite that were signed on other computers.
    """
    carried = {record.id for record in erasures(now)}
    kept = {*there, *carried}
    gone = {record.id: record for record in now.records() if record.id not in kept}
    by_log: dict[str, list[Record]] = {}
    for record in gone.values():
        by_log.setdefault(record.header.log, []).append(record)
    names = _names(now)
    logs = tuple(_lost(now, records, names, own) for log, records in sorted(by_log.items()))
    return Loss(
        title,
        now.org,
        len(kept),
        len(gone),
        max((record.header.time for record in gone.values()), default=0),
        here=True,
        readable=True,
        logs=logs,
        alone=sum(one.alone for one in logs),
        erased=len(now.verdicts().erased & set(there)),
    )


def _lost(now: Store, records: list[Record], names: dict[str, str], own: Collection[str]) -> LostLog:
    first = records[0].header
    citing = now.verdicts().citing(first.log).values()
    seen = max((seq for heads in citing for by, (seq, _id) in heads.items() if by not in own), default=0)
    return LostLog(
        first.log,
        first.who,
        names.get(first.who, ""),
        min(one.header.seq for one in records),
        max(one.header.seq for one in records),
        len(records),
        sum(one.header.seq > seen for one in records) if first.log in own else 0,
        tuple(Counter(one.header.kind for one in records).most_common()),
    )


class _Named(msgspec.Struct):
    name: str = ""


def _names(store: Store) -> dict[str, str]:
    """The names in the profiles that count, the latest of each person."""
    found: dict[str, str] = {}
    for record in sorted(store.records(), key=lambda one: one.header.time):
        header, body = record.header, record.envelope.body
        if header.kind == "profile" and header.sub and body is not None and store.verdict(record.id) == "ok":
            try:
                found[header.sub] = msgspec.json.decode(body, type=_Named).name
            except msgspec.DecodeError:
                continue
    return found
