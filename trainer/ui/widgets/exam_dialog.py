"""Opening an exam for a seat, and signing its result."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from trainer.actions import assessing
from trainer.i18n import _
from trainer.session import Session
from trainer.ui.widgets.dialog import SignDialog
from trainer.views.people import Exam
from trainer.wording import dates


class ExamDialog(SignDialog):
    """`signed(passphrase)`; `meaning` is what goes into the record."""

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
        self.box.prepare(self.meaning, action, [*pairs, (_("Signed by"), signer)])

    def act(self, learner: str, passphrase: str) -> Callable[[Session], str]:
        """What is signed: the opening for this learner, or the result."""
        exam, meaning = self._exam, self.meaning
        if exam.state == "can-open":
            return lambda session: assessing.open_exam(session, learner, exam.paper, passphrase=passphrase)
        return lambda session: assessing.sign_result(
            session, learner, exam.attempt, meaning=meaning, passphrase=passphrase
        )
