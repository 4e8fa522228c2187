"""The second opinion on figures: typed sums that do not come out are named, right ones are left alone."""

from __future__ import annotations

import time
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.content.checks.recompute import Unreadable, agrees, half_up, value_of, wrong_sums
from trainer.content.checks.wordings import personal
from trainer.content.markdown import findings
from trainer.domain.formula import BadFormula, parse


@pytest.mark.parametrize(
    "text",
    [
        "240,000 元 × 1% = 2,400 元，其余免税",
        "增值税 3,120 元 × 12% × 50% = 187.20 元",
        "312,000 ÷ 1.01 = 308,910.89 元",
        "（90,000 − 60,000）× 25% = 7,500 元",
        "14 ÷ 118 = 11.86%",
        "8,000 × 80% × 20% = 6,400 × 20% = 1,280 元",
        "2026-09-01 到 2026-09-15",
        "公告2026年第10号 = 现行依据",
        "每月 3 - 5 日",
    ],
)
def test_right_sums_and_no_sums(text: str) -> None:
    assert list(wrong_sums(text)) == []


@pytest.mark.parametrize(
    ("text", "sum_"),
    [
        ("1,000 元 × 3% = 31 元。", "1,000 × 3% = 31"),
        ("100 元 + 200 元 = 400 元", "100 + 200 = 400"),
        ("312,000 ÷ 1.01 × 1% = 3,089.20 元", "312,000 ÷ 1.01 × 1% = 3,089.20"),
        ("10 × 2 = 20 = 21", "20 = 21"),
    ],
)
def test_wrong_sums_are_named(text: str, sum_: str) -> None:
    assert list(wrong_sums(text)) == [sum_]


NUMBERS = st.decimals(min_value=1, max_value=10**7, places=2)
FORMULAS = st.recursive(
    st.sampled_from(["a", "b", "0.01", "7", "300000"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        inner.map(lambda x: f"round({x}, 2)"),
        st.tuples(inner, inner).map(lambda t: f"min({t[0]}, {t[1]})"),
        inner.map(lambda x: f"-{x}"),
    ),
    max_leaves=6,
)


@given(formula=FORMULAS, a=NUMBERS, b=NUMBERS)
def test_both_paths_agree(formula: str, a: Decimal, b: Decimal) -> None:
    figures = {"a": a, "b": b}
    try:
        value = parse(formula).number(figures)
    except BadFormula:
        return
    try:
        other = value_of(formula, figures)
    except Unreadable:
        return
    if "round" not in formula:
        assert agrees(formula, figures, value)
    assert abs(other - Fraction(value)) <= max(abs(other), Fraction(1)) / 100 + Fraction(1, 50)


def test_a_wrong_value_is_noticed() -> None:
    assert not agrees("a * 0.01", {"a": Decimal(100)}, Decimal("1.0000001"))
    assert not agrees("a * unknown", {"a": Decimal(1)}, Decimal(1))
    assert half_up(Fraction("-1.005"), 2) == Fraction("-1.01")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("身份证 11010519491231002X", "id-card"),
        ("电话 138-0013-8000", "phone"),
        ("税号 91350211M000100Y43", "tax-number"),
        ("卡号 6222 0200 0000 0000 123", "bank-card"),
    ],
)
def test_personal_numbers(text: str, kind: str) -> None:
    assert list(personal(text)) == [kind]


@pytest.mark.parametrize("text", ["销售额 4,850,000 元", "2026年第10号", "2025-09 至 2026-07", "240000", "20 位号码"])
def test_ordinary_numbers(text: str) -> None:
    assert list(personal(text)) == []


@pytest.mark.parametrize(
    "text", ["1 × " * 3000, "1," * 10_000, "(" * 5000 + "1", "1 = " * 3000, "1 " + " " * 8000 + "x"]
)
def test_hostile_texts_cost_no_time(text: str) -> None:
    before = time.thread_time()
    assert list(wrong_sums(text)) == []
    assert list(wrong_sums("，".join(text[:200] for _n in range(3)) + "。" + text[:230])) == []
    list(findings(text))
    assert time.thread_time() - before < 2
