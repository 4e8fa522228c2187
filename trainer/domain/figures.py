"""The figures of a case or a question: how they vary, how they are drawn, printed and read back.

Figures are Decimals in the unit they carry (yuan, per cent, people, days …). No float ever touches them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

import msgspec

from trainer.domain.chance import Chance
from trainer.domain.formula import BadFormula, Formula, parse, rounded
from trainer.domain.programme import Text

TRIES = 400
"""How often figures are drawn again until every check holds; then the authored values are used."""

PLACEHOLDER = re.compile(r"\{([^{}]{1,200})\}")
"""``{sales}`` or ``{sales - special}`` in a text; ``{answer}`` in a solution."""


class Vary(msgspec.Struct, frozen=True, kw_only=True):
    """The grid a figure is drawn from: min, min + step, … up to max."""

    min: Decimal
    max: Decimal
    step: Decimal

    @property
    def places(self) -> int:
        """How many values there are; 0 when the grid makes no sense."""
        if self.step <= 0 or self.max < self.min:
            return 0
        return int((self.max - self.min) // self.step) + 1

    def holds(self, value: Decimal) -> bool:
        """Whether `value` is one of them."""
        return self.places > 0 and self.min <= value <= self.max and (value - self.min) % self.step == 0


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A named figure: an authored `value`, or a `formula` over figures before it. `unit` is CNY, %, person, day …"""

    name: str
    value: Decimal | None = None
    unit: str = ""
    vary: Vary | None = None
    formula: str = ""


Values = dict[str, Decimal]


def authored(figures: Sequence[Figure]) -> Values:
    """The figures as the author wrote them, formulas worked out. Raises BadFormula."""
    return _complete(figures, {f.name: f.value for f in figures if f.value is not None})


def _complete(figures: Sequence[Figure], given: Mapping[str, Decimal]) -> Values:
    values: Values = {}
    for figure in figures:
        if figure.formula:
            values[figure.name] = parse(figure.formula).number(values)
        elif figure.name in given:
            values[figure.name] = given[figure.name]
        else:
            raise BadFormula("formula-unknown-name", name=figure.name)
    return values


def checked(values: Mapping[str, Decimal], checks: Sequence[str]) -> bool:
    """Whether every check holds; one that cannot be worked out for these values does not."""
    try:
        return all(parse(check).holds(values) for check in checks)
    except BadFormula:
        return False


def varies(figures: Sequence[Figure]) -> bool:
    """Whether another seed can give other figures."""
    return any(figure.vary is not None and figure.vary.places > 1 for figure in figures)


def draw(figures: Sequence[Figure], checks: Sequence[str], seed: str, label: str) -> Values:
    """Figures for one attempt: drawn until every check holds, else as authored. Raises BadFormula only when the
    authored figures themselves cannot be worked out (`trainer content check` refuses those).
    """
    return drawn(figures, checks, seed, label) or authored(figures)


def drawn(figures: Sequence[Figure], checks: Sequence[str], seed: str, label: str) -> Values | None:
    """Like `draw`, but None when `TRIES` draws all broke a check: the draw can (almost) never satisfy its checks."""
    if not varies(figures):
        return authored(figures)
    chance = Chance(seed, label)
    for _try in range(TRIES):
        given = {figure.name: _one(figure, chance) for figure in figures if figure.value is not None}
        try:
            values = _complete(figures, given)
        except BadFormula:
            continue
        if checked(values, checks):
            return values
    return None


def _one(figure: Figure, chance: Chance) -> Decimal:
    if figure.vary is None or figure.vary.places == 0:
        return figure.value if figure.value is not None else Decimal(0)
    return figure.vary.min + figure.vary.step * chance.below(figure.vary.places)


# Printing

_WORDS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "person": ("人", "person", "people"),
        "day": ("天", "day", "days"),
        "month": ("个月", "month", "months"),
        "year": ("年", "year", "years"),
        "quarter": ("个季度", "quarter", "quarters"),
        "hour": ("小时", "hour", "hours"),
        "minute": ("分钟", "minute", "minutes"),
        "invoice": ("张", "invoice", "invoices"),
        "piece": ("件", "piece", "pieces"),
        "time": ("次", "time", "times"),
    }
)
"""Units counted in words: Chinese, English one, English many."""

UNITS = ("", "CNY", "%", *_WORDS)
"""The units a figure may carry; the empty one is a bare number."""


def number_text(value: Decimal, unit: str = "") -> str:
    """``240,000``, ``187.20``, ``64.06``: thousands in groups; yuan with two places or none, others with up to four."""
    if unit == "CNY":
        fen = rounded(value, 2)
        text = f"{fen:,.0f}" if fen == fen.to_integral_value() else f"{fen:,.2f}"
        return "0" if text == "-0" else text
    text = f"{rounded(value, 4):,.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def printed(value: Decimal, unit: str) -> Text:
    """A figure with its unit in both languages: ``240,000 元`` / ``CNY 240,000``, ``1%``, ``3 人`` / ``3 people``."""
    number = number_text(value, unit)
    if unit == "CNY":
        return Text(f"{number} 元", f"CNY {number}")
    if unit == "%":
        return Text(f"{number}%", f"{number}%")
    if unit in _WORDS:
        zh, one, many = _WORDS[unit]
        return Text(f"{number} {zh}", f"{number} {one if value == 1 else many}")
    return Text(f"{number} {unit}".strip(), f"{number} {unit}".strip())


def unit_of(formula: Formula, units: Mapping[str, str]) -> str:
    """The unit of a formula: of its only united part, or of parts that agree; dividing equals gives a bare number."""
    return _unit(formula.tree, units)


def _unit(node: ast.expr, units: Mapping[str, str]) -> str:
    match node:
        case ast.Name(id=name):
            return units.get(name, "")
        case ast.UnaryOp(operand=operand):
            return _unit(operand, units)
        case ast.BinOp(left=left, op=operator, right=right):
            ours, theirs = _unit(left, units), _unit(right, units)
            if isinstance(operator, ast.Div):
                return "" if ours == theirs else ours
            if isinstance(operator, ast.Mult) and "%" in (ours, theirs):
                return ours if theirs == "%" else theirs
            return ours or theirs
        case ast.Call(args=args):
            return next(filter(None, (_unit(arg, units) for arg in args)), "")
        case _:
            return ""


def placeholders(text: Text) -> tuple[str, ...]:
    """What stands in braces in either language, in order, each once."""
    return tuple(dict.fromkeys(PLACEHOLDER.findall(text.zh) + PLACEHOLDER.findall(text.en)))


def fill(text: Text, values: Mapping[str, Decimal], units: Mapping[str, str]) -> Text:
    """`text` with its figures printed. What cannot be worked out stays in its braces, for the author to see."""
    if "{" not in text.zh and "{" not in text.en:
        return text
    return Text(_fill(text.zh, values, units, "zh_CN"), _fill(text.en, values, units, "en"))


_PLACE_AND_SPACE = re.compile(PLACEHOLDER.pattern + r"( (?=[\u4e00-\u9fff]))?")


def _fill(text: str, values: Mapping[str, Decimal], units: Mapping[str, str], language: str) -> str:
    def put(match: re.Match[str]) -> str:
        try:
            formula = parse(match[1])
            figure = printed(formula.number(values), unit_of(formula, units)).in_(language)
        except BadFormula:
            return match[0]
        # «{sales} 免税» is written with a space; after 元 there is none, after a digit or % it stays
        return figure if "\u4e00" <= figure[-1:] <= "\u9fff" else figure + (match[2] or "")

    return _PLACE_AND_SPACE.sub(put, text)


# Reading what a person typed

LONGEST_NUMBER = 64
"""Characters of a typed number that are looked at; anything longer is no number."""

_HALF_WIDTH = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0xFFE5: 0xA5, 0x2212: 0x2D}
"""Full-width forms, the full-width yuan sign and the minus sign, as typed with a Chinese keyboard."""

_TYPED = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+|(?=\.\d))(?:\.(\d*))?", re.ASCII)
_MONEY_BEFORE = ("人民币", "cny", "rmb", "¥")
_MONEY_AFTER = ("元整", "元", "圆", "yuan", "cny", "rmb")


def read_number(typed: str, unit: str) -> Decimal | None:
    """The number a person typed: ``3,120.00``, ``3120元``, ``３１２０``, ``0.312 万元``, ``1%``; None when it is none.

    A unit may be left out; a foreign one (per cent where yuan are asked) makes it no answer.
    """
    if len(typed) > LONGEST_NUMBER:
        return None
    text = "".join(typed.translate(_HALF_WIDTH).casefold().split())
    text, factor = _without_unit(text, unit)
    match = _TYPED.fullmatch(text)
    if match is None or not (match[2] or match[3]):
        return None
    digits = f"{match[1]}{match[2].replace(',', '') or '0'}.{match[3] or '0'}"
    return Decimal(digits) * factor


def _without_unit(text: str, unit: str) -> tuple[str, int]:
    if unit == "CNY":
        for before in _MONEY_BEFORE:
            text = text.removeprefix(before)
        for after in _MONEY_AFTER:
            if text.endswith(after):
                text = text.removesuffix(after)
                break
        return (text.removesuffix("万"), 10_000) if text.endswith("万") else (text, 1)
    if unit == "%":
        return text.removesuffix("%"), 1
    for word in sorted(_WORDS.get(unit, (unit,)), key=len, reverse=True):
        if word and text.endswith(word):
            return text.removesuffix(word), 1
    return text, 1
