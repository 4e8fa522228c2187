"""The box where something is signed: what it will mean, who signs, what is attached, the passphrase, 8 s to take it back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from trainer.i18n import _
from trainer.ui import theme
from trainer.ui.widgets.base import Frame, Label, Rule, column
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.fields import Field, PassphraseField
from trainer.ui.widgets.page import Pairs

HOLD_MS = 8000
"""A signature is held unsigned this long and can be taken back (ui.md §4.6)."""


class SignBox(Frame):
    """Ready, not ready with its reason, or signing with an undo.

    `signed(passphrase)` is emitted after the hold. A page calls `flush()` in its `leave`, so that leaving signs what was
    pressed; `undone` says that it was taken back. `wrong(text)` shows what the passphrase did not open. `check`, where
    it is set, tries the passphrase before the hold begins and calls back either way; `not_opened(error)` says that it
    was wrong.
    """

    signed = Signal(str)
    held = Signal()
    undone = Signal()
    not_opened = Signal(object)

    def __init__(
        self, title: str = "", *, icon: str = "sign", hold_ms: int = HOLD_MS, parent: QWidget | None = None
    ) -> None:
        super().__init__("inner", margins=(16, 14, 16, 12), gap=8, parent=parent)
        self.setObjectName("sign-box")
        self._action = ""
        self._held = ""
        self._checking = False
        self._presses = 0
        self.check: Callable[[str, Callable[[], object], Callable[[Exception], object]], object] | None = None
        self._timer = QTimer(self, singleShot=True, interval=hold_ms)
        self._timer.timeout.connect(self.flush)
        self._hold = hold_ms
        self.meaning = Label("", "small", wrap=True)
        self.pairs = Pairs()
        self.passphrase = PassphraseField(name="sign-passphrase")
        self.field = Field(_("Passphrase"), self.passphrase)
        self.button = Button("", "primary", icon=icon, size=theme.LARGE, name="sign")
        self.undo_button = Button(_("Do not sign"), "secondary", size=theme.LARGE, name="sign-undo")
        self.undo_button.hide()
        self.hint = Label(_("Can be called off for 8 seconds after signing"), "caption", "ink2", wrap=True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.body.addWidget(Label(title or _("Sign"), "strong"))
        self.body.addWidget(self.meaning)
        self.body.addWidget(Rule())
        self.body.addWidget(self.pairs)
        self.body.addWidget(self.field)
        self.body.addLayout(column(self.button, self.undo_button, self.button.reason, self.hint, gap=8))
        self.button.clicked.connect(self._press)
        self.passphrase.returnPressed.connect(self._press)
        self.passphrase.textChanged.connect(lambda _text: self.field.clear_error())
        self.undo_button.clicked.connect(self.take_back)

    def prepare(self, meaning: str, action: str, pairs: list[tuple[str, str]], not_ready: str = "") -> None:
        """What would be signed: one sentence, the button's words, who and what; `not_ready` says why it cannot be yet."""
        self.meaning.setText(meaning)
        self.pairs.set_pairs(pairs)
        self._action = action
        self.button.setText(action)
        if not_ready:
            self.button.refuse(not_ready)
        else:
            self.button.allow()
        self.hint.setVisible(not not_ready and self._hold > 0)

    def holding(self) -> bool:
        """Whether a signature waits for its 8 seconds, or its passphrase is being tried."""
        return self._timer.isActive() or self._checking

    def action(self) -> str:
        """The words of what is signed: the button's."""
        return self._action

    def _press(self) -> None:
        if not self.button.isEnabled() or self.holding():
            return
        if not self.passphrase.text():
            self.field.error(_("Type the passphrase of this key."))
            self.passphrase.setFocus()
            return
        self.field.clear_error()
        self._held = self.passphrase.text()
        if not self._hold:
            self.flush()
            return
        self.button.setEnabled(False)
        self.button.setText(_("Signing …"))
        self.undo_button.show()
        self.undo_button.setFocus(Qt.FocusReason.OtherFocusReason)  # in the passphrase Ctrl+Z would undo typing
        self.hint.hide()
        self.held.emit()
        self._checking = True
        self._presses += 1
        press = self._presses
        if self.check is None:
            self._begin(press)
        else:
            self.check(self._held, lambda: self._begin(press), lambda error: self._fail(press, error))

    def _begin(self, press: int) -> None:
        """The passphrase is right: the 8 seconds begin, unless this press was taken back or signed meanwhile."""
        if self._checking and press == self._presses:
            self._checking = False
            self._timer.start()

    def _fail(self, press: int, error: Exception) -> None:
        if self._checking and press == self._presses:
            self.not_opened.emit(error)

    def flush(self) -> None:
        """Sign now what is being held; nothing if nothing is."""
        self._timer.stop()
        self._checking = False
        held, self._held = self._held, ""
        self._rest()
        if held:
            self.passphrase.clear()
            self.signed.emit(held)

    def take_back(self) -> None:
        """Undo: nothing is written."""
        self._timer.stop()
        self._checking = False
        self._held = ""
        self._rest()
        self.undone.emit()

    def wrong(self, text: str) -> None:
        """The passphrase did not open the key."""
        self._checking = False
        self._held = ""
        self._rest()
        self.field.error(text)
        self.passphrase.setFocus()
        self.passphrase.selectAll()

    def _rest(self) -> None:
        self.button.setText(self._action)
        self.button.setEnabled(True)
        if self.undo_button.hasFocus():
            self.passphrase.setFocus()
        self.undo_button.hide()
        self.hint.setVisible(self._hold > 0)
