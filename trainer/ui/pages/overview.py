"""HR's first page: trainees by month of the programme, who is at risk and why, what waits for HR."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QVBoxLayout, QWidget

from trainer.actions import keeping, organising
from trainer.domain.calendar import DAY_MS
from trainer.i18n import _, ngettext
from trainer.session import Session
from trainer.ui import theme
from trainer.ui.shell import Page, Shell
from trainer.ui.widgets.base import Card, Selectable
from trainer.ui.widgets.feedback import EmptyState
from trainer.ui.widgets.morning import MonthColumn, MorningList, MorningRow, TraineeCell
from trainer.ui.widgets.page import PageHeader, ScrollColumn
from trainer.views import overview as view
from trainer.wording import dates
from trainer.wording import overview as wording

MOST_IN_MONTH = 5
MOST_LINES = 8
"""Lines shown before «show more»."""
BESIDE = 860
"""From this width on risks and tasks stand side by side."""

RISK_ICONS: Final[dict[str, tuple[str, str]]] = {
    "no-mentor": ("person", "bad"),
    "mentor-gone": ("door", "bad"),
    "suspended": ("ban", "bad"),
    "held": ("warning", "bad"),
    "infeasible": ("alert-circle", "bad"),
    "expired": ("award", "bad"),
    "late": ("hourglass", "warn"),
    "hours": ("clock", "warn"),
    "overloaded": ("people", "warn"),
    "expiring": ("calendar", "warn"),
}
TASK_ICONS: Final[dict[str, tuple[str, str]]] = {
    "bind": ("key", "accent"),
    "ready": ("award", "ok"),
    "milestone": ("flag", "accent"),
    "fork": ("scales", "bad"),
    "settle": ("scales", "warn"),
    "invitation": ("invitation", "warn"),
    "silent": ("hourglass", "warn"),
    "feedback": ("chat", "accent"),
    "backup": ("drive", "warn"),
}


class OverviewPage(Page):
    """Three questions; each line opens the page behind it with the person selected."""

    name = "overview"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.found: view.Overview | None = None
        self.header = PageHeader(_("Overview"))
        self.cohorts = Card(_("Trainees by month of the programme"), gap=8)
        self.months = QGridLayout()
        self.months.setHorizontalSpacing(8)
        self.columns: dict[int, MonthColumn] = {}
        self.no_trainees = EmptyState(
            _("Nobody is in the programme now"),
            _("Trainees appear here as soon as they are enrolled on the page of people."),
            icon="people",
            action=_("People"),
        )
        self.no_trainees.acted.connect(lambda: self.shell.go("people"))
        self.risks = MorningList(_("At risk"), "risks", most=MOST_LINES)
        self.tasks = MorningList(_("Waits for me"), "tasks", most=MOST_LINES)
        self.risks.opened.connect(self._open_risk)
        self.tasks.opened.connect(self._open_task)
        self._build()

    def _build(self) -> None:
        self.cohorts.body.addLayout(self.months)
        self.cohorts.body.addWidget(self.no_trainees)
        self.no_trainees.hide()
        area = ScrollColumn()
        area.body.addWidget(self.header)
        area.body.addWidget(self.cohorts)
        self.both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.both.setSpacing(theme.GAP)
        for card, share in ((self.risks, 3), (self.tasks, 2)):
            held = QVBoxLayout()
            held.addWidget(card)
            held.addStretch(1)
            self.both.addLayout(held, share)
        area.body.addLayout(self.both)
        area.body.addStretch(1)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(area)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room."""
        wide = event.size().width() >= BESIDE
        self.both.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        super().resizeEvent(event)

    def affected(self, people: frozenset[str]) -> bool:
        """Everybody may be listed."""
        return bool(people)

    def main_control(self) -> QWidget | None:
        """The first line that waits, else the first risk, else the first trainee."""
        lists = (self.tasks.list, self.risks.list, *(one.list for one in self.columns.values()))
        return next((rows[0] for one in lists if (rows := one.rows())), self.no_trainees.button)

    def refresh(self) -> None:
        """Ask the three questions again."""
        self.ask(_asked, self._fill)

    def _fill(self, found: view.Overview) -> None:
        self.found = found
        trainees = sum(len(one.trainees) for one in found.cohorts)
        said = ngettext("{n} trainee", "{n} trainees", trainees).format(n=trainees)
        line = _("{day} · {trainees} · {people} people in all").format(
            day=dates.day_and_weekday(found.on), trainees=said, people=found.people
        )
        self.header.say(_("Overview"), line)
        self._fill_months(found)
        self.risks.show_rows(
            partial(_risk_rows, found),
            len(found.risks),
            _("Nobody is at risk."),
            _("Hours, gate, mentors and certificates of everybody were looked at."),
        )
        self.tasks.show_rows(
            partial(_task_rows, found),
            len(found.tasks),
            _("Nothing waits."),
            _("Keys, invitations, certificates, milestones, records and backups are in order."),
        )

    def _fill_months(self, found: view.Overview) -> None:
        trainees = sum(len(one.trainees) for one in found.cohorts)
        title = _("Trainees by month of the programme")
        self.cohorts.title.setText(_("{title} ({n})").format(title=title, n=trainees) if trainees else title)
        self.no_trainees.setVisible(not trainees)
        months = found.cohorts if trainees else ()
        for number in [one for one in self.columns if one not in {cohort.month for cohort in months}]:
            gone = self.columns.pop(number)
            self.months.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for place, cohort in enumerate(months):
            if cohort.month not in self.columns:
                made = MonthColumn(cohort.month, MOST_IN_MONTH)
                made.opened.connect(partial(self._open_trainee, cohort.month))
                self.columns[cohort.month] = made
            held = self.columns[cohort.month]
            held.show_rows(cohort.title, partial(_cells, cohort), len(cohort.trainees))
            self.months.addWidget(held, 0, place)
        for place in range(self.months.columnCount()):
            self.months.setColumnStretch(place, 1 if place < len(months) else 0)

    # going on

    def _open_trainee(self, month: int, place: int) -> None:
        found = self.found
        cohort = next((one for one in found.cohorts if one.month == month), None) if found is not None else None
        if cohort is not None and 0 <= place < len(cohort.trainees):
            page = "approvals" if month else "people"
            self.shell.go(page, person=cohort.trainees[place].person)

    def _open_risk(self, place: int) -> None:
        if self.found is not None and 0 <= place < len(self.found.risks):
            one = self.found.risks[place]
            self.shell.go(one.page, **one.arguments)

    def _open_task(self, place: int) -> None:
        if self.found is not None and 0 <= place < len(self.found.tasks):
            one = self.found.tasks[place]
            self.shell.go(one.page, **one.arguments)


def _asked(session: Session) -> view.Overview:
    held = organising.INVITATION_DAYS * DAY_MS
    open_ = [view.Open(one.person, one.expires - held, one.expires) for one in organising.pending(session).values()]
    copies = keeping.backups(session.folder)
    return view.overview(session, open_, copies[0].made if copies else view.NO_BACKUP)


def _cells(cohort: view.Cohort) -> list[Selectable]:
    return [
        TraineeCell(
            one.name,
            one.line,
            one.tone,
            wording.old(one.old) if one.old else "",
            key=f"trainee-{one.person}",
        )
        for one in cohort.trainees
    ]


def _risk_rows(found: view.Overview) -> list[Selectable]:
    return [
        MorningRow(
            one.name,
            one.line,
            RISK_ICONS[one.code],
            age=wording.old(one.old) if one.old else "",
            key=f"risk-{one.code}-{one.person}",
        )
        for one in found.risks
    ]


def _task_rows(found: view.Overview) -> list[Selectable]:
    return [
        MorningRow(one.title, one.detail, TASK_ICONS[one.code], key=f"task-{one.code}-{place}")
        for place, one in enumerate(found.tasks)
    ]
