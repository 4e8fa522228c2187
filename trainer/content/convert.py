"""From values that were read to the structs of the domain. The shapes were checked; nothing here can fail.

Ids the author may leave out are made here: options and steps are lettered in the order written, questions of a case
are numbered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from string import ascii_lowercase
from typing import TypeVar, cast

from trainer.content import forms
from trainer.content.glossary import Term
from trainer.content.shapes import Fields, Items
from trainer.domain.case import Case, Caution, Document, ProcessStep, Ticket, Why, Wrong
from trainer.domain.figures import Figure, Vary
from trainer.domain.paper import From, Paper, Section
from trainer.domain.policy import Policy
from trainer.domain.programme import Criterion, Milestone, Practical, Programme, Requirement, Text, Week
from trainer.domain.question import Item, Option, Step

T = TypeVar("T")

EMPTY = Text("")
ZERO = Decimal(0)


def get(fields: Fields, name: str, default: T) -> T:
    """The field, or `default` when the author left it out. The shape has made sure of the type."""
    return cast("T", fields.get(name, default))


def listed(fields: Fields, name: str) -> tuple[Fields, ...]:
    """A list of maps; empty when absent."""
    return tuple(cast("Iterable[Fields]", fields.get(name, ())))


def words(fields: Fields, name: str) -> tuple[str, ...]:
    """A list of plain texts; empty when absent."""
    return tuple(cast("Iterable[str]", fields.get(name, ())))


def lines_of(value: object, path: str = "") -> dict[str, int]:
    """Dotted path → line, for everything below a value that was read (``questions.0.options.2.text`` → 41)."""
    found: dict[str, int] = {}
    dot = f"{path}." if path else ""
    if isinstance(value, Fields):
        found[path] = value.line
        for name, each in value.items():
            found |= lines_of(each, dot + name)
            found[dot + name] = value.at(name)
    elif isinstance(value, Items):
        found[path] = value.line
        for n, each in enumerate(value):
            found |= lines_of(each, f"{dot}{n}")
            found[f"{dot}{n}"] = value.lines[n]
    return found


def policy(fields: Fields) -> Policy:
    """One row of the register."""
    return Policy(
        id=get(fields, "id", ""),
        title=get(fields, "title", EMPTY),
        rule=get(fields, "rule", EMPTY),
        figures=get(fields, "figures", EMPTY),
        document=get(fields, "document", EMPTY),
        from_=get(fields, "from", cast("date | None", None)),
        to=get(fields, "to", cast("date | None", None)),
        confidence=get(fields, "confidence", "M"),
        gradable=get(fields, "gradable", False),
        fenced=tuple(cast("Iterable[Text]", fields.get("fenced", ()))),
        source=get(fields, "source", EMPTY),
    )


def term(fields: Fields) -> Term:
    """One term of the glossary."""
    return Term(
        id=get(fields, "id", ""),
        term=get(fields, "term", EMPTY),
        meaning=get(fields, "meaning", EMPTY),
        also=words(fields, "also"),
        policies=words(fields, "policies"),
        see=words(fields, "see"),
    )


def figures(fields: Fields) -> tuple[Figure, ...]:
    """The figures of a case or a question, in the author's order."""
    made: list[Figure] = []
    for name, each in cast("dict[str, Fields]", fields.get("figures", {})).items():
        spread = get(each, "vary", cast("Fields | None", None))
        vary = None
        if spread is not None:
            low, high, step = (get(spread, part, ZERO) for part in ("min", "max", "step"))
            vary = Vary(min=low, max=high, step=step)
        made.append(
            Figure(
                name=name,
                value=get(each, "value", cast("Decimal | None", None)),
                unit=get(each, "unit", ""),
                vary=vary,
                formula=get(each, "formula", ""),
            )
        )
    return tuple(made)


def _options(fields: Fields, name: str) -> tuple[Option, ...]:
    return tuple(
        Option(
            id=get(each, "id", letter),
            text=get(each, "text", EMPTY),
            right=get(each, "right", False),
            feedback=get(each, "feedback", EMPTY),
            last=get(each, "last", False),
        )
        for letter, each in zip(ascii_lowercase, listed(fields, name), strict=False)
    )


def _steps(fields: Fields) -> tuple[Step, ...]:
    """The steps in the right order. Neighbours that are not strict share a rank: they may change places."""
    made: list[Step] = []
    rank = 0
    loose = False
    for letter, each in zip(ascii_lowercase, listed(fields, "steps"), strict=False):
        strict = get(each, "strict", True)
        rank += 0 if loose and not strict else 1
        loose = not strict
        step_id, text, feedback = get(each, "id", letter), get(each, "text", EMPTY), get(each, "feedback", EMPTY)
        made.append(Step(id=step_id, text=text, rank=rank, feedback=feedback))
    return tuple(made)


def item(fields: Fields, id_: str) -> Item:
    """A question as its author wrote it; who owns it adds source, tags and whether it may be graded."""
    kind = get(fields, "kind", "single")
    answer = get(fields, "answer", "")
    truth = answer.lower() if kind == "truefalse" else ""
    return Item(
        id=get(fields, "id", id_),
        kind=cast("object", kind),  # type: ignore[arg-type]  # the shape allows the five kinds only
        ask=get(fields, "ask", EMPTY),
        options=_options(fields, "options"),
        truth="yes" if truth in {"yes", "true"} else "no" if truth in {"no", "false"} else "",
        reasons=_options(fields, "reasons"),
        steps=_steps(fields),
        answer=answer if kind == "numeric" else "",
        unit=get(fields, "unit", ""),
        tolerance=get(fields, "tolerance", Decimal("0.01")),
        solution=get(fields, "solution", EMPTY),
        figures=figures(fields),
        checks=words(fields, "check"),
        reason=get(fields, "reason", EMPTY),
        policies=words(fields, "policies"),
        tags=words(fields, "tags"),
        weight=get(fields, "weight", 1),
        revision=get(fields, "revision", 1),
    )


def _why(fields: Fields, name: str) -> Why:
    """A reason; a text that is nothing but a policy id is that policy."""
    each = get(fields, name, cast("Fields | None", None))
    if each is None:
        return Why()
    text = get(each, "text", EMPTY)
    if re.fullmatch(forms.POLICY_ID, text.zh):
        return Why(policy=text.zh)
    return Why(text=text, policy=get(each, "policy", ""))


def _document(fields: Fields) -> Document:
    table = tuple(tuple(row) for row in cast("Iterable[Iterable[Text]]", fields.get("table", ())))
    return Document(name=get(fields, "name", EMPTY), table=table, text=get(fields, "text", EMPTY))


def _ticket(fields: Fields | None) -> Ticket | None:
    if fields is None:
        return None
    minutes = get(fields, "minutes", Fields(0))
    return Ticket(
        says=get(fields, "says", EMPTY),
        channel=get(fields, "channel", ""),
        urgency=get(fields, "urgency", ""),
        level=get(fields, "level", "L1"),
        needs=words(fields, "needs"),
        contact_min=get(minutes, "contact", 0),
        answer_min=get(minutes, "answer", 0),
    )


def case(fields: Fields) -> Case:
    """A case file."""
    id_ = get(fields, "id", "")
    process = tuple(
        ProcessStep(
            do=get(each, "do", EMPTY), by=get(each, "by", ""), why=_why(each, "why"), strict=get(each, "strict", True)
        )
        for each in listed(fields, "process")
    )
    cautions = tuple(
        Caution(say=get(each, "say", EMPTY), holds=get(each, "holds", False), why=_why(each, "why"))
        for each in listed(fields, "cautions")
    )
    wrong = tuple(
        Wrong(do=get(each, "do", EMPTY), because=_why(each, "because"), harm=get(each, "harm", EMPTY))
        for each in listed(fields, "wrong")
    )
    return Case(
        id=id_,
        revision=get(fields, "revision", 1),
        status=get(fields, "status", "draft"),
        title=get(fields, "title", EMPTY),
        industry=get(fields, "industry", ""),
        problem=get(fields, "problem", ""),
        risk=get(fields, "risk", ""),
        horizon=get(fields, "horizon", ""),
        as_of=get(fields, "as_of", date.min),
        recheck_by=get(fields, "recheck_by", date.min),
        policies=words(fields, "policies"),
        performed_by=get(fields, "performed_by", "firm"),
        anonymised=get(fields, "anonymised", False),
        figures=figures(fields),
        check=words(fields, "check"),
        facts=get(fields, "facts", EMPTY),
        documents=tuple(_document(each) for each in listed(fields, "documents")),
        process=process,
        cautions=cautions,
        wrong=wrong,
        result=get(fields, "result", EMPTY),
        feedback=get(fields, "feedback", EMPTY),
        questions=tuple(item(each, f"{id_}#own-{n}") for n, each in enumerate(listed(fields, "questions"), 1)),
        ticket=_ticket(get(fields, "ticket", cast("Fields | None", None))),
        tags=words(fields, "tags"),
    )


def _criteria(fields: Fields) -> tuple[Criterion, ...]:
    return tuple(
        Criterion(id=get(each, "id", ""), text=get(each, "text", EMPTY)) for each in listed(fields, "criteria")
    )


def practical(fields: Fields) -> Practical:
    """A practical."""
    return Practical(
        id=get(fields, "id", ""),
        title=get(fields, "title", EMPTY),
        group=get(fields, "group", EMPTY),
        week=get(fields, "week", 1),
        criteria=_criteria(fields),
        repeats=get(fields, "repeats", 1),
        artefact=get(fields, "artefact", EMPTY),
        lessons=words(fields, "lessons"),
        planned=get(fields, "planned", False),
    )


def _section(fields: Fields) -> Section:
    source = get(fields, "from", Fields(0))
    return Section(
        from_=From(
            tags=words(source, "tags"),
            cases=words(source, "cases"),
            policies=words(source, "policies"),
            weeks=words(source, "weeks"),
        ),
        kinds=cast("tuple[()]", words(fields, "kinds")),
        count=get(fields, "count", 1),
        points=get(fields, "points", 1),
    )


def paper(fields: Fields) -> Paper:
    """A blueprint, without its hash."""
    return Paper(
        id=get(fields, "id", ""),
        title=get(fields, "title", EMPTY),
        mode=get(fields, "mode", "paper"),
        weeks=words(fields, "weeks"),
        sections=tuple(_section(each) for each in listed(fields, "sections")),
        pass_mark=get(fields, "pass_mark", 0),
        time_limit_s=get(fields, "time_limit", 0),
        attempts=get(fields, "attempts", 0),
        pause_s=get(fields, "pause", 0),
        grading=get(fields, "grading", "all-or-nothing"),
        shuffle=get(fields, "shuffle", True),
        feedback=get(fields, "feedback", "after"),
        book=get(fields, "book", "open"),
        sample=get(fields, "sample", False),
    )


def _week(fields: Fields, lessons: dict[str, tuple[str, ...]]) -> Week:
    return Week(
        id=get(fields, "id", ""),
        number=get(fields, "number", 1),
        title=get(fields, "title", EMPTY),
        lessons=lessons.get(get(fields, "folder", ""), ()),
        paper=get(fields, "paper", ""),
        planned=get(fields, "planned", False),
        policies=words(fields, "policies"),
        mid_term=get(fields, "mid_term", ""),
    )


def _milestone(fields: Fields) -> Milestone:
    return Milestone(
        id=get(fields, "id", ""),
        title=get(fields, "title", EMPTY),
        by=words(fields, "by"),
        criteria=_criteria(fields),
        figure_at_least=get(fields, "figure_at_least", cast("int | None", None)),
    )


def _requirement(fields: Fields) -> Requirement:
    return Requirement(
        id=get(fields, "id", ""),
        kind=get(fields, "kind", "lessons"),
        title=get(fields, "title", EMPTY),
        months=get(fields, "months", 0),
        paper=get(fields, "paper", ""),
        passes=get(fields, "passes", 0),
        planned=get(fields, "planned", False),
    )


def programme(fields: Fields, lessons: dict[str, tuple[str, ...]], practicals: tuple[Practical, ...]) -> Programme:
    """The programme, without its hash. `lessons` are the lesson ids per folder, `practicals` those it names."""
    return Programme(
        id=get(fields, "id", ""),
        version=get(fields, "version", ""),
        title=get(fields, "title", EMPTY),
        status=get(fields, "status", "pilot"),
        theory_months=get(fields, "theory_months", 0),
        mentoring_months=get(fields, "mentoring_months", 0),
        weeks=tuple(_week(each, lessons) for each in listed(fields, "weeks")),
        practicals=practicals,
        milestones=tuple(_milestone(each) for each in listed(fields, "milestones")),
        requirements=tuple(_requirement(each) for each in listed(fields, "requirements")),
        hours_target_s=get(fields, "hours_target", 0),
        idle_limit_s=get(fields, "idle_limit", 0),
        valid_months=get(fields, "valid_months", 1),
        examiner_not_mentor=get(fields, "examiner_not_mentor", True),
        rules=get(fields, "rules", 1),
    )
