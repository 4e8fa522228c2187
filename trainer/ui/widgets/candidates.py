"""The list of candidates with the programme's requirements as column heads; the rows can be copied."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QSizePolicy, QWidget

from trainer.i18n import _
from trainer.ui import theme
from trainer.ui.widgets.base import RowList

_PARTS = re.compile(r"[^\W\u2e80-\uffff]+[^\w\s]*\s*|.", re.DOTALL)
LINES = 5
"""Lines a title may take; no programme's needs more at the least width of the page."""
NAME, GAP, PADDING = 96, 8, 12
"""As in `CandidateRow`: the column of names, the gap between columns, the margin."""
LEFT = PADDING + NAME + GAP
"""Where the first requirement stands."""


class CandidateList(RowList):
    """Arrow keys choose; Ctrl+C copies the chosen row as a line of text."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, else as in every list."""
        if event.matches(QKeySequence.StandardKey.Copy) and 0 <= self.current() < len(self.rows()):
            QGuiApplication.clipboard().setText(self.rows()[self.current()].accessibleName())
        else:
            super().keyPressEvent(event)


class ColumnHeads(QWidget):
    """The requirements' titles over their columns, in as many lines as they need.

    `over` is the area the candidates are in: what its scroll bar takes, the heads leave free too.
    """

    def __init__(self, over: QAbstractScrollArea, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles: list[str] = []
        self._over = over.viewport()
        self._over.installEventFilter(self)
        self.setFont(theme.font("caption"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_titles(self, titles: list[str]) -> None:
        """Show these."""
        self._titles = titles
        self.setAccessibleName(_(", ").join(titles))
        self.setToolTip("\n".join(titles))
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The columns are as wide as the candidates under them."""
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        lines = max((len(words) for words in self._wrapped()), default=1)
        self.setFixedHeight(lines * self.fontMetrics().height() + 2)
        self.update()

    def _each(self) -> float:
        """The width of a column with the gap after it."""
        return (self._over.width() - LEFT - PADDING + GAP) / max(len(self._titles), 1)

    def _wrapped(self) -> list[list[str]]:
        return [wrapped(title, round(self._each()) - GAP, self.fontMetrics()) for title in self._titles]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw them where the columns are."""
        del event
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(theme.color("ink2"))
        painter.drawText(QRect(PADDING, 0, NAME, self.height()), int(Qt.AlignmentFlag.AlignBottom), _("Candidate"))
        each, height = self._each(), self.fontMetrics().height()
        for at, words in enumerate(self._wrapped()):
            top = self.height() - height * len(words)
            for n, line in enumerate(words):
                painter.drawText(QRect(round(LEFT + at * each), top + n * height, round(each) - GAP, height), 0, line)


def wrapped(text: str, width: int, metrics: QFontMetrics, most: int = LINES) -> list[str]:
    """The text in at most `most` lines of `width` px: Latin words stay whole, the last line is cut with … if need be."""
    lines = [""]
    for part in _PARTS.findall(text):
        if lines[-1] and metrics.horizontalAdvance(lines[-1] + part.rstrip()) > width:
            lines.append("")
        lines[-1] += part
    kept = [line.strip() for line in lines]
    if len(kept) > most:
        kept = [*kept[: most - 1], " ".join(kept[most - 1 :])]
    return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in kept]
