"""Whether a person may begin a paper now: attempts, pauses and opened seats (`content.md` §6, `records.md` §5)."""

from __future__ import annotations

from collections import Counter

from trainer.domain.paper import Paper
from trainer.domain.progress import ExamOpening, Progress
from trainer.errors import Refused


def why_not(paper: Paper, progress: Progress, now: int, seat: str = "") -> Refused | None:
    """Why this paper cannot be begun at `now` (ms UTC), None when it can: ``attempt-running`` (attempt),
    ``exam-not-open``, ``attempts-used`` (attempts), ``attempt-pause`` (time of the next one, ms UTC). `seat`: the log
    of the key that would begin it, empty to ask for any of the person's devices.
    """
    mine = [one for one in progress.attempts if one.paper == paper.id]
    running = next((one for one in mine if one.ended is None), None)
    if running is not None:
        return Refused("attempt-running", attempt=running.record)
    if paper.attempts and len(mine) >= paper.attempts:
        return Refused("attempts-used", attempts=paper.attempts)
    last = max((one.ended or one.started for one in mine), default=None)
    if last is not None and now < last + paper.pause_s * 1000:
        return Refused("attempt-pause", time=last + paper.pause_s * 1000)
    if paper.mode == "exam" and opening(progress, paper, now, seat) is None:
        return Refused("exam-not-open")
    return None


def opening(progress: Progress, paper: Paper, now: int, seat: str = "") -> ExamOpening | None:
    """The opened, unused seat for this very paper, if there is one; with `seat`, the one for that key's log."""
    free = (one for one in progress.openings if (one.paper, one.hash) == (paper.id, paper.hash) and not one.used_by)
    return next((one for one in free if now <= one.expires and seat in {"", one.seat}), None)


def seen(progress: Progress) -> Counter[str]:
    """How often a person met each question."""
    return Counter(item for attempt in progress.attempts for item, _hash in attempt.drawn)
