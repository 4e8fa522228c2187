"""Lessons on the screen: colours of the theme, nothing from outside the library, sections where they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QApplication

from trainer.ui import shots, theme
from trainer.ui.widgets.lesson import READING_MAX, LessonView

HTML = (
    "<h1>T</h1><p class='meta'>facts</p>"
    + "".join(f"<h2>S{n}</h2>" + "<p>字</p>" * 20 + "<h3>sub</h3><p>x</p>" for n in range(3))
    + '<table width="100%"><tr><td bgcolor="@{accent}"></td><td bgcolor="@{accentSoft}"><p>note</p></td></tr></table>'
    + '<table border="1"><tr><th>a</th></tr><tr><td>b</td></tr></table>'
)
IMAGE = QTextDocument.ResourceType.ImageResource.value


@pytest.fixture
def view(look: QApplication) -> LessonView:
    del look
    made = LessonView(lambda _name: None, column=True)
    made.resize(900, 600)
    made.show()
    made.show_html(HTML)
    shots.wait(lambda: False, 20)
    return made


def test_colours_are_those_of_the_theme(view: LessonView, look: QApplication) -> None:
    assert "@{" not in view.toHtml()
    assert theme.LIGHT["accentSoft"].lower() in view.toHtml()
    place = 200
    view.verticalScrollBar().setValue(place)
    theme.use(look, "dark")
    assert theme.DARK["accentSoft"].lower() in view.toHtml()
    assert view.verticalScrollBar().value() == place


def test_sections_lie_in_order_and_the_last_can_reach_the_top(view: LessonView) -> None:
    tops = [view.top_of(place) for place in range(len(view.sections()) + 1)]
    assert tops == sorted(tops)
    assert [one.level for one in view.sections()] == [2, 3] * 3
    last = max(place for place, one in enumerate(view.sections()) if one.level == 2)
    view.go_to(last)
    top, bottom = view.on_screen()
    assert top <= view.top_of(last) <= top + 48
    assert bottom - top == view.viewport().height()


def test_the_column_is_no_wider_than_the_design(view: LessonView) -> None:
    for width in (700, 900, 1600):
        view.resize(width, 600)
        shots.wait(lambda: False, 10)
        assert view.viewport().width() <= READING_MAX + view.verticalScrollBar().sizeHint().width()


def test_no_file_of_the_computer_is_read(view: LessonView, tmp_path: Path) -> None:
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    secret = tmp_path / "secret.png"
    assert picture.save(str(secret))
    for name in (QUrl.fromLocalFile(str(secret)), QUrl(str(secret)), QUrl("pack:gone.png")):
        shown = view.loadResource(IMAGE, name)
        assert isinstance(shown, QImage)
        assert shown.size() != picture.size()  # the framed caption «Picture missing»
    assert view.loadResource(QTextDocument.ResourceType.StyleSheetResource.value, QUrl("x.css")) is None
