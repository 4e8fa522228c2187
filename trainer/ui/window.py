"""The one window: the welcome page first, the frame after a key is open. Builds no store; `app` does that."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from trainer import config
from trainer.i18n import _
from trainer.ui import accessible, theme
from trainer.ui.pages.welcome import WelcomePage
from trainer.ui.widgets.base import Plane
from trainer.ui.widgets.plain import notice_input

if TYPE_CHECKING:
    from trainer.ui.frame import AppFrame
    from trainer.ui.shell import Shell, Start
    from trainer.ui.widgets.steps import StepsPage
    from trainer.ui.worker import Worker

MINIMUM = (1024, 680)
DESIGNED = (1280, 800)
TITLE_BAR = 40
"""What the system puts above a window, at most."""
KEYS_AFTER_MS = 10
"""The keys are made this long after the first paint; nobody presses them before (decision 0007)."""
_INPUT = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
)


class Window(Plane):
    """Holds the welcome page or the frame; theme, language, idle lock and closing are decided here."""

    unlock_asked = Signal(object, str)
    """KeyFile and passphrase: open the records with this key."""
    sign_out_asked = Signal()
    settings_changed = Signal(object)
    """The new `config.Settings`; `app` writes them and puts them into force."""
    painted = Signal()
    """Once, after the first paint."""
    shut = Signal()

    def __init__(self, folder: Path, settings: config.Settings, today: Callable[[], date]) -> None:
        super().__init__("bg")
        accessible.install()
        self.setObjectName("window")
        self.setWindowTitle(_("Qicheng"))
        self.folder = folder
        self.settings = settings
        self.today = today
        if settings.contrast != "system":
            self._dress(settings)
        self.frame_: AppFrame | None = None
        self._input_at = time.monotonic()
        self._stack = QStackedWidget()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self._fit_screen())
        self.welcome = self._make_welcome()
        self._idle = QTimer(self, interval=5_000)
        self._idle.timeout.connect(self._look_at_idle)
        self._painted = False

    def _fit_screen(self) -> QWidget:
        """Take the size designed for, or all of a screen that is smaller. Where everything is enlarged so much that the smallest window is larger than the
        screen, the window gets the screen and its contents scroll: nothing is out of reach at 200 % (ui.md §4.8).
        """
        room = self.screen().availableSize()
        least, wanted = QSize(*MINIMUM), QSize(*DESIGNED)
        fits = room == room.expandedTo(least)
        if self.devicePixelRatioF() <= 1 or fits:
            self.setMinimumSize(least)
            self.resize(wanted.boundedTo(room) if fits else wanted)
            if fits and room != room.expandedTo(wanted + QSize(0, TITLE_BAR)):
                self.setWindowState(Qt.WindowState.WindowMaximized)  # a laptop of 1366 × 768, for example
            return self._stack
        from PySide6.QtWidgets import QScrollArea  # noqa: PLC0415  # hardly anybody's first paint

        area = QScrollArea()
        area.setObjectName("screen")
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        self._stack.setMinimumSize(least)
        area.setWidget(self._stack)
        self.setMinimumSize(least.boundedTo(room))
        self.resize(QSize(*DESIGNED).boundedTo(room))
        return area

    # before a key is open

    def _make_welcome(self) -> WelcomePage:
        page = WelcomePage(self.folder, self.settings, self.today())
        page.unlock_asked.connect(self.unlock_asked)
        page.step_asked.connect(self.open_step)
        page.language_chosen.connect(lambda code: self.keep(language=code))
        page.theme_switched.connect(self.switch_theme)
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        return page

    def show_welcome(self, key_file: Path | None = None) -> None:
        """Back to who-are-you, with the people read again; `key_file` is the one to open."""
        old = self.welcome
        self.welcome = self._make_welcome()
        if key_file is not None:
            self.welcome.open_person(key_file)
        self._stack.removeWidget(old)
        old.deleteLater()
        self.welcome.focus_first()

    make_start: Callable[[], Start] | None = None
    """Set by `app`: what the pages before signing in get."""

    def open_step(self, module: str, kind: str) -> None:
        """A page before signing in, over the welcome page."""
        if self.make_start is None:
            return
        page: StepsPage = getattr(import_module(f"trainer.ui.pages.{module}"), kind)(self.make_start())
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        page.focus_first()

    def start_over(self) -> None:
        """Begin the page before signing in that is shown anew, where it can be."""
        begin = getattr(self._stack.currentWidget(), "start_over", None)
        if begin is not None:
            begin()

    def leave_step(self, key_file: Path | None = None) -> None:
        """A page before signing in is done or was left."""
        step = self._stack.currentWidget()
        self.show_welcome(key_file)
        if step is not None and step is not self.welcome:
            self._stack.removeWidget(step)
            step.deleteLater()

    # signed in

    def enter(self, frame: AppFrame, shell: Shell, over: QWidget | None = None) -> None:
        """Show the frame of the person who signed in; `over` is a strip above it, until they leave."""
        step = self._stack.currentWidget()
        if step is not None and step is not self.welcome and step is not self.frame_:
            self._stack.removeWidget(step)
            step.deleteLater()
        if over is not self.over and isinstance(body := self.layout(), QVBoxLayout):
            self._drop_strip()
            self.over = over
            if over is not None:
                body.insertWidget(0, over)
        self.frame_ = frame
        self._stack.addWidget(frame)
        self._stack.setCurrentWidget(frame)
        if over is None:
            frame.opened_page = self._remember
        frame.start(shell, self.settings.last_page if over is None else "")
        self._input_at = time.monotonic()
        self._idle.start()

    def leave(self, key_file: Path | None = None) -> None:
        """Sign out: the frame and all its pages go, the welcome page comes back."""
        self._idle.stop()
        self._drop_strip()
        frame, self.frame_ = self.frame_, None
        self.show_welcome(key_file)
        if frame is not None:
            self._stack.removeWidget(frame)
            frame.deleteLater()

    over: QWidget | None = None
    """The strip above the frame, if there is one."""

    def _drop_strip(self) -> None:
        if self.over is not None:
            self.over.hide()
            self.over.deleteLater()
            self.over = None

    def lock(self) -> None:
        """Ctrl+L or idle: sign out; the same page opens again after the passphrase."""
        if self.frame_ is not None and self.frame_.may_close():
            self.sign_out_asked.emit()

    def idle_seconds(self) -> int:
        """Seconds since the last key or pointer event."""
        return int(time.monotonic() - self._input_at)

    def _look_at_idle(self) -> None:
        limit = self.settings.idle_lock * 60
        if limit and self.idle_seconds() >= limit:
            self.lock()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice input; take nothing away."""
        if event.type() in _INPUT:
            self._input_at = time.monotonic()
        notice_input(event.type())
        return super().eventFilter(watched, event)

    # settings

    def keep(self, **changes: object) -> None:
        """Change settings of this computer; whoever connected `settings_changed` writes them."""
        values = {name: getattr(self.settings, name) for name in config.Settings.__slots__}
        self.settings = config.Settings(**{**values, **changes})
        self.settings_changed.emit(self.settings)
        if "contrast" in changes:
            self._dress(self.settings)

    def _dress(self, settings: config.Settings) -> None:
        """Contrast is decided here; the theme itself by `app`."""
        application = QApplication.instance()
        if theme.prefer_contrast(settings.contrast) and isinstance(application, QApplication):
            theme.use(application, theme.mode())

    def switch_theme(self) -> None:
        """Ctrl+Shift+D: the other one."""
        self.keep(theme="light" if theme.mode() == "dark" else "dark")

    def _remember(self, page: str) -> None:
        if self.settings.last_page != page:
            self.keep(last_page=page)

    def rebuild(self, worker: Worker | None = None) -> None:
        """The language changed: what is shown is built again in it."""
        del worker
        self.setWindowTitle(_("Qicheng"))
        if self.frame_ is None:
            self.show_welcome()

    def showEvent(self, event: QShowEvent) -> None:
        """The cursor goes to the main task; input is noticed from now on."""
        super().showEvent(event)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)  # again is once
        if self.frame_ is None:
            self.welcome.focus_first()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground; after the first time the rest of the program begins."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self._after_first_paint)

    def _after_first_paint(self) -> None:
        self.painted.emit()
        self._dress(self.settings)
        QTimer.singleShot(KEYS_AFTER_MS, self, self._add_keys)

    def _add_keys(self) -> None:
        """The keys that work before signing in too."""
        from PySide6.QtGui import QKeySequence, QShortcut  # noqa: PLC0415  # not part of the first paint

        from trainer.ui import shortcuts  # noqa: PLC0415  # likewise

        calls = {"keys": self.show_keys, "keys-too": self.show_keys, "theme": self.switch_theme}
        for name, call in calls.items():
            QShortcut(QKeySequence(shortcuts.keys("window", name)), self).activated.connect(call)
        QShortcut(QKeySequence(shortcuts.keys("all", "lock")), self).activated.connect(self.lock)

    def show_keys(self) -> None:
        """F1: what can be pressed on the page that is shown."""
        from trainer.ui.keymap import KeyMap  # noqa: PLC0415  # when it is asked for

        step = self._stack.currentWidget()
        shown = self.frame_.here() if self.frame_ is not None else step.objectName() if step is not None else ""
        entries = len(self.frame_.sidebar.order) if self.frame_ is not None else 0
        KeyMap(shown, self, entries=entries).open()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close unless the shown page must keep something."""
        if self.frame_ is not None and not self.frame_.may_close():
            event.ignore()
            return
        self._idle.stop()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self.shut.emit()
        super().closeEvent(event)
