"""Where a text that HR had erased could still lie, and who might bring it back."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from tests.story import PASSPHRASE, Story, library_file
from trainer import config
from trainer.actions import attesting, deciding, departing, exchanging, keeping
from trainer.content.library import Library
from trainer.domain.people import WHO_MAY
from trainer.errors import Refused, Trouble
from trainer.ledger.store import Store
from trainer.standing import Standings

WORDS = "客户手机号写在说明里"
BASIS = "《个人信息保护法》第四十七条"


@pytest.fixture
def ana(story: Story) -> str:
    """A trainee with a mentor."""
    person = story.add("李晓雯", "1031", {"trainee"})
    story.enrol(person, date(2026, 6, 1))
    story.assign(person, story.mentor, "mentor")
    return person


def asked(story: Story, ana: str, tmp_path: Path) -> tuple[str, Path]:
    """A practical is asked for with a file: the request's id and where its file lies."""
    artefact = tmp_path / "客户来信.txt"
    artefact.write_text("王女士 138…", encoding="utf-8")
    practical = next(one.id for one in story.programme(ana).practicals if not one.planned)
    request = attesting.request_practical(story.sessions[ana], practical, case=WORDS, files=(artefact,))
    (lying,) = (story.folder / "files").iterdir()
    return request, lying


def test_only_what_is_here_and_can_be_erased_is_signed(story: Story, ana: str) -> None:
    """The ledger never erases what it lives on: a signed erasure of it would say that something was done."""
    bind = next(one.record.id for one in story.store.common() if one.record.header.kind == "bind")
    before = sum(1 for _ in story.store.records())
    for target, code in ((bind, "not-erasable"), ("f" * 64, "unknown-record"), ("nonsense", "unknown-record")):
        with pytest.raises(Refused) as refused:
            deciding.erase(story.hr, [target], BASIS, passphrase=PASSPHRASE)
        assert refused.value.code == code
    assert sum(1 for _ in story.store.records()) == before


@pytest.mark.skipif(sys.platform == "win32", reason="made with a folder in the way of the file")
def test_a_file_that_is_held_is_erased_as_soon_as_it_can_be(story: Story, ana: str, tmp_path: Path) -> None:
    """On Windows a file that somebody looks at cannot be removed. The words go at once, the file with the next chance."""
    request, lying = asked(story, ana, tmp_path)
    data = lying.read_bytes()
    lying.unlink()
    lying.mkdir()
    (lying / "held").touch()
    with pytest.raises(Trouble):
        deciding.erase(story.hr, [request], BASIS, passphrase=PASSPHRASE)
    assert story.store.verdict(request) == "redacted"
    (lying / "held").unlink()
    lying.rmdir()
    lying.write_bytes(data)
    story.store.close()
    with Store.open(config.store_path(story.folder), WHO_MAY, clock=story.clock) as store:
        store.receive([])
    assert not lying.exists()
    assert not list((story.folder / "files").iterdir())


def test_what_was_left_for_somebody_who_has_left_is_taken_away(story: Story, ana: str, tmp_path: Path) -> None:
    """Nobody writes to them any more, so nobody would write the file anew without the erased words."""
    box = tmp_path / "box"
    box.mkdir()
    asked(story, ana, tmp_path)
    exchanging.exchange(story.hr, box)
    left = list(box.glob(f"*-{story.mentor[:16]}.qicheng"))
    assert left
    departing.depart(story.hr, story.mentor, {}, passphrase=PASSPHRASE)
    exchanging.exchange(story.hr, box)
    assert not [one for one in left if one.exists()]
    assert not list(box.glob(f"*-{story.mentor[:16]}.qicheng"))


def traces(folder: Path, words: str) -> list[str]:
    """Files under a folder that hold these words."""
    wanted = words.encode()
    return sorted(
        str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file() and wanted in one.read_bytes()
    )


def test_no_file_of_the_data_folder_keeps_the_words(story: Story, ana: str, tmp_path: Path) -> None:
    request, _lying = asked(story, ana, tmp_path)
    copy = keeping.back_up(story.hr).path
    assert copy.exists()
    with Store.open(config.store_path(story.folder), WHO_MAY, read_only=True, clock=story.clock) as reader:
        standings = Standings(reader, Library.open(library_file()), config.derived_path(story.folder), own=story.hr.me)
        standings.of(ana)
        assert traces(story.folder, WORDS)
        deciding.erase(story.hr, [request], BASIS, passphrase=PASSPHRASE)
        keeping.clean(story.hr)
        standings.forget(reader.take_changed())
        standings.of(ana)
        standings.close()
    assert traces(story.folder, WORDS) == []
