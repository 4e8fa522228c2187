"""The help is complete: both languages, the same parts, no dead link, every role's main jobs."""

from __future__ import annotations

import re

import pytest

from trainer import config, i18n
from trainer.ui.navigation import NEED_ARGUMENTS, PAGES, installed
from trainer.views import help as helping

TOPICS = [id_ for id_, _roles in helping.TOPICS]
BOTH = [(id_, speech) for id_ in TOPICS for speech in helping.LANGUAGES]
JOBS = {
    "trainee": 7,
    "mentor": 5,
    "examiner": 1,
    "hr": 10,
}
"""How many jobs of a role have a page of their own."""


def shape(text: str) -> list[str]:
    """Headings, steps, points and calls of attention, in order."""
    marks = [(r"# ", "title"), (r"## ", "heading"), (r"\d+\. ", "step"), (r"- ", "point"), (r"> ", "careful")]
    return [name for line in text.splitlines() for mark, name in marks if re.match(mark, line)]


@pytest.mark.parametrize("id_", TOPICS)
def test_both_languages_have_the_same_parts_and_links(id_: str) -> None:
    zh, en = (helping.source(id_, speech) for speech in helping.LANGUAGES)
    assert zh
    assert en
    assert shape(zh) == shape(en)
    assert list(helping.links(zh)) == list(helping.links(en))


def test_no_file_lies_there_that_nobody_can_open() -> None:
    for speech in helping.LANGUAGES:
        assert {one.stem for one in helping.folder(speech).glob("*.md")} == set(TOPICS)


@pytest.mark.parametrize(("id_", "speech"), BOTH)
def test_every_link_leads_somewhere(id_: str, speech: str) -> None:
    text = helping.source(id_, speech)
    pages = {one.name for one in PAGES} - NEED_ARGUMENTS
    for kind, target in helping.links(text):
        assert target in (pages if kind == "page" else TOPICS), target
    assert text.count("](") == len(list(helping.links(text))), "a link of another form"


def test_every_page_that_is_linked_is_part_of_the_program() -> None:
    targets = {
        target for id_, speech in BOTH for kind, target in helping.links(helping.source(id_, speech)) if kind == "page"
    }
    assert [one.name for one in PAGES if one.name in targets and not installed(one)] == []


@pytest.mark.parametrize(("id_", "speech"), BOTH)
def test_it_is_short_and_speaks_its_language(id_: str, speech: str) -> None:
    text = helping.source(id_, speech)
    chinese = sum("\u4e00" <= letter <= "\u9fff" for letter in text)
    assert (chinese > 80) if speech == "zh_CN" else chinese == 0
    assert "你" not in text
    assert "您" not in text
    assert "!" not in text
    assert len(text) < 2500
    assert max(len(line) for line in text.splitlines()) < (130 if speech == "zh_CN" else 260)


@pytest.mark.parametrize("speech", helping.LANGUAGES)
def test_every_page_is_rendered_with_its_links(speech: str) -> None:
    i18n.use(speech, config.catalogues())
    for id_ in TOPICS:
        found = helping.page(id_)
        assert found is not None
        assert found.title
        assert f"<h1>{found.title}</h1>" in found.html
        source = helping.source(id_, speech)
        assert found.html.count("<h2>") == source.count("\n## ")
        assert found.html.count('href="qicheng:') == len(list(helping.links(source)))
        assert "<blockquote>" not in found.html


def test_the_contents_begin_with_the_persons_own_work() -> None:
    for role, least in JOBS.items():
        mine, common, others = helping.topics_for({role})
        assert len(mine) >= least
        assert len(common) >= 6
        assert len(mine) + len(common) + len(others) == len(TOPICS)


def test_links_of_the_help_and_nothing_else() -> None:
    assert helping.target("qicheng:page/today") == ("page", "today")
    assert helping.target("qicheng:help/exchange") == ("help", "exchange")
    assert helping.target("qicheng:case/x") == ("", "")
    assert helping.target("https://page/today") == ("", "")
    assert helping.page("../../secret") is None
