"""A question on the screen: options before and after answering, policy chips, the grid that jumps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from trainer.i18n import N_, _, pgettext
from trainer.ui import icons, theme
from trainer.ui.widgets.base import Icon, KeyCap, Label, Selectable, Tag, by_keyboard, column, ring, row

Mark = Literal["open", "chosen", "expected", "right", "wrong", "missing", "quiet"]

_MARKS: Final[dict[str, tuple[str, str, str]]] = {
    "open": ("circle", "control", ""),
    "chosen": ("check-circle", "accent", ""),
    "expected": ("check-circle", "ok", N_("Expected")),
    "right": ("check-circle", "ok", N_("Chosen, expected")),
    "wrong": ("cross-circle", "bad", N_("Chosen")),
    "missing": ("alert-circle", "warn", N_("Missing")),
    "quiet": ("circle", "control", ""),
}
"""Mark → drawing, token, tag. `quiet` is an option nobody chose and nobody expected, after answering."""

_TONES: Final = {"ok": "ok", "bad": "bad", "warn": "warn"}


class AnswerOption(Selectable):
    """One option of a question. Before: radio or check box and its key. After: sign, border, tag, one line of feedback."""

    def __init__(self, number: int, text: str, *, multiple: bool = False, parent: QWidget | None = None) -> None:
        super().__init__("card", parent=parent)
        self.number = number
        self._mark: Mark = "open"
        self._multiple = multiple
        self._text = text
        self.setObjectName(f"option-{number}")
        self._sign = Icon("circle", "control", 20)
        self._words = Label(text, "body", wrap=True)
        self._feedback = Label("", "small", "ink2", wrap=True)
        self._feedback.hide()
        self._tag = Tag("", "neutral")
        self._tag.hide()
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        first = row(KeyCap(str(number)), self._words)
        first.setStretch(1, 1)
        line.addLayout(column(first, self._feedback, gap=4), 1)
        line.addWidget(self._tag, 0, Qt.AlignmentFlag.AlignTop)
        self.body.setContentsMargins(16, 12, 12, 12)
        self.body.addLayout(line)
        self.show_as("open")

    @property
    def spoken_role(self) -> str:  # type: ignore[override]  # of one list only: one or several can be chosen
        """One of several, or any of several."""
        return "CheckBox" if self._multiple else "RadioButton"

    def spoken_checked(self) -> bool:
        """Whether it is chosen."""
        return self._mark != "open"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space choose it; where one is chosen for good, Enter is left to what holds the question."""
        done = self._mark == "chosen" and not self._multiple
        if done and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mark(self) -> Mark:
        """What it shows."""
        return self._mark

    def show_as(self, mark: Mark, feedback: str = "") -> None:
        """`open` and `chosen` before answering, the others after; nothing moves but the line of feedback."""
        self._mark = mark
        drawing, token, word = _MARKS[mark]
        if self._multiple and mark in ("open", "chosen", "quiet"):
            drawing = "check-square" if mark == "chosen" else "square"
        self._sign.show_as(drawing, token)
        self._words.set_role("strong" if mark not in ("open", "quiet") else "body")
        self._feedback.setText(feedback)
        self._feedback.setVisible(bool(feedback))
        self._tag.setVisible(bool(word))
        if word:
            self._tag.show_as(_(word), _TONES[token])  # type: ignore[arg-type]  # the three tokens are tones
        state = _(word) if word else pgettext("option", "Chosen") if mark == "chosen" else ""
        self.setAccessibleName(_("Option {n}: {text}").format(n=self.number, text=self._text))
        self.setAccessibleDescription(f"{state} {feedback}".strip())
        self.setCursor(Qt.CursorShape.PointingHandCursor if mark in ("open", "chosen") else Qt.CursorShape.ArrowCursor)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A border that says the state too."""
        if self._mark in ("open", "quiet"):
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        token = _MARKS[self._mark][1]
        painter.setPen(theme.color(token))
        painter.setBrush(theme.color("accentSoft" if self._mark == "chosen" else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        if self._keyboard:
            ring(painter, QRectF(self.rect()), 8)


class PolicyChip(Selectable):
    """A policy: id, short title, its dates in force. An expired one turns `warn` and says so."""

    def __init__(
        self, code: str, title: str, dates: str, *, expired: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__("card", parent=parent)
        self.setObjectName(f"policy-{code}")
        self.setAccessibleName(f"{code} {title}. {dates}")
        self.body.setContentsMargins(8, 0, 10, 0)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(Icon("warning" if expired else "scales", "warn" if expired else "accentInk", 14))
        line.addWidget(Label(f"{code} {title}", "captionStrong", "warn" if expired else "accentInk"))
        line.addWidget(Label(dates, "caption", "warn" if expired else "ink2", tabular=True))
        self.body.addLayout(line)
        self.setFixedHeight(28)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of the grid. `result` is known after answering in practice: True right, False wrong."""

    answered: bool = False
    flagged: bool = False
    result: bool | None = None


class QuestionGrid(QWidget):
    """Jump to a question: each state has its shape (tick, flag, cross, dashes, outline). `chosen(int)` counts from 0."""

    chosen = Signal(int)
    spoken_role = "Table"
    COLUMNS: Final = 6

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: list[Cell] = []
        self._current = 0
        self._keyboard = False
        self.setObjectName("question-grid")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(_("Questions"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)

    def set_cells(self, cells: list[Cell], current: int) -> None:
        """Show these."""
        self._cells, self._current = cells, current
        if cells:
            self.setAccessibleDescription(self.describe(current))
        self.updateGeometry()
        self.update()

    def describe(self, place: int) -> str:
        """One number in words: «Question 4, flagged, answered»."""
        one = self._cells[place]
        words = [_("Question {n}").format(n=place + 1)]
        if one.flagged:
            words.append(_("flagged"))
        words.append(_("answered") if one.answered else _("not answered"))
        if one.result is not None:
            words.append(_("right") if one.result else _("wrong"))
        return _(", ").join(words)

    def sizeHint(self) -> QSize:
        """Rows of six, 40 px each."""
        lines = (len(self._cells) + self.COLUMNS - 1) // self.COLUMNS
        return QSize(256, max(lines * 48 - 8, 0))

    def minimumSizeHint(self) -> QSize:
        """Six numbers."""
        return QSize(220, self.sizeHint().height())

    def box(self, place: int) -> QRectF:
        """Where a number is."""
        width = (self.width() - 8 * (self.COLUMNS - 1)) / self.COLUMNS
        return QRectF((place % self.COLUMNS) * (width + 8), (place // self.COLUMNS) * 48, width, 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw all numbers."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, one in enumerate(self._cells):
            self._paint_cell(painter, self.box(place), place, one)

    def _paint_cell(self, painter: QPainter, box: QRectF, place: int, one: Cell) -> None:
        inner = box.adjusted(0.5, 0.5, -0.5, -0.5)
        here = place == self._current
        pen = QPen(theme.color("warn" if one.flagged else "line2"), 1)
        if not one.answered and not one.flagged:
            pen = QPen(theme.color("line2"), 1.2, Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([3, 2.5])
        fill = "warnSoft" if one.flagged else "chip" if one.answered else "surface"
        if here:
            pen, fill, inner = QPen(theme.color("accent"), 2), "surface", box.adjusted(1, 1, -1, -1)
        painter.setPen(pen)
        painter.setBrush(theme.color(fill))
        painter.drawRoundedRect(inner, 6, 6)
        painter.setFont(theme.font("strong" if here else "body", tabular=True))
        painter.setPen(theme.color("accentInk" if here else "ink" if one.answered else "ink2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(place + 1))
        sign = ("flag", "warn") if one.flagged else ("check", "ink2") if one.answered else None
        if one.result is not None:
            sign = ("check", "ok") if one.result else ("cross", "bad")
        if sign is not None:
            icons.draw(painter, sign[0], sign[1], (box.right() - 15, box.top() + 4), 11)
        if here and self._keyboard and self.hasFocus():
            painter.setPen(QPen(theme.color("focus"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(4, 4, -4, -4), 4, 4)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Jump."""
        for place in range(len(self._cells)):
            if self.box(place).contains(QPointF(event.position())):
                self.chosen.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End jump."""
        last = len(self._cells) - 1
        moves = {
            Qt.Key.Key_Right: self._current + 1,
            Qt.Key.Key_Left: self._current - 1,
            Qt.Key.Key_Down: self._current + self.COLUMNS,
            Qt.Key.Key_Up: self._current - self.COLUMNS,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        target = moves.get(Qt.Key(event.key()))
        if target is None:
            super().keyPressEvent(event)
        elif 0 <= target <= last:
            self._keyboard = True
            self.chosen.emit(target)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A ring for keyboard focus only."""
        self._keyboard = by_keyboard(event.reason())
        super().focusInEvent(event)
