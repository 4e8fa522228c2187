"""Stretches of time → hours: overlaps once, idle out, caps, split at the quarter; claimed beside confirmed.

Instants and spans are milliseconds UTC, start included, end excluded. Sums are kept in milliseconds and rounded down
to whole seconds once, per quarter and source, so that splitting loses nothing.

What counts (`records.md` §5) is decided in `fold`; here an entry is only a claim with or without a decision:

* An entry with spans for which fewer seconds were accepted counts from its beginning until those are used up.
* A second lived once counts once. Where two entries overlap, the source that stands first in `ORDER` keeps it.
* An entry given as seconds on a day has no place in time: it is added to its day and cannot overlap.
* A day holds at most `cap_s` seconds (24 hours unless the organisation sets less). What is confirmed fills it first.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import get_args

from trainer.domain.calendar import DAY_MS, Quarter, day_of, midnight, quarter_of
from trainer.domain.progress import HoursEntry, HoursSource, QuarterHours

Span = tuple[int, int]

ORDER: tuple[HoursSource, ...] = ("session", "practical", "external", "assessment", "lesson")
"""Which source keeps a second that two of them claim: the one most people saw comes first."""

SOURCES = frozenset(get_args(HoursSource))

DAY_S = DAY_MS // 1000


def union(spans: Iterable[Span]) -> list[Span]:
    """The same instants as disjoint spans in order; empty and reversed spans vanish."""
    joined: list[Span] = []
    since = until = 0
    for start, end in sorted(spans):
        if end <= start:
            continue
        if until > since and start <= until:
            until = max(until, end)
            continue
        if until > since:
            joined.append((since, until))
        since, until = start, end
    if until > since:
        joined.append((since, until))
    return joined


EARLIEST = date(2000, 1, 1)
LATEST = date(2200, 1, 1)
"""The first day on which training can have been, and the first on which it cannot."""

_ZERO = midnight(date(1970, 1, 1))
_EARLIEST = midnight(EARLIEST)
_LATEST = midnight(LATEST)


def plausible(spans: Iterable[Span]) -> list[Span]:
    """Spans (ms UTC) that can be true, disjoint and in order: forward, at most a day long, in this or the next century.

    A record may hold any integers; what cannot have happened is left out, so that no sum runs away.
    """
    kept: list[Span] = []
    ordered, last = True, 0
    for start, end in spans:
        if _EARLIEST <= start < end <= start + DAY_MS and end <= _LATEST:
            ordered = ordered and start > last
            last = end
            kept.append((start, end))
    return kept if ordered else union(kept)


def length(spans: Iterable[Span]) -> int:
    """How long disjoint spans are together (in their unit)."""
    total = 0
    for start, end in spans:
        total += end - start
    return total


def without(spans: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    """What of `spans` is not in `taken`; both disjoint and in order, as `union` makes them."""
    left: list[Span] = []
    position = 0
    for start, end in spans:
        cursor = start
        while position < len(taken) and taken[position][1] <= cursor:
            position += 1
        ahead = position
        while ahead < len(taken) and taken[ahead][0] < end:
            if taken[ahead][0] > cursor:
                left.append((cursor, taken[ahead][0]))
            cursor = max(cursor, taken[ahead][1])
            ahead += 1
        if cursor < end:
            left.append((cursor, end))
    return left


def first(spans: Sequence[Span], amount: int) -> list[Span]:
    """The beginning of disjoint ordered `spans`, `amount` long at most."""
    kept: list[Span] = []
    for start, end in spans:
        if amount <= 0:
            break
        kept.append((start, min(end, start + amount)))
        amount -= end - start
    return kept


def active(inputs: Sequence[int], limit: int) -> list[Span]:
    """Active time from the instants of a person's inputs: each one keeps the clock running for `limit` at most.

    Idle beyond the limit is not counted; the last input of all ends the sitting. Same unit in and out.
    """
    ordered = sorted(inputs)
    return union((now, min(after, now + limit)) for now, after in itertools.pairwise(ordered))


def by_day(spans: Iterable[Span]) -> dict[date, int]:
    """Milliseconds per day of the organisation's zone, split at local midnight."""
    days: dict[int, int] = defaultdict(int)
    for start, end in spans:
        day = (start - _ZERO) // DAY_MS
        edge = _ZERO + (day + 1) * DAY_MS
        while edge < end:
            days[day] += edge - start
            day, start, edge = day + 1, edge, edge + DAY_MS  # noqa: PLW2901  # the rest of this span, from midnight on
        days[day] += end - start
    return {day_of(_ZERO + day * DAY_MS): amount for day, amount in days.items()}


def is_waiting(entry: HoursEntry) -> bool:
    """Claimed, and nobody has decided yet."""
    return entry.accepted_s is None


Days = dict[HoursSource, dict[date, int]]
"""Milliseconds per source and day."""


def _placed(entries: Iterable[HoursEntry], taken: list[Span], seconds: Callable[[HoursEntry], int]) -> Days:
    """Milliseconds per source and day of what `entries` add to the instants already `taken` (which grow)."""
    groups: dict[HoursSource, list[HoursEntry]] = defaultdict(list)
    for entry in entries:
        groups[entry.source].append(entry)
    days: Days = {}
    for source in ORDER:
        spans: list[Span] = []
        loose: dict[date, int] = defaultdict(int)
        for entry in groups.get(source, ()):
            if entry.spans:
                accepted = seconds(entry)
                # What counts whole needs no cutting: the usual case, and the spans are joined below anyway.
                whole = accepted >= entry.claimed_s > 0
                spans += entry.spans if whole else first(union(entry.spans), accepted * 1000)
            else:
                loose[entry.day] += seconds(entry) * 1000
        new = without(union(spans), taken)
        taken[:] = union([*taken, *new])
        for day, amount in by_day(new).items():
            loose[day] += amount
        days[source] = loose
    return days


def _capped(days: Days, room: dict[date, int], cap_s: Callable[[date], int]) -> Days:
    """At most the cap per day, filled in the order of `ORDER`; `room` remembers what a day still holds."""
    kept: Days = {}
    for source in ORDER:
        kept[source] = {}
        for day, amount in days[source].items():
            free = room.setdefault(day, min(cap_s(day), DAY_S) * 1000)
            kept[source][day] = min(amount, free)
            room[day] = free - kept[source][day]
    return kept


def _a_whole_day(_day: date) -> int:
    return DAY_S


def totals(entries: Sequence[HoursEntry], cap_s: Callable[[date], int] = _a_whole_day) -> tuple[QuarterHours, ...]:
    """Each quarter with any time in it, oldest first.

    `confirmed_s` is what somebody accepted; `claimed_s` what still waits for a decision, on top of it: the part of
    a claim that is already confirmed elsewhere is not said twice. The sums of `by_source` are exactly the totals.
    """
    taken: list[Span] = []
    room: dict[date, int] = {}
    confirmed = [entry for entry in entries if entry.accepted_s]
    waiting = [entry for entry in entries if is_waiting(entry)]
    sums: dict[Quarter, dict[HoursSource, list[int]]] = {}
    for column, group, seconds in (
        (0, confirmed, lambda entry: entry.accepted_s or 0),
        (1, waiting, lambda entry: entry.claimed_s),
    ):
        for source, days in _capped(_placed(group, taken, seconds), room, cap_s).items():
            for day, amount in days.items():
                sums.setdefault(quarter_of(day), {}).setdefault(source, [0, 0])[column] += amount
    return tuple(_quarter(quarter, sums[quarter]) for quarter in sorted(sums))


def _quarter(quarter: Quarter, sources: dict[HoursSource, list[int]]) -> QuarterHours:
    rows = [(s, sources[s][0] // 1000, sources[s][1] // 1000) for s in ORDER if s in sources]
    return QuarterHours(
        year=quarter[0],
        quarter=quarter[1],
        confirmed_s=sum(row[1] for row in rows),
        claimed_s=sum(row[2] for row in rows),
        by_source=tuple(rows),
    )


def quarter_hours(quarters: Iterable[QuarterHours], quarter: Quarter) -> QuarterHours:
    """This quarter's row, or one full of zeros."""
    for row in quarters:
        if (row.year, row.quarter) == quarter:
            return row
    return QuarterHours(year=quarter[0], quarter=quarter[1], confirmed_s=0, claimed_s=0)
