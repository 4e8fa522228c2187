"""Every page at the sizes and scales of ui.md §1.3, in high contrast, and when the window is dragged to another screen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from tests.story import TODAY, Story
from tests.ui.stage import Stage, office
from trainer import config, i18n
from trainer.actions import attesting, studying
from trainer.ui import icons, inspection, shots, theme
from trainer.ui.navigation import openable
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.fields import Line
from trainer.ui.window import Window

pytestmark = pytest.mark.usefixtures("look")

SIZES = ((1024, 680), (1280, 800), (1920, 1080))


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    made = Story.found(tmp_path)
    ana = made.trainee()
    made.clock.set(TODAY, 10)
    studying.claim_hours(made.sessions[ana], title="金税", provider="税务局", day=TODAY, seconds=7200)
    attesting.request_practical(made.sessions[ana], "M05")
    yield made
    made.close()


def person(story: Story, who: str) -> str:
    named = {"mentor": story.mentor, "hr": story.hr.me}
    return named.get(who) or next(one for one in story.sessions if story.standings.of(one).name == "李晓雯")


def pages(stage: Stage) -> list[str]:
    assert stage.frame.shell is not None
    return [one.name for one in openable(stage.frame.shell.roles)]


def wrong_at(stage: Stage, size: tuple[int, int]) -> list[str]:
    stage.frame.resize(*size)
    shots.settle()
    stage.settle()
    return [f"{stage.page().name} at {size[0]}: {one}" for one in inspection.findings(stage.frame, *size)]


@pytest.mark.parametrize(
    ("who", "language", "sizes"),
    [("hr", "en", (SIZES[2], SIZES[0])), ("mentor", "en", SIZES[:1]), ("trainee", "zh_CN", (SIZES[1], SIZES[0]))],
)
def test_every_page_at_every_size(story: Story, who: str, language: str, sizes: tuple[tuple[int, int], ...]) -> None:
    """A sample: `trainer --shots` takes every page at every size, in both languages and themes."""
    i18n.use(language, config.catalogues())
    with office(story, person(story, who)) as stage:
        wrong: list[str] = []
        for name in pages(stage):
            stage.go(name)
            for size in sizes:
                wrong += wrong_at(stage, size)
        assert wrong == []


def test_the_sidebar_is_a_rail_below_1200_and_content_stops_growing_above_1600(story: Story) -> None:
    with office(story, story.hr.me) as stage:
        for width, sidebar in ((1024, theme.RAIL), (1199, theme.RAIL), (1200, theme.SIDEBAR), (1920, theme.SIDEBAR)):
            stage.frame.resize(width, 800)
            QApplication.processEvents()
            assert stage.frame.sidebar.width() == sidebar
        assert stage.frame.stack.width() == 1440


SCALED = """
import sys, tempfile
from pathlib import Path
from PySide6.QtWidgets import QScrollArea
from trainer import config, i18n
from trainer.ui import inspection, shots, theme
from trainer.ui.window import Window
application = shots.application()
i18n.use("zh_CN", config.catalogues())
theme.use(application, "light")
window = Window(Path(tempfile.mkdtemp()), config.Settings(), lambda: shots.ON)
window.resize(1280, 800)
window.show()
shots.settle()
room = window.screen().availableSize()
assert window.minimumWidth() <= room.width() and window.minimumHeight() <= room.height(), "larger than the screen"
area = window.findChild(QScrollArea, "screen")
assert area.widget().minimumWidth() == 1024
picture = window.grab()
assert round(picture.width() / 1280, 2) == float(sys.argv[1]), picture.width()
assert inspection.findings(window) == [], inspection.findings(window)
"""


@pytest.mark.parametrize("scale", ["1.5", "2.0"])
def test_the_first_window_at_other_scales(scale: str) -> None:
    given = os.environ | {"QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", SCALED, scale], env=given, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr


SMALL = """
import sys, tempfile
from pathlib import Path
from PySide6.QtCore import QSize
from trainer import config
from trainer.ui import shots
from trainer.ui.window import Window
application = shots.application()
window = Window(Path(tempfile.mkdtemp()), config.Settings(), lambda: shots.ON)
room = window.screen().availableSize()
assert (room.width(), room.height()) == (int(sys.argv[1]), int(sys.argv[2])), room
assert window.size() == QSize(1280, 800).boundedTo(room), window.size()
assert window.isMaximized() == (sys.argv[3] == "all of it")
"""


@pytest.mark.parametrize(
    ("width", "height", "gets"), [(1024, 680, "all of it"), (1366, 768, "all of it"), (1920, 1080, "a window")]
)
def test_the_first_window_is_no_larger_than_the_screen(tmp_path: Path, width: int, height: int, gets: str) -> None:
    screen = {"name": "one", "x": 0, "y": 0, "width": width, "height": height, "logicalDpi": 96, "dpr": 1}
    (tmp_path / "screens.json").write_text(json.dumps({"screens": [screen]}))
    given = os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={tmp_path / 'screens.json'}"}
    done = subprocess.run(
        [sys.executable, "-c", SMALL, str(width), str(height), gets],
        env=given,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def painted(ratio: float) -> QImage:
    """A drawing on a screen with this many dots for a pixel."""
    image = QImage(QSize(round(18 * ratio), round(18 * ratio)), QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(theme.color("surface"))
    painter = QPainter(image)
    icons.draw(painter, "check", "ink", (0, 0), 18)
    painter.end()
    return image


def test_drawings_are_made_anew_for_another_screen() -> None:
    fine, coarse = painted(2.0), painted(1.0)
    assert (fine.width(), coarse.width()) == (36, 18)
    enlarged = coarse.scaled(fine.size())
    enlarged.setDevicePixelRatio(2.0)
    assert fine != enlarged, "the coarse picture was not just enlarged"
    dark = sum(fine.pixelColor(x, y).lightness() < 128 for x in range(36) for y in range(36))
    assert dark > 20


@pytest.fixture
def contrast(look: QApplication) -> Iterator[QApplication]:
    theme.prefer_contrast("high")
    theme.use(look, "light")
    yield look
    theme.prefer_contrast("normal")
    theme.use(look, "light")


def ratio(one: str, other: str) -> float:
    """Contrast of two tokens (WCAG 2)."""

    def light(token: str) -> float:
        colour = theme.color(token)
        parts = [part / 255 for part in (colour.red(), colour.green(), colour.blue())]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return float(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])

    first, second = sorted((light(one), light(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_high_contrast_shows_every_boundary_and_no_grey_text(contrast: QApplication, mode: str) -> None:
    theme.use(contrast, mode)
    assert theme.high()
    for ground in ("bg", "surface", "nav", "raised"):
        assert min(ratio(ink, ground) for ink in ("ink", "ink2", "ink3", "accentInk")) >= 7
        assert min(ratio(line, ground) for line in ("line", "line2", "control", "focus")) >= 4.5
    assert ratio("onAccent", "accent") >= 7


def test_the_setting_puts_high_contrast_into_force_at_once(look: QApplication, tmp_path: Path) -> None:
    window = Window(tmp_path, config.Settings(), lambda: TODAY)
    try:
        window.keep(contrast="high")
        assert theme.high()
        assert theme.css("line") in look.styleSheet()
        window.keep(contrast="normal")
        assert not theme.high()
    finally:
        window.deleteLater()


def test_the_ring_of_the_focus_can_be_seen(contrast: QApplication) -> None:
    line = Line(spoken="Name", name="name")
    body = QWidget()
    layout = QVBoxLayout(body)
    button = Button("Go", name="go")
    layout.addWidget(line)
    layout.addWidget(button)
    body.show()
    body.activateWindow()
    line.setFocus()
    QApplication.processEvents()
    plain = button.grab().toImage()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    ringed = button.grab().toImage()
    wide, high = ringed.width(), ringed.height()
    changed = sum(plain.pixelColor(x, y) != ringed.pixelColor(x, y) for x in range(wide) for y in range(high))
    assert changed > 100
    assert ringed.pixelColor(wide // 2, 1).lightness() < 60
    body.deleteLater()
