"""Reviews (ui.md §3.1): what comes back today, the week ahead, what does not stick; one round is an attempt like any other."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from trainer.actions import assessing
from trainer.documents import tables
from trainer.i18n import _
from trainer.ui import theme
from trainer.ui.saving import save_table
from trainer.ui.shell import Page, Shell
from trainer.ui.widgets.base import Card, Elided, Icon, Label, Rule, clear, column, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.feedback import EmptyState
from trainer.ui.widgets.page import PageHeader, ScrollColumn
from trainer.ui.widgets.reviews import ForecastCard, LeechLine
from trainer.views import reviews as views
from trainer.views.reviews import LogRow, Reviews, Source
from trainer.wording import reviews as said
from trainer.wording.library import questions

SIDE: int = 392
"""The right column, as wide as on Today."""


class ReviewsPage(Page):
    """See the module text."""

    name = "reviews"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.found: Reviews | None = None
        self.export = Button(_("Export the log…"), icon="download", name="reviews-export")
        self.export.clicked.connect(self._export)
        self.header = PageHeader(_("Reviews"), "", self.export)
        self.forecast = ForecastCard()
        self.rules = QVBoxLayout()
        self.forecast.body.addLayout(self.rules)
        self.empty = EmptyState("", icon="again", action=_("Review early"))
        self.empty.acted.connect(self._from_empty)
        self.leech_card = Card(_("What does not stick"), gap=0)
        self.leech_card.setObjectName("leech-card")
        self.leeches = QVBoxLayout()
        self.leech_card.body.addLayout(self.leeches)
        self._lay_out(self._make_round())

    def _make_round(self) -> Card:
        card = Card(_("Today"), " ", gap=8)
        card.setObjectName("round-card")
        self.round_card = card
        self.what = Label("", "heading", tabular=True)
        self.detail = Label("", "small", "ink2", wrap=True, tabular=True)
        self.go = Button("", "primary", icon="play", size=theme.LARGE, name="reviews-go")
        self.go.setAutoDefault(True)
        self.go.clicked.connect(self.begin)
        self.sources = QVBoxLayout()
        self.sources.setSpacing(0)
        self.done = Label("", "small", "ok", wrap=True, tabular=True)
        self.due_part = QWidget()
        inner = column(self.what, self.detail, 4, row(self.go, None), 8, self.sources, gap=4)
        self.due_part.setLayout(inner)
        for part in (self.due_part, self.empty, self.done):
            card.body.addWidget(part)
        return card

    def _lay_out(self, card: Card) -> None:
        left = column(card, None, gap=theme.GAP)
        side = column(self.forecast, self.leech_card, None, gap=theme.GAP)
        for one in (self.forecast, self.leech_card):
            one.setFixedWidth(SIDE)
        both = QHBoxLayout()
        both.setSpacing(theme.GAP)
        both.addLayout(left, 1)
        both.addLayout(side)
        area = ScrollColumn()
        area.body.addWidget(self.header)
        area.body.addLayout(both, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def main_control(self) -> QWidget | None:
        """The round, else reviewing early, else the log."""
        wanted = (self.go, self.empty.button, self.export)
        return next((one for one in wanted if one.isVisibleTo(self) and one.isEnabled()), None)

    def refresh(self) -> None:
        """Ask again."""
        self.ask(views.reviews, self.show_found)

    def show_found(self, found: Reviews) -> None:
        """Fill the page."""
        self.found = found
        short = found.brief
        self.header.say(_("Reviews"), found.line)
        self.shell.count("reviews", short.due)
        self.export.setVisible(bool(found.cards))
        self._show_round(found)
        self.done.setText(found.done)
        self.done.setVisible(bool(found.done))
        self.forecast.show_days(short.bars, short.backlog)
        clear(self.rules)
        for rule in found.rules:
            self.rules.addWidget(Label(rule, "caption", "ink2", wrap=True, tabular=True))
        clear(self.leeches)
        self.leech_card.setVisible(bool(found.leeches))
        for place, one in enumerate(found.leeches):
            if place:
                self.leeches.addWidget(Rule())
            line = LeechLine(one)
            line.opened.connect(self._read_again)
            self.leeches.addWidget(line)

    def _show_round(self, found: Reviews) -> None:
        short = found.brief
        asked = bool(short.due or short.running)
        self.due_part.setVisible(asked)
        self.empty.setVisible(not asked)
        self.empty.say(*found.empty, _("Review early") if found.early else "" if found.cards else _("Practise a case"))
        self.what.setText(said.running(found.left, found.of) if short.running else said.due(short.due))
        self.detail.setText(said.about(short.seconds, _("other figures each time, feedback at once")))
        self.go.setText(_("Go on") if short.running else _("Start the review"))
        clear(self.sources)
        for place, one in enumerate(found.sources):
            if place:
                self.sources.addWidget(Rule())
            self.sources.addLayout(_source(one))

    # acting

    def begin(self) -> None:
        """Start today's round, or go on with the one that was begun."""
        if self.found is not None and self.found.brief.running:
            self.shell.go("attempt", attempt=self.found.brief.running)
        elif self.found is not None:
            self._begin(early=False)

    def _begin(self, *, early: bool) -> None:
        self.do(
            lambda session: assessing.practise_reviews(session, early=early),
            lambda attempt: self.shell.go("attempt", attempt=attempt),
        )

    def _from_empty(self) -> None:
        """The next day's questions early; before there is any question, to the cases they come from."""
        if self.found is not None and self.found.early:
            self._begin(early=True)
        else:
            self.shell.go("tests")

    def _read_again(self, kind: str, id_: str) -> None:
        if kind == "lesson":
            self.shell.go("lesson", lesson=id_)
        else:
            self.shell.go("library", kind="case", id=id_)

    def _export(self) -> None:
        name = _("Reviews {day}.csv").format(day=self.shell.today().isoformat())
        path, _filter = QFileDialog.getSaveFileName(self, _("Export"), name, _("Table (*.csv)"))
        if path:
            self.ask(views.log, lambda rows: save_table(self, Path(path), table_of(rows)))


def table_of(rows: tuple[LogRow, ...]) -> tables.Table:
    """The log in py-fsrs's columns, which are not translated."""
    heads = ("card_id", "rating", "review_datetime", "review_duration")
    return tables.Table(heads, [(one.card_id, one.rating, one.review_datetime, one.review_duration) for one in rows])


def _source(one: Source) -> QHBoxLayout:
    line = row(Icon("books", "ink2", 18), gap=12, margins=(0, 8, 0, 8))
    line.addWidget(Elided(one.title), 1)
    line.addWidget(Label(questions(one.questions), "small", "ink2", tabular=True))
    return line
