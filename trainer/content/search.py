"""Chinese search that finds exactly the rows `LIKE` would find (`architecture.md` §4 rule 3): the pure half.

Text is folded (ASCII capitals and full-width letters, digits and ％ become plain lower case; the length stays), cut at
white space, and each piece into runs of CJK and of other characters. A CJK run is indexed as its overlapping pairs
plus its last character, so one character is a prefix query, two are one token, more are an AND of pairs that is
verified on the stored text. Any other run (`13%`, the A of `A级`, `VAT-07`) is indexed by all its endings and by its
twos and threes, because `LIKE` finds the 00 in 3,000 and so must we. Where two kinds of runs meet, the pair of
characters at the seam is indexed too: it makes mixed words as cheap as pure ones. Several words must all occur.

The SQL half is `trainer.content.library`. Index tokens are written for SQLite's `ascii` tokenizer: ASCII punctuation is
moved into the private area, where every character counts as a letter; filters are tokens with a prefix of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from trainer.content.compiled import Mark

LONGEST = 24
"""Characters of an ending that are indexed; longer parts of a query are verified on the stored text."""

SNIPPET = 64
"""Characters shown of the place where a text matched."""

_PRIVATE = 0xE000
_FILTER = "\ue200"
_FULL = {
    full: full - 0xFEE0 for full in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF05)
}
_FOLD = {
    **_FULL,
    **{capital: capital + 32 for capital in range(ord("A"), ord("Z") + 1)},
    **{full: full - 0xFEE0 + 32 for full in range(0xFF21, 0xFF3B)},
    **dict.fromkeys((*range(9), 0x3000, *range(0xE000, 0xE300)), " "),
}
_SAFE = {code: _PRIVATE + code for code in range(33, 127) if not chr(code).isalnum()}
_RUN = re.compile(r"[\u2e80-\U0010ffff]+|[^\s\u2e80-\U0010ffff]+")
_CJK = "\u2e80"


def fold(text: str) -> str:
    """The form in which texts are compared. It has the same length, so that positions carry over to the original."""
    return text.translate(_FOLD)


def tokens(text: str) -> Iterator[str]:
    """Everything `text` is indexed under, in no particular order, each token once.

    Every token is a stretch of the text, so a match of any token proves that the stretch occurs.
    """
    seen: set[str] = set()
    for piece in fold(text).split():
        runs = _RUN.findall(piece)
        seen.update(_seam(before, after) for before, after in pairwise(runs))
        for run in runs:
            seen.update(_pairs(run) if run[0] >= _CJK else _others(run))
    return iter(seen)


def _pairs(run: str) -> set[str]:
    return {run[n : n + 2] for n in range(len(run))}


def _others(run: str) -> set[str]:
    """Endings for long parts of a query, twos and threes for short ones (a prefix query of `00` meets every amount)."""
    safe = run.translate(_SAFE)
    return {safe[n : n + length] for n in range(len(run)) for length in (2, 3, LONGEST)}


def _seam(before: str, after: str) -> str:
    """The pair of characters where a CJK run and another one meet."""
    return (before[-1] + after[0]).translate(_SAFE)


def filter_token(name: str, value: str) -> str:
    """The index token of a filter value, for example ``industry=I08``; no text can contain it."""
    return _FILTER + fold(name + value).translate(_SAFE)


def column(texts: Iterable[str], filters: Iterable[tuple[str, str]] = ()) -> str:
    """What is put into a column of the index for these texts and filter values."""
    marks = [filter_token(name, value) for name, value in filters]
    return " ".join([*dict.fromkeys(token for text in texts for token in tokens(text)), *marks])


@dataclass(frozen=True, slots=True)
class Plan:
    """A query ready for the index.

    `match` is the condition on the texts, `only` the condition of the filters (either may be empty), `verify` the
    folded words that must be looked up in the stored text, because the index alone cannot promise them.
    """

    words: tuple[str, ...]
    match: str
    only: str
    verify: tuple[str, ...]


def plan(query: str, filters: Iterable[tuple[str, str]] = ()) -> Plan:
    """How to answer `query` with `filters` (name, value). An empty query with filters lists what the filters leave."""
    typed = query.encode("utf-8", "replace").decode("utf-8")
    words = tuple(dict.fromkeys(fold(typed).split()))
    conditions: list[str] = []
    verify: list[str] = []
    for word in words:
        terms, exact = _terms(word)
        conditions += terms
        if not exact:
            verify.append(word)
    only = " AND ".join(_quoted(filter_token(name, value)) for name, value in filters)
    return Plan(words, " AND ".join(dict.fromkeys(conditions)), only, tuple(verify))


def _terms(word: str) -> tuple[list[str], bool]:
    """The index conditions of a word, and whether they alone prove that the word occurs."""
    runs = _RUN.findall(word)
    terms = [_quoted(_seam(before, after)) for before, after in pairwise(runs)]
    if len(word) == 2 and terms:
        return terms, True
    for run in runs:
        if run[0] >= _CJK:
            terms += [_quoted(run[n : n + 2]) for n in range(len(run) - 1)]
        elif len(run) > 1:
            terms.append(_quoted(run[:LONGEST].translate(_SAFE)) + ("" if len(run) <= 3 else "*"))
    if len(word) == 1:
        terms.append(_quoted(word.translate(_SAFE)) + "*")
    longest = 2 if word[0] >= _CJK else LONGEST
    return terms, len(runs) == 1 and len(word) <= longest


def _quoted(token: str) -> str:
    return f'"{token}"'


def marks(text: str, words: tuple[str, ...]) -> tuple[Mark, ...]:
    """Where the folded `words` stand in `text`, left to right, overlapping stretches joined."""
    folded = fold(text)
    found = sorted((at, at + len(word)) for word in words for at in _places(folded, word))
    joined: list[Mark] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _places(folded: str, word: str) -> Iterator[int]:
    at = folded.find(word)
    while at >= 0:
        yield at
        at = folded.find(word, at + len(word))


def snippet(text: str, folded: str, words: tuple[str, ...]) -> tuple[str, tuple[Mark, ...]]:
    """The place in `text` where the first of `words` stands, on one line, with its highlights.

    `folded` is the folded text, as stored. Without a match it is the beginning. An ellipsis shows what was left out.
    """
    found = [at for at in (folded.find(word) for word in words) if at >= 0]
    first = min(found, default=0)
    start = 0 if first < SNIPPET // 3 else first - SNIPPET // 4
    piece = text[start : start + SNIPPET]
    shown = ("…" if start else "") + " ".join(piece.split()) + ("…" if start + SNIPPET < len(text) else "")
    return shown, marks(shown, words)
