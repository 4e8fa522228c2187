"""Hands that only have a keyboard: every key goes to whatever has the focus, as the system would send it.

They may look at the window to know where they are, but nothing here presses a button, fills a field or opens a page in
any other way than with keys. After every key the focus must be somewhere that can be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QAccessible, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QFileDialog, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.journeys.computers import Computer
from trainer.ui.shell import Page
from trainer.ui.widgets.feedback import Banner

P = TypeVar("P", bound=Page)

PATIENCE_MS = 10_000
KEY_S = 1
"""Seconds of the story one key takes."""
TABS = 80
"""More stops than any page may have."""

Key, Mod = Qt.Key, Qt.KeyboardModifier
NONE, CONTROL, SHIFT, ALT = Mod.NoModifier, Mod.ControlModifier, Mod.ShiftModifier, Mod.AltModifier


def spoken(widget: QWidget | None) -> str:
    """What a screen reader says a control is called."""
    if widget is None:
        return "nothing"
    made = QAccessible.queryAccessibleInterface(widget)
    said = made.text(QAccessible.Text.Name)
    return said or widget.accessibleName() or widget.objectName()


def where(widget: QWidget) -> QRect:
    """Where a control stands on the screen."""
    return QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())


class Keyboard:
    """A keyboard at a computer."""

    def __init__(self, computer: Computer, qtbot: QtBot) -> None:
        self.computer = computer
        self.qtbot = qtbot

    # looking

    def here(self) -> QWidget:
        """What has the focus."""
        found = QApplication.focusWidget()
        assert found is not None, f"nothing has the focus on {self.place()}"
        return found

    def place(self) -> str:
        """The page or the small window that is shown."""
        over = QApplication.activeModalWidget()
        frame = self.computer.window().frame_
        return (over.objectName() if over is not None else "") or (frame.here() if frame is not None else "welcome")

    def page(self, kind: type[P]) -> P:
        """The page that is shown, to look at."""
        frame = self.computer.window().frame_
        shown = frame.page() if frame is not None else None
        assert isinstance(shown, kind), f"{shown} is shown, not {kind.__name__}"
        return shown

    def at(self, name: str) -> bool:
        """Whether the control with the focus is called this, aloud or in the program."""
        here = self.here()
        return name in spoken(here) or here.objectName().startswith(name)

    def shows(self, name: str) -> bool:
        """Whether a part of this name is on the screen."""
        ground = QApplication.activeModalWidget() or self.computer.window()
        return any(one.isVisible() and one.objectName().startswith(name) for one in ground.findChildren(QWidget))

    def reads(self, text: str) -> bool:
        """Whether these words stand on the screen."""
        ground = QApplication.activeModalWidget() or self.computer.window()
        shown = [one for one in (ground, *ground.findChildren(QWidget)) if one.isVisible()]
        said = [str(one.property("text") or one.property("plainText") or "") for one in shown]
        said += [spoken(one) for one in shown]
        return any(text in one for one in said + [one.accessibleDescription() for one in shown])

    # keys

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
        """A key, to whatever has the focus; then wait for what comes of it."""
        for _time in range(times):
            target = QApplication.focusWidget() or QApplication.activeModalWidget() or self.computer.window()
            self.computer.clock.pass_(KEY_S)
            QTest.keyClick(target, key, modifiers)
            self.settle()

    def enter(self) -> None:
        """Enter."""
        self.press(Key.Key_Return)

    def letter(self, letter: str) -> None:
        """One letter or digit, with no text field in the way."""
        assert not isinstance(self.here(), (QLineEdit, QPlainTextEdit)), f"{letter} would be typed into a field"
        self.press(Key(ord(letter.upper())))

    def write(self, text: str) -> None:
        """Type into the field with the focus, in place of what stands there; Chinese as an input method sends it."""
        target = self.here()
        QTest.keyClick(target, Key.Key_A, CONTROL)
        if text.isascii():
            QTest.keyClicks(target, text)
        else:
            composed = QInputMethodEvent()
            composed.setCommitString(text)
            QApplication.sendEvent(target, composed)
        self.settle()

    def tab_to(self, name: str, *, back: bool = False, most: int = TABS) -> QWidget:
        """Press Tab until a control of this name has the focus. Fails with the list of what Tab came to."""
        return self.tab_until(lambda: self.at(name), f"«{name}»", back=back, most=most)

    def tab_until(
        self, there: Callable[[], bool], what: str = "it", *, back: bool = False, most: int = TABS
    ) -> QWidget:
        """The same for whatever `there` says."""
        visited = []
        for _press in range(most):
            if there():
                return self.here()
            self.press(Key.Key_Backtab if back else Key.Key_Tab, SHIFT if back else NONE)
            visited.append(f"{spoken(self.here())} ({self.here().objectName()})")
        pytest.fail(f"Tab does not lead to {what} on {self.place()} but to\n  " + "\n  ".join(visited))

    def fill(self, name: str, text: str) -> None:
        """Go to a field and type."""
        self.tab_to(name)
        self.write(text)

    def push(self, name: str) -> None:
        """Go to a button and press Enter."""
        self.tab_to(name)
        self.enter()

    def tick(self, name: str) -> None:
        """Go to a box and press Space."""
        self.tab_to(name)
        self.press(Key.Key_Space)

    def choose(self, name: str, wanted: str) -> None:
        """Go to a list that drops down and step with the arrow keys to this choice."""
        box = self.tab_to(name)
        assert isinstance(box, QComboBox), box
        self.press(Key.Key_Home)
        for _step in range(box.count()):
            if wanted in (box.currentData(), box.currentText()):
                return
            self.press(Key.Key_Down)
        pytest.fail(f"«{name}» does not offer {wanted}")

    def arrow_to(self, name: str, key: Qt.Key = Key.Key_Down, most: int = 40) -> None:
        """Press an arrow key until what has the focus is called this."""
        visited = []
        for _press in range(most):
            visited.append(spoken(self.here()))
            if name in visited[-1]:
                return
            self.press(key)
        pytest.fail(f"the arrows do not lead to «{name}» but to\n  " + "\n  ".join(visited))

    def row(self, list_: str, name: str) -> None:
        """Go to a list and, with Home and the arrow keys, to the row that is called this."""
        self.tab_to(list_)
        self.press(Key.Key_Home)
        self.arrow_to(name)

    def pane(self, name: str, most: int = 8) -> None:
        """Press F6 until a control of this name has the focus."""
        visited = []
        for _press in range(most):
            self.press(Key.Key_F6)
            visited.append(spoken(self.here()))
            if self.at(name):
                return
        pytest.fail(f"F6 does not lead to «{name}» but to\n  " + "\n  ".join(visited))

    def find(self, text: str, page: str) -> None:
        """Ctrl+K, some letters, Enter; the page that must be shown then."""
        self.press(Key.Key_K, CONTROL)
        assert self.place() == "palette"
        self.write(text)
        self.enter()
        self.qtbot.waitUntil(lambda: self.place() == page, timeout=2000)
        self.settle()

    @contextmanager
    def file_window(self, path: Path) -> Iterator[None]:
        """A window for a file will open before the block ends: its path is typed there, and Enter pressed."""
        answered: list[bool] = []
        QTimer.singleShot(0, self.computer.window(), lambda: self._answer_file_window(path, answered, 400))
        yield
        self.qtbot.waitUntil(lambda: bool(answered), timeout=PATIENCE_MS)
        self.settle()

    def _answer_file_window(self, path: Path, answered: list[bool], patience: int) -> None:
        shown = QApplication.activeModalWidget()
        here = QApplication.focusWidget()
        if isinstance(shown, QFileDialog) and isinstance(here, QLineEdit) and shown.isAncestorOf(here):
            QTest.keyClick(here, Key.Key_A, CONTROL)
            text = QInputMethodEvent()
            text.setCommitString(str(path))
            QApplication.sendEvent(here, text)
            QTest.keyClick(here, Key.Key_Return)
            answered.append(True)
        elif patience:
            again = patience - 1
            QTimer.singleShot(5, self.computer.window(), lambda: self._answer_file_window(path, answered, again))

    # waiting

    def settle(self) -> None:
        """Wait until nothing is being done; then nothing went wrong, and the focus can be seen."""
        program = self.computer.program
        assert program is not None
        for _turn in range(2):
            self.qtbot.waitUntil(program.worker.idle, timeout=PATIENCE_MS)
            QApplication.processEvents()
        self._window_manager()
        assert program._crashed is None, "it crashed"
        for banner in self.computer.window().findChildren(Banner):
            assert not banner.isVisible(), spoken(banner)
        self.focus_is_seen()

    def _window_manager(self) -> None:
        """What a desktop does and a test has not: a window that closed leaves the one under it active."""
        top = QApplication.activeModalWidget() or self.computer.window()
        if top.isVisible() and QApplication.activeWindow() is not top and QApplication.activePopupWidget() is None:
            top.activateWindow()
            QApplication.processEvents()

    def focus_is_seen(self) -> None:
        """Nothing keeps the focus that is not visible."""
        here = QApplication.focusWidget()
        if here is not None:
            assert here.isVisible(), f"{spoken(here)} ({here.objectName()}) has the focus and is hidden"
            assert not here.visibleRegion().isEmpty(), (
                f"{spoken(here)} ({here.objectName()}) has the focus out of sight"
            )

    def until(self, true: Callable[[], bool]) -> None:
        """Wait for something to have happened."""
        self.qtbot.waitUntil(true, timeout=PATIENCE_MS)
        self.settle()

    # what holds everywhere

    def opens_and_returns(self, dialog: str) -> None:
        """Enter opens a small window, Esc closes it, and the focus is back on what opened it."""
        before = self.here()
        self.enter()
        shown = QApplication.activeModalWidget()
        assert isinstance(shown, QDialog), f"{spoken(before)} opened no window"
        assert shown.objectName() == dialog
        self.press(Key.Key_Escape)
        assert self.here() is before, f"the focus went to {spoken(self.here())} instead of {spoken(before)}"

    def tour(self) -> list[str]:
        """Once round with Tab: every stop comes after the one before in reading order; what was visited."""
        first = before = self.here()
        visited, backwards = [first], []
        for _press in range(TABS):
            self.press(Key.Key_Tab)
            here = self.here()
            beside = self._in_sidebar(here) or self._in_sidebar(before)
            if not beside and precedes(where(here), where(before)):
                backwards.append(f"{spoken(before)} ({before.objectName()}) → {spoken(here)} ({here.objectName()})")
            if here is first:
                break
            visited.append(here)
            before = here
        else:
            pytest.fail(f"Tab does not come round on {self.place()}: {[spoken(one) for one in visited]}")
        round_once = 0 if any(self._in_sidebar(one) for one in visited) else 1  # from the last stop to the first
        assert len(backwards) <= round_once, f"on {self.place()} Tab goes back: {backwards}"
        unnamed = [one.objectName() or type(one).__name__ for one in visited if not spoken(one)]
        assert not unnamed, unnamed
        return [spoken(one) for one in visited]

    def _in_sidebar(self, one: QWidget) -> bool:
        frame = self.computer.window().frame_
        return frame is not None and frame.sidebar.isAncestorOf(one)


def precedes(one: QRect, other: QRect) -> bool:
    """Whether somebody reading comes to `one` before `other`: in the same column above it, in the same line left of it,
    or both above and left.
    """
    above, left = one.bottom() <= other.top(), one.right() <= other.left()
    same_column = one.left() < other.right() and other.left() < one.right()
    same_line = one.top() < other.bottom() and other.top() < one.bottom()
    return (above and (same_column or left)) or (left and same_line)
