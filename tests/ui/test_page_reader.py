"""Reading a lesson through the real widgets: open, read to the end, answer, finish; Today and the records follow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.story import Story
from tests.ui.stage import Stage, signed_in
from trainer import local
from trainer.domain.facts import Study, decode
from trainer.ui import inspection, shots
from trainer.ui.pages.reader import ReaderPage
from trainer.ui.pages.today import TodayPage
from trainer.ui.reader.self_check import CheckCard
from trainer.ui.worker import Worker

FIRST = "w04-l01"


@pytest.fixture
def stage(tmp_path: Path, worker: Worker) -> Iterator[Stage]:
    """Li Xiaowen on her first day of lessons."""
    story = Story.found(tmp_path)
    learner = story.trainee()
    story.clock.set(date(2026, 8, 24), 9)
    with signed_in(worker, story, learner) as made:
        yield made


class Hands:
    """A clock that nobody can set, moved by the test, and hands that touch the computer or do not."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.now = 1_000_000

    def __call__(self) -> int:
        return self.now

    def pass_(self, seconds: int, *, idle: bool = False) -> None:
        """Let time pass, touching something at the end or not."""
        self.now += seconds * 1000
        self.stage.story.clock.now += seconds * 1000
        self.stage.idle_s = self.stage.idle_s + seconds if idle else 0


def opened(stage: Stage, lesson: str = FIRST) -> tuple[ReaderPage, Hands]:
    stage.frame.go("lesson", lesson=lesson)
    page = stage.page()
    assert isinstance(page, ReaderPage)
    hands = Hands(stage)
    page.monotonic = hands
    stage.settle()
    shots.wait(lambda: False, 30)
    return page, hands


def read_all(page: ReaderPage, hands: Hands, stage: Stage) -> None:
    for _press in range(60):
        if page.in_check():
            break
        hands.pass_(20)
        page.look_at_time()
        QTest.mouseClick(page.foot.next, Qt.MouseButton.LeftButton)
        stage.settle()
    assert page.in_check()


def answer_all(page: ReaderPage, stage: Stage) -> None:
    for card in page.check.cards:
        give(card)
        QTest.mouseClick(card.check, Qt.MouseButton.LeftButton)
        stage.settle()


def give(card: CheckCard) -> None:
    if card.number_field is not None:
        card.number_field.setText("21600")
    elif card.choices is not None:
        card.choices.widgets[0].chosen.emit()
        if card.reasons is not None:
            card.reasons.widgets[0].chosen.emit()


def test_a_section_longer_than_the_screen_is_read_in_steps(stage: Stage) -> None:
    page, _hands = opened(stage)
    assert page.foot.next.text() == "Read, next"
    page.go_on()
    assert page.foot.next.text() == "Read on"


def test_read_answer_finish(stage: Stage) -> None:
    stage.frame.go("today")
    stage.settle()
    today = stage.page()
    assert isinstance(today, TodayPage)
    assert today.row is not None
    first, second, *_others = stage.story.hr.library.lessons()
    assert (today.row.step.kind, today.row.step.target) == ("study", first.id)

    page, hands = opened(stage, first.id)
    assert page.foot.next.text() == "Read, next"
    assert page.row is not None
    assert page.row.sections[-1].id not in page.view.seen
    read_all(page, hands, stage)
    reading = page.reading()
    assert reading is not None
    assert reading.unread == []
    assert not page.foot.next.isEnabled()
    assert f"{len(first.questions)} questions are not answered yet" in page.foot.says.text()
    answer_all(page, stage)
    assert all(card.state for card in page.check.cards)
    assert page.foot.next.isEnabled()
    QTest.mouseClick(page.foot.next, Qt.MouseButton.LeftButton)
    stage.settle()
    assert page.row is not None
    assert page.row.done
    assert page.foot.next.text() == "Next lesson"
    assert page.foot.says.text() == "Finished; waits to be confirmed by the mentor"
    assert stage.problems == []

    stage.frame.go("today")
    stage.settle()
    assert today.row.step.target == second.id


def test_study_time_without_idle(stage: Stage) -> None:
    page, hands = opened(stage)
    began = stage.story.clock.now
    hands.pass_(60)
    page.look_at_time()
    for _minute in range(10):
        hands.pass_(60, idle=True)
        page.look_at_time()
    assert page.foot.says.text() == "Paused: time without any input is not counted"
    hands.pass_(30)
    page.look_at_time()
    hands.pass_(30)
    stage.frame.go("today")
    stage.settle()
    bodies = studied(stage)
    assert len(bodies) == 1
    # a minute, then the three minutes until the idle limit, then half a minute after the return
    assert [end - start for start, end in bodies[0].spans] == [240, 30]
    assert abs(bodies[0].t0 - began) < 5_000
    assert bodies[0].item == FIRST


def studied(stage: Stage) -> list[Study]:
    found: list[list[Study]] = []

    def look(session: object) -> list[Study]:
        store = session.store  # type: ignore[attr-defined]  # a Session
        records = [one.record for one in store.about(stage.page().shell.me) if one.record.header.kind == "study"]
        made = [decode("study", record.envelope.body or b"") for record in records]
        return [one for one in made if isinstance(one, Study)]

    stage.worker.ask(look, found.append)
    stage.settle()
    return found[0]


def test_a_quarter_of_an_hour_is_recorded_while_reading(stage: Stage) -> None:
    page, hands = opened(stage)
    for _minute in range(16):
        hands.pass_(60)
        page.look_at_time()
    stage.settle()
    assert [sum(end - start for start, end in one.spans) for one in studied(stage)] == [900]
    stage.frame.go("today")
    stage.settle()
    assert sum(end - start for one in studied(stage) for start, end in one.spans) == 960


def test_a_place_and_answers_are_kept(stage: Stage) -> None:
    page, hands = opened(stage)
    for _press in range(6):
        hands.pass_(10)
        page.go_on()
    here, seen = page.current, set(page.view.seen)
    assert here > 0
    assert seen
    page.show_check()
    first = page.check.cards[0]
    give(first)
    first.check.click()
    stage.settle()
    page.open_section(here)
    stage.frame.go("today")
    stage.settle()
    place = local.places(stage.story.folder, page.shell.me)[FIRST]
    assert set(place.seen) == seen
    assert list(place.answers) == [first.one.item]

    again, _hands = opened(stage)
    assert again.view.seen >= seen
    assert again.current == here
    assert again.check.cards[0].state


def test_jumping_over_a_section_does_not_read_it(stage: Stage) -> None:
    page, _hands = opened(stage)
    assert page.row is not None
    last = len(page.row.sections) - 1
    assert len(page.view.seen) == 1
    page.open_section(last)
    assert len(page.view.seen) == 2
    assert page.row.sections[1].id not in page.view.seen
    page.show_check()
    assert "not read" in page.foot.next.text()
    page.go_on()
    assert page.current < last


def test_links_keys_and_panes(stage: Stage) -> None:
    page, _hands = opened(stage)
    assert page.row is not None
    page.view.linked.emit("qicheng:policy/VAT-06")
    stage.settle()
    assert page.aside.shown == "VAT-06"
    page.escape()
    assert page.aside.shown == ""
    assert not page.aside.isHidden()
    page.toggle_pane("aside")
    assert page.aside.isHidden()
    assert not stage.settings.reader_aside
    page.open_find()
    page.finder.find_first("增值税法")
    assert page.view.textCursor().selectedText() == "增值税法"
    page.finder.find_first("不在这里的词")
    assert page.finder.none.text() == "Not in this lesson"
    page.escape()
    assert page.finder.isHidden()
    page.set_size(20)
    assert stage.settings.reading_size == 20
    QTest.keyClick(page.view, Qt.Key.Key_J)
    page.view.linked.emit("qicheng:lesson/w04-l02")
    stage.settle()
    assert page.row.id == "w04-l02"


def test_a_self_check_is_answered_with_arrows_and_one_stop_for_all_options(stage: Stage) -> None:
    page, _hands = opened(stage)
    page.show_check()
    card = next(one for one in page.check.cards if one.choices is not None)
    assert card.choices is not None
    options = card.choices.widgets
    options[0].setFocus()
    QTest.keyClick(options[0], Qt.Key.Key_Down)
    assert options[1].hasFocus()
    assert card.choices.chosen == [], "an arrow chooses nothing"
    assert [one.focusPolicy() == Qt.FocusPolicy.StrongFocus for one in options[:2]] == [False, True]
    QTest.keyClick(options[1], Qt.Key.Key_1)
    assert options[0].hasFocus(), "a digit takes the focus along"
    QTest.keyClick(options[0], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stage.settle()
    assert card.state, "Ctrl+Enter checks, wherever in the question"


def test_an_unknown_lesson_says_so(stage: Stage) -> None:
    page, _hands = opened(stage, "w99-l01")
    assert page.stack.currentWidget() is page.missing
    assert "not in the installed library" in page.missing.title.text()


def test_nothing_is_wrong_to_look_at(stage: Stage) -> None:
    page, _hands = opened(stage)
    assert inspection.findings(stage.frame, 1280, 800) == []
    page.show_check()
    shots.wait(lambda: False, 20)
    assert inspection.findings(stage.frame, 1280, 800) == []


def test_a_glance_is_no_sitting(stage: Stage) -> None:
    page, hands = opened(stage)
    hands.pass_(20)
    page.look_at_time()
    stage.frame.go("today")
    stage.settle()
    assert studied(stage) == []


def test_an_answer_that_comes_too_late_starts_no_clock(stage: Stage) -> None:
    stage.frame.go("lesson", lesson=FIRST)
    page = stage.page()
    assert isinstance(page, ReaderPage)
    stage.frame.go("today")
    stage.settle()
    assert page.meter is None
    assert studied(stage) == []


def test_a_mentor_reads_without_a_claim(tmp_path: Path, worker: Worker) -> None:
    story = Story.found(tmp_path)
    with signed_in(worker, story, story.mentor) as stage:
        page, hands = opened(stage)
        assert page.foot.says.text() == ""
        hands.pass_(120)
        page.look_at_time()
        stage.frame.go("library")
        stage.settle()
        assert studied(stage) == []


def test_a_section_left_behind_is_named_and_then_the_lesson_ends(stage: Stage) -> None:
    page, hands = opened(stage)
    read_all(page, hands, stage)
    answer_all(page, stage)
    assert page.row is not None
    left = page.row.sections[1]
    page.view.seen.discard(left.id)
    page.look_at_time()
    assert page.foot.next.text() == "1 section not read"
    assert page.foot.says.text() == f"Not read yet: {left.title}"
    for _press in range(30):
        page.go_on()
        stage.settle()
        if page.in_check():
            break
        assert page.current <= 1 or page.view.seen < {one.id for one in page.row.sections}, (
            "nothing is paged through twice"
        )
    page.go_on()
    stage.settle()
    assert page.row.done


def test_enter_asks_for_the_feedback(stage: Stage) -> None:
    page, hands = opened(stage)
    read_all(page, hands, stage)
    card = next(one for one in page.check.cards if one.one.kind == "single")
    assert card.choices is not None
    card.focus_first()
    QTest.keyClick(card, Qt.Key.Key_2)
    option = card.choices.widgets[1]
    assert option.hasFocus()
    QTest.keyClick(option, Qt.Key.Key_Return)
    stage.settle()
    assert card.state
