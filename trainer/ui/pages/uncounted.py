"""Records that do not count, and why: what HR has to decide first; a fork decided, an attestation overruled, data erased."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from trainer.actions import deciding, keeping
from trainer.documents import tables
from trainer.i18n import _
from trainer.session import Session
from trainer.ui import theme
from trainer.ui.saving import proposed, save_table
from trainer.ui.shell import Page, Shell
from trainer.ui.widgets.base import Card, Label, Rule, Tag, clear, row
from trainer.ui.widgets.beside import Beside
from trainer.ui.widgets.buttons import Button, Choice
from trainer.ui.widgets.deciding import EraseDialog, OverruleDialog, PickDialog
from trainer.ui.widgets.feedback import Callout, EmptyState
from trainer.ui.widgets.page import DetailPanel, PageHeader, Pairs, ScrollColumn
from trainer.ui.widgets.sign import HOLD_MS
from trainer.ui.widgets.table import Column, DataTable, Value
from trainer.views import erasing, people
from trainer.views import records as record_view
from trainer.views import uncounted as view
from trainer.views.naming import names
from trainer.views.whatif import Effect
from trainer.wording import dates
from trainer.wording import records as words
from trainer.wording import uncounted as wording

PANEL = 336
FILTER = 300
"""Pixels of the filter by reason at most: its words are long."""


class UncountedPage(Page):
    """Everything that does not count. `go("uncounted", reason="fork")` or `person=…` filters it."""

    name = "uncounted"
    hold_ms: ClassVar[int] = HOLD_MS

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.found: view.Review | None = None
        self.rows: Sequence[view.ReviewRow] = ()
        self.shown: view.ReviewRow | None = None
        self.dialog: PickDialog | OverruleDialog | EraseDialog | None = None
        self._record = ""
        self._reason = ""
        self._person = ""
        self.header = PageHeader(_("Records that do not count"))
        self.erase = Button(_("Erase personal data…"), name="uncounted-erase")
        self.export = Button(_("Export…"), icon="download", name="uncounted-export")
        self.reason = Choice(spoken=_("Reason"), neutral="", name="uncounted-reason")
        self.person = Choice(spoken=_("Person"), neutral="", name="uncounted-person")
        self.alarm = Callout(_("Records were here once and are gone"), "", "bad")
        self.table = DataTable(
            [
                Column(_("Why it does not count"), wide=True),
                Column(_("What")),
                Column(_("Who")),
                Column(_("Signed")),
            ],
            _("Records that do not count"),
            name="uncounted-table",
        )
        self.empty = EmptyState(
            _("Everything counts"),
            _("Every record that was received is sound and counted, or belongs to nothing that is counted."),
            icon="check",
        )
        self.panel = DetailPanel(closable=False)
        self.tag = Tag("")
        self.why = Label("", "small", wrap=True)
        self.remedy = Callout(_("What can be done"), "", "accent")
        self.pairs = Pairs()
        self.would = QVBoxLayout()
        self.decide = Button(_("Compare both sides…"), "primary", size=theme.LARGE, name="uncounted-decide")
        self.overrule = Button(_("Overrule…"), name="uncounted-overrule")
        self._build()
        self._connect()

    def _build(self) -> None:
        self.panel.avatar.hide()
        self.panel.side.addWidget(self.tag)
        self.would.setSpacing(8)
        self.remedy.text.show()
        self.alarm.text.show()
        self.reason.setMaximumWidth(FILTER)
        area = ScrollColumn(gap=8, margins=(0, 0, 0, 0))
        for part in (self.why, self.remedy, self.pairs):
            area.body.addWidget(part)
        area.body.addLayout(self.would)
        area.body.addStretch(1)
        self.panel.content.addWidget(area, 1)
        self.panel.foot.addWidget(self.decide, 1)
        self.panel.foot.addWidget(self.overrule)
        card = Card()
        card.body.addLayout(row(self.reason, self.person, None, gap=12))
        card.body.addWidget(self.alarm)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.empty, 1)
        self.beside = Beside(card, self.panel, PANEL)
        self.header.set_actions(self.erase, self.export, self.beside.toggle)
        body = QVBoxLayout(self)
        body.setContentsMargins(theme.MARGIN, theme.MARGIN_TOP, theme.MARGIN, theme.MARGIN)
        body.setSpacing(theme.GAP)
        body.addWidget(self.header)
        body.addWidget(self.beside, 1)

    def _connect(self) -> None:
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(self._open)
        self.reason.changed.connect(self._filter)
        self.person.changed.connect(self._filter)
        self.decide.clicked.connect(self.compare)
        self.overrule.clicked.connect(self.ask_to_overrule)
        self.erase.clicked.connect(self.ask_to_erase)
        self.export.clicked.connect(self.ask_where)

    def opened(self, **arguments: object) -> None:
        """`reason`, `person` filter; `record` chooses a row."""
        self._reason = str(arguments.get("reason", ""))
        self._person = str(arguments.get("person", ""))
        self._record = str(arguments.get("record", self._record))
        self.refresh()

    def affected(self, people: frozenset[str]) -> bool:
        """Anybody's records may be listed."""
        return bool(people)

    def main_control(self) -> QWidget:
        """The table."""
        return self.table if self.rows else self.erase

    def refresh(self) -> None:
        """Ask for the list again."""
        self.ask(view.uncounted, self._fill)

    def _fill(self, found: view.Review) -> None:
        self.found = found
        self.header.say(_("Records that do not count"), wording.summary(len(found.rows), found.decide))
        counted = Counter(one.reason for one in found.rows)
        reasons = [
            (one, _("{reason} ({n})").format(reason=wording.short(one), n=counted[one]))
            for one in view.ORDER
            if one in counted
        ]
        self.reason.set_options([("", _("All reasons")), *reasons], self._reason if self._reason in counted else "")
        known = {person for person, _name in found.people}
        self.person.set_options([("", _("Everybody")), *found.people], self._person if self._person in known else "")
        self.alarm.setVisible(bool(found.missing))
        said = [wording.missing(one.name, one.log, one.seq) for one in found.missing]
        self.alarm.text.setText("\n".join(said))
        self.shell.count("uncounted", found.decide)
        self._filter()

    def _filter(self, _code: str = "") -> None:
        if self.found is None:
            return
        self._reason, self._person = self.reason.code(), self.person.code()
        self.rows = [
            one
            for one in self.found.rows
            if self._reason in ("", one.reason) and self._person in ("", one.sub, one.row.who)
        ]
        any_ = bool(self.found.rows)
        for part in (self.table, self.reason, self.person):
            part.setVisible(any_)
        self.export.setEnabled(any_)
        self.empty.setVisible(not any_)
        ids = [one.row.id for one in self.rows]
        at = ids.index(self._record) if self._record in ids else 0
        self.table.fill([_cells(one, place, self) for place, one in enumerate(self.rows)], at)
        if self.rows:
            self._choose(at)
        else:
            self.beside.fill(False)

    def _choose(self, place: int) -> None:
        if not 0 <= place < len(self.rows):
            return
        one = self.rows[place]
        self.shown, self._record = one, one.row.id
        row_, today = one.row, self.shell.today()
        self.panel.name.setText(words.kind(row_.kind))
        self.panel.line.setText(row_.title or row_.who_name)
        waits = one.reason in view.DECIDE
        self.tag.show_as(_("To decide") if waits else _("Does not count"), "warn" if waits else "neutral")
        self.why.setText(wording.why(one.reason))
        self.remedy.text.setText(wording.remedy(one.reason))
        self.pairs.set_pairs(
            [
                (_("Signed by"), row_.who_name),
                (_("About"), row_.sub_name or "—"),
                (_("Signed, as the signer's computer said"), dates.moment(row_.time, today)),
                (_("Received here"), dates.moment(row_.got, today)),
                (_("Place"), words.position(row_.log, row_.seq)),
                (_("Verdict"), words.verdict(row_.verdict) if one.reason != "forked" else wording.short("forked")),
                (_("Record"), f"{row_.id[:12]}…"),
            ]
        )
        self.decide.setVisible(one.fork is not None)
        self.decide.setText(_("Compare both sides…") if waits else _("Look at both sides…"))
        self.overrule.hide()
        clear(self.would)
        self.beside.fill(True)
        self.ask(partial(_detail, one=one), partial(self._fill_detail, one.row.id))

    def _fill_detail(self, record: str, found: tuple[list[tuple[str, str]], str]) -> None:
        if self.shown is None or self.shown.row.id != record:
            return
        lines, rival = found
        clear(self.would)
        self.would.addWidget(Rule())
        self.would.addWidget(Label(_("What it would have meant"), "smallStrong"))
        if lines:
            pairs = Pairs()
            pairs.set_pairs(lines)
            self.would.addWidget(pairs)
        else:
            self.would.addWidget(Label(_("The body is not here: erased, or not received."), "small", "ink2", wrap=True))
        self.overrule.setVisible(bool(rival))

    def _open(self, place: int) -> None:
        """Enter on a row: compare the sides of a fork, else show the details where they are a drawer."""
        self._choose(place)
        if self.shown is not None and self.shown.fork is not None:
            self.compare()
        elif self.beside.narrow():
            self.beside.toggle.setChecked(True)

    # a fork

    def compare(self) -> None:
        """Show both sides beside each other."""
        one = self.shown
        if one is not None and one.fork is not None:
            log, seq = one.fork
            self.ask(partial(view.fork_sheet, log=log, seq=seq), self._show_sides)

    def _show_sides(self, sheet: view.ForkSheet | None) -> None:
        if sheet is None:
            self.refresh()
            return
        dialog = PickDialog(sheet, self.shell.today(), self.shell.name, self, hold_ms=self.hold_ms)

        def act(session: Session, passphrase: str) -> str:
            return deciding.pick(session, sheet.log, sheet.seq, dialog.chosen(), dialog.text(), passphrase=passphrase)

        dialog.signed.connect(
            lambda passphrase: self.do(
                partial(act, passphrase=passphrase), lambda _id: self._done(dialog), dialog.refused
            )
        )
        self.dialog = dialog
        dialog.open()

    def _done(self, dialog: PickDialog | OverruleDialog | EraseDialog) -> None:
        dialog.accept()
        self.refresh()

    # overruling

    def ask_to_overrule(self) -> None:
        """Say what would change, then ask for the reason and the passphrase."""
        one = self.shown
        if one is not None:
            self.ask(partial(view.overruling, record=one.row.id), partial(self._overrule, one.row))

    def _overrule(self, one: record_view.RecordRow, effects: Sequence[Effect]) -> None:
        dialog = OverruleDialog(one, effects, self.shell.name, self, hold_ms=self.hold_ms)

        def act(session: Session, passphrase: str) -> str:
            return deciding.overrule(session, one.id, dialog.text(), passphrase=passphrase)

        dialog.signed.connect(
            lambda passphrase: self.do(
                partial(act, passphrase=passphrase), lambda _id: self._done(dialog), dialog.refused
            )
        )
        self.dialog = dialog
        dialog.open()

    # erasing

    def ask_to_erase(self) -> None:
        """Choose whose data, see what goes, sign."""
        self.ask(_everybody, self._erase)

    def _erase(self, everybody: Sequence[tuple[str, str]]) -> None:
        dialog = EraseDialog(everybody, self.shell.name, self, hold_ms=self.hold_ms)

        def preview(person: str, scope: str) -> None:
            self.ask(
                partial(_preview, person=person, scope=scope),
                lambda found: dialog.show_preview(found, self.shell.today()),
                dialog.refused,
            )

        def act(session: Session, passphrase: str) -> int:
            ids = dialog.ids()
            deciding.erase(session, ids, dialog.text(), passphrase=passphrase)
            return len(ids)

        dialog.asked.connect(preview)
        dialog.signed.connect(
            lambda passphrase: self.do(
                partial(act, passphrase=passphrase), lambda done: self._erased(dialog, done), dialog.refused
            )
        )
        self.dialog = dialog
        dialog.open()

    def _erased(self, dialog: EraseDialog, count: int) -> None:
        """Erased here; now in the backups, which may take a while and is done beside the writing."""
        self._done(dialog)
        self.ask(keeping.clean, lambda copies: self.shell.toast(wording.erased(count, copies)))

    # export

    def ask_where(self) -> None:
        """Ask for the file, then write what is shown."""
        name = _("Records that do not count {day}.csv").format(day=self.shell.today().isoformat())
        path, _filter = QFileDialog.getSaveFileName(self, _("Export"), proposed(name), _("Table (*.csv)"))
        if path:
            save_table(self, Path(path), table_of(self.rows, self.shell.today().isoformat(), self.shell.name))


def table_of(rows: Sequence[view.ReviewRow], day: str, who: str) -> tables.Table:
    """What is exported: one line per record."""
    heads = [
        _("Why it does not count"), _("What"), _("Title"), _("Signed by"), _("About"), _("Signed"), _("Received here"),
        _("Log"), _("Position"), _("Record"),
    ]  # fmt: skip
    lines: list[list[tables.Cell]] = [
        [
            wording.short(one.reason), words.kind(one.row.kind), one.row.title, one.row.who_name, one.row.sub_name,
            _written(one.row.time), _written(one.row.got), one.row.log, one.row.seq, one.row.id,
        ]
        for one in rows
    ]  # fmt: skip
    return tables.Table(heads, lines, [[_("As of"), day], [_("Exported by"), who]])


def _written(moment: int) -> str:
    return dates.local(moment).strftime("%Y-%m-%d %H:%M")


def _cells(one: view.ReviewRow, place: int, page: Page) -> list[Value]:
    row_ = one.row
    who = wording.who(row_.who_name, row_.sub_name)
    return [
        (wording.short(one.reason), float(place)),
        (words.kind(row_.kind), words.kind(row_.kind)),
        (who, who),
        (dates.moment(row_.time, page.shell.today()), float(row_.time)),
    ]


def _detail(session: Session, *, one: view.ReviewRow) -> tuple[list[tuple[str, str]], str]:
    """The body in words, and the record if HR can overrule it to settle a contradiction."""
    sheet = record_view.record_sheet(session, one.row.id)
    body = sheet.body if sheet is not None else None
    lines = words.body_lines(body, names(session)) if body is not None else []
    return lines, one.row.id if view.overrulable(session, one.row.id) else ""


def _everybody(session: Session) -> list[tuple[str, str]]:
    """(id, name and number) of everybody, by staff number."""
    found = people.people(session)
    return [(one.person, _("{name} ({number})").format(name=one.name, number=one.number)) for one in found]


def _preview(session: Session, *, person: str, scope: str) -> erasing.Erasure:
    chosen = next((one for one in erasing.SCOPES if one == scope), erasing.SCOPES[0])
    return erasing.erasure(session, chosen, person=person)
