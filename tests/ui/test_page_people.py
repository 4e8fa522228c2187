"""HR's page of people with real sessions and keys: from the newcomer to the exam, and what is refused on the way."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QApplication

from tests.story import PASSPHRASE, TODAY, Story, reading
from tests.ui.stage import Stage, office
from trainer.actions import assessing, organising
from trainer.actions.organising import Newcomer
from trainer.ledger import keys
from trainer.ui.pages.people import PeoplePage
from trainer.ui.widgets.exam_dialog import ExamDialog
from trainer.ui.widgets.graded import AnswerCard, AnswersDialog
from trainer.ui.widgets.leave_forms import LeaveForm
from trainer.ui.widgets.people_forms import (
    AssignForm,
    BindDialog,
    EndForm,
    EnrolForm,
    InviteForm,
    PersonForm,
)
from trainer.views import people
from trainer.views.people import PersonRow


@pytest.fixture(autouse=True)
def _no_hold(monkeypatch: pytest.MonkeyPatch, look: QApplication) -> None:
    monkeypatch.setattr(PeoplePage, "hold_ms", 0)


def people_page(desk: Stage, **arguments: object) -> PeoplePage:
    page = desk.go("people", **arguments)
    assert isinstance(page, PeoplePage)
    return page


def test_somebody_new_is_added_and_what_was_typed_survives_a_refusal(story: Story) -> None:
    with office(story, story.hr.me) as desk:
        page = people_page(desk)
        page.add.click()
        form = page.dialog
        assert isinstance(form, PersonForm)
        form.name.setText("李晓雯")
        form.send.click()
        desk.settle()
        assert form.error.title.text() == "The staff number is missing."
        assert form.name.text() == "李晓雯"
        form.number.setText("1031")
        form.send.click()
        desk.settle()
        one = shown(page)
        assert (one.name, one.key, page.panel.next.text()) == ("李晓雯", "none", "Write invitation…")
        assert desk.frame.sidebar.items()["people"] is not None


def shown(page: PeoplePage) -> PersonRow:
    one = page.shown()
    assert one is not None
    return one


def test_an_invitation_is_answered_and_bound_only_after_the_six_words(story: Story, tmp_path: Path) -> None:
    person = organising.add_person(story.hr, Newcomer("李晓雯", "1031", "服务台"))
    with office(story, story.hr.me) as desk:
        page = people_page(desk, person=person)
        page.ask_roles(shown(page))
        invite = page.dialog
        assert isinstance(invite, InviteForm)
        page.invite(invite, person, tmp_path / "i")
        desk.settle()
        assert shown(page).key == "invited"
        _file, words = organising.join(
            tmp_path / "laptop",
            (tmp_path / "i").read_bytes(),
            passphrase=PASSPHRASE,
            answer=tmp_path / "a",
            clock=story.clock,
            kdf=keys.CHEAP,
        )
        page.read_answer(tmp_path / "a")
        desk.settle()
        bind = page.dialog
        assert isinstance(bind, BindDialog)
        assert bind.words.accessibleName() == " ".join(words)
        assert not bind.box.button.isEnabled()
        bind.same.setChecked(True)
        desk.sign(bind, "not the passphrase at all")
        assert bind.box.field.is_wrong()
        desk.sign(bind)
        assert (shown(page).key, shown(page).missing) == ("bound", ("programme", "mentor"))


def test_the_next_step_enrols_and_then_assigns_a_mentor(story: Story) -> None:
    person = story.add("李晓雯", "1031", {"trainee"})
    with office(story, story.hr.me) as desk:
        page = people_page(desk, person=person)
        page.panel.next.click()
        enrol = page.dialog
        assert isinstance(enrol, EnrolForm)
        enrol.send.click()
        desk.settle()
        page.panel.next.click()
        assign = page.dialog
        assert isinstance(assign, AssignForm)
        assign.person.set_code(story.mentor)
        assign.send.click()
        desk.settle()
        assert (shown(page).mentor, shown(page).missing) == ("王敏", ())
        page.ask_end(shown(page))
        end = page.dialog
        assert isinstance(end, EndForm)
        end.send.click()
        desk.settle()
        assert end.error.title.text() == "The reason is missing. One sentence is enough."
        end.reason.setPlainText("换岗")
        end.send.click()
        desk.settle()
        assert shown(page).missing == ("mentor",)


def test_leave_is_recorded_and_reversed_days_are_refused(story: Story) -> None:
    person = story.add("李晓雯", "1031", {"trainee"})
    story.enrol(person, date(2026, 8, 3))
    story.clock.set(TODAY)
    with office(story, story.hr.me) as desk:
        page = people_page(desk, person=person)
        page.panel.acts["leave"].click()
        desk.settle()
        form = page.dialog
        assert isinstance(form, LeaveForm)
        form.until.setDate(QDate(2026, 11, 20))
        form.send.click()
        desk.settle()
        assert form.error.isVisibleTo(form)
        form.until.setDate(QDate(2026, 11, 25))
        form.send.click()
        desk.settle()
        assert shown(page).leaves == ((date(2026, 11, 23), date(2026, 11, 25), "annual"),)


def test_the_exam_is_opened_from_the_sheet(story: Story) -> None:
    ana = story.trainee()
    story.learn(ana)
    with office(story, story.hr.me) as desk:
        page = people_page(desk, person=ana)
        assert page.panel.next.text() == "Open exam…"
        page.panel.next.click()
        dialog = page.dialog
        assert isinstance(dialog, ExamDialog)
        desk.sign(dialog)
        assert shown(page).exam.state == "opened"


def test_the_answers_can_be_seen_before_their_result_is_signed(story: Story) -> None:
    ana = story.trainee()
    story.learn(ana)
    paper = people.person_row(reading(story.hr), ana).exam.paper
    assessing.open_exam(story.hr, ana, paper, passphrase=PASSPHRASE)
    story.take(ana, paper)
    with office(story, story.hr.me) as desk:
        page = people_page(desk, person=ana)
        page.panel.next.click()
        result = page.dialog
        assert isinstance(result, ExamDialog)
        result.answers.click()  # "I have looked at the raw answers": here they are
        desk.settle()
        seen = page.findChild(AnswersDialog)
        assert seen is not None
        assert seen.findChildren(AnswerCard)
        seen.close_button.click()
        desk.sign(result)
        assert shown(page).exam.state == ""


def test_nobody_is_offered_the_exam_in_the_first_week(story: Story) -> None:
    ana = story.trainee()
    with office(story, story.hr.me) as desk:
        page = people_page(desk, person=ana)
        assert shown(page).exam.state == ""


def test_a_file_that_is_no_answer_is_said_beside_the_list(story: Story, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"hello")
    with office(story, story.hr.me) as desk:
        page = people_page(desk)
        page.read_answer(tmp_path / "a")
        desk.settle()
        assert page.error.isVisible()
        assert page.error.title.text() == "This file is not an answer to an invitation, or it is damaged."


def test_the_filter_finds_by_number_and_says_when_it_finds_nobody(story: Story) -> None:
    with office(story, story.hr.me) as desk:
        page = people_page(desk)
        page.search.setText("1012")
        page.search.typed.emit("1012")
        assert [one.name for one in page.listed] == ["王敏"]
        page.search.typed.emit("")
        page.search.setText("zzz")
        page.search.typed.emit("zzz")
        assert page.empty.isVisibleTo(page)
        page.empty.button.click()
        assert len(page.listed) == 3
