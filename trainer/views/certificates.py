"""Certificates: the register with what each is worth, the printed page, and the evidence that goes with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from trainer.documents.certificate import CertificatePage
from trainer.domain.calendar import add_months
from trainer.domain.certification import CertificateStanding, gate
from trainer.domain.facts import CertState, Heads, SessionHeld
from trainer.domain.programme import Programme
from trainer.domain.progress import Attested, CertificateState, Progress
from trainer.errors import Refused
from trainer.ledger.bundle import FORMAT, Greeting, Line, RootLine, record_line, write_lines
from trainer.ledger.identity import SHAPES
from trainer.ledger.record import Envelope, Judged, Record, canonical
from trainer.session import Session
from trainer.views.naming import came_from, name_of, names
from trainer.views.people import joined
from trainer.wording import certificate as wording
from trainer.wording.gate import line_of
from trainer.wording.uncounted import why_not_counted
from trainer.wording.verdict import verdict

NO_LOG = "0" * 64

EXPIRING_DAYS = 60
"""Days before its end from which on a certificate is said to expire."""


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """One certificate in the register, with its worth in words. `failing`: title and reason of each requirement that
    fails; `twice`: another certificate bears the same serial.
    """

    record: str
    person: str
    name: str
    number: str
    department: str
    serial: str
    on: date
    version: str
    title: str
    issuer: str
    standing: CertificateStanding
    worth: str
    failing: tuple[tuple[str, str], ...]
    state: str
    state_by: str
    state_on: date | None
    state_record: str
    evidence: tuple[str, ...]
    received: int
    twice: bool
    shown: str
    """The status, or ``expiring`` for an active one that ends within `EXPIRING_DAYS`."""


@dataclass(frozen=True, slots=True)
class StateRow:
    """One word of HR about a certificate: `state` is ``issued``, ``suspended``, ``reinstated`` or ``revoked``.

    `signed` in ms UTC; `why_not` says why it does not count, empty when it does.
    """

    record: str
    state: str
    by: str
    signed: int
    reason: str
    why_not: str


@dataclass(frozen=True, slots=True)
class LostRow:
    """A record behind a certificate that no longer counts: under which requirement, whose word it was, and why."""

    record: str
    title: str
    kind: str
    by: str
    signed: int
    why: str


def register(session: Session) -> tuple[CertificateRow, ...]:
    """Every certificate ever issued here, the newest first."""
    rows: list[tuple[Progress, CertificateState]] = [
        (progress, one)
        for person in joined(session)
        for progress in (session.standings.of(person),)
        for one in progress.certificates
    ]
    serials = [one.serial for _progress, one in rows]
    came = came_from(session)
    made = [
        _row(session, progress, one, came.get(progress.person, 0), twice=serials.count(one.serial) > 1)
        for progress, one in rows
    ]
    return tuple(sorted(made, key=lambda row: (row.on, row.serial, row.record), reverse=True))


def _row(session: Session, progress: Progress, one: CertificateState, came: int, *, twice: bool) -> CertificateRow:
    judged = session.standings.certificate(progress.person, one.record, session.today())
    if judged is None:
        raise Refused("unknown-certificate")
    programme = session.library.programme(one.hash)
    named = names(session)
    failing = judged.failing or judged.failing_now
    return CertificateRow(
        record=one.record,
        person=progress.person,
        name=name_of(session, progress.person),
        number=progress.number,
        department=progress.department,
        serial=one.serial,
        on=one.on,
        version=programme.version if programme is not None else "",
        title=one.title,
        issuer=name_of(session, one.issued.who),
        standing=judged,
        worth=wording.worth(judged, named),
        failing=wording.failing_lines(judged, named),
        state=one.state,
        state_by=name_of(session, one.state_by.who) if one.state_by else "",
        state_on=one.state_by.on if one.state_by else None,
        state_record=one.state_by.record if one.state_by else "",
        evidence=tuple(id_ for item in failing for id_ in item.evidence),
        received=came,
        twice=twice,
        shown=_shown(judged, session.today()),
    )


def _shown(judged: CertificateStanding, today: date) -> str:
    ends_soon = judged.status == "active" and (judged.valid_until - today).days <= EXPIRING_DAYS
    return "expiring" if ends_soon else judged.status


def history(session: Session, person: str, record: str) -> tuple[StateRow, ...]:
    """Everything HR said about a certificate, the first word first, with what does not count and why."""
    refused = {row.record: row.why for row in session.standings.of(person).not_counted}
    rows = []
    for judged in session.store.about(person):
        header, body = judged.record.header, session.standings.body(judged)
        if judged.record.id == record:
            state, reason = "issued", ""
        elif isinstance(body, CertState) and body.certificate == record:
            state, reason = body.state, body.reason
        else:
            continue
        why_not = (
            why_not_counted(refused[judged.record.id])
            if refused.get(judged.record.id, "replaced") != "replaced"
            else ""
        )
        if judged.verdict != "ok":
            why_not = verdict(judged.verdict)
        rows.append(StateRow(judged.record.id, state, name_of(session, header.who), header.time, reason, why_not))
    return tuple(sorted(rows, key=lambda row: (row.signed, row.record)))


def lost(session: Session, person: str, record: str) -> tuple[LostRow, ...]:
    """Why a certificate is held: what carried it when it was issued and counts no longer, by requirement."""
    now = session.standings.of(person)
    issued = next((one for one in now.certificates if one.record == record), None)
    programme = session.library.programme(issued.hash) if issued is not None else None
    if issued is None or programme is None:
        return ()
    then = gate(programme, session.standings.at_cut(person, issued.cut), issued.on)
    refused = {row.record: row.why for row in now.not_counted}
    named = names(session)
    rows = []
    for item in then.items:
        for id_ in item.evidence:
            judged = session.store.record(id_)
            if judged is None or (judged.verdict == "ok" and id_ not in refused):
                continue
            why = verdict(judged.verdict) if judged.verdict != "ok" else why_not_counted(refused[id_])
            header = judged.record.header
            title = line_of(item, named).title
            rows.append(LostRow(id_, title, header.kind, name_of(session, header.who), header.time, why))
    return tuple(rows)


# The printed page


def page(session: Session, person: str, record: str) -> CertificatePage:
    """The page of an issued certificate, from what was known at its cut: the same on every computer that has the records.

    Raises `Refused` ``unknown-certificate``.
    """
    now = session.standings.of(person)
    issued = next((one for one in now.certificates if one.record == record), None)
    programme = session.library.programme(issued.hash) if issued is not None else None
    if issued is None or programme is None:
        raise Refused("unknown-certificate")
    then = session.standings.at_cut(person, issued.cut)
    return _printed(session, then, issued, programme, draft=False)


def draft(session: Session, person: str, serial: str, cut: Heads) -> CertificatePage:
    """The page as it would be issued today on this cut, marked as a preview. Raises `Refused` ``not-enrolled``."""
    programme = session.standings.programme_of(person)
    if programme is None:
        raise Refused("not-enrolled")
    today = session.today()
    would = CertificateState(
        record="",
        serial=serial,
        issued=Attested(record="", who=session.me, time=session.now(), on=today),
        on=today,
        valid_until=add_months(today, programme.valid_months) - timedelta(days=1),
        programme=programme.id,
        hash=programme.hash,
        rules=programme.rules,
        cut=cut,
        title="pilot" if programme.status == "pilot" else "full",
    )
    return _printed(session, session.standings.of(person), would, programme, draft=True)


def _printed(
    session: Session, then: Progress, one: CertificateState, programme: Programme, *, draft: bool
) -> CertificatePage:
    marks = [
        *(["draft"] if draft else []),
        *(["demo"] if session.store.demo else []),
        *(["pilot"] if one.title == "pilot" else []),
    ]
    return wording.printed(
        wording.Printable(
            locale=then.locale,
            organisation=session.store.title,
            serial=one.serial,
            name=then.name,
            number=then.number,
            theory_months=programme.theory_months,
            mentoring_months=programme.mentoring_months,
            lines=sum(not requirement.planned for requirement in programme.requirements),
            on=one.on,
            until=one.valid_until,
            version=programme.version,
            rules=one.rules,
            signed=_signers(session, then, one),
            marks=marks,
            cut=cut_hash(one.cut),
            qr=f"qicheng:{session.store.org}:{one.record or 'draft'}",
        )
    )


def cut_hash(cut: Heads) -> str:
    """The sha256 of a cut in canonical form, 64 hex digits; its beginning is printed."""
    return hashlib.sha256(canonical({log: list(position) for log, position in cut.items()})).hexdigest()


def _signers(session: Session, then: Progress, one: CertificateState) -> tuple[tuple[str, str, date], ...]:
    """Mentor, examiner and issuer, each with the day of their last word that counts."""
    signed: list[tuple[str, str, date]] = []
    mentors = {row.person for row in then.assignments if row.as_ == "mentor"}
    words = [seen.attested for row in then.practicals for seen in row.observations if seen.counts]
    words += [row.attested for row in then.milestones if row.counts]
    words += [row.attested for row in then.lessons if row.attested is not None]
    by_mentor = [word for word in words if word.who in mentors]
    if by_mentor:
        last = max(by_mentor, key=lambda word: (word.time, word.record))
        signed.append(("mentor", name_of(session, last.who), last.on))
    results = [row.result for row in then.attempts if row.result is not None and row.result_passed]
    if results:
        last = max(results, key=lambda word: (word.time, word.record))
        signed.append(("examiner", name_of(session, last.who), last.on))
    signed.append(("issuer", name_of(session, one.issued.who), one.issued.on))
    return tuple(signed)


# The evidence


def evidence(session: Session, person: str) -> bytes:
    """A bundle from which anybody can judge a person's certificates again, with nothing else at hand.

    Complete headers of every log that says something about the person or about nobody (binds, settings, sessions), and
    of every other log of those who signed, since a word may be taken back from another device; bodies of the person's records, of identity records, of settings, of sessions the person attended and of the
    profiles of those who signed. The bodies about anybody else stay here. Run it where records are written: what leaves
    is made durable first (`ledger.md` §4). Raises `Trouble` when the disk refuses.
    """
    session.store.make_durable()
    with TemporaryDirectory(prefix="qicheng-") as scratch:
        path = Path(scratch) / "evidence.qicheng"
        write_lines(path, _lines(session, person))
        return path.read_bytes()


def _lines(session: Session, person: str) -> Iterator[Line]:
    bound = session.store.people().get(session.me)
    log = session.key.log if session.key is not None else bound.keys[-1] if bound and bound.keys else NO_LOG
    yield Greeting(bundle=FORMAT, org=session.store.org, log=log, person=session.me, to=None)
    for root in session.store.root_files():
        yield RootLine(root=root)
    about = session.store.about(person)
    logs = {judged.record.header.log for judged in (*about, *session.store.common())}
    signers = {judged.record.header.who for judged in about}
    people = session.store.people()
    logs |= {log for who in signers & people.keys() for log in people[who].keys}
    for record in session.store.records():
        if record.header.log not in logs:
            continue
        envelope = record.envelope
        if not _carried(session, record, person, signers):
            envelope = Envelope(envelope.header, envelope.sig, None, None)
        yield record_line(envelope)


def _carried(session: Session, record: Record, person: str, signers: set[str]) -> bool:
    """Whether a record's body goes along."""
    header = record.header
    if person in (header.sub, header.who) and header.sub in (None, person) and header.kind != "session.held":
        return True
    if header.kind in SHAPES or header.kind == "setting":
        return True
    if header.kind == "profile":
        return header.sub in signers
    if header.kind == "session.held":
        body = session.standings.body(Judged(record, "ok"))
        return isinstance(body, SessionHeld) and any(who == person for who, _seconds in body.attendees)
    return False
