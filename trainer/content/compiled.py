"""What the compiled library holds besides the domain's own structs: lessons as they are shown, and search results."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import msgspec

from trainer.domain.programme import Text

Kind = Literal["case", "lesson", "policy"]
"""What can be searched."""


PLACEHOLDER: Final = re.compile(r"@\{([A-Za-z0-9]+)\}")
"""A colour token in the HTML of a lesson; no text can contain one (`trainer.content.markdown`)."""


def coloured(html: str, css: Callable[[str], str]) -> str:
    """The HTML of a section with the colours of a theme: `css` gives the colour of a token."""
    return PLACEHOLDER.sub(lambda hit: css(hit[1]), html)


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """One section of a lesson: an h2 heading and what follows. `id` is stable as long as the heading stays.

    `html` uses the placeholders of `coloured`; `text` is the same as plain text.
    """

    id: str
    title: str
    html: str = ""
    text: str = ""


class Lesson(msgspec.Struct, frozen=True, kw_only=True):
    """A lesson ready to be shown. `questions` are the item hashes of its self-check, in order.

    `pictures` are paths inside the content folder, to be read with `Library.picture`; `minutes` is the planned
    study time; `length` the number of Chinese characters of the text; `week` is empty while no week of the programme uses
    the lesson. `hash` pins this very form.
    """

    id: str
    title: Text
    minutes: int
    number: int
    week: str = ""
    objectives: tuple[Text, ...] = ()
    policies: tuple[str, ...] = ()
    revision: int = 1
    revised: date | None = None
    sections: tuple[Section, ...] = ()
    questions: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    length: int = 0
    hash: str = ""

    @property
    def self_check(self) -> str:
        """The id of the section that holds the self-check: the last one."""
        return self.sections[-1].id if self.sections else ""


Mark = tuple[int, int]
"""A stretch of a text to highlight: start included, end excluded, in characters."""


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One search result. `tier` says where it matched: 0 title, 1 tag, 2 text; `snippet` is the matching place."""

    kind: Kind
    id: str
    title: str
    tags: tuple[str, ...]
    tier: int
    snippet: str
    title_marks: tuple[Mark, ...] = ()
    snippet_marks: tuple[Mark, ...] = ()


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """Search results, best first. `count` is exact unless `more` is true: then there are at least `count`."""

    hits: tuple[Hit, ...]
    count: int
    more: bool = False


@dataclass(frozen=True, slots=True)
class Thing:
    """Something the library keeps: `data` is its struct in MessagePack, `hash` its content hash, `n` its place in
    lists. What is not `current` is found by its hash only.
    """

    kind: str
    id: str
    hash: str
    n: int
    current: bool
    data: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be searched; `newest` sorts (a date as text), `filters` are (name, value)."""

    kind: Kind
    id: str
    title: str
    tags: tuple[str, ...]
    text: str
    filters: tuple[tuple[str, str], ...]
    newest: str


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that goes into a library file. `owned` is (owner, place, item hash), see `Library.items_of`."""

    hash: str
    things: tuple[Thing, ...]
    owned: tuple[tuple[str, int, str], ...]
    pictures: tuple[tuple[str, bytes], ...]
    entries: tuple[Entry, ...]
    counts: Mapping[str, int]
