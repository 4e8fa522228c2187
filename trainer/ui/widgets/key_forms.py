"""The windows about keys: end one where it was last seen, ask for another device, HR's own keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget

from trainer.i18n import _
from trainer.ui.widgets.base import Label, column, row
from trainer.ui.widgets.buttons import Choice
from trainer.ui.widgets.dialog import FormDialog, SignDialog
from trainer.ui.widgets.feedback import Callout
from trainer.ui.widgets.fields import Field, Line, PassphraseField
from trainer.ui.widgets.page import Pairs
from trainer.ui.widgets.people_forms import RoleBoxes
from trainer.ui.widgets.place import PlaceField
from trainer.views.keys import KeyRow
from trainer.wording import dates, reasons
from trainer.wording import people as wording
from trainer.wording import records as said
from trainer.wording.lines import joined

OTHER = "other"
LEFT_WIDTH, BOX_WIDTH = 460, 320


class EndKeyDialog(SignDialog):
    """`signed(passphrase)`; which key, from which position on and why are in `log()`, `last_seq()` and `why()`.

    With `replacing` the same window asks for the roles and the place of an invitation for the next device.
    """

    def __init__(
        self,
        name: str,
        keys: Sequence[KeyRow],
        today: date,
        signer: str,
        parent: QWidget,
        *,
        hold_ms: int,
        replacing: bool = False,
    ) -> None:
        super().__init__(
            (_("Replace a device of {name}") if replacing else _("End a key of {name}")).format(name=name),
            "end-key",
            parent,
            line=_("The old key ends, history stays, and a new invitation goes out. The answer is read here as before.")
            if replacing
            else _("History stays valid. A key that has ended cannot sign anything that counts any more."),
            hold_ms=hold_ms,
            icon="ban",
            wide=True,
        )
        self._keys, self._name, self._today, self._signer = list(keys), name, today, signer
        self.replacing = replacing
        self.key = Choice(
            [(one.log, wording.key_line(one.log, one.since)) for one in keys], spoken=_("Key"), name="end-key-log"
        )
        self.facts = Pairs()
        self.facts.setFixedWidth(LEFT_WIDTH)
        self.box.setFixedWidth(BOX_WIDTH)
        self.position = Choice(spoken=_("What still counts"), name="end-key-position")
        codes = [*reasons.REASONS, OTHER]
        if replacing:
            codes.remove("departure")
        self.reason = Choice(
            [
                ("", _("Choose …")),
                *(
                    (code, _(reasons.REASONS[code]) if code in reasons.REASONS else _("Another reason"))
                    for code in codes
                ),
            ],
            spoken=_("Reason"),
            name="end-key-reason",
        )
        self.note = Line(spoken=_("In words"), name="end-key-note")
        self.missing = Callout(_("Not everything has arrived"), " ", "warn")
        self.roles = RoleBoxes([role for role in keys[0].roles if role != "hr"] if keys else ("trainee",))
        self.file = PlaceField(_("Where the invitation goes"), "save", name="end-key-file")
        self.file.proposed = wording.invitation_file(name)
        self._build()
        self._connect()
        self._show_key()

    def _build(self) -> None:
        key_field = Field(_("Key"), self.key)
        key_field.setVisible(len(self._keys) > 1)
        self.add(key_field, self.facts, self.missing)
        self.position_field = Field(_("What still counts"), self.position)
        note = Field(_("In words"), self.note, _("Optional; stays on record."))
        why = Field(_("Reason"), self.reason)
        pair = row(why, note, gap=12)
        for at, field in enumerate((why, note)):
            pair.setAlignment(field, Qt.AlignmentFlag.AlignTop)
            pair.setStretch(at, 1)
        for choice in (self.position, self.reason):
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(12)
        self.missing.setFixedWidth(LEFT_WIDTH)
        self.add(self.position_field)
        self.form.addLayout(pair)
        self.add(self.file)
        self.roles_label = Label(_("Roles of the new key"), "small", "ink2")
        for part in (self.roles_label, self.roles, self.file):
            part.setVisible(self.replacing)
        self.roles.setFixedWidth(BOX_WIDTH)
        self.form.addStretch(1)
        self.beside.takeAt(1)  # the box gets what it needs above it
        self.beside.addLayout(column(self.roles_label, self.roles, self.box, None, gap=10))

    def _connect(self) -> None:
        self.key.changed.connect(lambda _code: self._show_key())
        for choice in (self.position, self.reason):
            choice.changed.connect(lambda _code: self._look())
        self.note.textChanged.connect(lambda _text: self._look())
        self.file.line.textChanged.connect(lambda _text: self._look())
        for box in self.roles.boxes.values():
            box.toggled.connect(lambda _on: self._look())

    def _row(self) -> KeyRow:
        return next((one for one in self._keys if one.log == self.key.code()), self._keys[0])

    def log(self) -> str:
        """The key."""
        return self._row().log

    def last_seq(self) -> int | None:
        """The last position that counts; None: the last one received."""
        code = self.position.code()
        return int(code) if code else None

    def why(self) -> str:
        """The reason as it is recorded; empty when words are missing."""
        return reasons.reason_text(self.reason.code(), self.note.text())

    def place(self) -> Path | None:
        """Where the invitation goes, when a device is replaced."""
        return self.file.path() if self.replacing else None

    def _show_key(self) -> None:
        one = self._row()
        self.facts.set_pairs(
            [
                (_("Whose key"), joined(self._name, said.roles(one.roles))),
                (_("Device"), wording.fingerprint(one.log)),
                (_("Bound on"), dates.day(dates.local(one.since).date())),
                (_("Last position"), wording.position(one.seq, one.received, self._today)),
            ]
        )
        options = [("", _("Everything received so far"))]
        options += [
            (str(each.seq), _("Only what came by {day} (no. {seq})").format(day=dates.day(each.day), seq=each.seq))
            for each in one.positions
            if each.seq < one.seq
        ]
        options.append(("0", _("Nothing of it")))
        self.position.set_options(options, "")
        warning = wording.missing(one.missing)
        self.missing.text.setText(warning)
        self.missing.setVisible(bool(warning))
        self._look()

    def _look(self) -> None:
        one, chosen = self._row(), self.last_seq()
        seq = one.seq if chosen is None else chosen
        after = one.seq - seq + (one.beyond if chosen is not None else 0)
        meaning = wording.end_counts(seq, after)
        if self.reason.code() in {"lost-device", "theft"}:
            meaning = wording.with_only_exchanged(meaning)
        why_not = ""
        if not self.reason.code():
            why_not = _("Choose the reason first.")
        elif not self.why():
            why_not = _("Say the reason in words first.")
        elif self.replacing and not self.roles.chosen():
            why_not = _("Choose at least one role.")
        elif self.replacing and self.file.path() is None:
            why_not = _("Choose where the invitation goes first.")
        action = _("End key and invite") if self.replacing else _("End key")
        self.box.prepare(meaning, action, [(_("Signed by"), self._signer)], why_not)
        self.fit()


HrChange = Literal["make", "end"]


class HrKeyDialog(FormDialog):
    """Make a key of somebody speak for HR, or end one of HR's: `sent`, with `log`, `file` and `passphrase`."""

    def __init__(self, change: HrChange, name: str, keys: Sequence[KeyRow], today: date, parent: QWidget) -> None:
        making = change == "make"
        super().__init__(
            (_("Make {name} HR") if making else _("End the HR key of {name}")).format(name=name),
            _("Make HR") if making else _("End HR key"),
            "hr-key",
            parent,
            line=_(
                "Only the recovery file decides who is HR. From now on this key may bind, end, enrol, issue and erase; "
                "what it signed before stays what it was."
            )
            if making
            else _(
                "What this key signed for HR up to the last position received stays valid: keys it bound stay bound, "
                "certificates it issued stay issued. What it signs later does not count."
            ),
        )
        self._keys, self._today = list(keys), today
        self.key = Choice(
            [(one.log, wording.key_line(one.log, one.since)) for one in keys], spoken=_("Key"), name="hr-key-log"
        )
        self.facts = Pairs()
        self.missing = Callout(_("Not everything has arrived"), " ", "warn")
        self.file = PlaceField(_("Recovery file"), "open", name="hr-key-file")
        self.passphrase = PassphraseField(name="hr-key-passphrase")
        self.passphrase_field = Field(_("Passphrase of the recovery file"), self.passphrase)
        self.passphrase.setAccessibleName(_("Passphrase of the recovery file"))
        key_field = Field(_("Key"), self.key)
        key_field.setVisible(len(keys) > 1)
        after = _(
            "The file is written again with the new decision in it; take the stick out and lock it away afterwards."
        )
        self.add(
            key_field,
            self.facts,
            self.missing,
            self.file,
            self.passphrase_field,
            Label(after, "caption", "ink2", wrap=True),
        )
        self.key.changed.connect(lambda _code: self._show_key())
        self._show_key()

    def log(self) -> str:
        """The key."""
        return self.key.code() or self._keys[0].log

    def path(self) -> Path:
        """The recovery file; an empty name is refused as unreadable."""
        return self.file.path() or Path()

    def _show_key(self) -> None:
        one = next((each for each in self._keys if each.log == self.log()), self._keys[0])
        self.facts.set_pairs(
            [
                (_("Device"), wording.fingerprint(one.log)),
                (_("Roles"), said.roles(one.roles) or "—"),
                (_("Last position"), wording.position(one.seq, one.received, self._today)),
            ]
        )
        self.missing.text.setText(wording.missing(one.missing))
        self.missing.setVisible(bool(one.missing))
        self.fit()
