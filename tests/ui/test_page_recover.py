"""HR's key is lost: the wizard through its widgets, on the records and on an empty computer."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.story import PASSPHRASE, RECOVERY, Story
from trainer import config
from trainer.domain.people import WHO_MAY
from trainer.ledger import keys
from trainer.ledger.outgoing import Sender, write_bundle
from trainer.ledger.store import Store
from trainer.ui import shots
from trainer.ui.pages.recover import DONE, FILE, WHO, RecoverPage
from trainer.ui.pages.recover import PASSPHRASE as NEW
from trainer.ui.shell import Start
from trainer.ui.worker import Worker

FRESH = "garden candle marble pepper cloud"


class Desk:
    """The wizard over a data folder, and what it called."""

    def __init__(self, story: Story, folder: Path, worker: Worker) -> None:
        self.left: list[Path | None] = []
        self.worker = worker
        self.page = RecoverPage(
            Start(
                worker=worker,
                folder=folder,
                now=story.clock,
                done=self.left.append,
                back=lambda: self.left.append(None),
                problem=lambda error: pytest.fail(str(error)),
            )
        )
        self.page.kdf = keys.CHEAP
        self.page.show()

    def next(self) -> None:
        self.page.next_button.click()
        assert shots.wait(self.worker.idle)

    def open(self, file: Path, passphrase: str = RECOVERY) -> None:
        self.page.file.set_path(file)
        self.page.opening.setText(passphrase)
        self.next()

    def choose_passphrase(self, passphrase: str) -> None:
        self.page.passphrase.mode.set_current("own")
        self.page.passphrase.mode.changed.emit("own")
        self.page.passphrase.first.setText(passphrase)
        self.page.passphrase.second.setText(passphrase)


def recovery(story: Story) -> Path:
    return story.folder.parent / "recovery.qicheng-root"


def test_hr_gets_a_new_key_step_by_step(story: Story, worker: Worker, look: QApplication) -> None:
    story.store.close()
    desk = Desk(story, story.folder, worker)
    page = desk.page
    desk.next()
    assert page.file.is_wrong()
    desk.open(recovery(story), PASSPHRASE)
    assert page.opening_field.is_wrong(), "the passphrase for signing in is not this one"
    assert page.place == FILE
    desk.open(recovery(story))
    assert page.place == WHO
    (box,) = page.ends.values()
    assert box.isChecked()
    assert "林可" in box.text()
    desk.next()
    assert page.place == NEW
    desk.choose_passphrase(RECOVERY)
    desk.next()
    assert page.place == NEW, "not the passphrase of the stick"
    desk.choose_passphrase(FRESH)
    desk.next()
    assert page.place == DONE
    assert not page.opening.text()
    desk.next()
    (key_file,) = desk.left
    assert key_file is not None
    key = keys.unlock(key_file.read_bytes(), FRESH)
    with Store.open(config.store_path(story.folder), WHO_MAY, read_only=True, clock=story.clock) as store:
        assert store.people()[story.hr.me].live == (key.log,)


def test_an_empty_computer_needs_somebodys_file(
    story: Story, worker: Worker, tmp_path: Path, look: QApplication
) -> None:
    mentor = story.sessions[story.mentor]
    assert mentor.key is not None
    bundle = tmp_path / "for-hr.qicheng"
    write_bundle(story.store, bundle, Sender(mentor.key.log, story.mentor), story.hr.me, whole=True)
    desk = Desk(story, tmp_path / "empty", worker)
    page = desk.page
    desk.open(recovery(story))
    assert page.bundle.is_wrong()
    page.bundle.set_path(recovery(story))
    desk.next()
    assert page.bundle.is_wrong(), "that is no exchange file"
    page.bundle.set_path(bundle)
    desk.next()
    assert page.place == WHO
    assert not (tmp_path / "empty").exists()
    desk.next()
    desk.choose_passphrase(FRESH)
    desk.next()
    assert page.place == DONE
    with Store.open(config.store_path(tmp_path / "empty"), WHO_MAY, read_only=True, clock=story.clock) as store:
        assert store.people()[story.mentor].live


def test_a_damaged_file_and_another_firms_file_are_told(
    story: Story, worker: Worker, tmp_path: Path, look: QApplication
) -> None:
    story.store.close()
    (tmp_path / "torn").write_bytes(recovery(story).read_bytes()[:80])
    other = Story.found(tmp_path / "other", title="另一家")
    other.close()
    desk = Desk(story, story.folder, worker)
    for file in (tmp_path / "torn", recovery(other), tmp_path / "nowhere"):
        desk.open(file)
        assert desk.page.file.is_wrong()
        assert desk.page.place == FILE
    assert desk.page.file.line.text() == str(tmp_path / "nowhere"), "what was typed stays"
