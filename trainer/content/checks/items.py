"""Questions and the figures they stand on. The rules are `trainer.domain.faults`; here they get file and line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TypeVar

import msgspec

from trainer.content.checks.recompute import agrees, wrong_sums
from trainer.content.checks.walk import texts
from trainer.content.loader import Loaded
from trainer.content.problems import Problems
from trainer.domain.case import Case
from trainer.domain.faults import Fault, faults, figure_faults
from trainer.domain.figures import Figure, Values, authored, drawn, fill, placeholders, varies
from trainer.domain.formula import BadFormula, parse
from trainer.domain.programme import Text
from trainer.domain.question import Item

T = TypeVar("T")

SAMPLES = 12
"""Draws on which formulas and solutions are worked out a second time."""

_OF_KIND = {
    "single": {"options"},
    "multiple": {"options"},
    "truefalse": {"answer", "reasons"},
    "numeric": {"answer", "unit", "tolerance", "solution"},
    "order": {"steps"},
}
_SPECIAL = set().union(*_OF_KIND.values())


def check_item(problems: Problems, owner: Loaded[T], item: Item, path: str = "", figures_path: str = "") -> None:
    """One authored question. `path` is where it stands in its file, `figures_path` where its figures do."""
    dot = f"{path}." if path else ""
    for name in sorted(_SPECIAL - _OF_KIND[item.kind]):
        if dot + name in owner.lines:
            problems.add(owner.place(dot + name), "field-not-for-kind", field=name, kind=item.kind)
    for name in sorted(_OF_KIND[item.kind] - {"reasons", "tolerance", "unit"}):
        if dot + name not in owner.lines:
            problems.add(owner.place(path), "missing-field", field=name)
    written = {name for name in _OF_KIND[item.kind] if dot + name in owner.lines}
    if not _OF_KIND[item.kind] - {"reasons", "tolerance", "unit", "solution"} <= written:
        return
    found = faults(item)
    for fault in found:
        problems.add(owner.place(_where(fault, item, path, figures_path)), fault.code, **fault.detail)
    if not found and item.kind == "numeric":
        _second_opinion(problems, owner, item, path)


def check_case_figures(problems: Problems, owner: Loaded[Case]) -> None:
    """The figures, checks and texts of a case, beside its questions."""
    case = owner.value
    said = [(path, text) for path, text in texts(case) if not path.startswith("questions.")]
    found = figure_faults(case.figures, case.check, [text for _path, text in said])
    for fault in found:
        problems.add(
            owner.place(_of_figures(fault, case.figures, case.check, "") or _holding(fault, said)),
            fault.code,
            **fault.detail,
        )
    if any(fault.code != "figure-unknown-placeholder" for fault in found):
        return
    for values in _samples(case.figures, case.check, case.id):
        _formulas(problems, owner, case.figures, values, "")
    values = authored(case.figures)
    units = {figure.name: figure.unit for figure in case.figures}
    for path, text in said:
        for wrong in wrong_sums(fill(text, values, units).zh):
            problems.add(owner.place(path), "sum-wrong", sum=wrong)
    used = {name for _path, text in texts(case) for name in _names(text)}
    used |= {name for formula in _formulas_of(case) for name in _names_in(formula)}
    for figure in case.figures:
        if figure.name not in used:
            problems.note(owner.place(f"figures.{figure.name}"), "figure-unused", name=figure.name)


def _formulas_of(case: Case) -> Iterator[str]:
    yield from (figure.formula for figure in case.figures if figure.formula)
    yield from case.check
    yield from (question.answer for question in case.questions if question.answer)


def _names(text: Text) -> set[str]:
    return {name for formula in placeholders(text) for name in _names_in(formula)}


def _names_in(formula: str) -> set[str]:
    try:
        return set(parse(formula).names)
    except BadFormula:
        return set()


def with_figures(case: Case, item: Item) -> Item:
    """An authored question of a case with the case's figures, as it will be asked."""
    return msgspec.structs.replace(item, figures=case.figures, checks=case.check)


def _samples(figures: Sequence[Figure], checks: Sequence[str], label: str) -> Iterator[Values]:
    yield authored(figures)
    for sample in range(SAMPLES if varies(figures) else 0):
        values = drawn(figures, checks, str(sample), label)
        if values is not None:
            yield values


def _formulas(problems: Problems, owner: Loaded[T], figures: Sequence[Figure], values: Values, dot: str) -> None:
    """Every derived figure worked out a second time."""
    for figure in figures:
        if figure.formula and not agrees(figure.formula, values, values[figure.name]):
            problems.add(owner.place(f"{dot}figures.{figure.name}"), "recompute-differs", formula=figure.formula)


def _second_opinion(problems: Problems, owner: Loaded[T], item: Item, path: str) -> None:
    """The answer worked out on the second path, and the solution's typed sums, for authored and drawn figures."""
    dot = f"{path}." if path else ""
    units = {figure.name: figure.unit for figure in item.figures} | {"answer": item.unit}
    for values in _samples(item.figures, item.checks, item.id):
        try:
            answer = parse(item.answer).number(values)
        except BadFormula as bad:
            problems.add(owner.place(f"{dot}answer"), bad.code, formula=item.answer, **bad.detail)
            return
        if not agrees(item.answer, values, answer):
            problems.add(owner.place(f"{dot}answer"), "recompute-differs", formula=item.answer)
            return
        wrong = next(wrong_sums(fill(item.solution, values | {"answer": answer}, units).zh), "")
        if wrong:
            problems.add(owner.place(f"{dot}solution"), "sum-wrong", sum=wrong)
            return
    _typed_figures(problems, owner, item, path)


def _typed_figures(problems: Problems, owner: Loaded[T], item: Item, path: str) -> None:
    """A figure that varies must not also stand typed in the texts: the next draw would contradict it."""
    values = authored(item.figures)
    moving = {f.name: values[f.name] for f in item.figures if f.vary and abs(values[f.name]) >= Decimal(1000)}
    for where, text in texts(item, path):
        for name, value in moving.items():
            if any(form in _numbers(text.zh) for form in (f"{value:,f}", f"{value:f}")):
                problems.add(owner.place(where), "figure-typed", name=name, value=f"{value:,f}")


def _numbers(text: str) -> set[str]:
    kept = "".join(sign if sign.isdigit() or sign in ",." else " " for sign in text)
    return {word.strip(",.") for word in kept.split()}


# Where a fault stands


def _where(fault: Fault, item: Item, path: str, figures_path: str) -> str:
    dot = f"{path}." if path else ""
    of_figures = _of_figures(fault, item.figures, item.checks, figures_path)
    if of_figures:
        return of_figures
    formula, text = fault.detail.get("formula"), fault.detail.get("text")
    if formula is not None and formula == item.answer:
        return f"{dot}answer"
    if text is not None:
        same = [where for where, each in texts(item, path) if each.zh == text]
        return same[-1] if same else path
    if fault.code in {"question-no-right-option", "question-several-right", "question-nothing-wrong"}:
        return f"{dot}options" if item.options else f"{dot}reasons"
    if fault.code == "question-no-truth":
        return f"{dot}answer"
    if fault.code in {"question-unknown-unit", "question-negative-tolerance"}:
        return f"{dot}unit" if fault.code == "question-unknown-unit" else f"{dot}tolerance"
    return _holding(fault, texts(item, path)) or path


def _of_figures(fault: Fault, figures: Sequence[Figure], checks: Sequence[str], figures_path: str) -> str:
    """The path of the figure or check a fault is about, or nothing."""
    dot = f"{figures_path}." if figures_path else ""
    name, formula = fault.detail.get("name"), fault.detail.get("formula")
    if fault.code.startswith("figure-") and name in {figure.name for figure in figures}:
        return f"{dot}figures.{name}"
    if fault.code == "check-never-holds":
        return f"{dot}check"
    if formula is not None and formula in checks:
        return f"{dot}check.{list(checks).index(str(formula))}"
    if fault.code.startswith("formula-"):
        for figure in figures:
            if figure.formula and (figure.formula == formula or (formula is None and _breaks(figure, figures))):
                return f"{dot}figures.{figure.name}"
    return ""


def _breaks(figure: Figure, figures: Sequence[Figure]) -> bool:
    """Whether this figure's formula is the one that cannot be worked out from those before it."""
    before = list(figures[: list(figures).index(figure)])
    try:
        parse(figure.formula).number(authored(before))
    except BadFormula:
        return True
    return False


def _holding(fault: Fault, said: Iterator[tuple[str, Text]] | Sequence[tuple[str, Text]]) -> str:
    """The path of the text that holds the placeholder a fault is about."""
    wanted = str(fault.detail.get("name", fault.detail.get("formula", "")))
    return next((path for path, text in said if wanted and wanted in placeholders(text)), "")
