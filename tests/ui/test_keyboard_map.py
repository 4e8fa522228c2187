"""F1 tells the truth: every key it lists works on that page, no two things have one key there, none is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from tests.story import Story
from tests.ui.stage import Stage, office
from trainer import config
from trainer.actions import assessing
from trainer.ui import keymap, shortcuts
from trainer.ui.navigation import PAGES, openable
from trainer.ui.window import Window

pytestmark = pytest.mark.usefixtures("look")


HEARD = frozenset({("audit", "copy"), *(("attempt", f"option-{n}") for n in range(1, 10))})
"""Keys that the table or the question itself hears (test_pages_hr, test_page_attempt)."""


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    made = Story.found(tmp_path)
    made.trainee()
    yield made
    made.close()


def live(stage: Stage) -> Counter[str]:
    """The keys that live in the page and the frame now, how often each."""
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    made = [*stage.page().findChildren(QShortcut), *stage.frame.findChildren(QShortcut, options=direct)]
    return Counter(one.key().toString() for one in made if one.isEnabled())


def listed(stage: Stage, page: str) -> list[shortcuts.Shortcut]:
    """What F1 promises for a page of the frame; the window's own keys are looked at apart."""
    entries = len(stage.frame.sidebar.order)
    numbered = {f"go-{n}" for n in range(entries + 1, keymap.MOST + 1)}
    of_window = {"lock"}
    found = [one for one in shortcuts.on_page(page) if one.where != "window" and one.name not in numbered | of_window]
    found = [one for one in found if (one.where, one.name) not in HEARD]
    assert f"Alt 1 … {entries}" in [cap for _what, caps in keymap.lines(page, entries) for cap in caps]
    return found


def wrong_on(stage: Stage, page: str) -> list[str]:
    keys = live(stage)
    promised = {QKeySequence(one.keys).toString(): one for one in listed(stage, page)}
    dead = [f"{page}: {one.keys} ({one.what}) does nothing" for key, one in promised.items() if not keys[key]]
    twice = [f"{page}: {key} does two things" for key, times in keys.items() if times > 1]
    known = {*promised, "Esc"}
    hidden = [f"{page}: {key} is not on the map" for key in keys if key not in known]
    return dead + twice + hidden


@pytest.mark.parametrize("who", ["hr", "mentor"])
def test_hr_and_mentor(story: Story, who: str) -> None:
    with office(story, story.hr.me if who == "hr" else story.mentor) as stage:
        assert stage.frame.shell is not None
        wrong = []
        for one in openable(stage.frame.shell.roles):
            stage.go(one.name)
            wrong += wrong_on(stage, one.name)
        assert wrong == []


def test_the_trainee_with_a_lesson_and_an_attempt(story: Story) -> None:
    me = next(one for one in story.sessions if story.standings.of(one).name == "李晓雯")
    session = story.sessions[me]
    lesson = session.library.lessons()[0].id
    case = next(one.id for one in session.library.cases() if session.library.items_of(f"case:{one.id}"))
    attempt = assessing.practise_case(session, case)
    with office(story, me) as stage:
        assert stage.frame.shell is not None
        wrong = []
        for one in openable(stage.frame.shell.roles):
            stage.go(one.name)
            wrong += wrong_on(stage, one.name)
        stage.go("lesson", lesson=lesson)
        wrong += wrong_on(stage, "lesson")
        stage.go("attempt", attempt=attempt)
        wrong += wrong_on(stage, "attempt")
        assert wrong == []


def test_the_keys_of_the_window(tmp_path: Path) -> None:
    window = Window(tmp_path, config.Settings(), lambda: date(2026, 11, 23))
    window._add_keys()
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    keys = [one.key().toString() for one in window.findChildren(QShortcut, options=direct)]
    promised = [QKeySequence(one.keys).toString() for one in shortcuts.SHORTCUTS if one.where == "window"]
    assert sorted(keys) == sorted([*promised, QKeySequence(shortcuts.keys("all", "lock")).toString()])
    window.deleteLater()


@pytest.mark.parametrize("page", [one.name for one in PAGES])
def test_no_key_twice_on_a_page(page: str) -> None:
    found = Counter(QKeySequence(one.keys).toString() for one in shortcuts.on_page(page))
    assert [key for key, times in found.items() if times > 1] == []
    names = Counter((one.where, one.name) for one in shortcuts.SHORTCUTS)
    assert max(names.values()) == 1
