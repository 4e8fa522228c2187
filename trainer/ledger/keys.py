"""Ed25519 keys, the locked key file, and what a person says aloud to compare a key (`ledger.md` §4).

Unlocking the key file *is* the sign-in; no verifier is stored anywhere. A key made here is bound to one person and
one device. Beside the signing key lies an X25519 key to which papers can be sealed.
"""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated

import msgspec
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from trainer.errors import Trouble
from trainer.ledger.durable import replace_file
from trainer.ledger.keyring import KEY_FILE_MAX, KeyFile, keys_in, read_public
from trainer.ledger.passphrase import six_words, suggest_passphrase, typed, weak
from trainer.ledger.record import Hash, Malformed, PersonId, canonical, encoding, sha256

__all__ = [
    "KeyFile",
    "Mark",
    "SigningKey",
    "bound_to",
    "generate",
    "keys_in",
    "lock",
    "log_of",
    "read_mark",
    "read_public",
    "refused_key",
    "save_key",
    "shown",
    "six_words",
    "suggest_passphrase",
    "unlock",
    "verifies",
    "weak",
    "write_mark",
]

KEY_BYTES = 32

_Y_OF_SMALL_ORDER = (
    # The seven encodings of the y of a point of order 1, 2, 4 or 8 on edwards25519; each with both sign bits gives
    # the 14 keys under which libraries accept forged signatures. After Cremers and Jackson, «Prime, Order Please!»
    # (CSF 2019) §IV and libsodium's ge25519_has_small_order; tests/ledger/test_keys.py multiplies each by 8.
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
)
SMALL_ORDER = frozenset(
    bytes.fromhex(y)[:31] + bytes([bytes.fromhex(y)[31] | sign]) for y in _Y_OF_SMALL_ORDER for sign in (0, 0x80)
)
"""The 14 public keys nobody may have."""


@dataclass(frozen=True)
class SigningKey:
    """A private key and its sealing key, in memory while somebody is signed in. Never printed, never pickled."""

    seed: bytes
    seal_seed: bytes

    def __repr__(self) -> str:
        return f"SigningKey({self.log[:8]})"

    @cached_property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @cached_property
    def pub(self) -> bytes:
        """The public key, 32 bytes."""
        return self._private.public_key().public_bytes_raw()

    @cached_property
    def seal_pub(self) -> bytes:
        """The X25519 public key to which papers are sealed, 32 bytes."""
        return X25519PrivateKey.from_private_bytes(self.seal_seed).public_key().public_bytes_raw()

    @cached_property
    def log(self) -> str:
        """sha256 of the public key, 64 hex digits: the name of everything this key signs."""
        return log_of(self.pub)

    def sign(self, payload_type: str, data: bytes) -> bytes:
        """Raw Ed25519 (64 bytes) over the DSSE v1 encoding of `data`."""
        return self._private.sign(encoding(payload_type, data))


def generate(random: Callable[[int], bytes] = os.urandom) -> SigningKey:
    """A fresh key. `random(n)` gives n secret random bytes; only tests and the demonstration hand in their own."""
    return SigningKey(random(KEY_BYTES), random(KEY_BYTES))


def log_of(pub: bytes) -> str:
    """The log that a public key signs."""
    return sha256(pub)


def refused_key(pub: bytes) -> bool:
    """Whether this may not be anybody's key: wrong length or one of the 14 of small order."""
    return len(pub) != KEY_BYTES or pub in SMALL_ORDER


@lru_cache(maxsize=256)
def _public(pub: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(pub)


def verifies(pub: bytes, payload_type: str, data: bytes, sig: bytes) -> bool:
    """Whether `sig` is the signature of `pub` over `data`; False under refused keys whatever the library says."""
    if refused_key(pub):
        return False
    try:
        _public(pub).verify(sig, encoding(payload_type, data))
    except (InvalidSignature, ValueError):
        return False
    return True


# The key file


class Kdf(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Argon2id (RFC 9106). The bounds keep a planted file from taking the computer's memory or an hour."""

    name: Annotated[str, msgspec.Meta(pattern=r"\Aargon2id\Z")] = "argon2id"
    mem_kib: Annotated[int, msgspec.Meta(ge=32, le=256 * 1024)] = 64 * 1024
    t: Annotated[int, msgspec.Meta(ge=1, le=10)] = 3
    p: Annotated[int, msgspec.Meta(ge=1, le=4)] = 4


STRONG = Kdf()
"""64 MiB, 3 passes, 4 lanes (`ledger.md` §4): costs a guess what it costs its owner once."""

CHEAP = Kdf(mem_kib=32, t=1, p=4)
"""For tests and for demonstration keys that have no passphrase; protects nothing."""


class _Shown(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    name: str
    roles: tuple[str, ...]
    last_used: int
    demo: bool


class _Locked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The file. Everything but `ct` and `shown` is associated data of the encryption."""

    v: Annotated[int, msgspec.Meta(ge=1, le=1)] = 1
    what: Annotated[str, msgspec.Meta(pattern=r"\Aqicheng-key\Z")] = "qicheng-key"
    kdf: Kdf
    salt: bytes
    nonce: bytes
    org: Hash
    person: PersonId
    log: Hash
    ct: bytes
    shown: _Shown


def lock(
    key: SigningKey,
    passphrase: str,
    *,
    org: str,
    person: str,
    name: str,
    roles: tuple[str, ...] = (),
    last_used: int = 0,
    demo: bool = False,
    kdf: Kdf = STRONG,
    random: Callable[[int], bytes] = os.urandom,
) -> bytes:
    """The bytes of a key file. `name`, `roles`, `last_used` (ms UTC) and `demo` are for show and may change later
    without the passphrase; the rest is bound to the encrypted key.
    """
    locked = _Locked(
        kdf=kdf,
        salt=random(16),
        nonce=random(12),
        org=org,
        person=person,
        log=key.log,
        ct=b"",
        shown=_Shown(name=name, roles=roles, last_used=last_used, demo=demo),
    )
    secret = _cipher(locked, passphrase).encrypt(locked.nonce, key.seed + key.seal_seed, _bound(locked))
    return msgspec.json.encode(msgspec.structs.replace(locked, ct=secret))


def unlock(data: bytes, passphrase: str) -> SigningKey:
    """The key in a key file. Raises `Trouble`: ``key-damaged`` when the bytes are not a key file of ours,
    ``wrong-passphrase`` when they do not open (a changed byte looks the same as a wrong passphrase).
    """
    locked = _parse(data)
    try:
        secret = _cipher(locked, passphrase).decrypt(locked.nonce, locked.ct, _bound(locked))
    except (InvalidTag, ValueError) as error:
        raise Trouble("wrong-passphrase", "try-again-or-ask-hr") from error
    if len(secret) != 2 * KEY_BYTES:
        raise Trouble("key-damaged", "ask-hr-for-new-key")
    key = SigningKey(secret[:KEY_BYTES], secret[KEY_BYTES:])
    if key.log != locked.log:
        raise Trouble("key-damaged", "ask-hr-for-new-key")
    return key


def bound_to(data: bytes) -> str:
    """The organisation a key file belongs to: true once `unlock` has opened it. Raises `Trouble` ``key-damaged``."""
    return _parse(data).org


def shown(
    data: bytes, *, name: str | None = None, roles: tuple[str, ...] | None = None, last_used: int | None = None
) -> bytes:
    """The same key file with other public fields; needs no passphrase. Raises `Trouble` as `unlock`."""
    locked = _parse(data)
    old = locked.shown
    new = _Shown(
        name=old.name if name is None else name,
        roles=old.roles if roles is None else roles,
        last_used=old.last_used if last_used is None else last_used,
        demo=old.demo,
    )
    return msgspec.json.encode(msgspec.structs.replace(locked, shown=new))


def save_key(path: Path, data: bytes) -> None:
    """Write a key file durably and readable by its owner only. Raises `Trouble` when the disk refuses."""
    replace_file(path, data, private=True)


def _parse(data: bytes) -> _Locked:
    if len(data) > KEY_FILE_MAX:
        raise Trouble("key-damaged", "ask-hr-for-new-key")
    try:
        return msgspec.json.decode(data, type=_Locked)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Trouble("key-damaged", "ask-hr-for-new-key") from error


def _cipher(locked: _Locked, passphrase: str) -> AESGCM:
    kdf = locked.kdf
    derive = Argon2id(salt=locked.salt, length=32, iterations=kdf.t, lanes=kdf.p, memory_cost=kdf.mem_kib)
    return AESGCM(derive.derive(typed(passphrase)))


def _bound(locked: _Locked) -> bytes:
    fields = msgspec.to_builtins(locked)
    return canonical({name: fields[name] for name in ("v", "what", "kdf", "salt", "nonce", "org", "person", "log")})


# The high-water mark


class Mark(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The last record of a key that others may have seen. A store that lacks it may not write with that key."""

    seq: Annotated[int, msgspec.Meta(ge=1)]
    id: Hash


def mark_path(key_file: Path) -> Path:
    """The mark lies beside its key file."""
    return key_file.with_suffix(".mark")


def read_mark(path: Path) -> Mark | None:
    """The mark in a file, None when there is none. Raises `Trouble` ``mark-damaged`` when it cannot be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Mark)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Trouble("mark-damaged", "ask-hr-for-new-key", file=path.name) from error


def write_mark(path: Path, mark: Mark) -> None:
    """Make a mark durable. Raises `Trouble` when the disk refuses."""
    replace_file(path, msgspec.json.encode(mark), private=True)


def b64(data: bytes) -> str:
    """Standard base64, as records and root files write bytes."""
    return base64.b64encode(data).decode()


def unb64(text: str) -> bytes:
    """The bytes of strict standard base64. Raises `Malformed` for any other spelling of the same bytes."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise Malformed("not base64") from error
    if b64(data) != text:
        raise Malformed("not canonical base64")
    return data
