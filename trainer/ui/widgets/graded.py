"""A paper as graded here, question by question: what was answered, what was expected, and why; wrong ones first."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from trainer.i18n import _
from trainer.ui.widgets.base import Card, Icon, Label, column, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.page import ScrollColumn
from trainer.views.theory import AnswerRow, AnswersRow, spent_line
from trainer.wording import theory as wording

SIGNS = {
    "right": ("check-circle", "ok"),
    "partly": ("alert-circle", "warn"),
    "wrong": ("cross-circle", "bad"),
    "unanswered": ("circle", "ink2"),
}
"""State of an answer → drawing and token."""

SIZE = (720, 620)


class AnswerCard(Card):
    """One question. The right answer stands there only where another one was given."""

    def __init__(self, one: AnswerRow, parent: QWidget | None = None) -> None:
        super().__init__(gap=6, parent=parent)
        self.setObjectName(f"answer-{one.n}")
        drawing, ink = SIGNS[one.state]
        said = spent_line(one)
        self.setAccessibleName(f"{wording.points(one.points, one.n)}. {said}")
        place = Label(wording.points(one.points, one.n), "caption", "ink2", tabular=True)
        self.body.addLayout(row(Icon(drawing, ink, 16), Label(said, "small", ink), None, place, gap=8))
        self.body.addWidget(Label(one.ask, "body", wrap=True))
        if one.own:
            self._part(_("Answered"), one.own, ink)
        if one.expected and one.state != "right":
            self._part(_("Right answer"), one.expected, "ok")
        if one.why:
            self._part(_("Why"), one.why, "ink")

    def _part(self, title: str, text: str, ink: str) -> None:
        words = Label(text, "small", "ink" if ink == "ink2" else ink, wrap=True)
        self.body.addLayout(column(Label(title, "caption", "ink2"), words, gap=0))


class AnswersDialog(QDialog):
    """The whole attempt; Esc or the button closes it."""

    def __init__(self, shown: AnswersRow, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("answers-dialog")
        self.setWindowTitle(shown.title)
        self.setModal(True)
        room = parent.window().size()
        self.resize(min(SIZE[0], room.width() - 80), min(SIZE[1], room.height() - 80))
        self.close_button = Button(_("Close"), name="answers-close")
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        area = ScrollColumn(gap=12, margins=(0, 0, 8, 0))
        for one in shown.rows:
            area.body.addWidget(AnswerCard(one))
        area.body.addStretch(1)
        area.setObjectName("answers")
        area.setAccessibleName(_("Question by question"))
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # arrows and Page Down scroll
        note = _("Graded on this computer from the recorded answers; the record holds no score of its own.")
        head = column(Label(shown.title, "heading", wrap=True), Label(shown.line, "small", "ink2", wrap=True), gap=2)
        whole = column(gap=12, margins=(24, 20, 24, 20))
        whole.addLayout(head)
        whole.addWidget(Label(note, "caption", "ink2", wrap=True))
        whole.addWidget(area, 1)
        whole.addLayout(row(None, self.close_button))
        self.setLayout(whole)
        area.setFocus()
