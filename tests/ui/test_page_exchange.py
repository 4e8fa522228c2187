from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.story import Story
from tests.ui.stage import Stage, signed_in
from trainer.ledger.exchange import SUFFIX
from trainer.ui import inspection, theme
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
    page.files.person.set_code(stage.story.mentor)
    page.files.give_wanted.emit(target, stage.story.mentor)
    stage.settle()
    assert target.is_file()
    assert "Written for 王敏" in words(page)
    page.take_file(target)
    stage.settle()
    assert "Nothing new arrived." in words(page)
    (tmp_path / "holiday.txt").write_text("sun")
    page.take_file(tmp_path / "holiday.txt")
    stage.settle()
    assert page.files.error.isVisible()


def test_old_figures_are_marked_and_the_chase_list_is_written(stage: Stage, tmp_path: Path) -> None:
    stage.story.clock.set(date(2026, 3, 2))
    page = page_of(stage)
    assert "3 not heard from for more than 14 days" in words(page)
    content = page.heard.table.content
    marked = content.index(0, 3)
    assert content.data(marked, Qt.ItemDataRole.DecorationRole) is not None
    assert content.data(marked, Qt.ItemDataRole.ForegroundRole) == theme.color("warn")
    assert content.data(content.index(0, 0), Qt.ItemDataRole.DecorationRole) is None
    page.export_to(tmp_path / "chase.csv")
    text = (tmp_path / "chase.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines()[0] == "Name,Staff number,Department,Mentor,Last heard from,Days,What waits"
    assert "李晓雯,1031,服务台,,never,," in text
    page.export_to(tmp_path / "chase.xlsx")
    assert (tmp_path / "chase.xlsx").read_bytes().startswith(b"PK")
    (tmp_path / "folder.csv").mkdir()
    page.export_to(tmp_path / "folder.csv")
    assert page.heard.error.isVisible()


def test_it_says_what_goes_along_and_for_how_many(stage: Stage, tmp_path: Path) -> None:
    page = page_of(stage)
    assert page.out.text().startswith("To be sent:")
    assert "for 3 people" in page.out.text()
    assert "people and assignments" in page.kinds.text()
    page.place.set_path(tmp_path / "box")
    page.go.click()
    stage.settle()
    assert page.out.text().startswith("Nothing new here since the last exchange.")


def test_the_overview_leads_to_somebody_who_is_silent(stage: Stage) -> None:
    page = stage.go("exchange", person=stage.story.mentor)
    assert isinstance(page, ExchangePage)
    place = [one.person for one in page.heard.rows].index(stage.story.mentor)
    assert page.heard.table.currentIndex().row() == place
    page.heard.table.opened.emit(place)
    stage.settle()
    assert stage.page().name == "people"


def test_a_folder_that_may_not_be_written_says_whom_to_ask(stage: Stage) -> None:
    page = page_of(stage)
    page.place.set_path(Path("/proc"))
    page.go.click()
    stage.settle()
    assert page.error.isVisible()
    assert "Nothing here was changed or lost." in page.error.why.text()
