"""My trainees: where each stands, what of theirs waits for me, and the sheet of one with what I have signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer.domain import heard
from trainer.domain.requirements import State as LineState
from trainer.i18n import _, ngettext
from trainer.ui import theme
from trainer.ui.shell import Page, Shell
from trainer.ui.widgets.base import Avatar, Card, Elided, Icon, Label, Rule, Selectable, Tag, clear, column, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.checking import CertificateCheck
from trainer.ui.widgets.exam_dialog import ExamDialog
from trainer.ui.widgets.feedback import EmptyState
from trainer.ui.widgets.learner import SIGNS
from trainer.ui.widgets.morning import WalkList
from trainer.ui.widgets.news_card import NewsCard
from trainer.ui.widgets.page import DetailPanel, PageHeader, ScrollColumn
from trainer.ui.widgets.progress import Legend, ProgressBar
from trainer.ui.widgets.rows import GateList, GateRow, State
from trainer.ui.widgets.sign import HOLD_MS
from trainer.ui.widgets.withdrawing import Withdrawal, WithdrawDialog
from trainer.views import mentoring as views
from trainer.views import talking
from trainer.views.mentoring import PersonRow, QueueItem, TraineeRow, WordRow
from trainer.views.talking import BeforeRow, News, TalkRow
from trainer.wording import dates, learning, mentoring
from trainer.wording.lines import joined

SIGN: Final[dict[LineState, State]] = {
    "met": "met",
    "waived": "met",
    "waiting": "waiting",
    "open": "progress",
    "failed": "failed",
    "planned": "locked",
}
"""State of a line of the gate → its sign."""

TALK_SIGNS: Final = {"plan": "calendar", "sure": "alert-circle", "repeat": "again", "silent": "hourglass"}
"""What there is to talk about → its drawing."""

PANEL = 400


class TraineeCard(Selectable):
    """One learner: place, practicals, the gate in a sentence, what needs me first. `old`: days since anything came in,
    0 while that is not too long.
    """

    queue_asked = Signal()

    def __init__(self, shown: TraineeRow, as_of: str, old: int = 0, parent: QWidget | None = None) -> None:
        super().__init__("card", parent=parent)
        self.setObjectName(f"trainee-{shown.number}")
        self.setAccessibleName(f"{shown.name}. {shown.place}. {mentoring.needs(shown.waits)}. {shown.summary}")
        self.body.setContentsMargins(16, 14, 16, 14)
        self.body.setSpacing(8)
        self.avatar = Avatar(shown.name, 40)
        head = row(self.avatar, gap=12)
        head.addLayout(column(Elided(shown.name, "subheading"), Elided(shown.place, "caption", "ink2"), gap=0), 1)
        tone, icon = ("warn", "hourglass") if shown.waits else ("neutral", "")
        head.addWidget(Tag(mentoring.needs(shown.waits), "warn" if tone == "warn" else "neutral", icon))
        self.body.addLayout(head)
        bar = ProgressBar(thickness=8, spoken=_("Practicals signed off"))
        bar.set_share(shown.signed, shown.waiting, total=max(shown.total, 1), spoken=f"{shown.signed} / {shown.total}")
        figure = Label(f"{shown.signed} / {shown.total}", "small", tabular=True)
        self.body.addLayout(row(Label(_("Practicals signed off"), "small", "ink2"), None, figure))
        self.body.addWidget(bar)
        legend = Legend()
        waiting = _("To be confirmed {n}").format(n=shown.waiting) if shown.waiting else ""
        legend.say(_("Signed {n}").format(n=shown.signed), waiting, shown.met)
        self.body.addWidget(legend)
        self.body.addWidget(Label(shown.summary, "small", "ink2", wrap=True, tabular=True))
        self.body.addWidget(Rule())
        self.body.addLayout(self._foot(shown, as_of, old))

    def selection_changed(self) -> None:
        """The circle stays visible on the soft fill."""
        self.avatar.set_fill("surface" if self.selected() else "accentSoft", "accentInk")

    def _foot(self, shown: TraineeRow, as_of: str, old: int) -> QHBoxLayout:
        hours = ""
        if shown.hours_s:
            hours = _("{time} of training wait for me").format(time=dates.exactly(shown.hours_s))
        first = _("First: {what}").format(what=shown.first) if shown.first else mentoring.needs(0)
        when = _("as of {when}").format(when=as_of) if as_of else _("nothing received yet")
        ink = "warn" if old else "ink2"
        words = column(Elided(first, "small"), Elided(joined(hours, when), "caption", ink), gap=0)
        if old:
            words.addLayout(row(Icon("hourglass", "warn", 14), Label(mentoring.silent(old), "caption", "warn"), None))
        line = row(gap=12)
        line.addLayout(words, 1)
        if shown.waits:
            button = Button(_("Open the queue"), size=theme.SMALL, name=f"queue-of-{shown.number}")
            button.setAccessibleName(_("Open the queue of {name}").format(name=shown.name))
            button.clicked.connect(self.queue_asked)
            line.addWidget(button)
        return line


class WaitingLine(Selectable):
    """Something of a learner in the queue; opens it there."""

    def __init__(self, one: QueueItem, parent: QWidget | None = None) -> None:
        super().__init__("row", parent=parent)
        self.setObjectName(f"sheet-{one.kind}-{one.target or 'all'}")
        title = joined(one.kicker, one.title)
        self.setAccessibleName(f"{title}. {one.wait}")
        self.body.setContentsMargins(0, 6, 0, 6)
        line = row(Icon(mentoring.ICONS[one.kind], "ink2", 16), Elided(title, "small", "accentInk"), gap=8)
        line.setStretch(1, 1)
        line.addWidget(Label(one.wait, "caption", "warn" if one.late else "ink2", tabular=True))
        self.body.addLayout(line)


class PersonSheet(DetailPanel):
    """One learner: the gate with reasons, the practicals, my attestations with a way to take them back."""

    withdraw_asked = Signal(object)
    """The `WordRow` to be withdrawn."""
    item_asked = Signal(str)
    """The key of something in the queue."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("person-sheet")
        self.setFixedWidth(PANEL)
        self.talk = QVBoxLayout()
        self.talk.setSpacing(6)
        self.gate = GateList()
        self.practicals = QVBoxLayout()
        self.practicals.setSpacing(0)
        self.words = QVBoxLayout()
        self.words.setSpacing(0)
        self.area = ScrollColumn(gap=8, margins=(0, 0, 8, 0))
        self._items: tuple[QueueItem, ...] = ()
        self.waits = Label(_("Waits for me"), "strong")
        self.waiting = WalkList(name=_("Waits for me"))
        self.waiting.chosen.connect(self._open_item)
        self.hours = Label("", "small", "ink2", wrap=True, tabular=True)
        self.area.body.addWidget(self.waits)
        self.area.body.addWidget(self.waiting)
        self.area.body.addWidget(Label(_("To talk about"), "strong"))
        self.area.body.addLayout(self.talk)
        self.area.body.addSpacing(8)
        for title, part in ((_("Go-live gate"), self.gate), (_("Practicals"), None), (_("Signed by me"), None)):
            self.area.body.addWidget(Label(title, "strong"))
            if part is not None:
                self.area.body.addWidget(part)
            else:
                self.area.body.addLayout(self.practicals if title == _("Practicals") else self.words)
            self.area.body.addSpacing(8)
        self.area.body.addWidget(Label(_("Hours of this quarter"), "strong"))
        self.area.body.addWidget(self.hours)
        self.area.body.addStretch(1)
        self.content.addWidget(self.area)
        self.theory = Button(_("Theory week by week"), icon="book", size=theme.SMALL, name="sheet-theory")
        self.exam = Button(_("Open exam…"), icon="shield", size=theme.SMALL, name="sheet-exam")
        self.foot.addWidget(self.theory)
        self.foot.addWidget(self.exam)
        self.foot.addStretch(1)

    def show_talk(self, rows: Sequence[TalkRow]) -> None:
        """What to talk about with this one."""
        clear(self.talk)
        for one in rows:
            drawing, token = TALK_SIGNS[one.kind], one.tone
            sign = Icon(drawing, token, 16)
            line = row(sign, Label(one.text, "small", wrap=True, tabular=True), gap=8)
            line.setStretch(1, 1)
            line.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
            self.talk.addLayout(line)
        if not rows:
            self.talk.addWidget(Label(_("Nothing that presses."), "small", "ink2"))

    def show_sheet(self, shown: PersonRow) -> None:
        """Show this one."""
        self.show_person(shown.trainee.name, joined(shown.trainee.number, shown.trainee.place))
        self.theory.setVisible(shown.theory)
        self.exam.setVisible(bool(shown.exam.state))
        self.gate.set_rows([GateRow(one.title, one.reason, SIGN[one.state]) for one in shown.gate])
        clear(self.practicals)
        for one in shown.practicals:
            if one.state == "planned":
                continue
            drawing, token, ink = SIGNS[one.state]
            said = mentoring.state(one.state)
            if one.repeats > 1:
                said = joined(said, f"{one.passed} / {one.repeats}")
            title = Elided(mentoring.coded(one.id, one.title), "small")
            line = row(Icon(drawing, token, 16), title, gap=8, margins=(0, 3, 0, 3))
            line.setStretch(1, 1)
            line.addWidget(Label(said, "caption", ink, tabular=True))
            self.practicals.addLayout(line)
        planned = sum(one.state == "planned" for one in shown.practicals)
        if planned:
            said = ngettext("{n} more is planned", "{n} more are planned", planned).format(n=planned)
            self.practicals.addWidget(Label(said, "caption", "ink2"))
        self._show_waiting(shown)
        self.hours.setText(joined(*learning.quarter_sum(shown.confirmed_s, shown.claimed_s)))
        clear(self.words)
        for word in shown.mine:
            self.words.addWidget(self._word(word))
        if not shown.mine:
            self.words.addWidget(Label(_("Nothing signed yet."), "small", "ink2"))

    def _show_waiting(self, shown: PersonRow) -> None:
        self._items = shown.waiting
        for part in (self.waits, self.waiting):
            part.setVisible(bool(shown.waiting))
        self.waiting.set_rows([WaitingLine(one) for one in shown.waiting])

    def _open_item(self, place: int) -> None:
        self.item_asked.emit(self._items[place].key)

    def _word(self, word: WordRow) -> QWidget:
        made = QWidget()
        below = dates.day(word.on)
        ink = "ink2"
        if word.withdrawn:
            below, ink = joined(below, _("withdrawn")), "bad"
        elif word.why:
            below, ink = joined(below, word.why), "warn"
        line = row(gap=8, margins=(0, 4, 0, 4))
        line.addLayout(column(Elided(word.title, "small"), Label(below, "caption", ink, wrap=True), gap=0), 1)
        if not word.withdrawn:
            button = Button(_("Withdraw…"), "text", size=theme.SMALL, name=f"withdraw-{word.record[:12]}")
            button.setAccessibleName(_("Withdraw: {what}").format(what=word.title))
            button.clicked.connect(partial(self.withdraw_asked.emit, word))
            line.addWidget(button)
        made.setLayout(line)
        return made


class MentorNews(NewsCard):
    """What the last exchange brought about my trainees, until it is marked as seen."""

    seen_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trainees-news")
        self.seen = Button(_("Mark as seen"), size=theme.SMALL, name="news-seen")
        self.seen.clicked.connect(self.seen_asked)
        self.body.addLayout(row(self.seen, None))

    def show_news(self, found: News, today: date) -> None:
        """Show it; when it was marked, one quiet line."""
        fresh = bool(found.rows) and not found.seen
        self.nothing.setText(_("Nothing new about your trainees since the last exchange."))
        self.fill(found.rows if fresh else (), today)
        self.seen.setVisible(fresh)


class BeforeCard(Card):
    """Who was assigned to me before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Before"), " ", gap=4, parent=parent)
        self.setObjectName("trainees-before")
        self.rows = QVBoxLayout()
        self.rows.setSpacing(4)
        self.body.addLayout(self.rows)

    def show_rows(self, found: Sequence[BeforeRow]) -> None:
        """Show these; nobody hides the card."""
        self.setVisible(bool(found))
        self.note.setText("")
        clear(self.rows)
        for one in found:
            said = Label(mentoring.was_mine(one.until, one.now), "caption", "ink2", tabular=True)
            line = row(Elided(joined(one.name, one.number), "small"), gap=12)
            line.setStretch(0, 1)
            line.addWidget(said)
            self.rows.addLayout(line)


class TraineesPage(Page):
    """Everybody assigned to me; whose requests have waited longest comes first."""

    name = "trainees"
    hold_ms = HOLD_MS
    """How long a withdrawal is held before it is written; tests shorten it."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self._person = ""
        self._found: PersonRow | None = None
        self._rows: tuple[TraineeRow, ...] = ()
        self._cards: dict[str, TraineeCard] = {}
        self.header = PageHeader(_("My trainees"))
        self.area = ScrollColumn(gap=12, margins=(0, 0, 0, 0))
        self.list = WalkList(gap=12, name=_("My trainees"))
        self.list.chosen.connect(lambda at: self._choose(self._rows[at].person))
        self.empty = EmptyState(_("Nobody is assigned to you yet"), _("HR assigns trainees."), icon="people")
        self.empty.setObjectName("trainees-empty")
        self.news = MentorNews()
        self.news.hide()
        self.news.person_wanted.connect(self._choose)
        self.news.seen_asked.connect(self._mark_seen)
        self._came = 0
        self.before = BeforeCard()
        self.before.hide()
        self.area.body.addWidget(self.news)
        self.area.body.addWidget(self.list)
        self.area.body.addWidget(self.empty, 1)
        self.area.body.addWidget(self.before)
        self.area.body.addStretch(1)
        self.sheet = PersonSheet()
        self.sheet.theory.clicked.connect(lambda: self.shell.go("signoff", theory=self._person))
        self.sheet.exam.clicked.connect(self._ask_exam)
        self.sheet.hide()
        self.sheet.closed.connect(self._close_sheet)
        self.sheet.withdraw_asked.connect(self._ask_withdraw)
        self.sheet.item_asked.connect(lambda key: self.shell.go("signoff", key=key))
        middle = QWidget()
        beside = row(gap=16)
        beside.addWidget(self.area, 1)
        beside.addWidget(self.sheet)
        middle.setLayout(beside)
        self.check = CertificateCheck(self.ask, middle)
        self.header.set_actions(self.check.button)
        margins = (theme.MARGIN, theme.MARGIN_TOP, theme.MARGIN, theme.MARGIN)
        body = column(self.header, gap=12, margins=margins)
        body.addWidget(self.check)
        body.addWidget(middle, 1)
        self.setLayout(body)

    def opened(self, **arguments: object) -> None:
        """`person`: with this sheet open."""
        self._person = str(arguments.get("person", self._person))
        self.refresh()

    def refresh(self) -> None:
        """Ask again."""
        self.ask(views.trainees, self._show)
        self.ask(talking.news, self._show_news)
        self.ask(talking.before, self.before.show_rows)

    def affected(self, people: frozenset[str]) -> bool:
        """Anybody assigned to me, and myself."""
        return bool(people & self._cards.keys()) or self.shell.me in people

    def main_control(self) -> QWidget | None:
        """The card that is open, else the first."""
        return self._cards.get(self._person) or next(iter(self._cards.values()), None)

    def _show(self, found: tuple[TraineeRow, ...]) -> None:
        waits = sum(one.waits for one in found)
        people = ngettext("{n} trainee", "{n} trainees", len(found)).format(n=len(found))
        self.header.say(_("My trainees"), joined(people, mentoring.needs(waits)) if found else "")
        self.empty.setVisible(not found)
        if found != self._rows or not self._cards:
            self._rows = found
            self._fill()
        if self._person in self._cards:
            self.ask(partial(views.person, learner=self._person), self._show_sheet)
        else:
            self._close_sheet()

    def _show_news(self, found: News) -> None:
        self._came = found.came
        self.news.show_news(found, self.shell.today())
        self.news.setVisible(bool(self._cards) and found.exchanged)

    def _mark_seen(self) -> None:
        came = self._came
        self.do(lambda session: talking.mark_seen(session, came), lambda _nothing: self.refresh())

    def _fill(self) -> None:
        self._cards = {}
        for shown in self._rows:
            card = TraineeCard(shown, views.as_of(shown, self.shell.today()), self._silent(shown))
            card.queue_asked.connect(partial(self.shell.go, "signoff", person=shown.person))
            self._cards[shown.person] = card
        self.list.set_rows(list(self._cards.values()), self._at(self._person))

    def _at(self, person: str) -> int:
        """The place of somebody's card, -1 for none."""
        return next((at for at, one in enumerate(self._rows) if one.person == person), -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the sheet from wherever the focus is."""
        if event.key() == Qt.Key.Key_Escape and self.sheet.isVisible():
            self._close_sheet()
        else:
            super().keyPressEvent(event)

    def _silent(self, shown: TraineeRow) -> int:
        """Days since anything came in where that is too long, else 0."""
        today = self.shell.today()
        old = shown.as_of and heard.is_silent(shown.as_of, today)
        return heard.days_silent(shown.as_of, today) if old else 0

    def _choose(self, person: str) -> None:
        self._person = person
        self.ask(partial(views.person, learner=person), self._show_sheet)

    def _show_sheet(self, found: PersonRow) -> None:
        if found.trainee.person != self._person:
            return
        self._found = found
        self.sheet.show_sheet(found)
        self.sheet.show()
        self.ask(partial(talking.talk, learner=self._person), self.sheet.show_talk)
        self.list.select(self._at(self._person))

    def _close_sheet(self) -> None:
        card = self._cards.get(self._person)
        self.list.select(-1)
        if card is not None and self.sheet.isVisible():
            card.setFocus(Qt.FocusReason.OtherFocusReason)
        self._person = ""
        self.sheet.hide()

    # opening the exam

    def _ask_exam(self) -> None:
        found = self._found
        if found is None:
            return
        who = found.trainee
        dialog = ExamDialog(found.exam, who.name, found.paper, self.shell.name, self, hold_ms=self.hold_ms)

        def send(passphrase: str) -> None:
            self.do(dialog.act(who.person, passphrase), partial(self._exam_opened, dialog), dialog.refused)

        dialog.signed.connect(send)
        dialog.open()

    def _exam_opened(self, dialog: ExamDialog, _record: str) -> None:
        dialog.accept()
        dialog.deleteLater()
        self.refresh()

    # taking back

    def _ask_withdraw(self, word: WordRow) -> None:
        words = Withdrawal(
            title=_("Withdraw a signature"),
            line=_("The record stays visible with the reason; it does not count any more."),
            ask=_("Reason (the trainee can read it)"),
            meaning=_("I withdraw what I signed: {what}.").format(what=word.title),
            verb=_("Withdraw"),
            fact=(_("Signed on"), dates.day(word.on)),
        )
        WithdrawDialog(self, "withdraw", word.record, words, self.refresh, hold_ms=self.hold_ms)
