"""The glossary: terms found by their spelling, searched, checked, and shown with the lessons that use them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from trainer.content.build import build
from trainer.content.check import check
from trainer.content.glossary import Term, circles, matching, occurring
from trainer.content.library import Library
from trainer.content.loader import load
from trainer.domain.programme import Text

ROOT = Path(__file__).parents[2]

INVOICE = Term(id="invoice", term=Text("发票", "Invoice"), meaning=Text("凭证"))
RED = Term(
    id="red", term=Text("红字发票", "Red-letter invoice"), meaning=Text("冲减"), also=("红冲",), see=("invoice",)
)
FORM = Term(id="form", term=Text("红字发票信息确认单"), meaning=Text("先确认"), policies=("INV-02",), see=("red",))
TERMS = (INVOICE, RED, FORM)


def test_the_longest_spelling_counts_and_the_first_place_orders() -> None:
    assert occurring("先发起红字发票信息确认单。", TERMS) == (FORM,)
    assert occurring("红冲以后，发票和红字发票都在。", TERMS) == (RED, INVOICE)
    assert occurring("没有这些词。", TERMS) == ()
    assert occurring("发票", ()) == ()


def test_search_takes_names_first() -> None:
    assert matching("", TERMS) == TERMS
    assert matching("红冲", TERMS) == (RED,)
    assert matching("确认", TERMS) == (FORM,)
    assert matching("ＩＮＶＯＩＣＥ red", TERMS) == (RED,)
    assert matching("inv-02", TERMS) == (FORM,)
    assert matching("红字发票 冲减", TERMS) == (RED,)


def test_circles_are_found() -> None:
    terms = {term.id: term for term in TERMS}
    assert circles(terms) == ()
    back = Term(id="invoice", term=INVOICE.term, meaning=INVOICE.meaning, see=("form", "gone"))
    assert set(circles({**terms, "invoice": back})) == {"invoice", "red", "form"}


PLANTED = """
- {id: threshold, term: 起征点, meaning: 未达到免税。, policies: [VAT-99]}
- {id: threshold-two, term: 门槛, also: [起征点], meaning: 重复的写法。, see: [nowhere]}
- {id: alpha, term: 甲词, meaning: 绕圈。, see: [beta]}
- {id: beta, term: 乙词, meaning: 绕圈。, see: [alpha]}
- {id: alpha, term: 丙词, meaning: 编号重复。}
- {id: gamma, term: 丁词}
"""


def test_every_mistake_is_reported_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "courses").mkdir()
    (tmp_path / "courses/glossary.yaml").write_text(PLANTED, encoding="utf-8")
    found = [(p.line, p.code, p.weight) for p in check(tmp_path).problems if p.file == "courses/glossary.yaml"]
    assert {(line, code) for line, code, weight in found if weight == "error"} == {
        (2, "unknown-policy"),
        (3, "term-twice"),
        (3, "unknown-term"),
        (4, "term-circle"),
        (5, "term-circle"),
        (6, "duplicate-id"),
        (7, "missing-field"),
    }
    assert {code for _line, code, weight in found if weight == "note"} == {"term-unused"}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    built = build(ROOT, tmp_path_factory.mktemp("library"))
    assert built.path, built.problems
    library = Library.open(built.path)
    yield library
    library.close()


def test_lessons_know_their_terms(shelf: Library) -> None:
    met = {
        lesson.id: [term.id for term in occurring("\n".join(part.text for part in lesson.sections), shelf.terms())]
        for lesson in shelf.lessons()
    }
    assert {"threshold", "net-sales", "special-invoice", "give-up-exemption"} <= set(met["w04-l03"])
    assert all(len(terms) >= 3 for terms in met.values())


def test_terms_are_found_by_words(shelf: Library) -> None:
    assert len(shelf.terms()) >= 60
    first = shelf.terms("起征点")[0]
    assert (first.id, first.term.zh) == ("threshold", "起征点")


def test_every_term_that_ships_is_complete() -> None:
    sources = load(ROOT)
    for loaded in sources.terms.values():
        term = loaded.value
        assert term.term.en, term.id
        assert term.meaning.en, term.id
        assert 10 <= len(term.meaning.zh) <= 90, (term.id, len(term.meaning.zh))
