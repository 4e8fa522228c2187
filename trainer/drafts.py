"""Drafts of attempts on this computer: one small file each in the data folder's ``local`` part, safe before it is said.

Every choice and every text lands here at once; the signed record follows on leaving the question (`ui.md` §3.3). A
missing or damaged draft is like an empty one.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec

from trainer.domain.draft import Draft
from trainer.ledger.durable import replace_file


def _path(folder: Path, person: str, attempt: str) -> Path:
    """Where the draft is; ids are lower-case hex, anything else is made harmless."""
    plain = "".join(letter for letter in f"{person}-{attempt}" if letter.isalnum() or letter == "-")
    return folder / "local" / f"{plain}.draft"


def load(folder: Path, person: str, attempt: str) -> Draft:
    """The draft of an attempt; an empty one when there is none."""
    try:
        return msgspec.json.decode(_path(folder, person, attempt).read_bytes(), type=Draft)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return Draft()


def save(folder: Path, person: str, attempt: str, draft: Draft) -> None:
    """Keep it; on the disk when this returns. Raises `Trouble` when the disk refuses."""
    replace_file(_path(folder, person, attempt), msgspec.json.encode(draft), private=True)


def drop(folder: Path, person: str, attempt: str) -> None:
    """Forget it, once the attempt is handed in. A draft that cannot be removed is only a file too many."""
    with contextlib.suppress(OSError):
        _path(folder, person, attempt).unlink(missing_ok=True)
