"""Answering a question and looking at the answer: one widget per kind, all with the same few methods.

`answer()` gives the raw answer as records keep it; `explain()` turns the same rows read-only and says what they were
worth (`ui.md` §3.6: after answering nothing moves).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from trainer.domain.facts import Answered
from trainer.domain.figures import read_number
from trainer.domain.grading import Graded
from trainer.domain.question import Option, Question
from trainer.i18n import _, language
from trainer.ui import theme
from trainer.ui.widgets.base import Icon, Label, Selectable, Tag, column, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.fields import Field, Line
from trainer.ui.widgets.question import AnswerOption, Mark

_GAP: Final = 8


class AnswerArea(QWidget):
    """What every kind can do. `changed` follows a choice, `typed` a text that may still go on."""

    changed = Signal()
    typed = Signal()

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question = question
        self.locked = False
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(_GAP)

    def answer(self) -> Answered:
        """The raw answer; None when nothing was chosen or typed."""
        return None

    def set_answer(self, answer: Answered) -> None:
        """Show an answer, without a signal."""

    def lock(self) -> None:
        """Nothing can be changed any more."""
        self.locked = True

    def explain(self, graded: Graded) -> None:
        """Lock it and say what each part was worth."""

    def press(self, number: int) -> bool:
        """A digit key: choose that option. False where there is none."""
        del number
        return False

    def first(self) -> QWidget | None:
        """Where the cursor goes."""
        return None

    def trouble(self) -> str:
        """Why the answer cannot be understood; empty when it can."""
        return ""


class _Rows:
    """Options under each other, one Tab stop, arrows move: shared by choices, judgements and their reasons."""

    def __init__(self, area: AnswerArea, options: Sequence[Option], *, several: bool, after: int = 0) -> None:
        self.area = area
        self.several = several
        self.options = options
        self.chosen: list[str] = []
        self.rows: list[AnswerOption] = []
        for n, option in enumerate(options, 1):
            one = AnswerOption(after + n, option.text.in_(language()), multiple=several)
            one.chosen.connect(lambda at=n - 1: self.choose(at))
            self.rows.append(one)
            area.body.addWidget(one)
        self.show()

    def show(self) -> None:
        """Marks and the one Tab stop."""
        stop = next((at for at, option in enumerate(self.options) if option.id in self.chosen), 0)
        for at, (option, one) in enumerate(zip(self.options, self.rows, strict=True)):
            one.show_as("chosen" if option.id in self.chosen else "open")
            one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if at == stop else Qt.FocusPolicy.ClickFocus)

    def choose(self, at: int) -> None:
        """One option was pressed."""
        if self.area.locked:
            return
        id_ = self.options[at].id
        if not self.several:
            self.chosen = [id_]
        elif id_ in self.chosen:
            self.chosen.remove(id_)
        else:
            self.chosen.append(id_)
        self.show()
        if any(one.hasFocus() for one in self.rows):  # a digit takes the focus along: Enter would choose where it was
            self._focus(at)
        self.area.changed.emit()

    def ids(self) -> tuple[str, ...]:
        """What is chosen, in the order of the question's own ids."""
        return tuple(sorted(self.chosen))

    def explain(self, verdicts: Mapping[str, str], *, missed: Mark) -> None:
        """Signs, borders, tags and feedback."""
        marks: dict[str, Mark] = {"hit": "right", "missed": missed, "mistaken": "wrong", "left": "quiet"}
        for option, one in zip(self.options, self.rows, strict=True):
            mark = marks.get(verdicts.get(option.id, "left"), "quiet")
            one.show_as(mark, option.feedback.in_(language()))

    def move(self, step: int) -> bool:
        """Arrow keys: the focus moves, nothing is chosen."""
        here = next((at for at, one in enumerate(self.rows) if one.hasFocus()), None)
        if here is None or not 0 <= here + step < len(self.rows):
            return False
        self._focus(here + step)
        return True

    def _focus(self, at: int) -> None:
        """The stop goes along: Tab leads on from where the keys came to."""
        for place, one in enumerate(self.rows):
            one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if place == at else Qt.FocusPolicy.ClickFocus)
        self.rows[at].setFocus(Qt.FocusReason.TabFocusReason)


class ChoiceAnswer(AnswerArea):
    """One or several of the options."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self.rows = _Rows(self, question.options, several=question.kind == "multiple")

    def answer(self) -> Answered:
        """An option id, or several."""
        ids = self.rows.ids()
        if self.question.kind == "multiple":
            return ids or None
        return ids[0] if ids else None

    def set_answer(self, answer: Answered) -> None:
        """Mark what was chosen."""
        given = (answer,) if isinstance(answer, str) else answer if isinstance(answer, tuple) else ()
        self.rows.chosen = [part for part in given if isinstance(part, str)]
        self.rows.show()

    def explain(self, graded: Graded) -> None:
        """Every option gets its sign and its line."""
        self.lock()
        missed: Mark = "missing" if graded.state in ("partly", "wrong") and self.rows.several else "expected"
        self.rows.explain(dict(graded.verdicts), missed=missed)

    def press(self, number: int) -> bool:
        """Choose the option with this number."""
        if not 1 <= number <= len(self.rows.rows):
            return False
        self.rows.choose(number - 1)
        return True

    def first(self) -> QWidget | None:
        """The chosen or the first option."""
        return next((one for one in self.rows.rows if one.focusPolicy() == Qt.FocusPolicy.StrongFocus), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down move between the options."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if not step or not self.rows.move(step):
            super().keyPressEvent(event)


class TruthAnswer(AnswerArea):
    """True or false, and where the question has reasons, one of them."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self.truth = _Rows(self, question.options, several=False)
        self.reasons: _Rows | None = None
        if question.reasons:
            self.body.addSpacing(4)
            self.body.addWidget(Label(_("Because"), "strong"))
            self.reasons = _Rows(self, question.reasons, several=False, after=len(question.options))

    def answer(self) -> Answered:
        """``yes``, ``no``, or the answer with its reason."""
        truth = next(iter(self.truth.chosen), "")
        if self.reasons is None:
            return truth or None
        reason = next(iter(self.reasons.chosen), "")
        given = {"truth": truth, "reason": reason}
        return {name: value for name, value in given.items() if value} or None

    def set_answer(self, answer: Answered) -> None:
        """Mark answer and reason."""
        fields = answer if isinstance(answer, dict) else {"truth": answer} if isinstance(answer, str) else {}
        self.truth.chosen = [fields["truth"]] if fields.get("truth") else []
        self.truth.show()
        if self.reasons is not None:
            self.reasons.chosen = [fields["reason"]] if fields.get("reason") else []
            self.reasons.show()

    def explain(self, graded: Graded) -> None:
        """Both parts get their signs."""
        self.lock()
        verdicts = dict(graded.verdicts)
        self.truth.explain(verdicts, missed="expected")
        if self.reasons is not None:
            self.reasons.explain(verdicts, missed="expected")

    def press(self, number: int) -> bool:
        """1 and 2 judge; the numbers after them choose a reason."""
        if 1 <= number <= len(self.truth.rows):
            self.truth.choose(number - 1)
            return True
        place = number - len(self.truth.rows) - 1
        if self.reasons is None or not 0 <= place < len(self.reasons.rows):
            return False
        self.reasons.choose(place)
        return True

    def first(self) -> QWidget | None:
        """The chosen or the first one."""
        return next((one for one in self.truth.rows if one.focusPolicy() == Qt.FocusPolicy.StrongFocus), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down move between the rows."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        moved = bool(step) and (self.truth.move(step) or (self.reasons is not None and self.reasons.move(step)))
        if not moved:
            super().keyPressEvent(event)


class NumberAnswer(AnswerArea):
    """A figure as people type it, with its unit; what cannot be read is said on leaving the field."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self.line = Line(spoken=_("Answer"), name="answer-number")
        self.field = Field(_("Answer"), self.line, help_=self._forms())
        self.field.setMaximumWidth(420)
        self.line.textEdited.connect(lambda _text: self._edited())
        self.line.editingFinished.connect(self._look)
        self.own = Label("", "body", wrap=True)
        self.expected = Label("", "strong", "ok", wrap=True)
        self._own_sign, self._expected_sign = Icon("cross-circle", "bad", 20), Icon("check-circle", "ok", 20)
        self._after = QWidget()
        self._after.setLayout(
            column(
                row(self._own_sign, self.own, None, gap=12),
                row(self._expected_sign, self.expected, None, gap=12),
                gap=8,
            )
        )
        self._after.hide()
        self.body.addWidget(self.field)
        self.body.addWidget(self._after)

    def _forms(self) -> str:
        if self.question.unit == "CNY":
            return _("In yuan. 3,120.00, 3120 元 and 0.312 万元 are read alike.")
        if self.question.unit == "%":
            return _("In per cent. 1% and 1 are read alike.")
        if self.question.unit:
            return _("A number, with or without its unit.")
        return _("A number.")

    def _edited(self) -> None:
        self.field.clear_error()
        self.typed.emit()

    def _look(self) -> None:
        if not self.locked:
            self.field.error(self.trouble())

    def trouble(self) -> str:
        """A text that is no number in this unit."""
        text = self.line.text()
        if not text.strip() or read_number(text, self.question.unit) is not None:
            return ""
        return _("This cannot be read as a number here. {forms}").format(forms=self._forms())

    def answer(self) -> Answered:
        """The text as typed; every reader reads it the same way."""
        return self.line.text() if self.line.text().strip() else None

    def set_answer(self, answer: Answered) -> None:
        """Put the text back."""
        self.line.setText(answer if isinstance(answer, str) else "")
        self.field.clear_error()

    def lock(self) -> None:
        """Read only."""
        super().lock()
        self.line.setReadOnly(True)

    def explain(self, graded: Graded) -> None:
        """The own figure and the expected one under each other."""
        self.lock()
        right = graded.state == "right"
        self.field.hide()
        own = self.line.text().strip()
        self.own.setText(_("Own answer: {answer}").format(answer=own) if own else _("Not answered"))
        self._own_sign.show_as("check-circle" if right else "cross-circle", "ok" if right else "bad")
        expected = self.question.expected_text.in_(language())
        self.expected.setText(_("Expected: {answer}").format(answer=expected))
        self._after.show()

    def first(self) -> QWidget | None:
        """The field."""
        return self.line


class StepRow(Selectable):
    """A step of an order: its place, its words, and the two buttons that move it."""

    moved = Signal(int)

    def __init__(self, option: Option, parent: QWidget | None = None) -> None:
        super().__init__("card", parent=parent)
        self.option = option
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setObjectName(f"step-{option.id}")
        self._place = Label("1", "strong", "ink2", tabular=True)
        self._sign = Icon("circle", "control", 20)
        self._sign.hide()
        self._words = Label(option.text.in_(language()), "body", wrap=True)
        self._feedback = Label("", "small", "ink2", wrap=True)
        self._feedback.hide()
        self._tag = Tag("", "neutral")
        self._tag.hide()
        self.up = self._button("up", _("Move up"), -1)
        self.down = self._button("down", _("Move down"), 1)
        words = column(self._words, self._feedback, gap=4)
        line = row(self._sign, self._place, gap=12)
        line.addLayout(words, 1)
        for part in (self._tag, self.up, self.down):
            line.addWidget(part)
        self.body.setContentsMargins(16, 8, 8, 8)
        self.body.addLayout(line)
        self._border = ""

    def _button(self, icon: str, spoken: str, step: int) -> Button:
        made = Button("", "icon", icon=icon, size=theme.SMALL, spoken=spoken, name=f"step-{icon}-{self.option.id}")
        made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        made.clicked.connect(lambda: self.moved.emit(step))
        return made

    def stand(self, place: int, count: int) -> None:
        """Its place from 1 among `count`."""
        self._place.setText(str(place))
        self.up.setEnabled(place > 1)
        self.down.setEnabled(place < count)
        text = self.option.text.in_(language())
        self.setAccessibleName(_("Place {n}: {text}").format(n=place, text=text))

    def explain(self, *, stands: bool, rightly: int, feedback: str) -> None:
        """Whether it may stay; `rightly` is its place in a right order."""
        self._border = "ok" if stands else "bad"
        self._sign.show_as("check-circle" if stands else "cross-circle", self._border)
        self._sign.show()
        tag = _("Stands") if stands else _("Belongs at {n}").format(n=rightly)
        self._tag.show_as(tag, "ok" if stands else "bad")
        self._tag.show()
        self._feedback.setText(feedback)
        self._feedback.setVisible(bool(feedback))
        self.setAccessibleDescription(f"{tag} {feedback}".strip())
        self.up.hide()
        self.down.hide()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Up and Alt+Down move the step."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(step)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A border that says the state too."""
        super().paintEvent(event)
        if self._border:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(theme.color(self._border))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)


class OrderAnswer(AnswerArea):
    """Steps to be put in order with buttons or Alt+Up and Alt+Down; nothing needs the pointer."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self._touched = False
        self.steps = [StepRow(option) for option in question.options]
        for one in self.steps:
            one.moved.connect(lambda step, it=one: self.move_step(it, step))
            self.body.addWidget(one)
        keys = _("Alt+Up and Alt+Down move the step that has the focus.")
        self._keys = Label(keys, "caption", "ink2", wrap=True)
        self._keys.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.body.addWidget(self._keys)
        self._show()

    def _show(self) -> None:
        for at, one in enumerate(self.steps):
            self.body.removeWidget(one)
            self.body.insertWidget(at, one)
            one.stand(at + 1, len(self.steps))
            one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if at == 0 else Qt.FocusPolicy.ClickFocus)
        for before, after in zip(self.steps, self.steps[1:], strict=False):
            QWidget.setTabOrder(before, after)

    def move_step(self, one: StepRow, step: int) -> None:
        """Change places with the neighbour."""
        at = self.steps.index(one)
        if self.locked or not 0 <= at + step < len(self.steps):
            return
        self.steps[at], self.steps[at + step] = self.steps[at + step], self.steps[at]
        self._touched = True
        self._show()
        one.setFocus(Qt.FocusReason.TabFocusReason)
        self.changed.emit()

    def answer(self) -> Answered:
        """The steps in their order, once something was moved: the order shown first is never a right one."""
        return tuple(one.option.id for one in self.steps) if self._touched else None

    def set_answer(self, answer: Answered) -> None:
        """Put the steps as they were left."""
        if not isinstance(answer, tuple) or not answer:
            return
        place = {part: at for at, part in enumerate(answer) if isinstance(part, str)}
        self.steps.sort(key=lambda one: place.get(one.option.id, len(place)))
        self._touched = True
        self._show()

    def explain(self, graded: Graded) -> None:
        """Which steps may stay and where the others belong."""
        self.lock()
        self._keys.hide()
        verdicts = dict(graded.verdicts)
        expected = self.question.expected
        order = [part for part in expected if isinstance(part, str)] if isinstance(expected, tuple) else []
        for one in self.steps:
            id_ = one.option.id
            rightly = order.index(id_) + 1 if id_ in order else 0
            feedback = one.option.feedback.in_(language())
            one.explain(stands=verdicts.get(id_) == "hit", rightly=rightly, feedback=feedback)

    def first(self) -> QWidget | None:
        """The first step."""
        return self.steps[0] if self.steps else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down move the focus."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        here = next((at for at, one in enumerate(self.steps) if one.hasFocus()), None)
        if not step or here is None or not 0 <= here + step < len(self.steps):
            super().keyPressEvent(event)
            return
        self.steps[here + step].setFocus(Qt.FocusReason.TabFocusReason)


def area_for(question: Question, parent: QWidget | None = None) -> AnswerArea:
    """The widget that answers this kind of question."""
    if question.kind == "truefalse":
        return TruthAnswer(question, parent)
    if question.kind == "numeric":
        return NumberAnswer(question, parent)
    if question.kind == "order":
        return OrderAnswer(question, parent)
    return ChoiceAnswer(question, parent)
