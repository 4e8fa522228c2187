"""Every page of every role: found by name with Ctrl+K, and Tab leads through it in reading order (ui.md §4.2)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.journeys.keyboard import Keyboard
from tests.journeys.keyboard_desk import HR, MENTOR, NAME, SitDown, unlock
from tests.story import Story
from trainer.i18n import _


@pytest.mark.parametrize("name", [NAME, MENTOR, HR])
def test_every_page_is_found_and_read_through(founded: Story, sit_down: SitDown, tmp_path: Path, name: str) -> None:
    learner = founded.add(NAME, "1031", {"trainee"})
    founded.enrol(learner, date(2026, 8, 3))
    founded.assign(learner, founded.mentor, "mentor")
    founded.learn(learner)
    founded.add_unbound("赵新", "1040")
    keys = sit_down()
    unlock(keys, name)
    frame = keys.computer.window().frame_
    assert frame is not None
    wrong = []
    for one in frame.sidebar.openable:
        keys.find(_(one.title), one.name)
        wrong += look_through(keys)
    assert wrong == []


def look_through(keys: Keyboard) -> list[str]:
    """What is wrong on the page that is shown, as one list, so that one run tells everything."""
    try:
        keys.tour()
    except AssertionError as error:
        return [str(error)]
    return []
