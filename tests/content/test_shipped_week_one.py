"""Week 1 as it ships: nothing rests on an unread rule, figures worked out by hand, the flags corrected, pools wide enough."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from trainer.content.check import Checked, check
from trainer.domain.faults import faults, gives_itself_away
from trainer.domain.paper import pool_for, usable
from trainer.domain.question import Item, grade, realise

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def checked() -> Checked:
    return check(ROOT)


@pytest.fixture(scope="module")
def asked(checked: Checked) -> list[Item]:
    """The questions of the bank and of the lessons."""
    own = [item for item in checked.questions.all() if "w01" in item.tags]
    assert len(own) >= 60
    return own


def test_questions_rest_on_rules_that_may_be_graded(checked: Checked, asked: list[Item]) -> None:
    register = checked.sources.register()
    for item in asked:
        assert all(register[id_].may_be_graded(TODAY) for id_ in item.policies), item.id
        assert item.policies or item.source.startswith("lesson:"), item.id
        assert not faults(item), item.id


@pytest.mark.parametrize("seed", ["a", "b", "c", "d"])
def test_every_question_can_be_answered_rightly(asked: list[Item], seed: str) -> None:
    for item in asked:
        question = realise(item, seed)
        assert grade(question, question.expected).state == "right", item.id


def test_the_right_option_is_not_the_longest_by_habit(asked: list[Item]) -> None:
    singles = [item for item in asked if item.kind == "single"]
    longest = 0
    for item in singles:
        right = next(len(option.text.zh) for option in item.options if option.right)
        wrong = max(len(option.text.zh) for option in item.options if not option.right)
        longest += right > wrong
        assert not gives_itself_away(right, wrong), item.id
    assert longest * 3 < len(singles)


def test_numbers_worked_out_by_hand(asked: list[Item]) -> None:
    by_hand = {
        "w01-l01-q2": "98", "w01-l02-q4": "22800", "w01-l03-q5": "30000", "w01-l04-q1": "547", "w01-l05-q1": "28",
        "w01-l05-q4": "22", "w01-b61": "31", "w01-b62": "23", "w01-b63": "8", "w01-b64": "24", "w01-b65": "344",
        "w01-b66": "2", "w01-b67": "22000", "w01-b68": "27",
    }  # fmt: skip
    numeric = [item for item in asked if item.kind == "numeric"]
    assert {item.id for item in numeric} == set(by_hand)
    for item in numeric:
        still = tuple(msgspec.structs.replace(figure, vary=None) for figure in item.figures)
        question = realise(msgspec.structs.replace(item, figures=still), "x")
        assert Decimal(str(question.key.value)) == Decimal(by_hand[item.id]), item.id


def test_credits_stay_where_two_thirds_are_sixty(asked: list[Item]) -> None:
    """Two-thirds of more than 90 credits is not settled: no draw may reach beyond 90."""
    for item in asked:
        if "PRO-04" not in item.policies or item.kind != "numeric":
            continue
        for n in range(100):
            question = realise(item, f"seed {n}")
            assert Decimal(str(question.key.value)) > 0, item.id


def test_each_flag_of_the_week_has_its_card(checked: Checked) -> None:
    for lesson, said in {
        "w01-l01": ("年度财务梳理", "不是审计"),
        "w01-l03": ("税务师或者律师", "持证合作机构"),
        "w01-l05": ("不自动抵作继续教育的学分",),
    }.items():
        body = checked.sources.lessons[lesson].value.body
        assert "## 误区与规定" in body
        assert all(words in body for words in said), lesson


def test_the_paper_draws_from_at_least_three_times_what_it_asks(checked: Checked) -> None:
    paper = checked.sources.papers["week-01"].value
    assert (paper.length, paper.pass_mark) == (8, 8000)
    for section in paper.sections:
        pool = [item for item in pool_for(section, checked.questions.all()) if usable(item, "paper", TODAY)]
        assert len(pool) >= 3 * section.count, section
