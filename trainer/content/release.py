"""What was ever released stays findable by its hash (`architecture.md` §4 rule 4).

``resources/released/<kind>.jsonl`` holds one compiled thing per line: its content hash, a space, its canonical JSON.
Lines are only ever appended. A line whose hash does not fit its JSON was altered, and nothing is built from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import msgspec

from trainer.content.check import Checked
from trainer.content.compile import compile_sources
from trainer.content.compiled import Lesson
from trainer.domain.canon import canonical, content_hash
from trainer.domain.paper import Paper
from trainer.domain.programme import Practical, Programme
from trainer.domain.question import Item
from trainer.errors import Refused, Trouble

SHAPES: Mapping[str, type[msgspec.Struct]] = MappingProxyType(
    {"item": Item, "paper": Paper, "practical": Practical, "programme": Programme, "lesson": Lesson}
)
"""The kinds that records pin by hash."""


@dataclass(frozen=True, slots=True)
class Released:
    """What a release added, per kind."""

    added: Mapping[str, int]


def released(folder: Path) -> Iterator[tuple[str, str, str, msgspec.Struct]]:
    """(kind, id, hash, struct) of everything released so far; nothing when there was no release yet.

    Raises Trouble ``released-damaged`` (file, line) for a line that was altered or cannot be read.
    """
    for kind, shape in SHAPES.items():
        path = folder / f"{kind}.jsonl"
        lines = path.read_bytes().splitlines() if path.is_file() else []
        for n, line in enumerate(lines, 1):
            hash_, _space, data = line.partition(b" ")
            try:
                value = msgspec.json.decode(data, type=shape)
            except msgspec.DecodeError as error:
                raise Trouble("released-damaged", "restore-released", file=path.name, line=n) from error
            if content_hash(_bare(value)) != hash_.decode("ascii", "replace"):
                raise Trouble("released-damaged", "restore-released", file=path.name, line=n)
            yield kind, str(getattr(value, "id", "")), hash_.decode(), _with_hash(value, hash_.decode())


def _bare(value: msgspec.Struct) -> msgspec.Struct:
    """The struct as it is hashed: without its own hash."""
    return msgspec.structs.replace(value, hash="") if "hash" in value.__struct_fields__ else value


def _with_hash(value: msgspec.Struct, hash_: str) -> msgspec.Struct:
    return msgspec.structs.replace(value, hash=hash_) if "hash" in value.__struct_fields__ else value


def release(checked: Checked, folder: Path) -> Released:
    """Append everything of checked sources that was not released before. Raises Refused ``content-has-errors``."""
    if checked.errors:
        raise Refused("content-has-errors", errors=checked.errors)
    before = {(kind, hash_) for kind, _id, hash_, _value in released(folder)}
    contents = compile_sources(checked.sources, checked.questions)
    added = dict.fromkeys(SHAPES, 0)
    for thing in contents.things:
        if thing.kind not in SHAPES or (thing.kind, thing.hash) in before:
            continue
        value = _bare(msgspec.msgpack.decode(thing.data, type=SHAPES[thing.kind]))
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / f"{thing.kind}.jsonl").open("ab") as file:
            file.write(thing.hash.encode() + b" " + canonical(value) + b"\n")
        before.add((thing.kind, thing.hash))
        added[thing.kind] += 1
    return Released(added)
