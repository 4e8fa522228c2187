"""The form of a meeting that was held: when, what was discussed, minutes; and who was there for how long."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import QTime, Signal
from PySide6.QtWidgets import QHBoxLayout, QTimeEdit, QVBoxLayout, QWidget

from trainer.domain.calendar import at
from trainer.i18n import _, ngettext
from trainer.ui import theme
from trainer.ui.widgets.base import Card, Elided, Icon, Label, clear, column, row
from trainer.ui.widgets.buttons import Button, CheckBox, Choice
from trainer.ui.widgets.dialog import DayField
from trainer.ui.widgets.fields import Area, Field, Line
from trainer.ui.widgets.signing_form import MinutesBox
from trainer.views.sessions import Invitee, Planning, Suggested
from trainer.wording import dates
from trainer.wording.lines import joined

Spans = tuple[tuple[int, int], ...]
"""Stretches in ms UTC."""

MINUTE = 60
MOST_STRETCHES = 4
BEGIN, END = (15, 0), (16, 0)
"""The hour that is offered first."""


class Stretch(QWidget):
    """From when to when on the day."""

    changed = Signal()
    out = Signal()

    def __init__(self, number: int, since: tuple[int, int], until: tuple[int, int]) -> None:
        super().__init__()
        self.since = self._time(_("Stretch {n}: from").format(n=number), since, f"hold-since-{number}")
        self.until = self._time(_("Stretch {n}: to").format(n=number), until, f"hold-until-{number}")
        self.remove = Button("", "icon", icon="cross", size=28, spoken=_("Remove stretch {n}").format(n=number))
        self.remove.setObjectName(f"hold-stretch-out-{number}")
        self.remove.clicked.connect(self.out)
        self.setLayout(row(self.since, Label("–", "body", "ink2"), self.until, self.remove, None, gap=8))

    def _time(self, spoken: str, time: tuple[int, int], name: str) -> QTimeEdit:
        made = QTimeEdit(QTime(*time))
        made.setDisplayFormat("HH:mm")
        made.setObjectName(name)
        made.setAccessibleName(spoken)
        made.lineEdit().setAccessibleName(spoken)
        made.lineEdit().setTextMargins(10, 0, 0, 0)
        made.setFont(theme.font("body", tabular=True))
        made.setFixedSize(104, theme.CONTROL)
        made.timeChanged.connect(self.changed)
        return made

    def span(self, day: date) -> tuple[int, int]:
        """In ms UTC on that day; the end may stand before the beginning while somebody is typing."""
        since, until = self.since.time(), self.until.time()
        return at(day, since.hour(), since.minute()), at(day, until.hour(), until.minute())


class Stretches(QWidget):
    """One or several stretches of a day, a pause between them."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parts: list[Stretch] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.more = Button(_("Another stretch"), "text", icon="plus", size=theme.SMALL, name="hold-stretch-add")
        self.more.clicked.connect(self._add_next)
        self.setLayout(column(self._list, row(self.more, None), gap=4))
        self.add(BEGIN, END)

    def add(self, since: tuple[int, int], until: tuple[int, int]) -> None:
        """One more."""
        one = Stretch(len(self.parts) + 1, since, until)
        one.changed.connect(self.changed)
        one.out.connect(partial(self._take_out, one))
        self.parts.append(one)
        self._list.addWidget(one)
        self._changed()

    def spans(self, day: date) -> Spans:
        """In order; those that end before they begin are left out."""
        return tuple(sorted(one for one in (part.span(day) for part in self.parts) if one[1] > one[0]))

    def wrong(self, day: date) -> str:
        """What does not fit together, empty when everything does."""
        found = sorted(part.span(day) for part in self.parts)
        if any(until <= since for since, until in found):
            return _("A stretch ends before it begins.")
        if any(after[0] < before[1] for before, after in itertools.pairwise(found)):
            return _("Two stretches overlap.")
        return ""

    def _add_next(self) -> None:
        last = self.parts[-1].until.time()
        begin, end = last.addSecs(15 * MINUTE), last.addSecs(75 * MINUTE)
        self.add((begin.hour(), begin.minute()), (end.hour(), end.minute()))
        self.parts[-1].since.setFocus()

    def _take_out(self, one: Stretch) -> None:
        self.parts.remove(one)
        one.hide()
        one.deleteLater()
        self._changed()

    def _changed(self) -> None:
        for part in self.parts:
            part.remove.setVisible(len(self.parts) > 1)
        self.more.setVisible(len(self.parts) < MOST_STRETCHES)
        self.changed.emit()


class Present(QWidget):
    """Somebody: there or not, for how many minutes, and what else they have at that time."""

    changed = Signal()

    def __init__(self, one: Invitee, most: int) -> None:
        super().__init__()
        self.shown = one
        self.box = CheckBox(joined(one.name, one.number), name=f"there-{one.number}")
        spoken = _("Minutes of {name}").format(name=one.name)
        self.minutes = MinutesBox(spoken, f"there-minutes-{one.number}", least=1, most=max(most, 1), value=max(most, 1))
        self.minutes.setFixedWidth(112)
        self.minutes.hide()
        self.overlap = Label("", "caption", "warn", wrap=True)
        self._overlap = QWidget()
        self._overlap.setLayout(row(Icon("info", "warn", 14), self.overlap, gap=6, margins=(28, 0, 0, 0)))
        self._overlap.hide()
        line = row(self.box, gap=8)
        line.setStretch(0, 1)
        line.addWidget(self.minutes)
        self.setLayout(column(line, self._overlap, gap=2))
        self.setMinimumHeight(theme.CONTROL)
        self.box.toggled.connect(self._toggle)
        self.minutes.valueChanged.connect(self.changed)

    def set_most(self, most: int) -> None:
        """The meeting is so many minutes long; whoever was there all the time still was."""
        whole = self.minutes.value() >= self.minutes.maximum()
        self.minutes.setMaximum(max(most, 1))
        if whole:
            self.minutes.setValue(max(most, 1))

    def say_overlap(self, text: str) -> None:
        """What else claims the same time."""
        self.overlap.setText(text)
        self._overlap.setVisible(bool(text) and self.box.isChecked())

    def seconds(self) -> int:
        """How long, 0 for not at all."""
        return self.minutes.value() * MINUTE if self.box.isChecked() else 0

    def _toggle(self, on: bool) -> None:
        self.minutes.setVisible(on)
        if not on:
            self._overlap.hide()
        self.changed.emit()


class Cases(QWidget):
    """The cases that were discussed: suggested ones at a press, any other from the library, taken out one by one."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chosen: dict[str, str] = {}
        self._titles: dict[str, str] = {}
        self._agenda: tuple[Suggested, ...] = ()
        self._list, self._offers = QVBoxLayout(), QVBoxLayout()
        self._list.setSpacing(2)
        self._offers.setSpacing(2)
        self.choice = Choice(spoken=_("A case of the library"), name="hold-case")
        self.choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(18)
        self.add_button = Button(_("Add"), name="hold-case-add")
        self.add_button.clicked.connect(lambda: self.add(self.choice.code()))
        line = row(self.choice, self.add_button, gap=8)
        line.setStretch(0, 1)
        self.offers_title = Label(_("Suggested"), "small", "ink2")
        self.setLayout(column(self._list, line, self.offers_title, self._offers, gap=6))

    def offer(self, cases: tuple[tuple[str, str], ...], agenda: tuple[Suggested, ...]) -> None:
        """What can be chosen."""
        self._titles = dict(cases)
        self._agenda = agenda
        self._fill()

    def add(self, case: str) -> None:
        """One was discussed."""
        if case in self._titles:
            self.chosen[case] = self._titles[case]
            self._fill()
            self.changed.emit()

    def take_out(self, case: str) -> None:
        """It was not."""
        self.chosen.pop(case, None)
        self._fill()
        self.changed.emit()

    def clear(self) -> None:
        """Nothing is chosen."""
        self.chosen.clear()
        self._fill()

    def _fill(self) -> None:
        clear(self._list)
        clear(self._offers)
        for id_, title in self.chosen.items():
            out = Button("", "icon", icon="cross", size=28, spoken=_("Remove {file}").format(file=title))
            out.setObjectName(f"hold-case-out-{id_}")
            out.clicked.connect(partial(self.take_out, id_))
            line = row(Icon("books", "ink2", 16), Elided(title), out, gap=8)
            line.setStretch(1, 1)
            self._list.addLayout(line)
        left = [one for one in self._agenda if one.id not in self.chosen]
        for one in left:
            more = Button("", "icon", icon="plus", size=28, spoken=_("Add {title}").format(title=one.title))
            more.setObjectName(f"hold-case-offer-{one.id}")
            more.clicked.connect(partial(self.add, one.id))
            line = row(more, gap=8)
            line.addLayout(column(Elided(one.title, "small"), Label(one.why, "caption", "ink2"), gap=0), 1)
            self._offers.addLayout(line)
        self.offers_title.setVisible(bool(left))
        self.choice.set_options([pair for pair in self._titles.items() if pair[0] not in self.chosen])
        self.add_button.setEnabled(self.choice.count() > 0)


class HoldForm(QWidget):
    """Everything about one meeting but the signature. `changed` after every change, `moved` when the time or the people did."""

    changed = Signal()
    moved = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.today = today
        self.people: list[Present] = []
        self._everybody = False
        self.title = Line(name="hold-title")
        self.day = DayField(today, spoken=_("Day"), name="hold-day")
        self.day.setMaximumDate(self.day.date())
        self.stretches = Stretches()
        self.cases = Cases()
        self.notes = Area(spoken=_("Minutes"), name="hold-notes", lines=6)
        self.length = Label("", "caption", "ink2", tabular=True)
        self.present = Card(_("Who was there"), " ", gap=2)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self.all_mine = Button(_("Tick all of mine"), size=theme.SMALL, name="there-mine")
        self.all_mine.clicked.connect(self._tick_mine)
        self.others = Button("", "text", size=theme.SMALL, name="there-others")
        self.others.clicked.connect(self._show_others)
        self.present.body.addLayout(row(self.all_mine, None))
        self.present.body.addLayout(self._rows)
        self.present.body.addLayout(row(self.others, None))
        self._lay_out()
        self.title.textChanged.connect(self.changed)
        self.notes.textChanged.connect(self.changed)
        self.cases.changed.connect(self.changed)
        self.day.dateChanged.connect(self._move)
        self.stretches.changed.connect(self._move)
        self._move()

    def _lay_out(self) -> None:
        self.title_field = Field(_("Title"), self.title, _("Weekly case review, for example"))
        self.day_field = Field(_("Day"), self.day)
        self.time_field = Field(_("Time"), self.stretches)
        when = QHBoxLayout()
        when.setSpacing(16)
        when.addLayout(column(self.day_field, self.length, None, gap=4))
        when.addWidget(self.time_field, 1)
        what = Card(gap=12)
        what.body.addWidget(self.title_field)
        what.body.addLayout(when)
        discussed = Card(_("Cases discussed"), gap=8)
        discussed.body.addWidget(self.cases)
        help_ = _("What was decided; everybody who was there reads it.")
        discussed.body.addWidget(Field(_("Minutes"), self.notes, help_))
        self.setLayout(column(what, self.present, discussed, None, gap=theme.GAP))

    def offer(self, found: Planning) -> None:
        """Who and what can be chosen; what was chosen before stays."""
        self.cases.offer(found.cases, found.agenda)
        kept = {one.shown.person: one for one in self.people}
        clear(self._rows)
        self.people = []
        for one in found.people:
            made = Present(one, self.minutes())
            before = kept.get(one.person)
            if before is not None and before.box.isChecked():
                made.box.setChecked(True)
                made.minutes.setValue(before.minutes.value())
            made.changed.connect(self._people_changed)
            self.people.append(made)
            self._rows.addWidget(made)
        self._show_people()

    def spans(self) -> Spans:
        """When it was, in ms UTC."""
        return self.stretches.spans(self.day.day())

    def minutes(self) -> int:
        """How long it was."""
        return sum(end - start for start, end in self.spans()) // (MINUTE * 1000)

    def attendees(self) -> tuple[tuple[str, int], ...]:
        """Who was there for how many seconds."""
        return tuple((one.shown.person, one.seconds()) for one in self.people if one.seconds())

    def not_ready(self, now: int) -> str:
        """Why it cannot be signed yet; `now` in ms UTC."""
        if not self.title.text().strip():
            return _("Write the title first.")
        if wrong := self.stretches.wrong(self.day.day()):
            return wrong
        if self.spans()[-1][1] > now:
            return _("It has not ended yet. What is typed here stays until it is signed.")
        return "" if self.attendees() else _("Tick who was there.")

    def say_overlaps(self, found: Mapping[str, str]) -> None:
        """Beside everybody whose time is claimed elsewhere, too."""
        for one in self.people:
            one.say_overlap(found.get(one.shown.person, ""))

    def start_again(self) -> None:
        """It is signed: the next meeting begins with an empty form."""
        self.title.clear()
        self.notes.clear()
        self.cases.clear()
        for one in self.people:
            one.box.setChecked(False)

    def _tick_mine(self) -> None:
        for one in self.people:
            if one.shown.mine:
                one.box.setChecked(True)

    def _show_others(self) -> None:
        self._everybody = True
        self._show_people()

    def _show_people(self) -> None:
        some = any(one.shown.mine for one in self.people)
        hidden = 0
        for one in self.people:
            shown = self._everybody or not some or one.shown.mine or one.box.isChecked()
            one.setVisible(shown)
            hidden += not shown
        self.all_mine.setVisible(some)
        self.others.setVisible(bool(hidden))
        self.others.setText(ngettext("{n} other person", "{n} other people", hidden).format(n=hidden))
        self._tell()

    def _people_changed(self) -> None:
        self._tell()
        self.moved.emit()
        self.changed.emit()

    def _move(self, *_what: object) -> None:
        for one in self.people:
            one.set_most(self.minutes())
        self.length.setText(dates.length(self.minutes() * MINUTE) if self.minutes() else "")
        self.time_field.error(self.stretches.wrong(self.day.day()))
        self.moved.emit()
        self.changed.emit()

    def _tell(self) -> None:
        count = len(self.attendees())
        self.present.note.setText(ngettext("{n} person", "{n} people", count).format(n=count))
