"""What would follow: where people would stand if some records were worth something else. The real rules say it.

Nothing here is written; it is what a decision is shown with before it is signed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from trainer.domain.facts import SessionHeld
from trainer.domain.progress import Progress
from trainer.i18n import language
from trainer.ledger.record import Judged
from trainer.ledger.root import Root
from trainer.ledger.store import Store
from trainer.ledger.verdict import Bound, Fork
from trainer.session import Session
from trainer.standing import Standings
from trainer.views.naming import name_of


@dataclass(frozen=True, slots=True)
class Effect:
    """What would change for one person: confirmed seconds in all, titles of requirements lost and won, and
    certificates: (serial, what it is worth now, what it would be worth).
    """

    person: str
    name: str
    hours_before: int
    hours_after: int
    lost: tuple[str, ...]
    won: tuple[str, ...]
    certificates: tuple[tuple[str, str, str], ...]

    @property
    def changes(self) -> bool:
        """Whether anything does."""
        return bool(self.hours_before != self.hours_after or self.lost or self.won or self.certificates)


class AsIf:
    """A store in which some records have another verdict (`trainer.standing.sources.Records`)."""

    def __init__(self, store: Store, verdicts: Mapping[str, str]) -> None:
        self._store = store
        self._verdicts = verdicts

    @property
    def root(self) -> Root:
        """The root document in force."""
        return self._store.root

    def about(self, person: str, /) -> Sequence[Judged]:
        """Every record the person signed or is subject of."""
        return self._other(self._store.about(person))

    def common(self) -> Sequence[Judged]:
        """Every record without a subject."""
        return self._other(self._store.common())

    def people(self) -> Mapping[str, Bound]:
        """Everybody bound."""
        return self._store.people()

    def forks(self) -> Sequence[Fork]:
        """Every fork met."""
        return self._store.forks()

    def not_ok(self) -> Sequence[Judged]:
        """Everything that would not count."""
        before = self._store.not_ok()
        known = {one.record.id for one in before}
        fresh = (self._store.record(id_) for id_ in self._verdicts if id_ not in known)
        both = [*before, *(one for one in fresh if one is not None)]
        return [one for one in self._other(both) if one.verdict != "ok"]

    def record(self, id_: str, /) -> Judged | None:
        """One record."""
        found = self._store.record(id_)
        return self._other([found])[0] if found is not None else None

    def position(self) -> str:
        """Stands still: it is asked within one moment."""
        return self._store.position()

    def _other(self, records: Iterable[Judged]) -> list[Judged]:
        return [Judged(one.record, self._verdicts.get(one.record.id, one.verdict)) for one in records]


def concerned(session: Session, records: Iterable[Judged]) -> tuple[str, ...]:
    """Whose standing these records can touch: their subjects, their signers, who was in a session."""
    found: set[str] = set()
    for one in records:
        header = one.record.header
        found |= {header.sub or header.who}
        body = session.standings.body(one)
        if isinstance(body, SessionHeld):
            found |= {person for person, _seconds in body.attendees}
    return tuple(sorted(found))


def effects(session: Session, verdicts: Mapping[str, str], people: Collection[str]) -> tuple[Effect, ...]:
    """What would change for these people if records had other `verdicts` (record id → verdict); who stays as they are
    is left out.
    """
    other = Standings(AsIf(session.store, verdicts), session.library)
    try:
        found = [_effect(session, other, person, session.today()) for person in people]
    finally:
        other.close()
    return tuple(sorted((one for one in found if one.changes), key=lambda one: one.name))


def _effect(session: Session, other: Standings, person: str, on: date) -> Effect:
    before, after = session.standings.of(person), other.of(person)
    had, has = _met(session.standings, person, on), _met(other, person, on)
    return Effect(
        person,
        name_of(session, person),
        _confirmed(before),
        _confirmed(after),
        tuple(had[one] for one in had if one not in has),
        tuple(has[one] for one in has if one not in had),
        tuple(_certificates(session.standings, other, before, on)),
    )


def _met(standings: Standings, person: str, on: date) -> dict[str, str]:
    items = standings.gate(person, on).items
    return {one.requirement: one.title.in_(language()) for one in items if one.state == "met"}


def _confirmed(progress: Progress) -> int:
    return sum(one.confirmed_s for one in progress.quarters)


def _certificates(now: Standings, other: Standings, progress: Progress, on: date) -> Iterable[tuple[str, str, str]]:
    for issued in progress.certificates:
        before = now.certificate(progress.person, issued.record, on)
        after = other.certificate(progress.person, issued.record, on)
        worth = after.status if after is not None else "invalid"
        if before is not None and before.status != worth:
            yield issued.serial, before.status, worth
