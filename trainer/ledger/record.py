"""A record: header, body, exact bytes, id, and the link to the one before (`records.md` §1, `ledger.md` §2)."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The signed part that is kept for ever: ids, kinds and hashes only. `time` is ms UTC as the device said."""

    v: int
    org: str
    kind: str
    log: str
    seq: int
    prev: str | None
    time: int
    who: str
    sub: str | None
    refs: tuple[str, ...]
    bh: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """A record as it is stored and carried: exact bytes. `salt` and `body` are None when erased or not received."""

    header: bytes
    sig: bytes
    salt: bytes | None
    body: bytes | None

    @property
    def id(self) -> str:
        """sha256 of the header bytes, 64 hex digits."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Record:
    """An envelope whose header parsed. `got` is when this store received it (ms UTC)."""

    envelope: Envelope
    header: Header
    id: str
    got: int


@dataclass(frozen=True, slots=True)
class Judged:
    """A record with its verdict (one of `trainer.ledger.verdict.VERDICTS`); only ``ok`` counts."""

    record: Record
    verdict: str
