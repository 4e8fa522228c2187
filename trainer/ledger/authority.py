"""Who may speak: read rank by rank, from the root document to HR's keys to everybody else's (`ledger.md` §3).

The second part of `verdict`. Authority is a position in a log, never a date, and nobody vouches for himself: HR's keys
come from the root document alone, all others from a bind by somebody else, and a fork is decided by other people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from trainer.ledger.chain import Chain, Check, Choose, Entry, Walk, cited_side
from trainer.ledger.identity import Bind, BindEnd, Checkpoint, Erase, ForkPick
from trainer.ledger.joining import statement
from trainer.ledger.keys import KEY_BYTES, log_of, refused_key, unb64
from trainer.ledger.record import JOIN_TYPE, Header, Malformed
from trainer.ledger.root import HrKey, Root

HR = "hr"
"""The one role that only the root document gives."""

_HR_ONLY = frozenset({HR})
_NOBODY: frozenset[str] = frozenset()


class KindRuleLike(Protocol):
    """Who may write a kind and about whom, and the newest body version known (`trainer.domain.people.KindRule`)."""

    @property
    def roles(self) -> frozenset[str]:
        """Any one of these is needed."""

    @property
    def subject(self) -> str:
        """self: the signer; other: somebody else; person: either; none: nobody; any: whoever or nobody."""

    @property
    def version(self) -> int:
        """The newest body version this program knows."""


Table = Mapping[str, KindRuleLike]
"""kind -> who may write it; handed in, because the ledger knows no training word."""


def allowed(header: Header, person: str, roles: frozenset[str], rule: KindRuleLike) -> bool:
    """Whether a key of `person` with these roles may have signed this header."""
    if header.who != person or roles.isdisjoint(rule.roles):
        return False
    match rule.subject:
        case "self":
            return header.sub == header.who
        case "other":
            return header.sub is not None and header.sub != header.who
        case "person":
            return header.sub is not None
        case "any":
            return True
        case _:
            return header.sub is None


@dataclass(frozen=True, slots=True)
class BoundAt:
    """One bind: its roles from a position in the log on. `id` is the bind record's."""

    from_seq: int
    id: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True, order=True)
class End:
    """One bind.end: nothing after `last_seq` counts until a bind from behind `reach` on opens the key again."""

    last_seq: int
    last_id: str
    reach: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What a key may do where in its log; `binds` by position, `ends` the earliest first."""

    log: str
    pub: bytes
    person: str
    hr: HrKey | None
    binds: tuple[BoundAt, ...] = ()
    ends: tuple[End, ...] = ()

    def at(self, seq: int) -> tuple[str, frozenset[str]]:
        """(empty, roles) where the key counts; («ended» or «unbound», none) where it does not."""
        roles, begun = _NOBODY, False
        if self.hr is not None and self.hr.from_seq <= seq:
            begun = True
            if self.hr.last_seq is None or seq <= self.hr.last_seq:
                roles = _HR_ONLY
        bound = next((bound for bound in reversed(self.binds) if bound.from_seq <= seq), None)
        if bound is not None:
            begun = True
            if not any(end.last_seq < seq and bound.from_seq <= end.reach for end in self.ends):
                return "", roles | bound.roles
        if roles:
            return "", roles
        return ("ended" if begun else "unbound"), _NOBODY

    def segments(self) -> list[tuple[int, str, frozenset[str]]]:
        """[(first seq, fault, roles)]: the same as `at`, for reading a log from its start."""
        starts = {1} | {bound.from_seq for bound in self.binds} | {end.last_seq + 1 for end in self.ends}
        if self.hr is not None:
            starts |= {self.hr.from_seq, (self.hr.last_seq or 0) + 1}
        return [(seq, *self.at(seq)) for seq in sorted(starts)]

    def cited(self) -> list[tuple[int, str]]:
        """The ends as (last seq, last id), the earliest first; for an HR key only the root document's own."""
        if self.hr is not None:
            return [(self.hr.last_seq, self.hr.last_id)] if self.hr.last_seq and self.hr.last_id else []
        return [(end.last_seq, end.last_id) for end in self.ends if end.last_id]

    def proven(self, walk: Walk) -> int | None:
        """The last position up to which `walk` is shown to be the side the ends speak of; None: all of it.

        After a key ended only what leads up to the record HR has seen counts. While that record is not here, nothing
        shows which records those are.
        """
        proven = 0
        for seq, last in self.cited():
            if seq > len(walk.way) or walk.way[seq - 1].id != last:
                return proven
            proven = seq
        return None

    @property
    def now(self) -> frozenset[str]:
        """The roles this key has after everything said so far; none when it ended."""
        return self.segments()[-1][2]


@dataclass(frozen=True, slots=True)
class Said:
    """An identity record that counts: who said what in which log."""

    entry: Entry
    person: str

    @property
    def id(self) -> str:
        """The record's id."""
        return self.entry.id


@dataclass(slots=True)
class Authority:
    """What root document and HR say together. `refused` are binds that cannot be honoured."""

    terms: dict[str, Terms]
    walks: dict[str, Walk]
    picks: list[Said] = field(default_factory=list)
    checkpoints: list[Said] = field(default_factory=list)
    erased: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()


Decisions = dict[tuple[str, tuple[str, ...]], str]
"""{(log, sides of a fork): the side that goes on}."""


def hr_terms(root: Root) -> dict[str, Terms]:
    """The HR keys of the root document, by log."""
    return {log: Terms(log, key.raw_pub, key.person, key) for log, key in root.hr_logs.items()}


def read_authority(root: Root, chains: Mapping[str, Chain], table: Table, check: Check) -> Authority:
    """Everything HR has said that counts.

    HR's own logs come first. Where they fork, the root document's end or *other* HR people decide, in rounds: what is
    settled decides the next fork, all of a round at once, so the order of arrival cannot matter.
    """
    terms = hr_terms(root)
    decided: Decisions = {}
    said: list[Said] = []
    while True:
        picks = [one for one in said if isinstance(one.entry.content, ForkPick)]
        checkpoints = [one for one in said if isinstance(one.entry.content, Checkpoint)]
        found: Decisions = {}
        walks = {
            log: chains[log].walk(chooser(term, [picks, checkpoints], decided, found))
            for log, term in terms.items()
            if log in chains
        }
        said = [one for log in sorted(walks) for one in _spoken(terms[log], walks[log], table)]
        if not found and _same(said, picks, checkpoints):
            break
        decided.update(found)
    return _heard(root, terms, walks, said, check)


def _same(said: list[Said], picks: list[Said], checkpoints: list[Said]) -> bool:
    citing = {one.id for one in said if isinstance(one.entry.content, ForkPick | Checkpoint)}
    return citing == {one.id for one in [*picks, *checkpoints]}


def _spoken(terms: Terms, walk: Walk, table: Table) -> list[Said]:
    """The identity records on an HR log's way that HR's own role lets count."""
    proven = terms.proven(walk)
    hr_only = Terms(terms.log, terms.pub, terms.person, terms.hr)
    found = []
    for entry in walk.spoken:
        header = entry.header
        fault, roles = hr_only.at(header.seq)
        rule = table.get(header.kind)
        if fault or entry.content is None or rule is None or (proven is not None and header.seq > proven):
            continue
        if allowed(header, terms.person, roles, rule):
            found.append(Said(entry, terms.person))
    return found


def chooser(terms: Terms, spoken: Sequence[Sequence[Said]], decided: Decisions, found: Decisions) -> Choose:
    """How forks of this log are decided: by its ends, then by what `spoken` cites, the strongest first.

    Nobody vouches for himself: what the log's own person said is left out. A pick for exactly this position comes
    before what cites records behind it. New decisions are put into `found`.
    """

    def choose(chain: Chain, seq: int, sides: tuple[str, ...]) -> str | None:
        key = (chain.log, sides)
        side = decided.get(key)
        if side is None:
            others = [[one for one in rank if one.person != terms.person] for rank in spoken]
            side = cited_side(chain, sides, [{last} for _, last in terms.cited()] + _citations(chain.log, seq, others))
            if side is not None:
                found[key] = side
        return side

    return choose


def _citations(log: str, seq: int, spoken: Sequence[Sequence[Said]]) -> list[set[str]]:
    cited: list[set[str]] = []
    for rank in spoken:
        replaced = {ref for one in rank for ref in one.entry.header.refs}
        exact: set[str] = set()
        later: set[str] = set()
        for one in rank:
            match one.entry.content:
                case ForkPick(log=picked, seq=at, id=target) if picked == log and one.id not in replaced:
                    (exact if at == seq else later).add(target)
                case Checkpoint(heads=heads) if log in heads:
                    later.add(heads[log][1])
                case _:
                    pass
        cited += [exact, later]
    return cited


def _heard(root: Root, terms: dict[str, Terms], walks: dict[str, Walk], said: list[Said], check: Check) -> Authority:
    """Sort what HR said by what it is about, and give every bound key its terms."""
    binds: dict[str, list[tuple[Said, Bind, bytes]]] = {}
    refused = set()
    for one in said:
        if isinstance(one.entry.content, Bind):
            pub = _honoured(one, one.entry.content, root.org, check)
            if pub is None:
                refused.add(one.id)
            else:
                binds.setdefault(log_of(pub), []).append((one, one.entry.content, pub))
    ends = [one.entry.content for one in said if isinstance(one.entry.content, BindEnd)]
    for log, found in binds.items():
        terms[log] = _terms(log, terms.get(log), found, ends)
    return Authority(
        terms,
        walks,
        picks=[one for one in said if isinstance(one.entry.content, ForkPick)],
        checkpoints=[one for one in said if isinstance(one.entry.content, Checkpoint)],
        erased=frozenset(i for one in said if isinstance(one.entry.content, Erase) for i in one.entry.content.ids),
        refused=frozenset(refused),
    )


def _honoured(one: Said, bind: Bind, org: str, check: Check) -> bytes | None:
    """The key a bind is about; None when it cannot be honoured: HR binding itself or making HR, a key that no device
    made, no proof that its holder asked for it (`ledger.md` §2).
    """
    if bind.person == one.person or HR in bind.roles:
        return None
    try:
        pub, seal, pop = unb64(bind.pub), unb64(bind.seal), unb64(bind.pop)
        asked = statement(org=org, person=bind.person, token=bind.token, pub=bind.pub, seal=bind.seal)
    except Malformed:
        return None
    if refused_key(pub) or len(seal) != KEY_BYTES or log_of(pub) == one.entry.header.log:
        return None
    return pub if check(pub, JOIN_TYPE, asked, pop) else None


def _terms(log: str, hr: Terms | None, found: list[tuple[Said, Bind, bytes]], ends: list[BindEnd]) -> Terms:
    """The terms of one key. It stays the person's who was bound first; of two binds from one position the one that
    refs the other holds, else the lower id provisionally (`records.md` §5).
    """
    found = sorted(found, key=lambda item: (item[1].from_seq, item[0].entry.header.seq, item[0].id))
    pub = found[0][2]
    person = hr.person if hr is not None else found[0][1].person
    found = [item for item in found if item[1].person == person]
    starts = {said.id: bind.from_seq for said, bind, _ in found}
    replaced = {
        ref
        for said, bind, _ in found
        for ref in said.entry.header.refs
        if ref != said.id and starts.get(ref) == bind.from_seq
    }
    binds = [
        BoundAt(bind.from_seq, said.id, frozenset(bind.roles)) for said, bind, _ in found if said.id not in replaced
    ]
    binds.sort(key=lambda bound: bound.id, reverse=True)
    binds.sort(key=lambda bound: bound.from_seq)
    closed = sorted(
        End(end.last_seq, end.last_id or "", max(end.last_seq, starts[end.bind])) for end in ends if end.bind in starts
    )
    return Terms(log, pub, person, hr.hr if hr else None, tuple(binds), tuple(closed))
