"""Two stores give each other what is missing (`ledger.md` §6): bundle files on a stick, by mail or in a shared folder.

A bundle can be read by anybody and believed by nobody: every line is checked on arrival, and nothing but bundles is
ever read from a peer. Exchange carries whatever is well formed; `verdict` decides what counts. Nothing is remembered
about peers, so every exchange may be repeated and interrupted.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import BinaryIO

from trainer.errors import Trouble
from trainer.ledger.authority import HR
from trainer.ledger.bundle import FORMAT, SUFFIX, BundleLines, FilePart, Greeting, Line, RecordLine, RootLine
from trainer.ledger.durable import disk_trouble
from trainer.ledger.incoming import FileSpool, named_files, sort_record
from trainer.ledger.outgoing import (
    FilesLike,
    Lately,
    MayRead,
    Received,
    Sender,
    Sent,
    StoreLike,
    checkpoints_due,
    nobody_else,
    write_bundle,
)
from trainer.ledger.record import Envelope, Malformed
from trainer.ledger.verdict import Bound

__all__ = [
    "SUFFIX",
    "FilesLike",
    "Lately",
    "MayRead",
    "Note",
    "Received",
    "Report",
    "Sender",
    "Sent",
    "StoreLike",
    "bundles_in",
    "checkpoints_due",
    "fill_mailbox",
    "nobody_else",
    "read_bundle",
    "take_in",
    "tidy_mailbox",
    "write_bundle",
]

BATCH_RECORDS = 500
BATCH_BYTES = 8 * 1024 * 1024
"""A store gets records in batches of at most this size, one transaction each."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something a person should hear about one file: «torn», «altered», «too-big», «newer», «not-a-bundle» or the
    code of a `Trouble` that kept it from being read.
    """

    code: str
    file: str


@dataclass(slots=True)
class Report:
    """What reading bundles brought. Counts are lines: `newer` were received and wait for an upgrade (their kind or version
    is unknown here), `later` are of a later file or header format and were left out. `newest` is the newest time a record claims (ms UTC, 0: none);
    `senders` are the persons the bundles say they are from.
    """

    received: int = 0
    known: int = 0
    foreign: int = 0
    bad: int = 0
    newer: int = 0
    later: int = 0
    roots: int = 0
    files: int = 0
    newest: int = 0
    senders: set[str] = field(default_factory=set)
    notes: list[Note] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)

    def take(self, other: Report) -> None:
        """Add what another file brought."""
        self.received += other.received
        self.known += other.known
        self.foreign += other.foreign
        self.bad += other.bad
        self.newer += other.newer
        self.later += other.later
        self.roots += other.roots
        self.files += other.files
        self.newest = max(self.newest, other.newest)
        self.senders |= other.senders
        self.notes += other.notes


# Reading


def read_bundle(store: StoreLike, path: Path) -> Report:
    """Take in a bundle: every line that is sound, whatever became of the others. Reading it again changes nothing.

    Raises `Trouble`: ``not-a-bundle``, ``empty-bundle``, and whatever disk or store say.
    """
    report = Report()
    if os.path.lexists(path) and not path.is_file():  # a folder, a link to itself, a pipe that would never end
        raise Trouble("not-a-bundle", "choose-other-file", file=path.name)
    try:
        with path.open("rb") as file, TemporaryDirectory(prefix="qicheng-") as scratch:
            _Reading(store, report, path.name, Path(scratch)).read(file)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)  # reading fills no stick: it is the scratch folder here
        raise disk_trouble(error, Path(gettempdir()) if full else path) from error
    return report


class _Reading:
    """One bundle on its way into a store."""

    def __init__(self, store: StoreLike, report: Report, name: str, scratch: Path) -> None:
        self._store = store
        self._report = report
        self._name = name
        self._spool = FileSpool(scratch)
        self._batch: list[Envelope] = []
        self._batch_bytes = 0
        self._named: dict[str, set[str]] = {}
        self._format = FORMAT
        self._new: set[str] = set()

    def read(self, file: BinaryIO) -> None:
        lines = BundleLines(file)
        each = iter(lines)
        greeting = next(each, None)
        if greeting is None and not file.tell():
            raise Trouble("empty-bundle", "ask-for-it-again", file=self._name)
        if not isinstance(greeting, Greeting):
            raise Trouble("not-a-bundle", "choose-other-file", file=self._name)
        self._format = greeting.bundle
        self._report.senders.add(greeting.person)
        for line in each:
            self._take(line)
        self._flush()
        self._keep_files()
        self._report.newer += sum(self._store.verdicts().verdict(record) == "newer" for record in self._new)
        if self._format > FORMAT or self._report.later:
            self._report.notes.append(Note("newer", self._name))
        if lines.state != "whole":
            self._report.notes.append(Note(lines.state, self._name))

    def _take(self, line: Line) -> None:
        match line:
            case RecordLine():
                self._record(line)
            case RootLine(root=root):
                self._root(root)
            case FilePart():
                if not self._spool.add(line):
                    self._report.bad += 1
            case _ if self._format > FORMAT:
                self._report.later += 1
            case _:
                self._report.bad += 1

    def _record(self, line: RecordLine) -> None:
        arrived = sort_record(line, self._store.org)
        match arrived.fault:
            case "foreign":
                self._report.foreign += 1
            case "later":
                self._report.later += 1
            case "bad":
                self._report.bad += 1
        envelope, header = arrived.envelope, arrived.header
        if envelope is None or header is None:
            return
        self._report.newest = max(self._report.newest, header.time)
        if envelope.body is not None:
            for sha256 in named_files(envelope.body):
                self._named.setdefault(sha256, set()).add(envelope.id)
        self._batch.append(envelope)
        self._batch_bytes += len(envelope.header) + len(envelope.body or b"")
        if len(self._batch) >= BATCH_RECORDS or self._batch_bytes >= BATCH_BYTES:
            self._flush()

    def _root(self, data: bytes) -> None:
        try:
            self._report.roots += self._store.take_root(data)
        except Malformed:
            self._report.foreign += 1

    def _flush(self) -> None:
        if self._batch:
            received = self._store.receive(self._batch)
            self._report.received += len(received.new)
            self._new.update(received.new)
            self._report.known += received.known
            self._report.bad += received.bad
        self._batch, self._batch_bytes = [], 0

    def _keep_files(self) -> None:
        """Keep the files that a record here names; not those whose records HR had erased."""
        for sha256, path in self._spool.whole():
            if self._store.files.path(sha256) is None and any(map(self._holds, self._named.get(sha256, ()))):
                self._store.files.put(path, sha256)
                self._report.files += 1

    def _holds(self, record: str) -> bool:
        try:
            return self._store.verdicts().verdict(record) not in ("redacted", "badsig")
        except KeyError:
            return False


# Mailbox


def fill_mailbox(
    store: StoreLike,
    folder: Path,
    sender: Sender,
    recipients: Collection[str] | None = None,
    *,
    may_read: MayRead = nobody_else,
    lately: Lately | None = None,
) -> list[Sent]:
    """Leave one bundle per recipient in a shared folder; one's older ones for them go. Doing it again changes nothing.

    `recipients` None means everybody with a live key for HR, and HR for everybody else. Mentor and HR append their
    checkpoints (`checkpoints_due`) before, after reading what others left (`bundles_in`, `take_in`). Raises `Trouble`.
    """
    return [
        _post(store, folder, sender, to, may_read=may_read, lately=lately)
        for to in sorted(_others(store, sender) if recipients is None else recipients)
    ]


def tidy_mailbox(folder: Path, sender: Sender, recipients: Collection[str]) -> None:
    """Take away one's own bundles for people one no longer writes to: nobody would write them anew without what is
    erased later. Raises `Trouble`.
    """
    kept = {to[:16] for to in recipients}
    for old in folder.glob(f"{_own(sender)}*{SUFFIX}"):
        if old.stem.rpartition("-")[2] not in kept:
            try:
                old.unlink(missing_ok=True)
            except OSError as error:
                raise disk_trouble(error, old) from error


def bundles_in(folder: Path, sender: Sender) -> list[Path]:
    """The bundles others left in a mailbox folder, by name. Raises `Trouble` when the folder cannot be read."""
    try:
        found = sorted(path for path in folder.iterdir() if path.suffix == SUFFIX and not path.name.startswith("."))
    except OSError as error:
        raise disk_trouble(error, folder) from error
    return [path for path in found if not path.name.startswith(_own(sender))]


def take_in(store: StoreLike, path: Path) -> Report:
    """Read one bundle of a mailbox; what is wrong with that file alone becomes a note. Raises `Trouble` otherwise."""
    try:
        return read_bundle(store, path)
    except Trouble as trouble:
        if trouble.code not in _OTHERS_FAULT:
            raise
        return Report(notes=[Note(trouble.code, path.name)])


_OTHERS_FAULT = frozenset({"not-a-bundle", "empty-bundle", "no-rights", "file-held", "file-missing"})
"""Troubles of one file in a mailbox (it may vanish while we look); any other concerns the disk or the own store."""


def _own(sender: Sender) -> str:
    return f"{sender.log[:16]}-"


def _others(store: StoreLike, sender: Sender) -> set[str]:
    people = store.verdicts().people()
    me = people.get(sender.person)
    wanted = {person for person, bound in people.items() if bound.live and (_is_hr(me) or _is_hr(bound))}
    return wanted - {sender.person}


def _is_hr(bound: Bound | None) -> bool:
    return bound is not None and HR in bound.roles


def _post(store: StoreLike, folder: Path, sender: Sender, to: str, *, may_read: MayRead, lately: Lately | None) -> Sent:
    """Write the bundle for one recipient and take away one's older ones for them. Names carry no names of people: the
    start of the log, its last position, the start of the recipient's id.
    """
    seq = store.verdicts().heads().get(sender.log, (0, ""))[0]
    path = folder / f"{_own(sender)}{seq}-{to[:16]}{SUFFIX}"
    sent = write_bundle(store, path, sender, to, may_read=may_read, lately=lately)
    for old in folder.glob(f"{_own(sender)}*-{to[:16]}{SUFFIX}"):
        if old != path:
            try:
                old.unlink(missing_ok=True)
            except OSError as error:
                raise disk_trouble(error, old) from error
    return sent
