"""Who was last heard from and when, as a table; whom to chase, as a file for other programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from trainer.documents import tables
from trainer.domain.heard import SILENT_DAYS
from trainer.i18n import _
from trainer.ui import theme
from trainer.ui.widgets.base import Card, Icon, Label, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.feedback import InlineError
from trainer.ui.widgets.table import Column, DataTable, Value
from trainer.views.exchange import HeardRow
from trainer.wording import dates
from trainer.wording import exchange as wording

LEAST, MOST = 3, 8
"""Rows the table shows at least and at most before it scrolls."""


class HeardCard(Card):
    """`person_wanted(person)` when a row is opened, `export_wanted()` for the chase list."""

    person_wanted = Signal(str)
    export_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(gap=8, parent=parent)
        self.rows: Sequence[HeardRow] = ()
        self.table = DataTable(
            [
                Column(_("Name")),
                Column(_("Last record of")),
                Column(_("Came in")),
                Column(_("Heard from"), marked=True),
                Column(_("Waits"), wide=True),
            ],
            _("Last heard from"),
            name="heard-table",
        )
        self.table.opened.connect(lambda place: self.person_wanted.emit(self.rows[place].person))
        self.sign = Icon("hourglass", "warn", 16)
        self.line = Label("", "small", "warn", tabular=True)
        self.export = Button(_("Export chase list…"), icon="download", size=theme.SMALL, name="export-chase")
        self.export.clicked.connect(self.export_wanted)
        self.nobody = Label(_("Nobody yet. HR appears here after the first exchange."), "small", "ink2", wrap=True)
        self.body.addLayout(row(Label(_("Last heard from"), "subheading"), 8, self.sign, self.line, None, self.export))
        self.body.addWidget(self.table)
        self.body.addWidget(self.nobody)
        self.error = InlineError()
        self.body.addWidget(self.error)

    def fill(self, rows: Sequence[HeardRow], today: date, person: str = "") -> None:
        """Show these; `person` is selected."""
        self.rows = rows
        silent = sum(is_chased(one) for one in rows)
        self.sign.setVisible(bool(silent))
        self.line.setVisible(bool(silent))
        self.line.setText(wording.silent(silent))
        self.export.setVisible(bool(silent))
        self.table.setVisible(bool(rows))
        self.nobody.setVisible(not rows)
        self.table.content.old = frozenset(at for at, one in enumerate(rows) if is_chased(one))
        people = [one.person for one in rows]
        self.table.fill([_cells(one, today) for one in rows], people.index(person) if person in people else 0)
        high = self.table.verticalHeader().defaultSectionSize()
        self.table.setFixedHeight(high * max(LEAST, min(MOST, len(rows))) + self.table.horizontalHeader().height() + 12)


def is_chased(one: HeardRow) -> bool:
    """Whether somebody with a key has not been heard from for too long."""
    return one.live and one.old


def _cells(one: HeardRow, today: date) -> list[Value]:
    signed = dates.moment(one.signed, today) if one.signed else "–"
    came = dates.moment(one.heard, today) if one.heard else "–"
    waits = one.waits or ("" if one.live else _("No key in force"))
    return [
        (one.name, one.name),
        (signed, float(one.signed)),
        (came, float(one.heard)),
        (wording.heard_age(one.days), float(one.days) if one.days >= 0 else float("inf")),
        (waits, waits),
    ]


def chase_table(rows: Sequence[HeardRow], today: date, who: str) -> tables.Table:
    """The chase list: whom nobody has heard from for too long, since when, and what waits."""
    heads = [
        *(_("Name"), _("Staff number"), _("Department"), _("Mentor")),
        *(_("Last heard from"), _("Days"), _("What waits")),
    ]
    lines: list[list[tables.Cell]] = [
        [
            *(one.name, one.number, one.department, one.mentor),
            dates.local(one.heard).date() if one.heard else wording.heard_age(-1),
            one.days if one.days >= 0 else None,
            one.waits,
        ]
        for one in rows
        if is_chased(one)
    ]
    notes: list[list[tables.Cell]] = [
        [_("As of"), today],
        [_("Days without a record"), SILENT_DAYS],
        [_("Exported by"), who],
    ]
    return tables.Table(heads, lines, notes)
