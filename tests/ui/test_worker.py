from __future__ import annotations

import logging
import sys
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from trainer.errors import Refused, Trouble
from trainer.session import Session
from trainer.ui import worker as worker_module
from trainer.ui.worker import Watch, Worker


class Notes:
    """What the worker asks of a session's parts: who changed, to forget them, to be closed on its own thread."""

    def __init__(self) -> None:
        self.thread = threading.get_ident()
        self.people: set[str] = set()
        self.forgotten: list[frozenset[str]] = []
        self.closed_on = 0

    def forget(self, people: frozenset[str]) -> None:
        self.forgotten.append(people)

    def take_changed(self) -> frozenset[str]:
        taken = frozenset(self.people)
        self.people.clear()
        return taken

    def close(self) -> None:
        self.closed_on = threading.get_ident()


def session(notes: Notes | None = None) -> Session:
    parts = cast("Any", notes or Notes())
    return Session(parts, parts, parts, "a" * 32, None, lambda: 0, Path())


def notes_of(one: Session) -> Notes:
    return cast("Notes", one.store)


def opened(worker: Worker, qtbot: QtBot) -> None:
    worker.open(session, session)
    qtbot.waitUntil(worker.idle)


def test_an_action_runs_on_another_thread_and_its_answer_arrives_on_this_one(worker: Worker, qtbot: QtBot) -> None:
    opened(worker, qtbot)
    threads: list[int] = []
    worker.do(lambda _: threading.get_ident(), lambda there: threads.extend((there, threading.get_ident())))
    qtbot.waitUntil(worker.idle)
    assert threads[0] != threads[1] == threading.get_ident()


def test_writer_and_reader_are_two_threads_each_with_its_own_session(worker: Worker, qtbot: QtBot) -> None:
    opened(worker, qtbot)
    seen: list[int] = []
    worker.do(lambda s: (notes_of(s).thread, threading.get_ident()), seen.extend)
    worker.ask(lambda s: (notes_of(s).thread, threading.get_ident()), seen.extend)
    qtbot.waitUntil(worker.idle)
    assert len(set(seen)) == 2
    assert seen[0] == seen[1]
    assert seen[2] == seen[3]


def test_views_see_what_changed_before_they_answer_and_actions_forget_after(worker: Worker, qtbot: QtBot) -> None:
    opened(worker, qtbot)
    seen: list[list[frozenset[str]]] = []
    worker.do(lambda one: notes_of(one).people.add("p1"))
    worker.do(lambda one: seen.append(list(notes_of(one).forgotten)))
    qtbot.waitUntil(worker.idle)
    worker.ask(lambda one: seen.append(list(notes_of(one).forgotten)))
    qtbot.waitUntil(worker.idle)
    assert seen == [[frozenset({"p1"})], [frozenset()]]


def test_who_changed_is_told_after_an_action_even_if_it_was_refused(worker: Worker, qtbot: QtBot) -> None:
    opened(worker, qtbot)
    told: list[frozenset[str]] = []
    worker.changed.connect(told.append)

    def half(one: Session) -> None:
        notes_of(one).people.add("p1")
        raise Refused("not-assigned")

    worker.do(lambda s: notes_of(s).people.update({"p2", "p3"}))
    worker.do(half, failed=lambda _: None)
    worker.ask(lambda _: None)
    qtbot.waitUntil(worker.idle)
    assert told == [frozenset({"p2", "p3"}), frozenset({"p1"})]


def test_a_refusal_goes_to_the_asker_or_to_the_default_place(worker: Worker, qtbot: QtBot) -> None:
    opened(worker, qtbot)
    own: list[Exception] = []
    default: list[Exception] = []
    worker.problem.connect(default.append)

    def refuse(_: Session) -> None:
        raise Refused("not-assigned", person="x")

    def fail(_: Session) -> None:
        raise Trouble("disk-full", "make-room")

    worker.do(refuse, failed=own.append)
    worker.do(refuse)
    worker.ask(fail)
    qtbot.waitUntil(worker.idle)
    assert [str(one) for one in own] == ["not-assigned {'person': 'x'}"]
    assert [type(one) for one in default] == [Refused, Trouble] or [type(one) for one in default] == [Trouble, Refused]


def test_a_bug_is_neither(worker: Worker, qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    opened(worker, qtbot)
    bugs: list[Exception] = []
    wrong: list[object] = []
    worker.bug.connect(bugs.append)
    worker.problem.connect(wrong.append)
    worker.do(lambda _: 1 // 0, wrong.append, wrong.append)
    qtbot.waitUntil(worker.idle)
    assert [type(one) for one in bugs] == [ZeroDivisionError]
    assert not wrong
    assert "bug in a job" in caplog.text


def test_answers_are_dropped_when_their_owner_is_gone_or_they_were_cancelled(worker: Worker, qtbot: QtBot) -> None:
    opened(worker, qtbot)
    heard: list[str] = []
    gate = threading.Event()
    page = QObject()
    worker.ask(lambda _: gate.wait(5), lambda _: heard.append("owner"), owner=page)
    worker.ask(lambda _: None, lambda _: heard.append("cancelled")).cancel()
    worker.ask(lambda _: None, lambda _: heard.append("kept"))
    page.deleteLater()
    QApplication.sendPostedEvents()
    QApplication.processEvents()
    del page
    gate.set()
    qtbot.waitUntil(worker.idle)
    assert heard == ["kept"]


def test_nobody_signed_in_is_a_refusal(worker: Worker, qtbot: QtBot) -> None:
    codes: list[str] = []
    worker.ask(lambda s: s.me, failed=lambda error: codes.append(str(error)))
    qtbot.waitUntil(worker.idle)
    assert codes == ["signed-out"]


def test_signing_out_closes_both_stores_on_their_own_threads(worker: Worker, qtbot: QtBot) -> None:
    stores: list[Notes] = []

    def make() -> Session:
        made = Notes()
        stores.append(made)
        return session(made)

    worker.open(make, make)
    qtbot.waitUntil(worker.idle)
    worker.release()
    qtbot.waitUntil(worker.idle)
    assert [one.closed_on for one in stores] == [one.thread for one in stores]


def test_a_store_that_cannot_be_opened_is_told_and_nothing_is_signed_in(worker: Worker, qtbot: QtBot) -> None:
    codes: list[str] = []

    def broken() -> Session:
        raise Trouble("store-locked", "close-other-window")

    worker.open(broken, session, failed=lambda error: codes.append(cast("Trouble", error).code))
    qtbot.waitUntil(worker.idle)
    worker.ask(lambda s: s.me, failed=lambda error: codes.append(str(error)))
    qtbot.waitUntil(worker.idle)
    assert codes == ["store-locked", "signed-out"]


def test_progress_is_carried_to_this_thread(worker: Worker, qtbot: QtBot) -> None:
    opened(worker, qtbot)
    got: list[tuple[int, int, bool]] = []
    tell = worker.relay(
        lambda done, total: got.append((done, total, threading.current_thread() is threading.main_thread()))
    )

    def long(_: Session) -> None:
        for done in range(3):
            tell(done, 3)

    worker.ask(long)
    qtbot.waitUntil(lambda: worker.idle() and len(got) == 3)
    assert got == [(0, 3, True), (1, 3, True), (2, 3, True)]


def test_the_pointer_is_busy_only_while_something_long_is_done(worker: Worker, qtbot: QtBot) -> None:
    opened(worker, qtbot)
    gate = threading.Event()
    worker.ask(lambda _: gate.wait(5))
    assert QApplication.overrideCursor() is None
    qtbot.waitUntil(lambda: QApplication.overrideCursor() is not None, timeout=3000)
    gate.set()
    qtbot.waitUntil(worker.idle)
    assert QApplication.overrideCursor() is None


def test_closing_finishes_what_was_begun(look: QApplication) -> None:
    made = Worker()
    done: list[int] = []
    for n in range(20):
        made.run(partial(done.append, n))
    made.close()
    assert done == list(range(20))
    made.close()


def test_the_watch_logs_the_stack_of_a_blocked_window(
    look: QApplication, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    owner = QObject()
    watch = Watch(owner)
    with caplog.at_level(logging.WARNING, logger=worker_module.log.name):
        until = time.monotonic() + 0.3
        while time.monotonic() < until:
            pass
        qtbot.waitUntil(lambda: "blocked" in caplog.text)
    watch.stop()
    assert "test_the_watch_logs" in caplog.text


class Bell(QObject):
    """A signal of ours."""

    rung = Signal(int)


def test_qt_keeps_its_hands_off_true() -> None:
    """PySide6 6.12.0 loses a reference at every emit, which is fatal before Python 3.12 (docs/decisions/0008-qt.md)."""
    bell = Bell()
    bell.rung.connect(lambda _: None)
    before = sys.getrefcount(True)
    for n in range(100):
        bell.rung.emit(n)
    assert abs(sys.getrefcount(True) - before) < 50
