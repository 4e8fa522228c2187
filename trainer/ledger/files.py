"""Artefacts and course certificates: bytes under the name of their hash in ``files/`` (`ledger.md` §6)."""

from __future__ import annotations

import hashlib
import mimetypes
import re
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

from trainer.errors import Refused, Trouble
from trainer.ledger.durable import disk_trouble, replace_file

FILE_MAX = 10 * 1024 * 1024
"""Bytes of one file at most (`ledger.md` §6)."""

_HASH = re.compile(r"[0-9a-f]{64}")
_DOOMED = "to-remove.txt"


class Files:
    """The folder of files of one store."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: Path | bytes, name: str) -> dict[str, object]:
        """Keep a file and say what a body needs to name it: name, type, bytes, sha256.

        Raises `Refused` ``file-too-big`` above 10 MiB, ``file-empty``; `Trouble` when a disk fails.
        """
        data = content if isinstance(content, bytes) else _read(content)
        if not data:
            raise Refused("file-empty", name=name)
        if len(data) > FILE_MAX:
            raise Refused("file-too-big", name=name, bytes=len(data), most=FILE_MAX)
        sha256 = hashlib.sha256(data).hexdigest()
        if self.path(sha256) is None:
            replace_file(self._folder / sha256, data)
        plain = unicodedata.normalize("NFC", Path(name).name)
        kind = mimetypes.guess_type(plain)[0] or "application/octet-stream"
        return {"name": plain, "type": kind, "bytes": len(data), "sha256": sha256}

    def path(self, sha256: str) -> Path | None:
        """Where the file is, checked against its hash; None when it was not received yet or is damaged."""
        if not _HASH.fullmatch(sha256):
            return None
        path = self._folder / sha256
        try:
            if path.stat().st_size > FILE_MAX:
                return None
            return path if hashlib.sha256(path.read_bytes()).hexdigest() == sha256 else None
        except OSError:
            return None

    def remove(self, sha256: str) -> None:
        """Forget a file whose record was erased. Raises `Trouble` when the disk refuses."""
        if not _HASH.fullmatch(sha256):
            return
        path = self._folder / sha256
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise disk_trouble(error, path) from error

    def doom(self, hashes: Iterable[str]) -> None:
        """Note files that have to go, before the bodies go that name them: a crash, or somebody who has one open, must
        not leave it here for good. Raises `Trouble` when the disk refuses.
        """
        wanted = {*hashes, *self._doomed()}
        if wanted:
            replace_file(self._folder / _DOOMED, "\n".join(sorted(wanted)).encode())

    def _doomed(self) -> set[str]:
        try:
            return set((self._folder / _DOOMED).read_text(encoding="ascii").split())
        except (OSError, UnicodeDecodeError):
            return set()

    def remove_doomed(self, still_named: Callable[[str], bool]) -> None:
        """Remove what `doom` noted, but what some body still names. Raises `Trouble` of the first that cannot go yet: it
        stays noted, like all that could not.
        """
        left: dict[str, Trouble] = {}
        doomed = self._doomed()
        for sha256 in sorted(doomed):
            try:
                if not still_named(sha256):
                    self.remove(sha256)
            except Trouble as error:
                left[sha256] = error
        if left and left.keys() != doomed:
            replace_file(self._folder / _DOOMED, "\n".join(left).encode())
        elif doomed and not left:
            self._forget_doomed()
        for trouble in left.values():
            raise trouble

    def _forget_doomed(self) -> None:
        path = self._folder / _DOOMED
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise disk_trouble(error, path) from error


def _read(path: Path) -> bytes:
    """At most one byte more than allowed, so that a huge file is refused without being read."""
    try:
        with path.open("rb") as file:
            return file.read(FILE_MAX + 1)
    except IsADirectoryError as error:
        raise Trouble("not-a-file", "choose-other-file", file=str(path)) from error
    except OSError as error:
        raise disk_trouble(error, path) from error
