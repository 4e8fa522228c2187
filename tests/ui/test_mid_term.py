"""The pilot mid-term on the path and among the papers: shown as a pilot, never as something the gate asks for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.story import Story
from tests.ui.stage import Stage, signed_in
from trainer.ui import inspection, shots
from trainer.ui.pages.path import PathPage
from trainer.ui.pages.tests import TestsPage
from trainer.ui.worker import Worker


@pytest.fixture
def stage(worker: Worker, tmp_path: Path) -> Iterator[Stage]:
    story = Story.found(tmp_path)
    person = story.trainee()
    story.clock.set(date(2026, 9, 14), 9)
    with signed_in(worker, story, person) as made:
        yield made


def test_it_stands_after_week_six_on_the_path(stage: Stage) -> None:
    page = stage.go("path")
    assert isinstance(page, PathPage)
    page.open_month(2)
    shots.wait(lambda: False, 20)
    assert [one.objectName() for one in page.lines][-2:] == ["unit-week-06", "unit-mid-term"]
    assert "pilot, not required" in page.lines[-1].accessibleName()
    assert inspection.findings(stage.frame, 1280, 800) == []
    page.lines[-1].chosen.emit()
    stage.settle()
    assert stage.page().name == "tests"


def test_its_card_says_that_it_is_a_pilot(stage: Stage) -> None:
    page = stage.go("tests")
    assert isinstance(page, TestsPage)
    card = next(one for one in page.cards if one.row.paper == "mid-term")
    assert (card.row.pilot, card.row.must) == (True, False)
    assert "not required for going live" in card.row.rules[-1]
    assert all(not one.row.must for one in page.cards[page.cards.index(card) :]), "after everything required"
    assert inspection.findings(stage.frame, 1280, 800) == []
