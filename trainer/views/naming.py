"""The names behind ids: people, and lessons, papers, practicals, weeks, requirements and milestones of the library."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from trainer.i18n import language
from trainer.session import Session

UNSIGNED = 6
"""Hex digits that stand for a person whose name has not arrived."""


def name_of(session: Session, person: str | None) -> str:
    """A person's name, the beginning of their id while it has not arrived, empty for nobody."""
    return (session.standings.of(person).name or person[:UNSIGNED]) if person else ""


def came_from(session: Session) -> Mapping[str, int]:
    """When the last record of everybody came into this store (ms UTC): what figures about them rest on. 0 is not in it."""
    return {person: came for person, (_signed, came) in session.store.heard().items()}


def names(session: Session) -> Callable[[str], str]:
    """What to call an id in the language of the moment; a word nobody here can name is given back as it is."""
    known: dict[str, str] = {}

    def name(id_: str) -> str:
        if id_ not in known:
            known[id_] = _name(session, id_)
        return known[id_]

    return name


def _name(session: Session, id_: str) -> str:
    if len(id_) == 32 and not set(id_) - set("0123456789abcdef"):  # content ids are shorter words
        return name_of(session, id_)
    library = session.library
    for found in (library.lesson(id_), library.paper(id_), library.practical(id_)):
        if found is not None:
            return found.title.in_(language())
    programme = library.programme()
    if programme is None:
        return id_
    if id_ == programme.id:
        return programme.title.in_(language())
    titles = {one.id: one.title for one in programme.requirements}
    titles |= {one.id: one.title for one in programme.weeks} | {one.id: one.title for one in programme.milestones}
    return titles[id_].in_(language()) if id_ in titles else id_
