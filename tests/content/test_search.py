"""Search finds exactly the rows LIKE finds, in tiers, newest first, with highlights that are really there."""

from __future__ import annotations

import importlib.util
import sqlite3
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trainer.content import search
from trainer.content.compiled import Contents, Entry
from trainer.content.library import Library, write

PIECES = st.sampled_from(
    [
        "税",
        "率",
        "税率",
        "专用发票",
        "13%",
        "％",
        "A级",
        "a",
        "vat-07",
        "VAT",
        "3,000",
        "00",
        " ",
        "。",
        "，",
        "１３",
        "é",
        '"',
        "*",
        "_",
        "(",
        "元",
        "ﬁ",
        "𠀀",
        "\n",
        "-",
    ]
)
TEXTS = st.lists(PIECES, max_size=8).map("".join)


def entry(n: int, title: str, tags: tuple[str, ...], text: str, industry: str = "I01") -> Entry:
    return Entry(
        kind="case", id=f"c{n}", title=title, tags=tags, text=text, filters=(("industry", industry),), newest=f"{n:04}"
    )


def opened(path: Path, entries: list[Entry]) -> Library:
    write(Contents(hash="0" * 64, things=(), owned=(), pictures=(), entries=tuple(entries), counts={}), path)
    return Library.open(path)


def like(entries: list[Entry], query: str) -> set[str]:
    """What `LIKE` finds: every word in title, tags or text, ASCII letters and full-width forms alike."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE row(id, title, tags, text)")
    rows = [(e.id, *(search.fold(part) for part in (e.title, "\n".join(e.tags), e.text))) for e in entries]
    db.executemany("INSERT INTO row VALUES (?, ?, ?, ?)", rows)
    found = {e.id for e in entries}
    for word in search.fold(query).split():
        pattern = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        sql = (
            "SELECT id FROM row WHERE title LIKE ?1 ESCAPE '\\' OR tags LIKE ?1 ESCAPE '\\' OR text LIKE ?1 ESCAPE '\\'"
        )
        found &= {row[0] for row in db.execute(sql, (pattern,))}
    db.close()
    return found


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=12),
    queries=st.lists(TEXTS, min_size=1, max_size=12),
)
def test_exactly_the_rows_of_like(tmp_path: Path, rows: list[tuple[str, str, str]], queries: list[str]) -> None:
    entries = [entry(n, title, (tag,) if tag else (), text) for n, (title, tag, text) in enumerate(rows)]
    library = opened(tmp_path / "library-000000000000.db", entries)
    for query in queries:
        found = library.search(query, limit=50)
        assert {hit.id for hit in found.hits} == like(entries, query), query
        assert not found.more
    library.close()


def test_long_words_and_hostile_queries(tmp_path: Path) -> None:
    word = "abcdefghijklmnopqrstuvwxyz0123456789" * 2
    entries = [entry(1, "长词", (), word), entry(2, "近似", (), word[:30] + "x")]
    library = opened(tmp_path / "library-000000000000.db", entries)
    for query in (word, word[3:40], word[:24], word[5:31], word.upper()):
        assert {hit.id for hit in library.search(query).hits} == like(entries, query)
    for query in ('"', "'; DROP TABLE entry --", "NEAR(a b)", "\ud800", "\x00", "title:", "*", "^a", "{x}", "a" * 500):
        library.search(query)
    library.close()


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Library]:
    entries = [
        entry(1, "专用发票怎么开", ("开票",), "旧的一篇"),
        entry(2, "红冲", ("专用发票",), "标签里有"),
        entry(3, "别的", (), "正文里说到专用发票，还有 13%税率。", "I08"),
        entry(4, "新的专用发票", (), "新的一篇，客户是 A级 纳税人。", "I08"),
    ]
    library = opened(tmp_path / "library-000000000000.db", entries)
    yield library
    library.close()


def test_titles_then_tags_then_text_newest_first(shelf: Library) -> None:
    found = shelf.search("专用发票")
    assert [(hit.id, hit.tier) for hit in found.hits] == [("c4", 0), ("c1", 0), ("c2", 1), ("c3", 2)]
    assert (found.count, found.more) == (4, False)
    assert [hit.id for hit in shelf.search("专用发票", limit=2).hits] == ["c4", "c1"]
    assert shelf.search("专用发票", limit=2).more


def test_filters_narrow_and_list(shelf: Library) -> None:
    assert [hit.id for hit in shelf.search("专用发票", {"industry": "I08"}).hits] == ["c4", "c3"]
    assert [hit.id for hit in shelf.search("", {"industry": "I08"}).hits] == ["c4", "c3"]
    assert [hit.id for hit in shelf.search("").hits] == ["c4", "c3", "c2", "c1"]
    assert shelf.search("I08").hits == ()
    with pytest.raises(ValueError, match="filter"):
        shelf.search("", {"colour": "red"})


@pytest.mark.parametrize("query", ["率", "13%", "3%税", "a级", "Ａ级", "１３％", "专用 税率", "级 纳"])
def test_mixed_words(shelf: Library, query: str) -> None:
    assert shelf.search(query).hits


def test_highlights_stand_on_the_words(shelf: Library) -> None:
    hit = next(hit for hit in shelf.search("专用发票").hits if hit.id == "c3")
    assert [hit.snippet[start:end] for start, end in hit.snippet_marks] == ["专用发票"]
    assert hit.title_marks == ()


@given(text=TEXTS, words=st.lists(TEXTS.filter(str.strip), max_size=3))
def test_marks_are_in_order_and_apart(text: str, words: list[str]) -> None:
    folded = tuple(search.fold("".join(word.split())) for word in words)
    marks = search.marks(text, folded)
    assert all(0 <= start < end <= len(text) for start, end in marks)
    assert all(first[1] < second[0] for first, second in pairwise(marks))
    assert len(search.fold(text)) == len(text)


def test_generated_cases_agree_with_like(tmp_path: Path) -> None:
    path = Path(__file__).parents[1] / "bench/generate_cases.py"
    spec = importlib.util.spec_from_file_location("generate_cases", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["generate_cases"] = module
    spec.loader.exec_module(module)
    entries = module.library(300, tmp_path / "library-000000000300.db")
    library = Library.open(tmp_path / "library-000000000300.db")
    for query in module.queries(entries, 60):
        assert {hit.id for hit in library.search(query, limit=300).hits} == like(entries, query), query
    library.close()
