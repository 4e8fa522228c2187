"""Questions: the compiled item the library keeps, the question one person sees, and the grade of an answer.

An `Item` never changes once released; its hash stands in every attempt. `realise` turns it into a `Question` with the
seed of the attempt, and `grade` is pure and total: any answer, also a hostile one, gives a score (`content.md` §3).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from trainer.domain.facts import Answered
from trainer.domain.figures import Figure
from trainer.domain.programme import Text

Kind = Literal["single", "multiple", "truefalse", "numeric", "order"]

Grading = Literal["all-or-nothing", "proportional", "proportional-penalty", "tax-exam"]

FULL = 10_000
"""All the points of a question, in basis points."""


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
    the order shown, and `ranks` gives each step's place. `expected` is a right answer in the form an answer takes.
    `value` is the expected number of a numeric question and `sum` its printed form.
    """

    id: str
    kind: Kind
    ask: Text
    options: tuple[Option, ...] = ()
    reasons: tuple[Option, ...] = ()
    ranks: dict[str, int] = {}
    expected: Answered = None
    value: Decimal | None = None
    unit: str = ""
    tolerance: Decimal = Decimal(0)
    solution: Text = Text("")
    reason: Text = Text("")
    policies: tuple[str, ...] = ()
    figures: tuple[Printed, ...] = ()
    varies: bool = False
    """Whether another seed can give other figures («New figures»)."""


State = Literal["right", "partly", "wrong", "unanswered"]

Verdict = Literal["hit", "missed", "mistaken", "left"]
"""hit: expected and chosen; missed: expected, not chosen; mistaken: chosen, not expected; left: rightly not chosen.

For order questions: hit = stands in order with the others, mistaken = has to move, missed = not placed."""


class Graded(msgspec.Struct, frozen=True, kw_only=True):
    """What an answer is worth: basis points 0–10,000, and a verdict per option id."""

    points: int
    state: State
    verdicts: tuple[tuple[str, Verdict], ...] = ()
