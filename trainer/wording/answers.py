"""Answers in words: what somebody chose and what was expected, as the question printed it."""

from __future__ import annotations

from collections.abc import Iterable

from trainer.domain.figures import printed, read_number
from trainer.domain.question import Question
from trainer.i18n import _, language
from trainer.wording.lines import joined


def in_words(question: Question, answer: object) -> str:
    """One answer as text; a line for each part. What is no part of the question is shown as it was recorded."""
    if answer in (None, "", (), [], {}):
        return _("nothing answered")
    texts = {one.id: one.text.in_(language()) for one in (*question.options, *question.reasons)}
    match answer:
        case dict():
            truth, reason = str(answer.get("truth", "")), str(answer.get("reason", ""))
            return joined(texts.get(truth, truth), texts.get(reason, reason))
        case list() | tuple():
            parts = [texts.get(str(part), str(part)) for part in answer]
            return _numbered(parts) if question.kind == "order" else "\n".join(parts)
        case _ if question.kind == "numeric":
            number = read_number(str(answer), question.unit)
            return printed(number, question.unit).in_(language()) if number is not None else str(answer)
        case _:
            return texts.get(str(answer), str(answer))


def expected(question: Question) -> str:
    """The right answer as text."""
    printed = question.expected_text.in_(language())
    return printed or in_words(question, question.expected)


def why(question: Question) -> str:
    """The reason and the way it is worked out, each once."""
    speech = language()
    parts = [question.reason.in_(speech).strip(), question.solution.in_(speech).strip()]
    return "\n".join(part for part in dict.fromkeys(parts) if part)


def _numbered(parts: Iterable[str]) -> str:
    return "\n".join(f"{n}. {part}" for n, part in enumerate(parts, 1))
