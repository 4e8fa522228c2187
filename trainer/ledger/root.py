"""The root document: who may speak for HR, and from which to which position (`ledger.md` §3).

Version 1's hash *is* the organisation id. Version n+1 needs the threshold of version n's root keys and of its own.
What counts is a pure function of the set of root files known, so the order in which they arrive never matters.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

import msgspec

from trainer.errors import Trouble
from trainer.ledger.keys import (
    STRONG,
    Kdf,
    SigningKey,
    b64,
    bound_to,
    generate,
    lock,
    log_of,
    refused_key,
    unb64,
    unlock,
    verifies,
)
from trainer.ledger.record import ROOT_TYPE, Hash, Malformed, PersonId, Seq, canonical, sha256

ROOT_FILE_MAX = 256 * 1024
"""Bytes of a root file at most: room for more than a thousand HR keys."""

_FIRST_VERSION = 1


class HrKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A key that speaks for HR from `from_seq` to `last_seq` (None: still) of its log, where `last_id` stands.

    `last_seq` 0 with no `last_id` means that nothing of it ever counted.
    """

    pub: str
    person: PersonId
    from_seq: Seq
    last_seq: Annotated[int, msgspec.Meta(ge=0)] | None
    last_id: Hash | None

    @property
    def raw_pub(self) -> bytes:
        """The public key, 32 bytes."""
        return unb64(self.pub)

    @property
    def log(self) -> str:
        """The log this key signs."""
        return log_of(self.raw_pub)


class RootDoc(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=False):
    """One version of the root document. `demo`: everything of this organisation says that it is a demonstration."""

    v: Annotated[int, msgspec.Meta(ge=1, le=1)]
    version: Seq
    prev: Hash | None
    roots: Annotated[tuple[str, ...], msgspec.Meta(min_length=1, max_length=16)]
    threshold: Annotated[int, msgspec.Meta(ge=1, le=16)]
    hr: tuple[HrKey, ...]
    title: Annotated[str, msgspec.Meta(max_length=200)]
    demo: bool


class _Sig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pub: str
    sig: str


class _RootFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    doc: str
    sigs: Annotated[tuple[_Sig, ...], msgspec.Meta(max_length=32)]


@dataclass(frozen=True)
class Root:
    """The chain of root documents that holds. `contested`: two valid next versions exist and neither keeps all that the
    other says, so neither is in force and HR must be told (never pick in silence); `merged` ends that. `aside` are the
    files that follow from the chain but do not stand in it.
    """

    docs: tuple[RootDoc, ...]
    files: tuple[bytes, ...]
    org: str
    contested: bool = False
    aside: tuple[bytes, ...] = ()

    @property
    def all_files(self) -> tuple[bytes, ...]:
        """Everything that others need to come to the same chain."""
        return (*self.files, *self.aside)

    @property
    def version(self) -> int:
        """The version in force."""
        return self.docs[-1].version

    @property
    def title(self) -> str:
        """What the organisation calls itself."""
        return self.docs[-1].title

    @property
    def demo(self) -> bool:
        """Whether this is a demonstration organisation, from its first version on."""
        return self.docs[0].demo

    @property
    def hr(self) -> tuple[HrKey, ...]:
        """Every HR key ever made, with its positions."""
        return self.docs[-1].hr

    @cached_property
    def hr_logs(self) -> dict[str, HrKey]:
        """HR keys by log."""
        return {key.log: key for key in self.hr}


def read_root_file(data: bytes) -> tuple[RootDoc, bytes]:
    """One root file: its document and the exact document bytes. Raises `Malformed`; checks form and signatures of the
    document's own root keys, not its place in a chain.
    """
    if len(data) > ROOT_FILE_MAX:
        raise Malformed("root file too long")
    exact, sigs = _open(data)
    try:
        doc = msgspec.json.decode(exact, type=RootDoc)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Malformed(str(error)) from error
    if canonical(msgspec.to_builtins(doc)) != exact:
        raise Malformed("root document is not canonical")
    if (doc.version == _FIRST_VERSION) != (doc.prev is None):
        raise Malformed("prev belongs to every version but the first")
    if len(set(doc.roots)) < doc.threshold or any(refused_key(unb64(pub)) for pub in doc.roots):
        raise Malformed("threshold cannot be met")
    if len({key.pub for key in doc.hr}) != len(doc.hr) or any(refused_key(key.raw_pub) for key in doc.hr):
        raise Malformed("an HR key is refused")
    if any((key.last_seq or 0) > 0 and key.last_id is None for key in doc.hr):
        raise Malformed("an ended HR key names no last record")
    if not _enough(doc, exact, sigs):
        raise Malformed("too few signatures of its own root keys")
    return doc, exact


def read_root(files: Iterable[bytes], org: str | None = None) -> Root:
    """The chain in a set of root files. Without `org` the one first version in the set is believed: that is what
    pinning at founding or joining means. Raises `Malformed` when no first version is there or it is another one.
    """
    known = {exact: (doc, data) for data in files for doc, exact in [read_root_file(data)]}
    first = [exact for exact, (doc, _) in known.items() if doc.version == _FIRST_VERSION]
    if org is not None:
        first = [exact for exact in first if sha256(exact) == org]
    if len(first) != 1:
        raise Malformed("not one first version of the root document")
    after = _successors(first[0], known)
    chain = [first[0]]
    while following := after[chain[-1]]:
        step = following[0] if len(following) == 1 else _keeping_all(following, after, known)
        if step is None:
            break
        chain.append(step)
    return Root(
        docs=tuple(known[exact][0] for exact in chain),
        files=tuple(known[exact][1] for exact in chain),
        org=sha256(chain[0]),
        contested=bool(following),
        aside=tuple(known[exact][1] for exact in sorted(after.keys() - set(chain))),
    )


_Known = Mapping[bytes, tuple[RootDoc, bytes]]
"""{exact document bytes: (document, file)}."""


def _successors(first: bytes, known: _Known) -> dict[bytes, list[bytes]]:
    """Every document that follows from the first at any distance, each with its valid next versions."""
    after: dict[bytes, list[bytes]] = {}
    ahead = [first]
    while ahead:
        at = ahead.pop()
        after[at] = [exact for exact in known if _follows(known[at][0], at, *known[exact], exact)]
        ahead += after[at]
    return after


def _subtree(side: bytes, after: Mapping[bytes, list[bytes]]) -> list[bytes]:
    found = [side]
    for at in found:
        found += after[at]
    return found


def _keeping_all(sides: Sequence[bytes], after: Mapping[bytes, list[bytes]], known: _Known) -> bytes | None:
    """The one of several next versions in which, or in what was built on it, everything stands that the others say and
    what was built on them: going on with it loses nothing. None where there is no such side: nobody may pick then.
    Several that keep each other say the same; the one that goes furthest is taken, then the one whose hash is lowest.
    """
    trees = {side: _subtree(side, after) for side in sides}
    kept = []
    for side, tree in trees.items():
        others = [known[exact][0] for other in sides if other != side for exact in trees[other]]
        if any(all(_keeps(other, known[later][0]) for other in others) for later in tree):
            kept.append(side)
    return min(
        kept, key=lambda side: (-max(known[exact][0].version for exact in trees[side]), sha256(side)), default=None
    )


def _keeps(other: RootDoc, doc: RootDoc) -> bool:
    """Whether all that another version of the document says stands in this one too."""
    same = (other.roots, other.threshold, other.title) == (doc.roots, doc.threshold, doc.title)
    return same and _no_hr_key_lost(other, doc)


def is_known(data: bytes, files: Iterable[bytes]) -> bool:
    """Whether one of these files is the same, or the same document spelled otherwise: anybody can write it with other
    spaces around it. Raises `Malformed` when `data` is no root file.
    """
    if data in (known := list(files)):
        return True
    _doc, exact = read_root_file(data)
    return any(exact == _open(file)[0] for file in known)


def _open(data: bytes) -> tuple[bytes, tuple[_Sig, ...]]:
    try:
        file = msgspec.json.decode(data, type=_RootFile)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Malformed(str(error)) from error
    return unb64(file.doc), file.sigs


def _enough(doc: RootDoc, exact: bytes, sigs: Sequence[_Sig]) -> bool:
    """Whether the threshold of `doc`'s root keys signed these bytes, each counted once."""
    signed = {s.pub for s in sigs if s.pub in doc.roots and verifies(unb64(s.pub), ROOT_TYPE, exact, unb64(s.sig))}
    return len(signed) >= doc.threshold


def _follows(old: RootDoc, old_exact: bytes, new: RootDoc, data: bytes, exact: bytes) -> bool:
    """Whether `new` is a valid next version: right place, signed by the old threshold, no HR key forgotten."""
    if new.version != old.version + 1 or new.prev != sha256(old_exact) or new.demo != old.demo:
        return False
    return _no_hr_key_lost(old, new) and _enough(old, exact, _open(data)[1])


def _no_hr_key_lost(old: RootDoc, new: RootDoc) -> bool:
    """Whether no HR key was forgotten and none that ended was revived or ends later."""
    kept = {key.pub: key for key in new.hr}
    for key in old.hr:
        now = kept.get(key.pub)
        if now is None or (now.person, now.from_seq) != (key.person, key.from_seq):
            return False
        if key.last_seq is not None and (now.last_seq is None or now.last_seq > key.last_seq):
            return False
    return True


def _root_file(doc: RootDoc, keys: Sequence[SigningKey]) -> bytes:
    exact = canonical(msgspec.to_builtins(doc))
    sigs = tuple(_Sig(pub=b64(key.pub), sig=b64(key.sign(ROOT_TYPE, exact))) for key in keys)
    data = msgspec.json.encode(_RootFile(doc=b64(exact), sigs=sigs))
    read_root_file(data)
    return data


# Founding and changing


@dataclass(frozen=True)
class Founded:
    """A new organisation. `root_key` must go into a recovery file and then be forgotten."""

    root: Root
    root_key: SigningKey


def found_organisation(
    title: str, *, person: str, pub: bytes, demo: bool = False, random: Callable[[int], bytes] = os.urandom
) -> Founded:
    """A new organisation with one root key and one HR key (`pub`, held by `person`)."""
    root_key = generate(random)
    hr = HrKey(pub=b64(pub), person=person, from_seq=1, last_seq=None, last_id=None)
    doc = RootDoc(
        v=1,
        version=_FIRST_VERSION,
        prev=None,
        roots=(b64(root_key.pub),),
        threshold=1,
        hr=(hr,),
        title=title,
        demo=demo,
    )
    return Founded(read_root([_root_file(doc, [root_key])]), root_key)


def with_hr_key(root: Root, keys: Sequence[SigningKey], *, person: str, pub: bytes, from_seq: int = 1) -> Root:
    """The next version with one more HR key; what its log holds before `from_seq` does not become HR's word.

    The caller has checked the holder's proof of possession (`trainer.ledger.joining.proven`). Raises `Malformed` when
    `keys` are too few or the key is refused.
    """
    new = HrKey(pub=b64(pub), person=person, from_seq=from_seq, last_seq=None, last_id=None)
    return _next(root, keys, (*root.hr, new))


def without_hr_key(root: Root, keys: Sequence[SigningKey], *, log: str, last_seq: int, last_id: str | None) -> Root:
    """The next version in which an HR key ended at a position that was seen; 0 and None: it never counted."""
    ended = tuple(
        msgspec.structs.replace(key, last_seq=last_seq, last_id=last_id) if key.log == log else key for key in root.hr
    )
    return _next(root, keys, ended)


def with_hr_key_instead(
    root: Root, keys: Sequence[SigningKey], *, person: str, pub: bytes, ended: Mapping[str, tuple[int, str | None]]
) -> Root:
    """The next version in which a new HR key stands in the place of those in `ended`: {log: (last position, its id)}.

    One version, so that nothing can come between: either the new key speaks and the old ones do not, or all is as it was.
    """
    kept = (
        msgspec.structs.replace(key, last_seq=ended[key.log][0], last_id=ended[key.log][1]) if key.log in ended else key
        for key in root.hr
    )
    new = HrKey(pub=b64(pub), person=person, from_seq=1, last_seq=None, last_id=None)
    return _next(root, keys, (*kept, new))


def merged(root: Root, keys: Sequence[SigningKey]) -> Root:
    """The root document after a contest: one more version that keeps every HR key of all sides, each ended where any side
    ended it first. Nothing that root keys ever said is lost. The same where nothing is contested.
    """
    if not root.contested:
        return root
    known = {exact: (doc, file) for file in root.all_files for doc, exact in [read_root_file(file)]}
    hr: dict[str, HrKey] = {}
    for exact in sorted(known):
        for key in known[exact][0].hr:
            hr[key.pub] = min(hr.get(key.pub, key), key, key=_ended_at)
    tip = min(known, key=lambda exact: (-known[exact][0].version, sha256(exact)))
    doc = msgspec.structs.replace(
        known[tip][0], version=known[tip][0].version + 1, prev=sha256(tip), hr=tuple(hr[pub] for pub in sorted(hr))
    )
    new = read_root([*root.all_files, _root_file(doc, keys)], root.org)
    if new.contested:
        raise Malformed("the sides of the root document differ in more than HR's keys")
    return new


def _ended_at(key: HrKey) -> tuple[bool, int, str]:
    return key.last_seq is None, key.last_seq or 0, key.last_id or ""


def _next(root: Root, keys: Sequence[SigningKey], hr: tuple[HrKey, ...]) -> Root:
    old_exact, _ = _open(root.files[-1])
    doc = msgspec.structs.replace(root.docs[-1], version=root.version + 1, prev=sha256(old_exact), hr=hr)
    new = read_root([*root.all_files, _root_file(doc, keys)], root.org)
    if new.version != doc.version:
        raise Malformed("the new version does not follow from the old one")
    return new


# The recovery file


class _RecoveryFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    v: Annotated[int, msgspec.Meta(ge=1, le=1)] = 1
    what: Annotated[str, msgspec.Meta(pattern=r"\Aqicheng-recovery\Z")] = "qicheng-recovery"
    key: bytes
    root: tuple[bytes, ...]


@dataclass(frozen=True)
class Recovery:
    """An opened recovery file: the root key and the root document as it was when the file was written."""

    root: Root
    root_key: SigningKey


def recovery_file(
    founded: Founded,
    passphrase: str,
    *,
    kdf: Kdf = STRONG,
    random: Callable[[int], bytes] = os.urandom,
) -> bytes:
    """The root key, locked with a passphrase of its own. After saving, read it back with `open_recovery`."""
    locked = lock(
        founded.root_key,
        passphrase,
        org=founded.root.org,
        person=founded.root.hr[0].person,
        name=founded.root.title,
        demo=founded.root.demo,
        kdf=kdf,
        random=random,
    )
    return msgspec.json.encode(_RecoveryFile(key=locked, root=founded.root.files))


def open_recovery(data: bytes, passphrase: str) -> Recovery:
    """Raises `Trouble`: ``recovery-damaged`` when the bytes are not a recovery file, or its root document is not of the
    organisation the locked key was made for; ``wrong-passphrase``.
    """
    try:
        file = msgspec.json.decode(data[: ROOT_FILE_MAX * 4], type=_RecoveryFile)
        root = read_root(file.root)
    except (msgspec.DecodeError, UnicodeDecodeError, Malformed) as error:
        raise Trouble("recovery-damaged", "other-recovery-copy") from error
    key = unlock(file.key, passphrase)
    if bound_to(file.key) != root.org:  # the key is locked together with its organisation; the document is not
        raise Trouble("recovery-damaged", "other-recovery-copy")
    return Recovery(root, key)
