"""Computers of a firm: each has its own data folder and its own window; one clock stands for the world outside.

    office = Computer(tmp_path / "office", clock)
    office.start(); …; office.shut()

Nothing here reaches past the window: what happens on a computer happens through its widgets.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QApplication

from trainer import app, config
from trainer.domain import calendar
from trainer.ui.window import Window


@dataclass
class Clock:
    """Ms UTC; stands still until the story moves it on. Also the monotonic clock that nobody can set."""

    now: int

    def __call__(self) -> int:
        return self.now

    def seconds(self) -> float:
        """The same clock in seconds."""
        return self.now / 1000

    def today(self) -> date:
        """The day in the organisation's zone."""
        return calendar.day_of(self.now)

    def set(self, day: date, hour: int = 9, minute: int = 0) -> None:
        """Go on to a moment that is still to come."""
        moment = calendar.at(day, hour, minute)
        assert moment >= self.now, "time does not run backwards"
        self.now = moment

    def pass_(self, seconds: int) -> None:
        """Let some time go by."""
        self.now += seconds * 1000


@dataclass
class Computer:
    """A data folder and, while it is switched on, the program over it."""

    folder: Path
    clock: Clock
    program: app.App | None = None

    def start(self) -> app.App:
        """Start the program, as `trainer --data FOLDER` does."""
        assert self.program is None
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        made = app.App(app.Options(self.folder), application, config.load(self.folder))
        made.clock = self.clock
        made.monotonic = self.clock.seconds
        made.window.show()
        self.program = made
        return made

    def window(self) -> Window:
        """The window of the running program."""
        assert self.program is not None
        return self.program.window

    def shut(self) -> None:
        """Close the window, which ends the program."""
        assert self.program is not None
        program, self.program = self.program, None
        assert program.window.close(), "the window would not close"
        program.window.deleteLater()
        program.deleteLater()
