"""The window in which a certificate is issued: the page at full size, the cut, the meaning, the passphrase."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from trainer.documents.certificate import CertificatePage
from trainer.i18n import _
from trainer.ui import printing
from trainer.ui.widgets.base import Label
from trainer.ui.widgets.certificate import CertificatePreview
from trainer.ui.widgets.dialog import SignDialog
from trainer.wording import certificate as wording

FULL = 900
SMALL = 720
LEAST = 360
BOX = 340


def width_within(most: int, parent: QWidget, beside: int, around: int) -> int:
    """How wide the page can be so that its window is no larger than the one it stands over: at most `most`, with
    `beside` pixels taken at its side and `around` above and below.
    """
    room = parent.window().size()
    high = (room.height() - around) * printing.WIDTH / printing.HEIGHT
    return max(LEAST, min(most, room.width() - beside, int(high)))


class IssueDialog(SignDialog):
    """`signed(passphrase)` after the hold. What is issued cannot be taken back, only suspended or revoked."""

    def __init__(self, page: CertificatePage, lines: int, issuer: str, parent: QWidget, *, hold_ms: int) -> None:
        super().__init__(
            _("Issue the certificate of {name}").format(name=page.name),
            "issue",
            parent,
            line=_("Issued certificates stay on record. Afterwards they can only be suspended or revoked."),
            hold_ms=hold_ms,
            icon="award",
            wide=True,
        )
        self.preview = CertificatePreview(width_within(SMALL, parent, BOX + 96, 220), name="issue-preview")
        self.box.setFixedWidth(BOX)
        self.preview.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.preview.show_page(page)
        self.form.addWidget(self.preview, 0, Qt.AlignmentFlag.AlignHCenter)
        self.form.addWidget(Label(page.footer, "caption", "ink2", wrap=True))
        self.form.addStretch(1)
        self.box.prepare(
            wording.issue_meaning(page.name, page.serial, lines),
            _("Issue certificate"),
            [(_("Signed by"), issuer), (_("Attached"), _("the evidence of this person, for checking offline"))],
        )


class PageDialog(SignDialog):
    """The page at full size, only to look at."""

    def __init__(self, page: CertificatePage, parent: QWidget) -> None:
        super().__init__(page.title, "page", parent, line=f"{page.name} · {page.serial}")
        self.box.hide()
        self.cancel.setText(_("Close"))
        preview = CertificatePreview(width_within(FULL, parent, 80, 190), name="page-preview")
        preview.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        preview.show_page(page)
        self.form.addWidget(preview, 0, Qt.AlignmentFlag.AlignHCenter)
