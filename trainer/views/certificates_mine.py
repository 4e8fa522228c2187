"""My certificates: what each is worth in words, its page, and where a file of somebody else's can be checked."""

from __future__ import annotations

from dataclasses import dataclass

from trainer.documents.certificate import CertificatePage
from trainer.errors import Refused
from trainer.session import Session
from trainer.views import certificates
from trainer.views.naming import name_of, names
from trainer.wording import certificate as wording


@dataclass(frozen=True, slots=True)
class MyCertificate:
    """One certificate of mine. `failing`: requirement and reason, where it does not hold. `printed` is None when its
    programme is not in this library.
    """

    record: str
    serial: str
    status: str
    tone: str
    worth: str
    facts: tuple[tuple[str, str], ...]
    failing: tuple[tuple[str, str], ...]
    printed: CertificatePage | None


@dataclass(frozen=True, slots=True)
class MyCertificates:
    """The newest first; `missing` says how many requirements of the gate are open, for whoever has none yet."""

    rows: tuple[MyCertificate, ...]
    enrolled: bool
    missing: int
    organisation: str


def my_certificates(session: Session) -> MyCertificates:
    """My certificates on the records that this computer has."""
    progress = session.standings.of(session.me)
    gate = session.standings.gate(session.me, session.today())
    issued = sorted(progress.certificates, key=lambda one: (one.on, one.record), reverse=True)
    return MyCertificates(
        rows=tuple(_row(session, one.record) for one in issued),
        enrolled=progress.enrolment is not None,
        missing=gate.total - gate.met,
        organisation=session.store.org,
    )


def _row(session: Session, record: str) -> MyCertificate:
    progress = session.standings.of(session.me)
    one = next(one for one in progress.certificates if one.record == record)
    standing = session.standings.certificate(session.me, record, session.today())
    if standing is None:
        raise Refused("unknown-certificate")
    programme = session.library.programme(one.hash)
    named = names(session)
    version = programme.version if programme is not None else ""
    return MyCertificate(
        record=record,
        serial=one.serial,
        status=wording.status_word(standing.status),
        tone=wording.TONES[standing.status],
        worth=wording.worth(standing, named),
        facts=wording.facts(one.on, standing.valid_until, name_of(session, one.issued.who), version),
        failing=wording.failing_lines(standing, named),
        printed=certificates.page(session, session.me, record) if programme is not None else None,
    )


def my_evidence(session: Session) -> bytes:
    """The records behind my certificates, as they are attached to the file. Run where records are written."""
    return certificates.evidence(session, session.me)
