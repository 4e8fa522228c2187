"""Parts of the spaced reviews: the week ahead, and a question that does not stick."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from trainer.i18n import _
from trainer.ui.widgets.base import Card, Icon, Label, column, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.progress import ForecastBars
from trainer.views.reviews import Bars, Leech


class ForecastCard(Card):
    """How many questions come back on each of the next seven days, and what the backlog does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Reviews due"), _("Next 7 days"), gap=8, parent=parent)
        self.setObjectName("forecast-card")
        self.bars = ForecastBars(_("Reviews due on the next seven days"))
        self.backlog = Label("", "caption", "ink2", wrap=True, tabular=True)
        self.body.addWidget(self.bars)
        self.body.addWidget(self.backlog)

    def show_days(self, bars: Bars, backlog: str) -> None:
        """Fill it; without bars there is nothing to forecast."""
        self.setVisible(bool(bars))
        self.bars.set_days(list(bars))
        self.backlog.setText(backlog)
        self.backlog.setVisible(bool(backlog))


class LeechLine(QWidget):
    """A question forgotten again and again; `opened` carries the kind and id of what to read again."""

    opened = Signal(str, str)

    def __init__(self, one: Leech, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"leech-{one.item}")
        text = Label(one.ask, "body", wrap=True)
        text.setTextFormat(Qt.TextFormat.PlainText)
        words = column(text, Label(one.detail, "caption", "ink2", wrap=True, tabular=True), gap=2)
        line = row(gap=12, margins=(0, 6, 0, 6))
        line.addWidget(Icon("warning", "warn", 18), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        if one.kind in {"case", "lesson"}:
            button = Button(_("Read again"), "text", name=f"leech-open-{one.item}")
            button.setAccessibleName(_("Read again: {title}").format(title=one.detail))
            button.clicked.connect(lambda: self.opened.emit(one.kind, one.source))
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(line)
