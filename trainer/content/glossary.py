"""The glossary: terms of the field with their meaning, shown beside the lessons that use them.

A term is found by its spelling, so authors mark nothing: it occurs in a text that holds its Chinese name or one of the
other spellings it lists. Where spellings overlap the longest counts (「红字发票信息确认单」 is not 「红字发票」).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

from trainer.content.search import fold
from trainer.domain.programme import Text


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of ``courses/glossary.yaml``.

    `also` are other Chinese spellings of the same thing; `policies` the rules it comes from; `see` the ids of terms to
    read next, from the special to the general.
    """

    id: str
    term: Text
    meaning: Text
    also: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    see: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        """Everything the term may be written as in a Chinese text."""
        return (self.term.zh, *self.also)


def occurring(text: str, terms: Iterable[Term]) -> tuple[Term, ...]:
    """The terms that occur in a text, in the order in which they are first met."""
    known = {spelling: term for term in terms for spelling in term.spellings}
    if not known:
        return ()
    longest_first = sorted(known, key=len, reverse=True)
    pattern = "|".join(re.escape(spelling) for spelling in longest_first)
    return tuple({known[hit[0]].id: known[hit[0]] for hit in re.finditer(pattern, text)}.values())


def matching(text: str, terms: Iterable[Term]) -> tuple[Term, ...]:
    """The terms that hold every word of `text`, those with all words in their name first; all terms for an empty text.

    Names in both languages, other spellings, meanings and policy ids are looked through; case and width do not matter.
    """
    words = fold(text).split()
    names: list[Term] = []
    others: list[Term] = []
    for term in terms:
        name = fold("\n".join((*term.spellings, term.term.en)))
        rest = fold("\n".join((term.meaning.zh, term.meaning.en, *term.policies)))
        if all(word in name for word in words):
            names.append(term)
        elif all(word in name or word in rest for word in words):
            others.append(term)
    return (*names, *others)


def circles(terms: Mapping[str, Term]) -> tuple[str, ...]:
    """The ids of terms that lead back to themselves through `Term.see`."""
    return tuple(id_ for id_ in terms if _leads_to(id_, id_, terms))


def _leads_to(start: str, goal: str, terms: Mapping[str, Term]) -> bool:
    seen: set[str] = set()
    ahead = list(terms[start].see)
    while ahead:
        id_ = ahead.pop()
        if id_ == goal:
            return True
        if id_ in terms and id_ not in seen:
            seen.add(id_)
            ahead += terms[id_].see
    return False
