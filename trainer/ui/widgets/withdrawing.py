"""The signature under taking back what somebody signed: what it means, the reason, the passphrase."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from trainer.actions import attesting
from trainer.i18n import _
from trainer.ui.shell import Page
from trainer.ui.widgets.dialog import SignDialog
from trainer.ui.widgets.fields import Field, Line


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What the window says: its title, what taking back does, who can read the reason, what is signed, the word on the
    button, and one fact of the record (caption, words).
    """

    title: str
    line: str
    ask: str
    meaning: str
    verb: str
    fact: tuple[str, str]


class WithdrawDialog(SignDialog):
    """Takes one record back with a reason, through the page's own `do`; `done()` when it is written."""

    def __init__(
        self, page: Page, name: str, record: str, words: Withdrawal, done: Callable[[], object], *, hold_ms: int
    ) -> None:
        super().__init__(words.title, name, page, line=words.line, hold_ms=hold_ms)
        self._page, self._record, self._words, self._done = page, record, words, done
        self.reason = Line(name=f"{name}-reason")
        self.reason.textChanged.connect(self._prepare)
        self.add(Field(words.ask, self.reason))
        self.signed.connect(self._send)
        self._prepare()
        self.open()
        self.reason.setFocus()

    def _prepare(self) -> None:
        why = "" if self.reason.text().strip() else _("Write the reason first.")
        self.box.prepare(self._words.meaning, self._words.verb, [self._words.fact], why)

    def _send(self, passphrase: str) -> None:
        act = partial(attesting.withdraw, record=self._record, reason=self.reason.text(), passphrase=passphrase)
        self._page.do(act, self._written, self.refused)

    def _written(self, _record: str) -> None:
        self.accept()
        self.deleteLater()
        self._done()
