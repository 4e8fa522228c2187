"""Records, people and hours in words: kinds, verdicts, reasons, sources, roles, keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from trainer.domain import heard
from trainer.i18n import N_, _, ngettext, pgettext
from trainer.wording import dates
from trainer.wording.gate import Names
from trainer.wording.lines import listed
from trainer.wording.reasons import reason

KINDS: Mapping[str, str] = {
    "bind": N_("Key bound"),
    "bind.end": N_("Key ended"),
    "fork.pick": N_("Fork decided"),
    "erase": N_("Personal data erased"),
    "checkpoint": N_("Exchange noted"),
    "void": N_("Taken back"),
    "overrule": N_("Overruled by HR"),
    "profile": N_("Profile"),
    "setting": N_("Setting"),
    "enrol": N_("Enrolment"),
    "move": N_("Moved to another version"),
    "leave": N_("Leave"),
    "waive": N_("Requirement waived"),
    "assign": N_("Assignment"),
    "assign.end": N_("Assignment ended"),
    "lesson.done": N_("Lesson finished"),
    "study": N_("Study time"),
    "hours.claim": N_("Hours claimed"),
    "attempt.start": N_("Attempt started"),
    "answer": N_("Answer"),
    "attempt.end": N_("Attempt handed in"),
    "run.start": N_("Simulation started"),
    "run.act": N_("Simulation step"),
    "run.end": N_("Simulation ended"),
    "practical.request": N_("Sign-off asked for"),
    "theory.attest": N_("Theory confirmed"),
    "hours.attest": N_("Hours decided"),
    "practical.attest": N_("Practical signed"),
    "milestone.attest": N_("Milestone signed"),
    "acknowledge": N_("Read by the learner"),
    "exam.open": N_("Exam opened"),
    "exam.result": N_("Exam result signed"),
    "session.held": N_("Session held"),
    "cert.issue": N_("Certificate issued"),
    "cert.state": N_("Certificate state changed"),
    "feedback": N_("Feedback"),
    "feedback.ack": N_("Feedback received"),
    "feedback.done": N_("Feedback done"),
    "feedback.confirm": N_("Feedback confirmed"),
}

VERDICTS: Mapping[str, str] = {
    "ok": N_("Counts"),
    "redacted": N_("Contents erased by HR"),
    "withdrawn": N_("Taken back or overruled"),
    "badsig": N_("The signature is wrong"),
    "badbody": N_("The contents are not what was signed"),
    "nobody": N_("The contents have not arrived"),
    "gap": N_("A record before it is missing here"),
    "forked": N_("Two records stand at this position; HR has to decide"),
    "ended": N_("Signed after the key had ended"),
    "unauthorised": N_("This person may not record this"),
    "unbound": N_("The key is not bound to anybody yet"),
    "newer": N_("Made by a newer version of the program"),
    "malformed": N_("The contents do not have the right form"),
    "foreign": N_("Of another organisation"),
}

WHY_NOT: Mapping[str, str] = {
    "badbody": N_("Does not count: its contents do not have the form of their kind"),
    "withdrawn": N_("Does not count: taken back by its signer or overruled by HR"),
    "replaced": N_("Does not count: a later record replaces it"),
    "two-successors": N_("Does not count: another record about the same thing holds; HR should settle it"),
    "self-signed": N_("Does not count: nobody attests about themselves"),
    "not-assigned": N_("Does not count: the signer was not assigned"),
    "assignment-ended": N_("Does not count: signed after the assignment had ended"),
    "examiner-is-mentor": N_("Does not count: the examiner is the mentor"),
    "unknown-target": N_("Does not count: what it speaks of is not here"),
    "before-mentoring": N_("Does not count: observed before mentoring began"),
    "still-to-come": N_("Does not count: signed before it can have happened"),
    "criteria-open": N_("Does not count: passed with a criterion that was not met"),
    "figure-short": N_("Does not count: the figure is below what the programme asks"),
    "not-opened": N_("Does not count: the exam was not opened by a proctor"),
    "opening-used": N_("Does not count: a second attempt under one opening"),
    "opening-expired": N_("Does not count: begun after the opening had expired"),
    "not-the-paper": N_("Does not count: the attempt does not follow its paper"),
    "score-differs": N_("Does not count: the signed result differs from the grading here"),
    "after-hand-in": N_("Does not count: answered after handing in"),
    "needs-second": N_("Does not count: a waiver needs a second person"),
    "not-from-hr": N_("Does not count: only HR may record this about somebody else"),
    "revoked-is-final": N_("Does not count: a revoked certificate cannot be reinstated"),
}

ROLES: Mapping[str, str] = {
    "trainee": N_("Trainee"),
    "specialist": N_("Specialist"),
    "mentor": N_("Mentor"),
    "author": N_("Author"),
    "proctor": N_("Proctor"),
    "examiner": N_("Examiner"),
    "director": N_("Director"),
    "hr": N_("HR"),
    "confirmer": N_("Hours confirmer"),
}

KEYS: Mapping[str, str] = {
    "none": N_("No key"),
    "invited": N_("Invited"),
    "bound": N_("Bound"),
    "ended": N_("Ended"),
}

MISSING: Mapping[str, str] = {
    "key": N_("A key: write an invitation, read the answer, compare six words"),
    "programme": N_("The enrolment with its start date"),
    "start": N_("The start date has not come yet"),
    "mentor": N_("A mentor"),
}

FIELDS: Mapping[str, str] = {
    "about": N_("About"),
    "actions": N_("Actions"),
    "active_s": N_("Active time (s)"),
    "answer": N_("Answer"),
    "answers": N_("Answers"),
    "as_of": N_("As of"),
    "attendees": N_("Attendees"),
    "attestation": N_("Attestation"),
    "case": N_("Case"),
    "engine": N_("Engine"),
    "feedback": N_("Feedback"),
    "heads": N_("Positions seen"),
    "items": N_("Questions"),
    "key_version": N_("Library"),
    "limit_s": N_("Time limit (s)"),
    "locale": N_("Language"),
    "minutes": N_("Minutes of the meeting"),
    "n": N_("Question no."),
    "nonce": N_("One-time number"),
    "papers": N_("Papers"),
    "pass_mark": N_("Pass mark"),
    "rating": N_("Rating"),
    "replaces": N_("Replaces"),
    "requirement": N_("Requirement"),
    "rules": N_("Rules version"),
    "run": N_("Run"),
    "scenario": N_("Scenario"),
    "scores": N_("Scores per question"),
    "seat": N_("Seat"),
    "second": N_("Second person"),
    "sections": N_("Sections"),
    "seed": N_("Seed"),
    "sure": N_("How sure"),
    "text": N_("Text"),
    "values": N_("Values"),
    "wrapped": N_("Sealed key"),
    "as": N_("As"),
    "assign": N_("Assignment"),
    "attempt": N_("Attempt"),
    "certificate": N_("Certificate"),
    "comment": N_("Comment"),
    "criteria": N_("Criteria"),
    "cut": N_("Cut"),
    "date": N_("Day"),
    "decisions": N_("Decisions"),
    "device_clock": N_("Computer's clock"),
    "department": N_("Department"),
    "expires": N_("Holds until"),
    "files": N_("Attached files"),
    "figure": N_("Figure"),
    "hash": N_("Version hash"),
    "independence": N_("Independence"),
    "item": N_("Item"),
    "kind": N_("Kind"),
    "lesson": N_("Lesson"),
    "meaning": N_("Meaning"),
    "milestone": N_("Milestone"),
    "mode": N_("Mode"),
    "name": N_("Name"),
    "number": N_("Staff number"),
    "observed_on": N_("Observed on"),
    "on": N_("Issued on"),
    "paper": N_("Paper"),
    "person": N_("Person"),
    "practical": N_("Practical"),
    "programme": N_("Programme"),
    "provider": N_("Provider"),
    "reason": N_("Reason"),
    "repeat": N_("Time number"),
    "request": N_("Request"),
    "result": N_("Result"),
    "roles": N_("Roles"),
    "score": N_("Score"),
    "seconds": N_("Length"),
    "serial": N_("Serial"),
    "setting": N_("Setting"),
    "since": N_("Since"),
    "source": N_("Source"),
    "spans": N_("Times"),
    "start": N_("Start"),
    "state": N_("State"),
    "t0": N_("Began"),
    "title": N_("Title"),
    "until": N_("Until"),
    "valid_until": N_("Valid until"),
    "weeks": N_("Weeks"),
}
"""Field of a body → its caption; a field without one is shown by its own name."""

VALUES: Mapping[str, Mapping[str, str]] = {
    "result": {"pass": N_("passed"), "repeat": N_("to be repeated"), "fail": N_("not passed")},
    "setting": {"real": N_("real work"), "simulated": N_("simulated")},
    "independence": {"observed": N_("watched"), "assisted": N_("with help"), "unassisted": N_("alone")},
    "state": {"suspended": N_("suspended"), "reinstated": N_("reinstated"), "revoked": N_("revoked")},
    "title": {"full": N_("full certificate"), "pilot": N_("pilot certificate")},
    "reason": {"handed-in": N_("handed in"), "time-out": N_("time over"), "given-up": N_("given up")},
    "mode": {"practice": N_("practice"), "paper": N_("week paper"), "exam": N_("exam")},
    "source": {
        "lesson": N_("Lessons"),
        "assessment": N_("Papers and practice"),
        "session": N_("Case reviews and courses"),
        "practical": N_("Practicals"),
        "external": N_("Elsewhere"),
    },
    "kind": {"annual": N_("annual leave"), "sick": N_("sick leave"), "other": N_("other leave")},
}
"""Field → the words for its fixed values; any other text is shown as it was typed."""

NEVER_ERASED = frozenset({"bind", "bind.end", "fork.pick", "erase", "checkpoint", "void", "overrule"})
"""What the ledger itself lives on: shown, never offered for erasing (`trainer.ledger.identity.SHAPES`)."""

_PEOPLE = frozenset({"person", "second"})
_CONTENT = frozenset({"lesson", "paper", "practical", "milestone", "item", "requirement"})
_LONG = 64
"""Characters of a value that is shown whole; longer lists are counted."""


def kind(name: str) -> str:
    """What was recorded, in words; the kind's own name when this program does not know it."""
    return _(KINDS[name]) if name in KINDS else name


def verdict(name: str, why: str = "") -> str:
    """Whether a record counts, and why not."""
    if why:
        return _(WHY_NOT[why]) if why in WHY_NOT else _("Does not count: {why}").format(why=why)
    return _(VERDICTS[name]) if name in VERDICTS else name


def role(name: str) -> str:
    """A role or assignment."""
    return _(ROLES[name]) if name in ROLES else name


def counts(name: str, why: str = "") -> str:
    """Whether a record counts, in one cell of a table."""
    return _("Counts") if name == "ok" and not why else _("Does not count")


def question(paper: str, number: int) -> str:
    """One question of a paper, as a title."""
    return _("{paper}, question {n}").format(paper=paper, n=number) if paper else _("Question {n}").format(n=number)


def assigned(as_: str, name: str) -> str:
    """Who was assigned as what, as a title."""
    return _("{role}: {name}").format(role=role(as_), name=name)


def roles(names: Iterable[str]) -> str:
    """Several roles in one line."""
    return listed(role(name) for name in names)


def key_state(name: str) -> str:
    """The state of a person's key."""
    return _(KEYS[name])


def missing(code: str) -> str:
    """What somebody lacks to begin."""
    return _(MISSING[code])


def as_of(received: int, today: date) -> str:
    """How old what is known about somebody is."""
    if not received:
        return _("No exchange yet")
    said = _("As of the exchange {moment}").format(moment=dates.moment(received, today))
    if heard.is_silent(received, today):
        days = heard.days_silent(received, today)
        return ngettext("{said}, {n} day ago", "{said}, {n} days ago", days).format(said=said, n=days)
    return said


def position(log: str, seq: int) -> str:
    """A place in a log, short enough for a row."""
    return _("log {log}, no. {seq}").format(log=log[:8], seq=seq)


def body_lines(body: Mapping[str, object], names: Names) -> list[tuple[str, str]]:
    """A body as caption and value, in its own order, without the version and what is empty."""
    lines: list[tuple[str, str]] = []
    for field, value in body.items():
        if field == "v" or value in ("", None, [], {}):
            continue
        caption = _(FIELDS[field]) if field in FIELDS else field
        lines.append((caption, _value(field, value, names)))
    return lines


def _value(field: str, value: object, names: Names) -> str:
    if isinstance(value, bool):
        return pgettext("value", "yes") if value else pgettext("value", "no")
    if isinstance(value, int):
        return _number(field, value)
    if isinstance(value, str):
        return _text(field, value, names)
    if isinstance(value, list):
        flat = listed(str(one) for one in value)
        if all(isinstance(one, str) for one in value) and len(flat) <= _LONG:
            return roles(value) if field == "roles" else flat
        return _entries(len(value))
    return _entries(len(value)) if isinstance(value, dict) else str(value)


def _entries(count: int) -> str:
    return ngettext("{n} entry", "{n} entries", count).format(n=count)


def _number(field: str, value: int) -> str:
    if field in {"seconds", "active_s", "limit_s"}:
        return dates.length(value)
    if field in {"t0", "device_clock", "expires"}:
        return dates.local(value).strftime("%Y-%m-%d %H:%M")
    if field in {"score", "pass_mark", "figure"}:
        return dates.score(value)
    return str(value)


def _text(field: str, value: str, names: Names) -> str:
    if field in _PEOPLE or field in _CONTENT:
        return names(value)
    if field == "as":
        return role(value)
    if value in VALUES.get(field, {}):
        return _(VALUES[field][value])
    if field == "reason":
        return reason(value)
    if len(value) == 64 and not set(value) - set("0123456789abcdef"):
        return f"{value[:12]}…"
    return value
