"""Taking a paper, opening an exam for a seat, and signing its result. Answers are raw: every reader grades them.

Attempts survive anything: what was answered is a record, and the paper can be drawn again from its seed. Positions on a
paper count from 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from trainer import drafts
from trainer.actions.attesting import assignment
from trainer.actions.recording import may, roles, sign_again, signer, write
from trainer.domain import paper as papers
from trainer.domain import review
from trainer.domain.attempting import opening, seen, why_not
from trainer.domain.canon import content_hash
from trainer.domain.chance import Chance
from trainer.domain.facts import Answer, Answered, AttemptEnd, AttemptStart, ExamOpen, ExamResult, Sure
from trainer.domain.paper import ENGINE, Pool
from trainer.domain.progress import AttemptState, Progress
from trainer.domain.question import Item
from trainer.domain.waiting import may_examine
from trainer.errors import Refused
from trainer.session import Session

EndReason = Literal["handed-in", "time-out", "given-up"]

Last = tuple[int, Answered, int, Sure]
"""An answer still to be recorded at the end: question from 1, raw answer, active seconds, how sure."""

EXAM_OPEN_MS = 7 * 24 * 3600 * 1000
"""How long an opened exam waits for its seat, in ms: records may travel by stick."""

PRACTICE_LENGTH = 12
"""Questions of one practice round over a case, at most."""


def start_attempt(session: Session, paper: str, *, seed: str = "") -> str:
    """Draw a paper for whoever is signed in and begin; returns the attempt's record id.

    Raises `Refused`: ``unknown-paper``, ``attempt-running`` (with the attempt), ``attempts-used``, ``attempt-pause``
    (with the time of the next one in ms UTC), ``exam-not-open``, ``paper-pool-short``.
    """
    blueprint = session.library.paper(paper)
    if blueprint is None:
        raise Refused("unknown-paper", paper=paper)
    progress = session.standings.of(session.me)
    log = signer(session).log
    refusal = why_not(blueprint, progress, session.now(), log)
    if refusal is not None:
        raise refusal
    seat = opening(progress, blueprint, session.now(), log) if blueprint.mode == "exam" else None
    seed = seed or session.random(16).hex()
    drawn = papers.draw(blueprint, session.library.pools(paper), seed, seen(progress), session.today())
    body = AttemptStart(
        paper=blueprint.id,
        hash=blueprint.hash,
        mode=blueprint.mode,
        seed=seed,
        engine=ENGINE,
        items=tuple((place.item.id, place.hash) for place in drawn),
        limit_s=blueprint.time_limit_s,
        pass_mark=blueprint.pass_mark,
        as_of=session.today(),
    )
    return write(session, body, session.me, refs=(seat.opened.record,) if seat else ())


def practise_case(session: Session, case: str, *, seed: str = "") -> str:
    """Begin a practice round over one case: feedback at once, never counted. Raises `Refused` ``pool-too-small``.

    The round mixes the kinds of questions the case has, what was met least first.
    """
    items = session.library.items_of(f"case:{case}")
    compiled = session.library.case(case)
    if not items or compiled is None:
        raise Refused("pool-too-small", paper=case)
    seed = seed or session.random(16).hex()
    chosen = mixed(items, PRACTICE_LENGTH, seed, seen(session.standings.of(session.me)))
    return _practise(session, f"case:{case}", content_hash(compiled), chosen, seed)


def practise_item(session: Session, item: str, *, seed: str = "") -> str:
    """Begin a practice round of one question with other figures («New figures»): recorded as an attempt of its own, so
    that the first answer stays what it was. `item` is the content hash. Raises `Refused` ``pool-too-small``.
    """
    found = session.library.item(item)
    if found is None:
        raise Refused("pool-too-small", paper=item)
    return _practise(session, f"item:{found.id}", item, ((item, found),), seed or session.random(16).hex())


def practise_reviews(session: Session, *, early: bool = False, seed: str = "") -> str:
    """Begin a practice round over the questions due for review today, with other figures; `early` takes those of the
    next day that has any. Raises `Refused`: ``attempt-running`` (with the round that is open), ``nothing-due``.
    """
    progress = session.standings.of(session.me)
    running = review.running(progress)
    if running is not None:
        raise Refused("attempt-running", attempt=running.record)
    current, today = session.library.current_item, session.today()
    programme = session.standings.programme_of(session.me)
    planned = review.plan_for(progress, programme, session.standings.settings(), today, current)
    due = planned.next if early else planned.today
    items = [held for card in due if (held := current(card.item)) is not None]
    if not items:
        raise Refused("nothing-due")
    seed = seed or session.random(16).hex()
    name, hash_ = review.round_name(today), content_hash(sorted(of_item for of_item, _item in items))
    return _practise(session, name, hash_, Chance(seed, "reviews").shuffled(items), seed)


def _practise(session: Session, name: str, hash_: str, items: Pool, seed: str) -> str:
    body = AttemptStart(
        paper=name,
        hash=hash_,
        mode="practice",
        seed=seed,
        engine=ENGINE,
        items=tuple((item.id, of_item) for of_item, item in items),
        limit_s=0,
        pass_mark=0,
        as_of=session.today(),
    )
    return write(session, body, session.me)


def mixed(items: Pool, count: int, seed: str, met: Mapping[str, int]) -> Pool:
    """At most `count` of `items`, the same for the same arguments: kinds take turns (rare ones first), inside a kind
    what was met least comes first, the rest is the seed's.
    """
    chance = Chance(seed, "practice")
    kinds: dict[str, list[tuple[str, Item]]] = {}
    for pair in chance.shuffled(items):
        kinds.setdefault(pair[1].kind, []).append(pair)
    waiting = [sorted(of_kind, key=lambda pair: met.get(pair[1].id, 0)) for of_kind in kinds.values()]
    waiting.sort(key=len)
    chosen: list[tuple[str, Item]] = []
    while len(chosen) < count and any(waiting):
        chosen += [of_kind.pop(0) for of_kind in waiting if of_kind][: count - len(chosen)]
    return chance.shuffled(chosen)


def attempt_of(progress: Progress, attempt: str) -> AttemptState:
    """One attempt of a person. Raises `Refused` ``unknown-attempt``."""
    found = next((a for a in progress.attempts if a.record == attempt), None)
    if found is None:
        raise Refused("unknown-attempt", attempt=attempt)
    return found


def answer(session: Session, attempt: str, n: int, given: Answered, *, active_s: int, sure: Sure = "unsaid") -> str:
    """Record the raw answer to question `n`; the last one for it counts.

    Reads the attempt from its own record, so nothing is folded inside an open attempt. Raises `Refused`
    ``unknown-attempt``, ``attempt-over``.
    """
    start = started(session, attempt)
    if not 1 <= n <= len(start.items):
        raise Refused("unknown-attempt", attempt=attempt)
    item, item_hash = start.items[n - 1]
    body = Answer(attempt=attempt, n=n, item=item, hash=item_hash, answer=given, active_s=active_s, sure=sure)
    return write(session, body, session.me, refs=(attempt,))


def started(session: Session, attempt: str) -> AttemptStart:
    """The start of an attempt of mine as it was recorded. Raises `Refused` ``unknown-attempt``."""
    judged = session.store.record(attempt)
    if judged is None or judged.record.header.who != session.me or judged.record.header.kind != "attempt.start":
        raise Refused("unknown-attempt", attempt=attempt)
    body = session.standings.body(judged)
    if not isinstance(body, AttemptStart):
        raise Refused("unknown-attempt", attempt=attempt)
    return body


def hand_in(session: Session, attempt: str, *, reason: EndReason = "handed-in") -> str:
    """End an attempt: ``handed-in``, ``time-out`` or ``given-up``. Raises `Refused` ``attempt-over``."""
    state = attempt_of(session.standings.of(session.me), attempt)
    if state.ended is not None:
        raise Refused("attempt-over", attempt=attempt)
    return write(session, AttemptEnd(attempt=attempt, reason=reason), session.me, refs=(attempt,))


def finish(session: Session, attempt: str, last: Iterable[Last], *, reason: EndReason = "handed-in") -> str:
    """Record the answers that are not recorded yet, then end the attempt, and forget its draft. Raises `Refused`
    ``attempt-over``, then nothing is recorded.
    """
    if attempt_of(session.standings.of(session.me), attempt).ended is not None:
        raise Refused("attempt-over", attempt=attempt)
    for n, given, active_s, sure in last:
        answer(session, attempt, n, given, active_s=active_s, sure=sure)
    ended = hand_in(session, attempt, reason=reason)
    drafts.drop(session.folder, session.me, attempt)
    return ended


def open_exam(session: Session, learner: str, paper: str, *, passphrase: str) -> str:
    """Open the exam for one seat: the key the learner last worked with here. Raises `Refused`: ``unknown-paper``, ``unknown-person``,
    ``wrong-passphrase``.
    """
    may(session, "exam.open", learner)
    blueprint = session.library.paper(paper)
    if blueprint is None or blueprint.mode != "exam":
        raise Refused("unknown-paper", paper=paper)
    bound = session.store.people().get(learner)
    if bound is None or not bound.live:
        raise Refused("unknown-person", person=learner)
    sign_again(session, passphrase)
    body = ExamOpen(
        paper=paper,
        hash=blueprint.hash,
        seat=_seat(session, learner, bound.live),
        nonce=session.random(16).hex(),
        expires=session.now() + EXAM_OPEN_MS,
    )
    under = assignment(session, learner, "proctor")
    return write(session, body, learner, refs=(under,) if under else ())


def _seat(session: Session, learner: str, live: Sequence[str]) -> str:
    """Of the learner's live keys (by log) the one whose newest record says the latest time."""
    newest = dict.fromkeys(live, -1)
    for judged in session.store.about(learner):
        header = judged.record.header
        if header.log in newest:
            newest[header.log] = max(newest[header.log], header.time)
    return max(newest, key=lambda log: (newest[log], log))


def sign_result(session: Session, learner: str, attempt: str, *, meaning: str, passphrase: str) -> str:
    """The examiner's result, graded here from the raw answers.

    Raises `Refused`: ``unknown-attempt``, ``exam-not-ended``, ``exam-cannot-be-graded``, ``examiner-is-mentor``,
    ``not-assigned`` (an examiner whom HR did not assign: the result would not count), ``wrong-passphrase``.
    """
    may(session, "exam.result", learner)
    progress = session.standings.of(learner)
    state = attempt_of(progress, attempt)
    if state.ended is None:
        raise Refused("exam-not-ended", attempt=attempt)
    if state.score is None:
        raise Refused("exam-cannot-be-graded", attempt=attempt)
    if not may_examine(session.standings.programme_of(learner), progress, session.me):
        raise Refused("examiner-is-mentor")
    under = assignment(session, learner, "examiner")
    if not under and "hr" not in roles(session):
        raise Refused("not-assigned", person=learner)
    sign_again(session, passphrase)
    body = ExamResult(
        attempt=attempt,
        scores=tuple((row.n, row.points or 0) for row in state.answers),
        score=state.score,
        result="pass" if state.passed else "fail",
        key_version=session.library.hash,
        meaning=meaning,
    )
    return write(session, body, learner, refs=(attempt, *((under,) if under else ())))
