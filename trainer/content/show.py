"""Everything one case turns into, for its author: what `trainer content show CASE` prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from trainer.content.check import check
from trainer.content.problems import Problem
from trainer.domain.canon import content_hash
from trainer.domain.case import Case, Refusal
from trainer.domain.figures import authored
from trainer.domain.formula import BadFormula
from trainer.domain.policy import Policy
from trainer.domain.question import Item, Question, realise
from trainer.errors import Refused

SAMPLES = ("sample-1", "sample-2", "sample-3")
"""Seeds of the draws that are shown: the same every time, so that an author can compare before and after an edit."""


@dataclass(frozen=True, slots=True)
class Made:
    """One question of the case: its content hash, and how it reads for each of `SAMPLES`."""

    item: Item
    hash: str
    draws: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A case, its questions and the refused ones, the rules it names, and the problems of its file."""

    case: Case
    file: str
    questions: tuple[Made, ...]
    refused: tuple[Refusal, ...]
    policies: Mapping[str, Policy]
    problems: tuple[Problem, ...]


def show(root: Path, id_: str) -> Shown:
    """Everything the case `id_` of the content folder turns into. Raises Refused ``unknown-case`` (id)."""
    checked = check(root)
    loaded = checked.sources.cases.get(id_)
    if loaded is None:
        raise Refused("unknown-case", id=id_)
    register = checked.sources.register()
    items = checked.questions.owned[f"case:{id_}"]
    return Shown(
        case=loaded.value,
        file=loaded.file,
        questions=tuple(Made(item, content_hash(item), _draws(item)) for item in items),
        refused=tuple(refusal for owner, refusal in checked.questions.refused if owner == id_),
        policies={id_: register[id_] for id_ in loaded.value.policies if id_ in register},
        problems=tuple(problem for problem in checked.problems if problem.file == loaded.file),
    )


def _draws(item: Item) -> tuple[Question, ...]:
    """How the item reads; once when nothing in it varies, not at all when its figures are broken."""
    try:
        authored(item.figures)
        first = realise(item, SAMPLES[0])
    except BadFormula:
        return ()
    return (first, *(realise(item, seed) for seed in SAMPLES[1:])) if first.varies else (first,)
