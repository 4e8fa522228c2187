"""Opening SQLite for a store, and the one place where its errors become `Trouble` (`architecture.md` rule 10)."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from trainer.errors import Trouble
from trainer.ledger import schema
from trainer.ledger.durable import disk_trouble
from trainer.ledger.lockfile import LockFile

JOURNAL_BYTES = 32 + (schema.JOURNAL_PAGES + 16) * (24 + 4096)
"""SQLite's journal header, and the pages with their headers at which it starts again at the front, and one commit."""

_TROUBLE = {
    # SQLite's result codes (https://www.sqlite.org/rescode.html) that are the world's fault, not ours
    3: ("no-rights", "check-folder-rights"),  # PERM
    5: ("store-busy", "try-again"),  # BUSY
    6: ("store-busy", "try-again"),  # LOCKED
    8: ("no-rights", "check-folder-rights"),  # READONLY
    10: ("disk-failed", "check-disk"),  # IOERR
    11: ("store-damaged", "restore-backup"),  # CORRUPT
    13: ("disk-full", "free-space"),  # FULL
    14: ("no-rights", "check-folder-rights"),  # CANTOPEN
    15: ("disk-failed", "check-disk"),  # PROTOCOL: the locking of this disk does not work
    23: ("no-rights", "check-folder-rights"),  # AUTH
    26: ("store-damaged", "restore-backup"),  # NOTADB
    1811: (
        "store-damaged",
        "verify-store",
    ),  # CONSTRAINT_TRIGGER: a row with altered columns is in the way of a sound one
}


@contextmanager
def database_errors(path: Path) -> Iterator[None]:
    """Turn errors of the world into `Trouble`; anything else goes on as the bug it is."""
    try:
        yield
    except DBAPIError as error:
        code = getattr(error.orig, "sqlite_errorcode", 0)
        known = _TROUBLE.get(code) or _TROUBLE.get(code & 0xFF)
        if known is None:
            raise
        raise Trouble(known[0], known[1], file=str(path)) from error


def connect(path: Path, *, read_only: bool, create: bool = False) -> Connection:
    """A connection with the store's pragmas. Statements commit by themselves unless `transaction` is used.

    Read-only connections also work where the disk itself is read-only, as long as no writer left a journal behind.
    """
    mode = "ro" if read_only else "rwc" if create else "rw"
    if read_only and _frozen(path):
        mode += "&immutable=1"
    url = f"sqlite+pysqlite:///file:{quote(str(path.resolve()))}?mode={mode}&uri=true"
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    event.listen(engine, "connect", _any_text)
    connection = engine.connect()
    try:
        for pragma in schema.PRAGMAS:
            if not (read_only and pragma.startswith("journal_mode")):
                connection.exec_driver_sql(f"PRAGMA {pragma}")
        if read_only:
            connection.exec_driver_sql("PRAGMA query_only=ON")
    except DBAPIError:
        connection.close()
        raise
    return connection


def _any_text(opened: Any, _record: object) -> None:
    """Read text columns that somebody filled with other bytes as well: `verify` names them, and nothing ends over them."""
    opened.text_factory = partial(str, encoding="utf-8", errors="replace")


def create_file(path: Path, org: str, root_files: Sequence[bytes]) -> None:
    """Make a store's file. Raises `Trouble`: ``not-a-store`` when tables are there already, ``second-instance`` …"""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_trouble(error, path) from error
    with closing(LockFile(path)), database_errors(path), closing(connect(path, read_only=False, create=True)) as made:
        make_tables(made, org, root_files)


def lay_out_journal(path: Path) -> None:
    """Give a store that is opened for writing a journal of zeros, as long as SQLite lets it grow before it starts again
    at the front: a commit that overwrites costs the disk about half of one that makes the file longer
    (`docs/decisions/0006-saving.md`). To SQLite zeros are an empty journal (https://www.sqlite.org/fileformat2.html
    §4.5: a header without the magic number). A journal that is there is left alone; no room for one is no harm.
    """
    journal = path.with_name(path.name + "-wal")
    try:
        handle = os.open(journal, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IMODE(path.stat().st_mode))
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(bytes(JOURNAL_BYTES))
    except OSError:
        with contextlib.suppress(OSError):
            journal.unlink()


def open_file(path: Path, *, read_only: bool) -> Connection:
    """A connection to a store whose layout was checked. Raises `Trouble`: ``not-a-store``, ``store-newer``,
    ``store-damaged``; for writing also ``schema-altered``: read-only, such a store can still be verified.
    """
    if _bare(path):
        raise Trouble("not-a-store", "choose-other-file", file=str(path))
    with ExitStack() as held, database_errors(path):
        if not read_only:
            lay_out_journal(path)
        connection = held.enter_context(closing(connect(path, read_only=read_only)))
        check_layout(connection)
        altered = [] if read_only else altered_objects(connection)
        if altered:
            raise Trouble("schema-altered", "restore-backup", file=str(path), objects=", ".join(altered))
        held.pop_all()
    return connection


def _bare(path: Path) -> bool:
    """Whether nothing is in the file and no journal beside it: to SQLite a new database, which it would begin to write."""
    journal = path.with_name(path.name + "-wal")
    return path.stat().st_size == 0 and not (journal.exists() and journal.stat().st_size > 0)


def _frozen(path: Path) -> bool:
    """Whether nothing can be written beside the store and no journal waits there: then SQLite needs no lock files."""
    journal = path.with_name(path.name + "-wal")
    if journal.exists() and journal.stat().st_size > 0:
        return False
    probe = path.with_name(path.name + "-probe")
    try:
        probe.touch()
        probe.unlink()
    except OSError:
        return True
    return False


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """All or nothing; the write lock is taken at the start, so it cannot fail in the middle."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.exec_driver_sql("ROLLBACK")
        raise
    connection.exec_driver_sql("COMMIT")


def make_tables(connection: Connection, org: str, root_files: Sequence[bytes]) -> None:
    """Lay out an empty store for one organisation. Raises `Trouble` ``not-a-store`` when the file holds tables."""
    with transaction(connection):
        if connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one():
            raise Trouble("not-a-store", "choose-other-file")
        for text in schema.OBJECTS.values():
            connection.exec_driver_sql(text)
        connection.exec_driver_sql(f"PRAGMA application_id={schema.APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={schema.VERSION}")
        connection.exec_driver_sql("INSERT INTO meta VALUES ('org', ?), ('turn', '0')", (org,))
        connection.exec_driver_sql("INSERT INTO root (file) VALUES (?)", [(file,) for file in root_files])


def check_layout(connection: Connection) -> None:
    """Raises `Trouble`: ``not-a-store`` for another program's file, ``store-newer`` for one of a newer program."""
    if connection.exec_driver_sql("PRAGMA application_id").scalar_one() != schema.APPLICATION_ID:
        raise Trouble("not-a-store", "choose-other-file")
    found = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if found > schema.VERSION:
        raise Trouble("store-newer", "upgrade-program", found=found, known=schema.VERSION)


def altered_objects(connection: Connection) -> list[str]:
    """Names of tables, indexes and triggers that are missing, added or other than we made them."""
    rows = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    found = {row.name: row.sql for row in rows}
    names = found.keys() | schema.OBJECTS.keys()
    return sorted(name for name in names if found.get(name) != schema.OBJECTS.get(name))
