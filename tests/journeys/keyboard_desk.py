"""A small firm on one computer that is only used with the keyboard: signing in, exchanging, locking, and what was written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests import story as stories
from tests.journeys.computers import Clock, Computer
from tests.journeys.keyboard import CONTROL, Key, Keyboard
from tests.story import PASSPHRASE, Story
from trainer import config
from trainer.domain import calendar
from trainer.domain.people import WHO_MAY
from trainer.ledger.record import Record
from trainer.ledger.store import Store
from trainer.ui import theme

TODAY = date(2026, 11, 23)
NAME, MENTOR, HR = "李晓雯", "王敏", "林可"

SitDown = Callable[[], Keyboard]


@pytest.fixture
def founded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Story:
    """The firm, on the content that the program itself reads."""
    library = config.library_path()
    assert library is not None
    monkeypatch.setattr(stories, "library_file", lambda: library)
    theme.use(qapp, "light")
    return Story.found(tmp_path)


@pytest.fixture
def sit_down(founded: Story, qtbot: QtBot) -> Iterator[SitDown]:
    """Leaves the firm as it stands and starts the program over it."""
    computer = Computer(founded.folder, Clock(calendar.at(TODAY, 9)))

    def start() -> Keyboard:
        founded.close()
        computer.start()
        return Keyboard(computer, qtbot)

    yield start
    if computer.program is not None:
        computer.program.close()
        computer.program.window.hide()
        computer.program.window.deleteLater()


def unlock(keys: Keyboard, name: str) -> None:
    """On the first page: to one's own line, Enter, the passphrase, Enter."""
    keys.settle()
    keys.tour()
    keys.tab_to(f"{name},")
    keys.enter()
    assert keys.at("passphrase"), "the cursor stands in the passphrase of the line that was opened"
    keys.write(PASSPHRASE)
    keys.enter()
    keys.until(lambda: keys.computer.window().frame_ is not None)


def lock(keys: Keyboard) -> None:
    """Ctrl+L: the first page again, the cursor in the passphrase; the computer is switched off."""
    keys.press(Key.Key_L, CONTROL)
    assert keys.place() == "welcome"
    assert keys.at("passphrase")
    keys.computer.shut()


def exchange(keys: Keyboard, folder: Path) -> None:
    """Through a folder whose path is typed; where it is known, the focus is on the button."""
    folder.mkdir(exist_ok=True)
    before = list(folder.iterdir())
    keys.find("Exchange", "exchange")
    keys.tour()
    if not keys.at("exchange-now"):
        assert keys.at("mailbox")
        keys.write(str(folder))
        keys.enter()
    keys.push("exchange-now")
    keys.until(lambda: bool(before) or any(folder.iterdir()))
    assert not keys.shows("inline-error")


def records(folder: Path, kind: str) -> list[Record]:
    """Every record of a kind on a computer that is switched off."""
    with Store.open(config.store_path(folder), WHO_MAY, read_only=True, clock=lambda: 0) as store:
        assert store.verify() == []
        return [one for one in store.records() if one.header.kind == kind]
