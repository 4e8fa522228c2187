"""What the program says by itself: empty states, errors, banners, toasts, callouts, the progress of something long."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trainer.i18n import _
from trainer.ui import theme
from trainer.ui.widgets.base import Frame, Icon, KeyCap, Label, Tone, column, row
from trainer.ui.widgets.buttons import Button, Kind

TOAST_MS = 8000
"""A toast with an undo stands 8 s (ui.md §4.6)."""


class EmptyState(QWidget):
    """Why it is empty and what comes next: icon, title, one line of help, at most one button (`acted`)."""

    acted = Signal()

    def __init__(
        self,
        title: str,
        help_: str = "",
        *,
        icon: str = "list",
        action: str = "",
        kind: Kind = "secondary",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = Label(title, "subheading", wrap=True)
        self.help = Label(help_, "small", "ink2", wrap=True)
        self.button = Button(action, kind, name="empty-action", parent=self)
        self.button.setVisible(bool(action))
        self.button.clicked.connect(self.acted)
        for one in (self.title, self.help):
            one.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        if not help_:
            self.help.hide()
        self._icon = Icon(icon, "ink3", 32)
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 24, 24, 24)
        body.setSpacing(0)
        body.addStretch(1)
        body.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        body.addSpacing(12)
        body.addWidget(self.title)
        body.addSpacing(2)
        body.addWidget(self.help)
        body.addSpacing(14)
        body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        body.addStretch(1)

    def say(self, title: str, help_: str = "", action: str = "") -> None:
        """Other words."""
        self.title.setText(title)
        self.help.setText(help_)
        self.help.setVisible(bool(help_))
        self.button.setText(action)
        self.button.setVisible(bool(action))


class InlineError(QWidget):
    """What did not happen, why and what to do, with up to two actions; beside the control that was used."""

    acted = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inline-error")
        self._icon = Icon("warning", "bad", 20)
        self.title = Label("", "strong", wrap=True)
        self.why = Label("", "small", "ink2", wrap=True)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(12)
        words = column(self.title, self.why, 6, self._actions, gap=2)
        body = QHBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(12)
        body.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        body.addLayout(words, 1)
        self.hide()

    def say(
        self, title: str, why: str = "", actions: list[tuple[str, str]] | None = None, *, warning: bool = False
    ) -> None:
        """Show it; `actions` are (code, words), the first one a button, the others links. `acted(code)` tells."""
        self._icon.show_as("alert-circle" if warning else "warning", "warn" if warning else "bad")
        self.title.setText(title)
        self.why.setText(why)
        self.why.setVisible(bool(why))
        while (item := self._actions.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for place, (code, words) in enumerate(actions or []):
            button = Button(words, "text" if place else "secondary", size=theme.SMALL, name=f"error-{code}")
            button.clicked.connect(lambda _=False, it=code: self.acted.emit(it))
            self._actions.addWidget(button)
        self._actions.addStretch(1)  # an empty row of buttons would keep the words from taking the width
        self.setAccessibleName(f"{title} {why}".strip())
        self.show()

    def clear(self) -> None:
        """Nothing is wrong any more."""
        self.hide()


class Banner(Frame):
    """Trouble with the world, across the top of the page: what happened, what to do, and a way to close it."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("bar", margins=(24, 12, 16, 12), parent=parent)
        self.setObjectName("banner")
        self.error = InlineError()
        self.close_button = Button("", "icon", icon="cross", size=28, spoken=_("Close"), name="banner-close")
        self.close_button.clicked.connect(self._close)
        self.body.addLayout(row(self.error, self.close_button, gap=12))
        self.error.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.hide()

    def say(self, title: str, why: str = "") -> None:
        """Show it."""
        self.error.say(title, why)
        self.show()

    def _close(self) -> None:
        self.hide()
        self.closed.emit()


class Toast(QFrame):
    """At the bottom left: a result that is elsewhere, or an undo. It waits while pointer or focus is on it."""

    gone = Signal()

    def __init__(
        self, text: str, undo: Callable[[], object] | None = None, action: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self.setProperty("kind", "toast")
        self._undo = undo
        body = QHBoxLayout(self)
        body.setContentsMargins(16, 8, 12, 8)
        body.setSpacing(12)
        body.addWidget(Icon("check", "ok", 18))
        self.label = Label(text, "body", wrap=False)
        body.addWidget(self.label, 1)
        self.button: Button | None = None
        if undo is not None:
            self.button = Button(action or _("Undo"), "text", size=theme.SMALL, name="toast-undo")
            self.button.clicked.connect(self._take_back)
            body.addSpacing(24)
            body.addWidget(self.button)
            if not action:
                body.addWidget(KeyCap("Ctrl Z"))
        self.setAccessibleName(text)
        self.setFixedHeight(50)
        self._timer = QTimer(self, singleShot=True, interval=TOAST_MS)
        self._timer.timeout.connect(self._leave)
        self._timer.start()
        self.adjustSize()

    def _take_back(self) -> None:
        undo, self._undo = self._undo, None
        if undo is not None:
            undo()
        self._go()

    def take_back(self) -> None:
        """Ctrl+Z."""
        self._take_back()

    def _leave(self) -> None:
        if self.underMouse() or (self.button is not None and self.button.hasFocus()):
            self._timer.start()
            return
        self._go()

    def _go(self) -> None:
        self._timer.stop()
        self.hide()
        self.gone.emit()
        self.deleteLater()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Wait."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Go on."""
        self._timer.start()
        super().leaveEvent(event)


_CALLOUTS: dict[str, tuple[str, str, str]] = {
    "accent": ("accentSoft", "accent", "accentInk"),
    "warn": ("warnSoft", "warn", "warn"),
    "bad": ("badSoft", "bad", "bad"),
}


class Callout(QWidget):
    """A 4 px bar and a soft fill with a title word; put more into `body`."""

    def __init__(self, title: str, text: str = "", tone: Tone = "accent", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fill, self._bar, ink = _CALLOUTS.get(tone, _CALLOUTS["accent"])
        self.title = Label(title, "strong", ink)
        self.text = Label(text, "body", wrap=True)
        if not text:
            self.text.hide()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(20, 14, 20, 14)
        self.body.setSpacing(6)
        self.body.addWidget(self.title)
        self.body.addWidget(self.text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill and bar."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(self._fill))
        painter.fillRect(QRectF(0, 0, 4, self.height()), theme.color(self._bar))


class LongWork(QWidget):
    """Something that takes more than a second: title, 7 / 11, bar, a line, Cancel."""

    cancelled = Signal()

    def __init__(self, title: str, line: str = "", parent: QWidget | None = None) -> None:
        from trainer.ui.widgets.progress import ProgressBar  # noqa: PLC0415  # feedback is loaded before the first page

        super().__init__(parent)
        self.title = Label(title, "strong")
        self.figure = Label("", "small", "ink2", tabular=True)
        self.bar = ProgressBar(spoken=title)
        self.line = Label(line, "caption", "ink2", wrap=True)
        self.cancel = Button(_("Cancel"), "text", size=theme.SMALL, name="long-cancel")
        self.cancel.clicked.connect(self.cancelled)
        foot = row(self.line, self.cancel)
        foot.setStretch(0, 1)
        self.setLayout(column(row(self.title, None, self.figure), self.bar, foot, gap=8))

    def progress(self, done: int, total: int) -> None:
        """So far."""
        self.figure.setText(f"{done} / {total}")
        self.bar.set_share(done, total=max(total, 1))
