"""The register and the programme as they ship: counts, fences, and no sum that stands exactly at the threshold."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from trainer.content.loader import Sources, load
from trainer.domain.question import Item, realise

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


def test_no_quarter_ever_stands_exactly_at_the_threshold(bank: list[Item]) -> None:
    for item in bank:
        if "VAT-07" not in item.policies or item.kind != "numeric":
            continue
        for n in range(200):
            for figure in realise(item, f"seed {n}").figures:
                if figure.name == "net":
                    assert abs(figure.value - 300_000) >= 10_000, (item.id, figure.value)


def test_only_the_sample_is_a_sample(sources: Sources) -> None:
    assert [id_ for id_, paper in sources.papers.items() if paper.value.sample] == ["gate-sample"]


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
