"""Leave: give it, correct or shorten it, take it back; what it does to the plan is said before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QWidget

from trainer.i18n import _
from trainer.ui.widgets.base import Label
from trainer.ui.widgets.buttons import Choice
from trainer.ui.widgets.dialog import DayField, FormDialog, SignDialog
from trainer.ui.widgets.feedback import Callout
from trainer.ui.widgets.fields import Field, Line
from trainer.views.leave import Effect, LeaveRow
from trainer.wording import people as wording

NEW = ""


def kinds() -> list[tuple[str, str]]:
    """What a leave can be."""
    return [("annual", _("Annual leave")), ("sick", _("Sick leave")), ("other", _("Other leave"))]


def line_of(one: LeaveRow) -> str:
    """One leave in a list."""
    return wording.leave_line(one.since, one.until, dict(kinds()).get(one.kind, one.kind))


class LeaveForm(FormDialog):
    """Days away, both included: a new leave, or other days for one that is there (`instead()`).

    `asked` when the days changed: the page works out the effect and hands it to `say`.
    """

    asked = Signal()

    def __init__(self, name: str, today: date, leaves: Sequence[LeaveRow], parent: QWidget) -> None:
        super().__init__(
            _("Leave of {name}").format(name=name),
            _("Record leave"),
            "leave-form",
            parent,
            line=_("Both days are included. Leave pauses the months that are counted."),
        )
        self._leaves = {one.record: one for one in leaves}
        options = [(NEW, _("A new leave")), *((one.record, line_of(one)) for one in leaves)]
        self.which = Choice(options, spoken=_("Which leave"), name="leave-which")
        which = Field(_("Which leave"), self.which, _("Choose one that is there to shorten or correct it."))
        which.setVisible(bool(leaves))
        self.since = DayField(today, spoken=_("First day"), name="leave-since")
        self.until = DayField(today, spoken=_("Last day"), name="leave-until")
        self.kind = Choice(kinds(), spoken=_("Kind"), name="leave-kind")
        self.effect = Callout(_("What it changes"), " ", "accent")
        self.effect.text.setObjectName("leave-effect")
        self.add(which, Field(_("First day"), self.since), Field(_("Last day"), self.until))
        self.add(Field(_("Kind"), self.kind), self.effect)
        self.which.changed.connect(self._chosen)
        for field in (self.since, self.until):
            field.dateChanged.connect(lambda _day: self.asked.emit())

    def instead(self) -> str:
        """The leave that gets other days; empty for a new one."""
        return self.which.code()

    def _chosen(self, record: str) -> None:
        one = self._leaves.get(record)
        self.send.setText(_("Correct leave") if one is not None else _("Record leave"))
        if one is not None:
            for field, day in ((self.since, one.since), (self.until, one.until)):
                field.setDate(QDate(day.year, day.month, day.day))
            self.kind.set_code(one.kind)
        self.asked.emit()

    def say(self, found: Effect) -> None:
        """What the chosen days would do."""
        self.effect.text.setText(wording.leave_effect(found.before, found.after, found.days))
        self.fit()


class CancelLeaveDialog(SignDialog):
    """A leave that never was is taken back: `signed(passphrase)`, `record()` and the reason."""

    def __init__(self, name: str, leaves: Sequence[LeaveRow], signer: str, parent: QWidget, *, hold_ms: int) -> None:
        super().__init__(
            _("Take back a leave of {name}").format(name=name),
            "leave-cancel",
            parent,
            line=_("For a leave that was recorded by mistake. The record stays visible with the reason."),
            hold_ms=hold_ms,
        )
        self._signer = signer
        self.which = Choice(
            [(one.record, line_of(one)) for one in leaves], spoken=_("Which leave"), name="leave-cancel-which"
        )
        self.reason = Line(spoken=_("Reason"), name="leave-cancel-reason")
        self.effect = Label("", "small", "ink2", wrap=True)
        self.add(Field(_("Which leave"), self.which), Field(_("Reason"), self.reason), self.effect)
        self.reason.textChanged.connect(lambda _text: self._look())
        self._look()

    def record(self) -> str:
        """The leave."""
        return self.which.code()

    def say(self, found: Effect) -> None:
        """What taking it back would do."""
        self.effect.setText(wording.leave_effect(found.before, found.after, found.days))
        self.fit()

    def _look(self) -> None:
        why_not = "" if self.reason.text().strip() else _("Say the reason in words first.")
        meaning = _("This leave never was; its days count again.")
        self.box.prepare(meaning, _("Take back"), [(_("Signed by"), self._signer)], why_not)
