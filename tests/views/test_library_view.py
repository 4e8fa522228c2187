from __future__ import annotations

from pathlib import Path

import pytest

from tests.story import Story
from trainer.views import library as view

CASE = "consultancy-special-invoice-under-threshold"


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return Story.found(tmp_path_factory.mktemp("library"))


@pytest.mark.parametrize("text", ["专票", "税", "1%", "VAT-09", "起征点 专票", "没有的东西", "%", "240,000"])
def test_the_view_finds_what_the_library_finds(story: Story, text: str) -> None:
    session = story.hr
    found = view.results(session, text, {})
    own = session.library.search(text, {}, limit=view.SHOWN)
    assert [(row.kind, row.id) for row in found.rows] == [(hit.kind, hit.id) for hit in own.hits]
    assert [(row.line, row.line_marks) for row in found.rows] == [(hit.snippet, hit.snippet_marks) for hit in own.hits]


def test_filters_narrow_and_nothing_typed_lists_cases(story: Story) -> None:
    every = view.results(story.hr, "", {})
    assert {row.kind for row in every.rows} == {"case"}
    assert every.line == f"{len(every.rows)} cases"
    long = view.results(story.hr, "", {"horizon": "H2", "industry": ""})
    assert 0 < len(long.rows) < len(every.rows)
    assert all("Long-term" in row.tags for row in long.rows)
    assert view.results(story.hr, "专票", {"horizon": "H2"}).rows == ()


def test_a_case_reads_in_its_order(story: Story) -> None:
    page = view.thing(story.hr, "case", CASE)
    assert isinstance(page, view.CasePage)
    assert page.state[0] == "Validated"
    assert "240,000" in page.facts
    assert "{" not in page.facts
    assert page.documents[0].table[1][2] == "80,000 元"
    assert {by for _do, by, _why in page.process} <= {"L1", "L2", "L3"}
    assert any(holds for holds, _say, _side in page.cautions)
    assert any(side.startswith("does not hold") for _holds, _say, side in page.cautions)
    assert {"VAT-07", "VAT-09"} <= {one.code for one in page.policies}
    assert all(one.document for one in page.policies)
    assert page.questions > 12


def test_a_case_past_its_date_asks_for_a_recheck(story: Story) -> None:
    now = story.clock.now
    story.clock.now = now + 3 * 365 * 86_400_000
    page = view.thing(story.hr, "case", CASE)
    story.clock.now = now
    assert isinstance(page, view.CasePage)
    assert page.state == ("Recheck", "warn", "warning")


def test_policies_and_lessons_read_too(story: Story) -> None:
    policy = view.thing(story.hr, "policy", "VAT-07")
    assert isinstance(policy, view.PolicyPage)
    assert policy.dates == "1 Jan 2026 to 31 Dec 2027"
    assert CASE in {id_ for id_, _title in policy.cases}
    lesson = view.thing(story.hr, "lesson", "w04-l03")
    assert isinstance(lesson, view.LessonPage)
    assert lesson.objectives
    assert view.thing(story.hr, "case", "nothing") is None
    unread = next(one for one in story.hr.library.policies() if not one.gradable)
    page = view.thing(story.hr, "policy", unread.id)
    assert isinstance(page, view.PolicyPage)
    assert ("For awareness only", "neutral") in page.tags


def test_counts(story: Story, tmp_path: Path) -> None:
    assert view.counts(story.hr).startswith("Cases ")
