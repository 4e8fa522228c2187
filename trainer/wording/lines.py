"""Several short parts on one line, and sizes of files: the separators belong to the language (`ui.md` §1.2)."""

from __future__ import annotations

from collections.abc import Iterable

from trainer.i18n import _
from trainer.wording import dates


def joined(*parts: str) -> str:
    """Parts of a line with a dot between them, ``商务服务·开票红冲`` / ``Services · Invoicing``; empty ones left out."""
    line = ""
    for part in parts:
        if part:
            line = _("{first} · {second}").format(first=line, second=part) if line else part
    return line


def listed(words: Iterable[str]) -> str:
    """Several words in a row, with the comma of the language."""
    return _(", ").join(words)


def size(count: int) -> str:
    """Bytes as people read them: whole kB, rounded up, and MB with one decimal."""
    if count < 1_000_000:
        return _("{n} kB").format(n=-(-count // 1000))
    return _("{n} MB").format(n=dates.number(count // 100_000))
