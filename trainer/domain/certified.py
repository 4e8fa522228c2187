"""Certificates as records: which were issued, and in which state HR has put them since (`records.md` §5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, cast

from trainer.domain.evidence import attested, not_counted
from trainer.domain.facts import CertIssue, CertState, Fact
from trainer.domain.progress import CertificateState, NotCounted

Facts = Mapping[str, list[Fact]]

State = Literal["active", "suspended", "revoked"]

_STRICTNESS: dict[str, int] = {"reinstated": 0, "suspended": 1, "revoked": 2}
_STATES: dict[str, State] = {"reinstated": "active", "suspended": "suspended", "revoked": "revoked"}


def certificates_of(facts: Facts, refused: list[NotCounted]) -> tuple[CertificateState, ...]:
    """Every certificate issued to the person, oldest first, in its present state."""
    changes: dict[str, list[Fact]] = {}
    issued = {fact.id: fact for fact in facts.get("cert.issue", ())}
    for fact in facts.get("cert.state", ()):
        certificate = cast("CertState", fact.body).certificate
        if certificate in issued:
            changes.setdefault(certificate, []).append(fact)
        else:
            refused.append(not_counted(fact, "unknown-target"))
    rows = [_certificate(fact, present_state(changes.get(fact.id, []), refused)) for fact in issued.values()]
    return tuple(sorted(rows, key=lambda row: (row.on, row.issued.time, row.record)))


def present_state(changes: list[Fact], refused: list[NotCounted]) -> Fact | None:
    """The change of state that holds: of those nobody replaced the strictest, then the lowest id.

    Revoking is final: what replaces a revocation changes nothing (a mistaken one is voided by its signer).
    """
    bodies = {fact.id: cast("CertState", fact.body) for fact in changes}
    revoked = {id_ for id_, body in bodies.items() if body.state == "revoked"}
    counting: list[Fact] = []
    for fact in changes:
        if _replaces(fact) & revoked and bodies[fact.id].state != "revoked":
            refused.append(not_counted(fact, "revoked-is-final"))
        else:
            counting.append(fact)
    gone = set().union(*(_replaces(fact) for fact in counting)) if counting else set()
    left = [fact for fact in counting if fact.id not in gone]
    return min(left, key=lambda fact: (-_STRICTNESS[bodies[fact.id].state], fact.id), default=None)


def _replaces(fact: Fact) -> set[str]:
    return {*fact.refs, cast("CertState", fact.body).replaces} - {fact.id}


def _certificate(fact: Fact, change: Fact | None) -> CertificateState:
    body = cast("CertIssue", fact.body)
    state = cast("CertState", change.body) if change else None
    return CertificateState(
        record=fact.id,
        serial=body.serial,
        issued=attested(fact),
        on=body.on,
        valid_until=body.valid_until,
        programme=body.programme,
        hash=body.hash,
        rules=body.rules,
        cut=body.cut,
        title=body.title,
        state=_STATES[state.state] if state else "active",
        state_reason=state.reason if state else "",
        state_by=attested(change) if change else None,
    )
