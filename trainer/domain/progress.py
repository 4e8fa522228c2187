"""What one person's records add up to: the shape every view and rule reads.

`trainer.domain.fold.fold` turns facts into a `Progress`. It holds dates and states that never depend on today: whoever needs
«today» passes a date. Everything here can be written to `derived.db` and thrown away again.

Units: seconds, milliseconds UTC, basis points of the maximum.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from trainer.domain.facts import Answered, AssignAs, FileRef, Mode


class Row(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Base of everything derived."""


class Attested(Row, frozen=True, kw_only=True):
    """Somebody else's word for it: the record, its signer and when the signer said it was signed."""

    record: str
    who: str
    time: int
    on: date
    comment: str = ""


class Enrolment(Row, frozen=True, kw_only=True):
    """The programme version a person is on, and when they started."""

    record: str
    programme: str
    hash: str
    start: date
    leaves: tuple[tuple[date, date, str], ...] = ()


class Assignment(Row, frozen=True, kw_only=True):
    """Somebody assigned to this person. `ended_at` are the person's heads at the end, None while it runs."""

    record: str
    as_: AssignAs
    person: str
    since: date
    ended: date | None = None
    ended_at: dict[str, tuple[int, str]] | None = None


class LessonState(Row, frozen=True, kw_only=True):
    """A lesson finished by the learner's own word, and who confirmed the week, if anybody."""

    lesson: str
    hash: str
    record: str
    done: int
    attested: Attested | None = None


class ItemScore(Row, frozen=True, kw_only=True):
    """One question of an attempt, re-graded here; `n` counts from 1, `time` (ms UTC) is when it was signed. `points`
    (basis points) is None when the pinned item is not in this library.
    """

    n: int
    item: str
    hash: str
    answer: Answered
    points: int | None
    sure: str
    active_s: int
    record: str
    time: int = 0


class AttemptState(Row, frozen=True, kw_only=True):
    """One attempt at a paper. `score` is None while it is open or cannot be graded here.

    `attested` is the theory confirmation that covers it, `result` the examiner's record (score signed there).
    """

    record: str
    paper: str
    hash: str
    mode: Mode
    seed: str
    engine: int
    drawn: tuple[tuple[str, str], ...]
    limit_s: int
    pass_mark: int
    as_of: date
    started: int
    ended: int | None
    end_reason: str
    answers: tuple[ItemScore, ...]
    score: int | None
    passed: bool
    opened_by: Attested | None = None
    attested: Attested | None = None
    result: Attested | None = None
    result_score: int | None = None
    result_passed: bool = False


class ExamOpening(Row, frozen=True, kw_only=True):
    """An exam opened for this person. `used_by` is the attempt that took it, empty while it is free."""

    opened: Attested
    paper: str
    hash: str
    seat: str
    nonce: str
    expires: int
    wrapped: str = ""
    used_by: str = ""


class Observation(Row, frozen=True, kw_only=True):
    """A practical observed by a mentor. `counts` says whether it does; `why_not` is a code when it does not."""

    attested: Attested
    observed_on: date
    seconds: int
    setting: str
    independence: str
    criteria: tuple[tuple[str, bool], ...]
    result: Literal["pass", "repeat"]
    files: tuple[str, ...]
    request: str
    counts: bool = True
    why_not: str = ""
    acknowledged: str = ""


class PracticalRequested(Row, frozen=True, kw_only=True):
    """A request the learner made; `answered` is the attestation that took it up."""

    record: str
    time: int
    repeat: int
    case: str
    files: tuple[FileRef, ...]
    answered: str = ""


class PracticalState(Row, frozen=True, kw_only=True):
    """One practical of the programme for this person."""

    practical: str
    requests: tuple[PracticalRequested, ...] = ()
    observations: tuple[Observation, ...] = ()

    @property
    def passed(self) -> int:
        """How many observations ended with «pass» and count."""
        return sum(1 for o in self.observations if o.counts and o.result == "pass")


class MilestoneState(Row, frozen=True, kw_only=True):
    """A milestone attested for this person; a later record replaces an earlier one."""

    milestone: str
    attested: Attested
    result: Literal["pass", "repeat"]
    figure: int | None = None
    counts: bool = True
    why_not: str = ""


HoursSource = Literal["lesson", "assessment", "session", "practical", "external"]


class HoursEntry(Row, frozen=True, kw_only=True):
    """One stretch of training time. `claimed_s` is what the learner says, `accepted_s` what somebody confirmed.

    `spans` are milliseconds UTC; `day` is the day in the organisation's zone for entries given as seconds.
    Overlaps between entries are taken out in `trainer.domain.hours`, not here.
    """

    record: str
    source: HoursSource
    title: str
    day: date
    spans: tuple[tuple[int, int], ...]
    claimed_s: int
    accepted_s: int | None
    decided: Attested | None = None
    reason: str = ""
    item: str = ""
    """The lesson, paper or case studied, for study time."""


class QuarterHours(Row, frozen=True, kw_only=True):
    """A quarter's total of one person, overlaps counted once. `confirmed_s` alone counts towards the target.

    `claimed_s` still waits for a decision and stands on top of `confirmed_s` (the hatched part of a bar).
    `by_source`: [[source, confirmed seconds, claimed seconds]]; their sums are the two totals.
    """

    year: int
    quarter: int
    confirmed_s: int
    claimed_s: int
    by_source: tuple[tuple[HoursSource, int, int], ...] = ()


class CertificateState(Row, frozen=True, kw_only=True):
    """An issued certificate and what happened to it since. What it is *worth* is judged in `certification`."""

    record: str
    serial: str
    issued: Attested
    on: date
    valid_until: date
    programme: str
    hash: str
    rules: int
    cut: dict[str, tuple[int, str]]
    title: Literal["full", "pilot"]
    state: Literal["active", "suspended", "revoked"] = "active"
    state_reason: str = ""
    state_by: Attested | None = None


class NotCounted(Row, frozen=True, kw_only=True):
    """A record that is sound but does not count, and why: one of `WHY_NOT`, said by `trainer.wording`."""

    record: str
    kind: str
    who: str
    time: int
    why: str


WHY_NOT = (
    "badbody",  # its body has not the shape of its kind
    "withdrawn",  # voided by its signer or overruled by HR
    "replaced",  # a later record of the same kind refs it
    "two-successors",  # another record about the same thing holds provisionally; HR should write one that refs both
    "self-signed",  # nobody attests about themselves
    "not-assigned",  # the signer was not assigned, or the record does not ref the assignment
    "assignment-ended",  # signed beyond the position at which the assignment ended
    "examiner-is-mentor",  # the programme wants an examiner who is not the mentor
    "unknown-target",  # it speaks of a claim, attempt or practical that is not there
    "before-mentoring",  # observed before mentoring began
    "still-to-come",  # it speaks of a time that lay ahead when it was signed
    "criteria-open",  # «pass» with a criterion that was not met
    "figure-short",  # a milestone's figure below what the programme asks
    "not-opened",  # an exam attempt without a proctor's opening for that paper
    "opening-used",  # a second attempt under one opening
    "opening-expired",  # begun after the opening had expired
    "not-the-paper",  # the attempt does not follow the blueprint it names
    "score-differs",  # the examiner says pass, our own grading says fail
    "after-hand-in",  # an answer after the end of its attempt
    "needs-second",  # a waiver without a second person
    "not-from-hr",  # a profile about somebody else by a person who is not HR
    "revoked-is-final",  # a certificate cannot be reinstated after it was revoked
)
"""Every reason why a sound record does not count."""


class Progress(Row, frozen=True, kw_only=True):
    """Everything the records say about one person."""

    person: str
    name: str
    number: str = ""
    department: str = ""
    locale: str = "zh_CN"
    roles: tuple[str, ...] = ()
    enrolment: Enrolment | None = None
    assignments: tuple[Assignment, ...] = ()
    lessons: tuple[LessonState, ...] = ()
    attempts: tuple[AttemptState, ...] = ()
    openings: tuple[ExamOpening, ...] = ()
    practicals: tuple[PracticalState, ...] = ()
    milestones: tuple[MilestoneState, ...] = ()
    waived: tuple[tuple[str, str, Attested], ...] = ()
    hours: tuple[HoursEntry, ...] = ()
    quarters: tuple[QuarterHours, ...] = ()
    certificates: tuple[CertificateState, ...] = ()
    not_counted: tuple[NotCounted, ...] = ()
    newest_received: int = 0
    """When the newest record signed by this person reached this store (ms UTC): the «as of» of every figure."""
    mentoring_from: date | None = None
    """The later of the planned start of mentoring and the first assignment of a mentor; None without a mentor."""

    def assigned(self, *roles: AssignAs) -> Assignment | None:
        """Who is assigned now in one of these roles (in the order asked for, lowest id first); None when nobody is."""
        for role in roles:
            for assignment in self.assignments:
                if assignment.as_ == role and assignment.ended_at is None:
                    return assignment
        return None

    def waits_for(self, *roles: AssignAs) -> str:
        """The person assigned now in one of these roles, empty when nobody is."""
        assignment = self.assigned(*roles)
        return assignment.person if assignment else ""
