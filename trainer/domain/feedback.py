"""What has become of a word about a piece of content: sent, acknowledged, done, confirmed by whoever gave it.

The loop is the one the firm teaches (syllabus, theme 4): an answer within two hours, and solved is only what the giver
confirms.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

ACKNOWLEDGE_WITHIN_S: Final = 2 * 3600
"""Seconds within which a word is acknowledged, whether it can be solved or not (the firm's rule, theme 4 of the syllabus)."""

KINDS: Final = frozenset({"feedback", "feedback.ack", "feedback.done", "feedback.confirm"})
ANSWERS: Final = KINDS - {"feedback"}

Stage = Literal["sent", "acknowledged", "done", "confirmed"]
STAGES: Final[tuple[Stage, ...]] = ("sent", "acknowledged", "done", "confirmed")


@dataclass(frozen=True, slots=True)
class Step:
    """One answer to a word: its record, its kind (`ANSWERS`), who wrote it when (ms UTC), and what they said."""

    record: str
    kind: str
    who: str
    time: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """Something reported: its record, by whom and when (ms UTC), about what, and the answers that count, oldest first.

    `before` is the word of the same person that this one says is not mended yet; empty for the first.
    """

    record: str
    who: str
    time: int
    text: str
    about: str
    hash: str
    before: str = ""
    steps: tuple[Step, ...] = ()

    @property
    def stage(self) -> Stage:
        """How far it has come."""
        kinds = {one.kind for one in self.steps}
        if "feedback.confirm" in kinds:
            return "confirmed"
        if "feedback.done" in kinds:
            return "done"
        return "acknowledged" if kinds else "sent"

    @property
    def answered_after_s(self) -> int | None:
        """Seconds until the first answer by the clocks of both computers, at least 0; None while nobody has answered."""
        first = min((one.time for one in self.steps), default=None)
        return max(first - self.time, 0) // 1000 if first is not None else None


def counting(giver: str, steps: Iterable[Step]) -> tuple[Step, ...]:
    """The answers that count, oldest first: nobody acknowledges or mends their own word, only its giver confirms, and
    only what is said to be done.
    """
    ordered = sorted(steps, key=lambda one: (one.time, one.record))
    mended = any(one.kind == "feedback.done" and one.who != giver for one in ordered)
    return tuple(
        one for one in ordered if (one.who == giver and mended if one.kind == "feedback.confirm" else one.who != giver)
    )


def threads(words: Iterable[Word]) -> tuple[tuple[Word, ...], ...]:
    """Words about the same mistake together, each thread in its order: a word continues one of the same person.

    What names what is an id, a hash over it, so that no word can come before itself.
    """
    known = {one.record: one for one in words}
    found: dict[str, list[Word]] = {}
    for one in sorted(known.values(), key=lambda one: (one.time, one.record)):
        first = one
        while (before := known.get(first.before)) is not None and before.who == first.who:
            first = before
        found.setdefault(first.record, []).append(one)
    return tuple(tuple(thread) for thread in found.values())
