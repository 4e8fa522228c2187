from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.story import TODAY, Story
from tests.ui.stage import Stage, signed_in
from trainer.ui import inspection
from trainer.ui.pages.audit import AuditPage
from trainer.ui.pages.overview import OverviewPage
from trainer.ui.worker import Worker


def page_of(stage: Stage) -> OverviewPage:
    page = stage.go("overview")
    QApplication.processEvents()
    assert isinstance(page, OverviewPage)
    return page


def words(page: OverviewPage) -> str:
    return " ".join(inspection.text_of(one) for one in inspection.visible(page))


@pytest.fixture
def firm(tmp_path: Path) -> Story:
    story = Story.found(tmp_path)
    for n, start in enumerate((date(2026, 8, 3), date(2026, 10, 5), date(2026, 10, 6))):
        person = story.add(f"学员{n}", f"20{n}", {"trainee"})
        story.enrol(person, start)
    story.clock.set(TODAY)
    return story


@pytest.fixture
def stage(worker: Worker, firm: Story) -> Iterator[Stage]:
    with signed_in(worker, firm, firm.hr.me) as made:
        yield made


def test_headings_count_and_every_line_opens_its_page(stage: Stage) -> None:
    page = page_of(stage)
    assert page.found is not None
    assert page.cohorts.title.text() == "Trainees by month of the programme (3)"
    assert page.risks.title.text() == f"At risk ({len(page.found.risks)})"
    assert "No mentor has been assigned" in words(page)
    assert not inspection.findings(stage.frame, 1280, 800)
    first = page.found.risks[0]
    page.risks.list.rows()[0].chosen.emit()
    stage.settle()
    assert stage.page().name == first.page == "people"


def test_arrows_walk_and_enter_opens(stage: Stage) -> None:
    page = page_of(stage)
    rows = page.columns[2].list.rows()
    assert len(rows) == 2
    rows[0].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(rows[0], Qt.Key.Key_Down)
    assert rows[1].hasFocus()
    assert stage.page() is page
    assert [one.focusPolicy() for one in rows] == [Qt.FocusPolicy.ClickFocus, Qt.FocusPolicy.StrongFocus]
    QTest.keyClick(rows[1], Qt.Key.Key_Return)
    stage.settle()
    assert stage.page().name == "approvals"


def test_more_lines_than_shown_open_behind_a_button(stage: Stage) -> None:
    page = page_of(stage)
    several = page.risks.several
    several._most = 2
    page.refresh()
    stage.settle()
    assert len(several.list.rows()) == 2
    several.more.click()
    assert page.found is not None
    assert len(several.list.rows()) == len(page.found.risks)
    assert several.list.rows()[2].hasFocus()


def test_an_empty_firm_says_what_comes_next(worker: Worker, tmp_path: Path) -> None:
    story = Story.found(tmp_path)
    story.clock.set(date(2026, 1, 6))
    with signed_in(worker, story, story.hr.me, size=(1024, 680)) as stage:
        page = page_of(stage)
        assert page.no_trainees.isVisible()
        assert "Nobody is at risk." in words(page)
        assert "No backup on this computer" in words(page)
        assert not inspection.findings(stage.frame, 1024, 680)


def test_hours_that_are_short_lead_to_that_person_in_the_audit(worker: Worker, tmp_path: Path) -> None:
    story = Story.found(tmp_path)
    story.clock.set(date(2026, 8, 14))
    with signed_in(worker, story, story.hr.me) as stage:
        page = page_of(stage)
        assert page.found is not None
        place = next(n for n, one in enumerate(page.found.risks) if one.person == story.examiner)
        assert page.found.risks[place].code == "hours"
        page.risks.opened.emit(place)
        stage.settle()
        audit = stage.page()
        assert isinstance(audit, AuditPage)
        assert audit.panel.name.text() == "赵一鸣"
