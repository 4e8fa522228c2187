"""Answers as a mentor reads them: words of the options, amounts with their unit, steps in order, nothing lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.story import library_file
from trainer.content.library import Library
from trainer.domain.question import Question, realise
from trainer.wording import answers


@pytest.fixture
def questions() -> Iterator[list[Question]]:
    library = Library.open(library_file())
    pools = [pool for paper in library.papers() for pool in library.pools(paper.id)]
    yield [realise(item, "5eed" * 8) for pool in pools for _hash, item in pool]
    library.close()


def test_every_expected_answer_has_words_without_codes(questions: list[Question]) -> None:
    assert len(questions) > 20
    for question in questions:
        said = answers.expected(question)
        assert said
        assert said not in {one.id for one in question.options} - {one.text.en for one in question.options}
        assert answers.in_words(question, None) == "nothing answered"


def test_an_amount_reads_like_the_expected_one(questions: list[Question]) -> None:
    amounts = [one for one in questions if one.kind == "numeric"]
    assert amounts
    for question in amounts:
        assert answers.in_words(question, question.expected) == answers.expected(question)
        assert answers.in_words(question, "no number") == "no number"


def test_steps_are_numbered_and_unknown_parts_stay(questions: list[Question]) -> None:
    orders = [one for one in questions if one.kind == "order"]
    for question in orders:
        assert answers.expected(question).startswith("1. ")
    question = next(one for one in questions if one.kind == "multiple")
    assert "zz" in answers.in_words(question, ("zz",))
