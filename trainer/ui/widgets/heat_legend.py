"""What the bands of the heat table mean: one sample and one word each."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from trainer.i18n import _
from trainer.ui import theme
from trainer.ui.widgets.base import Label


class BandSample(QWidget):
    """A cell of 16 px."""

    def __init__(self, band: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._band = band
        self.setFixedSize(16, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Filled, or dashed for not live."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self._band == "notlive":
            pen = QPen(theme.color("control"), 1, Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([3, 2])
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(self._band))
        painter.drawRoundedRect(box, 4, 4)


class HeatLegend(QWidget):
    """All bands with their limits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        body = QHBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(6)
        for band, words in (
            ("h0", _("below 50%")),
            ("h1", _("50–74%")),
            ("h2", _("75–89%")),
            ("h3", _("90–99%")),
            ("h4", _("met")),
            ("notlive", _("not live")),
        ):
            body.addWidget(BandSample(band))
            body.addWidget(Label(words, "caption", "ink2"))
            body.addSpacing(4)
