"""The records behind a figure, and each of them in full: who signed it, where it stands, when it came, whether it counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer.actions import deciding, keeping
from trainer.domain.calendar import Quarter
from trainer.i18n import _, ngettext
from trainer.session import Session
from trainer.ui import theme
from trainer.ui.shell import Page, Shell
from trainer.ui.widgets.base import Card, Label, Rule, clear
from trainer.ui.widgets.beside import Beside
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.deciding import EraseDialog, OverruleDialog
from trainer.ui.widgets.feedback import EmptyState
from trainer.ui.widgets.page import DetailPanel, PageHeader, Pairs, ScrollColumn
from trainer.ui.widgets.rows import LinkRow
from trainer.ui.widgets.sign import HOLD_MS
from trainer.ui.widgets.table import Column, DataTable, Value
from trainer.views import erasing
from trainer.views import records as view
from trainer.views import uncounted as judging
from trainer.views.naming import name_of, names
from trainer.views.whatif import Effect
from trainer.wording import dates, learning, uncounted
from trainer.wording import records as wording

PANEL = 336


class RecordsPage(Page):
    """`go("records", title=…, ids=(…))`, `go("records", person=…, quarter=(2026, 4))` or `go("records", about=…)`."""

    name = "records"
    hold_ms: ClassVar[int] = HOLD_MS

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self._title = ""
        self._ids: tuple[str, ...] = ()
        self._person = ""
        self._quarter: Quarter | None = None
        self._about = ""
        self._shown: list[str] = []
        self._sheet: view.RecordSheet | None = None
        self.header = PageHeader(_("Records"))
        back = Button(_("Back"), icon="left", name="records-back")
        back.clicked.connect(shell.back)
        self.header.set_actions(back)
        self.plain = DataTable(
            [
                Column(_("Signed")),
                Column(_("What")),
                Column(_("About"), wide=True),
                Column(_("Who")),
                Column(_("Standing")),
            ],
            _("Records"),
            name="records-table",
        )
        self.hours = DataTable(
            [
                Column(_("Day")),
                Column(_("What"), wide=True),
                Column(_("Claimed"), number=True),
                Column(_("Accepted"), number=True),
                Column(_("Confirmed by")),
                Column(_("Reason")),
            ],
            _("Training hours"),
            name="hours-table",
        )
        self.empty = EmptyState(_("Nothing here"), _("No record stands behind this figure yet."), icon="file")
        for table in (self.plain, self.hours):
            table.chosen.connect(self._choose)
            table.opened.connect(self._choose)
        card = Card()
        for part in (self.plain, self.hours, self.empty):
            card.body.addWidget(part, 1)
        self.panel = DetailPanel(closable=False)
        self.panel.avatar.hide()
        self.pairs = Pairs()
        self.overrule = Button(_("Overrule…"), name="records-overrule")
        self.erase = Button(_("Erase contents…"), name="records-erase")
        self.dialog: OverruleDialog | EraseDialog | None = None
        self.overrule.clicked.connect(self.ask_to_overrule)
        self.erase.clicked.connect(self.ask_to_erase)
        self._build(card)

    def _build(self, card: Card) -> None:
        area = ScrollColumn(gap=8, margins=(0, 0, 0, 0))
        self._inner = QVBoxLayout()
        self._inner.setSpacing(8)
        area.body.addWidget(self.pairs)
        area.body.addLayout(self._inner)
        area.body.addStretch(1)
        self.panel.content.addWidget(area, 1)
        self.panel.foot.addWidget(self.overrule)
        self.panel.foot.addWidget(self.erase)
        self.panel.foot.addStretch(1)
        for button in (self.overrule, self.erase):
            button.hide()
        self.beside = Beside(card, self.panel, PANEL)
        self.header.set_actions(self.beside.toggle)
        body = QVBoxLayout(self)
        body.setContentsMargins(theme.MARGIN, theme.MARGIN_TOP, theme.MARGIN, theme.MARGIN)
        body.setSpacing(theme.GAP)
        body.addWidget(self.header)
        body.addWidget(self.beside, 1)

    def opened(self, **arguments: object) -> None:
        """What to show: `ids` of records, or the hours of `person` in `quarter`, or everything `about` somebody."""
        self._title = str(arguments.get("title", ""))
        ids = arguments.get("ids", ())
        self._ids = tuple(str(one) for one in ids) if isinstance(ids, (tuple, list)) else ()
        quarter = arguments.get("quarter")
        self._quarter = (int(quarter[0]), int(quarter[1])) if isinstance(quarter, tuple) and len(quarter) == 2 else None
        self._person = str(arguments.get("person", ""))
        self._about = str(arguments.get("about", ""))
        self._sheet = None
        self.beside.fill(False)
        self.refresh()

    def affected(self, people: frozenset[str]) -> bool:
        """Anybody's records may be listed."""
        return bool(people)

    def main_control(self) -> QWidget:
        """The list."""
        return self.hours if self._person else self.plain

    def refresh(self) -> None:
        """Ask for the list again."""
        if self._person:
            self.ask(partial(_hours, person=self._person, quarter=self._quarter), self._fill_hours)
        else:
            self.ask(partial(_records, ids=self._ids, about=self._about), self._fill_records)

    def _fill_records(self, rows: Sequence[view.RecordRow]) -> None:
        today = self.shell.today()
        shown: list[Sequence[Value]] = [
            (
                (dates.moment(row.time, today), float(row.time)),
                (wording.kind(row.kind), wording.kind(row.kind)),
                (row.title or row.sub_name, row.title or row.sub_name),
                (row.who_name, row.who_name),
                (wording.counts(row.verdict, row.why), wording.verdict(row.verdict, row.why)),
            )
            for row in rows
        ]
        self._show(self.plain, shown, [row.id for row in rows])
        self.header.say(
            self._title or _("Records"), ngettext("{n} record", "{n} records", len(rows)).format(n=len(rows))
        )

    def _fill_hours(self, found: tuple[str, Sequence[view.HoursRow]]) -> None:
        name, rows = found
        shown: list[Sequence[Value]] = []
        for row in rows:
            what = row.title or learning.source(row.source)
            accepted = row.accepted_s
            waits = _("waits for {name}").format(name=row.waits_for) if row.waits_for else _("waits")
            shown.append(
                (
                    (dates.short_day(row.day), row.day.isoformat()),
                    (what, what),
                    (dates.hours(row.claimed_s), row.claimed_s),
                    (dates.hours(accepted) if accepted is not None else "—", accepted if accepted is not None else -1),
                    (row.decided_by if accepted is not None else waits, row.decided_by),
                    (row.reason, row.reason),
                )
            )
        self._show(self.hours, shown, [row.record for row in rows])
        period = dates.quarter(*self._quarter) if self._quarter else _("all quarters")
        claimed = dates.hours_word(sum(row.claimed_s for row in rows if row.accepted_s is None))
        accepted_all = dates.hours_word(sum(row.accepted_s or 0 for row in rows))
        line = _("{period} · {accepted} accepted · {claimed} to be confirmed · overlaps count once in the total")
        self.header.say(
            _("Training hours of {name}").format(name=name),
            line.format(period=period, accepted=accepted_all, claimed=claimed),
        )

    def _show(self, table: DataTable, rows: list[Sequence[Value]], ids: list[str]) -> None:
        self._shown = ids
        self.plain.setVisible(table is self.plain and bool(rows))
        self.hours.setVisible(table is self.hours and bool(rows))
        self.empty.setVisible(not rows)
        here = self._sheet.row.id if self._sheet is not None else ""
        at = ids.index(here) if here in ids else 0
        table.fill(rows, at)
        if rows:
            self._choose(at)

    def _choose(self, place: int) -> None:
        if 0 <= place < len(self._shown):
            self.show_record(self._shown[place])

    def show_record(self, record: str) -> None:
        """Show one record in the panel."""
        self.ask(partial(_sheet, record=record), self._fill_sheet)

    def _fill_sheet(self, found: tuple[view.RecordSheet | None, list[tuple[str, str]], bool]) -> None:
        sheet, lines, overrulable = found
        self._sheet = sheet
        self.overrule.setVisible(overrulable)
        erasable = sheet is not None and sheet.body is not None and sheet.row.kind not in wording.NEVER_ERASED
        self.erase.setVisible(erasable and "hr" in self.shell.roles)
        self.beside.fill(sheet is not None)
        if sheet is None:
            return
        row = sheet.row
        today = self.shell.today()
        self.panel.name.setText(wording.kind(row.kind))
        self.panel.line.setText(wording.verdict(row.verdict, row.why))
        pairs = [
            (_("Signed by"), row.who_name),
            (_("About"), row.sub_name or "—"),
            (_("Signed, as the signer's computer said"), dates.moment(row.time, today)),
            (_("Received here"), dates.moment(row.got, today)),
            (_("Place"), wording.position(row.log, row.seq)),
            (_("Record"), f"{row.id[:12]}…"),
        ]
        self.pairs.set_pairs(pairs)
        clear(self._inner)
        self._inner.addWidget(Rule())
        if sheet.body is None:
            self._inner.addWidget(
                Label(_("The body is not here: erased, or not received."), "small", "ink2", wrap=True)
            )
        body = Pairs()
        body.set_pairs(lines)
        self._inner.addWidget(body)
        if sheet.refs:
            self._inner.addWidget(Label(_("Refers to"), "smallStrong"))
        for ref in sheet.refs:
            link = LinkRow(wording.kind(ref.kind), f"{ref.who_name} · {dates.moment(ref.time, today)}")
            link.setObjectName(f"ref-{ref.id[:8]}")
            link.chosen.connect(partial(self.show_record, ref.id))
            self._inner.addWidget(link)

    # what HR can do about it

    def ask_to_overrule(self) -> None:
        """Say what would change, then ask for the reason and the passphrase."""
        if self._sheet is not None:
            row = self._sheet.row
            self.ask(partial(judging.overruling, record=row.id), partial(self._overrule, row))

    def _overrule(self, row: view.RecordRow, effects: Sequence[Effect]) -> None:
        dialog = OverruleDialog(row, effects, self.shell.name, self, hold_ms=self.hold_ms)

        def act(session: Session, passphrase: str) -> str:
            return deciding.overrule(session, row.id, dialog.text(), passphrase=passphrase)

        self._sign(dialog, act)

    def ask_to_erase(self) -> None:
        """Show what goes with the contents of this record, then ask for the ground and the passphrase."""
        if self._sheet is None:
            return
        row = self._sheet.row
        dialog = EraseDialog((), self.shell.name, self, hold_ms=self.hold_ms, record=row)

        def act(session: Session, passphrase: str) -> object:
            return deciding.erase(session, dialog.ids(), dialog.text(), passphrase=passphrase)

        dialog.asked.connect(
            lambda _person, _scope: self.ask(
                partial(erasing.erasure, scope="record", record=row.id),
                lambda found: dialog.show_preview(found, self.shell.today()),
                dialog.refused,
            )
        )
        self._sign(dialog, act)
        dialog.ask()

    def _sign(self, dialog: OverruleDialog | EraseDialog, act: Callable[[Session, str], object]) -> None:
        dialog.signed.connect(
            lambda passphrase: self.do(
                lambda session: act(session, passphrase), lambda _done: self._done(dialog), dialog.refused
            )
        )
        self.dialog = dialog
        dialog.open()

    def _done(self, dialog: OverruleDialog | EraseDialog) -> None:
        dialog.accept()
        self.refresh()
        if isinstance(dialog, EraseDialog):  # in the backups beside the writing: it may take a while
            count = len(dialog.ids())
            self.ask(keeping.clean, lambda copies: self.shell.toast(uncounted.erased(count, copies)))


def _hours(session: Session, *, person: str, quarter: Quarter | None) -> tuple[str, Sequence[view.HoursRow]]:
    return name_of(session, person), view.hours_rows(session, person, quarter)


def _records(session: Session, *, ids: tuple[str, ...], about: str) -> Sequence[view.RecordRow]:
    return view.records_about(session, about) if about else view.records(session, ids)


def _sheet(session: Session, *, record: str) -> tuple[view.RecordSheet | None, list[tuple[str, str]], bool]:
    sheet = view.record_sheet(session, record)
    lines = wording.body_lines(sheet.body, names(session)) if sheet is not None and sheet.body is not None else []
    return sheet, lines, judging.overrulable(session, record)
