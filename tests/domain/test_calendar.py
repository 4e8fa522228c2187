"""Quarters and months by hand-computed tables; leaves and working days by counting day by day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.domain import calendar as c
from trainer.domain.calendar import Quarter

DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))
LEAVES = st.lists(
    st.tuples(st.integers(-40, 200), st.integers(-2, 40)).map(
        lambda pair: (date(2026, 1, 31) + timedelta(pair[0]), date(2026, 1, 31) + timedelta(pair[0] + pair[1]))
    ),
    max_size=5,
)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-06-08", 3, "2026-09-08"),
        ("2026-08-31", 1, "2026-09-30"),
        ("2026-08-31", 2, "2026-10-31"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-01-30", 1, "2024-02-29"),
        ("2026-01-29", 1, "2026-02-28"),
        ("2024-01-29", 1, "2024-02-29"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", -13, "2024-12-15"),
        ("2100-01-31", 1, "2100-02-28"),
        ("2026-06-08", 0, "2026-06-08"),
    ],
)
def test_months_end_on_the_corresponding_day_or_the_last(start: str, count: int, end: str) -> None:
    assert c.add_months(date.fromisoformat(start), count) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("day", "quarter", "first", "last"),
    [
        ("2026-01-01", (2026, 1), "2026-01-01", "2026-03-31"),
        ("2026-03-31", (2026, 1), "2026-01-01", "2026-03-31"),
        ("2026-04-01", (2026, 2), "2026-04-01", "2026-06-30"),
        ("2026-09-30", (2026, 3), "2026-07-01", "2026-09-30"),
        ("2026-12-31", (2026, 4), "2026-10-01", "2026-12-31"),
        ("2024-02-29", (2024, 1), "2024-01-01", "2024-03-31"),
    ],
)
def test_quarters(day: str, quarter: Quarter, first: str, last: str) -> None:
    assert c.quarter_of(date.fromisoformat(day)) == quarter
    assert c.quarter_days(quarter) == (date.fromisoformat(first), date.fromisoformat(last))


def test_a_quarter_turns_at_local_midnight() -> None:
    turn = int(datetime(2026, 9, 30, 16, 0, tzinfo=UTC).timestamp()) * 1000
    assert (c.day_of(turn - 1), c.day_of(turn)) == (date(2026, 9, 30), date(2026, 10, 1))
    assert c.midnight(date(2026, 10, 1)) == turn == c.at(date(2026, 10, 1))
    assert c.at(date(2026, 10, 1), 9, 30) == turn + 34_200_000


def test_the_quarters_between() -> None:
    assert list(c.quarters((2026, 3), (2027, 2))) == [(2026, 3), (2026, 4), (2027, 1), (2027, 2)]
    assert list(c.quarters((2026, 3), (2026, 2))) == []
    assert c.next_quarter((2026, 1), -1) == (2025, 4)


def test_the_target_begins_with_the_first_full_quarter() -> None:
    assert c.first_full_quarter(date(2026, 11, 9)) == (2027, 1)
    assert c.first_full_quarter(date(2027, 1, 1)) == (2027, 1)
    assert c.first_full_quarter(date(2027, 1, 2)) == (2027, 2)


@pytest.mark.parametrize(
    ("start", "months", "leaves", "end"),
    [
        ("2026-06-08", 3, [], "2026-09-08"),
        ("2026-06-08", 3, [("2026-06-10", "2026-06-14")], "2026-09-13"),
        ("2026-06-08", 3, [("2026-06-10", "2026-06-14"), ("2026-06-12", "2026-06-16")], "2026-09-15"),
        ("2026-06-08", 3, [("2026-06-01", "2026-06-08")], "2026-09-09"),
        ("2026-06-08", 3, [("2026-06-01", "2026-06-07")], "2026-09-08"),
        ("2026-06-08", 3, [("2026-09-08", "2026-09-20")], "2026-09-08"),
        ("2026-06-08", 3, [("2026-09-07", "2026-09-20")], "2026-09-22"),
        # The second leave lies in the days that the first one added.
        ("2026-06-08", 3, [("2026-06-10", "2026-06-14"), ("2026-09-10", "2026-09-11")], "2026-09-15"),
        ("2026-06-08", 3, [("2026-06-14", "2026-06-10")], "2026-09-08"),
        # Nothing is asked for, so a leave that began before changes nothing.
        ("2026-06-08", 0, [("2026-06-01", "2026-06-08")], "2026-06-08"),
    ],
)
def test_days_away_are_added(start: str, months: int, leaves: list[tuple[str, str]], end: str) -> None:
    pairs = [(date.fromisoformat(a), date.fromisoformat(b)) for a, b in leaves]
    assert c.end_of(date.fromisoformat(start), months, pairs) == date.fromisoformat(end)


@given(DAYS, st.integers(0, 24), LEAVES)
def test_the_end_is_where_counting_day_by_day_gets(start: date, count: int, leaves: list[tuple[date, date]]) -> None:
    away = {a + timedelta(n) for a, b in leaves for n in range((b - a).days + 1)}
    needed = (c.add_months(start, count) - start).days
    day, present = start, 0
    while present < needed:
        present += day not in away
        day += timedelta(1)
    # Days away right after the last day needed do not matter: completion is the first moment it is reached.
    assert c.end_of(start, count, leaves) == day
    assert c.days_away(start, day, leaves) == (day - c.add_months(start, count)).days


@given(DAYS, st.integers(0, 400), LEAVES)
def test_elapsed_months_are_the_most_that_are_complete(start: date, days: int, leaves: list[tuple[date, date]]) -> None:
    on = start + timedelta(days)
    months = c.elapsed_months(start, on, leaves)
    assert c.end_of(start, months, leaves) <= on < c.end_of(start, months + 1, leaves)
    assert c.elapsed_months(start, start - timedelta(1), leaves) == 0


@given(st.integers(-(10**15), 10**18))
def test_any_instant_has_a_day(instant: int) -> None:
    assert date.min <= c.day_of(instant) <= date.max


@given(st.integers(0, 4_000_000_000_000))
def test_a_day_is_what_the_zone_says(instant: int) -> None:
    assert c.day_of(instant) == datetime.fromtimestamp(instant / 1000, c.ZONE).date()
