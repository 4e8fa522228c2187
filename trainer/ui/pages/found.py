"""Found an organisation: who it is, HR's own passphrase, the recovery file on a stick, and what to do with it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from trainer.actions import organising
from trainer.actions.organising import RECOVERY_SUFFIX, Newcomer
from trainer.errors import Refused, Trouble
from trainer.i18n import _, language
from trainer.ledger import keys
from trainer.ledger.keyring import read_public
from trainer.ui import theme
from trainer.ui.problems import sentence, sentences
from trainer.ui.shell import Start
from trainer.ui.widgets.base import Label, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.feedback import Callout
from trainer.ui.widgets.fields import Field, Line
from trainer.ui.widgets.new_passphrase import NewPassphrase
from trainer.ui.widgets.place import PlaceField
from trainer.ui.widgets.steps import StepsPage

WHO, PASSPHRASE, RECOVERY, DONE = range(4)


class FoundPage(StepsPage):
    """Nothing is written before the last button; going back keeps everything typed."""

    def __init__(self, start: Start, parent: QWidget | None = None) -> None:
        super().__init__(
            "found",
            _("Found an organisation"),
            _("Makes the root key of the organisation and the key of its first HR person."),
            (_("Organisation and HR"), _("Passphrase of HR"), _("Recovery file"), _("Done")),
            parent,
        )
        self.start = start
        self.kdf = keys.STRONG
        """How hard the new files are to open by guessing; tests take a cheaper one."""
        self.key_file: Path | None = None
        self._build_who()
        self._build_passphrase()
        self._build_recovery()
        self._build_done()
        self.next_asked.connect(self._next)
        self.back_asked.connect(self._back)

    # what is on each step

    def _build_who(self) -> None:
        self.title, self.person = Line(name="title"), Line(name="person")
        self.number, self.department = Line(name="number"), Line(name="department")
        self.title_field = Field(
            _("Name of the organisation"), self.title, _("Stands on every certificate and cannot be changed later.")
        )
        self.person_field = Field(_("Name of the HR person"), self.person, _("As in the personnel file"))
        self.number_field = Field(_("Staff number"), self.number)
        self.department_field = Field(_("Department (optional)"), self.department)
        body = self.bodies[WHO]
        body.addWidget(Label(_("Which organisation, and who speaks for it first?"), "subheading", wrap=True))
        body.addWidget(self.title_field)
        body.addWidget(self.person_field)
        pair = row(self.number_field, self.department_field, gap=16)
        pair.setAlignment(self.number_field, Qt.AlignmentFlag.AlignTop)
        pair.setAlignment(self.department_field, Qt.AlignmentFlag.AlignTop)
        body.addLayout(pair)
        body.addStretch(1)
        for line in (self.title, self.person, self.number, self.department):
            line.returnPressed.connect(self.go_on)

    def _build_passphrase(self) -> None:
        self.passphrase = NewPassphrase("passphrase")
        self.passphrase.entered.connect(self.go_on)
        body = self.bodies[PASSPHRASE]
        body.addWidget(Label(_("With this passphrase HR signs in and signs."), "subheading", wrap=True))
        body.addWidget(self.passphrase)
        body.addStretch(1)

    def _build_recovery(self) -> None:
        self.file = PlaceField(
            _("Where to save the recovery file"),
            "save",
            name="recovery",
            help_=_("On a USB stick, not in the data folder: who has it and its passphrase decides who is HR."),
            filter_=_("Recovery file (*{suffix})").format(suffix=RECOVERY_SUFFIX),
        )
        self.file.proposed = str(Path.home() / (_("recovery") + RECOVERY_SUFFIX))
        self.recovery = NewPassphrase("recovery-passphrase")
        self.recovery.entered.connect(self.go_on)
        body = self.bodies[RECOVERY]
        head = _("The recovery file holds the root key, with a passphrase of its own.")
        body.addWidget(Label(head, "subheading", wrap=True))
        body.addWidget(self.file)
        body.addWidget(self.recovery)
        body.addStretch(1)

    def _build_done(self) -> None:
        self.saved = Label("", "body", wrap=True)
        self.org = Label("", "small", wrap=True)
        self.org.setFont(theme.monospace(13))
        self.org.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        copy = Button(_("Copy"), icon="copy", size=theme.SMALL, name="org-copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.org.text()))
        stick = Callout(
            _("What to do with the stick"),
            _(
                "Take it out and lock it away, its passphrase somewhere else. It is needed only to give HR a new key. "
                "Without it nobody can replace a lost HR key."
            ),
            "warn",
        )
        body = self.bodies[DONE]
        body.addWidget(Label(_("The organisation is founded"), "subheading"))
        body.addWidget(self.saved)
        body.addWidget(stick)
        body.addWidget(Label(_("Organisation id, by which certificates are checked"), "small", "ink2"))
        line = row(self.org, copy, gap=12)
        line.setStretch(0, 1)
        body.addLayout(line)
        body.addStretch(1)

    # going on and back

    def _back(self, place: int) -> None:
        if place == WHO:
            self.start.back()
        else:
            self._go(place - 1)

    def _next(self, place: int) -> None:
        if place == WHO and self._who_is_complete():
            self._go(PASSPHRASE)
        elif place == PASSPHRASE and self.passphrase.value() is not None:
            self._go(RECOVERY)
        elif place == RECOVERY:
            self._found()
        elif place == DONE:
            self.start.done(self.key_file)

    def _go(self, place: int) -> None:
        self.show_step(place)
        self.next_button.setText(_("Found the organisation") if place == RECOVERY else _("Next"))
        first = {WHO: self.title, PASSPHRASE: self.passphrase.written, RECOVERY: self.file.line}
        first[place].setFocus()

    def _who_is_complete(self) -> bool:
        wanted = (
            (self.title_field, self.title, _("Give the name of the organisation.")),
            (self.person_field, self.person, _("Give the name of the HR person.")),
            (self.number_field, self.number, _("Give the staff number.")),
        )
        wrong = []
        for field, line, words in wanted:
            field.clear_error()
            if not line.text().strip():
                field.error(words)
                wrong.append(line)
        if wrong:
            wrong[0].setFocus()
        return not wrong

    # founding

    def _found(self) -> None:
        self.file.clear_error()
        recovery, own, other = self.file.path(), self.passphrase.value(), self.recovery.value()
        if recovery is None:
            self.file.error(_("Choose where to save the recovery file."))
            self.file.line.setFocus()
            return
        if self.file.overwrites():
            self.file.error(_("A file of this name is there already. Choose another name."))
            return
        if own is None or other is None:
            return
        if own == other:
            self.recovery.refuse(_("Use another passphrase than for signing in."))
            return
        self.busy(_("Making the keys and writing the recovery file …"))
        who = Newcomer(self.person.text(), self.number.text(), self.department.text(), language())
        work = partial(
            organising.found_organisation,
            self.start.folder,
            self.title.text(),
            who,
            passphrase=own,
            recovery=recovery,
            recovery_passphrase=other,
            clock=self.start.now,
            kdf=self.kdf,
        )
        self.start.worker.run(work, self._founded, self._refused, self)

    def _refused(self, error: Exception) -> None:
        self.busy("")
        code = error.code if isinstance(error, (Refused, Trouble)) else ""
        disk = code in {"disk-full", "no-rights", "disk-failed", "file-missing"}
        if code == "recovery-inside-data" or (disk and self._is_about_recovery(error)):
            self.file.error(sentence(error))
            self.file.line.setFocus()
        else:
            self.error.say(*sentences(error))

    def _is_about_recovery(self, error: Exception) -> bool:
        named = error.detail.get("file") if isinstance(error, (Refused, Trouble)) else ""
        return self.file.path() is not None and str(named) == str(self.file.path())

    def _founded(self, key_file: Path) -> None:
        self.busy("")
        self.key_file = key_file
        public = read_public(key_file)
        said = _("The recovery file was saved and read back with its passphrase: {file}")
        self.saved.setText(said.format(file=self.file.line.text()))
        self.org.setText(public.org if public is not None else "")
        self.passphrase.clear()
        self.recovery.clear()
        self.finished()
        self.next_button.setText(_("Go to signing in"))
        self.next_button.setFocus()
