"""The authors' compiler: every mistake of the content folder with file and line, all at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from trainer.content import compile as compiler
from trainer.content.checks import glossary, items, references, wordings
from trainer.content.compile import Questions, content_day, revised_on
from trainer.content.loader import Loaded, Sources, load
from trainer.content.problems import Problem, Problems
from trainer.domain.case import Case
from trainer.domain.question import Item


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found. `errors` stop a build, notes do not; `counts` says how many of each kind were read."""

    problems: tuple[Problem, ...]
    counts: Mapping[str, int]
    sources: Sources
    questions: Questions

    @property
    def errors(self) -> int:
        """How many problems stop a build."""
        return sum(1 for problem in self.problems if problem.weight == "error")


def check(root: Path) -> Checked:
    """Check the content folder `root` (it holds courses/ and quizzes/). Bad content never raises."""
    sources = load(root)
    references.check_register(sources.problems, sources)
    for case in sources.cases.values():
        _case(sources, case)
    for lesson in sources.lessons.values():
        wordings.check_lesson(sources.problems, sources, lesson)
        references.check_lesson_policies(sources, lesson, revised_on(lesson))
        for item in lesson.value.items:
            _item(sources, item)
    for item in sources.bank.values():
        _item(sources, item)
        references.check_question(sources, item, content_day(sources))
    references.check_unique(sources.problems, compiler.item_places(sources))
    references.check_practicals(sources.problems, sources)
    references.check_programme(sources.problems, sources)
    glossary.check_glossary(sources, content_day(sources))
    _other_texts(sources)
    made = compiler.questions(sources)
    _derived(sources.problems, sources, made)
    for paper in sources.papers.values():
        references.check_paper(sources.problems, sources, paper, made.all(), content_day(sources))
    return Checked(tuple(sources.problems), compiler.counts(sources, made), sources, made)


def _case(sources: Sources, owner: Loaded[Case]) -> None:
    case, problems = owner.value, sources.problems
    items.check_case_figures(problems, owner)
    for n, question in enumerate(case.questions):
        items.check_item(problems, owner, items.with_figures(case, question), f"questions.{n}")
    wordings.check_texts(problems, owner)
    for name in wordings.MARKDOWN_FIELDS:
        wordings.check_links(problems, sources, owner.place(name), getattr(case, name).zh)
    references.check_case(sources, owner)


def _item(sources: Sources, item: Loaded[Item]) -> None:
    items.check_item(sources.problems, item, item.value)
    wordings.check_texts(sources.problems, item)


def _other_texts(sources: Sources) -> None:
    for policy in sources.policies.values():
        wordings.check_texts(sources.problems, policy)
    for practical in sources.practicals.values():
        wordings.check_texts(sources.problems, practical)
    for paper in sources.papers.values():
        wordings.check_texts(sources.problems, paper)
    if sources.programme:
        wordings.check_texts(sources.problems, sources.programme)


def _derived(problems: Problems, sources: Sources, made: Questions) -> None:
    """Questions that could not be derived: worth a look, since the case is thinner than it could be.

    A case with mistakes is left alone: they come first. What the case is merely too short for is one note.
    """
    broken = {problem.file for problem in problems if problem.weight == "error"}
    thin: dict[str, int] = {}
    for case_id, refusal in made.refused:
        owner = sources.cases[case_id]
        if owner.file in broken:
            continue
        if refusal.code == "case-too-thin":
            thin[case_id] = thin.get(case_id, 0) + 1
            continue
        authored = {question.id: n for n, question in enumerate(owner.value.questions)}
        path = f"questions.{authored[refusal.id]}" if refusal.id in authored else ""
        problems.note(owner.place(path), "question-refused", id=refusal.id, why=refusal.code)
    for case_id, count in thin.items():
        problems.note(sources.cases[case_id].place(), "case-thin", count=count)
