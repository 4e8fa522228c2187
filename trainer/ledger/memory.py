"""Signature checks that need not be made again (`ledger.md` §5): only these are remembered, never a verdict.

The file beside the store is a convenience that may be deleted at any time. Whoever can write it could change the
program as well; `trainer verify` never looks at it.
"""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

from trainer.errors import Trouble
from trainer.ledger.durable import replace_file
from trainer.ledger.keys import verifies

_DIGEST = 32
_MAGIC = b"qicheng-checked-1".ljust(_DIGEST, b"\0")


class SignatureMemory:
    """Answers `keys.verifies` and remembers the genuine ones by sha256 of key, type, data and signature."""

    def __init__(self, path: Path | None) -> None:
        """`path` None remembers for this process only. An unreadable or damaged file is like none."""
        self._path = path
        self._seen: set[bytes] = set()
        self._saved = 0
        if path is not None:
            with contextlib.suppress(OSError):
                self._load(path.read_bytes())

    def _load(self, data: bytes) -> None:
        if data[:_DIGEST] == _MAGIC and len(data) % _DIGEST == 0:
            self._seen = {data[at : at + _DIGEST] for at in range(_DIGEST, len(data), _DIGEST)}
            self._saved = len(self._seen)

    def check(self, pub: bytes, payload_type: str, data: bytes, sig: bytes) -> bool:
        """Whether `sig` is the signature of `pub` over `data`."""
        digest = _digest(pub, payload_type, data, sig)
        return digest in self._seen or self._verified(digest, pub, payload_type, data, sig)

    def check_again(self, pub: bytes, payload_type: str, data: bytes, sig: bytes) -> bool:
        """The same, verified now whatever is remembered."""
        return self._verified(_digest(pub, payload_type, data, sig), pub, payload_type, data, sig)

    def _verified(self, digest: bytes, pub: bytes, payload_type: str, data: bytes, sig: bytes) -> bool:
        genuine = verifies(pub, payload_type, data, sig)
        if genuine:
            self._seen.add(digest)
        else:
            self._seen.discard(digest)
        return genuine

    def save(self) -> None:
        """Keep what was learnt for the next opening; a full disk is no reason to complain."""
        if self._path is not None and len(self._seen) > self._saved:
            with contextlib.suppress(Trouble):
                replace_file(self._path, _MAGIC + b"".join(self._seen))
                self._saved = len(self._seen)


def _digest(pub: bytes, payload_type: str, data: bytes, sig: bytes) -> bytes:
    return hashlib.sha256(b"%b%b%b\0%b" % (pub, sig, payload_type.encode(), data)).digest()
