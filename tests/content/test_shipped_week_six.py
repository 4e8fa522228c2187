"""Week 6 as it ships: nothing rests on rules that wait, the mid-term is a pilot, the nickname is corrected everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from trainer.content.loader import Sources, load
from trainer.domain.question import Item

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


def test_nothing_rests_on_rules_that_wait(bank: list[Item]) -> None:
    assert len(bank) >= 45
    for item in bank:
        assert not UNCHECKED & set(item.policies), item.id


def test_the_mid_term_is_a_pilot_that_nothing_asks_for(sources: Sources) -> None:
    assert "试点" in sources.papers["mid-term"].value.title.zh
    assert "mid-term" not in set(_asked_for(sources))


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
