"""The training-hours audit: people × quarters, and what lies behind one cell (`ui.md` §3.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from trainer.domain import live
from trainer.domain.calendar import Quarter, next_quarter, quarter_days, quarter_of
from trainer.domain.hours import quarter_hours
from trainer.domain.progress import HoursSource, Progress
from trainer.session import Session
from trainer.views.naming import came_from, name_of
from trainer.views.people import here, joined
from trainer.views.records import HoursRow, hours_rows
from trainer.views.targets import first_quarter, target_s

SOURCES: tuple[HoursSource, ...] = ("lesson", "assessment", "session", "practical", "external")
"""The order in which sources are shown."""

RECENT = 3
"""Records shown in the panel; the others open in a list."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One person's quarter. `confirmed_s` counts, `claimed_s` waits on top of it; `target_s` is 0 where none applies."""

    quarter: Quarter
    standing: live.Standing
    confirmed_s: int
    claimed_s: int
    target_s: int


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One person; `received` is when their newest record came in (ms UTC)."""

    person: str
    name: str
    number: str
    department: str
    cells: tuple[Cell, ...]
    received: int


@dataclass(frozen=True, slots=True)
class Stats:
    """The current quarter in figures, over everybody with a target. Shares are people; seconds are confirmed."""

    people: int
    met: int
    people_before: int
    met_before: int
    behind: int
    confirmed_s: int
    claimed_s: int
    days_left: int


@dataclass(frozen=True, slots=True)
class Audit:
    """The whole table as of a day."""

    quarters: tuple[Quarter, ...]
    rows: tuple[AuditRow, ...]
    departments: tuple[str, ...]
    target_s: int
    on: date
    stats: Stats


@dataclass(frozen=True, slots=True)
class CellDetail:
    """What lies behind one cell. `due_s` is where an even pace would be today; `by_source`: source, confirmed, claimed."""

    person: str
    name: str
    department: str
    cell: Cell
    due_s: int
    by_source: tuple[tuple[HoursSource, int, int], ...]
    recent: tuple[HoursRow, ...]
    records: int
    waits_for: str
    received: int


def audit(session: Session, count: int = 8, department: str = "") -> Audit:
    """The last `count` quarters of everybody, or of one department."""
    today = session.today()
    current = quarter_of(today)
    quarters = tuple(next_quarter(current, step) for step in range(1 - count, 1))
    since, came = here(session), came_from(session)
    rows = [_row(session, session.standings.of(one), since[one], quarters, came.get(one, 0)) for one in since]
    departments = tuple(sorted({row.department for row in rows if row.department}))
    shown = sorted(
        (row for row in rows if not department or row.department == department),
        key=lambda row: (row.number or "~", row.name, row.person),
    )
    return Audit(quarters, tuple(shown), departments, target_s(session), today, _stats(shown, today))


def met(row: AuditRow) -> bool:
    """Whether somebody has reached the target of the last quarter shown."""
    cell = row.cells[-1]
    return bool(cell.target_s) and cell.confirmed_s >= cell.target_s


def behind(row: AuditRow, on: date) -> bool:
    """Whether somebody has less of the last quarter shown than an even pace would have given them by that day."""
    cell = row.cells[-1]
    return bool(cell.target_s) and cell.confirmed_s < live.due_by(cell.quarter, on, cell.target_s)


def confirmed(session: Session, people: Sequence[str], quarter: Quarter) -> tuple[str, ...]:
    """The records whose hours were accepted for these people in a quarter, each with the record that accepted them."""
    rows = [row for person in people for row in hours_rows(session, person, quarter) if row.accepted_s]
    return tuple(dict.fromkeys(id_ for row in rows for id_ in (row.record, row.decision) if id_))


def cell_detail(session: Session, person: str, quarter: Quarter) -> CellDetail:
    """What lies behind one person's quarter."""
    progress = session.standings.of(person)
    since = joined(session).get(person, session.today())
    came = came_from(session).get(person, 0)
    cell = _row(session, progress, since, (quarter,), came).cells[0]
    hours = quarter_hours(progress.quarters, quarter)
    shares = {source: (confirmed, claimed) for source, confirmed, claimed in hours.by_source}
    entries = hours_rows(session, person, quarter)
    return CellDetail(
        person=person,
        name=name_of(session, person),
        department=progress.department,
        cell=cell,
        due_s=live.due_by(quarter, session.today(), cell.target_s),
        by_source=tuple((source, *shares[source]) for source in SOURCES if source in shares),
        recent=entries[:RECENT],
        records=len(entries),
        waits_for=name_of(session, progress.waits_for("confirmer", "mentor")) if hours.claimed_s else "",
        received=came,
    )


def _row(session: Session, progress: Progress, since: date, quarters: Sequence[Quarter], came: int) -> AuditRow:
    first, whole_s = first_quarter(session, progress, since), target_s(session, progress.person)
    cells = []
    for quarter in quarters:
        hours = quarter_hours(progress.quarters, quarter)
        standing = live.standing(quarter, since, first)
        if standing == "away" and (hours.confirmed_s or hours.claimed_s):
            standing = "not-live"
        wanted = whole_s if standing == "target" else 0
        cells.append(Cell(quarter, standing, hours.confirmed_s, hours.claimed_s, wanted))
    return AuditRow(
        person=progress.person,
        name=name_of(session, progress.person),
        number=progress.number,
        department=progress.department,
        cells=tuple(cells),
        received=came,
    )


def _stats(rows: Sequence[AuditRow], today: date) -> Stats:
    now = [row.cells[-1] for row in rows if row.cells[-1].target_s]
    before = [row.cells[-2] for row in rows if len(row.cells) > 1 and row.cells[-2].target_s]
    current = quarter_of(today)
    return Stats(
        people=len(now),
        met=sum(met(row) for row in rows),
        people_before=len(before),
        met_before=sum(cell.confirmed_s >= cell.target_s for cell in before),
        behind=sum(behind(row, today) for row in rows),
        confirmed_s=sum(cell.confirmed_s for cell in now),
        claimed_s=sum(cell.claimed_s for cell in now),
        days_left=(quarter_days(current)[1] - today).days,
    )
