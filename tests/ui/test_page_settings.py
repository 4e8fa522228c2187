from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from tests.story import PASSPHRASE, Story
from tests.ui.stage import Stage, signed_in
from trainer.actions import keeping
from trainer.ledger import keys
from trainer.ui import inspection, shortcuts
from trainer.ui.keymap import KeyMap, lines
from trainer.ui.pages.settings import SettingsPage
from trainer.ui.worker import Worker

NEW = "nine grey herons above the weir"


@pytest.fixture
def stage(worker: Worker, tmp_path: Path) -> Iterator[Stage]:
    story = Story.found(tmp_path)
    with signed_in(worker, story, story.hr.me) as made:
        yield made


def page_of(stage: Stage) -> SettingsPage:
    stage.frame.go("settings")
    stage.settle()
    page = stage.page()
    assert isinstance(page, SettingsPage)
    page.kdf = keys.CHEAP
    return page


def words(page: SettingsPage) -> str:
    QApplication.processEvents()
    return " ".join(inspection.text_of(one) for one in inspection.visible(page))


def test_every_choice_is_kept_at_once(stage: Stage) -> None:
    page = page_of(stage)
    page.theme.button("dark").click()
    page.reading.button("18").click()
    page.scale.button("125").click()
    page.single.setChecked(False)
    page.idle.set_code("30")
    page.idle.changed.emit("30")
    kept = stage.settings
    assert (kept.theme, kept.reading_size, kept.scale, kept.single_keys, kept.idle_lock) == ("dark", 18, 125, False, 30)
    assert page.scale_note.isVisible()
    assert not inspection.findings(stage.frame, 1280, 800)


def test_it_shows_what_is_in_force(stage: Stage) -> None:
    stage.keep(theme="dark", reading_size=20, idle_lock=0, single_keys=False)
    page = page_of(stage)
    assert (page.theme.current(), page.reading.current(), page.idle.code()) == ("dark", "20", "0")
    assert not page.single.isChecked()
    assert stage.settings.idle_lock == 0


def test_the_passphrase_is_changed_with_the_present_one_only(stage: Stage) -> None:
    page = page_of(stage)
    mine = stage.story.hr.key_file
    assert mine is not None
    page.open_form.click()
    page.change.click()
    assert page.old_field.is_wrong()
    page.fresh.mode._pressed("own")
    page.fresh.first.setText(NEW)
    page.fresh.second.setText(NEW)
    page.old.setText("not the one I chose before")
    page.change.click()
    stage.settle()
    assert page.old_field.is_wrong()
    assert (page.old.text(), page.fresh.first.text()) == ("not the one I chose before", NEW)
    keys.unlock(mine.read_bytes(), PASSPHRASE)
    page.old.setText(PASSPHRASE)
    page.change.click()
    stage.settle()
    keys.unlock(mine.read_bytes(), NEW)
    assert page.open_form.isVisible()
    assert page.fresh.first.text() == ""


def test_a_backup_is_made_and_listed(stage: Stage) -> None:
    page = page_of(stage)
    assert "None yet" in words(page)
    page.back_up.click()
    stage.settle()
    assert len(keeping.backups(stage.story.folder)) == 1
    assert "kB" in words(page)
    assert not page.backup_error.isVisible()


def test_a_backup_that_cannot_be_made_is_said(stage: Stage) -> None:
    page = page_of(stage)
    keeping.backups_folder(stage.story.folder).write_text("in the way")
    page.back_up.click()
    stage.settle()
    assert page.backup_error.isVisible()
    assert page.back_up.isEnabled()


def test_the_organisation_id_can_be_copied(stage: Stage) -> None:
    page = page_of(stage)
    page.copy_org.click()
    assert QGuiApplication.clipboard().text() == stage.story.hr.store.org
    assert "明远财税服务有限公司" in words(page)


def test_the_keyboard_map_has_every_shortcut_of_a_page(stage: Stage) -> None:
    said = {what for what, _caps in lines("lesson")}
    assert {one.what for one in shortcuts.on_page("lesson")} <= said
    page_of(stage).map.click()
    (dialog,) = stage.frame.findChildren(KeyMap)
    assert dialog.isVisible()
    assert not inspection.unnamed(dialog)
    dialog.accept()
