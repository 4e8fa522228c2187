"""A trainee's ordinary work with nothing but keys: no pointer, no short cut into the program (ui.md §§4.1, 4.2)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget

from tests.journeys.keyboard import ALT, CONTROL, Key, Keyboard, spoken
from tests.journeys.keyboard_desk import NAME, SitDown, exchange, lock, records, unlock
from tests.story import Story
from trainer.ui.reader.self_check import CheckCard
from trainer.ui.widgets.answers import AnswerArea


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_trainee_needs_no_pointer(founded: Story, sit_down: SitDown, tmp_path: Path) -> None:
    learner = founded.add(NAME, "1031", {"trainee"})
    founded.enrol(learner, date(2026, 8, 3))
    founded.assign(learner, founded.mentor, "mentor")
    proof = tmp_path / "proof.txt"
    proof.write_text("4 小时", encoding="utf-8")
    keys = sit_down()
    unlock(keys, NAME)
    read_a_lesson(keys)
    take_a_paper(keys)
    ask_for_a_practical(keys, proof)
    claim_hours(keys, proof)
    exchange(keys, tmp_path / "mailbox")
    lock(keys)
    (done,) = records(founded.folder, "lesson.done")
    assert len(records(founded.folder, "answer")) == 15
    assert len(records(founded.folder, "attempt.end")) == 1
    (asked_for,) = records(founded.folder, "practical.request")
    (claim,) = records(founded.folder, "hours.claim")
    for one in (done, asked_for, claim):
        assert one.header.who == learner


def read_a_lesson(keys: Keyboard) -> None:
    """Enter on Today; J to the end, a note with N, the self-check with digits, and finished."""
    assert keys.place() == "today"
    keys.tour()
    assert keys.at("next-go"), "Enter on Today goes on with the lesson"
    keys.enter()
    assert keys.place() == "lesson"
    keys.tour()
    assert keys.at("lesson-text"), "the cursor stands in the text"
    keys.letter("J")
    keys.letter("N")
    keys.write("问带教：开票截止日")
    keys.press(Key.Key_Escape)
    assert keys.at("lesson-text"), "the focus is back where N was pressed"
    assert keys.reads("问带教：开票截止日"), "Esc never loses what was typed"
    keys.letter("N")
    keys.write("第二条")
    keys.press(Key.Key_Return, CONTROL)
    assert keys.reads("第二条")
    for _screen in range(80):
        if keys.shows("self-check"):
            break
        keys.computer.clock.pass_(70)
        keys.letter("J")
    keys.tour()
    answer_the_check(keys)
    keys.letter("J")
    assert keys.reads("Next lesson"), "finished"


def answer_the_check(keys: Keyboard) -> None:
    """Digits, figures and Enter, until every question of the self-check has an answer."""
    for _question in range(30):
        keys.tab_until(lambda: asked(keys) is not None)
        card = asked(keys)
        assert card is not None
        if isinstance(keys.here(), QLineEdit):
            keys.write("100")
            keys.enter()
        else:
            if card.choices is not None:
                keys.letter("1")
            if card.reasons is not None and card.choices is not None:
                keys.letter(str(len(card.choices.options) + 1))
            keys.push(card.check.objectName())
        if not keys.shows("check-go-"):
            return


def asked(keys: Keyboard) -> CheckCard | None:
    """The open question of the self-check that has the focus."""
    one: QWidget | None = keys.here()
    while one is not None and not isinstance(one, CheckCard):
        one = one.parentWidget()
    return one if one is not None and not one.state else None


def take_a_paper(keys: Keyboard) -> None:
    """From Tests: begin, answer every kind, flag one, hand in behind the summary."""
    keys.find("Quizzes", "tests")
    keys.tour()
    keys.tab_to("paper-go-mid-term")
    keys.opens_and_returns("begin")
    keys.enter()
    keys.push("begin-go")
    keys.until(lambda: keys.place() == "attempt")
    keys.tour()
    kinds = set()
    for number in range(1, 40):
        kinds.add(answer(keys))
        if number == 1:
            keys.press(Key.Key_M, CONTROL)
            keys.press(Key.Key_PageDown, CONTROL)
            keys.press(Key.Key_PageUp, CONTROL)
        keys.press(Key.Key_Return, CONTROL)
        if keys.place() == "hand-in":
            break
    assert kinds == {"single", "multiple", "truefalse", "numeric", "order"}
    assert keys.at("hand-in-back"), "going back is what Enter does"
    keys.press(Key.Key_Escape)
    assert keys.place() == "attempt"
    keys.press(Key.Key_Return, CONTROL)
    keys.push("hand-in-go")
    keys.until(lambda: keys.reads("80 needed"))
    keys.tour()


def answer(keys: Keyboard) -> str:
    """Answer the question that is shown, whatever it asks for; its kind."""
    keys.computer.clock.pass_(20)
    area: QWidget | None = keys.here()
    while area is not None and not isinstance(area, AnswerArea):
        area = area.parentWidget()
    assert area is not None, f"the focus is not on an answer but on {spoken(keys.here())}"
    kind = area.question.kind
    if kind == "numeric":
        keys.write("100")
    elif kind == "order":
        keys.press(Key.Key_Down, ALT)
    else:
        keys.letter("1")
        if kind == "multiple":
            keys.press(Key.Key_Down)
            keys.press(Key.Key_Space)
        if kind == "truefalse" and area.question.reasons:
            keys.letter("3")
    assert area.answer(), "nothing was answered"
    return kind


def ask_for_a_practical(keys: Keyboard, proof: Path) -> None:
    """On the path: to a month of mentoring with the arrows, the practical, a file, ask."""
    keys.find("Learning path", "path")
    keys.tour()
    keys.tab_to("timeline")
    for _month in range(5):
        if keys.shows("practical-M01"):
            break
        keys.press(Key.Key_Right)
        keys.enter()
    keys.push("M01")
    keys.pane("practical-ask")
    keys.opens_and_returns("request")
    keys.enter()
    keys.tab_to("files-add")
    with keys.file_window(proof):
        keys.enter()
    keys.push("request-send")
    assert keys.at("practical-M01"), "what was pressed is gone, the focus stays beside it"


def claim_hours(keys: Keyboard, proof: Path) -> None:
    """Hours from elsewhere, day and length typed, with a paper."""
    keys.find("My hours", "hours")
    keys.tour()
    keys.opens_and_returns("claim")
    keys.enter()
    keys.write("增值税法讲座")
    keys.press(Key.Key_Escape)
    assert keys.place() == "claim", "Esc never loses text"
    assert keys.at("claim-title")
    keys.fill("claim-provider", "市税务局")
    keys.fill("claim-day", "2026-11-20")
    keys.fill("claim-hours", "4")
    keys.tab_to("files-add")
    with keys.file_window(proof):
        keys.enter()
    keys.push("claim-send")
    assert keys.place() == "hours"
    assert keys.at("hours-add")
    assert keys.reads("增值税法讲座")
