"""One lesson as the reader shows it: its sections, its self-check, the rules it rests on, and where somebody stopped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from trainer import local
from trainer.content import glossary
from trainer.content.compiled import Lesson
from trainer.domain.facts import Answered
from trainer.domain.grading import Kind, State, Verdict
from trainer.domain.policy import Policy
from trainer.domain.programme import Text
from trainer.domain.question import Item, Question, grade, realise
from trainer.errors import Refused
from trainer.i18n import language
from trainer.session import Session
from trainer.views.path import UnitRow, week_row

DEFAULT_IDLE_S = 180
"""Idle limit where somebody reads without being enrolled."""


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term of the glossary in the language spoken now."""

    id: str
    title: str
    meaning: str


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section: its heading, its compiled HTML with colour placeholders, how many letters it has, its terms.

    A term stands at the section where the lesson uses it first.
    """

    id: str
    title: str
    html: str
    length: int
    terms: tuple[TermRow, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A rule of the register in the language spoken now. `state` is about the day the page was asked for."""

    id: str
    title: str
    rule: str
    figures: str
    document: str
    source: str
    since: date | None
    until: date | None
    state: Literal["in-force", "not-yet", "expired"]
    confidence: str


@dataclass(frozen=True, slots=True)
class OptionRow:
    """Something to choose or to put in order."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A self-check question. `reasons` only for true/false questions that ask for one."""

    item: str
    kind: Kind
    ask: str
    options: tuple[OptionRow, ...]
    reasons: tuple[OptionRow, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What an answer was: per option its verdict and feedback, the expected number, the way to it, the reason."""

    item: str
    state: State
    verdicts: Mapping[str, Verdict]
    feedback: Mapping[str, str]
    expected: str
    order: tuple[str, ...]
    solution: str
    reason: str
    policies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LessonRow:
    """Everything the reader shows. `pictures` by their path; `before` and `after` are the neighbours' ids, or empty."""

    id: str
    hash: str
    title: str
    week: int
    week_title: str
    number: int
    minutes: int
    revised: date | None
    sections: tuple[SectionRow, ...]
    questions: tuple[CheckRow, ...]
    policies: tuple[PolicyRow, ...]
    pictures: Mapping[str, bytes]
    week_units: tuple[UnitRow, ...]
    before: str
    after: str
    done: bool
    confirmed: bool
    place: local.Place
    idle_limit_s: int


def lesson(session: Session, id_: str) -> LessonRow:
    """One lesson for whoever is signed in. Raises `Refused` ``unknown-lesson``."""
    found = session.library.lesson(id_)
    if found is None:
        raise Refused("unknown-lesson", lesson=id_)
    progress = session.standings.of(session.me)
    programme = session.standings.programme_of(session.me) or session.library.programme()
    week = next((one for one in programme.weeks if one.id == found.week), None) if programme else None
    state = next((row for row in progress.lessons if row.lesson == id_), None)
    order = [one.id for one in session.library.lessons()]
    at = order.index(id_)
    kept = local.places(session.folder, session.me)
    return LessonRow(
        id=id_,
        hash=found.hash,
        title=found.title.in_(language()),
        week=week.number if week else 0,
        week_title=week.title.in_(language()) if week else "",
        number=found.number,
        minutes=found.minutes,
        revised=found.revised,
        sections=_sections(session, found),
        questions=tuple(_question(realised) for realised in _questions(session, found)),
        policies=tuple(policy_row(one, session.today()) for one in _policies(session, found.policies)),
        pictures={path: data for path in found.pictures if (data := session.library.picture(path)) is not None},
        week_units=week_row(session, week, progress, kept).units if week else (),
        before=order[at - 1] if at else "",
        after=order[at + 1] if at + 1 < len(order) else "",
        done=state is not None,
        confirmed=state is not None and state.attested is not None,
        place=local.place_in(session.folder, session.me, id_, found.hash),
        idle_limit_s=programme.idle_limit_s if programme else DEFAULT_IDLE_S,
    )


def _sections(session: Session, found: Lesson) -> tuple[SectionRow, ...]:
    """The sections that have text; the self-check's heading has none and is shown as questions."""
    known, met = session.library.terms(), set[str]()

    def new_terms(text: str) -> tuple[TermRow, ...]:
        fresh = [one for one in glossary.occurring(text, known) if one.id not in met]
        met.update(one.id for one in fresh)
        return tuple(TermRow(one.id, _said(one.term), _said(one.meaning)) for one in fresh)

    return tuple(
        SectionRow(one.id, one.title, one.html, len(one.text), new_terms(f"{one.title}\n{one.text}"))
        for one in found.sections
        if one.text.strip()
    )


def _questions(session: Session, found: Lesson) -> Iterable[Question]:
    """The self-check, realised with the lesson's own hash as seed: everybody sees the same figures."""
    return (realise(item, found.hash) for _hash, item in session.library.items_of(f"lesson:{found.id}"))


def _question(one: Question) -> CheckRow:
    return CheckRow(
        item=one.id,
        kind=one.kind,
        ask=_said(one.ask),
        options=tuple(OptionRow(option.id, _said(option.text)) for option in one.options),
        reasons=tuple(OptionRow(option.id, _said(option.text)) for option in one.reasons),
        unit=one.unit,
    )


def _said(text: Text) -> str:
    return text.in_(language())


def check(session: Session, id_: str, item: str, answer: Answered) -> Checked:
    """What an answer to a question of the self-check is worth, with its feedback. Nothing is recorded.

    Raises `Refused` ``unknown-lesson``.
    """
    found = session.library.lesson(id_)
    compiled = next((one for _hash, one in session.library.items_of(f"lesson:{id_}") if one.id == item), None)
    if found is None or compiled is None:
        raise Refused("unknown-lesson", lesson=id_)
    return _checked(compiled, found.hash, answer)


def _checked(item: Item, seed: str, answer: Answered) -> Checked:
    question = realise(item, seed)
    graded = grade(question, answer)
    expected = question.expected
    return Checked(
        item=item.id,
        state=graded.state,
        verdicts=dict(graded.verdicts),
        feedback={one.id: _said(one.feedback) for one in (*question.options, *question.reasons)},
        expected=_said(question.expected_text),
        order=tuple(part for part in expected if isinstance(part, str)) if isinstance(expected, tuple) else (),
        solution=_said(question.solution),
        reason=_said(question.reason),
        policies=question.policies,
    )


def policy(session: Session, id_: str) -> PolicyRow:
    """One rule, for the side pane. Raises `Refused` ``unknown-policy``."""
    found = session.library.policy(id_)
    if found is None:
        raise Refused("unknown-policy", policy=id_)
    return policy_row(found, session.today())


def policy_row(one: Policy, on: date) -> PolicyRow:
    """A rule as it stands on a day."""
    state: Literal["in-force", "not-yet", "expired"] = "in-force"
    if not one.in_force(on):
        state = "not-yet" if one.from_ is not None and on < one.from_ else "expired"
    return PolicyRow(
        id=one.id,
        title=_said(one.title),
        rule=_said(one.rule),
        figures=_said(one.figures),
        document=_said(one.document),
        source=_said(one.source),
        since=one.from_,
        until=one.to,
        state=state,
        confidence=one.confidence,
    )


def _policies(session: Session, ids: Iterable[str]) -> list[Policy]:
    return [found for id_ in ids if (found := session.library.policy(id_)) is not None]
