"""HR's last act: the certificate, and what may happen to it afterwards. Nothing is issued that the gate does not carry."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Literal

from trainer.actions.recording import may, sign_again, write
from trainer.domain import certification
from trainer.domain.calendar import add_months
from trainer.domain.facts import CertIssue, CertState, Heads
from trainer.domain.progress import CertificateState, Progress
from trainer.errors import Refused
from trainer.session import Session

SERIAL = re.compile(r"\AQC-(\d{4})-(\d{4,})\Z")
"""QC-year-running number of the year."""


def next_serial(year: int, taken: Iterable[str]) -> str:
    """The next free number of a year. Two HR computers that never met may give the same one: the record id tells them
    apart, and the register shows both.
    """
    numbers = [int(found[2]) for serial in taken if (found := SERIAL.match(serial)) and int(found[1]) == year]
    return f"QC-{year}-{max(numbers, default=0) + 1:04d}"


def cut(session: Session, learner: str) -> Heads:
    """The positions of every log that says something about this person: what the certificate rests on."""
    logs = {judged.record.header.log for judged in session.store.about(learner)}
    logs |= {judged.record.header.log for judged in session.store.common()}
    return {log: position for log, position in session.store.heads().items() if log in logs}


def issue(session: Session, learner: str, *, passphrase: str) -> str:
    """Issue the certificate of a person whose gate is complete today; returns the record's id.

    Raises `Refused`: ``not-your-role``, ``not-about-yourself``, ``gate-open`` (with the ids of the open requirements),
    ``already-certified`` (with its serial), ``wrong-passphrase``.
    """
    may(session, "cert.issue", learner)
    programme = session.standings.programme_of(learner)
    progress = session.standings.of(learner)
    today = session.today()
    gate = certification.gate(programme, progress, today) if programme else None
    if programme is None or gate is None or not gate.ready:
        open_ = (
            tuple(item.requirement for item in gate.items if not item.satisfied and item.state != "planned")
            if gate
            else ()
        )
        raise Refused("gate-open", requirements=open_)
    running = running_certificate(progress)
    if running is not None and running.valid_until >= today:
        raise Refused("already-certified", serial=running.serial)
    sign_again(session, passphrase)
    taken = (c.serial for person in session.standings.everybody() for c in person.certificates)
    body = CertIssue(
        programme=programme.id,
        hash=programme.hash,
        on=today,
        serial=next_serial(today.year, taken),
        rules=programme.rules,
        cut=cut(session, learner),
        valid_until=add_months(today, programme.valid_months) - timedelta(days=1),
        title="pilot" if programme.status == "pilot" else "full",
    )
    return write(session, body, learner)


def running_certificate(progress: Progress) -> CertificateState | None:
    """The newest certificate that was not revoked."""
    kept = [c for c in progress.certificates if c.state != "revoked"]
    return max(kept, key=lambda c: (c.on, c.issued.time), default=None)


def change_state(
    session: Session,
    learner: str,
    certificate: str,
    state: Literal["suspended", "reinstated", "revoked"],
    reason: str,
    *,
    passphrase: str,
) -> str:
    """Suspend, reinstate or revoke a certificate, with a reason that stays.

    Raises `Refused`: ``unknown-certificate``, ``reason-missing``, ``already-revoked``, ``not-suspended``,
    ``already-suspended``, ``wrong-passphrase``.
    """
    may(session, "cert.state", learner)
    found = next((c for c in session.standings.of(learner).certificates if c.record == certificate), None)
    if found is None:
        raise Refused("unknown-certificate")
    if not reason.strip():
        raise Refused("reason-missing", record=certificate)
    if found.state == "revoked":
        raise Refused("already-revoked")
    if state == "reinstated" and found.state != "suspended":
        raise Refused("not-suspended")
    if state == "suspended" and found.state == "suspended":
        raise Refused("already-suspended")
    sign_again(session, passphrase)
    replaces = found.state_by.record if found.state_by else certificate
    body = CertState(state=state, reason=reason.strip(), replaces=replaces, certificate=certificate)
    return write(session, body, learner, refs=(certificate, replaces))
