"""Rows of HR's overview: a trainee in a month, somebody at risk, something that waits; lists that arrows only walk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from trainer.i18n import _
from trainer.ui import theme
from trainer.ui.reading_order import scroll_to
from trainer.ui.widgets.base import Card, Elided, Icon, Label, RowList, Selectable, Tag, column, led_to, row
from trainer.ui.widgets.buttons import Button

LineTone = Literal["ok", "warn", "bad", "neutral"]

SIGNS: Final[dict[LineTone, tuple[str, str]]] = {
    "ok": ("check", "ok"),
    "warn": ("hourglass", "warn"),
    "bad": ("alert-circle", "bad"),
    "neutral": ("progress", "ink3"),
}
"""How a line is meant → drawing and token, each with a shape of its own."""


class WalkList(RowList):
    """Rows that each open something: arrows, Home and End only move the focus, Enter and a click open."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the focus inside the list."""
        rows = self.rows()
        here = next((at for at, one in enumerate(rows) if one.hasFocus()), 0)
        target = led_to(event, here, len(rows))
        if target is None:
            QWidget.keyPressEvent(self, event)
            return
        for at, one in enumerate(rows):
            one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if at == target else Qt.FocusPolicy.ClickFocus)
        rows[target].setFocus(Qt.FocusReason.TabFocusReason)
        scroll_to(rows[target])


class AgeMark(QWidget):
    """How old what is said is: icon and words, never colour alone."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Label(text, "caption", "warn", wrap=True, tabular=True)
        sign = Icon("refresh", "warn", 14)
        line = row(sign, self.words, gap=4)
        line.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        self.setLayout(line)


class TraineeCell(Selectable):
    """A trainee in a month: name, one line, and how old it is."""

    def __init__(
        self, name: str, line: str, tone: LineTone, age: str, *, key: str, parent: QWidget | None = None
    ) -> None:
        super().__init__("row", parent=parent)
        self.setObjectName(key)
        self.setAccessibleName(_("{name}: {line}").format(name=name, line=_joined(line, age)))
        self.body.setContentsMargins(8, 6, 8, 6)
        drawing, token = SIGNS[tone]
        said = row(Icon(drawing, token, 14), Elided(line, "caption", "ink2" if tone == "neutral" else token), gap=6)
        said.setStretch(1, 1)
        self.body.addWidget(Elided(name))
        self.body.addLayout(said)
        if age:
            self.body.addWidget(AgeMark(age))


class MorningRow(Selectable):
    """A line that opens the page behind it: who or what, the sentence, and how old it is."""

    def __init__(
        self,
        title: str,
        line: str,
        icon: tuple[str, str],
        *,
        age: str = "",
        key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("row", parent=parent)
        self.setObjectName(key)
        self.setAccessibleName(_("{name}: {line}").format(name=title, line=_joined(line, age)))
        self.body.setContentsMargins(8, 8, 8, 8)
        words = column(Label(title, "body", wrap=True), Label(line, "small", "ink2", wrap=True, tabular=True), gap=0)
        if age:
            words.addWidget(AgeMark(age))
        drawing, token = icon
        inner = QHBoxLayout()
        inner.setSpacing(12)
        inner.addWidget(Icon(drawing, token, 18), 0, Qt.AlignmentFlag.AlignTop)
        inner.addLayout(words, 1)
        inner.addWidget(Icon("right", "ink3", 14), 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(inner)


def _joined(line: str, age: str) -> str:
    return _("{line}, {age}").format(line=line, age=age) if age else line


class FirstFew(QWidget):
    """A list of which the first few are shown until the others are asked for. `opened(int)`."""

    opened = Signal(int)

    def __init__(self, name: str, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = most
        self._all = False
        self._make: Callable[[], list[Selectable]] = list
        self.list = WalkList()
        self.list.setObjectName(name)
        self.list.chosen.connect(self.opened)
        self.more = Button("", "text", size=theme.SMALL, name=f"{name}-more")
        self.more.clicked.connect(self._show_all)
        self.setLayout(column(self.list, row(self.more, None), gap=4))

    def show_rows(self, title: str, make: Callable[[], list[Selectable]]) -> None:
        """Show what `make` gives; `title` is what the list is called aloud."""
        self._make = make
        rows = make()
        left = 0 if self._all else max(0, len(rows) - self._most)
        self.list.setAccessibleName(title)
        self.more.setText(_("Show {n} more").format(n=left))
        self.more.setAccessibleName(_("{title}: show {n} more").format(title=title, n=left))
        self.more.setVisible(bool(left))
        self.setVisible(bool(rows))
        self.list.set_rows(rows[: len(rows) - left])

    def _show_all(self) -> None:
        first = len(self.list.rows())
        self._all = True
        self.more.hide()
        rows = self._make()
        self.list.set_rows(rows)
        if first < len(rows):
            rows[first].show()
            rows[first].setFocus(Qt.FocusReason.OtherFocusReason)


class MorningList(Card):
    """One question of the morning: heading with its figure, the lines, or why there are none. `opened(int)`."""

    opened = Signal(int)

    def __init__(self, title: str, name: str, *, most: int, parent: QWidget | None = None) -> None:
        super().__init__(title, " ", gap=4, parent=parent)
        self._title = title
        self.several = FirstFew(name, most)
        self.several.opened.connect(self.opened)
        self.list = self.several.list
        self.quiet = Label("", "body")
        self.why = Label("", "small", "ink2", wrap=True)
        sign = Icon("check-circle", "ok", 18)
        calm = row(sign, column(self.quiet, self.why, gap=2), gap=12, margins=(8, 8, 8, 8))
        calm.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        calm.setStretch(1, 1)
        self.calm = QWidget()
        self.calm.setLayout(calm)
        self.body.addWidget(self.several)
        self.body.addWidget(self.calm)

    def show_rows(self, make: Callable[[], list[Selectable]], count: int, quiet: str, why: str) -> None:
        """Show these; `quiet` and `why` stand where there are none."""
        self.title.setText(_("{title} ({n})").format(title=self._title, n=count) if count else self._title)
        self.note.setText("")
        self.quiet.setText(quiet)
        self.why.setText(why)
        self.calm.setVisible(not count)
        self.several.show_rows(self._title, make)


class MonthColumn(QWidget):
    """The trainees in one month: heading with their number, then each. `opened(int)`."""

    opened = Signal(int)

    def __init__(self, number: int, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tag = Tag("0")
        self.head = Label("", "smallStrong")
        self.none = Label(_("Nobody"), "caption", "ink2")
        self.none.setContentsMargins(8, 6, 8, 6)
        self.several = FirstFew(f"month-{number}", most)
        self.several.opened.connect(self.opened)
        self.list = self.several.list
        head = row(self.head, None, self.tag, margins=(8, 0, 8, 0))
        self.setLayout(column(head, self.several, self.none, None, gap=4))

    def show_rows(self, title: str, make: Callable[[], list[Selectable]], count: int) -> None:
        """Show these under their heading."""
        self.head.setText(title)
        self.tag.show_as(str(count), "accent" if count else "neutral")
        self.none.setVisible(not count)
        self.several.show_rows(title, make)
