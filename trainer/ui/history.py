"""What I did today: each record with its time, and whether it can still be taken back. Taking back is signed, with a reason."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout

from trainer.i18n import _
from trainer.ui import theme
from trainer.ui.shell import Page
from trainer.ui.widgets.base import Label, Rule, clear, column, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.feedback import EmptyState
from trainer.ui.widgets.page import ScrollColumn
from trainer.ui.widgets.sign import HOLD_MS
from trainer.ui.widgets.withdrawing import Withdrawal, WithdrawDialog
from trainer.views import history
from trainer.views.history import Done
from trainer.wording import dates


class History(QDialog):
    """The records of today. `page` is what is shown behind it: its worker does the work."""

    def __init__(self, page: Page, *, hold_ms: int = HOLD_MS) -> None:
        super().__init__(page)
        self.setObjectName("history")
        self.setWindowTitle(_("What I did today"))
        self.setModal(True)
        self.resize(640, 520)
        self.page, self.hold_ms = page, hold_ms
        self.shown: tuple[Done, ...] = ()
        line = _(
            "Drafts are taken back with Ctrl+Z. What was signed stays visible: taking it back is a record with a reason."
        )
        self.area = ScrollColumn(gap=0, margins=(0, 0, 12, 0))
        self.area.setObjectName("history-list")
        self.close_button = Button(_("Close"), name="history-close")
        self.close_button.clicked.connect(self.accept)
        body = QVBoxLayout(self)
        body.setContentsMargins(theme.MARGIN, theme.MARGIN_TOP, theme.MARGIN, theme.MARGIN_TOP)
        body.setSpacing(12)
        body.addWidget(Label(_("What I did today"), "heading"))
        body.addWidget(Label(line, "small", "ink2", wrap=True))
        body.addWidget(self.area, 1)
        body.addLayout(row(None, self.close_button))
        self.close_button.setFocus()

    def begin(self) -> None:
        """Ask, and show."""
        self.refresh()
        self.open()

    def refresh(self) -> None:
        """Ask again."""
        self.page.shell.worker.ask(history.today, self._show, self.page.shell.problem, self)

    def _show(self, found: tuple[Done, ...]) -> None:
        self.shown = found
        clear(self.area.body)
        if not found:
            self.area.body.addWidget(
                EmptyState(
                    _("Nothing signed today"), _("What is signed or recorded today is listed here."), icon="clock"
                )
            )
        for place, one in enumerate(found):
            if place:
                self.area.body.addWidget(Rule())
            self._add(one)
        self.area.body.addStretch(1)

    def _add(self, one: Done) -> None:
        when = Label(dates.clock(one.time), "small", "ink2", tabular=True)
        when.setMinimumWidth(48)
        words = column(Label(one.line, "body", wrap=True), gap=2)
        if one.why:
            words.addWidget(Label(one.why, "caption", "ink2", wrap=True))
        line = row(when, words, gap=12, margins=(0, 10, 0, 10))
        line.setAlignment(when, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        if one.can:
            back = Button(_("Take back…"), size=theme.SMALL, name=f"take-back-{one.record[:12]}")
            spoken = _("Take back: {what}, {time}").format(what=one.line, time=dates.clock(one.time))
            back.setAccessibleName(spoken)
            back.clicked.connect(partial(self.ask_reason, one))
            line.addWidget(back)
        self.area.body.addLayout(line)

    def ask_reason(self, one: Done) -> None:
        """The signature under taking back: what it means, the reason, the passphrase, and 8 s to think again."""
        words = Withdrawal(
            title=_("Take back what was signed"),
            line=_("The record stays visible with the reason; it does not count any more."),
            ask=_("Reason (everybody who reads the record can read it)"),
            meaning=_("I take back what I recorded: {what}.").format(what=one.line),
            verb=_("Take back"),
            fact=(_("Recorded at"), dates.clock(one.time)),
        )
        WithdrawDialog(self.page, "take-back", one.record, words, self.refresh, hold_ms=self.hold_ms)
