"""Compile the content folder into a library file: what `trainer content build` does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from trainer.content.compile import compile_sources
from trainer.content.library import write
from trainer.content.loader import load
from trainer.content.problems import Problem


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: `path` is None when errors stopped it; `counts` says how many of each kind it holds."""

    path: Path | None
    problems: tuple[Problem, ...]
    counts: Mapping[str, int]


def build(sources: Path, out: Path) -> Built:
    """Check the content folder `sources` (it holds courses/ and quizzes/) and compile it into `out`.

    Nothing is written when there are errors. A library of the same content is kept as it is; older ones are removed.
    Released items are read from ``resources/released`` beside the sources, if it is there.
    """
    loaded = load(sources)
    contents = compile_sources(loaded)
    problems = tuple(loaded.problems)
    if loaded.problems.errors:
        return Built(None, problems, contents.counts)
    path = out / f"library-{contents.hash[:12]}.db"
    if not path.exists():
        out.mkdir(parents=True, exist_ok=True)
        write(contents, path)
    path.touch()
    for other in out.glob("library-????????????.db"):
        if other != path:
            other.unlink(missing_ok=True)
    return Built(path, problems, contents.counts)
