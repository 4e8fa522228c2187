"""The help: Markdown files that ship with the program, one for each job, in both languages (`resources/help`).

A file begins with ``# Title``. A link ``[words](page:today)`` opens a page, ``[words](help:claim)`` another help page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Final

from trainer import config
from trainer.content import markdown
from trainer.i18n import language

LEARNER: Final = frozenset({"trainee", "specialist"})
MENTOR: Final = frozenset({"mentor"})
EXAMINER: Final = frozenset({"examiner", "proctor", "director"})
HR: Final = frozenset({"hr"})
EVERYBODY: Final = frozenset[str]()

TOPICS: Final[tuple[tuple[str, frozenset[str]], ...]] = (
    ("first-day", LEARNER),
    ("what-today", LEARNER),
    ("read-lesson", LEARNER),
    ("take-quiz", LEARNER),
    ("reviews", LEARNER),
    ("ask-practical", LEARNER),
    ("claim-hours", LEARNER),
    ("before-live", LEARNER),
    ("my-trainees", MENTOR),
    ("sign-practical", MENTOR),
    ("confirm", MENTOR),
    ("case-review", MENTOR),
    ("hand-over", MENTOR),
    ("examine", EXAMINER),
    ("found", HR),
    ("invite", HR),
    ("enrol", HR),
    ("audit", HR),
    ("approve", HR),
    ("suspend", HR),
    ("departure", HR),
    ("lost-key", HR),
    ("not-counting", HR),
    ("prove", HR),
    ("exchange", EVERYBODY),
    ("lost-passphrase", EVERYBODY),
    ("new-laptop", EVERYBODY),
    ("backups", EVERYBODY),
    ("report-mistake", EVERYBODY),
    ("take-back", EVERYBODY),
    ("keyboard", EVERYBODY),
    ("my-data", EVERYBODY),
    ("evidence", EVERYBODY),
    ("demonstration", EVERYBODY),
)
"""Every help page in the order of the contents, and whose job it is; nobody's in particular: everybody's."""

LINK: Final = re.compile(r"\]\((page|help):([a-z-]+)\)")
"""A link as the authors of the help write it."""

_QUOTE: Final = re.compile(r"^(?:> .*\n?)+", re.MULTILINE)
"""A quotation: what must not be overlooked. It is shown as a callout."""

LANGUAGES: Final = ("zh_CN", "en")


@dataclass(frozen=True, slots=True)
class Topic:
    """One help page in the contents."""

    id: str
    title: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A help page to be shown: its HTML for `widgets.lesson.LessonView`."""

    id: str
    title: str
    html: str


def folder(speech: str) -> Path:
    """Where the help of one language lies."""
    return config.resources() / "help" / speech


def source(id_: str, speech: str) -> str:
    """The Markdown of a help page, empty where the file is missing."""
    try:
        return (folder(speech) / f"{id_}.md").read_text(encoding="utf-8")
    except OSError:
        return ""


def title_of(text: str) -> str:
    """The title of a help page: its first line."""
    return text.partition("\n")[0].removeprefix("# ").strip()


@cache
def _topics(speech: str) -> tuple[Topic, ...]:
    return tuple(Topic(id_, title_of(source(id_, speech)), roles) for id_, roles in TOPICS)


def topics() -> tuple[Topic, ...]:
    """Every help page, in the language of the moment."""
    return _topics(language())


def topics_for(roles: Iterable[str]) -> tuple[tuple[Topic, ...], tuple[Topic, ...], tuple[Topic, ...]]:
    """The help pages of one's own jobs, those for everybody, and those of the other roles."""
    held = frozenset(roles)
    mine: list[Topic] = []
    common: list[Topic] = []
    others: list[Topic] = []
    for one in topics():
        (common if not one.roles else mine if one.roles & held else others).append(one)
    return tuple(mine), tuple(common), tuple(others)


def page(id_: str) -> HelpPage | None:
    """One help page in the language of the moment; None for an id that is not in the contents."""
    if id_ not in {one for one, _roles in TOPICS}:
        return None
    text = source(id_, language())
    title, _line, body = text.partition("\n")
    linked = _QUOTE.sub(_callout, LINK.sub(r"](qicheng:\1/\2)", body))
    before, sections = markdown.parts(linked, 1)
    html = [f"<h1>{escape(title_of(title))}</h1>", markdown.render(before)[0]]
    for one in sections:
        html += [f"<h2>{escape(one.title)}</h2>", markdown.render(one.source)[0]]
    return HelpPage(id_, title_of(title), "".join(html))


def _callout(hit: re.Match[str]) -> str:
    """The callout of a quotation, in the spelling of lessons."""
    lines = [line.removeprefix("> ") for line in hit[0].splitlines()]
    return "\n".join(('!!! careful ""', *(f"    {line}" for line in lines), "", ""))


def links(text: str) -> Iterator[tuple[str, str]]:
    """(``page`` or ``help``, target) of every link of a help page; for tests."""
    for hit in LINK.finditer(text):
        yield hit[1], hit[2]


def target(link: str) -> tuple[str, str]:
    """What a pressed link means: (``page`` or ``help``, target); two empty words for any other link."""
    kind, _slash, id_ = link.removeprefix("qicheng:").partition("/")
    return (kind, id_) if link.startswith("qicheng:") and kind in {"page", "help"} else ("", "")
