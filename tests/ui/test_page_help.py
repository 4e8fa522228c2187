"""The help and the about page on the screen: contents, links, what is copied."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from tests.story import Story
from tests.ui.stage import Stage, signed_in
from trainer.ui import inspection
from trainer.ui.pages.about import AboutPage
from trainer.ui.pages.help import HelpPage
from trainer.ui.worker import Worker
from trainer.views import help as helping


@pytest.fixture
def stage(worker: Worker, tmp_path: Path) -> Iterator[Stage]:
    story = Story.found(tmp_path)
    with signed_in(worker, story, story.mentor) as made:
        yield made


def helped(stage: Stage, topic: str = "") -> HelpPage:
    page = stage.go("help", topic=topic)
    assert isinstance(page, HelpPage)
    QApplication.processEvents()
    return page


def test_it_opens_with_ones_own_work(stage: Stage) -> None:
    page = helped(stage)
    assert page.topic == "my-trainees"
    assert page.text.accessibleName() == "My trainees"
    assert "who has waited longest" in page.text.toPlainText()
    assert not inspection.findings(stage.frame, 1280, 800)


def test_choosing_and_links_lead_on_and_back(stage: Stage) -> None:
    page = helped(stage)
    page.text.linked.emit("qicheng:help/evidence")
    stage.settle()
    assert page.text.accessibleName() == "What counts as evidence"
    stage.frame.back()
    stage.settle()
    assert page.topic == "my-trainees"
    page.text.linked.emit("qicheng:page/signoff")
    stage.settle()
    assert stage.page().name == "signoff"


def test_a_page_of_another_role_is_not_opened(stage: Stage) -> None:
    page = helped(stage, "audit")
    page.text.linked.emit("qicheng:page/audit")
    stage.settle()
    assert stage.page() is page
    assert stage.frame._toast is not None
    assert "Training-hours audit" in stage.frame._toast.label.text()


def test_every_topic_fits_its_place(stage: Stage) -> None:
    page = helped(stage)
    for id_, _roles in helping.TOPICS:
        page.opened(topic=id_)
        stage.settle()
        assert page.text.toPlainText().startswith(helping.title_of(helping.source(id_, "en")))
    assert page.main_control().objectName() == "topic-demonstration"


def test_about_shows_and_copies(stage: Stage) -> None:
    page = stage.go("about")
    assert isinstance(page, AboutPage)
    assert page.found is not None
    QApplication.processEvents()
    words = " ".join(inspection.text_of(one) for one in inspection.visible(page))
    assert "SQLite" in words
    assert "Six words of the key" in words
    assert not inspection.findings(stage.frame, 1280, 800)
    page.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "program: qicheng" in copied
    assert str(stage.story.folder) not in copied
