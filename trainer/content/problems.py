"""A mistake in a content file, as a value. All of them are collected; none stops the others from being found.

A problem names file, line, a stable code and the figures its sentence needs; the sentence is made by
`trainer.wording.problem`. Lines count from 1; line 0 means the whole file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Weight = Literal["error", "note"]
"""error: the library is not built. note: worth an author's look; nothing is refused for it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the content folder something stands: path with forward slashes, line from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake. `detail` holds texts and whole numbers by name, for the sentence."""

    file: str
    line: int
    code: str
    detail: dict[str, str | int] = field(default_factory=dict)
    weight: Weight = "error"


class Problems:
    """The list a run fills. Iterating gives file and line order; the same mistake in the same place counts once."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, place: Place, code: str, **detail: str | int) -> None:
        """Note a mistake at `place`."""
        self._keep(Problem(place.file, place.line, code, detail))

    def note(self, place: Place, code: str, **detail: str | int) -> None:
        """Note something worth a look that does not stop the build."""
        self._keep(Problem(place.file, place.line, code, detail, "note"))

    def _keep(self, problem: Problem) -> None:
        if problem not in self._found:
            self._found.append(problem)

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self._found, key=lambda p: (p.file, p.line, p.code)))

    def __len__(self) -> int:
        return len(self._found)

    @property
    def errors(self) -> int:
        """How many of them stop the build."""
        return sum(1 for problem in self._found if problem.weight == "error")
