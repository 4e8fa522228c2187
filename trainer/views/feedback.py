"""Words about lessons, questions, cases and policies, and what became of them: mine, and those I may answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from trainer.domain import feedback as rules
from trainer.domain.facts import Feedback, FeedbackStep
from trainer.domain.feedback import STAGES, Stage, Step, Word
from trainer.domain.figures import authored, fill
from trainer.domain.people import WHO_MAY
from trainer.domain.question import Item
from trainer.i18n import language
from trainer.ledger.record import Judged
from trainer.session import Session
from trainer.wording import feedback as wording

Act = Literal["acknowledge", "done", "confirm", "again"]

ANSWERERS: Final = WHO_MAY["feedback.ack"].roles
"""Who may say what became of a word."""

SECTION: Final = "#"
"""Between the id of a lesson and that of its section in what a word is about."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a word is about: its sort (empty: not in this library), title, the line under it, and the page that shows it."""

    kind: str
    title: str
    line: str
    page: str = ""
    arguments: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What somebody reports a mistake in: the id and the hash a record pins, and the content in words."""

    about: str
    hash: str
    content: Content


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of a thread: what it was in words, who, when (ms UTC), what they said, and how soon it came (or nothing)."""

    code: str
    title: str
    name: str
    time: int
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """A word and everything that followed. `record` is its newest word, which an answer names; `waits` whether it needs
    whoever is signed in; `acts` what they may do. `time` is that of the newest word (ms UTC).
    """

    record: str
    content: Content
    mine: bool
    stage: Stage
    state: str
    time: int
    steps: tuple[StepRow, ...]
    acts: tuple[Act, ...]
    waits: bool


@dataclass(frozen=True, slots=True)
class Threads:
    """The page: mine, those to answer (None for whoever answers nothing), and the line that sums it up."""

    mine: tuple[Thread, ...]
    others: tuple[Thread, ...] | None
    line: str


def subject(session: Session, kind: str, id_: str, part: str = "") -> Subject | None:
    """What a mistake is reported in, as this library has it; None when it has it not.

    `kind` is lesson (`part`: its section), check (`part`: a question of the lesson's self-check), item (`id_`: the hash
    of a question), case or policy.
    """
    library = session.library
    if kind == "check":
        id_ = next((hash_ for hash_, item in library.items_of(f"lesson:{id_}") if item.id == part), "")
    item = library.item(id_) if kind in {"check", "item"} else None
    if item is not None:
        return Subject(item.id, id_, _question(session, item))
    lesson = library.lesson(id_) if kind == "lesson" else None
    hash_ = lesson.hash if lesson is not None else library.hash_of(kind, id_)
    if kind not in {"lesson", "case", "policy"} or not hash_:
        return None
    about = f"{id_}{SECTION}{part}" if part else id_
    return Subject(about, hash_, _content(session, about, hash_))


def feedback(session: Session) -> Threads:
    """Everything the person signed in may see. What waits for them comes first, the longest waiting first; then the newest."""
    may_answer = _may_answer(session)
    found = [_thread(session, words, may_answer=may_answer) for words in _words(session)]
    ordered = sorted(found, key=_place)
    mine = tuple(one for one in ordered if one.mine)
    others = tuple(one for one in ordered if not one.mine) if may_answer else None
    answer = sum(one.waits for one in others or ())
    return Threads(mine, others, wording.summary(answer, sum(one.waits for one in mine)))


def count(session: Session) -> int:
    """How many words wait for an answer or a confirmation of whoever is signed in."""
    may_answer = _may_answer(session)
    return sum(_waits(session, words[-1], may_answer=may_answer) for words in _words(session))


def unanswered(session: Session) -> tuple[int, int]:
    """How many words nobody has acknowledged, and how many seconds the oldest has waited."""
    waiting = [words[-1].time for words in _words(session) if words[-1].stage == "sent"]
    return len(waiting), max(session.now() - min(waiting), 0) // 1000 if waiting else 0


def _may_answer(session: Session) -> bool:
    bound = session.store.people().get(session.me)
    return bound is not None and bool(bound.roles & ANSWERERS)


def _place(one: Thread) -> tuple[object, ...]:
    return (not one.waits, STAGES.index(one.stage) == len(STAGES) - 1, one.time if one.waits else -one.time, one.record)


# Words and their threads


def _words(session: Session) -> tuple[tuple[Word, ...], ...]:
    given: list[tuple[Judged, Feedback]] = []
    steps: dict[str, list[Step]] = defaultdict(list)
    for judged in session.store.common():
        header = judged.record.header
        counts = judged.verdict == "ok" or (
            judged.verdict == "unbound" and header.who == session.me
        )  # as one's studies
        if not counts or header.kind not in rules.KINDS:
            continue
        body = session.standings.body(judged)
        if isinstance(body, Feedback):
            given.append((judged, body))
        elif isinstance(body, FeedbackStep):
            steps[body.feedback].append(Step(judged.record.id, header.kind, header.who, header.time, body.text))
    return rules.threads(_word(judged, body, steps[judged.record.id]) for judged, body in given)


def _word(judged: Judged, body: Feedback, steps: list[Step]) -> Word:
    header = judged.record.header
    return Word(
        record=judged.record.id,
        who=header.who,
        time=header.time,
        text=body.text,
        about=body.about.id,
        hash=body.about.hash,
        before=next(iter(header.refs), ""),
        steps=rules.counting(header.who, steps),
    )


def _thread(session: Session, words: tuple[Word, ...], *, may_answer: bool) -> Thread:
    last = words[-1]
    return Thread(
        record=last.record,
        content=_content(session, words[0].about, words[0].hash),
        mine=last.who == session.me,
        stage=last.stage,
        state=wording.stage(last.stage),
        time=last.time,
        steps=tuple(row for place, word in enumerate(words) for row in _rows(session, word, first=place == 0)),
        acts=_acts(session, last, may_answer=may_answer),
        waits=_waits(session, last, may_answer=may_answer),
    )


def _waits(session: Session, last: Word, *, may_answer: bool) -> bool:
    if last.who == session.me:
        return last.stage == "done"
    return may_answer and last.stage in {"sent", "acknowledged"}


def _acts(session: Session, last: Word, *, may_answer: bool) -> tuple[Act, ...]:
    if last.who == session.me:
        return ("confirm", "again") if last.stage == "done" else ()
    if not may_answer:
        return ()
    offered: dict[Stage, tuple[Act, ...]] = {"sent": ("acknowledge", "done"), "acknowledged": ("done",)}
    return offered.get(last.stage, ())


def _rows(session: Session, word: Word, *, first: bool) -> list[StepRow]:
    name = _namer(session)
    code, soon = "feedback" if first else "again", word.answered_after_s
    waited = wording.waiting(max(session.now() - word.time, 0) // 1000) if soon is None else ""
    rows = [StepRow(code, wording.step(code), name(word.who), word.time, word.text, waited)]
    for place, one in enumerate(word.steps):
        note = wording.answered(soon) if place == 0 and soon is not None else ""
        rows.append(StepRow(one.kind, wording.step(one.kind), name(one.who), one.time, one.text, note))
    return rows


def _namer(session: Session) -> Callable[[str], str]:
    people = session.store.people()

    def name(person: str) -> str:
        bound = people.get(person)
        return session.standings.of(person).name or wording.colleague(bound.roles if bound else frozenset())

    return name


# What it is about


def _content(session: Session, about: str, hash_: str) -> Content:
    library, speech = session.library, language()
    item = library.item(hash_)
    if item is not None:
        return _question(session, item)
    id_, _mark, section = about.partition(SECTION)
    lesson = library.lesson(id_)
    if lesson is not None:
        title = next((one.title for one in lesson.sections if one.id == section), "")
        line = wording.place("lesson", title, changed=lesson.hash != hash_)
        return Content("lesson", lesson.title.in_(speech), line, "lesson", {"lesson": id_, "section": section})
    for kind, found in (("case", library.case(id_)), ("policy", library.policy(id_))):
        if found is not None:
            line = wording.place(kind, "", changed=library.hash_of(kind, id_) != hash_)
            return Content(kind, found.title.in_(speech), line, "library", {"kind": kind, "id": id_})
    return Content("", wording.gone(), id_)


def _question(session: Session, item: Item) -> Content:
    """A question by its own words, never with its answer; the case or lesson it was made from shows it."""
    units = {one.name: one.unit for one in item.figures}
    ask = fill(item.ask, authored(item.figures), units).in_(language()).strip()
    kind, _colon, id_ = item.source.partition(":")
    library = session.library
    owner = library.case(id_) if kind == "case" else library.lesson(id_) if kind == "lesson" else None
    if owner is None:
        return Content("item", ask, wording.place("item", "", changed=False))
    page, arguments = ("lesson", {"lesson": id_}) if kind == "lesson" else ("library", {"kind": kind, "id": id_})
    return Content("item", ask, wording.place("item", owner.title.in_(language()), changed=False), page, arguments)
