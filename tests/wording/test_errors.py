"""Every refusal and every trouble has a sentence, in both languages, and none is kept for nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from trainer import i18n
from trainer.errors import Refused, Trouble
from trainer.wording import errors, say

PACKAGE = Path(__file__).resolve().parent.parent.parent / "trainer"
SOURCES = {path: path.read_text("utf-8") for path in PACKAGE.rglob("*.py") if path.name != "errors.py"}


def _raised(kind: str, place: int) -> Iterator[tuple[str, str]]:
    """The literal words at `place` of every `Refused(...)` or `Trouble(...)`."""
    for path, source in SOURCES.items():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == kind:
                words = [arg for arg in node.args[place : place + 1] if isinstance(arg, ast.Constant)]
                yield from ((str(word.value), path.name) for word in words)


@pytest.mark.parametrize(
    ("kind", "place", "table"),
    [("Refused", 0, errors.REFUSED), ("Trouble", 0, errors.TROUBLE), ("Trouble", 1, errors.REMEDIES)],
)
def test_every_code_that_is_raised_has_a_sentence(kind: str, place: int, table: dict[str, str]) -> None:
    raised = dict(_raised(kind, place))
    assert len(raised) > 10
    assert {code: file for code, file in raised.items() if code not in table} == {}


@pytest.mark.parametrize("table", [errors.REFUSED, errors.TROUBLE])
def test_no_sentence_is_kept_for_a_code_that_nobody_raises(table: dict[str, str]) -> None:
    everything = "\n".join(SOURCES.values())
    assert [code for code in table if f'"{code}"' not in everything] == []


def test_a_refusal_is_said_with_its_figures_in_both_languages() -> None:
    refused = Refused("criteria-open", met=1, of=3)
    i18n.use("en", PACKAGE)
    assert str(say(refused)) == "1 of 3 criteria are met. Pass needs all of them."
    assert str(say(Refused("date-in-future", day=date(2026, 12, 1)))).startswith("1 Dec 2026 has not come yet")


def test_trouble_says_what_happened_and_what_to_do() -> None:
    i18n.use("en", PACKAGE)
    said = say(Trouble("disk-full", "free-space"))
    assert said.title == "The disk is full. What was saved before is safe."
    assert said.remedy == "Free some space, then try again."


def test_an_unknown_code_is_named_and_not_hidden() -> None:
    i18n.use("en", PACKAGE)
    assert "brand-new" in str(say(Refused("brand-new")))
    assert "brand-new" in str(say(Trouble("brand-new")))
