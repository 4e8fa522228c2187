"""The check of a certificate file, for whoever holds one: the button, the question for the file, and the answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QVBoxLayout, QWidget

from trainer.i18n import _
from trainer.session import Session
from trainer.ui import theme
from trainer.ui.problems import sentences
from trainer.ui.saving import proposed
from trainer.ui.widgets.base import Card, Label, Tag, clear, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.feedback import InlineError
from trainer.views.verification import Verification, verify_here


class Ask(Protocol):
    """`Page.ask`: run a view on the reader thread."""

    def __call__(
        self,
        view: Callable[[Session], Verification],
        then: Callable[[Verification], object],
        failed: Callable[[Exception], object],
    ) -> object:
        """Ask."""


class CertificateCheck(QWidget):
    """The answer stands where the page puts this; `button` goes wherever its actions are. Empty it takes no room.

    `answered(True)` follows an answer, `answered(False)` when it was put away; `instead_of` is what the answer takes the
    place of until then. That a file could not be read is said above it.
    """

    answered = Signal(bool)

    def __init__(self, ask: Ask, instead_of: QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("certificate-check")
        self._ask = ask
        if instead_of is not None:
            self.answered.connect(instead_of.setHidden)
        self.button = Button(_("Verify a certificate file…"), icon="shield", name="certificate-verify")
        self.button.clicked.connect(self._ask_file)
        self.error = InlineError()
        self.error.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.card = Card(gap=8)
        self.card.setObjectName("certificate-checked")
        self.card.hide()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self.error)
        body.addWidget(self.card)
        body.addStretch(1)
        self.hide()

    def put_away(self) -> None:
        """No answer any more."""
        self.error.clear()
        self.card.hide()
        self.hide()
        self.answered.emit(False)

    def _close(self) -> None:
        self.put_away()
        self.button.setFocus()

    def _ask_file(self) -> None:
        path, _filter = QFileDialog.getOpenFileName(
            self, _("Verify a certificate file…"), proposed(), _("Certificate (*.pdf)")
        )
        if path:
            self.verify(Path(path))

    def verify(self, path: Path) -> None:
        """Check a certificate file against this organisation and say what came of it."""
        self.put_away()

        self._ask(
            lambda session: verify_here(session, path), partial(self._checked, path), partial(self._not_checked, path)
        )

    def _not_checked(self, path: Path, problem: Exception) -> None:
        title, remedy = sentences(problem)
        self.error.say(_("{file} could not be checked").format(file=path.name), f"{title} {remedy}".strip())
        self.show()

    def _checked(self, path: Path, found: Verification) -> None:
        clear(self.card.body)
        word = _("Valid") if found.valid else _("Not valid")
        tag = Tag(word, "ok" if found.valid else "bad", "check" if found.valid else "cross")
        away = Button("", "icon", icon="cross", size=theme.SMALL, spoken=_("Close"), name="certificate-check-close")
        away.clicked.connect(self._close)
        title = Label(path.name, "subheading", wrap=True)
        line = row(tag, title, away)
        line.setStretch(1, 1)
        self.card.body.addLayout(line)
        for text in found.lines[1:]:  # the first one says what the tag says
            self.card.body.addWidget(Label(text, "body", wrap=True))
        self.card.setAccessibleName(f"{word}. {path.name}")
        self.card.show()
        self.show()
        self.answered.emit(True)
