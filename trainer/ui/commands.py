"""What can be done from anywhere: the pages and commands that Ctrl+K offers, and the menu of the person signed in.

Commands are the entries of the one table of shortcuts; carrying one out presses its shortcut where it lives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from trainer.config import READING_SIZES, Settings
from trainer.i18n import _
from trainer.ui import icons, shortcuts
from trainer.ui.undo import redo_line, undo_line
from trainer.views.finding import Hit

if TYPE_CHECKING:
    from trainer.ui.frame import AppFrame

NOT_LISTED: Final = frozenset({"search", "keys-too", "next-pane", "previous-pane", "undo", "redo"})
"""Shortcuts that make no sense in a list, or stand there under another name."""

READING_NORMAL: Final = Settings().reading_size
HISTORY: Final = "history"
SIGN_OUT: Final = "sign-out"


def pages(frame: AppFrame) -> list[Hit]:
    """Every page that can be opened, in the order of the sidebar, with its keys."""
    order = frame.sidebar.order
    return [
        Hit(
            "page",
            one.name,
            _(one.title),
            page=one.name,
            keys=f"Alt {order.index(one.name) + 1}" if one.name in order else "",
            icon=one.icon,
        )
        for one in frame.sidebar.openable
    ]


def _lives(frame: AppFrame, one: shortcuts.Shortcut) -> QShortcut | None:
    """The shortcut as it lives in the page, the frame or the window; None where it is not there or switched off."""
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    page = frame.page()
    here: list[QShortcut] = page.findChildren(QShortcut) if page is not None and one.where == frame.here() else []
    here += frame.findChildren(QShortcut, options=direct)
    window: QWidget = frame.window()
    if window is not frame:
        here += window.findChildren(QShortcut, options=direct)
    wanted = QKeySequence(one.keys)
    return next((made for made in here if made.key() == wanted and made.isEnabled()), None)


def _of_table(frame: AppFrame) -> list[Hit]:
    page = frame.here()
    title = next((_(one.title) for one in frame.sidebar.openable if one.name == page), _("This page"))
    found = []
    for one in shortcuts.on_page(page):
        if one.name in NOT_LISTED or one.name[-1].isdigit() or _lives(frame, one) is None:
            continue
        line = title if one.where == page else ""
        found.append(
            Hit(
                "command",
                f"{one.where}:{one.name}",
                _(one.what),
                line,
                keys=shortcuts.cap(one.where, one.name),
                icon="play",
            )
        )
    return found


def names(frame: AppFrame) -> tuple[str, str]:
    """What Ctrl+Z would take back and Ctrl+Shift+Z do again, in words; empty for nothing."""
    held = frame.held()
    undo, redo = frame.steps.names()
    return (held.action() if held is not None else undo), redo


def offers(frame: AppFrame) -> list[Hit]:
    """Everything the frame itself offers: pages, commands of the page and of the program, undo and redo by name."""
    undo, redo = names(frame)
    made = [
        *pages(frame),
        *_of_table(frame),
        Hit("command", "all:undo", undo_line(undo), keys=shortcuts.cap("all", "undo"), icon="undo"),
    ]
    if redo:
        made.append(Hit("command", "all:redo", redo_line(redo), keys=shortcuts.cap("all", "redo"), icon="again"))
    made += [
        Hit("command", HISTORY, _("What I did today"), icon="clock"),
        Hit("command", SIGN_OUT, _("Sign out"), icon="door"),
    ]
    return made


def run(frame: AppFrame, hit: Hit) -> None:
    """Carry out a command."""
    id_ = hit.id.partition("command:")[2] or hit.id  # as «opened last» keeps it
    if id_ == HISTORY:
        show_history(frame)
    elif id_ == SIGN_OUT and frame.shell is not None:
        frame.shell.sign_out()
    elif id_ in {"all:undo", "all:redo"}:
        (frame.undo if id_ == "all:undo" else frame.redo)()
    else:
        press(frame, id_)


def press(frame: AppFrame, id_: str) -> None:
    """Press the shortcut ``where:name``."""
    one = next((each for each in shortcuts.SHORTCUTS if f"{each.where}:{each.name}" == id_), None)
    made = _lives(frame, one) if one is not None else None
    if made is not None:
        made.activated.emit()


def size_text(frame: AppFrame, step: int) -> None:
    """Ctrl and plus, minus or 0 where no lesson is shown: change the size of lesson text and say so."""
    if frame.shell is None:
        return
    here = READING_SIZES.index(frame.shell.settings().reading_size)
    place = min(max(here + step, 0), len(READING_SIZES) - 1) if step else READING_SIZES.index(READING_NORMAL)
    frame.shell.keep(reading_size=READING_SIZES[place])
    said = _("Lesson text: {n} px. The size of everything else is in the settings and needs a restart.")
    frame.toast(said.format(n=READING_SIZES[place]))


def show_history(frame: AppFrame) -> None:
    """What I did today, over the page."""
    from trainer.ui.history import History  # noqa: PLC0415  # when it is asked for

    page = frame.page()
    if page is None:
        return
    made = History(page)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    made.begin()


def menu(frame: AppFrame) -> QMenu:
    """The menu of the person: undo and redo by name, the history of today, help, and out."""
    made = QMenu(frame)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    undo, redo = names(frame)
    _entry(made, "undo", undo_line(undo), "all", "undo").triggered.connect(frame.undo)
    again = _entry(made, "again", redo_line(redo) if redo else _("Nothing to do again"), "all", "redo")
    again.setEnabled(bool(redo))
    again.triggered.connect(frame.redo)
    made.addAction(icons.icon("clock"), _("What I did today")).triggered.connect(lambda: show_history(frame))
    made.addSeparator()
    _entry(made, "desktop", _("Keyboard map"), "window", "keys").triggered.connect(lambda: press(frame, "window:keys"))
    for one in frame.sidebar.openable:
        if one.name in {"help", "about"}:
            opened = made.addAction(icons.icon(one.icon), _(one.title))
            opened.triggered.connect(lambda _on=False, name=one.name: frame.go(name))
    made.addSeparator()
    _entry(made, "lock", _("Lock the window"), "all", "lock").triggered.connect(lambda: press(frame, "all:lock"))
    return made


def _entry(made: QMenu, icon: str, words: str, where: str, name: str) -> QAction:
    """A line with its keys; they are shown only, the shortcut itself lives elsewhere."""
    return made.addAction(icons.icon(icon), f"{words}\t{shortcuts.cap(where, name).replace(' ', '+')}")
