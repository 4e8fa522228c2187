"""The register, the programme and the week 4 bank as they ship: counts, fences and pools."""

from __future__ import annotations

from collections import Counter
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
AWARENESS = {
    *(f"VAT-{n:02d}" for n in (2, 18, 19, 21, 22)), "INV-07", *(f"CIT-{n:02d}" for n in (9, 12, 13, 14)),
    "IIT-09", "IIT-13", *(f"COL-{n:02d}" for n in (11, 12, 13, 14)), "COM-12", "LAB-06", "LAB-08",
    *(f"PRO-{n:02d}" for n in (3, 5, 9, 10)),
}  # fmt: skip


@pytest.fixture(scope="module")
def sources() -> Sources:
    return load(ROOT)


@pytest.fixture(scope="module")
def bank(sources: Sources) -> list[Item]:
    return [loaded.value for loaded in sources.bank.values() if "w04" in loaded.value.tags]


def test_the_register_holds_all_121_rules(sources: Sources) -> None:
    groups = Counter(policy.group for policy in sources.register().values())
    expected = {"VAT": 24, "INV": 10, "CIT": 16, "IIT": 15, "OTH": 6, "COL": 18, "COM": 12, "LAB": 9, "PRO": 11}
    assert groups == expected
    assert groups.total() == 121


def test_awareness_rows_and_unchecked_rows_are_never_gradable(sources: Sources) -> None:
    for policy in sources.register().values():
        if policy.id in AWARENESS or policy.confidence in {"T", "M"}:
            assert not policy.gradable, policy.id
    assert not sources.register()["PRO-07"].gradable


def test_every_row_has_a_document_a_source_and_two_titles(sources: Sources) -> None:
    for policy in sources.register().values():
        assert all((policy.document.zh, policy.source.zh, policy.title.en)), policy.id
        assert policy.group != "VAT" or policy.rule.en, policy.id


def test_bank_questions_rest_on_rules_that_may_be_graded(sources: Sources, bank: list[Item]) -> None:
    register = sources.register()
    assert len(bank) >= 45
    for item in bank:
        assert item.policies, item.id
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


@pytest.mark.parametrize("seed", ["a", "b", "c", "d"])
def test_every_question_can_be_answered_rightly(bank: list[Item], seed: str) -> None:
    for item in bank:
        question = realise(item, seed)
        assert grade(question, question.expected).state == "right", item.id


def test_numbers_worked_out_by_hand(bank: list[Item]) -> None:
    """The figures as written, without drawing: expected values computed on paper."""
    by_hand = {
        "w04-b61": "3360", "w04-b62": "3600", "w04-b63": "600", "w04-b64": "1500", "w04-b65": "104000",
        "w04-b66": "4871.32", "w04-b67": "31200", "w04-b68": "31200", "w04-b69": "5500", "w04-b70": "340000",
        "w04-b71": "6240", "w04-b72": "54600", "w04-b73": "24000",
    }  # fmt: skip
    for item in bank:
        if item.kind == "numeric":
            fixed = [figure for figure in item.figures if figure.vary]
            assert fixed, item.id
            question = realise(_undrawn(item), "x")
            assert abs(Decimal(str(question.key.value)) - Decimal(by_hand[item.id])) < Decimal("0.005"), item.id


def test_no_quarter_ever_stands_exactly_at_the_threshold(bank: list[Item]) -> None:
    for item in bank:
        if "VAT-07" not in item.policies or item.kind != "numeric":
            continue
        for n in range(200):
            for figure in realise(item, f"seed {n}").figures:
                if figure.name == "net":
                    assert abs(figure.value - 300_000) >= 10_000, (item.id, figure.value)


def test_papers_draw_from_at_least_three_times_what_they_ask(sources: Sources, bank: list[Item]) -> None:
    register = sources.register()
    items = [stamped(item, register, TODAY, may_count=True) for item in bank]
    cases = [loaded.value for loaded in sources.cases.values()]
    items += [item for case in cases for item in derive(case, register, cases)[0]]
    for id_, length in {"week-04": 8, "gate-sample": 15}.items():
        paper = sources.papers[id_].value
        assert paper.length == length
        assert paper.pass_mark == 8000
        for section in paper.sections:
            pool = [item for item in pool_for(section, items) if usable(item, paper.mode, TODAY)]
            assert len(pool) >= 3 * section.count, (id_, section)
    assert sources.papers["gate-sample"].value.sample


def test_the_programme_lists_thirteen_weeks_and_twenty_practicals(sources: Sources) -> None:
    assert sources.programme is not None
    programme = sources.programme.value
    assert [week.number for week in programme.weeks] == list(range(1, 14))
    open_weeks = [week for week in programme.weeks if not week.planned]
    assert {"w01", "w04"} <= {week.id for week in open_weeks}
    assert all(week.lessons and week.paper in sources.papers for week in open_weeks)
    assert [week.number for week in programme.weeks if week.mid_term] == [6], "a pilot, after week 6"
    assert [practical.id for practical in programme.practicals] == [f"M{n:02d}" for n in range(1, 21)]
    required = {p.id: p.repeats for p in programme.practicals if not p.planned}
    assert {"M01": 2, "M02": 1, "M05": 1, "M09": 1}.items() <= required.items()
    assert all(1 <= practical.week <= 9 and len(practical.criteria) >= 3 for practical in programme.practicals)
    assert {m.id: m.figure_at_least for m in programme.milestones}["sla-figure"] == 9500


def _undrawn(item: Item) -> Item:
    figures = tuple(msgspec.structs.replace(figure, vary=None) for figure in item.figures)
    return msgspec.structs.replace(item, figures=figures)
