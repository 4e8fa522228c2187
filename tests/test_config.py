from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest

from trainer import config
from trainer.errors import Trouble


def test_settings_come_back_as_they_were_kept(tmp_path: Path) -> None:
    kept = config.Settings(language="en", theme="dark", reading_size=18, idle_lock=0, mailbox="/somewhere/启程")
    config.save(tmp_path / "new", kept)
    assert config.load(tmp_path / "new") == kept
    assert [one.name for one in (tmp_path / "new").iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"theme": 3}', '{"theme": "pink", "reading_size": 17}', '{"scale": true}']
)
def test_what_cannot_be_read_falls_back_to_the_default(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.json").write_text(text, encoding="utf-8")
    assert config.load(tmp_path) == config.Settings()


def test_one_wrong_value_does_not_take_the_others_along(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text(json.dumps({"theme": "dark", "scale": 999, "new": 1}), encoding="utf-8")
    assert config.load(tmp_path) == config.Settings(theme="dark")


def test_a_folder_that_cannot_be_written_is_trouble(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(Trouble) as caught:
        config.save(blocked, config.Settings())
    assert caught.value.code == "settings-not-saved"


def test_every_setting_is_described_and_its_default_is_allowed() -> None:
    for one in fields(config.Settings):
        text, choices = config.describe(one.name)
        assert text
        assert not choices or one.default in choices
    with pytest.raises(KeyError):
        config.describe("colour")


def test_the_data_folder_is_the_one_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAINER_DATA", str(tmp_path / "variable"))
    assert config.data_folder(str(tmp_path / "given")) == tmp_path / "given"
    assert config.data_folder() == tmp_path / "variable"
    monkeypatch.delenv("TRAINER_DATA")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    assert config.data_folder().name == "Qicheng"


@pytest.mark.parametrize(
    ("variables", "language"),
    [({"LANG": "zh_CN.UTF-8"}, "zh_CN"), ({"LANG": "de_DE.UTF-8"}, "en"), ({"LC_ALL": "C", "LANG": "zh_CN"}, "en")],
)
def test_the_system_language(variables: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert config.spoken(config.Settings()) == language
    assert config.spoken(config.Settings(language="zh_CN")) == "zh_CN"


def test_resources_are_found_in_checkout_and_frozen_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (config.resources() / "icons" / "home.svg").is_file()
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    assert config.resources() == tmp_path / "resources"
