"""Backups of a store: a compact copy, verified before it counts, thinned with age (`ledger.md` §5)."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy.engine import Connection

from trainer.errors import Trouble
from trainer.ledger.archive import Archive
from trainer.ledger.database import altered_objects, check_layout, connect, database_errors
from trainer.ledger.durable import disk_trouble, sync_folder
from trainer.ledger.identity import SHAPES
from trainer.ledger.keys import verifies
from trainer.ledger.root import Root
from trainer.ledger.verification import Progress, verify_rows

DAILY, WEEKLY, MONTHLY = 7, 8, 24
"""How many days, weeks and months back one backup of each is kept."""

_FORMAT = "store-%Y%m%dT%H%M%SZ.db"


def write_backup(
    connection: Connection, path: Path, root: Root, folder: Path, now: int, *, progress: Progress | None = None
) -> Path:
    """A verified copy of the store at `path` in `folder`, named after `now` (ms UTC); older ones are thinned.

    `progress` hears of the verification and may raise to stop; then there is no copy. Raises `Trouble`: ``backup-failed`` when the copy does not verify (it is removed), ``disk-full`` and the like.
    """
    target = folder / _time(now).strftime(_FORMAT)
    unfinished = target.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob("store-*.part"):  # of a crash: nobody would clean it of what is erased later
            left.unlink(missing_ok=True)
        least = Archive(connection, path).count()
        with database_errors(unfinished), _may_vacuum(connection):
            connection.exec_driver_sql("VACUUM INTO ?", (str(unfinished),))
        _check(unfinished, root, least, progress)
        _sync(unfinished)
        unfinished.replace(target)
        sync_folder(folder)
    except OSError as error:
        raise disk_trouble(error, target) from error
    finally:
        with contextlib.suppress(OSError):  # why there was no backup matters more than what is left of it
            unfinished.unlink(missing_ok=True)
    for old in thinned(backups(folder), now):
        with contextlib.suppress(OSError):  # one too many does no harm
            old.unlink(missing_ok=True)
    return target


def backups(folder: Path) -> list[Path]:
    """The backups in a folder, newest first."""
    return sorted((path for path in folder.glob("store-*.db") if _made(path)), reverse=True)


def made(path: Path) -> int:
    """When a backup was made (ms UTC), as its name says; 0 for a file that is not named like one."""
    at = _made(path)
    return round(at.timestamp() * 1000) if at is not None else 0


def looked_into(path: Path, erased: Collection[str]) -> tuple[int, int]:
    """(rows in a backup, how many of the records `erased` still have their contents there). Verifies nothing.

    Raises `Trouble`: ``not-a-store``, ``store-newer``, ``store-damaged`` and what the disk says.
    """
    with database_errors(path):
        connection = connect(path, read_only=True)
        try:
            check_layout(connection)
            archive = Archive(connection, path)
            held = {
                record.id
                for record in archive.these(erased)
                if record.envelope.body is not None and record.header.kind not in SHAPES
            }
            return archive.count(), len(held)
        finally:
            connection.close()


def backup_due(folder: Path, now: int) -> bool:
    """Whether there is no backup from the day (UTC) of `now` (ms UTC). One from a later day, made while the clock was
    wrong, is none of today's.
    """
    made = (_made(path) for path in backups(folder))
    return all(at is None or at.date() != _time(now).date() for at in made)


def thinned(paths: Iterable[Path], now: int) -> list[Path]:
    """Which backups to remove: all but the newest of each of the last days that have one, of the last weeks and
    months. Days are counted by the backups, not by the clock: one that is wrong for a day must not take them all away.
    """
    today = _time(now)
    days: dict[date, Path] = {}
    keep: dict[tuple[str, object], Path] = {}
    ordered = sorted(paths, reverse=True)
    for path in ordered:
        at = _made(path)
        if at is None:
            continue
        age = today - at
        if len(days) < DAILY:
            days.setdefault(at.date(), path)
        if age < timedelta(weeks=WEEKLY):
            keep.setdefault(("week", at.isocalendar()[:2]), path)
        if age < timedelta(days=31 * MONTHLY):
            keep.setdefault(("month", (at.year, at.month)), path)
    kept = {*keep.values(), *days.values()}
    return [path for path in ordered if path not in kept]


def restore(backup: Path, path: Path, now: int) -> Path | None:
    """Put a backup in the place of a store that is closed; what was there moves aside and its new place is returned.
    The backup is on this disk before anything moves, with what waited in a journal beside it; a journal whose store is
    gone moves aside too, or it would be poured into the backup.

    Keys whose high-water mark lies behind the backup refuse to write until the lost records are back (`ledger.md` §4).
    Raises `Trouble` when a disk refuses.
    """
    unfinished = path.with_name(path.name + ".part")
    try:
        copy_whole(backup, unfinished)
        _sync(unfinished)
        there = path.exists()
        aside = path.with_name(f"{path.name}.replaced-{_time(now):%Y%m%dT%H%M%SZ}")
        for suffix in ("", "-wal", "-shm"):
            part = path.with_name(path.name + suffix)
            if part.exists():
                part.replace(aside.with_name(aside.name + suffix))
        unfinished.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise disk_trouble(error, path) from error
    finally:
        for suffix in ("", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                unfinished.with_name(unfinished.name + suffix).unlink(missing_ok=True)
    return aside if there else None


def copy_whole(source: Path, target: Path) -> None:
    """Copy a store that nobody has open, with what a crash left in the journal beside it, into one file.

    Raises OSError, and `Trouble` when what was copied cannot be read.
    """
    journal, copied = (path.with_name(path.name + "-wal") for path in (source, target))
    copied.unlink(missing_ok=True)
    shutil.copyfile(source, target)
    if journal.exists():
        shutil.copyfile(journal, copied)
        fold_journal(target)


def fold_journal(path: Path) -> None:
    """Move what waits in the journal of a store that nobody has open into the file itself; the journal goes.

    Raises `Trouble`.
    """
    if path.with_name(path.name + "-wal").exists():
        with database_errors(path), contextlib.closing(connect(path, read_only=False)) as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def _may_vacuum(connection: Connection) -> Iterator[None]:
    """VACUUM INTO writes another file only, yet ``query_only`` forbids it; the reader's file is open ``mode=ro`` anyway."""
    before = connection.exec_driver_sql("PRAGMA query_only").scalar_one()
    connection.exec_driver_sql("PRAGMA query_only=OFF")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA query_only={int(before)}")


def _check(copy: Path, root: Root, least: int, progress: Progress | None) -> None:
    with database_errors(copy):
        connection = connect(copy, read_only=True)
        try:
            check_layout(connection)
            archive = Archive(connection, copy)
            sound = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
            if (
                not sound
                or archive.count() < least
                or altered_objects(connection)
                or verify_rows(archive, root, verifies, progress)
            ):
                raise Trouble("backup-failed", "verify-store", file=str(copy))
        finally:
            connection.close()


def _made(path: Path) -> datetime | None:
    try:
        return datetime.strptime(path.name, _FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return None


def _time(now: int) -> datetime:
    return datetime.fromtimestamp(now / 1000, UTC)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
