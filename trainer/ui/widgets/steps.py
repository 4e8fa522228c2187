"""A few steps one after the other before anybody is signed in: what is done, where we are, one button that goes on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from trainer.i18n import _, pgettext
from trainer.ui import theme
from trainer.ui.reading_order import InReadingOrder, stops
from trainer.ui.widgets.base import Card, Icon, Label, Rule, column, row
from trainer.ui.widgets.buttons import Button, CheckBox
from trainer.ui.widgets.feedback import InlineError
from trainer.ui.widgets.page import ScrollColumn
from trainer.ui.widgets.plain import Mark

WIDTH, LIST, HIGH = 1040, 232, 520
"""Content width as on the welcome page, width of the list of steps, least height of the card."""

BUSY_AFTER_MS = 300
"""Work shorter than this says nothing (ui.md §4.5)."""


class _Line(QWidget):
    """One step in the list: done, current or to come, told by drawing and weight and not by colour alone."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self._icon = Icon("circle", "ink3", 18)
        self._plain, self._bold = Label(title, "body", "ink2", wrap=True), Label(title, "strong", wrap=True)
        made = row(self._icon, self._plain, self._bold, gap=10)
        made.setStretch(1, 1)
        made.setStretch(2, 1)
        made.setAlignment(self._icon, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(made)

    def show_as(self, state: str) -> None:
        """`done`, `now` or `later`."""
        drawing, ink = {"done": ("check-circle", "ok"), "now": ("right", "accent"), "later": ("circle", "ink3")}[state]
        self._icon.show_as(drawing, ink)
        self._bold.setVisible(state == "now")
        self._plain.setVisible(state != "now")
        spoken = {"done": _("{step}, done"), "now": _("{step}, current step"), "later": _("{step}, to come")}[state]
        self.setAccessibleName(spoken.format(step=self.title))


class StepsPage(InReadingOrder):
    """Heading, the list of steps, the current one, and a foot with Back and one primary button.

    `next_asked(n)` and `back_asked(n)` name the step shown; going is up to the page: `show_step`.
    """

    next_asked = Signal(int)
    back_asked = Signal(int)

    def __init__(self, name: str, title: str, line: str, steps: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.place = 0
        self._had_focus: QWidget | None = None
        self._lines = [_Line(one) for one in steps]
        self.stack = QStackedWidget()
        self.bodies = [self._step() for _one in steps]
        self.error = InlineError()
        self.working = Label("", "small", "ink2")
        self.working.hide()
        self._late = QTimer(self, singleShot=True, interval=BUSY_AFTER_MS)
        self._late.timeout.connect(self._show_working)
        self.back_button = Button(pgettext("step", "Back"), icon="left", size=theme.LARGE, name="step-back")
        self.next_button = Button(_("Next"), "primary", size=theme.LARGE, name="step-next")
        self.back_button.clicked.connect(lambda: self.back_asked.emit(self.place))
        self.next_button.clicked.connect(self.go_on)
        self._build(title, line)
        self.show_step(0)

    def _step(self) -> QVBoxLayout:
        area = ScrollColumn(gap=14, margins=(28, 20, 28, 12))
        self.stack.addWidget(area)
        return area.body

    def _build(self, title: str, line: str) -> None:
        words = column(Label(title, "title"), Label(line, "small", "ink2", wrap=True), gap=0)
        head = row(Mark(40), words, gap=12)
        head.setStretch(1, 1)
        left = column(*self._lines, None, gap=14, margins=(20, 24, 16, 20))
        side = QWidget()
        side.setFixedWidth(LIST)
        side.setLayout(left)
        foot = row(self.back_button, self.working, None, self.next_button, gap=16, margins=(28, 12, 28, 16))
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.stack, 1)
        told = QVBoxLayout()
        told.setContentsMargins(28, 4, 28, 8)
        told.addWidget(self.error)
        right.addLayout(told)
        right.addWidget(Rule())
        right.addLayout(foot)
        card = Card(gap=0)
        card.setObjectName("steps-card")
        card.setMinimumHeight(HIGH)
        card.body.setContentsMargins(0, 0, 0, 0)
        parts = QHBoxLayout()
        parts.setSpacing(0)
        parts.addWidget(side)
        parts.addWidget(Rule(vertical=True))
        parts.addLayout(right, 1)
        card.body.addLayout(parts)
        inner = QWidget()
        inner.setMaximumWidth(WIDTH)
        body = QVBoxLayout(inner)
        body.setContentsMargins(0, 20, 0, 20)
        body.setSpacing(0)
        body.addStretch(9)
        body.addLayout(head)
        body.addSpacing(24)
        body.addWidget(card, 40)
        body.addStretch(11)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        outer.addStretch(1)
        outer.addWidget(inner, 1000)
        outer.addStretch(1)

    def show_step(self, place: int) -> None:
        """Show one step; the ones before it are done."""
        self.place = place
        self.error.clear()
        self.stack.setCurrentIndex(place)
        self.back_button.setText(pgettext("step", "Back") if place else _("Cancel"))
        for at, one in enumerate(self._lines):
            one.show_as("done" if at < place else "now" if at == place else "later")

    def focus_first(self) -> None:
        """The cursor into the first field of the step, never onto Cancel."""
        shown = self.stack.currentWidget()
        fields = stops(shown) if shown is not None else []
        (fields[0] if fields else self.next_button).setFocus()

    def finished(self) -> None:
        """The last step is reached: everything is done and there is no way back."""
        self.show_step(len(self._lines) - 1)
        self._lines[-1].show_as("done")
        self.back_button.hide()

    def go_on(self) -> None:
        """The primary button, or Enter in the last field."""
        if self.next_button.isEnabled():
            self.error.clear()
            self.next_asked.emit(self.place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on a tick goes on as in the last field: a box does nothing with it, and it ends up here."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and isinstance(self.focusWidget(), CheckBox):
            self.go_on()
        else:
            super().keyPressEvent(event)

    def busy(self, words: str) -> None:
        """Something is being done; empty words: it is over, and the focus is where it was.

        What was typed stays, nothing can be pressed twice.
        """
        if words:
            self._had_focus = self.window().focusWidget()
        self.next_button.setEnabled(not words)
        self.back_button.setEnabled(not words)
        self.stack.setEnabled(not words)
        if not words and self._had_focus is not None and self.isAncestorOf(self._had_focus):
            self._had_focus.setFocus()
            self._had_focus = None
        self.working.setText(words)
        if words:
            self._late.start()
        else:
            self._late.stop()
            self.working.hide()

    def _show_working(self) -> None:
        self.working.show()
