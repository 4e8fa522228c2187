"""Re-check a store from its bytes alone (`trainer verify`): nothing remembered, nothing believed.

Names every altered row by log and position. A public key needs nobody's word here, because a log *is* the hash of its
key; only records of keys never met cannot be checked yet. What a sound record is worth is `verdict`'s question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from trainer.ledger.archive import Archive
from trainer.ledger.chain import Check
from trainer.ledger.identity import BadShape, Bind, read_identity
from trainer.ledger.keys import log_of, unb64
from trainer.ledger.record import RECORD_TYPE, SALT_BYTES, Header, Malformed, body_hash, parse_header, sha256
from trainer.ledger.root import Root, read_root

Progress = Callable[[int, int], None]
"""(rows done, rows in all); may raise to cancel."""

_STEP = 256
_COLUMNS = ("log", "seq", "kind", "time", "who", "sub")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something altered. `what`: ``header``, ``id``, ``column-<name>``, ``signature``, ``body``, ``gap`` (the record
    before it is missing), ``missing`` (cited by a checkpoint, not here), ``root``, ``schema-<name>``. Log and position
    are as the row's columns say; empty and 0 where it is about no record.
    """

    log: str
    seq: int
    id: str
    what: str


@dataclass(slots=True)
class _Links:
    """Ids met, and records whose predecessor was not met before them."""

    met: set[str] = field(default_factory=set)
    waiting: list[tuple[str, Finding]] = field(default_factory=list)

    def add(self, header: Header, record: str) -> None:
        self.met.add(record)
        if header.prev is not None and header.prev not in self.met:
            self.waiting.append((header.prev, Finding(header.log, header.seq, record, "gap")))

    def gaps(self) -> list[Finding]:
        return [finding for prev, finding in self.waiting if prev not in self.met]


def verify_rows(archive: Archive, root: Root, check: Check, progress: Progress | None = None) -> list[Finding]:
    """Every altered row, in (log, position) order. `check` verifies a signature, each time anew. Reads in batches;
    holds ids only.
    """
    pubs = public_keys(archive, root)
    links = _Links()
    found: list[Finding] = []
    total = archive.count()
    done = 0
    for row in archive.raw_rows():
        found += _row(row, pubs, links, check)
        done += 1
        if progress is not None and done % _STEP == 0:
            progress(done, total)
    if progress is not None:
        progress(done, total)
    return found + links.gaps()


def public_keys(archive: Archive, root: Root) -> dict[str, bytes]:
    """Every public key met: HR's from the root document, own ones, and those that binds name. Each is checked to be
    the one its log is the hash of.
    """
    known = list(archive.pubs().values()) + [key.raw_pub for key in root.hr]
    for record in archive.about_nobody():
        if record.header.kind == "bind" and record.envelope.body is not None:
            pub = _bound_pub(record.envelope.body)
            if pub is not None:
                known.append(pub)
    return {log_of(pub): pub for pub in known}


def _bound_pub(body: bytes) -> bytes | None:
    try:
        bind = read_identity("bind", body)
        return unb64(bind.pub) if isinstance(bind, Bind) else None
    except (BadShape, Malformed):
        return None


def _row(row: Sequence[Any], pubs: Mapping[str, bytes], links: _Links, check: Check) -> list[Finding]:
    """What is wrong with one row. Values come straight from the file and may have any type."""
    exact, sig, salt, body, got, record, *columns = row
    log, seq = str(columns[0]), columns[1] if isinstance(columns[1], int) else 0
    faults = []
    try:
        header = parse_header(exact)
    except (Malformed, TypeError):
        return [Finding(log, seq, str(record), "header")]
    true_id = sha256(exact)
    links.add(header, true_id)
    if record != true_id:
        faults.append("id")
    if columns != [header.log, header.seq, header.kind, header.time, header.who, header.sub]:
        faults += [
            f"column-{name}" for name, value in zip(_COLUMNS, columns, strict=True) if value != getattr(header, name)
        ]
    pub = pubs.get(header.log)
    if not isinstance(sig, bytes) or (pub is not None and not check(pub, RECORD_TYPE, exact, sig)):
        faults.append("signature")
    if not _body_holds(salt, body, header.bh):
        faults.append("body")
    if not isinstance(got, int):  # unsigned: only its form can be judged
        faults.append("column-got")
    return [Finding(log, seq, str(record), what) for what in faults]


def _body_holds(salt: object, body: object, bh: str) -> bool:
    """Whether salt and body are the signed ones, or both absent (erased, or not received)."""
    if salt is None and body is None:
        return True
    if not isinstance(salt, bytes) or not isinstance(body, bytes) or len(salt) != SALT_BYTES:
        return False
    return body_hash(salt, body) == bh


def verify_root(files: Sequence[bytes], org: str) -> list[Finding]:
    """Whether the root files still lead from the pinned organisation id to the version in force, none left over."""
    try:
        root = read_root(files, org)
    except Malformed:
        return [Finding("", 0, "", "root")]
    return [] if len(root.all_files) == len(files) else [Finding("", 0, "", "root")]


def missing(heads: Mapping[str, tuple[int, str]]) -> list[Finding]:
    """What checkpoints cite and is not here (`Verdicts.missing_heads`)."""
    return [Finding(log, seq, target, "missing") for log, (seq, target) in sorted(heads.items())]
