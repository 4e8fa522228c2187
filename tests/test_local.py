"""What a computer remembers that is no record: kept, private, and no loss when it is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from trainer import local

PLACE = local.Place(
    hash="a" * 64, at="s1", seen=("s1",), answers={"q": "a", "r": ("a", "b"), "s": {"truth": "yes"}}, time=5
)


def test_a_place_comes_back(tmp_path: Path) -> None:
    local.keep_place(tmp_path, "me", "l1", PLACE)
    local.keep_place(tmp_path, "me", "l2", local.Place(hash="b" * 64))
    assert local.place_in(tmp_path, "me", "l1", "a" * 64) == PLACE
    assert set(local.places(tmp_path, "me")) == {"l1", "l2"}
    assert local.places(tmp_path, "somebody") == {}


def test_another_form_of_the_lesson_begins_anew(tmp_path: Path) -> None:
    local.keep_place(tmp_path, "me", "l1", PLACE)
    assert local.place_in(tmp_path, "me", "l1", "c" * 64) == local.Place(hash="c" * 64)


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"places": 3}', b"\xff\xfe", b'{"places": {"\xff": {}}}'])
def test_a_damaged_file_is_an_empty_one(tmp_path: Path, damage: bytes) -> None:
    local.keep_place(tmp_path, "me", "l1", PLACE)
    (tmp_path / "local" / "me.json").write_bytes(damage)
    assert local.places(tmp_path, "me") == {}
    local.keep_place(tmp_path, "me", "l1", PLACE)
    assert local.places(tmp_path, "me") == {"l1": PLACE}
