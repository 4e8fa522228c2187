"""One log by itself: which copies are right, how the records follow each other, where they fork.

The first half of `verdict`: it needs a log's records and its public key, and knows nobody's rights. Everything here is
a function of the set of copies; arrival order and repetition never matter.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

import msgspec

from trainer.ledger.identity import SHAPES, VERSIONS, BadShape, IdentityBody, read_identity
from trainer.ledger.record import RECORD_TYPE, Header, Record, body_matches

Check = Callable[[bytes, str, bytes, bytes], bool]
"""(public key, payload type, data, signature) -> is it genuine? `trainer.ledger.keys.verifies`, or the same remembered."""


class _Version(msgspec.Struct, frozen=True):
    v: int


_versions = msgspec.json.Decoder(_Version)


class Entry(msgspec.Struct, frozen=True, gc=False):
    """What one record id is by itself, over all its copies.

    `fault` is «foreign» or «badsig» (such a record is in nobody's chain), else empty. `body` is empty when the signed
    body is here, else «nobody», «badbody» or «malformed». `version` is the body's, 0 without one. `content` is the
    decoded body of an identity kind in a version we know.
    """

    id: str
    header: Header
    fault: str
    body: str
    version: int
    content: IdentityBody | None


def entry_of(record: Record, org: str, pub: bytes, check: Check) -> Entry:
    """What this one copy is. `better` joins the copies of one record."""
    header, envelope = record.header, record.envelope
    if header.org != org:
        return Entry(record.id, header, "foreign", "nobody", 0, None)
    if not check(pub, RECORD_TYPE, envelope.header, envelope.sig):
        return Entry(record.id, header, "badsig", "nobody", 0, None)
    if envelope.body is None:
        return Entry(record.id, header, "", "nobody", 0, None)
    if not body_matches(envelope, header):
        return Entry(record.id, header, "", "badbody", 0, None)
    return _with_body(record, envelope.body)


def better(old: Entry, new: Entry) -> Entry:
    """The better of two copies: a wrong signature does not shut out the right one, nor a damaged body or none the
    one that was signed.
    """
    return min(old, new, key=lambda entry: (bool(entry.fault), _BODY_RANK[entry.body]))


_BODY_RANK = {"": 0, "malformed": 0, "nobody": 1, "badbody": 2}


def _with_body(record: Record, body: bytes) -> Entry:
    header = record.header
    try:
        version = _versions.decode(body).v
        known = VERSIONS.get(header.kind, 0)
        content = read_identity(header.kind, body) if 1 <= version <= known else None
    except (BadShape, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Entry(record.id, header, "", "malformed", 0, None)
    if version < 1:
        return Entry(record.id, header, "", "malformed", 0, None)
    return Entry(record.id, header, "", "", version, content)


def best_copy(copies: Sequence[Record], pub: bytes | None, check: Check) -> Record:
    """The copy of one record to believe and to show (`pub` None: its key is not known yet): rightly signed before
    not, then with the signed body, without any, with a damaged one; among equals the one whose bytes sort first, so
    that every store shows the same.
    """
    if len(copies) == 1:
        return copies[0]

    def rank(record: Record) -> tuple[bool, int, str]:
        envelope = record.envelope
        genuine = pub is not None and check(pub, RECORD_TYPE, envelope.header, envelope.sig)
        body = 1 if envelope.body is None else 0 if body_matches(envelope, record.header) else 2
        return not genuine, body, envelope.key

    return min(copies, key=rank)


@dataclass(frozen=True, slots=True)
class Fork:
    """Several genuine records at one position of a log. `chosen` goes on; None: all are held for review."""

    log: str
    seq: int
    sides: tuple[str, ...]
    chosen: str | None


Choose = Callable[["Chain", int, tuple[str, ...]], str | None]
"""(chain, position, sides) -> the side that goes on, None while nobody with authority has said."""


@dataclass(slots=True)
class Walk:
    """A log followed from its first record: `way` are the records that stand, in order; `spoken` those of them that
    are of an identity kind; `forks` what was met. Everything genuine that is on no side comes after a gap.
    """

    way: list[Entry] = field(default_factory=list)
    spoken: list[Entry] = field(default_factory=list)
    forks: list[Fork] = field(default_factory=list)
    forked: set[str] = field(default_factory=set)

    def step(self, entry: Entry) -> None:
        """Go on to a record."""
        self.way.append(entry)
        if entry.header.kind in SHAPES:
            self.spoken.append(entry)


@dataclass(slots=True)
class Chain:
    """The entries of one log and what follows what. Only genuine records of this organisation are linked."""

    log: str
    pub: bytes
    entries: dict[str, Entry] = field(default_factory=dict)
    _after: dict[str | None, list[Entry]] = field(default_factory=dict)
    _straight: Walk | None = None

    def put(self, entry: Entry) -> bool:
        """Take in a copy. True when the chain knows more than before."""
        old = self.entries.get(entry.id)
        if old is not None:
            if better(old, entry) is old:
                return False
            if not old.fault:
                self._after[old.header.prev].remove(old)
        self.entries[entry.id] = entry
        self._straight = None
        if not entry.fault:
            self._after.setdefault(entry.header.prev, []).append(entry)
        return True

    def extends(self, entry: Entry) -> bool:
        """Take in a new record that simply follows the end of a log without forks and gaps behind it; False, and
        nothing done, when it does not.
        """
        walk = self._straight
        if walk is None or entry.fault or entry.id in self.entries or entry.id in self._after:
            return False
        last = walk.way[-1] if walk.way else None
        prev, seq = (last.id, last.header.seq + 1) if last else (None, 1)
        if entry.header.prev != prev or entry.header.seq != seq or self._after.get(prev):
            return False
        self.entries[entry.id] = entry
        self._after[prev] = [entry]
        walk.step(entry)
        return True

    def _next(self, at: Entry | None) -> list[Entry]:
        found = self._after.get(at.id if at else None, [])
        seq = at.header.seq + 1 if at else 1
        if len(found) == 1 and found[0].header.seq == seq:
            return found
        fits = [entry for entry in found if entry.header.seq == seq]
        if len(fits) > 1:
            fits.sort(key=lambda entry: entry.id)
        return fits

    def behind(self, side: str) -> frozenset[str]:
        """The ids of a record and of everything that builds on it."""
        found, ahead = {side}, [self.entries[side]]
        while ahead:
            following = self._next(ahead.pop())
            found.update(entry.id for entry in following)
            ahead.extend(following)
        return frozenset(found)

    def walk(self, choose: Choose) -> Walk:
        """Follow the log from its start. At a fork `choose` says which side goes on; without an answer it ends there."""
        if self._straight is not None:
            return self._straight
        walk = Walk()
        at: Entry | None = None
        while following := self._next(at):
            at = following[0] if len(following) == 1 else self._at_fork(walk, following, choose)
            if at is None:
                break
            walk.step(at)
        if not walk.forks:
            self._straight = walk
        return walk

    def _at_fork(self, walk: Walk, following: list[Entry], choose: Choose) -> Entry | None:
        sides = tuple(entry.id for entry in following)
        seq = following[0].header.seq
        chosen = choose(self, seq, sides)
        walk.forks.append(Fork(self.log, seq, sides, chosen))
        for side in sides:
            if side != chosen:
                walk.forked |= self.behind(side)
        return None if chosen is None else self.entries[chosen]


def cited_side(chain: Chain, sides: Iterable[str], citations: Iterable[Collection[str]]) -> str | None:
    """The side that the strongest citation speaks for.

    `citations` are sets of cited record ids, the strongest first; citing a record cites everything before it. When
    equally strong citations disagree nobody is chosen: never pick in silence.
    """
    reach = {side: chain.behind(side) for side in sides}
    for cited in citations:
        hit = [side for side, found in reach.items() if not found.isdisjoint(cited)]
        if hit:
            return hit[0] if len(hit) == 1 else None
    return None
