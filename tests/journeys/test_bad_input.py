"""What the world can do to the program: full and write-protected disks, torn, foreign and newer files. Each says its
sentence at the window, and what was there before is there afterwards.

A small disk is a real file system of its own. Where this user may not mount one, those rows are left out; the limit
on the size of a file shows the same paths everywhere.
"""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtWidgets import QApplication

from tests.story import PASSPHRASE, TODAY, Story, library_file
from tests.ui.stage import Stage, signed_in
from trainer import config
from trainer.actions import certifying, exchanging, organising
from trainer.actions.organising import Newcomer
from trainer.app import App, Options
from trainer.documents import certificate
from trainer.domain.people import WHO_MAY
from trainer.errors import Trouble
from trainer.ledger.exchange import SUFFIX
from trainer.ledger.store import Store
from trainer.session import Session
from trainer.ui import inspection, printing, shots
from trainer.ui.pages.exchange import ExchangePage
from trainer.ui.pages.people import PeoplePage
from trainer.ui.pages.register import RegisterPage
from trainer.ui.widgets.people_forms import PersonForm
from trainer.ui.worker import Worker
from trainer.views import certificates
from trainer.wording import errors

resource = pytest.importorskip("resource")  # Windows has no limits of this kind
pytestmark = pytest.mark.usefixtures("look")
FULL = "The disk is full. What was saved before is safe."
SPACE = "Free some space, then try again."


class Disk:
    """A file system of a few megabytes that can be filled, emptied and write-protected."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "filler"

    def fill(self) -> None:
        """Leave nothing."""
        with suppress(OSError), self._filler.open("ab", buffering=0) as file:
            while True:
                file.write(bytes(4096))

    def free(self) -> None:
        """Give it back."""
        self._filler.unlink()

    def protect(self, *, on: bool) -> None:
        """As the slider on a stick does."""
        subprocess.run(["mount", "-o", f"remount,{'ro' if on else 'rw'}", self.folder], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    try:
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], check=True, capture_output=True, timeout=10
        )
    except (OSError, subprocess.SubprocessError):
        pytest.skip("no file system can be mounted here")
    yield Disk(folder)
    subprocess.run(["umount", "-l", folder], check=True)


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """The operating system refuses every write beyond that."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def whole(folder: Path) -> int:
    """Every record of a store verifies; how many there are."""
    with Store.open(config.store_path(folder), WHO_MAY, read_only=True, clock=lambda: 0) as store:
        assert store.verify() == []
        return sum(1 for _record in store.records())


def words(stage: Stage) -> str:
    QApplication.processEvents()
    return " ".join(inspection.text_of(one) for one in inspection.visible(stage.frame))


# A full disk


def test_a_full_disk_refuses_one_record_and_keeps_the_others(worker: Worker, disk: Disk) -> None:
    story = Story.found(disk.folder)
    with signed_in(worker, story, story.hr.me) as stage:
        page = cast("PeoplePage", _opened(stage, "people"))
        disk.fill()
        said: list[Exception] = []
        for n in range(200):  # the journal that was laid out takes some of them
            page.do(partial(_add, number=f"2{n:03}"), None, said.append)
        stage.settle()
        assert {errors.say(one).title for one in said if isinstance(one, Trouble)} == {FULL}
        page.refresh()
        stage.settle()
        kept = len(page.everybody)
        assert kept == 3 + 200 - len(said)
        page.ask_newcomer()
        form = cast("PersonForm", page.dialog)
        form.name.setText("周婷")
        form.number.setText("1003")
        form.send.click()
        stage.settle()
        assert (form.error.title.text(), form.error.why.text()) == (FULL, SPACE)
        assert form.name.text() == "周婷", "what was typed is still there"
        disk.free()
        form.send.click()
        stage.settle()
        assert not form.isVisible()
        assert len(page.everybody) == kept + 1
        assert not stage.problems
    assert whole(story.folder) > kept


def test_a_full_stick_takes_no_half_bundle(worker: Worker, tmp_path: Path, disk: Disk) -> None:
    story = Story.found(tmp_path)
    with signed_in(worker, story, story.hr.me) as stage:
        page = cast("ExchangePage", _opened(stage, "exchange"))
        disk.fill()
        page.place.set_path(disk.folder)
        page.go.click()
        stage.settle()
        assert page.error.isVisible()
        assert FULL in f"{page.error.title.text()} {page.error.why.text()}"
        assert [one.name for one in disk.folder.iterdir()] == ["filler"], "no half file is left"
        assert page.row is not None
        assert page.row.last is None, "what did not happen is not remembered as if it had"
        disk.free()
        page.go.click()
        stage.settle()
        assert len(list(disk.folder.glob(f"*{SUFFIX}"))) == 2
    assert whole(story.folder)


def test_a_full_disk_keeps_the_certificate_that_was_there(
    worker: Worker, tmp_path: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "library_path", library_file)
    story = _graduate(tmp_path)
    target = disk.folder / "certificate.pdf"
    with signed_in(worker, story, story.hr.me) as stage:
        page = cast("RegisterPage", _opened(stage, "register"))
        page.write(target)
        assert shots.wait(target.exists)
        stage.settle()
        before = target.read_bytes()
        disk.fill()
        page.write(target)
        stage.settle()
        assert [errors.say(one).title for one in stage.problems if isinstance(one, Trouble)] == [FULL]
        assert target.read_bytes() == before
        assert sorted(one.name for one in disk.folder.iterdir()) == ["certificate.pdf", "filler"]
    assert certificate.read(target).evidence


def test_a_write_that_stops_halfway_leaves_no_half_certificate(tmp_path: Path) -> None:
    story = _graduate(tmp_path)
    (row,) = certificates.register(story.hr)
    page, evidence = certificates.page(story.hr, row.person, row.record), certificates.evidence(story.hr, row.person)
    target = tmp_path / "out" / "certificate.pdf"
    with pytest.raises(Trouble, match="file-not-written"):
        printing.write_pdf(target, page, evidence)
    target.parent.mkdir()
    with no_file_longer_than(10_000), pytest.raises(Trouble, match="disk-failed"):
        printing.write_pdf(target, page, evidence)
    assert list(target.parent.iterdir()) == []
    printing.write_pdf(target, page, evidence)
    with no_file_longer_than(10_000), pytest.raises(Trouble, match="disk-failed"):
        printing.write_pdf(target, page, evidence)
    assert certificate.read(target).evidence == evidence, "the one that was there is whole"
    story.close()


def test_a_write_that_stops_halfway_leaves_no_half_bundle(tmp_path: Path) -> None:
    story = Story.found(tmp_path)
    box = tmp_path / "box"
    box.mkdir()
    bundle = box / f"for{SUFFIX}"
    with no_file_longer_than(500), pytest.raises(Trouble, match="disk-failed"):
        exchanging.send_file(story.hr, bundle, story.mentor)
    assert list(box.iterdir()) == []
    exchanging.send_file(story.hr, bundle, story.mentor)
    assert bundle.stat().st_size > 500
    story.close()
    assert whole(story.folder)


# What lies where the data should be


def damage(path: Path) -> None:
    path.write_bytes(b"this was a store once" * 300)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def from_a_newer_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")


def of_another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE songs (title)")


def opened_by_hand(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TRIGGER record_kept")
        db.commit()


def gone(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(
    ("harm", "title", "remedy"),
    [
        (damage, "damaged", "Restore a backup."),
        (cut, "damaged", "Restore a backup."),
        (empty, "is not a data file of this program", "Choose another file."),
        (from_a_newer_program, "newer version of the program", "Nothing was changed."),
        (of_another_program, "is not a data file of this program", "Choose another file."),
        (opened_by_hand, "altered from outside", "Restore a backup."),
        (gone, "no data in this folder", "join with an invitation"),
    ],
)
def test_data_that_cannot_be_used_are_named_and_left_alone(
    app: Callable[[Path], App], tmp_path: Path, harm: Callable[[Path], None], title: str, remedy: str
) -> None:
    story = Story.found(tmp_path)
    story.close()
    path = config.store_path(story.folder)
    harm(path)
    before = path.read_bytes() if path.exists() else None
    banner = sign_in(app(story.folder))
    assert title in banner[0]
    assert remedy in banner[1]
    assert (path.read_bytes() if path.exists() else None) == before


def test_a_write_protected_disk_is_named_and_can_still_be_read(app: Callable[[Path], App], disk: Disk) -> None:
    story = Story.found(disk.folder)
    story.add("李晓雯", "1031", {"trainee"})
    story.close()
    count = whole(story.folder)
    disk.protect(on=True)
    try:
        banner = sign_in(app(story.folder))
        assert "does not allow reading or writing" in banner[0]
        assert whole(story.folder) == count, "verify reads what cannot be written"
    finally:
        disk.protect(on=False)
    assert sign_in(app(story.folder)) == ("", "")


# What comes with the exchange


def torn(data: bytes) -> bytes:
    return data[: len(data) * 2 // 3]


def one_byte(data: bytes) -> bytes:
    return data[:-200] + bytes([data[-200] ^ 1]) + data[-199:]


def no_bundle(_data: bytes) -> bytes:
    return b"holiday pictures" * 100


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (torn, "is cut off. Its whole lines were taken in; exchange again for the rest."),
        (one_byte, "was altered on the way. What could be proved was taken in; ask for it again."),
        (no_bundle, "is not an exchange file of this program, or it is damaged."),
    ],
)
def test_a_bad_bundle_is_named_and_the_good_one_comes_in(
    worker: Worker, tmp_path: Path, harm: Callable[[bytes], bytes], said: str
) -> None:
    story = Story.found(tmp_path)
    ana = story.add("李晓雯", "1031", {"trainee"})
    story.enrol(ana, date(2026, 8, 3))
    box = tmp_path / "box"
    box.mkdir()
    exchanging.send_file(story.sessions[ana], box / f"good{SUFFIX}", story.hr.me)
    bad = box / f"bad{SUFFIX}"
    bad.write_bytes(harm((box / f"good{SUFFIX}").read_bytes()))
    with signed_in(worker, story, story.hr.me) as stage:
        page = cast("ExchangePage", _opened(stage, "exchange"))
        page.place.set_path(box)
        page.go.click()
        stage.settle()
        assert f"bad{SUFFIX} {said}" in words(stage)
        assert "Written for" in words(stage), "the others are served all the same"
        assert not page.error.isVisible()
    assert whole(story.folder)


# Small verbs


@pytest.fixture
def app(look: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], App]]:
    monkeypatch.setattr(config, "library_path", library_file)
    made: list[App] = []

    def begin(folder: Path) -> App:
        made.append(App(Options(folder, TODAY), look, config.Settings(language="en", theme="light")))
        made[-1].window.show()
        return made[-1]

    yield begin
    for one in made:
        one.window.close()
        one.window.deleteLater()


def sign_in(app: App) -> tuple[str, str]:
    """Type the passphrase of HR; what the banner over the welcome page says then, both empty when the frame opened."""
    row = next(one for one in app.window.welcome.rows() if one.key.name == "林可")
    row.chosen.emit()
    row.passphrase.setText(PASSPHRASE)
    row.button.click()
    assert shots.wait(app.worker.idle)
    error = app.window.welcome.banner.error
    if app.window.frame_ is None:
        assert app.window.welcome.banner.isVisible()
        assert row.passphrase.text() == PASSPHRASE, "what was typed is still there"
        return error.title.text(), error.why.text()
    app.window.close()
    return "", ""


def _add(session: Session, *, number: str) -> str:
    return organising.add_person(session, Newcomer("周婷", number, ""))


def _opened(stage: Stage, name: str) -> object:
    stage.frame.go(name)
    stage.settle()
    return stage.page()


def _graduate(tmp_path: Path) -> Story:
    story = Story.found(tmp_path)
    gao = story.add("高远", "1029", {"trainee"})
    story.graduate(gao, date(2026, 5, 11))
    certifying.issue(story.hr, gao, passphrase=PASSPHRASE)
    return story
