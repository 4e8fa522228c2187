"""Papers and attempts in sentences: their rules, their state, what an answer was worth (`ui.md` §§3.3, 3.6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from trainer.domain.paper import Paper
from trainer.i18n import N_, _, ngettext
from trainer.wording import dates

KINDS: Mapping[str, str] = {
    "single": N_("One answer"),
    "multiple": N_("Several answers"),
    "truefalse": N_("True or false"),
    "numeric": N_("A figure"),
    "order": N_("An order"),
}
"""Kind of question → the word on its tag."""

MODES: Mapping[str, str] = {
    "practice": N_("Practice · not scored"),
    "paper": N_("Paper · scored"),
    "exam": N_("Exam · graded by the examiner"),
}

ENDS: Mapping[str, str] = {
    "handed-in": N_("Handed in"),
    "time-out": N_("Handed in when time was up"),
    "given-up": N_("Given up"),
}

STATES: Mapping[str, str] = {
    "right": N_("Right"),
    "partly": N_("Partly right"),
    "wrong": N_("Wrong"),
    "unanswered": N_("Not answered"),
}


def kind(code: str) -> str:
    """The word for a kind of question."""
    return _(KINDS.get(code, code))


def mode(code: str, number: int) -> str:
    """The tag beside the title; from the second attempt on it says which one this is."""
    if code == "practice" or number < 2:
        return _(MODES.get(code, code))
    if code == "exam":
        return _("Exam · attempt {n}").format(n=number)
    return _("Paper · attempt {n}").format(n=number)


def ended(reason: str) -> str:
    """How an attempt ended."""
    return _(ENDS.get(reason, reason))


def result(state: str, sure: str) -> str:
    """What came of one answer, and how sure it was: a sure wrong one is named."""
    if state == "wrong" and sure == "yes":
        return _("Wrong, and was “sure”")
    if state == "right" and sure == "no":
        return _("Right, and was “unsure”")
    return _(STATES.get(state, state))


def advice(state: str, sure: str, *, varies: bool) -> str:
    """What to do next after one answer in practice."""
    if state == "right":
        return _("Right, but unsure: read the reason once more.") if sure == "no" else ""
    if sure == "yes" and varies:
        return _("Sure and wrong is worth another look. The same question can be done again with other figures.")
    if sure == "yes":
        return _("Sure and wrong is worth another look at the lesson.")
    return _("Read the reason, then try the question again later.")


def points(basis_points: int, worth: int) -> str:
    """The points of one question of a paper: ``0.5 of 1 point``."""
    return ngettext("{reached} of {worth} point", "{reached} of {worth} points", worth).format(
        reached=dates.number(basis_points * worth // 1000), worth=worth
    )


def rules(paper: Paper) -> tuple[str, ...]:
    """The rules printed before a paper is begun, one sentence each."""
    lines = [ngettext("{n} question", "{n} questions", paper.length).format(n=paper.length)]
    if paper.time_limit_s:
        lines.append(_("{time} in all").format(time=dates.minutes_word(paper.time_limit_s)))
    else:
        lines.append(_("No time limit"))
    lines.append(_("Pass mark {mark}").format(mark=dates.percent(paper.pass_mark)))
    lines.append(
        ngettext("At most {n} attempt", "At most {n} attempts", paper.attempts).format(n=paper.attempts)
        if paper.attempts
        else _("As many attempts as wanted")
    )
    if paper.pause_s:
        lines.append(_("Pause between attempts: {time}").format(time=_pause(paper.pause_s)))
    lines.append(_("Closed book") if paper.book == "closed" else _("Open book"))
    return tuple(lines)


def pilot_rule(week: int) -> str:
    """That a mid-term follows this week and is not required while it is a pilot."""
    return _("Pilot after week {n}: taken to practise, not required for going live").format(n=week)


def time_rule(limit_s: int) -> str:
    """What happens to the time while the program is closed, and when it is up."""
    if not limit_s:
        return _("It can be interrupted; answers are kept.")
    return _(
        "Time goes on while the program is closed. When it is up, the paper is handed in with the answers given so far."
    )


def feedback_rule(code: str) -> str:
    """When the reasons are shown."""
    if code == "practice":
        return _("Practice changes neither the gate nor a score. Papers show reasons only after handing in.")
    if code == "exam":
        return _("Reasons are shown after the examiner has signed the result.")
    return _("Reasons are shown after handing in.")


def _pause(seconds: int) -> str:
    if seconds % 3600 == 0:
        n = seconds // 3600
        return ngettext("{n} hour", "{n} hours", n).format(n=n)
    return dates.minutes_word(seconds)


def practice_of(case: str) -> str:
    """The title of practice with a case."""
    return _("Practice: {title}").format(title=case)


def practice_again() -> str:
    """The title of practice with one question."""
    return _("Practice: the same question, other figures")


def result_awaited() -> str:
    """Why an exam that was handed in cannot be taken again yet."""
    return _("Handed in; the examiner has not signed the result yet.")


def opened_until(time: int) -> str:
    """Until when an exam can be begun here (ms UTC)."""
    when = _("{date} {time}").format(date=dates.short_day(dates.local(time).date()), time=dates.clock(time))
    return _("Opened for this seat until {time}.").format(time=when)


def next_from(time: int, today: date) -> str:
    """From when a paper can be taken again (ms UTC)."""
    return _("The next attempt is possible from {time}.").format(time=dates.moment(time, today))


def running() -> str:
    """The result of an attempt that goes on."""
    return _("Not handed in yet")


def time_until(started: int, limit_s: int, today: date) -> str:
    """Until when an attempt that was left can be gone on with; `started` in ms UTC. Empty without a limit."""
    if not limit_s:
        return ""
    until = dates.moment(started + limit_s * 1000, today)
    return _("Time runs until {time}; then the answers given so far are handed in.").format(time=until)


def attempts_left(count: int) -> str:
    """How often a paper can be taken again."""
    return ngettext("{n} attempt left", "{n} attempts left", count).format(n=count)


def unsigned() -> str:
    """The result of an exam before the examiner signed it."""
    return _("To be signed by the examiner")


def outcome(score: int | None, *, passed: bool, practice: bool) -> str:
    """What came of an attempt; `score` in points per ten thousand, None where it cannot be graded."""
    if score is None:
        return _("Cannot be graded here")
    if practice:
        return _("{score} of 100").format(score=dates.score(score))
    words = _("Passed, {score}") if passed else _("Not passed, {score}")
    return words.format(score=dates.score(score))


def left(seconds: int) -> str:
    """The clock: minutes until the last five, then minutes and seconds."""
    return dates.minutes_word(seconds) if seconds > 300 else dates.countdown(seconds)


def announced(minutes: int) -> str:
    """What is said to assistive technology at ten, five and one minutes."""
    return ngettext("{n} minute left", "{n} minutes left", minutes).format(n=minutes)
