"""What a page gets, and what a page is. Pages know this module, the widgets and the views; never each other or a store."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import ClassVar, Protocol, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from trainer.config import Settings
from trainer.ledger.keyring import KeyFile
from trainer.session import Session
from trainer.ui.reading_order import bring_into_sight, stops
from trainer.ui.worker import Job, Worker

T = TypeVar("T")


class Go(Protocol):
    """`go("lesson", code="W04-1")`: open a page by its name in `window.PAGES`, with what it should show."""

    def __call__(self, page: str, /, **arguments: object) -> None:
        """Open the page."""


class Toast(Protocol):
    """`toast(text, undo)`: say where a result is, or offer to take the last action back.

    The toast stands 8 s; Ctrl+Z takes the action back after that, too, and Ctrl+Shift+Z does it again where `redo` says
    how. `text` names the action in the menu.
    """

    def __call__(
        self,
        text: str,
        undo: Callable[[], object] | None = None,
        action: str = "",
        *,
        redo: Callable[[], object] | None = None,
    ) -> None:
        """Show it; `action` replaces the word on the button (default: Undo), and then it is no undo."""


@dataclass(frozen=True, slots=True)
class Shell:
    """Everything a page may touch.

    `me` is the signed-in person's id, `name` the name on the key, `roles` what the organisation bound to it. `today`
    and `now` (ms UTC) follow `--on`. `settings()` are this computer's, `keep(**changes)` writes them. `problem` shows
    Refused or Trouble in the default place. `count(page, n)` sets the figure in the sidebar. `idle()` is the number of
    seconds since the last key or pointer event in the window. `folder` is the data folder (for file dialogs, never for reading records).
    """

    worker: Worker
    me: str
    name: str
    roles: frozenset[str]
    go: Go
    back: Callable[[], None]
    toast: Toast
    problem: Callable[[Exception], None]
    today: Callable[[], date]
    now: Callable[[], int]
    settings: Callable[[], Settings]
    keep: Callable[..., None]
    sign_out: Callable[[], None]
    count: Callable[[str, int], None]
    idle: Callable[[], int]
    folder: Path
    monotonic: Callable[[], float] = time.monotonic
    """Seconds of a clock that nobody can set: for study time and the time of an attempt."""


@dataclass(frozen=True, slots=True)
class Start:
    """What a page before signing in gets (look around, found an organisation, join one, restore a backup).

    Work goes through `worker.run`; `done(key_file)` returns to the welcome page with that key open, `back` without.
    `look(folder, key_file)` signs in as somebody of the demonstration in that folder.
    """

    worker: Worker
    folder: Path
    now: Callable[[], int]
    done: Callable[[Path | None], None]
    back: Callable[[], None]
    problem: Callable[[Exception], None]
    look: Callable[[Path, KeyFile], None] = lambda _folder, _key: None


class Page(QWidget):
    """One screen. A subclass builds its widgets in `__init__`, fills them in `refresh` and is reused on every visit.

    `name` is its name in `window.PAGES` and its objectName. Every control in it has an objectName too. Data come from
    `self.ask(view, then)`; records are written by `self.do(action, then)`.
    """

    name: ClassVar[str] = ""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell = shell
        self._owes_focus = False
        self.setObjectName(self.name)

    def opened(self, **arguments: object) -> None:
        """Shown (again), with the arguments of `go`. Takes them and calls `refresh`; override where there are arguments."""
        del arguments
        self.refresh()

    def refresh(self) -> None:
        """Ask the views again and show the answer. Called by `opened`, and when somebody it shows has changed."""

    def affected(self, people: frozenset[str]) -> bool:
        """Whether a change of these people's records concerns what is shown. Default: my own."""
        return self.shell.me in people

    def leave(self) -> bool:
        """Called before another page is shown; False keeps this one (unsaved text that cannot be kept otherwise)."""
        return True

    def main_control(self) -> QWidget | None:
        """Where the focus goes when the page opens: its main task."""
        return None

    def take_focus(self) -> None:
        """The focus goes to the main task; on a page that is not filled yet, with the answer that brings it."""
        control = self.main_control()
        if control is not None and control.focusPolicy() == Qt.FocusPolicy.NoFocus:  # what holds the controls
            control = next(iter(stops(control)), None)
        shown = control is not None and (control.isVisible() or not self.isVisible()) and control.isVisibleTo(self)
        self._owes_focus = control is None or not shown or not control.isEnabled()
        if control is not None and not self._owes_focus:
            control.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, control, partial(bring_into_sight, control))  # once it has its place

    def _has_focus(self) -> bool:
        here = QApplication.focusWidget()
        if here is None or here.focusPolicy() == Qt.FocusPolicy.NoFocus:  # a column whose button went away
            return False
        return here is self or self.isAncestorOf(here)

    def _take_in(self, then: Callable[[T], object], found: T) -> None:
        """Show an answer. What had the focus may be gone with it: then the main task gets it."""
        had_focus = self._has_focus()
        then(found)
        here = QApplication.focusWidget()
        elsewhere = here is not None and here.window() is not self.window()
        if self._has_focus():
            self._owes_focus = False
        elif (had_focus or self._owes_focus) and self.isVisible() and not elsewhere:
            self._owes_focus = True
            QTimer.singleShot(0, self, self._pay_focus)  # what was just made is shown by then

    def _recorded(self, then: Callable[[T], object] | None, free: bool, made: T) -> None:
        """Show what was recorded; the focus is never left nowhere."""
        if then is not None:
            then(made)
        if free and QApplication.focusWidget() is None and self.isVisible():
            self._owes_focus = True
            QTimer.singleShot(0, self, self._pay_focus)

    def _pay_focus(self) -> None:
        if self._has_focus():
            self._owes_focus = False
        elif self._owes_focus and self.isVisible():
            self.take_focus()

    def panes(self) -> list[QWidget]:
        """The parts of the page that F6 leads to, in reading order. None: its bars, side panes and panel are found."""
        return []

    def ask(
        self,
        view: Callable[[Session], T],
        then: Callable[[T], object],
        failed: Callable[[Exception], object] | None = None,
    ) -> Job:
        """Run a view on the reader thread; the answer is dropped if the page is gone."""
        return self.shell.worker.ask(view, partial(self._take_in, then), failed or self.shell.problem, self)

    def check_passphrase(
        self, passphrase: str, then: Callable[[], object], failed: Callable[[Exception], object]
    ) -> Job:
        """Try a passphrase before a signature is held, so that a wrong one is told at once and not after the hold."""

        def tried(session: Session) -> None:
            from trainer.actions.recording import sign_again  # noqa: PLC0415  # heavy, and on the writer thread anyway

            sign_again(session, passphrase)

        return self.shell.worker.do(tried, lambda _nothing: then(), failed, self)

    def do(
        self,
        action: Callable[[Session], T],
        then: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
    ) -> Job:
        """Run an action on the writer thread; the answer is dropped if the page is gone."""
        free = QApplication.focusWidget() is None or self._has_focus()  # a button switched off meanwhile has lost it
        return self.shell.worker.do(action, partial(self._recorded, then, free), failed or self.shell.problem, self)
