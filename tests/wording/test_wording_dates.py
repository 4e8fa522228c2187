"""Stretches of time in words."""

from __future__ import annotations

from trainer.wording import dates


def test_an_hour_is_said_as_one_and_what_is_near_it_in_minutes() -> None:
    assert [dates.length(seconds) for seconds in (2700, 3600, 4500, 7200)] == ["45 min", "1 h", "75 min", "2 h"]
