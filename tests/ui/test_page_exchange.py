from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.story import Story
from tests.ui.stage import Stage, signed_in
from trainer.ledger.exchange import SUFFIX
from trainer.ui import inspection
from trainer.ui.pages.exchange import ExchangePage
from trainer.ui.worker import Worker


@pytest.fixture
def stage(worker: Worker, tmp_path: Path) -> Iterator[Stage]:
    story = Story.found(tmp_path)
    story.add("李晓雯", "1031", {"trainee"})
    (tmp_path / "box").mkdir()
    with signed_in(worker, story, story.hr.me) as made:
        yield made


def page_of(stage: Stage) -> ExchangePage:
    stage.frame.go("exchange")
    stage.settle()
    page = stage.page()
    assert isinstance(page, ExchangePage)
    return page


def words(page: ExchangePage) -> str:
    QApplication.processEvents()
    return " ".join(inspection.text_of(one) for one in inspection.visible(page))


def test_one_button_writes_for_everybody_and_remembers_folder_and_time(stage: Stage, tmp_path: Path) -> None:
    page = page_of(stage)
    assert "No exchange on this computer yet" in page.header.context.text()
    page.place.set_path(tmp_path / "box")
    page.go.click()
    assert not page.go.isEnabled()
    stage.settle()
    assert page.go.isEnabled()
    assert "Written for 3 people." in words(page)
    assert "Last exchange" in page.header.context.text()
    assert stage.settings.mailbox == str(tmp_path / "box")
    assert len(list((tmp_path / "box").glob(f"*{SUFFIX}"))) == 3
    assert not inspection.findings(stage.frame, 1280, 800)


def test_everybody_is_listed_with_when_they_were_heard(stage: Stage) -> None:
    page = page_of(stage)
    assert page.row is not None
    assert {one.name for one in page.row.heard} == {"王敏", "赵一鸣", "李晓雯"}
    for name in ("王敏", "赵一鸣", "李晓雯"):
        assert name in [row[0][0] for row in page.heard.table.content.rows]
    assert "Everything here counts." in words(page)


def test_no_folder_is_asked_for_and_a_vanished_one_is_said_with_a_way_to_try_again(
    stage: Stage, tmp_path: Path
) -> None:
    page = page_of(stage)
    page.go.click()
    assert page.place.is_wrong()
    page.place.set_path(tmp_path / "box")
    shutil.rmtree(tmp_path / "box")
    page.go.click()
    stage.settle()
    assert page.error.isVisible()
    assert "stick" in page.error.why.text()
    (tmp_path / "box").mkdir()
    page.error.acted.emit("again")
    stage.settle()
    assert not page.error.isVisible()
    assert "Written for 3 people." in words(page)


def test_a_stick_pulled_out_in_the_middle_keeps_what_had_arrived(stage: Stage, tmp_path: Path) -> None:
    page = page_of(stage)
    box = tmp_path / "box"
    for name in ("a", "b"):
        (box / f"{name}{SUFFIX}").write_bytes(b"no bundle")
    page.place.set_path(box)
    page.start()
    taken = page.run._taken

    def pull(report: object) -> None:
        shutil.rmtree(box, ignore_errors=True)
        box.write_text("gone")
        taken(report)  # type: ignore[arg-type]  # the report as it came

    page.run._taken = pull  # type: ignore[method-assign]  # the moment between two files
    stage.settle()
    assert page.error.isVisible()
    assert page.go.isEnabled()
    assert not stage.problems


def test_it_stops_between_two_files(stage: Stage, tmp_path: Path) -> None:
    page = page_of(stage)
    for n in range(5):
        (tmp_path / "box" / f"{n}{SUFFIX}").write_bytes(b"no bundle")
    page.place.set_path(tmp_path / "box")
    page.start()
    page.stop()
    stage.settle()
    assert "Stopped." in words(page)
    assert "Written for" not in words(page)
    assert page.row is not None
    assert page.row.last is None


def test_other_pages_work_meanwhile(stage: Stage, tmp_path: Path) -> None:
    page = page_of(stage)
    page.place.set_path(tmp_path / "box")
    page.start()
    stage.frame.go("settings")
    stage.settle()
    assert len(list((tmp_path / "box").glob(f"*{SUFFIX}"))) == 3
    stage.frame.back()
    stage.settle()
    assert "Written for 3 people." in words(page)


def test_a_file_for_one_person_and_a_file_that_is_none(stage: Stage, tmp_path: Path) -> None:
    page = page_of(stage)
    target = tmp_path / f"for{SUFFIX}"
    page.person.set_code(stage.story.mentor)
    page.write_file(target)
    stage.settle()
    assert target.is_file()
    assert "Written for 王敏" in words(page)
    page.take_file(target)
    stage.settle()
    assert "Nothing new arrived." in words(page)
    (tmp_path / "holiday.txt").write_text("sun")
    page.take_file(tmp_path / "holiday.txt")
    stage.settle()
    assert page.file_error.isVisible()
