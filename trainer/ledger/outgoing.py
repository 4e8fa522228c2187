"""What leaves a store, and for whom (`ledger.md` §6): complete headers of every log that concerns the recipient, bodies
where they are signer, subject, HR or the caller allows it, identity bodies to everybody, and the files those name.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from trainer.ledger.authority import HR
from trainer.ledger.bundle import (
    FORMAT,
    FilePart,
    Greeting,
    Line,
    RootLine,
    file_parts,
    record_line,
    write_lines,
)
from trainer.ledger.identity import MOST_HEADS, SHAPES, Checkpoint, Heads, plain
from trainer.ledger.incoming import named_files
from trainer.ledger.record import Envelope, Record
from trainer.ledger.verdict import Verdicts

MayRead = Callable[[str, Record], bool]
"""(recipient's person id, record) -> may they have the body, beyond what the ledger allows by itself?

By itself it allows: signer, subject, HR, and identity bodies to everybody. The caller adds what needs training words:
assigned people, settings, sessions held, the profiles of colleagues.
"""

Lately = Callable[[str, Heads], frozenset[str]]
"""(recipient, heads they are known to have) -> persons about whom they may read only since then."""


@dataclass(frozen=True, slots=True)
class Received:
    """What a store did with a batch: ids new to it (or now with their body), how many copies it had already, and how
    many it refused because their signature is wrong.
    """

    new: tuple[str, ...]
    known: int
    bad: int = 0


class FilesLike(Protocol):
    """The files of a store (`trainer.ledger.files.Files`)."""

    def put(self, content: Path | bytes, name: str) -> dict[str, object]:
        """Keep a file under its hash."""

    def path(self, sha256: str) -> Path | None:
        """Where a file is; None when it is not here or damaged."""


class StoreLike(Protocol):
    """What exchange needs of a store (`trainer.ledger.store.Store` is one)."""

    @property
    def org(self) -> str:
        """The organisation's id."""

    @property
    def files(self) -> FilesLike:
        """The files that bodies name."""

    def root_files(self) -> Sequence[bytes]:
        """Every root file known, oldest version first."""

    def take_root(self, data: bytes) -> bool:
        """Keep a root file. True when it is new; raises `Malformed` when it is not one of this organisation."""

    def records(self) -> Iterator[Record]:
        """Every copy of every record, in (log, seq) order."""

    def verdicts(self) -> Verdicts:
        """What the records say now."""

    def receive(self, envelopes: Sequence[Envelope]) -> Received:
        """Insert what is new in one transaction; erased ids without salt and body. Durable when it returns."""

    def make_durable(self) -> None:
        """Make the high-water mark of the own keys durable: called before any record leaves (`ledger.md` §4)."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes bundles here: the log of the key that is signed in, and its person."""

    log: str
    person: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What a written bundle holds."""

    path: Path
    records: int
    bodies: int
    files: int
    bytes: int


def nobody_else(_to: str, _record: Record) -> bool:
    """The `MayRead` that adds nothing."""
    return False


def write_bundle(
    store: StoreLike,
    path: Path,
    sender: Sender,
    to: str | None = None,
    *,
    may_read: MayRead = nobody_else,
    lately: Lately | None = None,
    whole: bool = False,
) -> Sent:
    """Write what `to` may have and is not known to have; `to` None writes everything (for HR, a hub, a new laptop).

    What the recipient's last checkpoints cite is left out, unless `whole`. Bodies that only `may_read` allows are sent
    every time when no `lately` says about whom the recipient may read only since then: a checkpoint does not say
    whether a body came with its header. Raises `Trouble` when the disk refuses.
    """
    store.make_durable()
    count = _Count()
    choice = _Choice(store, to, may_read, lately, whole=whole)
    size = write_lines(path, _lines(store, sender, choice, count))
    return Sent(path, count.records, count.bodies, len(count.files), size)


@dataclass(slots=True)
class _Count:
    records: int = 0
    bodies: int = 0
    files: set[str] = field(default_factory=set)


class _Choice:
    """Which records go to one recipient, and which of them with their body."""

    def __init__(
        self, store: StoreLike, to: str | None, may_read: MayRead, lately: Lately | None, *, whole: bool
    ) -> None:
        self.to = to
        self._verdicts = store.verdicts()
        people = self._verdicts.people()
        self._may_read = may_read
        self._everything = to is None or (to in people and HR in people[to].roles)
        everything = whole or to is None or bool(self._verdicts.unheard_keys(to))  # a new device has nothing yet
        self._has: Heads = {} if everything or to is None else self._verdicts.cited_by(to)
        self._fresh = lately(to, self._has) if lately is not None and to is not None else None

    def of_log(self, records: Sequence[Record]) -> Iterator[tuple[Record, bool]]:
        """(record, with its body?) for one log; nothing when the log does not concern the recipient."""
        due = [self._due(record) for record in records]
        if not any(due):
            return
        has = self._reached(records)
        for record, reason in zip(records, due, strict=True):
            again = reason == "may" and self._is_fresh(record.header.sub)
            if again or record.header.seq > has:
                yield record, bool(reason)

    def _is_fresh(self, sub: str | None) -> bool:
        """Whether the recipient may have got the header without the body; always asked of records about nobody."""
        return self._fresh is None or (sub in self._fresh if sub is not None else bool(self._fresh))

    def _due(self, record: Record) -> str:
        """Why the recipient may have the body: «own» for ever, «may» because the caller says so, empty: no."""
        header = record.header
        if self._everything or header.kind in SHAPES or self.to in (header.who, header.sub):
            return "own"
        return "may" if self.to is not None and self._may_read(self.to, record) else ""

    def _reached(self, records: Sequence[Record]) -> int:
        """Up to where the recipient has this log; 0 when it forks or when we do not have what they cite."""
        seq, cited = self._has.get(records[0].header.log, (0, ""))
        forked = any(self._verdicts.verdict(record.id) == "forked" for record in records)
        here = any(record.id == cited for record in records)
        return seq if here and not forked else 0


def _lines(store: StoreLike, sender: Sender, choice: _Choice, count: _Count) -> Iterator[Line]:
    yield Greeting(bundle=FORMAT, org=store.org, log=sender.log, person=sender.person, to=choice.to)
    for root in store.root_files():
        yield RootLine(root=root)
    for _, of_log in itertools.groupby(store.records(), key=lambda record: record.header.log):
        for record, with_body in choice.of_log(list(of_log)):
            envelope = record.envelope
            if not with_body or store.verdicts().verdict(record.id) == "redacted":
                envelope = Envelope(envelope.header, envelope.sig, None, None)
            count.records += 1
            if envelope.body is not None:
                count.bodies += 1
                yield from _files_of(store, envelope.body, count)
            yield record_line(envelope)


def _files_of(store: StoreLike, body: bytes, count: _Count) -> Iterator[FilePart]:
    """The parts of the files a body names, as far as they are here and not in the bundle yet. They come before the
    record, so that a torn bundle loses the record with its file and both are sent again.
    """
    for sha256 in sorted(named_files(body) - count.files):
        path = store.files.path(sha256)
        if path is not None:
            count.files.add(sha256)
            yield from file_parts(sha256, path.read_bytes())


def checkpoints_due(store: StoreLike, person: str) -> list[dict[str, object]]:
    """The bodies of the checkpoint records that `person` (mentor or HR) should append after an exchange: the heads that
    changed since their previous ones (`Verdicts.to_cite`), at most 1,500 each; none when nothing did.
    """
    due = sorted(store.verdicts().to_cite(person).items())
    return [plain(Checkpoint(heads=dict(due[at : at + MOST_HEADS]))) for at in range(0, len(due), MOST_HEADS)]
