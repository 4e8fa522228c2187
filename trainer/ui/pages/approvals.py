"""Go-live approvals: candidates × requirements, their derivation, and the certificate (`ui.md` §3.9)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from trainer.actions import certifying
from trainer.documents import tables
from trainer.documents.certificate import CertificatePage
from trainer.i18n import _, language
from trainer.session import Session
from trainer.ui import shortcuts, theme
from trainer.ui.saving import proposed, save_certificate, save_table
from trainer.ui.shell import Page, Shell
from trainer.ui.widgets.base import Card, Icon, Label, Selectable, row
from trainer.ui.widgets.beside import Beside
from trainer.ui.widgets.buttons import Button, Choice, Segments
from trainer.ui.widgets.candidates import CandidateList, ColumnHeads
from trainer.ui.widgets.derivation import DerivationPanel, sign_of
from trainer.ui.widgets.exam_dialog import ExamDialog
from trainer.ui.widgets.feedback import EmptyState
from trainer.ui.widgets.issuing import IssueDialog, PageDialog
from trainer.ui.widgets.page import PageHeader, ScrollColumn
from trainer.ui.widgets.rows import SIGNS, STATE_WORDS, CandidateRow, Requirement
from trainer.ui.widgets.sign import HOLD_MS
from trainer.views import approvals as view
from trainer.views import certificates
from trainer.wording import dates

PANEL = 320


@dataclass(frozen=True, slots=True)
class _Shown:
    """One candidate in full, as the reader found it."""

    candidate: view.Candidate
    lines: tuple[view.Derived, ...]
    page: CertificatePage | None


class ApprovalsPage(Page):
    """Who can get a certificate, who cannot yet and why."""

    name = "approvals"
    hold_ms: ClassVar[int] = HOLD_MS

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.found: view.Approvals | None = None
        self.shown: _Shown | None = None
        self.dialog: IssueDialog | ExamDialog | PageDialog | None = None
        self._person = ""
        self._seek = False
        self._listed: list[view.Candidate] = []
        self.department = Choice(spoken=_("Department"), neutral="", name="approvals-department")
        self.export = Button(_("Export"), icon="download", name="approvals-export")
        self.header = PageHeader(
            _("Go-live approvals"),
            _("Only evidence confirmed by others counts; every figure opens the records behind it"),
            self.department,
            self.export,
        )
        self.filter = Segments([], spoken=_("Show"))
        self.area = ScrollColumn(gap=8, margins=(0, 0, 0, 0))
        self.heads = ColumnHeads(self.area)
        self.list = CandidateList(gap=8, name=_("Candidates"))
        self.empty = EmptyState(_("No candidates"), icon="shield")
        self.foot = Label("", "caption", "ink2", wrap=True)
        self.panel = DerivationPanel()
        self._build()
        self._connect()

    def _build(self) -> None:
        card = Card()
        card.body.addLayout(row(Label(_("Candidates × requirements"), "subheading"), None, self.filter))
        card.body.addWidget(self.heads)
        self.area.body.addWidget(self.list)
        self.area.body.addWidget(self.empty)
        self.area.body.addStretch(1)
        card.body.addWidget(self.area, 1)
        legend = row(self.foot, gap=6)
        legend.setStretch(0, 1)
        for state in ("met", "waiting", "todo", "failed"):
            drawing, token = SIGNS[state]
            legend.addWidget(Icon(drawing, token, 14))
            legend.addWidget(Label(_(STATE_WORDS[state]), "caption", "ink2"))
            legend.addSpacing(4)
        card.body.addLayout(legend)
        self.beside = Beside(card, self.panel, PANEL)
        self.header.set_actions(self.beside.toggle)
        body = QVBoxLayout(self)
        body.setContentsMargins(theme.MARGIN, theme.MARGIN_TOP, theme.MARGIN, theme.MARGIN)
        body.setSpacing(theme.GAP)
        body.addWidget(self.header)
        body.addWidget(self.beside, 1)

    def _connect(self) -> None:
        self.department.changed.connect(lambda _code: self.refresh())
        self.export.clicked.connect(self.ask_where)
        self.filter.changed.connect(lambda _code: self._list())
        self.list.chosen.connect(self._choose)
        self.panel.issue_wanted.connect(self.ask_to_issue)
        self.panel.exam_wanted.connect(self.ask_about_exam)
        self.panel.enlarged.connect(self.enlarge)
        self.panel.file_wanted.connect(lambda person: self.shell.go("people", person=person))
        self.panel.records_wanted.connect(lambda title, ids: self.shell.go("records", title=title, ids=ids))
        made = QShortcut(QKeySequence(shortcuts.keys("approvals", "export")), self)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.activated.connect(self.ask_where)

    def opened(self, **arguments: object) -> None:
        """`person` chooses a candidate."""
        self._person = str(arguments.get("person", self._person))
        self._seek = "person" in arguments
        self.refresh()

    def affected(self, people: frozenset[str]) -> bool:
        """Everybody may be a candidate."""
        return bool(people)

    def main_control(self) -> QWidget | None:
        """The chosen candidate; where there is none, the departments."""
        rows = self.list.rows()
        if rows:
            return rows[max(self.list.current(), 0)]
        return self.department if self.found is not None else None

    def refresh(self) -> None:
        """Ask for the candidates again."""
        self.ask(partial(view.approvals, department=self.department.code()), self._fill)

    def _fill(self, found: view.Approvals) -> None:
        self.found = found
        everybody = [("", _("All departments")), *((one, one) for one in found.departments)]
        self.department.set_options(everybody, self.department.code())
        ready = sum(one.gate.ready for one in found.candidates)
        options = [
            ("all", _("All {n}").format(n=len(found.candidates))),
            ("ready", _("Ready {n}").format(n=ready)),
            ("open", _("Open {n}").format(n=len(found.candidates) - ready)),
        ]
        self.filter.set_options(options, self.filter.current() or "all")
        self.heads.set_titles([one.title.in_(language()) for one in found.columns])
        if found.version:
            self.foot.setText(
                _("Programme {version} · as of everybody's own last exchange").format(version=found.version)
            )
        self._list()

    def _list(self) -> None:
        if self.found is None:
            return
        wanted = self.filter.current()
        self._listed = [
            one for one in self.found.candidates if wanted in ("", "all") or (wanted == "ready") == one.gate.ready
        ]
        people = [one.person for one in self._listed]
        at = people.index(self._person) if self._person in people else 0 if people else -1
        rows: list[Selectable] = [self._row(one) for one in self._listed]
        self.list.set_rows(rows, at)
        self._say_empty()
        if self._seek and at > 0:
            QTimer.singleShot(0, self, self._scroll_to_chosen)  # when the rows have their places
        self._seek = False
        if at >= 0:
            self._choose(at)
        else:
            self.shown = None
            self.beside.fill(False)

    def _scroll_to_chosen(self) -> None:
        rows, at = self.list.rows(), self.list.current()
        if 0 <= at < len(rows):
            self.area.ensureWidgetVisible(rows[at])

    def _row(self, one: view.Candidate) -> CandidateRow:
        states = [
            Requirement(line.figure if line is not None else "—", sign_of(item))
            for item, line in zip(one.items, one.lines, strict=True)
        ]
        open_states = {item.state for item in one.gate.items}
        tone = "ok" if one.gate.ready else "bad" if "failed" in open_states else "ink2"
        if tone == "ink2" and "waiting" in open_states:
            tone = "warn"
        made = CandidateRow(
            one.name,
            _("since {day}").format(day=dates.short_day(one.start)),
            states,
            one.summary,
            tone=tone,
        )
        made.setObjectName(f"candidate-{one.number}")
        return made

    def _say_empty(self) -> None:
        nobody = self.found is None or not self.found.candidates
        self.empty.setVisible(not self._listed)
        self.heads.setVisible(bool(self._listed))
        if nobody:
            self.empty.say(
                _("No candidates"), _("Everybody who is enrolled and holds no running certificate stands here.")
            )
        else:
            self.empty.say(_("Nobody in this view"), _("Choose another filter to see the others."))

    # one candidate

    def _choose(self, place: int) -> None:
        if 0 <= place < len(self._listed):
            self._person = self._listed[place].person
            self.ask(partial(_shown, candidate=self._listed[place]), self._fill_panel)

    def _fill_panel(self, shown: _Shown) -> None:
        if shown.candidate.person == self._person:
            self.shown = shown
            self.panel.fill(shown.candidate, shown.lines, shown.page, self.shell.today())
            self.beside.fill(True)

    def enlarge(self) -> None:
        """The preview at full size."""
        if self.shown is not None and self.shown.page is not None:
            self.dialog = PageDialog(self.shown.page, self)
            self.dialog.open()

    # issuing

    def ask_to_issue(self) -> None:
        """Show page, cut and meaning, and ask for the passphrase."""
        if self.shown is None or self.shown.page is None:
            return
        one = self.shown.candidate
        dialog = IssueDialog(self.shown.page, one.gate.total, self.shell.name, self, hold_ms=self.hold_ms)
        dialog.signed.connect(
            lambda passphrase: self.do(
                partial(_issue, learner=one.person, passphrase=passphrase),
                lambda made: self._issued(dialog, one, *made),
                dialog.refused,
            )
        )
        self.dialog = dialog
        dialog.open()

    def _issued(self, dialog: IssueDialog, one: view.Candidate, page: CertificatePage, evidence: bytes) -> None:
        dialog.accept()
        self.refresh()
        name = f"{page.serial} {one.name}.pdf"
        path, _filter = QFileDialog.getSaveFileName(
            self, _("Save the certificate"), proposed(name), _("Certificate (*.pdf)")
        )
        if path:
            save_certificate(self, Path(path), page, evidence)
        else:
            self.shell.toast(
                _("Certificate {serial} is issued. The register saves it any time.").format(serial=page.serial)
            )

    # the exam

    def ask_about_exam(self) -> None:
        """Open the exam of the chosen candidate, or sign its result."""
        if self.shown is None:
            return
        one, exam = self.shown.candidate, self.shown.candidate.exam
        dialog = ExamDialog(exam, one.name, one.paper, self.shell.name, self, hold_ms=self.hold_ms)

        dialog.signed.connect(
            lambda passphrase: self.do(
                dialog.act(one.person, passphrase), lambda _id: self._exam_done(dialog), dialog.refused
            )
        )
        dialog.show_answers_on(self, one.person)
        self.dialog = dialog
        dialog.open()

    def _exam_done(self, dialog: ExamDialog) -> None:
        dialog.accept()
        self.refresh()

    # export

    def ask_where(self) -> None:
        """Ask for the file, then write exactly what is shown."""
        if self.found is not None:
            name = _("Go-live approvals {day}.csv").format(day=self.found.on.isoformat())
            path, _filter = QFileDialog.getSaveFileName(self, _("Export"), proposed(name), _("Table (*.csv)"))
            if path:
                self.write(Path(path))

    def write(self, path: Path) -> None:
        """Write the candidates that are shown as CSV."""
        if self.found is None:
            return
        save_table(self, path, table_of(self.found, self._listed, self.shell.name))


def _shown(session: Session, *, candidate: view.Candidate) -> _Shown:
    page = None
    if candidate.gate.ready:
        taken = (one.serial for person in session.standings.everybody() for one in person.certificates)
        serial = certifying.next_serial(session.today().year, taken)
        page = certificates.draft(session, candidate.person, serial, certifying.cut(session, candidate.person))
    return _Shown(candidate, view.derivation(session, candidate.person), page)


def _issue(session: Session, *, learner: str, passphrase: str) -> tuple[CertificatePage, bytes]:
    record = certifying.issue(session, learner, passphrase=passphrase)
    return certificates.page(session, learner, record), certificates.evidence(session, learner)


def table_of(found: view.Approvals, listed: list[view.Candidate], who: str) -> tables.Table:
    """What is exported: one line per candidate with the state and figure of every requirement, then how it was made."""
    heads = [_("Name"), _("Staff number"), _("Department"), _("Start")]
    heads += [one.title.in_(language()) for one in found.columns]
    heads += [_("Why"), _("Newest record received")]
    lines: list[list[tables.Cell]] = []
    for one in listed:
        states: list[tables.Cell] = [f"{line.state} {line.figure}" if line is not None else None for line in one.lines]
        received = dates.local(one.received).strftime("%Y-%m-%d %H:%M") if one.received else ""
        lines.append([one.name, one.number, one.department, one.start, *states, one.summary, received])
    notes: list[list[tables.Cell]] = [
        [_("As of"), found.on],
        [_("Programme"), found.version],
        [_("Exported by"), who],
    ]
    return tables.Table(heads, lines, notes)
