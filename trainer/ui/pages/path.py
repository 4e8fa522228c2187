"""Learning path: months, their weeks with lessons and papers, practicals with their sign-offs, milestones."""

from __future__ import annotations

import itertools
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer.actions import attesting
from trainer.domain.path import Month as MonthOfPath
from trainer.i18n import _
from trainer.ui import theme
from trainer.ui.reading_order import stops
from trainer.ui.shell import Page, Shell
from trainer.ui.widgets.base import Card, Elided, Icon, Label, Selectable, Tag, Tone, clear, column, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.claims import RequestDialog
from trainer.ui.widgets.feedback import EmptyState
from trainer.ui.widgets.page import PageHeader, ScrollColumn
from trainer.ui.widgets.practical import TONES, PracticalPanel
from trainer.ui.widgets.progress import Month, MonthTimeline
from trainer.views import path as views
from trainer.views.path import MilestoneRow, MonthRow, PathRow, PracticalRow, UnitRow, WeekRow
from trainer.wording import dates, gate, learning
from trainer.wording.lines import joined

PANEL_WIDTH = 360
SIGNS = {
    "planned": ("circle", "ink3"),
    "open": ("circle", "line2"),
    "begun": ("progress", "accent"),
    "done": ("hourglass", "warn"),
    "confirmed": ("check-circle", "ok"),
    "failed": ("alert-circle", "bad"),
}
UNIT_TONES: dict[str, tuple[Tone, str]] = {
    "begun": ("accent", "progress"),
    "done": ("warn", "hourglass"),
    "confirmed": ("ok", "check"),
    "failed": ("bad", "cross"),
}


class UnitLine(Selectable):
    """A lesson or paper with its state; opens it."""

    def __init__(self, one: UnitRow, parent: QWidget | None = None) -> None:
        super().__init__("row", parent=parent)
        self.setObjectName(f"unit-{one.id}")
        self.body.setContentsMargins(8, 8, 8, 8)
        drawing, ink = SIGNS[one.state]
        if one.kind == "paper":
            title, facts = one.title, learning.paper_size(one.questions, one.minutes, one.pass_mark)
            if one.score is not None:
                facts = joined(facts, _("last score {score}").format(score=dates.score(one.score)))
            if one.optional:
                facts = joined(facts, learning.pilot())
        else:
            title = learning.numbered(one.number, one.title)
            facts = dates.minutes_word(one.minutes * 60)
        said = learning.unit(one.state)
        self.setAccessibleName(f"{title}. {facts}. {said}")
        line = row(Icon(drawing, ink, 18), gap=12)
        line.addLayout(column(Elided(title), Elided(facts, "caption", "ink2", tabular=True), gap=0), 1)
        if one.state in UNIT_TONES:
            line.addWidget(Tag(said, *UNIT_TONES[one.state]))
        line.addWidget(Icon("right", "ink2", 14))
        self.body.addLayout(line)


class PracticalLine(Selectable):
    """A practical with its state; shows it beside."""

    def __init__(self, one: PracticalRow, parent: QWidget | None = None) -> None:
        super().__init__("row", parent=parent)
        self.practical = one.id
        self.setObjectName(f"practical-{one.id}")
        self.body.setContentsMargins(8, 8, 8, 8)
        said = learning.practical(one.state)
        facts = one.group if one.repeats == 1 else joined(one.group, learning.repeats(one.passed, one.repeats))
        self.setAccessibleName(f"{one.id} {one.title}. {facts}. {said}")
        number = Label(one.id, "small", "ink2", tabular=True)
        number.setMinimumWidth(36)
        ink = "ink2" if one.state == "planned" else "ink"
        words = column(Elided(one.title, "body", ink), Elided(facts, "caption", "ink2", tabular=True), gap=0)
        line = row(number, gap=8)
        line.addLayout(words, 1)
        if any(seen.unread for seen in one.observed):
            line.addWidget(Tag(_("New"), "accent"))
        line.addWidget(Tag(said, *TONES[one.state]))
        self.body.addLayout(line)


class PathPage(Page):
    """See the module text. Arguments: `month` (1 to 5), `practical` (an id), `ask` to open its form."""

    name = "path"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.row: PathRow | None = None
        self.month = 0
        self.practical = ""
        self._named = False
        self._ask_for = ""
        self._read_one = False
        self.dialog: RequestDialog | None = None
        self.lines: list[Selectable] = []
        self.header = PageHeader(_("Learning path"))
        self.timeline = MonthTimeline(_("Five-month path"))
        self.timeline.opened.connect(lambda place: self.open_month(place + 1))
        self.path_card = Card(gap=8)
        self.path_card.body.addWidget(self.timeline)
        self.left = QVBoxLayout()
        self.left.setSpacing(theme.GAP)
        self.panel = PracticalPanel()
        self.panel.hide()
        self.panel.ask.connect(self.open_request)
        self.panel.acknowledge.connect(self.acknowledge)
        self.panel.lesson.connect(lambda id_: self.shell.go("lesson", lesson=id_))
        self.milestones = Card(_("Milestones"), gap=10)
        self.milestones.setObjectName("milestones")
        self.milestone_rows = QVBoxLayout()
        self.milestone_rows.setSpacing(10)
        self.milestones.body.addLayout(self.milestone_rows)
        for card in (self.panel, self.milestones):
            card.setFixedWidth(PANEL_WIDTH)
        self.area = ScrollColumn()
        self.area.body.addWidget(self.header)
        self.area.body.addWidget(self.path_card)
        both = QHBoxLayout()
        both.setSpacing(theme.GAP)
        self.months = QWidget()
        self.left.setContentsMargins(0, 0, 0, 0)
        self.months.setLayout(self.left)
        both.addWidget(self.months, 1)
        both.addLayout(column(self.panel, self.milestones, None, gap=theme.GAP))
        self.area.body.addLayout(both, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)

    def opened(self, **arguments: object) -> None:
        """Take the month or the practical to show."""
        month, practical = arguments.get("month"), arguments.get("practical")
        self.month = month if isinstance(month, int) else self.month
        self._named = isinstance(practical, str) and bool(practical)
        if isinstance(practical, str) and practical:
            self.practical, self.month = practical, 0
            self._ask_for = practical if arguments.get("ask") else ""
        self.refresh()

    def main_control(self) -> QWidget | None:
        """The months; what can be done about the practical that the page was opened for, once it is shown. Before
        there is a programme: the way to the library.
        """
        if self.row is not None and self.row.timeline is None:
            return self.months.findChild(Button, "empty-action")
        if not self._named:
            return self.timeline
        if self.panel.shown != self.practical:
            return None
        found = stops(self.panel)
        unread = next((one for one in found if one.objectName().startswith("acknowledge-")), None)
        return unread or (found[0] if found else self.timeline)

    def panes(self) -> list[QWidget]:
        """F6: the months, what is in one, and the practical beside."""
        return [self.path_card, self.months, self.panel]

    def refresh(self) -> None:
        """Ask for the path again."""
        self.ask(views.path, self.show_row)

    def show_row(self, found: PathRow) -> None:
        """Fill the page."""
        self.row = found
        line = found.timeline
        for part in (self.path_card, self.milestones):
            part.setVisible(line is not None)
        if line is None:
            self.header.say(_("Learning path"))
            clear(self.left)
            empty = EmptyState(
                _("No programme yet"),
                _("HR enrols and sets the start date. The library can be read now."),
                icon="route",
                action=_("Open the library"),
            )
            empty.acted.connect(lambda: self.shell.go("library"))
            self.left.addWidget(empty, 1)
            return
        said = _("Planned go-live {date}").format(date=dates.day(line.go_live))
        self.header.say(_("Learning path"), joined(said, gate.pace(line)))
        months = [self._segment(one) for one in found.months]
        self.timeline.set_months(months, line.today / 10_000)
        if not self.month:
            self.month = self._month_of(found)
        self._show_milestones(found.milestones)
        self._show_month()
        if self._ask_for:
            wanted, self._ask_for = self._ask_for, ""
            self.open_request(wanted)

    @staticmethod
    def _segment(one: MonthRow) -> Month:
        inside = [week.number for week in one.weeks] or list(one.mentoring_weeks)
        title = learning.weeks_span(inside[0], inside[-1]) if inside else gate.phase(one.month.phase)
        detail = learning.from_day(gate.phase(one.month.phase), one.month.since)
        state = "done" if one.month.state == "complete" else "current" if _is_running(one.month) else "future"
        return Month(title, detail, one.month.done / 10_000, state)  # type: ignore[arg-type]  # the three words are states

    def _month_of(self, found: PathRow) -> int:
        """The month with the practical that was asked for, else the one with today, else the first."""
        for one in found.months:
            if self.practical and any(row_.id == self.practical for row_ in one.practicals):
                return one.month.number
        here = [one for one in found.months if one.month.since <= found.on < one.month.until]
        open_ = [one for one in found.months if any(week.done < week.total for week in one.weeks)]
        return (open_ or here or list(found.months))[0].month.number

    def open_month(self, number: int) -> None:
        """Show another month."""
        self.month, self.practical = number, ""
        self._show_month()

    def _show_month(self) -> None:
        found = self.row
        if found is None:
            return
        clear(self.left)
        self.lines = []
        one = next((row_ for row_ in found.months if row_.month.number == self.month), None)
        if one is None:
            return
        since = dates.day(one.month.since)
        head = _("Month {n}, {phase}").format(n=one.month.number, phase=gate.phase(one.month.phase).lower())
        facts = joined(_("from {date}").format(date=since), self._done_in(one))
        self.left.addLayout(row(Label(head, "heading"), None, Label(facts, "caption", "ink2", tabular=True)))
        for planned, weeks in itertools.groupby(one.weeks, lambda week: week.planned):
            if planned:
                self.left.addWidget(self._planned(list(weeks)))
            else:
                for week in weeks:
                    self.left.addWidget(self._week(week))
        for number in one.mentoring_weeks:
            mine = [row_ for row_ in one.practicals if row_.week == number]
            if mine:
                self.left.addWidget(self._mentoring_week(number, mine))
        self.left.addStretch(1)
        self._show_practical()

    @staticmethod
    def _done_in(one: MonthRow) -> str:
        """What is finished of a month's own work; the bar above shows the whole phase, filled from the left."""
        weeks = [week for week in one.weeks if not week.planned]
        practicals = [row_ for row_ in one.practicals if row_.state != "planned"]
        total = sum(week.total for week in weeks) + sum(row_.repeats for row_ in practicals)
        if not total:
            return learning.unit("planned")
        done = sum(week.done for week in weeks) + sum(row_.passed for row_ in practicals)
        return _("{done} / {total} done").format(done=done, total=total)

    @staticmethod
    def _planned(weeks: list[WeekRow]) -> Card:
        card = Card(gap=4)
        card.body.setContentsMargins(theme.PAD, 10, theme.PAD, 10)
        for week in weeks:
            title = Elided(_("Week {n} · {title}").format(n=week.number, title=week.title), "body", "ink2")
            line = row(title, Tag(learning.unit("planned")))
            line.setStretch(0, 1)
            card.body.addLayout(line)
        return card

    def _week(self, week: WeekRow) -> Card:
        card = Card(gap=4)
        title = Label(_("Week {n} · {title}").format(n=week.number, title=week.title), "subheading", wrap=True)
        done = Label(_("{done} / {total} done").format(done=week.done, total=week.total), "caption", "ink2")
        head = row(title, done)
        head.setStretch(0, 1)
        card.body.addLayout(head)
        units = week.units if week.mid_term is None else (*week.units, week.mid_term)
        for place, one in enumerate(units):
            line = UnitLine(one)
            line.last = place == len(units) - 1
            line.chosen.connect(partial(self._open_unit, one))
            self.lines.append(line)
            card.body.addWidget(line)
        return card

    def _mentoring_week(self, number: int, rows: list[PracticalRow]) -> Card:
        card = Card(_("Mentoring week {n}").format(n=number), " ", gap=4)
        for place, one in enumerate(rows):
            line = PracticalLine(one)
            line.last = place == len(rows) - 1
            line.chosen.connect(partial(self.open_practical, one.id))
            self.lines.append(line)
            card.body.addWidget(line)
        return card

    def _open_unit(self, one: UnitRow) -> None:
        if one.kind == "lesson":
            self.shell.go("lesson", lesson=one.id)
        elif one.attempt:
            self.shell.go("attempt", attempt=one.attempt)
        else:
            self.shell.go("tests", paper=one.id)

    # practicals

    def open_practical(self, id_: str) -> None:
        """Show one practical beside the list."""
        self.practical = id_
        self._show_practical()

    def _found(self, id_: str) -> PracticalRow | None:
        months = self.row.months if self.row else ()
        return next((row_ for one in months for row_ in one.practicals if row_.id == id_), None)

    def _show_practical(self) -> None:
        one = self._found(self.practical)
        for line in self.lines:
            line.set_selected(isinstance(line, PracticalLine) and line.practical == self.practical)
        self.panel.setVisible(one is not None)
        if one is not None and self.row is not None:
            self.panel.show_practical(one, mentor=self.row.mentor, why_no_ask=self._why_no_ask(self.row))
        if self._read_one:
            self._read_one = False
            QTimer.singleShot(0, self, self._focus_next)

    def _focus_next(self) -> None:
        buttons = [one for one in self.panel.findChildren(Button) if one.isVisible() and one.isEnabled()]
        here = [one for one in self.lines if one.selected()]
        target: QWidget = next(iter((*buttons, *here)), self.timeline)
        target.setFocus(Qt.FocusReason.TabFocusReason)
        self.area.ensureWidgetVisible(target)

    @staticmethod
    def _why_no_ask(found: PathRow) -> str:
        if found.mentoring_from is None:
            return _("No mentor is assigned yet. HR assigns one.")
        if found.on < found.mentoring_from:
            return _("Practicals can be observed from {date} on.").format(date=dates.day(found.mentoring_from))
        return ""

    def open_request(self, id_: str) -> None:
        """The form that asks for an observation."""
        one = self._found(id_)
        if one is None or self.row is None or one.state in {"passed", "planned", "asked"} or self._why_no_ask(self.row):
            return
        self.dialog = RequestDialog(one, self.row.mentor, self)
        self.dialog.sent.connect(partial(self._request, id_))
        self.dialog.rejected.connect(self._focus_next)
        self.dialog.accepted.connect(self._lead_on)
        self.dialog.open()

    def _request(self, id_: str, files: tuple[Path, ...], note: str) -> None:
        dialog = self.dialog
        if dialog is not None:
            asked = partial(attesting.request_practical, practical=id_, files=tuple(files), note=note)
            self.do(asked, lambda _record: dialog.accept(), dialog.refused)

    def _lead_on(self) -> None:
        """The button that was pressed goes away with the next answer: the focus goes on to the next thing beside."""
        self._read_one = True

    def acknowledge(self, record: str) -> None:
        """The learner has read what was attested."""
        self._lead_on()
        self.do(partial(attesting.acknowledge, attestation=record))

    def _show_milestones(self, rows: tuple[MilestoneRow, ...]) -> None:
        clear(self.milestone_rows)
        signs = {"given": ("check-circle", "ok"), "repeat": ("again", "bad"), "open": ("circle", "line2")}
        for one in rows:
            said = learning.given_by(one.by)
            if one.state == "given" and one.on is not None:
                said = _("Given by {name}, {date}").format(name=one.who, date=dates.short_day(one.on))
            elif one.state == "repeat":
                said = _("To be repeated: {comment}").format(comment=one.comment)
            words = column(Label(one.title, "body", wrap=True), Label(said, "caption", "ink2", wrap=True), gap=0)
            line = row(Icon(*signs[one.state], 18), gap=12)
            line.addLayout(words, 1)
            self.milestone_rows.addLayout(line)


def _is_running(month: MonthOfPath) -> bool:
    return month.done > 0 or month.state in {"current", "behind"}
