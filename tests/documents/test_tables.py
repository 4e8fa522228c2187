"""A spreadsheet must read figures as figures, and text never as a formula."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.documents.tables import Table, csv_bytes, hours, safe, write_csv
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
