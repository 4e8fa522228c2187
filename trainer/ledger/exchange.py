"""Two stores give each other what is missing (`ledger.md` §6): bundle files on a stick, by mail or in a shared folder.

A bundle can be read by anybody and believed by nobody: every line is checked on arrival, and nothing but bundles is
ever read from a peer. Exchange carries whatever is well formed; `verdict` decides what counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from trainer.ledger.record import Envelope, Record

MayRead = Callable[[str, Record], bool]
"""(recipient's person id, record) -> may they have the body? Identity bodies travel to everybody anyway."""


@dataclass(frozen=True, slots=True)
class Received:
    """What a store did with a batch: ids new to it (or now with a body), and how many it had already."""

    new: tuple[str, ...]
    known: int


class StoreLike(Protocol):
    """What exchange needs of a store (`trainer.ledger.store.Store` is one)."""

    @property
    def org(self) -> str:
        """The organisation's id."""

    def root_files(self) -> Sequence[bytes]:
        """Every root file known, oldest version first."""

    def take_root(self, data: bytes) -> bool:
        """Keep a root file. True when it is new; raises ValueError when it does not belong to this organisation's."""

    def records(self) -> Iterator[Record]:
        """Every copy of every record, in (log, seq) order."""

    def verdict(self, record: str) -> str:
        """The verdict on a record id; KeyError when unknown."""

    def receive(self, envelopes: Sequence[Envelope]) -> Received:
        """Insert what is new in one transaction; erased ids without salt and body. Durable when it returns."""

    def make_durable(self) -> None:
        """Make the high-water mark of the own keys durable: called before any record leaves (`ledger.md` §4)."""
