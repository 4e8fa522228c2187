"""A paper as a card: its rules, its state, its attempts; and the last look at the rules before it begins."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from trainer.i18n import _
from trainer.ui import theme
from trainer.ui.widgets.base import Card, Elided, Flow, Icon, Label, Rule, Tag, column, row
from trainer.ui.widgets.buttons import Button
from trainer.views.tests import AttemptRow, CaseChoice, PaperRow


class AttemptLine(QWidget):
    """One attempt: when, what came of it, and the button that opens it. Without `titled` it stands on the card of its
    paper, which has the button to continue.
    """

    opened = Signal(str)

    def __init__(self, one: AttemptRow, *, titled: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = row(Icon("clock" if one.running else "check", "ink2", 16), gap=12, margins=(0, 4, 0, 4))
        words = Elided(f"{one.title}" if titled else one.when, "small")
        line.addWidget(words, 1)
        if titled:
            line.addWidget(Label(one.when, "caption", "ink2", tabular=True))
        line.addWidget(Tag(one.result, one.tone))
        action = (
            ""
            if one.running and not titled
            else _("Continue")
            if one.running
            else _("Look at it")
            if one.explained
            else ""
        )
        self.button = Button(action, "text", size=theme.SMALL, name=f"attempt-{one.attempt[:12]}")
        self.button.setAccessibleName(f"{action}: {one.title}, {one.when}")
        if not action:
            self.button.hide()
        self.button.clicked.connect(lambda: self.opened.emit(one.attempt))
        line.addWidget(self.button)
        self.setLayout(line)


class PaperCard(Card):
    """A paper of the programme or the library."""

    begin = Signal(object)
    opened = Signal(str)

    def __init__(self, one: PaperRow, *, primary: bool, parent: QWidget | None = None) -> None:
        super().__init__(gap=8, parent=parent)
        self.row = one
        self.setObjectName(f"paper-{one.paper}")
        head = row(Label(one.title, "subheading"), gap=8)
        for text in _tags(one):
            head.addWidget(Tag(text, "neutral"))
        head.addStretch(1)
        self.body.addLayout(head)
        rules = Flow(gap=16)
        rules.set_parts([Label(rule, "small", "ink2", tabular=True) for rule in one.rules])
        self.body.addWidget(rules)
        self.body.addLayout(self._foot(one, primary=primary))
        if one.attempts:
            self.body.addWidget(Rule())
            for attempt in one.attempts:
                line = AttemptLine(attempt)
                line.opened.connect(self.opened)
                self.body.addWidget(line)

    def _foot(self, one: PaperRow, *, primary: bool) -> QHBoxLayout:
        line = row(gap=12)
        sign = {"passed": ("check-circle", "ok"), "waiting": ("hourglass", "warn"), "closed": ("lock", "ink3")}
        drawing, ink = sign.get(one.state, ("info", "ink2"))
        reason = one.reason or (_("Passed") if one.state == "passed" else one.feedback_rule)
        line.addWidget(Icon(drawing, ink, 16))
        line.addWidget(Label(reason, "small", "ink" if one.state == "passed" else "ink2", wrap=True), 1)
        if one.state == "running":
            button = Button(_("Continue"), "primary" if primary else "secondary", name=f"paper-go-{one.paper}")
            button.clicked.connect(lambda: self.opened.emit(one.running))
        elif one.state == "free":
            button = Button(_("Begin…"), "primary" if primary else "secondary", name=f"paper-go-{one.paper}")
            button.clicked.connect(lambda: self.begin.emit(one))
        else:
            return line
        button.setAccessibleName(f"{button.text()} {one.title}")
        line.addWidget(button)
        return line


def _tags(one: PaperRow) -> list[str]:
    tags = [_("Required")] if one.must else []
    if one.mode == "exam":
        tags.append(_("Exam"))
    if one.pilot:
        tags.append(_("Pilot"))
    if one.sample:
        tags.append(_("Sample"))
    return tags


class CaseLine(QWidget):
    """A case that can be practised."""

    practise = Signal(str)

    def __init__(self, one: CaseChoice, detail: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = row(Icon("books", "ink2", 18), gap=12, margins=(0, 4, 0, 4))
        line.addLayout(column(Elided(one.title), Label(detail, "caption", "ink2", tabular=True), gap=0), 1)
        self.button = Button(_("Practise"), "text", size=theme.SMALL, name=f"practise-{one.case}")
        self.button.setAccessibleName(_("Practise: {title}").format(title=one.title))
        self.button.clicked.connect(lambda: self.practise.emit(one.case))
        line.addWidget(self.button)
        self.setLayout(line)


class BeginDialog(QDialog):
    """The rules of a paper once more, all of them, before one of its attempts is used."""

    def __init__(self, one: PaperRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("begin")
        self.setWindowTitle(one.title)
        self.setModal(True)
        self.setMinimumWidth(480)
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 20, 24, 20)
        body.setSpacing(8)
        body.addWidget(Label(one.title, "heading", wrap=True))
        for rule in _all(one):
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addLayout(column(3, Icon("check", "ink3", 16), None, gap=0))  # level with the first line of words
            line.addWidget(Label(rule, "body", wrap=True), 1)
            body.addLayout(line)
        self.later = Button(_("Not now"), "secondary", name="begin-later")
        self.later.setAutoDefault(False)
        self.later.clicked.connect(self.reject)
        self.go = Button(_("Begin now"), "primary", name="begin-go")
        self.go.clicked.connect(self.accept)
        body.addSpacing(8)
        body.addLayout(row(None, self.later, self.go, gap=12))
        self.later.setFocus()


def _all(one: PaperRow) -> Sequence[str]:
    return (*one.rules, one.time_rule, one.feedback_rule)
