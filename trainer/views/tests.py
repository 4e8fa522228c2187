"""The page of papers: what can be taken, under which rules, what came of earlier attempts, and practice by case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from trainer.domain.attempting import opening, why_not
from trainer.domain.paper import Paper
from trainer.domain.programme import Programme
from trainer.domain.progress import AttemptState, Progress
from trainer.domain.requirements import needed_weeks, still_asked
from trainer.i18n import language
from trainer.session import Session
from trainer.views.attempt import feedback, title
from trainer.wording import attempts as said
from trainer.wording import dates
from trainer.wording.errors import say

State = Literal["free", "running", "waiting", "passed", "closed"]
"""free: can be begun; running: can be continued; waiting: not now, see `reason`; passed; closed: no attempt left."""

_OPEN = frozenset({"free", "running"})
RECENT = 20
"""Practice rounds that are listed."""


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One attempt so far: when, what came of it, and whether it is explained."""

    attempt: str
    title: str
    when: str
    result: str
    tone: Literal["ok", "bad", "warn", "neutral"]
    running: bool
    explained: bool


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper with its rules as sentences. `must` when the programme asks for it; `reason` says why it waits.

    `pilot`: a mid-term that the programme offers and does not ask for.
    """

    paper: str
    title: str
    mode: str
    must: bool
    sample: bool
    rules: tuple[str, ...]
    time_rule: str
    feedback_rule: str
    state: State
    reason: str
    running: str
    attempts: tuple[AttemptRow, ...]
    pilot: bool = False


@dataclass(frozen=True, slots=True)
class CaseChoice:
    """A case to practise, with the number of its questions and how often this person practised it."""

    case: str
    title: str
    questions: int
    rounds: int


@dataclass(frozen=True, slots=True)
class Tests:
    """Everything on the page. `waiting` counts papers that the programme asks for and that can be begun now."""

    papers: tuple[PaperRow, ...]
    cases: tuple[CaseChoice, ...]
    practice: tuple[AttemptRow, ...]
    waiting: int


def tests(session: Session) -> Tests:
    """The papers of my programme, every case that has questions, and my latest practice rounds."""
    progress = session.standings.of(session.me)
    programme = session.standings.programme_of(session.me)
    rows = tuple(_paper(session, paper, progress, programme) for paper in _papers(session, programme, progress))
    practised = [
        one for one in progress.attempts if one.mode == "practice" and not one.paper.startswith(("item:", "reviews:"))
    ]
    return Tests(
        papers=rows,
        cases=_cases(session, practised),
        practice=tuple(_attempt(session, one) for one in reversed(practised[-RECENT:])),
        waiting=sum(row.must and row.state in _OPEN for row in rows),
    )


def count(session: Session) -> int:
    """How many papers that my programme asks for can be begun or continued now."""
    progress = session.standings.of(session.me)
    found = (session.library.paper(id_) for id_ in _asked_for(session.standings.programme_of(session.me), progress))
    papers = (one for one in found if one is not None)
    mine = progress.attempts
    states = (_state(session, one, progress, [row for row in mine if row.paper == one.id])[0] for one in papers)
    return sum(state in _OPEN for state in states)


def _papers(session: Session, programme: Programme | None, progress: Progress) -> list[Paper]:
    """What the programme asks for in its order, then what it only offers, then every other paper of the library."""
    wanted = [*_asked_for(programme, progress), *_offered(programme)]
    found = {paper.id: paper for paper in session.library.papers()}
    return [found[id_] for id_ in wanted if id_ in found] + [one for id_, one in found.items() if id_ not in wanted]


def _asked_for(programme: Programme | None, progress: Progress) -> list[str]:
    """The papers this person has to pass: what was waived is asked of nobody."""
    if programme is None:
        return []
    asked = still_asked(programme, progress)
    lessons = any(one.kind == "lessons" for one in asked)
    weekly = [week.paper for week in needed_weeks(programme) if week.paper] if lessons else []
    return weekly + [one.paper for one in asked if one.paper]


def _offered(programme: Programme | None) -> dict[str, int]:
    """The pilot mid-terms of the open weeks → the number of the week each one follows."""
    weeks = programme.weeks if programme is not None else ()
    return {week.mid_term: week.number for week in weeks if week.mid_term and not week.planned}


def _paper(session: Session, paper: Paper, progress: Progress, programme: Programme | None) -> PaperRow:
    mine = [one for one in progress.attempts if one.paper == paper.id]
    running = next((one.record for one in mine if one.ended is None), "")
    state, reason = _state(session, paper, progress, mine)
    after = _offered(programme).get(paper.id)
    return PaperRow(
        paper=paper.id,
        title=paper.title.in_(language()),
        mode=paper.mode,
        must=paper.id in _asked_for(programme, progress),
        sample=paper.sample,
        rules=said.rules(paper) if after is None else (*said.rules(paper), said.pilot_rule(after)),
        time_rule=said.time_rule(paper.time_limit_s),
        feedback_rule=said.feedback_rule(paper.mode),
        state=state,
        reason=reason,
        running=running,
        attempts=tuple(_attempt(session, one) for one in reversed(mine)),
        pilot=after is not None,
    )


def _state(session: Session, paper: Paper, progress: Progress, mine: list[AttemptState]) -> tuple[State, str]:
    now, today = session.now(), session.today()
    if (running := next((one for one in mine if one.ended is None), None)) is not None:
        return "running", said.time_until(running.started, running.limit_s, today)
    if any(one.result_passed if paper.mode == "exam" else one.passed for one in mine):
        return "passed", ""
    if paper.mode == "exam" and any(one.ended is not None and one.result is None for one in mine):
        return "waiting", said.result_awaited()
    refusal = why_not(paper, progress, now)
    if refusal is None:
        seat = opening(progress, paper, now) if paper.mode == "exam" else None
        again = said.attempts_left(paper.attempts - len(mine)) if mine and paper.attempts else ""
        return "free", said.opened_until(seat.expires) if seat else again
    if refusal.code == "attempt-pause":
        return "waiting", said.next_from(int(str(refusal.detail["time"])), today)
    return ("closed" if refusal.code == "attempts-used" else "waiting"), say(refusal).title


def _attempt(session: Session, one: AttemptState) -> AttemptRow:
    tone, result = _result(one)
    return AttemptRow(
        attempt=one.record,
        title=title(session, one.paper),
        when=dates.moment(one.ended or one.started, session.today()),
        result=result,
        tone=tone,
        running=one.ended is None,
        explained=one.ended is not None and feedback(one) != "held",
    )


def _result(one: AttemptState) -> tuple[Literal["ok", "bad", "warn", "neutral"], str]:
    if one.ended is None:
        return "warn", said.running()
    if one.mode == "exam":
        if one.result is None:
            return "warn", said.unsigned()
        score, passed = one.result_score, one.result_passed
    else:
        score, passed = one.score, one.passed
    practice = one.mode == "practice"
    words = said.outcome(score, passed=bool(passed), practice=practice)
    if score is None or practice:
        return "neutral", words
    return ("ok" if passed else "bad"), words


def _cases(session: Session, practised: list[AttemptState]) -> tuple[CaseChoice, ...]:
    """Cases with questions, newest first, as an empty search lists them."""
    hits = session.library.search("", {"kind": "case"}, limit=200).hits
    rows = []
    for hit in hits:
        count = len(session.library.items_of(f"case:{hit.id}"))
        rounds = sum(1 for one in practised if one.paper == f"case:{hit.id}")
        if count:
            rows.append(CaseChoice(hit.id, title_of(session, hit.id), count, rounds))
    return tuple(rows)


def title_of(session: Session, case: str) -> str:
    """A case's title in the language of the moment."""
    found = session.library.case(case)
    return found.title.in_(language()) if found else case
