"""One person's word about another: theory, hours, practicals, milestones; asking for it, reading it, taking it back.

Every attestation is signed with the passphrase asked again, refers to the assignment it acts under, and carries in
words what it means.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from trainer.actions.recording import may, roles, sign_again, signer, write
from trainer.actions.studying import keep_files
from trainer.domain.facts import (
    Acknowledge,
    FileRef,
    HoursAttest,
    MilestoneAttest,
    PracticalAttest,
    PracticalRequest,
    SessionHeld,
    Span,
    TheoryAttest,
)
from trainer.domain.waiting import is_done, may_examine
from trainer.errors import Refused
from trainer.ledger import identity
from trainer.session import Session

LONGEST_S = 12 * 3600
"""Seconds of one observation at most."""


@dataclass(frozen=True, slots=True)
class Observed:
    """What a mentor saw: one observation of a practical, before it is signed. `seconds` is its length."""

    practical: str
    observed_on: date
    seconds: int
    setting: str
    independence: str
    met: tuple[tuple[str, bool], ...]
    result: str
    comment: str
    files: tuple[str, ...] = ()
    request: str = ""


def assignment(session: Session, learner: str, *kinds: str) -> str:
    """The record of my running assignment to this learner as one of `kinds`, or ``""``."""
    progress = session.standings.of(learner)
    mine = (a for a in progress.assignments if a.person == session.me and a.as_ in kinds and a.ended is None)
    return next((a.record for a in mine), "")


def _standing(session: Session, kind: str, learner: str) -> None:
    """Whether my word about this learner can count at all: my role, somebody else, a key that has not ended.

    Raises `Refused`: what `recording.may` raises, ``key-ended``.
    """
    may(session, kind, learner)
    bound = session.store.people().get(session.me)
    if bound is not None and signer(session).log not in bound.live:
        raise Refused("key-ended")


def _speaks_for_hr(session: Session) -> bool:
    """Whether the key in hand is one of HR's in the root document: the same question the fold asks of a record."""
    key = session.store.root.hr_logs.get(signer(session).log)
    return key is not None and key.last_seq is None


def _under(session: Session, learner: str, *kinds: str, hr: bool = False) -> tuple[str, ...]:
    """The assignment to refer to; with `hr`, HR's own key may act without one. Raises `Refused` ``not-assigned``."""
    record = assignment(session, learner, *kinds)
    if not record and not (hr and _speaks_for_hr(session)):
        raise Refused("not-assigned", person=learner)
    return (record,) if record else ()


def _milestone_under(session: Session, learner: str, by: tuple[str, ...]) -> tuple[str, ...]:
    """The assignment a milestone is given under; none is needed of HR and of a director where the milestone names them.

    The same order and the same conditions as the fold has (`trainer.domain.fold`), so that nothing is signed that
    would not count. Raises `Refused`: ``not-assigned``, ``not-your-role``, ``examiner-is-mentor``.
    """
    if ("hr" in by and _speaks_for_hr(session)) or ("director" in by and "director" in roles(session)):
        return ()
    if "mentor" in by and (record := assignment(session, learner, "mentor")):
        return (record,)
    if "examiner" in by and (record := assignment(session, learner, "examiner")):
        programme = session.standings.programme_of(learner)
        if not may_examine(programme, session.standings.of(learner), session.me):
            raise Refused("examiner-is-mentor")
        return (record,)
    if roles(session) & {"mentor", "examiner"} & set(by):
        raise Refused("not-assigned", person=learner)
    raise Refused("not-your-role", kind="milestone.attest")


def request_practical(
    session: Session, practical: str, *, case: str = "", files: tuple[Path, ...] = (), note: str = ""
) -> str:
    """Ask the mentor to observe a practical. `note` is a word about the work: the record has no place for it, so it
    goes along as a text file of its own.

    Raises `Refused`: ``unknown-practical``, ``already-asked``; the store's `Trouble` for a file that cannot be read.
    """
    compiled = session.library.practical(practical)
    if compiled is None or compiled.planned:
        raise Refused("unknown-practical", practical=practical)
    done = next((p for p in session.standings.of(session.me).practicals if p.practical == practical), None)
    if done and any(not request.answered for request in done.requests):
        raise Refused("already-asked", practical=practical)
    body = PracticalRequest(
        practical=practical,
        hash=session.library.practical_hash(practical),
        repeat=(len(done.observations) if done else 0) + 1,
        case=case,
        files=(*keep_files(session, files), *_kept_note(session, practical, note)),
    )
    return write(session, body, session.me)


def _kept_note(session: Session, practical: str, note: str) -> tuple[FileRef, ...]:
    if not note.strip():
        return ()
    with tempfile.TemporaryDirectory(prefix="qicheng-") as folder:
        written = Path(folder) / f"{practical}.txt"
        written.write_text(note.strip() + "\n", encoding="utf-8")
        return keep_files(session, (written,))


def attest_practical(session: Session, learner: str, seen: Observed, *, meaning: str, passphrase: str) -> str:
    """Sign one observation.

    Raises `Refused`: ``not-assigned``, ``key-ended``, ``unknown-practical`` (not of the learner's programme),
    ``mentoring-not-started`` (with the day it starts), ``date-in-future``, ``criteria-open`` (pass needs all; with met
    and of), ``comment-missing`` (repeat needs one), ``hours-out-of-range``, ``wrong-passphrase``.
    """
    _standing(session, "practical.attest", learner)
    under = _under(session, learner, "mentor")
    programme = session.standings.programme_of(learner)
    found = next((one for one in programme.practicals if one.id == seen.practical), None) if programme else None
    if found is None:
        raise Refused("unknown-practical", practical=seen.practical)
    _check_observation(session, learner, seen, tuple(c.id for c in found.criteria))
    sign_again(session, passphrase)
    body = PracticalAttest(
        practical=seen.practical,
        hash=session.library.practical_hash(seen.practical),
        observed_on=seen.observed_on,
        seconds=seen.seconds,
        setting="real" if seen.setting == "real" else "simulated",
        independence=_independence(seen.independence),
        criteria=seen.met,
        result="pass" if seen.result == "pass" else "repeat",
        comment=seen.comment.strip(),
        files=seen.files,
        meaning=meaning,
        request=seen.request,
    )
    return write(session, body, learner, refs=(*under, *((seen.request,) if seen.request else ())))


def _independence(word: str) -> Literal["observed", "assisted", "unassisted"]:
    match word:
        case "observed" | "assisted" | "unassisted":
            return word
        case _:
            raise Refused("independence-missing")


def _check_observation(session: Session, learner: str, seen: Observed, criteria: tuple[str, ...]) -> None:
    start = session.standings.of(learner).mentoring_from
    if start is None or seen.observed_on < start:
        raise Refused("mentoring-not-started", start=start)
    if seen.observed_on > session.today():
        raise Refused("date-in-future", day=seen.observed_on)
    if not 0 < seen.seconds <= LONGEST_S:
        raise Refused("hours-out-of-range", most=LONGEST_S)
    met = {name for name, yes in seen.met if yes}
    if seen.result == "pass" and not met.issuperset(criteria):
        raise Refused("criteria-open", met=len(met & set(criteria)), of=len(criteria))
    if seen.result != "pass" and not seen.comment.strip():
        raise Refused("comment-missing")


def attest_theory(
    session: Session, learner: str, weeks: Iterable[str], *, meaning: str, comment: str, passphrase: str
) -> str:
    """Confirm weeks of theory over what this store has of the learner, with each paper as re-graded here.

    Raises `Refused`: ``not-assigned``, ``key-ended``, ``nothing-to-confirm``, ``week-not-done`` (a lesson or the paper
    of a week is open; with the number of the first such week), ``wrong-passphrase``.
    """
    _standing(session, "theory.attest", learner)
    under = _under(session, learner, "mentor", hr=True)
    named = frozenset(weeks)
    programme = session.standings.programme_of(learner)
    chosen = [week for week in programme.weeks if week.id in named] if programme else []
    wanted = tuple(week.id for week in chosen)
    papers = {week.paper for week in chosen if week.paper}
    progress = session.standings.of(learner)
    graded = tuple((a.record, a.score) for a in progress.attempts if a.paper in papers and a.score is not None)
    if not wanted:
        raise Refused("nothing-to-confirm")
    if (open_ := next((week for week in chosen if not is_done(week, progress)), None)) is not None:
        raise Refused("week-not-done", week=open_.number)
    sign_again(session, passphrase)
    body = TheoryAttest(
        weeks=wanted,
        papers=graded,
        heads=session.store.heads_of(learner),
        meaning=meaning,
        comment=comment.strip(),
    )
    return write(session, body, learner, refs=under)


def decide_hours(
    session: Session,
    learner: str,
    decisions: Iterable[tuple[str, int, str | None]],
    *,
    meaning: str,
    passphrase: str,
) -> str:
    """Accept hours: for each claim or study record the seconds accepted, and a reason where less is accepted.

    Raises `Refused`: ``not-assigned``, ``key-ended``, ``nothing-to-confirm``, ``unknown-record``, ``reason-missing``
    (less than claimed without a reason; with the record), ``more-than-claimed``, ``wrong-passphrase``.
    """
    _standing(session, "hours.attest", learner)
    under = _under(session, learner, "mentor", "confirmer", hr=True)
    decided = tuple(decisions)
    claimed = {entry.record: entry.claimed_s for entry in session.standings.of(learner).hours}
    if not decided:
        raise Refused("nothing-to-confirm")
    for record, seconds, reason in decided:
        if record not in claimed:
            raise Refused("unknown-record", record=record)
        if not 0 <= seconds <= claimed[record]:
            raise Refused("more-than-claimed", record=record)
        if seconds < claimed[record] and not (reason or "").strip():
            raise Refused("reason-missing", record=record)
    sign_again(session, passphrase)
    return write(session, HoursAttest(decisions=decided, meaning=meaning), learner, refs=under)


def attest_milestone(  # the form has these fields
    session: Session,
    learner: str,
    milestone: str,
    *,
    met: tuple[tuple[str, bool], ...],
    figure: int | None,
    result: str,
    comment: str,
    meaning: str,
    passphrase: str,
) -> str:
    """Sign a milestone of the programme. `figure` in basis points where the milestone has one.

    Raises `Refused`: ``unknown-milestone``, ``not-your-role``, ``not-assigned``, ``examiner-is-mentor``, ``key-ended``,
    ``criteria-open``, ``figure-too-low`` (with at_least), ``comment-missing``, ``wrong-passphrase``.
    """
    _standing(session, "milestone.attest", learner)
    programme = session.standings.programme_of(learner)
    found = next((m for m in programme.milestones if m.id == milestone), None) if programme else None
    if found is None:
        raise Refused("unknown-milestone", milestone=milestone)
    under = _milestone_under(session, learner, found.by)
    open_ = {c.id for c in found.criteria} - {name for name, yes in met if yes}
    if result == "pass" and open_:
        raise Refused("criteria-open", met=len(found.criteria) - len(open_), of=len(found.criteria))
    if result == "pass" and found.figure_at_least is not None and (figure or 0) < found.figure_at_least:
        raise Refused("figure-too-low", at_least=found.figure_at_least)
    if result != "pass" and not comment.strip():
        raise Refused("comment-missing")
    sign_again(session, passphrase)
    body = MilestoneAttest(
        milestone=milestone,
        criteria=met,
        figure=figure,
        result="pass" if result == "pass" else "repeat",
        comment=comment.strip(),
        meaning=meaning,
    )
    return write(session, body, learner, refs=under)


def hold_session(
    session: Session,
    *,
    title: str,
    source: str,
    spans: tuple[Span, ...],
    attendees: tuple[tuple[str, int], ...],
    passphrase: str,
    minutes: str = "",
) -> str:
    """A case review or course that was held: its attendees' hours follow from it. `spans` in ms UTC, seconds each,
    `minutes` Markdown, read by everybody who was there.

    Raises `Refused`: ``title-missing``, ``nobody-there``, ``hours-out-of-range``, ``not-over`` (a stretch that has not
    ended: it would not count), ``wrong-passphrase``.
    """
    may(session, "session.held", None)
    length = sum(end - start for start, end in spans) // 1000
    if not title.strip():
        raise Refused("title-missing")
    if not attendees:
        raise Refused("nobody-there")
    if length <= 0 or any(not 0 < seconds <= length for _, seconds in attendees):
        raise Refused("hours-out-of-range", most=length)
    if max(end for _, end in spans) > session.now():
        raise Refused("not-over")
    sign_again(session, passphrase)
    body = SessionHeld(title=title.strip(), source=source, spans=spans, attendees=attendees, minutes=minutes.strip())
    return write(session, body)


def acknowledge(session: Session, attestation: str, comment: str = "") -> str:
    """The learner has read what was attested about them."""
    return write(
        session, Acknowledge(attestation=attestation, comment=comment.strip()), session.me, refs=(attestation,)
    )


def withdraw(session: Session, record: str, reason: str, passphrase: str) -> str:
    """Take back a record of mine, or as HR somebody else's attestation, with a reason that stays visible.

    HR overrules a record about nobody (a session held) as one about its signer: so the ledger reads it.

    Raises `Refused`: ``unknown-record``, ``reason-missing``, ``not-your-role``, ``not-about-yourself`` (HR's word about
    a record about HR), ``wrong-passphrase``.
    """
    judged = session.store.record(record)
    if judged is None:
        raise Refused("unknown-record", record=record)
    if not reason.strip():
        raise Refused("reason-missing", record=record)
    header = judged.record.header
    mine = header.who == session.me
    kind = "void" if mine else "overrule"
    sub = header.sub if mine or header.sub is not None else header.who
    may(session, kind, sub)
    sign_again(session, passphrase)
    shape = identity.Void if mine else identity.Overrule
    body = identity.plain(shape(id=record, reason=reason.strip()))
    return session.store.append(signer(session), kind, body, sub=sub, refs=(record,))
