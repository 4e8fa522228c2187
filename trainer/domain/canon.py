"""The one way content is turned into bytes and into a hash (`records.md` §1, content hash).

Canonical JSON: sorted keys, UTF-8, no white space, integers and decimal strings, dates as ``YYYY-MM-DD``. Fields that
say nothing (null, empty text, empty list, false) are left out, so a field added later with such a default changes no
hash that was ever recorded. Floats are refused.
"""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import date
from decimal import Decimal

import msgspec


def plain_number(value: Decimal) -> str:
    """A decimal as the shortest plain text: ``1E+2`` → ``100``, ``0.10`` → ``0.1``, ``-0`` → ``0``."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def canonical(value: object) -> bytes:
    """The canonical JSON bytes of a struct or of plain lists, dicts and scalars.

    Raises TypeError for a float or for anything else that is not content.
    """
    builtins = msgspec.to_builtins(value, builtin_types=(Decimal, date), order="sorted")
    return msgspec.json.encode(_pruned(builtins), order="sorted")


def content_hash(value: object) -> str:
    """sha256 of the canonical JSON, 64 hex digits. Structs with a `hash` field are hashed while it is empty."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _pruned(value: object) -> object:
    match value:
        case None | bool() | int():
            return value
        case str():
            return unicodedata.normalize("NFC", value)
        case Decimal():
            return plain_number(value)
        case date():
            return value.isoformat()
        case dict():
            inner = {_key(key): _pruned(part) for key, part in value.items()}
            return {key: part for key, part in inner.items() if not _says_nothing(part)}
        case list() | tuple():
            return [_pruned(part) for part in value]
        case _:
            raise TypeError(f"not content: {type(value).__name__}")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError("keys of content are texts")
    return unicodedata.normalize("NFC", key)


def _says_nothing(value: object) -> bool:
    return value is None or value is False or value in ("", [], {})
