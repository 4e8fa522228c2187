"""Formulas in case files: names, numbers, + - * /, comparison, min, max, round, on Decimal only.

A formula is parsed once into its names and a tree; it is never handed to Python to be run. Numbers are read from the
text itself, so no float ever exists. ``round(x, 2)`` rounds half up, as tax sums do.
"""

from __future__ import annotations

import ast
import decimal
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

LONGEST = 200
"""Characters a formula may have; a longer one is a mistake."""

_CONTEXT = decimal.Context(
    prec=40,
    rounding=decimal.ROUND_HALF_UP,
    Emin=-60,
    Emax=60,
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)
_NUMBER = re.compile(r"\d{1,20}(\.\d{1,20})?")
_FUNCTIONS = {"min": (2, 9), "max": (2, 9), "round": (1, 2)}
_PLACES = 6


class BadFormula(ValueError):  # noqa: N818  # a mistake of the author, turned into a Problem by the loader
    """A formula that cannot be read or worked out. Codes for `trainer.wording`, with `detail`:

    ``formula-empty``, ``formula-too-long``, ``formula-unreadable``, ``formula-not-allowed`` (what),
    ``formula-unknown-name`` (name), ``formula-not-a-number``, ``formula-not-a-comparison``,
    ``formula-division-by-zero``, ``formula-out-of-range``.
    """

    def __init__(self, code: str, **detail: str) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Formula:
    """A parsed formula. `names` are the figures it uses, in order of first use; `compares` tells a check from a sum."""

    text: str
    names: tuple[str, ...]
    compares: bool
    tree: ast.expr

    def number(self, figures: Mapping[str, Decimal]) -> Decimal:
        """Its value. Raises BadFormula when it is a comparison, a name is missing, or it cannot be worked out."""
        if self.compares:
            raise BadFormula("formula-not-a-number", formula=self.text)
        return _number(self.tree, figures)

    def holds(self, figures: Mapping[str, Decimal]) -> bool:
        """Whether the comparison is true. Raises BadFormula when it is not one or cannot be worked out."""
        if not isinstance(self.tree, ast.Compare):
            raise BadFormula("formula-not-a-comparison", formula=self.text)
        sides = [_number(side, figures) for side in (self.tree.left, *self.tree.comparators)]
        pairs = zip(sides, self.tree.ops, sides[1:], strict=False)
        return all(_compare(left, operator, right) for left, operator, right in pairs)


@lru_cache(maxsize=4096)
def parse(text: str) -> Formula:
    """Read a formula such as ``round(special * 0.01, 2)`` or ``0 < special < sales``. Raises BadFormula."""
    source = text.strip()
    if not source:
        raise BadFormula("formula-empty")
    if len(source) > LONGEST:
        raise BadFormula("formula-too-long", formula=source[:40])
    if not source.isascii() or not source.isprintable():
        raise BadFormula("formula-unreadable", formula=source)
    try:
        tree = ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise BadFormula("formula-unreadable", formula=source) from error
    names: dict[str, None] = {}
    if isinstance(tree, ast.Compare):
        sides = [_read(side, source, names) for side in (tree.left, *tree.comparators)]
        for operator in tree.ops:
            if type(operator) not in _COMPARISONS:
                raise BadFormula("formula-not-allowed", what=type(operator).__name__)
        read: ast.expr = ast.Compare(left=sides[0], ops=tree.ops, comparators=sides[1:])
    else:
        read = _read(tree, source, names)
    return Formula(source, tuple(names), isinstance(read, ast.Compare), read)


def _read(node: ast.expr, source: str, names: dict[str, None]) -> ast.expr:
    """The same tree with nothing in it but what is allowed, and every number a Decimal."""
    match node:
        case ast.Name(id=name):
            names[name] = None
            return node
        case ast.Constant():
            written = source[node.col_offset : node.end_col_offset]
            if not _NUMBER.fullmatch(written):
                raise BadFormula("formula-not-allowed", what=written)
            return _Number(Decimal(written))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return ast.UnaryOp(op=ast.USub(), operand=_read(operand, source, names))
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div() as operator, right=right):
            return ast.BinOp(left=_read(left, source, names), op=operator, right=_read(right, source, names))
        case ast.Call(func=ast.Name(id=called), args=args, keywords=[]) if called in _FUNCTIONS:
            least, most = _FUNCTIONS[called]
            if not least <= len(args) <= most:
                raise BadFormula("formula-not-allowed", what=f"{called}()")
            return ast.Call(func=ast.Name(id=called), args=[_read(arg, source, names) for arg in args], keywords=[])
        case _:
            raise BadFormula("formula-not-allowed", what=source[node.col_offset : node.end_col_offset][:40])


class _Number(ast.expr):
    """A number of the formula, as written."""

    def __init__(self, value: Decimal) -> None:
        super().__init__()
        self.decimal = value


def _number(node: ast.expr, figures: Mapping[str, Decimal]) -> Decimal:
    try:
        return _work_out(node, figures)
    except decimal.DecimalException as error:
        raise BadFormula("formula-out-of-range") from error


def _work_out(node: ast.expr, figures: Mapping[str, Decimal]) -> Decimal:
    match node:
        case _Number():
            return node.decimal
        case ast.Name(id=name):
            if name not in figures:
                raise BadFormula("formula-unknown-name", name=name)
            return figures[name]
        case ast.UnaryOp(operand=operand):
            return _CONTEXT.minus(_work_out(operand, figures))
        case ast.BinOp(left=left, op=operator, right=right):
            return _combine(_work_out(left, figures), operator, _work_out(right, figures))
        case ast.Call(func=ast.Name(id=called), args=args):
            return _call(called, [_work_out(arg, figures) for arg in args])
        case _:
            raise BadFormula("formula-not-allowed", what=type(node).__name__)


def _combine(left: Decimal, operator: ast.operator, right: Decimal) -> Decimal:
    match operator:
        case ast.Add():
            return _CONTEXT.add(left, right)
        case ast.Sub():
            return _CONTEXT.subtract(left, right)
        case ast.Mult():
            return _CONTEXT.multiply(left, right)
        case _:
            if right == 0:
                raise BadFormula("formula-division-by-zero")
            return _CONTEXT.divide(left, right)


def _call(called: str, values: list[Decimal]) -> Decimal:
    if called == "min":
        return min(values)
    if called == "max":
        return max(values)
    places = values[1] if len(values) > 1 else Decimal(0)
    if places != places.to_integral_value() or not 0 <= places <= _PLACES:
        raise BadFormula("formula-not-allowed", what="round()")
    return rounded(values[0], int(places))


def rounded(value: Decimal, places: int) -> Decimal:
    """`value` with that many places, half away from zero (1.005 → 1.01). Raises BadFormula when it is too large."""
    try:
        return value.quantize(Decimal(1).scaleb(-places), context=_CONTEXT)
    except decimal.DecimalException as error:
        raise BadFormula("formula-out-of-range") from error


def within(value: Decimal, other: Decimal, tolerance: Decimal) -> bool:
    """Whether `other` is at most `tolerance` away from `value`."""
    return _CONTEXT.subtract(value, tolerance) <= other <= _CONTEXT.add(value, tolerance)


_COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)


def _compare(left: Decimal, operator: ast.cmpop, right: Decimal) -> bool:
    match operator:
        case ast.Lt():
            return left < right
        case ast.LtE():
            return left <= right
        case ast.Gt():
            return left > right
        case ast.GtE():
            return left >= right
        case ast.Eq():
            return left == right
        case _:
            return left != right
