"""Making, copying and opening the demonstration; and that its passphrase opens nothing else."""

from __future__ import annotations

import shutil
import sqlite3
import time
from pathlib import Path

import pytest

from tests.story import Story, library_file
from trainer import cli, config
from trainer.demo import cast, play, shelf, story
from trainer.demo.stage import Clock
from trainer.errors import Refused, Trouble
from trainer.ledger import keys
from trainer.ledger.keyring import keys_in


@pytest.fixture(autouse=True)
def _library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "library_path", library_file)


def test_a_folder_that_is_not_empty_is_refused(tmp_path: Path) -> None:
    (tmp_path / "something").touch()
    with pytest.raises(Refused, match="folder-not-empty"):
        play.make(tmp_path)


def test_verify_lists_the_held_fork_and_ends_well(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["verify", "--data", str(demo)]) == 0
    said = capsys.readouterr().out
    assert said.count("held for review") == 1
    assert "Everything holds." in said


def test_verify_still_finds_damage(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with sqlite3.connect(demo / "store.db") as store:
        for (name,) in store.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            store.execute(f"drop trigger {name}")
        store.execute("delete from record where id = (select id from record order by log, seq limit 1 offset 50)")
    assert cli.main(["verify", "--data", str(demo)]) == 1
    assert "Everything holds." not in capsys.readouterr().out


def test_everybody_opens_without_a_passphrase(demo: Path) -> None:
    everybody = shelf.roles(demo)
    assert [one.member for one in everybody] == list(cast.MEMBERS)
    assert all(one.key_file.demo for one in everybody)
    session = shelf.session(demo, everybody[0].key_file, Clock(story.MORNING), write=True)
    assert session.key is not None
    session.close()


def test_somebody_is_found_by_name_number_and_role(demo: Path) -> None:
    found = {shelf.role(demo, asked) for asked in ("林可", "1001", "hr")}
    assert len(found) == 1
    assert shelf.role(demo, "mentor") == shelf.role(demo, "王敏")
    assert shelf.role(demo, "nobody") is None


def test_a_key_that_only_says_demo_is_not_tried(tmp_path: Path) -> None:
    firm = Story.found(tmp_path)
    firm.close()
    (key_file, *_others) = keys_in(config.keys_folder(firm.folder))
    data = key_file.path.read_bytes().replace(b'"demo":false', b'"demo":true')
    key_file.path.write_bytes(data)
    (pretender, *_others) = keys_in(config.keys_folder(firm.folder))
    assert pretender.demo
    with pytest.raises(Refused, match="not-a-demonstration"):
        shelf.session(firm.folder, pretender, firm.clock, write=True)
    with pytest.raises(Trouble, match="wrong-passphrase"):
        keys.unlock(data, "lantern orchard copper river demo")


def test_looking_around_takes_a_copy_keeps_it_and_starts_over(
    told: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "demo_path", lambda: told)
    began = time.monotonic()
    folder = play.provide(tmp_path)
    assert time.monotonic() - began < 2
    (folder / "mine").touch()
    assert play.provide(tmp_path) == folder
    assert (folder / "mine").exists()
    assert play.provide(tmp_path, anew=True) == folder
    assert not (folder / "mine").exists()
    assert play.provide(folder) == folder


def test_a_demonstration_of_another_library_is_not_shipped(
    demo: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(config, "demo_path", lambda: demo)
    assert shelf.shipped() == demo
    other = tmp_path / "library-other.db"
    shutil.copyfile(library_file(), other)
    monkeypatch.setattr(config, "library_path", lambda: other)
    assert shelf.shipped() is None


def test_a_copy_that_is_open_elsewhere_is_not_thrown_away(
    told: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "demo_path", lambda: told)
    folder = play.provide(tmp_path)
    session = shelf.session(folder, shelf.roles(folder)[0].key_file, Clock(story.MORNING), write=True)
    with pytest.raises(Trouble, match="second-instance"):
        play.provide(tmp_path, anew=True)
    session.close()
