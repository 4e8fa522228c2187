"""What the client of a case handed over: small tables and texts, in the library and beside the questions made from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from trainer.i18n import _, ngettext
from trainer.ui import theme
from trainer.ui.widgets.base import Frame, Label, clear, row
from trainer.ui.widgets.buttons import Button
from trainer.views.library import TableText

_FIGURE: Final = re.compile(r"[\d,.]+( ?[%元人天]| 万元)?")


class DocumentTable(Frame):
    """A document of the client: a small table, figures at the right."""

    def __init__(self, document: TableText, parent: QWidget | None = None) -> None:
        super().__init__("inner", margins=(12, 8, 12, 8), gap=4, parent=parent)
        self.body.addWidget(Label(document.name, "smallStrong", "ink2", wrap=True))
        if document.text:
            self.body.addWidget(Label(document.text, "small", wrap=True))
        if not document.table:
            return
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        for at, cells in enumerate(document.table):
            for place, text in enumerate(cells):
                cell = Label(text, "small", "ink2" if at == 0 else "ink", wrap=True, tabular=True)
                if self._figures(document.table, place):
                    cell.setAlignment(Qt.AlignmentFlag.AlignRight)
                grid.addWidget(cell, at, place)
        self.body.addLayout(grid)

    @staticmethod
    def _figures(table: Sequence[Sequence[str]], place: int) -> bool:
        """Whether a column holds figures only."""
        cells = [cells[place] for cells in table[1:] if place < len(cells) and cells[place].strip()]
        return bool(cells) and all(_FIGURE.fullmatch(cell.strip()) for cell in cells)


class Documents(QWidget):
    """The documents over a question, behind a button that folds them away; how they were left stays for the next one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("documents")
        self._shown: Sequence[TableText] = ()
        self._open = True
        self.button = Button("", "text", icon="down", size=theme.SMALL, name="documents-fold")
        self.button.clicked.connect(self._fold)
        self._tables = QWidget()
        self._body = QVBoxLayout(self._tables)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(8)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 8)
        body.setSpacing(4)
        body.addLayout(row(self.button, None))
        body.addWidget(self._tables)
        self.hide()

    def show_documents(self, shown: Sequence[TableText]) -> None:
        """Show these; none hides the whole part."""
        if shown != self._shown:
            self._shown = shown
            clear(self._body)
            for one in shown:
                self._body.addWidget(DocumentTable(one))
        self._say()
        self.setVisible(bool(shown))

    def folded(self) -> bool:
        """Whether the tables are put away."""
        return not self._open

    def _fold(self) -> None:
        self._open = not self._open
        self._say()

    def _say(self) -> None:
        count = len(self._shown)
        self.button.setText(
            ngettext("{n} document of the client", "{n} documents of the client", count).format(n=count)
        )
        self.button.set_icon("down" if self._open else "right")
        self.button.setAccessibleDescription(_("shown") if self._open else _("folded away"))
        self._tables.setVisible(self._open)
