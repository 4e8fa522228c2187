"""How the bench measures: pairs of ours and an anchor in turn, medians, and a row per promise."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One promise: what was measured, the target, and the figures for the curious."""

    name: str
    measured: float
    target: float
    unit: str
    note: str

    @property
    def kept(self) -> bool:
        """Whether the promise holds."""
        return self.measured <= self.target


@dataclass(frozen=True, slots=True)
class Pairs:
    """The median ratio of ours to the anchor, pair by pair, and both medians in seconds."""

    ratio: float
    ours: float
    anchor: float


def wall(work: Callable[[], object]) -> float:
    """Seconds of wall time."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def cpu(work: Callable[[], object]) -> float:
    """Seconds of this thread's processor time, which does not grow when others use the machine."""
    start = time.thread_time()
    work()
    return time.thread_time() - start


def in_pairs(
    ours: Callable[[], object],
    anchor: Callable[[], object],
    count: int,
    *,
    clock: Callable[[Callable[[], object]], float] = wall,
    after: Callable[[], object] = lambda: None,
) -> Pairs:
    """Run both in turn, the one first and the other first by turns, once unmeasured. `after` follows each pair."""
    ours()
    anchor()
    after()
    pairs = []
    for n in range(count):
        if n % 2:
            two = clock(anchor)
            one = clock(ours)
        else:
            one = clock(ours)
            two = clock(anchor)
        pairs.append((one, two))
        after()
    return Pairs(
        statistics.median(one / two for one, two in pairs),
        statistics.median(one for one, _ in pairs),
        statistics.median(two for _, two in pairs),
    )
