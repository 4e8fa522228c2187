from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.story import Story
from tests.ui.stage import Stage, signed_in
from trainer.ui import shots
from trainer.ui.inspection import findings
from trainer.ui.pages.attempt import AttemptPage
from trainer.ui.pages.library import LibraryPage
from trainer.ui.pages.tests import TestsPage
from trainer.ui.widgets.buttons import Button
from trainer.ui.worker import Worker
from trainer.views.library import CasePage, LessonPage, PolicyPage

CASE = "consultancy-special-invoice-under-threshold"


def learner(tmp_path: Path) -> tuple[Story, str]:
    story = Story.found(tmp_path)
    ana = story.add("李晓雯", "1031", {"trainee"})
    story.enrol(ana, date(2026, 8, 3))
    story.clock.set(date(2026, 11, 23), 10)
    return story, ana


def opened(stage: Stage, **arguments: object) -> LibraryPage:
    stage.frame.go("library", **arguments)
    stage.settle()
    page = cast("LibraryPage", stage.page())
    assert shots.wait(lambda: page.reading.shown is not None)
    return page


def ids(page: LibraryPage) -> list[str]:
    return [one.id for one in page._rows]


def typed(stage: Stage, page: LibraryPage, text: str) -> None:
    page.search.setFocus()
    page.search.selectAll()
    if text.isascii():
        QTest.keyClicks(page.search, text)
    else:  # test keys are ASCII only; an input method commits the rest as one piece
        page.search.insert(text)
    assert shots.wait(lambda: not page.search._wait.isActive())
    stage.settle()


def test_results_follow_the_keys(worker: Worker, tmp_path: Path) -> None:
    story, ana = learner(tmp_path)
    own = [hit.id for hit in story.hr.library.search("VAT-09", {}, limit=60).hits]
    with signed_in(worker, story, ana) as stage:
        page = opened(stage)
        assert page.line.text().endswith("cases")
        typed(stage, page, "VAT-09")
        assert ids(page) == own
        assert page.list.current() == 0
        QTest.keyClick(page.search, Qt.Key.Key_Down)
        focused = QApplication.focusWidget()
        assert focused is page.list.rows()[0]
        QTest.keyClick(focused, Qt.Key.Key_Down)
        stage.settle()
        assert page.list.current() == 1
        QTest.keyClick(page.search, Qt.Key.Key_Escape)
        stage.settle()
        assert page.search.text() == ""
        shots.wait(lambda: False, 50)
        assert findings(stage.frame, 1280, 800) == []


def test_nothing_is_searched_while_composing(worker: Worker, tmp_path: Path) -> None:
    story, ana = learner(tmp_path)
    with signed_in(worker, story, ana) as stage:
        page = opened(stage)
        before = ids(page)
        QApplication.sendEvent(page.search, QInputMethodEvent("zhuan", []))
        assert not page.search._wait.isActive()
        done = QInputMethodEvent("", [])
        done.setCommitString("专票")
        QApplication.sendEvent(page.search, done)
        assert shots.wait(lambda: not page.search._wait.isActive())
        stage.settle()
        assert page.search.text() == "专票"
        assert ids(page) != before


def test_filters_combine_and_clear(worker: Worker, tmp_path: Path) -> None:
    story, ana = learner(tmp_path)
    with signed_in(worker, story, ana) as stage:
        page = opened(stage)
        every = ids(page)
        page.filters["horizon"].set_code("H2")
        page.filters["horizon"].changed.emit("H2")
        stage.settle()
        assert 0 < len(ids(page)) < len(every)
        assert page.filters["horizon"].property("set") == "true"
        assert page.clear.isVisibleTo(page)
        typed(stage, page, "没有的东西")
        assert page.stack.currentWidget() is page.empty
        page.empty.button.click()
        stage.settle()
        assert ids(page) == every
        assert not page.clear.isVisibleTo(page)


def test_reading_leads_on(worker: Worker, tmp_path: Path) -> None:
    story, ana = learner(tmp_path)
    with signed_in(worker, story, ana) as stage:
        page = opened(stage, kind="case", id=CASE)
        assert shots.wait(lambda: isinstance(page.reading.shown, CasePage) and page.reading.shown.id == CASE)
        page.reading.thing_pressed.emit("policy", "VAT-09")
        assert shots.wait(lambda: isinstance(page.reading.shown, PolicyPage))
        stage.frame.back()
        assert shots.wait(lambda: isinstance(page.reading.shown, CasePage))
        typed(stage, page, "起征点与 1%")
        assert shots.wait(lambda: isinstance(page.reading.shown, LessonPage))
        assert page.reading.primary is not None
        assert page.reading.primary.objectName() == "library-lesson"


def test_a_narrow_window_reads_over_the_list(worker: Worker, tmp_path: Path) -> None:
    story, ana = learner(tmp_path)
    with signed_in(worker, story, ana, size=(1024, 680)) as stage:
        stage.frame.go("library")
        stage.settle()
        page = cast("LibraryPage", stage.page())
        assert page.left.isVisibleTo(page)
        assert not page.reading.isVisibleTo(page)
        page.list._choose(1)
        assert shots.wait(lambda: page.reading.shown is not None)
        assert page.reading.isVisibleTo(page)
        assert not page.left.isVisibleTo(page)
        stage.frame.back()
        stage.settle()
        assert page.left.isVisibleTo(page)
        assert page.list.current() == 1


def test_practise_this_case(worker: Worker, tmp_path: Path) -> None:
    story, ana = learner(tmp_path)
    with signed_in(worker, story, ana) as stage:
        page = opened(stage, kind="case", id=CASE)
        assert shots.wait(lambda: page.reading.primary is not None)
        assert page.reading.primary is not None
        page.reading.primary.click()
        assert shots.wait(lambda: isinstance(stage.page(), AttemptPage))
        attempt = cast("AttemptPage", stage.page())
        assert shots.wait(lambda: attempt.work is not None)
        assert attempt.work is not None
        assert attempt.work.sitting.paper == f"case:{CASE}"
        stage.frame.go("tests")
        stage.settle()
        tests = cast("TestsPage", stage.page())
        assert shots.wait(lambda: bool(tests.cards))
        running = [one for one in tests.findChildren(Button) if one.text() == "Continue"]
        assert running


def test_a_paper_begins_after_its_rules(worker: Worker, tmp_path: Path) -> None:
    story, ana = learner(tmp_path)
    with signed_in(worker, story, ana) as stage:
        stage.frame.go("tests")
        stage.settle()
        page = cast("TestsPage", stage.page())
        papers = [week.paper for week in story.hr.library.weeks() if week.paper]
        assert page.header.context.text() == f"{len(papers)} required papers can be taken now"
        button = page.findChild(Button, f"paper-go-{papers[0]}")
        assert isinstance(button, Button)
        assert button.kind == "primary"
        assert page.findChild(Button, "paper-go-gate-sample") is None, "no seat was opened"
        assert findings(stage.frame, 1280, 800) == []
        button.click()
        assert page.dialog is not None
        assert findings(page.dialog, page.dialog.width(), page.dialog.height()) == []
        page.dialog.go.click()
        assert shots.wait(lambda: isinstance(stage.page(), AttemptPage))
        stage.settle()
        assert not stage.problems
