"""The commands against real data folders: what they print, how they end, and what they say when something is wrong."""

from __future__ import annotations

import io
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.story import PASSPHRASE, TODAY, Story, library_file
from trainer import cli, config
from trainer.actions import exchanging, organising
from trainer.actions.organising import Newcomer
from trainer.ledger import keys
from trainer.ledger.exchange import SUFFIX
from trainer.ledger.lockfile import LockFile
from trainer.session import open_session

ON = f"--on={TODAY.isoformat()}"


class Firm:
    """A closed story's folder, with a learner who has begun and a file with HR's passphrase."""

    def __init__(self, tmp: Path) -> None:
        story = Story.found(tmp)
        self.folder, self.org, self.hr = story.folder, story.store.org, (story.hr.me, story.hr.key_file)
        self.learner = story.trainee()
        story.learn(self.learner)
        story.close()
        self.passphrase = tmp / "passphrase"
        self.passphrase.write_text(PASSPHRASE + "\n", encoding="utf-8")
        self.box = tmp / "box"
        self.box.mkdir()

    def run(self, *words: str, language: str = "en") -> int:
        return cli.main([*words, "--data", str(self.folder), "--lang", language, ON])

    def exchange(self, *words: str, folder: Path | None = None, language: str = "en") -> int:
        box = str(folder or self.box)
        return self.run("exchange", box, "--passphrase-file", str(self.passphrase), *words, language=language)


@pytest.fixture
def firm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Firm:
    monkeypatch.setattr(config, "library_path", library_file)
    return Firm(tmp_path)


Said = pytest.CaptureFixture[str]


def test_a_console_of_another_code_page_ends_nothing(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    console = io.TextIOWrapper(io.BytesIO(), encoding="latin-1", write_through=True)
    monkeypatch.setattr(sys, "stdout", console)
    assert firm.run("verify", language="zh_CN") == cli.WELL
    assert b"\\u" in console.buffer.getvalue()


def test_verify_says_that_everything_holds(firm: Firm, capsys: Said) -> None:
    assert firm.run("verify") == cli.WELL
    said = capsys.readouterr().out
    assert "Everything holds." in said
    assert firm.org in said


def test_verify_names_an_altered_record_by_log_and_place(firm: Firm, capsys: Said) -> None:
    path = config.store_path(firm.folder)
    with sqlite3.connect(path) as db:
        for (trigger,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {trigger}")
        db.execute("UPDATE record SET body = replace(body, '1031', '1032') WHERE body LIKE '%1031%'")
    db.close()
    assert firm.run("verify") == cli.WRONG
    assert "findings" in capsys.readouterr().out
    assert firm.run("verify", language="zh_CN") == cli.WRONG
    assert "findings" not in capsys.readouterr().out


def test_verify_works_beside_an_open_window(firm: Firm, capsys: Said) -> None:
    with closing(LockFile(config.store_path(firm.folder))):
        assert firm.run("verify") == cli.WELL
    assert "Everything holds." in capsys.readouterr().out


@pytest.mark.parametrize("asked", ["李晓雯", "1031"])
def test_gate_prints_every_requirement_with_its_reason(firm: Firm, capsys: Said, asked: str) -> None:
    assert firm.run("gate", asked) == cli.WRONG
    said = capsys.readouterr().out
    assert said.startswith("李晓雯")
    assert said.count("[") >= 6


def test_gate_as_data_says_the_same(firm: Firm, capsys: Said) -> None:
    assert firm.run("gate", firm.learner, "--json") == cli.WRONG
    answer = json.loads(capsys.readouterr().out)
    assert answer["ready"] is False
    assert answer["on"] == TODAY.isoformat()
    assert {"requirement", "state", "reason"} <= set(answer["items"][0])
    assert firm.run("gate", firm.learner, language="zh_CN") == cli.WRONG
    assert "李晓雯" in capsys.readouterr().out


def test_exchange_gives_a_second_computer_what_it_may_have(firm: Firm, capsys: Said, tmp_path: Path) -> None:
    assert firm.exchange("--as", "林可") == cli.WELL
    assert "Written for 3 people." in capsys.readouterr().out
    assert len(list(firm.box.glob(f"*{SUFFIX}"))) == 3
    assert firm.exchange("--as", "林可", language="zh_CN") == cli.WELL
    assert "3" in capsys.readouterr().out


def test_exchange_needs_to_know_whose_key(firm: Firm, capsys: Said) -> None:
    assert firm.exchange() == cli.FAILED
    assert "Several keys" in capsys.readouterr().err
    assert firm.exchange("--as", "谁也不是") == cli.FAILED
    assert "no key of this person" in capsys.readouterr().err


def test_a_wrong_passphrase_file_writes_nothing(firm: Firm, capsys: Said) -> None:
    firm.passphrase.write_text("not this one at all", encoding="utf-8")
    assert firm.exchange("--as", "林可") == cli.FAILED
    assert "passphrase" in capsys.readouterr().err
    firm.passphrase.write_bytes(b"\xff\xfe\x00 not text")
    assert firm.exchange("--as", "林可") == cli.FAILED
    assert capsys.readouterr().err.strip()
    firm.passphrase.write_bytes(b"\xef\xbb\xbf" + PASSPHRASE.encode() + b"\r\nsecond line")
    assert firm.exchange("--as", "林可") == cli.WELL, "as an editor on Windows saves it"
    for left in firm.box.iterdir():
        left.unlink()
    capsys.readouterr()
    firm.passphrase.unlink()
    assert firm.exchange("--as", "林可") == cli.FAILED
    assert "cannot be read" in capsys.readouterr().err
    assert list(firm.box.iterdir()) == []


def test_a_folder_that_is_not_there_is_said(firm: Firm, capsys: Said) -> None:
    assert firm.exchange("--as", "林可", folder=firm.box / "gone") == cli.FAILED
    assert "is not there" in capsys.readouterr().err


def test_a_second_program_may_not_sign(firm: Firm, capsys: Said) -> None:
    with closing(LockFile(config.store_path(firm.folder))):
        assert firm.exchange("--as", "林可") == cli.FAILED
    assert "already open" in capsys.readouterr().err


@pytest.mark.parametrize("command", [("verify",), ("gate", "李晓雯")])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_an_empty_folder_and_bad_stores_are_said_in_both_languages(
    firm: Firm, capsys: Said, tmp_path: Path, command: tuple[str, ...], language: str
) -> None:
    assert cli.main([*command, "--data", str(tmp_path / "empty"), "--lang", language]) == cli.FAILED
    said = {capsys.readouterr().err}
    path = config.store_path(firm.folder)
    with sqlite3.connect(path) as db:
        (version,) = db.execute("PRAGMA user_version").fetchone()
        db.execute(f"PRAGMA user_version = {version + 100}")
    db.close()
    assert firm.run(*command, language=language) == cli.FAILED
    said.add(capsys.readouterr().err)
    path.write_bytes(b"a torn page of nothing " * 400)
    assert firm.run(*command, language=language) == cli.FAILED
    said.add(capsys.readouterr().err)
    assert len(said) == 3
    assert all(("newer" in one or "no data" in one or "data file" in one) == (language == "en") for one in said)


def test_a_person_nobody_knows(firm: Firm, capsys: Said) -> None:
    assert firm.run("gate", "谁也不是") == cli.FAILED
    assert "not known here" in capsys.readouterr().err


def test_the_second_computer_takes_in_what_was_left(firm: Firm, capsys: Said, tmp_path: Path) -> None:
    clock = lambda: 1_795_400_000_000  # noqa: E731  # 23 November 2026
    session = open_session(firm.folder, firm.hr[0], clock, firm.hr[1], PASSPHRASE)
    person = organising.add_person(session, Newcomer("周婷", "1044", ""))
    organising.invite(session, person, {"trainee"}, tmp_path / "i")
    laptop = tmp_path / "laptop"
    organising.join(
        laptop,
        (tmp_path / "i").read_bytes(),
        passphrase=PASSPHRASE,
        answer=tmp_path / "a",
        clock=clock,
        kdf=keys.CHEAP,
    )
    organising.bind(session, organising.read_request(session, tmp_path / "a"), passphrase=PASSPHRASE)
    exchanging.exchange(session, firm.box)
    session.close()
    words = ["exchange", str(firm.box), "--passphrase-file", str(firm.passphrase), "--data", str(laptop), "--lang=en"]
    assert cli.main([*words, ON]) == cli.WELL
    assert "new records arrived" in capsys.readouterr().out
    assert cli.main(["verify", "--data", str(laptop), "--lang=en", ON]) == cli.WELL
