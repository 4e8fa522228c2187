"""A programme version as data: phases, ordered requirements and targets (`content.md` §6)."""

from __future__ import annotations

from typing import Literal

import msgspec


class Text(msgspec.Struct, frozen=True):
    """A text in both languages; Chinese is the original, English may be missing."""

    zh: str
    en: str = ""

    def in_(self, language: str) -> str:
        """The text in `language` (``zh_CN`` or ``en``), falling back to Chinese."""
        return self.en or self.zh if language == "en" else self.zh


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Base of the compiled pieces of a programme."""


class Week(Part, frozen=True, kw_only=True):
    """A week of theory. `planned` weeks are shown as such and not required.

    `mid_term` is a paper that is offered after this week. It is a pilot: no line of the gate asks for it.
    """

    id: str
    number: int
    title: Text
    lessons: tuple[str, ...] = ()
    paper: str = ""
    planned: bool = False
    policies: tuple[str, ...] = ()
    mid_term: str = ""


class Criterion(Part, frozen=True, kw_only=True):
    """One thing a mentor can see and tick."""

    id: str
    text: Text


class Practical(Part, frozen=True, kw_only=True):
    """A task observed by a mentor; passed when `repeats` observations passed with every criterion met."""

    id: str
    title: Text
    group: Text
    week: int
    criteria: tuple[Criterion, ...] = ()
    repeats: int = 1
    artefact: Text = Text("")
    lessons: tuple[str, ...] = ()
    planned: bool = False


class Milestone(Part, frozen=True, kw_only=True):
    """A single act near the end: who may give it, what is ticked, and the figure (basis points) it must reach."""

    id: str
    title: Text
    by: tuple[str, ...]
    criteria: tuple[Criterion, ...] = ()
    figure_at_least: int | None = None


RequirementKind = Literal["lessons", "months", "exam", "simulations", "practicals", "mentoring", "milestones"]


class Requirement(Part, frozen=True, kw_only=True):
    """One line of the go-live gate, in the programme's order. `planned` lines are shown and not required."""

    id: str
    kind: RequirementKind
    title: Text
    months: int = 0
    paper: str = ""
    passes: int = 0
    planned: bool = False


class Programme(Part, frozen=True, kw_only=True):
    """One version of the programme. `status: pilot` marks its certificates as pilot.

    `hours_target_s` is per calendar quarter, `idle_limit_s` the pause after which study time stops counting,
    `theory_months` and `mentoring_months` calendar months, `valid_months` the life of a certificate.
    """

    id: str
    version: str
    title: Text
    status: Literal["pilot", "in-force"]
    theory_months: int
    mentoring_months: int
    weeks: tuple[Week, ...]
    practicals: tuple[Practical, ...]
    milestones: tuple[Milestone, ...]
    requirements: tuple[Requirement, ...]
    hours_target_s: int
    idle_limit_s: int
    valid_months: int
    examiner_not_mentor: bool = True
    rules: int = 1
    hash: str = ""
