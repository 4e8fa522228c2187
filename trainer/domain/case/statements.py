"""Questions from what a case says: its cautions, its wrong ways, its process."""

from __future__ import annotations

from collections.abc import Sequence

from trainer.domain.case import phrases
from trainer.domain.case.draft import Drafts, Made, lettered
from trainer.domain.case.file import Caution, ProcessStep, Wrong
from trainer.domain.chance import Chance
from trainer.domain.faults import gives_itself_away
from trainer.domain.question import Option, Step

PER_KIND = 2
"""How many questions of the same form one case gives: more would only repeat each other."""


OFFERED = 5
"""Options of a multiple choice made from a case, where there is enough for them."""


def _how_many(drafts: Drafts, name: str, right: int, wrong: int) -> int:
    """How many options shall be right: two to four, by a lot that the case's id fixes, so that the count tells nothing."""
    possible = [n for n in (2, 3, 4) if n <= right and 1 <= OFFERED - n <= wrong] or [min(2, right)]
    return possible[Chance(drafts.case.id, name).below(len(possible))]


def true_or_false(drafts: Drafts) -> Made:
    """One question per caution; its number is the caution's place in the file."""
    for number, caution in enumerate(drafts.case.cautions, start=1):
        yield drafts.item(
            f"truefalse-{number}",
            "truefalse",
            phrases.said(phrases.JUDGE, say=caution.say),
            drafts.rests_on([caution]),
            truth="yes" if caution.holds else "no",
            reason=drafts.because(caution.why),
        )


def which_of_these(drafts: Drafts) -> Made:
    """One statement among others that do the opposite, both ways round, and the right ones among all."""
    holding = [caution for caution in drafts.case.cautions if caution.holds]
    failing = [caution for caution in drafts.case.cautions if not caution.holds]
    yield from _one_among(drafts, "correct", holding, failing)
    yield from _one_among(drafts, "incorrect", failing, holding)
    if len(holding) < 2 or len(failing) < 2:
        yield drafts.thin("multiple-1", 4)
        return
    right = _how_many(drafts, "multiple-1", len(holding), len(failing))
    shown = holding[:right] + failing[: OFFERED - right]
    yield drafts.item(
        "multiple-1",
        "multiple",
        phrases.WHICH_ALL_CORRECT,
        drafts.rests_on(shown),
        options=lettered(_statement(drafts, caution, right=caution.holds) for caution in shown),
        reason=phrases.together(*(drafts.because(caution.why) for caution in shown if caution.holds)),
    )


def _one_among(drafts: Drafts, name: str, ones: Sequence[Caution], others: Sequence[Caution]) -> Made:
    if not ones or len(others) < 2:
        yield drafts.thin(f"{name}-1", 3)
        return
    ask = phrases.WHICH_CORRECT if name == "correct" else phrases.WHICH_INCORRECT
    for number, one in enumerate(ones[:PER_KIND]):
        around = (*others[number:], *others[:number])[:3]
        shown = (one, *around)
        yield drafts.item(
            f"{name}-{number + 1}",
            "single",
            ask,
            drafts.rests_on(shown),
            options=lettered(_statement(drafts, caution, right=caution is one) for caution in shown),
            reason=drafts.because(one.why),
        )


def _statement(drafts: Drafts, caution: Caution, *, right: bool) -> Option:
    return Option(id="", text=caution.say, right=right, feedback=drafts.because(caution.why))


def approaches(drafts: Drafts) -> Made:
    """A proper step among wrong ways, and the wrong ways among proper steps."""
    case = drafts.case
    wrong = [way for way in case.wrong if way.because.policy][:3]
    if len(wrong) < 2 or len(case.process) < 2:
        yield drafts.thin("approach-1", 3)
        return
    steps = _of_like_length(case.process, wrong)
    bad = [_wrong_way(drafts, way, right=False) for way in wrong]
    yield drafts.item(
        "approach-1",
        "single",
        phrases.WHICH_APPROACH,
        case.policies,
        options=lettered([_proper(drafts, steps[0], right=True), *bad]),
        reason=drafts.because(steps[0].why),
    )
    avoided = wrong[: _how_many(drafts, "avoid-1", len(wrong), len(steps))]
    yield drafts.item(
        "avoid-1",
        "multiple",
        phrases.WHICH_AVOID,
        case.policies,
        options=lettered(
            [_wrong_way(drafts, way, right=True) for way in avoided]
            + [_proper(drafts, step, right=False) for step in steps[: OFFERED - len(avoided)]]
        ),
        reason=phrases.together(*(drafts.because(way.because) for way in avoided)),
    )


def _of_like_length(process: Sequence[ProcessStep], wrong: Sequence[Wrong]) -> list[ProcessStep]:
    """The professional steps (L2) first, then those whose length is nearest to the wrong ways', so that length tells
    nothing; ties by place.
    """
    longest = max(len(way.do.zh) for way in wrong)
    quiet = [step for step in process if not gives_itself_away(len(step.do.zh), longest)] or list(process)
    return sorted(quiet, key=lambda step: (step.by != "L2", abs(len(step.do.zh) - longest)))


def _wrong_way(drafts: Drafts, way: Wrong, *, right: bool) -> Option:
    return Option(id="", text=way.do, right=right, feedback=phrases.together(drafts.because(way.because), way.harm))


def _proper(drafts: Drafts, step: ProcessStep, *, right: bool) -> Option:
    return Option(id="", text=step.do, right=right, feedback=drafts.because(step.why))


def process_order(drafts: Drafts) -> Made:
    """The handling process, to be put in order. Neighbours that are not strict share a rank."""
    process = drafts.case.process
    if len(process) < 3:
        yield drafts.thin("order-1", 3)
        return
    steps: list[Step] = []
    rank = 0
    for number, step in enumerate(process, start=1):
        loose = number > 1 and not step.strict and not process[number - 2].strict
        rank = rank if loose else number
        steps.append(Step(id=f"s{number}", text=step.do, rank=rank, feedback=drafts.because(step.why)))
    yield drafts.item(
        "order-1",
        "order",
        phrases.PUT_IN_ORDER,
        drafts.case.policies,
        steps=tuple(steps),
        reason=phrases.said(phrases.ORDER_REASON, steps=phrases.listed(tuple(step.do for step in process))),
    )
