"""The frame of a signed-in person: sidebar or rail, page stack with history, banner and toast."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from trainer.errors import Refused, Trouble
from trainer.i18n import _
from trainer.ui import accessible, commands, shortcuts, theme
from trainer.ui.navigation import Sidebar, entry, installed
from trainer.ui.problems import sentences
from trainer.ui.reading_order import InReadingOrder
from trainer.ui.shell import Page, Shell
from trainer.ui.undo import Steps
from trainer.ui.widgets.base import Plane
from trainer.ui.widgets.feedback import Banner, EmptyState, Toast
from trainer.ui.widgets.sign import SignBox
from trainer.views.counts import counts

if TYPE_CHECKING:
    from trainer.ui.palette import Palette

WIDE = 1200
"""Below this width the sidebar is the rail (ui.md §1.3)."""
PALETTE_AFTER_MS = 1_500
"""When the search of Ctrl+K is made, after the first page was opened."""
CONTENT_MAX = 1440
CENTRED_ABOVE = 1600


class Pages(QStackedWidget):
    """The pages visited. It asks for no room: a page collapses when it gets less, and one that is hidden wants none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pages")

    def minimumSizeHint(self) -> QSize:
        """None; what a page lacks is found by `inspection.lacking_room`."""
        return QSize(0, 0)


@dataclass(slots=True)
class Visit:
    """One place in the history: the page, its arguments, how far it was scrolled."""

    name: str
    arguments: dict[str, Any]
    scroll: int = 0


class AppFrame(InReadingOrder):
    """What a signed-in person sees. Pages are imported on their first visit and kept."""

    def __init__(
        self,
        roles: frozenset[str],
        name: str,
        line: str,
        parent: QWidget | None = None,
        *,
        also: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(parent)
        accessible.install()
        self.setObjectName("frame")
        self.sidebar = Sidebar(roles, name, line, also=also)
        self.sidebar.opened.connect(self.go)
        self.banner = Banner()
        self.stack = Pages()
        self._ground = Plane("bg")
        self._centre = QHBoxLayout(self._ground)
        self._centre.setContentsMargins(0, 0, 0, 0)
        self._centre.addWidget(self.stack)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.banner)
        right.addWidget(self._ground, 1)
        body = QHBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.sidebar)
        body.addLayout(right, 1)
        self.shell: Shell | None = None
        self._pages: dict[str, Page] = {}
        self._behind: list[Visit] = []
        self._ahead: list[Visit] = []
        self._here: Visit | None = None
        self._toast: Toast | None = None
        self.steps = Steps()
        """What Ctrl+Z takes back."""
        self._palette: Palette | None = None
        self.sidebar.person_pressed.connect(lambda: commands.menu(self).popup(self.sidebar.person_corner()))
        self._size_keys: list[QShortcut] = []
        self._counting = self._count_again = False
        self.opened_page: Callable[[str], object] | None = None
        """Told the name of every page that is opened (the last one is opened again after signing in)."""
        self._add_keys()

    def start(self, shell: Shell, page: str = "") -> None:
        """Begin with `page`, or with the person's first one."""
        self.shell = shell
        shell.worker.changed.connect(self._people_changed)
        first = self.sidebar.order[0] if self.sidebar.order else ""
        wanted = page if page in self.sidebar.items() else first
        if wanted:
            self.go(wanted)
        else:
            self.stack.addWidget(EmptyState(_("No page yet"), _("This program has no page for your role.")))
        self._ask_counts()
        QTimer.singleShot(PALETTE_AFTER_MS, self, self._make_palette)

    # history

    def go(self, name: str, /, **arguments: object) -> None:
        """Open a page; where we were can be gone back to."""
        if not self._may_leave():
            return
        if self._here is not None and (self._here.name, self._here.arguments) != (name, arguments):
            self._here.scroll = self._scroll()
            self._behind.append(self._here)
            self._ahead.clear()
        self._open(Visit(name, dict(arguments)))

    def back(self) -> None:
        """Alt+Left: the page before, with its scroll position."""
        if self._behind and self._here is not None and self._may_leave():
            self._here.scroll = self._scroll()
            self._ahead.append(self._here)
            self._open(self._behind.pop())

    def forward(self) -> None:
        """Alt+Right."""
        if self._ahead and self._here is not None and self._may_leave():
            self._here.scroll = self._scroll()
            self._behind.append(self._here)
            self._open(self._ahead.pop())

    def here(self) -> str:
        """The name of the page that is shown, empty for none."""
        return self._here.name if self._here is not None else ""

    def page(self) -> Page | None:
        """What is shown now."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    def may_close(self) -> bool:
        """Whether the shown page lets go."""
        return self._may_leave()

    def _may_leave(self) -> bool:
        page = self.page()
        return page is None or page.leave()

    def _open(self, visit: Visit) -> None:
        if self.shell is None:
            return
        found = entry(visit.name)
        if not installed(found):
            self.banner.say(_("This page is not part of this program yet."))
            return
        page = self._pages.get(visit.name)
        if page is None:
            module, _colon, kind = found.source.partition(":")
            page = getattr(import_module(f"trainer.ui.pages.{module}"), kind)(self.shell)
            self._pages[visit.name] = page
            self.stack.addWidget(page)
        self._here = visit
        self.stack.setCurrentWidget(page)
        _let_go(page)
        self.sidebar.show_current(visit.name)
        for one in self._size_keys:
            one.setEnabled(visit.name != "lesson")  # the reader keeps its place while it changes the size
        self._arrange()
        page.opened(**visit.arguments)
        self._restore(visit)
        page.take_focus()
        if self.opened_page is not None and found.place:
            self.opened_page(visit.name)

    def _area(self) -> QScrollArea | None:
        page = self.page()
        return page.findChild(QScrollArea) if page is not None else None

    def _scroll(self) -> int:
        area = self._area()
        return area.verticalScrollBar().value() if area is not None else 0

    def _restore(self, visit: Visit) -> None:
        if visit.scroll:
            area = self._area()
            if area is not None:
                QTimer.singleShot(0, area, lambda: area.verticalScrollBar().setValue(visit.scroll))

    # size

    def _arrange(self) -> None:
        rail = self.width() < WIDE or (self._here is not None and entry(self._here.name).rail)
        self.sidebar.set_rail(rail)
        room = self.width() - self.sidebar.width()
        full = self._here is not None and entry(self._here.name).rail
        side = (room - CONTENT_MAX) // 2 if room > CENTRED_ABOVE and not full else 0
        self._centre.setContentsMargins(side, 0, side, 0)
        if self._toast is not None:
            self._place_toast()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Sidebar or rail."""
        super().resizeEvent(event)
        self._arrange()

    # what comes in

    def _people_changed(self, people: frozenset[str]) -> None:
        page = self.page()
        if page is not None and page.affected(people):
            page.refresh()
        self._ask_counts()

    def _ask_counts(self) -> None:
        """The figures of all entries, once for everything that changed meanwhile; the page's own questions go first."""
        if self.shell is None or self._counting:
            self._count_again = self._counting
            return
        self._counting = True
        work = partial(counts, pages=self.sidebar.counted())
        self.shell.worker.ask(work, self._counted, self._not_counted, self)

    def _counted(self, found: dict[str, int]) -> None:
        self._counting = False
        for page, n in found.items():
            self.sidebar.set_count(page, n)
        if self._count_again:
            self._count_again = False
            self._ask_counts()

    def _not_counted(self, error: Exception) -> None:
        self._counting = False
        self.problem(error)

    def problem(self, error: Exception) -> None:
        """The default place for Refused and Trouble: the banner over the page."""
        if isinstance(error, (Refused, Trouble)):
            self.banner.say(*sentences(error))

    def toast(
        self,
        text: str,
        undo: Callable[[], object] | None = None,
        action: str = "",
        *,
        redo: Callable[[], object] | None = None,
    ) -> None:
        """Show one toast; the one before goes. What can be undone stays on the list of Ctrl+Z after the toast is gone."""
        self._drop_toast()
        offered = undo
        if undo is not None and not action:
            step = self.steps.did(text, undo, redo)
            offered = partial(self.steps.undo, step)
        self._toast = Toast(text, offered, action, self)
        self._toast.gone.connect(self._toast_gone)
        self._place_toast()
        self._toast.show()
        self._toast.raise_()

    def _drop_toast(self) -> None:
        if self._toast is not None:
            self._toast.hide()
            self._toast.deleteLater()
            self._toast = None

    def _place_toast(self) -> None:
        if self._toast is not None:
            self._toast.move(self.sidebar.width() + theme.MARGIN, self.height() - self._toast.height() - theme.MARGIN)

    def _toast_gone(self) -> None:
        self._toast = None

    def held(self) -> SignBox | None:
        """A signature on this page that waits for its 8 seconds."""
        page = self.page()
        return next((one for one in page.findChildren(SignBox) if one.holding()), None) if page is not None else None

    def undo(self) -> None:
        """Ctrl+Z where no text field takes it: a signature that is being held, else the last local step; what was
        signed is never taken back in silence, so where nothing is left the list of today opens.
        """
        held = self.held()
        if held is not None:
            held.take_back()
        elif self.steps.undo() is not None:
            self._drop_toast()
        else:
            commands.show_history(self)

    def redo(self) -> None:
        """Ctrl+Shift+Z."""
        self.steps.redo()

    # keys

    def _add_keys(self) -> None:
        for name, call in (
            ("back", self.back),
            ("forward", self.forward),
            ("search", self.search),
            ("next-pane", lambda: self._pane(1)),
            ("previous-pane", lambda: self._pane(-1)),
            ("undo", self.undo),
            ("redo", self.redo),
        ):
            QShortcut(QKeySequence(shortcuts.keys("all", name)), self).activated.connect(call)
        for n, page in enumerate(self.sidebar.order, 1):
            made = QShortcut(QKeySequence(shortcuts.keys("all", f"go-{n}")), self)
            made.activated.connect(lambda it=page: self.go(it))
        for name, step in (("larger", 1), ("smaller", -1), ("normal", 0)):
            made = QShortcut(QKeySequence(shortcuts.keys("all", name)), self)
            made.activated.connect(partial(commands.size_text, self, step))
            self._size_keys.append(made)

    def search(self) -> None:
        """Ctrl+K: everything that can be opened and done."""
        palette = self._make_palette()
        if palette is not None:
            palette.begin(commands.offers(self))

    def _make_palette(self) -> Palette | None:
        """The search, once: made ahead in a quiet moment, so that Ctrl+K opens it within a frame."""
        from trainer.ui.palette import Palette  # noqa: PLC0415  # not part of the first page

        if self._palette is None and self.shell is not None:
            self._palette = Palette(self.shell, partial(commands.run, self), self)
        return self._palette

    def _pane(self, step: int) -> None:
        """F6: from the sidebar through the panes the page names, and round."""
        page = self.page()
        panes = [self.sidebar, *(_panes(page) if page is not None else [])]
        holding = [at for at, one in enumerate(panes) if _holds(one, self.focusWidget())]
        target = panes[((holding[-1] if holding else 0) + step) % len(panes)]
        control = page.main_control() if page is not None else None
        if control is None or not _holds(target, control):
            control = next(filter(_takes_focus, target.findChildren(QWidget)), None)
        if control is not None:
            control.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _let_go(page: Page) -> None:
    """What had the focus is hidden, and the toolkit gave it to the next control; the page decides where it goes."""
    stray = page.window().focusWidget()  # also while a dialog that is closing has the keyboard
    if _holds(page, stray):
        stray.clearFocus()


def _holds(pane: QWidget, control: QWidget | None) -> bool:
    return control is not None and (pane is control or pane.isAncestorOf(control))


_PANES = {"bar": 0, "paneLeft": 1, "main": 2, "paneRight": 3, "card": 3, "foot": 4}
"""Kinds of frames that F6 leads to, in reading order (ui.md §4.2); a card only where it is the panel at the right."""


def _panes(page: Page) -> list[QWidget]:
    """The panes a page names; else its bars, side panes and panel, and its main control where it lies in none of them."""
    if named := page.panes():
        return [one for one in named if one.isVisible()]
    parts: list[tuple[int, QWidget]] = [
        (_PANES[str(one.property("kind"))], one)
        for one in page.findChildren(QFrame)
        if one.isVisible() and one.property("kind") in _PANES and (one.property("kind") != "card" or _is_panel(one))
    ]
    parts = [(place, one) for place, one in parts if any(_takes_focus(inner) for inner in one.findChildren(QWidget))]
    main = page.main_control()
    if main is not None and not any(_holds(one, main) for _place, one in parts):
        parts.append((_PANES["main"], main))
    return [one for _place, one in sorted(parts, key=lambda part: part[0])] or [page]


def _is_panel(one: QFrame) -> bool:
    from trainer.ui.widgets.page import DetailPanel  # noqa: PLC0415  # with the first page that has one

    return isinstance(one, DetailPanel)


def _takes_focus(control: QWidget) -> bool:
    return bool(control.focusPolicy() & Qt.FocusPolicy.TabFocus) and control.isVisible() and control.isEnabled()
