"""What arrives in a bundle, sorted before a store sees it: sound, damaged, foreign or of a later format; files put together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from trainer.ledger.bundle import FilePart, RecordLine
from trainer.ledger.files import FILE_MAX
from trainer.ledger.record import HEADER_VERSION, Envelope, Header, Malformed, body_matches, parse_body, read


@dataclass(frozen=True, slots=True)
class Arrived:
    """A record line after checking everything that needs no key: `fault` is empty, «bad», «foreign» or «later» (of a later header format)."""

    fault: str
    envelope: Envelope | None = None
    header: Header | None = None


class _AnyHeader(msgspec.Struct, frozen=True):
    v: int


def sort_record(line: RecordLine, org: str) -> Arrived:
    """Check form, size, organisation and body of one record line.

    A damaged body makes the whole line bad: kept without it, the header would tell the sender that the record had
    arrived, and the body would never be sent again.
    """
    envelope = Envelope(line.header, line.sig, line.salt, line.body)
    try:
        header = read(envelope).header
    except Malformed:
        return Arrived("later" if _is_later(line.header) else "bad")
    if header.org != org:
        return Arrived("foreign")
    if envelope.body is not None:
        try:
            parse_body(envelope.body)
        except Malformed:
            return Arrived("bad")
        if not body_matches(envelope, header):
            return Arrived("bad")
    return Arrived("", envelope, header)


def _is_later(header: bytes) -> bool:
    """Whether these bytes are the header of a later format: with a higher `v`, in fields we do not know."""
    try:
        return msgspec.json.decode(header, type=_AnyHeader).v > HEADER_VERSION
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False


def named_files(body: bytes) -> frozenset[str]:
    """The hashes of the files that a body names: wherever {name, type, bytes, sha256} stand together. A damaged body
    names none.
    """
    if b'"sha256"' not in body:
        return frozenset()
    try:
        ahead: list[object] = [msgspec.json.decode(body)]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return frozenset()
    found = set()
    while ahead:
        value = ahead.pop()
        if isinstance(value, dict):
            if value.keys() == {"name", "type", "bytes", "sha256"} and isinstance(value["sha256"], str):
                found.add(value["sha256"])
            ahead += value.values()
        elif isinstance(value, list):
            ahead += value
    return frozenset(found)


class FileSpool:
    """Files whose parts arrive one after the other, kept in a scratch folder until their hash has been checked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._next: dict[str, int] = {}
        self._whole: set[str] = set()

    def add(self, part: FilePart) -> bool:
        """Take the next part of a file. False when it is out of order, too long or, at the end, not the file named.

        Raises OSError when the scratch folder is full.
        """
        if part.file in self._whole:
            return True
        path = self._folder / part.file
        size = path.stat().st_size if path.exists() else 0
        if part.part != self._next.get(part.file, 0) or part.part >= part.of or size + len(part.data) > FILE_MAX:
            return False
        with path.open("ab") as file:
            file.write(part.data)
        self._next[part.file] = part.part + 1
        if part.part + 1 < part.of:
            return True
        good = hashlib.sha256(path.read_bytes()).hexdigest() == part.file
        if good:
            self._whole.add(part.file)
        else:
            path.unlink()
            del self._next[part.file]
        return good

    def whole(self) -> Iterator[tuple[str, Path]]:
        """(sha256, path) of every file that is complete and right."""
        return ((sha256, self._folder / sha256) for sha256 in sorted(self._whole))
