"""Every text of a struct with the dotted path it was written under."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from trainer.domain.programme import Text


def texts(value: object, path: str = "") -> Iterator[tuple[str, Text]]:
    """(path, text) of everything people read in `value`; paths match those of `trainer.content.convert.lines_of`."""
    dot = f"{path}." if path else ""
    if isinstance(value, Text):
        if value.zh or value.en:
            yield path, value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from texts(getattr(value, name), dot + name)
    elif isinstance(value, tuple):
        for n, each in enumerate(value):
            yield from texts(each, f"{dot}{n}")
