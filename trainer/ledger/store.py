"""A store: one organisation's records on one computer. Opens, appends, receives, answers (`ledger.md` §5).

One `Store` is used from one thread. A second one may be open on the same file with ``read_only=True``. Nothing is
verified at opening; verdicts are worked out at the first question and then only for what is new.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy.engine import Connection

from trainer.errors import Trouble
from trainer.ledger import backup as backups
from trainer.ledger.archive import Archive
from trainer.ledger.database import altered_objects, create_file, database_errors, open_file
from trainer.ledger.files import Files
from trainer.ledger.identity import SHAPES
from trainer.ledger.judging import Judging
from trainer.ledger.keys import SigningKey
from trainer.ledger.lockfile import LockFile
from trainer.ledger.memory import SignatureMemory
from trainer.ledger.outgoing import Received
from trainer.ledger.receiving import genuine, heard, null_erased, sorted_out
from trainer.ledger.record import Envelope, Judged, Malformed, Record
from trainer.ledger.root import Root, is_known, read_root
from trainer.ledger.signing import Signing
from trainer.ledger.verdict import Bound, Fork, Table, Verdicts
from trainer.ledger.verification import Finding, Progress, missing, verify_root, verify_rows

Clock = Callable[[], int]
"""Milliseconds since 1970 UTC."""


class Store:
    """See the module text. Make one with `open` or `create`; close it, or use it as a context manager."""

    def __init__(
        self,
        path: Path,
        connection: Connection,
        table: Table,
        *,
        clock: Clock,
        random: Callable[[int], bytes],
        lock: LockFile | None,
    ) -> None:
        """For `open` and `create` only. Raises `Trouble` when the root document inside does not hold."""
        self._path = path
        self._connection = connection
        self._archive = Archive(connection, path)
        self._clock = clock
        self._lock = lock
        self._memory = SignatureMemory(path.with_name(path.name + ".checked"))
        self._closed = False
        self._erased: frozenset[str] = frozenset()
        self.files = Files(path.parent / "files")
        self.org = self._archive.org()
        try:
            root = read_root(self._archive.root_files(), self.org)
        except Malformed as error:
            raise Trouble("store-damaged", "restore-backup", file=str(path)) from error
        self._judging = Judging(self._archive, root, table, self._memory)
        self._signing = Signing(self._archive, self._judging, random)

    # Opening and closing

    @classmethod
    def create(
        cls,
        path: Path,
        table: Table,
        root: Root,
        *,
        clock: Clock,
        random: Callable[[int], bytes] = os.urandom,
    ) -> Store:
        """A new store pinned to the organisation of `root`. Raises `Trouble` ``not-a-store`` when `path` holds one
        already, ``second-instance``, ``disk-full`` and the like.
        """
        create_file(path, root.org, root.all_files)
        return cls.open(path, table, clock=clock, random=random)

    @classmethod
    def open(
        cls,
        path: Path,
        table: Table,
        *,
        read_only: bool = False,
        clock: Clock,
        random: Callable[[int], bytes] = os.urandom,
    ) -> Store:
        """Open a store; `table` says who may record what. A writing store holds the lock file.

        Raises `Trouble`: ``no-store``, ``second-instance``, ``not-a-store``, ``store-newer``, ``store-damaged``,
        ``schema-altered`` (only for writing: reading and `verify` still work), ``no-rights``, ``disk-failed``.
        """
        if not path.is_file():
            raise Trouble("no-store", "found-or-join", file=str(path))
        with ExitStack() as held:
            lock = None if read_only else held.enter_context(closing(LockFile(path)))
            connection = held.enter_context(closing(open_file(path, read_only=read_only)))
            store = cls(path, connection, table, clock=clock, random=random, lock=lock)
            held.pop_all()
        return store

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Make the marks durable, remember signature checks, let go of file and lock. Twice does no harm."""
        if self._closed:
            return
        self._closed = True
        try:
            if self._lock is not None:
                self.make_durable()
                self._memory.save()
        finally:
            self._connection.close()
            if self._lock is not None:
                self._lock.close()

    # What it is

    @property
    def path(self) -> Path:
        """The store's file."""
        return self._path

    @property
    def root(self) -> Root:
        """The root document in force."""
        return self._judging.root

    @property
    def demo(self) -> bool:
        """Whether this is a demonstration organisation."""
        return self.root.demo

    @property
    def title(self) -> str:
        """What the organisation calls itself."""
        return self.root.title

    def position(self) -> str:
        """Changes whenever anything is appended, received or erased."""
        return self._archive.position()

    # Writing

    def sign_in(self, key: SigningKey, person: str, key_file: Path | None = None) -> None:
        """From now on records of this key are `person`'s. With `key_file` its high-water mark is kept beside it.

        Needed before the first `append` of a key whose bind has not arrived. Raises `Trouble` ``mark-damaged``.
        """
        self._signing.sign_in(key, person, key_file)

    def append(
        self,
        key: SigningKey,
        kind: str,
        body: Mapping[str, object],
        *,
        sub: str | None = None,
        refs: Iterable[str] = (),
    ) -> str:
        """Sign one more record of this key and keep it; the id is returned after the commit.

        Raises `Refused`: ``unknown-signer`` (nobody said whose key this is), ``log-forked`` (two records stand at one
        position and HR has not picked; use a fresh key); `Trouble`: ``store-behind`` (a restored backup lacks records
        others have seen), ``disk-full`` and the like, after an erasure ``file-held``; `Malformed` for a body not of our form.
        """
        record = self._signing.write(key, kind, body, org=self.org, now=self._clock(), sub=sub, refs=refs)
        self._judging.note([record])
        if kind in SHAPES:
            self._erase()
        if kind == "erase":  # whoever erases has to hear of a file that is held
            self.files.remove_doomed(self._archive.names_file)
        return record.id

    def make_durable(self) -> None:
        """Make the high-water marks of the signed-in keys durable: before any record leaves, and at clean exit.

        Raises `Trouble` when the disk refuses; then nothing may leave.
        """
        self._signing.make_durable()

    # Exchange

    def root_files(self) -> Sequence[bytes]:
        """Every root file that says something, those in force first, oldest version first."""
        return self.root.all_files

    def take_root(self, data: bytes) -> bool:
        """Keep a root file. True when it says something new. Raises `Malformed` when it is not one of this organisation's."""
        known = self._archive.root_files()
        if is_known(data, known):
            return False
        new = read_root([*known, data], self.org)
        if data not in new.all_files:
            raise Malformed("root file does not follow from the pinned organisation")
        self._archive.add_root(data)
        self._judging.change_root(new)
        return True

    def records(self) -> Iterator[Record]:
        """Every copy of every record, in (log, seq) order."""
        return self._archive.everything()

    def receive(self, envelopes: Sequence[Envelope]) -> Received:
        """Insert what is new in one transaction; ids HR had erased come in without salt and body. Durable when it
        returns. Envelopes that are no records are left out, and so are those that their log's key did not sign. Raises `Trouble` when the disk refuses.
        """
        sorting = sorted_out(envelopes, self._archive, self._judging.verdicts.erased, self._clock())
        bad = genuine(sorting, self._judging.may_be_genuine)
        if sorting.new or sorting.bodies:
            self._archive.change(sorting.new, sorting.bodies, [])
            self._signing.forget_heads()
        if sorting.bodies:
            self._judging.forget()
            self._judging.bodies_changed(sorting.bodies)
        self._judging.note(sorting.new)
        self._erase()
        return Received(tuple(dict.fromkeys(one.id for one in (*sorting.new, *sorting.bodies))), sorting.known, bad)

    def _erase(self) -> None:
        """Null what HR had erased so far, and its files; a crash may have come before, so the whole list is compared."""
        erased = self._judging.verdicts.erased
        if erased != self._erased:
            self._judging.bodies_changed(null_erased(self._archive, self.files, erased))
            self._erased = erased
        with suppress(Trouble):  # a file that somebody has open is tried again with the next exchange
            self.files.remove_doomed(self._archive.names_file)

    # Reading

    def _now(self) -> AbstractContextManager[Judging]:
        return self._judging.now(following=self._lock is None)

    def about(self, person: str) -> list[Judged]:
        """Every record the person signed or is subject of, in (log, seq) order."""
        with self._now() as now:
            bound = now.verdicts.people().get(person)
            logs = {*(bound.keys if bound else ()), *self._archive.logs_begun_by(person)}
            records = [record for log in logs for record in now.recall.of_log(log)]
            records += [record for record in now.recall.on(person) if record.header.log not in logs]
            return now.judged(records)

    def common(self) -> list[Judged]:
        """Every record about nobody: settings, sessions held …, and the ledger's own kinds."""
        with self._now() as now:
            return now.judged(now.recall.about_nobody())

    def record(self, record: str) -> Judged | None:
        """One record by its id, None when it is not here."""
        with self._now() as now:
            return next(iter(now.judged(now.recall.copies(record))), None)

    def verdict(self, record: str) -> str:
        """The verdict on a record id; KeyError when unknown."""
        with self._now() as now:
            return now.verdicts.verdict(record)

    def verdicts(self) -> Verdicts:
        """What all the records say now; for exchange. Not to be kept across `append` and `receive`."""
        with self._now() as now:
            return now.verdicts

    def people(self) -> Mapping[str, Bound]:
        """Everybody who was ever bound, HR included: roles now and keys."""
        return self.verdicts().people()

    def forks(self) -> tuple[Fork, ...]:
        """Every fork met; those without `chosen` wait for HR."""
        return self.verdicts().forks()

    def heads(self) -> dict[str, tuple[int, str]]:
        """The last record of every bound key's log on the side that stands, without a gap before it."""
        return self.verdicts().heads()

    def heads_of(self, person: str) -> dict[str, tuple[int, str]]:
        """The same for this person's logs."""
        return self.verdicts().heads_of(person)

    def not_ok(self) -> list[Judged]:
        """Everything that does not count, with its reason, in (log, seq) order."""
        with self._now() as now:
            bad = [target for target, verdict in now.verdicts.all().items() if verdict != "ok"]
            return now.judged(self._archive.these(bad))

    def received_newest(self, person: str) -> int:
        """When the newest record by or about a person came into this store (ms UTC); 0 for none."""
        return self._archive.newest(person)

    def heard(self) -> dict[str, tuple[int, int]]:
        """Whoever signed anything here: when their last record was signed and when it came in (`receiving.heard`)."""
        return heard(self._archive.ends(), self.people())

    def arrival(self) -> int:
        """The number of the last arrival: it grows with every record that is written or comes in."""
        return self._archive.last()

    def arrived_since(self, number: int) -> list[Judged]:
        """What was written or came in after an arrival number, in (log, seq) order."""
        with self._now() as now:
            return now.judged(self._archive.since(number))

    def take_changed(self) -> frozenset[str]:
        """The people whose records or verdicts changed since this was last asked."""
        with self._now() as now:
            return now.take_touched()

    # Checking and keeping

    def verify(self, progress: Progress | None = None) -> list[Finding]:
        """Re-check every byte: schema, root document, headers, copies in columns, signatures, bodies, chains, and that
        nothing cited by a checkpoint is missing. Remembers nothing, believes nothing; an empty list means sound.
        """
        with database_errors(self._path):
            found = [Finding("", 0, "", f"schema-{name}") for name in altered_objects(self._connection)]
        found += verify_root(self._archive.root_files(), self.org)
        found += verify_rows(self._archive, self.root, self._memory.check_again, progress)
        return found + missing(self.verdicts().missing_heads())

    def backup(self, folder: Path, progress: Progress | None = None) -> Path:
        """A verified compact copy in `folder`, older ones thinned. Raises `Trouble` when it cannot be made."""
        return backups.write_backup(self._connection, self._path, self.root, folder, self._clock(), progress=progress)
