"""The figures in the sidebar: how many things on a page need the person who is signed in (`ui.md` §2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from trainer.session import Session
from trainer.views import approvals, feedback, mentoring, people, reviews, tests, today, uncounted


def _lacking(session: Session) -> int:
    """How many people lack something to begin."""
    return sum(bool(one.missing) for one in people.people(session))


COUNTS: Final[Mapping[str, Callable[[Session], int]]] = {
    "path": today.unread,
    "tests": tests.count,
    "reviews": reviews.count,
    "signoff": mentoring.count,
    "people": _lacking,
    "approvals": approvals.count,
    "uncounted": uncounted.count,
    "feedback": feedback.count,
}
"""Page → what needs this person there. The same figures as the pages themselves tell when they are open."""


def counts(session: Session, pages: Iterable[str]) -> dict[str, int]:
    """The figures of those of `pages` that have one."""
    return {page: COUNTS[page](session) for page in pages if page in COUNTS}
