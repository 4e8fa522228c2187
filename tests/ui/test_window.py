from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout
from pytestqt.qtbot import QtBot

from trainer import __main__ as program
from trainer import config, i18n
from trainer.errors import Trouble
from trainer.ui import frame as frame_module
from trainer.ui import inspection, navigation, shortcuts, shots, theme
from trainer.ui.frame import AppFrame
from trainer.ui.navigation import PAGES, entries_for
from trainer.ui.shell import Page, Shell
from trainer.ui.widgets.base import Label
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.page import ScrollColumn
from trainer.ui.window import Window
from trainer.ui.worker import Worker

pytestmark = pytest.mark.usefixtures("look")

ON = date(2026, 11, 23)


class Sample(Page):
    """A page that writes down what happens to it."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.seen: list[dict[str, object]] = []
        self.refreshed = 0
        self.stays = False
        column = ScrollColumn()
        for n in range(80):
            column.body.addWidget(Label(f"line {n}"))
        self.button = Button("Go", "primary", name="go")
        column.body.addWidget(self.button)
        QVBoxLayout(self).addWidget(column)
        self.column = column

    def opened(self, **arguments: object) -> None:
        self.seen.append(arguments)
        self.refresh()

    def refresh(self) -> None:
        self.refreshed += 1

    def leave(self) -> bool:
        return not self.stays

    def main_control(self) -> Button:
        return self.button


@pytest.fixture
def everything_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "installed", lambda _: True)
    monkeypatch.setattr(frame_module, "installed", lambda _: True)


@pytest.fixture
def frame(everything_installed: None, worker: Worker, qtbot: QtBot, tmp_path: Path) -> AppFrame:
    made = AppFrame(frozenset({"trainee"}), "Li Xiaowen", "Trainee")
    qtbot.addWidget(made)
    made.resize(1280, 800)
    nothing: Any = lambda *_: None  # noqa: E731  # a stand-in for what the window gives
    shell = Shell(
        worker, "p1", "Li Xiaowen", frozenset({"trainee"}), made.go, made.back, made.toast, made.problem,
        lambda: ON, lambda: 0, config.Settings, nothing, nothing, made.sidebar.set_count, lambda: 0, tmp_path,
    )  # fmt: skip
    for name in ("today", "library", "attempt"):
        page = Sample(shell)
        made._pages[name] = page
        made.stack.addWidget(page)
    made.start(shell)
    made.show()
    QApplication.processEvents()
    return made


def sample(frame: AppFrame) -> Sample:
    page = frame.page()
    assert isinstance(page, Sample)
    return page


def test_each_role_sees_its_entries_and_several_roles_the_union(everything_installed: None) -> None:
    def names(*roles: str) -> list[str]:
        return [one.name for one in entries_for(frozenset(roles))]

    assert names("trainee") == [
        "today", "path", "tests", "reviews", "hours", "certificates", "notes", "library", "exchange", "settings", "help",
    ]  # fmt: skip
    assert names("mentor") == ["trainees", "signoff", "sessions", "feedback", "library", "exchange", "settings", "help"]
    assert names("hr") == [
        "overview", "people", "audit", "approvals", "register", "uncounted", "signoff", "sessions", "feedback", "library",
        "exchange", "settings", "help",
    ]  # fmt: skip
    assert names("hr", "mentor")[:3] == ["overview", "trainees", "signoff"]
    assert set(names("hr", "mentor")) == set(names("hr")) | set(names("mentor"))


def test_at_most_eight_entries_and_none_is_lost(everything_installed: None) -> None:
    bar = navigation.Sidebar(frozenset({"trainee", "mentor", "hr"}), "A", "")
    assert len(bar.order) == navigation.VISIBLE
    assert bar.order[-1] == "library"
    assert "more" in bar.items()
    assert len(bar._hidden) + len(bar.order) == 18


def test_what_is_not_there_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    ghost = replace(PAGES[0], name="ghost", source="no_such_page:Ghost")
    monkeypatch.setattr(navigation, "PAGES", (*PAGES, ghost))
    assert "ghost" not in [one.name for one in entries_for(frozenset({"trainee"}))]


def test_the_focus_goes_to_the_main_task(frame: AppFrame) -> None:
    assert frame.focusWidget() is sample(frame).button


def test_history_goes_back_with_arguments_and_scroll_position(frame: AppFrame, qtbot: QtBot) -> None:
    first = sample(frame)
    first.column.verticalScrollBar().setValue(300)
    frame.go("library", search=True)
    library = sample(frame)
    frame.go("library", case="c1")
    frame.back()
    assert library.seen == [{"search": True}, {"case": "c1"}, {"search": True}]
    frame.back()
    assert sample(frame) is first
    qtbot.waitUntil(lambda: first.column.verticalScrollBar().value() == 300)
    frame.forward()
    assert sample(frame) is library
    assert frame.sidebar.items()["library"].isChecked()
    assert not frame.sidebar.items()["today"].isChecked()


def test_a_page_with_something_unsaved_is_not_left(frame: AppFrame) -> None:
    sample(frame).stays = True
    frame.go("library")
    assert frame.sidebar.items()["today"].isChecked()
    assert not frame.may_close()


def test_keys_of_the_frame(frame: AppFrame) -> None:
    frame.activateWindow()
    frame.go("attempt")
    QTest.keyClick(frame, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert frame.sidebar.items()["today"].isChecked()
    QTest.keyClick(frame, Qt.Key.Key_8, Qt.KeyboardModifier.AltModifier)
    assert frame.sidebar.items()["library"].isChecked()


def test_narrow_windows_and_attempts_get_the_rail(frame: AppFrame) -> None:
    assert frame.sidebar.width() == theme.SIDEBAR
    frame.go("attempt")
    assert frame.sidebar.width() == theme.RAIL
    frame.back()
    assert frame.sidebar.width() == theme.SIDEBAR
    frame.resize(1199, 800)
    assert frame.sidebar.width() == theme.RAIL
    assert not inspection.unnamed(frame.sidebar)
    frame.resize(1900, 900)
    QApplication.processEvents()
    assert frame.stack.width() == 1440


def test_a_page_is_asked_again_only_if_it_shows_somebody_who_changed(frame: AppFrame) -> None:
    page = sample(frame)
    before = page.refreshed
    frame._people_changed(frozenset({"p2"}))
    assert page.refreshed == before
    frame._people_changed(frozenset({"p1", "p2"}))
    assert page.refreshed == before + 1


def test_trouble_stands_in_the_banner_with_what_to_do(frame: AppFrame) -> None:
    frame.problem(Trouble("library-missing", "build-library", path="x"))
    assert frame.banner.isVisible()
    assert frame.banner.error.title.text()


def test_undo_takes_back_the_newest_first_also_after_its_toast_is_gone(frame: AppFrame) -> None:
    done: list[str] = []
    frame.toast("One", lambda: done.append("one"))
    frame.toast("Two", lambda: done.append("two"))
    frame.undo()
    assert done == ["two"]
    assert frame._toast is None
    frame.undo()
    assert done == ["two", "one"]


def test_counts_are_spoken(frame: AppFrame) -> None:
    frame.sidebar.set_count("tests", 3)
    assert frame.sidebar.items()["tests"].accessibleName() == "Quizzes and drills, 3 to do"


def keys(folder: Path, *names: str) -> None:
    target = config.keys_folder(folder)
    target.mkdir(parents=True)
    for place, name in enumerate(names):
        shown = {"name": name, "roles": ["trainee"], "last_used": 1_790_000_000_000 - place, "demo": False}
        body = {"org": "0" * 32, "person": f"{place:032x}", "log": f"{place:064x}", "shown": shown}
        (target / f"{place}.key").write_text(json.dumps(body), encoding="utf-8")


def window(folder: Path, qtbot: QtBot) -> Window:
    made = Window(folder, config.Settings(), lambda: ON)
    qtbot.addWidget(made)
    made.show()
    QApplication.processEvents()
    return made


def test_the_last_person_is_open_and_enter_unlocks(tmp_path: Path, qtbot: QtBot) -> None:
    keys(tmp_path, "Li Xiaowen", "Wang Min")
    made = window(tmp_path, qtbot)
    row = made.welcome.current()
    assert row is not None
    assert row.key.name == "Li Xiaowen"
    assert made.focusWidget() is row.passphrase
    asked: list[tuple[str, str]] = []
    made.unlock_asked.connect(lambda key, text: asked.append((key.name, text)))
    QTest.keyClick(row.passphrase, Qt.Key.Key_Return)
    assert row.field.is_wrong()
    QTest.keyClicks(row.passphrase, "five little words")
    QTest.keyClick(row.passphrase, Qt.Key.Key_Return)
    assert asked == [("Li Xiaowen", "five little words")]


def test_a_wrong_passphrase_keeps_the_text_and_selects_it(tmp_path: Path, qtbot: QtBot) -> None:
    keys(tmp_path, "Li Xiaowen")
    made = window(tmp_path, qtbot)
    row = made.welcome.current()
    assert row is not None
    row.passphrase.setText("wrong")
    row.unlocking(on=True)
    row.wrong("The passphrase does not open this key.")
    assert row.passphrase.selectedText() or row.passphrase.text() == "wrong"
    assert row.button.isEnabled()


def test_another_person_opens_and_the_first_closes(tmp_path: Path, qtbot: QtBot) -> None:
    keys(tmp_path, "Li Xiaowen", "Wang Min")
    made = window(tmp_path, qtbot)
    first, second = made.welcome.rows()
    QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    assert made.welcome.current() is second
    assert not first.field.isVisible()
    assert len(inspection.primary_buttons(made)) == 1


def test_a_damaged_key_file_is_left_out(tmp_path: Path, qtbot: QtBot) -> None:
    keys(tmp_path, "Li Xiaowen")
    (config.keys_folder(tmp_path) / "torn.key").write_bytes(b'{"org": "00')
    assert len(window(tmp_path, qtbot).welcome.rows()) == 1


def test_theme_and_language_are_asked_of_the_program(tmp_path: Path, qtbot: QtBot) -> None:
    made = window(tmp_path, qtbot)
    told: list[config.Settings] = []
    made.settings_changed.connect(told.append)
    made.switch_theme()
    made.welcome.language_chosen.emit("zh_CN")
    assert [(one.theme, one.language) for one in told] == [("dark", "system"), ("dark", "zh_CN")]


def test_every_shortcut_exists_once_on_its_page() -> None:
    pages = {one.name for one in PAGES} | shortcuts.BEFORE
    assert {one.where for one in shortcuts.SHORTCUTS} <= pages | {"all", "window"}
    for page in pages:
        found = [QKeySequence(one.keys).toString() for one in shortcuts.on_page(page)]
        assert all(found), page
        assert len(found) == len(set(found)), page
    assert shortcuts.cap("attempt", "submit") == "Ctrl Enter"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("scenario", shots.SCENARIOS[:2], ids=lambda one: one.name)
def test_the_welcome_page_passes_inspection(scenario: shots.Scenario, language: str, tmp_path: Path) -> None:
    if language == "zh_CN" and not list(config.catalogues().rglob("*.mo")):
        pytest.skip("translations are not compiled")
    i18n.use(language, config.catalogues())
    assert shots.picture(scenario, tmp_path, tmp_path / "shot.png") == []
    assert (tmp_path / "shot.png").stat().st_size > 5_000


def test_the_command_line_knows_a_command_from_an_option() -> None:
    assert program.command_at(["--data", "here", "--lang", "en"]) == -1
    assert program.command_at(["--data", "verify", "verify"]) == 2
    assert program.command_at([]) == -1
