"""What a learner does alone: finish a lesson, spend time, claim hours from elsewhere. All of it is a claim."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import msgspec

from trainer.actions.recording import write
from trainer.domain.facts import Answered, FileRef, HoursClaim, LessonDone, Span, Study
from trainer.errors import Refused
from trainer.session import Session

MOST_CLAIM_S = 12 * 3600
"""Seconds in one claim: more than twelve hours on one day is a slip of the keyboard."""


def finish_lesson(session: Session, lesson: str, answers: Mapping[str, Answered]) -> str:
    """All sections were on screen and every self-check question was answered; `answers` by item id.

    Raises `Refused`: ``unknown-lesson``, ``self-check-open`` with how many questions are unanswered.
    """
    compiled = session.library.lesson(lesson)
    if compiled is None:
        raise Refused("unknown-lesson", lesson=lesson)
    asked = [item.id for _hash, item in session.library.items_of(f"lesson:{lesson}")]
    unanswered = [item for item in asked if not answers.get(item)]
    if unanswered:
        raise Refused("self-check-open", count=len(unanswered))
    body = LessonDone(
        lesson=lesson,
        hash=compiled.hash,
        sections=tuple(section.id for section in compiled.sections),
        answers=tuple((item, answers[item]) for item in asked),
    )
    return write(session, body, session.me)


def record_study(session: Session, item: str, item_hash: str, t0: int, spans: tuple[Span, ...]) -> str:
    """Active time on one item: `spans` in seconds from `t0` (ms UTC), idle time already removed. Empty spans record
    nothing and return ``""``.
    """
    kept = tuple((start, end) for start, end in spans if end > start)
    if not kept:
        return ""
    body = Study(item=item, hash=item_hash, t0=t0, spans=kept, device_clock=session.now())
    return write(session, body, session.me)


def claim_hours(
    session: Session, *, title: str, provider: str, day: date, seconds: int, files: tuple[Path, ...] = ()
) -> str:
    """Hours spent somewhere else, with the papers that show it.

    Raises `Refused`: ``title-missing``, ``hours-out-of-range`` (with the most that one claim takes, in seconds),
    ``date-in-future``; the store's `Trouble` for a file that cannot be read.
    """
    if not title.strip():
        raise Refused("title-missing")
    if not 60 <= seconds <= MOST_CLAIM_S:
        raise Refused("hours-out-of-range", most=MOST_CLAIM_S)
    if day > session.today():
        raise Refused("date-in-future", day=day)
    body = HoursClaim(
        source="external",
        title=title.strip(),
        provider=provider.strip(),
        date=day,
        seconds=seconds,
        files=keep_files(session, files),
    )
    return write(session, body, session.me)


def keep_files(session: Session, files: tuple[Path, ...]) -> tuple[FileRef, ...]:
    """Copy files into the store by their hash and name them for a body."""
    return tuple(msgspec.convert(session.store.files.put(file, file.name), FileRef) for file in files)
