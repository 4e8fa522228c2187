"""The smallest parts: text, hairlines, cards, tags, key caps, avatars, and rows that can be chosen."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from trainer.ui import icons, theme
from trainer.ui.widgets.plain import Elided, Frame, Icon, Label, Plane, Rule, by_keyboard, clear, column, ring, row

__all__ = [
    "TONES",
    "Avatar",
    "Card",
    "Elided",
    "Flow",
    "Frame",
    "Icon",
    "KeyCap",
    "Label",
    "Plane",
    "RowList",
    "Rule",
    "Selectable",
    "Tag",
    "Tone",
    "by_keyboard",
    "clear",
    "column",
    "led_to",
    "ring",
    "row",
    "text_width",
]

Tone = Literal["ok", "warn", "bad", "accent", "neutral"]

TONES: Final[dict[str, tuple[str, str]]] = {
    "ok": ("okSoft", "ok"),
    "warn": ("warnSoft", "warn"),
    "bad": ("badSoft", "bad"),
    "accent": ("accentSoft", "accentInk"),
    "neutral": ("chip", "ink2"),
}
"""Tone → fill and text token."""


class Card(Frame):
    """A group of content: 10 px radius, hairline border, padding 20 and 16. Put things into `body`."""

    def __init__(self, title: str = "", note: str = "", *, gap: int = 8, parent: QWidget | None = None) -> None:
        pad, top = theme.PAD, theme.PAD_TOP
        super().__init__("card", margins=(pad, top, pad, top), gap=gap, parent=parent)
        self.title = Label(title, "subheading")
        self.note = Label(note, "caption", "ink2")
        self.head = row(self.title, None, self.note)
        if title or note:
            self.body.addLayout(self.head)
        else:
            self.title.setParent(self)
            self.note.setParent(self)
            self.title.hide()
            self.note.hide()


class KeyCap(QWidget):
    """A key as it stands on the keyboard: `Ctrl K`, `Enter`, `N`."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setFont(theme.font("caption"))
        self.setFixedSize(max(theme.KEYCAP, self.fontMetrics().horizontalAdvance(keys) + 11), theme.KEYCAP)
        self.setAccessibleName(keys)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw cap and letters."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("line2"))
        painter.setBrush(theme.color("raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(theme.color("ink2"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._keys)


class Tag(QWidget):
    """A status word with its icon on a soft pill, 24 px high."""

    def __init__(self, text: str, tone: Tone = "neutral", icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(theme.font("caption", tabular=True))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_as(text, tone, icon)

    def show_as(self, text: str, tone: Tone = "neutral", icon: str = "") -> None:
        """Another word, tone or icon."""
        self._text, self._tone, self._icon = text, tone, icon
        self.setFixedSize(self.sizeHint())
        self.setAccessibleName(text)
        self.update()

    def text(self) -> str:
        """The word."""
        return self._text

    def sizeHint(self) -> QSize:
        """As wide as the word."""
        extra = 18 if self._icon else 0
        return QSize(self.fontMetrics().horizontalAdvance(self._text) + 16 + extra, theme.TAG)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw pill, icon and word."""
        del event
        fill, ink = TONES[self._tone]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(fill))
        painter.drawRoundedRect(QRectF(self.rect()), 12, 12)
        left = 8
        if self._icon:
            icons.draw(painter, self._icon, ink, (left, 5), 14)
            left += 18
        painter.setPen(theme.color(ink))
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._text)


class Avatar(QWidget):
    """The first letter of a name in a circle."""

    def __init__(
        self, name: str, size: int = 32, fill: str = "accentSoft", ink: str = "accentInk", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._fill, self._ink = fill, ink
        self.setFixedSize(size, size)
        self.setFont(theme.sized_font(14 if size <= 32 else 16, bold=True))
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Another person."""
        self._letter = name[:1].upper()
        self.setAccessibleName(name)
        self.update()

    def set_fill(self, fill: str, ink: str) -> None:
        """Other tokens (a selected row has a white circle)."""
        self._fill, self._ink = fill, ink
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw circle and letter."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(self._fill))
        painter.drawEllipse(self.rect())
        painter.setPen(theme.color(self._ink))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._letter)


class Selectable(QFrame):
    """A row or card that can be chosen with pointer, Enter and Space. `look`: `row` (hairline below) or `card` (border)."""

    chosen = Signal()
    spoken_role = "ListItem"
    """What it is to a screen reader (`trainer.ui.accessible`)."""

    def __init__(self, look: Literal["row", "card"] = "row", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._selected = False
        self._hover = False
        self._keyboard = False
        self.last = False
        """The last of a list draws no hairline."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(12, 12, 12, 12)
        self.body.setSpacing(2)

    def selected(self) -> bool:
        """Whether this one is shown beside."""
        return self._selected

    def by_keyboard(self) -> bool:
        """Whether the focus came here with the keyboard."""
        return self._keyboard

    def set_selected(self, selected: bool) -> None:
        """Mark it as the one that is shown."""
        if selected != self._selected:
            self._selected = selected
            self.selection_changed()
            self.update()

    def selection_changed(self) -> None:
        """For subclasses: repaint parts that look different when selected."""

    def enterEvent(self, event: QEnterEvent) -> None:
        """Hover."""
        self._hover = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """No hover."""
        self._hover = False
        self.update()
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring for keyboard focus only."""
        self._keyboard = by_keyboard(event.reason())
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No ring."""
        self._keyboard = False
        self.update()
        super().focusOutEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose it."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.chosen.emit()
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space choose it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the border or hairline, and the ring."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        radius = theme.RADIUS_INNER
        if self._selected:
            painter.setPen(theme.color("accent"))
            painter.setBrush(theme.color("accentSoft"))
            painter.drawRoundedRect(box, radius, radius)
        elif self._look == "card":
            painter.setPen(theme.color("line2" if self._hover else "line"))
            painter.setBrush(theme.color("surface"))
            painter.drawRoundedRect(box, radius, radius)
        else:
            if self._hover:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("raised"))
                painter.drawRoundedRect(box, radius, radius)
            if not self.last:
                painter.setPen(theme.color("line"))
                y = self.height() - 0.5
                painter.drawLine(QPointF(0, y), QPointF(self.width(), y))
        if self._keyboard:
            ring(painter, QRectF(self.rect()), radius)


def led_to(event: QKeyEvent, here: int, count: int) -> int | None:
    """Where a key leads in a list of `count` rows: the next, the one before, the ends; None for any other key."""
    last = count - 1
    moves = {
        Qt.Key.Key_Down: min(here + 1, last),
        Qt.Key.Key_Up: max(here - 1, 0),
        Qt.Key.Key_Home: 0,
        Qt.Key.Key_End: last,
    }
    return moves.get(Qt.Key(event.key())) if count else None


class RowList(QWidget):
    """A list of `Selectable` rows: one Tab stop, arrows move, Enter chooses. `chosen(int)` says which was chosen."""

    chosen = Signal(int)

    def __init__(self, *, gap: int = 0, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._rows: list[Selectable] = []
        self._current = -1
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(gap)
        self.body.addStretch(1)

    def set_rows(self, rows: list[Selectable], current: int = -1) -> None:
        """Show these rows; `current` is marked as selected without a signal, and keeps the focus a row had before."""
        held = next((one for one in self._rows if one.hasFocus()), None)
        reason = Qt.FocusReason.TabFocusReason if held and held.by_keyboard() else Qt.FocusReason.OtherFocusReason
        self._rows = []
        clear(self.body)
        for place, one in enumerate(rows):
            one.last = place == len(rows) - 1
            one.chosen.connect(lambda at=place: self._choose(at))
            self.body.addWidget(one)
        self.body.addStretch(1)
        self._rows = rows
        self._current = -1
        self.select(current)
        if held is not None and rows:
            stop = rows[max(self._current, 0)]
            stop.show()  # what is not shown takes no focus, and a layout shows it only later
            stop.setFocus(reason)

    def rows(self) -> list[Selectable]:
        """What is listed."""
        return self._rows

    def current(self) -> int:
        """The selected row, -1 for none."""
        return self._current

    def select(self, place: int) -> None:
        """Mark a row as selected, without a signal."""
        self._current = place if 0 <= place < len(self._rows) else -1
        stop = max(self._current, 0)
        for at, one in enumerate(self._rows):
            one.set_selected(at == self._current)
            one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if at == stop else Qt.FocusPolicy.ClickFocus)

    def _choose(self, place: int) -> None:
        self.select(place)
        self.chosen.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End move inside the list and choose."""
        here = next((at for at, one in enumerate(self._rows) if one.hasFocus()), self._current)
        target = led_to(event, here, len(self._rows))
        if target is None:
            super().keyPressEvent(event)
            return
        self._choose(target)
        if 0 <= target < len(self._rows):
            self._rows[target].setFocus(Qt.FocusReason.TabFocusReason)


class Flow(QWidget):
    """Tags or chips side by side that wrap into further lines."""

    def __init__(self, *, gap: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gap = gap
        self._parts: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_parts(self, parts: list[QWidget]) -> None:
        """Show these."""
        for one in self._parts:
            one.hide()
            one.deleteLater()
        self._parts = parts
        for one in parts:
            one.setParent(self)
            one.show()
        self.arrange()

    def hasHeightForWidth(self) -> bool:
        """Its height follows its width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all lines."""
        return self._place(width, move=False)

    def sizeHint(self) -> QSize:
        """One line if there is room."""
        width = sum(one.sizeHint().width() + self._gap for one in self._parts if not one.isHidden())
        return QSize(max(0, width - self._gap), self._place(max(self.width(), 120), move=False))

    def minimumSizeHint(self) -> QSize:
        """The widest part."""
        widest = max((one.sizeHint().width() for one in self._parts), default=0)
        return QSize(widest, self._place(max(self.width(), widest), move=False))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap again."""
        self._place(event.size().width(), move=True)
        self.updateGeometry()

    def arrange(self) -> None:
        """Some parts were hidden or shown: close the gaps."""
        self.updateGeometry()
        self._place(self.width(), move=True)

    def _place(self, width: int, *, move: bool) -> int:
        x = y = tallest = 0
        for one in self._parts:
            if one.isHidden():
                continue
            size = one.sizeHint().expandedTo(one.minimumSize())
            if x and x + size.width() > width:
                x, y, tallest = 0, y + tallest + self._gap, 0
            if move:
                one.setGeometry(x, y, min(size.width(), max(width, 1)), size.height())
            x += size.width() + self._gap
            tallest = max(tallest, size.height())
        return y + tallest


def text_width(role: str, text: str) -> int:
    """How wide a text is in a type role, px."""
    return QFontMetrics(theme.font(role)).horizontalAdvance(text)
