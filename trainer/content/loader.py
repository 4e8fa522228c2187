"""Authored files → domain structs, with the file and line of everything, and all problems at once.

Nothing here raises for bad content: what cannot be read is noted in `Sources.problems` and left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar, cast

from trainer.content import convert, forms
from trainer.content.files import inside, name_in, parse, read_text
from trainer.content.glossary import Term
from trainer.content.problems import Place, Problems
from trainer.content.shapes import Fields, Items, Reading, Shape
from trainer.domain.case import Case
from trainer.domain.paper import Paper
from trainer.domain.policy import Policy
from trainer.domain.programme import Practical, Programme
from trainer.domain.question import Item

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Loaded(Generic[T]):
    """A struct with where its parts stand: dotted path → line."""

    value: T
    file: str
    lines: dict[str, int]

    def place(self, path: str = "") -> Place:
        """The place of a part, or of the nearest thing around it that has a line."""
        while path and path not in self.lines:
            path = path.rpartition(".")[0]
        return Place(self.file, self.lines.get(path, 1))


@dataclass(frozen=True, slots=True)
class LessonText:
    """A lesson as written. `body` begins on line `first`; the questions are taken out of it, their lines left empty.

    `check_line` is the line of the first question, 0 when there is none.
    """

    id: str
    fields: Fields
    folder: str
    number: int
    body: str
    first: int
    items: tuple[Loaded[Item], ...]
    check_line: int


@dataclass(slots=True)
class Sources:
    """Everything under a content folder. Things with a repeated id are kept once, the first in file order."""

    root: Path
    problems: Problems = field(default_factory=Problems)
    policies: dict[str, Loaded[Policy]] = field(default_factory=dict)
    cases: dict[str, Loaded[Case]] = field(default_factory=dict)
    lessons: dict[str, Loaded[LessonText]] = field(default_factory=dict)
    bank: dict[str, Loaded[Item]] = field(default_factory=dict)
    papers: dict[str, Loaded[Paper]] = field(default_factory=dict)
    practicals: dict[str, Loaded[Practical]] = field(default_factory=dict)
    terms: dict[str, Loaded[Term]] = field(default_factory=dict)
    programme: Loaded[Programme] | None = None

    def register(self) -> dict[str, Policy]:
        """The policies by id."""
        return {id_: loaded.value for id_, loaded in self.policies.items()}


def load(root: Path) -> Sources:
    """Read ``courses/`` and ``quizzes/`` below `root`."""
    sources = Sources(root.resolve())
    if not (sources.root / "courses").is_dir() and not (sources.root / "quizzes").is_dir():
        sources.problems.add(Place(".", 0), "no-content")
        return sources
    _policies(sources)
    _cases(sources)
    _bank(sources)
    _papers(sources)
    _lessons(sources)
    _glossary(sources)
    _programme(sources, _practicals(sources))
    _strangers(sources)
    return sources


def files(root: Path, folder: str, pattern: str) -> Iterator[Path]:
    """The files of a folder in path order; none when the folder is missing."""
    base = root / folder
    return iter(sorted(path for path in base.glob(pattern) if path.is_file() or path.is_symlink()))


def _read(sources: Sources, path: Path, shape: Shape) -> tuple[str, object]:
    """(name of the file, the value read from it or None)."""
    name = name_in(sources.root, path)
    text = read_text(sources.root, path, sources.problems)
    if text is None:
        return name, None
    before = len(sources.problems)
    node = parse(text, name, sources.problems)
    if node is None:
        if len(sources.problems) == before:
            sources.problems.add(Place(name, 1), "empty-file")
        return name, None
    return name, shape.read(node, Reading(name, sources.problems))


def _keep(sources: Sources, kept: dict[str, Loaded[T]], id_: str, loaded: Loaded[T]) -> None:
    """Keep a thing under its id; a second one with the same id is a problem."""
    first = kept.get(id_)
    if first is None:
        kept[id_] = loaded
        return
    place = first.place("id")
    sources.problems.add(loaded.place("id"), "duplicate-id", id=id_, other=place.file, other_line=place.line)


def _each(sources: Sources, path: Path, shape: Shape, make: Callable[[Fields], T], kept: dict[str, Loaded[T]]) -> None:
    """Read a file that holds a list of things with ids."""
    name, value = _read(sources, path, shape)
    for fields in cast("Sequence[Fields]", value if isinstance(value, Items) else ()):
        _keep(sources, kept, str(fields["id"]), Loaded(make(fields), name, convert.lines_of(fields)))


def _policies(sources: Sources) -> None:
    path = sources.root / "quizzes/policies.yaml"
    if path.exists():
        _each(sources, path, forms.POLICIES, convert.policy, sources.policies)
    else:
        sources.problems.add(Place("quizzes/policies.yaml", 0), "file-missing")


def _glossary(sources: Sources) -> None:
    path = sources.root / "courses/glossary.yaml"
    if path.exists():
        _each(sources, path, forms.GLOSSARY, convert.term, sources.terms)


def _bank(sources: Sources) -> None:
    for path in files(sources.root, "quizzes/questions", "*.yaml"):
        _each(sources, path, forms.BANK, lambda fields: convert.item(fields, ""), sources.bank)


def _one(sources: Sources, path: Path, shape: Shape, make: Callable[[Fields], T], kept: dict[str, Loaded[T]]) -> str:
    """Read a file that holds one thing with an id; the id, or nothing."""
    name, fields = _read(sources, path, shape)
    if not isinstance(fields, Fields):
        return ""
    _keep(sources, kept, str(fields["id"]), Loaded(make(fields), name, convert.lines_of(fields)))
    return str(fields["id"])


def _cases(sources: Sources) -> None:
    for path in files(sources.root, "quizzes/cases", "**/*.yaml"):
        id_ = _one(sources, path, forms.CASE, convert.case, sources.cases)
        loaded = sources.cases.get(id_)
        if loaded and loaded.file == name_in(sources.root, path) and path.stem != id_:
            sources.problems.add(loaded.place("id"), "file-not-named-after-id", id=id_)


def _papers(sources: Sources) -> None:
    for path in files(sources.root, "quizzes/papers", "*.yaml"):
        _one(sources, path, forms.PAPER, convert.paper, sources.papers)


def _practicals(sources: Sources) -> dict[str, Practical]:
    """The practicals by the name of their file, as the programme names them."""
    named: dict[str, Practical] = {}
    for path in files(sources.root, "courses/practicals", "*.yaml"):
        id_ = _one(sources, path, forms.PRACTICAL, convert.practical, sources.practicals)
        if id_ and sources.practicals[id_].file == name_in(sources.root, path):
            named[path.stem] = sources.practicals[id_].value
    return named


def _programme(sources: Sources, practicals: dict[str, Practical]) -> None:
    path = sources.root / "courses/programme.yaml"
    if not path.exists():
        sources.problems.add(Place("courses/programme.yaml", 0), "file-missing")
        return
    name, fields = _read(sources, path, forms.PROGRAMME)
    if not isinstance(fields, Fields):
        return
    folders: dict[str, list[str]] = {}
    for lesson in sources.lessons.values():
        folders.setdefault(lesson.value.folder, []).append(lesson.value.id)
    lines = convert.lines_of(fields)
    known: list[Practical] = []
    for n, stem in enumerate(convert.words(fields, "practicals")):
        if stem in practicals:
            known.append(practicals[stem])
        else:
            sources.problems.add(Place(name, lines[f"practicals.{n}"]), "unknown-practical", id=stem)
    for n, week in enumerate(convert.listed(fields, "weeks")):
        folder = convert.get(week, "folder", "")
        if folder and folder not in folders:
            sources.problems.add(Place(name, lines[f"weeks.{n}.folder"]), "folder-without-lessons", folder=folder)
    made = convert.programme(fields, {name: tuple(ids) for name, ids in folders.items()}, tuple(known))
    sources.programme = Loaded(made, name, lines)


def _lessons(sources: Sources) -> None:
    for path in files(sources.root, "courses", "*/course.yaml"):
        _read(sources, path, forms.COURSE)
    counts: dict[str, int] = {}
    for path in files(sources.root, "courses", "*/*.md"):
        folder = path.parent.name
        counts[folder] = counts.get(folder, 0) + 1
        _lesson(sources, path, folder, counts[folder])


def _lesson(sources: Sources, path: Path, folder: str, number: int) -> None:
    name = name_in(sources.root, path)
    text = read_text(sources.root, path, sources.problems)
    if text is None:
        return
    lines = text.split("\n")
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), 0)
    if lines[0].rstrip() != "---" or not end:
        sources.problems.add(Place(name, 1), "no-front-matter")
        return
    node = parse("\n".join(lines[1:end]), name, sources.problems, first_line=2)
    fields = forms.LESSON.read(node, Reading(name, sources.problems)) if node else None
    body, items = _questions(sources, name, lines[end + 1 :], end + 2)
    if fields is None:
        return
    id_ = str(fields["id"])
    check_line = min((item.place().line for item in items), default=0)
    made = LessonText(id_, fields, folder, number, body, end + 2, items, check_line)
    _keep(sources, sources.lessons, id_, Loaded(made, name, convert.lines_of(fields)))


_FENCE = re.compile(r"(```+|~~~+)\s*(\w*)\s*$")


def _questions(sources: Sources, name: str, lines: list[str], first: int) -> tuple[str, tuple[Loaded[Item], ...]]:
    """The text without its question blocks (their lines left empty), and the questions."""
    kept: list[str] = []
    items: list[Loaded[Item]] = []
    fence, word, started = "", "", 0
    for n, line in enumerate(lines):
        hit = _FENCE.match(line)
        if not fence and hit:
            fence, word, started = hit[1], hit[2], n
        elif fence and hit and hit[1] == fence and not hit[2]:
            if word == "question":
                items += _question(sources, name, lines[started + 1 : n], first + started + 1)
            kept.append("" if word == "question" else line)
            fence, word = "", ""
            continue
        kept.append("" if word == "question" else line)
    if fence:
        sources.problems.add(Place(name, first + started), "fence-not-closed")
    return "\n".join(kept), tuple(items)


def _question(sources: Sources, name: str, lines: list[str], first: int) -> list[Loaded[Item]]:
    node = parse("\n".join(lines), name, sources.problems, first_line=first)
    fields = forms.QUESTION.read(node, Reading(name, sources.problems)) if node else None
    if fields is None:
        return []
    return [Loaded(convert.item(fields, ""), name, convert.lines_of(fields))]


_KNOWN = (
    "courses/programme.yaml",
    "courses/glossary.yaml",
    "courses/practicals/*.yaml",
    "courses/*/*.md",
    "courses/*/course.yaml",
    "quizzes/policies.yaml",
    "quizzes/cases/**/*.yaml",
    "quizzes/papers/*.yaml",
    "quizzes/questions/*.yaml",
)
PICTURES = (".png", ".jpg", ".jpeg")


def _strangers(sources: Sources) -> None:
    """Links out of the folder are mistakes; files nobody reads are worth a look, since somebody meant something."""
    known = {path for pattern in _KNOWN for path in sources.root.glob(pattern)}
    for folder in ("courses", "quizzes"):
        for path in sorted((sources.root / folder).rglob("*")):
            place = Place(name_in(sources.root, path), 0)
            if path.is_symlink() or not inside(sources.root, path):
                sources.problems.add(place, "outside")
            elif path.is_file() and path not in known and path.suffix.lower() not in PICTURES:
                sources.problems.note(place, "file-not-read")
