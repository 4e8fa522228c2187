"""Refused and Trouble shown where they belong; the crash window for bugs, with versions and the last log lines."""

from __future__ import annotations

import logging
import sys
import traceback
from collections import deque
from types import TracebackType

from PySide6.QtCore import QObject, Signal, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from trainer import __version__
from trainer.errors import Refused, Trouble
from trainer.i18n import _
from trainer.ui import theme
from trainer.ui.widgets.base import Label, column, row
from trainer.ui.widgets.buttons import Button

log = logging.getLogger("trainer")


def sentences(error: Exception) -> tuple[str, str]:
    """What happened and what to do, in the language spoken now."""
    if isinstance(error, (Refused, Trouble)):
        from trainer.wording import say  # noqa: PLC0415  # not needed for the first paint

        said = say(error)
        return said.title, said.remedy
    return _("Something went wrong inside the program."), _("Records are safe. Details can be copied for support.")


def sentence(error: Exception) -> str:
    """The same in one line, for what stands under a field."""
    title, remedy = sentences(error)
    return _("{title} {remedy}").format(title=title, remedy=remedy) if remedy else title


class LastLines(logging.Handler):
    """Keeps the last lines of the log for the crash window; they hold no personal data."""

    def __init__(self, count: int = 60) -> None:
        super().__init__()
        self.lines: deque[str] = deque(maxlen=count)
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one line."""
        self.lines.append(self.format(record))


def report(error: BaseException, lines: deque[str]) -> str:
    """What support needs: versions, the error with its stack, the last log lines."""
    import platform  # noqa: PLC0415  # looks at the system when it is loaded; for bugs only

    stack = "".join(traceback.format_exception(error))
    return "\n".join(
        (
            f"Qicheng {__version__} · Python {platform.python_version()} · Qt {qVersion()} · {platform.platform()}",
            "",
            stack,
            "",
            *lines,
        )
    )


class CrashWindow(QDialog):
    """A bug: says that records are safe, shows the details with a copy button, goes on or closes."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("crash")
        self.setWindowTitle(_("Qicheng"))
        self.resize(720, 480)
        self.details = QPlainTextEdit(text)
        self.details.setObjectName("crash-details")
        self.details.setReadOnly(True)
        self.details.setFont(theme.monospace(12))
        self.details.setAccessibleName(_("Details"))
        copy = Button(_("Copy details"), icon="copy", name="crash-copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
        close = Button(_("Go on"), "primary", name="crash-close")
        close.clicked.connect(self.accept)
        help_ = _("Everything that was saved is safe. Please copy the details and send them to support.")
        body = column(
            Label(_("Something went wrong inside the program."), "heading"),
            Label(help_, "body", "ink2", wrap=True),
            self.details,
            row(copy, None, close),
            gap=12,
            margins=(24, 20, 24, 20),
        )
        self.setLayout(body)
        close.setFocus()


class Bugs(QObject):
    """Takes every exception nobody caught, logs it and asks for the crash window once at a time."""

    found = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.last_lines = LastLines()
        logging.getLogger().addHandler(self.last_lines)

    def install(self) -> None:
        """Catch what reaches Python's last resort."""
        sys.excepthook = self._hook

    def take(self, error: BaseException) -> None:
        """A bug was caught elsewhere (in the worker)."""
        self.found.emit(report(error, self.last_lines.lines))

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.error("bug", exc_info=(kind, error, trace))
        self.take(error)
