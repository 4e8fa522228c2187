"""The closed list of things that can be recorded, and the exact shape of each body (`records.md` §4).

A body is canonical JSON without floats. Every body has an integer `v`; a change of meaning raises it and adds a
function that lifts the old form when it is read. Names of kinds and fields are permanent.

Units: `*_s` and `seconds` are seconds, `time`/`t0`/`expires` integer milliseconds since 1970 UTC, scores basis points
of the maximum, dates in the organisation's zone. Unknown fields are refused: a body is exactly what this page says.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

Heads = dict[str, tuple[int, str]]
"""Positions in logs: {log: (seq, record id)}."""

Span = tuple[int, int]
"""A stretch of time, seconds from `t0` (in `study`) or milliseconds UTC (elsewhere): start included, end excluded."""


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, gc=False):
    """What every body has."""

    v: int = 1


class FileRef(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A file a body names; the bytes lie in ``files/<sha256>`` and travel in bundles."""

    name: str
    type: str
    bytes: int
    sha256: str


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The piece of content a record is about: its id and the hash of its compiled form."""

    id: str
    hash: str


# People and organisation


class Profile(Body, frozen=True, kw_only=True):
    """A person's name and place; HR writes it, the person may correct it."""

    name: str
    number: str
    department: str
    locale: str = "zh_CN"


class Setting(Body, frozen=True, kw_only=True):
    """Organisation settings in force from a date: integers and words, never floats."""

    since: date
    values: dict[str, int | str]


class Enrol(Body, frozen=True, kw_only=True):
    """A person starts a programme; the version is pinned by its hash."""

    programme: str
    hash: str
    start: date


class Move(Body, frozen=True, kw_only=True):
    """HR moves a person to another version of the programme."""

    programme: str
    hash: str
    reason: str


class Leave(Body, frozen=True, kw_only=True):
    """Days away, both included. They pause the elapsed months."""

    since: date
    until: date
    kind: str


class Waive(Body, frozen=True, kw_only=True):
    """A requirement that need not be met, with its reason and the second person who agreed."""

    requirement: str
    reason: str
    files: tuple[FileRef, ...] = ()
    second: str = ""


AssignAs = Literal["mentor", "confirmer", "examiner", "proctor"]


class Assign(Body, frozen=True, kw_only=True, rename={"as_": "as"}):
    """HR gives a learner (the subject) a mentor, confirmer, examiner or proctor."""

    as_: AssignAs
    person: str
    since: date


class AssignEnd(Body, frozen=True, kw_only=True):
    """The end of an assignment: only what lies at or before these heads of that person's logs still counts."""

    assign: str
    heads: Heads
    reason: str


# Learning: claims of the learner about themselves


class LessonDone(Body, frozen=True, kw_only=True):
    """All sections were on screen and the self-check was answered. `answers`: [[item id, raw answer]]."""

    lesson: str
    hash: str
    sections: tuple[str, ...]
    answers: tuple[tuple[str, Answered], ...] = ()


class Study(Body, frozen=True, kw_only=True):
    """Active time on one item: spans in seconds from `t0` by the monotonic clock, idle time already removed."""

    item: str
    hash: str
    t0: int
    spans: tuple[Span, ...]
    device_clock: int


class HoursClaim(Body, frozen=True, kw_only=True):
    """Hours somewhere else: either `spans` (ms UTC) or `seconds` on a `date`."""

    source: str
    title: str
    provider: str
    date: date
    spans: tuple[Span, ...] = ()
    seconds: int = 0
    files: tuple[FileRef, ...] = ()


Mode = Literal["practice", "paper", "exam"]
"""practice: feedback at once, never counts; paper: a week paper; exam: opened by a proctor, graded by an examiner."""


class AttemptStart(Body, frozen=True, kw_only=True):
    """A paper drawn for one person. The seed and the item hashes make it the same paper for ever."""

    paper: str
    hash: str
    mode: Mode
    seed: str
    engine: int
    items: tuple[tuple[str, str], ...]
    limit_s: int
    pass_mark: int
    as_of: date


Answered = str | tuple[str | tuple[str, str], ...] | dict[str, str] | None
"""A raw answer: option id, text or number as typed; several option ids; pairs; fields by name; nothing."""

Sure = Literal["yes", "no", "unsaid"]


class Answer(Body, frozen=True, kw_only=True):
    """One raw answer. No score: every reader grades it against the pinned item. The last one for an `n` counts."""

    attempt: str
    n: int
    item: str
    hash: str
    answer: Answered
    active_s: int
    sure: Sure = "unsaid"


class AttemptEnd(Body, frozen=True, kw_only=True):
    """The attempt was handed in, ran out of time, or was given up (practice only)."""

    attempt: str
    reason: Literal["handed-in", "time-out", "given-up"]


class RunStart(Body, frozen=True, kw_only=True):
    """A simulation run begins (release 1 reserves the shape)."""

    scenario: str
    hash: str
    seed: str
    engine: int


class RunAct(Body, frozen=True, kw_only=True):
    """Up to 50 actions of a run: [[n, simulated time, action]]."""

    run: str
    actions: tuple[tuple[int, int, str], ...]


class RunEnd(Body, frozen=True, kw_only=True):
    """The end of a run and why."""

    run: str
    reason: str


class PracticalRequest(Body, frozen=True, kw_only=True):
    """The learner asks for an observation, with the artefacts that will be looked at."""

    practical: str
    hash: str
    repeat: int
    case: str = ""
    files: tuple[FileRef, ...] = ()


class Acknowledge(Body, frozen=True, kw_only=True):
    """The learner has read an attestation about them."""

    attestation: str
    comment: str = ""


# Attestation: evidence by somebody else


class TheoryAttest(Body, frozen=True, kw_only=True):
    """Weeks of theory confirmed: the attempts re-graded by the signer's program, over the learner's heads seen."""

    weeks: tuple[str, ...]
    papers: tuple[tuple[str, int], ...]
    heads: Heads
    meaning: str
    comment: str = ""


class HoursAttest(Body, frozen=True, kw_only=True):
    """Decisions on claims and study records: [[record id, accepted seconds, reason or null]]; or hours without a
    claim as `spans` (ms UTC) with source and title.
    """

    decisions: tuple[tuple[str, int, str | None], ...] = ()
    spans: tuple[Span, ...] = ()
    source: str = ""
    title: str = ""
    meaning: str


class PracticalAttest(Body, frozen=True, kw_only=True):
    """One observation of a practical, criterion by criterion."""

    practical: str
    hash: str
    observed_on: date
    seconds: int
    setting: Literal["real", "simulated"]
    independence: Literal["observed", "assisted", "unassisted"]
    criteria: tuple[tuple[str, bool], ...]
    result: Literal["pass", "repeat"]
    comment: str
    files: tuple[str, ...]
    meaning: str
    request: str = ""


class MilestoneAttest(Body, frozen=True, kw_only=True):
    """A milestone of the programme: the unannounced ticket, the SLA figure, the oral, the director's signature."""

    milestone: str
    criteria: tuple[tuple[str, bool], ...]
    figure: int | None = None
    result: Literal["pass", "repeat"]
    comment: str
    meaning: str


class ExamOpen(Body, frozen=True, kw_only=True):
    """A proctor opens an exam for one seat until `expires`. `wrapped` is the sealed paper's key, empty when open."""

    paper: str
    hash: str
    seat: str
    nonce: str
    expires: int
    wrapped: str = ""


class ExamResult(Body, frozen=True, kw_only=True):
    """The examiner's own grading of the raw answers: [[n, basis points]] and the total."""

    attempt: str
    scores: tuple[tuple[int, int], ...]
    score: int
    result: Literal["pass", "fail"]
    key_version: str
    meaning: str


class SessionHeld(Body, frozen=True, kw_only=True):
    """A review meeting or course: who was there for how many seconds."""

    title: str
    source: str
    spans: tuple[Span, ...]
    attendees: tuple[tuple[str, int], ...]
    minutes: str = ""


# Certificates


class CertIssue(Body, frozen=True, kw_only=True):
    """HR issues a certificate on everything at or before `cut`."""

    programme: str
    hash: str
    on: date
    serial: str
    rules: int
    cut: Heads
    valid_until: date
    title: Literal["full", "pilot"]


class CertState(Body, frozen=True, kw_only=True):
    """HR suspends, reinstates or revokes a certificate."""

    state: Literal["suspended", "reinstated", "revoked"]
    reason: str
    replaces: str
    certificate: str


# Feedback


class Feedback(Body, frozen=True, kw_only=True):
    """A word about a piece of content."""

    about: About
    text: str
    rating: int | None = None


class FeedbackStep(Body, frozen=True, kw_only=True):
    """The answer to a feedback: acknowledged, done (with the change made) or confirmed by who asked."""

    feedback: str
    text: str = ""


BODIES: dict[str, type[Body]] = {
    "profile": Profile,
    "setting": Setting,
    "enrol": Enrol,
    "move": Move,
    "leave": Leave,
    "waive": Waive,
    "assign": Assign,
    "assign.end": AssignEnd,
    "lesson.done": LessonDone,
    "study": Study,
    "hours.claim": HoursClaim,
    "attempt.start": AttemptStart,
    "answer": Answer,
    "attempt.end": AttemptEnd,
    "run.start": RunStart,
    "run.act": RunAct,
    "run.end": RunEnd,
    "practical.request": PracticalRequest,
    "theory.attest": TheoryAttest,
    "hours.attest": HoursAttest,
    "practical.attest": PracticalAttest,
    "milestone.attest": MilestoneAttest,
    "acknowledge": Acknowledge,
    "exam.open": ExamOpen,
    "exam.result": ExamResult,
    "session.held": SessionHeld,
    "cert.issue": CertIssue,
    "cert.state": CertState,
    "feedback": Feedback,
    "feedback.ack": FeedbackStep,
    "feedback.done": FeedbackStep,
    "feedback.confirm": FeedbackStep,
}
"""Every kind with a training meaning. The ledger's own (bind, bind.end, fork.pick, erase, checkpoint, void, overrule)
have their shapes in `trainer.ledger`; they never become a `Fact`."""

RESERVED = frozenset({"case.propose", "case.decide", "pack.release"})
"""Names kept for later releases: stored, passed on, counted by nobody."""


class Fact(msgspec.Struct, frozen=True, gc=False):
    """One record that counts, decoded. `got` is when this store received it (ms UTC), never part of a rule."""

    id: str
    kind: str
    log: str
    seq: int
    time: int
    who: str
    sub: str | None
    refs: tuple[str, ...]
    body: Body
    got: int = 0


_DECODERS = {kind: msgspec.json.Decoder(shape) for kind, shape in BODIES.items()}


class BadBody(ValueError):  # noqa: N818  # a word of the verdict list, said the same way everywhere
    """The body of a known kind has not the shape this page gives it."""


def decode(kind: str, body: bytes) -> Body:
    """The body of a known kind as its type. Raises `BadBody` for a wrong shape, KeyError for an unknown kind."""
    decoder = _DECODERS[kind]
    try:
        return decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadBody(str(error)) from error


def plain(body: Body) -> dict[str, object]:
    """The body as plain JSON values, ready to be signed: dates as text, tuples as lists."""
    built = msgspec.to_builtins(body)
    if not isinstance(built, dict):
        raise TypeError(kind_of(body))
    return built


def kind_of(body: Body) -> str:
    """The kind whose shape this is (feedback steps share one shape and need their kind said)."""
    return next(kind for kind, shape in BODIES.items() if shape is type(body))
