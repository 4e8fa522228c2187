"""A blueprint and a seed give the very same paper, for ever (`content.md` §6, AUTHORING.md)."""

from __future__ import annotations

from typing import Literal

import msgspec

from trainer.domain.facts import Mode
from trainer.domain.grading import Grading, Kind
from trainer.domain.programme import Text

ENGINE = 1
"""The meaning of `draw`, `realise` and `grade` together. A change of meaning gets a new number."""


class From(msgspec.Struct, frozen=True, kw_only=True):
    """Which items a section draws from: OR inside a key, AND between keys; an empty key asks for nothing."""

    tags: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    weeks: tuple[str, ...] = ()


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """`count` questions worth `points` each."""

    from_: From = From()
    kinds: tuple[Kind, ...] = ()
    count: int
    points: int = 1


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """A blueprint. `pass_mark` in basis points, `time_limit_s` and `pause_s` in seconds (0: none), `attempts` 0: any."""

    id: str
    title: Text
    mode: Mode
    weeks: tuple[str, ...] = ()
    sections: tuple[Section, ...]
    pass_mark: int
    time_limit_s: int = 0
    attempts: int = 0
    pause_s: int = 0
    grading: Grading = "all-or-nothing"
    shuffle: bool = True
    feedback: Literal["after", "each"] = "after"
    book: Literal["open", "closed"] = "open"
    sample: bool = False
    hash: str = ""
