"""The library: search results with their highlights, and a case, a policy or a lesson to be read (`ui.md` §3.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from trainer.content import search
from trainer.content.compiled import Hit, Lesson, Mark
from trainer.domain.case import Case, Why
from trainer.domain.figures import authored, fill
from trainer.domain.policy import Policy
from trainer.domain.programme import Text
from trainer.domain.taxonomy import HORIZONS, INDUSTRIES, PROBLEMS, RISKS
from trainer.i18n import language
from trainer.session import Session
from trainer.wording import library as said
from trainer.wording.lines import joined

SHOWN = 60
"""Results listed at most; the line above says when there are more."""

TAXONOMY: Mapping[str, Mapping[str, Text]] = {
    "industry": INDUSTRIES,
    "problem": PROBLEMS,
    "risk": RISKS,
    "horizon": HORIZONS,
}
"""The filters of the page, in its order."""


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One result: what it is, title and matching place with their highlights, and its tags as one caption."""

    kind: Literal["case", "lesson", "policy"]
    id: str
    title: str
    title_marks: tuple[Mark, ...]
    line: str
    line_marks: tuple[Mark, ...]
    tags: str


@dataclass(frozen=True, slots=True)
class Results:
    """Search results and the sentence over them. `text` and `filters` say what was asked."""

    text: str
    filters: tuple[tuple[str, str], ...]
    rows: tuple[ResultRow, ...]
    line: str


@dataclass(frozen=True, slots=True)
class PolicyLine:
    """A policy under a case: document, dates, and a tag when it was not in force on the case's day."""

    code: str
    title: str
    document: str
    dates: str
    tag: str


@dataclass(frozen=True, slots=True)
class TableText:
    """A document of a case: a table (first row is its heading) or a text."""

    name: str
    table: tuple[tuple[str, ...], ...]
    text: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case in the one order all cases have. `process`: (step, who, why); `cautions`: (holds, statement, side);
    `wrong`: (what, why, harm); `state`: word, tone, sign.
    """

    id: str
    tags: tuple[str, ...]
    state: tuple[str, str, str]
    title: str
    line: str
    facts: str
    documents: tuple[TableText, ...]
    process: tuple[tuple[str, str, str], ...]
    cautions: tuple[tuple[bool, str, str], ...]
    wrong: tuple[tuple[str, str, str], ...]
    result: str
    feedback: str
    policies: tuple[PolicyLine, ...]
    foot: str
    questions: int


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """A rule of the register. `cases` are those that rest on it: (id, title)."""

    code: str
    title: str
    tags: tuple[tuple[str, str], ...]
    rule: str
    figures: str
    document: str
    dates: str
    confidence: str
    fenced: tuple[str, ...]
    source: str
    cases: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LessonPage:
    """A lesson as a search result: what it teaches, before it is opened."""

    id: str
    title: str
    line: str
    objectives: tuple[str, ...]


Thing = CasePage | PolicyPage | LessonPage


def counts(session: Session) -> str:
    """How much there is: ``Cases 212 · policies 121 · lessons 8``."""
    found = session.library.search("", {"kind": "case"}, limit=100_000)
    return said.counts(found.count, len(session.library.policies()), len(session.library.lessons()))


def results(session: Session, text: str, filters: Mapping[str, str], limit: int = SHOWN) -> Results:
    """What the library finds for a text and filters. With nothing typed it lists cases, newest first."""
    asked = {name: value for name, value in filters.items() if value}
    if not text.strip():
        asked["kind"] = "case"
    found = session.library.search(text, asked, limit=limit)
    rows = tuple(_row(session, hit, text) for hit in found.hits)
    cases_only = all(row.kind == "case" for row in rows)
    return Results(
        text=text,
        filters=tuple(sorted(filters.items())),
        rows=rows,
        line=said.found(found.count, cases_only=cases_only, more=found.more, typed=bool(text.strip())),
    )


def _row(session: Session, hit: Hit, text: str) -> ResultRow:
    title, tags = _named(session, hit)
    marks = hit.title_marks
    if title != hit.title:
        marks = search.marks(title, tuple(search.fold(text).split()))
    return ResultRow(hit.kind, hit.id, title, marks, hit.snippet, hit.snippet_marks, tags)


def _named(session: Session, hit: Hit) -> tuple[str, str]:
    """Title and caption of a result in the language of the moment."""
    speech, library = language(), session.library
    if hit.kind == "case" and (case := library.case(hit.id)) is not None:
        return case.title.in_(speech), joined(*_tags(case))
    if hit.kind == "policy" and (policy := library.policy(hit.id)) is not None:
        return policy.title.in_(speech), said.policy_caption(policy)
    if hit.kind == "lesson" and (lesson := library.lesson(hit.id)) is not None:
        return lesson.title.in_(speech), said.lesson_caption(lesson.minutes)
    return hit.title, joined(*hit.tags)


def _tags(case: Case) -> tuple[str, ...]:
    codes = (case.industry, case.problem, case.risk, case.horizon)
    return tuple(
        names[code].in_(language()) if code in names else code
        for names, code in zip(TAXONOMY.values(), codes, strict=True)
    )


def thing(session: Session, kind: str, id_: str) -> Thing | None:
    """A case, a policy or a lesson to be read; None when this library has it not."""
    if kind == "case" and (case := session.library.case(id_)) is not None:
        return _case(session, case)
    if kind == "policy" and (policy := session.library.policy(id_)) is not None:
        return _policy(session, policy)
    if kind == "lesson" and (lesson := session.library.lesson(id_)) is not None:
        return _lesson(lesson)
    return None


class _Said:
    """Texts of a case in the language of the moment, with the figures as the author wrote them or with `others`."""

    def __init__(self, case: Case, others: Mapping[str, Decimal] | None = None) -> None:
        self._values: Mapping[str, Decimal] = {**authored(case.figures), **(others or {})}
        self._units = {figure.name: figure.unit for figure in case.figures}

    def __call__(self, text: Text) -> str:
        return fill(text, self._values, self._units).in_(language()).strip()


def _case(session: Session, case: Case) -> CasePage:
    words = _Said(case)
    count = len(session.library.items_of(f"case:{case.id}"))
    register = session.library.register
    known = [register[code] for code in case.policies if code in register]
    return CasePage(
        id=case.id,
        tags=_tags(case),
        state=said.case_state(case, session.today()),
        title=words(case.title),
        line=said.case_line(case),
        facts=words(case.facts),
        documents=_documents(case, words),
        process=tuple((words(step.do), step.by, words(step.why.text)) for step in case.process),
        cautions=tuple((one.holds, words(one.say), said.holds(one.holds, one.why.policy)) for one in case.cautions),
        wrong=tuple((words(one.do), _because(session, words, one.because), words(one.harm)) for one in case.wrong),
        result=words(case.result),
        feedback=words(case.feedback),
        policies=tuple(_line(policy, case) for policy in known),
        foot=said.case_foot(case, count),
        questions=count,
    )


def _documents(case: Case, words: _Said) -> tuple[TableText, ...]:
    return tuple(
        TableText(words(one.name), tuple(tuple(words(cell) for cell in row) for row in one.table), words(one.text))
        for one in case.documents
    )


def documents_of(case: Case, figures: Mapping[str, Decimal]) -> tuple[TableText, ...]:
    """What the client handed over, with the figures one attempt drew."""
    return _documents(case, _Said(case, figures))


def _because(session: Session, words: _Said, why: Why) -> str:
    if why.text.zh:
        return words(why.text)
    policy = session.library.policy(why.policy)
    return policy.title.in_(language()) if policy else ""


def _line(policy: Policy, case: Case) -> PolicyLine:
    speech = language()
    tag = said.not_in_force(policy, case.as_of)
    return PolicyLine(
        policy.id, policy.title.in_(speech), policy.document.in_(speech), said.in_force(policy.from_, policy.to), tag
    )


def _policy(session: Session, policy: Policy) -> PolicyPage:
    speech = language()
    tags: list[tuple[str, str]] = []
    outside = said.not_in_force(policy, session.today())
    if outside:
        tags.append((outside, "warn"))
    if not policy.gradable:
        tags.append((said.for_awareness(), "neutral"))
    found = session.library.search(policy.id, {"kind": "case"}, limit=SHOWN).hits
    cases = [session.library.case(hit.id) for hit in found]
    return PolicyPage(
        code=policy.id,
        title=policy.title.in_(speech),
        tags=tuple(tags),
        rule=policy.rule.in_(speech),
        figures=policy.figures.in_(speech),
        document=policy.document.in_(speech),
        dates=said.in_force(policy.from_, policy.to),
        confidence=said.confidence(policy.confidence),
        fenced=tuple(part.in_(speech) for part in policy.fenced),
        source=policy.source.in_(speech),
        cases=tuple((case.id, case.title.in_(speech)) for case in cases if case and policy.id in case.policies),
    )


def _lesson(lesson: Lesson) -> LessonPage:
    return LessonPage(
        id=lesson.id,
        title=lesson.title.in_(language()),
        line=said.lesson_line(lesson.week, lesson.minutes),
        objectives=tuple(one.in_(language()) for one in lesson.objectives),
    )
