"""The list of candidates with the programme's requirements as column heads; the rows can be copied."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from trainer.i18n import _
from trainer.ui import theme
from trainer.ui.widgets.base import RowList

NAME, GAP, PADDING = 96, 8, 12
"""As in `CandidateRow`: the column of names, the gap between columns, the margin."""


class CandidateList(RowList):
    """Arrow keys choose; Ctrl+C copies the chosen row as a line of text."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, else as in every list."""
        if event.matches(QKeySequence.StandardKey.Copy) and 0 <= self.current() < len(self.rows()):
            QGuiApplication.clipboard().setText(self.rows()[self.current()].accessibleName())
        else:
            super().keyPressEvent(event)


class ColumnHeads(QWidget):
    """The requirements' titles over their columns, in up to two lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles: list[str] = []
        self.setFont(theme.font("caption"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_titles(self, titles: list[str]) -> None:
        """Show these."""
        self._titles = titles
        self.setAccessibleName(_(", ").join(titles))
        self.setToolTip("\n".join(titles))
        self.update()

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(200, 2 * self.fontMetrics().height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw them where the columns are."""
        del event
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(theme.color("ink2"))
        bottom = int(Qt.AlignmentFlag.AlignBottom)
        flags = bottom | int(Qt.TextFlag.TextWordWrap) | int(Qt.TextFlag.TextWrapAnywhere)
        painter.drawText(QRect(PADDING, 0, NAME, self.height()), bottom, _("Candidate"))
        count = len(self._titles)
        if not count:
            return
        left = PADDING + NAME + GAP
        each = (self.width() - left - PADDING + GAP) / count
        for at, title in enumerate(self._titles):
            box = QRect(round(left + at * each), 0, round(each) - GAP, self.height())
            painter.drawText(box, flags, title)
