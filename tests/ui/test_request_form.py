"""Asking for a practical, and a claim: something to look at, files taken out again, too big, gone meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.story import TODAY, Story
from tests.ui.stage import Stage, signed_in
from trainer.domain.facts import FileRef
from trainer.ui import shots
from trainer.ui.pages.hours import HoursPage
from trainer.ui.pages.path import PathPage
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.claims import RequestDialog
from trainer.ui.worker import Worker

pytestmark = pytest.mark.usefixtures("look")


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    made = Story.found(tmp_path)
    made.trainee()
    made.clock.set(TODAY)
    yield made
    made.close()


def trainee(story: Story) -> str:
    return next(one for one in story.sessions if story.standings.of(one).number == "1031")


@pytest.fixture
def stage(story: Story, worker: Worker) -> Iterator[Stage]:
    with signed_in(worker, story, trainee(story)) as made:
        yield made


def form(stage: Stage) -> RequestDialog:
    stage.frame.go("path", practical="M01", ask=True)
    settle(stage)
    page = stage.page()
    assert isinstance(page, PathPage)
    assert page.dialog is not None
    return page.dialog


def settle(stage: Stage) -> None:
    stage.settle()
    shots.wait(lambda: False, 20)


def files(stage: Stage) -> tuple[FileRef, ...]:
    page = stage.page()
    assert isinstance(page, PathPage)
    found: list[FileRef] = []
    stage.worker.ask(
        lambda session: session.standings.of(session.me).practicals[0].requests[0].files,
        found.extend,
        stage.problem,
        page,
    )
    settle(stage)
    return tuple(found)


def test_nothing_to_look_at_is_not_sent(stage: Stage) -> None:
    dialog = form(stage)
    dialog.send.click()
    settle(stage)
    assert dialog.isVisible()
    assert dialog.note_field.is_wrong()
    dialog.note.setPlainText("给晨光商贸回的第一个电话，工单 20261120-07")
    assert not dialog.note_field.is_wrong()
    dialog.send.click()
    settle(stage)
    assert not dialog.isVisible()
    assert [file.name for file in files(stage)] == ["M01.txt"]


def test_several_files_one_taken_out_again(stage: Stage, tmp_path: Path) -> None:
    dialog = form(stage)
    paths = [tmp_path / name for name in ("甲.txt", "乙.txt", "丙.txt")]
    for path in paths:
        path.write_text(path.name, encoding="utf-8")
    dialog.files.add(paths)
    out = dialog.files.findChild(Button, "files-out-乙.txt")
    assert out is not None
    assert out.accessibleName()
    out.click()
    dialog.send.click()
    settle(stage)
    assert not dialog.isVisible()
    assert [file.name for file in files(stage)] == ["甲.txt", "丙.txt"]


def test_a_file_that_was_moved_meanwhile_is_named(stage: Stage, tmp_path: Path) -> None:
    dialog = form(stage)
    path = tmp_path / "截图.txt"
    path.write_text("x", encoding="utf-8")
    dialog.files.add([path])
    path.unlink()
    dialog.send.click()
    settle(stage)
    assert dialog.isVisible()
    assert "截图.txt" in dialog.error.title.text()
    assert dialog.send.isEnabled()


def test_a_file_that_is_too_big_is_told_and_nothing_is_lost(stage: Stage, tmp_path: Path) -> None:
    stage.frame.go("hours")
    settle(stage)
    page = stage.page()
    assert isinstance(page, HoursPage)
    page.open_claim()
    assert page.dialog is not None
    big = tmp_path / "证书.pdf"
    with big.open("wb") as file:
        file.truncate(11_000_000)
    page.dialog.what.setText("研讨班")
    page.dialog.files.add([big])
    page.dialog.send.click()
    settle(stage)
    assert page.dialog.isVisible()
    assert "证书.pdf" in page.dialog.error.title.text()
    assert page.dialog.what.text() == "研讨班"
    page.dialog.files.take_out(big)
    page.dialog.send.click()
    settle(stage)
    assert not page.dialog.isVisible()
