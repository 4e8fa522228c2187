"""What the last exchange brought about whom, and what stands differently since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from trainer.i18n import _
from trainer.ui.widgets.base import Card, Label, Selectable
from trainer.ui.widgets.morning import FirstFew, MorningRow
from trainer.views.exchange import NewsRow
from trainer.wording import dates
from trainer.wording import exchange as wording
from trainer.wording.lines import joined

MOST = 6


class NewsCard(Card):
    """`person_wanted(str)` when a line is opened."""

    person_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("What is new"), " ", gap=4, parent=parent)
        self.rows: Sequence[NewsRow] = ()
        self.several = FirstFew("news", MOST)
        self.several.opened.connect(lambda place: self.person_wanted.emit(self.rows[place].person))
        self.nothing = Label(_("Nothing has come in yet."), "small", "ink2", wrap=True)
        self.body.addWidget(self.several)
        self.body.addWidget(self.nothing)

    def fill(self, rows: Sequence[NewsRow], today: date) -> None:
        """Show these."""
        self.rows = rows
        self.note.setText(dates.moment(rows[0].came, today) if rows else "")
        self.nothing.setVisible(not rows)
        self.several.show_rows(self.title.text(), self._made)

    def _made(self) -> list[Selectable]:
        return [_row(one) for one in self.rows]


def _row(one: NewsRow) -> MorningRow:
    changes = [wording.change(each.title, each.after) for each in one.changes]
    better = all(each.better for each in one.changes)
    icon = ("download", "ink2") if not changes else ("check", "ok") if better else ("alert-circle", "warn")
    return MorningRow(one.name, "\n".join([joined(*one.kinds), *changes]), icon, key=f"news-{one.person}")
