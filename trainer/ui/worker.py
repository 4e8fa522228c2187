"""The only thread code: `do` runs an action on the writer thread, `ask` a view on the reader, answers come back on the GUI thread.

One writer thread owns the writing `Session`, one reader thread a read-only `Session`. Pages see only `do`, `ask`,
`run`, `relay` and the signal `changed`; none of them holds a store.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot
from PySide6.QtGui import QCursor, QGuiApplication

from trainer.errors import Refused, Trouble
from trainer.session import Session

log = logging.getLogger("trainer.worker")

T = TypeVar("T")

BUSY_AFTER = 300
"""Milliseconds after which the pointer says that something is being done (ui.md §4.5)."""

BLOCKED = 0.1
"""Seconds the GUI thread may be silent before the watch logs its stack (architecture §4 rule 8)."""


@dataclass(slots=True)
class Job:
    """One piece of work on its way; `cancel` keeps its answer from arriving (what was written stays written)."""

    work: Callable[[Session | None], Any]
    then: Callable[[Any], object] | None
    failed: Callable[[Exception], object] | None
    owner: QObject | None
    writes: bool = False
    reads: bool = False
    cancelled: bool = False
    value: Any = None
    error: Exception | None = None
    people: frozenset[str] = frozenset()

    def cancel(self) -> None:
        """Drop the answer."""
        self.cancelled = True

    def wanted(self) -> bool:
        """Whether somebody is still there to hear the answer."""
        return not self.cancelled and (self.owner is None or shiboken6.isValid(self.owner))


class _Lane(QThread):
    """A thread that does one job after the other with its own session."""

    finished_job = Signal(object)
    """The job, which carries its answer."""

    def __init__(self, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.jobs: SimpleQueue[Job | None] = SimpleQueue()
        self.session: Session | None = None

    def run(self) -> None:
        """The loop of the thread."""
        while True:
            job = self.jobs.get()
            if job is None:
                break
            try:
                if job.reads:
                    self._changed()
                job.value = job.work(self.session)
            except Exception as caught:  # noqa: BLE001  # the border: what it is, is decided on the GUI thread
                job.error = caught
            try:
                if job.writes:
                    job.people = self._changed()
            except Trouble as caught:
                job.error = job.error or caught
            self.finished_job.emit(job)
        self.let_go()

    def _changed(self) -> frozenset[str]:
        """Who changed since the last job; the standings of exactly these are folded again."""
        if self.session is None:
            return frozenset()
        people = self.session.store.take_changed()
        self.session.standings.forget(people)
        return people

    def let_go(self) -> None:
        """Close what this thread holds; on this thread only."""
        session, self.session = self.session, None
        if session is not None:
            session.close()


class Worker(QObject):
    """Runs everything that is not painting. Lives on the GUI thread; so do all callbacks."""

    changed = Signal(object)
    """frozenset of person ids whose records or verdicts changed."""
    problem = Signal(object)
    """Refused or Trouble that nobody took with `failed`."""
    bug = Signal(object)
    """Any other exception, always."""
    became_idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writer = _Lane("writer", self)
        self._reader = _Lane("reader", self)
        self._pending = 0
        self._busy = QTimer(self, singleShot=True, interval=BUSY_AFTER)
        self._busy.timeout.connect(self._show_busy)
        self._shown_busy = False
        self._closing = False
        for lane in (self._writer, self._reader):
            lane.finished_job.connect(self._finish, Qt.ConnectionType.QueuedConnection)
            lane.start()

    def open(
        self,
        write: Callable[[], Session],
        read: Callable[[], Session],
        then: Callable[[Session], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Make the two sessions, each on the thread that will use it; `then` gets the writing one (for its `me` only).

        The reader opens after the writer, so that a new or upgraded file is ready when it looks.
        """

        def opened(session: Session) -> None:
            self._put(
                self._reader, Job(lambda _: self._keep(self._reader, read()), lambda _: told(session), failed, owner)
            )

        def told(session: Session) -> None:
            if then is not None:
                then(session)

        self._put(self._writer, Job(lambda _: self._keep(self._writer, write()), opened, failed, owner))

    def do(
        self,
        action: Callable[[Session], T],
        then: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        owner: QObject | None = None,
    ) -> Job:
        """Run an action on the writer. Then `then(result)`, or `failed(Refused | Trouble)`; neither if `owner` is gone.

        Without `failed` the default place shows the problem. `changed` is emitted before `then`, whatever the outcome.
        """
        return self._put(self._writer, Job(_with(action), then, failed, owner, writes=True))

    def ask(
        self,
        view: Callable[[Session], T],
        then: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        owner: QObject | None = None,
    ) -> Job:
        """Run a view, an export or a check on the reader; otherwise like `do`."""
        return self._put(self._reader, Job(_with(view), then, failed, owner, reads=True))

    def run(
        self,
        work: Callable[[], T],
        then: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        owner: QObject | None = None,
    ) -> Job:
        """Run work that needs no session (opening a key file, importing what is heavy) on the writer thread."""
        return self._put(self._writer, Job(lambda _: work(), then, failed, owner))

    def relay(self, callback: Callable[..., object], owner: QObject | None = None) -> Callable[..., None]:
        """A function to be called from inside a view (progress): `callback` runs on the GUI thread with its arguments."""
        bridge = _Bridge(callback, owner, self)
        return bridge.call

    def idle(self) -> bool:
        """Whether nothing is being done or waiting to be told."""
        return self._pending == 0

    def release(self) -> None:
        """Sign out: both stores are closed on their threads, the threads stay."""
        for lane in (self._writer, self._reader):
            self._put(lane, Job(partial(self._let_go, lane), None, None, None))

    def close(self) -> None:
        """Finish what was begun, close the stores, end the threads. Answers still on their way are dropped."""
        if self._closing:
            return
        self._closing = True
        for lane in (self._writer, self._reader):
            lane.jobs.put(None)
        for lane in (self._writer, self._reader):
            lane.wait()
        self._hide_busy()

    def _put(self, lane: _Lane, job: Job) -> Job:
        if self._closing:
            return job
        self._pending += 1
        if self._pending == 1:
            self._busy.start()
        lane.jobs.put(job)
        return job

    @staticmethod
    def _keep(lane: _Lane, session: Session) -> Session:
        lane.let_go()
        lane.session = session
        return session

    @staticmethod
    def _let_go(lane: _Lane, _session: Session | None) -> None:
        lane.let_go()

    @Slot(object)
    def _finish(self, job: Job) -> None:
        self._pending -= 1
        if self._pending == 0:
            self._hide_busy()
        if self._closing:
            return
        error = job.error
        if job.people:
            self.changed.emit(job.people)
        if isinstance(error, (Refused, Trouble)):
            if job.failed is not None and job.wanted():
                job.failed(error)
            elif job.failed is None:
                self.problem.emit(error)
        elif error is not None:
            log.error("bug in a job", exc_info=error)
            self.bug.emit(error)
        elif job.then is not None and job.wanted():
            job.then(job.value)
        if self._pending == 0:
            self.became_idle.emit()

    def _show_busy(self) -> None:
        if self._pending and not self._shown_busy:
            self._shown_busy = True
            QGuiApplication.setOverrideCursor(QCursor(Qt.CursorShape.BusyCursor))

    def _hide_busy(self) -> None:
        self._busy.stop()
        if self._shown_busy:
            self._shown_busy = False
            QGuiApplication.restoreOverrideCursor()


def _with(function: Callable[[Session], T]) -> Callable[[Session | None], T]:
    def call(session: Session | None) -> T:
        if session is None:
            raise Refused("signed-out")
        return function(session)

    return call


class _Bridge(QObject):
    """Carries calls from a worker thread to the GUI thread."""

    _called = Signal(object)

    def __init__(self, callback: Callable[..., object], owner: QObject | None, parent: QObject) -> None:
        super().__init__(parent)
        self._callback = callback
        self._owner = owner
        self._called.connect(self._arrive, Qt.ConnectionType.QueuedConnection)

    def call(self, *arguments: object) -> None:
        """To be called on any thread."""
        self._called.emit(arguments)

    @Slot(object)
    def _arrive(self, arguments: tuple[object, ...]) -> None:
        if self._owner is None or shiboken6.isValid(self._owner):
            self._callback(*arguments)


def _stack_of(thread: int) -> str:
    """Where a thread is. Its frame is let go of before a source line is read: as long as we held it, a painter in it
    would outlive its paint event, and Qt would warn of it.
    """
    frame = sys._current_frames().get(thread)  # noqa: SLF001  # the documented way to another thread's stack
    places = traceback.StackSummary.extract(traceback.walk_stack(frame), lookup_lines=False) if frame else None
    del frame
    if places is None:
        return ""
    places.reverse()
    return "".join(places.format())


class Watch(QObject):
    """Development only: logs the stack of the GUI thread whenever it is silent for more than `BLOCKED` seconds."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._beat = time.monotonic()
        self._end = threading.Event()
        self._gui = threading.get_ident()
        self._timer = QTimer(self, interval=20)
        self._timer.timeout.connect(self._alive)
        self._timer.start()
        self._thread = threading.Thread(target=self._look, name="watch", daemon=True)
        self._thread.start()

    def _alive(self) -> None:
        self._beat = time.monotonic()

    def _look(self) -> None:
        told = 0.0
        while not self._end.wait(0.02):
            silent = time.monotonic() - self._beat
            if silent > BLOCKED and told != self._beat:
                told = self._beat
                log.warning("GUI thread blocked for more than 100 ms\n%s", _stack_of(self._gui))

    def stop(self) -> None:
        """End the watch."""
        self._timer.stop()
        self._end.set()
        self._thread.join()
