"""Answering with real widgets on a real worker: every kind, the keyboard, drafts that survive, time that runs out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.story import Story
from tests.ui.stage import Stage, signed_in
from trainer import config, drafts
from trainer.actions import assessing
from trainer.domain.grading import Kind
from trainer.domain.people import WHO_MAY
from trainer.domain.progress import AttemptState, HoursEntry
from trainer.ledger.store import Store
from trainer.standing import Standings
from trainer.ui import shots
from trainer.ui.inspection import findings
from trainer.ui.pages.attempt import AttemptPage
from trainer.ui.widgets.answers import NumberAnswer, OrderAnswer
from trainer.ui.widgets.attempt import AttemptClock, HandInDialog
from trainer.ui.worker import Worker
from trainer.views.attempt import Sitting

CASE = "consultancy-special-invoice-under-threshold"
SEED = "07" * 16


def learner(tmp_path: Path) -> tuple[Story, str]:
    story = Story.found(tmp_path)
    ana = story.add("李晓雯", "1031", {"trainee"})
    story.enrol(ana, date(2026, 8, 3))
    story.clock.set(date(2026, 11, 23), 10)
    return story, ana


@contextmanager
def answering(worker: Worker, story: Story, person: str, attempt: str) -> Iterator[tuple[Stage, AttemptPage]]:
    with signed_in(worker, story, person) as stage:
        stage.frame.go("attempt", attempt=attempt)
        stage.settle()
        page = cast("AttemptPage", stage.page())
        assert shots.wait(lambda: page.work is not None)
        page.monotonic = Seconds()
        page._ticked = 0.0
        page._start_meter(sitting(page))
        yield stage, page


class Seconds:
    """A monotonic clock to be set."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def sitting(page: AttemptPage) -> Sitting:
    assert page.work is not None
    return page.work.sitting


def state_of(stage: Stage, person: str, attempt: str) -> AttemptState:
    found: list[AttemptState] = []
    stage.page().ask(lambda s: assessing.attempt_of(s.standings.of(person), attempt), found.append)
    stage.settle()
    return found[0]


def dialog_of(page: AttemptPage) -> HandInDialog | None:
    return page.dialog


def go_to(page: AttemptPage, kind: Kind) -> None:
    place = next(one.n for one in sitting(page).asked if one.question is not None and one.question.kind == kind)
    page.jump(place)


def press(page: AttemptPage, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    target: QWidget | None = QApplication.focusWidget()
    if target is None or not page.isAncestorOf(target):
        target = page
    QTest.keyClick(target, key, modifiers)


def answer_rightly(page: AttemptPage) -> None:
    """Answer what is shown rightly, through its widget."""
    work, area = page.work, page.column.area
    assert work is not None
    assert area is not None
    question = work.asked().question
    assert question is not None
    expected = question.expected
    if isinstance(area, NumberAnswer):
        area.line.setFocus()
        QTest.keyClicks(area.line, str(expected))
        return
    if isinstance(area, OrderAnswer):
        assert isinstance(expected, tuple)
        for place, id_ in enumerate(expected):
            row = next(one for one in area.steps if one.option.id == id_)
            while area.steps.index(row) > place:
                row.setFocus()
                QTest.keyClick(row, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        return
    wanted = expected if isinstance(expected, tuple) else (expected,)
    for n, option in enumerate(question.options, 1):
        if option.id in wanted:
            press(page, Qt.Key(Qt.Key.Key_0 + n))


@pytest.mark.parametrize("kind", ["single", "multiple", "truefalse", "numeric", "order"])
def test_practice_explains_every_kind_at_once(worker: Worker, tmp_path: Path, kind: Kind) -> None:
    story, ana = learner(tmp_path)
    attempt = assessing.practise_case(story.sessions[ana], CASE, seed=SEED)
    with answering(worker, story, ana, attempt) as (stage, page):
        go_to(page, kind)
        assert page.work is not None
        n = page.work.current
        assert not page.forward.isEnabled()
        page.column.sure._pressed("yes")
        answer_rightly(page)
        page.keep_text()
        assert page.forward.isEnabled()
        page.submit()
        stage.settle()
        assert page.column.result.text() == "Right"
        assert page.column.why.isVisibleTo(page)
        assert page.pane.grid.describe(n - 1) == f"Question {n}, answered, right"
        area = page.column.area
        assert area is not None
        assert area.locked
        given = area.answer()
        area.press(1)
        area.press(2)
        assert area.answer() == given, "what was explained does not change"
        assert [one.text() for one in [page.forward]] == ["Next"] or n == page.work.count
        row = next(row for row in state_of(stage, ana, attempt).answers if row.n == n)
        assert (row.points, row.sure) == (10_000, "yes")
        assert not stage.problems
        assert findings(stage.frame, 1280, 800) == []


def test_enter_after_a_digit_keeps_what_the_digit_chose(worker: Worker, tmp_path: Path) -> None:
    story, ana = learner(tmp_path)
    attempt = assessing.practise_case(story.sessions[ana], CASE, seed=SEED)
    with answering(worker, story, ana, attempt) as (stage, page):
        go_to(page, "single")
        stage.settle()
        assert page.column.area is not None
        first = page.column.area.first()
        assert first is not None
        first.setFocus()
        press(page, Qt.Key.Key_2)
        second = page.column.area.answer()
        press(page, Qt.Key.Key_Return)
        assert page.column.area.answer() == second


def test_where_to_look_again_is_seen_without_the_pane(worker: Worker, tmp_path: Path) -> None:
    story, ana = learner(tmp_path)
    attempt = assessing.practise_case(story.sessions[ana], CASE, seed=SEED)
    with answering(worker, story, ana, attempt) as (stage, page):
        stage.frame.resize(1024, 680)
        go_to(page, "single")
        answer_rightly(page)
        assert not page.column.links.isVisible()
        page.submit()
        stage.settle()
        assert not page.pane.isVisible()
        assert page.column.links.isVisible()
        stage.frame.resize(1280, 800)
        stage.settle()
        assert page.pane.isVisible()
        assert not page.column.links.isVisible(), "said once"


def test_a_wrong_order_says_where_steps_belong(worker: Worker, tmp_path: Path) -> None:
    story, ana = learner(tmp_path)
    attempt = assessing.practise_case(story.sessions[ana], CASE, seed=SEED)
    with answering(worker, story, ana, attempt) as (_stage, page):
        go_to(page, "order")
        area = page.column.area
        assert isinstance(area, OrderAnswer)
        assert area.answer() is None, "an order nobody touched is no answer"
        first = area.steps[0]
        first.down.click()
        assert area.steps[1] is first
        page.submit()
        assert page.column.result.text() in ("Wrong", "Partly right", "Right")
        assert not first.up.isVisibleTo(page)


def test_an_unreadable_number_is_said_and_kept(worker: Worker, tmp_path: Path) -> None:
    story, ana = learner(tmp_path)
    attempt = assessing.practise_case(story.sessions[ana], CASE, seed=SEED)
    with answering(worker, story, ana, attempt) as (_stage, page):
        go_to(page, "numeric")
        area = page.column.area
        assert isinstance(area, NumberAnswer)
        QTest.keyClicks(area.line, "about 12")
        area.line.editingFinished.emit()
        assert area.field.is_wrong()
        assert area.line.text() == "about 12"
        QTest.keyClicks(area.line, "3")
        assert not area.field.is_wrong()


def test_a_whole_paper_with_the_keyboard_only(worker: Worker, tmp_path: Path) -> None:
    story, ana = learner(tmp_path)
    attempt = assessing.start_attempt(story.sessions[ana], "week-04", seed="5eed" * 8)
    control = Qt.KeyboardModifier.ControlModifier
    with answering(worker, story, ana, attempt) as (stage, page):
        count = len(sitting(page).asked)
        for n in range(1, count + 1):
            assert page.work is not None
            assert page.work.current == n
            answer_rightly(page)
            if n == 2:
                press(page, Qt.Key.Key_M, control)
                assert page.work.entries[2].flagged
                assert page.pane.grid.describe(1) == "Question 2, flagged, answered"
                press(page, Qt.Key.Key_PageUp, control)
                assert page.work.current == 1
                press(page, Qt.Key.Key_PageDown, control)
            press(page, Qt.Key.Key_Return, control)
        stage.settle()
        first = dialog_of(page)
        assert first is not None
        assert first.back.isDefault()
        QTest.keyClick(first, Qt.Key.Key_Return)
        assert dialog_of(page) is None, "Enter goes back"
        stage.frame.activateWindow()
        assert shots.wait(lambda: QApplication.activeWindow() is stage.frame)
        press(page, Qt.Key.Key_Return, control)
        second = dialog_of(page)
        assert second is not None
        QTest.keyClick(second.go, Qt.Key.Key_Space)
        assert shots.wait(lambda: page.work is not None and page.work.over)
        stage.settle()
        assert page.outcome.text() == "Passed: 100, 80 needed"
        assert page.column.result.text() == "Right"
        assert state_of(stage, ana, attempt).passed
        assert drafts.load(story.folder, ana, attempt).entries == {}
        assert not stage.problems


def test_one_signed_answer_on_leaving_a_question(worker: Worker, tmp_path: Path) -> None:
    story, ana = learner(tmp_path)
    attempt = assessing.start_attempt(story.sessions[ana], "week-04", seed="5eed" * 8)
    with answering(worker, story, ana, attempt) as (stage, page):
        go_to(page, "single")
        assert page.work is not None
        n = page.work.current
        for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_1):
            press(page, key)
        stage.settle()
        assert state_of(stage, ana, attempt).answers == (), "choosing is no record yet"
        assert drafts.load(story.folder, ana, attempt).entries[n].answered
        page.step(1 if n == 1 else -1)
        page.jump(n)
        page.step(1 if n == 1 else -1)
        stage.settle()
        written: list[int] = []
        page.ask(lambda s: sum(j.record.header.kind == "answer" for j in s.store.about(ana)), written.append)
        stage.settle()
        assert written == [1]


def test_a_killed_attempt_resumes(worker: Worker, tmp_path: Path) -> None:
    story, ana = learner(tmp_path)
    attempt = assessing.start_attempt(story.sessions[ana], "week-04", seed="5eed" * 8)
    frozen = [one for one, _hash in assessing.started(story.sessions[ana], attempt).items]
    with answering(worker, story, ana, attempt) as (stage, page):
        go_to(page, "single")
        assert page.work is not None
        n = page.work.current
        press(page, Qt.Key.Key_1)
        page.flag()
        cast("Seconds", page.monotonic).now = 120.0
        page.tick()
        page.save_draft()
        stage.settle()
        kept = drafts.load(story.folder, ana, attempt)
        answer = kept.entries[n].answer
        page.work = None  # as after a kill: leaving writes nothing more
    drafts.save(story.folder, ana, attempt, kept)
    assert kept.open_s == 120
    story.store = Store.open(config.store_path(story.folder), WHO_MAY, clock=story.clock)
    story.standings = Standings(story.store, story.hr.library)
    other = Worker()
    with answering(other, story, ana, attempt) as (_stage, page):
        assert page.work is not None
        assert [one.question.id for one in sitting(page).asked if one.question] == frozen
        assert page.work.current == n
        assert page.work.entries[n].answer == answer is not None
        assert page.work.entries[n].flagged
        assert not page.work.entries[n].recorded
        assert page.work.left_s is not None
        assert page.work.left_s <= 1200 - 120
        area = page.column.area
        assert area is not None
        assert area.answer() == answer
    other.close()


def test_time_goes_on_while_closed_and_hands_in(worker: Worker, tmp_path: Path) -> None:
    story, ana = learner(tmp_path)
    attempt = assessing.start_attempt(story.sessions[ana], "week-04", seed="5eed" * 8)
    story.clock.now += 3600 * 1000
    with signed_in(worker, story, ana) as stage:
        stage.frame.go("attempt", attempt=attempt)
        page = cast("AttemptPage", stage.page())
        assert shots.wait(lambda: page.work is not None and page.work.over)
        stage.settle()
        assert sitting(page).end == "Handed in when time was up"
        assert state_of(stage, ana, attempt).end_reason == "time-out"


def test_time_up_keeps_what_was_typed(worker: Worker, tmp_path: Path) -> None:
    story, ana = learner(tmp_path)
    attempt = assessing.start_attempt(story.sessions[ana], "week-04", seed="5eed" * 8)
    with answering(worker, story, ana, attempt) as (stage, page):
        go_to(page, "numeric")
        assert page.work is not None
        n = page.work.current
        area = page.column.area
        assert isinstance(area, NumberAnswer)
        QTest.keyClicks(area.line, "77")
        cast("Seconds", page.monotonic).now = 5000.0
        page.tick()
        assert shots.wait(lambda: page.work is not None and page.work.over)
        stage.settle()
        state = state_of(stage, ana, attempt)
        assert state.end_reason == "time-out"
        assert {row.n: row.answer for row in state.answers} == {n: "77"}


def test_active_seconds_count_only_while_somebody_is_there(worker: Worker, tmp_path: Path) -> None:
    story, ana = learner(tmp_path)
    attempt = assessing.start_attempt(story.sessions[ana], "week-04", seed="5eed" * 8)
    with answering(worker, story, ana, attempt) as (stage, page):
        go_to(page, "single")
        assert page.work is not None
        clock, n = cast("Seconds", page.monotonic), page.work.current
        for at in range(1, 31):
            clock.now = float(at)
            page.tick()
        stage.idle_s = 4000
        for at in range(31, 61):
            clock.now = float(at)
            page.tick()
        press(page, Qt.Key.Key_1)
        page.check()
        assert page.dialog is not None
        page.dialog.go.click()
        assert shots.wait(lambda: page.work is not None and page.work.over)
        stage.settle()
        row = next(one for one in state_of(stage, ana, attempt).answers if one.n == n)
        assert row.active_s == 30
        studied: list[HoursEntry] = []
        page.ask(lambda s: s.standings.of(ana).hours, studied.extend)
        stage.settle()
        assert [(one.source, one.item) for one in studied] == [("assessment", "week-04")]


def test_new_figures_are_practice_of_their_own(worker: Worker, tmp_path: Path) -> None:
    story, ana = learner(tmp_path)
    attempt = assessing.practise_case(story.sessions[ana], CASE, seed=SEED)
    with answering(worker, story, ana, attempt) as (stage, page):
        go_to(page, "numeric")
        assert page.work is not None
        old = page.work.asked().question
        assert not page.again.isVisibleTo(page)
        answer_rightly(page)
        page.submit()
        stage.settle()
        page.again.click()
        assert shots.wait(lambda: page.work is not None and page.work.sitting.attempt != attempt)
        new = page.work.asked().question
        assert old is not None
        assert new is not None
        assert (new.id, page.work.count) == (old.id, 1)
        again = page.work.sitting.attempt
        answer_rightly(page)
        page.submit()
        assert shots.wait(lambda: page.work is not None and page.work.over)
        assert page.column.result.text() == "Right"
        assert state_of(stage, ana, again).end_reason == "handed-in"
        page.forward.click()
        assert shots.wait(lambda: page.work is not None and page.work.sitting.attempt == attempt)
        assert len(state_of(stage, ana, attempt).answers) == 1


def test_digits_are_typed_into_a_field_and_can_be_switched_off(worker: Worker, tmp_path: Path) -> None:
    story, ana = learner(tmp_path)
    attempt = assessing.practise_case(story.sessions[ana], CASE, seed=SEED)
    with answering(worker, story, ana, attempt) as (stage, page):
        go_to(page, "numeric")
        area = page.column.area
        assert isinstance(area, NumberAnswer)
        area.line.setFocus()
        press(page, Qt.Key.Key_1)
        assert area.line.text() == "1"
        stage.keep(single_keys=False)
        go_to(page, "single")
        press(page, Qt.Key.Key_1)
        assert page.work is not None
        assert not page.work.entry().answered


def test_the_clock_says_minutes_then_seconds_and_is_announced(look: QApplication) -> None:
    clock = AttemptClock()
    clock.start(700)
    assert clock.time.text() == "12 min"
    clock.show_left(599)
    assert clock.accessibleDescription() == "10 minutes left"
    clock.show_left(299)
    assert clock.time.text() == "04:59"
    assert clock.accessibleDescription() == "5 minutes left"
    clock.switch()
    assert clock.time.text() == "hidden"
    clock.show_left(60)
    assert clock.time.text() == "01:00", "back for the last minute"
    assert clock.accessibleDescription() == "1 minute left"
    clock.start(None)
    assert not clock.isVisible()
    clock.deleteLater()


def test_the_documents_of_the_case_stand_over_its_questions_and_can_be_folded_away(
    worker: Worker, tmp_path: Path
) -> None:
    story, ana = learner(tmp_path)
    attempt = assessing.practise_case(story.sessions[ana], CASE, seed=SEED)
    with answering(worker, story, ana, attempt) as (stage, page):
        part = page.column.documents
        assert part.isVisible()
        assert part.button.text() == "1 document of the client"
        assert findings(stage.frame, 1280, 800) == []
        part.button.setFocus(Qt.FocusReason.TabFocusReason)
        press(page, Qt.Key.Key_Space)
        assert part.folded()
        page.jump(2)
        assert part.isVisible()
        assert part.folded(), "how it was left stays for the next question"
        page.end("handed-in")
        stage.settle()
        assert page.work is not None
        assert page.work.over
        page.jump(1)
        assert part.isVisible(), "also when it is looked at again"
