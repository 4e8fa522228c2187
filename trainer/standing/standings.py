"""Where everybody stands: folded when asked for, remembered until their records change.

Nothing that was remembered is believed under other rules, another library or other records than those it was made from.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import msgspec

from trainer.domain import certification, facts
from trainer.domain.assessed import Grader
from trainer.domain.calendar import Quarter
from trainer.domain.evidence import Settings, settings_of
from trainer.domain.facts import BODIES, BadBody, Body, Heads
from trainer.domain.fold import fold
from trainer.domain.hours import quarter_hours
from trainer.domain.people import Circle
from trainer.domain.programme import Programme
from trainer.domain.progress import Progress, QuarterHours
from trainer.ledger.record import Judged
from trainer.standing.derived import Derived
from trainer.standing.reading import FactMemory, Surroundings, as_if_bound, read_facts
from trainer.standing.sources import LibraryLike, Records

RULES = 3
"""The version of the rules in `trainer.domain` that derived rows name. A change of meaning raises it."""


class Standings:
    """Where everybody stands, folded when asked for and remembered until their records change.

    Whoever appends or receives records calls ``forget(store.take_changed())`` afterwards; a change that nobody
    announced costs folding again, never a stale answer. `path` None keeps nothing on disk. Not for several threads at
    once: the reader thread has its own, on its own store.

    `own` is whoever is signed in: study starts before the bind has arrived, so their own screens show what they
    recorded since as if it were bound (`records.md` §2). Nobody else's do, and nothing of it is kept in ``derived.db``.
    """

    def __init__(self, store: Records, library: LibraryLike, path: Path | None = None, *, own: str = "") -> None:
        self._store = store
        self._own = own
        self._library = library
        self._grader = Grader(library)
        self._memory: dict[str, tuple[str, str, Progress]] = {}
        self._cuts: dict[tuple[str, str, str], Progress] = {}
        self._facts = FactMemory()
        self._surroundings = Surroundings(store, self._facts)
        self._seen = {self._surroundings.position}
        self._derived = Derived(path)  # at last: nothing behind it can fail and leave the file open

    def close(self) -> None:
        """Let go of ``derived.db``."""
        self._derived.close()

    def of(self, person: str) -> Progress:
        """Where one person stands now. Somebody unknown has an empty `Progress`."""
        self._follow()
        position, key = self._surroundings.position, self._key(person)
        held = self._memory.get(person)
        if held is not None and held[:2] == (position, key):
            return held[2]
        unbound = person == self._own and person not in self._store.people()
        progress = None if unbound else self._derived.read(person, position, key)
        if progress is None:
            progress = self._folded(person, None, unbound=unbound)
            if not unbound:
                self._derived.write(person, position, key, progress)
        self._memory[person] = (position, key, progress)
        return progress

    def everybody(self) -> list[Progress]:
        """Everybody bound to a key, by person id."""
        return [self.of(person) for person in sorted(self._store.people())]

    def settings(self) -> Settings:
        """The settings of the organisation, over time."""
        self._follow()
        return settings_of(self._surroundings.common("", None))

    def quarter(self, quarter: Quarter) -> dict[str, QuarterHours]:
        """Everybody's hours in one quarter, by person id."""
        return {progress.person: quarter_hours(progress.quarters, quarter) for progress in self.everybody()}

    def at_cut(self, person: str, heads: Heads) -> Progress:
        """Where the person stood on the records at or before these heads: what was withdrawn later counts here."""
        self._follow()
        name = hashlib.sha256(msgspec.json.encode(sorted(heads.items()))).hexdigest()
        key = (person, name, f"{self._surroundings.position}|{self._key(person)}")
        if key not in self._cuts:
            self._cuts[key] = self._folded(person, heads)
        return self._cuts[key]

    def certificate(self, person: str, record: str, on: date) -> certification.CertificateStanding | None:
        """What a certificate is worth on a day: on the records at its cut and again on all known here. None: no such
        certificate of this person. This is all that `verify` needs, on any store-like source of records.
        """
        now = self.of(person)
        issued = next((one for one in now.certificates if one.record == record), None)
        if issued is None:
            return None
        missing = sum(self._store.record(id_) is None for _seq, id_ in issued.cut.values())
        programme = self._library.programme(issued.hash)
        return certification.certificate(issued, self.at_cut(person, issued.cut), now, programme, on, missing=missing)

    def gate(self, person: str, on: date) -> certification.Gate:
        """The go-live gate of one person on a day, under the programme version they are enrolled in."""
        return certification.gate(self.programme_of(person), self.of(person), on)

    def programme_of(self, person: str) -> Programme | None:
        """The programme version the person is enrolled in; None when not enrolled or not in this library."""
        enrolment = self.of(person).enrolment
        return self._library.programme(enrolment.hash) if enrolment else None

    def circle(self, me: str) -> Circle:
        """Who has to do with whom, as this store knows it; `me` counts even before the bind has arrived."""
        people = self._store.people()
        assigned = {
            person: frozenset(a.person for a in self.of(person).assignments if a.ended is None)
            for person in sorted({*people, me})
        }
        having = {
            role: frozenset(one for one, bound in people.items() if role in bound.roles) for role in ("hr", "author")
        }
        return Circle(assigned, having["hr"], having["author"])

    def body(self, judged: Judged) -> Body | None:
        """The body of one record as its type; None when it is not here, not of a kind that we know, or not readable."""
        content = judged.record.envelope.body
        kind = judged.record.header.kind
        if content is None or kind not in BODIES:
            return None
        with contextlib.suppress(BadBody):
            return facts.decode(kind, content)
        return None

    def forget(self, people: Iterable[str]) -> None:
        """These people's records or verdicts changed, and nobody else's, since this was last called."""
        gone = frozenset(people)
        self._follow()
        position = self._surroundings.position
        for person in gone:
            self._memory.pop(person, None)
        for person, (seen, key, progress) in self._memory.items():
            if seen in self._seen:
                self._memory[person] = (position, key, progress)
        self._derived.forget(gone, self._seen, position)
        self._cuts.clear()
        self._seen = {position}

    def _follow(self) -> None:
        if self._store.position() != self._surroundings.position:
            self._surroundings = Surroundings(self._store, self._facts)
            self._seen.add(self._surroundings.position)

    def _key(self, person: str) -> str:
        return f"{RULES}|{self._library.hash}|{self._surroundings.touching(person)}"

    def _folded(self, person: str, cut: Heads | None, *, unbound: bool = False) -> Progress:
        records = self._store.about(person)
        if unbound:
            records = [as_if_bound(one, person) for one in records]
        read = read_facts(records, self._facts, cut, about=person, off=self._surroundings.authority.off)
        progress = fold(
            person,
            read.facts,
            self._surroundings.common(person, cut),
            self._grader,
            self._surroundings.authority,
            newest_received=max((one.record.got for one in records), default=0),
        )
        if not read.refused:
            return progress
        refused = sorted((*progress.not_counted, *read.refused), key=lambda row: (row.time, row.record, row.why))
        return msgspec.structs.replace(progress, not_counted=tuple(refused))
