"""Keeping what is there: backups of the store, putting one back, and the passphrase of a key file.

Restoring needs no session: the store may be damaged, and nobody can be signed in then.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from trainer import config
from trainer.domain.people import WHO_MAY
from trainer.errors import Refused, Trouble
from trainer.ledger import backup, keys
from trainer.ledger.durable import disk_trouble
from trainer.ledger.keyring import read_public
from trainer.ledger.lockfile import LockFile
from trainer.ledger.passphrase import weak
from trainer.ledger.store import Store
from trainer.session import Session


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy on this computer: when it was made (ms UTC, 0 for a file that does not say) and its bytes."""

    path: Path
    made: int
    size: int


@dataclass(frozen=True, slots=True)
class Loss:
    """What restoring would do: `kept` records come back, `records` are here now and not in the backup.

    `newest` is the time the newest of those claims (ms UTC). `here`: is there a store to lose? `readable`: can what is
    in it be counted at all?
    """

    title: str
    org: str
    kept: int
    records: int
    newest: int
    here: bool
    readable: bool


def backups_folder(folder: Path) -> Path:
    """Where the copies of a data folder lie."""
    return folder / "backups"


def backups(folder: Path) -> tuple[Backup, ...]:
    """The copies in a data folder, newest first."""
    return tuple(_backup(path) for path in backup.backups(backups_folder(folder)))


def _backup(path: Path) -> Backup:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise disk_trouble(error, path) from error
    return Backup(path, backup.made(path), size)


def back_up(session: Session) -> Backup:
    """Make one now; it counts only after it was verified. Raises `Trouble` ``backup-failed``, ``disk-full`` …"""
    return _backup(session.store.backup(backups_folder(session.folder)))


def back_up_if_due(session: Session) -> Backup | None:
    """The daily one; None when there is one from today."""
    due = backup.backup_due(backups_folder(session.folder), session.now())
    return back_up(session) if due else None


def loss(folder: Path, copy: Path, clock: Callable[[], int]) -> Loss:
    """What would be lost by putting `copy` in the place of the store of `folder`.

    Raises `Trouble` when the copy cannot be read, `Refused` ``other-organisation`` when it is somebody else's.
    """
    with Store.open(copy, WHO_MAY, read_only=True, clock=clock) as kept:
        title, org = kept.title, kept.org
        there = {record.id for record in kept.records()}
    path = config.store_path(folder)
    if not path.exists():
        return Loss(title, org, len(there), 0, 0, here=False, readable=True)
    try:
        with Store.open(path, WHO_MAY, read_only=True, clock=clock) as now:
            if now.org != org:
                raise Refused("other-organisation", org=org)
            gone = [record for record in now.records() if record.id not in there]
    except Trouble:
        return Loss(title, org, len(there), 0, 0, here=True, readable=False)
    newest = max((record.header.time for record in gone), default=0)
    return Loss(title, org, len(there), len(gone), newest, here=True, readable=True)


def restore(folder: Path, copy: Path, clock: Callable[[], int]) -> Path | None:
    """Put `copy` in the place of the store; what was there moves aside, and its new place is returned.

    Whoever has written more than the copy holds cannot sign until those records are back: the store sees to that
    (`ledger.md` §4). Raises `Trouble` ``second-instance``, what reading the copy raises, and what the disk says;
    `Refused` ``other-organisation``.
    """
    loss(folder, copy, clock)
    path = config.store_path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_trouble(error, folder) from error
    with closing(LockFile(path)):
        aside = backup.restore(copy, path, clock())
        _forget_derived(config.derived_path(folder))
    return aside


def _forget_derived(derived: Path) -> None:
    """What was folded from the records that moved aside must not answer for those that came back."""
    try:
        for suffix in ("", "-wal", "-shm", "-journal"):
            derived.with_name(derived.name + suffix).unlink(missing_ok=True)
    except OSError as error:
        raise disk_trouble(error, derived) from error


def change_passphrase(key_file: Path, old: str, new: str, *, kdf: keys.Kdf = keys.STRONG) -> None:
    """Lock the key in its file with another passphrase; the file is read back before it takes the old one's place.

    Raises `Refused`: ``wrong-passphrase`` (old), ``weak-passphrase``, ``same-passphrase``; `Trouble` of key and disk.
    """
    try:
        data = key_file.read_bytes()
    except OSError as error:
        raise Trouble("key-unreadable", "check-data-folder", file=key_file.name) from error
    try:
        key = keys.unlock(data, old)
    except Trouble as trouble:
        if trouble.code == "wrong-passphrase":
            raise Refused("wrong-passphrase") from trouble
        raise
    reason = weak(new)
    if reason:
        raise Refused("weak-passphrase", reason=reason)
    if new == old:
        raise Refused("same-passphrase")
    public = read_public(key_file)
    if public is None:
        raise Trouble("key-damaged", "ask-hr-for-new-key")
    made = keys.lock(
        key,
        new,
        org=public.org,
        person=public.person,
        name=public.name,
        roles=public.roles,
        last_used=public.last_used,
        demo=public.demo,
        kdf=kdf,
    )
    keys.unlock(made, new)
    keys.save_key(key_file, made)


def note_sign_in(key_file: Path, name: str, roles: frozenset[str], now: int) -> None:
    """Write on the key file, for the welcome page, who it is and when it was last used (ms UTC). Raises `Trouble`."""
    try:
        data = key_file.read_bytes()
    except OSError as error:
        raise Trouble("key-unreadable", "check-data-folder", file=key_file.name) from error
    keys.save_key(key_file, keys.shown(data, name=name or None, roles=tuple(sorted(roles)), last_used=now))
