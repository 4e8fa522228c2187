"""Look around in the real window: in, somebody else, over again, out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.story import library_file
from trainer import config
from trainer.app import App, Options, make_application
from trainer.demo import cast
from trainer.ui.demo_bar import DemoBar
from trainer.ui.pages.looking import LookPage
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.fields import PassphraseField


@pytest.fixture
def app(told: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[App]:
    monkeypatch.setattr(config, "library_path", library_file)
    monkeypatch.setattr(config, "demo_path", lambda: told)
    settings = config.Settings(language="en", theme="light")
    made = App(Options(tmp_path, demo=True), make_application([], settings), settings)
    made.window.show()
    QApplication.processEvents()
    yield made
    made.window.close()
    made.window.deleteLater()


def page(app: App) -> LookPage:
    found = app.window.findChildren(LookPage)
    return found[-1]


def arrived(app: App, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: app.window.frame_ is not None and app.worker.idle(), timeout=15_000)


def listed(app: App, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bool(page(app).list.rows()) and app.worker.idle(), timeout=15_000)


def test_in_and_out_with_the_keyboard(app: App, qtbot: QtBot) -> None:
    app.begin_looking()
    listed(app, qtbot)
    assert len(page(app).list.rows()) == len(cast.MEMBERS)
    QTest.keyClick(page(app).list.rows()[0], Qt.Key.Key_Down)
    QTest.keyClick(page(app).list.rows()[1], Qt.Key.Key_Return)
    arrived(app, qtbot)
    assert app.identity is not None
    assert (app.identity.name, app.identity.demo) == ("王敏", True)
    assert app.today() == cast.TODAY
    bar = app.window.over
    assert isinstance(bar, DemoBar)
    assert "Everything here is invented" in bar.text.text() or bar.text.toolTip()
    assert config.load(app.options.folder).organisation == ""
    app.sign_out()
    listed(app, qtbot)
    assert app.window.frame_ is None
    QTest.keyClick(page(app), Qt.Key.Key_Escape)
    assert app.folder == app.options.folder
    assert app.today() != cast.TODAY or not app.options.on


def test_as_somebody_at_once_then_over_again(app: App, qtbot: QtBot) -> None:
    app._looking.begin("hr")
    arrived(app, qtbot)
    assert app.identity is not None
    assert app.identity.roles == {"hr"}
    (app.folder / "mine").touch()
    bar = app.window.over
    assert isinstance(bar, DemoBar)
    again = bar.findChild(Button, "demo-again")
    assert again is not None
    again.click()
    qtbot.waitUntil(lambda: not (app.options.folder / "demonstration" / "mine").exists(), timeout=15_000)
    listed(app, qtbot)


def test_the_passphrase_is_typed_for_whoever_signs(app: App, qtbot: QtBot) -> None:
    app._looking.begin("1012")
    arrived(app, qtbot)
    bar = app.window.over
    assert isinstance(bar, DemoBar)
    field, fresh = PassphraseField(name="sign-passphrase"), PassphraseField(name="new-passphrase")
    for one in (field, fresh):
        bar._focus_changed(None, one)
    assert field.text()
    assert not fresh.text()
