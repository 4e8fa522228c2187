"""Layouts, plain text, hairlines and grounds: what every other widget is made of."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QLayout, QSizePolicy, QVBoxLayout, QWidget

from trainer.ui import icons, theme

KEYBOARD: Final = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
"""Ways in which the focus comes by the keyboard and nothing else."""

_LAST_INPUT: Final = "lastInputWasKey"


def notice_input(kind: QEvent.Type) -> None:
    """Remember whether a key or the pointer was used last: it decides whether a focus set by the program has a ring."""
    application = QApplication.instance()
    pressed = kind in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
    if application is not None and (pressed or kind == QEvent.Type.MouseButtonPress):
        application.setProperty(_LAST_INPUT, pressed)


def by_keyboard(reason: Qt.FocusReason) -> bool:
    """Whether a focus that came this way is shown with a ring: with Tab, or set by the program after a key.

    Alt+2, a dialog that opens or closes and a window that comes back set the focus themselves; whoever pressed a key
    to get there has to see where it is (ui.md §4.2), whoever pressed the pointer does not need to.
    """
    if reason in KEYBOARD:
        return True
    application = QApplication.instance()
    return (
        reason != Qt.FocusReason.MouseFocusReason
        and application is not None
        and bool(application.property(_LAST_INPUT))
    )


def row(
    *parts: QWidget | QLayout | int | None, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QHBoxLayout:
    """Widgets and layouts side by side; a number is that much space, None is a stretch."""
    made = QHBoxLayout()
    _fill(made, parts, gap, margins)
    return made


def column(
    *parts: QWidget | QLayout | int | None, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QVBoxLayout:
    """The same one under the other."""
    made = QVBoxLayout()
    _fill(made, parts, gap, margins)
    return made


def _fill(
    made: QHBoxLayout | QVBoxLayout,
    parts: tuple[QWidget | QLayout | int | None, ...],
    gap: int,
    margins: tuple[int, int, int, int],
) -> None:
    made.setSpacing(gap)
    made.setContentsMargins(*margins)
    for part in parts:
        if part is None:
            made.addStretch(1)
        elif isinstance(part, int):
            made.addSpacing(part)
        elif isinstance(part, QWidget):
            made.addWidget(part)
        else:
            made.addLayout(part)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete it, before it is filled again.

    The focus, where one of these had it, goes to what holds them: Qt would hand it on to the next control there is.
    """
    while (item := layout.takeAt(0)) is not None:
        inner, widget = item.layout(), item.widget()
        if inner is not None:
            clear(inner)
        if widget is not None:
            _let_go_of_focus(widget)
            widget.hide()
            widget.deleteLater()


def _let_go_of_focus(widget: QWidget) -> None:
    focused, holder = QApplication.focusWidget(), widget.parentWidget()
    if focused is not None and holder is not None and (focused is widget or widget.isAncestorOf(focused)):
        holder.setFocus(Qt.FocusReason.OtherFocusReason)


def ring(painter: QPainter, box: QRectF, radius: float, ink: str = "focus") -> None:
    """The 2 px focus ring just inside `box`."""
    painter.setPen(QPen(theme.color(ink), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius)


class Label(QLabel):
    """Plain text in a type role and an ink token. Never rich text: imported names are shown as they are."""

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        ink: str = "ink",
        *,
        wrap: bool = False,
        tabular: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(role, tabular=tabular))
        self.setProperty("ink", ink)
        self.setWordWrap(wrap)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def set_ink(self, ink: str) -> None:
        """Change the colour token."""
        if self.property("ink") != ink:
            self.setProperty("ink", ink)
            self.style().unpolish(self)
            self.style().polish(self)

    def set_role(self, role: str, *, tabular: bool = False) -> None:
        """Change the type role."""
        self.setFont(theme.font(role, tabular=tabular))


class Elided(Label):
    """One line of a name or a title; what does not fit ends in … and the whole stands in the tool-tip."""

    def minimumSizeHint(self) -> QSize:
        """May shrink to a few letters."""
        return QSize(min(48, super().minimumSizeHint().width()), super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Show the whole text as tool-tip only where it is cut."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self.setToolTip(self.text() if self.is_elided() else "")
        return super().event(event)

    def is_elided(self) -> bool:
        """Whether something is cut now."""
        return self.fontMetrics().horizontalAdvance(self.text()) > self.width()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        if not self.is_elided():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(theme.color(str(self.property("ink"))))
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(self.alignment()), text)


class Icon(QWidget):
    """One drawing in a token's colour. Decoration unless it is given a name."""

    def __init__(
        self, name: str, ink: str = "ink2", size: int = 18, *, spoken: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._ink, self._size = name, ink, size
        self.setFixedSize(size, size)
        self.setAccessibleName(spoken)

    def show_as(self, name: str, ink: str) -> None:
        """Another drawing or colour."""
        self._name, self._ink = name, ink
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        del event
        painter = QPainter(self)
        icons.draw(painter, self._name, self._ink, (0, 0), self._size)


class Mark(QWidget):
    """The product's mark: a stamp on an accent square."""

    def __init__(self, size: int = 32, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(QRectF(self.rect()), theme.RADIUS_INNER, theme.RADIUS_INNER)
        inner = 22 if self.width() > 32 else 20
        at = (self.width() - inner) / 2
        icons.draw(painter, "stamp", "onAccent", (at, at), inner)


class Rule(QFrame):
    """A hairline."""

    def __init__(self, *, vertical: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("rule", "true")
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)


class Plane(QWidget):
    """A plain surface of one background token: `bg`, `nav`, `surface`, `raised`."""

    def __init__(self, plane: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("plane", plane)


class Frame(QFrame):
    """A styled frame: kinds `bar`, `foot`, `paneLeft`, `paneRight`, `inner`, `card`, `selected`, `toast`. `body` is its column."""

    def __init__(
        self,
        kind: str,
        *,
        margins: tuple[int, int, int, int] = (0, 0, 0, 0),
        gap: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", kind)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(*margins)
        self.body.setSpacing(gap)
