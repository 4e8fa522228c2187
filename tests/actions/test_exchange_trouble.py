"""What can happen to a stick or a shared folder: said in plain words, nothing lost, the next exchange brings the rest."""

from __future__ import annotations

import errno
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from tests.story import PASSPHRASE, Story, library_file
from trainer import config
from trainer.actions import exchanging, organising, studying
from trainer.actions.organising import Newcomer
from trainer.errors import Trouble
from trainer.ledger import keys
from trainer.ledger.durable import disk_trouble
from trainer.ledger.exchange import SUFFIX, Report
from trainer.session import Session, open_session
from trainer.views import exchange as view
from trainer.wording import exchange as wording
from trainer.wording import say


class Two:
    """HR's computer, a trainee's laptop with something to give, a folder between them."""

    def __init__(self, tmp: Path) -> None:
        self.story = Story.found(tmp)
        self.box, self.laptop = tmp / "box", tmp / "laptop"
        self.box.mkdir()
        self.hr = self.story.hr
        self.person = organising.add_person(self.hr, Newcomer("周婷", "1044", "服务台"))
        invitation, answer = tmp / "i", tmp / "a"
        organising.invite(self.hr, self.person, {"trainee"}, invitation)
        key_file, _words = organising.join(
            self.laptop,
            invitation.read_bytes(),
            passphrase=PASSPHRASE,
            answer=answer,
            clock=self.story.clock,
            kdf=keys.CHEAP,
        )
        organising.bind(self.hr, organising.read_request(self.hr, answer), passphrase=PASSPHRASE)
        organising.enrol(self.hr, self.person, date(2026, 1, 5))
        self.session = open_session(self.laptop, self.person, self.story.clock, key_file, PASSPHRASE)
        exchanging.exchange(self.hr, self.box)
        exchanging.exchange(self.session, self.box)
        exchanging.exchange(self.hr, self.box)
        self.study()

    def study(self) -> None:
        lesson = self.session.library.lessons()[0]
        asked = self.session.library.items_of(f"lesson:{lesson.id}")
        studying.finish_lesson(self.session, lesson.id, {item.id: "a" for _hash, item in asked})

    def lessons(self) -> int:
        """What HR knows of them."""
        self.hr.standings.forget(self.hr.store.take_changed())
        return len(self.hr.standings.of(self.person).lessons)

    def arrives(self) -> None:
        """All is well again: both exchange, and everything is there."""
        exchanging.exchange(self.session, self.box)
        exchanging.exchange(self.hr, self.box)
        assert self.lessons() == 1
        assert not self.session.store.verify()
        assert not self.hr.store.verify()


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Two]:
    monkeypatch.setattr(config, "library_path", library_file)
    made = Two(tmp_path)
    yield made
    made.session.close()
    made.story.close()


def records(session: Session) -> int:
    return sum(1 for _ in session.store.records())


def told(report: Report) -> str:
    return " ".join(wording.lines(report, str))


def mine(two: Two) -> Path:
    """The laptop's file for HR."""
    exchanging.exchange(two.session, two.box)
    log = two.session.key.log if two.session.key is not None else ""
    return next(two.box.glob(f"{log[:16]}-*-{two.hr.me[:16]}{SUFFIX}"))


def test_the_folder_is_not_there(two: Two) -> None:
    before = records(two.session)
    with pytest.raises(Trouble) as found:
        exchanging.exchange(two.session, two.box / "gone")
    assert found.value.code == "folder-missing"
    assert "stick" in wording.remedy("folder-missing")
    assert records(two.session) == before
    two.arrives()


def test_the_stick_goes_while_it_is_read(two: Two) -> None:
    """The folder vanishes between looking and reading: what was read is kept, the rest is said."""
    path = mine(two)
    files = exchanging.waiting(two.hr, two.box)
    assert path in files
    kept = two.box.with_name("pocket")
    two.box.rename(kept)
    report = Report()
    for one in files:
        report.take(exchanging.take_from(two.hr, one))
    assert {note.code for note in report.notes} == {"file-missing"}
    assert "vanished while it was being read" in told(report)
    with pytest.raises(Trouble) as found:
        exchanging.leave_for(two.hr, two.box, two.person)
    assert found.value.code == "file-missing"
    kept.rename(two.box)
    two.arrives()


def test_the_stick_goes_while_it_is_written(two: Two) -> None:
    (to,) = (one for one in exchanging.acknowledge(two.session) if one == two.hr.me)
    shutil.rmtree(two.box)
    with pytest.raises(Trouble) as found:
        exchanging.leave_for(two.session, two.box, to)
    assert found.value.code == "file-missing"
    assert "stick" in wording.remedy(found.value.code)
    two.box.mkdir()
    two.arrives()


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """A disk of a few kilobytes at `folder`, where this machine lets us mount one."""
    folder.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)]
    if sys.platform != "linux" or shutil.which("mount") is None or subprocess.run(mount, check=False).returncode:
        pytest.skip("no right to mount a small disk")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_the_disk_of_the_folder_is_full(two: Two, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    with small_disk(stick, "8k"):
        (stick / "holiday.jpg").write_bytes(b"x" * 4096)
        with pytest.raises(Trouble) as found:
            exchanging.exchange(two.session, stick)
        assert found.value.code == "disk-full"
        assert [one.name for one in stick.iterdir()] == ["holiday.jpg"], "nothing half is left behind"
    assert "another stick" in wording.remedy("disk-full")
    two.arrives()


def test_the_folder_may_not_be_written(two: Two, tmp_path: Path) -> None:
    """A read-only disk refuses even the administrator."""
    stick = tmp_path / "stick"
    with small_disk(stick, "64k"):
        subprocess.run(["mount", "-o", "remount,ro", str(stick)], check=True)
        with pytest.raises(Trouble) as found:
            exchanging.exchange(two.session, stick)
    assert found.value.code == "no-rights"
    assert "right to write" in wording.remedy("no-rights")
    two.arrives()


def test_another_program_holds_the_file() -> None:
    busy = OSError(errno.EBUSY, "busy")
    assert disk_trouble(busy, Path("a")).code == "file-held"
    said = say(disk_trouble(busy, Path("a")))
    assert "Another program" in said.title
    assert "Close the file" in said.remedy
    held = PermissionError(errno.EACCES, "held")
    held.winerror = 32  # type: ignore[attr-defined, unused-ignore]  # as Windows sets it
    assert disk_trouble(held, Path("a")).code == "file-held"


@pytest.mark.parametrize(
    ("content", "code", "sentence"),
    [
        (b"", "empty-bundle", "is empty"),
        (b"\x00\x01 holiday", "not-a-bundle", "is not an exchange file"),
    ],
)
def test_a_file_that_is_none_is_said_and_keeps_nothing_out(two: Two, content: bytes, code: str, sentence: str) -> None:
    mine(two)
    (two.box / f"aaa{SUFFIX}").write_bytes(content)
    report = exchanging.exchange(two.hr, two.box)
    assert [(note.code, note.file) for note in report.notes] == [(code, f"aaa{SUFFIX}")]
    assert sentence in told(report)
    assert two.lessons() == 1


def test_a_torn_file_gives_its_whole_lines_and_the_next_exchange_the_rest(two: Two) -> None:
    path = mine(two)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) - len(whole.splitlines(keepends=True)[-2]) - 40])
    report = exchanging.exchange(two.hr, two.box)
    assert [note.code for note in report.notes] == ["torn"]
    assert "cut off" in told(report)
    assert not two.hr.store.verify()
    two.arrives()


def test_a_file_of_a_newer_program_is_taken_as_far_as_it_is_understood(two: Two) -> None:
    path = mine(two)
    first, rest = path.read_bytes().split(b"\n", 1)
    newer = re.sub(rb'"bundle":1', b'"bundle":2', first) + b'\n{"weather":"fair"}\n' + rest
    path.write_bytes(newer)
    report = exchanging.exchange(two.hr, two.box)
    assert "newer" in [note.code for note in report.notes]
    assert "newer program" in told(report)
    assert two.lessons() == 1


def test_a_kind_of_record_this_program_does_not_know_waits_for_an_update(two: Two) -> None:
    key = two.session.key
    assert key is not None
    two.session.store.append(key, "weather.report", {"v": 1, "sky": "clear"}, sub=two.person)
    mine(two)
    report = exchanging.exchange(two.hr, two.box)
    assert report.newer == 1
    assert "until the program is updated" in told(report)
    assert [(row.verdict, row.count) for row in view.waiting(two.hr)] == [("newer", 1)]
    assert two.lessons() == 1


def test_a_file_of_another_organisation_is_left_out(two: Two, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    other = Story.found(tmp_path / "elsewhere", title="别家公司")
    exchanging.send_file(other.hr, two.box / f"other{SUFFIX}", other.mentor)
    other.close()
    before = records(two.hr)
    report = exchanging.take_from(two.hr, two.box / f"other{SUFFIX}")
    assert report.foreign > 0
    assert report.received == 0
    assert records(two.hr) == before
    assert "another organisation" in told(report)


def test_the_same_file_twice_changes_nothing(two: Two) -> None:
    path = mine(two)
    first = exchanging.take_from(two.hr, path)
    before = two.hr.store.position()
    again = exchanging.take_from(two.hr, path)
    assert first.received == 1
    assert (again.received, again.bad, again.notes) == (0, 0, [])
    assert two.hr.store.position() == before


def test_stopped_halfway_the_state_is_whole_and_the_rest_is_news_next_time(two: Two) -> None:
    path = mine(two)
    exchanging.take_from(two.hr, path)  # and here somebody pressed Cancel: nothing was written, nothing remembered
    assert not two.hr.store.verify()
    last = view.overview(two.hr).last
    exchanging.exchange(two.hr, two.box)
    done = view.overview(two.hr).last
    assert done is not None
    assert last is not None
    assert done.brought > last.brought
    assert [row.person for row in view.news(two.hr)] == [two.person]
