"""Handing work over: everything in hand with who takes it, one choice for all and each changeable; leaving the firm."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer.i18n import _
from trainer.ui.widgets.base import Icon, Label, Rule, column, row
from trainer.ui.widgets.buttons import Choice
from trainer.ui.widgets.dialog import FormDialog, SignDialog
from trainer.ui.widgets.feedback import Callout
from trainer.ui.widgets.fields import Field, Line
from trainer.ui.widgets.page import Pairs, ScrollColumn
from trainer.views.departing import Candidate, InHand, OpenWork
from trainer.wording import dates
from trainer.wording import people as wording
from trainer.wording import records as said
from trainer.wording.lines import joined

NOBODY = "-"
"""The choice that ends an assignment without a successor."""
LIST_HEIGHT, LEFT_WIDTH, BOX_WIDTH = 210, 500, 320


class _Line(QWidget):
    """One assignment: whose, as what, what waits there, and who takes it."""

    def __init__(
        self, one: InHand, people: Sequence[Candidate], *, learner: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.one = one
        title = joined(one.name if learner else one.held_by, said.role(one.as_))
        waits = wording.queue_counts(dict(one.waiting))
        line = _("assigned since {day}").format(day=dates.day(one.since))
        if waits:
            line = _("{since}; waiting: {what}").format(since=line, what=waits)
        fits = [each for each in people if each.fits(one.as_) and each.person not in {one.learner, one.person}]
        options = [("", _("Choose …")), *((each.person, each.name) for each in fits), (NOBODY, _("No successor"))]
        self.to = Choice(options, spoken=_("Who takes over {what}").format(what=title), name=f"to-{one.record[:8]}")
        self.to.setMinimumWidth(150)
        made = row(column(Label(title, "strong"), Label(line, "caption", "ink2", wrap=True), gap=1), self.to, gap=12)
        made.setStretch(0, 1)
        self.setLayout(made)


class HandOverList(QWidget):
    """`changed` when a choice was made; `successors()` are the choices, `open()` how many are still missing."""

    changed = Signal()

    def __init__(
        self,
        work: Sequence[InHand],
        people: Sequence[Candidate],
        *,
        by_learner: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.lines = [_Line(one, people, learner=by_learner) for one in work]
        needed = {one.as_ for one in work}
        learners = {one.learner for one in work}
        fits = [each for each in people if each.person not in learners and any(each.fits(as_) for as_ in needed)]
        self.all = Choice(
            [("", _("Choose …")), *((each.person, each.name) for each in fits), (NOBODY, _("No successor"))],
            spoken=_("Who takes over everything"),
            name="to-all",
        )
        self.all_field = Field(_("Everything goes to"), self.all, _("Each line can be changed below."))
        self.all_field.setVisible(len(work) > 1)
        area = ScrollColumn(gap=10, margins=(0, 4, 8, 4))
        for place, line in enumerate(self.lines):
            if place:
                area.body.addWidget(Rule())
            area.body.addWidget(line)
            line.to.changed.connect(lambda _code: self.changed.emit())
        area.body.addStretch(1)
        area.setFixedHeight(min(LIST_HEIGHT, 60 * len(work) + 14))
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        body.addWidget(self.all_field)
        body.addWidget(area)
        self.all.changed.connect(self._take_all)

    def _take_all(self, person: str) -> None:
        for line in self.lines:
            if any(line.to.itemData(at) == person for at in range(line.to.count())):
                line.to.set_code(person)
        self.changed.emit()

    def open(self) -> int:
        """Lines without a choice."""
        return sum(not line.to.code() for line in self.lines)

    def successors(self) -> dict[str, str]:
        """{assignment: who takes over}, empty for nobody; lines without a choice are left out."""
        return {
            line.one.record: "" if line.to.code() == NOBODY else line.to.code() for line in self.lines if line.to.code()
        }


class HandOverDialog(FormDialog):
    """A mentor changes: some or all of what they have in hand goes to others."""

    def __init__(
        self, title: str, work: Sequence[InHand], people: Sequence[Candidate], parent: QWidget, *, by_learner: bool
    ) -> None:
        super().__init__(
            title,
            _("Hand over"),
            "hand-over",
            parent,
            line=_(
                "The new assignment begins today and the old one ends. What was signed before stays; "
                "what waits is in the new person's queue after the next exchange. Lines without a choice stay as they are."
            ),
        )
        self.setMinimumWidth(600)
        self.work = HandOverList(work, people, by_learner=by_learner)
        self.reason = Line(spoken=_("Reason"), name="hand-over-reason")
        self.add(self.work, Field(_("Reason"), self.reason))


class DepartureDialog(SignDialog):
    """`signed(passphrase)`; the choices are in `work.successors()`. Closing it before changes nothing."""

    def __init__(self, work: OpenWork, today: date, signer: str, parent: QWidget, *, hold_ms: int) -> None:
        super().__init__(
            _("{name} leaves").format(name=work.name),
            "departure",
            parent,
            line=_("Nothing is written before signing. What was signed until now stays valid."),
            hold_ms=hold_ms,
            icon="ban",
            wide=True,
        )
        self._open, self._signer, self._today = work, signer, today
        self.work = HandOverList(work.in_hand, work.candidates)
        facts = Pairs()
        facts.setFixedWidth(LEFT_WIDTH)
        self.box.setFixedWidth(BOX_WIDTH)
        facts.set_pairs(self._facts())
        self.add(facts)
        missing = sum(key.missing for key in work.keys)
        if missing:
            self.add(Callout(_("Not everything has arrived"), wording.missing(missing), "warn"))
        if work.in_hand:
            self.add(Label(_("In hand"), "strong"), self.work)
        if work.certificates:
            until = _("Certificates stay valid until they end. Revoking one is done in the register.")
            self.add(Label(until, "caption", "ink2", wrap=True))
        self.form.addStretch(1)
        self.work.changed.connect(self._look)
        self._look()

    def _facts(self) -> list[tuple[str, str]]:
        work = self._open
        facts = [(_("Roles"), said.roles(work.roles) or "—")]
        if work.enrolled is not None:
            gate = _("{met} of {total} met").format(met=work.met, total=work.total)
            facts.append((_("Own programme"), _("since {day}, {gate}").format(day=dates.day(work.enrolled), gate=gate)))
        if work.helped_by:
            facts.append((_("Works with"), wording.listed_names(dict.fromkeys(one.held_by for one in work.helped_by))))
        facts += [
            (
                _("Key {key} ends").format(key=wording.fingerprint(key.log)[:9]),
                _("by the recovery file only") if key.hr else wording.position(key.seq, key.received, self._today),
            )
            for key in work.keys
        ]
        facts += [
            (_("Certificate {serial}").format(serial=serial), _("until {day}").format(day=dates.day(until)))
            for serial, until in work.certificates
        ]
        return facts

    def _look(self) -> None:
        left = self.work.open()
        why_not = _("Say for every line who takes over, or that there is no successor.") if left else ""
        meaning = _(
            "{name} has left the firm: the work in hand goes over as chosen, and all their keys end at the last position "
            "received here."
        ).format(name=self._open.name)
        self.box.prepare(meaning, _("Sign the departure"), [(_("Signed by"), self._signer)], why_not)
        self.fit()


class StepsDialog(FormDialog):
    """What was done and what was not, line by line; there is nothing to send, only to read."""

    def __init__(self, title: str, line: str, steps: Sequence[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(title, _("Close"), "steps-done", parent, line=line)
        self.setMinimumWidth(560)
        self.cancel.hide()
        area = ScrollColumn(gap=8, margins=(0, 0, 8, 0))
        for text, why in steps:
            sign = Icon("warning" if why else "check", "warn" if why else "ok", 16)
            words = column(Label(text, "body", wrap=True), gap=1)
            if why:
                words.addWidget(Label(why, "small", "ink2", wrap=True))
            made = row(sign, gap=8)
            made.addLayout(words, 1)
            area.body.addLayout(made)
        area.body.addStretch(1)
        area.setFixedHeight(min(300, 44 * len(steps) + 16))
        self.add(area)
        self.sent.connect(self.accept)
