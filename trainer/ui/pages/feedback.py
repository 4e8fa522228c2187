"""Content feedback: what was reported, what became of it, and what waits for an answer or a confirmation."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer.actions import feeding_back
from trainer.i18n import _
from trainer.session import Session
from trainer.ui.shell import Page, Shell
from trainer.ui.widgets.base import Label, clear
from trainer.ui.widgets.buttons import Segments
from trainer.ui.widgets.feedback import EmptyState
from trainer.ui.widgets.page import PageHeader, ScrollColumn
from trainer.ui.widgets.threads import SayDialog, ThreadCard
from trainer.views import feedback as views
from trainer.views.feedback import Thread, Threads


class FeedbackPage(Page):
    """See the module text."""

    name: ClassVar[str] = "feedback"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.found: Threads | None = None
        self.cards: list[ThreadCard] = []
        self.dialog: SayDialog | None = None
        self.filter = Segments([("open", _("Not finished")), ("all", _("All"))], "open", spoken=_("What is listed"))
        self.filter.setObjectName("feedback-filter")
        self.filter.changed.connect(lambda _code: self._show())
        self.header = PageHeader(_("Content feedback"), "", self.filter)
        self.lists = QVBoxLayout()
        self.lists.setSpacing(12)
        self.empty = EmptyState("", icon="chat", action=_("Open the library"))
        self.empty.acted.connect(self._leave_empty)
        area = ScrollColumn(gap=16)
        area.setObjectName("feedback-area")
        area.body.addWidget(self.header)
        area.body.addLayout(self.lists)
        area.body.addWidget(self.empty)
        area.body.addStretch(1)
        self.area = area
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def main_control(self) -> QWidget | None:
        """What can be done first, else the filter."""
        acting = [button for card in self.cards for act, button in card.buttons.items() if act != "show"]
        return acting[0] if acting else self.filter

    def affected(self, people: frozenset[str]) -> bool:
        """Anybody's word or answer may have come."""
        del people
        return True

    def refresh(self) -> None:
        """Ask for everything."""
        self.ask(views.feedback, self._take)

    def _take(self, found: Threads) -> None:
        self.found = found
        self._show()

    def _show(self) -> None:
        found = self.found
        if found is None:
            return
        self.header.say(_("Content feedback"), found.line)
        clear(self.lists)
        self.cards = []
        if found.others is not None:
            self._add_group(_("To answer"), found.others)
        self._add_group(_("Reported by me") if found.others is not None else "", found.mine)
        self.empty.setVisible(not self.cards)
        if any((found.mine, found.others)):
            self.empty.say(_("Everything is finished"), _("What is fixed and confirmed stands under “All”."), _("All"))
        else:
            help_ = _("“Report a mistake…” stands in every lesson, at practice questions, and in the library.")
            self.empty.say(_("No feedback yet"), help_, _("Open the library"))

    def _add_group(self, title: str, threads: tuple[Thread, ...]) -> None:
        everything = self.filter.current() == "all"
        shown = [one for one in threads if everything or one.stage != "confirmed"]
        if shown and title:
            self.lists.addWidget(Label(title, "subheading"))
        for one in shown:
            card = ThreadCard(one, self.shell.today())
            card.opened.connect(partial(self._open, one))
            card.acted.connect(partial(self._act, one))
            self.cards.append(card)
            self.lists.addWidget(card)

    def _open(self, one: Thread) -> None:
        self.shell.go(one.content.page, **dict(one.content.arguments or {}))

    def _leave_empty(self) -> None:
        if self.found is not None and any((self.found.mine, self.found.others)):
            self.filter.set_current("all")
            self._show()
        else:
            self.shell.go("library")

    # answering

    def _act(self, one: Thread, act: str) -> None:
        if act == "acknowledge":
            self._record(partial(feeding_back.acknowledge, feedback=one.record), _("Acknowledged"))
        elif act == "confirm":
            self._record(partial(feeding_back.confirm, feedback=one.record), _("Confirmed as fixed"))
        elif act == "done":
            self._say(one, _("Say what was changed"), _("What was changed"), _("Changed"), feeding_back.done)
        else:
            self._say(one, _("Not fixed yet"), _("What is still wrong"), _("Reported again"), feeding_back.again)

    def _record(self, action: Callable[[Session], str], said: str) -> None:
        self.do(action, lambda _record: self._recorded_it(said))

    def _recorded_it(self, said: str) -> None:
        self.shell.toast(said)
        self.refresh()

    def _say(self, one: Thread, title: str, label: str, said: str, action: Callable[[Session, str, str], str]) -> None:
        dialog = SayDialog(title, label, _("Send"), "feedback-say", self, about=one.content)
        self.dialog = dialog

        def send() -> None:
            words = dialog.words()
            self.do(lambda session: action(session, one.record, words), lambda _record: sent(), dialog.refused)

        def sent() -> None:
            dialog.accept()
            self._recorded_it(said)

        dialog.sent.connect(send)
        dialog.finished.connect(self._said)
        dialog.open()
        dialog.text.setFocus()

    def _said(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()
