"""What the page of feedback says: how far a word has come, who did what and how soon."""

from __future__ import annotations

from typing import Final

from trainer.domain.feedback import ACKNOWLEDGE_WITHIN_S
from trainer.i18n import N_, _, ngettext, pgettext
from trainer.wording import dates, records
from trainer.wording.lines import joined

STAGES: Final = {
    "sent": N_("waits for an answer"),
    "acknowledged": N_("being looked at"),
    "done": N_("changed, to be confirmed"),
    "confirmed": N_("fixed and confirmed"),
}

STEPS: Final = {
    "feedback": N_("Reported"),
    "again": N_("Not fixed yet"),
    "feedback.ack": N_("Received, being looked at"),
    "feedback.done": N_("Changed"),
    "feedback.confirm": N_("Confirmed as fixed"),
}

THINGS: Final = {
    "lesson": N_("Lesson"),
    "item": N_("Question"),
    "case": N_("Case"),
    "policy": N_("Policy"),
}

_DAY_S: Final = 24 * 3600


def stage(code: str) -> str:
    """How far a word has come, as a tag."""
    return _(STAGES[code])


def step(code: str) -> str:
    """What somebody did."""
    return _(STEPS[code])


def thing(kind: str) -> str:
    """What sort of content it is about; empty for something this library does not know."""
    return _(THINGS[kind]) if kind in THINGS else ""


def place(kind: str, section: str, *, changed: bool) -> str:
    """The line under the title: what it is, which section, and whether the library has another version by now."""
    return joined(thing(kind), section, _("changed since it was reported") if changed else "")


def gone() -> str:
    """The title of content that this library does not have (any more)."""
    return _("No longer in the library")


def colleague(roles: frozenset[str]) -> str:
    """Somebody whose name is not known on this computer: what they are in the firm."""
    known = [role for role in ("author", "hr", "mentor") if role in roles]
    return records.role(known[0]) if known else _("A colleague")


def answered(seconds: int) -> str:
    """How soon the first answer came, against the two hours."""
    within = _("within {aim}").format(aim=dates.length(ACKNOWLEDGE_WITHIN_S))
    took = _("after {time}").format(time=_long(seconds))
    return joined(took, within) if seconds <= ACKNOWLEDGE_WITHIN_S else took


def waiting(seconds: int) -> str:
    """How long a word has waited for its first answer, and what the aim is."""
    aim = _("an answer is due within {aim}").format(aim=dates.length(ACKNOWLEDGE_WITHIN_S))
    return joined(_("waiting for {time}").format(time=_long(seconds)), aim)


def _long(seconds: int) -> str:
    if seconds < _DAY_S:
        return dates.length(seconds)
    days = seconds // _DAY_S
    return ngettext("{n} day", "{n} days", days).format(n=days)


def summary(answer: int, confirm: int) -> str:
    """The line under the page's title: how many wait for an answer of mine, how many for my confirmation."""
    to_answer = ngettext("{n} to answer", "{n} to answer", answer).format(n=answer) if answer else ""
    to_confirm = ngettext("{n} to confirm", "{n} to confirm", confirm).format(n=confirm) if confirm else ""
    return joined(to_answer, to_confirm) or pgettext("feedback", "Nothing is waiting")
