"""Papers to take, exams to be opened, practice by case, and every attempt so far."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer.actions import assessing
from trainer.i18n import _, ngettext
from trainer.ui.shell import Page, Shell
from trainer.ui.widgets.base import Card, clear
from trainer.ui.widgets.feedback import EmptyState
from trainer.ui.widgets.page import PageHeader, ScrollColumn
from trainer.ui.widgets.papers import AttemptLine, BeginDialog, CaseLine, PaperCard
from trainer.views.tests import CaseChoice, PaperRow, Tests, tests
from trainer.wording.library import questions
from trainer.wording.lines import joined


class TestsPage(Page):
    """Quizzes and drills. Argument of `go`: `paper`, which is begun with its dialog when it is free."""

    __test__: ClassVar[bool] = False
    name: ClassVar[str] = "tests"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self._wanted = ""
        self.dialog: BeginDialog | None = None
        self.cards: list[PaperCard] = []
        self.header = PageHeader(_("Quizzes and drills"))
        self.area = ScrollColumn(margins=(24, 0, 24, 24))
        self.area.setObjectName("tests-area")
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 20, 0, 0)
        body.setSpacing(12)
        top = QVBoxLayout()
        top.setContentsMargins(24, 0, 24, 0)
        top.addWidget(self.header)
        body.addLayout(top)
        body.addWidget(self.area, 1)

    def opened(self, **arguments: object) -> None:
        """Show everything; `paper` asks for one of them."""
        self._wanted = str(arguments.get("paper", ""))
        self.refresh()

    def refresh(self) -> None:
        """Ask again."""
        self.ask(tests, self._show)

    def main_control(self) -> QWidget | None:
        """The first button."""
        return next((one for one in self.findChildren(QWidget) if one.objectName().startswith("paper-go-")), None)

    def _show(self, found: Tests) -> None:
        clear(self.area.body)
        self.cards = []
        required = [one for one in found.papers if one.must]
        line = ngettext("{n} required paper can be taken now", "{n} required papers can be taken now", found.waiting)
        nothing = _("Nothing required can be taken now") if required else ""
        self.header.say(_("Quizzes and drills"), line.format(n=found.waiting) if found.waiting else nothing)
        self.shell.count("tests", found.waiting)
        first = next((one for one in found.papers if one.state in ("running", "free") and one.must), None)
        for one in found.papers:
            card = PaperCard(one, primary=one is first)
            card.begin.connect(self.begin)
            card.opened.connect(lambda attempt: self.shell.go("attempt", attempt=attempt))
            self.cards.append(card)
            self.area.body.addWidget(card)
        if not found.papers:
            help_ = _("The installed library holds no paper yet. Cases can be practised as soon as there are some.")
            self.area.body.addWidget(EmptyState(_("No paper yet"), help_, icon="checklist"))
        if found.cases:
            self.area.body.addWidget(self._cases(found))
        self.area.body.addStretch(1)
        wanted, self._wanted = self._wanted, ""
        row = next((one for one in found.papers if one.paper == wanted), None)
        if row is not None and row.state == "running":
            self.shell.go("attempt", attempt=row.running)
        elif row is not None and row.state == "free":
            self.begin(row)

    def _cases(self, found: Tests) -> Card:
        card = Card(_("Practise by case"), _("Feedback at once, never counted"), gap=4)
        for one in found.cases:
            line = CaseLine(one, _rounds(one))
            line.practise.connect(self._practise)
            card.body.addWidget(line)
        running = [one for one in found.practice if one.running]
        for attempt in [*running, *[one for one in found.practice if not one.running]][:5]:
            made = AttemptLine(attempt, titled=True)
            made.opened.connect(lambda id_: self.shell.go("attempt", attempt=id_))
            card.body.addWidget(made)
        return card

    def begin(self, one: PaperRow) -> None:
        """The rules once more, then the attempt."""
        self.dialog = BeginDialog(one, self)
        self.dialog.accepted.connect(lambda: self._start(one.paper))
        self.dialog.finished.connect(self._closed)
        self.dialog.open()

    def _closed(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()

    def _start(self, paper: str) -> None:
        self.do(
            lambda session: assessing.start_attempt(session, paper),
            lambda attempt: self.shell.go("attempt", attempt=attempt),
        )

    def _practise(self, case: str) -> None:
        self.do(
            lambda session: assessing.practise_case(session, case),
            lambda attempt: self.shell.go("attempt", attempt=attempt),
        )


def _rounds(one: CaseChoice) -> str:
    done = ngettext("practised {n} time", "practised {n} times", one.rounds).format(n=one.rounds)
    return joined(questions(one.questions), done if one.rounds else _("not practised yet"))
