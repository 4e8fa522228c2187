"""How a page is laid out: its heading, its scrolling column, its bars and panes, its panel at the right."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from trainer.i18n import _
from trainer.ui import theme
from trainer.ui.widgets.base import Avatar, Card, Elided, Frame, Label, clear, column
from trainer.ui.widgets.buttons import Button


class PageHeader(QWidget):
    """Title, one line of context, and the actions of the page at the right."""

    def __init__(self, title: str, context: str = "", *actions: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Elided(title, "title")
        self.context = Elided(context, "small", "ink2")
        self._body = QHBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(12)
        self._body.addLayout(column(self.title, self.context, gap=0), 1)
        self.setMinimumHeight(52)
        self.set_actions(*actions)

    def set_actions(self, *actions: QWidget) -> None:
        """Put these at the right."""
        for one in actions:
            self._body.addWidget(one, 0, Qt.AlignmentFlag.AlignVCenter)

    def say(self, title: str, context: str = "") -> None:
        """Other words."""
        self.title.setText(title)
        self.context.setText(context)


class _Column(QWidget):
    """What scrolls: as high as its words need at the width it has. Qt asks for the height at the smallest width, and
    would offer to scroll over nothing.
    """

    def __init__(self, area: QScrollArea) -> None:
        super().__init__()
        self._area = area

    def minimumSizeHint(self) -> QSize:
        """The width of the widest part, the height at the width of the area."""
        least = super().minimumSizeHint()
        layout = self.layout()
        if layout is None or not layout.hasHeightForWidth():
            return least
        width = max(self._area.viewport().width(), least.width())
        return QSize(least.width(), layout.totalHeightForWidth(width))


class ScrollColumn(QScrollArea):
    """A column that scrolls when it is higher than the page. Put things into `body`."""

    def __init__(
        self,
        *,
        gap: int = theme.GAP,
        margins: tuple[int, int, int, int] = (theme.MARGIN, theme.MARGIN_TOP, theme.MARGIN, theme.MARGIN),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if not margins[2]:
            self.verticalScrollBar().setProperty("beside", "words")  # which would touch it
        inner = _Column(self)
        inner.setProperty("kind", "column")
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(*margins)
        self.body.setSpacing(gap)
        self.setWidget(inner)
        self.viewport().setAutoFillBackground(False)


class TopBar(Frame):
    """The bar of a rail page: 64 px (56 in the reader), left part in `left`, right part in `right`."""

    def __init__(self, title: str = "", *, height: int = 64, parent: QWidget | None = None) -> None:
        super().__init__("bar", margins=(theme.MARGIN, 0, theme.MARGIN, 0), parent=parent)
        self.setFixedHeight(height)
        self.title = Elided(title, "subheading")
        self.left = QHBoxLayout()
        self.left.setSpacing(8)
        self.left.addWidget(self.title)
        self.right = QHBoxLayout()
        self.right.setSpacing(8)
        line = QHBoxLayout()
        line.addLayout(self.left)
        line.addStretch(1)
        line.addLayout(self.right)
        self.body.addLayout(line)


class BottomBar(Frame):
    """The bar at the foot of a rail page, 64 px: `left`, `centre` and `right`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("foot", margins=(theme.MARGIN, 0, theme.MARGIN, 0), parent=parent)
        self.setFixedHeight(64)
        self.left, self.centre, self.right = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        line = QHBoxLayout()
        for part in (self.left, self.centre, self.right):
            part.setSpacing(8)
        line.addLayout(self.left)
        line.addStretch(1)
        line.addLayout(self.centre)
        line.addStretch(1)
        line.addLayout(self.right)
        self.body.addLayout(line)


class Pane(Frame):
    """A side pane of a fixed width; its column `content` scrolls when it has to."""

    def __init__(self, side: str, width: int, *, pad: int = 16, gap: int = 8, parent: QWidget | None = None) -> None:
        super().__init__("paneLeft" if side == "left" else "paneRight", parent=parent)
        self.setFixedWidth(width)
        self.area = ScrollColumn(gap=gap, margins=(pad, 16, pad, 16))
        self.content = self.area.body
        self.body.addWidget(self.area)

    def show_whole(self, part: QWidget) -> None:
        """Scroll so that a part that was just shown can be seen, once it has its place."""
        QTimer.singleShot(0, part, lambda: self.area.ensureWidgetVisible(part, 0, 12))


class DetailPanel(Card):
    """The drill-down at the right: who, a line, a way to close it; `content` is its column, `foot` its row of actions."""

    closed = Signal()

    def __init__(self, *, closable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(gap=8, parent=parent)
        self.avatar = Avatar("", 40)
        self.name = Elided("", "subheading")
        self.line = Elided("", "caption", "ink2")
        self.side = QHBoxLayout()
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.avatar)
        head.addLayout(column(self.name, self.line, gap=0), 1)
        head.addLayout(self.side)
        if closable:
            close = Button("", "icon", icon="cross", size=theme.SMALL, spoken=_("Close"), name="panel-close")
            close.clicked.connect(self.closed)
            head.addWidget(close)
        self.content = QVBoxLayout()
        self.content.setSpacing(8)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(8)
        self.body.addLayout(head)
        self.body.addSpacing(4)
        self.body.addLayout(self.content, 1)
        self.body.addLayout(self.foot)

    def show_person(self, name: str, line: str) -> None:
        """Whose details these are."""
        self.avatar.set_name(name)
        self.name.setText(name)
        self.line.setText(line)


class Pairs(QWidget):
    """Lines of a caption at the left and a figure at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pairs: list[tuple[str, str]] = []
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(4)

    def set_pairs(self, pairs: list[tuple[str, str]]) -> None:
        """Show these."""
        if pairs == self._pairs:
            return
        self._pairs = list(pairs)
        clear(self._body)
        for name, value in pairs:
            line = QWidget()
            inner = QHBoxLayout(line)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.setSpacing(12)
            inner.addWidget(Label(name, "small", "ink2"), 0, Qt.AlignmentFlag.AlignTop)
            right = Label(value, "small", wrap=True, tabular=True)
            right.setAlignment(Qt.AlignmentFlag.AlignRight)
            inner.addWidget(right, 1)
            self._body.addWidget(line)
