"""The library in words: what a case, a policy and a lesson say about themselves (`ui.md` §3.7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from trainer.domain.case import Case
from trainer.domain.policy import Policy
from trainer.i18n import N_, _, ngettext, pgettext

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


def dates_of(policy: Policy) -> str:
    """``2026-01-01 to 2027-12-31``, ``since …``, ``until …``."""
    if policy.from_ is not None and policy.to is not None:
        return _("{since} to {until}").format(since=policy.from_.isoformat(), until=policy.to.isoformat())
    if policy.from_ is not None:
        return _("since {date}").format(date=policy.from_.isoformat())
    if policy.to is not None:
        return _("until {date}").format(date=policy.to.isoformat())
    return pgettext("policy", "in force")


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
