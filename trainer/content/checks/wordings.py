"""Texts: nothing that names a person, no markup where none is shown, no way out of the pack."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeVar

from trainer.content import markdown
from trainer.content.checks.recompute import wrong_sums
from trainer.content.checks.walk import texts
from trainer.content.files import LARGEST_PICTURE, inside
from trainer.content.loader import PICTURES, LessonText, Loaded, Sources
from trainer.content.problems import Place, Problems
from trainer.domain.case import Case

T = TypeVar("T")

SHORTEST, LONGEST = 900, 1800
"""Chinese characters of a lesson's text, questions not counted."""

MARKDOWN_FIELDS = ("facts", "result", "feedback")
"""The texts of a case that are Markdown; all others are shown as they are."""

_PERSONAL = (
    (
        "id-card",
        re.compile(r"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])\d{2}\d{3}[\dXx](?![0-9A-Za-z])"),
    ),
    ("phone", re.compile(r"(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)")),
    ("tax-number", re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Za-z])")),
    ("bank-card", re.compile(r"(?<![0-9A-Za-z])\d{15,19}(?![0-9A-Za-z])")),
)


def personal(text: str) -> Iterator[str]:
    """The kinds of personal number a text seems to hold; separators between digits do not hide one."""
    plain = re.sub(r"(?<=\d)[ \-](?=\d)", "", text)
    for kind, pattern in _PERSONAL:
        if pattern.search(plain):
            yield kind
            return


def check_texts(problems: Problems, owner: Loaded[T]) -> None:
    """Every text of a case, question, paper, practical or programme."""
    for path, text in texts(owner.value):
        shown_as_markdown = isinstance(owner.value, Case) and path in MARKDOWN_FIELDS
        for part in (text.zh, text.en):
            _lines(problems, owner.place(path), part, markdown_allowed=shown_as_markdown)


def _lines(problems: Problems, place: Place, text: str, *, markdown_allowed: bool) -> None:
    for offset, line in enumerate(text.split("\n")):
        if len(line) > markdown.LONGEST_LINE:
            at = Place(place.file, place.line + offset)
            problems.add(at, "too-long", limit=markdown.LONGEST_LINE, length=len(line))
            continue
        for kind in personal(line):
            problems.add(Place(place.file, place.line + offset), "personal-number", kind=kind)
    for found in markdown.findings(text):
        at = Place(place.file, place.line + found.line)
        if found.kind == "html":
            problems.add(at, "raw-html", text=found.target)
        elif found.kind == "outward" and (markdown_allowed or ":" in found.target):
            problems.add(at, "link-out", target=found.target[:60])
        elif found.kind == "picture":
            problems.add(at, "picture-not-here")


def check_links(problems: Problems, sources: Sources, place: Place, source: str) -> None:
    """``[[case:…]]``, ``[[policy:…]]``, ``[[lesson:…]]``: each must lead somewhere."""
    known = {"case": sources.cases.keys(), "policy": sources.policies.keys(), "lesson": sources.lessons.keys()}
    for found in markdown.findings(source):
        if found.kind in known and found.target not in known[found.kind]:
            at = Place(place.file, place.line + found.line)
            problems.add(at, "broken-link", kind=found.kind, id=found.target[:60])


def check_lesson(problems: Problems, sources: Sources, owner: Loaded[LessonText]) -> None:
    """A lesson: its text, links, pictures, callouts, sections, length, and the self-check at its end."""
    lesson = owner.value
    first = Place(owner.file, lesson.first)
    check_links(problems, sources, first, lesson.body)
    _lines(problems, first, _without_pictures(lesson.body), markdown_allowed=True)
    for found in markdown.findings(lesson.body):
        at = Place(owner.file, lesson.first + found.line)
        if found.kind == "picture":
            _picture(problems, sources, owner, at, found)
        elif found.kind == "callout" and found.target not in markdown.CALLOUTS:
            problems.add(at, "unknown-callout", kind=found.target[:20], choices=", ".join(markdown.CALLOUTS))
        elif found.kind == "callout" and not found.words:
            problems.add(at, "callout-without-title")
        elif found.kind == "heading" and found.target not in {"##", "###", "####"}:
            problems.add(at, "heading-level")
    for offset, line in enumerate(lesson.body.split("\n")):
        for wrong in wrong_sums(line):
            problems.add(Place(owner.file, lesson.first + offset), "sum-wrong", sum=wrong)
    _sections(problems, owner)


def _without_pictures(body: str) -> str:
    return re.sub(r"!\[[^\]]*\]\([^)]*\)", "", body)


def _sections(problems: Problems, owner: Loaded[LessonText]) -> None:
    lesson = owner.value
    before, parts = markdown.parts(lesson.body, lesson.first)
    if before.strip():
        problems.add(Place(owner.file, lesson.first), "text-before-section")
    titles = [part.title for part in parts]
    for n, part in enumerate(parts):
        if part.title in titles[:n]:
            problems.add(Place(owner.file, part.line - 1), "section-twice", title=part.title)
    if len(parts) < 3:
        problems.add(Place(owner.file, lesson.first), "few-sections", least=3, length=len(parts))
    if not lesson.items:
        problems.add(Place(owner.file, lesson.first), "no-self-check")
    elif parts and lesson.check_line < parts[-1].line:
        problems.add(Place(owner.file, lesson.check_line), "self-check-not-last")
    length = markdown.chinese(lesson.body)
    if not SHORTEST <= length <= LONGEST:
        problems.add(owner.place(), "lesson-length", length=length, least=SHORTEST, most=LONGEST)


def _picture(
    problems: Problems, sources: Sources, owner: Loaded[LessonText], at: Place, found: markdown.Finding
) -> None:
    if not found.words:
        problems.add(at, "picture-without-words", name=found.target[:60])
    path = markdown.picture_path(f"courses/{owner.value.folder}", found.target)
    if not path:
        problems.add(at, "link-out", target=found.target[:60])
        return
    file = sources.root / path
    if file.suffix.lower() not in PICTURES:
        problems.add(at, "picture-kind", name=found.target[:60])
    elif not file.is_file() or not inside(sources.root, file):
        problems.add(at, "picture-missing", name=found.target[:60])
    elif file.stat().st_size > LARGEST_PICTURE:
        problems.add(at, "too-big", limit=LARGEST_PICTURE // 1024)
