"""What HR signs about records that are there: which side of a fork goes on, what is overruled, what is erased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from trainer.i18n import _
from trainer.ui.widgets.base import Frame, Label, Rule, row
from trainer.ui.widgets.buttons import Choice, Radio
from trainer.ui.widgets.dialog import SignDialog
from trainer.ui.widgets.feedback import Callout
from trainer.ui.widgets.fields import Area, Field
from trainer.ui.widgets.page import ScrollColumn
from trainer.ui.widgets.table import Column, DataTable, Value
from trainer.views.erasing import SCOPES, Erasure
from trainer.views.records import RecordRow
from trainer.views.uncounted import ForkSheet, Side
from trainer.views.whatif import Effect
from trainer.wording import dates
from trainer.wording import records as words
from trainer.wording import uncounted as wording

REASON = 64
"""Height of the field for the reason: two lines."""
LETTERS = "ABCDEFGH"
SIDE_WIDTH = 264
SIDE_HEIGHT = 248
LISTED = 5
"""Records of one side, or of an erasure's first lines, that are named."""
PREVIEW_HEIGHT = 136


BOX_WIDTH = 264
"""Pixels of the box beside what is looked at."""


def _give_room(dialog: SignDialog) -> None:
    """The box beside the form as high as its words need: Qt asks a box in a row for its height at another width."""
    box = dialog.box
    box.setFixedWidth(BOX_WIDTH)
    layout = box.layout()
    if layout is not None:
        layout.activate()
        box.setMinimumHeight(layout.totalHeightForWidth(BOX_WIDTH))
    dialog.fit()


def reason_area(name: str, spoken: str) -> Area:
    """A field of two lines."""
    area = Area(spoken=spoken, name=name)
    area.setFixedHeight(REASON)
    return area


class SideCard(Frame):
    """One side of a fork: how many records, when, of which kinds, who has received them, what would change."""

    def __init__(self, place: int, side: Side, today: date, parent: QWidget | None = None) -> None:
        super().__init__("inner", margins=(12, 10, 12, 10), gap=6, parent=parent)
        self.setFixedWidth(SIDE_WIDTH)
        self.side = side.id
        letter = LETTERS[place % 8]
        self.radio = Radio(_("Side {letter} goes on").format(letter=letter), name=f"side-{letter}")
        self.body.addWidget(self.radio)
        area = ScrollColumn(gap=6, margins=(0, 0, 0, 0))
        area.setFixedHeight(SIDE_HEIGHT)
        for text in (
            wording.side_count(side.records),
            wording.period(side.first, side.last, today),
            wording.kinds(side.kinds),
            wording.cited(side.cited),
        ):
            area.body.addWidget(Label(text, "small", "ink2", wrap=True, tabular=True))
        area.body.addWidget(Rule())
        for one in side.rows[:LISTED]:
            said = _("{time} {kind} {title}").format(
                time=dates.moment(one.time, today), kind=words.kind(one.kind), title=one.title
            )
            area.body.addWidget(Label(said.strip(), "caption", wrap=True, tabular=True))
        area.body.addWidget(Rule())
        area.body.addWidget(Label(_("If it goes on"), "smallStrong"))
        for line in wording.effect_lines(side.effects):
            area.body.addWidget(Label(line, "caption", "ink2", wrap=True))
        area.body.addStretch(1)
        self.body.addWidget(area)


class PickDialog(SignDialog):
    """Both sides of a fork beside each other; one is picked with a reason. `chosen()` is its record."""

    def __init__(self, sheet: ForkSheet, today: date, signer: str, parent: QWidget, *, hold_ms: int) -> None:
        title = _("Two records at one position of {name}’s key").format(name=sheet.name)
        place = words.position(sheet.log, sheet.seq)
        line = _("From {place} on, two computers went on with the same key.").format(place=place)
        super().__init__(title, "pick", parent, line=line, hold_ms=hold_ms, wide=True)
        self.sheet = sheet
        self._signer = signer
        self.cards = [SideCard(at, side, today) for at, side in enumerate(sheet.sides)]
        beside = QWidget()
        beside.setLayout(row(*self.cards, gap=12))
        self.reason = reason_area("pick-reason", _("Reason"))
        self.field = Field(_("Reason"), self.reason, _("Stays on record."))
        self.add(beside, self.field, Label(wording.pick_advice(sheet.name), "caption", "ink2", wrap=True))
        self.form.addStretch(1)
        for card in self.cards:
            card.radio.setAutoExclusive(False)
            card.radio.clicked.connect(lambda _on=False, it=card: self._choose(it))
            card.radio.setChecked(card.side == sheet.chosen)
        self.reason.textChanged.connect(self._look)
        self._look()

    def _choose(self, chosen: SideCard) -> None:
        for card in self.cards:
            card.radio.setChecked(card is chosen)
        self._look()

    def chosen(self) -> str:
        """The record with which the picked side begins; empty while none is."""
        return next((card.side for card in self.cards if card.radio.isChecked()), "")

    def text(self) -> str:
        """The reason as typed."""
        return self.reason.toPlainText().strip()

    def _look(self) -> None:
        sides = [card.side for card in self.cards]
        chosen = self.chosen()
        why = ""
        if self.sheet.own:
            why = _("This is your own key. Somebody else of HR has to decide.")
        elif not chosen:
            why = _("Choose the side that goes on.")
        elif chosen == self.sheet.chosen:
            why = _("This side goes on already.")
        elif not self.text():
            why = _("Write the reason first. One sentence is enough.")
        meaning = wording.pick_meaning(self.sheet.name, LETTERS[sides.index(chosen) % 8]) if chosen else ""
        self.box.prepare(meaning, _("Decide"), [(_("Signed by"), self._signer)], why)
        _give_room(self)


class OverruleDialog(SignDialog):
    """What would change, the reason, the passphrase."""

    def __init__(
        self, one: RecordRow, effects: Sequence[Effect], signer: str, parent: QWidget, *, hold_ms: int
    ) -> None:
        kind = words.kind(one.kind)
        super().__init__(_("Overrule “{kind}”").format(kind=kind), "overrule", parent, hold_ms=hold_ms)
        about = wording.who(one.who_name, one.sub_name)
        self.effects = Callout(_("What changes"), "\n".join(wording.effect_lines(effects)), "warn")
        self.reason = reason_area("overrule-reason", _("Reason"))
        self.field = Field(_("Reason"), self.reason, _("Stays on record. The signer and the person read it."))
        self.add(Label(about, "small", "ink2", wrap=True), self.effects, self.field)
        self._meaning = wording.overrule_meaning(one.who_name, kind)
        self._pairs = [(_("Signed by"), signer)]
        self.reason.textChanged.connect(self._look)
        self._look()

    def text(self) -> str:
        """The reason as typed."""
        return self.reason.toPlainText().strip()

    def _look(self) -> None:
        why = "" if self.text() else _("Write the reason first. One sentence is enough.")
        self.box.prepare(self._meaning, _("Overrule"), self._pairs, why)
        self.fit()


class EraseDialog(SignDialog):
    """Whose data and which, the legal ground, what exactly goes. `asked(person, scope)` wants the preview.

    With `record`, that one record is meant and nothing is chosen.
    """

    asked = Signal(str, str)

    def __init__(
        self,
        people: Sequence[tuple[str, str]],
        signer: str,
        parent: QWidget,
        *,
        hold_ms: int,
        record: RecordRow | None = None,
    ) -> None:
        super().__init__(_("Erase personal data"), "erase", parent, hold_ms=hold_ms, wide=True)
        self._signer = signer
        self._record = record
        self.found: Erasure | None = None
        self.person = Choice([("", _("Choose a person")), *people], spoken=_("Person"), name="erase-person")
        self.scope = Choice(
            [(code, wording.scope(code)) for code in SCOPES], spoken=_("What is erased"), name="erase-scope"
        )
        self.scope.set_code(SCOPES[0])
        self.basis = reason_area("erase-basis", _("Legal ground"))
        help_ = _("For example the request of the person and the article of the law. Stays on record.")
        self.basis_field = Field(_("Legal ground"), self.basis, help_)
        self.goes = Label("", "small", wrap=True)
        self.changes = Label("", "small", "warn", wrap=True)
        self.stays = Label(wording.erase_stays(), "caption", "ink2", wrap=True)
        self.table = DataTable(
            [Column(_("Signed")), Column(_("What")), Column(_("Title"), wide=True)],
            _("Records whose contents go"),
            name="erase-table",
        )
        self.table.setFixedHeight(PREVIEW_HEIGHT)
        if record is None:
            self.add(Field(_("Person"), self.person), Field(_("What is erased"), self.scope))
            self.person.changed.connect(lambda _code: self.ask())
            self.scope.changed.connect(lambda _code: self.ask())
        else:
            said = _("{kind} by {name}").format(kind=words.kind(record.kind), name=record.who_name)
            self.add(Label(said, "strong", wrap=True))
        self.add(self.goes, self.changes, self.table, self.stays, self.basis_field)
        self.form.addStretch(1)
        self.basis.textChanged.connect(self._look)
        self._show_found()
        self._look()

    def ask(self) -> None:
        """Ask for the preview of what is chosen."""
        self.found = None
        self._show_found()
        if self._record is not None:
            self.asked.emit("", "record")
        elif self.person.code():
            self.asked.emit(self.person.code(), self.scope.code())
        self._look()

    def show_preview(self, found: Erasure, today: date) -> None:
        """Show exactly what would go."""
        self.found = found
        self._show_found()
        self.table.fill([_line(one, today) for one in found.rows])
        self._look()

    def _show_found(self) -> None:
        found = self.found
        some = found is not None and bool(found.rows)
        nothing = _("There is nothing to erase.") if found is not None else _("Choose whose data go.")
        self.goes.setText(wording.erase_goes(len(found.rows), found.files) if found is not None and some else nothing)
        self.changes.setText("\n".join(wording.effect_lines(found.effects)) if found is not None and some else "")
        for part in (self.changes, self.table, self.stays):
            part.setVisible(some)

    def text(self) -> str:
        """The legal ground as typed."""
        return self.basis.toPlainText().strip()

    def ids(self) -> tuple[str, ...]:
        """The records whose contents were shown as going."""
        return self.found.ids if self.found is not None else ()

    def _look(self) -> None:
        why = ""
        if not self.ids():
            why = _("Choose what is erased and look at what goes.")
        elif not self.text():
            why = _("Write the legal ground first.")
        files = len(self.found.files) if self.found is not None else 0
        meaning = wording.erase_meaning(len(self.ids()), files) if self.ids() else ""
        self.box.prepare(meaning, _("Erase"), [(_("Signed by"), self._signer)], why)
        _give_room(self)


def _line(one: RecordRow, today: date) -> list[Value]:
    kind = words.kind(one.kind)
    return [(dates.moment(one.time, today), float(one.time)), (kind, kind), (one.title, one.title)]
