"""From when the target applies, worked by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.domain.calendar import Quarter, quarter_days
from trainer.domain.live import due_by, standing, target_from

KNOWN = date(2026, 2, 10)


@pytest.mark.parametrize(
    ("roles", "enrolled", "certified", "expected"),
    [
        ({"specialist"}, None, None, (2026, 2)),
        ({"hr"}, None, None, (2026, 2)),
        ({"trainee"}, None, None, None),
        (set(), None, None, None),
        ({"trainee"}, date(2026, 3, 2), None, None),
        ({"trainee"}, date(2026, 3, 2), date(2026, 8, 5), (2026, 4)),
        ({"trainee"}, date(2026, 3, 2), date(2026, 10, 1), (2026, 4)),
        ({"specialist", "trainee"}, date(2026, 3, 2), None, None),
    ],
)
def test_the_target_begins_with_the_first_full_quarter_after_going_live(
    roles: set[str], enrolled: date | None, certified: date | None, expected: Quarter | None
) -> None:
    assert target_from(roles, KNOWN, enrolled, certified) == expected


@pytest.mark.parametrize(
    ("quarter", "target", "expected"),
    [
        ((2025, 4), None, "away"),
        ((2026, 1), None, "not-live"),
        ((2026, 1), (2026, 2), "not-live"),
        ((2026, 2), (2026, 2), "target"),
        ((2027, 1), (2026, 2), "target"),
        ((2027, 1), None, "not-live"),
    ],
)
def test_what_a_quarter_is(quarter: Quarter, target: Quarter | None, expected: str) -> None:
    assert standing(quarter, KNOWN, target) == expected


def test_an_even_pace_by_hand() -> None:
    # The fourth quarter has 92 days; 23 November is its 54th: 72,000 × 54 / 92 = 42,260.8…
    assert due_by((2026, 4), date(2026, 11, 23), 72_000) == 42_260
    assert due_by((2026, 4), date(2026, 9, 30), 72_000) == 0
    assert due_by((2026, 4), date(2026, 12, 31), 72_000) == 72_000
    assert due_by((2026, 4), date(2027, 6, 1), 72_000) == 72_000


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 10**6))
def test_the_pace_never_goes_back_and_never_beyond_the_target(day: date, target: int) -> None:
    quarter = (day.year, (day.month + 2) // 3)
    now, then = due_by(quarter, day, target), due_by(quarter, day + timedelta(days=1), target)
    assert 0 <= now <= then <= target
    assert due_by(quarter, quarter_days(quarter)[1], target) == target
