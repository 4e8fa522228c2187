"""Case reviews and courses that were held: who was there for how long, what was discussed, and what to discuss next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from trainer.domain.calendar import DAY_MS, day_of
from trainer.domain.facts import SessionHeld, Span
from trainer.domain.grading import FULL
from trainer.domain.hours import length, union
from trainer.domain.people import WHO_MAY
from trainer.i18n import language
from trainer.ledger.identity import Overrule, Void, read_identity
from trainer.ledger.record import Judged
from trainer.session import Session
from trainer.views.mentoring import mine
from trainer.views.naming import name_of, names
from trainer.views.signing import overlap
from trainer.wording import dates
from trainer.wording import sessions as wording

SUGGESTED: Final = 3
"""Cases a suggested agenda holds."""
LATELY_DAYS: Final = 42
"""Wrong answers of this many days make a case worth talking about."""
AGAIN_DAYS: Final = 28
"""A case discussed within this many days is not suggested again."""
SOON_DAYS: Final = 30
"""Days before its recheck from which a case is due for another look."""


@dataclass(frozen=True, slots=True)
class There:
    """Somebody who was there. `overlap` is a sentence, empty when nothing else of theirs claims the same time."""

    person: str
    name: str
    seconds: int
    overlap: str = ""


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One meeting. `seconds` is its length without pauses, `mine` whether I signed it, `withdrawn` whether it was taken
    back, with the `reason`. `cases` are (id, title); a case that is not in this library keeps the title it had.
    """

    record: str
    title: str
    day: date
    line: str
    seconds: int
    by: str
    mine: bool
    people: tuple[There, ...]
    cases: tuple[tuple[str, str], ...]
    notes: str
    withdrawn: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """A case for the next meeting and why."""

    id: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class SessionsRow:
    """The page: newest first. `may_hold` whether I may record one."""

    rows: tuple[SessionRow, ...]
    agenda: tuple[Suggested, ...]
    may_hold: bool


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody who can have been there; `mine` whether they are assigned to me or, for HR, in the programme."""

    person: str
    name: str
    number: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Planning:
    """What the form offers: people (mine first), every case as (id, title), the suggested agenda, today."""

    people: tuple[Invitee, ...]
    cases: tuple[tuple[str, str], ...]
    agenda: tuple[Suggested, ...]
    today: date


def sessions(session: Session) -> SessionsRow:
    """Every meeting this store knows with its contents, and what to discuss next."""
    found = _held(session)
    rows = sorted((_row(session, *one) for one in found), key=lambda row: (row.day, row.record), reverse=True)
    bound = session.store.people().get(session.me)
    may = bound is not None and bool(frozenset(bound.roles) & WHO_MAY["session.held"].roles)
    return SessionsRow(tuple(rows), agenda(session, found), may)


def sheet(session: Session, record: str) -> SessionRow | None:
    """One meeting with what overlaps for whom; None when its contents are not here."""
    found = next((one for one in _held(session) if one[0].record.id == record), None)
    return _row(session, *found, overlaps_too=True) if found is not None else None


def _held(session: Session) -> list[tuple[Judged, SessionHeld, str]]:
    """Record, contents, and why it was taken back (empty where it was not, or nobody here knows why)."""
    found = []
    for one in session.store.common():
        content = session.standings.body(one) if one.record.header.kind == "session.held" else None
        if isinstance(content, SessionHeld) and one.verdict in {"ok", "withdrawn"}:
            found.append((one, content, _why(session, one) if one.verdict == "withdrawn" else ""))
    return found


def _why(session: Session, taken: Judged) -> str:
    """The reason given by whoever took a meeting back: its signer, about nobody, or HR, about the signer."""
    header = taken.record.header
    for one in (*session.store.common(), *session.store.about(header.who)):
        content, kind = one.record.envelope.body, one.record.header.kind
        if kind in {"void", "overrule"} and taken.record.id in one.record.header.refs and content is not None:
            body = read_identity(kind, content)
            if isinstance(body, (Void, Overrule)) and one.verdict == "ok":
                return body.reason
    return ""


def _row(session: Session, one: Judged, body: SessionHeld, why: str, *, overlaps_too: bool = False) -> SessionRow:
    spans = union(body.spans)
    cases, notes = wording.read_minutes(body.minutes)
    header = one.record.header
    seconds = length(spans) // 1000
    day = day_of(spans[0][0]) if spans else day_of(header.time)
    since, until = (dates.clock(spans[0][0]), dates.clock(spans[-1][1])) if spans else ("", "")
    clash = overlaps(session, spans, [who for who, _s in body.attendees], one.record.id) if overlaps_too else {}
    people = [There(who, name_of(session, who), there, clash.get(who, "")) for who, there in body.attendees]
    return SessionRow(
        record=one.record.id,
        title=body.title,
        day=day,
        line=wording.line(day, since, until, seconds),
        seconds=seconds,
        by=name_of(session, header.who),
        mine=header.who == session.me,
        people=tuple(sorted(people, key=lambda row: (row.name, row.person))),
        cases=tuple((id_, _title(session, id_, title)) for id_, title in cases),
        notes=notes,
        withdrawn=one.verdict == "withdrawn",
        reason=why,
    )


def _title(session: Session, case: str, otherwise: str) -> str:
    found = session.library.case(case)
    return found.title.in_(language()) if found is not None else otherwise


def overlaps(session: Session, spans: Sequence[Span], people: Iterable[str], record: str = "") -> Mapping[str, str]:
    """What else the same people have in these stretches (ms UTC), as sentences; nothing of it is dropped, it counts once."""
    words = names(session)
    said = {person: overlap(record, spans, session.standings.of(person).hours, words) for person in people}
    return {person: text for person, text in said.items() if text}


def planning(session: Session) -> Planning:
    """What the form offers. Whoever holds a meeting is not among the people: nobody confirms their own time."""
    close = {progress.person for progress, _running in mine(session)}
    rows = []
    for progress in session.standings.everybody():
        bound = session.store.people().get(progress.person)
        if progress.person == session.me or bound is None or not bound.live or not progress.name:
            continue
        near = progress.person in close if close else progress.enrolment is not None
        rows.append(Invitee(progress.person, progress.name, progress.number, near))
    cases = [(one.id, one.title.in_(language())) for one in session.library.cases()]
    return Planning(
        people=tuple(sorted(rows, key=lambda row: (not row.mine, row.name, row.person))),
        cases=tuple(sorted(cases, key=lambda pair: pair[1])),
        agenda=agenda(session, _held(session)),
        today=session.today(),
    )


def agenda(session: Session, held: Iterable[tuple[Judged, SessionHeld, str]]) -> tuple[Suggested, ...]:
    """Three cases: the one answered wrong most often, the one due for another look, one nobody has talked about yet;
    where there is none of a kind, the next of the others.
    """
    today = session.today()
    last = _discussed(held)
    again = today - timedelta(days=AGAIN_DAYS)
    cases = {one.id: one for one in session.library.cases() if last.get(one.id, date.min) < again}
    wrong = [one for one in _wrong(session).most_common() if one[0] in cases]
    due = sorted(
        (one for one in cases.values() if one.recheck_by <= today + timedelta(days=SOON_DAYS)),
        key=lambda one: (one.recheck_by, one.id),
    )
    fresh = sorted(id_ for id_ in cases if id_ not in last)
    kinds = [
        [(id_, wording.often_wrong(count)) for id_, count in sorted(wrong, key=lambda one: (-one[1], one[0]))],
        [(one.id, wording.recheck(one.recheck_by, today)) for one in due],
        [(id_, wording.not_discussed()) for id_ in fresh],
    ]
    chosen: dict[str, str] = {}
    for _turn in range(SUGGESTED):
        for kind in kinds:
            left = [one for one in kind if one[0] not in chosen]
            if left and len(chosen) < SUGGESTED:
                chosen.update(left[:1])
    return tuple(Suggested(id_, cases[id_].title.in_(language()), why) for id_, why in chosen.items())


def _discussed(held: Iterable[tuple[Judged, SessionHeld, str]]) -> dict[str, date]:
    """When each case was last discussed."""
    last: dict[str, date] = {}
    for one, body, _why in held:
        if one.verdict != "ok" or not body.spans:
            continue
        for id_, _title in wording.read_minutes(body.minutes)[0]:
            last[id_] = max(last.get(id_, date.min), day_of(body.spans[0][0]))
    return last


def _wrong(session: Session) -> Counter[str]:
    """How often my trainees (for HR without any: everybody) answered questions about each case wrong lately; exams are
    nobody's subject before they are signed, and are left out.
    """
    since = session.now() - LATELY_DAYS * DAY_MS
    mine_ = [progress for progress, _running in mine(session)] or session.standings.everybody()
    found: Counter[str] = Counter()
    sources: dict[str, str] = {}
    for progress in mine_:
        for attempt in progress.attempts:
            if attempt.mode == "exam" or attempt.started < since:
                continue
            for answer in attempt.answers:
                if answer.points is None or answer.points >= FULL:
                    continue
                if answer.hash not in sources:
                    item = session.library.item(answer.hash)
                    sources[answer.hash] = item.source if item is not None else ""
                kind, _colon, case = sources[answer.hash].partition(":")
                if kind == "case":
                    found[case] += 1
    return found
