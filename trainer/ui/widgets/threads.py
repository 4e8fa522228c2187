"""Feedback on content: the small window in which something is written, and a thread with everything that followed."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer.i18n import N_, _
from trainer.ui import theme
from trainer.ui.widgets.base import Frame, Icon, Label, Tag, Tone, column, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.dialog import FormDialog
from trainer.ui.widgets.fields import Area, Field
from trainer.views.feedback import Content, StepRow, Thread
from trainer.wording import dates
from trainer.wording.lines import joined

ACTS: Final = {
    "acknowledge": N_("Acknowledge"),
    "done": N_("Say what was changed…"),
    "confirm": N_("Confirm that it is fixed"),
    "again": N_("Not fixed yet…"),
}

_TONES: Final[dict[str, Tone]] = {"sent": "warn", "acknowledged": "neutral", "done": "accent", "confirmed": "ok"}
"""Of what somebody has to do; what only waits for others is neutral."""

_ICONS: Final = {
    "feedback": ("chat", "ink2"),
    "again": ("again", "warn"),
    "feedback.ack": ("check", "ink2"),
    "feedback.done": ("pen", "accentInk"),
    "feedback.confirm": ("check-circle", "ok"),
}


class SayDialog(FormDialog):
    """What it is about, and a text that has to be written; Ctrl+Enter sends. What was typed stays when it is refused."""

    def __init__(self, title: str, label: str, action: str, name: str, parent: QWidget, *, about: Content) -> None:
        super().__init__(title, action, name, parent)
        line = column(Label(about.title, "strong", wrap=True), gap=2)
        if about.line:
            line.addWidget(Label(about.line, "caption", "ink2", wrap=True))
        ground = Frame("inner", margins=(12, 10, 12, 10))
        ground.body.addLayout(line)
        self.text = Area(spoken=label, name=f"{name}-text", lines=4)
        self.text.setMaximumHeight(180)
        self.add(ground, Field(label, self.text))
        sending = QShortcut(QKeySequence("Ctrl+Return"), self)
        sending.activated.connect(self.send.click)

    def words(self) -> str:
        """What was typed."""
        return self.text.toPlainText()


class StepLine(QWidget):
    """One step: what it was, who and when, and what they said."""

    def __init__(self, one: StepRow, when: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        drawing, ink = _ICONS[one.code]
        head = row(
            Label(one.title, "smallStrong"), Label(joined(one.name, when), "caption", "ink2", tabular=True), gap=8
        )
        head.addWidget(Label(one.note, "caption", "ink2", tabular=True))
        head.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(head)
        if one.text:
            said = Label(one.text, "body", wrap=True)
            said.setTextFormat(Qt.TextFormat.PlainText)
            words.addWidget(said)
        line = row(gap=10)
        line.addWidget(Icon(drawing, ink, 16), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        self.setLayout(line)


class ThreadCard(Frame):
    """A thread: what it is about, how far it has come, its steps, and what may be done. `opened` shows the content,
    `acted(str)` is one of `ACTS`.
    """

    opened = Signal()
    acted = Signal(str)

    def __init__(self, one: Thread, today: date, parent: QWidget | None = None) -> None:
        super().__init__("card", margins=(20, 14, 20, 14), gap=12, parent=parent)
        self.one = one
        self.buttons: dict[str, Button] = {}
        self.setObjectName(f"thread-{one.record[:12]}")
        self.setAccessibleName(joined(one.content.title, one.state))
        title = column(Label(one.content.title, "strong", wrap=True), gap=2)
        title.addWidget(Label(one.content.line, "caption", "ink2", wrap=True))
        head = row(gap=12)
        head.addLayout(title, 1)
        side = row(gap=12)
        if one.content.page:
            show = Button(_("Show it"), "text", size=theme.SMALL, name=f"feedback-show-{one.record[:12]}")
            show.setAccessibleDescription(one.content.title)
            show.clicked.connect(self.opened)
            self.buttons["show"] = show
            side.addWidget(show)
        side.addWidget(Tag(one.state, "neutral" if one.mine and one.stage == "sent" else _TONES[one.stage]))
        head.addLayout(column(side, None))
        self.body.addLayout(head)
        for step in one.steps:
            self.body.addWidget(StepLine(step, dates.moment(step.time, today)))
        self._add_foot()

    def _add_foot(self) -> None:
        one = self.one
        foot = row(gap=8)
        for act in one.acts:
            made = Button(_(ACTS[act]), size=theme.SMALL, name=f"feedback-{act}-{one.record[:12]}")
            made.setAccessibleDescription(one.content.title)
            made.clicked.connect(partial(self.acted.emit, act))
            self.buttons[act] = made
            foot.addWidget(made)
        foot.addStretch(1)
        if one.acts:
            self.body.addLayout(foot)
