"""What arrives from others, sorted before it is written: new, known, or the missing body of something known."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from trainer.ledger.archive import Archive
from trainer.ledger.files import Files
from trainer.ledger.identity import SHAPES
from trainer.ledger.incoming import named_files
from trainer.ledger.record import Envelope, Malformed, Record, body_matches, read
from trainer.ledger.verdict import Bound


@dataclass(slots=True)
class Sorting:
    """`new` rows, `bodies` for rows that have none or a damaged one, how many were `known`."""

    new: list[Record] = field(default_factory=list)
    bodies: list[Record] = field(default_factory=list)
    known: int = 0


def sorted_out(envelopes: Sequence[Envelope], archive: Archive, erased: Collection[str], now: int) -> Sorting:
    """What to do with these envelopes. A body that is not the signed one, or that HR had erased, is left behind: its
    header still comes in, so that a damaged body never breaks a chain. `now` (ms UTC) is noted as received.
    """
    best: dict[tuple[str, bytes], Record] = {}
    known = 0
    for envelope in envelopes:
        try:
            record = _clean(read(envelope, now), erased)
        except Malformed:
            continue
        key = (record.id, envelope.sig)
        if key not in best or best[key].envelope.body is None:
            known += key in best
            best[key] = record
        else:
            known += 1
    here: dict[str, list[Record]] = {}
    for record in archive.these({target for target, _ in best}):
        here.setdefault(record.id, []).append(record)
    sorting = Sorting(known=known)
    for (target, sig), record in best.items():
        same = here.get(target, [])
        lacks = record.envelope.body is not None and not any(body_matches(one.envelope, one.header) for one in same)
        if not any(one.envelope.sig == sig for one in same):
            sorting.new.append(record)
        elif lacks:
            sorting.bodies.append(record)
        else:
            sorting.known += 1
    return sorting


def genuine(sorting: Sorting, may_be: Callable[[Record], bool]) -> int:
    """Leave out what its log's key did not sign; how many those were."""
    good = [record for record in sorting.new if may_be(record)]
    bad = len(sorting.new) - len(good)
    sorting.new = good
    return bad


def _clean(record: Record, erased: Collection[str]) -> Record:
    envelope = record.envelope
    gone = record.id in erased and record.header.kind not in SHAPES
    if envelope.body is not None and (gone or not body_matches(envelope, record.header)):
        return replace(record, envelope=replace(envelope, salt=None, body=None))
    return record


def null_erased(archive: Archive, files: Files, erased: Collection[str]) -> list[Record]:
    """Null the bodies of these records wherever they are still here, and note the files they named as doomed: what
    nothing else names goes with `Files.remove_doomed`. The records as they were.
    """
    gone = [
        record
        for record in archive.these(erased)
        if record.envelope.body is not None and record.header.kind not in SHAPES
    ]
    if gone:
        files.doom({name for record in gone for name in named_files(record.envelope.body or b"")})
        archive.change([], [], sorted({record.id for record in gone}))
        archive.empty_journal()
    return gone


def heard(ends: Iterable[tuple[str, str, int, int]], people: Mapping[str, Bound]) -> dict[str, tuple[int, int]]:
    """Person → when their last record was signed, by their own clock, and when it came in (ms UTC), from the last
    record of every log (`Archive.ends`). A log of somebody else's key says nothing about them.
    """
    found: dict[str, tuple[int, int]] = {}
    for log, who, time, got in ends:
        bound = people.get(who)
        if bound is not None and bound.keys and log not in bound.keys:
            continue
        signed, came = found.get(who, (0, 0))
        found[who] = max(signed, time), max(came, got)
    return found
