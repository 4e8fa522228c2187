"""What an answer is worth. Pure, integers only, and total: any object at all gives 0–10,000 basis points.

The four presets, for a multiple-choice question with `right` and `wrong` options of which `hits` right ones and
`mistakes` wrong ones were chosen (`content.md` §3):

* all-or-nothing: everything right and nothing else, or 0.
* proportional: the share of options judged rightly (chosen if right, left if wrong).
* proportional-penalty: hits / right − mistakes / wrong, at least 0; choosing everything gives 0.
* tax-exam: the rule of the tax agents' examination as `content.md` §3 states it: any wrong option gives 0; incomplete
  but right gives half a point of two for each right option chosen, so 2,500 basis points each and at most 7,500.

Order questions give, outside all-or-nothing and tax-exam, the share of steps that need not be moved (longest run in
the right order, first step free). True/false with a reason: half for the answer, half for its reason, the second only
with the first. Single choice and numbers are right or wrong.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

import msgspec

from trainer.domain.figures import read_number
from trainer.domain.formula import within

Kind = Literal["single", "multiple", "truefalse", "numeric", "order"]

Grading = Literal["all-or-nothing", "proportional", "proportional-penalty", "tax-exam"]

FULL = 10_000
"""All the points of a question, in basis points."""

TAX_EXAM_EACH = 2_500
TAX_EXAM_MOST = 7_500

State = Literal["right", "partly", "wrong", "unanswered"]

Verdict = Literal["hit", "missed", "mistaken", "left"]
"""hit: expected and chosen; missed: expected, not chosen; mistaken: chosen, not expected; left: rightly not chosen.

For order questions: hit = stands in order with the others, mistaken = has to move, missed = not placed."""

Verdicts = tuple[tuple[str, Verdict], ...]

LONGEST_LIST = 64
"""Parts of an answer that are looked at; a longer list is no answer to any question of ours."""


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """What an answer is compared with: ids of right and wrong options, places of steps, or a number."""

    kind: Kind
    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    truth: Literal["", "yes", "no"] = ""
    reasons: tuple[str, ...] = ()
    other_reasons: tuple[str, ...] = ()
    ranks: dict[str, int] = {}
    value: Decimal | None = None
    unit: str = ""
    tolerance: Decimal = Decimal(0)


class Graded(msgspec.Struct, frozen=True, kw_only=True):
    """What an answer is worth: basis points 0–10,000, and a verdict per option id.

    `state` looks at the answer, not at the preset: a multiple choice that is incomplete but without mistake is
    ``partly`` also where all-or-nothing gives it nothing.
    """

    points: int
    state: State
    verdicts: Verdicts = ()


def grade_by(key: Key, answer: object, grading: Grading) -> Graded:
    """Grade any object against a key."""
    match key.kind:
        case "single":
            return _single(key, answer)
        case "multiple":
            return _multiple(key, answer, grading)
        case "truefalse":
            return _truefalse(key, answer, grading)
        case "order":
            return _order(key, answer, grading)
        case "numeric":
            return _numeric(key, answer)


def _ids(answer: object) -> tuple[object, ...] | None:
    """The parts of an answer; None when nothing was answered. What is no option id, or is given twice, becomes a
    part that equals nothing, so it counts as a mistake.
    """
    match answer:
        case None | "" | [] | ():
            return None
        case str():
            return (answer,) if answer.strip() else None
        case dict():
            return (object(),) if answer else None
        case list() | tuple() if len(answer) <= LONGEST_LIST:
            parts: list[object] = []
            for part in answer:
                parts.append(part if isinstance(part, str) and part not in parts else object())
            return tuple(parts)
        case _:
            return (object(),)


def _single(key: Key, answer: object) -> Graded:
    chosen = _ids(answer)
    if chosen is None:
        return Graded(points=0, state="unanswered", verdicts=_verdicts(key.right, key.wrong, ()))
    right = len(chosen) == 1 and chosen[0] in key.right
    verdicts = _verdicts(key.right, key.wrong, chosen)
    return Graded(points=FULL if right else 0, state="right" if right else "wrong", verdicts=verdicts)


def _multiple(key: Key, answer: object, grading: Grading) -> Graded:
    chosen = _ids(answer)
    if chosen is None:
        return Graded(points=0, state="unanswered", verdicts=_verdicts(key.right, key.wrong, ()))
    hits = sum(1 for part in chosen if part in key.right)
    mistakes = len(chosen) - hits
    foreign = sum(1 for part in chosen if part not in key.right and part not in key.wrong)
    complete = hits == len(key.right) and hits > 0
    points = 0 if foreign else _share(key, hits, mistakes, grading)
    if complete and not mistakes:
        state: State = "right"
    else:
        state = "partly" if points or (hits and not mistakes) else "wrong"
    return Graded(points=points, state=state, verdicts=_verdicts(key.right, key.wrong, chosen))


def _share(key: Key, hits: int, mistakes: int, grading: Grading) -> int:
    right, wrong = len(key.right), len(key.wrong)
    if hits == right and not mistakes and right:
        return FULL
    match grading:
        case "all-or-nothing":
            return 0
        case "proportional":
            return FULL * (hits + wrong - mistakes) // (right + wrong) if hits else 0
        case "proportional-penalty":
            lost = FULL * mistakes // wrong if wrong else 0
            return max(0, FULL * hits // right - lost) if right else 0
        case "tax-exam":
            return 0 if mistakes else min(TAX_EXAM_EACH * hits, TAX_EXAM_MOST)


def _truefalse(key: Key, answer: object, grading: Grading) -> Graded:
    given = answer.get("truth") if isinstance(answer, Mapping) else answer
    reason = answer.get("reason") if isinstance(answer, Mapping) else None
    other = "no" if key.truth == "yes" else "yes"
    chosen = _ids(given)
    because = _ids(reason) if key.reasons else ()
    verdicts = _verdicts((key.truth,), (other,), chosen or ()) + _verdicts(
        key.reasons, key.other_reasons, because or ()
    )
    if chosen is None:
        return Graded(points=0, state="unanswered", verdicts=verdicts)
    if chosen != (key.truth,):
        return Graded(points=0, state="wrong", verdicts=verdicts)
    if not key.reasons or (because is not None and len(because) == 1 and because[0] in key.reasons):
        return Graded(points=FULL, state="right", verdicts=verdicts)
    half = FULL // 2 if grading in ("proportional", "proportional-penalty") else 0
    return Graded(points=half, state="partly", verdicts=verdicts)


def _order(key: Key, answer: object, grading: Grading) -> Graded:
    placed = _ids(answer)
    if placed is None:
        return Graded(points=0, state="unanswered", verdicts=tuple((step, "missed") for step in key.ranks))
    known = [part for part in placed if isinstance(part, str) and part in key.ranks]
    standing = _longest_run([key.ranks[step] for step in known])
    stands = {known[at] for at in standing}
    verdicts: Verdicts = tuple(
        (step, "hit" if step in stands else "mistaken" if step in known else "missed") for step in key.ranks
    )
    steps = len(key.ranks)
    if len(stands) == steps and len(placed) == steps:
        return Graded(points=FULL, state="right", verdicts=verdicts)
    partial = grading in ("proportional", "proportional-penalty") and len(known) == len(placed)
    points = FULL * max(0, len(stands) - 1) // (steps - 1) if partial and steps > 1 else 0
    return Graded(points=min(points, FULL - 1), state="partly" if points else "wrong", verdicts=verdicts)


def _longest_run(ranks: list[int]) -> list[int]:
    """Positions of the longest subsequence that never goes down: the steps that need not be moved."""
    tails: list[int] = []
    at_tail: list[int] = []
    before: list[int] = []
    for position, rank in enumerate(ranks):
        place = bisect_right(tails, rank)
        before.append(at_tail[place - 1] if place else -1)
        tails[place : place + 1] = [rank]
        at_tail[place : place + 1] = [position]
    run: list[int] = []
    position = at_tail[-1] if at_tail else -1
    while position >= 0:
        run.append(position)
        position = before[position]
    return run


def _numeric(key: Key, answer: object) -> Graded:
    if answer is None or (isinstance(answer, str) and not answer.strip()):
        return Graded(points=0, state="unanswered")
    number = read_number(answer, key.unit) if isinstance(answer, str) else None
    right = number is not None and key.value is not None and within(key.value, number, key.tolerance)
    return Graded(points=FULL if right else 0, state="right" if right else "wrong")


def _verdicts(right: tuple[str, ...], wrong: tuple[str, ...], chosen: tuple[object, ...]) -> Verdicts:
    expected: Verdicts = tuple((option, "hit" if option in chosen else "missed") for option in right)
    others: Verdicts = tuple((option, "mistaken" if option in chosen else "left") for option in wrong)
    return expected + others
