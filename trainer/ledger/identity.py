"""The bodies the ledger itself understands: who holds which key, which side of a fork goes on, what is erased or
withdrawn (`ledger.md` §3, `records.md` §4).

Binary values are standard base64 text, ids 64 lowercase hex digits, positions count from 1. Unknown fields are
refused: a body is exactly what this page says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import msgspec

from trainer.ledger.record import Hash, PersonId, Seq

Heads = dict[Hash, tuple[Seq, Hash]]
"""Positions in logs: {log: (seq, record id)}."""

Position = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]
"""A position in a log, or 0 for «before the first record»."""

MOST_HEADS = 1_500
"""Heads in one checkpoint record (`records.md` §4); longer lists take several records."""


class IdentityBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every body of the ledger has."""

    v: int = 1


class Bind(IdentityBody, frozen=True, kw_only=True):
    """HR gives a key its person and roles from a position in its log on.

    `pub` is the signing key, `seal` the key for sealed papers, `token` that of the invitation; `pop` proves that the
    holder has the private key: the signature of the join request (`trainer.ledger.joining`).
    """

    person: PersonId
    roles: tuple[str, ...]
    pub: str
    seal: str
    token: str
    pop: str
    from_seq: Seq


class BindEnd(IdentityBody, frozen=True, kw_only=True):
    """HR ends a key at a position it has seen. `last_seq` 0 with no `last_id`: nothing of it ever counted."""

    bind: Hash
    last_seq: Position
    last_id: Hash | None
    reason: str

    def __post_init__(self) -> None:
        if (self.last_seq == 0) != (self.last_id is None):
            raise ValueError("last_seq and last_id name one position")


class ForkPick(IdentityBody, frozen=True, kw_only=True):
    """HR says which of several records at one position goes on. A pick that refs earlier picks replaces them."""

    log: Hash
    seq: Seq
    id: Hash
    reason: str


class Erase(IdentityBody, frozen=True, kw_only=True):
    """HR removes the bodies of these records from every store; `basis` is the legal ground."""

    ids: tuple[Hash, ...]
    basis: str


class Checkpoint(IdentityBody, frozen=True, kw_only=True):
    """The heads that changed since the writer's previous checkpoint, at most `MOST_HEADS`."""

    heads: Heads


class Void(IdentityBody, frozen=True, kw_only=True):
    """The signer withdraws an earlier record of theirs."""

    id: Hash
    reason: str


class Overrule(IdentityBody, frozen=True, kw_only=True):
    """HR withdraws another person's record about the subject."""

    id: Hash
    reason: str


SHAPES: Mapping[str, type[IdentityBody]] = {
    "bind": Bind,
    "bind.end": BindEnd,
    "fork.pick": ForkPick,
    "erase": Erase,
    "checkpoint": Checkpoint,
    "void": Void,
    "overrule": Overrule,
}
"""Every kind whose meaning the ledger knows. Their bodies travel to everybody and are never erased or withdrawn."""

VERSIONS: Mapping[str, int] = dict.fromkeys(SHAPES, 1)
"""The newest body version of each kind this program knows."""


class BadShape(ValueError):  # noqa: N818  # a state of bytes that readers expect, not a failure of ours
    """A body of a known kind and version has not the shape this page gives it."""


def read_identity(kind: str, body: bytes) -> IdentityBody:
    """The body of an identity kind as its type. Raises `BadShape` for a wrong one, KeyError for another kind."""
    shape = SHAPES[kind]
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadShape(str(error)) from error


def plain(body: IdentityBody) -> dict[str, object]:
    """The body as plain JSON values, ready for `Store.append`."""
    built: dict[str, object] = msgspec.to_builtins(body)
    return built
