"""My trainees through its widgets: what is new and marking it, what to talk about, theory, who was mine before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.story import PASSPHRASE, TODAY, Story
from tests.ui.stage import Stage, signed_in
from trainer.actions import exchanging, organising, studying
from trainer.ui import inspection
from trainer.ui.pages.signoff import SignoffPage
from trainer.ui.pages.trainees import TraineesPage
from trainer.ui.widgets.base import Elided, Label
from trainer.ui.widgets.confirming import HoursForm, TheoryForm
from trainer.ui.widgets.exam_dialog import ExamDialog
from trainer.ui.worker import Worker

pytestmark = pytest.mark.usefixtures("look")


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    made = Story.found(tmp_path)
    for number, name in (("1031", "李晓雯"), ("1032", "周宁")):
        person = made.add(name, number, {"trainee"})
        made.enrol(person, date(2026, 8, 3))
        made.assign(person, made.mentor)
    gone = made.standings.of(number_of(made, "1032"))
    organising.end_assignment(made.hr, gone.person, gone.assignments[0].record, "换岗")
    made.clock.set(TODAY)
    box = tmp_path / "box"
    box.mkdir()
    mentor = made.sessions[made.mentor]
    exchanging.exchange(mentor, box)
    studying.claim_hours(made.sessions[number_of(made, "1031")], title="讲座", provider="", day=TODAY, seconds=3600)
    exchanging.exchange(mentor, box)
    yield made
    made.close()


def number_of(story: Story, number: str) -> str:
    return next(one for one in story.sessions if story.standings.of(one).number == number)


def settle(stage: Stage) -> None:
    for _turn in range(5):
        stage.settle()
        QApplication.processEvents()


def page_of(stage: Stage, **arguments: object) -> TraineesPage:
    stage.frame.go("trainees", **arguments)
    settle(stage)
    page = stage.page()
    assert isinstance(page, TraineesPage)
    return page


def test_news_are_marked_as_seen(story: Story, worker: Worker) -> None:
    with signed_in(worker, story, story.mentor) as stage:
        page = page_of(stage)
        assert page.news.isVisible()
        assert len(page.news.several.list.rows()) == 1
        page.news.several.opened.emit(0)
        settle(stage)
        assert page.sheet.isVisible()
        page.news.seen.click()
        settle(stage)
        assert not page.news.seen.isVisible()
        assert page.news.several.list.rows() == []
        assert inspection.findings(page) == []


def test_arrows_go_from_trainee_to_trainee_and_esc_closes_the_sheet(story: Story, worker: Worker) -> None:
    other = story.add("唐果", "1036", {"trainee"})
    story.enrol(other, TODAY)
    story.assign(other, story.mentor)
    with signed_in(worker, story, story.mentor) as stage:
        page = page_of(stage)
        first, second = page.list.rows()[:2]
        assert page.main_control() is first
        first.setFocus()
        QTest.keyClick(first, Qt.Key.Key_Down)
        assert second.hasFocus()
        assert not page.sheet.isVisible(), "arrows only move"
        QTest.keyClick(second, Qt.Key.Key_Return)
        settle(stage)
        assert page.sheet.isVisible()
        assert second.selected()
        QTest.keyClick(second, Qt.Key.Key_Escape)
        assert not page.sheet.isVisible()
        assert second.hasFocus()


def test_the_proctor_opens_the_exam_from_the_sheet(
    story: Story, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TraineesPage, "hold_ms", 0)
    ana = number_of(story, "1031")
    story.assign(ana, story.examiner, "proctor")
    with signed_in(worker, story, story.examiner) as stage:
        page = page_of(stage, person=ana)
        assert not page.sheet.theory.isVisible(), "weeks are confirmed by the mentor"
        page.sheet.exam.click()
        dialog = page.findChild(ExamDialog)
        assert dialog is not None
        dialog.box.passphrase.setText(PASSPHRASE)
        dialog.box.button.click()
        settle(stage)
        assert not page.sheet.exam.isVisible(), "it is opened"
        texts = [one.text() for one in page.sheet.findChildren(Label)]
        assert any("open" in text for text in texts), texts


def test_the_sheet_says_what_to_talk_about_and_opens_theory(story: Story, worker: Worker) -> None:
    ana = number_of(story, "1031")
    with signed_in(worker, story, story.mentor) as stage:
        page = page_of(stage, person=ana)
        assert not page.sheet.exam.isVisible(), "only the proctor opens it"
        texts = [one.text() for one in page.sheet.findChildren(Label)]
        assert any("go-live cannot be kept" in text for text in texts)
        page.sheet.theory.click()
        settle(stage)
        desk = stage.page()
        assert isinstance(desk, SignoffPage)
        assert isinstance(desk.desk.form, TheoryForm)
        assert desk.desk.form.shown.learner == ana


def test_who_went_elsewhere_stands_under_before(story: Story, worker: Worker) -> None:
    with signed_in(worker, story, story.mentor) as stage:
        page = page_of(stage)
        assert page.header.context.text().startswith("1 trainee")
        assert page.before.isVisible()
        assert any("周宁" in one.text() for one in page.before.findChildren(Elided))


def test_what_waits_opens_from_the_sheet(story: Story, worker: Worker) -> None:
    ana = number_of(story, "1031")
    with signed_in(worker, story, story.mentor) as stage:
        page = page_of(stage, person=ana)
        (line,) = page.sheet.waiting.rows()
        assert "1 h" in line.accessibleName() or "60 min" in line.accessibleName()
        line.chosen.emit()
        settle(stage)
        desk = stage.page()
        assert isinstance(desk, SignoffPage)
        assert isinstance(desk.desk.form, HoursForm)
