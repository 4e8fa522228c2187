"""Look around: the people of the demonstration, one line each on why they are interesting; Enter signs in as one."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer.demo import play, shelf
from trainer.demo.shelf import Role
from trainer.i18n import _
from trainer.ui import theme
from trainer.ui.problems import sentences
from trainer.ui.reading_order import InReadingOrder
from trainer.ui.shell import Start
from trainer.ui.widgets.base import Avatar, Card, Elided, Label, RowList, Rule, Selectable, column, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.feedback import InlineError
from trainer.ui.widgets.page import ScrollColumn
from trainer.ui.widgets.plain import Mark
from trainer.wording import dates
from trainer.wording.records import roles

WIDTH = 840
"""Content width, px."""


class RoleRow(Selectable):
    """One person: name, what they are, and why one might want to be them. Enter or a second click goes in."""

    entered = Signal()

    def __init__(self, role: Role, parent: QWidget | None = None) -> None:
        super().__init__("row", parent=parent)
        member = role.member
        line = _("{roles} · {organisation}").format(roles=roles(member.roles), organisation=member.department)
        why = _(member.why)
        self.setObjectName(f"role-{member.number}")
        self.setAccessibleName(f"{member.name}, {line}")
        self.setAccessibleDescription(why)
        name = column(Elided(member.name, "strong"), Elided(line, "caption", "ink2"), gap=0)
        made = row(Avatar(member.name, 32, "chip", "ink2"), 4, gap=8)
        made.addLayout(name, 2)
        made.addWidget(Label(why, "small", "ink2", wrap=True), 5)
        self.body.setContentsMargins(12, 8, 12, 8)
        self.body.addLayout(made)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes in; Space only chooses."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A second click goes in."""
        super().mouseDoubleClickEvent(event)
        self.entered.emit()


class LookPage(InReadingOrder):
    """The list is filled as soon as the copy is there; `start.look(folder, key)` enters."""

    def __init__(self, start: Start, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("look")
        self.start = start
        self.folder: Path | None = None
        self._roles: tuple[Role, ...] = ()
        self.working = Label(_("The demonstration is being put in place …"), "small", "ink2")
        self.error = InlineError()
        self.list = RowList(name=_("People of the demonstration"))
        self.list.chosen.connect(lambda _place: self._chosen())
        self.back_button = Button(_("Leave the demonstration"), icon="left", size=theme.LARGE, name="look-back")
        self.back_button.clicked.connect(start.back)
        self.again = Button(_("Start over"), size=theme.LARGE, name="look-again")
        self.again.setToolTip(_("Throws away what was done in this demonstration and takes a fresh copy."))
        self.again.clicked.connect(self.start_over)
        self.enter_button = Button(_("Look around"), "primary", size=theme.LARGE, name="look-enter")
        self.enter_button.clicked.connect(self.enter)
        self._build()
        self._provide()

    def _build(self) -> None:
        line = _("Everything here is invented and may be tried out. No passphrase is needed.")
        words = column(Label(_("Who do you want to be?"), "title"), Label(line, "small", "ink2", wrap=True), gap=0)
        head = row(Mark(40), words, gap=12)
        head.setStretch(1, 1)
        self.day = Label("", "caption", "ink2")
        area = ScrollColumn(gap=0, margins=(12, 8, 12, 8))
        area.body.addWidget(self.working)
        area.body.addWidget(self.list)
        self.area = area
        told = QVBoxLayout()
        told.setContentsMargins(24, 0, 24, 4)
        told.addWidget(self.error)
        foot = row(self.back_button, self.again, self.day, None, self.enter_button, gap=12, margins=(24, 12, 24, 16))
        card = Card(gap=0)
        card.setObjectName("look-card")
        card.body.setContentsMargins(0, 0, 0, 0)
        card.body.addWidget(area, 1)
        card.body.addLayout(told)
        card.body.addWidget(Rule())
        card.body.addLayout(foot)
        inner = QWidget()
        inner.setMaximumWidth(WIDTH)
        body = QVBoxLayout(inner)
        body.setContentsMargins(0, 24, 0, 24)
        body.setSpacing(20)
        body.addLayout(head)
        body.addWidget(card, 1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        outer.addStretch(1)
        outer.addWidget(inner, 1000)
        outer.addStretch(1)

    def start_over(self) -> None:
        """Throw the copy away and take a fresh one."""
        self._provide(anew=True)

    def _provide(self, *, anew: bool = False) -> None:
        self.error.clear()
        self._busy(on=True)
        work = partial(play.provide, self.start.folder, anew=anew)
        self.start.worker.run(work, self._provided, self._refused, self)

    def _busy(self, *, on: bool) -> None:
        self.working.setVisible(on)
        self.list.setVisible(not on)
        for button in (self.enter_button, self.again):
            button.setEnabled(not on)

    def _provided(self, folder: Path) -> None:
        self.folder = folder
        self._roles = shelf.roles(folder)
        playbill = shelf.read(folder)
        if playbill is not None:
            self.day.setText(_("The day is {date}.").format(date=dates.day_and_weekday(playbill.day)))
        self._busy(on=False)
        for button in (self.again, self.back_button):  # a demonstration opened as data is no copy, and all there is
            button.setVisible(folder != self.start.folder)
        rows = [RoleRow(one) for one in self._roles]
        for one in rows:
            one.entered.connect(self.enter)
        self.list.set_rows(list[Selectable](rows), 0 if rows else -1)
        self._chosen()
        self.focus_first()

    def _refused(self, error: Exception) -> None:
        self._busy(on=False)
        self.enter_button.setEnabled(False)
        self.error.say(*sentences(error))

    def _chosen(self) -> None:
        place = self.list.current()
        if 0 <= place < len(self._roles):
            name = self._roles[place].member.name
            self.enter_button.setText(_("Enter as {name}").format(name=name))
            self.area.ensureWidgetVisible(self.list.rows()[place], 0, 8)

    def enter(self) -> None:
        """Sign in as the chosen person."""
        place = self.list.current()
        if self.folder is not None and 0 <= place < len(self._roles) and self.enter_button.isEnabled():
            self.start.look(self.folder, self._roles[place].key_file)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves."""
        if event.key() == Qt.Key.Key_Escape and self.back_button.isVisible():
            self.start.back()
        else:
            super().keyPressEvent(event)

    def focus_first(self) -> None:
        """The chosen row of the list; while there is none, the way back."""
        rows = self.list.rows()
        place = max(self.list.current(), 0)
        if rows:
            rows[place].show()
            rows[place].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.back_button.setFocus()
