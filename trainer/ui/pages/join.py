"""Join with an invitation: who invites whom, a passphrase, the answer file for HR, and six words to compare."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from trainer.actions import organising
from trainer.actions.organising import ANSWER_SUFFIX, INVITATION_SUFFIX, Invited
from trainer.domain.calendar import day_of
from trainer.errors import Refused, Trouble
from trainer.i18n import _
from trainer.ledger import keys
from trainer.ui.problems import sentence, sentences
from trainer.ui.shell import Start
from trainer.ui.widgets.base import Frame, Label
from trainer.ui.widgets.feedback import Callout
from trainer.ui.widgets.new_passphrase import NewPassphrase
from trainer.ui.widgets.page import Pairs
from trainer.ui.widgets.place import PlaceField
from trainer.ui.widgets.steps import StepsPage
from trainer.wording import dates

INVITATION, PASSPHRASE, ANSWER, WORDS = range(4)


class JoinPage(StepsPage):
    """Nothing is written before the answer file is; on a shared computer HR can bind at once."""

    def __init__(self, start: Start, parent: QWidget | None = None) -> None:
        super().__init__(
            "join",
            _("Join with an invitation"),
            _("Makes your own key on this computer. HR binds it after comparing six words with you."),
            (_("Invitation"), _("Passphrase"), _("Answer for HR"), _("Six words")),
            parent,
        )
        self.start = start
        self.kdf = keys.STRONG
        """How hard the key file is to open by guessing; tests take a cheaper one."""
        self.key_file: Path | None = None
        self.invited: Invited | None = None
        self._invitation = b""
        self._build_invitation()
        self._build_passphrase()
        self._build_answer()
        self._build_words()
        self.next_asked.connect(self._next)
        self.back_asked.connect(self._back)

    # what is on each step

    def _build_invitation(self) -> None:
        self.file = PlaceField(
            _("Invitation file from HR"),
            "open",
            name="invitation",
            help_=_("It came by mail, on a stick or through the shared folder."),
            filter_=_("Invitation (*{suffix});;All files (*)").format(suffix=INVITATION_SUFFIX),
        )
        self.file.taken.connect(lambda _path: self._look(go_on=False))
        self.says = Frame("inner", margins=(16, 14, 16, 14), gap=8)
        self.says.setObjectName("invitation-says")
        self.pairs = Pairs()
        self.shared = Label("", "small", "ink2", wrap=True)
        self.says.body.addWidget(Label(_("This invitation is from and for"), "strong"))
        self.says.body.addWidget(self.pairs)
        self.says.body.addWidget(self.shared)
        self.says.hide()
        body = self.bodies[INVITATION]
        body.addWidget(Label(_("Open the invitation file."), "subheading"))
        body.addWidget(self.file)
        body.addWidget(self.says)
        body.addStretch(1)

    def _build_passphrase(self) -> None:
        self.passphrase = NewPassphrase("passphrase")
        self.passphrase.entered.connect(self.go_on)
        body = self.bodies[PASSPHRASE]
        body.addWidget(Label(_("With this passphrase you sign in and sign."), "subheading", wrap=True))
        body.addWidget(self.passphrase)
        body.addStretch(1)

    def _build_answer(self) -> None:
        self.answer = PlaceField(
            _("Where to save the answer file"),
            "save",
            name="answer",
            help_=_("Anywhere it can be sent to HR from. It holds no secret."),
            filter_=_("Answer (*{suffix})").format(suffix=ANSWER_SUFFIX),
        )
        self.answer.line.returnPressed.connect(self.go_on)
        body = self.bodies[ANSWER]
        body.addWidget(Label(_("The answer carries your public key to HR."), "subheading", wrap=True))
        body.addWidget(self.answer)
        body.addStretch(1)

    def _build_words(self) -> None:
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(12)
        self.grid.setVerticalSpacing(8)
        self.words: tuple[str, ...] = ()
        self.what_next = Callout(_("What to do now"), "", "accent")
        self.what_next.text.setObjectName("join-next")
        body = self.bodies[WORDS]
        body.addWidget(Label(_("Read these six words to HR, in the room or by telephone."), "subheading", wrap=True))
        body.addLayout(self.grid)
        body.addWidget(self.what_next)
        body.addStretch(1)

    # going on and back

    def _back(self, place: int) -> None:
        if place == INVITATION:
            self.start.back()
        else:
            self._go(place - 1)

    def _next(self, place: int) -> None:
        if place == INVITATION:
            self._look(go_on=True)
        elif place == PASSPHRASE and self.passphrase.value() is not None:
            self._go(ANSWER)
        elif place == ANSWER:
            self._join()
        elif place == WORDS:
            self.start.done(self.key_file)

    def _go(self, place: int) -> None:
        self.show_step(place)
        self.next_button.setText(_("Make the key and save the answer") if place == ANSWER else _("Next"))
        first = {INVITATION: self.file.line, PASSPHRASE: self.passphrase.written, ANSWER: self.answer.line}
        first[place].setFocus()

    # reading the invitation

    def _look(self, *, go_on: bool) -> None:
        path = self.file.path()
        self.file.clear_error()
        self.says.hide()
        if path is None:
            self.file.error(_("Choose the invitation file."))
            self.file.line.setFocus()
            return
        self.busy(_("Reading the invitation …"))
        then = partial(self._looked, go_on=go_on)
        self.start.worker.run(partial(_read, self.start, path), then, self._not_an_invitation, self)

    def _looked(self, found: tuple[bytes, Invited], *, go_on: bool) -> None:
        self.busy("")
        self._invitation, invited = found
        self.invited = invited
        pairs = [
            (
                _("Organisation"),
                _("{title} (demonstration)").format(title=invited.title) if invited.demo else invited.title,
            ),
            (_("For"), invited.name or "—"),
            (_("Holds until"), dates.day(day_of(invited.expires))),
        ]
        self.pairs.set_pairs(pairs)
        self.shared.setText(self._about_this_computer(invited))
        self.shared.setVisible(bool(self.shared.text()))
        self.says.show()
        self.next_button.setFocus()
        if not self.answer.line.text():
            path = self.file.path()
            folder = path.parent if path is not None else Path.home()
            self.answer.set_path(folder / f"{invited.name or _('answer')}{ANSWER_SUFFIX}")
        if go_on:
            self._go(PASSPHRASE)

    @staticmethod
    def _about_this_computer(invited: Invited) -> str:
        if invited.hr_here:
            return _("This computer already holds this organisation and a key of HR: HR can bind your key right here.")
        if invited.here:
            return _("This computer already holds this organisation; your key is added to the others.")
        return ""

    def _not_an_invitation(self, error: Exception) -> None:
        self.busy("")
        self.invited = None
        self.file.error(sentence(error))
        self.file.line.setFocus()

    # joining

    def _join(self) -> None:
        self.answer.clear_error()
        target, passphrase = self.answer.path(), self.passphrase.value()
        if target is None:
            self.answer.error(_("Choose where to save the answer file."))
            self.answer.line.setFocus()
            return
        if self.answer.overwrites():
            self.answer.error(_("A file of this name is there already. Choose another name."))
            return
        if passphrase is None:
            self._go(PASSPHRASE)
            return
        self.busy(_("Making the key …"))
        work = partial(
            organising.join,
            self.start.folder,
            self._invitation,
            passphrase=passphrase,
            answer=target,
            clock=self.start.now,
            kdf=self.kdf,
        )
        self.start.worker.run(work, self._joined, self._refused, self)

    def _refused(self, error: Exception) -> None:
        self.busy("")
        code = error.code if isinstance(error, (Refused, Trouble)) else ""
        if code in {"disk-full", "no-rights", "disk-failed", "file-missing"}:
            self.answer.error(sentence(error))
            self.answer.line.setFocus()
        else:
            self.error.say(*sentences(error))

    def _joined(self, made: tuple[Path, tuple[str, ...]]) -> None:
        self.busy("")
        self.key_file, self.words = made
        for at, word in enumerate(self.words):
            box = Frame("inner", margins=(16, 14, 16, 14))
            label = Label(word, "display")
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setAccessibleName(_("Word {n}: {word}").format(n=at + 1, word=word))
            label.setObjectName(f"word-{at + 1}")
            place = Label(str(at + 1), "caption", "ink2", tabular=True)  # as on HR's screen, so that none is skipped
            place.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            box.body.addWidget(place)
            box.body.addWidget(label)
            self.grid.addWidget(box, at // 3, at % 3)
        self.what_next.text.setText(self._next_words())
        self.what_next.text.show()
        self.passphrase.clear()
        self.finished()
        self.next_button.setText(_("Go to signing in"))
        self.next_button.setFocus()

    def _next_words(self) -> str:
        name = Path(self.answer.line.text()).name
        if self.invited is not None and self.invited.hr_here:
            return _(
                "HR signs in on this computer, opens People, takes in “{file}”, compares the words and binds the key. "
                "Studying can begin at once: what is recorded before counts as soon as the key is bound."
            ).format(file=name)
        return _(
            "Send “{file}” to HR. When HR sees the same six words, HR binds the key. Studying can begin at once: "
            "what is recorded before counts as soon as the bind has arrived with an exchange."
        ).format(file=name)


def _read(start: Start, path: Path) -> tuple[bytes, Invited]:
    """The invitation and what it says. Raises what `organising.look_at_invitation` raises, `Trouble` ``file-unreadable``."""
    try:
        with path.open("rb") as file:
            data = file.read(2 * 1024 * 1024)
    except OSError as error:
        raise Trouble("file-unreadable", "check-file", file=path.name) from error
    return data, organising.look_at_invitation(start.folder, data, start.now)
