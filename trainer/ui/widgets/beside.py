"""A list and its panel: side by side where there is room, else the panel is a drawer over the list (ui.md §1.3)."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from trainer.i18n import _
from trainer.ui import theme
from trainer.ui.widgets.buttons import Button

NARROW = 1000
"""Below this width of both together the panel is a drawer."""


class Beside(QWidget):
    """`main` at the left, `panel` at the right. Put `toggle` into the page's header: it opens the drawer.

    A page says `fill(True)` when there is something to show; closing the docked panel lasts until the next `fill`.
    """

    def __init__(self, main: QWidget, panel: QWidget, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._main, self._panel, self._wide = main, panel, width
        self._filled = False
        self._drawer = False
        panel.setFixedWidth(width)
        main.setParent(self)
        panel.setParent(self)
        panel.hide()
        self.toggle = Button("", "icon", icon="panel", spoken=_("Details"), name="panel-toggle")
        self.toggle.setCheckable(True)
        self.toggle.toggled.connect(self._toggled)
        self.toggle.hide()

    def narrow(self) -> bool:
        """Whether the panel is a drawer now."""
        return self.width() < NARROW

    def fill(self, filled: bool) -> None:
        """There is something to show in the panel, or nothing."""
        self._filled = filled
        self._place()

    def close_panel(self) -> None:
        """Close the drawer, or the panel until it is filled again."""
        if self.narrow():
            self.toggle.setChecked(False)
        else:
            self._filled = False
            self._place()

    def _toggled(self, on: bool) -> None:
        self._drawer = on
        self._place()

    def sizeHint(self) -> QSize:
        """Both side by side."""
        return QSize(self._main.sizeHint().width() + theme.GAP + self._wide, self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """The list alone: the panel can lie over it."""
        least = self._main.minimumSizeHint()
        return QSize(max(least.width(), self._wide), max(least.height(), 240))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Dock or undock."""
        super().resizeEvent(event)
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the drawer."""
        if event.key() == Qt.Key.Key_Escape and self.narrow() and self._drawer:
            self.toggle.setChecked(False)
        else:
            super().keyPressEvent(event)

    def _place(self) -> None:
        narrow = self.narrow()
        self.toggle.setVisible(narrow and self._filled)
        shown = self._filled and (self._drawer or not narrow)
        room = self.width() if narrow or not shown else self.width() - self._wide - theme.GAP
        self._main.setGeometry(0, 0, room, self.height())
        self._panel.setGeometry(self.width() - self._wide, 0, self._wide, self.height())
        self._panel.setVisible(shown)
        if shown:
            self._panel.raise_()
