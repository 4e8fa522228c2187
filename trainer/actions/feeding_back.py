"""A word about a lesson, case or question, and what became of it: acknowledged, done, confirmed by who asked."""

from __future__ import annotations

from typing import Literal

from trainer.actions.recording import write
from trainer.domain.facts import About, Feedback, FeedbackStep
from trainer.errors import Refused
from trainer.ledger.record import Judged
from trainer.session import Session

Step = Literal["feedback.ack", "feedback.done", "feedback.confirm"]


def give(session: Session, about: str, hash_: str, text: str, *, rating: int | None = None) -> str:
    """Say something about a piece of content in one form of it. Raises `Refused` ``text-missing``."""
    if not text.strip():
        raise Refused("text-missing")
    return write(session, Feedback(about=About(id=about, hash=hash_), text=text.strip(), rating=rating))


def again(session: Session, feedback: str, text: str) -> str:
    """Not mended yet: another word about the same content, which continues the one that was said to be done.

    Raises `Refused` ``text-missing``, ``unknown-record``, ``not-yours``.
    """
    if not text.strip():
        raise Refused("text-missing")
    judged = _given(session, feedback)
    before = session.standings.body(judged)
    if judged.record.header.who != session.me:
        raise Refused("not-yours")
    if not isinstance(before, Feedback):
        raise Refused("unknown-record")
    return write(session, Feedback(about=before.about, text=text.strip()), refs=(feedback,))


def acknowledge(session: Session, feedback: str, text: str = "") -> str:
    """It was read and is being looked at. Raises `Refused` ``unknown-record``, ``not-your-role``, ``own-feedback``."""
    _not_mine(session, feedback)
    return _step(session, "feedback.ack", feedback, text)


def done(session: Session, feedback: str, text: str) -> str:
    """What was changed. Raises `Refused` ``unknown-record``, ``not-your-role``, ``text-missing``, ``own-feedback``."""
    if not text.strip():
        raise Refused("text-missing")
    _not_mine(session, feedback)
    return _step(session, "feedback.done", feedback, text)


def confirm(session: Session, feedback: str, text: str = "") -> str:
    """Who gave the feedback agrees that it is mended. Raises `Refused` ``unknown-record``, ``not-yours``."""
    if _given(session, feedback).record.header.who != session.me:
        raise Refused("not-yours")
    return _step(session, "feedback.confirm", feedback, text)


def _given(session: Session, feedback: str) -> Judged:
    judged = session.store.record(feedback)
    if judged is None or judged.record.header.kind != "feedback":
        raise Refused("unknown-record")
    return judged


def _not_mine(session: Session, feedback: str) -> None:
    """Nobody answers what they reported themselves: it would be no second pair of eyes."""
    if _given(session, feedback).record.header.who == session.me:
        raise Refused("own-feedback")


def _step(session: Session, kind: Step, feedback: str, text: str) -> str:
    return write(session, FeedbackStep(feedback=feedback, text=text.strip()), kind=kind, refs=(feedback,))
