"""A trainee reports a mistake; it travels over HR to the author, who has nothing else to do with her, and the answer comes back."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.journeys.beginning import everybody_exchanges
from tests.journeys.devices import new_computer
from tests.journeys.hands import Hands
from tests.journeys.people import Person
from tests.journeys.test_main_job import Firm
from trainer.ui.widgets.threads import SayDialog, ThreadCard

CASE, WRONG = "季度过了起征点", "合计少了一个零"
STILL, FIXED, AGAIN = "第二张表还没改", "合计已改正", "第二张表也改了"
AUTHOR = "方圆"


def card(hands: Hands) -> ThreadCard:
    """The one thread that is listed, on the page that Ctrl+K opens for everybody."""
    open_page(hands)
    return hands.see("thread-*", ThreadCard)


def open_page(hands: Hands) -> None:
    """Ctrl+K, the name of the page, Enter."""
    window = hands.computer.window()
    window.activateWindow()
    hands.qtbot.waitUntil(window.isActiveWindow)
    hands.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    hands.type("palette-search", "Content feedback")
    hands.settle()
    QTest.keyClick(hands.see("palette-search"), Qt.Key.Key_Return)
    hands.settle()


def say(hands: Hands, name: str, text: str) -> None:
    """Write into the window that is open, and send it."""
    dialog = hands.see(name, SayDialog)
    hands.type(dialog.text, text)
    hands.click(dialog.send)
    hands.settle()
    assert not hands.all(name, SayDialog), "sent"


def act(hands: Hands, name: str) -> None:
    """Press a button of the thread."""
    hands.click(card(hands).buttons[name])
    hands.settle()


def an_author(firm: Firm) -> Person:
    """Somebody who writes content, on a computer of their own; mentors nobody and is mentored by nobody."""
    hr, answer = firm.hr, firm.stick / "1005.answer"
    author = Person(new_computer(firm, hr, "author"), AUTHOR, "lantern pebble winter carbon olive", firm.mailbox)
    with hr.at_work(date(2026, 6, 8)):
        hr.add(author.name, "1005", "课程研发", {"author"}, firm.stick / "1005.invitation")
    words = author.join(firm.stick / "1005.invitation", answer)
    with hr.at_work(date(2026, 6, 8), 10):
        assert hr.bind(answer) == words
        hr.exchange()
    return author


def test_a_mistake_is_reported_mended_and_confirmed(begun: Firm) -> None:
    learner, hr, author = begun.learner, begun.hr, an_author(begun)
    with learner.at_work(date(2026, 6, 9), 9):
        hands = learner.hands
        hands.go("library")
        hands.type("library-search", CASE)
        hands.settle()
        hands.click("library-report")
        hands.settle()
        say(hands, "report", WRONG)
        assert hands.reads(WRONG, card(hands))
        learner.exchange()
    everybody_exchanges(begun, hr, author, day=date(2026, 6, 9), hour=10)

    with author.at_work(date(2026, 6, 9), 11):
        hands = author.hands
        assert hands.reads("1 to do"), "the sidebar says that somebody waits"
        thread = card(hands)
        assert hands.reads(WRONG, thread)
        act(hands, "acknowledge")
        act(hands, "done")
        say(hands, "feedback-say", FIXED)
        author.exchange()
    everybody_exchanges(begun, hr, learner, day=date(2026, 6, 9), hour=12)

    with learner.at_work(date(2026, 6, 9), 14):
        thread = card(learner.hands)
        assert learner.hands.reads(FIXED, thread)
        assert learner.hands.reads("within 2 h", thread)
        act(learner.hands, "again")
        say(learner.hands, "feedback-say", STILL)
        learner.exchange()
    everybody_exchanges(begun, hr, author, day=date(2026, 6, 9), hour=15)
    with author.at_work(date(2026, 6, 9), 16):
        assert author.hands.reads(STILL, card(author.hands))
        act(author.hands, "done")
        say(author.hands, "feedback-say", AGAIN)
        author.exchange()
    everybody_exchanges(begun, hr, learner, day=date(2026, 6, 9), hour=17)
    with learner.at_work(date(2026, 6, 10)):
        assert learner.hands.reads(AGAIN, card(learner.hands))
        act(learner.hands, "confirm")
        assert learner.hands.all("thread-*", ThreadCard) == [], "finished"
        learner.exchange()
    hr_reads_it_all(begun)


def hr_reads_it_all(firm: Firm) -> None:
    """What is finished stands under «All», with everybody's names."""
    hr = firm.hr
    with hr.at_work(date(2026, 6, 10), 10):
        hr.exchange()
        open_page(hr.hands)
        assert hr.hands.all("thread-*", ThreadCard) == []
        hr.hands.segment("feedback-filter", "all")
        lines = hr.hands.lines(hr.hands.see("thread-*", ThreadCard))
        for said in (WRONG, FIXED, STILL, AGAIN, firm.learner.name, AUTHOR):
            assert any(said in line for line in lines), said
