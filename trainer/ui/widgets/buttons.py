"""Everything that is pressed: buttons of five kinds, segments, check boxes, radio buttons, choices from a list."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QWidget,
)

from trainer.ui import icons, theme
from trainer.ui.widgets.base import Label, by_keyboard, ring

Kind = Literal["primary", "secondary", "text", "danger", "icon", "segment"]

_PADDING = {"primary": 24, "secondary": 16, "text": 2, "danger": 16, "icon": 0, "segment": 12}


class Button(QPushButton):
    """A button. One `primary` per screen; `text` looks like a link; `icon` needs `spoken`, its accessible name.

    A disabled button has its reason beside it: `refuse(why)` disables it and fills `reason`, a label that the page
    places next to it; `allow()` takes both back.
    """

    def __init__(
        self,
        text: str = "",
        kind: Kind = "secondary",
        *,
        icon: str = "",
        size: int = theme.CONTROL,
        spoken: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.kind: Kind = kind
        self._icon = icon
        self._size = size
        self._keyboard = False
        self._reason: Label | None = None
        self.setAutoDefault(False)  # else Enter in a dialog's field presses whichever button has the focus by then
        self.setProperty("kind", kind)
        self.setFont(theme.font("strong" if kind == "primary" else "body"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(size)
        policy = QSizePolicy.Policy.Fixed if kind == "icon" else QSizePolicy.Policy.Minimum
        self.setSizePolicy(policy, QSizePolicy.Policy.Fixed)
        if kind == "icon":
            self.setFixedWidth(size)
        if spoken:
            self.setAccessibleName(spoken)
            self.setToolTip(spoken)
        if name:
            self.setObjectName(name)

    def set_icon(self, name: str) -> None:
        """Another drawing."""
        self._icon = name
        self.updateGeometry()
        self.update()

    @property
    def reason(self) -> Label:
        """The label that says why the button is disabled; hidden while it is not. Place it beside the button."""
        if self._reason is None:
            self._reason = Label("", "caption", "ink2", wrap=True, parent=self.parentWidget())
            self._reason.hide()
        return self._reason

    def refuse(self, why: str) -> None:
        """Disable the button and say why."""
        self.setEnabled(False)
        self.setAccessibleDescription(why)
        self.setToolTip(why)
        self.reason.setText(why)
        self.reason.setVisible(bool(why))

    def allow(self) -> None:
        """Enable it again."""
        self.setEnabled(True)
        self.setAccessibleDescription("")
        self.setToolTip(self.accessibleName() if self.kind == "icon" else "")
        if self._reason is not None:
            self._reason.hide()

    def sizeHint(self) -> QSize:
        """Padding, icon, gap and words; never a fixed width for a text."""
        if self.kind == "icon":
            return QSize(self._size, self._size)
        width = 2 * _PADDING[self.kind]
        if self._icon:
            width += 18 + (8 if self.text() else 0)
        bold = theme.font("strong") if self.kind in ("primary", "segment") else self.font()
        metrics = self.fontMetrics() if bold == self.font() else type(self.fontMetrics())(bold)
        width += metrics.horizontalAdvance(self.text().replace("&", ""))
        return QSize(width, self._size)

    def minimumSizeHint(self) -> QSize:
        """Words are never cut."""
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A ring for keyboard focus only."""
        self._keyboard = by_keyboard(event.reason())
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No ring."""
        self._keyboard = False
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses like Space (ui.md §4.1); the toolkit does so in dialogs only. A key held down presses once."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)

    def _colours(self) -> tuple[str, str, str]:
        """Fill, border and ink tokens; an empty token is not drawn."""
        hot = self.isDown() or (self.isEnabled() and self.underMouse())
        if not self.isEnabled() and self.kind not in ("text", "icon"):
            return ("sunken", "line2" if self.isChecked() else "line", "ink3")
        if not self.isEnabled():
            return ("", "", "ink3")
        if self.kind == "primary":
            return ("accentHover" if hot else "accent", "", "onAccent")
        if self.kind == "danger":
            return ("badSoft" if hot else "surface", "bad", "bad")
        if self.kind == "text":
            return ("", "", "accentInk")
        if self.kind == "icon" and self.isChecked():
            return ("accentSoft", "", "accentInk")
        if self.kind == "icon":
            return ("sunken" if hot else "", "", "ink2")
        if self.kind == "segment" and self.isChecked():
            return ("accentSoft", "accent", "accentInk")
        return ("raised" if hot else "surface", "control" if hot else "line2", "ink")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, border, icon, words and ring."""
        del event
        fill, border, ink = self._colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if fill or border:
            painter.setPen(theme.color(border) if border else Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(fill) if fill else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5) if border else box, theme.RADIUS, theme.RADIUS)
        self._paint_words(painter, ink)
        if self._keyboard and self.hasFocus():
            if self.kind == "primary":
                ring(painter, box.adjusted(2, 2, -2, -2), theme.RADIUS - 2, "onAccent")
            else:
                ring(painter, box, theme.RADIUS)

    def _paint_words(self, painter: QPainter, ink: str) -> None:
        strong = self.kind == "primary" or (self.kind == "segment" and self.isChecked())
        font = theme.font("strong") if strong else self.font()
        if self.kind == "text" and self.underMouse() and self.isEnabled():
            font.setUnderline(True)
        painter.setFont(font)
        words = self.text().replace("&", "")
        width = painter.fontMetrics().horizontalAdvance(words)
        whole = width + ((18 + (8 if words else 0)) if self._icon else 0)
        left = (self.width() - whole) // 2
        if self._icon:
            token = "ink2" if ink == "ink" else ink
            icons.draw(painter, self._icon, token, (left, (self.height() - 18) // 2), 18)
            left += 26
        painter.setPen(theme.color(ink))
        painter.drawText(QRect(left, 0, self.width(), self.height()), Qt.AlignmentFlag.AlignVCenter, words)


class Segments(QWidget):
    """One of two to five options side by side; one Tab stop, arrow keys choose. `changed(str)` gives the code."""

    changed = Signal(str)

    def __init__(
        self,
        options: list[tuple[str, str]],
        current: str = "",
        *,
        spoken: str = "",
        wide: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(spoken)
        self._buttons: dict[str, Button] = {}
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._wide = wide
        self.set_options(options, current)

    def set_options(self, options: list[tuple[str, str]], current: str = "") -> None:
        """Offer these (code, words); `current` is on."""
        for old in self._buttons.values():
            self._layout.removeWidget(old)
            old.deleteLater()
        self._buttons = {}
        for code, words in options:
            button = Button(words, "segment", name=f"segment-{code}")
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, it=code: self._pressed(it))
            button.installEventFilter(self)
            self._buttons[code] = button
            self._layout.addWidget(button, 1 if self._wide else 0)
        self.set_current(current)

    def current(self) -> str:
        """The code that is on, empty for none."""
        return next((code for code, one in self._buttons.items() if one.isChecked()), "")

    def set_current(self, code: str) -> None:
        """Turn one on, without a signal."""
        stop = code if code in self._buttons else next(iter(self._buttons), "")
        for one, button in self._buttons.items():
            button.setChecked(one == code)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one == stop else Qt.FocusPolicy.ClickFocus)

    def button(self, code: str) -> Button:
        """One option, to be refused with a reason. KeyError for an unknown code."""
        return self._buttons[code]

    def _pressed(self, code: str) -> None:
        self.set_current(code)
        self.changed.emit(code)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows on one option, which would only move the focus, move and choose."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
            if step:
                self._move(step)
                return True
        return super().eventFilter(watched, event)

    def _move(self, step: int) -> None:
        codes = [code for code, one in self._buttons.items() if one.isEnabled()]
        if codes:
            here = codes.index(self.current()) if self.current() in codes else -1
            target = codes[(here + step) % len(codes)]
            self._pressed(target)
            self._buttons[target].setFocus(Qt.FocusReason.TabFocusReason)


def _indicator(painter: QPainter, button: QAbstractButton, box: QRectF, *, round_: bool) -> None:
    on, enabled = button.isChecked(), button.isEnabled()
    mixed = isinstance(button, QCheckBox) and button.checkState() == Qt.CheckState.PartiallyChecked
    fill = "surface" if enabled else "sunken"
    edge = "control" if enabled else "line2"
    if (on or mixed) and not round_:
        fill = edge = "accent" if enabled else "line2"
    elif on:
        edge = "accent" if enabled else "line2"
    painter.setPen(QPen(theme.color(edge), 1.2))
    painter.setBrush(theme.color(fill))
    if round_:
        painter.drawEllipse(box)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(edge))
            painter.drawEllipse(box.adjusted(4.5, 4.5, -4.5, -4.5))
        return
    painter.drawRoundedRect(box, 4, 4)
    if mixed or on:
        icons.draw(painter, "minus" if mixed else "check", "onAccent", (box.x() + 2, box.y() + 2), 14)


def _paint_marked(button: QCheckBox | QRadioButton, *, keyboard: bool, round_: bool) -> None:
    painter = QPainter(button)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    top = min((button.height() - 18) / 2, 7.0) if button.height() > 40 else (button.height() - 18) / 2
    box = QRectF(2.5, top + 0.5, 17, 17)
    _indicator(painter, button, box, round_=round_)
    painter.setPen(theme.color("ink" if button.isEnabled() else "ink3"))
    words = QRect(30, 0, button.width() - 30, button.height())
    flags = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
    painter.drawText(words, flags, button.text().replace("&", ""))
    if keyboard and button.hasFocus():
        ring(painter, box.adjusted(-3, -3, 3, 3), 9 if round_ else 6)


def _marked_size(button: QCheckBox | QRadioButton) -> QSize:
    return QSize(button.fontMetrics().horizontalAdvance(button.text().replace("&", "")) + 32, 32)


class CheckBox(QCheckBox):
    """A choice of yes or no."""

    def __init__(self, text: str, *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._keyboard = False
        self.setFont(theme.font("body"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setObjectName(name)

    def sizeHint(self) -> QSize:
        """Box, gap and words."""
        return _marked_size(self)

    def minimumSizeHint(self) -> QSize:
        """Long words wrap."""
        return QSize(min(self.sizeHint().width(), 160), self.heightForWidth(max(self.width(), 160)))

    def hasHeightForWidth(self) -> bool:
        """Words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As many lines as the words need, 32 px at least."""
        box = QRect(0, 0, max(width - 30, 1), 10_000)
        return max(32, self.fontMetrics().boundingRect(box, int(Qt.TextFlag.TextWordWrap), self.text()).height() + 10)

    def hitButton(self, pos: QPoint) -> bool:
        """Everywhere, words included."""
        return self.rect().contains(pos)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A ring for keyboard focus only."""
        self._keyboard = by_keyboard(event.reason())
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        del event
        _paint_marked(self, keyboard=self._keyboard, round_=False)


class Radio(QRadioButton):
    """One of several choices."""

    def __init__(self, text: str, *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._keyboard = False
        self.setFont(theme.font("body"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setObjectName(name)

    def sizeHint(self) -> QSize:
        """Circle, gap and words."""
        return _marked_size(self)

    def hitButton(self, pos: QPoint) -> bool:
        """Everywhere, words included."""
        return self.rect().contains(pos)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A ring for keyboard focus only."""
        self._keyboard = by_keyboard(event.reason())
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        del event
        _paint_marked(self, keyboard=self._keyboard, round_=True)


class Choice(QComboBox):
    """One of a list. `neutral` is the code that stands for no filter: any other one colours the box (ui.md §3.7)."""

    changed = Signal(str)

    def __init__(
        self,
        options: list[tuple[str, str]] | None = None,
        *,
        spoken: str,
        neutral: str | None = None,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._neutral = neutral
        self.setFont(theme.font("body"))
        self.setAccessibleName(spoken)
        self.setObjectName(name)
        self.setFixedHeight(theme.CONTROL)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.set_options(options or [])
        self.activated.connect(lambda _: self.changed.emit(self.code()))
        self.currentIndexChanged.connect(lambda _: self._mark())

    def set_options(self, options: list[tuple[str, str]], current: str = "") -> None:
        """Offer these (code, words) and show `current`, without a signal."""
        self.blockSignals(True)
        self.clear()
        for code, words in options:
            self.addItem(words, code)
        self.blockSignals(False)
        self.set_code(current)

    def code(self) -> str:
        """The chosen code, empty for none."""
        return str(self.currentData() or "")

    def set_code(self, code: str) -> None:
        """Choose one, without `changed`."""
        place = self.findData(code)
        if place >= 0:
            self.setCurrentIndex(place)
        self._mark()

    def _mark(self) -> None:
        on = self._neutral is not None and self.code() != self._neutral
        if bool(self.property("set")) != on:
            self.setProperty("set", "true" if on else None)
            self.style().unpolish(self)
            self.style().polish(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box, then our chevron."""
        super().paintEvent(event)
        painter = QPainter(self)
        token = "ink3" if not self.isEnabled() else "accentInk" if self.property("set") else "ink2"
        icons.draw(painter, "down", token, (self.width() - 28, (self.height() - 16) // 2), 16)
