"""Notes and bookmarks through the real reader and the page of all notes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.story import Story
from tests.ui.stage import Stage, signed_in
from trainer import notes
from trainer.ui import inspection
from trainer.ui.pages.notes import NoteLine, NotesPage
from trainer.ui.pages.reader import ReaderPage
from trainer.ui.worker import Worker
from trainer.views import notes as views

FIRST = "w04-l01"


@pytest.fixture
def stage(tmp_path: Path, worker: Worker) -> Iterator[Stage]:
    """Li Xiaowen on her first day of lessons."""
    story = Story.found(tmp_path)
    learner = story.add("李晓雯", "1031", {"trainee"})
    story.enrol(learner, date(2026, 8, 3))
    story.clock.set(date(2026, 8, 24), 9)
    with signed_in(worker, story, learner) as made:
        yield made


def reader(stage: Stage, **arguments: object) -> ReaderPage:
    stage.frame.go("lesson", lesson=FIRST, **arguments)
    stage.settle()
    page = stage.page()
    assert isinstance(page, ReaderPage)
    return page


def write(stage: Stage, page: ReaderPage, text: str) -> None:
    """N, the text, Ctrl+Enter."""
    page.view.setFocus()
    QTest.keyClick(page.view, Qt.Key.Key_N)
    editor = page.aside.notes.editor
    assert QApplication.focusWidget() is editor.text
    editor.text.setPlainText(text)
    QTest.keyClick(editor.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stage.settle()


def book(stage: Stage) -> notes.Notebook:
    return notes.load(stage.story.folder, stage.page().shell.me)


def test_a_note_is_written_changed_deleted_and_put_back(stage: Stage) -> None:
    page = reader(stage)
    assert page.row is not None
    page.open_section(1)
    write(stage, page, "  问清楚含税还是不含税  ")
    (made,) = book(stage).notes
    assert (made.text, made.section) == ("问清楚含税还是不含税", page.row.sections[1].id)
    part = page.aside.notes
    part.list.rows()[0].chosen.emit()
    assert part.editor.text.toPlainText() == made.text
    part.editor.text.setPlainText("先问含税还是不含税")
    part.editor.save.click()
    stage.settle()
    assert [one.text for one in book(stage).notes] == ["先问含税还是不含税"]
    part.list.rows()[0].chosen.emit()
    part.editor.remove.click()
    stage.settle()
    assert book(stage).notes == ()
    stage.frame.undo()
    stage.settle()
    assert [one.text for one in book(stage).notes] == ["先问含税还是不含税"]
    assert len(part.list.rows()) == 1


def test_what_was_typed_is_kept_when_the_lesson_is_left(stage: Stage) -> None:
    page = reader(stage)
    QTest.keyClick(page.view, Qt.Key.Key_N)
    page.aside.notes.editor.text.setPlainText("还没写完")
    stage.frame.go("path")
    stage.settle()
    assert [one.text for one in book(stage).notes] == ["还没写完"]


def test_a_note_that_is_too_long_says_so_and_keeps_its_text(stage: Stage) -> None:
    page = reader(stage)
    long = "长" * (notes.LONGEST + 1)
    write(stage, page, long)
    editor = page.aside.notes.editor
    assert editor.isVisible()
    assert editor.text.toPlainText() == long
    assert f"{notes.LONGEST}" in editor.wrong.title.text()
    stage.frame.go("path")
    stage.settle()
    assert stage.page() is page
    assert book(stage).notes == ()


def test_a_bookmark_leads_back_to_its_section(stage: Stage) -> None:
    page = reader(stage)
    assert page.row is not None
    page.open_section(2)
    QTest.keyClick(page.view, Qt.Key.Key_B)
    stage.settle()
    assert page.top.bookmark.isChecked()
    page.open_section(0)
    stage.settle()
    assert not page.top.bookmark.isChecked()
    stage.frame.go("notes")
    stage.settle()
    mine = stage.page()
    assert isinstance(mine, NotesPage)
    (line,) = [one for one in mine.rows if not one.note]
    assert line.section_title == page.row.sections[2].title
    shown = mine.findChild(NoteLine, f"note-{line.section}")
    assert shown is not None
    shown.chosen.emit()
    stage.settle()
    assert stage.page() is page
    assert page.current == 2


def test_all_notes_are_found_filtered_and_taken_along(stage: Stage) -> None:
    page = reader(stage)
    write(stage, page, "起征点看整个季度")
    page.open_section(1)
    write(stage, page, "专票可以只放弃一笔")
    QTest.keyClick(page.view, Qt.Key.Key_B)
    stage.settle()
    stage.frame.go("notes")
    stage.settle()
    mine = stage.page()
    assert isinstance(mine, NotesPage)
    assert [one.text for one in mine.shown()] == ["起征点看整个季度", "专票可以只放弃一笔", ""]
    mine.search.setText("专票")
    assert [one.text for one in mine.shown()] == ["专票可以只放弃一笔"]
    mine.search.clear()
    mine.filter.set_current("bookmarks")
    assert [one.text for one in mine.shown()] == [""]
    text = views.as_markdown(mine.rows, "我的笔记")
    assert text.startswith("# 我的笔记\n\n## ")
    assert text.index("起征点看整个季度") < text.index("专票可以只放弃一笔")
    assert inspection.findings(mine) == []


def test_a_damaged_notebook_is_told_once(stage: Stage) -> None:
    file = notes.path(stage.story.folder, stage.page().shell.me)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"{")
    reader(stage)
    assert [getattr(one, "code", "") for one in stage.problems] == ["notes-damaged"]
    assert file.with_suffix(".damaged-1").exists()
