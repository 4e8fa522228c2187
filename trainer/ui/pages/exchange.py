"""Exchange: one folder and one button; what came, who was last heard from, what waits and why; single files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from trainer.actions import exchanging
from trainer.documents import tables
from trainer.errors import Trouble
from trainer.i18n import _, ngettext
from trainer.ledger.exchange import Report
from trainer.session import Session
from trainer.ui import theme
from trainer.ui.exchange_run import ExchangeRun
from trainer.ui.problems import sentences
from trainer.ui.saving import proposed
from trainer.ui.shell import Page, Shell
from trainer.ui.widgets.base import Card, Icon, Label, clear, column, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.feedback import Callout, InlineError, LongWork
from trainer.ui.widgets.heard_card import HeardCard, chase_table
from trainer.ui.widgets.news_card import NewsCard
from trainer.ui.widgets.page import PageHeader, ScrollColumn
from trainer.ui.widgets.place import PlaceField
from trainer.ui.widgets.single_files import SingleFiles, tell
from trainer.views import exchange as view
from trainer.views.naming import names
from trainer.wording import exchange as wording

SIDE = 392


class ExchangePage(Page):
    """What is shown comes from `views.exchange`; an exchange runs in `ExchangeRun` while other pages are used."""

    name = "exchange"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.row: view.ExchangeRow | None = None
        self.run = ExchangeRun(shell.worker, self)
        self.run.progress.connect(self._progress)
        self.run.finished.connect(self._finished)
        self.run.failed.connect(self._failed)
        self._had_focus = False
        self.header = PageHeader(_("Exchange"))
        self.files = SingleFiles(lambda: shell.settings().mailbox)
        self.files.take_wanted.connect(self.take_file)
        self.files.give_wanted.connect(self.write_file)
        self.news = NewsCard()
        self.news.person_wanted.connect(self._open_person)
        self.heard = HeardCard()
        self.heard.person_wanted.connect(self._open_person)
        self.heard.export_wanted.connect(self._ask_list)
        self._person = ""
        self._build()

    # what is on the page

    def _build(self) -> None:
        area = ScrollColumn()
        area.body.addWidget(self.header)
        left = column(self._folder_card(), None, gap=theme.GAP)
        right = column(self._waiting_card(), self.files, None, gap=theme.GAP)
        side = QWidget()
        side.setFixedWidth(SIDE)
        side.setLayout(right)
        parts = QHBoxLayout()
        parts.setSpacing(theme.GAP)
        parts.addLayout(left, 1)
        parts.addWidget(side, 0, Qt.AlignmentFlag.AlignTop)
        area.body.addLayout(parts)
        area.body.addWidget(self.heard)
        area.body.addWidget(self.news)
        area.body.addStretch(1)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(area)

    def _folder_card(self) -> Card:
        card = Card(gap=12)
        self.place = PlaceField(
            _("Folder that all computers of the organisation can reach"),
            "folder",
            name="mailbox",
            help_=_(
                "A shared drive or a USB stick. Files in it hold names and records: give access to colleagues only."
            ),
        )
        self.place.taken.connect(self._chosen)
        self.go = Button(_("Exchange now"), "primary", icon="exchange", size=theme.LARGE, name="exchange-now")
        self.go.clicked.connect(self.start)
        self.last = Label("", "caption", "ink2", wrap=True)
        line = row(self.go, 4, self.last)
        line.setStretch(2, 1)
        self.work = LongWork(_("Exchanging records"), _("Other pages can be used meanwhile."))
        self.work.cancelled.connect(self.stop)
        self.work.hide()
        self.error = InlineError()
        self.error.acted.connect(lambda _code: self.start())
        self.told = QVBoxLayout()
        self.told.setSpacing(6)
        card.body.addWidget(Label(_("Through a folder"), "subheading"))
        self.out = Label("", "small", wrap=True, tabular=True)
        self.kinds = Label("", "caption", "ink2", wrap=True, tabular=True)
        card.body.addWidget(self.place)
        card.body.addLayout(column(self.out, self.kinds, gap=2))
        card.body.addLayout(line)
        card.body.addWidget(self.work)
        card.body.addWidget(self.error)
        card.body.addLayout(self.told)
        return card

    def _waiting_card(self) -> Card:
        card = Card(_("What does not count yet"), gap=10)
        self.unbound = Callout(
            _("This key is not bound yet"),
            _("Records are kept and count as soon as the bind of HR has arrived with an exchange."),
            "warn",
        )
        self.unbound.hide()
        self.waiting = QVBoxLayout()
        self.waiting.setSpacing(10)
        card.body.addWidget(self.unbound)
        card.body.addLayout(self.waiting)
        return card

    # showing

    def main_control(self) -> QWidget:
        """The button, or the folder while none is chosen."""
        return self.go if self.place.path() is not None else self.place.line

    def affected(self, people: frozenset[str]) -> bool:
        """Anybody's records may wait or have arrived; while the exchange runs it refreshes at its end."""
        return bool(people) and not self.run.running

    def opened(self, **arguments: object) -> None:
        """`person`: selected among those who were heard from."""
        self._person = str(arguments.get("person", self._person))
        self.refresh()

    def refresh(self) -> None:
        """Ask where exchange stands."""
        if not self.place.line.text() and not self.run.running:
            self.place.set_path(self.shell.settings().mailbox)
        self.ask(view.overview, self._fill)

    def _fill(self, found: view.ExchangeRow) -> None:
        self.row = found
        today = self.shell.today()
        context = wording.last(found.last, today)
        self.header.say(_("Exchange"), context)
        self.last.setText(_("Reads what others left and leaves what they may have. Doing it twice changes nothing."))
        self.unbound.setVisible(not found.bound)
        self._fill_waiting(found.waiting)
        self.out.setText(wording.outgoing(found.out.records, found.out.people, found.out.since, today))
        self.kinds.setText(wording.kind_list(found.out.kinds, found.out.files))
        self.kinds.setVisible(bool(found.out.kinds))
        self.news.fill(found.news, today)
        self.heard.fill(found.heard, today, self._person)
        self.files.fill([(one.person, one.name) for one in found.heard if one.live])

    def _fill_waiting(self, rows: Sequence[view.WaitingRow]) -> None:
        clear(self.waiting)
        if not rows:
            line = row(Icon("check-circle", "ok", 18), Label(_("Everything here counts."), "body"), None)
            self.waiting.addLayout(line)
        for one in rows:
            title, why, tone = wording.waiting(one.verdict, one.count, one.names)
            icon = Icon("hourglass" if tone == "warn" else "warning", tone, 18)
            words = column(Label(title, "strong", wrap=True), Label(why, "small", "ink2", wrap=True), gap=2)
            line = row(icon, words, gap=12)
            line.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
            line.setStretch(1, 1)
            self.waiting.addLayout(line)

    def _open_person(self, person: str) -> None:
        """The page of people for HR, the sheet of a trainee for a mentor; others have none about anybody else."""
        if "hr" in self.shell.roles:
            self.shell.go("people", person=person)
        elif person == self.shell.me:
            self.shell.go("today")
        elif "mentor" in self.shell.roles:
            self.shell.go("trainees", person=person)

    # the chase list

    def _ask_list(self) -> None:
        kinds = _("Workbook (*.xlsx);;Table (*.csv)")
        name = _("Chase list {day}.xlsx").format(day=self.shell.today().isoformat())
        found, _kind = QFileDialog.getSaveFileName(self, _("Export the chase list"), proposed(name), kinds)
        if found:
            self.export_to(Path(found))

    def export_to(self, path: Path) -> None:
        """Write whom to chase to a file, workbook or CSV by its name."""
        made = chase_table(self.heard.rows, self.shell.today(), self.shell.name)
        self.heard.error.clear()
        try:
            tables.write_table(path, made)
        except Trouble as error:
            self.heard.error.say(*sentences(error))
        else:
            self.shell.toast(_("Saved to {file}").format(file=path.name))

    # the folder

    def _chosen(self, path: Path) -> None:
        self.shell.keep(mailbox=str(path))
        self.go.setFocus()

    def start(self) -> None:
        """Exchange through the folder; what is said about the last one goes."""
        if self.run.running:
            return
        folder = self.place.path()
        self.place.clear_error()
        self.error.clear()
        clear(self.told)
        if folder is None:
            self.place.error(_("Choose the folder first."))
            self.place.line.setFocus()
            return
        if self.shell.settings().mailbox != str(folder):
            self.shell.keep(mailbox=str(folder))
        self._had_focus = self.go.hasFocus()
        self.go.setEnabled(False)
        self.work.cancel.setEnabled(True)
        self.run.start(folder)

    def stop(self) -> None:
        """Stop after the file that is being worked on; what was taken in stays."""
        self.run.stop()
        self.work.cancel.setEnabled(False)

    def _progress(self, done: int, total: int) -> None:
        self.work.setVisible(self.work.isVisible() or total > 1)
        self.work.progress(done, total)
        self.work.line.setText(wording.so_far(self.run.report.received))

    def _finished(self, report: Report) -> None:
        whole = not self.run.stopped
        self.ask(partial(_told, report=report, whole=whole), partial(tell, self.told, stopped=not whole))
        self._rest()

    def _failed(self, error: Exception) -> None:
        """Nothing that had arrived is lost; say what happened beside the button, with a way to try again."""
        self._rest()
        title, remedy = sentences(error)
        if isinstance(error, Trouble) and self._is_about_folder(error):
            remedy = wording.remedy(error.code) or remedy
        if n := self.run.report.received:
            kept = ngettext("{n} record had arrived and is kept.", "{n} records had arrived and are kept.", n)
            remedy = f"{remedy} {kept.format(n=n)}".strip()
        self.error.say(title, remedy, [("again", _("Try again"))])

    def _is_about_folder(self, error: Trouble) -> bool:
        """Whether the shared folder failed and not this computer's own disk."""
        named = str(error.detail.get("file") or error.detail.get("folder") or "")
        return named.startswith(str(self.place.path()))

    def _rest(self) -> None:
        """Ready for the next exchange, with the focus where it was."""
        self.go.setEnabled(True)
        if self._had_focus:
            self.go.setFocus()
        self.work.hide()
        self.refresh()

    # single files

    def take_file(self, path: Path) -> None:
        """Take in one file."""
        self.files.begin()
        self.do(partial(exchanging.receive_file, path=path), self._file_taken, self.files.failed)

    def _file_taken(self, report: Report) -> None:
        self.ask(partial(_told, report=report, whole=True), partial(tell, self.files.told))
        self.refresh()

    def write_file(self, path: Path, to: str) -> None:
        """Write everything a person may have into one file."""
        self.files.begin()
        self.do(partial(exchanging.send_file, path=path, to=to), self.files.written, self.files.failed)


def _told(session: Session, *, report: Report, whole: bool = False) -> tuple[wording.Line, ...]:
    named: Callable[[str], str] = names(session)
    kinds = view.brought(session) if report.received and whole else ()
    return wording.toned(report, named, kinds)
