"""Hours: every second at most once, whatever the order, and the parts always make the whole."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from trainer.domain import hours as h
from trainer.domain.calendar import at, midnight
from trainer.domain.progress import HoursEntry, HoursSource, QuarterHours

MINUTE = 60_000
SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(-3, 20)).map(lambda p: (p[0], p[0] + p[1])), max_size=12)


def cells(spans: Iterable[tuple[int, int]]) -> set[int]:
    return {n for start, end in spans for n in range(start, end)}


@given(SPANS)
def test_union_holds_the_same_instants_once(spans: list[tuple[int, int]]) -> None:
    joined = h.union(spans)
    assert cells(joined) == cells(spans)
    assert h.length(joined) == len(cells(spans))
    assert all(a[1] < b[0] for a, b in itertools.pairwise(joined))


@given(SPANS, SPANS)
def test_without_takes_away_exactly_the_other(spans: list[tuple[int, int]], taken: list[tuple[int, int]]) -> None:
    assert cells(h.without(h.union(spans), h.union(taken))) == cells(spans) - cells(taken)


@given(SPANS, st.integers(0, 80))
def test_first_is_the_beginning(spans: list[tuple[int, int]], amount: int) -> None:
    kept = cells(h.first(h.union(spans), amount))
    assert kept == set(sorted(cells(spans))[:amount])


def test_idle_beyond_the_limit_is_not_counted() -> None:
    assert h.active([0, 60, 100, 400, 420], 180) == [(0, 280), (400, 420)]
    assert h.active([5], 180) == []
    assert h.active([], 180) == []


def test_what_cannot_have_happened_is_left_out() -> None:
    start = at(date(2026, 9, 1), 9)
    assert h.plausible([(0, 10), (start, start - 1), (start, start + 90_000_000), (10**17, 10**17 + 5)]) == []
    assert h.plausible([(start, start + MINUTE)]) == [(start, start + MINUTE)]


def entry(record: str, source: HoursSource, start: int, minutes: int, accepted: int | None) -> HoursEntry:
    """`start` in ms, lengths in minutes; `accepted` None: nobody decided."""
    return HoursEntry(
        record=record, source=source, title="", day=date(2026, 9, 1), spans=((start, start + minutes * MINUTE),),
        claimed_s=minutes * 60,
        accepted_s=None if accepted is None else accepted * 60,
    )  # fmt: skip


NINE = at(date(2026, 9, 1), 9)


def minutes(row: QuarterHours) -> tuple[int, int]:
    return row.confirmed_s // 60, row.claimed_s // 60


def test_two_sources_at_the_same_time_count_once() -> None:
    rows = h.totals([entry("a", "lesson", NINE, 60, 60), entry("b", "session", NINE + 30 * MINUTE, 60, 60)])
    assert [minutes(row) for row in rows] == [(90, 0)]
    assert rows[0].by_source == (("session", 3600, 0), ("lesson", 1800, 0))


def test_a_claim_adds_only_what_is_not_confirmed_yet() -> None:
    rows = h.totals([entry("a", "session", NINE, 60, 60), entry("b", "lesson", NINE + 30 * MINUTE, 60, None)])
    assert [minutes(row) for row in rows] == [(60, 30)]


def test_less_accepted_counts_from_the_beginning() -> None:
    rows = h.totals([entry("a", "lesson", NINE, 60, 20), entry("b", "lesson", NINE + 30 * MINUTE, 30, 30)])
    assert minutes(rows[0]) == (50, 0)
    assert h.totals([entry("a", "lesson", NINE, 60, 0)]) == ()


def test_a_night_over_the_turn_of_the_quarter_is_split() -> None:
    start = midnight(date(2026, 10, 1)) - 40 * MINUTE
    rows = h.totals([entry("a", "external", start, 60, 60)])
    assert [(row.year, row.quarter, *minutes(row)) for row in rows] == [(2026, 3, 40, 0), (2026, 4, 20, 0)]


def test_a_day_holds_what_its_cap_says_and_confirmed_comes_first() -> None:
    entries = [
        entry("a", "lesson", NINE, 300, None),
        entry("b", "external", NINE + 300 * MINUTE, 240, 240),
        HoursEntry(
            record="c", source="session", title="", day=date(2026, 9, 1), spans=(), claimed_s=0, accepted_s=7200
        ),
    ]
    rows = h.totals(entries, lambda _day: 8 * 3600)
    assert minutes(rows[0]) == (360, 120)
    assert [(s, a // 60, b // 60) for s, a, b in rows[0].by_source] == [
        ("session", 120, 0), ("external", 240, 0), ("lesson", 0, 120),
    ]  # fmt: skip


def test_a_day_never_has_more_than_24_hours() -> None:
    loose = [
        HoursEntry(
            record=str(n), source="external", title="", day=date(2026, 9, 1), spans=(), claimed_s=0, accepted_s=50_000
        )
        for n in range(3)
    ]
    assert h.totals(loose)[0].confirmed_s == 86_400


def test_a_quarter_without_hours_is_zeros() -> None:
    rows = h.totals([entry("a", "lesson", NINE, 60, 60)])
    assert h.quarter_hours(rows, (2026, 3)) == rows[0]
    assert minutes(h.quarter_hours(rows, (2026, 2))) == (0, 0)


EDGE = midnight(date(2026, 10, 1)) - 100 * MINUTE
ENTRIES = st.lists(
    st.builds(
        lambda n, source, start, length, accepted: entry(
            f"r{n}", source, EDGE + start * MINUTE, length, None if accepted is None else min(accepted, length)
        ),
        st.integers(0, 99),
        st.sampled_from(h.ORDER),
        st.integers(0, 200),
        st.integers(1, 90),
        st.none() | st.integers(0, 90),
    ),
    max_size=14,
)


@given(ENTRIES, st.randoms(use_true_random=False))
def test_order_is_nothing_and_repetition_adds_nothing(entries: list[HoursEntry], chance: random.Random) -> None:
    mixed = [*entries, *entries]
    chance.shuffle(mixed)
    assert h.totals(mixed) == h.totals(entries)


@given(ENTRIES)
def test_the_total_is_the_union_and_the_parts_make_it(entries: list[HoursEntry]) -> None:
    rows = h.totals(entries)
    confirmed = {
        n
        for one in entries
        if one.accepted_s
        for n in sorted(cells((s // MINUTE, e // MINUTE) for s, e in one.spans))[: one.accepted_s // 60]
    }
    either = confirmed | {
        n for one in entries if one.accepted_s is None for s, e in one.spans for n in range(s // MINUTE, e // MINUTE)
    }
    turn = midnight(date(2026, 10, 1)) // MINUTE
    assert sum(row.confirmed_s for row in rows) == 60 * len(confirmed)
    assert sum(row.confirmed_s + row.claimed_s for row in rows) == 60 * len(either)
    assert h.quarter_hours(rows, (2026, 3)).confirmed_s == 60 * sum(n < turn for n in confirmed)
    for row in rows:
        assert row.confirmed_s == sum(part for _s, part, _c in row.by_source)
        assert row.claimed_s == sum(part for _s, _a, part in row.by_source)
