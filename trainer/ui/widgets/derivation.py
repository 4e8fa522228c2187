"""The panel beside the approvals: why somebody can get a certificate, or what is missing and who can supply it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer.documents.certificate import CertificatePage
from trainer.domain.requirements import GateItem
from trainer.i18n import _
from trainer.ui import theme
from trainer.ui.widgets.as_of import AsOf
from trainer.ui.widgets.base import Icon, Label, Selectable, Tag, clear, column, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.certificate import CertificatePreview
from trainer.ui.widgets.page import DetailPanel, ScrollColumn
from trainer.ui.widgets.rows import SIGNS, State
from trainer.views.approvals import Candidate, Derived
from trainer.wording import dates, gate

PREVIEW = 248


def sign_of(item: GateItem | None) -> State:
    """The sign of a line."""
    if item is None:
        return "locked"
    found: dict[str, State] = {
        "met": "met",
        "waived": "met",
        "waiting": "waiting",
        "open": "todo",
        "failed": "failed",
        "planned": "locked",
    }
    return found[item.state]


class DerivedRow(Selectable):
    """One requirement: sign, title with its figure, who attested it and when; opens the records behind it."""

    def __init__(self, one: Derived, parent: QWidget | None = None) -> None:
        super().__init__("row", parent=parent)
        self.last = True
        self.setObjectName(f"derived-{one.item.requirement}")
        line = one.line
        words = _("; ").join(
            _("{name} confirmed on {day}").format(name=word.name, day=dates.short_day(word.on)) for word in one.words
        )
        reason = words if words and one.item.satisfied else line.reason
        self.setAccessibleName(f"{line.state}: {line.title}. {reason}")
        drawing, token = SIGNS[sign_of(one.item)]
        self.body.setContentsMargins(0, 2, 0, 2)
        ink = {"failed": "bad", "waiting": "warn"}.get(one.item.state, "ink2")
        texts = column(Label(line.title, wrap=True), Label(reason, "caption", ink, wrap=True, tabular=True), gap=0)
        made = row(gap=8)
        made.addWidget(Icon(drawing, token, 16), 0, Qt.AlignmentFlag.AlignTop)
        made.addLayout(texts, 1)
        made.addWidget(Icon("right", "ink2", 14))
        self.body.addLayout(made)


class DerivationPanel(DetailPanel):
    """One candidate. `records_wanted(title, ids)`, `issue_wanted()`, `enlarged()`, `file_wanted(person)`."""

    records_wanted = Signal(str, object)
    issue_wanted = Signal()
    exam_wanted = Signal()
    enlarged = Signal()
    file_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(closable=False, parent=parent)
        self.setObjectName("derivation")
        self._person = ""
        self.tag = Tag("")
        self.side.addWidget(self.tag)
        self.why = Label("", "small", "ink2")
        self.received = AsOf()
        self.lines = QVBoxLayout()
        self.lines.setSpacing(2)
        self.preview = CertificatePreview(PREVIEW)
        self.large = Button(_("Enlarge"), "text", size=theme.SMALL, name="derivation-enlarge")
        self.preview_head = row(Label(_("Certificate preview"), "small", "ink2"), None, self.large)
        self.preview_part = QWidget()
        part = column(self.preview_head, self.preview, gap=0)
        part.setAlignment(self.preview, Qt.AlignmentFlag.AlignHCenter)
        self.preview_part.setLayout(part)
        self.missing = Label("", "small", "ink2", wrap=True)
        self.issue = Button(_("Issue certificate…"), "primary", icon="award", size=theme.LARGE, name="derivation-issue")
        self.exam = Button("", "secondary", size=theme.LARGE, name="derivation-exam")
        self.file = Button(_("File"), size=theme.LARGE, name="derivation-file")
        self._build()

    def _build(self) -> None:
        area = ScrollColumn(gap=0, margins=(0, 0, 0, 0))
        area.body.addLayout(self.lines)
        area.body.addStretch(1)
        self.content.addWidget(self.why)
        self.content.addWidget(self.received)
        self.content.addWidget(area, 1)
        self.content.addWidget(self.preview_part)
        self.content.addWidget(self.missing)
        self.foot.addWidget(self.issue, 1)
        self.foot.addWidget(self.exam, 1)
        self.foot.addWidget(self.file)
        self.issue.clicked.connect(self.issue_wanted)
        self.exam.clicked.connect(self.exam_wanted)
        self.large.clicked.connect(self.enlarged)
        self.preview.enlarged.connect(self.enlarged)
        self.file.clicked.connect(lambda: self.file_wanted.emit(self._person))

    def fill(self, one: Candidate, lines: Sequence[Derived], page: CertificatePage | None, today: date) -> None:
        """Show a candidate; `page` is the preview for a complete one."""
        self._person = one.person
        self.show_person(one.name, _("since {day}").format(day=dates.day(one.start)))
        ready = one.gate.ready
        if ready:
            self.tag.show_as(_("Can be issued"), "ok", "check")
        else:
            self.tag.show_as(gate.count_line(one.gate).split("·")[0].strip(), "neutral")
        self.why.setText(_("Why it can") if ready else _("What is missing"))
        self.received.show_received(one.received, today)
        clear(self.lines)
        for derived in lines:
            self._add(derived)
        self.preview_part.setVisible(page is not None)
        self.preview.show_page(page)
        self.issue.setVisible(ready)
        self.missing.setVisible(not ready)
        self.missing.setText(
            _("The certificate can be issued as soon as every required line is met. Only records of others count.")
        )
        self._fill_exam(one)

    def _add(self, derived: Derived) -> None:
        made = DerivedRow(derived)
        made.chosen.connect(partial(self.records_wanted.emit, derived.line.title, derived.item.evidence))
        self.lines.addWidget(made)

    def _fill_exam(self, one: Candidate) -> None:
        words = {"can-open": _("Open exam…"), "to-sign": _("Sign exam result…")}.get(one.exam.state, "")
        self.exam.setText(words)
        self.exam.setVisible(bool(words))
