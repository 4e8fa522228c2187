"""The backups of this computer: what is in each, whether it is sound, and what putting it back would cost."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from trainer.actions import keeping
from trainer.errors import Refused
from trainer.i18n import _
from trainer.session import Session
from trainer.ui import theme
from trainer.ui.problems import sentences
from trainer.ui.shell import Page, Shell
from trainer.ui.widgets.base import Card, Label, column, row
from trainer.ui.widgets.beside import Beside
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.feedback import Callout, EmptyState, InlineError, LongWork
from trainer.ui.widgets.page import DetailPanel, PageHeader, Pairs, ScrollColumn
from trainer.ui.widgets.table import Column, DataTable, Value
from trainer.wording import dates, errors
from trainer.wording import keeping as wording
from trainer.wording.lines import size

PANEL = 360


class BackupsPage(Page):
    """For everybody. Verifying and backing up can be stopped; restoring begins after signing out."""

    name = "backups"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.rows: Sequence[keeping.Kept] = ()
        self.shown: keeping.Kept | None = None
        self._stop = threading.Event()
        self._path: Path | None = None
        self.header = PageHeader(_("Backups"))
        self.make = Button(_("Back up now"), "primary", icon="drive", name="backups-make")
        self.behind = Callout(_("Nothing can be signed on this computer now"), "", "bad")
        self.exchange = Button(_("Exchange"), icon="exchange", name="backups-exchange")
        self.unclean = Callout(_("Erased contents are still in backups"), "", "warn")
        self.clean = Button(_("Erase there too"), name="backups-clean")
        self.work = LongWork("")
        self.error = InlineError()
        self.table = DataTable(
            [
                Column(_("Made"), wide=True),
                Column(_("Size"), number=True),
                Column(_("Records"), number=True),
                Column(_("Verified")),
            ],
            _("Backups"),
            name="backups-table",
        )
        self.empty = EmptyState(
            _("No backups yet"), _("The first one is made today. It can also be made now."), icon="drive"
        )
        self.panel = DetailPanel(closable=False)
        self.pairs = Pairs()
        self.result = Label("", "small", wrap=True)
        self.cost = Callout(_("What restoring it would cost"), "", "warn")
        self.lines = Label("", "small", "ink2", wrap=True)
        self.verify = Button(_("Verify"), icon="check", name="backups-verify")
        self.restore = Button(_("Sign out to restore…"), name="backups-restore")
        self._build()
        self._connect()

    def _build(self) -> None:
        self.panel.avatar.hide()
        self.behind.text.show()
        self.behind.body.addLayout(row(self.exchange, None))
        self.unclean.text.show()
        self.unclean.body.addLayout(row(self.clean, None))
        self.cost.text.show()
        area = ScrollColumn(gap=10, margins=(0, 0, 0, 0))
        for part in (self.pairs, self.result, self.cost, self.lines):
            area.body.addWidget(part)
        area.body.addStretch(1)
        self.panel.content.addWidget(area, 1)
        hint = Label(_("Restoring begins on the welcome page, under “Have a backup?”."), "caption", "ink2", wrap=True)
        self.panel.foot.addLayout(column(row(self.verify, self.restore, None, gap=8), hint, gap=6))
        card = Card()
        card.body.addWidget(self.work)
        card.body.addWidget(self.error)
        self.work.hide()
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.empty, 1)
        self.beside = Beside(card, self.panel, PANEL)
        self.header.set_actions(self.make, self.beside.toggle)
        body = column(self.header, self.behind, self.unclean, self.beside, gap=theme.GAP)
        body.setContentsMargins(theme.MARGIN, theme.MARGIN_TOP, theme.MARGIN, theme.MARGIN)
        body.setStretch(3, 1)
        self.setLayout(body)
        for callout in (self.behind, self.unclean):
            callout.hide()

    def _connect(self) -> None:
        self.table.chosen.connect(self._choose)
        self.make.clicked.connect(self.back_up)
        self.verify.clicked.connect(self.check)
        self.restore.clicked.connect(self.shell.sign_out)
        self.exchange.clicked.connect(lambda: self.shell.go("exchange"))
        self.clean.clicked.connect(self.erase_there)
        self.work.cancelled.connect(self._stop.set)

    def affected(self, people: frozenset[str]) -> bool:
        """What is chosen says what is here and not in it."""
        return bool(people)

    def main_control(self) -> QWidget:
        """The table, or the button that makes the first."""
        return self.table if self.rows else self.make

    def leave(self) -> bool:
        """What is running is stopped."""
        self._stop.set()
        return True

    def refresh(self) -> None:
        """Look into the folder again, and whether this key may sign."""
        self.ask(_look, self._fill, self._failed)
        self.do(keeping.behind, self._fill_behind, self._failed)

    def _fill_behind(self, found: keeping.Behind | None) -> None:
        self.behind.setVisible(found is not None)
        if found is not None:
            self.behind.text.setText(wording.behind(found.here, found.seen))

    def _fill(self, found: tuple[Sequence[keeping.Kept], int]) -> None:
        self.rows, unclean = found
        self.header.say(_("Backups"), wording.count(len(self.rows)))
        self.unclean.setVisible(unclean > 0)
        self.unclean.text.setText(wording.unclean(unclean) if unclean else "")
        self.table.setVisible(bool(self.rows))
        self.empty.setVisible(not self.rows)
        paths = [one.copy.path for one in self.rows]
        at = paths.index(self._path) if self._path in paths else 0
        self.table.fill([self._cells(one) for one in self.rows], at)
        if self.rows:
            self._choose(at)
        else:
            self.beside.fill(False)

    def _cells(self, one: keeping.Kept) -> list[Value]:
        today = self.shell.today()
        readable = not one.trouble
        verified = dates.moment(one.copy.verified, today) if one.copy.verified and readable else "—"
        return [
            (dates.moment(one.copy.made, today), float(one.copy.made)),
            (size(one.copy.size), float(one.copy.size)),
            (str(one.records), float(one.records)) if readable else (_("cannot be read"), -1.0),
            (verified, float(one.copy.verified)),
        ]

    def _choose(self, place: int) -> None:
        if not 0 <= place < len(self.rows):
            return
        one = self.rows[place]
        if self._path != one.copy.path:
            self.result.hide()
        self.shown, self._path = one, one.copy.path
        today = self.shell.today()
        self.panel.name.setText(dates.moment(one.copy.made, today))
        self.panel.line.setText(one.copy.path.name)
        self.pairs.set_pairs(
            [
                (_("Size"), size(one.copy.size)),
                (_("Records"), str(one.records) if not one.trouble else "—"),
                (_("Verified"), dates.moment(one.copy.verified, today) if one.copy.verified else _("not yet")),
            ]
        )
        self.cost.hide()
        self.lines.hide()
        self.beside.fill(True)
        if one.trouble:
            said = errors.TROUBLE.get(one.trouble, "")
            self._say_cost(_(said).format(file=one.copy.path.name) if said else one.trouble, [])
        else:
            work = partial(_loss, path=one.copy.path)
            self.ask(work, partial(self._fill_loss, one.copy.path), partial(self._not_readable, one.copy.path))

    def _fill_loss(self, path: Path, found: keeping.Loss) -> None:
        if self._path == path:
            self._say_cost(wording.loss(found, self.shell.today()), wording.loss_lines(found))

    def _not_readable(self, path: Path, error: Exception) -> None:
        if self._path == path:
            self._say_cost(" ".join(sentences(error)).strip(), [])

    def _say_cost(self, text: str, lines: list[str]) -> None:
        self.cost.text.setText(text)
        self.cost.show()
        self.lines.setText("\n".join(lines))
        self.lines.setVisible(bool(lines))

    # work that takes a while

    def _begin(self, title: str) -> None:
        self._stop.clear()
        self.error.clear()
        self.work.title.setText(title)
        self.work.progress(0, 1)
        self.work.show()
        for button in (self.make, self.verify, self.clean):
            button.setEnabled(False)

    def _end(self) -> None:
        self.work.hide()
        for button in (self.make, self.verify, self.clean):
            button.setEnabled(True)

    def _failed(self, error: Exception) -> None:
        self._end()
        if not (isinstance(error, Refused) and error.code == "stopped"):
            self.error.say(*sentences(error))

    def _heard(self) -> keeping.Progress:
        """A progress for the other thread: tells the bar, and stops when asked to."""
        tell = self.shell.worker.relay(self.work.progress, self)
        stop = self._stop

        def heard(done: int, total: int) -> None:
            if stop.is_set():
                raise Refused("stopped")
            tell(done, total)

        return heard

    def back_up(self) -> None:
        """Make one now."""
        self._begin(_("Making and verifying a backup"))
        self.ask(partial(keeping.back_up, progress=self._heard()), self._made, self._failed)

    def _made(self, made: keeping.Backup) -> None:
        self._end()
        self._path = made.path
        self.shell.toast(_("The backup is made and verified"))
        self.refresh()

    def check(self) -> None:
        """Verify the chosen one."""
        one = self.shown
        if one is not None:
            self._begin(_("Verifying the backup"))
            work = partial(_verify, path=one.copy.path, progress=self._heard())
            self.ask(work, self._checked, self._failed)

    def _checked(self, found: keeping.Checked) -> None:
        self._end()
        self.result.setText(wording.checked(found.records, found.altered))
        self.result.set_ink("bad" if found.altered else "ok")
        self.result.show()
        self.refresh()

    def erase_there(self) -> None:
        """Erase in every copy what HR had erased."""
        self._begin(_("Erasing in the backups"))
        self.ask(keeping.clean, self._cleaned, self._failed)

    def _cleaned(self, _count: int) -> None:
        self._end()
        self.refresh()


def _look(session: Session) -> tuple[Sequence[keeping.Kept], int]:
    return keeping.look(session), len(keeping.unclean(session))


def _loss(session: Session, *, path: Path) -> keeping.Loss:
    return keeping.loss(session.folder, path, session.clock)


def _verify(session: Session, *, path: Path, progress: keeping.Progress) -> keeping.Checked:
    return keeping.verify(session.folder, path, session.clock, progress)
