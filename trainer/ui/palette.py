"""Ctrl+K: one field in which pages, commands, people, lessons, cases, policies and help pages are found by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QListView,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from trainer import local
from trainer.i18n import N_, _
from trainer.ui import icons, theme
from trainer.ui.shell import Shell
from trainer.ui.widgets.base import Frame, KeyCap, Label, row, text_width
from trainer.ui.widgets.feedback import EmptyState
from trainer.ui.widgets.fields import SearchField
from trainer.ui.worker import Job
from trainer.views import finding
from trainer.views.finding import Hit

WIDTH: Final = 640
HEIGHT: Final = 480
TOP: Final = 72
"""The window of the search: its size, and how far below the upper edge of the program's window it stands, px."""
HEAD: Final = 30
LINE: Final = 36

TITLES: Final = {
    "recent": N_("Opened last"),
    "page": N_("Pages"),
    "command": N_("Commands"),
    "person": N_("People"),
    "lesson": N_("Lessons"),
    "case": N_("Cases"),
    "policy": N_("Rules"),
    "term": N_("Terms"),
    "help": N_("Help"),
}

Part = Hit | str
"""A hit, or the name of the group that begins here."""


def parts_of(hits: Sequence[Hit]) -> list[Part]:
    """Hits with the name of each group before its first one."""
    found: list[Part] = []
    for place, one in enumerate(hits):
        if not place or hits[place - 1].group != one.group:
            found.append(one.group)
        found.append(one)
    return found


class Model(QAbstractListModel):
    """The results; the names of the groups cannot be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.parts: list[Part] = []

    def fill(self, hits: Sequence[Hit]) -> None:
        """Show these."""
        self.beginResetModel()
        self.parts = parts_of(hits)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """How many lines."""
        return 0 if parent is not None and parent.isValid() else len(self.parts)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a line, also for screen readers."""
        one = self.parts[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _(TITLES[one]) if isinstance(one, str) else one.title
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and isinstance(one, Hit):
            return one.line
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Only hits can be chosen."""
        if isinstance(self.parts[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class Painter(QStyledItemDelegate):
    """A hit: icon, title, what it is, its keys; a group: its name."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Heights of ui.md §1.3."""
        del option
        model = index.model()
        head = isinstance(model, Model) and isinstance(model.parts[index.row()], str)
        return QSize(WIDTH, HEAD if head else LINE)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one line."""
        model = index.model()
        if not isinstance(model, Model):
            return
        one = model.parts[index.row()]
        box = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(one, str):
            painter.setFont(theme.font("captionStrong"))
            painter.setPen(theme.color("ink2"))
            painter.drawText(box.adjusted(12, 6, -12, 0), Qt.AlignmentFlag.AlignVCenter, _(TITLES[one]))
        else:
            view = option.widget
            chosen = isinstance(view, QListView) and view.currentIndex() == index
            self._hit(painter, box, one, chosen=chosen)
        painter.restore()

    @staticmethod
    def _hit(painter: QPainter, box: QRect, one: Hit, *, chosen: bool) -> None:
        if chosen:
            painter.setPen(theme.color("accent"))
            painter.setBrush(theme.color("accentSoft"))
            painter.drawRoundedRect(box.adjusted(2, 1, -2, -1), theme.RADIUS, theme.RADIUS)
        middle = Qt.AlignmentFlag.AlignVCenter
        icons.draw(painter, one.icon, "accentInk" if chosen else "ink2", (box.left() + 12, box.top() + 9), 18)
        right = box.right() - 12
        if one.keys:
            painter.setFont(theme.font("caption"))
            width = painter.fontMetrics().horizontalAdvance(one.keys) + 11
            cap = QRect(right - width, box.top() + 8, width, theme.KEYCAP)
            painter.setPen(theme.color("line2"))
            painter.setBrush(theme.color("raised"))
            painter.drawRoundedRect(cap, 4, 4)
            painter.setPen(theme.color("ink2"))
            painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, one.keys)
            right = cap.left() - 12
        left = box.left() + 42
        title = QRect(left, box.top(), min(text_width("body", one.title) + 2, right - left), box.height())
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("ink"))
        metrics = painter.fontMetrics()
        painter.drawText(title, middle, metrics.elidedText(one.title, Qt.TextElideMode.ElideRight, title.width()))
        room = QRect(title.right() + 16, box.top(), right - title.right() - 16, box.height())
        if one.line and room.width() > 60:
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color("ink2"))
            words = painter.fontMetrics().elidedText(one.line, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, words)


class Palette(QDialog):
    """The search over everything. It is made once for a frame; `begin` shows it with what can be opened and done here.

    `run(hit)` carries out a command; anything else is opened by the shell.
    """

    def __init__(self, shell: Shell, run: Callable[[Hit], object], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("palette")
        self.setWindowTitle(_("Search and commands"))
        self.setModal(True)
        self.resize(WIDTH, HEIGHT)
        self.shell, self._run = shell, run
        self._here: tuple[Hit, ...] = ()
        self._recent: tuple[Hit, ...] = ()
        self._asked: Job | None = None
        self._said = ""
        self._open_first = False
        self._before: QWidget | None = None
        self.field = SearchField(
            _("Search pages, commands, people and the library"), name="palette-search", height=theme.LARGE
        )
        self.field.typed.connect(self.look)
        self.field.installEventFilter(self)
        self.model = Model(self)
        self.list = self._make_list()
        self.empty = EmptyState("", "", icon="search")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        foot = row(
            KeyCap("↑"), KeyCap("↓"), Label(_("Choose"), "caption", "ink2"), 8, KeyCap("Enter"),
            Label(_("Open"), "caption", "ink2"), 8, KeyCap("Esc"), Label(_("Close"), "caption", "ink2"), None, gap=6,
        )  # fmt: skip
        sheet = Frame("toast", margins=(12, 12, 12, 10), gap=8)
        sheet.body.addWidget(self.field)
        sheet.body.addWidget(self.stack, 1)
        sheet.body.addLayout(foot)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(sheet)

    def _make_list(self) -> QListView:
        made = QListView()
        made.setObjectName("palette-results")
        made.setAccessibleName(_("Results"))
        made.setModel(self.model)
        made.setItemDelegate(Painter(made))
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setFrameShape(QListView.Shape.NoFrame)
        made.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setMouseTracking(True)
        made.clicked.connect(self._clicked)
        return made

    # opening and closing

    def begin(self, here: Sequence[Hit]) -> None:
        """Show it, with the pages and commands `here`; the cursor stands in the empty field."""
        self._before = QApplication.focusWidget()
        self._here = tuple(here)
        self._said, self._open_first = "", False
        self.field.blockSignals(True)
        self.field.clear()
        self.field.clear_button.hide()
        self.field.blockSignals(False)
        self._show_empty()
        parent = self.parentWidget()
        if parent is not None:
            window = parent.window()
            self.move(window.mapToGlobal(QPoint((window.width() - self.width()) // 2, TOP)))
        self.open()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.shell.worker.ask(finding.recent, self._take_recent, self.shell.problem, self)

    def done(self, result: int) -> None:
        """Closed: the focus goes back to where it was."""
        super().done(result)
        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible():
            before.activateWindow()  # not every window manager does it when a dialog closes
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    # searching

    def _take_recent(self, found: tuple[Hit, ...]) -> None:
        titles = {f"{one.group}:{one.id}": one for one in self._here}
        pages = {one.page for one in self._here if one.page} | {"lesson"}
        known = [replace(titles[one.id], group="recent", id=one.id) if one.id in titles else one for one in found]
        fixed = ("page:", "command:")  # of these only what is offered here and now
        offered = [one for one in known if one.id in titles or (one.page in pages and not one.id.startswith(fixed))]
        self._recent = tuple(replace(one, icon=_icon(one)) for one in offered)
        if not self._said:
            self._show_empty()

    def _show_empty(self) -> None:
        """Nothing typed: what was opened last, the commands of this page, the pages."""
        commands = [one for one in self._here if one.group == "command" and one.line]
        pages = [one for one in self._here if one.group == "page"]
        self._show((*self._recent[: finding.EACH], *commands, *pages))

    def look(self, text: str) -> None:
        """Search for `text`; what the frame itself offers stands there at once, the rest when the reader has it."""
        self._said = text.strip()
        if self._asked is not None:
            self._asked.cancel()
            self._asked = None
        if not self._said:
            self._open_first = False
            self._show_empty()
            return
        here = finding.fitting(self._here, self._said)
        self._asked = self.shell.worker.ask(
            partial(finding.found, text=self._said), partial(self._found, here), self.shell.problem, self
        )

    def _found(self, here: tuple[Hit, ...], others: tuple[Hit, ...]) -> None:
        self._asked = None
        self._show(finding.ordered((*here, *others)))
        if self._open_first:
            self._open_first = False
            self.choose()

    def _show(self, hits: Sequence[Hit]) -> None:
        self.model.fill(hits)
        self.stack.setCurrentWidget(self.list if hits else self.empty)
        if hits:
            self._select(1)  # the first line names its group
        else:
            said = _("Nothing found for “{text}”").format(text=self._said)
            self.empty.say(said, _("Try fewer characters."))
            self._announce(said)

    # choosing

    def hits(self) -> list[Hit]:
        """What is shown, without the names of the groups."""
        return [one for one in self.model.parts if isinstance(one, Hit)]

    def current(self) -> Hit | None:
        """What Enter would open."""
        place = self.list.currentIndex().row()
        one = self.model.parts[place] if 0 <= place < len(self.model.parts) else None
        return one if isinstance(one, Hit) else None

    def _select(self, place: int) -> None:
        self.list.setCurrentIndex(self.model.index(place, 0))
        self.list.scrollTo(self.model.index(max(place - 1, 0), 0))
        self.list.scrollTo(self.model.index(place, 0))
        one = self.current()
        if one is not None:
            self._announce(_("{title}. {what}").format(title=one.title, what=one.line or _(TITLES[one.group])))

    def _announce(self, said: str) -> None:
        """The focus stays in the field, so a screen reader is told what the arrows came to."""
        self.field.setAccessibleDescription(said)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, said))

    def step(self, by: int) -> None:
        """Up or down, over the names of the groups, round at the ends."""
        places = [at for at, one in enumerate(self.model.parts) if isinstance(one, Hit)]
        here = self.list.currentIndex().row()
        if places:
            at = places.index(here) if here in places else 0
            far = min(max(at + by, 0), len(places) - 1) if abs(by) > 1 else (at + by) % len(places)
            self._select(places[far])

    def choose(self) -> None:
        """Open or do what is chosen. Typed and not yet searched for: what will stand first."""
        if self.field.text().strip() != self._said:
            self.look(self.field.text())
        if self._asked is not None:
            self._open_first = True
            return
        one = self.current()
        if one is None:
            return
        self.accept()
        self._remember(one)
        if one.page:
            self.shell.go(one.page, **dict(one.arguments))
        else:
            self._run(one)

    def _remember(self, one: Hit) -> None:
        group, id_ = one.group, one.id
        if group == "recent":
            kind, _colon, id_ = one.id.partition(":")
        else:
            kind = str(group)
        title = "" if kind == "person" else one.title  # names stay in the records, where they can be erased
        kept = local.Opened(group=kind, id=id_, title=title, page=one.page, arguments=one.arguments)
        folder, me = self.shell.folder, self.shell.me
        self.shell.worker.run(lambda: local.keep_opened(folder, me, kept), None, self.shell.problem, self)

    def _clicked(self, index: QModelIndex) -> None:
        if isinstance(self.model.parts[index.row()], Hit):
            self.list.setCurrentIndex(index)
            self.choose()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows, PgUp, PgDn, Enter and Esc of the field are the list's; a composing input method gets them before."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            key = Qt.Key(event.key())
            if key in moves:
                self.step(moves[key])
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.choose()
                return True
            if key == Qt.Key.Key_Escape:
                self.reject()
                return True
        return super().eventFilter(watched, event)


def _icon(one: Hit) -> str:
    if one.icon != "search":
        return one.icon
    kinds = {"lesson": "book", "case": "file", "policy": "scales", "person": "person", "help": "info", "term": "text"}
    return kinds.get(one.id.partition(":")[0], "clock")
