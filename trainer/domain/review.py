"""Spaced review: which questions come back to a person, and when. A pure function of what they answered.

The rules, so that a card means the same on every computer:

* A question becomes a card with the first explained answer that was wrong, or right but unsure. Every later answer to it,
  in any practice, paper or examined exam, is a review of that card. Answers nobody has explained yet are left alone.
* The rating follows from the answer: not fully right is *again*; right but unsure, or slower than `SLOW_S`, is *hard*;
  right, sure and within `QUICK_S` is *easy*; else *good*. `fsrs` (py-fsrs, without fuzz) then says when it is due.
* A day holds at most the cap of minutes. What does not fit waits for the days after, the longest due first.
* A card that would come only on or after the day of the final exam comes once in the week before it.
* A lapse is a wrong answer on a later day than the one before; from `LEECH` lapses on, the question itself is suspected.

Days are the organisation's, times ms UTC, durations whole seconds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from datetime import time as datetime_time
from functools import cache, lru_cache
from typing import Final

import fsrs
import msgspec

from trainer.domain.calendar import day_of
from trainer.domain.evidence import Settings
from trainer.domain.grading import FULL
from trainer.domain.path import timeline
from trainer.domain.programme import Programme
from trainer.domain.progress import AttemptState, ItemScore, Progress, Row
from trainer.domain.question import Item

RETENTION: Final = 9_000
"""Chance to remember a card on the day it is due, in basis points (Anki's and py-fsrs's default); setting
``review_retention`` of the organisation."""
RETENTION_RANGE: Final = (7_000, 9_700)
"""Above, intervals shrink to a day; below, forgetting is the rule (Anki manual, desired retention)."""
CAP_S: Final = 20 * 60
"""Seconds of review a day at most; setting ``review_cap_s``."""
CAP_RANGE: Final = (5 * 60, 120 * 60)
SLOW_S: Final = 180
QUICK_S: Final = 20
DAYS: Final = 7
"""Days of the forecast, today included."""
LEECH: Final = 4
FARTHEST: Final = 365
"""Days until a card comes back at the latest."""
SECONDS: Final = (20, 240)
"""What one question is planned with at least and at most, in seconds."""
UNTIMED_S: Final = 60
"""What a question is planned with whose answers say no time."""

NOON: Final = datetime_time(12, tzinfo=UTC)

_LATEST: Final = 4_102_444_800_000
"""1 January 2100 in ms UTC: a record may claim any time, a date has an end."""

Current = Callable[[str], tuple[str, Item] | None]
"""The current form of a question by its id, with its content hash: `Library.current_item`."""


class Review(Row, frozen=True, kw_only=True):
    """One answer as a review: `rating` 1 again, 2 hard, 3 good, 4 easy; `seconds` 0 where no time is known. `doubt`:
    wrong or unsure.
    """

    record: str
    time: int
    rating: int
    seconds: int
    doubt: bool


class Card(Row, frozen=True, kw_only=True):
    """A question that comes back. `due` may lie in the past; `seconds` is what one review of it is planned with."""

    item: str
    reviews: tuple[Review, ...]
    last: date
    due: date
    stability: float
    lapses: int
    seconds: int


class Plan(Row, frozen=True, kw_only=True):
    """Who is asked what on which of the next days, the first one today. `beyond` is due by then and has no room."""

    days: tuple[tuple[Card, ...], ...]
    beyond: tuple[Card, ...]
    cards: tuple[Card, ...]
    exam: date | None

    @property
    def today(self) -> tuple[Card, ...]:
        """What is asked today."""
        return self.days[0]

    @property
    def next(self) -> tuple[Card, ...]:
        """What is asked on the first day that has anything."""
        return next((day for day in self.days if day), ())


def is_round(paper: str) -> bool:
    """Whether an attempt is a round of reviews, by the name of its paper."""
    return paper.startswith("reviews:")


def round_name(on: date) -> str:
    """How a round of reviews is called in its records."""
    return f"reviews:{on.isoformat()}"


def running(progress: Progress) -> AttemptState | None:
    """The round of reviews that was begun and not finished, the latest one."""
    return next((one for one in reversed(progress.attempts) if is_round(one.paper) and one.ended is None), None)


def explained(attempt: AttemptState) -> bool:
    """Whether the person was told what the answers were worth: practice at once, papers at their end, exams once signed."""
    if attempt.mode == "practice":
        return True
    return attempt.ended is not None and (attempt.mode != "exam" or attempt.result is not None)


def rating(points: int, sure: str, seconds: int) -> int:
    """What one answer says about remembering; see the module text. Quick means sure as well: one option may be a guess."""
    if points < FULL:
        return fsrs.Rating.Again
    if sure == "no" or seconds > SLOW_S:
        return fsrs.Rating.Hard
    return fsrs.Rating.Easy if sure == "yes" and 0 < seconds <= QUICK_S else fsrs.Rating.Good


def cards(attempts: Iterable[AttemptState], retention: int = RETENTION) -> tuple[Card, ...]:
    """Every card of a person by item id: the same for the same answers, whatever their order or repetition."""
    answers: dict[str, dict[str, Review]] = {}
    for attempt in attempts:
        for row in attempt.answers if explained(attempt) else ():
            if row.points is not None:
                answers.setdefault(row.item, {})[row.record] = _review(row, row.points)
    made = (_card(item, tuple(sorted(found.values(), key=_when)), retention) for item, found in sorted(answers.items()))
    return tuple(card for card in made if card is not None)


def _when(review: Review) -> tuple[int, str]:
    return review.time, review.record


def _review(row: ItemScore, points: int) -> Review:
    seconds = min(max(row.active_s, 0), 3600)
    at = min(max(row.time, 0), _LATEST)
    return Review(
        record=row.record,
        time=at,
        rating=rating(points, row.sure, seconds),
        seconds=seconds,
        doubt=points < FULL or row.sure == "no",
    )


@lru_cache(maxsize=8192)
def _card(item: str, answers: tuple[Review, ...], retention: int) -> Card | None:
    """The card of one question, from the first answer that makes it one; None while there is none."""
    begin = next((n for n, one in enumerate(answers) if one.doubt), None)
    if begin is None:
        return None
    reviews = answers[begin:]
    low, high = RETENTION_RANGE
    scheduler = _scheduler(min(max(retention, low), high))
    state = fsrs.Card(card_id=card_id(item), due=_moment(reviews[0].time))
    for one in reviews:
        state, _log = scheduler.review_card(state, fsrs.Rating(one.rating), _moment(one.time))
    last = day_of(reviews[-1].time)
    return Card(
        item=item,
        reviews=reviews,
        last=last,
        due=last + timedelta(days=(state.due - _moment(reviews[-1].time)).days),
        stability=state.stability or 0.0,
        lapses=_lapses(reviews),
        seconds=_planned(reviews),
    )


@cache
def _scheduler(retention: int) -> fsrs.Scheduler:
    """Whole days only: a question is not asked twice a day, and a wrong one comes back tomorrow."""
    return fsrs.Scheduler(
        desired_retention=retention / 10_000,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=FARTHEST,
        enable_fuzzing=False,
    )


def _moment(time: int) -> datetime:
    """The noon of the organisation's day: this evening and tomorrow morning are a day apart, not fourteen hours."""
    return datetime.combine(day_of(time), NOON)


def card_id(item: str) -> int:
    """A card's number for py-fsrs: 48 bits of the SHA-256 of the question's id, the same everywhere."""
    return int.from_bytes(hashlib.sha256(item.encode()).digest()[:6])


def _lapses(reviews: Sequence[Review]) -> int:
    """Days with a wrong answer after the day the card began."""
    began = day_of(reviews[0].time)
    return len({day_of(one.time) for one in reviews if one.rating == fsrs.Rating.Again} - {began})


def _planned(reviews: Sequence[Review]) -> int:
    """The middle of the last answers' times."""
    known = sorted(one.seconds for one in reviews[-3:] if one.seconds)
    low, high = SECONDS
    return min(max(known[len(known) // 2], low), high) if known else UNTIMED_S


def exam_day(programme: Programme | None, progress: Progress, on: date) -> date | None:
    """The day of the final exam as far as it is known: the last day of theory by plan. None when it has been passed, is
    over, or the programme asks for none.
    """
    asked = next((one for one in programme.requirements if one.kind == "exam"), None) if programme else None
    line = timeline(programme, progress, on) if programme else None
    if asked is None or asked.planned or line is None:
        return None
    if any(one.paper == asked.paper and one.result_passed for one in progress.attempts):
        return None
    theory = [month for month in line.months if month.phase == "theory"]
    day = theory[-1].until - timedelta(days=1) if theory else None
    return day if day is not None and day > on else None


def before_exam(found: Sequence[Card], exam: date | None) -> tuple[Card, ...]:
    """The cards with no due day on or after the exam, unless they were seen in the week before it: those that would come
    too late are spread over that week.
    """
    if exam is None:
        return tuple(found)
    week = exam - timedelta(days=DAYS)
    return tuple(
        msgspec.structs.replace(one, due=exam - timedelta(days=1 + card_id(one.item) % DAYS))
        if one.due >= exam and one.last < week
        else one
        for one in found
    )


def plan(found: Sequence[Card], on: date, cap_s: int = CAP_S, spent_s: int = 0, exam: date | None = None) -> Plan:
    """The cards on the next days, never more than the cap on any; `spent_s` seconds of today's are gone already."""
    order = sorted(before_exam(found, exam), key=lambda one: (one.due, one.stability, one.item))
    days: list[tuple[Card, ...]] = []
    for n in range(DAYS):
        day, room, taken = on + timedelta(days=n), cap_s - (spent_s if n == 0 else 0), []
        while order and order[0].due <= day and (needed := min(order[0].seconds, cap_s)) <= room:
            room -= needed
            taken.append(order.pop(0))
        days.append(tuple(taken))
    last = on + timedelta(days=DAYS - 1)
    return Plan(
        days=tuple(days),
        beyond=tuple(one for one in order if one.due <= last),
        cards=tuple(sorted(found, key=lambda one: one.item)),
        exam=exam,
    )


def in_force(item: Item, on: date) -> bool:
    """Whether a question may be asked on a day: every policy behind it is in force."""
    return (item.valid_from is None or item.valid_from <= on) and (item.valid_to is None or on <= item.valid_to)


def spent(attempts: Iterable[AttemptState], on: date) -> int:
    """Seconds a person spent on rounds of review on a day."""
    rows = (row for attempt in attempts if is_round(attempt.paper) for row in attempt.answers)
    return sum(min(max(row.active_s, 0), 3600) for row in rows if day_of(row.time) == on)


def cap_of(settings: Settings, on: date) -> int:
    """Seconds of review a day at most, as the organisation has set it."""
    low, high = CAP_RANGE
    return min(max(settings.number("review_cap_s", on, CAP_S), low), high)


def plan_for(progress: Progress, programme: Programme | None, settings: Settings, on: date, current: Current) -> Plan:
    """What comes back to one person today and on the days after. Questions that are no longer asked are left out."""
    made = cards(progress.attempts, settings.number("review_retention", on, RETENTION))
    asked = [one for one in made if (held := current(one.item)) is not None and in_force(held[1], on)]
    return plan(asked, on, cap_of(settings, on), spent(progress.attempts, on), exam_day(programme, progress, on))
