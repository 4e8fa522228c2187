"""Small windows over a page: a form with its error beside the button, and a signature with what it means."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import shiboken6
from PySide6.QtCore import QDate, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDateEdit, QVBoxLayout, QWidget

from trainer.errors import Refused
from trainer.i18n import _
from trainer.ui import shortcuts, theme
from trainer.ui.problems import sentences
from trainer.ui.reading_order import step, stops
from trainer.ui.shell import Page
from trainer.ui.widgets.base import Label, column, row
from trainer.ui.widgets.buttons import Button, Kind
from trainer.ui.widgets.feedback import InlineError
from trainer.ui.widgets.sign import HOLD_MS, SignBox
from trainer.ui.widgets.unsent import UnsentDialog

WIDTH = 480


class DayField(QDateEdit):
    """A day, written 2026-11-23, with a calendar behind Alt+Down."""

    def __init__(self, on: date, *, spoken: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(QDate(on.year, on.month, on.day), parent)
        self.setDisplayFormat("yyyy-MM-dd")
        self.setCalendarPopup(False)
        self.setFont(theme.font("body", tabular=True))
        self.setAccessibleName(spoken)
        self.lineEdit().setAccessibleName(spoken)
        self.lineEdit().setTextMargins(10, 0, 0, 0)
        self.setObjectName(name)
        self.setFixedHeight(theme.CONTROL)

    def day(self) -> date:
        """What is chosen."""
        shown = self.date()
        return date(shown.year(), shown.month(), shown.day())


class _Dialog(UnsentDialog):
    """Title, a line of explanation, a column to fill, the error at the foot."""

    def __init__(self, title: str, line: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setMinimumWidth(WIDTH)
        self.heading = Label(title, "heading", wrap=True)
        self.line = Label(line, "small", "ink2", wrap=True)
        if not line:
            self.line.hide()
        self.form = QVBoxLayout()
        self.form.setSpacing(12)
        self.error = InlineError()
        self.outer = QVBoxLayout(self)
        self.outer.setContentsMargins(24, 20, 24, 20)
        self.outer.setSpacing(12)
        self.outer.addWidget(self.heading)
        self.outer.addWidget(self.line)
        self.outer.addWidget(self.error)

    def fit(self) -> None:
        """As large as what is in it: `adjustSize` stops at two thirds of the screen. What grew past an edge of the
        screen moves back onto it.
        """
        self.outer.activate()
        self.resize(self.sizeHint())
        room, taken = self.screen().availableGeometry(), self.frameGeometry()
        x = max(room.left(), min(taken.left(), room.right() - taken.width() + 1))
        y = max(room.top(), min(taken.top(), room.bottom() - taken.height() + 1))
        if self.isVisible() and (x, y) != (taken.left(), taken.top()):
            self.move(x, y)

    def showEvent(self, event: QShowEvent) -> None:
        """Fit when shown; the cursor stands in the first field, unless the dialog has put it elsewhere."""
        super().showEvent(event)
        self.fit()
        if self.focusWidget() is None:
            self._focus_first()

    def _focus_first(self) -> None:
        """In reading order: the box to sign in is made before the fields that come before it."""
        one = next((one for one in stops(self) if not isinstance(one, Button)), None)
        if one is not None:
            one.setFocus()

    def focusNextPrevChild(self, forward: bool, /) -> bool:
        """Tab and Shift+Tab in reading order."""
        return step(self, forward=forward) or super().focusNextPrevChild(forward)

    def add(self, *parts: QWidget) -> None:
        """Put fields into the form."""
        for part in parts:
            self.form.addWidget(part)


class FormDialog(_Dialog):
    """Fields and one button that sends them (`sent`). What was typed stays when it is refused."""

    sent = Signal()

    def __init__(self, title: str, action: str, name: str, parent: QWidget, *, line: str = "") -> None:
        super().__init__(title, line, name, parent)
        self.outer.insertLayout(2, self.form)
        self.cancel = Button(_("Cancel"), name=f"{name}-cancel")
        kind: Kind = "primary"
        self.send = Button(action, kind, name=f"{name}-send")
        self.cancel.clicked.connect(self.reject)
        self.send.clicked.connect(self._press)
        self.send.setDefault(True)
        self.outer.addLayout(row(None, self.cancel, self.send, gap=12))

    def _press(self) -> None:
        self.error.clear()
        self.send.setEnabled(False)
        self.sent.emit()

    def refused(self, error: Exception) -> None:
        """Say beside the button what was refused; everything typed is still there."""
        self.send.setEnabled(True)
        self.error.say(*sentences(error))
        self.fit()


class SignDialog(_Dialog):
    """Something to look at and a `SignBox` under it; `signed(passphrase)` after the hold. Closing it signs nothing.

    `wide` puts the box beside what is looked at.
    """

    signed = Signal(str)

    def __init__(
        self,
        title: str,
        name: str,
        parent: QWidget,
        *,
        line: str = "",
        hold_ms: int = HOLD_MS,
        icon: str = "sign",
        wide: bool = False,
    ) -> None:
        super().__init__(title, line, name, parent)
        self.box = SignBox(icon=icon, hold_ms=hold_ms)
        self.box.signed.connect(self._sign)
        if isinstance(parent, Page):
            self.box.check = self._checked_by(parent)
            self.box.not_opened.connect(self.refused)
        undo = QShortcut(QKeySequence(shortcuts.keys("all", "undo")), self)
        undo.activated.connect(self._undo)
        self.cancel = Button(_("Cancel"), name=f"{name}-cancel")
        self.cancel.clicked.connect(self.reject)
        self.beside = (
            row(self.form, column(self.box, None), gap=theme.GAP) if wide else column(self.form, self.box, gap=12)
        )
        self.outer.insertLayout(2, self.beside)
        self.outer.addLayout(row(None, self.cancel))

    def _sign(self, passphrase: str) -> None:
        self.error.clear()
        self.box.setEnabled(False)
        self.signed.emit(passphrase)

    def _checked_by(self, page: Page) -> Callable[[str, Callable[[], object], Callable[[Exception], object]], object]:
        """The page's own check, whose answers are dropped when the dialog is gone before it."""

        def check(passphrase: str, go_on: Callable[[], object], failed: Callable[[Exception], object]) -> object:
            return page.check_passphrase(
                passphrase,
                lambda: go_on() if shiboken6.isValid(self) else None,
                lambda error: failed(error) if shiboken6.isValid(self) else None,
            )

        return check

    def _undo(self) -> None:
        """Ctrl+Z: what is being held is not signed."""
        if self.box.holding():
            self.box.take_back()

    def refused(self, error: Exception) -> None:
        """A wrong passphrase stands under its field, everything else at the foot."""
        self.box.setEnabled(True)
        if isinstance(error, Refused) and error.code == "wrong-passphrase":
            self.box.wrong(" ".join(sentences(error)).strip())
        else:
            self.error.say(*sentences(error))
        self.fit()

    def reject(self) -> None:
        """Close without signing what is still being held."""
        if self.box.holding():
            self.box.take_back()
        super().reject()
