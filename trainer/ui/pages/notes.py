"""My notes: everything somebody wrote and marked in lessons, in the order of the programme; found, opened, taken along."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from trainer.i18n import _, ngettext
from trainer.ui import theme
from trainer.ui.saving import proposed, save_text
from trainer.ui.shell import Page, Shell
from trainer.ui.widgets.base import Card, Icon, Label, RowList, Selectable, clear, column, row
from trainer.ui.widgets.buttons import Button, Segments
from trainer.ui.widgets.feedback import EmptyState
from trainer.ui.widgets.fields import SearchField
from trainer.ui.widgets.page import PageHeader, ScrollColumn
from trainer.views import notes as views
from trainer.views.notes import NoteRow
from trainer.wording import dates, learning
from trainer.wording.lines import joined


class NoteLine(Selectable):
    """A note or a bookmark; choosing it opens the lesson at its section."""

    def __init__(self, one: NoteRow, when: str, parent: QWidget | None = None) -> None:
        super().__init__("row", parent=parent)
        self.row = one
        self.setObjectName(f"note-{one.note or one.section}")
        said = one.text or _("Bookmark")
        place = joined(one.section_title or _("This section is no longer in the lesson"), when)
        self.setAccessibleName(said)
        self.setAccessibleDescription(place)
        text = Label(said, "body", wrap=True)
        text.setTextFormat(Qt.TextFormat.PlainText)
        mark = Icon("note" if one.note else "bookmark", "ink2", 18)
        words = column(text, Label(place, "caption", "ink2", wrap=True, tabular=True), gap=2)
        line = row(gap=12)
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        self.body.addLayout(line)


class NotesPage(Page):
    """See the module text."""

    name = "notes"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.rows: tuple[NoteRow, ...] = ()
        self.export = Button(_("Save as a text file…"), icon="download", name="notes-export")
        self.export.clicked.connect(self._export)
        self.header = PageHeader(
            _("My notes"), _("Only on this computer. Nobody else sees them, and they count for nothing."), self.export
        )
        self.search = SearchField(_("Search my notes"), name="notes-search")
        self.search.typed.connect(lambda _text: self._show())
        self.filter = Segments(
            [("all", _("All")), ("notes", _("Notes")), ("bookmarks", _("Bookmarks"))], "all", spoken=_("What is listed")
        )
        self.filter.setObjectName("notes-filter")
        self.filter.changed.connect(lambda _code: self._show())
        self.count = Label("", "caption", "ink2", tabular=True)
        self.lists = QVBoxLayout()
        self.lists.setSpacing(16)
        self.empty = EmptyState("", icon="note", action=_("Open the learning path"))
        self.empty.acted.connect(self._leave_empty)
        area = ScrollColumn(gap=16, margins=(theme.MARGIN, theme.MARGIN_TOP, theme.MARGIN, theme.MARGIN))
        area.body.addWidget(self.header)
        area.body.addLayout(row(self.search, self.filter, None, self.count, gap=12))
        area.body.addLayout(self.lists)
        area.body.addWidget(self.empty)
        area.body.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def main_control(self) -> QWidget | None:
        """The search."""
        return self.search

    def refresh(self) -> None:
        """Ask for everything."""
        self.ask(views.notebook, self._take)

    def _take(self, found: tuple[NoteRow, ...]) -> None:
        self.rows = found
        self._show()

    def shown(self) -> tuple[NoteRow, ...]:
        """What search and filter leave."""
        wanted, kind = self.search.text().strip().casefold(), self.filter.current()
        return tuple(
            one
            for one in self.rows
            if (kind == "all" or bool(one.note) == (kind == "notes"))
            and wanted in f"{one.text}\n{one.section_title}\n{one.lesson_title}".casefold()
        )

    def _show(self) -> None:
        shown = self.shown()
        clear(self.lists)
        for (lesson, title, week), group in groupby(shown, key=lambda one: (one.lesson, one.lesson_title, one.week)):
            self.lists.addWidget(
                self._card(joined(learning.week_title(week) if week else "", title or lesson), [*group])
            )
        notes = sum(bool(one.note) for one in shown)
        marks = len(shown) - notes
        self.count.setText(
            joined(
                ngettext("{n} note", "{n} notes", notes).format(n=notes),
                ngettext("{n} bookmark", "{n} bookmarks", marks).format(n=marks),
            )
        )
        self.export.setEnabled(any(one.note for one in self.rows))
        self.empty.setVisible(not shown)
        if self.rows:
            self.empty.say(_("Nothing found"), _("No note holds these words."), _("Clear the search and filters"))
        else:
            self.empty.say(
                _("No notes yet"),
                _("In a lesson N writes a note beside the section, B marks it."),
                _("Open the learning path"),
            )

    def _card(self, title: str, rows: list[NoteRow]) -> Card:
        card = Card(title, gap=0)
        listed = RowList(name=title)
        today = self.shell.today()
        lines: list[Selectable] = []
        for one in rows:
            line = NoteLine(one, dates.moment(one.time, today))
            line.chosen.connect(partial(self._open, one))  # Enter and click; arrows only move inside the list
            lines.append(line)
        listed.set_rows(lines)
        card.body.addWidget(listed)
        return card

    def _open(self, one: NoteRow) -> None:
        self.shell.go("lesson", lesson=one.lesson, section=one.section)

    def _leave_empty(self) -> None:
        if self.rows:
            self.search.empty()
            self.filter.set_current("all")
            self._show()
        else:
            self.shell.go("path")

    def _export(self) -> None:
        title = _("My notes")
        path, _filter = QFileDialog.getSaveFileName(self, title, proposed(f"{title}.md"), _("Text (*.md)"))
        if path:
            text = views.as_markdown(tuple(one for one in self.rows if one.note), title)
            save_text(self, Path(path), text)
