"""What a person can do at a window: find, click, type, choose, tick, wait. Small verbs, no short cuts into the program.

Every act takes a little time of the story's clock, so that no two records say the same moment. The system's own file
windows are answered with the paths that were laid ready by `files`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar, overload

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.journeys.computers import Computer
from trainer.ui.shell import Page
from trainer.ui.widgets.feedback import Banner
from trainer.ui.widgets.fields import PassphraseField

W = TypeVar("W", bound=QWidget)
P = TypeVar("P", bound=Page)

ACT_S = 2
"""Seconds one act of a hand takes."""
PATIENCE_MS = 10_000


class FileWindows:
    """The system's windows for files: the next one is answered with the next path laid ready."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._answers: list[Path] = []
        for name in ("getOpenFileName", "getSaveFileName"):
            monkeypatch.setattr(QFileDialog, name, staticmethod(lambda *_a, **_k: (str(self._next()), "")))
        monkeypatch.setattr(QFileDialog, "getOpenFileNames", staticmethod(lambda *_a, **_k: ([str(self._next())], "")))

    def _next(self) -> Path:
        assert self._answers, "a file window opened that nobody expected"
        return self._answers.pop(0)

    @contextmanager
    def answer(self, *paths: Path) -> Iterator[None]:
        """These windows will open, in this order, before the block ends."""
        self._answers += paths
        yield
        assert not self._answers, f"no file window asked for {self._answers}"


class Hands:
    """The two hands of whoever sits at a computer."""

    def __init__(self, computer: Computer, qtbot: QtBot, files: FileWindows) -> None:
        self.computer = computer
        self.clock = computer.clock
        self.qtbot = qtbot
        self.files = files

    # looking

    @overload
    def see(self, name: str, *, inside: QWidget | None = None) -> QWidget: ...
    @overload
    def see(self, name: str, kind: type[W], inside: QWidget | None = None) -> W: ...
    def see(self, name: str, kind: type[QWidget] = QWidget, inside: QWidget | None = None) -> QWidget:
        """The one visible widget of this name."""
        found = self.all(name, kind, inside)
        assert len(found) == 1, f"{len(found)} visible «{name}» of {kind.__name__}, wanted one\n{self._around()}"
        return found[0]

    @overload
    def all(self, name: str, *, inside: QWidget | None = None) -> list[QWidget]: ...
    @overload
    def all(self, name: str, kind: type[W], inside: QWidget | None = None) -> list[W]: ...
    def all(self, name: str, kind: type[QWidget] = QWidget, inside: QWidget | None = None) -> list[QWidget] | list[W]:
        """Every visible widget of this name, or whose name begins with it when it ends in ``*``."""
        every: list[QWidget] = (inside or self.computer.window()).findChildren(kind)
        stem = name.removesuffix("*")
        return [
            one
            for one in every
            if one.isVisible() and (one.objectName() == name or (stem != name and one.objectName().startswith(stem)))
        ]

    def _around(self) -> str:
        names = {w.objectName() for w in self.computer.window().findChildren(QWidget) if w.isVisible()}
        return "visible: " + " ".join(sorted(name for name in names if name and not name.startswith("qt_")))

    def reads(self, text: str, inside: QWidget | None = None) -> bool:
        """Whether these words stand anywhere on the screen."""
        return any(text in line for line in self.lines(inside))

    def lines(self, inside: QWidget | None = None) -> list[str]:
        """Every text on the screen: labels, buttons, and what a screen reader would be told."""
        ground = inside or self.computer.window()
        found: list[str] = []
        for one in (ground, *ground.findChildren(QWidget)):
            if one.isVisible():
                said = one.text() if isinstance(one, (QLabel, QAbstractButton)) else ""
                found += [text for text in (said, one.accessibleName(), one.accessibleDescription()) if text]
        return found

    def page(self, kind: type[P]) -> P:
        """The page that is shown."""
        frame = self.computer.window().frame_
        shown = frame.page() if frame is not None else None
        assert isinstance(shown, kind), f"{shown} is shown, not {kind.__name__}"
        return shown

    # waiting

    def settle(self) -> None:
        """Wait until nothing is being done, and see that nothing went wrong."""
        program = self.computer.program
        assert program is not None
        for _turn in range(2):
            self.qtbot.waitUntil(program.worker.idle, timeout=PATIENCE_MS)
            QApplication.processEvents()
        assert program._crashed is None, self.lines(program._crashed)
        for banner in self.computer.window().findChildren(Banner):
            assert not banner.isVisible(), self.lines(banner)

    # acting

    def click(self, what: str | QWidget, inside: QWidget | None = None, at: QPoint | None = None) -> None:
        """Press the left button on its middle or at a point of it, and wait for what comes of it."""
        target = self.see(what, inside=inside) if isinstance(what, str) else what
        assert target.isEnabled(), f"«{target.objectName()}» cannot be pressed: {target.accessibleDescription()}"
        self.clock.pass_(ACT_S)
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=at or target.rect().center())
        self.settle()

    def type(self, what: str | QWidget, text: str, inside: QWidget | None = None) -> None:
        """Replace what stands in a field: key by key, Chinese as an input method sends it."""
        target = self.see(what, inside=inside) if isinstance(what, str) else what
        if isinstance(target, QComboBox):
            line = target.lineEdit()
            assert line is not None
            target = line
        assert target.isEnabled()
        self.clock.pass_(ACT_S)
        target.setFocus()
        QTest.keySequence(target, QKeySequence(QKeySequence.StandardKey.SelectAll))
        if isinstance(target, QAbstractSpinBox):
            QTest.keyClicks(target, text)
            QTest.keyClick(target, Qt.Key.Key_Tab)
            return
        assert isinstance(target, (QLineEdit, QPlainTextEdit))
        if text.isascii():
            QTest.keyClicks(target, text)
        else:
            composed = QInputMethodEvent()
            composed.setCommitString(text)
            QApplication.sendEvent(target, composed)
        stands = target.text() if isinstance(target, QLineEdit) else target.toPlainText()
        assert stands == text, f"«{stands}» stands in {target.objectName()}"

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key to whatever has the focus."""
        target = self.computer.window().focusWidget()
        assert target is not None
        self.clock.pass_(ACT_S)
        QTest.keyClick(target, key, modifiers)
        self.settle()

    def choose(self, what: str, wanted: str, inside: QWidget | None = None) -> None:
        """Choose one of a list, by its code or its words, with the arrow keys."""
        box = self.see(what, QComboBox, inside)
        self.clock.pass_(ACT_S)
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Home)
        for _step in range(box.count()):
            if wanted in (box.currentData(), box.currentText()):
                return
            QTest.keyClick(box, Qt.Key.Key_Down)
        offered = [box.itemText(at) for at in range(box.count())]
        pytest.fail(f"«{what}» does not offer {wanted} but {offered}")

    def tick(self, what: str, inside: QWidget | None = None, *, on: bool = True) -> None:
        """Have a box ticked, or not."""
        box = self.see(what, QAbstractButton, inside)
        if box.isChecked() != on:
            self.click(box)
        assert box.isChecked() == on

    def segment(self, group: str, code: str) -> None:
        """Choose one of the options side by side."""
        self.click(f"segment-{code}", inside=self.see(group))

    def go(self, page: str) -> None:
        """Open a page from the sidebar."""
        self.click(f"nav-{page}")

    # what everybody does

    def new_passphrase(self, name: str, passphrase: str) -> None:
        """Decide for a passphrase of one's own."""
        self.click("segment-own")
        self.type(self.see(f"{name}-first", PassphraseField), passphrase)
        self.type(self.see(f"{name}-second", PassphraseField), passphrase)

    def sign(self, passphrase: str) -> None:
        """Sign what lies ready in the box."""
        box = self.see("sign-box")
        self.type(self.see("sign-passphrase", PassphraseField, box), passphrase)
        self.click("sign", inside=box)
