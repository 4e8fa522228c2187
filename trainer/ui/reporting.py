"""Report a mistake: what it is about stands there already, what is wrong is written, and the word leaves with the next
exchange. From lessons, questions, cases and policies alike.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from trainer.actions import feeding_back
from trainer.i18n import _
from trainer.ui.shell import Page
from trainer.ui.widgets.threads import SayDialog
from trainer.views.feedback import Subject, subject

NAME: Final = "report"
"""Object name of the window."""


def report(page: Page, kind: str, id_: str, part: str = "", *, title: str = "") -> None:
    """Open the window over `page`, for what `views.feedback.subject` understands. `title` are the words on the screen
    where they differ from the library's (a question with the figures of an attempt).
    """

    def found(one: Subject | None) -> None:
        if one is not None:
            _open(page, replace(one, content=replace(one.content, title=title)) if title else one)

    page.ask(partial(subject, kind=kind, id_=id_, part=part), found)


def _open(page: Page, one: Subject) -> None:
    label = _("What is wrong, and where")
    dialog = SayDialog(_("Report a mistake"), label, _("Report"), NAME, page, about=one.content)

    before: QWidget | None = page.window().focusWidget()

    def closed() -> None:
        dialog.deleteLater()
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            page.take_focus()

    def send() -> None:
        given = partial(feeding_back.give, about=one.about, hash_=one.hash, text=dialog.words())
        page.do(given, lambda _record: sent(), dialog.refused)

    def sent() -> None:
        dialog.accept()
        said = _("Reported. It leaves with the next exchange; the answer will stand under “Content feedback”.")
        page.shell.toast(said, lambda: page.shell.go("feedback"), _("Show it"))

    dialog.sent.connect(send)
    dialog.finished.connect(closed)
    dialog.open()
    dialog.text.setFocus()
