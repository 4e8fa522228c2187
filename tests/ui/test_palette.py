"""Ctrl+K: what is found, in which order, with which keys; and the focus is where it was afterwards."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.story import Story
from tests.ui.stage import Stage, signed_in
from trainer import local
from trainer.ui import commands
from trainer.ui.palette import Palette
from trainer.ui.worker import Worker
from trainer.views.finding import INSIDE, NONE, PREFIX, WORD, Hit, closeness, fitting, ordered

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    made = Story.found(tmp_path)
    made.trainee()
    yield made
    made.close()


@pytest.fixture
def stage(worker: Worker, story: Story) -> Iterator[Stage]:
    with signed_in(worker, story, story.hr.me) as made:
        yield made


def opened(stage: Stage, typed: str = "") -> Palette:
    """The search, opened with its key, with `typed` searched for."""
    stage.frame.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(stage.frame, Qt.Key.Key_K, CONTROL)
    palette = stage.frame.findChild(Palette)
    assert palette is not None
    assert palette.isVisible()
    stage.settle()
    if typed:
        search(stage, palette, typed)
    return palette


def search(stage: Stage, palette: Palette, text: str) -> None:
    """Type it and do not wait for the pause after typing; what that starts later looks for the same."""
    palette.field.clear()
    QTest.keyClicks(palette.field, text) if text.isascii() else palette.field.setText(text)
    palette.look(text)
    stage.settle()


def titles(palette: Palette, group: str) -> list[str]:
    return [one.title for one in palette.hits() if one.group == group]


def test_how_well_words_fit() -> None:
    assert closeness("Exchange now", ("exch",)) == PREFIX
    assert closeness("Exchange now", ("now",)) == WORD
    assert closeness("Exchange now", ("change",)) == INSIDE
    assert closeness("Exchange now", ("exch", "change")) == INSIDE
    assert closeness("Exchange now", ("later",)) == NONE
    assert closeness("学时审计", ("学时",)) == PREFIX
    assert closeness("我的学时", ("学时",)) == INSIDE


def test_the_best_stands_first_and_a_word_beside_the_title_never_beats_a_title() -> None:
    hits = [
        Hit("page", "a", "Unchanged"), Hit("page", "b", "Exchange", "x"), Hit("page", "c", "Other", "exchange"),
        Hit("command", "d", "Make a change"),
    ]  # fmt: skip
    assert [one.id for one in fitting(hits, "change")] == ["d", "a", "b", "c"]
    assert [one.id for one in ordered(fitting(hits, "change"))] == ["d", "a", "b", "c"], "the group of the best first"


def test_pages_people_and_the_library_are_found(stage: Stage) -> None:
    palette = opened(stage, "peo")
    assert titles(palette, "page") == ["People"]
    search(stage, palette, "1031")
    assert titles(palette, "person") == ["李晓雯"]
    lesson = stage.story.sessions[stage.story.mentor].library.lessons()[0]
    search(stage, palette, lesson.title.en[:12])
    assert lesson.title.en in titles(palette, "lesson")
    search(stage, palette, "VAT-01")
    assert titles(palette, "policy")
    search(stage, palette, "发票")
    assert titles(palette, "term")
    search(stage, palette, "passphrase")
    assert "Forgotten passphrase" in titles(palette, "help")


def test_only_people_one_may_see(worker: Worker, story: Story) -> None:
    story.enrol(story.add("周婷", "1040", {"trainee"}), date(2026, 8, 3))
    with signed_in(worker, story, story.mentor) as stage:
        assert titles(opened(stage, "李"), "person") == ["李晓雯"]
        palette = opened(stage, "周")
        assert titles(palette, "person") == []


def test_a_person_is_remembered_without_their_name(stage: Stage) -> None:
    """The name stays in the records, where it can be erased."""
    palette = opened(stage, "1031")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    stage.settle()
    (kept,) = local.opened_last(stage.story.folder, stage.story.hr.me)
    assert (kept.group, kept.title) == ("person", "")
    assert titles(opened(stage), "recent") == ["李晓雯"]


def test_enter_opens_and_it_is_remembered(stage: Stage) -> None:
    palette = opened(stage, "register")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    stage.settle()
    assert stage.page().name == "register"
    assert not palette.isVisible()
    palette = opened(stage)
    assert titles(palette, "recent") == ["Certificate register"]
    assert palette.hits()[0].group == "recent"
    assert [one.id for one in local.opened_last(stage.story.folder, stage.story.hr.me)] == ["register"]


def test_enter_before_the_answer_opens_what_will_stand_first(stage: Stage) -> None:
    palette = opened(stage)
    QTest.keyClicks(palette.field, "train")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    stage.settle()
    assert stage.page().name == "audit", "Training-hours audit"


def test_arrows_skip_the_names_of_groups_and_go_round(stage: Stage) -> None:
    palette = opened(stage, "exchange")
    hits = palette.hits()
    assert len({one.group for one in hits}) > 1
    seen = []
    for _press in hits:
        seen.append(palette.current())
        assert palette.field.accessibleDescription().startswith(hits[len(seen) - 1].title)
        QTest.keyClick(palette.field, Qt.Key.Key_Down)
    assert seen == hits
    assert palette.current() == hits[0]
    QTest.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.current() == hits[-1]


def test_esc_closes_and_the_focus_is_where_it_was(stage: Stage) -> None:
    stage.go("library")
    before = QApplication.focusWidget()
    palette = opened(stage, "never")
    assert QApplication.focusWidget() is palette.field
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert stage.frame.focusWidget() is before
    assert opened(stage).field.text() == ""


def test_commands_of_the_page_stand_there_with_their_keys_and_work(stage: Stage) -> None:
    stage.go("audit")
    palette = opened(stage)
    export = next(one for one in palette.hits() if one.id == "audit:export")
    assert (export.keys, export.line) == ("Ctrl E", "Training-hours audit")
    palette.reject()
    stage.go("people")
    assert all(one.id != "audit:export" for one in opened(stage, "export").hits())


def test_a_command_presses_its_shortcut(stage: Stage) -> None:
    size = stage.settings.reading_size
    palette = opened(stage, "larger")
    assert titles(palette, "command") == ["Larger lesson text"]
    palette.choose()
    assert stage.settings.reading_size > size


def test_nothing_found_is_said(stage: Stage) -> None:
    palette = opened(stage, "qqqqzz")
    assert palette.hits() == []
    assert palette.current() is None
    assert "qqqqzz" in palette.empty.title.text()
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_nothing_is_searched_while_an_input_method_composes(stage: Stage) -> None:
    palette = opened(stage)
    before = palette.hits()
    QApplication.sendEvent(palette.field, QInputMethodEvent("xue", []))
    assert palette.hits() == before
    assert palette._asked is None


def test_it_opens_within_a_frame_the_second_time(stage: Stage) -> None:
    opened(stage).reject()
    least = 1.0
    for _try in range(3):
        began = time.perf_counter()
        stage.frame.search()
        QApplication.processEvents()
        least = min(least, time.perf_counter() - began)
        opened(stage).reject()
    assert least < 0.016


def test_every_page_of_the_sidebar_and_behind_more_is_offered(stage: Stage) -> None:
    offered = {one.id for one in commands.pages(stage.frame)}
    assert {*stage.frame.sidebar.items()} - {"more"} <= offered
    assert {one.name for one in stage.frame.sidebar._hidden} <= offered
    assert {"help", "about"} <= offered
