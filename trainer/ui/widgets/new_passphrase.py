"""Choosing a passphrase: five generated words offered first, or one's own typed twice."""

from __future__ import annotations

import os
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer.i18n import _
from trainer.ledger.passphrase import suggest_passphrase, weak
from trainer.ui import theme
from trainer.ui.widgets.base import Frame, Icon, Label, row
from trainer.ui.widgets.buttons import Button, CheckBox, Segments
from trainer.ui.widgets.fields import Field, PassphraseField
from trainer.wording import passphrases as wording


class NewPassphrase(QWidget):
    """`value()` gives the passphrase, or None after it has said beside the control what is missing.

    Enter leads from the first field to the second, and from there on: `entered`.
    """

    entered = Signal()

    def __init__(
        self, name: str, *, random: Callable[[int], bytes] = os.urandom, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._random = random
        self.mode = Segments(
            [("words", _("Five suggested words")), ("own", _("My own passphrase"))],
            "words",
            spoken=_("Kind of passphrase"),
        )
        self.mode.changed.connect(self._switched)
        self.words = Label(suggest_passphrase(random), "heading", wrap=True)
        self.words.setObjectName(f"{name}-words")
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setFont(theme.monospace(18))
        self.again = Button(_("Other words"), icon="refresh", size=theme.SMALL, name=f"{name}-other")
        self.written = CheckBox(_("I wrote these words down"), name=f"{name}-written")
        self.again.clicked.connect(self.renew)
        self.written.toggled.connect(lambda _on: self._complain(""))
        self._sign, self._why = Icon("alert-circle", "bad", 14), Label("", "caption", "bad", wrap=True)
        self.first = PassphraseField(name=f"{name}-first")
        self.second = PassphraseField(name=f"{name}-second")
        self.first_field = Field(_("Passphrase"), self.first, wording.rule())
        self.second_field = Field(_("The same again"), self.second)
        self.second.setAccessibleName(_("The same again"))
        self.first.returnPressed.connect(self.second.setFocus)
        self.second.returnPressed.connect(self.entered)
        self._build()

    def _build(self) -> None:
        self._offer = QWidget()
        offer = QVBoxLayout(self._offer)
        offer.setContentsMargins(0, 0, 0, 0)
        offer.setSpacing(8)
        box = Frame("inner", margins=(16, 14, 16, 12), gap=10)
        box.body.addWidget(self.words)
        box.body.addLayout(row(self.again, None))
        offer.addWidget(box)
        offer.addWidget(Label(wording.write_down(), "caption", "ink2", wrap=True))
        offer.addWidget(self.written)
        foot = row(self._sign, self._why, gap=6)
        foot.setStretch(1, 1)
        offer.addLayout(foot)
        self._own = QWidget()
        own = QVBoxLayout(self._own)
        own.setContentsMargins(0, 0, 0, 0)
        own.setSpacing(10)
        own.addWidget(self.first_field)
        own.addWidget(self.second_field)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(12)
        body.addLayout(row(self.mode, None))
        body.addWidget(self._offer)
        body.addWidget(self._own)
        self._complain("")
        self._switched("words")

    def renew(self) -> None:
        """Five other words; they are not written down yet."""
        self.words.setText(suggest_passphrase(self._random))
        self.written.setChecked(False)

    def _switched(self, mode: str) -> None:
        self._offer.setVisible(mode == "words")
        self._own.setVisible(mode == "own")

    def _complain(self, text: str) -> None:
        self._why.setText(text)
        self._why.setVisible(bool(text))
        self._sign.setVisible(bool(text))

    def value(self) -> str | None:
        """The passphrase when it may be used."""
        if self.mode.current() == "words":
            self._complain("" if self.written.isChecked() else _("Write the words down first, then tick the box."))
            if self.written.isChecked():
                return self.words.text()
            self.written.setFocus()
            return None
        self.first_field.clear_error()
        self.second_field.clear_error()
        reason = weak(self.first.text())
        if reason:
            self.refuse(wording.weak(reason, len(self.first.text())))
            return None
        if self.first.text() != self.second.text():
            self.second_field.error(_("The two are not the same. Type it once more."))
            self.second.setFocus()
            return None
        return self.first.text()

    def refuse(self, text: str) -> None:
        """Say beside the passphrase why it cannot be used."""
        if self.mode.current() == "words":
            self._complain(text)
        else:
            self.first_field.error(text)
            self.first.setFocus()

    def clear(self) -> None:
        """Forget what was typed, after it was used."""
        self.first.clear()
        self.second.clear()
        self.renew()
