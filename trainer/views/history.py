"""What somebody signed today, and whether it can still be taken back (`ui.md` §4.6): never in silence, only with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from trainer.domain.calendar import day_of
from trainer.session import Session
from trainer.views.records import record_row
from trainer.wording import history as said
from trainer.wording import records as words
from trainer.wording.lines import joined

VOIDABLE: Final = frozenset(
    {
        "hours.claim", "practical.request", "theory.attest", "hours.attest", "practical.attest", "milestone.attest",
        "exam.result", "session.held", "leave", "waive", "feedback", "feedback.ack", "feedback.done",
        "feedback.confirm",
    }
)  # fmt: skip
"""Kinds whose signer may void them with a reason; every other correction is a record of its own kind."""

INSTEAD: Final[Mapping[str, str]] = {
    "study": "measured", "lesson.done": "measured", "attempt.start": "measured", "attempt.end": "measured",
    "run.start": "measured", "run.end": "measured", "cert.issue": "certificate", "cert.state": "certificate",
    "bind": "key", "bind.end": "key", "profile": "profile", "assign": "assignment", "assign.end": "assignment",
    "void": "final", "overrule": "final", "erase": "final", "fork.pick": "final", "enrol": "enrolment",
    "move": "enrolment",
}  # fmt: skip
"""Kind → the code of what is done instead of taking it back."""

PARTS: Final = frozenset({"answer", "run.act", "checkpoint"})
"""Pieces of something that is listed as a whole, and what the program notes by itself."""


@dataclass(frozen=True, slots=True)
class Done:
    """One record of mine of today. `time` is ms UTC. `can`: I may void it; else `why` says what is done instead."""

    record: str
    time: int
    what: str
    about: str
    can: bool
    why: str

    @property
    def line(self) -> str:
        """What was done and about whom, as one line."""
        return joined(self.what, self.about)


def today(session: Session) -> tuple[Done, ...]:
    """Everything I signed today in the organisation's zone, the newest first."""
    on = session.today()
    mine = [
        one
        for one in session.store.about(session.me)
        if one.record.header.who == session.me
        and day_of(one.record.header.time) == on
        and one.record.header.kind not in PARTS
    ]
    mine.sort(key=lambda one: (one.record.header.time, one.record.header.seq), reverse=True)
    found = []
    for one in mine:
        row = record_row(session, one)
        counts = one.verdict == "ok"
        can = counts and row.kind in VOIDABLE
        about = row.sub_name if one.record.header.sub != session.me else ""
        why = "" if can else words.verdict(one.verdict) if not counts else said.instead(INSTEAD.get(row.kind, "other"))
        found.append(Done(row.id, row.time, joined(words.kind(row.kind), row.title), about, can, why))
    return tuple(found)
