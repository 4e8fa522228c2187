"""What somebody who may write to the shared folder can put there: it costs nobody their exchange and changes no verdict."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from tests.story import RECOVERY, Story
from trainer.actions import exchanging
from trainer.ledger import keys, root
from trainer.ledger.exchange import SUFFIX
from trainer.ledger.record import Malformed


def box_of(tmp_path: Path) -> Path:
    box = tmp_path / "box"
    box.mkdir()
    return box


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
@pytest.mark.parametrize("kind", ["folder", "loop", "dangling", "pipe", "without-end"])
def test_what_is_no_file_keeps_nobody_out(story: Story, tmp_path: Path, kind: str) -> None:
    box = box_of(tmp_path)
    planted = box / f"a\nb{SUFFIX}"
    match kind:
        case "folder":
            planted.mkdir()
        case "loop":
            planted.symlink_to(planted)
        case "dangling":
            planted.symlink_to(tmp_path / "nowhere")
        case "pipe":
            os.mkfifo(planted)
        case _:
            planted.symlink_to("/dev/zero")
    report = exchanging.exchange(story.hr, box)
    assert [one.code for one in report.notes] == ["not-a-bundle"]
    assert report.sent


def test_a_root_file_spelled_otherwise_is_no_news(story: Story) -> None:
    """Anybody can write the same document with other spaces around it: it is kept once, and nothing looks altered."""
    (file,) = story.store.root_files()
    for width in range(1, 4):
        assert not story.store.take_root(json.dumps(json.loads(file), indent=width).encode())
    assert story.store.root_files() == (file,)
    assert story.store.verify() == []


def test_a_root_file_of_nobodys_chain_is_not_kept_while_the_root_is_contested(story: Story, tmp_path: Path) -> None:
    recovery = root.open_recovery((tmp_path / "recovery.qicheng-root").read_bytes(), RECOVERY)
    for number in (b"1", b"2"):
        made = root.with_hr_key(recovery.root, [recovery.root_key], person="a" * 32, pub=_pub(number))
        story.store.take_root(made.files[-1])
    assert story.store.root.contested
    kept = story.store.root_files()
    assert len(kept) == 3, "both sides are passed on, so that everybody sees the same"
    other = root.found_organisation("别家", person="e" * 32, pub=_pub(b"3")).root
    with pytest.raises(Malformed):
        story.store.take_root(other.files[0])
    assert story.store.root_files() == kept
    assert story.store.verify() == []


def _pub(seed: bytes) -> bytes:
    return keys.SigningKey(seed * 32, seed * 32).pub
