"""On which state of somebody's records figures rest: one look wherever figures are shown, old ones marked."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from trainer.domain import heard
from trainer.ui.widgets.base import Icon, Label, row
from trainer.wording import records as wording


class AsOf(QWidget):
    """«As of the exchange …»; after `heard.SILENT_DAYS` in `warn`, with another drawing and the age in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sign = Icon("refresh", "ink2", 14)
        self.words = Label("", "caption", "ink2", wrap=True, tabular=True)
        line = row(self.sign, self.words, gap=8)
        line.setAlignment(self.sign, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        self.setLayout(line)

    def show_received(self, received: int, today: date) -> None:
        """`received`: when the newest record of the person came in (ms UTC), 0 for never."""
        old = heard.is_silent(received, today)
        self.sign.show_as("hourglass" if old else "refresh", "warn" if old else "ink2")
        self.words.setText(wording.as_of(received, today))
        self.words.set_ink("warn" if old else "ink2")
