"""The library: search as you type, filters, and the case, rule or lesson itself (`ui.md` §3.7)."""

from __future__ import annotations

from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QStyleOptionComboBox, QVBoxLayout, QWidget

from trainer.actions import assessing
from trainer.domain.people import WHO_MAY
from trainer.i18n import _, language
from trainer.ui import shortcuts, theme
from trainer.ui.reporting import report
from trainer.ui.shell import Page, Shell
from trainer.ui.widgets.base import Card, KeyCap, Label, RowList, Selectable, row
from trainer.ui.widgets.buttons import Button, Choice
from trainer.ui.widgets.feedback import EmptyState
from trainer.ui.widgets.fields import SearchField
from trainer.ui.widgets.page import PageHeader, ScrollColumn
from trainer.ui.widgets.reading import ReadingView
from trainer.ui.widgets.rows import CaseRow
from trainer.ui.worker import Job
from trainer.views.library import TAXONOMY, ResultRow, Results, Thing, counts, results, thing

COVERS_BELOW: Final = 1144
"""Width of the window below which the reading view covers the list (ui.md §1.3)."""
LIST_WIDTH: Final = 360


FILTER_WIDTH: Final = (112, 184)
"""A filter is as wide as its words within these bounds, px; longer words end in …."""


class FilterChoice(Choice):
    """A filter of the library: as wide as what is chosen, so that four stand beside the title."""

    def fit(self) -> None:
        """Take the width of the words."""
        least, most = FILTER_WIDTH
        words = self.fontMetrics().horizontalAdvance(self.currentText()) + 72
        self.setFixedWidth(min(max(words, least), most))
        self.setToolTip(self.currentText() if words > most else "")

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """Words that do not fit are elided."""
        super().initStyleOption(option)
        room = self.width() - 70
        option.currentText = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)


class LibraryPage(Page):
    """Search at the left, reading at the right. Arguments of `go`: `search` puts the cursor into the search field;
    `kind` (case, policy, lesson) and `id` open that one.
    """

    name: ClassVar[str] = "library"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self._rows: tuple[ResultRow, ...] = ()
        self._asked: Job | None = None
        self._want: tuple[str, str] = ("", "")
        self._reading = False
        self._pinned = False
        self._counted = False
        self.filters = {name: self._filter(name) for name in TAXONOMY}
        self.clear = Button(_("Clear"), "text", name="library-clear")
        self.clear.clicked.connect(self._clear)
        self.feedback = Button("", "icon", icon="chat", spoken=_("Content feedback"), name="library-feedback")
        self.feedback.clicked.connect(lambda: self.shell.go("feedback"))
        self.header = PageHeader(_("Library"), "", *self.filters.values(), self.clear, self.feedback)
        self.left = self._build_list()
        self.reading = ReadingView()
        self.reading.can_practise = bool(self.shell.roles & WHO_MAY["attempt.start"].roles)
        self.reading.practise.connect(self._practise)
        self.reading.open_lesson.connect(lambda id_: self.shell.go("lesson", lesson=id_))
        self.reading.thing_pressed.connect(lambda kind, id_: self.shell.go("library", kind=kind, id=id_))
        self.reading.reported.connect(partial(report, self))
        self.reading.back.connect(self.shell.back)
        self.reading.show_thing(None)
        panes = QHBoxLayout()
        panes.setSpacing(theme.GAP)
        panes.addWidget(self.left)
        panes.addWidget(self.reading, 1)
        body = QVBoxLayout(self)
        body.setContentsMargins(theme.MARGIN, theme.MARGIN_TOP, theme.MARGIN, theme.MARGIN)
        body.setSpacing(12)
        body.addWidget(self.header)
        body.addLayout(panes, 1)

        key = QShortcut(QKeySequence(shortcuts.keys("library", "report")), self)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(self._report)

    def _report(self) -> None:
        kind, id_ = self.reading.subject()
        if kind:
            report(self, kind, id_)

    def _filter(self, name: str) -> FilterChoice:
        words = {
            "industry": (_("All industries"), _("Industry")),
            "problem": (_("All problems"), _("Problem")),
            "risk": (_("All risks"), _("Risk")),
            "horizon": (_("All horizons"), _("Horizon")),
        }[name]
        options = [("", words[0]), *((code, text.in_(language())) for code, text in TAXONOMY[name].items())]
        made = FilterChoice(options, spoken=words[1], neutral="", name=f"library-{name}")
        made.currentIndexChanged.connect(lambda _place: made.fit())
        made.fit()
        made.changed.connect(lambda _code: self._search())
        return made

    def _build_list(self) -> Card:
        card = Card(gap=8)
        card.body.setContentsMargins(12, 12, 12, 12)
        card.setFixedWidth(LIST_WIDTH)
        self.search = SearchField(_("Search cases, rules and lessons"), name="library-search", height=theme.LARGE)
        self.search.typed.connect(lambda _text: self._search())
        self.search.down.connect(self._into_list)
        self.line = Label("", "caption", "ink2", tabular=True)
        self.list = RowList(name=_("Results"))
        self.list.setObjectName("library-results")
        self.list.chosen.connect(self._chosen)
        area = ScrollColumn(gap=0, margins=(0, 0, 0, 0))
        area.setObjectName("library-list")
        area.body.addWidget(self.list)
        self.area = area
        self.empty = EmptyState(_("Nothing found"), "", icon="search", action=_("Clear the search and filters"))
        self.empty.acted.connect(self._clear_all)
        self.stack = QStackedWidget()
        self.stack.addWidget(area)
        self.stack.addWidget(self.empty)
        self.stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        card.body.addWidget(self.search)
        card.body.addLayout(row(self.line, None, KeyCap("↑"), KeyCap("↓"), gap=8, margins=(4, 0, 4, 0)))
        card.body.addWidget(self.stack, 1)
        return card

    # coming

    def opened(self, **arguments: object) -> None:
        """Show the list, or the thing named in the arguments, and the list beside it."""
        kind, id_ = str(arguments.get("kind", "")), str(arguments.get("id", ""))
        if kind and id_:
            self._want = (kind, id_)
            self._reading = self._pinned = True
            self._read(kind, id_)
        else:
            self._reading = False
        self._arrange()
        if not self._counted:
            self._counted = True
            self.ask(counts, lambda line: self.header.say(_("Library"), line))
        self.refresh()
        if text := str(arguments.get("text", "")):
            self.search.setText(text)
        if arguments.get("search"):
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.selectAll()

    def main_control(self) -> QWidget | None:
        """The search field."""
        return self.search

    def affected(self, people: frozenset[str]) -> bool:
        """Content does not change with records."""
        del people
        return False

    # searching

    def asked(self) -> dict[str, str]:
        """The filters that are set, by name."""
        return {name: choice.code() for name, choice in self.filters.items() if choice.code()}

    def refresh(self) -> None:
        """Search again; an older answer on its way is dropped."""
        if self._asked is not None:
            self._asked.cancel()
        text, filters = self.search.text(), self.asked()
        self.clear.setVisible(bool(filters))
        self._asked = self.ask(lambda session: results(session, text, filters), self._show)

    def _search(self) -> None:
        """Another question: what was opened from elsewhere gives way to the first result."""
        self._pinned = False
        self.refresh()

    def _show(self, found: Results) -> None:
        self._asked = None
        keep = self._want
        self._rows = found.rows
        self.line.setText(found.line)
        made: list[Selectable] = []
        for one in found.rows:
            line = (one.title, one.title_marks), (one.line, one.line_marks)
            made.append(CaseRow(*line, one.tags))
            made[-1].setObjectName(f"result-{one.kind}-{one.id}")
        place = next((at for at, one in enumerate(found.rows) if (one.kind, one.id) == keep), -1)
        self.list.set_rows(made, place)
        self.stack.setCurrentWidget(self.area if made else self.empty)
        if not made:
            self._say_empty(found)
        elif place < 0 and not self._pinned and not self._covers():
            self.list.select(0)
            self._take(found.rows[0])

    def _say_empty(self, found: Results) -> None:
        title = _("Nothing found for “{text}”").format(text=found.text) if found.text.strip() else _("Nothing found")
        help_ = _("The filters are on; without them there may be more.") if self.asked() else _("Try fewer characters.")
        self.empty.say(title, help_, _("Clear the search and filters"))

    def _clear(self) -> None:
        for choice in self.filters.values():
            choice.set_code("")
        self._search()

    def _clear_all(self) -> None:
        for choice in self.filters.values():
            choice.set_code("")
        self.search.empty()

    def _into_list(self) -> None:
        """Down from the field: to the best hit; without a search to what is shown beside."""
        rows = self.list.rows()
        if rows:
            place = 0 if self.search.text().strip() else max(self.list.current(), 0)
            rows[place].setFocus(Qt.FocusReason.TabFocusReason)

    # reading

    def _chosen(self, place: int) -> None:
        if not 0 <= place < len(self._rows):
            return
        one = self._rows[place]
        chosen = self.list.rows()[place]
        self.area.ensureWidgetVisible(chosen, 0, 8)
        if self._covers():
            self.shell.go("library", kind=one.kind, id=one.id)
        else:
            self._take(one)

    def _take(self, one: ResultRow) -> None:
        self._pinned = False
        self._want = (one.kind, one.id)
        self._read(one.kind, one.id)

    def _read(self, kind: str, id_: str) -> None:
        self.ask(partial(thing, kind=kind, id_=id_), lambda found: self._show_thing(kind, id_, found))

    def _show_thing(self, kind: str, id_: str, found: Thing | None) -> None:
        if (kind, id_) == self._want:
            self.reading.show_thing(found)

    def _practise(self, case: str) -> None:
        self.do(
            lambda session: assessing.practise_case(session, case),
            lambda attempt: self.shell.go("attempt", attempt=attempt),
        )

    # size

    def _covers(self) -> bool:
        return self.window().width() < COVERS_BELOW

    def _arrange(self) -> None:
        covers = self._covers()
        self.left.setVisible(not covers or not self._reading)
        self.reading.setVisible(not covers or self._reading)
        self.reading.back_button.setVisible(covers)
        self.left.setMaximumWidth(LIST_WIDTH if not covers else 16_777_215)
        self.left.setMinimumWidth(LIST_WIDTH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side, or one over the other."""
        super().resizeEvent(event)
        self._arrange()
