"""The demonstration is the same in every process, folder and hash seed: equal record ids."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

MINUTE = 60


@pytest.mark.prove
def test_two_tellings_have_equal_record_ids(tmp_path: Path) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "trainer", "demo", str(tmp_path / name)],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            stdout=subprocess.DEVNULL,
        )
        for name, seed, zone in (("a", "1", "UTC"), ("b", "4242", "America/New_York"))
    ]
    assert [one.wait(timeout=MINUTE) for one in running] == [0, 0]
    first, second = (_ids(tmp_path / name / "store.db") for name in ("a", "b"))
    assert len(first) > 1000
    assert first == second


def _ids(store: Path) -> list[str]:
    with sqlite3.connect(store) as opened:
        return [row[0] for row in opened.execute("select id from record order by log, seq, id")]
