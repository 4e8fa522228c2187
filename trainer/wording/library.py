"""The library in words: what a case, a policy and a lesson say about themselves (`ui.md` §3.7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from trainer.domain.case import Case
from trainer.domain.policy import Policy
from trainer.i18n import N_, _, ngettext
from trainer.wording import dates
from trainer.wording.lines import joined

CONFIDENCE: Mapping[str, str] = {
    "S": N_("Checked against the text of the rule"),
    "P": N_("Checked against an official quotation"),
    "T": N_("Number and date known, text not read"),
    "M": N_("From memory, to be checked before use"),
}
"""Confidence of a register row (`policies.md`) → words."""

CASE_STATES: Mapping[str, str] = {
    "draft": N_("Draft"),
    "in-review": N_("In review"),
    "validated": N_("Validated"),
    "retired": N_("Retired"),
}


def confidence(code: str) -> str:
    """How far a rule was checked."""
    return _(CONFIDENCE.get(code, code))


def case_state(case: Case, on: date) -> tuple[str, str, str]:
    """Word, tone and sign of a case's state; after `recheck_by` it asks for another look instead of «validated»."""
    if case.status == "validated" and on > case.recheck_by:
        return _("Recheck"), "warn", "warning"
    if case.status == "validated":
        return _("Validated"), "ok", "check"
    return _(CASE_STATES.get(case.status, case.status)), "neutral", ""


def found(count: int, *, cases_only: bool, more: bool, typed: bool) -> str:
    """The line over the results."""
    words = ngettext("{n} case", "{n} cases", count) if cases_only else ngettext("{n} result", "{n} results", count)
    words = words.format(n=count)
    if more:
        return _("{results} and more, title hits first").format(results=words)
    return _("{results}, title hits first").format(results=words) if typed and count else words


def counts(cases: int, policies: int, lessons: int) -> str:
    """How much there is: ``Cases 212 · policies 121 · lessons 8``."""
    return joined(
        _("Cases {n}").format(n=cases), _("policies {n}").format(n=policies), _("lessons {n}").format(n=lessons)
    )


def policy_caption(policy: Policy) -> str:
    """What stands under a policy among the results."""
    return joined(_("Policy"), policy.id, in_force(policy.from_, policy.to))


def lesson_caption(minutes: int) -> str:
    """What stands under a lesson among the results."""
    return joined(_("Lesson"), reading_time(minutes))


def lesson_line(week: str, minutes: int) -> str:
    """Where a lesson belongs and how long it takes; `week` is the week's id, ``w04``."""
    return joined(_("Week {week}").format(week=week.removeprefix("w").lstrip("0")), reading_time(minutes))


def reading_time(minutes: int) -> str:
    """How long a lesson takes."""
    return _("about {minutes} min").format(minutes=minutes)


def case_line(case: Case) -> str:
    """Which revision of a case it is, when it was checked, and when it must be again."""
    return _("Revision {n} · checked {day} · recheck by {until}").format(
        n=case.revision, day=dates.day(case.as_of), until=dates.day(case.recheck_by)
    )


def case_foot(case: Case, count: int) -> str:
    """Who does such work, whether the client is hidden, and how many questions the case gives."""
    return joined(performed_by(case), _("anonymised") if case.anonymised else "", questions(count))


def case_link(title: str, on: date) -> tuple[str, str]:
    """A link to the case of a question, and when the case was checked."""
    return _("Case: {title}").format(title=title), _("checked on {day}").format(day=dates.day(on))


def for_awareness() -> str:
    """The tag of a rule that is taught and never graded."""
    return _("For awareness only")


def in_force(since: date | None, until: date | None) -> str:
    """From when to when a rule holds, both days included."""
    if since is not None and until is not None:
        return _("{since} to {until}").format(since=dates.day(since), until=dates.day(until))
    if since is not None:
        return _("since {date}").format(date=dates.day(since))
    if until is not None:
        return _("until {date}").format(date=dates.day(until))
    return _("no dates given")


def policy_state(state: str, since: date | None, until: date | None) -> str:
    """The same with a warning where the rule is not in force."""
    said = in_force(since, until)
    if state == "expired":
        return _("Expired: {dates}").format(dates=said)
    if state == "not-yet":
        return _("Not yet in force: {dates}").format(dates=said)
    return said


def chip(policy: Policy, on: date) -> tuple[str, bool]:
    """The dates on the chip of a rule, the end rather than the beginning, and whether it is not in force on that day."""
    if policy.to is not None and policy.to < on:
        return _("until {date}, recheck").format(date=dates.day(policy.to)), True
    if policy.from_ is not None and policy.from_ > on:
        return _("not before {date}").format(date=dates.day(policy.from_)), True
    return in_force(None if policy.to is not None else policy.from_, policy.to), False


def not_in_force(policy: Policy, on: date) -> str:
    """The tag of a rule that is not in force on a day; empty when it is."""
    if policy.in_force(on):
        return ""
    return _("Not yet in force") if policy.from_ is not None and policy.from_ > on else _("No longer in force")


def holds(yes: bool, policy: str) -> str:
    """Whether a statement about the case holds, and by which rule."""
    words = _("holds") if yes else _("does not hold")
    return _("{words} · {policy}").format(words=words, policy=policy) if policy else words


def performed_by(case: Case) -> str:
    """Who does the work of such a case."""
    if case.performed_by == "licensed-partner":
        return _("Reserved to licensed partners: pass it on, do not advise")
    return _("Done by the firm itself")


def questions(count: int) -> str:
    """How many questions a case gives."""
    return ngettext("{n} question", "{n} questions", count).format(n=count)
