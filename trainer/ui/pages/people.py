"""People: everybody with their key and their place in the programme, and how somebody new gets both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import ClassVar

from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from trainer.actions import organising
from trainer.actions.organising import Asked, Newcomer
from trainer.domain.facts import AssignAs
from trainer.i18n import _, language, ngettext, pgettext
from trainer.session import Session
from trainer.ui import theme
from trainer.ui.people.acts import PersonActs
from trainer.ui.problems import sentences
from trainer.ui.saving import proposed
from trainer.ui.shell import Page, Shell
from trainer.ui.widgets.base import Card, row
from trainer.ui.widgets.beside import Beside
from trainer.ui.widgets.buttons import Button, Choice
from trainer.ui.widgets.dialog import FormDialog
from trainer.ui.widgets.feedback import EmptyState, InlineError
from trainer.ui.widgets.fields import SearchField
from trainer.ui.widgets.page import PageHeader
from trainer.ui.widgets.people_forms import (
    AssignForm,
    BindDialog,
    EndForm,
    EnrolForm,
    InviteForm,
    PersonForm,
)
from trainer.ui.widgets.person_panel import PersonPanel
from trainer.ui.widgets.sign import HOLD_MS
from trainer.ui.widgets.table import Column, DataTable, Value
from trainer.views import keys
from trainer.views import people as view
from trainer.views.keys import KeyRow
from trainer.views.people import PersonRow
from trainer.wording import dates
from trainer.wording import people as said
from trainer.wording import records as wording

PANEL = 320

Everybody = tuple[tuple[PersonRow, ...], str, tuple[Asked, ...]]
"""The rows, the programme's title, and the keys that wait to be bound."""


class PeoplePage(Page):
    """Everybody, what they lack, and HR's acts about them."""

    name = "people"
    hold_ms: ClassVar[int] = HOLD_MS

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.everybody: tuple[PersonRow, ...] = ()
        self.listed: list[PersonRow] = []
        self.person = ""
        self.dialog: QDialog | None = None
        self._newcomer: PersonForm | None = None
        self.programme = ""
        self.read = Button(_("Read answer…"), icon="upload", name="people-read")
        self.add = Button(_("Add a person…"), "primary", icon="person-plus", name="people-add")
        self.header = PageHeader(_("People"), "", self.read, self.add)
        self.search = SearchField(_("Name, number or department"), name="people-search")
        self.which = Choice(
            [
                ("", _("Everybody")),
                ("missing", _("Something is missing")),
                ("learners", _("In the programme")),
                ("no-key", _("Without a key")),
                ("gone", _("Left the firm")),
            ],
            spoken=_("Show"),
            neutral="",
            name="people-which",
        )
        self.table = DataTable(
            [
                Column(_("Name")),
                Column(_("No.")),
                Column(_("Dept.")),
                Column(_("Roles"), wide=True),
                Column(_("Start")),
                Column(_("Mentor")),
                Column(_("Key")),
                Column(_("Newest")),
            ],
            _("People"),
            name="people-table",
        )
        self.empty = EmptyState(_("Nobody found"), icon="people", action=_("Clear filter"))
        self.error = InlineError()
        self.panel = PersonPanel()
        self.waiting: dict[str, Asked] = {}
        self.person_acts = PersonActs(self, self._show, self._done, lambda: self.hold_ms)
        self._build()
        self._connect()

    def _build(self) -> None:
        card = Card()
        self.search.setMinimumWidth(200)
        card.body.addLayout(row(self.search, self.which, gap=12))
        card.body.addWidget(self.error)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.empty, 1)
        self.beside = Beside(card, self.panel, PANEL)
        self.header.set_actions(self.beside.toggle)
        body = QVBoxLayout(self)
        body.setContentsMargins(theme.MARGIN, theme.MARGIN_TOP, theme.MARGIN, theme.MARGIN)
        body.setSpacing(theme.GAP)
        body.addWidget(self.header)
        body.addWidget(self.beside, 1)

    def _connect(self) -> None:
        self.add.clicked.connect(self.ask_newcomer)
        self.read.clicked.connect(self.ask_answer)
        self.search.typed.connect(lambda _text: self._list())
        self.search.down.connect(self.table.setFocus)
        self.which.changed.connect(lambda _code: self._list())
        self.empty.acted.connect(self._clear_filter)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _place: self._wanted("records"))
        self.panel.closed.connect(self.beside.close_panel)
        self.panel.wanted.connect(self._wanted)

    def opened(self, **arguments: object) -> None:
        """`person` chooses somebody."""
        self.person = str(arguments.get("person", self.person))
        self.error.clear()
        self.refresh()

    def affected(self, people: frozenset[str]) -> bool:
        """Everybody is listed."""
        return bool(people)

    def main_control(self) -> QWidget:
        """The table."""
        return self.table

    def refresh(self) -> None:
        """Ask for everybody again."""
        self.ask(_everybody, self._fill)

    def _fill(self, found: Everybody) -> None:
        self.everybody, self.programme, waiting = found
        self.waiting = {one.person: one for one in waiting}
        lacking = sum(bool(one.missing) for one in self.everybody)
        self.shell.count("people", lacking)
        self.header.say(_("People"), _counted(self.everybody, lacking))
        self._list()

    def _list(self) -> None:
        text = self.search.text().strip().casefold()
        which = self.which.code()
        self.listed = [one for one in self.everybody if _fits(one, text, which)]
        self.table.setVisible(bool(self.listed))
        self.empty.setVisible(not self.listed)
        self.empty.say(_("Nobody found"), _("No person matches the filter."), _("Clear filter"))
        people = [one.person for one in self.listed]
        at = people.index(self.person) if self.person in people else 0
        self.table.fill([_cells(one, self.shell.today()) for one in self.listed], at)
        if people:
            self._choose(at)
        else:
            self.beside.fill(False)

    def _clear_filter(self) -> None:
        self.which.set_code("")
        self.search.empty()
        self._list()

    def _choose(self, place: int) -> None:
        if 0 <= place < len(self.listed):
            one = self.listed[place]
            self.person = one.person
            me = self.shell.me
            held = [
                (each.as_, p.name)
                for p in self.everybody
                for each in p.assigned
                if each.ended is None and each.person == one.person
            ]
            self.panel.fill(one, self.shell.today(), me=one.person == me, held=held)
            self.beside.fill(True)
            self.ask(lambda session: keys.keys_of(session, one.person), lambda found: self._fill_keys(one, found))

    def _fill_keys(self, one: PersonRow, found: tuple[KeyRow, ...]) -> None:
        if one.person == self.person:
            self.panel.show_keys(found, one, self.shell.today())

    def shown(self) -> PersonRow | None:
        """Whose sheet is open."""
        return next((one for one in self.everybody if one.person == self.person), None)

    # acts about the shown person

    def _wanted(self, code: str) -> None:
        one = self.shown()
        if one is None:
            return
        acts: dict[str, Callable[[PersonRow], None]] = {
            "invite": self.ask_roles,
            "enrol": self.ask_start,
            "assign": self.ask_assignment,
            "end": self.ask_end,
            "hand-over": self.person_acts.hand_over,
            "leave": self.person_acts.leave,
            "cancel-leave": self.person_acts.cancel_leave,
            "bind": self.compare_again,
            "replace": lambda it: self.person_acts.end_key(it, replacing=True),
            "end-key": self.person_acts.end_key,
            "make-hr": lambda it: self.person_acts.change_hr(it, "make"),
            "end-hr": lambda it: self.person_acts.change_hr(it, "end"),
            "depart": self.person_acts.depart,
            "profile": self.ask_profile,
            "open-exam": self.person_acts.exam,
            "sign-exam": self.person_acts.exam,
        }
        if code in acts:
            acts[code](one)
        elif code == "read":
            self.ask_answer()
        elif code == "approvals":
            self.shell.go("approvals", person=one.person)
        else:
            self.shell.go("records", title=_("All records of {name}").format(name=one.name), about=one.person)

    def _form(self, dialog: FormDialog, act: Callable[[Session], object]) -> None:
        """Show a form; send what it holds when its button is pressed; close it when that went well."""
        dialog.sent.connect(lambda: self.do(act, lambda made: self._done(dialog, made), dialog.refused))
        self._show(dialog)

    def _show(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.open()

    def _done(self, dialog: QDialog, made: object) -> None:
        dialog.accept()
        if dialog is self._newcomer and isinstance(made, str):
            self.person = made
        self.refresh()

    def ask_newcomer(self) -> None:
        """The form for somebody new."""
        dialog = self._newcomer = PersonForm(self, self._departments())
        self._form(dialog, lambda session: organising.add_person(session, Newcomer(*dialog.typed())))

    def ask_profile(self, one: PersonRow) -> None:
        """The form to correct somebody's profile."""
        dialog = PersonForm(self, self._departments(), (one.name, one.number, one.department, one.locale))
        self._form(dialog, lambda session: organising.correct_profile(session, one.person, Newcomer(*dialog.typed())))

    def _departments(self) -> list[str]:
        return sorted({one.department for one in self.everybody if one.department})

    def ask_roles(self, one: PersonRow) -> None:
        """The form of an invitation, then where its file goes."""
        dialog = InviteForm(one.name, self, [role for role in one.roles if role != "hr"])

        def choose() -> None:
            name = said.invitation_file(one.name)
            path, _filter = QFileDialog.getSaveFileName(self, _("Write invitation…"), proposed(name))
            if path:
                self.invite(dialog, one.person, Path(path))
            else:
                dialog.send.setEnabled(True)

        dialog.sent.connect(choose)
        self._show(dialog)

    def invite(self, dialog: InviteForm, person: str, path: Path) -> None:
        """Write the invitation file."""
        chosen = dialog.roles.chosen()
        self.do(
            lambda session: organising.invite(session, person, chosen, path),
            lambda _none: self._invited(dialog, path),
            dialog.refused,
        )

    def _invited(self, dialog: InviteForm, path: Path) -> None:
        dialog.accept()
        self.shell.toast(_("Saved to {file}").format(file=path.name))
        self.refresh()

    def ask_answer(self) -> None:
        """Choose the answer to an invitation."""
        path, _filter = QFileDialog.getOpenFileName(self, _("Read answer…"), proposed())
        if path:
            self.read_answer(Path(path))

    def read_answer(self, path: Path) -> None:
        """Read an answer, then compare six words."""
        self.error.clear()
        self.do(
            lambda session: organising.read_request(session, path),
            self._compare,
            lambda error: self.error.say(*sentences(error)),
        )

    def compare_again(self, one: PersonRow) -> None:
        """The words of a key whose answer was read before."""
        asked = self.waiting.get(one.person)
        if asked is not None:
            self._compare(asked)

    def _compare(self, asked: Asked) -> None:
        dialog = BindDialog(asked.name, asked.roles, asked.words, self.shell.name, self, hold_ms=self.hold_ms)
        dialog.signed.connect(
            lambda passphrase: self.do(
                lambda session: organising.bind(session, asked, passphrase=passphrase),
                lambda made: self._done(dialog, made),
                dialog.refused,
            )
        )
        dialog.rejected.connect(self.refresh)  # it waits now, with its words on the sheet
        self.person = asked.person
        self._show(dialog)

    def ask_start(self, one: PersonRow) -> None:
        """The form of an enrolment."""
        dialog = EnrolForm(one.name, self.programme, self.shell.today(), self)
        self._form(dialog, lambda session: organising.enrol(session, one.person, dialog.start.day()))

    def ask_assignment(self, one: PersonRow) -> None:
        """The form of an assignment."""
        others = [(p.person, p.name, p.roles) for p in self.everybody if p.person != one.person and p.key == "bound"]
        dialog = AssignForm(one.name, others, self.shell.today(), self)
        self._form(
            dialog,
            lambda session: organising.assign(
                session, one.person, dialog.person.code(), _as(dialog.as_.code()), dialog.since.day()
            ),
        )

    def ask_end(self, one: PersonRow) -> None:
        """The form to end an assignment."""
        dialog = EndForm(one.name, [each for each in one.assigned if each.ended is None], self)
        self._form(
            dialog,
            lambda session: organising.end_assignment(
                session, one.person, dialog.assignment.code(), dialog.reason.toPlainText()
            ),
        )


def _everybody(session: Session) -> Everybody:
    invited = {one.person: (one.expires, one.roles) for one in organising.pending(session).values()}
    waiting = organising.waiting_keys(session)
    programme = session.library.programme()
    title = (
        _("{title}, version {version}").format(title=programme.title.in_(language()), version=programme.version)
        if programme is not None
        else ""
    )
    return view.people(session, invited, {one.person: one.words for one in waiting}), title, waiting


def _counted(everybody: tuple[PersonRow, ...], lacking: int) -> str:
    """How many they are, how many of them left, and how many lack something."""
    line = ngettext("{n} person", "{n} people", len(everybody)).format(n=len(everybody))
    gone = sum(one.left for one in everybody)
    if gone:
        line = ngettext("{people}, {n} of them left", "{people}, {n} of them left", gone).format(people=line, n=gone)
    if lacking:
        said = ngettext("{people} · {n} lacks something", "{people} · {n} lack something", lacking)
        line = said.format(people=line, n=lacking)
    return line


def _as(code: str) -> AssignAs:
    found: dict[str, AssignAs] = {"confirmer": "confirmer", "examiner": "examiner", "proctor": "proctor"}
    return found.get(code, "mentor")


def _fits(one: PersonRow, text: str, which: str) -> bool:
    if text and text not in f"{one.name} {one.number} {one.department}".casefold():
        return False
    if which == "missing":
        return bool(one.missing)
    if which == "gone":
        return one.left
    if which == "learners":
        return one.start is not None
    return which != "no-key" or (one.key != "bound" and not one.left)


def _seen(received: int, today: date) -> str:
    """When the newest record came: the time for today, else the day, so that the column stays narrow."""
    if not received:
        return "—"
    day = dates.local(received).date()
    if day == today:
        return dates.clock(received)
    return dates.month_near(day, today)


def _cells(one: PersonRow, today: date) -> list[Value]:
    received = _seen(one.received, today)
    roles = wording.roles(one.roles)
    start = dates.month_near(one.start, today) if one.start is not None else "—"
    return [
        (one.name, one.name),
        (one.number, one.number),
        (one.department, one.department),
        (roles, roles),
        (start, one.start.isoformat() if one.start is not None else ""),
        (one.mentor or "—", one.mentor),
        (pgettext("people", "Left") if one.left else wording.key_state(one.key), one.key),
        (received, float(one.received)),
    ]
