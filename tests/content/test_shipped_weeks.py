"""What holds for the questions of every week that ships: rules that may be graded, nothing given away, sums by hand."""

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
WEEKS = ("w01", "w04", "w06")
PAPERS = {"week-01": 8, "week-04": 8, "week-06": 8, "mid-term": 15, "gate-sample": 15}
"""Paper → how many questions it asks."""

BY_HAND = {
    "w01-l01-q2": "98", "w01-l02-q4": "22800", "w01-l03-q5": "30000", "w01-l04-q1": "547", "w01-l05-q1": "28",
    "w01-l05-q4": "22", "w01-b61": "31", "w01-b62": "23", "w01-b63": "8", "w01-b64": "24", "w01-b65": "344",
    "w01-b66": "2", "w01-b67": "22000", "w01-b68": "27",
    "w04-b61": "3360", "w04-b62": "3600", "w04-b63": "600", "w04-b64": "1500", "w04-b65": "104000",
    "w04-b66": "4871.32", "w04-b67": "31200", "w04-b68": "31200", "w04-b69": "5500", "w04-b70": "340000",
    "w04-b71": "6240", "w04-b72": "54600", "w04-b73": "24000",
    "w06-b61": "6240", "w06-b62": "2600", "w06-b63": "2880", "w06-b64": "57200", "w06-b65": "378",
    "w06-b66": "41700", "w06-b67": "1820", "w06-b68": "1800", "w06-b69": "43000", "w06-b70": "210000",
    "w06-b71": "270000", "w06-b72": "56000", "w06-b73": "3000", "w06-b74": "45000", "w06-b75": "585",
}  # fmt: skip
"""Numeric question → its answer with the figures as written, computed on paper."""


@pytest.fixture(scope="module")
def checked() -> Checked:
    return check(ROOT)


@pytest.fixture(params=WEEKS)
def asked(checked: Checked, request: pytest.FixtureRequest) -> list[Item]:
    """The questions of one week's bank and lessons."""
    own = [one for one in checked.questions.all() if request.param in one.tags and not one.source.startswith("case:")]
    assert len(own) >= 60
    return own


def test_questions_rest_on_rules_that_may_be_graded(checked: Checked, asked: list[Item]) -> None:
    register = checked.sources.register()
    for item in asked:
        assert all(register[id_].may_be_graded(TODAY) for id_ in item.policies), item.id
        assert item.policies or item.source.startswith("lesson:"), item.id
        assert not faults(item), item.id
    assert {item.kind for item in asked} == {"single", "multiple", "truefalse", "numeric", "order"}


def test_the_right_option_is_not_known_by_its_length_or_place(asked: list[Item]) -> None:
    singles = [item for item in asked if item.kind == "single"]
    longest = 0
    for item in singles:
        right = next(len(option.text.zh) for option in item.options if option.right)
        wrong = max(len(option.text.zh) for option in item.options if not option.right)
        longest += right > wrong
        assert not gives_itself_away(right, wrong), item.id
    assert longest * 3 < len(singles)
    places = [next(n for n, option in enumerate(item.options) if option.right) for item in singles]
    assert max(places.count(n) for n in range(4)) * 2 < len(singles)


@pytest.mark.parametrize("seed", ["a", "b", "c", "d"])
def test_every_question_can_be_answered_rightly(asked: list[Item], seed: str) -> None:
    for item in asked:
        question = realise(item, seed)
        assert grade(question, question.expected).state == "right", item.id


def test_numbers_worked_out_by_hand(checked: Checked) -> None:
    numeric = {item.id: item for item in checked.questions.all() if item.kind == "numeric"}
    banks = {id_ for id_ in numeric if id_ in checked.sources.bank and id_.partition("-")[0] in WEEKS}
    assert banks <= set(BY_HAND)
    for id_, said in BY_HAND.items():
        still = tuple(msgspec.structs.replace(figure, vary=None) for figure in numeric[id_].figures)
        question = realise(msgspec.structs.replace(numeric[id_], figures=still), "x")
        assert abs(Decimal(str(question.key.value)) - Decimal(said)) < Decimal("0.005"), id_
        assert id_ not in banks or any(figure.vary for figure in numeric[id_].figures), id_


@pytest.mark.parametrize(("paper", "length"), PAPERS.items())
def test_a_paper_draws_from_at_least_three_times_what_it_asks(checked: Checked, paper: str, length: int) -> None:
    blueprint = checked.sources.papers[paper].value
    assert (blueprint.length, blueprint.pass_mark) == (length, 8000)
    for section in blueprint.sections:
        pool = [one for one in pool_for(section, checked.questions.all()) if usable(one, blueprint.mode, TODAY)]
        assert len(pool) >= 3 * section.count, section
