"""Opening an exam for a seat, and signing its result."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from trainer.actions import assessing
from trainer.i18n import _, ngettext
from trainer.session import Session
from trainer.ui.shell import Page
from trainer.ui.widgets.base import row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.dialog import SignDialog
from trainer.ui.widgets.graded import AnswersDialog
from trainer.views import theory
from trainer.views.people import Exam
from trainer.wording import dates


class ExamDialog(SignDialog):
    """`signed(passphrase)`; `meaning` is what goes into the record. Before a result: `answers_wanted`."""

    answers_wanted = Signal(str)
    """The attempt whose answers somebody wants to see before signing that they have been seen."""

    def __init__(self, exam: Exam, name: str, paper: str, signer: str, parent: QWidget, *, hold_ms: int) -> None:
        opening = exam.state == "can-open"
        self._exam = exam
        title = _("Open the exam for {name}") if opening else _("Sign the exam result of {name}")
        super().__init__(title.format(name=name), "exam", parent, hold_ms=hold_ms)
        if opening:
            self.meaning = _(
                "I open {paper} for the newest key of {name}. It can be begun once within seven days."
            ).format(paper=paper, name=name)
            action = _("Open exam")
            pairs = [(_("Paper"), paper)]
            if exam.early:
                self.line.setText(early_line(exam.early))
                self.line.show()
        else:
            result = _("passed") if exam.score >= exam.pass_mark else _("not passed")
            self.meaning = _(
                "I have looked at the raw answers of {name} in {paper} as graded here: {score} points, {result}."
            ).format(name=name, paper=paper, score=dates.score(exam.score), result=result)
            action = _("Sign result: {result}").format(result=result)
            pairs = [
                (_("Paper"), paper),
                (_("Score"), dates.score(exam.score)),
                (_("Needed"), dates.score(exam.pass_mark)),
            ]
            self.answers = Button(_("Question by question"), icon="eye", name="exam-answers")
            self.answers.clicked.connect(lambda: self.answers_wanted.emit(exam.attempt))
            self.form.addLayout(row(self.answers, None))
        self.box.prepare(self.meaning, action, [*pairs, (_("Signed by"), signer)])

    def show_answers_on(self, page: Page, learner: str) -> None:
        """Let `page` read the attempt and lay it over this dialog, question by question."""
        self.answers_wanted.connect(
            lambda attempt: page.ask(
                lambda session: theory.answers(session, learner, attempt),
                lambda found: AnswersDialog(found, page).open(),
                self.refused,
            )
        )

    def act(self, learner: str, passphrase: str) -> Callable[[Session], str]:
        """What is signed: the opening for this learner, or the result."""
        exam, meaning = self._exam, self.meaning
        if exam.state == "can-open":
            return lambda session: assessing.open_exam(session, learner, exam.paper, passphrase=passphrase)
        return lambda session: assessing.sign_result(
            session, learner, exam.attempt, meaning=meaning, passphrase=passphrase
        )


def early_line(left: int) -> str:
    """What stands over an exam that is opened before the theory is done."""
    return ngettext(
        "{n} lesson or week paper is not finished yet. The exam can be taken before that.",
        "{n} lessons and week papers are not finished yet. The exam can be taken before that.",
        left,
    ).format(n=left)
