"""Parsed records of the logs, people and ids asked for last, so that asking again reads only what is new.

Pure memory over the archive: records never change, what is added is announced to `add`, and whoever erases or brings
a body calls `clear`. Bounded by the number of records held, the longest unasked go first.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable

from trainer.ledger.archive import Archive
from trainer.ledger.record import Record

MOST = 10_000
"""Records held at most (about 3 KiB each); a single list longer than this is held alone."""

_Question = tuple[str, str]
_NOBODY: _Question = ("nobody", "")


class Recall:
    """Answers what `Archive` answers, the second time from memory. Lists are not to be changed by who gets them."""

    def __init__(self, archive: Archive, most: int = MOST) -> None:
        self._archive = archive
        self._most = most
        self._held: OrderedDict[_Question, list[Record]] = OrderedDict()
        self._count = 0

    def of_log(self, log: str) -> list[Record]:
        """Every readable copy of every record of a log."""
        return self._answer(("log", log), self._archive.of_log)

    def on(self, person: str) -> list[Record]:
        """What others recorded about a person."""
        return self._answer(("on", person), self._archive.on)

    def copies(self, record: str) -> list[Record]:
        """Every readable copy of one record."""
        return self._answer(("id", record), self._archive.copies)

    def about_nobody(self) -> list[Record]:
        """Records without a subject."""
        return self._answer(_NOBODY, lambda _: self._archive.about_nobody())

    def add(self, records: Iterable[Record]) -> None:
        """These rows were just added to the store: the lists held that they belong to grow by them."""
        for record in records:
            for question in _questions(record):
                held = self._held.get(question)
                if held is not None:
                    held.append(record)
                    self._count += 1

    def clear(self) -> None:
        """Rows changed in another way than by being added."""
        self._held.clear()
        self._count = 0

    def _answer(self, question: _Question, read: Callable[[str], list[Record]]) -> list[Record]:
        held = self._held.get(question)
        if held is None:
            held = self._held[question] = read(question[1])
            self._count += len(held)
        self._held.move_to_end(question)
        while self._count > self._most and len(self._held) > 1:
            _, oldest = self._held.popitem(last=False)
            self._count -= len(oldest)
        return held


def _questions(record: Record) -> Iterable[_Question]:
    """The questions to which this record belongs, as the SQL of `Archive` decides."""
    header = record.header
    yield "log", header.log
    yield "id", record.id
    if header.sub is None:
        yield _NOBODY
    elif header.sub != header.who:
        yield "on", header.sub
