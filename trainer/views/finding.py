"""What Ctrl+K finds: how well words fit a title, and the people, lessons, cases, policies, terms and help pages that do.

Pages and commands are the frame's own; it ranks them with `closeness` and puts everything into one list with `ordered`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

from trainer import local
from trainer.content.search import fold
from trainer.i18n import _, language
from trainer.session import Session
from trainer.views import help as helping
from trainer.views import library, mentoring
from trainer.views.naming import name_of
from trainer.wording import records as said
from trainer.wording.lines import joined

Group = Literal["recent", "page", "command", "person", "lesson", "case", "policy", "term", "help"]

GROUPS: Final[tuple[Group, ...]] = ("recent", "page", "command", "person", "lesson", "case", "policy", "term", "help")
"""In the order in which groups stand that fit equally well."""
EACH: Final = 6
"""Hits of one group shown at most."""
PREFIX, WORD, INSIDE, NONE = range(4)
"""How well something fits: from its beginning, from the beginning of a word, somewhere inside, not at all."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that can be opened or done. `id` is unique within its group; `page` and `arguments` say what opens.

    A command has no page: its id names a shortcut. `keys` stand on its key cap, `icon` before it.
    """

    group: Group
    id: str
    title: str
    line: str = ""
    page: str = ""
    arguments: tuple[tuple[str, str], ...] = ()
    keys: str = ""
    icon: str = "search"
    close: int = PREFIX


def closeness(title: str, words: tuple[str, ...]) -> int:
    """How well a title fits all the words, the worst of them; `words` are folded."""
    folded = fold(title)
    worst = PREFIX
    for word in words:
        at = folded.find(word)
        if at < 0:
            return NONE
        if at > 0:
            starts = any(
                folded.startswith(word, place) and not folded[place - 1].isalnum() for place in range(1, len(folded))
            )
            worst = max(worst, WORD if starts else INSIDE)
    return worst


def fitting(hits: Iterable[Hit], text: str) -> tuple[Hit, ...]:
    """Those of `hits` that fit what was typed, each with how well; the best first, else in the order given."""
    words = tuple(fold(text).split())
    close = [replace(one, close=min(closeness(one.title, words), _beside(one, words))) for one in hits]
    return tuple(sorted((one for one in close if one.close < NONE), key=lambda one: one.close))


def _beside(one: Hit, words: tuple[str, ...]) -> int:
    """A word that stands only in the line beside the title fits, but never better than one inside a title."""
    both = closeness(f"{one.title} {one.line}", words)
    return both if both == NONE else INSIDE


def ordered(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Group after group, the one with the best hit first; `EACH` of a group at most."""
    groups: dict[Group, list[Hit]] = {}
    for one in hits:
        groups.setdefault(one.group, []).append(one)
    best = {name: min(one.close for one in found) for name, found in groups.items()}
    order = sorted(groups, key=lambda name: (best[name], GROUPS.index(name)))
    return tuple(one for name in order for one in sorted(groups[name], key=lambda hit: hit.close)[:EACH])


def found(session: Session, text: str) -> tuple[Hit, ...]:
    """People, lessons, cases, policies and help pages for what was typed; nothing for nothing."""
    if not text.strip():
        return ()
    return (*fitting(_people(session), text), *_library(session, text), *_terms(session, text), *_help(text))


def _people(session: Session) -> Iterable[Hit]:
    """Everybody for HR; for whoever mentors or examines, those assigned to them; nobody for the others."""
    bound = session.store.people().get(session.me)
    held = bound.roles if bound is not None else frozenset[str]()
    if "hr" in held:
        for person, one in session.store.people().items():
            number = session.standings.of(person).number
            yield _person(session, person, joined(number, said.roles(sorted(one.roles))), "people")
    elif held & {"mentor", "examiner"}:
        for progress, _assigned in mentoring.mine(session):
            yield _person(session, progress.person, joined(progress.number, progress.department), "trainees")


def _person(session: Session, person: str, line: str, page: str) -> Hit:
    return Hit("person", person, name_of(session, person), line, page, (("person", person),), icon="person")


_ICONS: Final = {"lesson": "book", "case": "file", "policy": "scales"}


def _library(session: Session, text: str) -> Iterable[Hit]:
    """The library finds words inside a text too; what it finds that way stands after every title that fits."""
    words = tuple(fold(text).split())
    kinds: tuple[Literal["lesson", "case", "policy"], ...] = ("lesson", "case", "policy")
    for kind in kinds:
        for one in library.results(session, text, {"kind": kind}, limit=EACH).rows:
            page = "lesson" if kind == "lesson" else "library"
            told = (("lesson", one.id),) if kind == "lesson" else (("kind", kind), ("id", one.id))
            close = min(closeness(one.title, words), INSIDE)
            if kind == "policy":
                close = min(close, closeness(one.id, words))
            yield Hit(kind, one.id, one.title, one.tags, page, told, icon=_ICONS[kind], close=close)


def _terms(session: Session, text: str) -> Iterable[Hit]:
    """Terms of the glossary with their meaning; opened, the library is searched for the term."""
    words, speech = tuple(fold(text).split()), language()
    for one in session.library.terms(text)[:EACH]:
        named = min(closeness(name, words) for name in (one.term.in_(speech), *one.spellings))
        told = (("text", one.term.zh), ("search", "yes"))
        line, close = one.meaning.in_(speech), min(named, INSIDE)
        yield Hit("term", one.id, one.term.in_(speech), line, "library", told, icon="text", close=close)


def _help(text: str) -> Iterable[Hit]:
    """Help pages whose title fits, then those that speak of it."""
    words = tuple(fold(text).split())
    for one in helping.topics():
        close = closeness(one.title, words)
        spoken_of = close == NONE and closeness(helping.source(one.id, language()), words) < NONE
        if close < NONE or spoken_of:
            yield Hit("help", one.id, one.title, _("Help"), "help", (("topic", one.id),), icon="info", close=close)


def recent(session: Session) -> tuple[Hit, ...]:
    """What was opened from here last, newest first; people by the name that the records give them now."""
    kept = local.opened_last(session.folder, session.me)
    return tuple(
        Hit(
            "recent",
            f"{one.group}:{one.id}",
            name_of(session, one.id) if one.group == "person" else one.title,
            page=one.page,
            arguments=one.arguments,
        )
        for one in kept
    )
