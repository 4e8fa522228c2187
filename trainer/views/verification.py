"""A certificate file, checked by anybody: needs no data folder and believes nothing but signatures.

The evidence in the file is loaded into a throw-away store, judged like any other records, and the same rules that
issue a certificate say whether this one was right when issued and what it is worth now.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from trainer import config
from trainer.content.library import Library
from trainer.documents import certificate as file_format
from trainer.domain.calendar import day_of
from trainer.domain.certification import CertificateStanding
from trainer.domain.people import WHO_MAY
from trainer.domain.progress import CertificateState
from trainer.errors import Refused, Trouble
from trainer.ledger.bundle import BundleLines, RootLine
from trainer.ledger.exchange import read_bundle
from trainer.ledger.identity import SHAPES
from trainer.ledger.record import Malformed
from trainer.ledger.root import read_root
from trainer.ledger.store import Store
from trainer.session import Session
from trainer.standing import Standings
from trainer.views import certificates
from trainer.views.naming import names
from trainer.wording import verification as said
from trainer.wording.certificate import worth as worth_of


@dataclass(frozen=True, slots=True)
class Verification:
    """The answer and why. `valid` is true only when every part holds and the organisation is the expected one, and no
    demonstration: anybody can sign in its name.

    `org` is the organisation the file speaks for, `expected` the one asked for (empty: nobody said which). `name` is the
    one it was issued under, `record` the record that issues it. `as_of` is the day of HR's newest record in the file: what was recorded later, a withdrawal
    too, a file cannot know. `damaged` pieces were altered, `left_out` ones lack contents that a whole file holds.
    """

    valid: bool
    record: str
    org: str
    title: str
    expected: str
    serial: str
    name: str
    on: date | None
    valid_until: date | None
    standing: CertificateStanding | None
    as_of: date | None
    damaged: int
    left_out: int
    altered: tuple[str, ...]
    lines: tuple[str, ...]


def verify_file(path: Path, expected: str, now: int, library_file: Path | None = None) -> Verification:
    """Check a certificate PDF on the day of `now` (ms UTC) against the organisation id `expected`.

    `library_file` is the compiled library to judge with, by default the one that ships.

    Raises `Trouble`: ``not-a-certificate``, ``certificate-without-evidence``, ``certificate-too-large``,
    ``evidence-damaged``, ``file-unreadable``, ``library-missing``.
    """
    opened = file_format.read(path)
    found = library_file or config.library_path()
    if found is None:
        raise Trouble("library-missing", "build-library")
    with tempfile.TemporaryDirectory(prefix="qicheng-verify-") as scratch:
        bundle = Path(scratch) / file_format.EVIDENCE_NAME
        bundle.write_bytes(opened.evidence)
        try:
            root = read_root(_root_files(bundle))
        except Malformed as error:
            raise Trouble("evidence-damaged", "ask-issuer", file=path.name) from error
        library = Library.open(found)
        try:
            with Store.create(Path(scratch) / "store.db", WHO_MAY, root, clock=lambda: now) as store:
                report = read_bundle(store, bundle)
                damaged = report.bad + report.foreign + len(report.notes)
                standings = Standings(store, library)
                session = Session(store, library, standings, "", None, lambda: now, Path(scratch))
                return _judged(session, opened.text, expected, damaged, path)
        except (ArithmeticError, RecursionError, ValueError) as error:
            # Somebody who founds a firm can sign anything in it; no figure, date or depth may end in silence.
            raise Trouble("evidence-damaged", "ask-issuer", file=path.name) from error
        finally:
            library.close()


def verify_here(session: Session, path: Path) -> Verification:
    """Check a certificate PDF against this organisation, and say what is known here since the file was saved: a
    revocation that arrived later than the file counts. Raises as `verify_file`.
    """
    found = verify_file(path, session.store.org, session.now())
    for one in session.standings.everybody():
        if any(issue.record == found.record for issue in one.certificates):
            standing = session.standings.certificate(one.person, found.record, session.today())
            if standing is not None:
                known = said.known_here(worth_of(standing, names(session)))
                valid = found.valid and standing.valid_when_issued and standing.status == "active"
                return replace(found, valid=valid, lines=(*found.lines, known))
    return found


def _root_files(bundle: Path) -> list[bytes]:
    with bundle.open("rb") as file:
        return [line.root for line in BundleLines(file) if isinstance(line, RootLine)]


def _judged(session: Session, text: str, expected: str, damaged: int, path: Path) -> Verification:
    damaged += _altered_pieces(session)
    read = _certificate_read(session, text)
    if read is None:
        raise Trouble("evidence-damaged", "ask-issuer", file=path.name)
    issue, standing, altered = read.issue, read.standing, read.altered
    name = session.standings.at_cut(read.person, issue.cut).name
    left_out = _left_out(session, read.person)
    worth = standing.valid_when_issued and standing.status == "active"
    whole = not damaged and not left_out and not altered
    expected_one = bool(expected) and expected == session.store.org
    valid = worth and whole and expected_one and not session.store.demo  # its keys are everybody's
    as_of = _as_of(session)
    lines = said.lines(
        valid=valid,
        standing=standing,
        issue=issue,
        name=name,
        organisation=(session.store.title, session.store.org, expected),
        demo=session.store.demo,
        as_of=as_of,
        damaged=damaged,
        left_out=left_out,
        altered=altered,
        names=names(session),
    )
    return Verification(
        valid=valid,
        record=issue.record,
        org=session.store.org,
        title=session.store.title,
        expected=expected,
        serial=issue.serial,
        name=name,
        on=issue.on,
        valid_until=issue.valid_until,
        standing=standing,
        as_of=as_of,
        damaged=damaged,
        left_out=left_out,
        altered=altered,
        lines=lines,
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """The certificate that the printed page is about."""

    person: str
    issue: CertificateState
    standing: CertificateStanding
    altered: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return self.standing.valid_when_issued and self.standing.status == "active"


def _certificate_read(session: Session, text: str) -> _Read | None:
    """The issued certificate whose serial stands on the page; None when none does.

    Two HR computers may have given one serial: then the one whose page this is, and of several the one worth least.
    """
    printed = "".join(text.split())
    found: list[_Read] = []
    for person in session.standings.everybody():
        for issue in person.certificates:
            if not issue.serial.strip() or "".join(issue.serial.split()) not in printed:
                continue
            standing = session.standings.certificate(person.person, issue.record, session.today())
            if standing is None:
                raise Refused("unknown-certificate")
            altered: tuple[str, ...] = ()
            if session.library.programme(issue.hash) is not None:
                altered = file_format.altered_texts(certificates.page(session, person.person, issue.record), text)
            found.append(_Read(person.person, issue, standing, altered))
    return min(found, key=lambda one: (bool(one.altered), one.holds, one.issue.record), default=None)


def _altered_pieces(session: Session) -> int:
    """How much of the evidence was altered or is missing. A checkpoint may cite logs that do not concern this person;
    they are rightly not in the file.
    """
    here = {record.header.log for record in session.store.records()}
    return sum(finding.what != "missing" or finding.log in here for finding in session.store.verify())


def _left_out(session: Session, person: str) -> int:
    """How many records are here without the contents that a whole file holds: those about the person, identity records
    and settings. Without this, who holds the file could make a revocation illegible.
    """
    return sum(
        judged.verdict == "nobody" and (judged.record.header.sub == person or judged.record.header.kind in _ALWAYS)
        for judged in session.store.not_ok()
    )


def _as_of(session: Session) -> date | None:
    """The day of HR's newest record here, by HR's own clock: what the person's records say of time is the person's."""
    hr = session.store.root.hr_logs
    bad = {judged.record.id for judged in session.store.not_ok() if judged.verdict not in _GENUINE}
    times = [one.header.time for one in session.store.records() if one.header.log in hr and one.id not in bad]
    return day_of(max(times)) if times else None


_ALWAYS = frozenset({*SHAPES, "setting"})
"""Kinds whose contents go to everybody."""

_GENUINE = frozenset({"nobody", "redacted", "withdrawn", "newer"})
"""Verdicts of records that do not count here, and yet were signed by whom they name."""


def as_data(found: Verification) -> dict[str, object]:
    """The answer as plain values for programs."""
    standing = found.standing
    return {
        "valid": found.valid,
        "organisation": found.org,
        "title": found.title,
        "expected": found.expected,
        "serial": found.serial,
        "name": found.name,
        "on": found.on.isoformat() if found.on else None,
        "valid_until": found.valid_until.isoformat() if found.valid_until else None,
        "valid_when_issued": standing.valid_when_issued if standing else False,
        "status": standing.status if standing else "",
        "failing": [item.requirement for item in standing.failing] if standing else [],
        "as_of": found.as_of.isoformat() if found.as_of else None,
        "damaged": found.damaged,
        "left_out": found.left_out,
        "altered": list(found.altered),
        "lines": list(found.lines),
    }
