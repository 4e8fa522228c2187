"""Taking back: local steps with Ctrl+Z by name, signed records only with a reason, and never in silence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from shiboken6 import isValid

from tests.story import PASSPHRASE, TODAY, Story
from tests.ui.stage import Stage, signed_in
from trainer.actions import studying
from trainer.ui import commands
from trainer.ui.history import History
from trainer.ui.undo import KEPT, Steps
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.dialog import SignDialog
from trainer.ui.worker import Worker
from trainer.views import history

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Text:
    """Something that is edited in steps."""

    def __init__(self, steps: Steps) -> None:
        self.steps, self.words = steps, [""]

    def write(self, word: str) -> None:
        self.words.append(word)
        self.steps.did(f"write {word}", self.words.pop, lambda: self.words.append(word))


def test_steps_are_taken_back_in_order_and_done_again() -> None:
    steps = Steps()
    text = Text(steps)
    text.write("a")
    text.write("b")
    assert steps.names() == ("write b", "")
    steps.undo()
    steps.undo()
    assert text.words == [""]
    assert steps.undo() is None
    assert steps.names() == ("", "write a")
    steps.redo()
    assert text.words == ["", "a"]
    text.write("c")
    assert steps.redo() is None, "something new was done"


def test_a_step_is_taken_back_once_and_old_ones_are_forgotten() -> None:
    steps = Steps()
    text = Text(steps)
    for n in range(KEPT + 5):
        text.write(str(n))
    once = steps.did("once", lambda: text.words.append("undone"))
    assert steps.undo(once) is once
    assert steps.undo(once) is None
    assert text.words[-1] == "undone"
    assert steps.names()[1] == "", "it cannot be done again"
    while steps.undo() is not None:
        pass
    assert text.words[1] == "0", "only the newest are kept"


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    made = Story.found(tmp_path)
    made.trainee()
    made.clock.set(TODAY, 10)
    yield made
    made.close()


def trainee(story: Story) -> str:
    return next(person for person in story.sessions if story.standings.of(person).name == "李晓雯")


def claim(story: Story, title: str = "金税系统操作") -> str:
    me = story.sessions[trainee(story)]
    return studying.claim_hours(me, title=title, provider="区税务局", day=date(2026, 11, 20), seconds=7200)


def test_the_list_of_today_says_what_can_be_taken_back(story: Story) -> None:
    me = story.sessions[trainee(story)]
    story.clock.set(date(2026, 11, 22), 10)
    claim(story, "昨天的")
    story.clock.set(TODAY, 10)
    made = claim(story)
    story.study(me.me, TODAY, 1800, 9)
    found = history.today(me)
    assert {one.record for one in found if one.can} == {made}
    assert all("昨天的" not in one.line for one in found)
    assert [one.why for one in found if not one.can] == ["Was measured and stays as it is."]
    assert found == tuple(sorted(found, key=lambda one: -one.time))


def test_ctrl_z_and_ctrl_shift_z_and_their_names_in_the_menu(worker: Worker, story: Story) -> None:
    with signed_in(worker, story, story.mentor) as stage:
        frame = stage.frame
        frame.activateWindow()
        done = ["marked"]
        frame.toast("Marked as read", done.clear, redo=lambda: done.append("marked"))
        assert commands.names(frame) == ("Marked as read", "")
        assert commands.menu(frame).actions()[0].text().startswith("Undo: Marked as read")
        QTest.keyClick(frame, Qt.Key.Key_Z, CONTROL)
        assert done == []
        assert commands.menu(frame).actions()[1].text().startswith("Redo: Marked as read")
        QTest.keyClick(frame, Qt.Key.Key_Z, CONTROL | SHIFT)
        assert done == ["marked"]


def test_a_button_that_is_no_undo_is_not_on_the_list(worker: Worker, story: Story) -> None:
    with signed_in(worker, story, story.mentor) as stage:
        stage.frame.toast("Saved to x.csv", lambda: None, "Open folder")
        assert stage.frame.steps.names() == ("", "")


def ask(stage: Stage) -> tuple[History, SignDialog]:
    """Ctrl+Z with nothing local to take back, then the first «Take back…»."""
    stage.frame.activateWindow()
    QTest.keyClick(stage.frame, Qt.Key.Key_Z, CONTROL)
    stage.settle()
    shown = stage.page().findChild(History)
    assert shown is not None
    shown.hold_ms = 0
    button = next(one for one in shown.findChildren(Button) if one.objectName().startswith("take-back-"))
    assert "金税系统操作" in button.accessibleName()
    button.click()
    dialog = stage.page().findChild(SignDialog, "take-back")
    assert dialog is not None
    return shown, dialog


def test_what_was_signed_is_taken_back_only_with_a_reason(worker: Worker, story: Story) -> None:
    record = claim(story)
    with signed_in(worker, story, trainee(story)) as stage:
        shown, dialog = ask(stage)
        assert not dialog.box.button.isEnabled()
        reason = dialog.findChild(QLineEdit, "take-back-reason")
        assert reason is not None
        reason.setText("时长填错")
        assert dialog.box.button.isEnabled()
        dialog.box.passphrase.setText(PASSPHRASE)
        dialog.box.button.click()
        stage.settle()
        assert not isValid(dialog), "it is closed"
        states = {one.record: (one.can, one.why) for one in shown.shown}
        assert states[record] == (False, "Taken back or overruled")
        assert sum(not one.can for one in shown.shown) == 2, "the void stands there, too"
    assert stage.problems == []
