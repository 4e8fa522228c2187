"""The names behind ids: people, lessons, papers, practicals, milestones, policies and cases, for sentences and rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from trainer.i18n import language
from trainer.session import Session

if TYPE_CHECKING:
    from trainer.domain.programme import Text


def names(session: Session) -> Callable[[str], str]:
    """A function from an id to how it is called in the language of the moment; an unknown id stays as it is."""
    said = language()

    def called(text: Text | None) -> str:
        return text.in_(said) if text is not None else ""

    def name(id_: str) -> str:
        if len(id_) == 32:  # person ids have 32 hex digits; content ids are shorter words
            return session.standings.of(id_).name or id_
        library = session.library
        lesson, practical, paper = library.lesson(id_), library.practical(id_), library.paper(id_)
        found = lesson.title if lesson else practical.title if practical else paper.title if paper else None
        if found is None:
            programme = library.programme()
            milestones = programme.milestones if programme else ()
            found = next((one.title for one in milestones if one.id == id_), None)
        return called(found) or id_

    return name
