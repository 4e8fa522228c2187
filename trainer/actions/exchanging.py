"""Give and take records: a shared folder, a stick, or single files. What arrives is judged later; what leaves is chosen
by who may read what.
"""

from __future__ import annotations

from pathlib import Path

from trainer.actions.recording import roles, signer
from trainer.domain import feedback
from trainer.domain.facts import SessionHeld
from trainer.domain.people import may_read
from trainer.errors import Refused, Trouble
from trainer.ledger.exchange import Report, bundles_in, fill_mailbox, read_bundle, take_in, tidy_mailbox
from trainer.ledger.identity import Heads
from trainer.ledger.outgoing import Sender, Sent, checkpoints_due, write_bundle
from trainer.ledger.record import Record
from trainer.local import Exchanged, keep_exchanged, last_exchange
from trainer.session import Session


class _Readers:
    """The answers exchange asks for while it writes: who may read a record, and about whom only lately."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._circle = session.standings.circle(session.me)

    def may_read(self, to: str, record: Record) -> bool:
        header = record.header
        attendees: frozenset[str] = frozenset()
        if header.kind == "session.held":
            judged = self._session.store.record(record.id)
            body = self._session.standings.body(judged) if judged else None
            attendees = frozenset(p for p, _s in body.attendees) if isinstance(body, SessionHeld) else frozenset()
        asker = self._asker(header.refs) if header.kind in feedback.ANSWERS else ""
        return may_read(
            self._circle, to, kind=header.kind, who=header.who, sub=header.sub, attendees=attendees, asker=asker
        )

    def _asker(self, refs: tuple[str, ...]) -> str:
        """Whose word about content is answered."""
        asked = self._session.store.record(refs[0]) if refs else None
        return asked.record.header.who if asked is not None else ""

    def lately(self, to: str, heads: Heads) -> frozenset[str]:
        """Everybody whose assignment with `to` the recipient's last checkpoint does not cover yet."""
        found: set[str] = set()
        for learner in self._circle.assigned:
            for assignment in self._session.standings.of(learner).assignments:
                judged = self._session.store.record(assignment.record)
                if judged is None or to not in (learner, assignment.person):
                    continue
                header = judged.record.header
                if heads.get(header.log, (0, ""))[0] < header.seq:
                    found |= {learner, assignment.person}
        return frozenset(found)

    def recipients(self) -> frozenset[str]:
        """HR writes to everybody with a key, everybody else to the people they have to do with."""
        people = self._session.store.people()
        live = frozenset(person for person, bound in people.items() if bound.live)
        mine = live if "hr" in roles(self._session) else self._circle.around(self._session.me) & live
        return mine - {self._session.me}


def _sender(session: Session) -> Sender:
    return Sender(signer(session).log, session.me)


def _cite(session: Session) -> None:
    """Mentor and HR sign what they have seen; a rolled-back disk shows up against it later."""
    if roles(session) & {"mentor", "hr"}:
        for body in checkpoints_due(session.store, session.me):
            session.store.append(signer(session), "checkpoint", body)


# A shared folder, in small steps: each is one job, so that other work comes in between and it can be stopped


def waiting(session: Session, folder: Path) -> tuple[Path, ...]:
    """The files others left in a shared folder. Raises `Trouble` ``folder-missing``, ``no-rights`` and the like."""
    if not folder.is_dir():
        raise Trouble("folder-missing", "check-path", folder=str(folder))
    return tuple(bundles_in(folder, _sender(session)))


def take_from(session: Session, path: Path) -> Report:
    """Take in one of them; a file that cannot be read is a note in the report. Raises `Trouble` of disk or store."""
    return take_in(session.store, path)


def acknowledge(session: Session) -> tuple[str, ...]:
    """After reading: sign what was seen, where the role asks for it, and say for whom a file is due."""
    _cite(session)
    return tuple(sorted(_Readers(session).recipients()))


def leave_for(session: Session, folder: Path, to: str) -> Sent:
    """Leave one person's file in the shared folder; older ones for them go. Raises `Trouble` of disk or store."""
    readers = _Readers(session)
    (sent,) = fill_mailbox(
        session.store, folder, _sender(session), (to,), may_read=readers.may_read, lately=readers.lately
    )
    return sent


def finish(session: Session, folder: Path, report: Report) -> Exchanged:
    """Remember on this computer when and where the last exchange was; take away what was left in a shared folder for
    people who get nothing from here any more. Raises `Trouble` when the disk refuses.
    """
    if report.sent:
        tidy_mailbox(folder, _sender(session), _Readers(session).recipients())
    before = last_exchange(session.folder, session.me)
    since, until, brought = (before.since, before.until, before.brought) if before is not None else (0, 0, 0)
    now, last = session.now(), session.store.arrival()
    seen = before.last if before is not None else 0
    if before is None or seen > last:
        since = until = last  # at first, and after a restored backup, everything is new: news are what comes after it
    elif any(one.record.header.who != session.me for one in session.store.arrived_since(seen)):
        since, until, brought = seen, last, now  # what came before a stop is news too
    done = Exchanged(
        time=now,
        folder=str(folder),
        received=report.received,
        sent=len(report.sent),
        since=since,
        until=until,
        brought=brought,
        last=last,
    )
    keep_exchanged(session.folder, session.me, done)
    return done


def exchange(session: Session, folder: Path) -> Report:
    """Read every bundle in a shared folder, then leave one there for each person I have to do with: all steps at once.

    Doing it twice changes nothing. Raises `Trouble` ``folder-missing``, and whatever disk or store say; nothing that
    had arrived is lost then.
    """
    report = Report()
    for path in waiting(session, folder):
        report.take(take_from(session, path))
    session.standings.forget(session.store.take_changed())
    for to in acknowledge(session):
        report.sent.append(leave_for(session, folder, to))
    finish(session, folder, report)
    return report


# Single files


def receive_file(session: Session, path: Path) -> Report:
    """Take in one bundle file and remember that as an exchange. Raises `Trouble` ``not-a-bundle`` and the like."""
    report = read_bundle(session.store, path)
    _cite(session)
    finish(session, path.parent, report)
    return report


def send_file(session: Session, path: Path, to: str) -> Sent:
    """Write one bundle for one person, with all they may have. Raises `Refused` ``unknown-person``, `Trouble`."""
    if to not in session.store.people():
        raise Refused("unknown-person", person=to)
    readers = _Readers(session)
    return write_bundle(session.store, path, _sender(session), to, may_read=readers.may_read, whole=True)
