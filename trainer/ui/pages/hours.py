"""My hours: the quarter's bar, where the hours came from, every entry with who confirmed it, claims from elsewhere."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer.actions import studying
from trainer.domain.calendar import Quarter
from trainer.i18n import _
from trainer.ui import theme
from trainer.ui.shell import Page, Shell
from trainer.ui.widgets.base import Card, Elided, Icon, Label, RowList, Rule, Selectable, Tag, Tone, clear, column, row
from trainer.ui.widgets.buttons import Button, Segments
from trainer.ui.widgets.claims import ClaimDialog
from trainer.ui.widgets.feedback import EmptyState
from trainer.ui.widgets.page import PageHeader, ScrollColumn
from trainer.ui.widgets.progress import Legend, ProgressBar
from trainer.views import hours as views
from trainer.views.hours import EntryRow, HoursRow
from trainer.wording import dates, learning
from trainer.wording.lines import joined

ICONS = {
    "lesson": "book",
    "assessment": "checklist",
    "session": "people",
    "practical": "clipboard",
    "external": "building",
}
TAGS: dict[str, tuple[Tone, str]] = {
    "waiting": ("warn", "hourglass"),
    "confirmed": ("ok", "check"),
    "reduced": ("ok", "check"),
    "refused": ("bad", "cross"),
}


class EntryLine(QWidget):
    """One entry: what, when and where from; hours and who has confirmed them, or who has to."""

    def __init__(self, one: EntryRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"entry-{one.record[:8]}")
        facts = joined(dates.day(one.day), learning.source(one.source))
        said = learning.entry_state(one.state, one.by, one.waits_for)
        tone, sign = TAGS[one.state]
        seconds = one.claimed_s if one.accepted_s is None else one.accepted_s
        figure = Label(dates.length(seconds), "strong", tabular=True)
        figure.setMinimumWidth(72)
        figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        side = column(figure, gap=0)
        if one.accepted_s is not None and one.accepted_s < one.claimed_s:
            claimed = Label(_("of {time}").format(time=dates.length(one.claimed_s)), "caption", "ink2", tabular=True)
            claimed.setAlignment(Qt.AlignmentFlag.AlignRight)
            side.addWidget(claimed)
        words = column(Elided(one.title), Elided(facts, "caption", "ink2", tabular=True), gap=0)
        if one.reason:
            words.addWidget(Label(_("Reason: {text}").format(text=one.reason), "caption", "warn", wrap=True))
        self.setAccessibleName(f"{one.title}. {facts}. {dates.length(seconds)}. {said}. {one.reason}")
        line = row(Icon(ICONS[one.source], "ink2", 18), gap=12, margins=(0, 10, 0, 10))
        line.addLayout(words, 1)
        line.addWidget(Tag(said, tone, sign))
        line.addLayout(side)
        self.setLayout(line)


class QuarterLine(Selectable):
    """A quarter of the past: its name and its hours."""

    def __init__(self, quarter: Quarter, confirmed_s: int, claimed_s: int, parent: QWidget | None = None) -> None:
        super().__init__("row", parent=parent)
        words = dates.quarter(*quarter)
        confirmed, claimed = learning.quarter_sum(confirmed_s, claimed_s)
        self.setObjectName(f"quarter-{quarter[0]}-{quarter[1]}")
        self.setAccessibleName(f"{words}. {confirmed}. {claimed}".strip())
        self.body.setContentsMargins(8, 8, 8, 8)
        figure = Label(_("{hours} h").format(hours=dates.hours(confirmed_s)), "strong", tabular=True)
        self.body.addLayout(row(Label(words, "body", tabular=True), None, figure))
        if claimed:
            self.body.addWidget(Label(claimed, "caption", "warn", tabular=True))


class HoursPage(Page):
    """See the module text."""

    name = "hours"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.row: HoursRow | None = None
        self.quarter: Quarter | None = None
        self.dialog: ClaimDialog | None = None
        self.add = Button(_("Add hours from elsewhere…"), "primary", icon="plus", size=theme.LARGE, name="hours-add")
        self.add.clicked.connect(self.open_claim)
        self.header = PageHeader(_("My hours"), "", self.add)
        self.sum_card = Card(" ", " ", gap=10)
        self.sum_card.setObjectName("hours-sum")
        self.bar = ProgressBar(thickness=10, spoken=_("Training hours of this quarter"))
        self.legend = Legend()
        self.target = Label("", "caption", "ink2", wrap=True)
        for part in (self.bar, self.legend, self.target):
            self.sum_card.body.addWidget(part)
        self.source_card = Card(_("Where from"), gap=8)
        self.sources = QVBoxLayout()
        self.source_card.body.addLayout(self.sources)
        self.past_card = Card(_("Quarters"), gap=4)
        self.past = RowList(name=_("Quarters"))
        self.past.chosen.connect(self._choose_quarter)
        self.past_card.body.addWidget(self.past)
        self.list_card = Card(_("Entries"), " ", gap=8)
        self.filter = Segments(
            [("all", _("All")), ("waiting", _("To be confirmed")), ("decided", _("Decided"))],
            "all",
            spoken=_("Which entries"),
        )
        self.filter.changed.connect(lambda _code: self._show_entries())
        self.entries = QVBoxLayout()
        self.entries.setSpacing(0)
        self.list_card.body.addLayout(row(self.filter, None))
        self.list_card.body.addLayout(self.entries, 1)
        self._lay_out()

    def _lay_out(self) -> None:
        right = column(self.source_card, self.past_card, None, gap=theme.GAP)
        both = QHBoxLayout()
        both.setSpacing(theme.GAP)
        both.addWidget(self.list_card, 1)
        both.addLayout(right)
        for card in (self.source_card, self.past_card):
            card.setFixedWidth(320)
        area = ScrollColumn()
        area.body.addWidget(self.header)
        area.body.addWidget(self.sum_card)
        area.body.addLayout(both, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def main_control(self) -> QWidget | None:
        """Adding a claim."""
        return self.add

    def refresh(self) -> None:
        """Ask for the quarter again."""
        self.ask(partial(views.hours, quarter=self.quarter), self.show_row)

    def show_row(self, found: HoursRow) -> None:
        """Fill the page."""
        self.row = found
        said = _("Study time and claims count once the mentor, a confirmer or HR has confirmed them.")
        self.header.say(_("My hours"), said)
        now = found.quarter == found.current
        words = dates.quarter(*found.quarter)
        self.sum_card.title.setText(_("This quarter, {quarter}").format(quarter=words) if now else words)
        total = found.total
        self.sum_card.note.setText(
            _("{done} of {target} h").format(done=dates.hours(total.confirmed_s), target=dates.hours(found.target_s))
            if found.counts
            else _("{done} h").format(done=dates.hours(total.confirmed_s))
        )
        confirmed, claimed = learning.quarter_sum(total.confirmed_s, total.claimed_s)
        whole = max(found.target_s, total.confirmed_s + total.claimed_s, 1)
        self.bar.set_share(total.confirmed_s, total.claimed_s, total=whole, spoken=f"{confirmed}. {claimed}")
        self.legend.say(confirmed, claimed)
        self.target.setText(learning.target(found.target_s, found.target_from, counts=found.counts))
        self._show_sources(found)
        self._show_past(found)
        self._show_entries()

    def _show_sources(self, found: HoursRow) -> None:
        clear(self.sources)
        self.source_card.setVisible(bool(found.total.by_source))
        whole = max((done + claimed for _name, done, claimed in found.total.by_source), default=1) or 1
        for name, done, claimed in found.total.by_source:
            said = learning.quarter_sum(done, claimed)
            bar = ProgressBar(spoken=learning.source(name))
            bar.set_share(done, claimed, total=whole, spoken=f"{said[0]}. {said[1]}")
            figure = Label(learning.two_figures(done, claimed), "small", "ink2", tabular=True)
            self.sources.addLayout(column(row(Label(learning.source(name), "small"), None, figure), bar, gap=4))

    def _show_past(self, found: HoursRow) -> None:
        self.past_card.setVisible(len(found.past) > 1)
        lines: list[Selectable] = [
            QuarterLine((one.year, one.quarter), one.confirmed_s, one.claimed_s) for one in found.past
        ]
        shown = [(one.year, one.quarter) for one in found.past]
        self.past.set_rows(lines, shown.index(found.quarter) if found.quarter in shown else -1)

    def _choose_quarter(self, place: int) -> None:
        if self.row is not None:
            chosen = self.row.past[place]
            self.quarter = (chosen.year, chosen.quarter)
            self.refresh()

    def _show_entries(self) -> None:
        found = self.row
        if found is None:
            return
        clear(self.entries)
        wanted = self.filter.current()
        rows = [one for one in found.entries if wanted == "all" or (one.state == "waiting") == (wanted == "waiting")]
        self.list_card.note.setText(learning.entry_count(len(rows)) if found.entries else "")
        if not rows:
            self.entries.addWidget(self._empty(found, wanted), 1)
            return
        for place, one in enumerate(rows):
            if place:
                self.entries.addWidget(Rule())
            self.entries.addWidget(EntryLine(one))
        self.entries.addStretch(1)

    def _empty(self, found: HoursRow, wanted: str) -> EmptyState:
        if found.entries:
            made = EmptyState(
                _("Nothing is waiting") if wanted == "waiting" else _("Nothing is decided yet"),
                icon="clock",
                action=_("Show all"),
            )
            made.acted.connect(self._show_all)
        elif found.ever:
            made = EmptyState(_("No hours in this quarter"), _("Other quarters are at the right."), icon="clock")
        else:
            help_ = _("Reading a lesson makes the first entry. Courses elsewhere can be added above.")
            made = EmptyState(_("No hours yet"), help_, icon="clock")
        made.setObjectName("hours-empty")
        return made

    def _show_all(self) -> None:
        self.filter.set_current("all")
        self._show_entries()

    # a claim

    def open_claim(self) -> None:
        """The form for hours from elsewhere."""
        waiting = next((one.waits_for for one in self.row.entries if one.waits_for), "") if self.row else ""
        self.dialog = ClaimDialog(self.shell.today(), waiting, self)
        self.dialog.sent.connect(self._claim)
        self.dialog.open()

    def _claim(self, title: str, provider: str, day: date, seconds: int, files: tuple[Path, ...]) -> None:
        if self.dialog is None:
            return
        wanted = partial(
            studying.claim_hours, title=title, provider=provider, day=day, seconds=seconds, files=tuple(files)
        )
        dialog = self.dialog
        self.do(wanted, lambda _record: dialog.accept(), dialog.refused)
