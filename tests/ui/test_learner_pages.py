"""Today, the path and the hours through their real widgets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.story import Story
from tests.ui.stage import Stage, signed_in
from trainer.actions import attesting, studying
from trainer.ui import inspection, shots
from trainer.ui.pages.hours import HoursPage
from trainer.ui.pages.path import PathPage
from trainer.ui.pages.today import TodayPage
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.feedback import EmptyState
from trainer.ui.worker import Worker


@pytest.fixture
def story(tmp_path: Path) -> Story:
    """Li Xiaowen in her third mentoring week: lessons done and not confirmed, one practical asked for, one claim."""
    story = Story.found(tmp_path)
    learner = story.trainee()
    story.assign(learner, story.examiner, "proctor")
    me = story.sessions[learner]
    story.clock.set(date(2026, 9, 1), 9)
    story.learn(learner)
    story.study(learner, date(2026, 10, 12), 3600)
    story.clock.set(date(2026, 10, 20), 9)
    story.accept_hours(learner)
    studying.claim_hours(me, title="增值税新法研讨", provider="税务学会", day=date(2026, 10, 18), seconds=7200)
    story.clock.set(date(2026, 11, 10), 9)
    attesting.request_practical(me, "M05")
    story.clock.set(date(2026, 11, 23), 9)
    return story


@pytest.fixture
def stage(story: Story, worker: Worker) -> Iterator[Stage]:
    with signed_in(worker, story, trainee(story)) as made:
        yield made


def trainee(story: Story) -> str:
    return next(one for one in story.sessions if one not in {story.hr.me, story.mentor, story.examiner})


def shown(stage: Stage, name: str, **arguments: object) -> QWidget:
    stage.frame.go(name, **arguments)
    stage.settle()
    shots.wait(lambda: False, 20)
    return stage.page()


def button(page: QWidget, name: str) -> Button:
    found = page.findChild(Button, name)
    assert found is not None, name
    return found


def test_today_says_what_now(stage: Stage) -> None:
    page = shown(stage, "today")
    assert isinstance(page, TodayPage)
    assert page.header.title.text() == "Good morning, 晓雯"
    assert page.next_card.go.hasFocus()
    assert page.next_card.what.text() == "Next practical: First contact on a real ticket"
    texts = [one.text() for one in page.agenda_card.findChildren(QWidget) if hasattr(one, "text")]
    assert "Issue 10 digital e-invoices" in texts
    assert inspection.findings(stage.frame, 1280, 800) == []


def test_reminding_copies_a_sentence(stage: Stage) -> None:
    page = shown(stage, "today")
    assert isinstance(page, TodayPage)
    assert page.row is not None
    at = next(n for n, one in enumerate(page.row.lines) if one.button == "Remind")
    page.gate_list.acted.emit(at)
    assert QGuiApplication.clipboard().text().startswith("王敏, Required lessons and week papers is finished")
    assert stage.frame.findChild(QWidget, "toast") is not None


def test_enter_on_today_asks_for_the_practical(stage: Stage) -> None:
    page = shown(stage, "today")
    assert isinstance(page, TodayPage)
    QTest.keyClick(page.next_card.go, Qt.Key.Key_Return)
    stage.settle()
    path = stage.page()
    assert isinstance(path, PathPage)
    assert path.dialog is not None
    assert path.dialog.isVisible()
    assert path.panel.shown == "M01"


def test_ask_and_acknowledge(stage: Stage, tmp_path: Path) -> None:
    page = shown(stage, "path", practical="M01")
    assert isinstance(page, PathPage)
    QTest.mouseClick(button(page.panel, "practical-ask"), Qt.MouseButton.LeftButton)
    assert page.dialog is not None
    work = tmp_path / "工单截图.txt"
    work.write_text("10:03", encoding="utf-8")
    page.dialog.files.add([work, work])
    assert page.dialog.files.paths == [work]
    QTest.mouseClick(page.dialog.send, Qt.MouseButton.LeftButton)
    stage.settle()
    shots.wait(lambda: False, 20)
    assert not page.dialog.isVisible()
    assert stage.problems == []
    found = next(row for one in page.row.months for row in one.practicals if row.id == "M01") if page.row else None
    assert found is not None
    assert found.state == "asked"
    page.open_request("M01")
    assert not page.dialog.isVisible()


def test_a_file_that_is_not_there_keeps_the_form_open(stage: Stage, tmp_path: Path) -> None:
    page = shown(stage, "path", practical="M01", ask=True)
    assert isinstance(page, PathPage)
    assert page.dialog is not None
    page.dialog.files.add([tmp_path / "gone.txt"])
    page.dialog.send.click()
    stage.settle()
    assert page.dialog.isVisible()
    assert page.dialog.error.isVisible()
    assert page.dialog.files.paths == [tmp_path / "gone.txt"]
    page.dialog.reject()


def test_acknowledging_what_a_mentor_saw(story: Story, worker: Worker) -> None:
    story.practise(trainee(story), 1)
    with signed_in(worker, story, trainee(story)) as stage:
        page = shown(stage, "path", practical="M01")
        assert isinstance(page, PathPage)
        read = [one for one in page.panel.findChildren(Button) if one.objectName().startswith("acknowledge-")]
        assert len(read) == 2
        read[0].click()
        stage.settle()
        shots.wait(lambda: False, 20)
        left = [one for one in page.panel.findChildren(Button) if one.objectName().startswith("acknowledge-")]
        visible = [one for one in left if one.isVisible()]
        assert len(visible) == 1
        assert visible[0].hasFocus()


def test_the_path_by_month(stage: Stage) -> None:
    page = shown(stage, "path")
    assert isinstance(page, PathPage)
    assert page.month == 4
    page.open_month(1)
    shots.wait(lambda: False, 20)
    assert inspection.findings(stage.frame, 1280, 800) == []
    names = [one.objectName() for one in page.lines]
    weeks = [week for week in stage.story.hr.library.weeks() if week.number <= 5 and not week.planned]
    assert names == [f"unit-{unit}" for week in weeks for unit in (*week.lessons, week.paper)]
    page.lines[1].chosen.emit()
    stage.settle()
    assert stage.page().objectName() == "lesson"
    stage.frame.back()
    stage.settle()
    assert stage.page() is page


def test_hours_and_a_claim(stage: Stage) -> None:
    page = shown(stage, "hours")
    assert isinstance(page, HoursPage)
    assert page.row is not None
    assert [one.state for one in page.row.entries] == ["waiting", "confirmed"]
    assert inspection.findings(stage.frame, 1280, 800) == []
    QTest.mouseClick(page.add, Qt.MouseButton.LeftButton)
    assert page.dialog is not None
    page.dialog.send.click()
    assert page.dialog.title_field.is_wrong()
    page.dialog.what.setText("金税系统培训")
    page.dialog.hours.setValue(2.5)
    page.dialog.day.setDate(QDate(2026, 11, 20))
    page.dialog.send.click()
    stage.settle()
    shots.wait(lambda: False, 20)
    assert not page.dialog.isVisible()
    assert page.row.entries[0].title == "金税系统培训"
    assert page.row.entries[0].claimed_s == 9000
    assert page.legend.isVisible()


def test_filtering_and_past_quarters(stage: Stage) -> None:
    page = shown(stage, "hours")
    assert isinstance(page, HoursPage)
    page.filter.button("decided").click()
    assert [one.text() for one in page.list_card.findChildren(QWidget, "entry-nothing") if hasattr(one, "text")] == []
    assert page.list_card.note.text() == "1 entry"
    page.filter.button("waiting").click()
    assert page.list_card.note.text() == "1 entry"
    stage.story.clock.set(date(2027, 1, 10), 9)
    page.refresh()
    stage.settle()
    shots.wait(lambda: False, 20)
    empty = page.findChild(EmptyState, "hours-empty")
    assert empty is not None
    assert empty.title.text() == "No hours in this quarter"
    page.past.chosen.emit(1)
    stage.settle()
    assert page.row is not None
    assert page.row.quarter == (2026, 4)
    assert len(page.row.entries) == 2


def test_before_the_bind_and_before_the_enrolment(tmp_path: Path, worker: Worker) -> None:
    story = Story.found(tmp_path)
    person = story.add("周一", "1040", {"trainee"})
    with signed_in(worker, story, person) as stage:
        page = shown(stage, "today")
        assert isinstance(page, TodayPage)
        assert page.path_card.isHidden()
        assert page.next_card.go.text() == "Read the first lesson"
        assert page.next_card.what.text() == "No programme yet"
        assert page.findChild(EmptyState, "today-empty") is not None
        path = shown(stage, "path")
        assert isinstance(path, PathPage)
        assert path.findChild(EmptyState) is not None
        assert path.main_control() is path.findChild(Button, "empty-action"), "the keyboard is not left in the sidebar"
        hours = shown(stage, "hours")
        empty = hours.findChild(EmptyState, "hours-empty")
        assert empty is not None
        assert empty.title.text() == "No hours yet"
        assert inspection.findings(stage.frame, 1280, 800) == []


def test_a_key_that_waits_for_its_bind_shows_its_words(tmp_path: Path, worker: Worker) -> None:
    story = Story.found(tmp_path)
    person, words = story.add_unbound("周二", "1041")
    with signed_in(worker, story, person) as stage:
        page = shown(stage, "today")
        assert isinstance(page, TodayPage)
        assert page.waiting.isVisible()
        assert "周二" in page.header.title.text(), "the name on the key, before HR has bound it"
        assert page.key_words.text().endswith("  ".join(words))
        assert inspection.findings(stage.frame, 1280, 800) == []
        lesson = shown(stage, "lesson", lesson="w04-l01")
        assert lesson.objectName() == "lesson"
        assert stage.problems == []
