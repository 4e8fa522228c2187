"""Case reviews and courses: what was held, who was there, which cases were discussed; recording one, taking one back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from trainer.actions import attesting
from trainer.errors import Refused, Trouble
from trainer.i18n import _, ngettext
from trainer.ui import shortcuts, theme
from trainer.ui.problems import sentences
from trainer.ui.shell import Page, Shell
from trainer.ui.widgets.base import Card, Elided, Icon, Label, RowList, Rule, Selectable, Tag, clear, column, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.feedback import EmptyState, InlineError
from trainer.ui.widgets.holding import HoldForm
from trainer.ui.widgets.page import PageHeader, ScrollColumn
from trainer.ui.widgets.sign import HOLD_MS, SignBox
from trainer.ui.widgets.withdrawing import Withdrawal, WithdrawDialog
from trainer.views import sessions as views
from trainer.views.sessions import Planning, SessionRow, SessionsRow, Suggested, There
from trainer.wording import dates
from trainer.wording import sessions as wording
from trainer.wording.lines import joined

PANEL = 360
FIRST = 30
"""Meetings listed until the others are asked for."""
MARGINS = (theme.MARGIN, theme.MARGIN_TOP, theme.MARGIN, theme.MARGIN)


class SessionLine(Selectable):
    """A meeting: title, when and how long, how many people and cases."""

    def __init__(self, one: SessionRow, parent: QWidget | None = None) -> None:
        super().__init__("row", parent=parent)
        self.setObjectName(f"session-{one.record[:12]}")
        facts = joined(wording.there(len(one.people)), wording.discussed(len(one.cases)))
        state = _("withdrawn") if one.withdrawn else ""
        self.setAccessibleName(f"{one.title}. {one.line}. {facts}. {state}".strip(". "))
        self.body.setContentsMargins(8, 8, 8, 8)
        words = column(Elided(one.title), Elided(one.line, "caption", "ink2", tabular=True), gap=0)
        line = row(Icon("calendar", "ink2", 18), gap=12)
        line.addLayout(words, 1)
        if one.withdrawn:
            line.addWidget(Tag(state, "bad", "cross"))
        line.addWidget(Label(facts, "caption", "ink2", tabular=True))
        self.body.addLayout(line)


class SessionSheet(Card):
    """One meeting: its people with minutes, its cases, its minutes, and taking it back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(gap=8, parent=parent)
        self.setObjectName("session-sheet")
        self.setFixedWidth(PANEL)
        self.name = Label("", "subheading", wrap=True)
        self.line = Label("", "caption", "ink2", wrap=True, tabular=True)
        self.withdraw = Button(_("Withdraw…"), "text", size=theme.SMALL, name="session-withdraw")
        self.area = ScrollColumn(gap=8, margins=(0, 0, 8, 0))
        self.parts = QVBoxLayout()
        self.parts.setSpacing(8)
        self.area.body.addLayout(self.parts)
        self.area.body.addStretch(1)
        self.body.addLayout(column(self.name, self.line, gap=2))
        self.body.addWidget(self.area, 1)
        self.body.addLayout(row(self.withdraw, None))

    def show_session(self, one: SessionRow, page: SessionsPage) -> None:
        """Show this one."""
        self.name.setText(one.title)
        self.line.setText(joined(one.line, one.by))
        self.withdraw.setVisible(one.mine and not one.withdrawn)
        clear(self.parts)
        if one.withdrawn:
            text = _("Withdrawn: {reason}").format(reason=one.reason) if one.reason else _("Withdrawn")
            self.parts.addWidget(Label(text, "small", "bad", wrap=True))
        if one.cases:
            self._part(_("Cases discussed"))
            for id_, title in one.cases:
                case = Button(title, "text", icon="books", size=theme.SMALL, name=f"session-case-{id_}")
                case.clicked.connect(partial(page.shell.go, "library", kind="case", id=id_))
                self.parts.addLayout(row(case, None))
        if one.notes:
            self._part(_("Minutes"))
            notes = Label(one.notes, "small", wrap=True)
            notes.setTextFormat(Qt.TextFormat.PlainText)
            self.parts.addWidget(notes)
        self._part(_("Who was there"))
        for there in one.people:
            self.parts.addWidget(self._there(there, one.seconds))

    def _part(self, title: str) -> None:
        """A title, further from what stands before it than from what follows."""
        if self.parts.count():
            self.parts.addSpacing(8)
        self.parts.addWidget(Label(title, "strong"))

    @staticmethod
    def _there(one: There, whole: int) -> QWidget:
        made = QWidget()
        time = dates.minutes_word(one.seconds)
        made.setAccessibleName(f"{one.name}. {time}. {one.overlap}".strip(". "))
        ink = "warn" if one.seconds < whole else "ink2"
        line = row(Elided(one.name, "small"), gap=8)
        line.setStretch(0, 1)
        line.addWidget(Label(time, "caption", ink, tabular=True))
        body = column(line, gap=0)
        if one.overlap:
            body.addLayout(row(Icon("info", "warn", 14), Label(one.overlap, "caption", "warn", wrap=True), gap=6))
        made.setLayout(body)
        return made


class SessionsPage(Page):
    """The list with one meeting beside it; the form in its place. What was typed stays until it is signed."""

    name = "sessions"
    hold_ms: ClassVar[int] = HOLD_MS

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.row: SessionsRow | None = None
        self.record = ""
        self._all = False
        self._asked = 0
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._list_view())
        self._stack.addWidget(self._form_view())
        sign = QShortcut(QKeySequence(shortcuts.keys("sessions", "sign")), self)
        sign.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        sign.activated.connect(self.sign.button.click)

    # building

    def _list_view(self) -> QWidget:
        self.hold = Button(_("Record a meeting…"), "primary", icon="plus", size=theme.LARGE, name="session-hold")
        self.hold.clicked.connect(self.open_form)
        self.header = PageHeader(_("Case reviews"), "", self.hold)
        self.agenda = Card(_("Suggested for the next meeting"), gap=4)
        self.agenda.setObjectName("agenda")
        self.suggested = QVBoxLayout()
        self.suggested.setSpacing(2)
        self.agenda.body.addLayout(self.suggested)
        self.held = Card(_("Held so far"), " ", gap=4)
        self.list = RowList(name=_("Held so far"))
        self.list.chosen.connect(self._choose)
        self.more = Button("", "text", size=theme.SMALL, name="sessions-more")
        self.more.clicked.connect(self._show_all)
        self.empty = EmptyState(
            _("No meeting has been recorded yet"),
            _("Who was there gets the time as training hours, without a claim of their own."),
            icon="calendar",
        )
        self.empty.setObjectName("sessions-empty")
        self.held.body.addWidget(self.list)
        self.held.body.addLayout(row(self.more, None))
        self.held.body.addWidget(self.empty, 1)
        self.sheet = SessionSheet()
        self.sheet.hide()
        self.sheet.withdraw.clicked.connect(self._ask_withdraw)
        self.area = ScrollColumn(margins=(0, 0, 0, 0))
        self.area.body.addWidget(self.agenda)
        self.area.body.addWidget(self.held, 1)
        both = row(gap=theme.GAP)
        both.addWidget(self.area, 1)
        both.addWidget(self.sheet)
        made = QWidget()
        made.setLayout(column(self.header, both, gap=16, margins=MARGINS))
        return made

    def _form_view(self) -> QWidget:
        self.form = HoldForm(self.shell.today())
        self.error = InlineError()
        self.back = Button(_("Back to the list"), icon="left", size=theme.LARGE, name="session-back")
        self.back.clicked.connect(self.close_form)
        header = PageHeader(_("Record a meeting"), _("What is typed here stays until it is signed."), self.back)
        area = ScrollColumn(margins=(0, 0, 8, 0))
        area.body.addWidget(self.form)
        self.sign = SignBox(hold_ms=self.hold_ms)
        self.sign.check = self.check_passphrase
        self.sign.held.connect(partial(self.form.setEnabled, False))
        self.sign.undone.connect(self._undone)
        self.sign.not_opened.connect(self._not_opened)
        self.sign.signed.connect(self._signed)
        side = QWidget()
        side.setFixedWidth(PANEL)
        side.setLayout(column(self.sign, self.error, None, gap=12))
        both = row(gap=theme.GAP)
        both.addWidget(area, 1)
        both.addWidget(side)
        self.form.changed.connect(self._prepare)
        self.form.moved.connect(self._ask_overlaps)
        made = QWidget()
        made.setLayout(column(header, both, gap=16, margins=MARGINS))
        return made

    # the list

    def opened(self, **arguments: object) -> None:
        """`record`: with this one beside; `form`: with the form open."""
        self.record = str(arguments.get("record", self.record))
        if arguments.get("form"):
            self.open_form()
        self.refresh()

    def refresh(self) -> None:
        """Ask again."""
        self.ask(views.sessions, self._show)

    def affected(self, people: frozenset[str]) -> bool:
        """Anybody can have been there."""
        return bool(people)

    def main_control(self) -> QWidget | None:
        """The form's title, else the way to it, else the list."""
        if self._stack.currentIndex() == 1:
            return self.form.title
        return self.hold if self.hold.isEnabled() and not self.hold.isHidden() else next(iter(self.list.rows()), None)

    def leave(self) -> bool:
        """What was pressed is signed."""
        self.sign.flush()
        return True

    def _show(self, found: SessionsRow) -> None:
        self.row = found
        self.hold.setVisible(found.may_hold)
        kept = [one for one in found.rows if not one.withdrawn]
        count = ngettext("{n} meeting", "{n} meetings", len(kept)).format(n=len(kept))
        self.header.say(_("Case reviews"), count if kept else "")
        self._show_agenda(found.agenda)
        shown = found.rows if self._all else found.rows[:FIRST]
        self.held.note.setText("")
        self.empty.setVisible(not found.rows)
        self.list.setVisible(bool(found.rows))
        left = len(found.rows) - len(shown)
        self.more.setVisible(left > 0)
        self.more.setText(ngettext("{n} older meeting", "{n} older meetings", left).format(n=left))
        ids = [one.record for one in shown]
        self.list.set_rows([SessionLine(one) for one in shown], ids.index(self.record) if self.record in ids else -1)
        if self.record:
            self.ask(partial(views.sheet, record=self.record), self._show_sheet)
        else:
            self.sheet.hide()

    def _show_agenda(self, rows: tuple[Suggested, ...]) -> None:
        clear(self.suggested)
        self.agenda.setVisible(bool(rows))
        for place, one in enumerate(rows):
            if place:
                self.suggested.addWidget(Rule())
            open_ = Button(_("Open"), "text", size=theme.SMALL, name=f"agenda-{one.id}")
            open_.setAccessibleName(_("Open {file}").format(file=one.title))
            open_.clicked.connect(partial(self.shell.go, "library", kind="case", id=one.id))
            line = row(Icon("books", "ink2", 18), gap=12, margins=(0, 4, 0, 4))
            line.addLayout(column(Elided(one.title), Label(one.why, "caption", "ink2"), gap=0), 1)
            line.addWidget(open_)
            self.suggested.addLayout(line)

    def _show_all(self) -> None:
        self._all = True
        if self.row is not None:
            self._show(self.row)

    def _choose(self, place: int) -> None:
        if self.row is not None:
            self.record = self.row.rows[place].record
            self.ask(partial(views.sheet, record=self.record), self._show_sheet)

    def _show_sheet(self, found: SessionRow | None) -> None:
        self.sheet.setVisible(found is not None)
        if found is not None and found.record == self.record:
            self.sheet.show_session(found, self)

    # the form

    def open_form(self) -> None:
        """The form, with everything that was typed into it before."""
        self._stack.setCurrentIndex(1)
        self.ask(views.planning, self._offer)
        self.form.title.setFocus()

    def close_form(self) -> None:
        """Back to the list; what is being held is not signed."""
        if self.sign.holding():
            self.sign.take_back()
        self._stack.setCurrentIndex(0)
        self.refresh()
        self.hold.setFocus()

    def _offer(self, found: Planning) -> None:
        self.form.offer(found)
        self._prepare()
        self._ask_overlaps()

    def _ask_overlaps(self) -> None:
        people = tuple(person for person, _seconds in self.form.attendees())
        spans = self.form.spans()
        self._asked += 1
        asked = self._asked
        if people and spans:
            view = partial(views.overlaps, spans=spans, people=people)
            self.ask(view, partial(self._show_overlaps, asked))
        else:
            self.form.say_overlaps({})

    def _show_overlaps(self, asked: int, found: Mapping[str, str]) -> None:
        if asked == self._asked:
            self.form.say_overlaps(found)

    def _prepare(self) -> None:
        if self.sign.holding():
            return
        form = self.form
        self.error.clear()
        title = form.title.text().strip() or "…"
        people = len(form.attendees())
        said = wording.meaning(title, form.day.day(), form.minutes() * 60, people)
        pairs = [(_("Signer"), self.shell.name), (_("Cases discussed"), str(len(form.cases.chosen)))]
        self.sign.prepare(said, _("Sign the meeting"), pairs, form.not_ready(self.shell.now()))

    def _undone(self) -> None:
        self.form.setEnabled(True)
        self._prepare()

    def _not_opened(self, error: Exception) -> None:
        self.sign.wrong(" ".join(sentences(error)).strip())
        self._undone()

    def _signed(self, passphrase: str) -> None:
        form = self.form
        self.sign.setEnabled(False)
        values = partial(
            attesting.hold_session,
            title=form.title.text(),
            source="session",
            spans=form.spans(),
            attendees=form.attendees(),
            minutes=wording.minutes(form.cases.chosen.items(), form.notes.toPlainText()),
            passphrase=passphrase,
        )
        self.do(values, self._written, self._refused)

    def _written(self, record: str) -> None:
        self.sign.setEnabled(True)
        self.form.setEnabled(True)
        self.form.start_again()
        self.record = record
        self._stack.setCurrentIndex(0)
        self.refresh()

    def _refused(self, error: Exception) -> None:
        self.sign.setEnabled(True)
        self.form.setEnabled(True)
        self._prepare()
        if isinstance(error, Refused) and error.code == "wrong-passphrase":
            self.sign.wrong(" ".join(sentences(error)).strip())
        elif isinstance(error, Refused | Trouble):
            self.error.say(*sentences(error))
        else:
            self.shell.problem(error)

    # taking back

    def _ask_withdraw(self) -> None:
        one = next((one for one in self.row.rows if one.record == self.record), None) if self.row else None
        if one is None:
            return
        words = Withdrawal(
            title=_("Withdraw a meeting"),
            line=_("The time of everybody who was there does not count any more. The record stays visible."),
            ask=_("Reason (everybody who was there can read it)"),
            meaning=_("I withdraw what I signed: {what}.").format(what=one.title),
            verb=_("Withdraw"),
            fact=(_("Held on"), dates.day(one.day)),
        )
        WithdrawDialog(self, "withdraw-session", one.record, words, self.refresh, hold_ms=self.hold_ms)
