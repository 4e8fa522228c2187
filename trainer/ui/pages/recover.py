"""HR's key is lost, or its passphrase forgotten: the recovery file gives HR a new key on this computer (`ledger.md` §3).

Each step says what will be valid afterwards; nothing is written before the last button.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer import config
from trainer.actions import recovering
from trainer.actions.organising import RECOVERY_SUFFIX
from trainer.actions.recovering import HrSeen, Recoverable, Recovered
from trainer.domain.calendar import day_of
from trainer.errors import Refused, Trouble
from trainer.i18n import _
from trainer.ledger import keys
from trainer.ui.problems import sentence, sentences
from trainer.ui.shell import Start
from trainer.ui.widgets.base import Label, clear
from trainer.ui.widgets.buttons import CheckBox, Choice
from trainer.ui.widgets.feedback import Callout
from trainer.ui.widgets.fields import Field, PassphraseField
from trainer.ui.widgets.new_passphrase import NewPassphrase
from trainer.ui.widgets.place import PlaceField
from trainer.ui.widgets.steps import StepsPage
from trainer.wording import people as wording

FILE, WHO, PASSPHRASE, DONE = range(4)
OF_THE_FILE = {"recovery-damaged", "file-unreadable", "other-recovery", "recovery-not-enough"}
OF_THE_BUNDLE = {"records-missing", "not-a-bundle", "other-organisation"}
"""Which refusals stand under which field."""


class RecoverPage(StepsPage):
    """Nobody is signed in: HR cannot."""

    def __init__(self, start: Start, parent: QWidget | None = None) -> None:
        super().__init__(
            "recover",
            _("A new key for HR"),
            _("For a lost HR key or a forgotten passphrase. Needs the recovery file and its own passphrase."),
            (_("Recovery file"), _("Which keys end"), _("New passphrase"), _("Done")),
            parent,
        )
        self.start = start
        self.kdf = keys.STRONG
        """How hard the new files are to open by guessing; tests take a cheaper one."""
        self.found: Recoverable | None = None
        self.key_file: Path | None = None
        self.ends: dict[str, CheckBox] = {}
        self.here = config.store_path(start.folder).exists()
        self._build_file()
        self._build_who()
        self._build_passphrase()
        self.done_label = Label("", "body", wrap=True)
        self.next_label = Callout(_("What comes next"), wording.after_recovery(), "accent")
        body = self.bodies[DONE]
        body.addWidget(Label(_("HR has a new key"), "subheading"))
        body.addWidget(self.done_label)
        body.addWidget(self.next_label)
        body.addStretch(1)
        self.next_asked.connect(self._next)
        self.back_asked.connect(self._back)

    # what is on each step

    def _build_file(self) -> None:
        self.file = PlaceField(
            _("Recovery file"),
            "open",
            name="recovery",
            help_=_("It was saved when the organisation was founded, usually on a USB stick."),
            filter_=_("Recovery file (*{suffix});;All files (*)").format(suffix=RECOVERY_SUFFIX),
        )
        self.opening = PassphraseField(name="recovery-passphrase")
        self.opening_field = Field(
            _("Passphrase of the recovery file"),
            self.opening,
            _("Not the one for signing in: it was chosen with the file."),
        )
        self.bundle = PlaceField(
            _("Newest exchange file (optional)") if self.here else _("Exchange file with the records"),
            "open",
            name="bundle",
            help_=_("If somebody's file holds newer records of HR than this computer, choose it: they stay valid then.")
            if self.here
            else _(
                "There are no records on this computer. Let the mentor or a colleague write an exchange file for HR."
            ),
        )
        body = self.bodies[FILE]
        body.addWidget(Label(wording.before_recovery(), "small", "ink2", wrap=True))
        for part in (self.file, self.opening_field, self.bundle):
            body.addWidget(part)
        body.addStretch(1)
        self.opening.returnPressed.connect(self.go_on)

    def _build_who(self) -> None:
        self.org = Label("", "subheading", wrap=True)
        self.person = Choice(spoken=_("Who gets the new key"), name="recover-person")
        self.person_field = Field(_("Who gets the new key"), self.person, _("The new key is theirs and speaks for HR."))
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.missing = Callout(_("Not everything has arrived"), " ", "warn")
        self.valid = Label(wording.recovery_keeps(), "small", "ink2", wrap=True)
        body = self.bodies[WHO]
        body.addWidget(self.org)
        body.addWidget(self.person_field)
        body.addWidget(Label(_("These HR keys end"), "strong"))
        body.addLayout(self._list)
        body.addWidget(self.missing)
        body.addWidget(self.valid)
        body.addStretch(1)
        self.person.changed.connect(lambda _code: self._show_keys())

    def _build_passphrase(self) -> None:
        self.passphrase = NewPassphrase("passphrase")
        self.passphrase.entered.connect(self.go_on)
        self.summary = Label("", "small", "ink2", wrap=True)
        body = self.bodies[PASSPHRASE]
        body.addWidget(Label(_("With this passphrase HR signs in and signs."), "subheading", wrap=True))
        body.addWidget(self.passphrase)
        body.addWidget(self.summary)
        body.addStretch(1)

    # going on and back

    def _back(self, place: int) -> None:
        if place == FILE:
            self.start.back()
        else:
            self._go(place - 1)

    def _next(self, place: int) -> None:
        if place == FILE:
            self._look()
        elif place == WHO:
            self._go(PASSPHRASE)
        elif place == PASSPHRASE:
            self._recover()
        else:
            self.start.done(self.key_file)

    def _go(self, place: int) -> None:
        self.show_step(place)
        self.next_button.setText(_("Make the new key") if place == PASSPHRASE else _("Next"))
        self.focus_first()

    # looking

    def _look(self) -> None:
        for field in (self.file, self.opening_field, self.bundle):
            field.clear_error()
        path = self.file.path()
        if path is None:
            self.file.error(_("Choose the recovery file first."))
            self.file.line.setFocus()
            return
        if not self.opening.text():
            self.opening_field.error(_("Type the passphrase of the recovery file."))
            self.opening.setFocus()
            return
        self.busy(_("Opening the recovery file …"))
        work = partial(
            recovering.look, self.start.folder, path, self.opening.text(), self.bundle.path(), self.start.now
        )
        self.start.worker.run(work, self._looked, self._refused, self)

    def _looked(self, found: Recoverable) -> None:
        self.busy("")
        self.found = found
        self.org.setText(wording.recoverable(found.title, found.records, here=found.here))
        people = {one.person: one.name or one.person[:6] for one in found.hr}
        live = [one.person for one in found.hr if one.live]
        self.person.set_options(sorted(people.items(), key=lambda item: item[0] not in live), (live or list(people))[0])
        self.person_field.setVisible(len(people) > 1)
        self._show_keys()
        self._go(WHO)

    def _show_keys(self) -> None:
        clear(self._list)
        self.ends = {}
        today = day_of(self.start.now())
        for one in self._live():
            line = wording.recovery_key(one.name, one.log, one.seq, one.signed, today)
            box = CheckBox(line, name=f"end-{one.log[:8]}")
            box.setChecked(one.person == self.person.code())
            box.toggled.connect(lambda _on: self._warn())
            self._list.addWidget(box)
            self.ends[one.log] = box
        if not self.ends:
            self._list.addWidget(Label(_("No key of HR is in use."), "small", "ink2"))
        self._warn()

    def _live(self) -> list[HrSeen]:
        return [one for one in self.found.hr if one.live] if self.found is not None else []

    def ending(self) -> list[str]:
        """The keys that will end."""
        return [log for log, box in self.ends.items() if box.isChecked()]

    def _warn(self) -> None:
        ending = set(self.ending())
        count = sum(one.missing for one in self._live() if one.log in ending)
        self.missing.text.setText(wording.missing(count))
        self.missing.setVisible(bool(count))
        self.summary.setText(wording.recovery_summary(len(ending)))

    # recovering

    def _recover(self) -> None:
        new, path = self.passphrase.value(), self.file.path()
        if new is None or path is None:
            return
        if new == self.opening.text():
            self.passphrase.refuse(_("Use another passphrase than that of the recovery file."))
            return
        self.busy(_("Making the new key …"))
        work = partial(
            recovering.recover,
            self.start.folder,
            path,
            self.opening.text(),
            self.person.code(),
            self.ending(),
            passphrase=new,
            bundle=self.bundle.path(),
            clock=self.start.now,
            kdf=self.kdf,
        )
        self.start.worker.run(work, self._recovered, self._refused, self)

    def _recovered(self, made: Recovered) -> None:
        self.busy("")
        self.key_file = made.key_file
        self.here = True
        self.done_label.setText(wording.recovered(made.ended, kept=made.kept))
        self.opening.clear()
        self.passphrase.clear()
        self.finished()
        self.next_button.setText(_("Go to signing in"))

    def _refused(self, error: Exception) -> None:
        self.busy("")
        code = error.code if isinstance(error, (Refused, Trouble)) else ""
        if self.place == FILE and code == "wrong-recovery-passphrase":
            self.opening_field.error(sentence(error))
            self.opening.setFocus()
            self.opening.selectAll()
        elif self.place == FILE and code in OF_THE_FILE:
            self.file.error(sentence(error))
            self.file.line.setFocus()
        elif self.place == FILE and code in OF_THE_BUNDLE:
            self.bundle.error(sentence(error))
            self.bundle.line.setFocus()
        else:
            self.error.say(*sentences(error))
