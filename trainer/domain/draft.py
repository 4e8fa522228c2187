"""An attempt as it stands on this computer before it is a record, and how much of its time is left (`ui.md` §3.3).

A draft is no record: it counts for nothing, is never exchanged, and only makes sure that nothing typed is lost.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from trainer.domain.facts import Answered, Sure


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One question: the raw answer, how sure, the flag, active seconds spent on it, and when it last changed.

    `at` is ms UTC, 0 when it was never answered. `recorded` says that this very answer is already a record; in
    practice a recorded answer has been explained and does not change any more.
    """

    answer: Answered = None
    sure: Sure = "unsaid"
    flagged: bool = False
    active_s: int = 0
    at: int = 0
    recorded: bool = False

    @property
    def answered(self) -> bool:
        """Whether there is an answer, not only blanks."""
        if isinstance(self.answer, str):
            return bool(self.answer.strip())
        if isinstance(self.answer, dict):
            return bool(self.answer.get("truth"))
        return bool(self.answer)


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt: entries by question (from 1), where the person is, and the time that went by.

    `open_s` are monotonic seconds during which the attempt stood on the screen, over all sittings; `seen` is the
    latest wall time at which it did (ms UTC).
    """

    entries: dict[int, Entry] = msgspec.field(default_factory=dict)
    current: int = 1
    open_s: int = 0
    seen: int = 0


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """The last signed answer to a question, and when it was signed (ms UTC)."""

    answer: Answered
    sure: Sure
    active_s: int
    time: int


def merged(count: int, draft: Draft, recorded: Mapping[int, Recorded]) -> dict[int, Entry]:
    """Every question of an attempt by number: the draft where it is newer than the record, else the record."""
    return {n: _one(draft.entries.get(n, Entry()), recorded.get(n)) for n in range(1, count + 1)}


def _one(entry: Entry, record: Recorded | None) -> Entry:
    if record is None:
        return msgspec.structs.replace(entry, recorded=False)
    if entry.at > record.time:
        same = (entry.answer, entry.sure) == (record.answer, record.sure)
        return msgspec.structs.replace(entry, recorded=same)
    active = max(entry.active_s, record.active_s)
    return Entry(
        answer=record.answer,
        sure=record.sure,
        flagged=entry.flagged,
        active_s=active,
        at=record.time,
        recorded=True,
    )


def used(started: int, draft: Draft, now: int) -> int:
    """Seconds of an attempt that are gone: the longer of the time on screen and the wall time since its start.

    Time goes on while the program is closed, and a clock set back gives nothing back. `started` and `now` in ms UTC.
    """
    wall = (max(now, draft.seen) - started) // 1000
    return max(draft.open_s, wall, 0)


def remaining(limit_s: int, started: int, draft: Draft, now: int) -> int | None:
    """Seconds left, at least 0; None for an attempt without a limit."""
    return max(limit_s - used(started, draft, now), 0) if limit_s else None
