"""Each of the five faults of a page, planted, is named with its place; the same page without them is in order."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from trainer import config, i18n
from trainer.ui import inspection, navigation, shots
from trainer.ui.widgets.base import Label
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.fields import Line

pytestmark = pytest.mark.usefixtures("look")


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    i18n.use("zh_CN", config.catalogues())
    yield
    i18n.use("en", config.catalogues())


def page() -> QWidget:
    """A page without faults."""
    made = QWidget()
    made.setObjectName("sound")
    body = QVBoxLayout(made)
    body.addWidget(Label("待确认的学时"))
    body.addWidget(Line(spoken="姓名", name="name"))
    body.addWidget(Button("签核", "primary", name="sign"))
    body.addWidget(Button("取消", name="cancel"))
    return made


def narrow(made: QWidget) -> None:
    label = QLabel("一行放不下的文字，因为格子太窄", made)
    label.setObjectName("narrow")
    label.setGeometry(10, 10, 60, 20)


def low(made: QWidget) -> None:
    label = Label("要换行的长句子，换了三行，而格子只有一行高。", wrap=True, parent=made)
    label.setObjectName("low")
    label.setGeometry(10, 10, 80, 20)


def pressed(made: QWidget) -> None:
    button = Button("把这些学时全部确认", name="squeezed", parent=made)
    button.setGeometry(10, 10, 40, 36)


def glyph(made: QWidget) -> None:
    label = QLabel("缺字 \U00013080", made)
    label.setObjectName("hieroglyph")
    label.resize(300, 30)


def primaries(made: QWidget) -> None:
    layout = made.layout()
    assert layout is not None
    layout.addWidget(Button("再签一次", "primary", name="again"))


def nameless(made: QWidget) -> None:
    layout = made.layout()
    assert layout is not None
    button = QPushButton()
    button.setObjectName("anonymous")
    layout.addWidget(button)


def focusable(made: QWidget) -> None:
    layout = made.layout()
    assert layout is not None
    cell = QWidget()
    cell.setObjectName("cell")
    cell.setMinimumSize(20, 20)
    cell.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    layout.addWidget(cell)


def english(made: QWidget) -> None:
    layout = made.layout()
    assert layout is not None
    layout.addWidget(Label("Nobody translated this sentence"))


def english_word(made: QWidget) -> None:
    layout = made.layout()
    assert layout is not None
    layout.addWidget(Button("Forgotten", name="forgotten"))


def english_tip(made: QWidget) -> None:
    tipped = made.findChild(Button, "cancel")
    assert tipped is not None
    tipped.setToolTip("Leave without saving anything")


FAULTS: list[tuple[Callable[[QWidget], None], str, str]] = [
    (narrow, "narrow", "needs"),
    (low, "low", "height"),
    (pressed, "squeezed", "needs"),
    (glyph, "hieroglyph", "U+13080"),
    (primaries, "再签一次", "2 primary buttons"),
    (nameless, "anonymous", "no accessible name"),
    (focusable, "cell", "no accessible name"),
    (english, "Nobody translated this sentence", "not translated"),
    (english_word, "Forgotten", "not translated"),
    (english_tip, "Leave without saving anything", "not translated"),
]


def shown(made: QWidget, qtbot: QtBot) -> QWidget:
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    QApplication.processEvents()
    return made


def test_a_page_without_faults_is_in_order(qtbot: QtBot) -> None:
    assert inspection.findings(shown(page(), qtbot), 600, 400) == []


@pytest.mark.parametrize(("plant", "where", "what"), FAULTS, ids=lambda one: getattr(one, "__name__", ""))
def test_a_planted_fault_is_named(plant: Callable[[QWidget], None], where: str, what: str, qtbot: QtBot) -> None:
    made = page()
    plant(made)
    found = inspection.findings(shown(made, qtbot), 600, 400)
    assert len(found) == 1, found
    assert where in found[0]
    assert what in found[0]


def test_a_page_that_needs_more_room_than_the_window_has_is_named(qtbot: QtBot) -> None:
    made = page()
    made.setMinimumWidth(1400)
    assert "not 600 × 400" in inspection.findings(shown(made, qtbot), 600, 400)[0]


def test_pictures_fail_on_a_fault_and_say_where(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def faulty(_folder: Path) -> QWidget:
        made = page()
        english(made)
        flashing = QWidget()
        flashing.setObjectName("flash")
        flashing.show()
        layout = made.layout()
        assert layout is not None
        layout.addWidget(flashing)
        return made

    monkeypatch.setattr(shots, "SCENARIOS", [shots.Scenario("planted", faulty, size=(600, 400))])
    assert shots.run(tmp_path) == 1
    said = capsys.readouterr().out
    assert "planted-zh_CN-light: Label: «Nobody translated this sentence» is not translated" in said
    assert "planted-en-dark: QWidget#flash was shown as a window of its own" in said
    assert "planted-en-dark: Label" not in said
    assert len(list(tmp_path.glob("planted-*.png"))) == 4


def test_a_bug_in_a_callback_is_a_finding(qapp: QApplication) -> None:
    heard = shots.Heard(qapp)
    try:
        int("nobody")
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    said = heard.take()
    heard.end()
    assert len(said) == 1
    assert said[0].startswith("ValueError: invalid literal")
    assert heard.take() == []


def test_pictures_of_a_sound_page_succeed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shots, "SCENARIOS", [shots.Scenario("sound", lambda _: page(), size=(600, 400))])
    assert shots.run(tmp_path) == 0
    assert capsys.readouterr().out.startswith("shots: 4 pictures")


def test_a_name_no_picture_has_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert shots.run(tmp_path / "none", only="overwiew") == 1
    said = capsys.readouterr().out
    assert "'overwiew'" in said
    assert "overview, " in said
    assert not (tmp_path / "none").exists()


def test_every_page_has_a_picture() -> None:
    pictured = {one.page for one in shots.SCENARIOS}
    assert {one.name for one in navigation.PAGES if navigation.installed(one)} <= pictured
