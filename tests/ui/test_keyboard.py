from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from trainer import config
from trainer.ui import keymap, shortcuts
from trainer.ui.frame import AppFrame
from trainer.ui.shell import Page, Shell
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.page import BottomBar, Pane, TopBar
from trainer.ui.window import Window
from trainer.ui.worker import Worker

pytestmark = pytest.mark.usefixtures("look")

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Panes(Page):
    """Two panes side by side; the main task is in the second."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.left, self.right = Button("Left", name="left"), Button("Right", name="right")
        self.sides = [QWidget(), QWidget()]
        body = QHBoxLayout(self)
        for side, button in zip(self.sides, (self.left, self.right), strict=True):
            QHBoxLayout(side).addWidget(button)
            body.addWidget(side)

    def panes(self) -> list[QWidget]:
        return self.sides

    def main_control(self) -> QWidget:
        return self.right


class Desk:
    """A frame with one page, and what it was told to keep."""

    def __init__(self, worker: Worker, folder: Path) -> None:
        self.settings = config.Settings()
        self.frame = AppFrame(frozenset({"trainee"}), "Li Xiaowen", "Trainee")
        frame = self.frame
        shell = Shell(
            worker=worker, me="p1", name="Li Xiaowen", roles=frozenset({"trainee"}), go=frame.go, back=frame.back,
            toast=frame.toast, problem=frame.problem, today=lambda: date(2026, 11, 23), now=lambda: 0,
            settings=lambda: self.settings, keep=self.keep, sign_out=lambda: None, count=frame.sidebar.set_count,
            idle=lambda: 0, folder=folder,
        )  # fmt: skip
        self.page = Panes(shell)
        frame._pages["today"] = self.page
        frame.stack.addWidget(self.page)
        frame.resize(1280, 800)
        frame.start(shell, "today")
        frame.show()
        frame.activateWindow()
        QApplication.processEvents()

    def keep(self, **changes: object) -> None:
        values = {name: getattr(self.settings, name) for name in config.Settings.__slots__}
        self.settings = config.Settings(**{**values, **changes})


@pytest.fixture
def desk(worker: Worker, qtbot: QtBot, tmp_path: Path) -> Desk:
    made = Desk(worker, tmp_path)
    qtbot.addWidget(made.frame)
    return made


def test_f6_goes_through_the_panes_and_round(desk: Desk) -> None:
    assert desk.frame.focusWidget() is desk.page.right
    QTest.keyClick(desk.frame, Qt.Key.Key_F6)
    assert desk.frame.sidebar.isAncestorOf(desk.frame.focusWidget())
    QTest.keyClick(desk.frame, Qt.Key.Key_F6)
    assert desk.frame.focusWidget() is desk.page.left
    QTest.keyClick(desk.frame, Qt.Key.Key_F6)
    assert desk.frame.focusWidget() is desk.page.right
    QTest.keyClick(desk.frame, Qt.Key.Key_F6, SHIFT)
    assert desk.frame.focusWidget() is desk.page.left


def test_a_hidden_pane_is_skipped(desk: Desk) -> None:
    desk.page.sides[0].hide()
    QTest.keyClick(desk.frame, Qt.Key.Key_F6)
    QTest.keyClick(desk.frame, Qt.Key.Key_F6)
    assert desk.frame.focusWidget() is desk.page.right


class Barred(Page):
    """A bar, a side pane, the task and a foot; no pane is named."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        bar, pane, foot = TopBar("Title"), Pane("left", 240), BottomBar()
        self.up, self.side = Button("Up", name="up"), Button("Side", name="side")
        self.task, self.down = Button("Task", name="task"), Button("Down", name="down")
        bar.right.addWidget(self.up)
        pane.content.addWidget(self.side)
        foot.right.addWidget(self.down)
        self.middle = middle = QHBoxLayout()
        middle.addWidget(pane)
        middle.addWidget(self.task)
        body = QVBoxLayout(self)
        body.addWidget(bar)
        body.addLayout(middle)
        body.addWidget(foot)

    def main_control(self) -> QWidget:
        return self.task


def test_f6_finds_bars_and_panes_in_reading_order(desk: Desk) -> None:
    page = Barred(desk.page.shell)
    desk.frame._pages["path"] = page
    desk.frame.stack.addWidget(page)
    desk.frame.go("path")
    QApplication.processEvents()
    assert desk.frame.focusWidget() is page.task
    seen = []
    for _press in range(5):
        QTest.keyClick(desk.frame, Qt.Key.Key_F6)
        seen.append(desk.frame.focusWidget())
    assert seen[0] is page.down
    assert desk.frame.sidebar.isAncestorOf(seen[1])
    assert seen[2:] == [page.up, page.side, page.task]


def test_tab_follows_the_reading_order_also_to_what_was_made_later(desk: Desk) -> None:
    page = Barred(desk.page.shell)
    desk.frame._pages["path"] = page
    desk.frame.stack.addWidget(page)
    desk.frame.go("path")
    QApplication.processEvents()
    late = Button("Late", name="late")
    page.middle.addWidget(late)
    late.show()
    seen = []
    for _press in range(2):
        QTest.keyClick(desk.frame.focusWidget(), Qt.Key.Key_Tab)
        seen.append(desk.frame.focusWidget())
    assert seen == [late, page.down]
    QTest.keyClick(page.down, Qt.Key.Key_Tab)
    assert desk.frame.focusWidget() is desk.frame.sidebar.items()["today"], "round to the sidebar"
    QTest.keyClick(desk.frame.focusWidget(), Qt.Key.Key_Backtab, SHIFT)
    assert desk.frame.focusWidget() is page.down


def test_enter_presses_the_button_that_has_the_focus(desk: Desk) -> None:
    pressed = []
    desk.page.right.clicked.connect(lambda: pressed.append(True))
    QTest.keyClick(desk.page.right, Qt.Key.Key_Return)
    assert pressed == [True]


def test_plus_minus_and_zero_change_the_lesson_text_and_say_what_they_do_not_change(desk: Desk) -> None:
    sizes = []
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_0, Qt.Key.Key_Minus):
        QTest.keyClick(desk.frame, key, CONTROL)
        sizes.append(desk.settings.reading_size)
    assert sizes == [18, 20, 20, 18, 16, 14]
    toast = desk.frame._toast
    assert toast is not None
    assert "14 px" in toast.label.text()
    assert "restart" in toast.label.text()


def test_f1_shows_the_keys_of_the_page_and_esc_closes_it(tmp_path: Path, qtbot: QtBot) -> None:
    made = Window(tmp_path, config.Settings(), lambda: date(2026, 11, 23))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.findChild(QShortcut) is not None)
    QTest.keyClick(made, Qt.Key.Key_F1)
    shown = made.findChild(keymap.KeyMap)
    assert shown is not None
    assert shown.isVisible()
    assert {what for what, _caps in shown.shown} == {"Keyboard map of this page", "Light or dark"}
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()


@pytest.mark.parametrize("page", ["lesson", "attempt", "audit", "today"])
def test_the_map_lists_every_key_of_the_table(page: str) -> None:
    listed = {what for what, _caps in keymap.lines(page)}
    assert listed == {one.what for one in shortcuts.on_page(page)}
    caps = [cap for _what, each in keymap.lines(page) for cap in each]
    assert len(caps) == len(set(caps))


def test_the_keyboard_map_names_every_key_as_it_is_printed() -> None:
    caps = dict(keymap.lines("attempt"))
    assert caps["Back"] == ("Alt ←",)
    assert caps["Larger lesson text"] == ("Ctrl +",)
    assert caps["Submit and next"] == ("Ctrl Enter",)
    assert caps["Choose the option with this number"] == ("1 … 9",)
