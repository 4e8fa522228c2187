"""What HR reads in the morning: months of the programme, who is at risk and why, what waits for a decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from trainer.i18n import _, ngettext
from trainer.wording import dates
from trainer.wording import feedback as feedback_words
from trainer.wording.lines import listed

NAMED = 3
"""Names said in full before «and n more»."""


def some(names: Sequence[str]) -> str:
    """The first few names and how many more there are."""
    if len(names) <= NAMED:
        return listed(names)
    return _("{people} and {n} more").format(people=listed(names[:NAMED]), n=len(names) - NAMED)


# Months of the programme


def month(number: int) -> str:
    """The heading of a column; 0 for those whose first day is still to come."""
    return _("Month {n}").format(n=number) if number else _("Not begun yet")


def pace(days_ahead: int) -> str:
    """Ahead or behind, in days."""
    if days_ahead > 0:
        return ngettext("{n} day ahead", "{n} days ahead", days_ahead).format(n=days_ahead)
    if days_ahead < 0:
        return ngettext("{n} day behind", "{n} days behind", -days_ahead).format(n=-days_ahead)
    return _("on schedule")


def begins(on: date) -> str:
    """The first day, still to come."""
    return _("begins on {day}").format(day=dates.short_day(on))


def on_leave(until: date) -> str:
    """Away, up to and with a day."""
    return _("on leave until {day}").format(day=dates.short_day(until))


def complete() -> str:
    """Every line of the gate is met."""
    return _("ready for a certificate")


def short(days: int) -> str:
    """The plan cannot be kept."""
    return ngettext("plan {n} day short", "plan {n} days short", days).format(n=days)


def old(days: int) -> str:
    """How old what is said about somebody is."""
    return ngettext("as of {n} day ago", "as of {n} days ago", days).format(n=days)


# At risk


def suspended(serial: str, reason: str) -> str:
    """Their certificate is suspended."""
    return _("Certificate {serial} is suspended: {reason}").format(serial=serial, reason=reason)


def held(serial: str, failing: str) -> str:
    """Evidence behind their certificate was withdrawn."""
    return _("Certificate {serial} is held: evidence was withdrawn for {failing}").format(
        serial=serial, failing=failing
    )


def expired(serial: str, on: date) -> str:
    """Their certificate ran out and no other one runs."""
    return _("Certificate {serial} ended on {day}").format(serial=serial, day=dates.day(on))


def expiring(serial: str, on: date, days: int) -> str:
    """Their certificate runs out soon."""
    return ngettext(
        "Certificate {serial} ends on {day}, in {n} day", "Certificate {serial} ends on {day}, in {n} days", days
    ).format(serial=serial, day=dates.day(on), n=days)


def infeasible(days: int, open_work: str) -> str:
    """The planned day of going live cannot be kept, even at twice the planned pace."""
    return ngettext(
        "Cannot go live as planned: {n} day short even at twice the pace. {open}",
        "Cannot go live as planned: {n} days short even at twice the pace. {open}",
        days,
    ).format(n=days, open=open_work)


def late(days: int, open_work: str) -> str:
    """Behind the plan, and with what."""
    return ngettext("{n} day behind plan. {open}", "{n} days behind plan. {open}", days).format(n=days, open=open_work)


def line(title: str, reason: str) -> str:
    """A line of the gate and where it stands."""
    return _("{title}: {reason}").format(title=title, reason=reason)


def no_mentor(since: date | None) -> str:
    """Nobody is assigned as mentor."""
    if since is None:
        return _("No mentor has been assigned")
    return _("No mentor since {day}").format(day=dates.short_day(since))


def mentor_gone(name: str, learners: int) -> str:
    """The mentor has no key any more."""
    return ngettext(
        "The key of mentor {name} has ended; {n} person still assigned",
        "The key of mentor {name} has ended; {n} people still assigned",
        learners,
    ).format(name=name, n=learners)


def overloaded(learners: int, waiting: int, oldest: int) -> str:
    """More waits for a mentor than gets done."""
    people = ngettext("Mentors {n} person", "Mentors {n} people", learners).format(n=learners)
    if not waiting:
        return people
    return ngettext(
        "{people}; {n} sign-off waits, the oldest for {days} d",
        "{people}; {n} sign-offs wait, the oldest for {days} d",
        waiting,
    ).format(people=people, n=waiting, days=oldest)


def hours_short(confirmed_s: int, target_s: int, due_s: int) -> str:
    """Fewer confirmed hours than an even pace would have brought."""
    return _("{hours} of {target} h confirmed this quarter; {due} h would be due by today").format(
        hours=dates.hours(confirmed_s), target=dates.hours(target_s), due=dates.hours(due_s)
    )


# What waits


def to_bind(names: Sequence[str], records: int) -> tuple[str, str]:
    """Keys that signed records and belong to nobody yet."""
    title = ngettext("{n} key to bind", "{n} keys to bind", len(names)).format(n=len(names))
    detail = ngettext("{people}: {n} record waits", "{people}: {n} records wait", records)
    return title, detail.format(people=some(names), n=records)


def invitation(name: str, days: int, left: int) -> tuple[str, str]:
    """An invitation nobody has answered."""
    title = _("Invitation of {name} not answered").format(name=name)
    detail = ngettext(
        "open for {days} days, valid for {n} more day", "open for {days} days, valid for {n} more days", left
    )
    return title, detail.format(days=days, n=left)


def ready(name: str, met: int) -> tuple[str, str]:
    """A candidate whose gate is complete."""
    detail = ngettext("the {n} requirement is met", "all {n} requirements are met", met)
    return _("{name} is ready for a certificate").format(name=name), detail.format(n=met)


def milestone(name: str, title: str, waits: str) -> tuple[str, str]:
    """A milestone HR may give."""
    return _("{milestone}: {name}").format(milestone=title, name=name), waits


def forks(names: Sequence[str]) -> tuple[str, str]:
    """Logs of which two sides exist."""
    title = ngettext("{n} fork to decide", "{n} forks to decide", len(names)).format(n=len(names))
    return title, _("{people}: two records stand at one position").format(people=some(names))


def contradictions(names: Sequence[str]) -> tuple[str, str]:
    """Records that say different things about one matter."""
    title = ngettext("{n} contradiction to settle", "{n} contradictions to settle", len(names)).format(n=len(names))
    return title, _("{people}: two records about the same thing").format(people=some(names))


def silent(names: Sequence[str], longest: int) -> tuple[str, str]:
    """People not heard from for long."""
    title = ngettext("{n} person not heard from", "{n} people not heard from", len(names)).format(n=len(names))
    detail = ngettext("{people}; the longest for {n} day", "{people}; the longest for {n} days", longest)
    return title, detail.format(people=some(names), n=longest)


def feedback(words: int, waited_s: int) -> tuple[str, str]:
    """Words about content that nobody has acknowledged, and how long the oldest has waited."""
    title = ngettext("{n} feedback waits for an answer", "{n} pieces of feedback wait for an answer", words)
    return title.format(n=words), feedback_words.waiting(waited_s)


def backup(days: int) -> tuple[str, str]:
    """No fresh backup; `days` is -1 when there is none at all."""
    if days < 0:
        return _("No backup on this computer"), _("Make one now; it is checked while it is made")
    detail = ngettext("the newest is {n} day old", "the newest is {n} days old", days)
    return _("Backup is due"), detail.format(n=days)
