"""The second opinion on every figure: formulas and typed sums worked out again, on another path.

The domain walks Python's syntax tree with Decimals; here the text is read by a small parser of our own and worked out
in exact fractions. Where both agree for the authored and for drawn figures, the formula means what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)(%?)|([A-Za-z_]\w*)|([-+*/(),]))")


CLAUSE = 240
"""Characters of a clause that is searched for sums; a longer one is no sum a person typed."""


class Unreadable(ValueError):  # noqa: N818  # not an error: this text is no sum
    """The text is not a sum, or cannot be worked out."""


class _Reader:
    """sum := term (± term)* · term := factor (× ÷ factor)* · factor := number, name, function or bracket."""

    def __init__(self, text: str, figures: Mapping[str, Fraction]) -> None:
        self._tokens = list(self._split(text))
        self._at = 0
        self._figures = figures

    @staticmethod
    def _split(text: str) -> Iterator[str]:
        at = 0
        while at < len(text.rstrip()):
            hit = _TOKEN.match(text, at)
            if hit is None:
                raise Unreadable(text)
            at = hit.end()
            yield hit[0].strip()

    def _next(self, *wanted: str) -> str:
        if self._at < len(self._tokens) and self._tokens[self._at] in wanted:
            self._at += 1
            return self._tokens[self._at - 1]
        return ""

    def whole(self) -> Fraction:
        """The value of everything."""
        value = self._sum()
        if self._at != len(self._tokens):
            raise Unreadable("".join(self._tokens))
        return value

    def _sum(self) -> Fraction:
        value = self._term()
        while sign := self._next("+", "-"):
            value = value + self._term() if sign == "+" else value - self._term()
        return value

    def _term(self) -> Fraction:
        value = self._factor()
        while sign := self._next("*", "/"):
            other = self._factor()
            if sign == "/" and not other:
                raise Unreadable("division by zero")
            value = value * other if sign == "*" else value / other
        return value

    def _factor(self) -> Fraction:
        if self._next("-"):
            return -self._factor()
        if self._next("("):
            value = self._sum()
            self._close()
            return value
        if self._at >= len(self._tokens):
            raise Unreadable("ends too early")
        token = self._tokens[self._at]
        self._at += 1
        if token in {"min", "max", "round"} and self._next("("):
            return self._call(token)
        if token in self._figures:
            return self._figures[token]
        if not token[0].isdigit():
            raise Unreadable(token)
        return Fraction(token[:-1]) / 100 if token.endswith("%") else Fraction(token)

    def _call(self, name: str) -> Fraction:
        values = [self._sum()]
        while self._next(","):
            values.append(self._sum())
        self._close()
        if name == "round":
            return half_up(values[0], int(values[1]) if len(values) > 1 else 0)
        return min(values) if name == "min" else max(values)

    def _close(self) -> None:
        if not self._next(")"):
            raise Unreadable("bracket")


def half_up(value: Fraction, places: int) -> Fraction:
    """`value` with that many places, half away from zero."""
    scale = 10**places
    size = int(abs(value) * scale + Fraction(1, 2))
    return Fraction(size if value >= 0 else -size, scale)


def value_of(formula: str, figures: Mapping[str, Decimal]) -> Fraction:
    """A formula worked out in fractions. Raises Unreadable."""
    return _Reader(formula, {name: Fraction(value) for name, value in figures.items()}).whole()


def agrees(formula: str, figures: Mapping[str, Decimal], value: Decimal) -> bool:
    """Whether the second path comes to the same `value`, to within the last of 24 digits."""
    try:
        other = value_of(formula, figures)
    except Unreadable:
        return False
    return abs(other - Fraction(value)) <= max(abs(other), Fraction(1)) / 10**24


_UNIT = re.compile(
    r"(?<=[\d%])\s*(?:万?元|人|天|个月|个季度|年|小时|分钟|张|件|次|yuan)(?=\s*[×÷*/+−=＝）)]|\s*$|\s+-|[，。；、])"
)
_NUMBER = r"\d[\d,]*(?:\.\d+)?%?"
_OPERATOR = r"\s*[×÷*+−＋]\s*|\s+[-/–]\s+"
_SIDE = rf"[(（]*{_NUMBER}[)）]*(?:(?:{_OPERATOR})[(（]*{_NUMBER}[)）]*)*"
_EQUATION = re.compile(
    rf"(?<![\d.\-–/年A-Za-z])(?<![×÷*/+−＋=＝-]\s)({_SIDE})((?:\s*[=＝]\s*{_SIDE})+)(?![\d,]*\d|\s*[×÷*/+−])"
)
_PLAIN = str.maketrans({"×": "*", "÷": "/", "−": "-", "–": "-", "＋": "+", "（": "(", "）": ")", ",": "", "，": ""})


def wrong_sums(text: str) -> Iterator[str]:
    """The typed sums of a text that do not come out: ``3,120 × 12% × 50% = 187.20 元`` is right and not given.

    A result may be rounded in its last place. Amounts with 万 are left alone: the texts write yuan.
    """
    for clause in re.split(r"[。；\n]", text):
        if len(clause) > CLAUSE:
            continue
        for hit in _EQUATION.finditer(_UNIT.sub("", clause)):
            sides = [hit[1], *re.split(r"\s*[=＝]\s*", hit[2])[1:]]
            yield from (f"{left} = {right}" for left, right in pairwise(sides) if not _equal(left, right))


def _equal(left: str, right: str) -> bool:
    try:
        first, second = (_Reader(side.translate(_PLAIN), {}).whole() for side in (left, right))
    except Unreadable:
        return True
    last = re.search(r"\.(\d+)(%?)\)*$", right)
    places = (len(last[1]) if last else 0) + (2 if right.endswith("%") else 0)
    slack = Fraction(1, 10**places) if places >= 2 else Fraction(1, 200)
    return abs(first - second) <= slack
