"""What an attempt looks like: bars, question column, question pane, and what they show of the work at hand.

The page (`trainer.ui.pages.attempt`) decides what happens; this part only shows.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer.i18n import _, pgettext
from trainer.ui import shortcuts
from trainer.ui.attempt.work import Work
from trainer.ui.shell import Page, Shell
from trainer.ui.widgets.attempt import AttemptClock, Ground, QuestionColumn, QuestionPane
from trainer.ui.widgets.base import Icon, KeyCap, Label, Rule, Tag, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.page import BottomBar, TopBar

PANE_FROM: Final = 1136
"""Page width from which the question pane stands beside the question (1200 with the rail)."""


class AttemptFrame(Page):
    """Top bar, question, pane and foot of an attempt, filled from `work`."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.work: Work | None = None
        self._pane_open = False
        self._build_top()
        self._build_foot()
        self.column = QuestionColumn()
        self.pane = QuestionPane()
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(Ground(self.column), 1)
        middle.addWidget(self.pane)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.top)
        body.addLayout(middle, 1)
        body.addWidget(self.foot)

    def _build_top(self) -> None:
        self.top = TopBar()
        self.tag = Tag("", "neutral")
        self.top.left.addWidget(self.tag)
        self.outcome = Label("", "small", "ink2")
        self._saved_icon = Icon("check", "ok", 16)
        self.saved = Label("", "small", "ink2", tabular=True)
        self.questions = Button("", "secondary", icon="list", name="attempt-questions")
        self.questions.clicked.connect(self._switch_pane)
        self.clock = AttemptClock()
        self._clock_rule = Rule(vertical=True)
        self._clock_rule.setFixedHeight(63)
        for part in (self.outcome, self._saved_icon, self.saved, self.questions, self._clock_rule, self.clock):
            self.top.right.addWidget(part)
        self._saved_icon.hide()

    def _build_foot(self) -> None:
        self.foot = BottomBar()
        self.previous = Button(pgettext("question", "Previous"), "text", icon="left", name="attempt-previous")
        self.foot.left.addLayout(row(self.previous, KeyCap(shortcuts.cap("attempt", "previous")), gap=12))
        self.report = Button(_("Report a mistake…"), "text", name="attempt-report")
        self.foot.left.addSpacing(8)
        self.foot.left.addWidget(self.report)
        self.again = Button(_("New figures"), "secondary", icon="shuffle", name="attempt-again")
        self.flagging = Button(_("Flag"), "secondary", icon="flag", name="attempt-flag")
        self._flag_cap = KeyCap(shortcuts.cap("attempt", "flag"))
        self.forward = Button("", "primary", name="attempt-submit")
        self.forward.reason.setWordWrap(False)
        for part in (self.again, self.flagging, self._flag_cap, self.forward.reason):
            self.foot.right.addWidget(part)
        self.foot.right.addSpacing(8)
        self.foot.right.addWidget(KeyCap(shortcuts.cap("attempt", "submit")))
        self.foot.right.addWidget(self.forward)

    def explain_question(self) -> None:
        """The signs, the reason and the policies of the question on the screen."""
        work = self.work
        graded = work.grade(work.current) if work is not None else None
        if work is not None and graded is not None:
            self.column.explain(work.asked(), work.entry(), graded, points=work.points(work.current))

    def show_state(self) -> None:
        """Grid, links, advice and the buttons of the foot, as the work stands now."""
        work = self.work
        if work is None:
            return
        n, shown = work.current, work.explained(work.current)
        graded = work.practice or work.sitting.feedback == "after"
        self.pane.show_cells(work.cells(), n, work.figure(), graded=graded)
        self.pane.show_after(work.asked().links if shown else (), work.advice(n))
        self._show_links()
        self.pane.note.setText(work.sitting.note)
        self.pane.end.setVisible(not work.over and not work.single)
        self.pane.end.setText(_("Finish practice…") if work.practice else _("Check and hand in…"))
        self.questions.setText(work.figure())
        self.previous.setEnabled(n > 1)
        question = work.asked().question
        self.again.setVisible(shown and question is not None and question.varies)
        self.report.setVisible(work.practice or shown)
        for part in (self.flagging, self._flag_cap):
            part.setVisible(not work.practice and not work.over)
        self.flagging.setText(_("Take the flag off") if work.entry().flagged else _("Flag"))
        self.show_forward(work)

    def show_forward(self, work: Work) -> None:
        """The words of the one primary button."""
        last = work.following() is None
        if work.over:
            words = (
                _("Back") if last and work.single else _("Back to the list") if last else pgettext("question", "Next")
            )
        elif work.practice and not work.explained(work.current):
            words = _("Submit")
        elif work.practice:
            words = _("Finish practice…") if last else pgettext("question", "Next")
        else:
            words = _("Check and hand in…") if last else _("Submit and next")
        self.forward.setText(words)
        self.forward.allow()
        if not work.over and work.practice and not work.explained(work.current) and not work.entry().answered:
            self.forward.refuse(_("Answer first"))

    # size

    def _switch_pane(self) -> None:
        self._pane_open = not self._pane_open
        self._arrange()

    def _arrange(self) -> None:
        wide = self.width() >= PANE_FROM
        self.questions.setVisible(not wide)
        self.pane.setVisible(wide or self._pane_open)
        self._show_links()

    def _show_links(self) -> None:
        """Where to look again stands under the reason while the pane that says it is behind its button."""
        work = self.work
        folded = work is not None and self.pane.isHidden() and work.explained(work.current)
        self.column.links.show_links(work.asked().links if work is not None and folded else ())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside the question or behind a button."""
        super().resizeEvent(event)
        self._arrange()
