"""The face of the lesson reader: bars, panes, keys, search and text size. What it does is in the page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from trainer import config
from trainer.i18n import _
from trainer.ui import shortcuts
from trainer.ui.reader.aside import AsidePane
from trainer.ui.reader.bars import FindBar, LessonFoot, LessonTop
from trainer.ui.reader.contents import ContentsPane
from trainer.ui.reader.self_check import SelfCheck
from trainer.ui.reader.text import LessonText
from trainer.ui.shell import Page, Shell
from trainer.ui.widgets.base import Plane
from trainer.ui.widgets.feedback import EmptyState
from trainer.ui.widgets.lesson import READING_MAX

WITH_ASIDE, WITH_CONTENTS = 1216, 976
"""Page widths from which the panes stand beside the text (a window of 1280 and 1040 with the rail)."""


class ReaderFrame(Page):
    """Everything the reader shows. A subclass says what the two directions do (`go_on`, `go_back`)."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self._make()
        self._add_keys()

    def _make(self) -> None:
        self.view = LessonText()
        self.check = SelfCheck(READING_MAX)
        self.missing = EmptyState("", icon="book", action=_("Back"))
        self.missing.acted.connect(self.shell.back)
        self.stack = QStackedWidget()
        for part in (self.view, self.check, self.missing):
            self.stack.addWidget(part)
        self.finder = FindBar(self.view)
        self.finder.closed.connect(self.close_find)
        centre = Plane("surface")
        body = QVBoxLayout(centre)
        self.top = LessonTop()
        self.top.back.connect(self.shell.back)
        self.top.size_chosen.connect(self.set_size)
        self.top.pane_asked.connect(self.toggle_pane)
        self.foot = LessonFoot()
        self.foot.previous.clicked.connect(self.go_back)
        self.foot.next.clicked.connect(self.go_on)
        self.contents = ContentsPane()
        self.top.bookmark.clicked.connect(self.toggle_bookmark)
        self.top.report.clicked.connect(self.report_section)
        self.aside = AsidePane()
        self.aside.notes.asked.connect(self.write_note)
        middle, whole = QHBoxLayout(), QVBoxLayout(self)
        body.addWidget(self.finder)
        body.addWidget(self.stack, 1)
        middle.addWidget(self.contents)
        middle.addWidget(centre, 1)
        middle.addWidget(self.aside)
        whole.addWidget(self.top)
        whole.addLayout(middle, 1)
        whole.addWidget(self.foot)
        for holder in (body, middle, whole):
            holder.setContentsMargins(0, 0, 0, 0)
            holder.setSpacing(0)

    def _add_keys(self) -> None:
        single = (
            ("next-section", self.go_on),
            ("previous-section", self.go_back),
            ("note", self.write_note),
            ("bookmark", self.toggle_bookmark),
        )
        for name, call in single:
            self._key(shortcuts.keys("lesson", name), partial(self._if_single_keys, call))
        self._key(shortcuts.keys("lesson", "check"), self.check.check_current)
        self._key(shortcuts.keys("lesson", "find"), self.open_find)
        self._key(shortcuts.keys("lesson", "report"), self.report_section)
        self._key(shortcuts.keys("lesson", "find-next"), self.finder.find_next)
        self._key("Esc", self.escape)
        for pane in ("contents", "aside"):
            self._key(shortcuts.keys("lesson", pane), partial(self.toggle_pane, pane))
        for name, step in (("larger", 1), ("smaller", -1), ("normal", 0)):
            self._key(shortcuts.keys("all", name), partial(self._resize_text, step))

    def _key(self, keys: str, call: Callable[[], object]) -> None:
        made = QShortcut(QKeySequence(keys), self)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.activated.connect(call)

    def _if_single_keys(self, call: Callable[[], object]) -> None:
        if self.shell.settings().single_keys:
            call()

    def panes(self) -> list[QWidget]:
        """F6: contents, text, rules, the two directions."""
        return [self.contents, self.stack, self.aside, self.foot]

    def go_on(self) -> None:
        """J: on to what comes next."""

    def go_back(self) -> None:
        """K: back to what was before."""

    def write_note(self) -> None:
        """N: a note beside the section that is shown."""

    def toggle_bookmark(self) -> None:
        """B: mark the section that is shown, or take its mark away."""

    def report_section(self) -> None:
        """Report a mistake in the section that is shown."""

    def in_check(self) -> bool:
        """Whether the self-check is shown."""
        return self.stack.currentWidget() is self.check

    def toggle_pane(self, which: str) -> None:
        """F9 and F8: show or hide a pane; the choice is kept."""
        pane = self.contents if which == "contents" else self.aside
        shown = not pane.isVisibleTo(self)
        self.shell.keep(**{f"reader_{which}": shown})
        pane.setVisible(shown)

    def _arrange(self) -> None:
        kept = self.shell.settings()
        self.contents.setVisible(kept.reader_contents and self.width() >= WITH_CONTENTS)
        self.aside.setVisible(kept.reader_aside and self.width() >= WITH_ASIDE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Panes fold away on a narrow window; the section stays."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._arrange()

    def open_find(self) -> None:
        """Ctrl+F."""
        self.stack.setCurrentWidget(self.view)
        self.finder.open()

    def close_find(self) -> None:
        """Back to the text."""
        self.finder.hide()
        self.view.setFocus()

    def escape(self) -> None:
        """Esc: close the search, then the rule that is shown."""
        if self.finder.isVisibleTo(self):
            self.close_find()
        elif self.aside.shown:
            self.aside.show_list()
            self._arrange()

    def _resize_text(self, step: int) -> None:
        sizes = list(config.READING_SIZES)
        now = self.shell.settings().reading_size
        at = sizes.index(now) if now in sizes else 1
        self.set_size(sizes[min(max(at + step, 0), len(sizes) - 1)] if step else 16)

    def set_size(self, size: int) -> None:
        """Another text size, at the same section."""
        self.shell.keep(reading_size=size)
        self.top.size_now = size
        self.view.show_size(size)
