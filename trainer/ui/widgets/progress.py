"""How far: bars with a hatched claimed part, the five-month path, the review forecast, figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from trainer.ui import icons, theme
from trainer.ui.widgets.base import Label, Selectable, by_keyboard, ring, row

BarTone = Literal["accent", "ok", "warn", "bad"]


def hatch(painter: QPainter, box: QRectF, tone: BarTone) -> None:
    """Claimed, not yet confirmed: lines of the tone on its soft fill, 1.2 px every 4 px at 45 degrees."""
    painter.save()
    painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
    painter.fillRect(box, theme.color(f"{tone}Soft"))
    painter.setPen(QPen(theme.color(tone), 1.2))
    x = box.left() - box.height()
    while x < box.right():
        painter.drawLine(QPointF(x, box.bottom()), QPointF(x + box.height(), box.top()))
        x += 4
    painter.restore()


class ProgressBar(QWidget):
    """The confirmed share solid, the claimed one hatched behind it, an optional mark where the schedule should be."""

    def __init__(
        self, *, tone: BarTone = "accent", thickness: int = 6, spoken: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tone: BarTone = tone
        self._thick = thickness
        self._done = self._claimed = 0.0
        self._mark: float | None = None
        self.setAccessibleName(spoken)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_share(
        self, done: float, claimed: float = 0, *, total: float = 1, mark: float | None = None, spoken: str = ""
    ) -> None:
        """`done` and `claimed` of `total`; `mark` in the same unit. `spoken` says it in words for screen readers."""
        self._done = min(max(done / total, 0.0), 1.0)
        self._claimed = min(max(claimed / total, 0.0), 1.0 - self._done)
        self._mark = None if mark is None else min(max(mark / total, 0.0), 1.0)
        self.setAccessibleDescription(spoken)
        self.update()

    def share(self) -> tuple[float, float]:
        """Confirmed and claimed share, 0 to 1."""
        return self._done, self._claimed

    def sizeHint(self) -> QSize:
        """As thick as the bar, higher with a mark."""
        return QSize(120, self._thick + (8 if self._mark is not None else 0))

    def minimumSizeHint(self) -> QSize:
        """Any width."""
        return QSize(24, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Track, solid, hatch, mark."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(0, (self.height() - self._thick) / 2, self.width(), self._thick)
        shape = QPainterPath()
        shape.addRoundedRect(box, self._thick / 2, self._thick / 2)
        painter.fillPath(shape, theme.color("track"))
        painter.save()
        painter.setClipPath(shape)
        solid = QRectF(box.left(), box.top(), box.width() * self._done, box.height())
        if self._claimed:
            hatch(painter, QRectF(solid.right(), box.top(), box.width() * self._claimed, box.height()), self._tone)
        painter.restore()
        if self._done:
            filled = QPainterPath()
            filled.addRoundedRect(solid, self._thick / 2, self._thick / 2)
            painter.fillPath(filled.intersected(shape), theme.color(self._tone))
        if self._mark is not None:
            x = round(box.width() * self._mark)
            painter.fillRect(QRectF(x - 1.5, 0, 3, self.height()), theme.color("surface"))
            painter.fillRect(QRectF(x - 0.75, 0, 1.5, self.height()), theme.color("ink"))


class Swatch(QWidget):
    """A legend's sample: solid or hatched."""

    def __init__(self, tone: BarTone = "accent", *, claimed: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone: BarTone = tone
        self._claimed = claimed
        self.setFixedSize(16, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), 4, 4)
        painter.setClipPath(shape)
        if self._claimed:
            hatch(painter, QRectF(self.rect()), self._tone)
        else:
            painter.fillRect(self.rect(), theme.color(self._tone))


class Legend(QWidget):
    """Names confirmed and claimed with their figures, and a note at the right."""

    def __init__(self, *, tone: BarTone = "accent", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._done, self._claimed = (
            Label("", "caption", "ink2", tabular=True),
            Label("", "caption", "ink2", tabular=True),
        )
        self._note = Label("", "caption", "ink2", tabular=True)
        self._sample = Swatch(tone, claimed=True)
        self.setLayout(row(Swatch(tone), self._done, 6, self._sample, self._claimed, None, self._note, gap=6))

    def say(self, done: str, claimed: str = "", note: str = "") -> None:
        """The words with their figures."""
        self._done.setText(done)
        self._claimed.setText(claimed)
        self._note.setText(note)
        self._sample.setVisible(bool(claimed))


@dataclass(frozen=True, slots=True)
class Month:
    """One segment of the path: words, share done 0 to 1, and whether it is over, now or to come."""

    title: str
    detail: str
    share: float = 0.0
    state: Literal["done", "current", "future"] = "future"


class MonthTimeline(QWidget):
    """Five equal segments, one per month; the ring is today. `opened(int)` when one is chosen."""

    opened = Signal(int)
    spoken_role = "Chart"

    def __init__(self, spoken: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._months: list[Month] = []
        self._today: float | None = None
        self._focus = 0
        self._keyboard = False
        self.setAccessibleName(spoken)
        self.setObjectName("timeline")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_months(self, months: list[Month], today: float | None) -> None:
        """`today` counts in months from the start: 3.65 is in the fourth segment, and there the keys begin."""
        self._months, self._today = months, today
        if not self.hasFocus():
            self._focus = min(max(int(today or 0), 0), max(len(months) - 1, 0))
        self.setAccessibleDescription("; ".join(f"{one.title}: {one.detail}" for one in months))
        self.update()

    def sizeHint(self) -> QSize:
        """Bar, title and detail."""
        return QSize(600, 66)

    def minimumSizeHint(self) -> QSize:
        """Words are cut below this."""
        return QSize(320, 66)

    def _segment(self, place: int) -> QRectF:
        count = max(len(self._months), 1)
        width = (self.width() - 8 * (count - 1)) / count
        return QRectF(place * (width + 8), 0, width, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw segments, words and ring."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, month in enumerate(self._months):
            self._paint_month(painter, self._segment(place), month)
            if self._keyboard and self.hasFocus() and place == self._focus:
                box = self._segment(place)  # round the bar: round the segment it would touch the words
                ring(painter, QRectF(box.left(), 0, box.width(), 14), 7)
        if self._today is not None and self._months:
            place = min(int(self._today), len(self._months) - 1)
            box = self._segment(place)
            x = box.left() + box.width() * min(self._today - place, 1.0)
            painter.setPen(QPen(theme.color("ink"), 2))
            painter.setBrush(theme.color("surface"))
            painter.drawEllipse(QPointF(min(max(x, 7), self.width() - 7), 7), 6, 6)

    @staticmethod
    def _paint_month(painter: QPainter, box: QRectF, month: Month) -> None:
        bar = QRectF(box.left(), 3, box.width(), 8)
        track = QPainterPath()
        track.addRoundedRect(bar, 4, 4)
        painter.fillPath(track, theme.color("track"))
        share = 1.0 if month.state == "done" else min(max(month.share, 0.0), 1.0)
        if share:
            filled = QPainterPath()
            filled.addRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * share, 8), 4, 4)
            painter.fillPath(filled, theme.color("ok" if month.state == "done" else "accent"))
        left = box.left()
        if month.state == "done":
            icons.draw(painter, "check-circle", "ok", (left, 22), 16)
            left += 22
        ink = {"done": "ink", "current": "accentInk", "future": "ink2"}[month.state]
        for text, role, token, top in ((month.title, "strong", ink, 19), (month.detail, "caption", "ink2", 44)):
            x = left if role == "strong" else box.left()
            painter.setFont(theme.font(role))
            painter.setPen(theme.color(token))
            words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.right() - x))
            painter.drawText(QRectF(x, top, box.right() - x, 22), Qt.AlignmentFlag.AlignVCenter, words)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the month."""
        for place in range(len(self._months)):
            if self._segment(place).contains(event.position()):
                self.opened.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter opens."""
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
        if step:
            self._focus = min(max(self._focus + step, 0), max(len(self._months) - 1, 0))
            self._keyboard = True
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self._focus)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A ring for keyboard focus only."""
        self._keyboard = by_keyboard(event.reason())
        super().focusInEvent(event)


class ForecastBars(QWidget):
    """How many are due on each of the next days: bars with numbers, the first one (today) in accent."""

    def __init__(self, spoken: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._days: list[tuple[str, int]] = []
        self.setAccessibleName(spoken)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_days(self, days: list[tuple[str, int]]) -> None:
        """Day words and figures."""
        self._days = days
        self.setAccessibleDescription("; ".join(f"{day} {figure}" for day, figure in days))
        self.update()

    def sizeHint(self) -> QSize:
        """Room for numbers, bars and words."""
        return QSize(240, 78)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw them."""
        del event
        if not self._days:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.width() / len(self._days)
        highest = max(figure for _day, figure in self._days) or 1
        foot, room = self.height() - 22, self.height() - 42
        for place, (day, figure) in enumerate(self._days):
            height = room * figure / highest
            centre = place * width + width / 2
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent" if place == 0 else "line2"))
            if figure:
                painter.drawRoundedRect(QRectF(centre - 10, foot - height, 20, height), 3, 3)
            painter.setFont(theme.font("captionStrong" if place == 0 else "caption", tabular=True))
            painter.setPen(theme.color("ink" if place == 0 else "ink2"))
            middle = Qt.AlignmentFlag.AlignCenter
            painter.drawText(QRectF(centre - width / 2, foot - height - 19, width, 18), middle, str(figure))
            painter.drawText(QRectF(centre - width / 2, foot + 4, width, 18), middle, day)


class StatCard(Selectable):
    """A figure with its unit and one line that explains it. With `name` it can be pressed: it opens what it counts."""

    def __init__(self, label: str, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__("card", parent=parent)
        self.setObjectName(name)
        if not name:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.setCursor(Qt.CursorShape.ArrowCursor)
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.body.setSpacing(0)
        self.body.setContentsMargins(16, 12, 16, 12)
        self._label = Label(label, "small", "ink2")
        self._figure = Label("—", "display", tabular=True)
        self._unit = Label("", "small", "ink2")
        self._explained = Label("", "caption", "ink2", wrap=True, tabular=True)
        line = row(self._figure, self._unit, None, gap=6)
        line.setAlignment(self._unit, Qt.AlignmentFlag.AlignBottom)
        self._unit.setContentsMargins(0, 0, 0, 7)
        self.body.addWidget(self._label)
        self.body.addLayout(line)
        self.body.addWidget(self._explained)
        self.setAccessibleName(label)

    def say(self, figure: str, unit: str = "", explained: str = "", *, tone: str = "ink") -> None:
        """The figure; `tone` is `ink`, `warn` or `bad`."""
        self._figure.setText(figure)
        self._figure.set_ink(tone)
        self._unit.setText(unit)
        self._explained.setText(explained)
        self.setAccessibleDescription(f"{figure} {unit}. {explained}")
