"""The certificate register: every certificate with what it is worth today, and what HR can do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from trainer.actions import certifying
from trainer.documents.certificate import CertificatePage
from trainer.i18n import _
from trainer.session import Session
from trainer.ui import theme
from trainer.ui.saving import proposed, save_certificate
from trainer.ui.shell import Page, Shell
from trainer.ui.widgets.base import Card, Label, Rule, Tag, Tone, clear, column, row
from trainer.ui.widgets.beside import Beside
from trainer.ui.widgets.buttons import Button, Choice
from trainer.ui.widgets.certificate import CertificatePreview
from trainer.ui.widgets.changing import Change, ChangeDialog
from trainer.ui.widgets.checking import CertificateCheck
from trainer.ui.widgets.feedback import Callout, EmptyState
from trainer.ui.widgets.issuing import PageDialog
from trainer.ui.widgets.page import DetailPanel, PageHeader, Pairs, ScrollColumn
from trainer.ui.widgets.sign import HOLD_MS
from trainer.ui.widgets.table import Column, DataTable, Value
from trainer.views import certificates as view
from trainer.wording import certificate as wording
from trainer.wording import dates
from trainer.wording import records as words

PANEL = 336
PREVIEW = 294
_TONES: dict[str, Tone] = {"ok": "ok", "warn": "warn", "bad": "bad", "neutral": "neutral"}


class RegisterPage(Page):
    """All certificates. One that was issued without its requirements being met says which, by name."""

    name = "register"
    hold_ms: ClassVar[int] = HOLD_MS

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.rows: Sequence[view.CertificateRow] = ()
        self.everything: Sequence[view.CertificateRow] = ()
        self.shown: view.CertificateRow | None = None
        self.dialog: ChangeDialog | PageDialog | None = None
        self._record = ""
        self._page: CertificatePage | None = None
        self.header = PageHeader(_("Certificate register"), "")
        self.table = DataTable(
            [
                Column(_("Serial")),
                Column(_("Name")),
                Column(_("Issued on")),
                Column(_("Valid until")),
                Column(_("Status"), wide=True),
            ],
            _("Certificates"),
            name="register-table",
        )
        self.empty = EmptyState(
            _("No certificates yet"),
            _("They are issued on the page of approvals, when a gate is complete."),
            icon="award",
            action=_("Go-live approvals"),
        )
        self.panel = DetailPanel(closable=False)
        self.tag = Tag("")
        self.worth = Label("", "small", wrap=True)
        self.failing = QVBoxLayout()
        self.pairs = Pairs()
        self.preview = CertificatePreview(PREVIEW)
        self.history = QVBoxLayout()
        self.history.setSpacing(6)
        self.which = Choice([], spoken=_("Which certificates"), name="register-which")
        self.evidence = Button(_("Records behind it"), "text", size=theme.SMALL, name="register-records")
        self.save = Button(_("Save PDF…"), "primary", icon="download", size=theme.LARGE, name="register-save")
        self.suspend = Button(_("Suspend…"), name="register-suspend")
        self.reinstate = Button(_("Reinstate…"), name="register-reinstate")
        self.revoke = Button(_("Revoke…"), "danger", name="register-revoke")
        self._build()
        self._connect()

    def _build(self) -> None:
        self.panel.side.addWidget(self.tag)
        area = ScrollColumn(gap=8, margins=(0, 0, 0, 0))
        area.body.addWidget(self.worth)
        area.body.addLayout(self.failing)
        area.body.addWidget(self.pairs)
        area.body.addWidget(Rule())
        area.body.addWidget(Label(_("History"), "smallStrong"))
        area.body.addLayout(self.history)
        area.body.addLayout(row(self.evidence, None))
        area.body.addStretch(1)
        self.panel.content.addWidget(area, 1)
        self.panel.content.addWidget(self.preview)
        changes = row(self.suspend, self.reinstate, self.revoke, None, gap=8)
        self.panel.foot.addLayout(column(changes, self.save, self.save.reason, gap=8))
        card = Card()
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.empty, 1)
        self.beside = Beside(card, self.panel, PANEL)
        self.check = CertificateCheck(self.ask, self.beside)
        self.header.set_actions(self.which, self.check.button, self.beside.toggle)
        body = QVBoxLayout(self)
        body.setContentsMargins(theme.MARGIN, theme.MARGIN_TOP, theme.MARGIN, theme.MARGIN)
        body.setSpacing(theme.GAP)
        body.addWidget(self.header)
        body.addWidget(self.check)
        body.addWidget(self.beside, 1)

    def _connect(self) -> None:
        self.table.chosen.connect(self._choose)
        self.which.changed.connect(lambda _code: self._fill_table())
        self.empty.acted.connect(self._leave_empty)
        self.preview.enlarged.connect(self.enlarge)
        self.evidence.clicked.connect(self._open_records)
        self.save.clicked.connect(self.ask_where)
        self.suspend.clicked.connect(lambda: self.ask_to_change("suspended"))
        self.reinstate.clicked.connect(lambda: self.ask_to_change("reinstated"))
        self.revoke.clicked.connect(lambda: self.ask_to_change("revoked"))

    def opened(self, **arguments: object) -> None:
        """`record` chooses a certificate."""
        self._record = str(arguments.get("record", self._record))
        self.refresh()

    def affected(self, people: frozenset[str]) -> bool:
        """Everybody is listed."""
        return bool(people)

    def main_control(self) -> QWidget:
        """The table."""
        return self.table

    def refresh(self) -> None:
        """Ask for the register again."""
        self.ask(view.register, self._fill)

    def _fill(self, rows: tuple[view.CertificateRow, ...]) -> None:
        self.everything = rows
        counts = Counter(one.shown for one in rows)
        self.header.say(_("Certificate register"), wording.register_line(counts) if rows else "")
        options = [("", _("All certificates"))]
        options += [(one, wording.filter_word(one, counts[one])) for one in wording.SHOWN if counts[one]]
        wanted = next((one.shown for one in rows if one.record == self._record), "")
        chosen = self.which.code()
        self.which.set_options(options, chosen if counts[chosen] and chosen == wanted else "")
        self.which.setVisible(len(options) > 2)
        self._fill_table()

    def _fill_table(self) -> None:
        which = self.which.code()
        self.rows = rows = tuple(one for one in self.everything if which in {"", one.shown})
        if which and not rows:
            self.empty.say(_("No certificate has this status"), "", _("All certificates"))
        else:
            self.empty.say(
                _("No certificates yet"),
                _("They are issued on the page of approvals, when a gate is complete."),
                _("Go-live approvals"),
            )
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        records = [one.record for one in rows]
        at = records.index(self._record) if self._record in records else 0
        self.table.fill([_cells(one) for one in rows], at)
        if rows:
            self._choose(at)
        else:
            self.beside.fill(False)

    def _leave_empty(self) -> None:
        if self.everything:
            self.which.set_code("")
            self._fill_table()
        else:
            self.shell.go("approvals")

    def _choose(self, place: int) -> None:
        if not 0 <= place < len(self.rows):
            return
        one = self.rows[place]
        self.shown, self._record = one, one.record
        self.panel.show_person(one.name, _("{serial} · issued by {name}").format(serial=one.serial, name=one.issuer))
        status = one.standing.status
        self.tag.show_as(wording.status_word(one.shown), _TONES[wording.tone(one.shown)])
        self.worth.setText(one.worth)
        clear(self.failing)
        for title, reason in one.failing:
            self.failing.addWidget(Callout(title, reason, "bad"))
        self.pairs.set_pairs(self._facts(one))
        self.suspend.setVisible(one.state == "active" and status != "expired")
        self.reinstate.setVisible(one.state == "suspended")
        self.revoke.setVisible(one.state != "revoked")
        self._page = None
        self.preview.show_page(None)
        self.save.allow()
        self.save.setEnabled(False)
        self.beside.fill(True)
        clear(self.history)
        self.ask(partial(_behind, person=one.person, record=one.record), partial(self._fill_behind, one.record))
        self.ask(partial(view.page, person=one.person, record=one.record), partial(self._fill_page, one.record))

    def _facts(self, one: view.CertificateRow) -> list[tuple[str, str]]:
        facts = [
            (_("Issued on"), dates.day(one.on)),
            (_("Valid until"), dates.day(one.standing.valid_until)),
            (_("Programme"), one.version),
        ]
        if one.state_on is not None:
            facts.append((_("Changed by"), _("{name}, {day}").format(name=one.state_by, day=dates.day(one.state_on))))
        if one.twice:
            facts.append((_("Serial"), _("Another certificate bears the same serial; the record tells them apart.")))
        facts.append((_("Known"), words.as_of(one.received, self.shell.today())))
        return facts

    def _fill_behind(self, record: str, found: tuple[tuple[view.StateRow, ...], tuple[view.LostRow, ...]]) -> None:
        if self.shown is None or self.shown.record != record:
            return
        states, gone = found
        clear(self.history)
        for one in states:
            title = wording.state_line(one.state, one.by, one.signed, self.shell.today())
            why = " ".join(part for part in (one.reason, one.why_not) if part)
            self.history.addWidget(Label(title, "small", wrap=True, tabular=True))
            if why:
                self.history.addWidget(Label(why, "caption", "bad" if one.why_not else "ink2", wrap=True))
        for one_lost in gone if self.shown.shown == "held" else ():
            kind = words.kind(one_lost.kind)
            line = wording.lost_line(kind, one_lost.by, dates.local(one_lost.signed).date(), one_lost.why)
            self.failing.addWidget(Callout(one_lost.title, line, "warn"))

    def _fill_page(self, record: str, page: CertificatePage) -> None:
        if self.shown is not None and self.shown.record == record:
            self._page = page
            self.preview.show_page(page)
            if self.shown.standing.status in {"invalid", "revoked"}:
                self.save.refuse(_("Invalid and revoked certificates are not printed."))
            else:
                self.save.allow()

    def enlarge(self) -> None:
        """The page at full size."""
        if self._page is not None:
            self.dialog = PageDialog(self._page, self)
            self.dialog.open()

    def _open_records(self) -> None:
        one = self.shown
        if one is not None:
            ids = (one.record, *([one.state_record] if one.state_record else []), *one.evidence)
            title = _("Certificate {serial} of {name}").format(serial=one.serial, name=one.name)
            self.shell.go("records", title=title, ids=ids)

    # changing

    def ask_to_change(self, state: Change) -> None:
        """Ask for the reason and the passphrase."""
        one = self.shown
        if one is None:
            return
        dialog = ChangeDialog(
            state, (one.name, one.serial), one.standing.valid_until, self.shell.name, self, hold_ms=self.hold_ms
        )

        def act(session: Session, passphrase: str) -> str:
            return certifying.change_state(session, one.person, one.record, state, dialog.text(), passphrase=passphrase)

        dialog.signed.connect(
            lambda passphrase: self.do(
                partial(act, passphrase=passphrase), lambda _id: self._changed(dialog), dialog.refused
            )
        )
        self.dialog = dialog
        dialog.open()

    def _changed(self, dialog: ChangeDialog) -> None:
        dialog.accept()
        self.refresh()

    # the file

    def ask_where(self) -> None:
        """Ask for the file, then write it."""
        one = self.shown
        if one is not None and self._page is not None:
            name = f"{one.serial} {one.name}.pdf"
            path, _filter = QFileDialog.getSaveFileName(
                self, _("Save the certificate"), proposed(name), _("Certificate (*.pdf)")
            )
            if path:
                self.write(Path(path))

    def write(self, path: Path) -> None:
        """Write the chosen certificate as a PDF with its evidence."""
        one, page = self.shown, self._page
        if one is not None and page is not None:
            self.do(partial(view.evidence, person=one.person), partial(save_certificate, self, path, page))


def _behind(
    session: Session, *, person: str, record: str
) -> tuple[tuple[view.StateRow, ...], tuple[view.LostRow, ...]]:
    return view.history(session, person, record), view.lost(session, person, record)


def _cells(one: view.CertificateRow) -> list[Value]:
    status = wording.status_word(one.shown)
    if one.failing:
        said = _("{status}: {requirements}").format(
            status=status, requirements=_(", ").join(title for title, _reason in one.failing)
        )
    else:
        said = status
    return [
        (one.serial, one.serial),
        (one.name, one.name),
        (dates.day(one.on), one.on.isoformat()),
        (dates.day(one.standing.valid_until), one.standing.valid_until.isoformat()),
        (said, said),
    ]
