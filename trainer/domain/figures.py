"""The figures of a case or a question: how they vary, how they are drawn, printed and read back.

Figures are Decimals in the unit they carry (yuan, per cent, people, days …). No float ever touches them.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec


class Vary(msgspec.Struct, frozen=True, kw_only=True):
    """The grid a figure is drawn from: min, min + step, … up to max."""

    min: Decimal
    max: Decimal
    step: Decimal


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A named figure: an authored `value`, or a `formula` over figures before it. `unit` is CNY, %, person, day …"""

    name: str
    value: Decimal | None = None
    unit: str = ""
    vary: Vary | None = None
    formula: str = ""
