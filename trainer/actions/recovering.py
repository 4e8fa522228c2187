"""HR's own keys: a second HR person, the end of an HR key, and a new one when it was lost (`ledger.md` §3).

Only the root key makes or ends HR keys; it lies in the recovery file and is used for the length of one call. Recovering
needs no session: nobody can sign in as HR then.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from trainer import config
from trainer.actions.bound import bind_of
from trainer.actions.organising import check_passphrase
from trainer.actions.recording import may
from trainer.domain.facts import Profile
from trainer.domain.people import WHO_MAY
from trainer.errors import Refused, Trouble
from trainer.ledger import keys, root
from trainer.ledger.bundle import BundleLines, Greeting
from trainer.ledger.durable import disk_trouble, replace_file
from trainer.ledger.exchange import read_bundle
from trainer.ledger.keyring import key_path, keys_in
from trainer.ledger.record import Malformed
from trainer.ledger.store import Store
from trainer.session import Session

SET_ASIDE = ".ended"
"""Put behind the name of a key file whose key has ended: it is kept, and nobody is offered it any more."""


@dataclass(frozen=True, slots=True)
class HrSeen:
    """One of HR's keys as the records here know it: its last position (`seq`, 0: none) and when that was signed and
    came in (ms UTC). `missing`: records behind it that others have cited and that are not here. `here`: its key file
    lies on this computer.
    """

    log: str
    person: str
    name: str
    live: bool
    seq: int
    signed: int
    received: int
    missing: int
    here: bool


@dataclass(frozen=True, slots=True)
class Recoverable:
    """What a recovery file and the records at hand can do. `here`: the data folder holds the records already."""

    title: str
    org: str
    here: bool
    records: int
    version: int
    hr: tuple[HrSeen, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """The root document after a change. `kept`: the recovery file was written again, so that it knows this version."""

    version: int
    kept: bool


@dataclass(frozen=True, slots=True)
class Recovered:
    """A new HR key on this computer."""

    key_file: Path
    version: int
    ended: int
    kept: bool


# The recovery file


def open_recovery(path: Path, passphrase: str) -> root.Recovery:
    """The root key and the root document in a recovery file.

    Raises `Refused` ``wrong-recovery-passphrase``; `Trouble` ``recovery-damaged``, ``file-unreadable``.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Trouble("file-unreadable", "check-file", file=path.name) from error
    try:
        return root.open_recovery(data, passphrase)
    except Trouble as trouble:
        if trouble.code == "wrong-passphrase":
            raise Refused("wrong-recovery-passphrase") from trouble
        raise


def _newest_root(store: Store, recovery: root.Recovery) -> root.Root:
    """The newest root document that store and recovery file know together. Where two HR people changed it without knowing
    of each other, what both said is kept (`root.merged`). The store knows it afterwards: where the log of an HR key stands
    is seen only with the document that makes it one.

    Raises `Refused`: ``other-organisation`` (with title), ``root-contested``, ``recovery-not-enough``.
    """
    if recovery.root.org != store.org:
        raise Refused("other-recovery", title=recovery.root.title)
    known = root.read_root([*store.root_files(), *recovery.root.files], store.org)
    last = known.docs[-1]
    if keys.b64(recovery.root_key.pub) not in last.roots or last.threshold > 1:
        raise Refused("recovery-not-enough")
    try:
        known = root.merged(known, [recovery.root_key])
    except Malformed as error:
        raise Refused("root-contested") from error
    _publish(store, known)
    return known


def _publish(store: Store, new: root.Root) -> None:
    try:
        for file in new.all_files:
            store.take_root(file)
    except Malformed as error:
        raise Refused("root-contested") from error


def _published(store: Store, new: root.Root) -> bool:
    """Whether a root document may be known already although it could not be finished: then its keys must be kept."""
    try:
        return new.files[-1] in store.root_files()
    except Trouble:
        return True


def _renew_recovery(path: Path, new: root.Root, recovery: root.Recovery, passphrase: str, kdf: keys.Kdf) -> bool:
    """Write the recovery file again with the new root document, so that it is never behind; False when its place
    refuses: the file that is there opens as before.
    """
    data = root.recovery_file(root.Founded(new, recovery.root_key), passphrase, kdf=kdf)
    try:
        root.open_recovery(data, passphrase)
        replace_file(path, data, private=True)
    except Trouble:
        return False
    return True


# With a session: a second HR person


def make_hr(
    session: Session, log: str, recovery_file: Path, recovery_passphrase: str, *, kdf: keys.Kdf = keys.STRONG
) -> Changed:
    """Somebody's bound key speaks for HR from its next record on; what it signed before stays what it was.

    Raises `Refused`: ``not-your-role``, ``unknown-record``, ``key-not-live``, ``already-hr``, what the recovery file is refused for.
    """
    may(session, "bind", None)
    if log in session.store.root.hr_logs:
        raise Refused("already-hr")
    _record, bound = bind_of(session, log)
    if log not in session.store.people()[bound.person].live:
        raise Refused("key-not-live")
    recovery = open_recovery(recovery_file, recovery_passphrase)
    known = _newest_root(session.store, recovery)
    seq, _last = session.store.heads().get(log, (0, ""))
    new = root.with_hr_key(known, [recovery.root_key], person=bound.person, pub=keys.unb64(bound.pub), from_seq=seq + 1)
    _publish(session.store, new)
    return Changed(new.version, _renew_recovery(recovery_file, new, recovery, recovery_passphrase, kdf))


def end_hr_key(
    session: Session, log: str, recovery_file: Path, recovery_passphrase: str, *, kdf: keys.Kdf = keys.STRONG
) -> Changed:
    """End an HR key at the last position of it that this store has seen. Somebody has to remain HR.

    Raises `Refused`: ``not-your-role``, ``unknown-record``, ``already-ended``, ``last-hr-key``, and for the file.
    """
    may(session, "bind", None)
    key = session.store.root.hr_logs.get(log)
    if key is None:
        raise Refused("unknown-record")
    if key.last_seq is not None:
        raise Refused("already-ended")
    if not any(one.last_seq is None and one.log != log for one in session.store.root.hr):
        raise Refused("last-hr-key")
    recovery = open_recovery(recovery_file, recovery_passphrase)
    seq, last = session.store.heads().get(log, (0, ""))
    known = _newest_root(session.store, recovery)
    new = root.without_hr_key(known, [recovery.root_key], log=log, last_seq=seq, last_id=last or None)
    _publish(session.store, new)
    return Changed(new.version, _renew_recovery(recovery_file, new, recovery, recovery_passphrase, kdf))


# Without a session: HR's key is lost


def look(
    folder: Path, recovery_file: Path, passphrase: str, bundle: Path | None, clock: Callable[[], int]
) -> Recoverable:
    """What could be recovered, before anything is done. A bundle is taken into the records that are here, as any
    exchange would; on an empty computer it is only looked at.

    Raises `Refused`: ``wrong-recovery-passphrase``, ``records-missing`` (no records here and no bundle), and what
    `_newest_root` refuses; `Trouble`: ``recovery-damaged``, ``not-a-bundle``, ``second-instance`` and disk troubles.
    """
    recovery = open_recovery(recovery_file, passphrase)
    here = config.store_path(folder).exists()
    with TemporaryDirectory(prefix="qicheng-") as scratch:
        place = folder if here else Path(scratch)
        with _records(place, recovery, bundle, clock) as store:
            known = _newest_root(store, recovery)
            files = {one.log for one in keys_in(config.keys_folder(folder))}
            count = sum(1 for _record in store.records())
            return Recoverable(known.title, known.org, here, count, known.version, _hr_seen(store, known, files))


@contextmanager
def _records(
    folder: Path,
    recovery: root.Recovery,
    bundle: Path | None,
    clock: Callable[[], int],
    random: Callable[[int], bytes] = os.urandom,
) -> Iterator[Store]:
    """The store of a data folder with a bundle taken in; made from the bundle where there is none."""
    path = config.store_path(folder)
    if bundle is not None:
        _check_bundle(bundle, recovery)
    if path.exists():
        opened = Store.open(path, WHO_MAY, clock=clock, random=random)
    elif bundle is None:
        raise Refused("records-missing")
    else:
        folder.mkdir(parents=True, exist_ok=True)
        opened = Store.create(path, WHO_MAY, recovery.root, clock=clock, random=random)
    with opened as store:
        if recovery.root.org != store.org:
            raise Refused("other-recovery", title=recovery.root.title)
        if bundle is not None:
            read_bundle(store, bundle)
        yield store


def _check_bundle(bundle: Path, recovery: root.Recovery) -> None:
    """Raises `Refused` ``other-organisation``, `Trouble` ``not-a-bundle`` and disk troubles."""
    try:
        with bundle.open("rb") as file:
            greeting = next(iter(BundleLines(file)), None)
    except OSError as error:
        raise disk_trouble(error, bundle) from error
    if not isinstance(greeting, Greeting):
        raise Trouble("not-a-bundle", "choose-other-file", file=bundle.name)
    if greeting.org != recovery.root.org:
        raise Refused("other-organisation", org=greeting.org)


def _hr_seen(store: Store, known: root.Root, files: Collection[str]) -> tuple[HrSeen, ...]:
    heads, missing = store.heads(), store.verdicts().missing_heads()
    found = []
    for key in known.hr:
        seq, last = heads.get(key.log, (0, ""))
        judged = store.record(last) if last else None
        cited, _id = missing.get(key.log, (seq, ""))
        found.append(
            HrSeen(
                log=key.log,
                person=key.person,
                name=_name(store, key.person),
                live=key.last_seq is None,
                seq=seq,
                signed=judged.record.header.time if judged is not None else 0,
                received=judged.record.got if judged is not None else 0,
                missing=max(0, cited - seq),
                here=key.log in files,
            )
        )
    return tuple(found)


def _name(store: Store, person: str) -> str:
    """The newest name in somebody's profiles; empty when none arrived."""
    best = (0, "")
    for judged in store.about(person):
        header, body = judged.record.header, judged.record.envelope.body
        if header.kind == "profile" and header.sub == person and judged.verdict == "ok" and body is not None:
            with contextlib.suppress(msgspec.DecodeError):
                best = max(best, (header.time, msgspec.json.decode(body, type=Profile).name))
    return best[1]


def recover(
    folder: Path,
    recovery_file: Path,
    recovery_passphrase: str,
    person: str,
    ending: Collection[str],
    *,
    passphrase: str,
    bundle: Path | None,
    clock: Callable[[], int],
    kdf: keys.Kdf = keys.STRONG,
    random: Callable[[int], bytes] = os.urandom,
) -> Recovered:
    """A new HR key for `person` on this computer; the HR keys in `ending` end at the last position known here.

    The key file is written first: a key nobody knows yet does no harm, a root document naming a key that was lost would.
    Raises what `look` raises, `Refused` ``weak-passphrase``, ``unknown-person`` (never was HR).
    """
    check_passphrase(passphrase)
    recovery = open_recovery(recovery_file, recovery_passphrase)
    with _records(folder, recovery, bundle, clock, random) as store:
        known = _newest_root(store, recovery)
        if person not in {key.person for key in known.hr}:
            raise Refused("unknown-person")
        live = {key.log for key in known.hr if key.last_seq is None}
        key = keys.generate(random)
        heads = store.heads()
        ended = {log: (seq, last or None) for log in live & set(ending) for seq, last in [heads.get(log, (0, ""))]}
        new = root.with_hr_key_instead(known, [recovery.root_key], person=person, pub=key.pub, ended=ended)
        key_file = key_path(config.keys_folder(folder), person, key.log)
        config.keys_folder(folder).mkdir(parents=True, exist_ok=True)
        locked = keys.lock(
            key,
            passphrase,
            org=known.org,
            person=person,
            name=_name(store, person) or known.title,
            roles=("hr",),
            demo=known.demo,
            kdf=kdf,
            random=random,
        )
        keys.save_key(key_file, locked)
        try:
            _publish(store, new)
        except (Refused, Trouble):
            if not _published(store, new):
                key_file.unlink(missing_ok=True)
            raise
        store.sign_in(key, person, key_file)
    _set_aside(folder, {key.log for key in known.hr} & set(ending))
    kept = _renew_recovery(recovery_file, new, recovery, recovery_passphrase, kdf)
    return Recovered(key_file, new.version, len(ended), kept)


def _set_aside(folder: Path, logs: Collection[str]) -> None:
    """The files of keys that have ended are no longer offered on the first page."""
    for one in keys_in(config.keys_folder(folder)):
        if one.log in logs:
            with contextlib.suppress(OSError):  # an old row on the first page does no harm
                one.path.replace(one.path.with_name(one.path.name + SET_ASIDE))
