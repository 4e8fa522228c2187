"""The pane at the left of a lesson: its sections with what was read, and the other lessons of the week."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from trainer.i18n import _, ngettext
from trainer.ui.widgets.base import Label, RowList, row
from trainer.ui.widgets.page import Pane
from trainer.ui.widgets.rows import ContentsRow, Heading
from trainer.views.lesson import LessonRow
from trainer.wording import learning

WIDTH = 248


class ContentsPane(Pane):
    """`section_chosen(int)`: a section, or the self-check behind the last one. `unit_chosen(kind, id)`: of the week."""

    section_chosen = Signal(int)
    unit_chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("left", WIDTH, pad=12, gap=4, parent=parent)
        self.setObjectName("lesson-contents-pane")
        self._shown: tuple[object, ...] = ()
        self._units: list[tuple[str, str]] = []
        self.count = Label("", "caption", "ink2", tabular=True)
        head = row(Label(_("In this lesson"), "caption", "ink2"), None, self.count, margins=(12, 4, 12, 0))
        self.sections = RowList(name=_("In this lesson"))
        self.sections.setObjectName("lesson-sections")
        self.sections.chosen.connect(self.section_chosen)
        self.week = Label("", "caption", "ink2")
        self.units = RowList(name=_("Lessons of this week"))
        self.units.setObjectName("lesson-units")
        self.units.chosen.connect(lambda place: self.unit_chosen.emit(*self._units[place]))
        self.content.addLayout(head)
        self.content.addWidget(self.sections)
        self.content.addSpacing(12)
        self.content.addLayout(row(self.week, margins=(12, 0, 12, 0)))
        self.content.addWidget(self.units)
        self.content.addStretch(1)

    def show_lesson(self, found: LessonRow, seen: Collection[str], current: int, *, answered: bool) -> None:
        """Show where somebody is. Rows are only built again when something changed."""
        state = (found.id, frozenset(seen), current, answered, found.week_units)
        if state == self._shown:
            return
        focused = any(one.hasFocus() for one in self.sections.rows())
        self._shown = state
        headings: list[Heading] = []
        for place, one in enumerate(found.sections):
            word = "current" if place == current else "read" if one.id in seen else "unread"
            headings.append(Heading(one.title, word))  # type: ignore[arg-type]  # the three words are states
        if found.questions:
            count = len(found.questions)
            title = ngettext("Self-check · {n} question", "Self-check · {n} questions", count).format(n=count)
            here = current >= len(found.sections)
            headings.append(Heading(title, "current" if here else "read" if answered else "quiz"))
        done = sum(one.id in seen for one in found.sections)
        self.count.setText(_("{done} / {total}").format(done=done, total=len(found.sections)))
        self.sections.set_rows([ContentsRow(one) for one in headings], current)
        self.week.setText(learning.week_title(found.week) if found.week_units else "")
        self._units = [(one.kind, one.id) for one in found.week_units]
        words: list[Heading] = []
        for unit in found.week_units:
            title = f"{unit.number}  {unit.title}" if unit.kind == "lesson" else unit.title
            word = "quiz" if unit.kind == "paper" else "unread"
            if unit.state in {"done", "confirmed"}:
                word = "read"
            elif unit.id == found.id:
                word = "current"
            words.append(Heading(title, word))  # type: ignore[arg-type]  # the words are states
        self.units.set_rows([ContentsRow(one) for one in words])
        if focused and current < len(headings):
            self.sections.rows()[current].setFocus()
