"""The page Reviews through its real widgets: what is due, one question after the other, what is left afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.story import Story
from tests.ui.stage import Stage, signed_in
from trainer.actions import assessing
from trainer.documents import tables
from trainer.domain.facts import Answered
from trainer.domain.question import realise
from trainer.session import Session
from trainer.ui import inspection, shots
from trainer.ui.pages.attempt import AttemptPage
from trainer.ui.pages.reviews import ReviewsPage, table_of
from trainer.ui.pages.today import TodayPage
from trainer.ui.widgets.buttons import Button
from trainer.ui.worker import Worker
from trainer.views import reviews as views

CASE = "consultancy-special-invoice-under-threshold"
DAY = date(2026, 11, 2)


def answered(session: Session, attempt: str, wrong: int) -> None:
    start = assessing.started(session, attempt)
    for n, (_id, hash_) in enumerate(start.items, 1):
        item = session.library.item(hash_)
        assert item is not None
        expected: Answered = realise(item, start.seed).expected
        assessing.answer(session, attempt, n, "?" if n <= wrong else expected, active_s=40, sure="yes")
    assessing.hand_in(session, attempt)


@pytest.fixture
def stage(story: Story, worker: Worker) -> Iterator[Stage]:
    """Li Xiaowen on the morning after a round with two wrong answers."""
    person = story.trainee(date(2026, 8, 3))
    story.clock.set(DAY, 10)
    me = story.sessions[person]
    answered(me, assessing.practise_case(me, CASE, seed="01" * 16), wrong=2)
    story.clock.set(DAY + timedelta(days=1), 9)
    with signed_in(worker, story, person) as made:
        yield made


def opened(stage: Stage) -> ReviewsPage:
    page = stage.go("reviews")
    assert isinstance(page, ReviewsPage)
    shots.wait(lambda: False, 20)
    return page


def test_what_is_due_and_the_week_ahead(stage: Stage) -> None:
    page = opened(stage)
    assert page.header.context.text() == "2 questions · about 2 min"
    assert page.what.text() == "Review 2 questions"
    assert page.forecast.bars.accessibleDescription().startswith("Today 2; Wed 0; ")
    assert page.go.hasFocus(), "Enter starts the round"
    assert not page.empty.isVisible()
    assert stage.frame.sidebar.items()["reviews"].accessibleName() == "Reviews, 2 to do"
    assert inspection.findings(stage.frame, 1280, 800) == []


def test_today_leads_to_it(stage: Stage) -> None:
    page = stage.go("today")
    assert isinstance(page, TodayPage)
    assert page.forecast.isVisible()
    button = page.findChild(Button, "agenda-reviews-")
    assert button is not None
    assert button.accessibleName() == "Review: Review 2 questions"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    stage.settle()
    assert stage.page().name == "reviews"


def test_a_round_from_beginning_to_end(stage: Stage) -> None:
    page = opened(stage)
    QTest.mouseClick(page.go, Qt.MouseButton.LeftButton)
    stage.settle()
    attempt = stage.page()
    assert isinstance(attempt, AttemptPage)
    assert shots.wait(lambda: attempt.work is not None)
    work = attempt.work
    assert work is not None
    assert work.sitting.title == "Review of 3 Nov"
    for _place in range(2):
        question = work.asked().question
        assert question is not None
        work.give(question.expected, stage.story.clock())
        attempt.submit()
        assert work.explained(work.current), "feedback at once"
        attempt.submit()
    dialog = attempt.dialog
    assert dialog is not None
    dialog.handed_in.emit()
    stage.settle()
    assert attempt.outcome.text() == "2 of 2 questions right"
    attempt.jump(2)
    attempt.submit()
    stage.settle()
    assert stage.page().name == "reviews"
    stage.settle()
    back = opened(stage)
    assert back.empty.title.text() == "That is enough for today"
    assert back.done.text() == "2 questions answered, 2 right"
    assert back.empty.button.isVisible(), "they may be reviewed early"


def test_a_round_that_was_left_is_gone_on_with(stage: Stage) -> None:
    page = opened(stage)
    page.begin()
    stage.settle()
    first = stage.page()
    assert isinstance(first, AttemptPage)
    page = opened(stage)
    assert (page.go.text(), page.what.text()) == ("Go on", "2 of 2 questions still to answer")
    page.begin()
    stage.settle()
    assert stage.page() is first


def test_the_log_is_a_table_for_py_fsrs(stage: Stage, tmp_path: Path) -> None:
    page = opened(stage)
    rows: list[tuple[views.LogRow, ...]] = []
    page.ask(views.log, rows.append)
    stage.settle()
    tables.write_csv(tmp_path / "log.csv", table_of(rows[0]))
    lines = (tmp_path / "log.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "card_id,rating,review_datetime,review_duration"
    assert len(lines) == 3
    assert lines[1].split(",")[1:] == ["1", lines[1].split(",")[2], "40000"]


def test_before_there_is_any_question_the_page_leads_to_the_cases(story: Story, worker: Worker) -> None:
    person = story.trainee(date(2026, 8, 3))
    with signed_in(worker, story, person) as made:
        page = opened(made)
        assert page.empty.button.text() == "Practise a case"
        assert page.empty.button.hasFocus(), "not a row of the sidebar"
        QTest.keyClick(page.empty.button, Qt.Key.Key_Space)
        made.settle()
        assert made.page().name == "tests"
