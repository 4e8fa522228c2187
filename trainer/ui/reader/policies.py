"""The pane at the right of a lesson: the rules it rests on with their dates, and one of them in full."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from trainer.i18n import _
from trainer.ui import theme
from trainer.ui.widgets.base import Label, Selectable, Tag, clear, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.page import Pane
from trainer.views.lesson import PolicyRow
from trainer.wording import learning

WIDTH = 240


class PolicyLine(Selectable):
    """One rule: id and title, its dates in force."""

    def __init__(self, one: PolicyRow, parent: QWidget | None = None) -> None:
        super().__init__("row", parent=parent)
        self.setObjectName(f"policy-{one.id}")
        said = learning.policy_state(one.state, one.since, one.until)
        self.setAccessibleName(_("{id} {title}. {dates}").format(id=one.id, title=one.title, dates=said))
        self.body.setContentsMargins(0, 8, 0, 10)
        self.body.addWidget(Label(one.id, "caption", "accentInk", tabular=True))
        self.body.addWidget(Label(one.title, "strong", wrap=True))
        ink = "ink2" if one.state == "in-force" else "warn"
        self.body.addWidget(Label(said, "caption", ink, wrap=True, tabular=True))


class PolicyPane(Pane):
    """`asked(id)` asks for a rule to be shown; `back` shows the list again."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("right", WIDTH, parent=parent)
        self.setObjectName("lesson-aside")
        self._policies: Sequence[PolicyRow] = ()
        self.shown = ""

    def set_policies(self, policies: Sequence[PolicyRow]) -> None:
        """The rules of this lesson."""
        self._policies = policies
        self.show_list()

    def show_list(self) -> None:
        """All rules of the lesson."""
        self.shown = ""
        clear(self.content)
        self.content.addWidget(Label(_("Rules of this lesson"), "caption", "ink2"))
        if not self._policies:
            self.content.addWidget(
                Label(_("This lesson rests on no rule of the register."), "small", "ink2", wrap=True)
            )
        for place, one in enumerate(self._policies):
            line = PolicyLine(one)
            line.last = place == len(self._policies) - 1
            line.chosen.connect(partial(self.asked.emit, one.id))
            self.content.addWidget(line)
        self.content.addStretch(1)

    def show_policy(self, one: PolicyRow) -> None:
        """One rule in full: what it says, where it stands, from when to when."""
        self.shown = one.id
        clear(self.content)
        back = Button(_("Rules of this lesson"), "text", icon="left", size=theme.SMALL, name="policy-back")
        back.clicked.connect(self.show_list)
        self.content.addLayout(row(back, None))
        self.content.addWidget(Label(one.id, "caption", "accentInk", tabular=True))
        self.content.addWidget(Label(one.title, "subheading", wrap=True))
        self.content.addWidget(self._state(one))
        for caption, text in (
            (_("In force"), learning.in_force(one.since, one.until)),
            (_("Rule"), one.rule),
            (_("Figures"), one.figures),
            (_("Document"), one.document),
            (_("Source"), one.source),
        ):
            if text:
                self.content.addSpacing(6)
                self.content.addWidget(Label(caption, "caption", "ink2"))
                self.content.addWidget(Label(text, "small", wrap=True, tabular=True))
        self.content.addStretch(1)
        back.setFocus()

    @staticmethod
    def _state(one: PolicyRow) -> Tag:
        if one.state == "expired":
            return Tag(_("Expired"), "warn", "warning")
        if one.state == "not-yet":
            return Tag(_("Not yet in force"), "warn", "clock")
        return Tag(_("In force"), "ok", "check")
