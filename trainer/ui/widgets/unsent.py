"""A small window with fields: Esc never loses what was typed into them (ui.md §4.1)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QWidget

from trainer.i18n import _
from trainer.ui.widgets.feedback import InlineError


class UnsentDialog(QDialog):
    """The first Esc says that typed words would be lost, the second one closes; «Cancel» closes at once."""

    error: InlineError
    _warned = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc, when something was typed and not sent."""
        if event.key() == Qt.Key.Key_Escape and not self._warned and typed(self):
            self._warned = True
            self.error.say(_("What was typed is not sent yet. Esc once more closes without keeping it."), warning=True)
            self.fit()
            return
        super().keyPressEvent(event)

    def fit(self) -> None:
        """As large as what is in it."""


def typed(ground: QWidget) -> bool:
    """Whether somebody wrote words into a field here; a passphrase is typed again anyway."""
    lines = [one for one in ground.findChildren(QLineEdit) if one.echoMode() == QLineEdit.EchoMode.Normal]
    areas = [one for one in ground.findChildren(QPlainTextEdit) if not one.isReadOnly()]
    return any(one.isModified() and one.text() for one in lines) or any(
        one.document().isModified() and one.toPlainText() for one in areas
    )
