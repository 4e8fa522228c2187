"""A self-check question answered in place: choose, check, see why. Knows no lesson; the reader asks the view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from trainer.domain.facts import Answered
from trainer.domain.grading import Kind
from trainer.i18n import N_, _, pgettext
from trainer.ui import theme
from trainer.ui.reading_order import stops
from trainer.ui.widgets.base import Flow, Label, Rule, Tag, Tone, clear, column, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.fields import Line
from trainer.ui.widgets.page import ScrollColumn
from trainer.ui.widgets.question import AnswerOption, Mark
from trainer.views.lesson import Checked, CheckRow, OptionRow

HINTS: dict[Kind, str] = {
    "single": N_("Choose one"),
    "multiple": N_("Choose all that are right"),
    "truefalse": N_("True or false"),
    "numeric": N_("Work it out"),
    "order": N_("Put the steps in order"),
}
"""What a kind of question asks for."""

RESULTS: dict[str, tuple[str, Tone, str]] = {
    "right": (N_("Right"), "ok", "check"),
    "partly": (N_("Partly right"), "warn", "alert-circle"),
    "wrong": (N_("Not right"), "bad", "cross"),
    "unanswered": (N_("Not answered"), "neutral", ""),
}
"""State of an answer → word, tone, sign."""


class Choices(QWidget):
    """Options of which one or several are chosen: one Tab stop, arrows move. `changed` after every choice."""

    changed = Signal()

    def __init__(
        self, options: tuple[OptionRow, ...], *, multiple: bool, first: int = 1, parent: QWidget | None = None
    ) -> None:
        """`first` is the number of the first option: reasons go on counting."""
        super().__init__(parent)
        self._multiple = multiple
        self.options = options
        self.chosen: list[str] = []
        self.widgets = [AnswerOption(first + n, one.text, multiple=multiple) for n, one in enumerate(options)]
        for one, widget in zip(options, self.widgets, strict=True):
            widget.chosen.connect(partial(self.choose, one.id))
        self.setLayout(column(*self.widgets, gap=8))
        self._stop_at(0)

    def choose(self, id_: str) -> None:
        """Choose an option, or take it back where several may be chosen."""
        if not self.isEnabled():
            return
        if self._multiple:
            self.chosen = [one for one in self.chosen if one != id_] if id_ in self.chosen else [*self.chosen, id_]
        else:
            self.chosen = [id_]
        self.open_again()
        at = next(n for n, one in enumerate(self.options) if one.id == id_)
        self._stop_at(at)
        self.widgets[at].setFocus(Qt.FocusReason.OtherFocusReason)  # a digit takes the focus along
        self.changed.emit()

    def _stop_at(self, at: int) -> None:
        """Tab comes to this option, and leads on from it."""
        for n, widget in enumerate(self.widgets):
            widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus if n == at else Qt.FocusPolicy.ClickFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down move between the options and choose nothing."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        here = next((n for n, widget in enumerate(self.widgets) if widget.hasFocus()), None)
        if not step or here is None or not 0 <= here + step < len(self.widgets):
            super().keyPressEvent(event)
            return
        self._stop_at(here + step)
        self.widgets[here + step].setFocus(Qt.FocusReason.TabFocusReason)

    def open_again(self) -> None:
        """Show what is chosen, without feedback."""
        for one, widget in zip(self.options, self.widgets, strict=True):
            widget.show_as("chosen" if one.id in self.chosen else "open")

    def show_checked(self, found: Checked) -> None:
        """Mark every option and say why."""
        for one, widget in zip(self.options, self.widgets, strict=True):
            verdict = found.verdicts.get(one.id, "left")
            missed: Mark = "missing" if self._multiple else "expected"
            marks: dict[str, Mark] = {"hit": "right", "mistaken": "wrong", "missed": missed, "left": "quiet"}
            said = found.feedback.get(one.id, "") if verdict != "left" else ""
            widget.show_as(marks[verdict], said)


class Steps(QWidget):
    """Steps that are moved up and down. `changed` after every move."""

    changed = Signal()

    def __init__(self, steps: tuple[OptionRow, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = {one.id: one.text for one in steps}
        self.order = [one.id for one in steps]
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(4)
        self._signs: dict[str, str] = {}
        self._fill()

    def move_step(self, place: int, by: int) -> None:
        """Move the step at a place up (-1) or down (1)."""
        target = place + by
        if 0 <= target < len(self.order) and self.isEnabled():
            self.order[place], self.order[target] = self.order[target], self.order[place]
            self._signs = {}
            self._fill()
            found = self.findChild(Button, f"step-{target}-{'up' if by < 0 else 'down'}")
            if found is not None:
                found.setFocus(Qt.FocusReason.TabFocusReason)
            self.changed.emit()

    def show_checked(self, found: Checked) -> None:
        """Mark the steps that stand and those that have to move."""
        self._signs = dict(found.verdicts)
        self._fill()

    def _fill(self) -> None:
        clear(self._body)
        last = len(self.order) - 1
        for place, id_ in enumerate(self.order):
            text = self._texts[id_]
            number = Label(str(place + 1), "strong", "ink2", tabular=True)
            number.setFixedWidth(20)
            words = Label(text, "body", wrap=True)
            parts: list[QWidget] = [number, words]
            sign = self._signs.get(id_)
            if sign:
                parts.append(Tag(_("Stands"), "ok", "check") if sign == "hit" else Tag(_("Moves"), "bad", "cross"))
            up = Button(
                "", "icon", icon="up", size=28, spoken=_("Up: {step}").format(step=text), name=f"step-{place}-up"
            )
            down = Button(
                "", "icon", icon="down", size=28, spoken=_("Down: {step}").format(step=text), name=f"step-{place}-down"
            )
            up.setEnabled(place > 0)
            down.setEnabled(place < last)
            up.clicked.connect(partial(self.move_step, place, -1))
            down.clicked.connect(partial(self.move_step, place, 1))
            line = row(*parts, up, down, gap=8)
            line.setStretch(1, 1)
            self._body.addLayout(line)


class CheckCard(QWidget):
    """One question. `checked(item, answer)` asks for its feedback; `policy(id)` asks for a rule to be shown."""

    checked = Signal(str, object)
    policy = Signal(str)
    reported = Signal(str)

    def __init__(self, number: int, one: CheckRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.one = one
        self.setObjectName(f"check-{one.item}")
        self.state = ""
        self.choices: Choices | None = None
        self.reasons: Choices | None = None
        self.steps: Steps | None = None
        self.number_field: Line | None = None
        ask = Label(_("{n}. {question}").format(n=number, question=one.ask), "strong", wrap=True)
        self._tag = Tag("", "neutral")
        self._tag.hide()
        body = column(row(Label(_(HINTS[one.kind]), "caption", "ink2"), None, self._tag), ask, gap=8)
        self._add_input(body)
        self.check = Button(_("Check the answer"), size=theme.SMALL, name=f"check-go-{one.item}")
        self.check.clicked.connect(self.check_now)
        self.again = Button(pgettext("question", "Try again"), "text", size=theme.SMALL, name=f"check-again-{one.item}")
        self.again.clicked.connect(self.open_again)
        self.again.hide()
        self.expected = Label("", "strong", "accentInk", wrap=True, tabular=True)
        self.why = Label("", "body", wrap=True, tabular=True)
        self.rules = Flow()
        for part in (self.expected, self.why, self.rules):
            part.hide()
            body.addWidget(part)
        self.report = Button(_("Report a mistake…"), "text", size=theme.SMALL, name=f"check-report-{one.item}")
        self.report.clicked.connect(partial(self.reported.emit, one.item))
        body.addLayout(row(self.check, self.again, None, self.report))
        self.setLayout(body)
        self._can_check()

    def _add_input(self, body: QVBoxLayout) -> None:
        one = self.one
        if one.kind == "order":
            self.steps = Steps(one.options)
            body.addWidget(self.steps)
            return
        if one.kind == "numeric":
            self.number_field = Line(spoken=_("Answer"), name=f"check-number-{one.item}")
            self.number_field.setMaximumWidth(200)
            self.number_field.textChanged.connect(self._can_check)
            self.number_field.returnPressed.connect(self.check_now)
            body.addLayout(row(self.number_field, Label(_(UNITS.get(one.unit, "")), "body", "ink2"), None))
            return
        self.choices = Choices(one.options, multiple=one.kind == "multiple")
        self.choices.changed.connect(self._can_check)
        body.addWidget(self.choices)
        if one.reasons:
            body.addWidget(Label(_("Because"), "small", "ink2"))
            self.reasons = Choices(one.reasons, multiple=False, first=len(one.options) + 1)
            self.reasons.changed.connect(self._can_check)
            body.addWidget(self.reasons)

    def answer(self) -> Answered:
        """What has been chosen or typed so far, in the form a record takes; None for nothing."""
        if self.steps is not None:
            return tuple(self.steps.order)
        if self.number_field is not None:
            return self.number_field.text().strip() or None
        chosen = self.choices.chosen if self.choices is not None else []
        if not chosen:
            return None
        if self.one.kind == "multiple":
            return tuple(chosen)
        if self.reasons is not None:
            return {"truth": chosen[0], "reason": self.reasons.chosen[0]} if self.reasons.chosen else None
        return chosen[0]

    def set_answer(self, answer: Answered) -> None:
        """Put an answer given earlier back, without checking it."""
        if self.steps is not None and isinstance(answer, tuple):
            known = [part for part in answer if isinstance(part, str)]
            if sorted(known) == sorted(self.steps.order):
                self.steps.order = known
        elif self.number_field is not None and isinstance(answer, str):
            self.number_field.setText(answer)
        elif self.choices is not None and answer:
            truth = answer.get("truth", "") if isinstance(answer, dict) else answer
            self.choices.chosen = [truth] if isinstance(truth, str) else [one for one in truth if isinstance(one, str)]
            if self.reasons is not None and isinstance(answer, dict):
                self.reasons.chosen = [answer.get("reason", "")]
                self.reasons.open_again()
            self.choices.open_again()
        self._can_check()

    def show_checked(self, found: Checked) -> None:
        """The feedback, in place."""
        self.state = found.state
        word, tone, sign = RESULTS[found.state]
        self._tag.show_as(_(word), tone, sign)
        self._tag.show()
        for part in (self.choices, self.reasons, self.steps):
            if part is not None:
                part.show_checked(found)
                part.setEnabled(False)
        if self.number_field is not None:
            self.number_field.setReadOnly(True)
        right = found.state == "right"
        self.expected.setText(_("Expected: {answer}").format(answer=found.expected) if found.expected else "")
        self.expected.setVisible(bool(found.expected) and not right)
        self.why.setText("\n".join(part for part in (found.solution, found.reason) if part))
        self.why.setVisible(bool(self.why.text()))
        self.rules.set_parts([self._rule(id_) for id_ in found.policies])
        self.rules.setVisible(bool(found.policies))
        self.check.hide()
        self.again.setVisible(not right)

    def _rule(self, id_: str) -> Button:
        button = Button(id_, "text", size=theme.SMALL, name=f"check-rule-{self.one.item}-{id_}")
        button.setAccessibleName(_("Show the rule {id}").format(id=id_))
        button.clicked.connect(partial(self.policy.emit, id_))
        return button

    def open_again(self) -> None:
        """Another try: what was chosen stays, the feedback goes."""
        self.state = ""
        self._tag.hide()
        for part in (self.expected, self.why, self.rules):
            part.hide()
        for choices in (self.choices, self.reasons):
            if choices is not None:
                choices.setEnabled(True)
                choices.open_again()
        if self.steps is not None:
            self.steps.setEnabled(True)
        if self.number_field is not None:
            self.number_field.setReadOnly(False)
        self.check.show()
        self.focus_first()
        self.again.hide()
        self._can_check()

    def focus_first(self) -> None:
        """The cursor to the first thing that can be chosen or typed."""
        found = stops(self)
        if found:
            found[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _can_check(self) -> None:
        self.check.setEnabled(self.answer() is not None)

    def check_now(self) -> None:
        """Ask for the feedback, once there is an answer and none was given yet."""
        answer = self.answer()
        if answer is not None and not self.state:
            self.checked.emit(self.one.item, answer)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose the option of that number; Enter asks for the feedback."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.check.isVisible():
            self.check_now()
            return
        text = event.text()
        groups = [group for group in (self.choices, self.reasons) if group is not None]
        options = [(group, one.id) for group in groups for one in group.options]
        if text.isdigit() and 1 <= int(text) <= len(options) and not self.state:
            group, id_ = options[int(text) - 1]
            group.choose(id_)
            return
        super().keyPressEvent(event)


UNITS: dict[str, str] = {"CNY": N_("yuan"), "%": "%"}
"""Units written behind the answer; others stand in the question."""


class SelfCheck(ScrollColumn):
    """All questions of a lesson. `asked(item, answer)` asks for feedback; `changed` when one more has its answer."""

    asked = Signal(str, object)
    policy = Signal(str)
    reported = Signal(str)
    changed = Signal()
    finished = Signal()
    """The last question was answered right, from the keyboard or with the pointer."""

    def __init__(self, width: int, parent: QWidget | None = None) -> None:
        """`width`: of the column, px."""
        super().__init__(gap=20, margins=(0, 28, 0, 32), parent=parent)
        self.setObjectName("self-check")
        self.cards: list[CheckCard] = []
        self.answers: dict[str, Answered] = {}
        self._width = width
        self.verticalScrollBar().rangeChanged.connect(lambda _least, _most: self._keep_in_sight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column centred, as the text is."""
        side = max(44, (event.size().width() - self._width) // 2)
        self.body.setContentsMargins(side, 28, side, 32)
        super().resizeEvent(event)

    def show_questions(self, questions: Sequence[CheckRow], answers: Mapping[str, Answered]) -> None:
        """Show these; `answers` given earlier are put back and checked again."""
        clear(self.body)
        self.cards = []
        self.answers = {one.item: answers[one.item] for one in questions if one.item in answers}
        help_ = _("What counts is that every question is answered; the answers are kept with the lesson.")
        head = column(Label(_("Self-check"), "display"), Label(help_, "small", "ink2", wrap=True), gap=6)
        self.body.addLayout(head)
        for number, one in enumerate(questions, 1):
            card = CheckCard(number, one)
            card.checked.connect(self.asked)
            card.policy.connect(self.policy)
            card.reported.connect(self.reported)
            self.cards.append(card)
            if number > 1:
                self.body.addWidget(Rule())
            self.body.addWidget(card)
            if one.item in self.answers:
                card.set_answer(self.answers[one.item])
                self.asked.emit(one.item, self.answers[one.item])
        self.body.addStretch(1)

    def show_checked(self, answer: Answered, found: Checked) -> None:
        """The feedback for an answer."""
        here = QApplication.focusWidget()
        for card in self.cards:
            if card.one.item == found.item:
                had_focus = here is not None and card.isAncestorOf(here)
                card.show_checked(found)
                self.answers[found.item] = answer
                self.changed.emit()
                if had_focus:
                    self._lead_on(card)

    def _lead_on(self, card: CheckCard) -> None:
        """The focus after an answer: another try, or the next question that is open, or the end."""
        at = self.cards.index(card)
        following = [one for one in self.cards[at + 1 :] + self.cards[:at] if not one.state]
        if not card.again.isHidden():
            card.again.setFocus(Qt.FocusReason.TabFocusReason)
        elif following:
            card = following[0]
            card.focus_first()
        else:
            self.finished.emit()
        QTimer.singleShot(0, card, partial(self._reveal, card))  # once it has its new height

    def _reveal(self, card: CheckCard) -> None:
        """Scroll to a question; where it is higher than the window, to the control in it that has the focus."""
        self.ensureWidgetVisible(card)
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        """The feedback grew or went away: what has the focus is scrolled to again."""
        here = QApplication.focusWidget()
        if here is not None and self.isAncestorOf(here):
            self.ensureWidgetVisible(here)

    def check_current(self) -> None:
        """Ctrl+Enter: check the question that has the focus."""
        here = QApplication.focusWidget()
        for card in self.cards:
            if here is not None and card.isAncestorOf(here):
                card.check_now()

    def open_questions(self) -> int:
        """How many have no answer yet."""
        return sum(card.one.item not in self.answers for card in self.cards)
