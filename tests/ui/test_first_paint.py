from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

HEAVY = (
    "sqlalchemy",
    "cryptography",
    "msgspec",
    "yaml",
    "markdown",
    "nh3",
    "pypdf",
    "segno",
    "psycopg",
    "sqlite3",
    "fsrs",
)
OURS = {
    "trainer.app",
    "trainer.config",
    "trainer.errors",
    "trainer.i18n",
    "trainer.session",
    "trainer.ledger",
    "trainer.ledger.keyring",
    "trainer.ui",
    "trainer.__main__",
    "trainer.domain",  # its calendar, standard library only: wording needs it for «today 08:52»
    "trainer.domain.calendar",
}
LIGHT = ("trainer.ui.", "trainer.wording")

PROBE = """
import json, sys
from trainer.__main__ import main
code = main(["--data", sys.argv[1], "--first-paint"])
print(json.dumps([code, sorted(sys.modules)]))
"""


def start(data: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(data)], capture_output=True, text=True, check=True, timeout=60
    )
    code, modules = json.loads(done.stdout.splitlines()[-1])
    assert code == 0
    return [str(one) for one in modules]


@cache
def bare() -> frozenset[str]:
    """What Qt loads by itself."""
    code = "import json, sys, PySide6.QtWidgets, PySide6.QtSvg; print(json.dumps(list(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return frozenset(json.loads(done.stdout))


def key_file(data: Path) -> None:
    folder = data / "keys"
    folder.mkdir(parents=True)
    shown = {"name": "李晓雯", "roles": ["trainee"], "last_used": 1_790_000_000_000, "demo": False}
    body = {"org": "0" * 32, "person": "1" * 32, "log": "2" * 64, "shown": shown}
    (folder / "one.key").write_text(json.dumps(body), encoding="utf-8")


def test_nothing_heavy_is_loaded_before_the_first_paint(tmp_path: Path) -> None:
    key_file(tmp_path)
    modules = start(tmp_path)
    assert not [one for one in modules if one.partition(".")[0] in HEAVY]
    ours = {one for one in modules if one.partition(".")[0] == "trainer" and one != "trainer"}
    assert not {one for one in ours - OURS if not one.startswith(LIGHT)}
    pages = {one for one in ours if one.startswith("trainer.ui.pages.")}
    assert pages == {"trainer.ui.pages.welcome"}
    later = {"frame", "navigation", "shortcuts", "keymap", "worker", "shell", "widgets.table"}
    assert not {f"trainer.ui.{one}" for one in later} & ours
    assert not {"platform", "calendar", "queue"} & (set(modules) - bare())


def test_the_first_start_writes_nothing_into_the_data_folder(tmp_path: Path) -> None:
    start(tmp_path / "new")
    assert not (tmp_path / "new").exists()
