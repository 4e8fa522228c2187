"""The verdicts on what a store holds, kept up to date, and the people whom a change touches (`ledger.md` §5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from operator import attrgetter
from typing import Self

import msgspec

from trainer.ledger.archive import Archive
from trainer.ledger.identity import SHAPES
from trainer.ledger.memory import SignatureMemory
from trainer.ledger.recall import Recall
from trainer.ledger.record import RECORD_TYPE, Judged, Record
from trainer.ledger.root import Root, read_root
from trainer.ledger.verdict import Table, Verdicts, best_copy
from trainer.ledger.verification import public_keys


class Judging:
    """Judges on first use, then only what is new. A second store on the same file follows what the writer added."""

    def __init__(self, archive: Archive, root: Root, table: Table, memory: SignatureMemory) -> None:
        self._root = root
        self._root_turn = ""
        self._all_touched = False
        self._archive = archive
        self.recall = Recall(archive)
        self._table = table
        self._memory = memory
        self._verdicts: Verdicts | None = None
        self._last = 0
        self._turn = ""
        self._pending: list[Record] = []
        self._touched: set[str] = set()
        self._pubs: dict[str, bytes] | None = None

    def note(self, records: Iterable[Record]) -> None:
        """Records were just written: judge them at the next question, not while somebody waits for «saved»."""
        records = list(records)
        self._pending += records
        self.recall.add(records)
        self._pubs = None

    def forget(self) -> None:
        """Judge everything again at the next question: a body came or went, or the root document grew."""
        self._verdicts = None
        self._pending.clear()
        self.recall.clear()

    @contextmanager
    def now(self, *, following: bool) -> Iterator[Self]:
        """The judging of one moment. When `following` another connection: with what it wrote since the last question,
        and whatever it writes meanwhile waits for the next one.
        """
        if not following:
            yield self
            return
        with self._archive.snapshot():
            self._follow()
            yield self

    def _follow(self) -> None:
        self._follow_root()
        if self._verdicts is None:
            return
        if self._archive.turn() != self._turn:
            self.forget()
            self._all_touched = True  # a body came or went: nothing here says whose
            return
        last = self._archive.last()
        if last != self._last:
            self.note(self._archive.since(self._last))
            self._last = last

    @property
    def verdicts(self) -> Verdicts:
        """The verdicts on everything written so far."""
        return self._settle()

    def _settle(self) -> Verdicts:
        if self._verdicts is None:
            self._turn, self._last = self._archive.turn(), self._archive.last()
            self._touched |= people_in(self._pending)
            self._pending.clear()
            self._verdicts = Verdicts(self._root, self._table, self._memory.check)
            self._verdicts.add(self._archive.everything())
        if self._pending:
            fresh, self._pending = self._pending, []
            self._touch(self._verdicts, fresh, self._verdicts.add(fresh))
        return self._verdicts

    @property
    def root(self) -> Root:
        """The root document in force; another connection on the same file may have brought a newer one."""
        self._follow_root()
        return self._root

    def _follow_root(self) -> None:
        turn = self._archive.turn()
        if turn == self._root_turn:
            return
        self._root_turn = turn
        root = read_root(self._archive.root_files(), self._root.org)
        if root != self._root:
            self._root = root
            self.forget()
            self._all_touched = True

    def change_root(self, root: Root) -> None:
        """The chain of root documents grew: everybody's verdicts may have changed."""
        self._root = root
        if self._verdicts is not None:
            self._verdicts.change_root(root)
            self._turn = self._archive.turn()
        self.touch_everybody()

    def _touch(self, verdicts: Verdicts, fresh: list[Record], changed: frozenset[str]) -> None:
        others = changed - {record.id for record in fresh}
        records = [*fresh, *self._archive.these(others)] if others else fresh
        self._touched |= people_in(records)
        for record in records:
            if record.header.sub is None:
                self._touched |= self._concerned(record, set(verdicts.people()))

    def _concerned(self, record: Record, known: set[str]) -> set[str]:
        """Whom a record about nobody concerns: the people its body names; everybody when only HR may write its kind
        and it names nobody (organisation settings).
        """
        named = known & _texts(record.envelope.body)
        rule = self._table.get(record.header.kind)
        if named or rule is None or record.header.kind in SHAPES:
            return named
        return known if rule.roles == frozenset({"hr"}) else named

    def touch_everybody(self) -> None:
        """The root document or a body changed: everybody's standing may have."""
        self._touched |= set(self.verdicts.people())

    def bodies_changed(self, records: Iterable[Record]) -> None:
        """Bodies of these records came or went; the verdicts know already."""
        touched = people_in(records)
        if touched:
            self._touched |= touched
            self.recall.clear()

    def take_touched(self) -> frozenset[str]:
        """The people touched since the last call."""
        self._settle()
        if self._all_touched:
            self._all_touched = False
            self.touch_everybody()
        found = frozenset(self._touched)
        self._touched.clear()
        return found

    def judged(self, records: Iterable[Record]) -> list[Judged]:
        """Each record once, by its best copy, with its verdict, in (log, seq) order."""
        verdicts = self.verdicts.all()
        best: dict[str, Record] = {}
        for record in records:
            held = best.setdefault(record.id, record)
            if held is not record:
                best[record.id] = best_copy((held, record), self.pub(record.header.log), self._memory.check)
        ordered = sorted(best.values(), key=_position)
        return [Judged(record, verdicts[record.id]) for record in ordered]

    def may_be_genuine(self, record: Record) -> bool:
        """Whether the log's key signed this copy; True as well while that key is unknown."""
        pub = self.pub(record.header.log)
        envelope = record.envelope
        return pub is None or self._memory.check(pub, RECORD_TYPE, envelope.header, envelope.sig)

    def pub(self, log: str) -> bytes | None:
        """The public key of a log, when it was met."""
        if self._pubs is None:
            self._pubs = public_keys(self._archive, self._root)
        return self._pubs.get(log)


_position = attrgetter("header.log", "header.seq", "id")


def people_in(records: Iterable[Record]) -> set[str]:
    """Everybody who signed one of these records or is its subject."""
    return {person for record in records for person in (record.header.who, record.header.sub) if person}


def _texts(body: bytes | None) -> set[str]:
    """Every text in a body, at any depth."""
    if body is None:
        return set()
    found: set[str] = set()
    try:
        ahead: list[object] = [msgspec.json.decode(body)]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return found
    while ahead:
        value = ahead.pop()
        if isinstance(value, str):
            found.add(value)
        elif isinstance(value, dict):
            ahead += value.values()
        elif isinstance(value, list):
            ahead += value
    return found
