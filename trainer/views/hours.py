"""Somebody's own training hours: the quarter, where they came from, every entry and who has to confirm it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from trainer.domain.calendar import Quarter, quarter_of, quarters
from trainer.domain.hours import quarter_hours
from trainer.domain.progress import HoursEntry, HoursSource, Progress, QuarterHours
from trainer.session import Session
from trainer.views.naming import names
from trainer.views.people import joined
from trainer.views.targets import first_quarter, target_s
from trainer.wording.gate import Names

EntryState = Literal["waiting", "confirmed", "reduced", "refused"]


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry. `by` accepted `accepted_s` of `claimed_s`; `waits_for` is who has to (empty: nobody assigned)."""

    record: str
    source: HoursSource
    title: str
    day: date
    claimed_s: int
    accepted_s: int | None
    state: EntryState
    by: str
    reason: str
    waits_for: str


@dataclass(frozen=True, slots=True)
class HoursRow:
    """One quarter and its entries, newest first.

    `counts` says whether the target applies to this quarter: it begins with the first full quarter after going live,
    and `target_from` is that quarter once the person is live.
    """

    quarter: Quarter
    current: Quarter
    target_s: int
    counts: bool
    target_from: Quarter | None
    total: QuarterHours
    entries: tuple[EntryRow, ...]
    past: tuple[QuarterHours, ...]
    ever: bool


def hours(session: Session, quarter: Quarter | None = None) -> HoursRow:
    """The hours of whoever is signed in, in one quarter (default: the running one)."""
    progress = session.standings.of(session.me)
    current = quarter_of(session.today())
    shown = quarter or current
    words = names(session)
    since = joined(session).get(session.me, session.today())
    start = first_quarter(session, progress, since)
    mine = [row for row in progress.hours if quarter_of(row.day) == shown]
    return HoursRow(
        quarter=shown,
        current=current,
        target_s=target_s(session, session.me),
        counts=start is not None and shown >= start,
        target_from=start,
        total=quarter_hours(progress.quarters, shown),
        entries=tuple(_entry(row, progress, words) for row in reversed(mine)),
        past=_past(progress, current),
        ever=bool(progress.hours),
    )


def _past(progress: Progress, current: Quarter) -> tuple[QuarterHours, ...]:
    """Every quarter from the first one with any time to the running one, newest first."""
    known = [(row.year, row.quarter) for row in progress.quarters]
    if not known:
        return ()
    last = max(current, *known)
    return tuple(reversed([quarter_hours(progress.quarters, one) for one in quarters(min(known), last)]))


def _entry(row: HoursEntry, progress: Progress, words: Names) -> EntryRow:
    state: EntryState = "waiting"
    if row.accepted_s is not None:
        state = "confirmed"
        if row.accepted_s < row.claimed_s:
            state = "reduced" if row.accepted_s else "refused"
    waits = progress.waits_for("confirmer", "mentor") if state == "waiting" else ""
    return EntryRow(
        record=row.record,
        source=row.source,
        title=row.title or _title(row.item, progress, words),
        day=row.day,
        claimed_s=row.claimed_s or row.accepted_s or 0,
        accepted_s=row.accepted_s,
        state=state,
        by=words(row.decided.who) if row.decided else "",
        reason=row.reason,
        waits_for=words(waits) if waits else "",
    )


def _title(item: str, progress: Progress, words: Names) -> str:
    """What was studied: a lesson, a paper, or the paper behind an attempt's record id."""
    attempt = next((row for row in progress.attempts if row.record == item), None)
    return words(attempt.paper if attempt else item)
