"""Week 1 as it ships: the flags of the week are corrected, and no sum goes where the rule is not settled."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from trainer.content.check import Checked, check
from trainer.domain.question import Item, realise

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
