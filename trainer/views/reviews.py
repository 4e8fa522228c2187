"""Spaced review: what is due today, the week ahead, what does not stick, and the log for programs that read it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from trainer.domain import review
from trainer.domain.calendar import day_of
from trainer.domain.grading import FULL
from trainer.domain.progress import ItemScore, Progress
from trainer.domain.question import Item, realise
from trainer.domain.review import Card, Plan
from trainer.i18n import language
from trainer.session import Session
from trainer.wording import learning
from trainer.wording import reviews as said
from trainer.wording.lines import joined

Bars = tuple[tuple[str, int], ...]
"""Day words and figures, today first."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What the page Today tells of it. `bars` is empty for somebody without a card; `running` is an open round."""

    due: int
    seconds: int
    backlog: str
    bars: Bars
    running: str


NO_REVIEWS = Brief(0, 0, "", (), "")
"""Nothing was answered yet."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where some of today's questions come from: a case or a lesson, with their number."""

    title: str
    questions: int


@dataclass(frozen=True, slots=True)
class Leech:
    """A question that does not stick: `kind` and `source` say where to read again (``case``, ``lesson`` or ``bank``)."""

    item: str
    ask: str
    detail: str
    kind: str
    source: str


@dataclass(frozen=True, slots=True)
class Reviews:
    """Everything on the page. `left` of `of` questions of the round `running` are still to be answered; `empty` is what
    to say when nothing is due; `early` counts the questions of the next day that has any; `done` is today's work.
    """

    brief: Brief
    line: str
    sources: tuple[Source, ...]
    left: int
    of: int
    empty: tuple[str, str]
    early: int
    done: str
    rules: tuple[str, ...]
    leeches: tuple[Leech, ...]
    cards: int


@dataclass(frozen=True, slots=True)
class LogRow:
    """One review in py-fsrs's columns: number of the card, rating 1 to 4, UTC time, milliseconds (None: not known)."""

    card_id: int
    rating: int
    review_datetime: str
    review_duration: int | None


@dataclass(frozen=True, slots=True)
class Suspect:
    """A question for its author: how many people forget it again and again, and how often in all."""

    item: str
    ask: str
    people: int
    lapses: int


def _plan(session: Session, person: str) -> tuple[Progress, Plan]:
    progress = session.standings.of(person)
    programme, settings = session.standings.programme_of(person), session.standings.settings()
    return progress, review.plan_for(progress, programme, settings, session.today(), session.library.current_item)


def count(session: Session) -> int:
    """How many questions are due today."""
    return len(_plan(session, session.me)[1].today)


def brief(session: Session) -> Brief:
    """Today's reviews in short."""
    return _brief(session, *_plan(session, session.me))


def _brief(session: Session, progress: Progress, plan: Plan) -> Brief:
    on, running = session.today(), review.running(progress)
    words = [said.weekday(on + timedelta(days=n), on) for n in range(review.DAYS)]
    return Brief(
        due=len(plan.today),
        seconds=sum(one.seconds for one in plan.today),
        backlog=said.backlog(len(plan.today), waiting(plan, on)),
        bars=tuple(zip(words, map(len, plan.days), strict=True)) if plan.cards else (),
        running=running.record if running else "",
    )


def waiting(plan: Plan, on: date) -> int:
    """How many cards are due by today and have no room in it."""
    later = [one for day in plan.days[1:] for one in day]
    return sum(one.due <= on for one in (*later, *plan.beyond))


def reviews(session: Session) -> Reviews:
    """The reviews of whoever is signed in."""
    progress, plan = _plan(session, session.me)
    on, running = session.today(), review.running(progress)
    short = _brief(session, progress, plan)
    answered = _today(progress, on)
    seconds = sum(row.active_s for row in answered)
    back = sum(one.due == on + timedelta(days=1) and one.last == on for one in plan.cards)
    right = sum((row.points or 0) >= FULL for row in answered)
    rules = [said.cap(review.cap_of(session.standings.settings(), on) // 60)]
    rules += [said.before_exam(plan.exam)] if plan.exam else []
    return Reviews(
        brief=short,
        line=said.day_line(short.due, short.seconds, waiting(plan, on)) if plan.cards else "",
        sources=_sources(session, plan.today),
        left=len(running.drawn) - len(running.answers) if running else 0,
        of=len(running.drawn) if running else 0,
        empty=_empty(plan, on, spent=bool(answered)),
        early=len(plan.next),
        done=said.done(len(answered), right, seconds) if answered else "",
        rules=(*rules, *([said.again_tomorrow(back)] if answered and back else ())),
        leeches=tuple(_leeches(session, plan)),
        cards=len(plan.cards),
    )


def _today(progress: Progress, on: date) -> list[ItemScore]:
    rounds = (one for one in progress.attempts if review.is_round(one.paper))
    return [row for one in rounds for row in one.answers if day_of(row.time) == on]


def _empty(plan: Plan, on: date, *, spent: bool) -> tuple[str, str]:
    if not plan.cards:
        return said.nothing_yet()
    away = next((n for n, day in enumerate(plan.days) if day), 0)
    return said.nothing_due(on + timedelta(days=away), on, len(plan.next), spent=spent)


def _sources(session: Session, today: tuple[Card, ...]) -> tuple[Source, ...]:
    found = (session.library.current_item(one.item) for one in today)
    counted = Counter(title_of(session, held[1]) for held in found if held is not None)
    return tuple(Source(title, n) for title, n in counted.most_common())


def title_of(session: Session, item: Item) -> str:
    """The case or lesson a question was made from, else the week it belongs to."""
    kind, _colon, id_ = item.source.partition(":")
    thing = session.library.case(id_) if kind == "case" else session.library.lesson(id_) if kind == "lesson" else None
    if thing is not None:
        return thing.title.in_(language())
    week = next((one for one in session.library.weeks() if one.id in item.tags), None)
    return joined(learning.week_title(week.number), week.title.in_(language())) if week is not None else said.bank()


def _leeches(session: Session, plan: Plan) -> list[Leech]:
    rows = []
    for one in sorted(plan.cards, key=lambda card: (-card.lapses, card.item)):
        held = session.library.current_item(one.item)
        if one.lapses >= review.LEECH and held is not None:
            kind, _colon, source = held[1].source.partition(":")
            detail = said.forgotten(one.lapses, title_of(session, held[1]))
            rows.append(Leech(one.item, ask_of(held[1]), detail, kind, source))
    return rows


def ask_of(item: Item) -> str:
    """The question with figures of its own, without the story of its case before it."""
    return realise(item, item.id).ask.in_(language()).strip().rpartition("\n\n")[2]


def log(session: Session) -> tuple[LogRow, ...]:
    """Every review of whoever is signed in, oldest first: what py-fsrs's optimizer reads."""
    _progress, plan = _plan(session, session.me)
    found = sorted((one.time, one.record, card.item, one) for card in plan.cards for one in card.reviews)
    return tuple(
        LogRow(
            card_id=review.card_id(item),
            rating=one.rating,
            review_datetime=datetime.fromtimestamp(time // 1000, UTC).isoformat(),
            review_duration=one.seconds * 1000 or None,
        )
        for time, _record, item, one in found
    )


def suspects(session: Session) -> tuple[Suspect, ...]:
    """The author's list: questions somebody here keeps forgetting, those of most people first."""
    lapses: dict[str, list[int]] = {}
    for progress in session.standings.everybody():
        for one in _plan(session, progress.person)[1].cards:
            if one.lapses >= review.LEECH:
                lapses.setdefault(one.item, []).append(one.lapses)
    rows = []
    for item, found in lapses.items():
        held = session.library.current_item(item)
        if held is not None:
            rows.append(Suspect(item, ask_of(held[1]), len(found), sum(found)))
    return tuple(sorted(rows, key=lambda row: (-row.people, -row.lapses, row.item)))
