"""Quarters, calendar months with their end-of-month rule, and leaves.

Instants are integer milliseconds since 1970 UTC; days are dates in the organisation's zone. That zone is a fixed
UTC+8: China has had no summer time since 1991, so a day always has 24 hours and no zone data file is needed.

It knows no clock: «today» is always an argument.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta, timezone

ZONE = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The organisation's zone."""

DAY_MS = 86_400_000
_OFFSET_MS = 8 * 3_600_000
_EPOCH = date(1970, 1, 1).toordinal()
_LAST = date.max.toordinal()

Quarter = tuple[int, int]
"""A calendar quarter: (year, 1 to 4)."""

Away = tuple[date, date]
"""A leave: first and last day away, both included."""


def day_of(instant: int) -> date:
    """The organisation's date at `instant` (ms UTC). Total: an absurd instant gives the first or last date there is."""
    day = _EPOCH + (instant + _OFFSET_MS) // DAY_MS
    return date.fromordinal(day if 1 <= day <= _LAST else 1 if day < 1 else _LAST)


def midnight(day: date) -> int:
    """The instant (ms UTC) at which `day` begins in the organisation's zone."""
    return (day.toordinal() - _EPOCH) * DAY_MS - _OFFSET_MS


def at(day: date, hour: int = 0, minute: int = 0) -> int:
    """The instant (ms UTC) of a wall-clock time on `day` in the organisation's zone."""
    return int(datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE).timestamp()) * 1000


def quarter_of(day: date) -> Quarter:
    """The calendar quarter `day` lies in."""
    return day.year, (day.month + 2) // 3


def quarter_days(quarter: Quarter) -> tuple[date, date]:
    """First and last day of a quarter, both included."""
    year, number = quarter
    first = date(year, 3 * number - 2, 1)
    return first, add_months(first, 3) - timedelta(days=1)


def next_quarter(quarter: Quarter, steps: int = 1) -> Quarter:
    """The quarter `steps` after this one (before it, when negative)."""
    year, number = quarter
    index = year * 4 + number - 1 + steps
    return index // 4, index % 4 + 1


def quarters(first: Quarter, last: Quarter) -> Iterator[Quarter]:
    """Every quarter from `first` to `last`, both included; nothing when `last` is earlier."""
    while first <= last:
        yield first
        first = next_quarter(first)


def first_full_quarter(live: date) -> Quarter:
    """The first quarter that lies wholly on or after `live`: where the 20-hour target begins (`content.md` §6)."""
    quarter = quarter_of(live)
    return quarter if quarter_days(quarter)[0] == live else next_quarter(quarter)


def add_months(start: date, count: int) -> date:
    """The day `count` calendar months after `start` (before it, when negative).

    End-of-month rule: where the month reached has no such day, its last day is taken, as in article 202 of the
    Civil Code. 31 August and one month make 30 September; 30 November and three months the last day of February.
    Counting always starts from `start`, so a short month in between costs nothing: 31 January + 2 = 31 March.
    Total: beyond the calendar it is the first or the last date there is.
    """
    index = start.year * 12 + start.month - 1 + count
    year, month = index // 12, index % 12 + 1
    if not date.min.year <= year <= date.max.year:
        return date.min if year < date.min.year else date.max
    last = 31 if month == 12 else (date(year, month + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(start.day, last))


def _later(day: date, days: int) -> date:
    """The date `days` after `day`, the last date there is at most: a record may hold any date."""
    return date.fromordinal(min(day.toordinal() + days, _LAST))


def merged(leaves: Iterable[Away]) -> list[Away]:
    """The same days away, in order, overlapping and adjoining leaves joined; reversed ones are dropped."""
    joined: list[Away] = []
    for since, until in sorted(leaves):
        if until < since:
            continue
        if joined and since <= _later(joined[-1][1], 1):
            joined[-1] = (joined[-1][0], max(joined[-1][1], until))
        else:
            joined.append((since, until))
    return joined


def end_of(start: date, count: int, leaves: Iterable[Away] = ()) -> date:
    """The day on which `count` months from `start` are complete: the corresponding day, later by each day away.

    The first day counts, so a period that starts on 8 June is complete on 8 September, at its beginning. Days away
    are those of `leaves` on or after `start` and before completion; a leave that begins on the day of completion
    changes nothing, one that begins in the days added by another does.
    """
    end = add_months(start, count)
    for since, until in merged(leaves):
        if until < start:
            continue
        if max(since, start) >= end:
            break
        end = _later(end, (until - max(since, start)).days + 1)
    return end


def elapsed_months(start: date, on: date, leaves: Sequence[Away] = ()) -> int:
    """Complete months from `start` to `on`, leaves taken out: the largest n with `end_of(start, n) <= on`; 0 before."""
    if on < start:
        return 0
    count = (on.year - start.year) * 12 + on.month - start.month
    while count > 0 and end_of(start, count, leaves) > on:
        count -= 1
    return count


def days_away(start: date, end: date, leaves: Iterable[Away]) -> int:
    """How many days from `start` (included) to `end` (excluded) were away."""
    total = 0
    for since, until in merged(leaves):
        total += max(0, (min(_later(until, 1), end) - max(since, start)).days)
    return total
