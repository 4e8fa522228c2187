"""Today (ui.md §3.1): what to do now, what else is open, the five-month path, the gate."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer.domain.requirements import State as LineState
from trainer.i18n import _, pgettext
from trainer.session import ZONE
from trainer.ui import theme
from trainer.ui.shell import Page, Shell
from trainer.ui.widgets.base import Card, Elided, KeyCap, Label, Rule, Tag, clear, column, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.feedback import Callout, EmptyState
from trainer.ui.widgets.fields import SearchField
from trainer.ui.widgets.page import PageHeader, ScrollColumn
from trainer.ui.widgets.progress import Month, MonthTimeline, ProgressBar
from trainer.ui.widgets.reviews import ForecastCard
from trainer.ui.widgets.rows import AgendaRow, GateList, GateRow, State
from trainer.views import today as views
from trainer.views.today import AgendaItem, LineRow, NextRow, TodayRow
from trainer.wording import dates, learning

SIGN: dict[LineState, State] = {
    "met": "met",
    "waived": "met",
    "waiting": "waiting",
    "open": "progress",
    "failed": "failed",
    "planned": "locked",
}
"""State of a line of the gate → its sign."""

ICONS = {
    "exam": "shield",
    "observed": "clipboard",
    "lesson": "book",
    "paper": "checklist",
    "practical": "clipboard",
    "milestone": "flag",
    "reviews": "again",
}
GATE_WIDTH = 392


def _sign(one: LineRow) -> State:
    return "todo" if one.state == "open" and not one.button else SIGN[one.state]


class NextCard(Card):
    """The one thing to do now, with the page's primary button; Enter presses it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(gap=6, parent=parent)
        self.setObjectName("next-card")
        self.kicker = Label("", "caption", "ink2")
        self.place = Label("", "caption", "ink2", tabular=True)
        self.what = Elided("", "heading")
        self.line = Label("", "small", "ink2", wrap=True, tabular=True)
        self.bar = ProgressBar(spoken=_("Read so far"))
        self.go = Button("", "primary", icon="play", size=theme.LARGE, name="next-go")
        self.go.setAutoDefault(True)
        self.cap = KeyCap("Enter")
        self.other = Button(_("Show the path"), "text", name="next-path")
        self.body.addLayout(row(self.kicker, None, self.place))
        self.body.addWidget(self.what)
        self.body.addWidget(self.line)
        self.body.addSpacing(2)
        self.body.addWidget(self.bar)
        self.body.addSpacing(6)
        self.body.addLayout(row(self.go, self.cap, None, self.other))

    def show_step(self, step: NextRow) -> None:
        """Fill it."""
        self.kicker.setText(step.kicker)
        self.place.setText(step.place)
        self.what.setText(step.title)
        self.line.setText(step.line)
        self.line.setVisible(bool(step.line))
        self.bar.setVisible(step.share is not None)
        if step.share is not None:
            self.bar.set_share(step.share, spoken=dates.percent(round(step.share * 10_000)))
        self.go.setText(step.button)
        self.go.set_icon("copy" if step.reminder and step.kind not in OPENS else "play")
        self.go.setVisible(bool(step.button))
        self.cap.setVisible(bool(step.button))


OPENS = frozenset({"study", "take-paper", "take-exam", "attempt", "ask-practical", "see", "certificate"})
"""What a button opens; the others copy a sentence for the person who is waited for."""


class TodayPage(Page):
    """See the module text."""

    name = "today"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.row: TodayRow | None = None
        self.search = SearchField(_("Search lessons, terms, cases"), keys="Ctrl K", name="today-search")
        self.search.setFixedWidth(300)
        self.search.returnPressed.connect(lambda: self.shell.go("library", search=True, text=self.search.text()))
        self.header = PageHeader("", "", self.search)
        self.waiting = Callout(_("Waiting for HR to bind this key. Studying works already."), tone="warn")
        self.waiting.setObjectName("today-unbound")
        self.key_words = Label("", "strong", wrap=True)
        self.waiting.body.addWidget(self.key_words)
        self.waiting.hide()
        self.path_card = self._make_path()
        self.next_card = NextCard()
        self.next_card.go.clicked.connect(self._start)
        self.next_card.other.clicked.connect(lambda: self.shell.go("path"))
        self.agenda_card = Card(_("Today"), " ", gap=0)
        self.agenda = QVBoxLayout()
        self.agenda_card.body.addLayout(self.agenda, 1)
        self.gate_card = self._make_gate()
        left = column(self.next_card, self.agenda_card, gap=theme.GAP)
        left.setStretch(1, 1)
        self.forecast = ForecastCard()
        self.forecast.setFixedWidth(GATE_WIDTH)
        self.forecast.hide()
        right = column(self.gate_card, self.forecast, None, gap=theme.GAP)
        both = QHBoxLayout()
        both.setSpacing(theme.GAP)
        both.addLayout(left, 1)
        both.addLayout(right)
        area = ScrollColumn()
        for part in (self.header, self.waiting, self.path_card):
            area.body.addWidget(part)
        area.body.addLayout(both, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def _make_path(self) -> Card:
        card = Card(gap=12)
        card.setObjectName("path-card")
        self.pace = Tag("", "neutral")
        self.go_live = Label("", "strong", tabular=True)
        self.timeline = MonthTimeline(_("Five-month path"))
        self.timeline.opened.connect(lambda month: self.shell.go("path", month=month + 1))
        caption = Label(_("Planned go-live"), "caption", "ink2")
        title = Label(_("Five-month path"), "subheading")
        card.body.addLayout(row(title, 4, self.pace, None, caption, 4, self.go_live))
        card.body.addWidget(self.timeline)
        return card

    def _make_gate(self) -> Card:
        card = Card(_("Go-live gate"), " ", gap=6)
        card.setObjectName("gate-card")
        card.setFixedWidth(GATE_WIDTH)
        self.gate_bar = ProgressBar(tone="ok", spoken=_("Go-live gate"))
        self.gate_list = GateList()
        self.gate_list.acted.connect(self._act)
        card.body.addWidget(self.gate_bar)
        card.body.addWidget(self.gate_list)
        return card

    def main_control(self) -> QWidget | None:
        """The primary button, so that Enter starts what is next."""
        return self.next_card.go if self.next_card.go.isVisibleTo(self) else self.timeline

    def refresh(self) -> None:
        """Ask for the day again."""
        self.ask(views.today, self.show_row)

    def show_row(self, found: TodayRow) -> None:
        """Fill the page."""
        self.row = found
        hour = datetime.fromtimestamp(self.shell.now() / 1000, ZONE).hour
        self.header.say(learning.greeting(hour, learning.familiar(found.name or self.shell.name)), found.line)
        self.waiting.setVisible(not found.bound)
        if not found.bound:
            self.do(views.key_words, self._show_words)
        self._show_path(found)
        self.next_card.show_step(found.step)
        self.shell.count("path", sum(one.kind == "observed" for one in found.agenda))
        self._show_agenda(found)
        self._show_gate(found)
        self.forecast.show_days(found.reviews.bars, found.reviews.backlog)
        self.shell.count("reviews", found.reviews.due)
        if self.isVisible() and self.focusWidget() is None:
            self.next_card.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_words(self, words: tuple[str, ...]) -> None:
        said = "  ".join(words)
        self.key_words.setText(_("The six words of this key: {words}").format(words=said) if said else "")

    def _show_path(self, found: TodayRow) -> None:
        line = found.timeline
        self.path_card.setVisible(line is not None)
        if line is None:
            return
        ahead = line.days_ahead
        tone = "ok" if ahead >= 0 else "warn"
        self.pace.show_as(found.pace, "ok" if tone == "ok" else "warn", "check" if ahead >= 0 else "clock")
        self.go_live.setText(dates.day(line.go_live))
        months = [Month(one.title, one.detail, one.share, one.state) for one in found.months]
        self.timeline.set_months(months, line.today / 10_000)

    def _show_agenda(self, found: TodayRow) -> None:
        clear(self.agenda)
        total = dates.length(found.minutes * 60)
        self.agenda_card.note.setText(_("about {time}").format(time=total) if found.minutes else "")
        if not found.agenda:
            help_ = found.step.title if found.judged.total else ""
            empty = EmptyState(_("Nothing else is open today"), help_, icon="calendar")
            empty.setObjectName("today-empty")
            self.agenda.addWidget(empty, 1)
            return
        for place, one in enumerate(found.agenda):
            if place:
                self.agenda.addWidget(Rule())
            self.agenda.addWidget(self._agenda_row(one))
        if found.more:
            more = Button(_("{n} more on the path").format(n=found.more), "text", name="agenda-more")
            more.clicked.connect(lambda: self.shell.go("path"))
            self.agenda.addLayout(row(more, None))
        self.agenda.addStretch(1)

    def _agenda_row(self, one: AgendaItem) -> AgendaRow:
        side: QWidget
        if one.kind == "practical":
            waiting = _("Waiting for {name}").format(name=one.waits_for)
            side = Tag(waiting, "warn", "hourglass")
        else:
            words = {
                "lesson": _("Study"),
                "paper": _("Open"),
                "exam": _("Open"),
                "observed": _("See"),
                "reviews": pgettext("button", "Review"),
            }
            button = Button(words[one.kind], size=theme.SMALL, name=f"agenda-{one.kind}-{one.target}")
            button.setAccessibleName(f"{words[one.kind]}: {one.title}")
            button.clicked.connect(partial(self._open, one.kind, one.target))
            side = button
        return AgendaRow("", ICONS[one.kind], one.title, one.detail, side)

    def _show_gate(self, found: TodayRow) -> None:
        judged = found.judged
        self.gate_card.note.setText(found.summary if judged.total else "")
        self.gate_bar.setVisible(judged.total > 0)
        self.gate_bar.set_share(judged.met, judged.waiting, total=max(judged.total, 1), spoken=found.summary)
        rows = [GateRow(one.title, one.reason, _sign(one), one.button) for one in found.lines]
        self.gate_list.set_rows(rows, found.after)

    # acting

    def _start(self) -> None:
        if self.row is not None:
            step = self.row.step
            self._do(step.kind, step.target, step.reminder)

    def _act(self, place: int) -> None:
        if self.row is not None:
            line: LineRow = self.row.lines[place]
            self._do(line.action, line.target, line.reminder)

    def _do(self, kind: str, target: str, reminder: str) -> None:
        if kind in OPENS:
            self._open(kind, target)
        elif reminder:
            QGuiApplication.clipboard().setText(reminder)
            self.shell.toast(_("Copied: “{text}”").format(text=reminder))

    def _open(self, kind: str, target: str) -> None:
        if kind in {"study", "lesson"}:
            self.shell.go("lesson", lesson=target)
        elif kind == "attempt":
            self.shell.go("attempt", attempt=target)
        elif kind == "reviews":
            self.shell.go("reviews")
        elif kind == "certificate":
            self.shell.go("certificates")
        elif kind in {"ask-practical", "observed"}:
            self.shell.go("path", practical=target, ask=kind == "ask-practical")
        else:
            self.shell.go("tests", paper=target)
