"""Who the people are, and the one table of who may record what (`records.md` §§3–4).

The ledger knows no training word: this table is handed to its `verdict()` as an argument.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from trainer.domain.feedback import KINDS as FEEDBACK

Role = Literal["trainee", "specialist", "mentor", "author", "proctor", "examiner", "director", "hr"]

ROLES: tuple[Role, ...] = ("trainee", "specialist", "mentor", "author", "proctor", "examiner", "director", "hr")
"""`hr` comes only from the root document, every other role from a `bind`. *Assigned* is a record, not a role."""

EVERYBODY = frozenset(ROLES)

Subject = Literal["self", "other", "person", "none", "any"]
"""self: about the signer; other: about somebody else; person: either; none: about nobody; any: all of these."""


@dataclass(frozen=True, slots=True)
class KindRule:
    """Who may write a kind and about whom, and the newest body version this program knows."""

    roles: frozenset[str]
    subject: Subject
    version: int = 1


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the organisation knows; `id` is 32 hex digits, the rest comes from their latest profile."""

    id: str
    name: str
    number: str = ""
    department: str = ""
    locale: str = "zh_CN"
    roles: frozenset[str] = frozenset()


_HR = frozenset({"hr"})


def _rule(roles: str, subject: Subject) -> KindRule:
    return KindRule(EVERYBODY if roles == "everybody" else frozenset(roles.split()), subject)


WHO_MAY: dict[str, KindRule] = {
    "bind": KindRule(_HR, "none"),
    "bind.end": KindRule(_HR, "none"),
    "fork.pick": KindRule(_HR, "none"),
    "erase": KindRule(_HR, "none"),
    "checkpoint": _rule("mentor hr", "none"),
    "void": _rule("everybody", "any"),
    "overrule": KindRule(_HR, "other"),
    "profile": _rule("everybody", "person"),
    "setting": KindRule(_HR, "none"),
    "enrol": KindRule(_HR, "other"),
    "move": KindRule(_HR, "other"),
    "leave": KindRule(_HR, "other"),
    "waive": KindRule(_HR, "other"),
    "assign": KindRule(_HR, "other"),
    "assign.end": KindRule(_HR, "other"),
    "lesson.done": _rule("everybody", "self"),
    "study": _rule("everybody", "self"),
    "hours.claim": _rule("everybody", "self"),
    "attempt.start": _rule("everybody", "self"),
    "answer": _rule("everybody", "self"),
    "attempt.end": _rule("everybody", "self"),
    "run.start": _rule("everybody", "self"),
    "run.act": _rule("everybody", "self"),
    "run.end": _rule("everybody", "self"),
    "practical.request": _rule("everybody", "self"),
    "theory.attest": _rule("mentor hr", "other"),
    "hours.attest": _rule("mentor hr specialist", "other"),
    "practical.attest": _rule("mentor", "other"),
    "milestone.attest": _rule("mentor examiner director hr", "other"),
    "acknowledge": _rule("everybody", "self"),
    "exam.open": _rule("proctor hr", "other"),
    "exam.result": _rule("examiner hr", "other"),
    "session.held": _rule("mentor hr", "none"),
    "cert.issue": KindRule(_HR, "other"),
    "cert.state": KindRule(_HR, "other"),
    "feedback": _rule("everybody", "none"),
    "feedback.ack": _rule("author hr mentor", "none"),
    "feedback.done": _rule("author hr mentor", "none"),
    "feedback.confirm": _rule("everybody", "none"),
}
"""The table. A `profile` about somebody else counts only from HR; a `void` only by the signer of what it voids, with
the same subject or, as for a session held or a setting, none: both conditions are judged where the record is used, not
by role. HR may open and examine an exam and give the director's milestone in a firm too small for a proctor, an
examiner and a director of their own: the programme says who may (`docs/decisions/0003-small-firms.md`)."""


OVERRULABLE = frozenset(
    {
        "theory.attest",
        "hours.attest",
        "practical.attest",
        "milestone.attest",
        "exam.open",
        "exam.result",
        "session.held",
        "waive",
        "leave",
    }
)
"""What HR may overrule: one person's word about others. Certificates have states; assignments and keys have ends."""


@dataclass(frozen=True, slots=True)
class Circle:
    """Who has to do with whom: {learner: the people assigned to them now}, who speaks for HR, and who writes content."""

    assigned: Mapping[str, frozenset[str]]
    hr: frozenset[str]
    authors: frozenset[str] = frozenset()

    def around(self, person: str) -> frozenset[str]:
        """Everybody assigned to this person, everybody they are assigned to, and HR."""
        learners = frozenset(learner for learner, others in self.assigned.items() if person in others)
        return learners | self.assigned.get(person, frozenset()) | self.hr


def may_read(
    circle: Circle,
    reader: str,
    *,
    kind: str,
    who: str,
    sub: str | None,
    attendees: Collection[str] = (),
    asker: str = "",
) -> bool:
    """Whether somebody may have the body of a record they neither signed nor are the subject of (`ledger.md` §6).

    Settings are everybody's; a session held is its attendees'; a profile is for those who have to do with the person;
    a word about content is also for the authors, who mend it, and what became of it for `asker`, who gave it;
    everything else about a learner, and by a learner about nobody, is for the people assigned to that learner. HR has
    everything and is not asked about here.
    """
    if kind == "setting":
        return True
    if kind == "session.held":
        return reader in attendees
    if kind == "profile":
        return sub in circle.around(reader)
    if kind in FEEDBACK and (reader in circle.authors or reader == asker):
        return True
    return reader in circle.assigned.get(sub if sub is not None else who, frozenset())
