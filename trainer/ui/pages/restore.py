"""Restore a backup: choose one, read what would be lost, put it in place. What was there is kept aside."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer import config
from trainer.actions import keeping
from trainer.actions.keeping import Backup, Loss
from trainer.domain.calendar import day_of
from trainer.i18n import _
from trainer.ledger.keyring import keys_in
from trainer.ui.problems import sentences
from trainer.ui.shell import Start
from trainer.ui.widgets.base import Label, clear
from trainer.ui.widgets.buttons import CheckBox, Radio
from trainer.ui.widgets.feedback import Callout
from trainer.ui.widgets.place import PlaceField
from trainer.ui.widgets.steps import StepsPage
from trainer.wording import keeping as wording

CHOOSE, LOSS, DONE = range(3)
SHOWN = 8
"""Backups listed; older ones can be chosen as a file."""


class RestorePage(StepsPage):
    """Nobody is signed in: the store may be what is broken."""

    def __init__(self, start: Start, parent: QWidget | None = None) -> None:
        super().__init__(
            "restore",
            _("Restore a backup"),
            _("Puts an earlier copy of the records in the place of those on this computer."),
            (_("Choose a backup"), _("What would be lost"), _("Done")),
            parent,
        )
        self.start = start
        self.chosen: Path | None = None
        self.radios: list[tuple[Path, Radio]] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self.file = PlaceField(_("Another file"), "open", name="backup", filter_=_("Backup (*.db);;All files (*)"))
        self.file.taken.connect(self._other)
        body = self.bodies[CHOOSE]
        body.addWidget(Label(_("Backups on this computer"), "subheading"))
        body.addLayout(self._list)
        body.addWidget(self.file)
        body.addStretch(1)
        self.what = Callout(_("What would be lost"), "", "warn")
        self.what.text.setObjectName("loss")
        self.keys = Label(wording.keys_after_restore(), "small", "ink2", wrap=True)
        self.agree = CheckBox(_("I have read what would be lost"), name="agree")
        self.agree.toggled.connect(lambda _on: self.error.clear())
        self.lines = Label("", "small", wrap=True)
        self.lines.setObjectName("loss-lines")
        body = self.bodies[LOSS]
        body.addWidget(self.what)
        body.addWidget(self.lines)
        body.addWidget(self.keys)
        body.addWidget(self.agree)
        body.addStretch(1)
        self.done_label = Label("", "body", wrap=True)
        body = self.bodies[DONE]
        body.addWidget(Label(_("The backup is in place"), "subheading"))
        body.addWidget(self.done_label)
        body.addStretch(1)
        self.next_asked.connect(self._next)
        self.back_asked.connect(self._back)
        self.start.worker.run(partial(keeping.backups, start.folder), self._fill, self._refused, self)

    def _fill(self, found: tuple[Backup, ...]) -> None:
        clear(self._list)
        self.radios = []
        today = day_of(self.start.now())
        for at, one in enumerate(found[:SHOWN]):
            radio = Radio(wording.backup(one.made, one.size, today), name=f"backup-{at}")
            radio.toggled.connect(partial(self._radio, one.path))
            self._list.addWidget(radio)
            self.radios.append((one.path, radio))
        if self.radios:
            self.radios[0][1].setChecked(True)
        else:
            self._list.addWidget(Label(_("There is no backup in the data folder. Choose a file."), "small", "ink2"))

    def _radio(self, path: Path, on: bool) -> None:
        if on:
            self.chosen = path

    def _other(self, path: Path) -> None:
        for _path, radio in self.radios:
            radio.setAutoExclusive(False)
            radio.setChecked(False)
            radio.setAutoExclusive(True)
        self.chosen = path

    # going on and back

    def _back(self, place: int) -> None:
        if place == CHOOSE:
            self.start.back()
        else:
            self.next_button.setText(_("Next"))
            self.show_step(place - 1)

    def _next(self, place: int) -> None:
        if place == CHOOSE:
            self._look()
        elif place == LOSS:
            self._restore()
        else:
            self.start.done(None)

    def _look(self) -> None:
        typed = self.file.path()
        if typed is not None and not any(radio.isChecked() for _path, radio in self.radios):
            self.chosen = typed
        if self.chosen is None:
            self.file.error(_("Choose a backup first."))
            return
        self.busy(_("Comparing the backup with the records here …"))
        work = partial(keeping.loss, self.start.folder, self.chosen, self.start.now)
        self.start.worker.run(work, self._looked, self._refused, self)

    def _looked(self, found: Loss) -> None:
        self.busy("")
        self.what.text.setText(wording.loss(found, day_of(self.start.now())))
        self.what.text.show()
        self.lines.setText("\n".join(wording.loss_lines(found)))
        self.agree.setChecked(False)
        self.show_step(LOSS)
        self.next_button.setText(_("Restore"))
        self.agree.setFocus()

    def _restore(self) -> None:
        if self.chosen is None:
            return
        if not self.agree.isChecked():
            self.error.say(_("Read what would be lost, then tick the box."), warning=True)
            self.agree.setFocus()
            return
        self.busy(_("Putting the backup in place …"))
        work = partial(keeping.restore, self.start.folder, self.chosen, self.start.now)
        self.start.worker.run(work, self._restored, self._refused, self)

    def _restored(self, aside: Path | None) -> None:
        self.busy("")
        here = len(keys_in(config.keys_folder(self.start.folder)))
        self.done_label.setText(wording.restored(aside, keys=here))
        self.finished()
        self.next_button.setText(_("Go to signing in"))

    def _refused(self, error: Exception) -> None:
        self.busy("")
        self.error.say(*sentences(error))
