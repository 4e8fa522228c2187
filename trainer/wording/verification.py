"""What was found when a certificate, or a whole store, was checked: every finding a sentence, the verdict first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from trainer.domain.certification import CertificateStanding
from trainer.domain.progress import CertificateState
from trainer.i18n import N_, _, ngettext
from trainer.wording import dates, gate

STATUS = {
    "active": N_("Status now: in force until {until}."),
    "suspended": N_("Status now: suspended since {changed}: {reason}"),
    "revoked": N_("Status now: revoked on {changed}: {reason}"),
    "expired": N_("Status now: expired on {until}."),
    "held": N_("Status now: held, because evidence was withdrawn after it was issued."),
    "invalid": N_("Status now: not valid."),
}

WHY = {
    "cut-missing": N_("Records that it rests on are not in this file."),
    "not-enrolled": N_("The person was not enrolled."),
    "programme-unknown": N_("Its programme is not in the installed library. Install the current program."),
    "wrong-programme": N_("It names another programme than the one the person was enrolled in."),
    "wrong-title": N_("It calls itself something else than the programme allows."),
    "dated-ahead": N_("It is dated later than the records it rests on."),
}

FOUND = {
    "header": N_("the signed header was altered"),
    "id": N_("its id does not fit its header"),
    "signature": N_("the signature does not fit"),
    "body": N_("the content was altered"),
    "gap": N_("the record before it is missing"),
    "missing": N_("others have seen this record, but it is gone here"),
    "root": N_("the organisation's root document was altered"),
}


def lines(
    *,
    valid: bool,
    standing: CertificateStanding,
    issue: CertificateState,
    name: str,
    organisation: tuple[str, str, str],
    demo: bool,
    as_of: date | None,
    damaged: int,
    left_out: int,
    altered: tuple[str, ...],
    names: Callable[[str], str],
) -> tuple[str, ...]:
    """The answer about a certificate file, line by line. `organisation` is (title, its id, the id expected); `as_of` the
    day of HR's newest record in it.
    """
    title, org, expected = organisation
    sound = standing.valid_when_issued and standing.status == "active" and not (damaged or left_out or altered)
    unconfirmed = _("NOT CONFIRMED: the organisation was not checked") if sound and not expected else _("NOT VALID")
    said = [_("VALID") if valid else unconfirmed]
    said.append(
        _("Certificate {serial} of {name}, issued {on} by {organisation}").format(
            serial=issue.serial, name=name, on=dates.day(issue.on), organisation=title
        )
    )
    if demo:
        said.append(_("It is of a demonstration, in whose name anybody can sign. It proves nothing."))
    said += _organisation(org, expected)
    said.append(_("All requirements were met when it was issued.") if standing.valid_when_issued else _unmet(standing))
    said += [f"  {line.title}: {line.reason}" for line in (gate.line_of(item, names) for item in standing.failing)]
    said.append(_status(standing, issue))
    if standing.status == "held":
        now = (gate.line_of(item, names) for item in standing.failing_now)
        said += [f"  {line.title}: {line.reason}" for line in now]
    if as_of is not None:
        said.append(
            _(
                "As of HR's newest record in this file, {day}; what came later, a withdrawal too, it cannot know."
            ).format(day=dates.day(as_of))
        )
    if left_out:
        said.append(
            ngettext(
                "The contents of {n} record that belongs to the evidence were left out.",
                "The contents of {n} records that belong to the evidence were left out.",
                left_out,
            ).format(n=left_out)
        )
    if damaged:
        said.append(
            ngettext(
                "{n} piece of the evidence is damaged or altered.",
                "{n} pieces of the evidence are damaged or altered.",
                damaged,
            ).format(n=damaged)
        )
    said += [_("The printed page differs from the records at: {text}").format(text=text) for text in altered]
    return tuple(said)


def known_here(worth: str) -> str:
    """What the records on this computer say about the certificate now, which may be newer than the file."""
    return _("By the records on this computer: {worth}").format(worth=worth)


def _organisation(org: str, expected: str) -> list[str]:
    if not expected:
        return [_("Nobody said which organisation to expect. This file speaks for {org}. Compare it with the id the firm publishes, or say --org.").format(org=org)]  # fmt: skip
    if expected != org:
        return [_("The file speaks for organisation {org}, not for the expected {expected}.").format(org=org, expected=expected)]  # fmt: skip
    return [_("The organisation is the expected one ({org}).").format(org=org)]


def _unmet(standing: CertificateStanding) -> str:
    reason = WHY.get(standing.code)
    if reason:
        return _(reason)
    return _("INVALID: it was issued although requirements were not met:")


def _status(standing: CertificateStanding, issue: CertificateState) -> str:
    changed = dates.day(issue.state_by.on) if issue.state_by else ""
    sentence = STATUS[standing.status]
    return _(sentence).format(until=dates.day(issue.valid_until), changed=changed, reason=issue.state_reason)


def finding(log: str, seq: int, what: str) -> str:
    """One altered or missing piece of a store, named by log and position."""
    if what.startswith("column-"):
        told = _("the copy in column “{column}” differs from the signed header").format(column=what[7:])
    elif what.startswith("schema-"):
        return _("The table or trigger “{name}” of the store was altered.").format(name=what[7:])
    else:
        told = _(FOUND[what]) if what in FOUND else what
    if not log:
        return _("The store: {what}").format(what=told)
    return _("Log {log}, position {seq}: {what}").format(log=log, seq=seq, what=told)


def held(log: str, seq: int) -> str:
    """A fork that waits for HR."""
    return _("Log {log}, position {seq}: two records stand here; held for review by HR").format(log=log, seq=seq)
