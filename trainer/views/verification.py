"""A certificate file, checked by anybody: needs no data folder and believes nothing but signatures.

The evidence in the file is loaded into a throw-away store, judged like any other records, and the same rules that
issue a certificate say whether this one was right when issued and what it is worth now.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from trainer import config
from trainer.content.library import Library
from trainer.documents import certificate as file_format
from trainer.domain.certification import CertificateStanding
from trainer.domain.people import WHO_MAY
from trainer.errors import Refused, Trouble
from trainer.ledger.bundle import BundleLines, RootLine
from trainer.ledger.exchange import read_bundle
from trainer.ledger.record import Malformed
from trainer.ledger.root import read_root
from trainer.ledger.store import Store
from trainer.session import Session
from trainer.standing import Standings
from trainer.views import certificates
from trainer.views.naming import names
from trainer.wording import verification as said


@dataclass(frozen=True, slots=True)
class Verification:
    """The answer and why. `valid` is true only when every part holds and the organisation is the expected one.

    `org` is the organisation the file speaks for, `expected` the one asked for (empty: nobody said which).
    """

    valid: bool
    org: str
    title: str
    expected: str
    serial: str
    name: str
    on: date | None
    valid_until: date | None
    standing: CertificateStanding | None
    damaged: int
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
        finally:
            library.close()


def _root_files(bundle: Path) -> list[bytes]:
    with bundle.open("rb") as file:
        return [line.root for line in BundleLines(file) if isinstance(line, RootLine)]


def _judged(session: Session, text: str, expected: str, damaged: int, path: Path) -> Verification:
    damaged += len(session.store.verify())
    issued = [(person, one) for person in session.standings.everybody() for one in person.certificates]
    shown = [(person, one) for person, one in issued if one.serial in "".join(text.split())]
    if len(shown) != 1:
        raise Trouble("evidence-damaged", "ask-issuer", file=path.name)
    person, issue = shown[0]
    standing = session.standings.certificate(person.person, issue.record, session.today())
    if standing is None:
        raise Refused("unknown-certificate")
    altered: tuple[str, ...] = ()
    if session.library.programme(issue.hash) is not None:
        altered = file_format.altered_texts(certificates.page(session, person.person, issue.record), text)
    worth = standing.valid_when_issued and standing.status == "active"
    valid = worth and not damaged and not altered and bool(expected) and expected == session.store.org
    lines = said.lines(
        valid=valid,
        standing=standing,
        issue=issue,
        name=person.name,
        organisation=(session.store.title, session.store.org, expected),
        damaged=damaged,
        altered=altered,
        names=names(session),
    )
    return Verification(
        valid=valid,
        org=session.store.org,
        title=session.store.title,
        expected=expected,
        serial=issue.serial,
        name=person.name,
        on=issue.on,
        valid_until=issue.valid_until,
        standing=standing,
        damaged=damaged,
        altered=altered,
        lines=lines,
    )


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
        "damaged": found.damaged,
        "altered": list(found.altered),
        "lines": list(found.lines),
    }
