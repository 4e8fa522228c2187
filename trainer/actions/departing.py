"""Handing work over: a mentor changes, or somebody leaves the firm with everything they had in hand.

Nothing here is one big record: each assignment that begins or ends and each key that ends is a record of its own, as
HR would write them one by one. What was refused is told with its reason, and doing it again does only what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from trainer.actions import organising
from trainer.actions.recording import may, sign_again
from trainer.domain.progress import Assignment
from trainer.errors import Refused
from trainer.session import Session

DEPARTURE = "departure"
"""The reason that stands on every key and assignment that ended because somebody left."""

Act = Literal["begun", "ended", "key-ended"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was to be done. `learner` and `person` are ids (`person` works with the learner as `as_`, or holds
    the key `log`); `refused` says why it was not done, None when it was.
    """

    act: Act
    learner: str
    person: str
    as_: str = ""
    log: str = ""
    refused: Refused | None = None


def hand_over(session: Session, successors: Mapping[str, str], reason: str) -> tuple[Step, ...]:
    """End running assignments and begin the new ones: {record of the assignment: who takes over}, empty for nobody.

    The new one begins first, so that a learner is never without. Raises `Refused`: ``reason-missing``,
    ``nothing-to-hand-over``, ``not-your-role``; what one assignment is refused stands in its step.
    """
    may(session, "assign", None)
    if not reason.strip():
        raise Refused("reason-missing")
    if not successors:
        raise Refused("nothing-to-hand-over")
    steps: list[Step] = []
    for learner, running in _assignments(session, successors):
        steps += _change(session, learner, running, successors[running.record], reason)
    return tuple(steps)


def _assignments(session: Session, wanted: Mapping[str, str]) -> Sequence[tuple[str, Assignment]]:
    """(learner, assignment) of everything that is to change and still runs, by learner."""
    return [
        (progress.person, one)
        for progress in session.standings.everybody()
        for one in progress.assignments
        if one.record in wanted and one.ended is None
    ]


def _change(session: Session, learner: str, running: Assignment, to: str, reason: str) -> list[Step]:
    """One assignment goes to somebody else; it ends only when the new one stands."""
    steps: list[Step] = []
    if to:
        begun = Step("begun", learner, to, running.as_)
        steps.append(_tried(begun, lambda: _begin(session, learner, running, to)))
    if not steps or steps[0].refused is None:
        ended = Step("ended", learner, running.person, running.as_)
        steps.append(_tried(ended, lambda: organising.end_assignment(session, learner, running.record, reason)))
    return steps


def _begin(session: Session, learner: str, running: Assignment, to: str) -> None:
    if to == running.person:
        raise Refused("same-person")
    bound = session.store.people().get(to)
    if bound is None and not session.standings.of(to).name:
        raise Refused("unknown-person", person=to)
    if bound is not None and not bound.live:  # who was invited and has no key yet can be given work
        raise Refused("person-left", person=to)
    try:
        organising.assign(session, learner, to, running.as_, session.today())
    except Refused as refused:
        if refused.code != "already-assigned":  # they work with this learner already: nothing to begin
            raise


def _tried(step: Step, act: Callable[[], object]) -> Step:
    try:
        act()
    except Refused as refused:
        return Step(step.act, step.learner, step.person, step.as_, step.log, refused)
    return step


def depart(session: Session, person: str, successors: Mapping[str, str], *, passphrase: str) -> tuple[Step, ...]:
    """Somebody leaves: their work goes to others, whoever works with them is free, all their keys end at the last
    position received here. HR's own keys stay: only the recovery file ends those (``hr-key`` in their step).

    Raises `Refused`: ``not-your-role``, ``not-about-yourself``, ``wrong-passphrase``; `Trouble` when the disk refuses:
    then what came before is done, and doing it again does the rest.
    """
    may(session, "bind.end", None)
    if person == session.me:
        raise Refused("not-about-yourself", kind="bind.end")
    sign_again(session, passphrase)
    steps: list[Step] = []
    for learner, running in _assignments(session, successors):
        steps += _change(session, learner, running, successors[running.record], DEPARTURE)
    for one in session.standings.of(person).assignments:
        if one.ended is None:
            freed = Step("ended", person, one.person, one.as_)
            steps.append(_tried(freed, partial(organising.end_assignment, session, person, one.record, DEPARTURE)))
    steps += _end_keys(session, person, passphrase)
    organising.drop_invitations(session, person)
    return tuple(steps)


def _end_keys(session: Session, person: str, passphrase: str) -> list[Step]:
    bound = session.store.people().get(person)
    steps: list[Step] = []
    for log in bound.live if bound is not None else ():
        key = Step("key-ended", person, person, log=log)
        steps.append(_tried(key, partial(organising.end_key, session, log, DEPARTURE, passphrase=passphrase)))
    return steps
