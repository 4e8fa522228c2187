"""Training time: what the learner claims and what a mentor, a confirmer or HR accepted (`records.md` §5).

Hours count through `hours.attest`, or through attendance in a `session.held`. Sums are made in `hours`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import cast

from trainer.domain.calendar import DAY_MS, day_of
from trainer.domain.evidence import Authority, Mandates, attested, in_force, not_counted
from trainer.domain.facts import AttemptStart, Fact, HoursAttest, HoursClaim, SessionHeld, Study
from trainer.domain.hours import EARLIEST, LATEST, SOURCES, Span, length, plausible
from trainer.domain.progress import Attested, HoursEntry, HoursSource, NotCounted

Facts = Mapping[str, list[Fact]]

_ID_LENGTH = 64
_RECORD_ID = re.compile(r"[0-9a-f]{64}")


def entries_of(
    person: str,
    facts: Facts,
    common: Iterable[Fact],
    *,
    mandates: Mandates,
    authority: Authority,
    refused: list[NotCounted],
) -> tuple[HoursEntry, ...]:
    """Every stretch of training time of one person, oldest first."""
    decisions = _decisions(facts, mandates, authority, refused)
    rows = [*_studied(facts, decisions), *_claimed(facts, decisions), *_attended(person, common, refused)]
    for fact, body in decisions.without_claim:
        spans = lived(plausible(body.spans), fact.time)
        if not spans:
            refused.append(not_counted(fact, "still-to-come"))
        else:
            rows.append(
                HoursEntry(
                    record=fact.id,
                    source=_source(body.source, "external"),
                    title=body.title,
                    day=day_of(spans[0][0]),
                    spans=tuple(spans),
                    claimed_s=0,
                    accepted_s=length(spans) // 1000,
                    decided=attested(fact),
                )
            )
    rows.sort(key=lambda row: (row.day, row.spans[:1], row.record))
    return tuple(rows)


def lived(spans: list[Span], signed: int) -> list[Span]:
    """What of disjoint spans can have been when somebody signed for it (ms UTC); a day is left for clocks that differ
    and for a meeting written down before it ends. Nobody vouches for time to come.
    """
    latest = signed + DAY_MS
    if not spans or spans[-1][1] <= latest:
        return spans
    return [(start, min(end, latest)) for start, end in spans if start < latest]


class _Decisions:
    """Who accepted how much of which claim."""

    def __init__(self) -> None:
        self.of: dict[str, tuple[Attested, int, str]] = {}
        self.without_claim: list[tuple[Fact, HoursAttest]] = []


def _decisions(facts: Facts, mandates: Mandates, authority: Authority, refused: list[NotCounted]) -> _Decisions:
    claims = {fact.id for kind in ("study", "hours.claim") for fact in facts.get(kind, ())}
    several: dict[str, list[tuple[Fact, int, str]]] = {}
    found = _Decisions()
    for fact in facts.get("hours.attest", ()):
        by_hr = authority.is_hr(fact) and fact.who != fact.sub
        why = "" if by_hr else mandates.refusal(fact, "mentor", "confirmer")
        body = cast("HoursAttest", fact.body)
        if not why and not body.spans and not any(claim in claims for claim, _s, _r in body.decisions):
            why = "unknown-target"
        if why:
            refused.append(not_counted(fact, why))
            continue
        for claim, seconds, reason in body.decisions:
            if claim in claims:
                several.setdefault(claim, []).append((fact, max(0, seconds), reason or ""))
        if body.spans:
            found.without_claim.append((fact, body))
    words: dict[str, Attested] = {}
    for claim, group in several.items():
        fact, seconds, reason = group[0]
        if len(group) > 1:
            chosen = in_force({fact.id: fact for fact, _s, _r in group}.values(), refused)
            # One record that decides twice about one claim: the smaller figure holds.
            fact, seconds, reason = min((one for one in group if one[0] is chosen), key=lambda one: one[1:])
        word = words.get(fact.id)
        if word is None:
            word = words[fact.id] = attested(fact)
        found.of[claim] = (word, seconds, reason)
    return found


def _decided(
    decisions: _Decisions, claim: str, claimed: int, spans: list[Span], day: date
) -> tuple[int | None, Attested | None, str]:
    """Accepted seconds (never more than claimed, nor more than had been lived), by which record, and the reason where
    less was accepted.
    """
    found = decisions.of.get(claim)
    if found is None:
        return None, None, ""
    word, seconds, reason = found
    if spans:
        most = min(claimed, length(lived(spans, word.time)) // 1000)
    else:
        most = claimed if day <= day_of(word.time + DAY_MS) else 0
    return min(seconds, most), word, reason


def _studied(facts: Facts, decisions: _Decisions) -> list[HoursEntry]:
    papers = {cast("AttemptStart", fact.body).paper for fact in facts.get("attempt.start", ())}
    rows: list[HoursEntry] = []
    for fact in facts.get("study", ()):
        body = cast("Study", fact.body)
        t0 = body.t0
        spans = plausible([(t0 + 1000 * start, t0 + 1000 * end) for start, end in body.spans if start >= 0])
        if not spans:
            continue
        claimed = length(spans) // 1000
        accepted, by, reason = _decided(decisions, fact.id, claimed, spans, day_of(spans[0][0]))
        item = body.item
        assessment = item in papers or (len(item) == _ID_LENGTH and _RECORD_ID.fullmatch(item) is not None)
        rows.append(
            HoursEntry(
                record=fact.id,
                source="assessment" if assessment else "lesson",
                title="",
                day=day_of(spans[0][0]),
                spans=tuple(spans),
                claimed_s=claimed,
                accepted_s=accepted,
                decided=by,
                reason=reason,
                item=item,
            )
        )
    return rows


def _claimed(facts: Facts, decisions: _Decisions) -> list[HoursEntry]:
    rows: list[HoursEntry] = []
    for fact in facts.get("hours.claim", ()):
        body = cast("HoursClaim", fact.body)
        spans = plausible(body.spans)
        claimed = length(spans) // 1000 if spans else max(0, min(body.seconds, DAY_MS // 1000))
        day = day_of(spans[0][0]) if spans else body.date
        if claimed == 0 or not EARLIEST <= day < LATEST:
            continue
        accepted, by, reason = _decided(decisions, fact.id, claimed, spans, day)
        rows.append(
            HoursEntry(
                record=fact.id,
                source=_source(body.source, "external"),
                title=body.title,
                day=day,
                spans=tuple(spans),
                claimed_s=claimed,
                accepted_s=accepted,
                decided=by,
                reason=reason,
            )
        )
    return rows


def _attended(person: str, common: Iterable[Fact], refused: list[NotCounted]) -> list[HoursEntry]:
    """Attendance somebody else wrote down; whoever held the session does not attest their own."""
    rows: list[HoursEntry] = []
    for fact in common:
        if fact.kind != "session.held":
            continue
        body = cast("SessionHeld", fact.body)
        seconds = max((there for who, there in body.attendees if who == person), default=0)
        plausible_spans = plausible(body.spans)
        if seconds <= 0 or not plausible_spans:
            continue
        spans = lived(plausible_spans, fact.time)
        if fact.who == person or not spans:
            refused.append(not_counted(fact, "self-signed" if fact.who == person else "still-to-come"))
            continue
        rows.append(
            HoursEntry(
                record=fact.id,
                source=_source(body.source, "session"),
                title=body.title,
                day=day_of(spans[0][0]),
                spans=tuple(spans),
                claimed_s=0,
                accepted_s=min(seconds, length(spans) // 1000),
                decided=attested(fact),
            )
        )
    return rows


def _source(text: str, otherwise: HoursSource) -> HoursSource:
    return cast("HoursSource", text) if text in SOURCES else otherwise
