"""Tables for other people's programs. CSV that spreadsheets open as it is meant: numbers as numbers, text as text.

Knows no record: plain rows of text, numbers and days.
"""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from trainer.errors import Trouble

Cell = str | int | Decimal | date | None
"""A cell; None is empty. Decimals are written with a point, days as 2026-11-23."""

BOM = "\ufeff"
"""Without it, Excel reads UTF-8 as the code page of the computer and Chinese becomes noise."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""Text that starts so would be calculated by a spreadsheet (OWASP, «CSV injection»)."""


@dataclass(frozen=True, slots=True)
class Table:
    """A heading row and the rows under it; `notes` stand below, after an empty line (filters, as-of, rule version)."""

    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[Sequence[Cell]] = ()


def safe(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula: an apostrophe in front where it would."""
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA[:4]) else text


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return safe(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def csv_bytes(table: Table) -> bytes:
    """The table as UTF-8 with a byte order mark, commas and CRLF (RFC 4180)."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([safe(head) for head in table.heads])
    writer.writerows([_shown(cell) for cell in row] for row in table.rows)
    if table.notes:
        writer.writerow([])
        writer.writerows([_shown(cell) for cell in row] for row in table.notes)
    return (BOM + text.getvalue()).encode("utf-8")


def write_csv(path: Path, table: Table) -> None:
    """Write it so that either the old or the whole new file is there. Raises `Trouble` ``file-not-written``."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(csv_bytes(table))
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise Trouble("file-not-written", "choose-other-place", file=path.name) from error


def hours(seconds: int) -> Decimal:
    """Seconds as hours with two decimals, rounded down, so that 19 h 59 min never reads as 20."""
    return Decimal(seconds * 100 // 3600) / 100
