"""The parts of an attempt's frame: clock, question column, question pane, and the last check before handing in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from trainer.domain.draft import Entry
from trainer.domain.grading import Graded
from trainer.domain.question import Question
from trainer.i18n import _, language, pgettext
from trainer.ui import theme
from trainer.ui.widgets.answers import AnswerArea, area_for
from trainer.ui.widgets.base import Flow, Icon, Label, Plane, Rule, Selectable, Tag, clear, column, row
from trainer.ui.widgets.buttons import Button, Segments
from trainer.ui.widgets.documents import Documents
from trainer.ui.widgets.feedback import Callout
from trainer.ui.widgets.page import Pane, ScrollColumn
from trainer.ui.widgets.question import Cell, PolicyChip, QuestionGrid
from trainer.views.attempt import Asked, Chip, Link
from trainer.wording import attempts as said

COLUMN_MAX: Final = 720
"""A question is at most this wide (ui.md §1.3)."""
ANNOUNCED: Final = (10, 5, 1)
"""Minutes at which the time left is said to assistive technology (ui.md §3.3)."""
ALWAYS_SHOWN_S: Final = 60
"""In the last minute a hidden clock comes back."""


class AttemptClock(QWidget):
    """The time left as text: minutes until the last five, then seconds. `hidden` by Ctrl+T, back for the last minute."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clock")
        self._left: int | None = None
        self._hidden = False
        self._told: set[int] = set()
        self._icon = Icon("hourglass", "ink2", 18)
        self.time = Label("", "clock", tabular=True)
        self._caption = Label(pgettext("clock", "left"), "caption", "ink2")
        body = row(self._icon, column(None, self.time, self._caption, None, gap=0), gap=10, margins=(24, 0, 0, 0))
        self.setLayout(body)
        self.hide()

    def start(self, left: int | None) -> None:
        """Another attempt begins to be shown; None: no limit, no clock."""
        self._told = {minutes for minutes in ANNOUNCED if left is not None and left <= minutes * 60}
        self._hidden = False
        self.show_left(left)

    def show_left(self, left: int | None) -> None:
        """The seconds left now."""
        self._left = left
        self.setVisible(left is not None)
        if left is None:
            return
        away = self._hidden and left > ALWAYS_SHOWN_S
        self.time.setText(_("hidden") if away else said.left(left))
        self.time.setVisible(True)
        self.time.set_role("small" if away else "clock", tabular=True)
        tone = "bad" if left <= ALWAYS_SHOWN_S else "warn" if left <= 300 else "ink"
        self.time.set_ink("ink2" if away else tone)
        self._icon.show_as("hourglass", "ink2" if tone == "ink" or away else tone)
        self._caption.setVisible(not away)
        self.setAccessibleName(_("Time left: {time}").format(time=said.left(left)))
        for minutes in ANNOUNCED:
            if left <= minutes * 60 and minutes not in self._told:
                self._told.add(minutes)
                self.announce(said.announced(minutes))

    def announce(self, words: str) -> None:
        """Say it to assistive technology, once."""
        self.setAccessibleDescription(words)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def switch(self) -> None:
        """Ctrl+T."""
        self._hidden = not self._hidden
        self.show_left(self._left)


class QuestionColumn(ScrollColumn):
    """The question in the centre: head, text, answers, how sure, and after answering the reason with its policies."""

    sure_changed = Signal(str)
    policy_pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(gap=0, margins=(24, 20, 24, 24), parent=parent)
        self.setObjectName("question-column")
        self.place = Label("", "caption", "ink2", tabular=True)
        self.kind = Tag("", "neutral")
        self._result_icon = Icon("cross-circle", "bad", 16)
        self.result = Label("", "small", "bad")
        self.points = Label("", "caption", "ink2", tabular=True)
        head = row(self.place, self.kind, None, self.points, 8, self._result_icon, self.result, gap=8)
        self._ask = QVBoxLayout()
        self._ask.setContentsMargins(0, 0, 0, 0)
        self._ask.setSpacing(8)
        self.sure = Segments([("yes", _("Sure")), ("no", _("Unsure"))], spoken=_("How sure?"))
        self.sure.changed.connect(self.sure_changed)
        self._sure_line = QWidget()
        self._sure_line.setLayout(row(Label(_("How sure?"), "small", "ink2"), self.sure, None, gap=12))
        self.why = Callout(pgettext("question", "Why"))
        self.chips = Flow()
        self.why.body.addWidget(self.chips)
        self.links = LookAgainList()
        self._answers = QVBoxLayout()
        self._answers.setContentsMargins(0, 0, 0, 0)
        self.area: AnswerArea | None = None
        inside = QWidget()
        inside.setMaximumWidth(COLUMN_MAX)
        self.documents = Documents()
        inside.setLayout(
            column(
                *(head, 8, self.documents, self._ask, 16, self._answers, 16, self._sure_line, self.why, 12, self.links),
                None,
                gap=0,
            )
        )
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(inside, 1000)
        line.addStretch(1)
        self.body.addLayout(line)

    def show_question(self, asked: Asked, count: int, entry: Entry, *, practice: bool) -> AnswerArea | None:
        """Another question, with what was answered so far; None when it is not in this library."""
        clear(self._answers)
        self.area = None
        self.place.setText(_("Question {n} of {count}").format(n=asked.n, count=count))
        self.points.setText("")
        self._say_result("", "")
        self.why.hide()
        question = asked.question
        self.documents.show_documents(asked.documents)
        self.kind.setVisible(question is not None)
        self._sure_line.setVisible(practice and question is not None)
        if question is None:
            self._show_ask(_("This question is not in the installed library. Its answer is kept as it was."))
            return None
        self.kind.show_as(said.kind(question.kind))
        self._show_ask(question.ask.in_(language()))
        self.area = area_for(question)
        self.area.set_answer(entry.answer)
        self._answers.addWidget(self.area)
        self.sure.set_current(entry.sure if entry.sure != "unsaid" else "")
        self.verticalScrollBar().setValue(0)
        return self.area

    def _show_ask(self, text: str) -> None:
        """The facts as body text, what is asked as reading text: the last paragraph is the question."""
        clear(self._ask)
        paragraphs = [part.strip() for part in text.split("\n\n") if part.strip()]
        for place, part in enumerate(paragraphs):
            label = Label(part, "reading" if place == len(paragraphs) - 1 else "body", wrap=True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._ask.addWidget(label)

    def explain(self, asked: Asked, entry: Entry, graded: Graded, *, points: str = "") -> None:
        """The same rows with signs, then the reason; nothing can be changed any more."""
        if self.area is None or asked.question is None:
            return
        self.area.explain(graded)
        self._sure_line.hide()
        self.points.setText(points)
        self._say_result(graded.state, said.result(graded.state, entry.sure))
        reason = _reason(asked.question)
        self.why.text.setText(reason)
        self.why.text.setVisible(bool(reason))
        self._show_chips(asked.chips)
        self.why.setVisible(bool(reason or asked.chips))

    def _say_result(self, state: str, words: str) -> None:
        signs = {
            "right": ("check-circle", "ok"),
            "partly": ("alert-circle", "warn"),
            "wrong": ("cross-circle", "bad"),
            "unanswered": ("circle", "ink2"),
        }
        drawing, token = signs.get(state, ("circle", "ink2"))
        self._result_icon.setVisible(bool(words))
        self._result_icon.show_as(drawing, token)
        self.result.setText(words)
        self.result.set_ink(token)
        self.result.setVisible(bool(words))

    def _show_chips(self, chips: Sequence[Chip]) -> None:
        parts: list[QWidget] = []
        for chip in chips:
            one = PolicyChip(chip.code, chip.title, chip.dates, expired=chip.expired)
            one.chosen.connect(lambda code=chip.code: self.policy_pressed.emit(code))
            parts.append(one)
        self.chips.set_parts(parts)
        self.chips.setVisible(bool(parts))


def _reason(question: Question) -> str:
    speech = language()
    parts = [question.reason.in_(speech).strip(), question.solution.in_(speech).strip()]
    return "\n".join(part for part in dict.fromkeys(parts) if part)


class QuestionPane(Pane):
    """The pane at the right: every question with its state, where to look again, what is next, and the way out."""

    jumped = Signal(int)
    """A question from 1."""
    link_pressed = Signal(str, str)
    end_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("right", 288, parent=parent)
        self.setObjectName("question-pane")
        self.count = Label("", "caption", "ink2", tabular=True)
        self.grid = QuestionGrid()
        self.grid.chosen.connect(lambda place: self.jumped.emit(place + 1))
        self._legend = QHBoxLayout()
        self._legend.setSpacing(8)
        self._links, self._links_rule = LookAgainList(), Rule()
        self._links.pressed.connect(self.link_pressed)
        self._next = Label("", "small", "ink2", wrap=True)
        self._next_box, self._next_rule = QWidget(), Rule()
        self._next_box.setLayout(column(Label(_("What next"), "strong"), self._next, gap=4))
        self.note = Label("", "caption", "ink2", wrap=True)
        self.end = Button("", "secondary", icon="checklist", size=theme.LARGE, name="attempt-end")
        self.end.clicked.connect(self.end_pressed)
        self.content.setSpacing(12)
        self.content.addLayout(row(Label(_("Questions"), "strong"), None, self.count))
        self.content.addWidget(self.grid)
        self.content.addLayout(self._legend)
        for part in (self._links_rule, self._links, self._next_rule, self._next_box):
            self.content.addWidget(part)
        self.content.addStretch(1)
        foot = QWidget()
        foot.setLayout(column(self.note, self.end, gap=10, margins=(16, 8, 16, 16)))
        self.body.addWidget(foot)

    def show_cells(self, cells: list[Cell], current: int, count: str, *, graded: bool) -> None:
        """The grid, its figure and its legend."""
        self.grid.set_cells(cells, current - 1)
        self.count.setText(count)
        clear(self._legend)
        signs = (
            (("check", "ok", _("right")), ("cross", "bad", _("wrong")), ("circle", "ink2", _("not answered")))
            if graded
            else (("check", "ok", _("answered")), ("flag", "warn", _("flagged")), ("circle", "ink2", _("not answered")))
        )
        for drawing, token, words in signs:
            self._legend.addLayout(row(Icon(drawing, token, 14), Label(words, "caption", "ink2"), gap=6))
            self._legend.addStretch(1)

    def show_after(self, links: Sequence[Link], advice: str) -> None:
        """Where to look again and what to do next; both empty while a question is open."""
        self._links.show_links(links)
        self._links_rule.setVisible(bool(links))
        self._next.setText(advice)
        for part in (self._next_rule, self._next_box):
            part.setVisible(bool(advice))


class LookAgainList(QWidget):
    """The lessons and cases a question was made from; hidden where there are none."""

    pressed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self.setLayout(column(Label(_("Look again"), "strong"), self._lines, gap=4))
        self.hide()

    def show_links(self, links: Sequence[Link]) -> None:
        """Others."""
        clear(self._lines)
        for link in links:
            one = LookAgain(link)
            one.chosen.connect(lambda it=link: self.pressed.emit(it.kind, it.id))
            self._lines.addWidget(one)
        self.setVisible(bool(links))


class LookAgain(Selectable):
    """A link to a lesson or a case, with one line under it."""

    def __init__(self, link: Link, parent: QWidget | None = None) -> None:
        super().__init__("row", parent=parent)
        self.last = True
        self.setObjectName(f"again-{link.kind}-{link.id}")
        self.setAccessibleName(f"{link.title}. {link.caption}")
        self.body.setContentsMargins(0, 4, 0, 4)
        words = column(Label(link.title, "body", "accentInk", wrap=True), Label(link.caption, "caption", "ink2"), gap=0)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Icon("book" if link.kind == "lesson" else "books", "ink2", 16), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        self.body.addLayout(line)


@dataclass(frozen=True, slots=True)
class Summary:
    """What stands in the last check: numbers of questions from 1, and what handing in means."""

    title: str
    answered: int
    flagged: tuple[int, ...]
    unanswered: tuple[int, ...]
    lines: tuple[str, ...] = field(default_factory=tuple)
    button: str = ""


class HandInDialog(QDialog):
    """The last check (ui.md §3.3): flagged and unanswered questions open at a press; «Go back» is the default."""

    jumped = Signal(int)
    handed_in = Signal()

    def __init__(self, summary: Summary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("hand-in")
        self.setWindowTitle(summary.title)
        self.setModal(True)
        self.setMinimumWidth(480)
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 20, 24, 20)
        body.setSpacing(12)
        body.addWidget(Label(summary.title, "heading"))
        answered = _("Answered: {n}").format(n=summary.answered)
        body.addLayout(row(Icon("check", "ok", 18), Label(answered, "body", tabular=True), None, gap=8))
        self._numbers(body, "flag", "warn", _("Flagged"), summary.flagged)
        self._numbers(body, "circle", "ink2", _("Not answered"), summary.unanswered)
        body.addWidget(Rule())
        for line in summary.lines:
            body.addWidget(Label(line, "small", "ink2", wrap=True))
        self.back = Button(_("Go back"), "primary", name="hand-in-back")
        self.back.setDefault(True)
        self.back.clicked.connect(self.reject)
        self.go = Button(summary.button, "secondary", name="hand-in-go")
        self.go.setAutoDefault(False)
        self.go.clicked.connect(self._hand_in)
        body.addSpacing(4)
        body.addLayout(row(self.go, None, self.back, gap=12))
        self.back.setFocus()

    def _numbers(self, body: QVBoxLayout, icon: str, ink: str, words: str, numbers: tuple[int, ...]) -> None:
        line = row(Icon(icon, ink, 18), Label(_("{what}: {n}").format(what=words, n=len(numbers)), tabular=True), gap=8)
        line.addStretch(1)
        body.addLayout(line)
        if not numbers:
            return
        flow = Flow()
        parts: list[QWidget] = []
        for n in numbers:
            one = Button(str(n), "secondary", size=theme.SMALL, name=f"hand-in-{icon}-{n}")
            one.setAutoDefault(False)
            one.setAccessibleName(_("Open question {n}").format(n=n))
            one.clicked.connect(lambda _=False, it=n: self._jump(it))
            parts.append(one)
        flow.set_parts(parts)
        body.addWidget(flow)

    def _jump(self, number: int) -> None:
        self.jumped.emit(number)
        self.reject()

    def _hand_in(self) -> None:
        self.handed_in.emit()
        self.accept()


class Ground(Plane):
    """The reading ground of an attempt: `surface`, filled by one column."""

    def __init__(self, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(inside)
