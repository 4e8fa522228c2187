"""Everything that is typed: a labelled field with help or error, the passphrase, the search, longer text."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from trainer.i18n import _
from trainer.ui import icons, theme
from trainer.ui.widgets.base import Icon, KeyCap, Label
from trainer.ui.widgets.buttons import Button

SEARCH_AFTER = 80
"""Milliseconds between the last key and the search (ui.md §3.7)."""


class Line(QLineEdit):
    """A line of text."""

    def __init__(
        self, text: str = "", *, placeholder: str = "", spoken: str = "", name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setFont(theme.font("body"))
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(spoken or placeholder)
        self.setObjectName(name)
        self.setFixedHeight(theme.CONTROL)


class Area(QPlainTextEdit):
    """Several lines of text. Tab leaves it."""

    def __init__(
        self, text: str = "", *, spoken: str, name: str = "", lines: int = 3, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setFont(theme.font("body"))
        self.setTabChangesFocus(True)
        self.setAccessibleName(spoken)
        self.setObjectName(name)
        self.setMinimumHeight(lines * 20 + 26)


class Field(QWidget):
    """A label, its input, and under it a line of help or the error; `beside` is a button on the same line."""

    def __init__(
        self,
        label: str,
        control: QWidget,
        help_: str = "",
        *,
        beside: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.control = control
        self._help_text = help_
        self.label = Label(label, "small", "ink2")
        self.label.setBuddy(control)
        if not control.accessibleName():
            control.setAccessibleName(label)
        control.setAccessibleDescription(help_)
        self._sign = Icon("alert-circle", "bad", 14)
        self._help = Label(help_, "caption", "ink2", wrap=True)
        self._sign.hide()
        if not help_:
            self._help.hide()
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self._help, 1)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(3)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(control, 1)
        if beside is not None:
            line.addWidget(beside)
        body.addWidget(self.label)
        body.addLayout(line)
        body.addLayout(foot)

    def error(self, text: str) -> None:
        """Say under the field what is wrong and what is valid; the text stays as it was typed."""
        self._show(text or self._help_text, wrong=bool(text))

    def clear_error(self) -> None:
        """Back to the help."""
        self._show(self._help_text, wrong=False)

    def is_wrong(self) -> bool:
        """Whether an error stands there."""
        return bool(self.control.property("wrong") == "true")

    def set_help(self, text: str) -> None:
        """Another help line."""
        self._help_text = text
        if not self.is_wrong():
            self._show(text, wrong=False)

    def _show(self, text: str, *, wrong: bool) -> None:
        self._help.setText(text)
        self._help.set_ink("bad" if wrong else "ink2")
        self._help.setVisible(bool(text))
        self._sign.setVisible(wrong)
        self.control.setAccessibleDescription(text)
        self.control.setProperty("wrong", "true" if wrong else None)
        self.control.style().unpolish(self.control)
        self.control.style().polish(self.control)


class PassphraseField(QLineEdit):
    """A passphrase with an eye to look at it."""

    def __init__(self, *, name: str = "passphrase", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(theme.font("body"))
        self.setProperty("kind", "passphrase")
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setAccessibleName(_("Passphrase"))
        self.setObjectName(name)
        self.setFixedHeight(theme.CONTROL)
        self.eye = Button(
            "", "icon", icon="eye", size=28, spoken=_("Show the passphrase"), name=f"{name}-eye", parent=self
        )
        self.eye.setCheckable(True)
        self.eye.toggled.connect(self._look)
        self.setTextMargins(0, 0, 28, 0)

    def clear(self) -> None:
        """Empty, and covered again for the next one."""
        super().clear()
        self.eye.setChecked(False)

    def _look(self, open_: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if open_ else QLineEdit.EchoMode.Password)
        self.eye.set_icon("eye-off" if open_ else "eye")
        self.eye.setAccessibleName(_("Hide the passphrase") if open_ else _("Show the passphrase"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the eye at the right."""
        super().resizeEvent(event)
        self.eye.move(self.width() - 32, (self.height() - 28) // 2)


class SearchField(QLineEdit):
    """Search as you type: `typed(str)` 80 ms after the last key, never while an input method is composing.

    Down asks for the list (`down`), Esc empties the field.
    """

    typed = Signal(str)
    down = Signal()

    def __init__(
        self,
        placeholder: str,
        *,
        keys: str = "",
        name: str = "search",
        height: int = theme.CONTROL,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setFont(theme.font("body"))
        self.setProperty("kind", "search")
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setObjectName(name)
        self.setFixedHeight(height)
        self._composing = False
        self._wait = QTimer(self, singleShot=True, interval=SEARCH_AFTER)
        self._wait.timeout.connect(lambda: self.typed.emit(self.text()))
        self._cap = KeyCap(keys, self) if keys else None
        self.clear_button = Button(
            "", "icon", icon="cross", size=28, spoken=_("Clear the search"), name=f"{name}-clear", parent=self
        )
        self.clear_button.hide()
        self.clear_button.clicked.connect(self.empty)
        self.textChanged.connect(self._changed)

    def empty(self) -> None:
        """Empty the field and say so at once."""
        self.clear()
        self._wait.stop()
        self.typed.emit("")
        self.setFocus()

    def _changed(self, text: str) -> None:
        self.clear_button.setVisible(bool(text))
        if self._cap is not None:
            self._cap.setVisible(not text)
        if not self._composing:
            self._wait.start()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Wait until the input method is done."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        if self._composing:
            self._wait.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes to the list, Esc empties."""
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.empty()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what stands at the right at the right."""
        super().resizeEvent(event)
        self.clear_button.move(self.width() - 34, (self.height() - 28) // 2)
        if self._cap is not None:
            self._cap.move(self.width() - self._cap.width() - 9, (self.height() - self._cap.height()) // 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, then the glass."""
        super().paintEvent(event)
        painter = QPainter(self)
        icons.draw(painter, "search", "ink2", (12, (self.height() - 16) // 2), 16)
