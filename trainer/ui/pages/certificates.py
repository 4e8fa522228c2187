"""My certificates: worth, page, file; and the check of any certificate file."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from trainer.documents.certificate import CertificatePage
from trainer.i18n import _, ngettext
from trainer.ui.saving import proposed, save_certificate
from trainer.ui.shell import Page, Shell
from trainer.ui.widgets.base import Card, Icon, Label, Tag, Tone, clear, column, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.certificate import CertificatePreview
from trainer.ui.widgets.checking import CertificateCheck
from trainer.ui.widgets.feedback import EmptyState
from trainer.ui.widgets.issuing import PageDialog
from trainer.ui.widgets.page import PageHeader, Pairs, ScrollColumn
from trainer.views.certificates_mine import MyCertificate, MyCertificates, my_certificates, my_evidence

PREVIEW: Final = 560
_TONES: Final[dict[str, Tone]] = {"ok": "ok", "warn": "warn", "bad": "bad"}


class CertificatesPage(Page):
    """My certificates, the newest first, and the check of a file."""

    name: ClassVar[str] = "certificates"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.check = CertificateCheck(self.ask)
        self.header = PageHeader(_("My certificates"), "", self.check.button)
        self.area = ScrollColumn(margins=(24, 0, 24, 24))
        self.area.setObjectName("certificates-area")
        self._mine = QVBoxLayout()
        self._mine.setContentsMargins(0, 0, 0, 0)
        self._mine.setSpacing(16)
        self.area.body.addWidget(self.check)
        self.check.answered.connect(lambda _shown: self.area.verticalScrollBar().setValue(0))
        self.area.body.addLayout(self._mine)
        self.area.body.addStretch(1)
        self.organisation = ""
        self.empty: EmptyState | None = None
        top = QVBoxLayout()
        top.setContentsMargins(24, 0, 24, 0)
        top.addWidget(self.header)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 20, 0, 0)
        body.setSpacing(12)
        body.addLayout(top)
        body.addWidget(self.area, 1)

    def refresh(self) -> None:
        """Ask again."""
        self.ask(my_certificates, self._show)

    def main_control(self) -> QWidget | None:
        """The file of the newest certificate, or the check."""
        found = self.findChild(Button, "certificate-save")
        return found if isinstance(found, Button) else self.check.button

    def _show(self, found: MyCertificates) -> None:
        clear(self._mine)
        self.empty = None
        self.organisation = found.organisation
        for place, one in enumerate(found.rows):
            self._mine.addWidget(self._card(one, newest=place == 0))
        if not found.rows:
            self.empty = _empty(found)
            self.empty.acted.connect(lambda: self.shell.go("today"))
            card = Card()
            card.body.addWidget(self.empty)
            self._mine.addWidget(card)

    def _card(self, one: MyCertificate, *, newest: bool) -> Card:
        card = Card(gap=12)
        card.setObjectName(f"certificate-{one.record[:12]}")
        head = row(
            Label(one.serial, "subheading", tabular=True), Tag(one.status, _TONES.get(one.tone, "neutral")), None
        )
        words = column(Label(one.worth, "body", wrap=True), gap=8)
        for title, reason in one.failing:
            line = row(gap=8)
            line.addWidget(Icon("alert-circle", "warn", 16), 0, Qt.AlignmentFlag.AlignTop)
            line.addLayout(
                column(Label(title, "strong", wrap=True), Label(reason, "small", "ink2", wrap=True), gap=0), 1
            )
            words.addLayout(line)
        pairs = Pairs()
        pairs.set_pairs(list(one.facts))
        words.addWidget(pairs)
        printed = one.printed
        if printed is not None:
            save = Button(
                _("Save as PDF…"), "primary" if newest else "secondary", icon="download", name="certificate-save"
            )
            save.clicked.connect(lambda: self._ask_where(one.serial, printed))
            words.addLayout(row(save, None))
        words.addStretch(1)
        card.body.addLayout(head)
        beside = QHBoxLayout()
        beside.setSpacing(24)
        if printed is not None:
            preview = CertificatePreview(PREVIEW)
            preview.show_page(printed)
            preview.enlarged.connect(lambda: self._enlarge(printed))
            beside.addWidget(preview, 0, Qt.AlignmentFlag.AlignTop)
        beside.addLayout(words, 1)
        card.body.addLayout(beside)
        return card

    def _enlarge(self, printed: CertificatePage) -> None:
        PageDialog(printed, self).open()

    # the file

    def _ask_where(self, serial: str, printed: CertificatePage) -> None:
        name = f"{serial} {self.shell.name}.pdf"
        path, _filter = QFileDialog.getSaveFileName(
            self, _("Save the certificate"), proposed(name), _("Certificate (*.pdf)")
        )
        if path:
            self.write(Path(path), printed)

    def write(self, path: Path, printed: CertificatePage) -> None:
        """Write the page with its evidence to `path`."""
        self.do(my_evidence, partial(save_certificate, self, path, printed))


def _empty(found: MyCertificates) -> EmptyState:
    if not found.enrolled:
        help_ = _("A certificate follows after a programme. HR enrols.")
        return EmptyState(_("No certificate yet"), help_, icon="award")
    help_ = ngettext(
        "{n} requirement is still open. What is missing is on Today.",
        "{n} requirements are still open. What is missing is on Today.",
        found.missing,
    ).format(n=found.missing)
    if not found.missing:
        help_ = _("Every requirement is met. HR issues the certificate.")
    return EmptyState(_("No certificate yet"), help_, icon="award", action=_("Open Today"))
