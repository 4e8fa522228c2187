"""The week 6 bank, its paper and the pilot mid-term as they ship: rules that may be graded, pools, sums by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from trainer.content.loader import Sources, load
from trainer.domain.case import derive
from trainer.domain.faults import faults, gives_itself_away
from trainer.domain.paper import pool_for, usable
from trainer.domain.question import Item, grade, realise, stamped

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 23)
UNCHECKED = {"INV-04", "INV-05", "INV-06", "INV-07", "CIT-16", "PRO-07"}
"""Rows of week 6 that are T or M, awareness only, or wait for the repeal list of August 2026."""


@pytest.fixture(scope="module")
def sources() -> Sources:
    return load(ROOT)


@pytest.fixture(scope="module")
def bank(sources: Sources) -> list[Item]:
    return [loaded.value for loaded in sources.bank.values() if "w06" in loaded.value.tags]


def test_bank_questions_rest_on_checked_rules(sources: Sources, bank: list[Item]) -> None:
    register = sources.register()
    assert len(bank) >= 45
    assert {item.kind for item in bank} == {"single", "multiple", "truefalse", "numeric", "order"}
    for item in bank:
        assert item.policies, item.id
        assert not UNCHECKED & set(item.policies), item.id
        assert all(register[id_].may_be_graded(TODAY) for id_ in item.policies), item.id
        assert not faults(item), item.id


def test_the_right_option_is_not_the_longest_by_habit(bank: list[Item]) -> None:
    singles = [item for item in bank if item.kind == "single"]
    longest = 0
    for item in singles:
        right = next(len(option.text.zh) for option in item.options if option.right)
        wrong = max(len(option.text.zh) for option in item.options if not option.right)
        longest += right > wrong
        assert not gives_itself_away(right, wrong), item.id
    assert longest * 3 < len(singles)
    places = [next(n for n, option in enumerate(item.options) if option.right) for item in singles]
    assert max(places.count(n) for n in range(4)) * 2 < len(singles)


@pytest.mark.parametrize("seed", ["a", "b", "c"])
def test_every_question_can_be_answered_rightly(bank: list[Item], seed: str) -> None:
    for item in bank:
        question = realise(item, seed)
        assert grade(question, question.expected).state == "right", item.id


def test_numbers_worked_out_by_hand(bank: list[Item]) -> None:
    """The figures as written, without drawing: expected values computed on paper."""
    by_hand = {
        "w06-b61": "6240", "w06-b62": "2600", "w06-b63": "2880", "w06-b64": "57200", "w06-b65": "378",
        "w06-b66": "41700", "w06-b67": "1820", "w06-b68": "1800", "w06-b69": "43000", "w06-b70": "210000",
        "w06-b71": "270000", "w06-b72": "56000", "w06-b73": "3000", "w06-b74": "45000", "w06-b75": "585",
    }  # fmt: skip
    for item in bank:
        if item.kind == "numeric":
            assert any(figure.vary for figure in item.figures), item.id
            figures = tuple(msgspec.structs.replace(figure, vary=None) for figure in item.figures)
            question = realise(msgspec.structs.replace(item, figures=figures), "x")
            assert abs(Decimal(str(question.key.value)) - Decimal(by_hand[item.id])) < Decimal("0.005"), item.id


def test_papers_draw_from_at_least_three_times_what_they_ask(sources: Sources) -> None:
    register = sources.register()
    items = [stamped(loaded.value, register, TODAY, may_count=True) for loaded in sources.bank.values()]
    cases = [loaded.value for loaded in sources.cases.values()]
    items += [item for case in cases for item in derive(case, register, cases)[0]]
    for id_, length in {"week-06": 8, "mid-term": 15}.items():
        paper = sources.papers[id_].value
        assert (paper.length, paper.pass_mark, paper.mode) == (length, 8000, "paper")
        for section in paper.sections:
            pool = [item for item in pool_for(section, items) if usable(item, paper.mode, TODAY)]
            assert len(pool) >= 3 * section.count, (id_, section)
    assert "试点" in sources.papers["mid-term"].value.title.zh
    assert sources.papers["mid-term"].value.id not in set(_asked_for(sources))


def _asked_for(sources: Sources) -> Iterator[str]:
    assert sources.programme is not None
    programme = sources.programme.value
    yield from (week.paper for week in programme.weeks)
    yield from (requirement.paper for requirement in programme.requirements)


def test_every_lesson_answers_the_nickname_with_a_document(sources: Sources) -> None:
    """Flag 12: the nickname is a myth in the card, never the basis of a rule."""
    lessons = [one.value for id_, one in sources.lessons.items() if id_.startswith("w06")]
    assert len(lessons) == 5
    for lesson in lessons:
        card = lesson.body.split("## 误区与规定", 1)[1].split("\n## ", 1)[0]
        assert "金税四期" in card
        assert re.search(r"公告 2024 年第 11 号|policy:INV", card)
