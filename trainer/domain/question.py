"""Questions: the compiled item the library keeps, the question one person sees, and the grade of an answer.

An `Item` never changes once released; its hash stands in every attempt. `realise` turns it into a `Question` with the
seed of the attempt, and `grade` is pure and total: any answer, also a hostile one, gives a score (`content.md` §3).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Literal

import msgspec

from trainer.domain.chance import Chance
from trainer.domain.facts import Answered
from trainer.domain.figures import Figure, Values, draw, fill, number_text, printed, varies
from trainer.domain.formula import parse
from trainer.domain.grading import Graded, Grading, Key, Kind, grade_by
from trainer.domain.policy import Policy
from trainer.domain.programme import Text

__all__ = [
    "Graded",
    "Grading",
    "Item",
    "Kind",
    "Option",
    "Question",
    "Step",
    "grade",
    "grade_item",
    "realise",
    "stamped",
]


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """Something to choose. `id` is stable for ever; `last` keeps it at the end when options are shuffled."""

    id: str
    text: Text
    right: bool = False
    feedback: Text = Text("")
    last: bool = False


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A step to be put in order. Steps of equal `rank` may stand in any order among themselves."""

    id: str
    text: Text
    rank: int
    feedback: Text = Text("")


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A compiled question. Texts may hold ``{figure}`` or ``{a - b}``; they are printed when it is realised.

    `options` for single and multiple; `truth` ("yes" or "no") and optional `reasons` for true/false; `steps` in the
    right order; `answer` (a formula), `unit`, `tolerance` and `solution` for numeric. `source` is ``case:ID``,
    ``lesson:ID`` or ``bank``. `graded` false means: practice only. `valid_from` and `valid_to` (both included) are
    the days on which every policy it rests on is in force.
    """

    id: str
    kind: Kind
    ask: Text
    options: tuple[Option, ...] = ()
    truth: Literal["", "yes", "no"] = ""
    reasons: tuple[Option, ...] = ()
    steps: tuple[Step, ...] = ()
    answer: str = ""
    unit: str = ""
    tolerance: Decimal = Decimal("0.01")
    solution: Text = Text("")
    figures: tuple[Figure, ...] = ()
    checks: tuple[str, ...] = ()
    reason: Text = Text("")
    policies: tuple[str, ...] = ()
    source: str = "bank"
    tags: tuple[str, ...] = ()
    weight: int = 1
    graded: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    revision: int = 1


class Printed(msgspec.Struct, frozen=True, kw_only=True):
    """A figure of this attempt: name, value and how it reads."""

    name: str
    value: Decimal
    text: Text


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """An item realised for one attempt: concrete texts, options in the order shown.

    True/false questions have the two options ``yes`` and ``no``; order questions have their steps as `options`, in
    the order shown. `expected` is a right answer in the form an answer takes, `key` what `grade` needs.
    """

    id: str
    kind: Kind
    ask: Text
    options: tuple[Option, ...] = ()
    reasons: tuple[Option, ...] = ()
    expected: Answered = None
    expected_text: Text = Text("")
    """The expected number of a numeric question, printed with its unit."""
    unit: str = ""
    solution: Text = Text("")
    reason: Text = Text("")
    policies: tuple[str, ...] = ()
    figures: tuple[Printed, ...] = ()
    varies: bool = False
    """Whether another seed can give other figures («New figures»)."""
    key: Key


YES_NO = (Option(id="yes", text=Text("正确", "True")), Option(id="no", text=Text("错误", "False")))
"""The two options of every true/false question."""

_STAYS_LAST = re.compile(r"以上|上述各项|上述选项|(all|none|both|neither) of the above", re.IGNORECASE)


def realise(item: Item, seed: str, *, shuffle: bool = True) -> Question:
    """The question one person sees: figures drawn and options put in order by the seed, the same for ever.

    Raises BadFormula when the item's own figures cannot be worked out; `faults` finds that before it ships.
    """
    values = draw(item.figures, item.checks, seed, f"{item.id}/figures")
    units = {figure.name: figure.unit for figure in item.figures}
    sealed = key(item, values)
    if sealed.value is not None:
        values = values | {"answer": sealed.value}
        units = units | {"answer": item.unit}

    def said(text: Text) -> Text:
        return fill(text, values, units)

    def shown(option: Option) -> Option:
        return Option(id=option.id, text=said(option.text), right=option.right, feedback=said(option.feedback))

    ordered = _in_order(item, seed if shuffle else "")
    reasons = _shuffled(item.reasons, seed, f"{item.id}/reasons") if shuffle else item.reasons
    return Question(
        id=item.id,
        kind=item.kind,
        ask=said(item.ask),
        options=tuple(shown(option) for option in ordered),
        reasons=tuple(shown(option) for option in reasons),
        expected=_expected(item, sealed),
        expected_text=printed(sealed.value, item.unit) if sealed.value is not None else Text(""),
        unit=item.unit,
        solution=said(item.solution),
        reason=said(item.reason),
        policies=item.policies,
        figures=tuple(Printed(name=n, value=v, text=printed(v, units[n])) for n, v in values.items() if n != "answer"),
        varies=varies(item.figures),
        key=sealed,
    )


def _in_order(item: Item, seed: str) -> tuple[Option, ...]:
    """The options as shown. Steps are never shown in an order that is already right, if there is another one."""
    if item.kind == "truefalse":
        return YES_NO
    if item.kind != "order":
        return _shuffled(item.options, seed, f"{item.id}/options") if seed else item.options
    chance = Chance(seed, f"{item.id}/steps")
    steps = chance.shuffled(item.steps)
    for _try in range(20):
        if any(before.rank > after.rank for before, after in pairwise(steps)):
            break
        steps = chance.shuffled(item.steps)
    return tuple(Option(id=step.id, text=step.text, feedback=step.feedback) for step in steps)


def _shuffled(options: tuple[Option, ...], seed: str, label: str) -> tuple[Option, ...]:
    """Options in a fair order; «all of the above» and its like stay at the end, where they make sense."""
    last = [option for option in options if option.last or _STAYS_LAST.match(option.text.zh or option.text.en)]
    free = [option for option in options if option not in last]
    return (*Chance(seed, label).shuffled(free), *last)


def _expected(item: Item, sealed: Key) -> Answered:
    match item.kind:
        case "single":
            return next(iter(sealed.right), None)
        case "multiple":
            return sealed.right
        case "truefalse":
            if item.reasons:
                return {"truth": item.truth, "reason": next(iter(sealed.reasons), "")}
            return item.truth
        case "order":
            return tuple(step.id for step in item.steps)
        case "numeric":
            return None if sealed.value is None else number_text(sealed.value, item.unit)


def key(item: Item, values: Values) -> Key:
    """What an answer is compared with. `values` are the figures of this attempt; only numeric questions need them."""
    return Key(
        kind=item.kind,
        right=tuple(option.id for option in item.options if option.right),
        wrong=tuple(option.id for option in item.options if not option.right),
        truth=item.truth,
        reasons=tuple(option.id for option in item.reasons if option.right),
        other_reasons=tuple(option.id for option in item.reasons if not option.right),
        ranks={step.id: step.rank for step in item.steps},
        value=parse(item.answer).number(values) if item.kind == "numeric" else None,
        unit=item.unit,
        tolerance=item.tolerance,
    )


def grade(question: Question, answer: object, grading: Grading = "all-or-nothing") -> Graded:
    """What `answer` is worth. Pure and total: anything may be handed in, also from a file somebody altered."""
    return grade_by(question.key, answer, grading)


def grade_item(item: Item, seed: str, answer: object, grading: Grading = "all-or-nothing") -> Graded:
    """The same grade without printing a word: for readers that re-grade thousands of answers.

    The order of options never matters for a grade; figures are drawn only where the answer depends on them.
    """
    numeric = item.kind == "numeric"
    values = draw(item.figures, item.checks, seed, f"{item.id}/figures") if numeric else {}
    return grade_by(key(item, values), answer, grading)


def stamped(item: Item, register: Mapping[str, Policy], on: date, *, may_count: bool = True) -> Item:
    """The item with what its policies decide: the days they are all in force, and whether it may be graded.

    Graded needs at least one policy, and every one known, of confidence S or P, not awareness-only and in force `on`
    the day the law was checked. `may_count` is false for drafts and for questions that rest on no rule.
    """
    rules = [register[policy] for policy in item.policies if policy in register]
    known = bool(rules) and len(rules) == len(item.policies)
    return msgspec.structs.replace(
        item,
        graded=may_count and known and all(rule.may_be_graded(on) for rule in rules),
        valid_from=max((rule.from_ for rule in rules if rule.from_), default=None),
        valid_to=min((rule.to for rule in rules if rule.to), default=None),
    )
