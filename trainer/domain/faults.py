"""What is wrong with a question before anybody sees it: mistakes as values, all at once.

`trainer content check` turns them into problems with file and line; `trainer.domain.case.derive` refuses a derived
question for the same reasons. Codes are for `trainer.wording`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

import msgspec

from trainer.domain.figures import (
    UNITS,
    Figure,
    Values,
    authored,
    drawn,
    fill,
    number_text,
    placeholders,
    read_number,
    varies,
)
from trainer.domain.formula import BadFormula, parse, within
from trainer.domain.programme import Text
from trainer.domain.question import Item, Option

TELL_TENTHS = 16
TELL_LEAST = 8
"""A right option that is longer than 16/10 of the longest wrong one, and by more than eight characters, gives itself
away: candidates without knowledge pick the longest."""

SAMPLES = 24
"""Draws on which varying options are compared with each other."""


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One mistake of a question: a stable code and the texts and numbers its sentence needs."""

    code: str
    detail: dict[str, str | int] = {}


def faults(item: Item) -> tuple[Fault, ...]:
    """Everything wrong with an item, without looking at the register.

    ``question-too-few-options`` (least), ``question-no-right-option``, ``question-several-right``,
    ``question-nothing-wrong``, ``question-no-feedback`` (text), ``question-same-id`` (id), ``question-same-text``
    (text), ``question-option-tell`` (text), ``question-no-truth``, ``question-too-few-steps`` (least),
    ``question-steps-not-ordered``, ``question-unknown-unit`` (unit), ``question-negative-tolerance``,
    ``question-tolerance-too-narrow``, and everything of `figure_faults`.
    """
    found = [*_kind_faults(item), *figure_faults(item.figures, item.checks, texts_of(item), _solutions(item))]
    if not any(fault.code.startswith(("formula-", "figure-", "check-")) for fault in found):
        found.extend(_alike(item))
        found.extend(_unanswerable(item))
    return _once(found)


def _once(found: Sequence[Fault]) -> tuple[Fault, ...]:
    return tuple(fault for at, fault in enumerate(found) if fault not in found[:at])


def texts_of(item: Item) -> tuple[Text, ...]:
    """Every text of an item that may print figures, except the solution."""
    options = (*item.options, *item.reasons)
    words = [part for option in options for part in (option.text, option.feedback)]
    steps = [part for step in item.steps for part in (step.text, step.feedback)]
    return (item.ask, item.reason, *words, *steps)


def _solutions(item: Item) -> tuple[str, ...]:
    """Formulas beside the texts: the answer, and the solution's sums (where ``{answer}`` is known)."""
    if item.kind != "numeric":
        return placeholders(item.solution)
    return (item.answer, *(name for name in placeholders(item.solution) if name.strip() != "answer"))


def _kind_faults(item: Item) -> Iterator[Fault]:
    yield from _id_faults(item)
    match item.kind:
        case "single" | "multiple":
            yield from _option_faults(item)
        case "truefalse":
            if item.truth not in ("yes", "no"):
                yield Fault(code="question-no-truth")
            if item.reasons:
                yield from _reason_faults(item)
        case "order":
            yield from _step_faults(item)
        case "numeric":
            if item.unit not in UNITS:
                yield Fault(code="question-unknown-unit", detail={"unit": item.unit})
            if item.tolerance < 0:
                yield Fault(code="question-negative-tolerance")


def _id_faults(item: Item) -> Iterator[Fault]:
    ids = [option.id for option in item.options] + [step.id for step in item.steps]
    ids += [option.id for option in item.reasons]
    for at, id_ in enumerate(ids):
        if id_ in ids[:at]:
            yield Fault(code="question-same-id", detail={"id": id_})


def _option_faults(item: Item) -> Iterator[Fault]:
    right = sum(1 for option in item.options if option.right)
    if len(item.options) < 3:
        yield Fault(code="question-too-few-options", detail={"least": 3})
    if not right:
        yield Fault(code="question-no-right-option")
    if item.kind == "single" and right > 1:
        yield Fault(code="question-several-right")
    if item.options and right == len(item.options):
        yield Fault(code="question-nothing-wrong")
    yield from (
        Fault(code="question-no-feedback", detail={"text": option.text.zh})
        for option in item.options
        if not option.feedback.zh
    )
    if item.kind == "single":
        yield from _tell(item.options)


def _reason_faults(item: Item) -> Iterator[Fault]:
    right = sum(1 for option in item.reasons if option.right)
    if right == 0:
        yield Fault(code="question-no-right-option")
    if right > 1:
        yield Fault(code="question-several-right")
    if right == len(item.reasons):
        yield Fault(code="question-nothing-wrong")


def _tell(options: tuple[Option, ...]) -> Iterator[Fault]:
    wrong = [len(option.text.zh) for option in options if not option.right]
    for option in options:
        length = len(option.text.zh)
        if option.right and wrong and gives_itself_away(length, max(wrong)):
            yield Fault(code="question-option-tell", detail={"text": option.text.zh})


def gives_itself_away(right: int, longest_wrong: int) -> bool:
    """Whether a right option of that many characters stands out against the longest wrong one."""
    return right * 10 > longest_wrong * TELL_TENTHS and right - longest_wrong > TELL_LEAST


def _step_faults(item: Item) -> Iterator[Fault]:
    if len(item.steps) < 3:
        yield Fault(code="question-too-few-steps", detail={"least": 3})
    ranks = [step.rank for step in item.steps]
    if ranks != sorted(ranks) or len(set(ranks)) < 2:
        yield Fault(code="question-steps-not-ordered")


def figure_faults(
    figures: Sequence[Figure], checks: Sequence[str], texts: Sequence[Text], formulas: Sequence[str] = ()
) -> tuple[Fault, ...]:
    """Mistakes in figures, checks, and everything that uses them; also for the texts of a case or lesson.

    The codes of `BadFormula` (with ``formula``), and ``figure-no-value`` (name), ``figure-same-name`` (name),
    ``figure-bad-vary`` (name), ``figure-off-grid`` (name), ``figure-unknown-unit`` (name, unit),
    ``check-fails-as-written`` (formula), ``check-never-holds``, ``figure-unknown-placeholder`` (name).
    """
    found = list(_each_figure(figures))
    values: Values = {}
    try:
        values = authored(figures)
    except BadFormula as bad:
        found.append(_bad(bad))
    if found:
        return _once(found)
    for check in checks:
        found.extend(_check_fault(check, values))
    for formula in formulas:
        try:
            parse(formula).number(values)
        except BadFormula as bad:
            found.append(_bad(bad, formula))
    for text in texts:
        found.extend(_text_faults(text, values))
    if not found and varies(figures) and drawn(figures, checks, "faults", "faults") is None:
        found.append(Fault(code="check-never-holds"))
    return _once(found)


def _bad(bad: BadFormula, formula: str = "") -> Fault:
    detail: dict[str, str | int] = {**({"formula": formula} if formula else {}), **bad.detail}
    return Fault(code=bad.code, detail=detail)


def _each_figure(figures: Sequence[Figure]) -> Iterator[Fault]:
    names = [figure.name for figure in figures]
    for at, figure in enumerate(figures):
        name: dict[str, str | int] = {"name": figure.name}
        if figure.name in names[:at] or figure.name in ("answer", "min", "max", "round"):
            yield Fault(code="figure-same-name", detail=name)
        if (figure.value is None) == (not figure.formula):
            yield Fault(code="figure-no-value", detail=name)
        if figure.unit not in UNITS:
            yield Fault(code="figure-unknown-unit", detail={**name, "unit": figure.unit})
        if figure.vary is not None and figure.value is not None:
            if figure.vary.places < 2:
                yield Fault(code="figure-bad-vary", detail=name)
            elif not figure.vary.holds(figure.value):
                yield Fault(code="figure-off-grid", detail=name)


def _check_fault(check: str, values: Values) -> Iterator[Fault]:
    try:
        if not parse(check).holds(values):
            yield Fault(code="check-fails-as-written", detail={"formula": check})
    except BadFormula as bad:
        yield _bad(bad, check)


def _text_faults(text: Text, values: Values) -> Iterator[Fault]:
    for formula in placeholders(text):
        try:
            parse(formula).number(values)
        except BadFormula:
            yield Fault(code="figure-unknown-placeholder", detail={"name": formula})


def plain(text: str) -> str:
    """A text without what does not tell two options apart: width of characters, case, spaces and punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] not in "ZC" and sign not in _PUNCTUATION)


_PUNCTUATION = frozenset(",;:!?。、；：！？「」『』“”‘’\"'()（）《》…")
"""What may differ between two options that say the same; ``.``, ``%``, ``-`` and ``/`` stay, they belong to numbers."""


def _alike(item: Item) -> Iterator[Fault]:
    """Options or steps that read the same, as written or after some draw of the figures."""
    units = {figure.name: figure.unit for figure in item.figures}
    groups = ([o.text for o in item.options], [o.text for o in item.reasons], [s.text for s in item.steps])
    for values in _samples(item):
        for texts in groups:
            read = [plain(fill(text, values, units).zh) for text in texts]
            for at, one in enumerate(read):
                if one in read[:at]:
                    yield Fault(code="question-same-text", detail={"text": texts[at].zh})


def _samples(item: Item) -> Iterator[Values]:
    yield authored(item.figures)
    if varies(item.figures) and (item.kind == "numeric" or any("{" in text.zh for text in texts_of(item))):
        for sample in range(SAMPLES):
            values = drawn(item.figures, item.checks, str(sample), f"{item.id}/figures")
            if values is not None:
                yield values


def _unanswerable(item: Item) -> Iterator[Fault]:
    """A number that is not accepted in the very form in which it is shown afterwards: rounding eats the tolerance."""
    if item.kind != "numeric" or item.unit not in UNITS:
        return
    for values in _samples(item):
        expected = parse(item.answer).number(values)
        typed = read_number(number_text(expected, item.unit), item.unit)
        if typed is None or not within(expected, typed, item.tolerance):
            yield Fault(code="question-tolerance-too-narrow")
            return
