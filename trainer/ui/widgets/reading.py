"""What is read at the right of the library: a case, a policy, a lesson, each in one order (`ui.md` §3.7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trainer.i18n import _
from trainer.ui import theme
from trainer.ui.widgets.base import Flow, Frame, Icon, Label, Plane, Selectable, Tag, Tone, clear, column, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.documents import DocumentTable
from trainer.ui.widgets.feedback import EmptyState
from trainer.ui.widgets.page import ScrollColumn
from trainer.views.library import CasePage, LessonPage, PolicyLine, PolicyPage, Thing

_TONES: Final[dict[str, Tone]] = {"ok": "ok", "warn": "warn", "bad": "bad"}


class PolicyRow(Selectable):
    """A policy under a case: id, title, document, dates."""

    def __init__(self, one: PolicyLine, parent: QWidget | None = None) -> None:
        super().__init__("row", parent=parent)
        self.setObjectName(f"policy-{one.code}")
        self.setAccessibleName(f"{one.code} {one.title}. {one.document}. {one.dates}. {one.tag}".strip(". "))
        self.body.setContentsMargins(0, 4, 0, 4)
        code = Label(one.code, "smallStrong", "accentInk", tabular=True)
        code.setMinimumWidth(56)
        document = Label(one.document, "caption", "ink2", wrap=True)
        document.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(code)
        line.addWidget(Label(one.title, "body", wrap=True), 3)
        line.addWidget(document, 3)
        if one.tag:
            line.addWidget(Tag(one.tag, "warn"))
        when = Label(one.dates, "caption", "ink2", tabular=True)
        when.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        when.setMinimumWidth(148)
        line.addWidget(when)
        self.body.addLayout(line)


class ReadingView(Plane):
    """The reading pane. `practise` and `open_lesson` carry ids, `thing_pressed` and `reported` a kind and an id."""

    practise = Signal(str)
    open_lesson = Signal(str)
    thing_pressed = Signal(str, str)
    reported = Signal(str, str)
    back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setObjectName("reading")
        self.shown: Thing | None = None
        self.can_practise = True
        self.card = Frame("card")
        self.area = ScrollColumn(gap=0, margins=(20, 16, 20, 16))
        self.area.setObjectName("reading-area")
        self.card.body.addWidget(self.area)
        self.back_button = Button(_("Back to the results"), "text", icon="left", name="reading-back")
        self.back_button.clicked.connect(self.back)
        self.back_button.hide()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        body.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        body.addWidget(self.card, 1)
        self.primary: Button | None = None

    def show_thing(self, thing: Thing | None) -> None:
        """Show it, or say that nothing is chosen."""
        same = self.shown is not None and thing is not None and type(thing) is type(self.shown) and thing == self.shown
        if same:
            return
        self.shown, self.primary = thing, None
        clear(self.area.body)
        if isinstance(thing, CasePage):
            self._show_case(thing)
        elif isinstance(thing, PolicyPage):
            self._show_policy(thing)
        elif isinstance(thing, LessonPage):
            self._show_lesson(thing)
        else:
            help_ = _("Choose a result at the left, or type a word, a number of a rule, an amount.")
            self.area.body.addWidget(EmptyState(_("Nothing chosen"), help_, icon="books"))
        if isinstance(thing, CasePage | PolicyPage):
            self._add_report()
        self.area.body.addStretch(1)
        self.area.verticalScrollBar().setValue(0)

    # parts

    def _head(
        self, tags: Sequence[str], state: tuple[str, str, str], title: str, line: str, action: Button | None
    ) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        flow = Flow()
        flow.set_parts([Tag(tag, "neutral") for tag in tags])
        top.addWidget(flow, 1)
        if state[0]:
            top.addWidget(Tag(state[0], _TONES.get(state[1], "neutral"), state[2]), 0, Qt.AlignmentFlag.AlignTop)
        self.area.body.addLayout(top)
        self.area.body.addSpacing(10)
        words = column(Label(title, "title", wrap=True), Label(line, "caption", "ink2", wrap=True), gap=0)
        heading = QHBoxLayout()
        heading.setSpacing(16)
        heading.addLayout(words, 1)
        if action is not None:
            heading.addWidget(action, 0, Qt.AlignmentFlag.AlignVCenter)
            self.primary = action
        self.area.body.addLayout(heading)

    def subject(self) -> tuple[str, str]:
        """Kind and id of the case or policy that is shown; both empty for anything else."""
        thing = self.shown
        if isinstance(thing, PolicyPage):
            return "policy", thing.code
        return ("case", thing.id) if isinstance(thing, CasePage) else ("", "")

    def _add_report(self) -> None:
        button = Button(_("Report a mistake…"), "text", icon="chat", size=theme.SMALL, name="library-report")
        button.clicked.connect(lambda: self.reported.emit(*self.subject()))
        self.area.body.addSpacing(8)
        self.area.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _section(self, title: str, *parts: QWidget) -> None:
        if not parts:
            return
        self.area.body.addSpacing(16)
        self.area.body.addWidget(Label(title, "strong"))
        self.area.body.addSpacing(4)
        for part in parts:
            if isinstance(part, Selectable):
                part.last = part is parts[-1]
            self.area.body.addWidget(part)

    def _text(self, title: str, text: str) -> None:
        if text:
            self._section(title, Label(text, "body", wrap=True))

    def _show_case(self, case: CasePage) -> None:
        action = None
        if case.questions and self.can_practise:
            action = Button(_("Practise this case"), "primary", icon="play", size=theme.LARGE, name="library-practise")
            action.clicked.connect(lambda: self.practise.emit(case.id))
        self._head(case.tags, case.state, case.title, case.line, action)
        self._text(_("Facts"), case.facts)
        self._section(_("Documents"), *(DocumentTable(one) for one in case.documents))
        self._section(_("Process"), *(_step(n, *one) for n, one in enumerate(case.process, 1)))
        self._section(_("Cautions"), *(_caution(*one) for one in case.cautions))
        self._section(_("Wrong approach"), *(_wrong(*one) for one in case.wrong))
        self._text(_("Result"), case.result)
        self._text(_("Feedback from the client"), case.feedback)
        self._section(_("Policies"), *(self._policy_row(one) for one in case.policies))
        self.area.body.addSpacing(12)
        self.area.body.addLayout(row(Icon("people", "ink2", 14), Label(case.foot, "caption", "ink2", wrap=True), gap=8))

    def _policy_row(self, one: PolicyLine) -> PolicyRow:
        made = PolicyRow(one)
        made.chosen.connect(lambda: self.thing_pressed.emit("policy", one.code))
        return made

    def _show_policy(self, policy: PolicyPage) -> None:
        state = next(((text, tone, "") for text, tone in policy.tags if tone == "warn"), ("", "", ""))
        tags = [policy.code, *(text for text, tone in policy.tags if tone != "warn")]
        self._head(tags, state, policy.title, policy.dates, None)
        self._text(_("Rule"), policy.rule)
        self._text(_("Figures"), policy.figures)
        self._text(_("Document"), policy.document)
        self._text(_("Confidence"), policy.confidence)
        self._section(_("Never asked in papers"), *(Label(one, "body", wrap=True) for one in policy.fenced))
        self._text(_("Source"), policy.source)
        self._section(_("Cases"), *(self._case_row(*one) for one in policy.cases))

    def _case_row(self, id_: str, title: str) -> QWidget:
        made = Selectable("row")
        made.setObjectName(f"case-{id_}")
        made.setAccessibleName(title)
        made.body.setContentsMargins(0, 6, 0, 6)
        made.body.addLayout(row(Icon("books", "ink2", 16), Label(title, "body", "accentInk", wrap=True), gap=8))
        made.chosen.connect(lambda: self.thing_pressed.emit("case", id_))
        return made

    def _show_lesson(self, lesson: LessonPage) -> None:
        action = Button(_("Open the lesson"), "primary", icon="book", size=theme.LARGE, name="library-lesson")
        action.clicked.connect(lambda: self.open_lesson.emit(lesson.id))
        self._head([_("Lesson")], ("", "", ""), lesson.title, lesson.line, action)
        self._section(_("After it"), *(_bullet(one) for one in lesson.objectives))


def _line(fill: Callable[[QHBoxLayout], None]) -> QWidget:
    made = QWidget()
    body = QHBoxLayout(made)
    body.setContentsMargins(0, 2, 0, 2)
    body.setSpacing(8)
    fill(body)
    return made


def _step(n: int, text: str, by: str, why: str) -> QWidget:
    def fill(body: QHBoxLayout) -> None:
        number = Label(str(n), "strong", "ink2", tabular=True)
        number.setFixedWidth(16)
        body.addWidget(number, 0, Qt.AlignmentFlag.AlignTop)
        words = column(Label(text, "body", wrap=True), gap=0)
        if why:
            words.addWidget(Label(why, "caption", "ink2", wrap=True))
        body.addLayout(words, 1)
        body.addWidget(_side(by), 0, Qt.AlignmentFlag.AlignTop)

    return _line(fill)


def _caution(holds: bool, text: str, side: str) -> QWidget:  # one row of the view
    def fill(body: QHBoxLayout) -> None:
        sign = Icon("check-circle" if holds else "cross-circle", "ok" if holds else "bad", 16)
        body.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        body.addWidget(Label(text, "body", wrap=True), 1)
        body.addWidget(_side(side), 0, Qt.AlignmentFlag.AlignTop)

    return _line(fill)


def _wrong(text: str, why: str, harm: str) -> QWidget:
    def fill(body: QHBoxLayout) -> None:
        body.addWidget(Icon("ban", "ink2", 16), 0, Qt.AlignmentFlag.AlignTop)
        words = column(Label(text, "body", wrap=True), gap=0)
        for line in (why, harm):
            if line:
                words.addWidget(Label(line, "caption", "ink2", wrap=True))
        body.addLayout(words, 1)

    return _line(fill)


def _bullet(text: str) -> QWidget:
    def fill(body: QHBoxLayout) -> None:
        body.addWidget(Icon("check", "ink2", 16), 0, Qt.AlignmentFlag.AlignTop)
        body.addWidget(Label(text, "body", wrap=True), 1)

    return _line(fill)


def _side(text: str) -> Label:
    made = Label(text, "caption", "ink2", tabular=True)
    made.setAlignment(Qt.AlignmentFlag.AlignRight)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
    return made
