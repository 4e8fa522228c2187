"""Compile the content folder into a library file: what `trainer content build` does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from trainer.content.check import check
from trainer.content.compile import compile_sources
from trainer.content.library import write
from trainer.content.problems import Problem
from trainer.content.release import released


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: `path` is None when errors stopped it; `counts` says how many of each kind it holds."""

    path: Path | None
    problems: tuple[Problem, ...]
    counts: Mapping[str, int]


def build(sources: Path, out: Path) -> Built:
    """Check the content folder `sources` (it holds courses/ and quizzes/) and compile it into `out`.

    Nothing is written when there are errors. A library of the same content is kept as it is; older ones are removed.
    Earlier releases are read from ``resources/released`` beside the sources. Raises Trouble ``released-damaged``.
    """
    checked = check(sources)
    if checked.errors:
        return Built(None, checked.problems, checked.counts)
    contents = compile_sources(checked.sources, checked.questions, released(sources / "resources/released"))
    path = out / f"library-{contents.hash[:12]}.db"
    if not path.exists():
        out.mkdir(parents=True, exist_ok=True)
        write(contents, path)
    path.touch()
    for other in out.glob("library-????????????.db"):
        if other != path:
            other.unlink(missing_ok=True)
    return Built(path, checked.problems, checked.counts)
