"""The go-live gate, the worth of a certificate, and where a person stands on the five-month path.

Everything here is a pure function of a `Progress`, a `Programme` and a day in the organisation's zone
(`records.md` §5, `ui.md` §§3.1, 3.9).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import msgspec

from trainer.domain.calendar import add_months, day_of
from trainer.domain.programme import Programme
from trainer.domain.progress import CertificateState, Progress, Row
from trainer.domain.requirements import Detail, GateItem, NextAction, judge


class Gate(Row, frozen=True, kw_only=True):
    """The gate on one day. `met` and `total` leave planned lines out; `waiting` are the lines that only wait.

    `ready` is true when every required line is met or waived. `code` says why there are no lines
    (``not-enrolled``, ``programme-unknown``), else it is ``ready`` or ``open``.
    """

    items: tuple[GateItem, ...]
    met: int
    total: int
    waiting: int
    ready: bool
    code: str


CertificateStatus = Literal["active", "suspended", "revoked", "expired", "held", "invalid"]
"""held: valid when issued, but evidence was withdrawn since. invalid: a requirement was not met at the cut."""


class CertificateStanding(Row, frozen=True, kw_only=True):
    """What a certificate is worth on one day.

    `failing` are the lines that were not met when it was issued; `failing_now` those no longer met on what is known
    today. `code` gives the reason: the status, or ``requirements``, ``cut-missing``, ``not-enrolled``,
    ``programme-unknown``, ``wrong-programme``, ``wrong-title``, ``dated-ahead``.
    """

    valid_when_issued: bool
    status: CertificateStatus
    code: str
    failing: tuple[GateItem, ...] = ()
    failing_now: tuple[GateItem, ...] = ()
    valid_until: date
    detail: Detail = msgspec.field(default_factory=dict)


class NextStep(Row, frozen=True, kw_only=True):
    """What to do now. `code` names the sentence, `target` the lesson, paper, attempt, practical or milestone."""

    code: str
    action: NextAction
    target: str = ""
    requirement: str = ""
    waits_for: str = ""
    detail: Detail = msgspec.field(default_factory=dict)


def gate(programme: Programme | None, progress: Progress, on: date) -> Gate:
    """The go-live gate of one person on one day. `programme` is the version they are enrolled under.

    Nothing is met by default: without enrolment, programme or a single required line the gate is not ready.
    """
    if progress.enrolment is None:
        return Gate(items=(), met=0, total=0, waiting=0, ready=False, code="not-enrolled")
    if programme is None:
        return Gate(items=(), met=0, total=0, waiting=0, ready=False, code="programme-unknown")
    items = tuple(judge(requirement, programme, progress, on) for requirement in programme.requirements)
    required = [item for item in items if item.state != "planned"]
    met = sum(item.satisfied for item in required)
    ready = bool(required) and met == len(required)
    return Gate(
        items=items,
        met=met,
        total=len(required),
        waiting=sum(item.state == "waiting" for item in required),
        ready=ready,
        code="ready" if ready else "open",
    )


def failing(judged: Gate) -> tuple[GateItem, ...]:
    """The required lines that are not met, in the programme's order."""
    return tuple(item for item in judged.items if not item.satisfied and item.state != "planned")


def certificate(
    issued: CertificateState,
    at_cut: Progress,
    now: Progress,
    programme: Programme | None,
    on: date,
    *,
    missing: int = 0,
) -> CertificateStanding:
    """What a certificate is worth on one day: judged on the records at its cut, and again on all known today.

    `at_cut` folds what lies at or before the cut, withdrawals made later left out; `programme` is the version the
    certificate names. `missing`: heads of the cut that this store has not; they are named as the reason when what is
    here does not carry the certificate, and change nothing when it does. A certificate dated after `on` is
    judged on `on`, so that nobody gets months by dating ahead; it is never valid longer than the programme says.
    """
    then = gate(programme, at_cut, min(issued.on, on))
    today = gate(programme, now, min(issued.on, on))
    until = issued.valid_until
    if programme is not None:
        until = min(until, add_months(issued.on, programme.valid_months) - timedelta(days=1))
    fault = _fault(issued, at_cut, programme, then, missing)
    if not fault and issued.on > on:
        fault = "dated-ahead"
    status: CertificateStatus = "active"
    if fault:
        status = "invalid"
    elif issued.state != "active":
        status = issued.state
    elif not today.ready:
        status = "held"
    elif on > until:
        status = "expired"
    return CertificateStanding(
        valid_when_issued=not fault,
        status=status,
        code=fault or status,
        failing=failing(then),
        failing_now=failing(today),
        valid_until=until,
        detail={"reason": issued.state_reason, "missing": missing},
    )


def _fault(issued: CertificateState, at_cut: Progress, programme: Programme | None, then: Gate, missing: int) -> str:
    """Why a certificate was not valid when issued; empty when it was."""
    if at_cut.enrolment is None or programme is None:
        return "cut-missing" if missing and programme is not None else then.code
    if at_cut.enrolment.hash != issued.hash:
        return "wrong-programme"
    if programme.status == "pilot" and issued.title != "pilot":
        return "wrong-title"
    if then.ready:
        return ""
    return "cut-missing" if missing else "requirements"


ACTION_ORDER: tuple[NextAction, ...] = (
    "take-exam", "study", "take-paper", "ask-practical", "open-exam", "ask-mentor", "ask-hr", "remind",
)  # fmt: skip
"""What comes first when several lines ask for something: what the learner can do alone before what needs others."""


def next_step(judged: Gate, progress: Progress, on: date) -> NextStep:
    """What to do now, for the page Today. The first that applies:

    an unfinished paper or exam · the action of a line of the gate in the order of `ACTION_ORDER` (an exam only after the
    lessons are done, a milestone only after the practicals) · the next date to wait for · HR's decision.
    """
    if judged.code in {"not-enrolled", "programme-unknown"}:
        return NextStep(code=judged.code, action="")
    for attempt in reversed(progress.attempts):
        fresh = attempt.limit_s == 0 or day_of(attempt.started) == on
        if attempt.ended is None and attempt.mode != "practice" and fresh:
            action: NextAction = "take-exam" if attempt.mode == "exam" else "take-paper"
            return NextStep(code="resume", action=action, target=attempt.paper, detail={"attempt": attempt.record})
    if judged.ready:
        return NextStep(code="ready", action="")
    asking = [item for item in failing(judged) if item.action and not too_early(item, judged)]
    if asking:
        item = min(
            asking, key=lambda one: ACTION_ORDER.index(one.action) if one.action in ACTION_ORDER else len(ACTION_ORDER)
        )
        return NextStep(
            code=item.action,
            action=item.action,
            target=item.target,
            requirement=item.requirement,
            waits_for=item.waits_for,
            detail=item.detail,
        )
    dates = [(str(item.detail["date"]), item) for item in failing(judged) if "date" in item.detail]
    if not dates:
        return NextStep(code="nothing", action="")
    _day, item = min(dates, key=lambda pair: pair[0])
    return NextStep(code="wait", action="", requirement=item.requirement, detail=item.detail)


_BEFORE: dict[str, str] = {"exam": "lessons", "milestones": "practicals"}


def too_early(item: GateItem, judged: Gate) -> bool:
    """Whether a line should not be suggested yet, because the work before it is not done."""
    first = _BEFORE.get(item.kind)
    if item.action in {"remind", "take-exam"} or first is None:
        return False
    return any(one.kind == first and one.state in {"open", "failed"} for one in judged.items)
