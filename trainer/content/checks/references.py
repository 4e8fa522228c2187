"""What one thing says about another: policies in force and gradable, lessons, cases, weeks, papers and their pools."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from trainer.content.loader import LessonText, Loaded, Sources
from trainer.content.problems import Place, Problems
from trainer.domain.case import Case
from trainer.domain.paper import Paper, pool_for, usable
from trainer.domain.programme import Programme
from trainer.domain.question import Item

T = TypeVar("T")

POOL = 3
"""A section's pool must hold at least this many times what it draws (`content.md` §6)."""


def check_policies(sources: Sources, owner: Loaded[T], path: str, ids: Sequence[str], on: date) -> None:
    """Each policy named at `path` is known and in force on that day."""
    for n, id_ in enumerate(ids):
        place = owner.place(f"{path}.{n}")
        if id_ not in sources.policies:
            sources.problems.add(place, "unknown-policy", policy=id_)
        elif not sources.policies[id_].value.in_force(on):
            sources.problems.add(place, "policy-not-in-force", policy=id_, on=on.isoformat())


def check_gradable(sources: Sources, owner: Loaded[T], path: str, ids: Sequence[str]) -> None:
    """A question may rest on rows of confidence S or P only, and never on one that is for awareness."""
    for n, id_ in enumerate(ids):
        policy = sources.policies[id_].value if id_ in sources.policies else None
        if policy is None or (policy.gradable and policy.confidence in {"S", "P"}):
            continue
        place = owner.place(f"{path}.{n}")
        sources.problems.add(place, "policy-not-gradable", policy=id_, confidence=policy.confidence)


def check_register(problems: Problems, sources: Sources) -> None:
    """The register itself: dates in order, nothing gradable that was never read."""
    for loaded in sources.policies.values():
        policy = loaded.value
        if policy.from_ and policy.to and policy.to < policy.from_:
            problems.add(
                loaded.place("to"), "dates-reversed", start=policy.from_.isoformat(), end=policy.to.isoformat()
            )
        if policy.gradable and policy.confidence not in {"S", "P"}:
            problems.add(
                loaded.place("gradable"), "policy-not-gradable", policy=policy.id, confidence=policy.confidence
            )


def check_case(sources: Sources, owner: Loaded[Case]) -> None:
    """A case: its policies, the reasons that name one, its dates, and the word that it was made anonymous."""
    case, problems, register = owner.value, sources.problems, sources.policies
    check_policies(sources, owner, "policies", case.policies, case.as_of)
    reasons = [(f"process.{n}.why", step.why.policy) for n, step in enumerate(case.process)]
    reasons += [(f"cautions.{n}.why", caution.why.policy) for n, caution in enumerate(case.cautions)]
    reasons += [(f"wrong.{n}.because", wrong.because.policy) for n, wrong in enumerate(case.wrong)]
    for path, id_ in reasons:
        if not id_:
            continue
        if id_ not in register:
            problems.add(owner.place(f"{path}.policy"), "unknown-policy", policy=id_)
        elif id_ not in case.policies:
            problems.add(owner.place(f"{path}.policy"), "policy-not-listed", policy=id_)
    for n, question in enumerate(case.questions):
        check_policies(sources, owner, f"questions.{n}.policies", question.policies, case.as_of)
        if case.status == "validated":
            check_gradable(sources, owner, f"questions.{n}.policies", question.policies)
    if case.recheck_by <= case.as_of:
        start, end = case.as_of.isoformat(), case.recheck_by.isoformat()
        problems.add(owner.place("recheck_by"), "dates-reversed", start=start, end=end)
    if case.status == "validated" and not case.anonymised:
        problems.add(owner.place("anonymised"), "not-anonymised")


def check_lesson_policies(sources: Sources, owner: Loaded[LessonText], on: date) -> None:
    """A lesson and its questions, on the day it was revised."""
    policies = owner.value.fields.get("policies", ())
    ids = [str(id_) for id_ in policies] if isinstance(policies, list) else []
    check_policies(sources, owner, "policies", ids, on)
    for item in owner.value.items:
        check_question(sources, item, on)


def check_question(sources: Sources, item: Loaded[Item], on: date) -> None:
    """A question of a lesson or of the bank: it must name what it rests on, and that may be graded."""
    check_policies(sources, item, "policies", item.value.policies, on)
    check_gradable(sources, item, "policies", item.value.policies)


def check_unique(problems: Problems, items: Iterable[tuple[str, Place]]) -> None:
    """Question ids are unique across lessons, cases and the bank."""
    seen: dict[str, Place] = {}
    for id_, place in items:
        first = seen.setdefault(id_, place)
        if first != place:
            problems.add(place, "duplicate-id", id=id_, other=first.file, other_line=first.line)


def check_programme(problems: Problems, sources: Sources) -> None:
    """The programme: what it names exists, and nothing is named twice."""
    owner = sources.programme
    if owner is None:
        return
    programme = owner.value
    for name in ("weeks", "milestones", "requirements"):
        seen: set[str] = set()
        for n, part in enumerate(getattr(programme, name)):
            if part.id in seen:
                place = owner.place(f"{name}.{n}.id")
                problems.add(place, "duplicate-id", id=part.id, other=place.file, other_line=owner.place(name).line)
            seen.add(part.id)
    _weeks(problems, sources, owner)
    _requirements(problems, sources, owner)


def _weeks(problems: Problems, sources: Sources, owner: Loaded[Programme]) -> None:
    for n, week in enumerate(owner.value.weeks):
        for k, id_ in enumerate(week.policies):
            if id_ not in sources.policies:
                problems.add(owner.place(f"weeks.{n}.policies.{k}"), "unknown-policy", policy=id_)
        for field, id_ in (("paper", week.paper), ("mid_term", week.mid_term)):
            if id_ and id_ not in sources.papers:
                problems.add(owner.place(f"weeks.{n}.{field}"), "unknown-paper", id=id_)
        if not week.planned and not week.lessons:
            problems.add(owner.place(f"weeks.{n}"), "week-without-lessons", id=week.id)


def _requirements(problems: Problems, sources: Sources, owner: Loaded[Programme]) -> None:
    needs = {"months": "months", "mentoring": "months", "exam": "paper", "simulations": "passes"}
    for n, requirement in enumerate(owner.value.requirements):
        need = needs.get(requirement.kind, "")
        if need and not getattr(requirement, need):
            problems.add(owner.place(f"requirements.{n}"), "missing-field", field=need)
        if requirement.paper and requirement.paper not in sources.papers:
            problems.add(owner.place(f"requirements.{n}.paper"), "unknown-paper", id=requirement.paper)


def check_practicals(problems: Problems, sources: Sources) -> None:
    """Practicals: criteria unless planned, and lessons that exist."""
    for owner in sources.practicals.values():
        practical = owner.value
        if not practical.planned and not practical.criteria:
            problems.add(owner.place(), "missing-field", field="criteria")
        ids = [criterion.id for criterion in practical.criteria]
        for n, id_ in enumerate(ids):
            if id_ in ids[:n]:
                place = owner.place(f"criteria.{n}.id")
                other = owner.place(f"criteria.{ids.index(id_)}.id")
                problems.add(place, "duplicate-id", id=id_, other=other.file, other_line=other.line)
        for n, lesson in enumerate(practical.lessons):
            if lesson not in sources.lessons:
                problems.add(owner.place(f"lessons.{n}"), "unknown-lesson", id=lesson)


def check_paper(problems: Problems, sources: Sources, owner: Loaded[Paper], items: Sequence[Item], on: date) -> None:
    """A blueprint: what it draws from exists, and the pool of each section is at least three times the draw."""
    weeks = {week.id for week in sources.programme.value.weeks} if sources.programme else set()
    known = {"cases": sources.cases.keys(), "policies": sources.policies.keys(), "weeks": weeks}
    codes = {"cases": "unknown-case", "policies": "unknown-policy", "weeks": "unknown-week"}
    for n, week in enumerate(owner.value.weeks):
        if week not in weeks:
            problems.add(owner.place(f"weeks.{n}"), "unknown-week", id=week)
    for n, section in enumerate(owner.value.sections):
        for name, allowed in known.items():
            for k, id_ in enumerate(getattr(section.from_, name)):
                if id_ not in allowed:
                    detail = {"policy" if name == "policies" else "id": id_}
                    problems.add(owner.place(f"sections.{n}.from.{name}.{k}"), codes[name], **detail)
        pool = [item for item in pool_for(section, items) if usable(item, owner.value.mode, on)]
        if len(pool) < POOL * section.count:
            place = owner.place(f"sections.{n}")
            problems.add(place, "pool-thin", pool=len(pool), needed=POOL * section.count, count=section.count)
