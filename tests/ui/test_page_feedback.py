"""Reporting a mistake from where it was found, and the page where it is answered: real widgets, worker and stores."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.story import TODAY, Story
from tests.ui.stage import Stage, office
from trainer.actions import assessing, feeding_back
from trainer.ui import inspection
from trainer.ui.navigation import openable
from trainer.ui.pages.attempt import AttemptPage
from trainer.ui.pages.feedback import FeedbackPage
from trainer.ui.pages.library import LibraryPage
from trainer.ui.pages.reader import ReaderPage
from trainer.ui.shell import Page
from trainer.ui.widgets.threads import SayDialog, ThreadCard
from trainer.views import feedback

CASE, LESSON = "shop-over-threshold-one-percent", "w04-l01"


@pytest.fixture
def ana(story: Story, look: QApplication) -> str:
    person = story.trainee()
    story.clock.set(TODAY, 9)
    return person


def report(story: Story, person: str, text: str = "少了一个零") -> str:
    session = story.sessions[person]
    return feeding_back.give(session, CASE, session.library.hash_of("case", CASE), text)


def page_of(desk: Stage) -> FeedbackPage:
    page = desk.go("feedback")
    assert isinstance(page, FeedbackPage)
    return page


def dialog_over(desk: Stage, page: Page, name: str = "report") -> SayDialog:
    desk.settle()
    (found,) = [one for one in page.findChildren(SayDialog) if one.isVisible()]
    assert found.objectName() == name
    return found


def send(desk: Stage, dialog: SayDialog, text: str) -> None:
    dialog.text.setPlainText(text)
    dialog.send.click()
    desk.settle()


def the_card(page: FeedbackPage) -> ThreadCard:
    (card,) = page.cards
    return card


def report_key(page: Page) -> None:
    page.window().activateWindow()
    assert QTest.qWaitForWindowActive(page.window())
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(page, Qt.Key.Key_M, modifiers)


def test_a_section_of_a_lesson_is_reported_and_an_empty_text_is_refused(story: Story, ana: str) -> None:
    with office(story, ana) as desk:
        page = desk.go("lesson", lesson=LESSON)
        assert isinstance(page, ReaderPage)
        page.top.report.click()
        dialog = dialog_over(desk, page)
        send(desk, dialog, "  ")
        assert dialog.isVisible()
        assert dialog.error.isVisible()
        assert dialog.words() == "  ", "what was typed is kept"
        dialog.text.setPlainText("第二步的税率写成了 5%")
        dialog.activateWindow()
        assert QTest.qWaitForWindowActive(dialog)
        QTest.keyClick(dialog.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        desk.settle()
        assert not [one for one in page.findChildren(SayDialog) if one.isVisible()]
        card = the_card(page_of(desk))
        assert card.one.content.kind == "lesson"
        assert page.row is not None
        assert page.row.sections[0].title in card.one.content.line
        assert [step.text for step in card.one.steps] == ["第二步的税率写成了 5%"]
        card.buttons["show"].click()
        desk.settle()
        assert desk.page().name == "lesson"


def test_a_self_check_question_is_reported_by_its_own_words(story: Story, ana: str) -> None:
    with office(story, ana) as desk:
        page = desk.go("lesson", lesson=LESSON)
        assert isinstance(page, ReaderPage)
        page.show_check()
        card = page.check.cards[0]
        card.report.click()
        send(desk, dialog_over(desk, page), "两个选项都对")
        one = the_card(page_of(desk)).one
        assert one.content.kind == "item"
        assert one.content.title == card.one.ask


def test_cases_and_policies_are_reported_in_the_library_with_the_key_too(story: Story, ana: str) -> None:
    with office(story, ana) as desk:
        for kind, id_ in (("case", CASE), ("policy", "VAT-07")):
            page = desk.go("library", kind=kind, id=id_)
            assert isinstance(page, LibraryPage)
            assert page.reading.subject() == (kind, id_)
            report_key(page)
            send(desk, dialog_over(desk, page), f"{kind}：日期不对")
        kinds = {card.one.content.kind for card in page_of(desk).cards}
        assert kinds == {"case", "policy"}
        page = desk.go("library")
        assert isinstance(page, LibraryPage)
        page.feedback.click()
        desk.settle()
        assert desk.page().name == "feedback"


def test_practice_offers_it_and_a_paper_only_once_it_is_explained(story: Story, ana: str) -> None:
    session = story.sessions[ana]
    practice = assessing.practise_case(session, CASE)
    week = next(one for one in story.programme(ana).weeks if not one.planned)
    paper = assessing.start_attempt(session, week.paper, seed="5eed" * 8)
    with office(story, ana) as desk:
        page = desk.go("attempt", attempt=paper)
        assert isinstance(page, AttemptPage)
        assert not page.report.isVisible()
        report_key(page)
        desk.settle()
        assert page.findChildren(SayDialog) == [], "nothing is reported out of a paper that runs"
        page.end("handed-in")
        desk.settle()
        assert page.report.isVisible()
        desk.go("attempt", attempt=practice)
        assert page.report.isVisible()
        page.report.click()
        dialog = dialog_over(desk, page)
        assert page.work is not None
        question = page.work.asked().question
        assert question is not None
        shown = " ".join(label.text() for label in dialog.findChildren(type(dialog.heading)))
        assert question.ask.en in shown
        assert not question.expected_text.en or question.expected_text.en not in shown


def test_a_mentor_acknowledges_and_says_what_was_changed(story: Story, ana: str) -> None:
    report(story, ana)
    with office(story, story.mentor) as desk:
        page = page_of(desk)
        assert desk.frame.sidebar.items()["feedback"].accessibleName() == "Content feedback, 1 to do"
        assert page.header.context.text() == "1 to answer"
        the_card(page).buttons["acknowledge"].click()
        desk.settle()
        assert list(the_card(page).buttons) == ["show", "done"]
        the_card(page).buttons["done"].click()
        dialog = dialog_over(desk, page, "feedback-say")
        send(desk, dialog, "")
        assert dialog.isVisible()
        send(desk, dialog, "已补上零")
        assert the_card(page).one.stage == "done"
        assert desk.frame.sidebar.items()["feedback"].accessibleName() == "Content feedback"
        assert inspection.findings(page) == []


def test_who_reported_says_not_fixed_yet_and_then_confirms(story: Story, ana: str) -> None:
    mentor = story.sessions[story.mentor]
    feeding_back.done(mentor, report(story, ana), "改了")
    with office(story, ana) as desk:
        page = page_of(desk)
        assert page.main_control() is the_card(page).buttons["confirm"]
        the_card(page).buttons["again"].click()
        send(desk, dialog_over(desk, page, "feedback-say"), "还少一个零")
        assert the_card(page).one.stage == "sent"
        assert [step.code for step in the_card(page).one.steps] == ["feedback", "feedback.done", "again"]


def test_what_is_confirmed_is_out_of_the_way(story: Story, ana: str) -> None:
    feeding_back.done(story.sessions[story.mentor], report(story, ana), "改了")
    with office(story, ana, size=(1024, 680)) as desk:
        page = page_of(desk)
        the_card(page).buttons["confirm"].click()
        desk.settle()
        assert page.cards == []
        assert page.empty.isVisible()
        page.empty.acted.emit()
        assert the_card(page).one.stage == "confirmed"
        assert inspection.findings(page) == []


def test_nothing_reported_leads_to_the_library(story: Story, ana: str) -> None:
    with office(story, ana) as desk:
        assert "feedback" not in desk.frame.sidebar.items()
        page = page_of(desk)
        assert page.empty.isVisible()
        page.empty.acted.emit()
        desk.settle()
        assert desk.page().name == "library"


def test_hr_reads_the_figure_behind_more(story: Story, ana: str) -> None:
    report(story, ana)
    with office(story, story.hr.me) as desk:
        desk.settle()
        assert desk.frame.sidebar.items()["more"].accessibleName() == "More, 1 to do"


def test_everybody_can_open_the_page_by_name() -> None:
    for roles in ({"trainee"}, {"author"}, {"hr"}, {"proctor"}):
        assert "feedback" in [one.name for one in openable(frozenset(roles))]
    assert sorted(feedback.ANSWERERS) == ["author", "hr", "mentor"]
