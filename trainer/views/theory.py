"""Theory as a mentor looks at it: week by week what was read and for how long, and papers graded here from the answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from trainer.domain.calendar import day_of
from trainer.domain.facts import LessonDone
from trainer.domain.grading import FULL, State
from trainer.domain.programme import Programme, Week
from trainer.domain.progress import AttemptState, ItemScore, LessonState, Progress
from trainer.domain.question import Question, grade, grade_item, realise
from trainer.domain.requirements import needed_weeks, paper_attempts
from trainer.domain.waiting import ready_weeks
from trainer.errors import Refused
from trainer.i18n import language
from trainer.session import Session
from trainer.views.mentoring import QueueItem, queue
from trainer.views.naming import names
from trainer.wording import answers as words_of
from trainer.wording import dates, mentoring
from trainer.wording import theory as wording
from trainer.wording.lines import joined


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A lesson of a week; `on` the day it was finished. Seconds read, claimed and confirmed; `right` of `asked` questions
    of the self-check, as graded here.
    """

    title: str
    on: date
    claimed_s: int
    confirmed_s: int
    right: int
    asked: int


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One attempt at a week paper as graded here; `wrong` are the numbers of the questions without full marks."""

    attempt: str
    title: str
    score: int | None
    passed: bool
    on: date
    wrong: tuple[int, ...]
    of: int


@dataclass(frozen=True, slots=True)
class TheoryWeek:
    """One week: its finished lessons, its attempts, oldest first. `state` says why it cannot be confirmed: something is
    open, or it was confirmed before; empty when it can be.
    """

    id: str
    number: int
    title: str
    lessons: tuple[LessonRow, ...]
    attempts: tuple[PaperRow, ...]
    state: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class TheoryRow:
    """`weeks` can be confirmed, `others` not (any more)."""

    learner: str
    name: str
    title: str
    weeks: tuple[TheoryWeek, ...]
    others: tuple[TheoryWeek, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One question of an attempt: what was asked, answered and expected, and why. `points` basis points, None when the
    question is not in this library.
    """

    n: int
    ask: str
    own: str
    expected: str
    why: str
    state: State
    result: str
    points: int | None
    active_s: int


@dataclass(frozen=True, slots=True)
class AnswersRow:
    """An attempt question by question, wrong ones first."""

    title: str
    line: str
    rows: tuple[AnswerRow, ...]


def theory_row(session: Session, progress: Progress, programme: Programme | None) -> TheoryRow | None:
    """Every required week of somebody; None without a programme."""
    if programme is None:
        return None
    ready = {week.id for week in ready_weeks(programme, progress)}
    rows = [_week(session, week, progress, ready=week.id in ready) for week in needed_weeks(programme)]
    chosen = tuple(row for row in rows if row.id in ready)
    title = mentoring.theory_title([row.number for row in chosen]) if chosen else wording.every_week()
    return TheoryRow(progress.person, progress.name, title, chosen, tuple(row for row in rows if row.id not in ready))


def item_of(session: Session, learner: str) -> QueueItem:
    """Somebody's theory as if it stood in the queue, also when nothing of it waits."""
    for one in queue(session, learner).items:
        if one.kind == "theory":
            return one
    return QueueItem(
        key=f"observe:theory:{learner}",
        kind="theory",
        learner=learner,
        name=session.standings.of(learner).name,
        target="",
        request="",
        since=session.now(),
        kicker=mentoring.kicker("theory"),
        title=wording.every_week(),
        line="",
        wait="",
        late=False,
    )


def answers(session: Session, learner: str, attempt: str) -> AnswersRow:
    """One attempt of somebody question by question, graded here. Raises `Refused` ``unknown-attempt``."""
    progress = session.standings.of(learner)
    state = next((one for one in progress.attempts if one.record == attempt), None)
    if state is None or state.ended is None:
        raise Refused("unknown-attempt", attempt=attempt)
    given = {row.n: row for row in state.answers}
    rows = [_answer(session, state, n, hash_, given.get(n)) for n, (_id, hash_) in enumerate(state.drawn, 1)]
    order = {"wrong": 0, "unanswered": 1, "partly": 2, "right": 3}
    on = day_of(state.ended)
    return AnswersRow(
        title=names(session)(state.paper),
        line=joined(progress.name, mentoring.attempt_line(state.score, passed=state.passed, on=on)),
        rows=tuple(sorted(rows, key=lambda row: (order[row.state], row.n))),
    )


def wrong_of(row: AttemptState) -> tuple[int, ...]:
    """The questions of an attempt without full marks, counted from 1; nothing was answered counts as wrong."""
    points = {answer.n: answer.points for answer in row.answers}
    return tuple(n for n in range(1, len(row.drawn) + 1) if (points.get(n, 0) or 0) < FULL)


def _answer(session: Session, state: AttemptState, n: int, hash_: str, given: ItemScore | None) -> AnswerRow:
    item = session.library.item(hash_)
    active_s = given.active_s if given else 0
    if item is None:
        result = wording.not_here()
        return AnswerRow(n, result, "", "", "", "unanswered", result, None, active_s)
    paper = session.library.paper_by_hash(state.hash)
    question: Question = realise(item, state.seed, shuffle=paper.shuffle if paper else True)
    answer = given.answer if given else None
    graded = grade(question, answer, paper.grading if paper else "all-or-nothing")
    return AnswerRow(
        n=n,
        ask=question.ask.in_(language()),
        own=words_of.in_words(question, answer),
        expected=words_of.expected(question),
        why=words_of.why(question),
        state=graded.state,
        result=wording.result(graded.state, given.sure if given else "unsaid"),
        points=graded.points,
        active_s=active_s,
    )


def _week(session: Session, week: Week, progress: Progress, *, ready: bool) -> TheoryWeek:
    words = names(session)
    read = {row.lesson: row for row in progress.lessons}
    attempts = paper_attempts(progress, week.paper) if week.paper else []
    state, confirmed = ("", False) if ready else _why_not(week, read, attempts, words)
    return TheoryWeek(
        id=week.id,
        number=week.number,
        title=week.title.in_(language()),
        lessons=tuple(_lesson(session, read[one], words(one), progress) for one in week.lessons if one in read),
        attempts=tuple(_paper(row, words(row.paper)) for row in attempts),
        state=state,
        confirmed=confirmed,
    )


def _why_not(
    week: Week, read: dict[str, LessonState], attempts: list[AttemptState], words: Callable[[str], str]
) -> tuple[str, bool]:
    open_ = sum(one not in read for one in week.lessons)
    passed = any(row.passed for row in attempts)
    if not open_ and (passed or not week.paper):
        said = [read[one].attested for one in week.lessons] + [row.attested for row in attempts if row.passed]
        last = max((one for one in said if one is not None), key=lambda one: one.time, default=None)
        return (wording.confirmed(words(last.who), last.on) if last else wording.empty_week()), True
    best = max((row.score or 0 for row in attempts), default=0) if attempts else None
    return wording.open_parts(open_, len(week.lessons), best, paper=bool(week.paper), passed=passed), False


def _lesson(session: Session, row: LessonState, title: str, progress: Progress) -> LessonRow:
    spent = [one for one in progress.hours if one.source == "lesson" and one.item == row.lesson]
    judged = session.store.record(row.record)
    body = session.standings.body(judged) if judged else None
    given = dict(body.answers) if isinstance(body, LessonDone) else {}
    asked = [item for _hash, item in session.library.items_of(f"lesson:{row.lesson}") if item.id in given]
    right = sum(grade_item(item, row.hash, given[item.id]).points >= FULL for item in asked)
    return LessonRow(
        title=title,
        on=day_of(row.done),
        claimed_s=sum(one.claimed_s for one in spent if one.accepted_s is None),
        confirmed_s=sum(one.accepted_s or 0 for one in spent),
        right=right,
        asked=len(asked),
    )


def _paper(row: AttemptState, title: str) -> PaperRow:
    on = day_of(row.ended or row.started)
    return PaperRow(row.record, title, row.score, row.passed, on, wrong_of(row), len(row.drawn))


def read_line(row: LessonRow) -> str:
    """How long a lesson was read, and its self-check, in words."""
    return joined(wording.read_for(row.claimed_s, row.confirmed_s), wording.self_check(row.right, row.asked))


def spent_line(row: AnswerRow) -> str:
    """What came of an answer and how long it took."""
    return joined(row.result, dates.minutes_word(row.active_s) if row.active_s >= 60 else "")
