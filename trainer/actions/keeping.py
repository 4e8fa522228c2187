"""Keeping what is there: backups of the store, putting one back, and the passphrase of a key file.

Restoring needs no session: the store may be damaged, and nobody can be signed in then. What HR had erased comes back
neither by a backup that is put in place nor in the copies that lie beside it (`ledger.md` §3).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from trainer import config
from trainer.actions.losing import Loss, erasures, losses
from trainer.domain.people import WHO_MAY
from trainer.errors import Refused, Trouble
from trainer.ledger import backup, keys
from trainer.ledger.durable import disk_trouble, replace_file
from trainer.ledger.keyring import keys_in, read_public
from trainer.ledger.lockfile import LockFile
from trainer.ledger.passphrase import weak
from trainer.ledger.store import Store
from trainer.ledger.verification import Progress
from trainer.session import Session

__all__ = ["Backup", "Behind", "Checked", "Kept", "Loss", "Progress", "back_up", "backups", "loss", "restore"]

CHECKED = "verified.json"
"""When each backup was last verified (ms UTC), by file name, beside the backups: a note of this computer, no record."""
_SCRATCH = "unfinished-"


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy on this computer: when it was made (ms UTC, 0 for a file that does not say) and its bytes.

    `verified` is when it was last checked, ms UTC: at the latest when it was made, for a copy of ours.
    """

    path: Path
    made: int
    size: int
    verified: int = 0


@dataclass(frozen=True, slots=True)
class Checked:
    """What verifying a copy found: its records, and how many places in it were altered."""

    path: Path
    records: int
    altered: int


@dataclass(frozen=True, slots=True)
class Behind:
    """This store lacks records that the key in hand has written: it goes up to `here`, the key was at `seen`."""

    here: int
    seen: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A copy and what is in it: its records, and of how many the contents are still there that HR had erased.
    `trouble` is the code of what kept it from being read.
    """

    copy: Backup
    records: int
    erased: int
    trouble: str = ""


def backups_folder(folder: Path) -> Path:
    """Where the copies of a data folder lie."""
    return folder / "backups"


def backups(folder: Path) -> tuple[Backup, ...]:
    """The copies in a data folder, newest first. Raises `Trouble` of the disk."""
    place = backups_folder(folder)
    noted = _noted(place)
    return tuple(_backup(path, noted.get(path.name, 0)) for path in backup.backups(place))


def _backup(path: Path, verified: int) -> Backup:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise disk_trouble(error, path) from error
    made = backup.made(path)
    return Backup(path, made, size, max(made, verified))


def _noted(place: Path) -> dict[str, int]:
    """When the copies were verified; a damaged note counts as none."""
    try:
        return msgspec.json.decode((place / CHECKED).read_bytes(), type=dict[str, int])
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return {}


def look(session: Session) -> tuple[Kept, ...]:
    """The copies of this data folder with what is in them, newest first. Raises `Trouble` of the disk."""
    erased = session.store.verdicts().erased
    found = []
    for copy in backups(session.folder):
        try:
            found.append(Kept(copy, *backup.looked_into(copy.path, erased)))
        except Trouble as trouble:
            found.append(Kept(copy, 0, 0, trouble.code))
    return tuple(found)


def back_up(session: Session, progress: Progress | None = None) -> Backup:
    """Make one now; it counts only after it was verified. `progress` (done, all) hears of that and may raise to stop.

    Raises `Trouble` ``backup-failed``, ``disk-full`` …
    """
    return _backup(session.store.backup(backups_folder(session.folder), progress), 0)


def back_up_if_due(session: Session) -> Backup | None:
    """The daily one; None when there is one from today. Copies that still hold what HR had erased are cleaned with it."""
    due = backup.backup_due(backups_folder(session.folder), session.now())
    if not due:
        return None
    made = back_up(session)
    clean(session)
    return made


def verify(folder: Path, copy: Path, clock: Callable[[], int], progress: Progress | None = None) -> Checked:
    """Re-check every byte of a backup, and note when. `progress` (done, all) may raise to stop; then nothing is noted.

    Raises `Trouble`: ``no-store``, ``not-a-store``, ``store-damaged`` and what the disk says.
    """
    with Store.open(copy, WHO_MAY, read_only=True, clock=clock) as kept:
        altered = [one for one in kept.verify(progress) if one.what != "missing"]
        records = sum(1 for _ in kept.records())
    place = backups_folder(folder)
    if not altered and copy.parent == place:
        here = {path.name for path in backup.backups(place)}
        noted = {name: at for name, at in _noted(place).items() if name in here} | {copy.name: clock()}
        replace_file(place / CHECKED, msgspec.json.encode(noted))
    return Checked(copy, records, len(altered))


def behind(session: Session) -> Behind | None:
    """Whether this store lacks records that the key in hand has written, so that it may write none (`ledger.md` §4)."""
    if session.key is None or session.key_file is None:
        return None
    mark = keys.read_mark(keys.mark_path(session.key_file))
    if mark is None or session.store.record(mark.id) is not None:
        return None
    return Behind(session.store.heads().get(session.key.log, (0, ""))[0], mark.seq)


# What HR had erased


def unclean(session: Session) -> tuple[Path, ...]:
    """The copies on this computer that still hold contents HR had erased; a copy that cannot be read is left out."""
    return _unclean(session.folder, session.store.verdicts().erased)


def _unclean(folder: Path, erased: Collection[str]) -> tuple[Path, ...]:
    found = []
    for path in _copies(folder) if erased else ():
        try:
            if backup.looked_into(path, erased)[1]:
                found.append(path)
        except Trouble:
            continue
    return tuple(found)


def _copies(folder: Path) -> list[Path]:
    """The backups, and the stores that were moved aside when one was put in place."""
    store = config.store_path(folder)
    aside = [path for path in folder.glob(f"{store.name}.replaced-*") if path.name[-1] == "Z"]
    return [*backup.backups(backups_folder(folder)), *sorted(aside)]


def clean(session: Session) -> int:
    """Erase in every copy on this computer what HR had erased; how many were rewritten. Each is whole at any moment.

    Raises `Trouble` of the disk; what was not cleaned then is found again.
    """
    found = unclean(session)
    for path in found:
        backup.fold_journal(path)  # first: a journal of the old file beside the new one would be poured into it
        with _scratch(session.folder) as scratch:
            cleaned = _erased_again(path, session.store, scratch, session.clock)
            try:
                cleaned.replace(path)
            except OSError as error:
                raise disk_trouble(error, path) from error
    return len(found)


def _scratch(folder: Path) -> TemporaryDirectory[str]:
    """A folder for one copy being changed, on the same disk; what a crash left of the last one goes."""
    place = backups_folder(folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
        for left in place.glob(f"{_SCRATCH}*"):
            shutil.rmtree(left, ignore_errors=True)
        return TemporaryDirectory(prefix=_SCRATCH, dir=place)
    except OSError as error:
        raise disk_trouble(error, place) from error


def _erased_again(copy: Path, knows: Store, scratch: str, clock: Callable[[], int]) -> Path:
    """A copy of `copy` in the scratch folder into which every erasure known to `knows` was taken. Raises `Trouble`."""
    target = Path(scratch) / "store.db"
    try:
        backup.copy_whole(copy, target)
    except OSError as error:
        raise disk_trouble(error, copy) from error
    with Store.open(target, WHO_MAY, clock=clock) as store:
        for root in knows.root_files():
            store.take_root(root)
        store.receive([record.envelope for record in erasures(knows)])
    return target


# Putting one back


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
            own = frozenset(one.log for one in keys_in(config.keys_folder(folder)))
            return losses(now, title, there, own)
    except Trouble:
        if org not in ({one.org for one in keys_in(config.keys_folder(folder))} or {org}):
            raise Refused("other-organisation", org=org) from None
        return Loss(title, org, len(there), 0, 0, here=True, readable=False)


def restore(folder: Path, copy: Path, clock: Callable[[], int]) -> Path | None:
    """Put `copy` in the place of the store; what was there moves aside, and its new place is returned.

    What HR had erased since stays erased: the erasures known here are taken into the copy before it is put in place.
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
    with closing(LockFile(path)), _scratch(folder) as scratch:
        ready = _with_erasures(folder, copy, scratch, clock)
        aside = backup.restore(ready, path, clock())
        _forget_derived(config.derived_path(folder))
    return aside


def _with_erasures(folder: Path, copy: Path, scratch: str, clock: Callable[[], int]) -> Path:
    """The copy as it may come back: asked is the store that is here, else the newest backup that can be read."""
    for known in (config.store_path(folder), *backup.backups(backups_folder(folder))):
        if known == copy or not known.exists():
            continue
        try:
            with Store.open(known, WHO_MAY, read_only=True, clock=clock) as knows:
                if knows.verdicts().erased:
                    return _erased_again(copy, knows, scratch, clock)
        except Trouble:
            continue
        break
    return copy


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
