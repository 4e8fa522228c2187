"""The strip over every page of the demonstration: that it is one, whose eyes we look through, and the ways out."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from trainer.i18n import _
from trainer.ui import theme
from trainer.ui.widgets.base import Elided, Icon
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.fields import PassphraseField

HEIGHT = 40
FILLED = frozenset({"passphrase", "sign-passphrase"})
"""Passphrase fields that open a key that exists; where a new one is chosen, nothing is filled in."""


class DemoBar(QWidget):
    """Stands over the frame while somebody of the demonstration is signed in.

    It also types the passphrase of the demonstration wherever the key is asked for again, so that signing can be tried.
    """

    other_asked = Signal()
    again_asked = Signal()
    leave_asked = Signal()

    def __init__(self, passphrase: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("demo-bar")
        self.setFixedHeight(HEIGHT)
        self._passphrase = passphrase
        self.text = Elided("", "small")
        other = Button(_("Be somebody else"), "text", size=theme.SMALL, name="demo-other")
        again = Button(_("Start over"), "text", size=theme.SMALL, name="demo-again")
        leave = Button(_("Leave the demonstration"), "text", size=theme.SMALL, name="demo-leave")
        other.clicked.connect(self.other_asked)
        again.clicked.connect(self.again_asked)
        leave.clicked.connect(self.leave_asked)
        self._own = (again, leave)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 12, 0)
        line.setSpacing(8)
        line.addWidget(Icon("compass", "warn", 18))
        line.addWidget(self.text, 1)
        for button in (other, again, leave):
            line.addWidget(button)
        self.hide()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_changed)

    def show_for(self, title: str, name: str, day: date, *, own: bool) -> None:
        """Say whose eyes and which day; `own`: a copy of one's own, which may be begun anew and left."""
        from trainer.wording import dates  # noqa: PLC0415  # not part of the first paint

        said = _("{title}: you look through the eyes of {name}, the day is {date}. Everything here is invented.")
        self.text.setText(said.format(title=title, name=name, date=dates.day(day)))
        for button in self._own:
            button.setVisible(own)
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A ground that no page has, and a line under it."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("warnSoft"))
        painter.setPen(theme.color("line"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def _focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        ours = isinstance(now, PassphraseField) and self.isVisible() and now.objectName() in FILLED
        if ours and isinstance(now, PassphraseField) and not now.text():
            now.setText(self._passphrase)
            QTimer.singleShot(0, now, now.selectAll)  # after the click: whoever types it all the same replaces it
