"""Training-hours audit: people × quarters, and the records behind every figure (`ui.md` §3.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from trainer.documents import tables
from trainer.domain.calendar import quarter_of
from trainer.i18n import _, ngettext, pgettext
from trainer.ui import shortcuts, theme
from trainer.ui.saving import proposed, save_table
from trainer.ui.shell import Page, Shell
from trainer.ui.widgets.audit_panel import AuditPanel
from trainer.ui.widgets.base import Card, Label, row
from trainer.ui.widgets.beside import Beside
from trainer.ui.widgets.buttons import Button, Choice, Segments
from trainer.ui.widgets.feedback import EmptyState
from trainer.ui.widgets.heat_legend import HeatLegend
from trainer.ui.widgets.page import PageHeader
from trainer.ui.widgets.progress import StatCard
from trainer.ui.widgets.table import Column, DataTable, HeatCell, HeatColumn, HeatRow, HeatTable, Value, band
from trainer.views import audit as view
from trainer.wording import dates

SPANS = (4, 8, 12)
PANEL = 320


class AuditPage(Page):
    """Quarterly hours of everybody. The table is real: arrow keys, Enter, Ctrl+C, sorting by a column's head."""

    name = "audit"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.shown: view.Audit | None = None
        self.rows: tuple[view.AuditRow, ...] = ()
        """Whom the table shows: everybody found, or those one of the figures counts."""
        self._only: Literal["", "met", "behind"] = ""
        self._place: tuple[str, tuple[int, int]] | None = None
        self.department = Choice(spoken=_("Department"), neutral="", name="audit-department")
        self.span = Choice(
            [(str(n), _("Last {n} quarters").format(n=n)) for n in SPANS], spoken=_("Quarters"), name="audit-quarters"
        )
        self.span.set_code("8")
        self.export = Button(_("Export"), icon="download", name="audit-export")
        self.header = PageHeader(_("Quarterly training hours"), "", self.department, self.span, self.export)
        self.cards = (
            StatCard(_("Met this quarter"), "audit-met"),
            StatCard(_("Behind schedule"), "audit-behind"),
            StatCard(_("Confirmed this quarter"), "audit-confirmed"),
            StatCard(_("To the quarter's end")),
        )
        self.table = HeatTable(_("People and quarters"))
        self.plain = DataTable(
            [
                Column(_("Name"), wide=True),
                Column(_("Dept.")),
                Column(_("Quarter")),
                Column(_("Confirmed"), number=True),
                Column(_("To be confirmed"), number=True),
                Column(_("Target"), number=True),
            ],
            _("Quarterly training hours"),
            name="audit-table",
        )
        self.look = Segments(
            [("heat", _("Heat map")), ("table", pgettext("look", "Table"))], "heat", spoken=pgettext("look", "Shown as")
        )
        self.everybody = Button("", "text", icon="cross", size=theme.SMALL, name="audit-everybody")
        self.empty = EmptyState(_("Nobody here yet"), _("People appear as soon as HR has added them."), icon="people")
        self.foot = Label("", "caption", "ink2", wrap=True, tabular=True)
        self.panel = AuditPanel()
        self._build()
        self._connect()

    def _build(self) -> None:
        card = Card()
        self.legend = HeatLegend()
        card.body.addLayout(row(Label(_("People × quarters"), "subheading"), None, self.legend, gap=8))
        card.body.addLayout(row(self.everybody, None))
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.plain, 1)
        card.body.addWidget(self.empty, 1)
        foot = row(self.foot, self.look, gap=12)
        foot.setStretch(0, 1)
        card.body.addLayout(foot)
        self.everybody.hide()
        self.plain.hide()
        stats = QHBoxLayout()
        stats.setSpacing(theme.GAP)
        for one in self.cards:
            stats.addWidget(one, 1)
        self.beside = Beside(card, self.panel, PANEL)
        self.header.set_actions(self.beside.toggle)
        body = QVBoxLayout(self)
        body.setContentsMargins(theme.MARGIN, theme.MARGIN_TOP, theme.MARGIN, theme.MARGIN)
        body.setSpacing(theme.GAP)
        body.addWidget(self.header)
        body.addLayout(stats)
        body.addWidget(self.beside, 1)

    def _connect(self) -> None:
        self.department.changed.connect(lambda _code: self.refresh())
        self.span.changed.connect(lambda _code: self.refresh())
        self.export.clicked.connect(self.ask_where)
        self.table.cell_chosen.connect(self._choose)
        self.table.opened.connect(self._open)
        self.plain.chosen.connect(lambda line: self._choose(*self._cell(line)))
        self.plain.opened.connect(lambda line: self._open(*self._cell(line)))
        self.look.changed.connect(lambda _code: self._fill_table())
        met, behind, confirmed, _left = self.cards
        met.chosen.connect(lambda: self.show_only("met"))
        behind.chosen.connect(lambda: self.show_only("behind"))
        confirmed.chosen.connect(self._open_confirmed)
        self.everybody.clicked.connect(lambda: self.show_only(""))
        self.panel.closed.connect(self.beside.close_panel)
        self.panel.records_wanted.connect(self.open_records)
        self.panel.reminded.connect(self.remind)
        self.panel.file_wanted.connect(lambda person: self.shell.go("people", person=person))
        for name, call in (("export", self.ask_where), ("remind", self.remind)):
            made = QShortcut(QKeySequence(shortcuts.keys("audit", name)), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(call)

    def opened(self, **arguments: object) -> None:
        """`person` chooses somebody's current quarter; whoever was filtered out is shown again."""
        person = str(arguments.get("person", ""))
        if person:
            self._place, self._only = (person, quarter_of(self.shell.today())), ""
            self.department.set_code("")
        self.refresh()

    def affected(self, people: frozenset[str]) -> bool:
        """Everybody is shown."""
        return bool(people)

    def main_control(self) -> QWidget:
        """The current cell."""
        return self.plain if self.look.current() == "table" else self.table

    def refresh(self) -> None:
        """Ask for the table, then for the cell that was open."""
        work = partial(view.audit, count=int(self.span.code() or 8), department=self.department.code())
        self.ask(work, self._fill)

    def _fill(self, found: view.Audit) -> None:
        self.shown = found
        everybody = [("", _("All departments")), *((one, one) for one in found.departments)]
        self.department.set_options(everybody, self.department.code())
        self.header.say(
            _("Quarterly training hours"),
            _("Target {hours} hours a quarter · only confirmed hours count").format(hours=dates.hours(found.target_s)),
        )
        self._fill_cards(found.stats)
        self._fill_table()

    # the table

    def show_only(self, which: Literal["", "met", "behind"]) -> None:
        """Show whom a figure counts; once more, or with nothing: everybody."""
        self._only = "" if which == self._only else which
        self._fill_table()
        if self.rows:
            (self.main_control()).setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_table(self) -> None:
        found = self.shown
        if found is None:
            return
        self.rows = tuple(one for one in found.rows if self._counted(one, found.on))
        self.cards[0].set_selected(self._only == "met")
        self.cards[1].set_selected(self._only == "behind")
        only = {"met": _("Only those who met the target"), "behind": _("Only those behind schedule")}.get(
            self._only, ""
        )
        self.everybody.setText(only)
        self.everybody.setAccessibleName(_("{only}: show everybody").format(only=only))
        self.everybody.setVisible(bool(only))
        plain = self.look.current() == "table"
        for table, fill in ((self.table, self._fill_heat), (self.plain, self._fill_plain)):
            table.blockSignals(True)
            fill(found)
            table.blockSignals(False)
            table.setVisible(bool(self.rows) and (table is self.plain) == plain)
        self.legend.setVisible(not plain)
        self.empty.setVisible(not self.rows)
        if only:
            self.empty.say(_("Nobody in this view"), _("Choose another filter to see the others."))
        else:
            self.empty.say(_("Nobody here yet"), _("People appear as soon as HR has added them."))
        people = ngettext("{n} person", "{n} people", len(self.rows)).format(n=len(self.rows))
        self.foot.setText(_("{people} · arrow keys move, Enter opens the records, Ctrl+C copies").format(people=people))
        self._choose_again(found)

    def _counted(self, one: view.AuditRow, on: date) -> bool:
        if self._only == "met":
            return view.met(one)
        return not self._only or view.behind(one, on)

    def _fill_heat(self, found: view.Audit) -> None:
        current = found.quarters[-1]
        columns = [
            HeatColumn(f"Q{number}", _("{year}").format(year=year), (year, number) == current)
            for year, number in found.quarters
        ]
        self.table.fill((_("Name"), _("Department")), columns, [_heat_row(one) for one in self.rows])

    def _fill_plain(self, _found: view.Audit) -> None:
        self.plain.fill([_line(self.rows[place], self.rows[place].cells[at]) for place, at in self._lines()], 0)

    def _lines(self) -> list[tuple[int, int]]:
        """Row and quarter of each line of the plain table; quarters before somebody came are left out."""
        cells = ((place, at, cell) for place, one in enumerate(self.rows) for at, cell in enumerate(one.cells))
        return [(place, at) for place, at, cell in cells if cell.standing != "away"]

    def _cell(self, line: int) -> tuple[int, int]:
        return self._lines()[line]

    def _choose_again(self, found: view.Audit) -> None:
        """Keep the cell that was chosen; at first the current quarter of whoever is furthest behind."""
        people = [one.person for one in self.rows]
        if self._place is not None and self._place[0] in people and self._place[1] in found.quarters:
            at = people.index(self._place[0]), found.quarters.index(self._place[1])
        elif people:
            with_target = [n for n, one in enumerate(self.rows) if one.cells[-1].target_s]
            worst = min(with_target, key=lambda n: self.rows[n].cells[-1].confirmed_s, default=0)
            at = worst, len(found.quarters) - 1
        else:
            self.beside.fill(False)
            return
        self.table.choose(*at)
        self.plain.choose(self._lines().index(at) if at in self._lines() else 0)
        self._choose(*at)

    def _fill_cards(self, stats: view.Stats) -> None:
        met, behind, confirmed, left = self.cards
        if not stats.people:
            for one in (met, behind, confirmed):
                one.say("—", "", _("Nobody has a target yet"))
        else:
            share = 100 * stats.met // stats.people
            line = _("{met} of {people} people").format(met=stats.met, people=stats.people)
            if stats.people_before:
                line = _("{met} of {people}; last quarter {share}%").format(
                    met=stats.met, people=stats.people, share=100 * stats.met_before // stats.people_before
                )
            met.say(f"{share}%", "", line)
            behind.say(
                str(stats.behind),
                ngettext("person", "people", stats.behind),
                _("Too slow to reach the target"),
                tone="bad" if stats.behind else "ink",
            )
            confirmed.say(
                dates.hours(stats.confirmed_s),
                _("hours"),
                _("{average} each, {claimed} more waiting").format(
                    average=dates.hours(stats.confirmed_s // stats.people), claimed=dates.hours(stats.claimed_s)
                ),
            )
        left.say(
            str(stats.days_left),
            ngettext("day", "days", stats.days_left),
            _("Late records still count"),
        )

    # one cell

    def _choose(self, place: int, quarter: int) -> None:
        if self.shown is None or place >= len(self.rows) or quarter >= len(self.shown.quarters):
            return
        person, when = self.rows[place].person, self.shown.quarters[quarter]
        self._place = (person, when)
        self.ask(partial(view.cell_detail, person=person, quarter=when), self._fill_panel)

    def _fill_panel(self, detail: view.CellDetail) -> None:
        if self._place == (detail.person, detail.cell.quarter):
            self.panel.fill(detail, self.shell.today())
            self.beside.fill(True)

    def _open(self, place: int, quarter: int) -> None:
        if self.shown is not None:
            self.open_records(self.rows[place].person, self.shown.quarters[quarter])

    def open_records(self, person: str, quarter: tuple[int, int]) -> None:
        """Everything behind one cell."""
        self.shell.go("records", person=person, quarter=quarter)

    def _open_confirmed(self) -> None:
        """The records behind the hours of the current quarter."""
        if self.shown is not None:
            people, quarter = [one.person for one in self.shown.rows], self.shown.quarters[-1]
            title = _("Hours confirmed in {quarter}").format(quarter=dates.quarter(*quarter))
            work = partial(view.confirmed, people=people, quarter=quarter)
            self.ask(work, lambda ids: self.shell.go("records", title=title, ids=ids))

    def remind(self) -> None:
        """Copy a reminder that can be pasted into any message."""
        text = self.panel.reminder()
        if text:
            QGuiApplication.clipboard().setText(text)
            self.shell.toast(_("Reminder copied. Paste it into a message."))

    # export

    def ask_where(self) -> None:
        """Ask for the file, then write exactly what is shown."""
        if self.shown is None:
            return
        name = _("Training hours {day}.csv").format(day=self.shown.on.isoformat())
        path, _filter = QFileDialog.getSaveFileName(self, _("Export"), proposed(name), _("Table (*.csv)"))
        if path:
            self.write(Path(path))

    def write(self, path: Path) -> None:
        """Write the table as CSV."""
        found = self.shown
        if found is not None:
            department = self.department.code() or _("All departments")
            filtered = replace(found, rows=self.rows)
            made = table_of(filtered, department, self.shell.name, only=self.everybody.text() if self._only else "")
            save_table(self, path, made)


def _heat_row(one: view.AuditRow) -> HeatRow:
    return HeatRow(one.name, one.department, tuple(_heat_cell(one, cell) for cell in one.cells))


def _heat_cell(person: view.AuditRow, cell: view.Cell) -> HeatCell:
    when = dates.quarter(*cell.quarter)
    figure = dates.hours(cell.confirmed_s)
    if cell.standing == "away":
        spoken = _("{name}, {quarter}: not with the firm yet").format(name=person.name, quarter=when)
        return HeatCell("—", None, "none", spoken)
    if cell.standing == "not-live":
        spoken = _("{name}, {quarter}: {hours} hours confirmed, not live yet, no target").format(
            name=person.name, quarter=when, hours=figure
        )
        return HeatCell(figure, cell.confirmed_s / 3600, "notlive", spoken)
    spoken = _("{name}, {quarter}: {hours} of {target} hours confirmed").format(
        name=person.name, quarter=when, hours=figure, target=dates.hours(cell.target_s)
    )
    return HeatCell(figure, cell.confirmed_s / 3600, band(cell.confirmed_s / cell.target_s), spoken)


def _line(one: view.AuditRow, cell: view.Cell) -> list[Value]:
    year, number = cell.quarter
    target = dates.hours(cell.target_s) if cell.target_s else "—"
    return [
        (one.name, one.name),
        (one.department, one.department),
        (dates.quarter(year, number), year * 4 + number),
        (dates.hours(cell.confirmed_s), cell.confirmed_s),
        (dates.hours(cell.claimed_s), cell.claimed_s),
        (target, cell.target_s),
    ]


def table_of(found: view.Audit, department: str, who: str, *, only: str = "") -> tables.Table:
    """What is exported: one line per person and quarter, so that grouping changes nothing; then how it was made."""
    heads = [
        _("Name"), _("Staff number"), _("Department"), _("Year"), _("Quarter"), _("Target hours"),
        _("Confirmed hours"), _("Hours to be confirmed"), _("Newest record received"),
    ]  # fmt: skip
    lines = [_exported(one, cell) for one in found.rows for cell in one.cells if cell.standing != "away"]
    notes: list[list[tables.Cell]] = [
        [_("As of"), found.on],
        [_("Department"), department],
        [_("Exported by"), who],
        [_("An empty target means: not live yet, so no target applies.")],
    ]
    if only:
        notes.insert(2, [_("Filter"), only])
    return tables.Table(heads, lines, notes)


def _exported(one: view.AuditRow, cell: view.Cell) -> list[tables.Cell]:
    received = dates.local(one.received).strftime("%Y-%m-%d %H:%M") if one.received else ""
    target = tables.hours(cell.target_s) if cell.target_s else None
    hours = (target, tables.hours(cell.confirmed_s), tables.hours(cell.claimed_s))
    return [one.name, one.number, one.department, *cell.quarter, *hours, received]
