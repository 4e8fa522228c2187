"""The bundle file: JSON lines, one self-verifying envelope each (`ledger.md` §6). Carries; judges nothing.

First a greeting, then root files, then records with the parts of the files they name before them, at last the count
and the sha256 of everything above. Whole lines of a torn bundle are good: each proves itself.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, BinaryIO

import msgspec

from trainer.ledger.durable import disk_trouble, sync_folder
from trainer.ledger.record import Envelope, Hash, PersonId

FORMAT = 1
"""The format this program writes and the newest it reads."""

SUFFIX = ".qicheng"

LINE_MAX = 640 * 1024
"""Bytes of a line at most: 384 KiB of a file in base64 is 512 KiB, a full record a little less."""

LINES_MAX = 2_000_000
BYTES_MAX = 4 * 1024**3
"""Lines and bytes of a bundle at most; reading stops there."""

PART_BYTES = 384 * 1024
"""Bytes of a file per line (`ledger.md` §6)."""


class Greeting(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who says they wrote the bundle and for whom (None: for everybody). Unsigned: for show and for skipping one's own."""

    bundle: int
    org: Hash
    log: Hash
    person: PersonId
    to: PersonId | None


class RootLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A root file, as it is."""

    root: bytes


class RecordLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A record's exact bytes, base64; `salt` and `body` null when erased or not for the recipient."""

    header: bytes
    sig: bytes
    salt: bytes | None
    body: bytes | None


class FilePart(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Part `part` (from 0) of `of` of the file with the hash `file`."""

    file: Hash
    part: Annotated[int, msgspec.Meta(ge=0)]
    of: Annotated[int, msgspec.Meta(ge=1, le=64)]
    data: bytes


class LastLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How many lines came before, and the sha256 of their bytes."""

    count: int
    sha256: Hash


class Strange(msgspec.Struct, frozen=True):
    """A whole line that is none of ours: damaged, or of a newer format."""


Line = Greeting | RootLine | RecordLine | FilePart | Strange

_SHAPES: tuple[tuple[bytes, type[Greeting | RootLine | RecordLine | FilePart | LastLine]], ...] = (
    (b'{"header"', RecordLine),
    (b'{"file"', FilePart),
    (b'{"root"', RootLine),
    (b'{"bundle"', Greeting),
    (b'{"count"', LastLine),
)
"""A line's first field names its shape: part of the format."""


def record_line(envelope: Envelope) -> RecordLine:
    """The line that carries an envelope."""
    return RecordLine(header=envelope.header, sig=envelope.sig, salt=envelope.salt, body=envelope.body)


def file_parts(sha256: str, data: bytes) -> Iterator[FilePart]:
    """The lines that carry a file."""
    parts = [data[at : at + PART_BYTES] for at in range(0, len(data), PART_BYTES)]
    for number, part in enumerate(parts):
        yield FilePart(file=sha256, part=number, of=len(parts), data=part)


def write_lines(path: Path, lines: Iterable[Line]) -> int:
    """Write a bundle so that either the old or the whole new file is there. Returns its size in bytes.

    Raises `Trouble` ``disk-full``, ``no-rights``, ``file-missing`` (the folder is gone), ``disk-failed``.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    digest, count, size = hashlib.sha256(), 0, 0
    try:
        with temporary.open("xb") as file:
            for line in lines:
                data = msgspec.json.encode(line) + b"\n"
                digest.update(data)
                size += file.write(data)
                count += 1
            size += file.write(msgspec.json.encode(LastLine(count=count, sha256=digest.hexdigest())) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise disk_trouble(error, path) from error
    finally:
        with contextlib.suppress(OSError):  # a stick that is gone: why matters more than what is left on it
            temporary.unlink(missing_ok=True)
    return size


class BundleLines:
    """The lines of a bundle, read one at a time within bounds. Complete `state` after the last one.

    `state`: «whole», «torn» (the end is missing), «altered» (count or checksum differ, or something follows the end),
    «too-big» (a bound was passed; what came before was given).
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.state = "torn"

    def __iter__(self) -> Iterator[Line]:
        digest, count, size = hashlib.sha256(), 0, 0
        while data := self._file.readline(LINE_MAX + 1):
            size += len(data)
            if len(data) > LINE_MAX or count >= LINES_MAX or size > BYTES_MAX:
                self.state = "too-big"
                return
            if not data.endswith(b"\n"):
                return
            line = _read_line(data)
            if isinstance(line, LastLine):
                good = line.count == count and line.sha256 == digest.hexdigest() and not self._file.read(1)
                self.state = "whole" if good else "altered"
                return
            digest.update(data)
            count += 1
            yield line


def _read_line(data: bytes) -> Line | LastLine:
    shape = next((shape for start, shape in _SHAPES if data.startswith(start)), None)
    if shape is None:
        return Strange()
    try:
        return msgspec.json.decode(data, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Strange()
