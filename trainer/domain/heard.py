"""How long ago somebody was last heard from, and from when on figures about them are marked as old."""

from __future__ import annotations

from datetime import date

from trainer.domain.calendar import day_of

SILENT_DAYS = 14
"""After more days than this without a record of somebody, what is shown about them says how old it is."""

NEVER = -1
"""`days_silent` of somebody of whom nothing has come in yet."""


def days_silent(came: int, today: date) -> int:
    """Days since the last record of somebody came in (`came`: ms UTC, 0 for none); `NEVER` for none."""
    return max(0, (today - day_of(came)).days) if came else NEVER


def is_silent(came: int, today: date) -> bool:
    """Whether what rests on somebody's records is too old to be shown without saying so."""
    return days_silent(came, today) > SILENT_DAYS
