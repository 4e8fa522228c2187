"""What somebody has in hand when they leave, or when one mentor takes over from another, and who could take it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trainer.domain.programme import Programme
from trainer.domain.progress import Assignment, Progress
from trainer.domain.waiting import due_milestones, may_examine, open_results, ready_weeks, waiting_hours
from trainer.session import Session
from trainer.views.keys import KeyRow, keys_of
from trainer.views.naming import name_of


@dataclass(frozen=True, slots=True)
class InHand:
    """One running assignment: `record`, the learner it is about, who holds it as what, and what waits there by kind."""

    record: str
    learner: str
    name: str
    as_: str
    person: str
    held_by: str
    since: date
    waiting: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could take over, with the roles of their keys."""

    person: str
    name: str
    roles: frozenset[str]

    def fits(self, as_: str) -> bool:
        """Whether their key has the role this assignment needs: anybody may confirm hours, HR may examine and proctor."""
        return as_ == "confirmer" or as_ in self.roles or (as_ in {"examiner", "proctor"} and "hr" in self.roles)


@dataclass(frozen=True, slots=True)
class OpenWork:
    """Everything of one person that a departure touches. `enrolled` is the day they started as a learner, None without
    a programme; `certificates` are the serials of those that run, with their last day; `roles` are those of their keys.
    """

    person: str
    name: str
    in_hand: tuple[InHand, ...]
    helped_by: tuple[InHand, ...]
    enrolled: date | None
    met: int
    total: int
    roles: tuple[str, ...]
    keys: tuple[KeyRow, ...]
    certificates: tuple[tuple[str, date], ...]
    candidates: tuple[Candidate, ...]


def open_work(session: Session, person: str) -> OpenWork:
    """What somebody has in hand today."""
    progress = session.standings.of(person)
    gate = session.standings.gate(person, session.today())
    live = tuple(one for one in keys_of(session, person) if one.state == "live")
    running = [one for one in progress.certificates if one.state == "active" and one.valid_until >= session.today()]
    return OpenWork(
        person=person,
        name=name_of(session, person),
        in_hand=in_hand(session, holder=person),
        helped_by=in_hand(session, learner=person),
        enrolled=progress.enrolment.start if progress.enrolment else None,
        met=gate.met,
        total=gate.total,
        roles=tuple(dict.fromkeys(role for key in live for role in key.roles)),
        keys=live,
        certificates=tuple((one.serial, one.valid_until) for one in running),
        candidates=candidates(session, person),
    )


def in_hand(session: Session, *, holder: str = "", learner: str = "") -> tuple[InHand, ...]:
    """Running assignments held by somebody, or about a learner, with what waits; by the learner's name."""
    found = []
    for progress in session.standings.everybody():
        if learner and progress.person != learner:
            continue
        for one in progress.assignments:
            if one.ended is None and (not holder or one.person == holder):
                counts = _waiting(session.standings.programme_of(progress.person), progress, one)
                found.append(
                    InHand(
                        record=one.record,
                        learner=progress.person,
                        name=name_of(session, progress.person),
                        as_=one.as_,
                        person=one.person,
                        held_by=name_of(session, one.person),
                        since=one.since,
                        waiting=tuple((kind, n) for kind, n in counts.items() if n),
                    )
                )
    return tuple(sorted(found, key=lambda one: (one.name, one.learner, one.as_)))


def _waiting(programme: Programme | None, progress: Progress, running: Assignment) -> dict[str, int]:
    """What waits for whoever holds this assignment, by kind, as in their own queue (`trainer.views.mentoring`)."""
    counts: dict[str, int] = {}
    if running.as_ == "mentor":
        counts["practical"] = sum(not one.answered for state in progress.practicals for one in state.requests)
        counts["theory"] = len(ready_weeks(programme, progress))
    if running.as_ in {"mentor", "confirmer"}:
        counts["hours"] = len(waiting_hours(progress))
    if programme is not None:
        counts["milestone"] = sum(running.as_ in one.by for one in due_milestones(programme, progress))
    if running.as_ == "examiner" and may_examine(programme, progress, running.person):
        counts["result"] = len(open_results(progress))
    return counts


def candidates(session: Session, leaving: str) -> tuple[Candidate, ...]:
    """Everybody else with a key in use, by name."""
    return tuple(
        sorted(
            (
                Candidate(bound.person, name_of(session, bound.person), frozenset(bound.roles))
                for bound in session.store.people().values()
                if bound.live and bound.person != leaving
            ),
            key=lambda one: (one.name, one.person),
        )
    )
