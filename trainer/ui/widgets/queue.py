"""The list of what waits: one Tab stop, arrow keys, nothing moves under the hand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer.i18n import _
from trainer.ui import theme
from trainer.ui.reading_order import scroll_to
from trainer.ui.widgets.base import Label, clear, row
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.page import Pane
from trainer.ui.widgets.rows import QueueRow
from trainer.views.mentoring import QueueItem
from trainer.wording import mentoring

STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -5, Qt.Key.Key_PageDown: 5}


class QueueList(QWidget):
    """Rows in the order they are given. `chosen(str)` gives the key of the one to be shown."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queue")
        self._items: tuple[QueueItem, ...] = ()
        self._rows: dict[str, QueueRow] = {}
        self._current = ""
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(8)

    def keys(self) -> tuple[str, ...]:
        """What is shown, in its order."""
        return tuple(item.key for item in self._items)

    def items(self) -> tuple[QueueItem, ...]:
        """The same as they were given."""
        return self._items

    def holds_focus(self) -> bool:
        """Whether somebody is choosing here."""
        return any(one.hasFocus() for one in self._rows.values())

    def row(self, key: str) -> QueueRow:
        """One row. KeyError when it is not there."""
        return self._rows[key]

    def show_items(self, items: Sequence[QueueItem], current: str) -> None:
        """Show these; the focus stays in the list when it was there."""
        if tuple(items) != self._items:
            focused = self.holds_focus()
            self._items = tuple(items)
            clear(self._body)
            self._rows = {}
            for item in items:
                made = QueueRow(
                    mentoring.ICONS[item.kind], item.kicker, item.wait, item.title, item.line, late=item.late
                )
                made.setObjectName(f"queue-{item.kind}")
                made.chosen.connect(lambda key=item.key: self.chosen.emit(key))
                made.installEventFilter(self)
                self._rows[item.key] = made
                self._body.addWidget(made)
            if focused and current in self._rows:
                self._rows[current].setFocus(Qt.FocusReason.OtherFocusReason)
        self.set_current(current)

    def set_current(self, key: str) -> None:
        """Mark the one that is shown; it alone can be reached with Tab."""
        self._current = key
        stop = key if key in self._rows else next(iter(self._rows), "")
        for one, shown in self._rows.items():
            shown.set_selected(one == key)
            shown.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one == stop else Qt.FocusPolicy.ClickFocus)

    def current_row(self) -> QWidget | None:
        """The row that is marked, or the first one."""
        return self._rows.get(self._current) or next(iter(self._rows.values()), None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows, Home and End choose."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            keys = self.keys()
            here = next((n for n, key in enumerate(keys) if self._rows[key] is watched), 0)
            target = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(keys) - 1}.get(Qt.Key(event.key()))
            if (step := STEPS.get(Qt.Key(event.key()))) is not None:
                target = max(0, min(len(keys) - 1, here + step))
            if target is not None and keys:
                self._rows[keys[target]].setFocus(Qt.FocusReason.TabFocusReason)
                scroll_to(self._rows[keys[target]])
                if target != here:
                    self.chosen.emit(keys[target])
                return True
        return super().eventFilter(watched, event)


class QueuePane(Pane):
    """The pane at the left of the sign-off page: the list, whose it is when only one learner's is shown, and the way to
    what was watched without a request.
    """

    def __init__(self, width: int, parent: QWidget | None = None) -> None:
        super().__init__("left", width, parent=parent)
        self.list = QueueList()
        self.order = Label(_("by waiting time"), "caption", "ink2")
        self.whose = Button("", "text", icon="cross", size=theme.SMALL, name="queue-all")
        self.whose.hide()
        self.observe = Button(_("Observe a practical …"), icon="plus", name="observe")
        self.content.addLayout(row(Label(_("Waiting for me"), "strong"), None, self.order))
        self.content.addWidget(self.whose, 0, Qt.AlignmentFlag.AlignLeft)
        self.content.addWidget(self.list)
        self.content.addSpacing(8)
        self.content.addWidget(self.observe)
        self.content.addStretch(1)

    def say_whose(self, name: str, *, only: bool) -> None:
        """The button that shows everybody again; `only` this learner's are listed, whose `name` may not be known."""
        self.whose.setVisible(only)
        self.whose.setText(_("Only {name}").format(name=name) if name else _("Show everybody"))
        spoken = _("Only {name}: show everybody").format(name=name) if name else _("Show everybody")
        self.whose.setAccessibleName(spoken)
