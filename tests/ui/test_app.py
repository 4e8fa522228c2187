from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.story import PASSPHRASE, TODAY, Story, library_file
from trainer import config
from trainer.app import App, Options, clock_on, make_application
from trainer.domain import calendar
from trainer.ledger.keyring import read_public
from trainer.ui import theme
from trainer.ui.pages.welcome import PersonRow


@pytest.fixture
def app(look: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[App]:
    story = Story.found(tmp_path)
    story.close()
    monkeypatch.setattr(config, "library_path", library_file)
    settings = config.Settings(language="en", theme="light")
    made = App(Options(story.folder, TODAY), make_application([], settings), settings)
    made.window.show()
    QApplication.processEvents()
    yield made
    made.window.close()
    made.window.deleteLater()
    qtbot.waitUntil(lambda: made.worker.idle() or True)


def row_of(app: App, name: str) -> PersonRow:
    for one in app.window.welcome.rows():
        if one.key.name == name:
            QTest.mouseClick(one, Qt.MouseButton.LeftButton)
            return one
    raise LookupError(name)


def unlock(app: App, qtbot: QtBot, name: str, passphrase: str = PASSPHRASE) -> PersonRow:
    row = row_of(app, name)
    row.passphrase.setText(passphrase)
    row.button.click()
    qtbot.waitUntil(app.worker.idle, timeout=15_000)
    return row


def test_the_right_passphrase_opens_the_frame_of_the_person(app: App, qtbot: QtBot) -> None:
    row = unlock(app, qtbot, "林可")
    assert app.window.frame_ is not None
    assert app.identity is not None
    assert app.identity.name == "林可"
    assert app.identity.roles == {"hr"}
    assert app.window.settings.organisation_title == "明远财税服务有限公司"
    assert config.load(app.options.folder).organisation_title == "明远财税服务有限公司"
    qtbot.waitUntil(app.worker.idle, timeout=15_000)
    used = read_public(row.key.path)
    assert used is not None
    assert calendar.day_of(used.last_used) == TODAY


def test_a_wrong_passphrase_opens_nothing(app: App, qtbot: QtBot) -> None:
    row = unlock(app, qtbot, "林可", "not this one at all")
    assert app.window.frame_ is None
    assert row.field.is_wrong()
    assert row.button.isEnabled()
    unlock(app, qtbot, "林可")
    assert app.window.frame_ is not None


def test_signing_out_closes_the_store_for_the_next_person(app: App, qtbot: QtBot) -> None:
    unlock(app, qtbot, "林可")
    app.window.lock()
    qtbot.waitUntil(app.worker.idle)
    assert app.window.frame_ is None
    current = app.window.welcome.current()
    assert current is not None
    assert current.key.name == "林可"
    unlock(app, qtbot, "赵一鸣")
    assert app.identity is not None
    assert "examiner" in app.identity.roles


def test_theme_and_language_come_into_force_and_are_kept(app: App, qtbot: QtBot) -> None:
    unlock(app, qtbot, "林可")
    app.window.switch_theme()
    assert theme.mode() == "dark"
    app.window.keep(language="zh_CN")
    qtbot.waitUntil(app.worker.idle)
    assert app.window.frame_ is not None
    assert config.load(app.options.folder).language == "zh_CN"
    assert config.load(app.options.folder).theme == "dark"


def test_a_second_window_on_the_same_folder_is_told_so(app: App, qtbot: QtBot) -> None:
    unlock(app, qtbot, "林可")
    settings = config.Settings(language="en", theme="light")
    other = App(Options(app.options.folder, TODAY), app.application, settings)
    other.window.show()
    row = unlock(other, qtbot, "林可")
    assert other.window.frame_ is None
    assert other.window.welcome.banner.isVisible()
    assert "already open" in other.window.welcome.banner.error.title.text()
    assert not row.field.is_wrong()
    assert row.passphrase.text() == PASSPHRASE
    other.window.close()
    other.window.deleteLater()


def test_the_clock_can_stand_on_another_day() -> None:
    assert calendar.day_of(clock_on(TODAY)()) == TODAY
    assert abs(clock_on(None)() - clock_on(None)()) < 1000
