"""Shapes of authored values: each reads a node strictly, with its line, and describes itself as JSON Schema.

A shape is data. `trainer.content.forms` puts the shapes of all files together; the loader reads with them and
`trainer.content.schemas` prints them for editors, so that what is checked and what is documented cannot differ.
Reading never raises: a mistake is noted and None stands in its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as AbstractMapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Protocol

from trainer.content.files import Mapping, Node, Scalar, Sequence
from trainer.content.problems import Place, Problems
from trainer.domain.programme import Text

Schema = dict[str, object]


@dataclass(frozen=True, slots=True)
class Reading:
    """Where a reading takes place: the file for the lines, and the list its mistakes go to."""

    file: str
    problems: Problems

    def wrong(self, node: Node, code: str, **detail: str | int) -> None:
        """Note a mistake at the line of `node`."""
        self.problems.add(Place(self.file, node.line), code, **detail)


class Fields(dict[str, object]):
    """A map that was read: field → value, with the line of the map, of each key and of each value."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}

    def at(self, name: str) -> int:
        """The line on which the value of `name` begins; the map's own line when it is absent."""
        return self.lines.get(name, self.line)


class Items(list[object]):
    """A list that was read, with the line of each item."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


class Shape(Protocol):
    """What every shape can do."""

    def read(self, node: Node, reading: Reading) -> object:
        """The value of `node`, or None with a problem noted."""
        ...

    def schema(self) -> Schema:
        """The same as JSON Schema."""
        ...


@dataclass(frozen=True, slots=True)
class Line:
    """A text that is not translated: at most `limit` characters."""

    limit: int = 200

    def read(self, node: Node, reading: Reading) -> str | None:
        """The text without white space around it; empty texts are mistakes."""
        if not isinstance(node, Scalar):
            reading.wrong(node, "wrong-shape", wanted="text")
            return None
        text = node.text.strip()
        if not text:
            reading.wrong(node, "empty-text")
            return None
        if len(text) > self.limit:
            reading.wrong(node, "too-long", limit=self.limit, length=len(text))
        return text

    def schema(self) -> Schema:
        """A string; plain numbers and dates are strings to us but not to an editor."""
        return {"type": ["string", "number"], "maxLength": self.limit}


@dataclass(frozen=True, slots=True)
class Words:
    """A text people read: plain Chinese, or ``{zh: …, en: …}``. `limit` counts the Chinese, English may be 3 × longer."""

    limit: int = 400

    def read(self, node: Node, reading: Reading) -> Text | None:
        """The text in both languages."""
        if isinstance(node, Sequence):
            reading.wrong(node, "wrong-shape", wanted="text")
            return None
        if isinstance(node, Scalar):
            zh = Line(self.limit).read(node, reading)
            return Text(zh) if zh else None
        parts = {"zh": "", "en": ""}
        for name, (line, value) in node.items.items():
            if name not in parts:
                if isinstance(value, Scalar) and not value.text:
                    reading.problems.add(Place(reading.file, line), "comma-in-braces", field=name[:40])
                    continue
                reading.problems.add(Place(reading.file, line), "unknown-field", field=name, near="zh, en")
                continue
            parts[name] = Line(self.limit if name == "zh" else self.limit * 3).read(value, reading) or ""
        if "zh" not in node.items:
            reading.wrong(node, "missing-field", field="zh")
        return Text(parts["zh"], parts["en"]) if parts["zh"] else None

    def schema(self) -> Schema:
        """A string or a map of two strings."""
        plain: Schema = {"type": "string", "maxLength": self.limit}
        both: Schema = {
            "type": "object",
            "properties": {"zh": plain, "en": {"type": "string", "maxLength": self.limit * 3}},
            "required": ["zh"],
            "additionalProperties": False,
        }
        return {"anyOf": [plain, both]}


@dataclass(frozen=True, slots=True)
class Ident:
    """An identifier: `pattern` says what it may look like."""

    pattern: str = r"[a-z0-9]+(-[a-z0-9]+)*"

    def read(self, node: Node, reading: Reading) -> str | None:
        """The identifier."""
        if isinstance(node, Scalar) and len(node.text) <= 80 and re.fullmatch(self.pattern, node.text):
            return node.text
        reading.wrong(node, "bad-id", value=node.text[:80] if isinstance(node, Scalar) else "")
        return None

    def schema(self) -> Schema:
        """A string with the pattern."""
        return {"type": "string", "pattern": f"^({self.pattern})$", "maxLength": 80}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    def read(self, node: Node, reading: Reading) -> str | None:
        """The word."""
        if isinstance(node, Scalar) and node.text in self.words:
            return node.text
        value = node.text[:40] if isinstance(node, Scalar) else ""
        reading.wrong(node, "bad-choice", value=value, choices=", ".join(self.words))
        return None

    def schema(self) -> Schema:
        """An enumeration."""
        return {"enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class YesNo:
    """`yes` or `no`; editors that save `true` and `false` are understood."""

    def read(self, node: Node, reading: Reading) -> bool | None:
        """The truth value."""
        word = node.text.lower() if isinstance(node, Scalar) else ""
        if word in {"yes", "true"}:
            return True
        if word in {"no", "false"}:
            return False
        reading.wrong(node, "bad-choice", value=word[:40], choices="yes, no")
        return None

    def schema(self) -> Schema:
        """The four spellings."""
        return {"enum": ["yes", "no", True, False]}


@dataclass(frozen=True, slots=True)
class Number:
    """A decimal number as typed, digit for digit; `least` is the smallest allowed."""

    least: Decimal | None = None

    def read(self, node: Node, reading: Reading) -> Decimal | None:
        """The number. Thousands separators, NaN and exponents are not numbers here."""
        text = node.text if isinstance(node, Scalar) else ""
        value = _decimal(text)
        if value is None or (self.least is not None and value < self.least):
            reading.wrong(node, "bad-number", value=text[:40])
            return None
        return value

    def schema(self) -> Schema:
        """A number."""
        return {"type": "number"} if self.least is None else {"type": "number", "minimum": float(self.least)}


def _decimal(text: str) -> Decimal | None:
    if not re.fullmatch(r"-?\d{1,15}(\.\d{1,8})?", text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within bounds."""

    least: int = 0
    most: int = 1_000_000

    def read(self, node: Node, reading: Reading) -> int | None:
        """The number."""
        text = node.text if isinstance(node, Scalar) else ""
        if re.fullmatch(r"-?\d{1,9}", text) and self.least <= int(text) <= self.most:
            return int(text)
        reading.wrong(node, "bad-number", value=text[:40])
        return None

    def schema(self) -> Schema:
        """An integer with bounds."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True, slots=True)
class Measure:
    """A whole number with a unit, for example ``20 min`` or ``80 %``; the value comes in the smallest unit."""

    units: tuple[tuple[str, int], ...]
    most: int = 100_000_000

    def read(self, node: Node, reading: Reading) -> int | None:
        """The amount × what its unit is worth."""
        text = node.text if isinstance(node, Scalar) else ""
        hit = re.fullmatch(r"(\d{1,7}(?:\.\d{1,2})?)\s*([a-z%]+)", text)
        worth = dict(self.units).get(hit[2]) if hit else None
        value = Decimal(hit[1]) * worth if hit and worth else Decimal("0.5")
        if value != int(value) or value > self.most:
            reading.wrong(node, "bad-measure", value=text[:40], units=", ".join(unit for unit, _ in self.units))
            return None
        return int(value)

    def schema(self) -> Schema:
        """A string with the pattern."""
        units = "|".join(re.escape(unit) for unit, _ in self.units)
        return {"type": "string", "pattern": rf"^\d+(\.\d+)?\s*({units})$"}


PERCENT = Measure((("%", 100),), 10_000)
"""A share in basis points."""

DURATION = Measure((("s", 1), ("min", 60), ("h", 3600)))
"""A length of time in seconds."""


@dataclass(frozen=True, slots=True)
class Day:
    """A date, ``2026-11-23``."""

    def read(self, node: Node, reading: Reading) -> date | None:
        """The date."""
        text = node.text if isinstance(node, Scalar) else ""
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            with suppress(ValueError):
                return date.fromisoformat(text)
        reading.wrong(node, "bad-date", value=text[:40])
        return None

    def schema(self) -> Schema:
        """A string in date format."""
        return {"type": "string", "format": "date"}


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of values of one shape."""

    item: Shape
    least: int = 0
    most: int = 500

    def read(self, node: Node, reading: Reading) -> Items | None:
        """The values that could be read, each with its line."""
        if not isinstance(node, Sequence):
            reading.wrong(node, "wrong-shape", wanted="list")
            return None
        if not self.least <= len(node.items) <= self.most:
            reading.wrong(node, "bad-length", least=self.least, most=self.most, length=len(node.items))
        items = Items(node.line)
        for each in node.items:
            value = self.item.read(each, reading)
            if value is not None:
                items.append(value)
                items.lines.append(each.line)
        return items

    def schema(self) -> Schema:
        """An array."""
        return {"type": "array", "items": self.item.schema(), "minItems": self.least, "maxItems": self.most}


@dataclass(frozen=True, slots=True)
class Named:
    """A map whose keys the author chooses: `key` says what they may look like."""

    key: str
    value: Shape
    most: int = 60

    def read(self, node: Node, reading: Reading) -> Fields | None:
        """The values by name."""
        if not isinstance(node, Mapping):
            reading.wrong(node, "wrong-shape", wanted="map")
            return None
        fields = Fields(node.line)
        for name, (line, each) in list(node.items.items())[: self.most]:
            if not re.fullmatch(self.key, name):
                reading.problems.add(Place(reading.file, line), "bad-id", value=name[:80])
                continue
            value = self.value.read(each, reading)
            if value is not None:
                fields[name] = value
                fields.lines[name] = line
        return fields

    def schema(self) -> Schema:
        """An object with patterned names."""
        return {
            "type": "object",
            "patternProperties": {f"^({self.key})$": self.value.schema()},
            "additionalProperties": False,
        }


@dataclass(frozen=True, slots=True)
class Record:
    """A map with known fields; `needs` are required. What is not known is a mistake, never ignored."""

    fields: AbstractMapping[str, Shape]
    needs: tuple[str, ...] = ()

    def read(self, node: Node, reading: Reading) -> Fields | None:
        """The fields that could be read. A required one that is missing or wrong makes the whole map None."""
        if not isinstance(node, Mapping):
            reading.wrong(node, "wrong-shape", wanted="map")
            return None
        fields = Fields(node.line)
        for name, (line, each) in node.items.items():
            shape = self.fields.get(name)
            if shape is None:
                if isinstance(each, Scalar) and not each.text:
                    reading.problems.add(Place(reading.file, line), "comma-in-braces", field=name[:40])
                    continue
                near = ", ".join(get_close_matches(name, self.fields, 2) or sorted(self.fields))
                reading.problems.add(Place(reading.file, line), "unknown-field", field=name[:40], near=near)
                continue
            value = shape.read(each, reading)
            if value is not None:
                fields[name] = value
                fields.lines[name] = each.line if isinstance(each, Scalar) else line
        for name in self.needs:
            if name not in node.items:
                reading.wrong(node, "missing-field", field=name)
        return fields if all(name in fields for name in self.needs) else None

    def schema(self) -> Schema:
        """An object with nothing else in it."""
        return {
            "type": "object",
            "properties": {name: shape.schema() for name, shape in self.fields.items()},
            "required": list(self.needs),
            "additionalProperties": False,
        }


@dataclass(frozen=True, slots=True)
class ShortOr:
    """A plain text where that is enough, otherwise the full map; the text is read as the map's `field`."""

    field: str
    short: Shape
    full: Record

    def read(self, node: Node, reading: Reading) -> Fields | None:
        """The map, made of one field when a plain text was given."""
        if isinstance(node, Mapping):
            return self.full.read(node, reading)
        value = self.short.read(node, reading)
        if value is None:
            return None
        fields = Fields(node.line)
        fields[self.field] = value
        fields.lines[self.field] = node.line
        return fields

    def schema(self) -> Schema:
        """Either of the two."""
        return {"anyOf": [self.short.schema(), self.full.schema()]}
