"""Checked sources → what the library holds: questions finished and hashed, lessons rendered, search entries.

The content hash of a thing is the hash of its compiled struct, never of file bytes (`records.md` §1).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import msgspec

from trainer.content import markdown
from trainer.content.compiled import Contents, Entry, Lesson, Section, Thing
from trainer.content.loader import LessonText, Loaded, Sources
from trainer.content.problems import Place
from trainer.domain.canon import content_hash
from trainer.domain.case import Case, Refusal, derive
from trainer.domain.figures import authored, fill
from trainer.domain.paper import Paper, pool_for
from trainer.domain.policy import Policy
from trainer.domain.programme import Text
from trainer.domain.question import Item, stamped
from trainer.domain.taxonomy import HORIZONS, INDUSTRIES, PROBLEMS, RISKS

COMPILER = "1"
"""Raised when the same sources compile to something else, so that libraries get a new name."""

EMPTY = Text("")


@dataclass(frozen=True, slots=True)
class Questions:
    """All finished questions by owner (``case:ID``, ``lesson:ID``, ``bank``), and the derived ones that were refused."""

    owned: Mapping[str, tuple[Item, ...]]
    refused: tuple[tuple[str, Refusal], ...]

    def all(self) -> tuple[Item, ...]:
        """Every question, in owner order."""
        return tuple(item for items in self.owned.values() for item in items)


def content_day(sources: Sources) -> date:
    """The newest day on which somebody says to have checked the law: the date of what carries none of its own."""
    days = [loaded.value.as_of for loaded in sources.cases.values()]
    days += [revised_on(loaded) for loaded in sources.lessons.values()]
    return max(days, default=date.min)


def revised_on(lesson: Loaded[LessonText]) -> date:
    """The day a lesson was last revised."""
    day = lesson.value.fields.get("revised")
    return day if isinstance(day, date) else date.min


def questions(sources: Sources) -> Questions:
    """Finish every question: policies' dates, tags of its week, and whether it may be graded.

    Call it only for sources whose questions have no faults.
    """
    register = sources.register()
    cases = [loaded.value for loaded in sources.cases.values()]
    owned: dict[str, tuple[Item, ...]] = {}
    refused: list[tuple[str, Refusal]] = []
    for case in cases:
        items, refusals = derive(case, register, cases)
        owned[f"case:{case.id}"] = items
        refused += [(case.id, refusal) for refusal in refusals]
    weeks = weeks_by_folder(sources)
    for lesson in sources.lessons.values():
        week = weeks.get(lesson.value.folder, "")
        day = revised_on(lesson)
        source = f"lesson:{lesson.value.id}"
        tags = (week, lesson.value.id) if week else (lesson.value.id,)
        owned[source] = tuple(_owned(item.value, source, tags, register, day) for item in lesson.value.items)
    day = content_day(sources)
    owned["bank"] = tuple(_owned(loaded.value, "bank", (), register, day) for loaded in sources.bank.values())
    return Questions(owned, tuple(refused))


def _owned(item: Item, source: str, tags: tuple[str, ...], register: Mapping[str, Policy], on: date) -> Item:
    merged = tuple(dict.fromkeys((*item.tags, *tags)))
    return stamped(msgspec.structs.replace(item, source=source, tags=merged), register, on)


def weeks_by_folder(sources: Sources) -> dict[str, str]:
    """Folder of lessons → id of the programme's week that uses it."""
    if sources.programme is None:
        return {}
    weeks = {lesson: week.id for week in sources.programme.value.weeks for lesson in week.lessons}
    return {one.value.folder: weeks[one.value.id] for one in sources.lessons.values() if one.value.id in weeks}


def item_places(sources: Sources) -> Iterable[tuple[str, Place]]:
    """(id, place) of every authored question."""
    for loaded in sources.bank.values():
        yield loaded.value.id, loaded.place("id")
    for lesson in sources.lessons.values():
        for item in lesson.value.items:
            yield item.value.id, item.place("id")
    for case in sources.cases.values():
        for n, question in enumerate(case.value.questions):
            yield question.id, case.place(f"questions.{n}.id")


class _Shelf:
    """Collects things; the same content is kept once."""

    def __init__(self) -> None:
        self.things: list[Thing] = []
        self._hashes: set[tuple[str, str, str]] = set()

    def put(self, kind: str, id_: str, value: msgspec.Struct, *, hash_: str = "", current: bool = True) -> str:
        """Keep a struct; its content hash."""
        hash_ = hash_ or content_hash(value)
        if (kind, hash_, id_) not in self._hashes:
            self._hashes.add((kind, hash_, id_))
            data = msgspec.msgpack.encode(value)
            self.things.append(Thing(kind, id_, hash_, len(self.things), current, data))
        return hash_


def compile_sources(
    sources: Sources, made: Questions, released: Iterable[tuple[str, str, str, msgspec.Struct]] = ()
) -> Contents:
    """Everything for a library. `released` are (kind, id, hash, struct) of earlier releases; what the sources still
    hold in the same form is kept once, the rest is kept as superseded.
    """
    shelf = _Shelf()
    owned: list[tuple[str, int, str]] = []
    hashes = {item.id: shelf.put("item", item.id, item) for item in made.all()}
    for owner, items in made.owned.items():
        owned += [(owner, n, hashes[item.id]) for n, item in enumerate(items)]
    entries = [_policy(shelf, loaded.value) for loaded in sources.policies.values()]
    newest = sorted(sources.cases.values(), key=lambda one: (one.value.as_of, one.value.id), reverse=True)
    entries += [_case(shelf, loaded.value) for loaded in newest]
    lessons = [lesson(sources, loaded, made, hashes) for loaded in sources.lessons.values()]
    for each in lessons:
        shelf.put("lesson", each.id, each, hash_=each.hash)
        entries.append(_lesson_entry(each, sources))
    for term in sources.terms.values():
        shelf.put("term", term.value.id, term.value)
    for loaded in sources.papers.values():
        owned += _paper(shelf, loaded.value, made.all(), hashes)
    for practical in sources.practicals.values():
        shelf.put("practical", practical.value.id, practical.value)
    if sources.programme:
        programme = sources.programme.value
        hash_ = content_hash(programme)
        shelf.put("programme", programme.id, msgspec.structs.replace(programme, hash=hash_), hash_=hash_)
    for kind, id_, hash_, value in released:
        shelf.put(kind, id_, value, hash_=hash_, current=False)
    pictures = tuple(_pictures(sources, lessons))
    return Contents(
        hash=_hash(shelf.things, pictures),
        things=tuple(shelf.things),
        owned=tuple(owned),
        pictures=pictures,
        entries=tuple(entries),
        counts=counts(sources, made),
    )


def counts(sources: Sources, made: Questions) -> dict[str, int]:
    """How many of each kind there are; `graded` are the questions that may stand on a graded paper."""
    return {
        "policies": len(sources.policies),
        "cases": len(sources.cases),
        "lessons": len(sources.lessons),
        "practicals": len(sources.practicals),
        "papers": len(sources.papers),
        "terms": len(sources.terms),
        "items": len(made.all()),
        "graded": sum(1 for item in made.all() if item.graded),
        "refused": len(made.refused),
    }


def _hash(things: Iterable[Thing], pictures: Iterable[tuple[str, bytes]]) -> str:
    total = hashlib.sha256(f"compiler {COMPILER}".encode())
    for line in sorted(f"{one.kind} {one.id} {one.hash} {one.current}" for one in things):
        total.update(line.encode() + b"\n")
    for path, data in pictures:
        total.update(f"{path} {hashlib.sha256(data).hexdigest()}\n".encode())
    return total.hexdigest()


def _pictures(sources: Sources, lessons: Iterable[Lesson]) -> Iterable[tuple[str, bytes]]:
    paths = sorted({path for each in lessons for path in each.pictures})
    return [(path, (sources.root / path).read_bytes()) for path in paths]


def _paper(
    shelf: _Shelf, paper: Paper, items: Iterable[Item], hashes: Mapping[str, str]
) -> Iterable[tuple[str, int, str]]:
    hash_ = content_hash(paper)
    shelf.put("paper", paper.id, msgspec.structs.replace(paper, hash=hash_), hash_=hash_)
    pools = [pool_for(section, items) for section in paper.sections]
    return [
        (f"paper:{paper.id}#{n}", place, hashes[item.id])
        for n, pool in enumerate(pools)
        for place, item in enumerate(pool)
    ]


def labels(sources: Sources) -> markdown.Label:
    """The words a link inside a lesson shows: the title of what it leads to."""

    def label(kind: str, id_: str) -> str:
        if kind == "policy" and id_ in sources.policies:
            return f"{id_} {sources.policies[id_].value.title.zh}"
        if kind == "case" and id_ in sources.cases:
            return sources.cases[id_].value.title.zh
        title = sources.lessons[id_].value.fields.get("title") if id_ in sources.lessons else None
        return title.zh if isinstance(title, Text) else id_

    return label


def lesson(sources: Sources, loaded: Loaded[LessonText], made: Questions, hashes: Mapping[str, str]) -> Lesson:
    """A lesson rendered section by section."""
    text, fields = loaded.value, loaded.value.fields
    folder = f"courses/{text.folder}"
    label = labels(sources)
    sections: list[Section] = []
    for part in markdown.parts(text.body, text.first)[1]:
        html, plain = markdown.render(part.source, label, folder)
        sections.append(Section(id=part.id, title=part.title, html=html, text=plain))
    found = [one for one in markdown.findings(text.body) if one.kind == "picture"]
    pictures = tuple(dict.fromkeys(markdown.picture_path(folder, one.target) for one in found))
    items = made.owned.get(f"lesson:{text.id}", ())
    given = msgspec.structs.asdict(_head(fields))
    built = Lesson(
        **given
        | {
            "id": text.id,
            "week": weeks_by_folder(sources).get(text.folder, ""),
            "number": text.number,
            "sections": tuple(sections),
            "questions": tuple(hashes[item.id] for item in items),
            "pictures": pictures,
            "length": sum(markdown.chinese(section.text) for section in sections),
        }
    )
    return msgspec.structs.replace(built, hash=content_hash(built))


def _head(fields: Mapping[str, object]) -> Lesson:
    """The front matter as an otherwise empty lesson."""
    names = ("title", "minutes", "objectives", "policies", "revision", "revised")
    given = {name: fields[name] for name in names if name in fields}
    for name in ("objectives", "policies"):
        listed = given.get(name, ())
        given[name] = tuple(listed) if isinstance(listed, list) else ()
    return msgspec.convert({**given, "id": "-", "week": "", "number": 0}, Lesson)


# What can be searched


def _policy(shelf: _Shelf, policy: Policy) -> Entry:
    shelf.put("policy", policy.id, policy)
    text = "\n".join(part.zh for part in (policy.rule, policy.figures, policy.document) if part.zh)
    return Entry(
        kind="policy",
        id=policy.id,
        title=policy.title.zh,
        tags=(policy.id,),
        text="\n".join(part for part in (text, policy.title.en, policy.rule.en) if part),
        filters=(),
        newest=policy.from_.isoformat() if policy.from_ else "",
    )


def _lesson_entry(each: Lesson, sources: Sources) -> Entry:
    programme = sources.programme.value if sources.programme else None
    week = next((one.title.zh for one in programme.weeks if one.id == each.week), "") if programme else ""
    text = "\n".join(f"{section.title}\n{section.text}" for section in each.sections)
    return Entry(
        kind="lesson",
        id=each.id,
        title=each.title.zh,
        tags=tuple(tag for tag in (week, *each.policies) if tag),
        text="\n".join(part for part in (text, each.title.en) if part),
        filters=(),
        newest=each.revised.isoformat() if each.revised else "",
    )


def _case(shelf: _Shelf, case: Case) -> Entry:
    shelf.put("case", case.id, case)
    return case_entry(case)


def case_entry(case: Case) -> Entry:
    """A case as it is searched: its texts in reading order, with the figures as the author wrote them."""
    values = authored(case.figures)
    units = {figure.name: figure.unit for figure in case.figures}
    said = [case.facts]
    for document in case.documents:
        said += [document.name, *(cell for row in document.table for cell in row), document.text]
    for step in case.process:
        said += [step.do, step.why.text]
    for caution in case.cautions:
        said += [caution.say, caution.why.text]
    for wrong in case.wrong:
        said += [wrong.do, wrong.because.text, wrong.harm]
    said += [case.result, case.feedback, case.ticket.says if case.ticket else EMPTY]
    lines = [fill(text, values, units).zh for text in said if text.zh]
    names = (INDUSTRIES[case.industry], PROBLEMS[case.problem], RISKS[case.risk], HORIZONS[case.horizon])
    return Entry(
        kind="case",
        id=case.id,
        title=case.title.zh,
        tags=(*(name.zh for name in names), *case.policies, *case.tags),
        text="\n".join([*lines, case.title.en]).strip(),
        filters=(
            ("industry", case.industry),
            ("problem", case.problem),
            ("risk", case.risk),
            ("horizon", case.horizon),
            ("status", case.status),
        ),
        newest=f"{case.as_of.isoformat()} {case.revision:06d}",
    )
