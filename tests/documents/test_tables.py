"""A spreadsheet must read figures as figures, and text never as a formula."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET  # our own file

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.documents.tables import Table, csv_bytes, hours, safe, write_csv, write_table, xlsx_bytes
from trainer.errors import Trouble


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_numbers_are_bare_and_text_keeps_its_commas_and_quotes() -> None:
    table = Table(["Name", "Hours", "Day"], [['Li, «Xiao» "W"', Decimal("12.50"), date(2026, 11, 23)], ["b", 3, None]])
    assert read(csv_bytes(table)) == [
        ["Name", "Hours", "Day"],
        ['Li, «Xiao» "W"', "12.50", "2026-11-23"],
        ["b", "3", ""],
    ]
    assert csv_bytes(table).startswith("\ufeffName,Hours,Day\r\n".encode())


@pytest.mark.parametrize("text", ["=1+1", "+86 10", "-x", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n@x"])
def test_text_that_would_be_calculated_is_shown_instead(text: str) -> None:
    assert safe(text) == f"'{text}"
    assert read(csv_bytes(Table([], [[text]])))[1] == [f"'{text}"]


@given(st.text())
def test_no_cell_ever_begins_like_a_formula(text: str) -> None:
    assert not safe(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert safe(text).endswith(text)


def test_negative_numbers_stay_numbers() -> None:
    assert read(csv_bytes(Table([], [[-3, Decimal("-1.5")]])))[1] == ["-3", "-1.5"]


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0"), (3600, "1"), (45_000, "12.5"), (71_940, "19.98"), (72_000, "20")]
)
def test_hours_are_rounded_down(seconds: int, shown: str) -> None:
    assert hours(seconds) == Decimal(shown)


def test_notes_stand_below_and_a_folder_that_is_gone_is_trouble(tmp_path: Path) -> None:
    table = Table(["a"], [[1]], [["as of", date(2026, 1, 2)]])
    write_csv(tmp_path / "t.csv", table)
    assert read((tmp_path / "t.csv").read_bytes()) == [["a"], ["1"], [], ["as of", "2026-01-02"]]
    with pytest.raises(Trouble, match="file-not-written"):
        write_csv(tmp_path / "gone" / "t.csv", table)
    with pytest.raises(Trouble, match="file-not-written"):
        write_csv(tmp_path / "t.csv" / "inside a file.csv", table)


def test_a_workbook_holds_text_numbers_and_days_and_never_a_formula() -> None:
    table = Table(("姓名", "=1+1"), [("=cmd|' /C calc'!A0", 3), ("a<b&\x07", date(2026, 11, 23))], [("注", None)])
    data = xlsx_bytes(table)
    assert data == xlsx_bytes(table)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        parts = {name: ET.fromstring(archive.read(name)) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    cells = [
        [(one.get("t"), "".join(one.itertext())) for one in line.iter(f"{space}c")]
        for line in sheet.iter(f"{space}row")
    ]
    assert cells[0] == [("inlineStr", "姓名"), ("inlineStr", "=1+1")]
    assert cells[1] == [("inlineStr", "=cmd|' /C calc'!A0"), (None, "3")]
    assert cells[2] == [("inlineStr", "a<b&"), (None, "46349")]
    assert cells[3] == []
    assert next(sheet.iter(f"{space}f"), None) is None


def test_the_name_says_which_kind_is_written(tmp_path: Path) -> None:
    table = Table(("a",), [("b",)])
    write_table(tmp_path / "x.XLSX", table)
    write_table(tmp_path / "x.csv", table)
    assert (tmp_path / "x.XLSX").read_bytes() == xlsx_bytes(table)
    assert (tmp_path / "x.csv").read_bytes() == csv_bytes(table)
