"""Exchange by single files: take one in, write one for somebody; and how a report of an exchange looks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from trainer.i18n import _
from trainer.ledger.exchange import SUFFIX, Sent
from trainer.ui.problems import sentences
from trainer.ui.saving import proposed
from trainer.ui.widgets.base import Card, Flow, Icon, Label, Tone, clear, row
from trainer.ui.widgets.buttons import Button, Choice
from trainer.ui.widgets.feedback import InlineError
from trainer.wording import exchange as wording


def tell(place: QVBoxLayout, lines: Sequence[wording.Line], *, stopped: bool = False) -> None:
    """The lines of a report, each with the sign of its tone; a stopped exchange says so first."""
    clear(place)
    if stopped:
        lines = (wording.Line(_("Stopped. What was taken in is kept; exchange again for the rest."), "warn"), *lines)
    for one in lines:
        tone: Tone = one.tone
        drawing = {"ok": "check", "warn": "alert-circle", "bad": "warning"}.get(tone, "info")
        icon = Icon(drawing, tone if tone in ("ok", "warn", "bad") else "ink2", 16)
        line = row(icon, Label(one.text, "body", wrap=True), gap=8)
        line.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        place.addLayout(line)


class SingleFiles(Card):
    """`take_wanted(Path)` and `give_wanted(Path, person)` once a file was chosen."""

    take_wanted = Signal(object)
    give_wanted = Signal(object, str)

    def __init__(self, folder: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(gap=12, parent=parent)
        self._folder = folder
        help_ = _("For computers that share no folder: take a file along or send it by mail.")
        self.take = Button(_("Take in a file…"), icon="download", name="take-file")
        self.take.clicked.connect(self._ask_file)
        self.person = Choice([], spoken=_("For whom"), name="file-for")
        self.person.setMinimumWidth(160)
        self.give = Button(_("Write a file…"), icon="upload", name="write-file")
        self.give.clicked.connect(self._ask_target)
        self.error = InlineError()
        self.told = QVBoxLayout()
        self.told.setSpacing(6)
        self.body.addWidget(Label(_("Single files"), "subheading"))
        self.body.addWidget(Label(help_, "small", "ink2", wrap=True))
        given = QWidget()
        given.setLayout(row(Label(_("For"), "small", "ink2"), self.person, self.give))
        both = Flow(gap=16)
        both.set_parts([self.take, given])
        self.body.addWidget(both)
        self.body.addWidget(self.give.reason)
        self.body.addWidget(self.error)
        self.body.addLayout(self.told)

    def fill(self, people: Sequence[tuple[str, str]]) -> None:
        """For whom a file can be written: (person, name)."""
        self.person.set_options(list(people), self.person.code())
        if people:
            self.give.allow()
        else:
            self.give.refuse(_("Nobody with a key is known here yet: exchange once with HR first."))

    def begin(self) -> None:
        """What was said about the last file goes."""
        self.error.clear()
        clear(self.told)

    def written(self, sent: Sent) -> None:
        """Say what the file holds."""
        tell(self.told, (wording.written(sent, self.person.currentText()),))

    def failed(self, error: Exception) -> None:
        """Say what went wrong beside the buttons."""
        self.error.say(*sentences(error))

    def _ask_file(self) -> None:
        kinds = _("Exchange files (*{suffix});;All files (*)").format(suffix=SUFFIX)
        found, _kind = QFileDialog.getOpenFileName(self, _("Take in a file"), self._folder(), kinds)
        if found:
            self.take_wanted.emit(Path(found))

    def _ask_target(self) -> None:
        name = f"{self.person.currentText()}{SUFFIX}"
        kinds = _("Exchange files (*{suffix})").format(suffix=SUFFIX)
        found, _kind = QFileDialog.getSaveFileName(self, _("Write a file"), proposed(name), kinds)
        if found:
            self.give_wanted.emit(Path(found), self.person.code())
