"""One attempt as the page shows it: its questions as this person sees them, what was answered, and what it was worth."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from trainer.content.compiled import Lesson
from trainer.domain.draft import Draft, Entry, Recorded, merged, remaining
from trainer.domain.grading import Grading
from trainer.domain.paper import points_of
from trainer.domain.progress import AttemptState
from trainer.domain.question import Item, Question, realise
from trainer.domain.review import is_round
from trainer.errors import Refused
from trainer.i18n import language
from trainer.session import Session
from trainer.views.library import TableText, documents_of
from trainer.wording import attempts as said
from trainer.wording import library as rules
from trainer.wording import reviews

Feedback = Literal["each", "after", "held"]
"""each: after every answer (practice); after: the attempt is over and explained; held: not explained (yet)."""

IDLE_S = 180
"""Seconds without input after which time no longer counts, where no programme says otherwise (`records.md` §5)."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A policy behind a question: id, short title, its dates as a sentence, whether it is not in force today."""

    code: str
    title: str
    dates: str
    expired: bool


@dataclass(frozen=True, slots=True)
class Link:
    """Where to look again: a ``lesson`` or a ``case`` by its id, with a line under it."""

    kind: Literal["lesson", "case"]
    id: str
    title: str
    caption: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One place of the attempt, from 1: the question as this person sees it, and what belongs to it.

    `question` is None when the pinned item is not in this library. `worth` are points of the paper. `documents` are
    the papers of the case the question was made from, with the figures of this attempt.
    """

    n: int
    hash: str
    question: Question | None
    worth: int
    chips: tuple[Chip, ...]
    links: tuple[Link, ...]
    documents: tuple[TableText, ...] = ()


@dataclass(frozen=True, slots=True)
class Sitting:
    """An attempt to go on with or to look at again.

    `left_s` are the seconds left now (None: no limit or over), `number` counts attempts at this paper from 1, `score`
    in basis points where this person may see it, `examiner` who signed the result. `study` is what study time is
    booked on: (paper, hash), empty for practice. `note` says when it is explained, empty once it is.
    """

    attempt: str
    paper: str
    title: str
    tag: str
    mode: str
    grading: Grading
    number: int
    asked: tuple[Asked, ...]
    entries: dict[int, Entry]
    current: int
    feedback: Feedback
    started: int
    ended: int | None
    end: str
    limit_s: int
    left_s: int | None
    open_s: int
    pass_mark: int
    score: int | None
    passed: bool
    examiner: str
    note: str
    idle_s: int
    study: tuple[str, str]


def sitting(session: Session, attempt: str, draft: Draft) -> Sitting:
    """One of my attempts with its draft. Raises `Refused` ``unknown-attempt``."""
    progress = session.standings.of(session.me)
    state = next((one for one in progress.attempts if one.record == attempt), None)
    if state is None:
        raise Refused("unknown-attempt", attempt=attempt)
    paper = session.library.paper_by_hash(state.hash)
    worth = points_of(paper) if paper else ()
    number = 1 + sum(1 for one in progress.attempts if one.paper == state.paper and one.started < state.started)
    programme = session.standings.programme_of(session.me)
    entries = merged(len(state.drawn), Draft() if state.ended else draft, _recorded(session, state))
    shuffle = paper.shuffle if paper else True
    return Sitting(
        attempt=attempt,
        paper=state.paper,
        title=title(session, state.paper),
        tag=said.mode(state.mode, number),
        mode=state.mode,
        grading=paper.grading if paper else "all-or-nothing",
        number=number,
        asked=tuple(
            _asked(session, n, hash_, state, worth[n - 1] if n <= len(worth) else 1, shuffle=shuffle)
            for n, (_id, hash_) in enumerate(state.drawn, 1)
        ),
        entries=entries,
        current=min(max(draft.current, 1), max(len(state.drawn), 1)),
        feedback=feedback(state),
        started=state.started,
        ended=state.ended,
        end=said.ended(state.end_reason) if state.ended else "",
        limit_s=state.limit_s,
        left_s=None if state.ended else remaining(state.limit_s, state.started, draft, session.now()),
        open_s=draft.open_s,
        pass_mark=state.pass_mark,
        score=_score(state),
        passed=state.result_passed if state.mode == "exam" else state.passed,
        examiner=session.standings.of(state.result.who).name if state.result else "",
        note="" if feedback(state) == "after" else said.feedback_rule(state.mode),
        idle_s=programme.idle_limit_s if programme else IDLE_S,
        study=("", "") if state.mode == "practice" else (state.paper, state.hash),
    )


def feedback(state: AttemptState) -> Feedback:
    """When this attempt is explained: practice at once, papers after handing in, exams after the examiner's result."""
    if state.mode == "practice":
        return "each"
    if state.ended is None or (state.mode == "exam" and state.result is None):
        return "held"
    return "after"


def _score(state: AttemptState) -> int | None:
    if state.ended is None:
        return None
    return state.result_score if state.mode == "exam" else state.score


def _recorded(session: Session, state: AttemptState) -> dict[int, Recorded]:
    """The signed answers with the time they were signed."""
    found: dict[int, Recorded] = {}
    for row in state.answers:
        judged = session.store.record(row.record)
        time = judged.record.header.time if judged else 0
        sure = row.sure
        found[row.n] = Recorded(
            answer=row.answer,
            sure="yes" if sure == "yes" else "no" if sure == "no" else "unsaid",
            active_s=row.active_s,
            time=time,
        )
    return found


def title(session: Session, paper: str) -> str:
    """How an attempt's paper is called; practice is named after its case or question."""
    if paper.startswith("case:"):
        case = session.library.case(paper.removeprefix("case:"))
        name = case.title.in_(language()) if case else paper.removeprefix("case:")
        return said.practice_of(name)
    if paper.startswith("item:"):
        return said.practice_again()
    if is_round(paper):
        return reviews.round_title(paper)
    blueprint = session.library.paper(paper)
    return blueprint.title.in_(language()) if blueprint else paper


def _asked(
    session: Session, n: int, hash_: str, state: AttemptState, worth: int, *, shuffle: bool
) -> Asked:  # one place of one attempt
    item = session.library.item(hash_)
    if item is None:
        return Asked(n, hash_, None, worth, (), ())
    question = realise(item, state.seed, shuffle=shuffle)
    return Asked(
        n=n,
        hash=hash_,
        question=question,
        worth=worth,
        chips=chips(session, item.policies, session.today()),
        links=look_again(session, item),
        documents=documents(session, item, question),
    )


def documents(session: Session, item: Item, question: Question) -> tuple[TableText, ...]:
    """What the client of the case handed over; nothing when the library's case is not the one the question is of.

    The figure that is asked for is left open where a table prints it: the client's total would give it away.
    """
    kind, _colon, source = item.source.partition(":")
    case = session.library.case(source) if kind == "case" else None
    if case is None or not case.documents or case.revision != item.revision:
        return ()
    shown = documents_of(case, {one.name: one.value for one in question.figures})
    asked_for = {question.expected_text.zh, question.expected_text.en} - {""}
    return tuple(_open(one, asked_for) for one in shown)


def _open(document: TableText, asked_for: Collection[str]) -> TableText:
    rows = tuple(tuple("?" if cell in asked_for else cell for cell in row) for row in document.table)
    return replace(document, table=rows)


def chips(session: Session, policies: tuple[str, ...], on: date) -> tuple[Chip, ...]:
    """The policies with their dates; unknown ones are left out."""
    rows = []
    for code in policies:
        policy = session.library.policy(code)
        if policy is not None:
            when, expired = rules.chip(policy, on)
            rows.append(Chip(code, policy.title.in_(language()), when, expired))
    return tuple(rows)


def look_again(session: Session, item: Item) -> tuple[Link, ...]:
    """The lesson that treats most of the question's policies, and the case it was made from."""
    links: list[Link] = []
    kind, _colon, source = item.source.partition(":")
    lesson = session.library.lesson(source) if kind == "lesson" else _nearest(session, item)
    if lesson is not None:
        caption = rules.reading_time(lesson.minutes)
        links.append(Link("lesson", lesson.id, lesson.title.in_(language()), caption))
    case = session.library.case(source) if kind == "case" else None
    if case is not None:
        name, caption = rules.case_link(case.title.in_(language()), case.as_of)
        links.append(Link("case", case.id, name, caption))
    return tuple(links)


def _nearest(session: Session, item: Item) -> Lesson | None:
    shared = [(len(set(item.policies) & set(lesson.policies)), lesson) for lesson in session.library.lessons()]
    best = max((count for count, _lesson in shared), default=0)
    return next((lesson for count, lesson in shared if count == best and best), None)
