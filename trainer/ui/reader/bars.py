"""The bars of the reader: where the lesson stands and how far it is read above, the two directions below; the search."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from trainer import config
from trainer.i18n import _
from trainer.ui import theme
from trainer.ui.widgets.base import Elided, Icon, KeyCap, Label, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.fields import SearchField
from trainer.ui.widgets.lesson import LessonView
from trainer.ui.widgets.page import BottomBar, TopBar
from trainer.ui.widgets.progress import ProgressBar


class LessonTop(TopBar):
    """Back, week and lesson at the left; share read, text size and the two panes at the right."""

    back = Signal()
    size_chosen = Signal(int)
    pane_asked = Signal(str)
    """``contents`` or ``aside``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(height=56, parent=parent)
        self.title.hide()
        self.week = Elided("", "body", "ink2")
        self.lesson = Elided("", "strong")
        leave = Button("", "icon", icon="left", size=theme.SMALL, spoken=_("Back"), name="lesson-back")
        leave.clicked.connect(self.back)
        self.left.addWidget(leave)
        self.left.addWidget(self.week)
        self.left.addWidget(Icon("right", "ink2", 14))
        self.left.addWidget(self.lesson)
        self.percent = Label("", "caption", "ink2", tabular=True)
        self.bar = ProgressBar(spoken=_("Read so far"))
        self.bar.setFixedWidth(120)
        self.right.addSpacing(12)
        self.right.addWidget(self.percent)
        self.right.addWidget(self.bar)
        self.size_button = self._icon("text", _("Text size"), "lesson-size")
        self.size_button.clicked.connect(self._offer_sizes)
        self.bookmark = self._icon("bookmark", _("Bookmark this section"), "lesson-bookmark")
        self.bookmark.setCheckable(True)
        self.report = self._icon("chat", _("Report a mistake…"), "lesson-report")
        self._icon("list", _("Contents (F9)"), "lesson-contents").clicked.connect(
            partial(self.pane_asked.emit, "contents")
        )
        self._icon("panel", _("Terms, notes and rules (F8)"), "lesson-rules").clicked.connect(
            partial(self.pane_asked.emit, "aside")
        )
        self.size_now = 16

    def _icon(self, drawing: str, spoken: str, name: str) -> Button:
        made = Button("", "icon", icon=drawing, size=theme.SMALL, spoken=spoken, name=name)
        self.right.addWidget(made)
        return made

    def show_title(self, week: str, lesson: str) -> None:
        """The breadcrumb."""
        self.week.setText(week)
        self.lesson.setText(lesson)

    def show_share(self, share: float) -> None:
        """How much of the lesson was on the screen, 0 to 1."""
        self.percent.setText(_("{n}% read").format(n=round(share * 100)))
        self.bar.set_share(share, spoken=self.percent.text())

    def _offer_sizes(self) -> None:
        menu = QMenu(self)
        menu.setObjectName("lesson-sizes")
        for size in config.READING_SIZES:
            one = menu.addAction(_("{n} px").format(n=size))
            one.setCheckable(True)
            one.setChecked(size == self.size_now)
            one.triggered.connect(partial(self.size_chosen.emit, size))
        menu.popup(self.size_button.mapToGlobal(self.size_button.rect().bottomLeft()))


class LessonFoot(BottomBar):
    """Previous at the left, what counts in the middle, the primary button at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.previous = Button(_("Previous"), "text", icon="left", name="lesson-previous")
        self.says = Label("", "small", "ink2")
        self.says.setObjectName("lesson-says")
        self.next = Button("", "primary", size=theme.LARGE, name="lesson-next")
        self.caps = (KeyCap("K"), KeyCap("J"))
        self.left.addWidget(self.previous)
        self.left.addWidget(self.caps[0])
        self.centre.addWidget(self.says)
        self.right.addWidget(self.caps[1])
        self.right.addWidget(self.next)

    def show_next(self, words: str, why: str) -> None:
        """The words of the primary button; `why` says why it cannot be pressed (then it stands in the middle too)."""
        self.next.setText(words)
        self.next.setEnabled(not why)
        self.next.setAccessibleDescription(why)
        self.next.updateGeometry()

    def show_keys(self, *, on: bool) -> None:
        """Key caps only where single keys work."""
        for cap in self.caps:
            cap.setVisible(on)


class FindBar(QWidget):
    """Ctrl+F: a search in the text of a lesson. `closed` when it is closed."""

    closed = Signal()

    def __init__(self, view: LessonView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self.field = SearchField(_("Find in this lesson"), name="lesson-find")
        self.field.typed.connect(self.find_first)
        self.field.returnPressed.connect(self.find_next)
        self.none = Label("", "caption", "ink2")
        close = Button("", "icon", icon="cross", size=28, spoken=_("Close"), name="lesson-find-close")
        close.clicked.connect(self.closed)
        self.setLayout(row(self.field, self.none, close, gap=8, margins=(24, 10, 24, 10)))
        self.hide()

    def open(self) -> None:
        """Show it, ready to type."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def find_first(self, text: str) -> None:
        """The first place of the text."""
        cursor = self._view.textCursor()
        cursor.setPosition(0)
        self._view.setTextCursor(cursor)
        found = bool(text) and self._view.find(text)
        self.none.setText("" if found or not text else _("Not in this lesson"))

    def find_next(self) -> None:
        """F3 and Enter: the next place, from the beginning again after the last."""
        text = self.field.text()
        if text and not self._view.find(text):
            self.find_first(text)
