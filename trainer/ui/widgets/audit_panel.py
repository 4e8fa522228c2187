"""The panel beside the audit: one person's quarter, by source, with its newest records."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer.domain.calendar import Quarter
from trainer.i18n import _, ngettext
from trainer.ui import theme
from trainer.ui.widgets.as_of import AsOf
from trainer.ui.widgets.base import Elided, Icon, Label, Rule, Tag, clear, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.page import DetailPanel
from trainer.ui.widgets.progress import Legend, ProgressBar
from trainer.views.audit import CellDetail
from trainer.views.records import HoursRow
from trainer.wording import dates, learning


class AuditPanel(DetailPanel):
    """One cell in full. `records_wanted(person, quarter)`, `reminded()`, `file_wanted(person)`."""

    records_wanted = Signal(str, object)
    reminded = Signal()
    file_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("audit-panel")
        self._detail: CellDetail | None = None
        self.figure = Label("", "display", tabular=True)
        self.of = Label("", "small", "ink2", tabular=True)
        self.tag = Tag("")
        self.bar = ProgressBar(thickness=8, spoken=_("Hours of the quarter"))
        self.legend = Legend()
        self.sources = QVBoxLayout()
        self.sources.setSpacing(6)
        self.recent = QVBoxLayout()
        self.recent.setSpacing(4)
        self.all = Button("", "text", size=theme.SMALL, name="panel-records")
        self.received = AsOf()
        self.remind = Button(_("Remind"), "primary", icon="mail", size=theme.LARGE, name="panel-remind")
        self.file = Button(_("File"), size=theme.LARGE, name="panel-file")
        self._build()

    def _build(self) -> None:
        self.content.addLayout(row(self.figure, self.of, None, self.tag, gap=8))
        self.content.addWidget(self.bar)
        self.content.addWidget(self.legend)
        self.content.addSpacing(4)
        self.content.addLayout(self.sources)
        self.content.addWidget(Rule())
        self.content.addLayout(row(Label(_("Newest records"), "strong"), None, self.all))
        self.content.addLayout(self.recent)
        self.content.addStretch(1)
        self.content.addWidget(self.received)
        self.foot.addWidget(self.remind, 1)
        self.foot.addWidget(self.file)
        self.all.clicked.connect(self._ask_records)
        self.remind.clicked.connect(self.reminded)
        self.file.clicked.connect(self._ask_file)

    def fill(self, detail: CellDetail, today: date) -> None:
        """Show a cell."""
        self._detail = detail
        cell = detail.cell
        line = dates.quarter(*cell.quarter)
        if detail.department:
            line = _("{department} · {quarter}").format(department=detail.department, quarter=line)
        self.show_person(detail.name, line)
        self.figure.setText(dates.hours(cell.confirmed_s))
        self._fill_target(detail)
        clear(self.sources)
        most = max((confirmed + claimed for _source, confirmed, claimed in detail.by_source), default=0)
        for source, confirmed, claimed in detail.by_source:
            self._add_source(source, (confirmed, claimed), max(most, cell.target_s // 4, 1))
        clear(self.recent)
        for one in detail.recent:
            self._add_record(one)
        if not detail.recent:
            self.recent.addWidget(Label(_("Nothing recorded in this quarter."), "small", "ink2", wrap=True))
        count = ngettext("The one record", "All {n} records", detail.records).format(n=detail.records)
        self.all.setText(count)
        self.all.setVisible(detail.records > 0)
        self.received.show_received(detail.received, today)
        both = _("Remind both") if detail.waits_for else _("Remind")
        self.remind.setText(both)

    def _fill_target(self, detail: CellDetail) -> None:
        cell = detail.cell
        confirmed = _("confirmed {hours}").format(hours=dates.hours(cell.confirmed_s))
        claimed = _("waiting {hours}").format(hours=dates.hours(cell.claimed_s)) if cell.claimed_s else ""
        if not cell.target_s:
            self.of.setText(_("hours"))
            self.tag.show_as(_("Not live, no target"), "neutral")
            self.bar.set_share(cell.confirmed_s, cell.claimed_s, total=max(cell.confirmed_s + cell.claimed_s, 1))
            self.legend.say(confirmed, claimed)
            return
        self.of.setText(_("/ {hours} hours").format(hours=dates.hours(cell.target_s)))
        short = cell.target_s - cell.confirmed_s
        if short > 0:
            tone, icon = ("bad", "warning") if cell.confirmed_s * 2 < cell.target_s else ("warn", "warning")
            # Rounded up: hours are rounded down, and both together make the target.
            words = _("{hours} h short").format(hours=dates.number(-(-short * 10 // 3600)))
            self.tag.show_as(words, "bad" if tone == "bad" else "warn", icon)
        else:
            self.tag.show_as(_("Met"), "ok", "check")
        self.bar.set_share(
            cell.confirmed_s, cell.claimed_s, total=cell.target_s, mark=detail.due_s, spoken=f"{confirmed}, {claimed}"
        )
        self.legend.say(confirmed, claimed, _("due {hours}").format(hours=dates.hours(detail.due_s)))

    def _add_source(self, source: str, figures: tuple[int, int], total: int) -> None:
        confirmed, claimed = figures
        waits = _("to be confirmed {hours}").format(hours=dates.hours(claimed)) if claimed else ""
        words = learning.source(source)
        hours = Label(dates.hours_word(confirmed), "small", tabular=True)
        line = row(Label(words, "small", "ink2"), None, Label(waits, "caption", "ink2", tabular=True), 8, hours, gap=8)
        bar = ProgressBar(thickness=6, spoken=words)
        bar.set_share(confirmed, claimed, total=total, spoken=f"{dates.hours_word(confirmed)} {waits}")
        self.sources.addLayout(line)
        self.sources.addWidget(bar)

    def _add_record(self, one: HoursRow) -> None:
        title = one.title or learning.source(one.source)
        waiting = one.accepted_s is None
        if waiting and one.waits_for:
            title = _("{title}, waits for {name}").format(title=title, name=one.waits_for)
        seconds = one.claimed_s if one.accepted_s is None else one.accepted_s
        icon = Icon("hourglass" if waiting else "check-circle", "warn" if waiting else "ok", 14)
        day = Label(f"{one.day.month:02d}/{one.day.day:02d}", "caption", "ink2", tabular=True)
        words = Elided(title, "small")
        line = row(day, icon, words, Label(dates.hours(seconds), "small", "ink2", tabular=True), gap=8)
        line.setStretch(2, 1)
        self.recent.addLayout(line)

    def reminder(self) -> str:
        """The words of a reminder for the person and whoever they wait for; empty before anything is shown."""
        detail = self._detail
        if detail is None:
            return ""
        figures = {
            "name": detail.name,
            "quarter": dates.quarter(*detail.cell.quarter),
            "confirmed": dates.hours(detail.cell.confirmed_s),
            "target": dates.hours(detail.cell.target_s),
            "claimed": dates.hours(detail.cell.claimed_s),
            "mentor": detail.waits_for,
        }
        if not detail.cell.target_s:
            return _("{name}: in {quarter} {confirmed} training hours are confirmed, {claimed} are not yet.").format(
                **figures
            )
        if detail.waits_for:
            return _(
                "{name}, {mentor}: in {quarter} {confirmed} of {target} training hours are confirmed; "
                "{claimed} hours wait for {mentor} to confirm."
            ).format(**figures)
        return _("{name}: in {quarter} {confirmed} of {target} training hours are confirmed.").format(**figures)

    def _ask_records(self) -> None:
        if self._detail is not None:
            quarter: Quarter = self._detail.cell.quarter
            self.records_wanted.emit(self._detail.person, quarter)

    def _ask_file(self) -> None:
        if self._detail is not None:
            self.file_wanted.emit(self._detail.person)
