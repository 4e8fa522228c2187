"""What learners do: read a lesson, take a paper, sit the exam. Right answers, but for those the story wants wrong."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta

from trainer.actions import assessing, studying
from trainer.demo.stage import SEED, Stage
from trainer.domain import calendar
from trainer.domain.chance import Chance
from trainer.domain.facts import Answered, Sure
from trainer.domain.question import Question, realise
from trainer.errors import Refused
from trainer.session import Session

WORKDAYS = 5


def workday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= WORKDAYS else day


def read_lesson(stage: Stage, number: str, lesson: str, day: date) -> None:
    """Half an hour to an hour with one lesson, with a pause in it, then the self-check."""
    session = stage.of(number)
    found = session.library.lesson(lesson)
    if found is None:
        return
    chance = Chance(SEED, f"{number}/{lesson}")
    first, second = 900 + 60 * chance.below(15), 600 + 60 * chance.below(20)
    spans = ((0, first), (first + 400, first + 400 + second))
    studying.record_study(session, lesson, found.hash, calendar.at(day, 14), spans)
    answers = {}
    for _hash, item in session.library.items_of(f"lesson:{lesson}"):
        question = realise(item, item.id)
        slip = chance.below(8) == 0
        answers[item.id] = mistaken(question, chance) if slip else question.expected
    studying.finish_lesson(session, lesson, answers)


def take(stage: Stage, number: str, paper: str, *, wrong: int = 0, hand_in: bool = True) -> str:
    """A paper with that many wrong answers, a minute or so each; the attempt's id."""
    session = stage.of(number)
    chance = Chance(SEED, f"{number}/{paper}/{stage.clock.now}")
    attempt = assessing.start_attempt(session, paper)
    start = assessing.started(session, attempt)
    slips = set(chance.shuffled(range(1, len(start.items) + 1))[:wrong])
    for n, (_id, hash_) in enumerate(start.items, 1):
        item = session.library.item(hash_)
        if item is None:
            continue
        seconds = 25 + chance.below(70)
        stage.clock.reach(stage.clock.now + 1000 * seconds)
        question = realise(item, start.seed)
        given = mistaken(question, chance) if n in slips else question.expected
        sure = "no" if n in slips or chance.below(6) == 0 else "yes"
        assessing.answer(session, attempt, n, given, active_s=seconds, sure="no" if sure == "no" else "yes")
    if hand_in:
        assessing.hand_in(session, attempt)
    return attempt


def review(stage: Stage, number: str) -> None:
    """The reviews of the day, where any are due."""
    with contextlib.suppress(Refused):  # nothing is due today
        _round(stage, number, assessing.practise_reviews(stage.of(number)))


def practise(stage: Stage, number: str, place: int) -> None:
    """A practice round over one of the cases."""
    cases = sorted(one.id for one in stage.library.cases())
    _round(stage, number, assessing.practise_case(stage.of(number), cases[place % len(cases)]))


def _round(stage: Stage, number: str, attempt: str) -> None:
    """Practice as it goes: one in six wrong, some unsure, and a few questions that do not stick."""
    session = stage.of(number)
    start = assessing.started(session, attempt)
    chance = Chance(SEED, f"{number}/{start.paper}/{start.seed}")
    for n, (id_, hash_) in enumerate(start.items, 1):
        item = session.library.item(hash_)
        if item is None:
            continue
        seconds = 20 + chance.below(50)
        stage.clock.reach(stage.clock.now + 1000 * seconds)
        question = realise(item, start.seed)
        slip = chance.below(2 if Chance(SEED, f"{number}/{id_}").below(16) == 0 else 6) == 0
        sure: Sure = "no" if slip or chance.below(6) == 0 else "yes"
        given = mistaken(question, chance) if slip else question.expected
        assessing.answer(session, attempt, n, given, active_s=seconds, sure=sure)
    assessing.hand_in(session, attempt)


def length_of(session: Session, paper: str) -> int:
    """How many questions a paper has."""
    found = session.library.paper(paper)
    return sum(section.count for section in found.sections) if found is not None else 0


def mistaken(question: Question, chance: Chance) -> Answered:
    """A wrong answer somebody might well give."""
    expected = question.expected
    match question.kind:
        case "single":
            others = [one.id for one in question.options if one.id != expected]
            return others[chance.below(len(others))] if others else None
        case "truefalse":
            truth = expected["truth"] if isinstance(expected, dict) else expected
            other = "no" if truth == "yes" else "yes"
            if not isinstance(expected, dict):
                return other
            reasons = [one.id for one in question.reasons]
            return {"truth": other, "reason": reasons[chance.below(len(reasons))] if reasons else ""}
        case "multiple":
            return tuple(one for one in expected[1:] if isinstance(one, str)) if isinstance(expected, tuple) else None
        case "order":
            return tuple(reversed(expected)) if isinstance(expected, tuple) else None
        case "numeric":
            return f"1{expected.lstrip('-')}" if isinstance(expected, str) else "1"
