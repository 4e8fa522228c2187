"""The windows of the people page about keys, work and leave: what they say before, what they do, what they refuse."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.story import PASSPHRASE, RECOVERY, TODAY, Story
from tests.ui.stage import Stage, office
from trainer.actions import organising
from trainer.ledger import keys
from trainer.ui.pages.people import PeoplePage
from trainer.ui.widgets.base import Label
from trainer.ui.widgets.handing import NOBODY, DepartureDialog, HandOverDialog, StepsDialog
from trainer.ui.widgets.key_forms import EndKeyDialog, HrKeyDialog
from trainer.ui.widgets.leave_forms import CancelLeaveDialog, LeaveForm


@pytest.fixture(autouse=True)
def _no_hold(monkeypatch: pytest.MonkeyPatch, look: QApplication) -> None:
    monkeypatch.setattr(PeoplePage, "hold_ms", 0)


@pytest.fixture
def ana(story: Story) -> str:
    person = story.trainee()
    story.study(person, date(2026, 8, 10), 600)
    story.study(person, date(2026, 8, 12), 600)
    story.clock.set(TODAY)
    return person


def sheet(desk: Stage, person: str, act: str = "") -> PeoplePage:
    page = desk.go("people", person=person)
    assert isinstance(page, PeoplePage)
    page.person_acts.kdf = keys.CHEAP
    if act:
        assert not page.panel.acts[act].isHidden(), act
        page.panel.acts[act].click()
        desk.settle()
    return page


def texts(dialog: StepsDialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(Label))


def test_ending_a_key_says_what_it_leaves_and_asks_for_a_reason(story: Story, ana: str) -> None:
    with office(story, story.hr.me) as desk:
        page = sheet(desk, ana, "end-key")
        dialog = page.dialog
        assert isinstance(dialog, EndKeyDialog)
        assert not dialog.box.button.isEnabled()
        met = [dialog.focusWidget()]
        for _press in range(3):
            QTest.keyClick(dialog, Qt.Key.Key_Tab)
            met.append(dialog.focusWidget())
        assert met == [dialog.position, dialog.reason, dialog.note, dialog.box.passphrase], "as it is read"
        dialog.reason.set_code("other")
        dialog.reason.changed.emit("other")
        assert "words" in dialog.box.button.reason.text()
        dialog.note.setText("硬盘坏了")
        assert "up to no. 2 stays valid" in dialog.box.meaning.text()
        dialog.position.set_code("1")
        dialog.position.changed.emit("1")
        assert "1 record that is here stops counting" in dialog.box.meaning.text()
        desk.sign(dialog, "not the passphrase")
        assert dialog.box.field.is_wrong()
        assert dialog.note.text() == "硬盘坏了"
        desk.sign(dialog)
        one = page.shown()
        assert one is not None
        assert (one.key, one.left) == ("ended", False)
        assert page.panel.acts["end-key"].isHidden(), "there is nothing left to end"


def test_work_is_handed_over_line_by_line_and_refusals_are_told(story: Story, ana: str) -> None:
    with office(story, story.hr.me) as desk:
        page = sheet(desk, story.mentor, "hand-over")
        dialog = page.dialog
        assert isinstance(dialog, HandOverDialog)
        dialog.reason.setText("换岗")
        dialog.send.click()
        desk.settle()
        assert dialog.error.title.text() == "Nothing was chosen to be handed over."
        assert dialog.reason.text() == "换岗"
        dialog.work.lines[0].to.set_code(story.examiner)
        dialog.send.click()
        desk.settle()
        told = page.dialog
        assert isinstance(told, StepsDialog)
        assert "李晓雯: 赵一鸣 is now Mentor" in texts(told)
        told.accept()
        assert next(one for one in page.everybody if one.person == ana).mentor == "赵一鸣"


def test_a_departure_asks_about_everything_and_can_be_left_half_way(story: Story, ana: str) -> None:
    with office(story, story.hr.me) as desk:
        page = sheet(desk, story.mentor, "depart")
        dialog = page.dialog
        assert isinstance(dialog, DepartureDialog)
        assert not dialog.box.button.isEnabled()
        dialog.work.lines[0].to.set_code(story.examiner)
        dialog.reject()
        desk.settle()
        assert story.mentor in {one.person for one in page.everybody if one.key == "bound"}
        page = sheet(desk, story.mentor, "depart")
        dialog = page.dialog
        assert isinstance(dialog, DepartureDialog)
        dialog.work.lines[0].to.set_code(NOBODY)
        dialog.work.changed.emit()
        assert dialog.box.button.isEnabled()
        desk.sign(dialog)
        told = page.dialog
        assert isinstance(told, StepsDialog)
        assert "2 steps were done." in texts(told)
        told.accept()
        gone = next(one for one in page.everybody if one.person == story.mentor)
        assert gone.left
        page.which.set_code("gone")
        page.which.changed.emit("gone")
        assert [one.person for one in page.listed] == [story.mentor]


def test_somebody_becomes_hr_with_the_recovery_file(story: Story, ana: str) -> None:
    stick = story.folder.parent / "recovery.qicheng-root"
    with office(story, story.hr.me) as desk:
        page = sheet(desk, story.mentor, "make-hr")
        dialog = page.dialog
        assert isinstance(dialog, HrKeyDialog)
        dialog.file.set_path(stick)
        dialog.passphrase.setText("not this one")
        dialog.send.click()
        desk.settle()
        assert dialog.passphrase_field.is_wrong()
        dialog.passphrase.setText(RECOVERY)
        dialog.send.click()
        desk.settle()
        one = page.shown()
        assert one is not None
        assert "hr" in one.roles, "the reading side knows the new root document at once"
        assert not page.panel.acts["end-hr"].isHidden()
        assert sheet(desk, story.hr.me).panel.acts["depart"].isHidden(), "nobody lets themselves go"


def test_leave_is_shown_with_its_effect_shortened_and_taken_back(story: Story, ana: str) -> None:
    with office(story, story.hr.me) as desk:
        page = sheet(desk, ana, "leave")
        form = page.dialog
        assert isinstance(form, LeaveForm)
        form.until.setDate(QDate(2026, 11, 27))
        desk.settle()
        assert "5 days later" in form.effect.text.text()
        form.send.click()
        desk.settle()
        page = sheet(desk, ana, "leave")
        form = page.dialog
        assert isinstance(form, LeaveForm)
        form.which.setCurrentIndex(1)
        form.which.changed.emit(form.which.code())
        form.until.setDate(QDate(2026, 11, 24))
        desk.settle()
        assert "3 days earlier" in form.effect.text.text()
        form.send.click()
        desk.settle()
        one = page.shown()
        assert one is not None
        assert one.leaves == ((date(2026, 11, 23), date(2026, 11, 24), "annual"),)
        page = sheet(desk, ana, "cancel-leave")
        dialog = page.dialog
        assert isinstance(dialog, CancelLeaveDialog)
        dialog.reason.setText("没有休")
        desk.sign(dialog)
        one = page.shown()
        assert one is not None
        assert one.leaves == ()


def test_a_key_that_waits_shows_its_words(story: Story, ana: str, tmp_path: Path) -> None:
    organising.invite(story.hr, ana, {"trainee"}, tmp_path / "second")
    _key, words = organising.join(
        tmp_path / "second-laptop",
        (tmp_path / "second").read_bytes(),
        passphrase=PASSPHRASE,
        answer=tmp_path / "answer",
        clock=story.clock,
        kdf=keys.CHEAP,
    )
    organising.read_request(story.hr, tmp_path / "answer")
    with office(story, story.hr.me) as desk:
        page = sheet(desk, ana)
        one = page.shown()
        assert one is not None
        assert one.waiting == words
        assert page.panel.next.text() == "Compare words and bind…"
