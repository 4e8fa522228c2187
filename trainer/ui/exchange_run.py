"""One exchange through a folder as a row of small jobs, so that other work comes in between and it can be stopped."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from trainer.actions import exchanging
from trainer.ledger.exchange import Report, Sent
from trainer.local import Exchanged
from trainer.session import Session
from trainer.ui.worker import Worker

T = TypeVar("T")


class ExchangeRun(QObject):
    """Find the files, take them in one by one, acknowledge, write one per person, remember when it was.

    What was taken in before a stop or a failure is kept: every step is durable when its job is done.
    """

    progress = Signal(int, int)
    """Files done so far, files known so far."""
    finished = Signal(object)
    """The `Report`, complete or, after `stop`, as far as it went."""
    failed = Signal(object)
    """Refused or Trouble; `report` holds what had arrived."""

    def __init__(self, worker: Worker, parent: QObject) -> None:
        super().__init__(parent)
        self._worker = worker
        self.report = Report()
        self.running = False
        self.stopped = False
        self._folder = Path()
        self._files: list[Path] = []
        self._people: list[str] = []
        self._done = 0

    def start(self, folder: Path) -> None:
        """Begin; nothing happens while one is running."""
        if self.running:
            return
        self.report, self._folder = Report(), folder
        self._files, self._people, self._done = [], [], 0
        self.running, self.stopped = True, False
        self._do(partial(exchanging.waiting, folder=folder), self._found)

    def stop(self) -> None:
        """Stop after the file that is being worked on."""
        self.stopped = True

    def _do(self, action: Callable[[Session], T], then: Callable[[T], object]) -> None:
        self._worker.do(action, then, self._fail, self)

    def _tell(self) -> None:
        self.progress.emit(self._done, self._done + len(self._files) + len(self._people))

    def _found(self, files: tuple[Path, ...]) -> None:
        self._files = list(files)
        self._next_file()

    def _next_file(self) -> None:
        self._tell()
        if self.stopped:
            self._end()
        elif self._files:
            self._do(partial(exchanging.take_from, path=self._files.pop(0)), self._taken)
        else:
            self._do(exchanging.acknowledge, self._due)

    def _taken(self, report: Report) -> None:
        self.report.take(report)
        self._done += 1
        self._next_file()

    def _due(self, people: tuple[str, ...]) -> None:
        self._people = list(people)
        self._next_person()

    def _next_person(self) -> None:
        self._tell()
        if self.stopped:
            self._end()
        elif self._people:
            self._do(partial(exchanging.leave_for, folder=self._folder, to=self._people.pop(0)), self._left)
        else:
            self._do(partial(exchanging.finish, folder=self._folder, report=self.report), self._remembered)

    def _left(self, sent: Sent) -> None:
        self.report.sent.append(sent)
        self._done += 1
        self._next_person()

    def _remembered(self, _done: Exchanged) -> None:
        self._end()

    def _end(self) -> None:
        self.running = False
        self.finished.emit(self.report)

    def _fail(self, error: Exception) -> None:
        self.running = False
        self.failed.emit(error)
