"""The pane at the right of a lesson: its terms, the reader's own notes, the rules it rests on, and one of them in full."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer.i18n import _
from trainer.ui import theme
from trainer.ui.reader.notes import NotesPart
from trainer.ui.widgets.base import Label, Selectable, Tag, clear, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.page import Pane
from trainer.views.lesson import PolicyRow, TermRow
from trainer.wording import library

WIDTH = 240


class PolicyLine(Selectable):
    """One rule: id and title, its dates in force."""

    def __init__(self, one: PolicyRow, parent: QWidget | None = None) -> None:
        super().__init__("row", parent=parent)
        self.setObjectName(f"policy-{one.id}")
        said = library.policy_state(one.state, one.since, one.until)
        self.setAccessibleName(_("{id} {title}. {dates}").format(id=one.id, title=one.title, dates=said))
        self.body.setContentsMargins(0, 8, 0, 10)
        self.body.addWidget(Label(one.id, "caption", "accentInk", tabular=True))
        self.body.addWidget(Label(one.title, "strong", wrap=True))
        ink = "ink2" if one.state == "in-force" else "warn"
        self.body.addWidget(Label(said, "caption", ink, wrap=True, tabular=True))


class TermLine(QWidget):
    """A term and what it means."""

    def __init__(self, one: TermRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"term-{one.id}")
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 4, 0, 8)
        body.setSpacing(2)
        body.addWidget(Label(one.title, "strong", wrap=True))
        body.addWidget(Label(one.meaning, "small", "ink2", wrap=True, tabular=True))


class AsidePane(Pane):
    """`asked(id)` asks for a rule to be shown; «back» shows terms, notes and the list of rules again."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("right", WIDTH, parent=parent)
        self.setObjectName("lesson-aside")
        self._policies: Sequence[PolicyRow] = ()
        self._terms: Sequence[TermRow] = ()
        self.shown = ""
        self._term_lines = QVBoxLayout()
        self._term_lines.setSpacing(4)
        self.notes = NotesPart()
        self._rules = QVBoxLayout()
        self._rules.setSpacing(self.content.spacing())
        self.content.addLayout(self._term_lines)
        self.content.addWidget(self.notes)
        self.content.addLayout(self._rules)

    def set_policies(self, policies: Sequence[PolicyRow]) -> None:
        """The rules of this lesson."""
        self._policies = policies
        self.show_list()

    def set_terms(self, terms: Sequence[TermRow]) -> None:
        """The terms of the section that is shown."""
        if terms != self._terms:
            self._terms = terms
            if not self.shown:
                self._show_terms()

    def _show_terms(self) -> None:
        clear(self._term_lines)
        if self._terms:
            self._term_lines.addWidget(Label(_("Terms of this section"), "caption", "ink2"))
        for one in self._terms:
            self._term_lines.addWidget(TermLine(one))

    def show_list(self) -> None:
        """Terms, notes and all rules of the lesson."""
        self.shown = ""
        self._show_terms()
        self.notes.show()
        clear(self._rules)
        self._rules.addWidget(Label(_("Rules of this lesson"), "caption", "ink2"))
        if not self._policies:
            self._rules.addWidget(Label(_("This lesson rests on no rule of the register."), "small", "ink2", wrap=True))
        for place, one in enumerate(self._policies):
            line = PolicyLine(one)
            line.last = place == len(self._policies) - 1
            line.chosen.connect(partial(self.asked.emit, one.id))
            self._rules.addWidget(line)
        self._rules.addStretch(1)

    def show_policy(self, one: PolicyRow) -> None:
        """One rule in full: what it says, where it stands, from when to when."""
        self.shown = one.id
        clear(self._term_lines)
        self.notes.hide()
        clear(self._rules)
        back = Button(_("Rules of this lesson"), "text", icon="left", size=theme.SMALL, name="policy-back")
        back.clicked.connect(self.show_list)
        self._rules.addLayout(row(back, None))
        self._rules.addWidget(Label(one.id, "caption", "accentInk", tabular=True))
        self._rules.addWidget(Label(one.title, "subheading", wrap=True))
        self._rules.addWidget(self._state(one))
        for caption, text in (
            (_("In force"), library.in_force(one.since, one.until)),
            (_("Rule"), one.rule),
            (_("Figures"), one.figures),
            (_("Document"), one.document),
            (_("Source"), one.source),
        ):
            if text:
                self._rules.addSpacing(6)
                self._rules.addWidget(Label(caption, "caption", "ink2"))
                self._rules.addWidget(Label(text, "small", wrap=True, tabular=True))
        self._rules.addStretch(1)
        back.setFocus()

    @staticmethod
    def _state(one: PolicyRow) -> Tag:
        if one.state == "expired":
            return Tag(_("Expired"), "warn", "warning")
        if one.state == "not-yet":
            return Tag(_("Not yet in force"), "warn", "clock")
        return Tag(_("In force"), "ok", "check")
