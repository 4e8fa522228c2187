"""Recording a meeting on a real frame, by its controls: who was there, cases, an overlap, the signature; taking it back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QTime
from PySide6.QtWidgets import QApplication

from tests.story import PASSPHRASE, Story
from tests.ui.stage import Stage, signed_in
from trainer.ui import inspection
from trainer.ui.pages.sessions import SessionsPage
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.dialog import SignDialog
from trainer.ui.widgets.fields import Line
from trainer.ui.worker import Worker

pytestmark = pytest.mark.usefixtures("look")
DAY = date(2026, 11, 20)


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    made = Story.found(tmp_path)
    for number, name in (("1031", "李晓雯"), ("1032", "周宁")):
        person = made.add(name, number, {"trainee"})
        made.enrol(person, date(2026, 8, 3))
        made.assign(person, made.mentor, "mentor")
    made.study(next(one for one in made.sessions if made.standings.of(one).number == "1031"), DAY, 3600, 14)
    made.clock.set(DAY, 18)
    yield made
    made.close()


def settle(stage: Stage) -> None:
    for _turn in range(4):
        stage.settle()
        QApplication.processEvents()


def page_of(stage: Stage) -> SessionsPage:
    page = stage.go("sessions")
    settle(stage)
    assert isinstance(page, SessionsPage)
    return page


def begin(stage: Stage, page: SessionsPage) -> None:
    page.hold.click()
    settle(stage)


def fill(stage: Stage, page: SessionsPage) -> None:
    form = page.form
    form.title.setText("每周案例复盘")
    form.stretches.parts[0].since.setTime(QTime(14, 0))
    form.stretches.parts[0].until.setTime(QTime(15, 0))
    form.all_mine.click()
    form.cases.findChildren(Button)[-1].click()  # the last of the suggested ones
    form.notes.setPlainText("先讲结论。")
    settle(stage)


def sign(stage: Stage, page: SessionsPage, passphrase: str = PASSPHRASE) -> None:
    page.sign.passphrase.setText(passphrase)
    page.sign.button.click()
    assert page.sign.holding()
    settle(stage)
    page.sign.flush()
    settle(stage)


def test_a_meeting_is_recorded_and_taken_back(story: Story, worker: Worker) -> None:
    with signed_in(worker, story, story.mentor) as stage:
        page = page_of(stage)
        assert page.empty.isVisible()
        assert page.agenda.isVisible()
        begin(stage, page)
        assert QApplication.focusWidget() is page.form.title
        assert not page.sign.button.isEnabled()
        fill(stage, page)
        late = next(one for one in page.form.people if one.shown.number == "1032")
        late.minutes.setValue(40)
        sign(stage, page)
        assert page.row is not None
        (row,) = page.row.rows
        assert sorted(there.seconds for there in row.people) == [2400, 3600]
        assert len(row.cases) == 1
        assert page.sheet.isVisible()
        assert page.form.title.text() == ""
        assert inspection.findings(page) == []
        page.sheet.withdraw.click()
        dialog = page.findChild(SignDialog)
        assert dialog is not None
        reason = dialog.findChild(Line, "withdraw-session-reason")
        assert reason is not None
        assert not dialog.box.button.isEnabled()
        reason.setText("记错了日期")
        dialog.box.passphrase.setText(PASSPHRASE)
        dialog.box.button.click()
        settle(stage)
        dialog.box.flush()
        settle(stage)
        assert page.row.rows[0].withdrawn
        assert page.row.rows[0].reason == "记错了日期"


def test_a_time_that_somebody_has_elsewhere_is_said(story: Story, worker: Worker) -> None:
    story.accept_hours(next(one for one in story.sessions if story.standings.of(one).number == "1031"))
    with signed_in(worker, story, story.mentor) as stage:
        page = page_of(stage)
        begin(stage, page)
        fill(stage, page)
        said = {one.shown.number: one.overlap.text() for one in page.form.people}
        assert said["1031"]
        assert not said["1032"]


def test_what_cannot_be_signed_says_why(story: Story, worker: Worker) -> None:
    with signed_in(worker, story, story.mentor) as stage:
        page = page_of(stage)
        begin(stage, page)
        fill(stage, page)
        page.form.stretches.more.click()
        assert len(page.form.stretches.parts) == 2
        page.form.stretches.parts[1].since.setTime(QTime(14, 30))
        assert not page.sign.button.isEnabled()
        assert page.form.time_field.is_wrong()
        page.form.stretches.parts[1].remove.click()
        assert page.sign.button.isEnabled()
        page.form.stretches.parts[0].until.setTime(QTime(23, 0))
        assert not page.sign.button.isEnabled()


def test_a_wrong_passphrase_and_the_way_back_keep_what_was_typed(story: Story, worker: Worker) -> None:
    with signed_in(worker, story, story.mentor) as stage:
        page = page_of(stage)
        begin(stage, page)
        fill(stage, page)
        page.sign.passphrase.setText("not this one at all")
        page.sign.button.click()
        settle(stage)
        assert page.sign.field.is_wrong()
        assert page.form.isEnabled()
        page.back.click()
        settle(stage)
        assert page.empty.isVisible()
        begin(stage, page)
        assert page.form.title.text() == "每周案例复盘"
        assert len(page.form.attendees()) == 2
