"""Spaced review in sentences: what is due, what waits, what was done, when there is more."""

from __future__ import annotations

from datetime import date, timedelta

from trainer.i18n import _, ngettext, pgettext
from trainer.wording import dates
from trainer.wording.library import questions
from trainer.wording.lines import joined


def weekday(on: date, today: date) -> str:
    """The word under a bar: today, else the day of the week as short as it gets."""
    if on == today:
        return pgettext("under a bar", "Today")
    return (
        pgettext("short weekday", "Mon"),
        pgettext("short weekday", "Tue"),
        pgettext("short weekday", "Wed"),
        pgettext("short weekday", "Thu"),
        pgettext("short weekday", "Fri"),
        pgettext("short weekday", "Sat"),
        pgettext("short weekday", "Sun"),
    )[on.weekday()]


def due(n: int) -> str:
    """What is asked today."""
    return ngettext("Review {n} question", "Review {n} questions", n).format(n=n)


def about(seconds: int, *more: str) -> str:
    """How long it takes, and what else belongs on the line."""
    return joined(_("about {time}").format(time=dates.length(seconds)) if seconds else "", *more)


def backlog(today: int, more: int) -> str:
    """What is due and does not fit into today; empty when everything does."""
    if not more:
        return ""
    words = _("{today} today, {more} more spread over the days ahead")
    return words.format(today=today, more=more)


def day_line(today: int, seconds: int, more: int) -> str:
    """The line under the page's title."""
    if not today:
        return _("Nothing is due today")
    return joined(backlog(today, more) or questions(today), about(seconds))


def cap(minutes: int) -> str:
    """The rule of the daily amount."""
    return _("At most {minutes} min a day; what does not fit comes on the next days.").format(minutes=minutes)


def before_exam(exam: date) -> str:
    """That everything comes once more before the exam."""
    return _("The final exam is planned for {day}; every question comes once more in the week before it.").format(
        day=dates.short_day(exam)
    )


def nothing_yet() -> tuple[str, str]:
    """The empty page of somebody without a card: title and help."""
    return (
        _("Nothing to review yet"),
        _("What was answered wrong, or right but unsure, comes back here with other figures."),
    )


def nothing_due(on: date, today: date, n: int, *, spent: bool) -> tuple[str, str]:
    """All done for today: title, and when there is more. `n` 0: nothing within the week."""
    title = _("That is enough for today") if spent else _("Nothing is due today")
    if not n:
        return title, _("Nothing comes back within the next seven days.")
    if on == today + timedelta(days=1):
        return title, ngettext("Next: {n} question tomorrow.", "Next: {n} questions tomorrow.", n).format(n=n)
    words = ngettext("Next: {n} question on {day}.", "Next: {n} questions on {day}.", n)
    return title, words.format(n=n, day=dates.short_day(on))


def running(left: int, of: int) -> str:
    """A round that was begun."""
    return ngettext("{n} of {of} question still to answer", "{n} of {of} questions still to answer", of).format(
        n=left, of=of
    )


def go_on() -> str:
    """A round that was begun, in a list of things to do."""
    return _("Finish the review that was begun")


def done(n: int, right: int, seconds: int) -> str:
    """What was reviewed today."""
    words = ngettext("{n} question answered, {right} right", "{n} questions answered, {right} right", n)
    return joined(words.format(n=n, right=right), dates.minutes_word(seconds) if seconds else "")


def again_tomorrow(n: int) -> str:
    """How many of today's come back tomorrow."""
    return ngettext("{n} comes back tomorrow", "{n} come back tomorrow", n).format(n=n) if n else ""


def forgotten(lapses: int, source: str) -> str:
    """Why a question is on the list of those that do not stick."""
    return joined(ngettext("forgotten {n} time", "forgotten {n} times", lapses).format(n=lapses), source)


def bank() -> str:
    """Where a question comes from that belongs to no case and no lesson."""
    return _("Question bank")


def round_title(paper: str) -> str:
    """How a round of reviews is called, ``reviews:2026-11-23``; a record may say anything after the colon."""
    try:
        on = date.fromisoformat(paper.partition(":")[2])
    except ValueError:
        return _("Reviews")
    return _("Review of {day}").format(day=dates.short_day(on))
