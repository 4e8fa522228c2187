"""The tree that screen readers walk: every page and every dialog names its controls, and Tab reaches each once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget

from tests.story import TODAY, Story
from tests.ui.stage import Stage, office
from trainer.actions import attesting, studying
from trainer.ui import inspection, reading_order
from trainer.ui.navigation import openable
from trainer.ui.pages.help import HelpPage
from trainer.ui.palette import Palette
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.question import AnswerOption

pytestmark = pytest.mark.usefixtures("look")

ROLES = ("hr", "mentor", "trainee", "examiner")


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    """A trainee with hours, a claim and a practical that wait; somebody without a key; a finished one."""
    made = Story.found(tmp_path)
    ana = made.trainee()
    made.study(ana, date(2026, 11, 20), 1800)
    made.clock.set(TODAY, 10)
    studying.claim_hours(made.sessions[ana], title="金税", provider="税务局", day=TODAY, seconds=7200)
    attesting.request_practical(made.sessions[ana], "M05")
    made.add("高远", "1029", {"specialist"})
    yield made
    made.close()


@pytest.fixture(autouse=True)
def no_file_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's file windows are not ours, and would wait for somebody."""
    for name in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_given, **_named: ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_given, **_named: "")


def person(story: Story, who: str) -> str:
    named = {"mentor": story.mentor, "examiner": story.examiner, "hr": story.hr.me}
    if who in named:
        return named[who]
    return next(one for one in story.sessions if story.standings.of(one).name == "李晓雯")


def round_trip(window: QWidget) -> list[QWidget]:
    """Where Tab leads, until it comes somewhere for the second time; the links of a text and the parts of a date are
    stops inside one control.
    """
    window.activateWindow()
    QApplication.processEvents()
    seen: list[QWidget] = []
    for press in range(400):
        here = QApplication.focusWidget()
        assert here is not None, f"Tab led nowhere after {inspection.called(seen[-1]) if seen else 'nothing'}"
        if here in seen and here is not seen[-1]:
            assert here is seen[0], f"Tab turns round at {inspection.called(here)}"
            return seen
        if press and here not in seen:  # what had the focus first may be a column that Tab does not lead to
            seen.append(here)
        elif len(seen) == 1 and press > 20:
            return seen
        QTest.keyClick(here, Qt.Key.Key_Tab)
    raise AssertionError("Tab never comes round")


def wrong_with(stage: Stage) -> list[str]:
    QApplication.processEvents()
    wrong = inspection.ill_spoken(stage.frame)
    stops = reading_order.stops(stage.frame)
    visited = round_trip(stage.frame)
    wrong += [f"Tab does not reach {inspection.called(one)}" for one in stops if one not in visited]
    wrong += [f"Tab reaches what cannot be seen: {inspection.called(one)}" for one in visited if not one.isVisible()]
    return wrong


@pytest.mark.parametrize("who", ROLES)
def test_every_page_of_everybody(story: Story, who: str) -> None:
    with office(story, person(story, who)) as stage:
        wrong = []
        for entry in openable(frozenset(stage.frame.shell.roles if stage.frame.shell else ())):
            stage.go(entry.name)
            wrong += [f"{entry.name}: {one}" for one in wrong_with(stage)]
        assert wrong == []


def dialogs(stage: Stage) -> list[QDialog]:
    shown = [one for one in stage.frame.findChildren(QDialog) if one.isVisible()]
    return [one for one in shown if not isinstance(one, QFileDialog)]


@pytest.mark.parametrize(("who", "least"), [("hr", 5), ("mentor", 1), ("trainee", 1)])
def test_every_dialog_that_a_page_offers(story: Story, who: str, least: int) -> None:
    """A button that ends in … opens a dialog: each of them is walked through with Tab."""
    with office(story, person(story, who)) as stage:
        wrong = []
        walked = 0
        for entry in openable(frozenset(stage.frame.shell.roles if stage.frame.shell else ())):
            stage.go(entry.name)
            QApplication.processEvents()
            names = [
                one.objectName()
                for one in inspection.visible(stage.page())
                if isinstance(one, Button) and one.text().endswith("…") and one.isEnabled() and one.objectName()
            ]
            for name in names:
                found = _walk(stage, name)
                walked += found is not None
                wrong += [f"{entry.name}, {name}: {one}" for one in found or ()]
                if stage.page().name != entry.name:
                    stage.go(entry.name)
        assert wrong == []
        print("walked", who, walked)
        assert walked >= least


def _walk(stage: Stage, name: str) -> list[str] | None:
    """What is wrong with the dialog behind a button; None where it opens none."""
    button = stage.page().findChild(Button, name)
    if button is None or not button.isVisible() or not button.isEnabled():
        return None
    button.click()
    stage.settle()
    QApplication.processEvents()
    wrong: list[str] = []
    opened = dialogs(stage)
    for dialog in opened:
        wrong += inspection.ill_spoken(dialog)
        visited = round_trip(dialog)
        wrong += [
            f"Tab does not reach {inspection.called(one)}" for one in reading_order.stops(dialog) if one not in visited
        ]
        dialog.reject()
        stage.settle()
    return wrong if opened else None


def test_the_search_names_what_it_shows(story: Story) -> None:
    with office(story, story.mentor) as stage:
        stage.frame.search()
        stage.settle()
        palette = stage.frame.findChild(Palette)
        assert palette is not None
        assert inspection.ill_spoken(palette) == []
        tree = QAccessible.queryAccessibleInterface(palette.list)
        assert tree.role() == QAccessible.Role.List
        said = [palette.model.index(row, 0).data() for row in range(palette.model.rowCount())]
        assert all(said)
        assert "My trainees" in said


def test_rows_and_options_say_what_they_are_and_whether_they_are_chosen(story: Story) -> None:
    with office(story, story.mentor) as stage:
        stage.go("help")
        rows = [one for one in reading_order.stops(stage.page()) if one.objectName().startswith("topic-")]
        page = stage.page()
        assert isinstance(page, HelpPage)
        assert len(rows) == len(page.lists), "one stop for each list"
        tree = QAccessible.queryAccessibleInterface(rows[0])
        assert tree.role() == QAccessible.Role.ListItem
        assert (tree.state().selectable, tree.state().selected) == (1, 1)
        option = AnswerOption(1, "13%", multiple=True)
        option.show_as("chosen")
        spoken = QAccessible.queryAccessibleInterface(option)
        assert spoken.role() == QAccessible.Role.CheckBox
        assert spoken.state().checked == 1
