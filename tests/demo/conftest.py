"""The demonstration, told once per process with the content as it is in the sources."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.story import library_file
from trainer import config
from trainer.demo import play, shelf, story
from trainer.session import Session


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The data folder of the demonstration; not to be written in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(config, "library_path", library_file)
        yield play.make(tmp_path_factory.mktemp("told") / "demo")


@pytest.fixture
def demo(told: Path, tmp_path: Path) -> Path:
    """A copy to work in."""
    return Path(shutil.copytree(told, tmp_path / "demo"))


@pytest.fixture(scope="session")
def eyes(told: Path) -> Iterator[dict[str, Session]]:
    """Everybody's reading session on the demonstration's own morning, by staff number."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(config, "library_path", library_file)
        everybody = {
            one.member.number: shelf.session(told, one.key_file, lambda: story.MORNING, write=False)
            for one in shelf.roles(told)
        }
        yield everybody
        for session in everybody.values():
            session.close()
