"""Active time on one lesson, from the instants at which somebody touched the computer.

Measured by a monotonic clock, so that setting the computer's clock changes nothing; the wall clock only says when a
sitting began. What is not flushed is lost with a crash: never more than `FLUSH_MS`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from trainer.domain.hours import active

FLUSH_MS: Final = 15 * 60 * 1000
"""A sitting is recorded at least this often."""

Spans = tuple[tuple[int, int], ...]
"""Seconds from the sitting's beginning: start included, end excluded."""


class StudyMeter:
    """One sitting at a time. `monotonic` and `wall` give ms; `idle_limit_s` is the programme's (`records.md` §5)."""

    def __init__(self, monotonic: Callable[[], int], wall: Callable[[], int], idle_limit_s: int) -> None:
        self._monotonic = monotonic
        self._wall = wall
        self._limit = idle_limit_s * 1000
        self._inputs: list[int] = []
        self._t0 = 0

    def begin(self) -> None:
        """A new sitting; opening the lesson is its first input."""
        self._inputs = []
        self.touch()

    def touch(self, idle_ms: int = 0) -> None:
        """The last input was `idle_ms` ago. To be called often; the same input twice does no harm."""
        at = self._monotonic() - idle_ms
        if self._inputs and at <= self._inputs[-1]:
            return
        if not self._inputs:
            self._t0 = self._wall() - idle_ms
        self._inputs.append(at)

    def idle(self) -> bool:
        """Whether time has stopped counting because nothing was touched for longer than the limit."""
        return bool(self._inputs) and self._monotonic() - self._inputs[-1] > self._limit

    def due(self) -> bool:
        """Whether it is time to record what was counted so far."""
        return bool(self._inputs) and self._monotonic() - self._inputs[0] >= FLUSH_MS

    def seconds(self) -> int:
        """Counted so far in this sitting."""
        return sum(end - start for start, end in self._spans())

    def take(self) -> tuple[int, Spans]:
        """What was counted since the last time, as (beginning in ms UTC, spans); the sitting goes on from its last input.

        No spans: nothing to record.
        """
        spans, t0 = self._spans(), self._t0
        if spans:
            last = self._inputs[-1]
            self._t0 += last - self._inputs[0]
            self._inputs = [last]
        return t0, spans

    def _spans(self) -> Spans:
        """Whole seconds, rounded down at both ends of the sitting's grid, so that nothing is counted twice."""
        if not self._inputs:
            return ()
        first = self._inputs[0]
        found = ((start - first, end - first) for start, end in active(self._inputs, self._limit))
        whole = ((-(-start // 1000), end // 1000) for start, end in found)
        return tuple((start, end) for start, end in whole if end > start)
