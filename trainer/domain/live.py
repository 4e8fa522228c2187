"""From which quarter the hours target applies to a person, and which quarters are theirs at all (`content.md` §6)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Literal

from trainer.domain.calendar import Quarter, first_full_quarter, quarter_days, quarter_of

Standing = Literal["away", "not-live", "target"]
"""away: not yet with the firm; not-live: hours are shown and no target applies; target: the target applies."""

STAFF = frozenset({"specialist", "mentor", "author", "proctor", "examiner", "director", "hr"})
"""Roles of people who work already: without an enrolment they need no certificate to have a target."""


def target_from(roles: Collection[str], since: date, enrolled: date | None, certified: date | None) -> Quarter | None:
    """The first quarter with a target: the first full one after going live; None while not live.

    Somebody enrolled goes live with the first certificate that was valid when issued (`certified`); staff who never
    enrolled are live since the organisation knows them (`since`).
    """
    if certified is not None:
        return first_full_quarter(certified)
    if enrolled is None and STAFF & set(roles):
        return first_full_quarter(since)
    return None


def standing(quarter: Quarter, since: date, target: Quarter | None) -> Standing:
    """What a quarter is to a person known since a day, with a target from a quarter on."""
    if quarter < quarter_of(since):
        return "away"
    return "target" if target is not None and quarter >= target else "not-live"


def due_by(quarter: Quarter, on: date, target_s: int) -> int:
    """Seconds that an even pace would have reached at the end of a day; the whole target after the quarter, 0 before."""
    first, last = quarter_days(quarter)
    days = (min(on, last) - first).days + 1
    return max(0, target_s * days // ((last - first).days + 1))
