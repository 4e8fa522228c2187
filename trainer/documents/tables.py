"""Tables for other people's programs, as CSV or workbook, opened as they are meant: numbers as numbers, text as text.

Knows no record: plain rows of text, numbers and days.
"""

from __future__ import annotations

import contextlib
import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

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
    _write(path, csv_bytes(table))


def write_table(path: Path, table: Table) -> None:
    """Write it as the name says: ``.xlsx`` as a workbook, anything else as CSV. Raises `Trouble` ``file-not-written``."""
    _write(path, xlsx_bytes(table) if path.suffix.lower() == ".xlsx" else csv_bytes(table))


def _write(path: Path, data: bytes) -> None:
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise Trouble("file-not-written", "choose-other-place", file=path.name) from error


# A workbook: ECMA-376, the least that spreadsheets open. Text stands as inline strings, which are never calculated.

_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS: dict[str, str] = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets>'
        "</workbook>"
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_SHEET}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
        "<fonts><font/><font><b/></font></fonts><fills><fill/></fills><borders><border/></borders>"
        "<cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf/>"
        '<xf numFmtId="164" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>'
    ),
}
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_EPOCH = date(1899, 12, 30)
"""Day 0 of a workbook's calendar, as spreadsheets count from 1 March 1900 on."""
_MADE = (1980, 1, 1, 0, 0, 0)
"""The time in the archive: the same table gives the same bytes."""


def xlsx_bytes(table: Table) -> bytes:
    """The table as a workbook with one sheet: heading in bold, days as days, text never as a formula."""
    lines = [list(row) for row in table.rows] + ([[], *[list(row) for row in table.notes]] if table.notes else [])
    rows = [_xlsx_row(list(table.heads), 1, "2"), *(_xlsx_row(line, n, "0") for n, line in enumerate(lines, 2))]
    sheet = f'<worksheet xmlns="{_SHEET}"><sheetData>{"".join(rows)}</sheetData></worksheet>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**_PARTS, "xl/worksheets/sheet1.xml": sheet}.items():
            archive.writestr(zipfile.ZipInfo(name, _MADE), _XML + text)
    return made.getvalue()


def _xlsx_row(cells: Sequence[Cell], number: int, style: str) -> str:
    return f'<row r="{number}">{"".join(_xlsx_cell(cell, style) for cell in cells)}</row>'


def _xlsx_cell(cell: Cell, style: str) -> str:
    if cell is None:
        return "<c/>"
    if isinstance(cell, str):
        text = escape("".join(one for one in cell if one >= " " or one in "\t\n"))
        return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{text}</t></is></c>'
    if isinstance(cell, date):
        return f'<c s="1"><v>{(cell - _EPOCH).days}</v></c>'
    return f"<c><v>{_shown(cell)}</v></c>"


def hours(seconds: int) -> Decimal:
    """Seconds as hours with two decimals, rounded down, so that 19 h 59 min never reads as 20."""
    return Decimal(seconds * 100 // 3600) / 100
