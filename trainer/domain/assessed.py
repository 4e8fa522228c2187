"""Attempts and exams: raw answers graded again here, against the paper and the items that the attempt pins.

A score is never taken from a learner's record (`records.md` §4). An attempt that does not follow the blueprint it
names has no score; an exam counts only through a proctor's opening and an examiner's result (`records.md` §5).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol, cast

from trainer.domain.evidence import Authority, Mandates, attested, in_force, not_counted
from trainer.domain.facts import Answer, AttemptEnd, AttemptStart, ExamOpen, ExamResult, Fact
from trainer.domain.paper import ENGINE, Paper, pool_for, score, usable
from trainer.domain.programme import Programme
from trainer.domain.progress import AttemptState, Attested, ExamOpening, ItemScore, NotCounted
from trainer.domain.question import Grading, Item, grade_item

Facts = Mapping[str, list[Fact]]
"""The facts about one person by kind."""


class Catalogue(Protocol):
    """What folding needs of the compiled library: everything ever released, by content hash. None when unknown."""

    def programme(self, hash_: str, /) -> Programme | None:
        """A programme version."""

    def item(self, hash_: str, /) -> Item | None:
        """A compiled question."""

    def paper_by_hash(self, hash_: str, /) -> Paper | None:
        """A blueprint."""


class Grader:
    """Grades raw answers against pinned items and remembers what it has graded: `grade` is pure, so that is safe."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._points: dict[Hashable, int | None] = {}
        self._papers: dict[str, Paper | None] = {}
        self._items: dict[str, Item | None] = {}
        self._fits: dict[tuple[str, int, str, str, date], bool] = {}

    def paper(self, hash_: str) -> Paper | None:
        """A blueprint by its hash."""
        if hash_ not in self._papers:
            self._papers[hash_] = self.catalogue.paper_by_hash(hash_)
        return self._papers[hash_]

    def item(self, hash_: str) -> Item | None:
        """A question by its hash."""
        if hash_ not in self._items:
            self._items[hash_] = self.catalogue.item(hash_)
        return self._items[hash_]

    def fits(self, body: AttemptStart, section: int, item: tuple[str, str]) -> bool:
        """Whether the attempt's paper could draw this question (id, hash) in this section on the day it pins.

        A question that is not in this library is given the benefit of the doubt: its attempt has no score anyway.
        """
        key = (body.hash, section, item[1], body.mode, body.as_of)
        if key not in self._fits:
            paper, found = self.paper(body.hash), self.item(item[1])
            self._fits[key] = (
                paper is None
                or found is None
                or (
                    found.id == item[0]
                    and usable(found, body.mode, body.as_of)
                    and bool(pool_for(paper.sections[section], (found,)))
                )
            )
        return self._fits[key]

    def points(self, item: str, seed: str, answer: object, grading: Grading) -> int | None:
        """Basis points of one answer; None when the item is not in this library. `item` is a content hash."""
        key = (item, seed, _frozen(answer), grading)
        try:
            return self._points[key]
        except KeyError:
            found = self.item(item)
            points = grade_item(found, seed, answer, grading).points if found is not None else None
            self._points[key] = points
            return points


def _frozen(answer: object) -> Hashable:
    """The answer as a dictionary key; distinct answers stay distinct, also a list that is spelt like named fields."""
    if isinstance(answer, dict):
        return ("fields", *sorted(answer.items()))
    return ("plain", answer)


class _Attempt:
    """One attempt while it is put together."""

    __slots__ = ("answers", "body", "end", "fact")

    def __init__(self, fact: Fact) -> None:
        self.fact = fact
        self.body = cast("AttemptStart", fact.body)
        self.end: Fact | None = None
        self.answers: dict[tuple[str, str], Fact | None] = dict.fromkeys(self.body.items)

    def is_later(self, fact: Fact) -> bool:
        """Whether `fact` stands after the start, in the same log: an attempt is made on one device."""
        return fact.log == self.fact.log and fact.seq > self.fact.seq


def _collect(facts: Facts, refused: list[NotCounted]) -> dict[str, _Attempt]:
    """Starts with their ends and, per drawn item, the last answer before the end."""
    attempts = {fact.id: _Attempt(fact) for fact in facts.get("attempt.start", ())}
    for fact in facts.get("attempt.end", ()):
        attempt = attempts.get(cast("AttemptEnd", fact.body).attempt)
        if attempt is None or not attempt.is_later(fact):
            refused.append(not_counted(fact, "unknown-target"))
        elif attempt.end is None or fact.seq < attempt.end.seq:
            attempt.end = fact
    for fact in facts.get("answer", ()):
        body = cast("Answer", fact.body)
        attempt = attempts.get(body.attempt)
        item = (body.item, body.hash)
        if attempt is None or item not in attempt.answers or not attempt.is_later(fact):
            refused.append(not_counted(fact, "unknown-target"))
        elif attempt.end is not None and fact.seq > attempt.end.seq:
            refused.append(not_counted(fact, "after-hand-in"))
        else:
            before = attempt.answers[item]
            if before is None or fact.seq > before.seq:
                attempt.answers[item] = fact
    return attempts


def follows(body: AttemptStart, paper: Paper, grader: Grader) -> bool:
    """Whether an attempt is what the blueprint asks: paper, kind of attempt, pass mark, time, engine, and as many
    different questions as it draws, each one the paper could draw in its place on the day it pins. Which of them were
    drawn cannot be judged later, since the pool grows.
    """
    places = [number for number, section in enumerate(paper.sections) for _ in range(section.count)]
    return (
        body.paper == paper.id
        and body.mode in {paper.mode, "practice"}
        and body.engine == ENGINE
        and body.pass_mark >= paper.pass_mark
        and body.limit_s in {paper.time_limit_s, *((0,) if body.mode == "practice" else ())}
        and len({item for item, _hash in body.items}) == len(body.items) == len(places)
        and all(grader.fits(body, n, item) for n, item in zip(places, body.items, strict=True))
    )


def _scores(attempt: _Attempt, grading: Grading, grader: Grader) -> tuple[ItemScore, ...]:
    rows: list[ItemScore] = []
    seed = attempt.body.seed
    for n, item in enumerate(attempt.body.items, start=1):
        fact = attempt.answers[item]
        if fact is None:
            continue
        body = cast("Answer", fact.body)
        rows.append(
            ItemScore(
                n=n,
                item=item[0],
                hash=item[1],
                answer=body.answer,
                points=grader.points(item[1], seed, body.answer, grading),
                sure=body.sure,
                active_s=body.active_s,
                record=fact.id,
                time=fact.time,
            )
        )
    return tuple(rows)


def score_of(paper: Paper, rows: Iterable[ItemScore]) -> int | None:
    """The score of a handed-in attempt in basis points; None when an item cannot be graded here."""
    graded: list[int | None] = [0] * paper.length
    for row in rows:
        if row.points is None:
            return None
        graded[row.n - 1] = row.points
    return score(paper, graded)


def plain_score(body: AttemptStart, rows: Sequence[ItemScore]) -> int | None:
    """The score of a practice round that follows no paper, every question worth the same; None for anything else."""
    if body.mode != "practice" or not body.items or any(row.points is None for row in rows):
        return None
    return sum(row.points or 0 for row in rows) // len(body.items)


def attempts_of(
    facts: Facts, grader: Grader, refused: list[NotCounted]
) -> tuple[dict[str, AttemptState], dict[str, Fact], frozenset[str]]:
    """Every attempt by its record id, the record that ended it, where there is one, and the ids of those that do not
    follow the paper they name.
    """
    states: dict[str, AttemptState] = {}
    ends: dict[str, Fact] = {}
    strange: set[str] = set()
    for id_, attempt in _collect(facts, refused).items():
        body, end = attempt.body, attempt.end
        paper = grader.paper(body.hash)
        rows = _scores(attempt, paper.grading if paper else "all-or-nothing", grader)
        reached = None
        if paper is not None and not follows(body, paper, grader):
            refused.append(not_counted(attempt.fact, "not-the-paper"))
            strange.add(id_)
        elif end is not None:
            reached = score_of(paper, rows) if paper else plain_score(body, rows)
        reason = cast("AttemptEnd", end.body).reason if end else ""
        if end is not None:
            ends[id_] = end
        states[id_] = AttemptState(
            record=id_,
            paper=body.paper,
            hash=body.hash,
            mode=body.mode,
            seed=body.seed,
            engine=body.engine,
            drawn=body.items,
            limit_s=body.limit_s,
            pass_mark=body.pass_mark,
            as_of=body.as_of,
            started=attempt.fact.time,
            ended=end.time if end else None,
            end_reason=reason,
            answers=rows,
            score=reached,
            passed=reached is not None and reached >= body.pass_mark and reason != "given-up",
        )
    return states, ends, frozenset(strange)


def openings_of(facts: Facts, refused: list[NotCounted]) -> tuple[dict[str, Attested], dict[str, ExamOpening]]:
    """Which exam attempt was opened by whom, and every opening by its record id.

    An attempt names its opening among its refs and is made with the key the opening names as its seat. One opening
    serves one attempt, the earliest in that log: a second device of the learner has no seat of its own.
    """
    openings = {fact.id: fact for fact in facts.get("exam.open", ()) if fact.who != fact.sub}
    used: dict[str, Fact] = {}
    exams = [fact for fact in facts.get("attempt.start", ()) if cast("AttemptStart", fact.body).mode == "exam"]
    for fact in sorted(exams, key=lambda one: (one.seq, one.id)):
        body = cast("AttemptStart", fact.body)
        named = [openings[ref] for ref in fact.refs if ref in openings]
        wanted = (body.paper, body.hash, fact.log)
        fitting = [o for o in named if (_open(o).paper, _open(o).hash, _open(o).seat) == wanted]
        free = [o for o in fitting if o.id not in used]
        if not fitting:
            refused.append(not_counted(fact, "not-opened"))
        elif not free:
            refused.append(not_counted(fact, "opening-used"))
        elif fact.time > _open(free[0]).expires:
            refused.append(not_counted(fact, "opening-expired"))
        else:
            used[free[0].id] = fact
    rows = {id_: _opening(fact, used.get(id_)) for id_, fact in openings.items()}
    return {fact.id: rows[id_].opened for id_, fact in used.items()}, rows


def _open(fact: Fact) -> ExamOpen:
    return cast("ExamOpen", fact.body)


def _opening(fact: Fact, used: Fact | None) -> ExamOpening:
    body = _open(fact)
    return ExamOpening(
        opened=attested(fact),
        paper=body.paper,
        hash=body.hash,
        seat=body.seat,
        nonce=body.nonce,
        expires=body.expires,
        wrapped=body.wrapped,
        used_by=used.id if used else "",
    )


class Examined:
    """The examiner's result for one attempt; its score never above our own grading."""

    __slots__ = ("by", "passed", "score")

    def __init__(self, fact: Fact, state: AttemptState) -> None:
        body = cast("ExamResult", fact.body)
        self.by = attested(fact)
        self.score = body.score if state.score is None else min(body.score, state.score)
        self.passed = body.result == "pass" and body.score >= state.pass_mark


def results_of(
    facts: Facts,
    states: Mapping[str, AttemptState],
    mandates: Mandates,
    authority: Authority,
    *,
    not_mentor: bool,
    strange: frozenset[str],
    refused: list[NotCounted],
) -> dict[str, Examined]:
    """The examiners' results by attempt.

    The examiner is assigned as such or HR, never the learner, and not a mentor of theirs when the programme says so
    (`not_mentor`). Where the items are in this library, a «pass» that our own grading contradicts does not count, and
    nobody's word makes an exam of an attempt that does not follow its paper (`strange`).
    """
    by_attempt: dict[str, list[Fact]] = {}
    for fact in facts.get("exam.result", ()):
        state = states.get(cast("ExamResult", fact.body).attempt)
        why = "" if authority.is_hr(fact) and fact.who != fact.sub else mandates.refusal(fact, "examiner")
        if not why and not_mentor and mandates.is_mentor(fact.who):
            why = "examiner-is-mentor"
        if not why and (state is None or state.mode != "exam" or state.ended is None):
            why = "unknown-target"
        if not why and state is not None and state.record in strange:
            why = "not-the-paper"
        if why or state is None:
            refused.append(not_counted(fact, why))
            continue
        by_attempt.setdefault(state.record, []).append(fact)
    results: dict[str, Examined] = {}
    for id_, several in by_attempt.items():
        chosen = in_force(several, refused)
        if chosen is None:
            continue
        examined = Examined(chosen, states[id_])
        said = cast("ExamResult", chosen.body).result
        if said == "pass" and states[id_].score is not None and not states[id_].passed:
            refused.append(not_counted(chosen, "score-differs"))
            continue
        results[id_] = examined
    return results
