"""One practical beside the path: what is looked at, what was observed, and the two things to do about it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer.i18n import _
from trainer.ui import theme
from trainer.ui.widgets.base import Card, Icon, Label, Rule, Tag, Tone, clear, column, row
from trainer.ui.widgets.buttons import Button
from trainer.views.path import ObservedRow, PracticalRow
from trainer.wording import dates, learning
from trainer.wording.lines import joined
from trainer.wording.uncounted import why_not_counted

TONES: dict[str, tuple[Tone, str]] = {
    "planned": ("neutral", ""),
    "open": ("neutral", ""),
    "asked": ("warn", "hourglass"),
    "repeat": ("bad", "again"),
    "passed": ("ok", "check"),
    "not-counted": ("warn", "alert-circle"),
}
"""State of a practical → tone and sign of its tag."""


def criterion(text: str) -> QHBoxLayout:
    """One point a mentor looks at, its sign level with the first line of words."""
    sign = column(3, Icon("circle", "line2", 14), None, gap=0)
    line = row(sign, Label(text, "small", wrap=True), gap=8)
    line.setStretch(1, 1)
    return line


class PracticalPanel(Card):
    """`ask(id)` asks for an observation, `acknowledge(record)` says that an attestation was read."""

    ask = Signal(str)
    acknowledge = Signal(str)
    lesson = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(gap=10, parent=parent)
        self.setObjectName("practical-panel")
        self.shown = ""
        self._inner = QVBoxLayout()
        self._inner.setSpacing(10)
        self.body.addLayout(self._inner)

    def show_practical(self, one: PracticalRow, *, mentor: str, why_no_ask: str) -> None:
        """Show it. `why_no_ask` says why an observation cannot be asked for yet; empty when it can."""
        self.shown = one.id
        clear(self._inner)
        tone, sign = TONES[one.state]
        head = row(Label(one.id, "caption", "ink2", tabular=True), None, Tag(learning.practical(one.state), tone, sign))
        self._inner.addLayout(head)
        self._inner.addWidget(Label(one.title, "subheading", wrap=True))
        facts = joined(one.group, learning.repeats(one.passed, one.repeats))
        self._inner.addWidget(Label(facts, "caption", "ink2", wrap=True, tabular=True))
        self._add_action(one, mentor, why_no_ask)
        for row_ in reversed(one.observed):
            self._inner.addWidget(Rule())
            self._inner.addLayout(self._observed(row_))
        self._inner.addWidget(Rule())
        self._inner.addWidget(Label(_("What is looked at"), "strong"))
        for text in one.criteria:
            self._inner.addLayout(criterion(text))
        self._inner.addWidget(Label(_("Work to show"), "strong"))
        self._inner.addWidget(Label(one.artefact, "small", "ink2", wrap=True))
        for id_, title in one.lessons:
            read = Button(title, "text", icon="book", size=theme.SMALL, name=f"practical-lesson-{id_}")
            read.clicked.connect(partial(self.lesson.emit, id_))
            self._inner.addLayout(row(read, None))

    def _add_action(self, one: PracticalRow, mentor: str, why_no_ask: str) -> None:
        if one.asked is not None:
            waits = mentor or _("the mentor")
            said = _("Asked for on {day}, waiting for {name}").format(
                day=dates.short_day(dates.local(one.asked).date()), name=waits
            )
            self._inner.addWidget(Label(said, "small", "warn", wrap=True))
            return
        if one.state in {"passed", "planned"}:
            return
        button = Button(_("Ask for the sign-off…"), "primary", icon="clipboard", name="practical-ask", parent=self)
        button.clicked.connect(partial(self.ask.emit, one.id))
        self._inner.addLayout(row(button, None))
        if why_no_ask:
            self._inner.addWidget(button.reason)
            button.refuse(why_no_ask)

    def _observed(self, one: ObservedRow) -> QVBoxLayout:
        passed = one.result == "pass"
        sign = Icon("check-circle" if passed else "again", "ok" if passed else "bad", 16)
        said = row(sign, Label(learning.observed(one.result, one.who, one.on), "small", wrap=True), gap=8)
        said.setStretch(1, 1)
        made = column(said, gap=6)
        if one.comment:
            made.addWidget(Label(_("“{text}”").format(text=one.comment), "small", "ink2", wrap=True))
        if one.why_not:
            made.addWidget(Label(why_not_counted(one.why_not), "caption", "warn", wrap=True))
        if one.unread:
            read = Button(_("I have read this"), size=theme.SMALL, name=f"acknowledge-{one.record[:8]}")
            read.clicked.connect(partial(self.acknowledge.emit, one.record))
            made.addLayout(row(read, None))
        return made
