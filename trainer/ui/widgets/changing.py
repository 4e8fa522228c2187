"""Suspending, reinstating or revoking a certificate: a reason that stays, the meaning, the passphrase."""

from __future__ import annotations

from datetime import date
from typing import Literal

from PySide6.QtWidgets import QWidget

from trainer.i18n import _
from trainer.ui.widgets.base import Label
from trainer.ui.widgets.dialog import SignDialog
from trainer.ui.widgets.fields import Area, Field
from trainer.wording import certificate as wording

Change = Literal["suspended", "reinstated", "revoked"]
REASON = 64
"""Height of the field: two lines; the dialog has to fit a window of 680 px."""


class ChangeDialog(SignDialog):
    """`signed(passphrase)`; the reason is in `reason`. The button waits for a reason. `whose` is holder and serial,
    `until` the last day of the certificate: both are said in what a check reads afterwards.
    """

    def __init__(
        self, state: Change, whose: tuple[str, str], until: date, signer: str, parent: QWidget, *, hold_ms: int
    ) -> None:
        name, serial = whose
        titles: dict[Change, str] = {
            "suspended": _("Suspend certificate {serial}"),
            "reinstated": _("Reinstate certificate {serial}"),
            "revoked": _("Revoke certificate {serial}"),
        }
        actions: dict[Change, str] = {
            "suspended": _("Suspend"),
            "reinstated": _("Reinstate"),
            "revoked": _("Revoke"),
        }
        super().__init__(titles[state].format(serial=serial), "change", parent, hold_ms=hold_ms)
        self.reason = Area(spoken=_("Reason"), name="change-reason")
        self.reason.setFixedHeight(REASON)
        self.field = Field(_("Reason"), self.reason, _("Stays on record and is shown beside the certificate."))
        self.afterwards = Label("", "small", "ink2", wrap=True)
        self.add(Label(wording.consequence(state), "small", wrap=True), self.field, self.afterwards)
        self._state, self._until = state, until
        self._meaning = wording.change_meaning(state, name, serial)
        self._action = actions[state]
        self._pairs = [(_("Signed by"), signer)]
        self.reason.textChanged.connect(self._look)
        self._look()
        self.reason.setFocus()

    def text(self) -> str:
        """The reason as typed."""
        return self.reason.toPlainText().strip()

    def _look(self) -> None:
        why = "" if self.text() else _("Write the reason first. One sentence is enough.")
        self.afterwards.setText(wording.afterwards(self._state, self.text(), self._until))
        self.box.prepare(self._meaning, self._action, self._pairs, why)
        self.fit()
