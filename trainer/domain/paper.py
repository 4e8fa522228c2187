"""A blueprint and a seed give the very same paper, for ever (`content.md` §6, AUTHORING.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

import msgspec

from trainer.domain.chance import Chance
from trainer.domain.facts import Mode
from trainer.domain.grading import Grading, Kind
from trainer.domain.programme import Text
from trainer.domain.question import Item
from trainer.errors import Refused

ENGINE = 1
"""The meaning of `draw`, `realise` and `grade` together. A change of meaning gets a new number; which of several items
`draw` prefers is no part of it, since an attempt pins the items it was given (`assessed.follows`)."""


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

    @property
    def length(self) -> int:
        """How many questions a drawn paper has."""
        return sum(section.count for section in self.sections)


class DrawnItem(msgspec.Struct, frozen=True, kw_only=True):
    """One place of a drawn paper: position from 0, the section it belongs to, and what it is worth."""

    n: int
    section: int
    hash: str
    item: Item
    points: int


Pool = Sequence[tuple[str, Item]]
"""(content hash, item): what `Library.pools` gives for a section."""


def pool_for(section: Section, items: Iterable[Item]) -> tuple[Item, ...]:
    """The items a section may draw from, by id: OR inside a key of its filter, AND between keys, and its kinds."""
    found = {item.id: item for item in items if _wanted(section, item)}
    return tuple(found[id_] for id_ in sorted(found))


def _wanted(section: Section, item: Item) -> bool:
    asked = section.from_
    return (
        (not section.kinds or item.kind in section.kinds)
        and (not asked.tags or not set(asked.tags).isdisjoint(item.tags))
        and (not asked.weeks or not set(asked.weeks).isdisjoint(item.tags))
        and (not asked.policies or not set(asked.policies).isdisjoint(item.policies))
        and (not asked.cases or item.source in {f"case:{case}" for case in asked.cases})
    )


def usable(item: Item, mode: Mode, on: date) -> bool:
    """Whether a paper of this mode may ask the item on that day: practice asks anything, the others only graded items
    whose policies are all in force (`content.md` §2).
    """
    in_force = (item.valid_from is None or item.valid_from <= on) and (item.valid_to is None or on <= item.valid_to)
    return mode == "practice" or (item.graded and in_force)


def draw(paper: Paper, pools: Sequence[Pool], seed: str, seen: Mapping[str, int], on: date) -> tuple[DrawnItem, ...]:
    """The paper for one person: the same for the same arguments, on every machine, for ever (engine `ENGINE`).

    `pools` has one pool per section; `seen` tells how often the person met each item id. Unseen items come first,
    then those seen least; among equals those that say nothing a chosen one asks (`tells`), then those whose case or
    lesson is used least on this paper; the rest is the seed's. No item comes twice; the section with the fewest items
    to spare chooses first. Raises Refused ``paper-pool-short`` (paper, section, needed, available).
    """
    free = [
        sorted((pair for pair in pool if usable(pair[1], paper.mode, on)), key=lambda pair: pair[1].id)
        for _section, pool in zip(paper.sections, pools, strict=True)
    ]
    numbers = range(len(paper.sections))
    tightest = sorted(numbers, key=lambda n: (len(free[n]) - paper.sections[n].count, n))
    taken: set[str] = set()
    used: dict[str, list[Item]] = {}
    chosen: dict[int, list[tuple[str, Item]]] = {}
    for number in tightest:
        mixed = Chance(seed, f"{paper.id}/{number}/draw").shuffled(free[number])
        chosen[number] = _choose(mixed, paper.sections[number].count, seen, taken, used)
        if len(chosen[number]) < paper.sections[number].count:
            needed, available = paper.sections[number].count, len(chosen[number])
            raise Refused("paper-pool-short", paper=paper.id, section=number, needed=needed, available=available)
    return tuple(_places(paper, seed, [chosen[number] for number in numbers]))


def _choose(
    mixed: Pool, count: int, seen: Mapping[str, int], taken: set[str], used: dict[str, list[Item]]
) -> list[tuple[str, Item]]:
    """Up to `count` items that are not taken yet; notes them in `taken`, and in `used` under their sources."""

    def cost(pair: tuple[str, Item]) -> tuple[int, bool, int]:
        beside = used.get(pair[1].source, [])
        return seen.get(pair[1].id, 0), any(tells(pair[1], other) for other in beside), len(beside)

    chosen: list[tuple[str, Item]] = []
    left = [pair for pair in mixed if pair[1].id not in taken]
    while left and len(chosen) < count:
        best = min(left, key=cost)
        left.remove(best)
        taken.add(best[1].id)
        used.setdefault(best[1].source, []).append(best[1])
        chosen.append(best)
    return chosen


def tells(one: Item, other: Item) -> bool:
    """Whether two questions of one case or lesson help to answer each other: they share a statement, as an option of
    both or as an option of one that the other asks about.
    """
    if not one.source or one.source != other.source:
        return False
    mine, theirs = ({option.text.zh for option in item.options} for item in (one, other))
    return (
        not mine.isdisjoint(theirs)
        or any(text in other.ask.zh for text in mine)
        or any(text in one.ask.zh for text in theirs)
    )


def _places(paper: Paper, seed: str, chosen: Sequence[Pool]) -> Iterator[DrawnItem]:
    """The chosen items in the order shown: section by section, mixed inside each when the paper says so."""
    n = 0
    for number, pairs in enumerate(chosen):
        ordered = Chance(seed, f"{paper.id}/{number}/order").shuffled(pairs) if paper.shuffle else pairs
        for hash_, item in ordered:
            yield DrawnItem(n=n, section=number, hash=hash_, item=item, points=paper.sections[number].points)
            n += 1


def points_of(paper: Paper) -> tuple[int, ...]:
    """What each place of a drawn paper is worth, by position: enough to score an attempt from its record."""
    return tuple(section.points for section in paper.sections for _place in range(section.count))


def score(paper: Paper, graded: Sequence[int | None]) -> int:
    """The score in basis points of the maximum, rounded down, so that a pass is never rounded up into.

    `graded` are basis points by position; None or a missing place counts as nothing, places too many are ignored.
    """
    points = points_of(paper)
    whole = sum(points)
    if whole <= 0:
        return 0
    reached = sum(worth * min(max(part or 0, 0), 10_000) for worth, part in zip(points, graded, strict=False))
    return reached // whole


def passed(paper: Paper, reached: int) -> bool:
    """Whether a score in basis points reaches the pass mark."""
    return reached >= paper.pass_mark
