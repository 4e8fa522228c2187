"""The components on one page, to be compared with the design picture; the texts are samples and not translated by hand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from trainer.i18n import _
from trainer.ui import theme
from trainer.ui.widgets.base import Card, Label, Plane, Tag, column, row
from trainer.ui.widgets.buttons import Button, CheckBox, Radio
from trainer.ui.widgets.feedback import EmptyState, InlineError, LongWork, Toast
from trainer.ui.widgets.fields import Field, Line


def _buttons() -> Card:
    card = Card(gap=8)
    card.body.addWidget(Label(_("Buttons: primary, secondary, text, danger, disabled, focus"), "caption", "ink2"))
    large = theme.LARGE
    off = Button(_("Issue certificate"), size=large, name="off")
    focus = Button(_("Focus"), size=large, name="focus")
    card.body.addLayout(
        row(
            Button(_("Continue"), "primary", icon="play", size=large, name="go"),
            Button(_("Export"), icon="download", size=large, name="export"),
            Button(_("Show contents"), "text", size=large, name="contents"),
            8,
            Button(_("Revoke certificate"), "danger", size=large, name="revoke"),
            off,
            focus,
            None,
            gap=12,
        )
    )
    card.body.addWidget(off.reason)
    off.refuse(_("A disabled button has its reason beside it: 2 conditions of the gate are open"))
    return card


def _fields() -> Card:
    card = Card(gap=8)
    card.body.addWidget(Label(_("Fields: normal, focus, error, disabled"), "caption", "ink2"))
    wrong = Field(_("Day of the session"), Line("2026-11-31", name="day"))
    wrong.error(_("November has no day 31. Give a day from 1 to 30."))
    off = Line("GL-2026-00042", name="number")
    off.setEnabled(False)
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(12)
    for place, one in enumerate(
        (
            Field(_("Name"), Line("李晓雯", name="name"), _("As in the identity card")),
            Field(_("Hours in class"), Line("8", name="hours"), _("In steps of 0.5 hours")),
            wrong,
            Field(_("Certificate number"), off, _("Cannot be changed after issuing")),
        )
    ):
        one.setFixedWidth(280)
        grid.addWidget(one, place // 2, place % 2, Qt.AlignmentFlag.AlignTop)
    line = QHBoxLayout()
    line.addLayout(grid)
    line.addStretch(1)
    card.body.addLayout(line)
    return card


def _choices() -> Card:
    card = Card(gap=4)
    card.body.addWidget(Label(_("Choices and tags"), "caption", "ink2"))
    grid = QGridLayout()
    grid.setVerticalSpacing(0)
    read, tell = (
        CheckBox(_("I have read the safety notes"), name="read"),
        CheckBox(_("Tell the mentor too"), name="tell"),
    )
    buyer, seller = Radio(_("The buyer fills it in"), name="buyer"), Radio(_("The seller fills it in"), name="seller")
    read.setChecked(True)
    buyer.setChecked(True)
    for place, one in enumerate((read, buyer, tell, seller)):
        grid.addWidget(one, place // 2, place % 2)
    card.body.addLayout(grid)
    tags = (
        Tag(_("Passed"), "ok", "check"),
        Tag(_("Due today"), "warn", "clock"),
        Tag(_("Not reached"), "bad", "warning"),
        Tag(_("In progress"), "accent", "progress"),
        Tag(_("Confirmed"), "neutral"),
    )
    card.body.addSpacing(4)
    card.body.addLayout(row(*tags, None))
    return card


class Gallery(Plane):
    """All components in their states."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("bg", parent)
        self.setObjectName("gallery")
        toast = Toast(_("Signed: general taxpayer return"), lambda: None)
        toast.setFixedWidth(420)
        left = column(_buttons(), _fields(), _choices(), gap=16)
        left.addWidget(toast)
        left.addStretch(1)
        empty = Card()
        state = EmptyState(
            _("No cards to review today"),
            _("The next 8 are due tomorrow. More practice is possible now."),
            icon="again",
            action=_("Review 8 early"),
        )
        empty.body.addWidget(state)
        wrong = Card()
        self.error = InlineError()
        wrong.body.addWidget(self.error)
        self.error.say(
            _("The audit table was not exported"),
            _("Another program has this file open. Close it there, or export under another name."),
            [("name", _("Another name…")), ("again", _("Try again"))],
        )
        work = Card()
        bar = LongWork(_("Exporting the hours of 11 people"), _("About 5 seconds. Other pages can be used meanwhile."))
        bar.progress(7, 11)
        work.body.addWidget(bar)
        right = QVBoxLayout()
        right.setSpacing(16)
        right.addWidget(empty, 1)
        right.addWidget(wrong)
        right.addWidget(work)
        body = QHBoxLayout(self)
        body.setContentsMargins(24, 24, 24, 24)
        body.setSpacing(16)
        body.addLayout(left, 700)
        body.addLayout(right, 516)
