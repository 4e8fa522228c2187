"""Formulas on Decimal, figures drawn and printed, numbers read back: tables worked by hand."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal as D  # noqa: N817  # tables of numbers stay readable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.domain.figures import (
    Figure,
    Vary,
    authored,
    checked,
    draw,
    drawn,
    fill,
    number_text,
    placeholders,
    printed,
    read_number,
    unit_of,
    varies,
)
from trainer.domain.formula import LONGEST, BadFormula, parse, rounded, within
from trainer.domain.programme import Text

FIGURES = {"sales": D(312000), "special": D(80000), "rate": D(1), "none": D(0)}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("sales * 0.01", "3120.00"),
        ("round(sales * 0.01 * 0.12 * 0.5, 2)", "187.20"),
        ("sales * rate / 100", "3120"),
        ("min(sales * 0.005, 60000)", "1560.000"),
        ("max(sales, special, 1)", "312000"),
        ("-(special - sales)", "232000"),
        ("round(2.5)", "3"),
        ("round(1.005, 2)", "1.01"),
        ("round(-0.5)", "-1"),
        ("0.1 + 0.2", "0.3"),
        ("1 / 3 * 3", "0.9999999999999999999999999999999999999999"),
    ],
)
def test_sums_are_exact(formula: str, value: str) -> None:
    assert parse(formula).number(FIGURES) == D(value)


@pytest.mark.parametrize(
    ("check", "holds"),
    [
        ("special < sales", True),
        ("0 < special <= 80000", True),
        ("sales == 312000", True),
        ("sales != 312000", False),
        ("special >= sales", False),
        ("sales - special > 232000", False),
    ],
)
def test_checks(check: str, holds: bool) -> None:
    assert parse(check).compares
    assert parse(check).holds(FIGURES) is holds


def test_names_come_once_in_order() -> None:
    assert parse("b + a * b - max(c, a)").names == ("b", "a", "c")


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("", "formula-empty"),
        ("   ", "formula-empty"),
        ("1" * (LONGEST + 1), "formula-too-long"),
        ("sales +", "formula-unreadable"),
        ("销售额 * 2", "formula-unreadable"),
        ("sales\n*2", "formula-unreadable"),
        ("(sales", "formula-unreadable"),
        ("01", "formula-unreadable"),
        ("sales ** 2", "formula-not-allowed"),
        ("sales % 2", "formula-not-allowed"),
        ("sales // 2", "formula-not-allowed"),
        ("1e9", "formula-not-allowed"),
        ("0x10", "formula-not-allowed"),
        ("1_000", "formula-not-allowed"),
        ("True", "formula-not-allowed"),
        ("'a'", "formula-not-allowed"),
        ("__import__('os')", "formula-not-allowed"),
        ("sales.real", "formula-not-allowed"),
        ("[sales]", "formula-not-allowed"),
        ("sales if rate else special", "formula-not-allowed"),
        ("sales and special", "formula-not-allowed"),
        ("not sales", "formula-not-allowed"),
        ("+sales", "formula-not-allowed"),
        ("(a := 1)", "formula-not-allowed"),
        ("sales is special", "formula-not-allowed"),
        ("sales in special", "formula-not-allowed"),
        ("min(sales)", "formula-not-allowed"),
        ("round(sales, 1, 2)", "formula-not-allowed"),
        ("min(*sales)", "formula-not-allowed"),
        ("round(sales, ndigits=2)", "formula-not-allowed"),
        ("abs(sales)", "formula-not-allowed"),
        ("1 + (sales < 2)", "formula-not-allowed"),
    ],
)
def test_what_cannot_be_read_says_why(formula: str, code: str) -> None:
    with pytest.raises(BadFormula) as caught:
        parse(formula)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("sales / none", "formula-division-by-zero"),
        ("profit + 1", "formula-unknown-name"),
        ("sales < 1", "formula-not-a-number"),
        ("round(sales, 7)", "formula-not-allowed"),
        ("round(sales, 0.5)", "formula-not-allowed"),
        ("round(sales, -1)", "formula-not-allowed"),
        ("*".join(["99999999999999999999"] * 4), "formula-out-of-range"),
    ],
)
def test_what_cannot_be_worked_out_says_why(formula: str, code: str) -> None:
    with pytest.raises(BadFormula) as caught:
        parse(formula).number(FIGURES)
    assert caught.value.code == code


def test_a_sum_is_no_check_and_too_large_a_number_is_not_rounded() -> None:
    with pytest.raises(BadFormula, match="not-a-comparison"):
        parse("sales").holds(FIGURES)
    with pytest.raises(BadFormula, match="out-of-range"):
        rounded(D("1e50"), 2)
    assert within(D("6495.09"), D("6495.0900001"), D("0.01"))
    assert not within(D("6495.09"), D("6495.1000001"), D("0.01"))


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(BadFormula):
        assert parse(text).text == text.strip()


# Printing


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        ("240000", "CNY", "240,000 元", "CNY 240,000"),
        ("187.2", "CNY", "187.20 元", "CNY 187.20"),
        ("6495.0851", "CNY", "6,495.09 元", "CNY 6,495.09"),
        ("0.004", "CNY", "0 元", "CNY 0"),
        ("-0.004", "CNY", "0 元", "CNY 0"),
        ("-12.5", "CNY", "-12.50 元", "CNY -12.50"),
        ("1", "%", "1%", "1%"),
        ("64.0625", "%", "64.0625%", "64.0625%"),
        ("301.25", "person", "301.25 人", "301.25 people"),
        ("1", "day", "1 天", "1 day"),
        ("12", "month", "12 个月", "12 months"),
        ("1.13", "", "1.13", "1.13"),
        ("100", "", "100", "100"),
        ("3", "pallet", "3 pallet", "3 pallet"),
    ],
)
def test_figures_print_with_their_unit(value: str, unit: str, zh: str, en: str) -> None:
    assert printed(D(value), unit) == Text(zh, en)


def test_number_text_never_says_minus_nothing() -> None:
    assert number_text(D("-0.00001")) == "0"


UNITS = {"sales": "CNY", "special": "CNY", "rate": "%", "staff": "person"}


@pytest.mark.parametrize(
    ("formula", "unit"),
    [
        ("sales - special", "CNY"),
        ("sales * rate / 100", "CNY"),
        ("rate * sales", "CNY"),
        ("special / sales", ""),
        ("special / sales * 100", ""),
        ("min(sales, 300000)", "CNY"),
        ("-sales", "CNY"),
        ("sales / staff", "CNY"),
        ("1 + 1", ""),
        ("round(unknown, 2)", ""),
    ],
)
def test_sums_take_the_unit_of_their_parts(formula: str, unit: str) -> None:
    assert unit_of(parse(formula), UNITS) == unit


def test_texts_are_filled_in_both_languages() -> None:
    values = {"sales": D(240000), "special": D(80000), "rate": D(1)}
    text = Text("就 {special} 按 {rate} 缴税，其余 {sales - special} 免税；{profit}", "{special} at {rate}")
    assert fill(text, values, UNITS) == Text(
        "就 80,000 元按 1% 缴税，其余 160,000 元免税；{profit}", "CNY 80,000 at 1%"
    )
    assert placeholders(text) == ("special", "rate", "sales - special", "profit")
    plain = Text("没有数字")
    assert fill(plain, values, UNITS) is plain


# Reading


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("3120", "CNY", "3120"),
        ("3,120.00", "CNY", "3120"),
        (" 3 120 元 ", "CNY", "3120"),
        ("3120元", "CNY", "3120"),
        ("３，１２０．００元", "CNY", "3120"),
        ("￥3,120", "CNY", "3120"),
        ("¥3120元整", "CNY", "3120"),
        ("人民币3120", "CNY", "3120"),
        ("RMB 3120", "CNY", "3120"),
        ("0.312 万元", "CNY", "3120"),
        ("1万", "CNY", "10000"),
        ("+5.", "CNY", "5"),
        (".5", "CNY", "0.5"),
        ("−187.20", "CNY", "-187.20"),
        ("1%", "%", "1"),
        ("１％", "%", "1"),
        ("1", "%", "1"),
        ("64.06 %", "%", "64.06"),
        ("12 个月", "month", "12"),
        ("3 People", "person", "3"),
        ("301.25人", "person", "301.25"),
        ("7pallet", "pallet", "7"),
        ("0.16", "", "0.16"),
    ],
)
def test_numbers_are_understood_as_people_type_them(typed: str, unit: str, value: str) -> None:
    assert read_number(typed, unit) == D(value)


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("", "CNY"),
        (".", "CNY"),
        ("元", "CNY"),
        ("NaN", "CNY"),
        ("Infinity", "CNY"),
        ("1e3", "CNY"),
        ("31,20", "CNY"),
        ("3120.0.0", "CNY"),
        ("3120%", "CNY"),
        ("3120人", "CNY"),
        ("3120元", "%"),
        ("--5", "CNY"),
        ("٣١٢٠", "CNY"),
        ("5²", "CNY"),
        ("三千", "CNY"),
        ("9" * 65, "CNY"),
    ],
)
def test_what_is_no_number_is_none(typed: str, unit: str) -> None:
    assert read_number(typed, unit) is None


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2), st.sampled_from(["CNY", "%", "person", ""]))
def test_what_is_printed_can_be_typed_back(value: D, unit: str) -> None:
    assert read_number(printed(value, unit).zh, unit) == value
    assert read_number(printed(value, unit).en, unit) == value


# Drawing

SALES = Figure(name="sales", value=D(240000), unit="CNY", vary=Vary(min=D(180000), max=D(290000), step=D(1000)))
SPECIAL = Figure(name="special", value=D(80000), unit="CNY", vary=Vary(min=D(20000), max=D(290000), step=D(1000)))
REST = Figure(name="rest", formula="sales - special", unit="CNY")


@given(st.text(max_size=12))
def test_checks_hold_in_every_draw(seed: str) -> None:
    figures, checks = (SALES, SPECIAL, REST), ("special < sales", "rest >= 50000")
    values = draw(figures, checks, seed, "x")
    assert checked(values, checks)
    assert values["rest"] == values["sales"] - values["special"]
    assert SALES.vary is not None
    assert SALES.vary.holds(values["sales"])
    assert values == draw(figures, checks, seed, "x")


def test_seeds_give_fresh_figures() -> None:
    assert len({draw((SALES,), (), str(seed), "x")["sales"] for seed in range(40)}) > 20
    assert varies((SALES,))
    assert not varies((REST,))


def test_a_draw_that_can_never_hold_falls_back_to_the_author() -> None:
    assert drawn((SALES,), ("sales < 0",), "s", "x") is None
    assert draw((SALES,), ("sales < 0",), "s", "x") == authored((SALES,))
    assert drawn((SALES, Figure(name="q", formula="1 / (sales - sales)")), (), "s", "x") is None


def test_figures_without_variation_are_the_authors() -> None:
    fixed = Figure(name="total", value=D(1130000), unit="CNY")
    assert draw((fixed,), (), "any", "x") == {"total": D(1130000)}


def test_a_figure_needs_a_value_and_formulas_look_back_only() -> None:
    with pytest.raises(BadFormula, match="unknown-name"):
        authored((Figure(name="a"),))
    with pytest.raises(BadFormula, match="unknown-name"):
        authored((REST, SALES, SPECIAL))


def test_a_grid_that_makes_no_sense_has_no_places() -> None:
    backwards = Vary(min=D(2), max=D(1), step=D(1))
    assert backwards.places == 0
    assert not backwards.holds(D(1))
    assert Vary(min=D(1), max=D(2), step=D(0)).places == 0
    assert Vary(min=D(1), max=D(2), step=D("0.3")).places == 4
    odd = Figure(name="odd", value=D(7), vary=backwards)
    assert draw((odd, SALES), (), "s", "x")["odd"] == D(7)


def test_a_check_that_cannot_be_worked_out_does_not_hold() -> None:
    assert not checked({"a": D(1)}, ("b < 1",))
