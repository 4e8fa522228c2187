"""The text of a lesson and where somebody is in it: the section shown, and the sections read to their end."""

from __future__ import annotations

import html
from collections.abc import Collection, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from trainer.ui.widgets.lesson import LessonView
from trainer.views.lesson import LessonRow
from trainer.wording import learning

PAGE = 0.85
"""How much of the screen is scrolled by «Read on»: the last lines stay."""


class LessonText(LessonView):
    """`moved` when another section is shown or one more was read to its end.

    `current` counts the sections from 0. A section is read when its end was on the screen; what flies past while the
    text takes its size, or is jumped over, is not.
    """

    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self._from_lesson, column=True, parent=parent)
        self.current = 0
        self.seen: set[str] = set()
        self._row: LessonRow | None = None
        self._ids: Sequence[str] = ()
        self._headings: list[int] = []
        self._settling = False
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.look())

    def _from_lesson(self, name: str) -> bytes | None:
        return self._row.pictures.get(name.removeprefix("pack:")) if self._row is not None else None

    def show_lesson(self, found: LessonRow, size: int, seen: Collection[str], at: int) -> None:
        """Show a lesson at a section, with what was read earlier; `size` is the reading size in px."""
        self._row = found
        self._ids = [one.id for one in found.sections]
        self.seen = set(seen)
        self.show_size(size)
        self.settle(at)

    def show_size(self, size: int) -> None:
        """The same lesson at another size, at the same section."""
        found = self._row
        if found is None:
            return
        self._settling = True
        facts = learning.lesson_facts(found.week, found.week_title, found.number, found.minutes, found.revised)
        parts = [f"<h1>{html.escape(found.title)}</h1><p class='meta'>{html.escape(facts)}</p>"]
        parts += [f"<h2>{html.escape(one.title)}</h2>{one.html}" for one in found.sections]
        self.show_html("".join(parts), size)
        self._headings = [place for place, one in enumerate(self.sections()) if one.level == 2]
        self._settling = False
        self.settle(self.current)

    def settle(self, at: int) -> None:
        """Go to a section as soon as the text has its size; scrolling until then is not reading."""
        self.current = at
        if not self._settling:
            self._settling = True
            QTimer.singleShot(0, self, self._settled)

    def open_section(self, at: int) -> None:
        """Go to a section now."""
        self.current = at
        self._settled()

    def _settled(self) -> None:
        self._settling = True
        if self._headings and self.current:
            self.go_to(self._headings[min(self.current, len(self._headings) - 1)])
        elif self._headings:
            self.verticalScrollBar().setValue(0)
        self._settling = False
        self.look()

    def read_on(self) -> None:
        """Scroll on by most of a screen."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + round(self.viewport().height() * PAGE))
        self.look()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The section stays where it is."""
        at = self.current
        super().resizeEvent(event)
        self.settle(at)

    def look(self) -> None:
        """Which section is shown, and which ends are on the screen now."""
        if self._settling or not self._headings or not self.isVisible():
            return
        top, bottom = self.on_screen()
        here, before = 0, len(self.seen)
        for place, id_ in enumerate(self._ids):
            if self.top_of(self._headings[place]) <= top + 48:
                here = place
            if top <= self._end_of(place) <= bottom:
                self.seen.add(id_)
        if len(self.seen) > before or here != self.current:
            self.current = here
            self.moved.emit()

    def _end_of(self, place: int) -> float:
        """Where the text of a section ends, px from the beginning of the lesson."""
        if place + 1 < len(self._headings):
            return self.top_of(self._headings[place + 1]) - 32
        return self.top_of(len(self.sections())) - 8
