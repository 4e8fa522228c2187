"""What a person's computer remembers that is no record: where they stopped reading, answers not yet finished.

One small JSON file per person in the data folder's ``local`` part. It is never exchanged, counts for nothing and may be
deleted at any time: a missing or damaged file is like an empty one.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from trainer.domain.facts import Answered
from trainer.ledger.durable import replace_file


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """How far somebody is in one form of a lesson.

    `hash` pins the form: another revision begins anew. `at` is the section last shown, `seen` those that were on the
    screen to their end, `answers` the self-check so far by item id, `time` the moment of the last change (ms UTC).
    """

    hash: str
    at: str = ""
    seen: tuple[str, ...] = ()
    answers: dict[str, Answered] = msgspec.field(default_factory=dict)
    time: int = 0


class _Kept(msgspec.Struct, frozen=True):
    places: dict[str, Place] = msgspec.field(default_factory=dict)


def _path(folder: Path, person: str) -> Path:
    return folder / "local" / f"{person}.json"


def _read(folder: Path, person: str) -> _Kept:
    try:
        return msgspec.json.decode(_path(folder, person).read_bytes(), type=_Kept)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return _Kept()


def places(folder: Path, person: str) -> dict[str, Place]:
    """Every lesson somebody began, by lesson id."""
    return _read(folder, person).places


def place_in(folder: Path, person: str, lesson: str, lesson_hash: str) -> Place:
    """Where somebody is in this form of a lesson; the beginning when they never opened it."""
    found = places(folder, person).get(lesson)
    return found if found is not None and found.hash == lesson_hash else Place(hash=lesson_hash)


def keep_place(folder: Path, person: str, lesson: str, place: Place) -> None:
    """Remember a place. Raises `Trouble` when the disk refuses."""
    kept = _Kept({**places(folder, person), lesson: place})
    replace_file(_path(folder, person), msgspec.json.encode(kept), private=True)


class Exchanged(msgspec.Struct, frozen=True, kw_only=True):
    """The last exchange of one person on this computer: when (ms UTC), through which folder, how much.

    `since` and `until` are the arrival numbers of the store between which lies what the last exchange brought that
    brought anything, and `brought` is when that was (ms UTC); all 0 before there was one. `last` is the arrival number at its end.
    """

    time: int
    folder: str
    received: int
    sent: int
    since: int = 0
    until: int = 0
    brought: int = 0
    last: int = 0


def _exchanged_path(folder: Path, person: str) -> Path:
    return folder / "local" / f"{person}.exchange.json"


def last_exchange(folder: Path, person: str) -> Exchanged | None:
    """The last exchange through a shared folder, None before the first."""
    try:
        return msgspec.json.decode(_exchanged_path(folder, person).read_bytes(), type=Exchanged)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def keep_exchanged(folder: Path, person: str, done: Exchanged) -> None:
    """Remember it. Raises `Trouble` when the disk refuses."""
    replace_file(_exchanged_path(folder, person), msgspec.json.encode(done), private=True)


def _seen_path(folder: Path, person: str) -> Path:
    return folder / "local" / f"{person}.seen.json"


def news_seen(folder: Path, person: str) -> int:
    """The exchange (ms UTC) whose news somebody marked as seen on this computer, 0 for none."""
    try:
        return msgspec.json.decode(_seen_path(folder, person).read_bytes(), type=int)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return 0


def keep_news_seen(folder: Path, person: str, came: int) -> None:
    """Remember it. Raises `Trouble` when the disk refuses."""
    replace_file(_seen_path(folder, person), msgspec.json.encode(came), private=True)


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """Something opened with Ctrl+K: its group and id, the title it had then (empty for a person: names are asked of
    the records, where they can be erased), the page and what the page was told.
    """

    group: str
    id: str
    title: str
    page: str = ""
    arguments: tuple[tuple[str, str], ...] = ()


OPENED_KEPT = 8
"""How much of what was opened with Ctrl+K is remembered."""


def _opened_path(folder: Path, person: str) -> Path:
    return folder / "local" / f"{person}.opened.json"


def opened_last(folder: Path, person: str) -> tuple[Opened, ...]:
    """What somebody opened with Ctrl+K on this computer, newest first."""
    try:
        return msgspec.json.decode(_opened_path(folder, person).read_bytes(), type=tuple[Opened, ...])
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return ()


def keep_opened(folder: Path, person: str, one: Opened) -> None:
    """Remember one more, first. Raises `Trouble` when the disk refuses."""
    others = [old for old in opened_last(folder, person) if (old.group, old.id) != (one.group, one.id)]
    replace_file(_opened_path(folder, person), msgspec.json.encode([one, *others][:OPENED_KEPT]), private=True)
