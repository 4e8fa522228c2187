"""Practicals: what the learner asked to be observed, and what a mentor observed (`records.md` §5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

import msgspec

from trainer.domain.calendar import day_of
from trainer.domain.evidence import Mandates, attested, in_force, not_counted, surviving
from trainer.domain.facts import Acknowledge, Fact, PracticalAttest, PracticalRequest
from trainer.domain.programme import Practical, Programme
from trainer.domain.progress import NotCounted, Observation, PracticalRequested, PracticalState

Facts = Mapping[str, list[Fact]]


def practicals_of(
    facts: Facts,
    mandates: Mandates,
    programme: Programme | None,
    mentoring_from: date | None,
    refused: list[NotCounted],
) -> tuple[PracticalState, ...]:
    """Every practical asked for or observed, by id.

    An observation counts when the signer is an assigned mentor, it was made on or after the first day of mentoring
    and not after the day it was signed, and a «pass» has every criterion of the programme's practical met. Two about
    one request: as `in_force` says. Only an entitled signer's word replaces another's or answers a request.
    """
    known = {one.id: one for one in programme.practicals} if programme else {}
    read = {cast("Acknowledge", fact.body).attestation: fact.id for fact in facts.get("acknowledge", ())}
    observations: dict[str, list[Observation]] = {}
    entitled: dict[str, list[Fact]] = {}

    def note(fact: Fact, why: str) -> None:
        body = cast("PracticalAttest", fact.body)
        if why:
            refused.append(not_counted(fact, why))
        row = _observation(fact, body, why, read.get(fact.id, ""))
        observations.setdefault(body.practical, []).append(row)

    for fact in facts.get("practical.attest", ()):
        why = mandates.refusal(fact, "mentor")
        if why:
            note(fact, why)
        else:
            entitled.setdefault(cast("PracticalAttest", fact.body).practical, []).append(fact)
    answers: dict[str, str] = {}
    for id_, several in entitled.items():
        for fact in _one_per_request(surviving(several, refused), refused):
            body = cast("PracticalAttest", fact.body)
            note(fact, why_not(body, known.get(id_), mentoring_from, day_of(fact.time)))
            if body.request:
                answers[body.request] = fact.id
    return _states(observations, _requests(facts), answers)


def _states(
    observations: Mapping[str, list[Observation]],
    requests: Mapping[str, list[PracticalRequested]],
    answers: Mapping[str, str],
) -> tuple[PracticalState, ...]:
    """What was seen and asked, by practical. `answers`: request → the observation that took it up."""
    states: list[PracticalState] = []
    for id_ in sorted(observations.keys() | requests.keys()):
        seen = sorted(observations.get(id_, ()), key=lambda row: (row.observed_on, row.attested.record))
        asked = [
            msgspec.structs.replace(row, answered=answers.get(row.record, "")) if row.record in answers else row
            for row in sorted(requests.get(id_, ()), key=lambda row: (row.time, row.record))
        ]
        states.append(PracticalState(practical=id_, requests=tuple(asked), observations=tuple(seen)))
    return tuple(states)


def why_not(body: PracticalAttest, practical: Practical | None, mentoring_from: date | None, signed: date) -> str:
    """Why an observation by the right person, signed on that day, does not count; empty when it does."""
    if practical is None:
        return "unknown-target"
    if mentoring_from is None or body.observed_on < mentoring_from:
        return "before-mentoring"
    if body.observed_on > signed:
        return "still-to-come"
    met = {id_ for id_, yes in body.criteria if yes}
    if body.result == "pass" and not {criterion.id for criterion in practical.criteria} <= met:
        return "criteria-open"
    return ""


def _one_per_request(attests: list[Fact], refused: list[NotCounted]) -> list[Fact]:
    kept: list[Fact] = []
    groups: dict[str, list[Fact]] = {}
    for fact in attests:
        request = cast("PracticalAttest", fact.body).request
        if request:
            groups.setdefault(request, []).append(fact)
        else:
            kept.append(fact)
    for group in groups.values():
        chosen = in_force(group, refused)
        if chosen is not None:
            kept.append(chosen)
    return kept


def _requests(facts: Facts) -> dict[str, list[PracticalRequested]]:
    rows: dict[str, list[PracticalRequested]] = {}
    for fact in facts.get("practical.request", ()):
        body = cast("PracticalRequest", fact.body)
        row = PracticalRequested(record=fact.id, time=fact.time, repeat=body.repeat, case=body.case, files=body.files)
        rows.setdefault(body.practical, []).append(row)
    return rows


def _observation(fact: Fact, body: PracticalAttest, why: str, acknowledged: str) -> Observation:
    return Observation(
        attested=attested(fact, body.comment),
        observed_on=body.observed_on,
        seconds=body.seconds,
        setting=body.setting,
        independence=body.independence,
        criteria=body.criteria,
        result=body.result,
        files=body.files,
        request=body.request,
        counts=not why,
        why_not=why,
        acknowledged=acknowledged,
    )
