"""What is said about weeks of theory: what was read, what is open, what came of an answer."""

from __future__ import annotations

from datetime import date

from trainer.i18n import _, ngettext
from trainer.wording import attempts, dates
from trainer.wording.lines import joined


def every_week() -> str:
    """The title of somebody's theory when nothing of it waits."""
    return _("Theory week by week")


def read_for(claimed_s: int, confirmed_s: int) -> str:
    """How long a lesson was read, in seconds: what waits, and what somebody confirmed."""
    if not claimed_s and not confirmed_s:
        return _("no reading time recorded")
    confirmed = _("{time} confirmed").format(time=dates.length(confirmed_s)) if confirmed_s else ""
    claimed = _("{time} to be confirmed").format(time=dates.length(claimed_s)) if claimed_s else ""
    return joined(confirmed, claimed)


def self_check(right: int, asked: int) -> str:
    """The questions inside a lesson, as graded here."""
    return _("self-check {right} of {n} right").format(right=right, n=asked) if asked else ""


def confirmed(name: str, on: date) -> str:
    """Why a week cannot be chosen: it is confirmed."""
    return _("confirmed by {name}, {day}").format(name=name, day=dates.short_day(on))


def empty_week() -> str:
    """Why a week cannot be chosen: there is nothing in it yet."""
    return _("nothing to confirm in this week")


def open_parts(lessons: int, of: int, best: int | None, *, paper: bool, passed: bool) -> str:
    """Why a week cannot be chosen: lessons not finished, the paper not taken or not passed (`best` score so far)."""
    read = ngettext("{n} of {of} lesson open", "{n} of {of} lessons open", of).format(n=lessons, of=of)
    written = ""
    if paper and not passed:
        written = (
            _("paper not taken")
            if best is None
            else _("paper not passed, best {score}").format(score=dates.score(best))
        )
    return joined(read if lessons else "", written)


def not_here() -> str:
    """Instead of a question whose text this library has not."""
    return _("This question is not in the installed library.")


def result(state: str, sure: str) -> str:
    """What came of one answer; a sure wrong one is named."""
    return attempts.result(state, sure)


def points(reached: int | None, n: int) -> str:
    """The number of a question and the share of its points, in basis points."""
    place = _("Question {n}").format(n=n)
    return place if reached is None else joined(place, dates.percent(reached))
