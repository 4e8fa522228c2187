"""A set of records → what each is worth: a pure function of the set (`ledger.md` §3).

Arrival order, repetition and clocks never matter, so two stores with the same records say the same. `Verdicts` holds
the answer for a growing set and recomputes only the logs that a new record touches; `judge` builds it from scratch,
and the two always agree (`tests/ledger/test_verdict.py`).

What is remembered per record is its header, not its body, so that a hundred thousand records stay small.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from trainer.ledger.authority import (
    Authority,
    Decisions,
    KindRuleLike,
    Said,
    Table,
    Terms,
    allowed,
    chooser,
    hr_terms,
    read_authority,
)
from trainer.ledger.chain import Chain, Check, Entry, Fork, Walk, best_copy, entry_of
from trainer.ledger.identity import SHAPES, Checkpoint, Heads, Overrule, Void
from trainer.ledger.record import HEADER_VERSION, Record
from trainer.ledger.root import Root

__all__ = [
    "VERDICTS",
    "Bound",
    "Check",
    "Fork",
    "Judgement",
    "KindRuleLike",
    "Table",
    "Verdicts",
    "best_copy",
    "judge",
]

VERDICTS = (
    "ok",  # counts
    "redacted",  # HR erased the body; the header stands in the chain
    "withdrawn",  # sound, but voided by its signer or overruled by HR
    "badsig",  # no copy here bears the right signature
    "badbody",  # rightly signed, but the body here is not the one that was signed
    "nobody",  # rightly signed, the body has not been received
    "gap",  # a record before it is missing, or the record that ends its key is
    "forked",  # on the lost side of a fork, or on any side while nobody with authority has picked
    "ended",  # behind the position at which its key ended
    "unauthorised",  # this person may not write this kind about this subject, or a bind that cannot be honoured
    "unbound",  # nobody with authority has said whose key this is (yet), or not from this position on
    "newer",  # a kind or version this program does not know: kept, passed on, counted by nobody
    "malformed",  # rightly signed, but the body is not of the form that every body has
    "foreign",  # of another organisation
)
"""Every verdict. Only «ok» reaches a projection; the others are listed with their reason. When several hold, a record
gets the first that applies of: foreign, unbound (key unknown), badsig, forked, gap, ended, unbound (position), newer
(kind), unauthorised, then redacted, nobody, badbody, malformed, newer (version), withdrawn."""

_ERASABLE = frozenset({"ok", "nobody", "badbody", "malformed", "newer"})
"""Verdicts that «redacted» replaces: whether the bytes are still here must not matter."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A person and their keys: `roles` they hold now, `keys` every log ever bound to them, `live` those not ended.

    `held` says what each key could do where: (log, position from which on, roles), by log and position.
    """

    person: str
    roles: frozenset[str]
    keys: tuple[str, ...]
    live: tuple[str, ...]
    held: tuple[tuple[str, int, frozenset[str]], ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """Everything the set of records says, as plain values that can be compared."""

    verdicts: dict[str, str]
    people: dict[str, Bound]
    forks: tuple[Fork, ...]
    erased: frozenset[str]


def judge(records: Iterable[Record], root: Root, table: Table, check: Check) -> Judgement:
    """Judge a set of records from scratch. `check` verifies a signature, or remembers that it did."""
    verdicts = Verdicts(root, table, check)
    verdicts.add(records)
    return verdicts.judgement()


@dataclass(slots=True)
class _Judged:
    """What was worked out about one log: by which terms, along which way, with which result before withdrawals."""

    terms: Terms
    walk: Walk
    base: dict[str, str]


@dataclass(slots=True)
class Verdicts:
    """The verdicts on a growing set of records. Not for several threads at once."""

    root: Root
    table: Table
    check: Check
    _chains: dict[str, Chain] = field(default_factory=dict)
    _waiting: dict[str, dict[tuple[object, ...], Record]] = field(default_factory=dict)
    _judged: dict[str, _Judged] = field(default_factory=dict)
    _final: dict[str, str] = field(default_factory=dict)
    _log_of: dict[str, str] = field(default_factory=dict)
    _withdrawn: frozenset[str] = frozenset()
    _named: frozenset[str] = frozenset()
    _authority: Authority = field(init=False)
    _people: dict[str, Bound] | None = None

    def __post_init__(self) -> None:
        self._authority = Authority(hr_terms(self.root), {})

    # Asking

    def verdict(self, record: str) -> str:
        """The verdict on a record id. KeyError when it is not in the set."""
        return self._final[record]

    def all(self) -> Mapping[str, str]:
        """Every verdict by record id; not to be changed, and not to be kept across `add`."""
        return self._final

    @property
    def erased(self) -> frozenset[str]:
        """The ids whose bodies HR had erased: never keep salt and body of one of them. Identity records are exempt."""
        return self._authority.erased

    def people(self) -> Mapping[str, Bound]:
        """Everybody who was ever bound, HR included. Worked out once for each state of who may speak."""
        if self._people is None:
            self._people = self._bound()
        return self._people

    def _bound(self) -> dict[str, Bound]:
        logs: dict[str, list[Terms]] = {}
        for terms in self._authority.terms.values():
            logs.setdefault(terms.person, []).append(terms)
        return {
            person: Bound(
                person,
                frozenset().union(*(terms.now for terms in held)),
                tuple(sorted(terms.log for terms in held)),
                tuple(sorted(terms.log for terms in held if terms.now)),
                tuple(
                    (terms.log, seq, roles)
                    for terms in sorted(held, key=lambda one: one.log)
                    for seq, _fault, roles in terms.segments()
                ),
            )
            for person, held in sorted(logs.items())
        }

    def forks(self) -> tuple[Fork, ...]:
        """Every fork met; those without `chosen` wait for HR's fork.pick."""
        return tuple(fork for log in sorted(self._judged) for fork in self._judged[log].walk.forks)

    def heads(self) -> Heads:
        """The last record of every known key's log on the side that stands: {log: (seq, id)}."""
        ends = ((log, judged.walk.way) for log, judged in self._judged.items())
        return {log: (way[-1].header.seq, way[-1].id) for log, way in ends if way}

    def heads_of(self, person: str) -> Heads:
        """The same for this person's logs."""
        bound, heads = self.people().get(person), self.heads()
        return {log: heads[log] for log in (bound.keys if bound else ()) if log in heads}

    def missing_heads(self) -> Heads:
        """The rollback alarm: {log: (seq, id)} cited by a checkpoint that counts, and not here."""
        missing: Heads = {}
        for said in self._all_checkpoints():
            for log, (seq, cited) in _heads_in(said).items():
                if cited not in self._log_of and missing.get(log, (0, ""))[0] < seq:
                    missing[log] = (seq, cited)
        return missing

    def cited_by(self, person: str) -> Heads:
        """What the checkpoints of a person that count say they had: of each of their keys the last word on a log, and
        over their keys the furthest. A store that was put back to a backup says less than before, and is sent the rest.
        """
        last: dict[tuple[str, str], tuple[int, str]] = {}
        for said in self._all_checkpoints(person):
            own = said.entry.header.log
            last.update({(own, log): head for log, head in _heads_in(said).items()})
        heads: Heads = {}
        for (_own, log), head in last.items():
            heads[log] = max(head, heads.get(log, head))
        return heads

    def unheard_keys(self, person: str) -> frozenset[str]:
        """The keys in use of somebody that have cited nothing yet, where another key of theirs has: a new device, of
        which nobody knows what it holds.
        """
        bound = self.people().get(person)
        spoken = {said.entry.header.log for said in self._all_checkpoints(person)}
        return frozenset(bound.live) - spoken if bound is not None and spoken else frozenset()

    def to_cite(self, person: str) -> Heads:
        """The heads that a checkpoint of this person has to cite: those that changed since their previous ones.

        Their own logs are left out (nobody vouches for himself), and so are logs that grew by checkpoints only, or two
        stores would answer each other for ever.
        """
        before = self.cited_by(person)
        due: Heads = {}
        for log, judged in self._judged.items():
            if judged.terms.person == person or not judged.walk.way:
                continue
            since = before.get(log, (0, ""))[0]
            last = judged.walk.way[-1]
            fresh = judged.walk.way[since:] if since < last.header.seq else [last]
            if before.get(log) != (last.header.seq, last.id) and any(e.header.kind != "checkpoint" for e in fresh):
                due[log] = (last.header.seq, last.id)
        return due

    def _all_checkpoints(self, person: str | None = None) -> Iterator[Said]:
        """The checkpoints that count, each log's in its order."""
        for said in [*self._authority.checkpoints, *self._checkpoints()]:
            if person in (None, said.person):
                yield said

    def citing(self, log: str) -> dict[str, Heads]:
        """Who cites which heads of a log: {person: {log of their key: (seq, id)}}, the last word of each key."""
        found: dict[str, Heads] = {}
        for said in self._all_checkpoints():
            if log in (heads := _heads_in(said)):
                found.setdefault(said.person, {})[said.entry.header.log] = heads[log]
        return found

    def judgement(self) -> Judgement:
        """A copy of everything, for comparing."""
        return Judgement(dict(self._final), dict(self.people()), self.forks(), self.erased)

    # Growing

    def change_root(self, root: Root) -> frozenset[str]:
        """A longer chain of root documents is known. The ids whose verdict changed."""
        self.root = root
        return self._settle(set(self._chains))

    def add(self, records: Iterable[Record]) -> frozenset[str]:
        """Take in records, any number of times in any order. The ids that are new or whose verdict changed."""
        changed: set[str] = set()
        touched: set[str] = set()
        for record in records:
            log = record.header.log
            self._log_of[record.id] = log
            chain = self._chains.get(log)
            if chain is None:
                envelope = record.envelope
                copy = (record.id, envelope.sig, envelope.salt, envelope.body)
                self._waiting.setdefault(log, {})[copy] = record
                touched.add(log)
                continue
            entry = entry_of(record, self.root.org, chain.pub, self.check)
            if log not in touched and self._follows(chain, entry):
                changed.add(entry.id)
            elif chain.put(entry):
                touched.add(log)
        return frozenset(changed) | self._settle(touched) if touched else frozenset(changed)

    def _follows(self, chain: Chain, entry: Entry) -> bool:
        """The common case at once: one more ordinary record at the end of a log in order, naming nobody's rights."""
        judged = self._judged.get(chain.log)
        if judged is None or judged.terms.cited() or judged.terms.ends or entry.header.kind in SHAPES:
            return False
        if entry.id in self._named or entry.id in self.erased or not chain.extends(entry):
            return False
        fault, roles = judged.terms.at(entry.header.seq)
        self._final[entry.id] = judged.base[entry.id] = worth(entry, judged.terms, fault, roles, self.table)
        return True

    def _adopt(self, terms: Iterable[Terms]) -> set[str]:
        """Give logs whose key has just become known their chains. The logs that are new."""
        new = {one.log: Chain(one.log, one.pub) for one in terms if one.log not in self._chains}
        for log, chain in new.items():
            for record in self._waiting.pop(log, {}).values():
                chain.put(entry_of(record, self.root.org, chain.pub, self.check))
        self._chains.update(new)
        return set(new)

    def _settle(self, touched: set[str]) -> frozenset[str]:
        """Read authority again and judge the logs that were touched or whose terms changed."""
        touched = touched | self._adopt(hr_terms(self.root).values())
        authority = read_authority(self.root, self._chains, self.table, self.check)
        touched |= self._adopt(authority.terms.values())
        before, self._authority, self._people = self._authority, authority, None
        touched |= self._judged.keys() - authority.terms.keys()
        for log in touched:
            self._judged.pop(log, None)
        redo = {log for log, terms in authority.terms.items() if self._outdated(log, terms)}
        self._judge_logs(redo)
        changed = (before.erased ^ authority.erased) | self._withdraw()
        return self._publish(touched | redo, changed)

    def _outdated(self, log: str, terms: Terms) -> bool:
        judged = self._judged.get(log)
        return judged is None or judged.terms != terms or bool(judged.walk.forks)

    def _judge_logs(self, logs: set[str]) -> None:
        """Judge these logs, then decide by the checkpoints of mentors what HR has not decided, in rounds as there."""
        authority = self._authority
        decided: Decisions = {}
        cited: list[Said] = []
        while logs:
            found: Decisions = {}
            ranks = [authority.picks, authority.checkpoints, cited]
            for log in logs:
                terms = authority.terms[log]
                walk = authority.walks.get(log) or self._chains[log].walk(chooser(terms, ranks, decided, found))
                self._judged[log] = _Judged(
                    terms, walk, judge_log(self._chains[log], terms, walk, self.table, authority)
                )
            decided.update(found)
            logs = {log for log in logs if self._judged[log].walk.forks and log not in authority.walks}
            heard = self._checkpoints() if logs else []
            if not found and heard == cited:
                break
            cited = heard

    def _checkpoints(self) -> list[Said]:
        """The checkpoints that count and are not HR's."""
        return [
            Said(entry, judged.terms.person)
            for log, judged in sorted(self._judged.items())
            if log not in self._authority.walks
            for entry in judged.walk.spoken
            if isinstance(entry.content, Checkpoint) and judged.base[entry.id] == "ok"
        ]

    def _withdraw(self) -> frozenset[str]:
        """Find what voids and overrules that count speak of. The ids for which that changed."""
        words = [
            (Said(entry, judged.terms.person), entry.content)
            for judged in self._judged.values()
            for entry in judged.walk.spoken
            if isinstance(entry.content, Void | Overrule) and judged.base[entry.id] == "ok"
        ]
        before, self._named = self._withdrawn, frozenset(content.id for _, content in words)
        self._withdrawn = frozenset(
            content.id
            for said, content in words
            if (target := self._entry(content.id)) is not None and withdraws(said, target)
        )
        return before ^ self._withdrawn

    def _entry(self, record: str) -> Entry | None:
        log = self._log_of.get(record)
        return self._chains[log].entries.get(record) if log is not None and log in self._chains else None

    def _publish(self, logs: set[str], records: frozenset[str]) -> frozenset[str]:
        """Write down the final verdicts of these logs and records. The ids for which they changed."""
        changed: set[str] = set()
        special = self.erased | self._withdrawn
        for log in logs:
            base = self._base(log)
            plain = base.items() if special.isdisjoint(base) else ((i, b) for i, b in base.items() if i not in special)
            fresh = {record: word for record, word in plain if self._final.get(record) != word}
            self._final.update(fresh)
            changed.update(fresh)
            for record in special & base.keys():
                self._decide(record, base[record], changed)
        for record in records:
            log = self._log_of.get(record, "")
            if log and log not in logs:
                self._decide(record, self._base(log)[record], changed)
        return frozenset(changed)

    def _base(self, log: str) -> Mapping[str, str]:
        """What one log's records are worth before erasures and withdrawals."""
        judged = self._judged.get(log)
        if judged is not None:
            return judged.base
        chain = self._chains.get(log)
        headers = (
            [(entry.id, entry.header) for entry in chain.entries.values()]
            if chain is not None
            else [(record.id, record.header) for record in self._waiting[log].values()]
        )
        return {record: "unbound" if header.org == self.root.org else "foreign" for record, header in headers}

    def _decide(self, record: str, base: str, changed: set[str]) -> None:
        final = base
        if base in _ERASABLE and record in self.erased:
            entry = self._entry(record)
            if entry is not None and entry.header.kind not in SHAPES:
                final = "redacted"
        if final == "ok" and record in self._withdrawn:
            final = "withdrawn"
        if self._final.get(record) != final:
            self._final[record] = final
            changed.add(record)


def _heads_in(said: Said) -> Heads:
    """The heads a checkpoint cites."""
    content = said.entry.content
    return content.heads if isinstance(content, Checkpoint) else {}


def worth(entry: Entry, terms: Terms, fault: str, roles: frozenset[str], table: Table) -> str:
    """What a record on its log's way is worth where its key has these roles, or this fault."""
    if fault:
        return fault
    header = entry.header
    rule = table.get(header.kind)
    if rule is None or header.v > HEADER_VERSION:
        return "newer"
    if not allowed(header, terms.person, roles, rule):
        return "unauthorised"
    if entry.body:
        return entry.body
    if entry.version > rule.version or (entry.content is None and header.kind in SHAPES):
        return "newer"
    return "ok"


def judge_log(chain: Chain, terms: Terms, walk: Walk, table: Table, authority: Authority) -> dict[str, str]:
    """What each record of a log is worth before erasures and withdrawals."""
    base = {
        entry.id: entry.fault or ("forked" if entry.id in walk.forked else "gap") for entry in chain.entries.values()
    }
    proven = terms.proven(walk)
    segments = terms.segments()
    for (first, fault, roles), (behind, _, _) in itertools.pairwise([*segments, (len(walk.way) + 1, "", frozenset())]):
        for entry in walk.way[first - 1 : behind - 1]:
            base[entry.id] = worth(entry, terms, fault, roles, table)
    if proven is not None:
        for entry in walk.way[proven:]:
            if base[entry.id] != "ended":
                base[entry.id] = "gap"
    for record in authority.refused & base.keys():
        if base[record] == "ok":
            base[record] = "unauthorised"
    return base


def withdraws(said: Said, target: Entry) -> bool:
    """Whether a void or overrule that counts reaches this record.

    A void: the same signer (on any of their devices), the same subject. An overrule: somebody else's record about the
    subject, or, where that record has no subject, signed by the person the overrule is about. Neither reaches records
    of identity kinds, so that withdrawing is never itself withdrawn.
    """
    word, header = said.entry.header, target.header
    if header.kind in SHAPES or target.fault:
        return False
    if isinstance(said.entry.content, Void):
        return header.who == word.who and header.sub == word.sub
    return header.who != word.who and word.sub == (header.who if header.sub is None else header.sub)
