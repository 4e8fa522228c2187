"""Stories: a person's history in plain lines, turned into the facts that the rules see.

    2026-06-08 hr enrol
    2026-06-08 hr assign mentor wang
    2026-06-20 ana lesson l1
    2026-06-21 wang theory w04

Everything is about ana. `Story.drop` takes one record away again.
"""

from __future__ import annotations

import hashlib
import shlex
from dataclasses import dataclass, field
from datetime import date

import pytest

from trainer.domain import facts as f
from trainer.domain.assessed import Grader
from trainer.domain.calendar import at
from trainer.domain.evidence import Authority
from trainer.domain.fold import fold
from trainer.domain.paper import From, Paper, Section
from trainer.domain.programme import Criterion, Milestone, Practical, Programme, Requirement, Text, Week
from trainer.domain.progress import Progress
from trainer.domain.question import Item, Option

ZH = Text("题", "Question")


def _items(paper: str, count: int) -> dict[str, Item]:
    return {
        f"hash-{paper}-{n}": Item(
            id=f"{paper}-{n}",
            kind="single",
            ask=ZH,
            options=(Option(id="a", text=ZH, right=True), Option(id="b", text=ZH), Option(id="c", text=ZH)),
            tags=(paper,),
            graded=True,
        )
        for n in range(count)
    }


def _paper(id_: str, mode: f.Mode, count: int, pass_mark: int) -> Paper:
    section = Section(from_=From(tags=(id_,)), count=count)
    return Paper(id=id_, title=ZH, mode=mode, sections=(section,), pass_mark=pass_mark, hash=f"hash-{id_}")


def _requirements() -> tuple[Requirement, ...]:
    return (
        Requirement(id="lessons", kind="lessons", title=ZH),
        Requirement(id="theory-months", kind="months", months=3, title=ZH),
        Requirement(id="exam", kind="exam", paper="final", title=ZH),
        Requirement(id="simulations", kind="simulations", passes=3, planned=True, title=ZH),
        Requirement(id="practicals", kind="practicals", title=ZH),
        Requirement(id="mentoring-months", kind="mentoring", months=2, title=ZH),
        Requirement(id="milestones", kind="milestones", title=ZH),
    )


def make_programme(version: str = "2026-1") -> Programme:
    two = (Criterion(id="a", text=ZH), Criterion(id="b", text=ZH))
    return Programme(
        id="after-sales",
        version=version,
        title=ZH,
        status="pilot",
        theory_months=3,
        mentoring_months=2,
        weeks=(
            Week(id="w01", number=1, title=ZH, lessons=("l0",), paper="week-01", planned=True),
            Week(id="w04", number=4, title=ZH, lessons=("l1", "l2"), paper="week-04"),
        ),
        practicals=(
            Practical(id="M01", title=ZH, group=ZH, week=1, criteria=two),
            Practical(id="M05", title=ZH, group=ZH, week=2, criteria=two[:1], repeats=2),
            Practical(id="M09", title=ZH, group=ZH, week=3, planned=True),
        ),
        milestones=(
            Milestone(id="sla", title=ZH, by=("mentor",), criteria=two[:1], figure_at_least=9500),
            Milestone(id="oral", title=ZH, by=("examiner", "hr"), criteria=two[:1]),
            Milestone(id="director", title=ZH, by=("director", "hr")),
        ),
        requirements=_requirements(),
        hours_target_s=72_000,
        idle_limit_s=180,
        valid_months=24,
        hash=f"hash-programme-{version}",
    )


@dataclass
class Shelf:
    """A small compiled library."""

    programmes: dict[str, Programme] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    papers: dict[str, Paper] = field(default_factory=dict)
    hash: str = "shelf"

    def programme(self, hash_: str, /) -> Programme | None:
        return self.programmes.get(hash_)

    def item(self, hash_: str, /) -> Item | None:
        return self.items.get(hash_)

    def paper_by_hash(self, hash_: str, /) -> Paper | None:
        return self.papers.get(hash_)


def make_shelf() -> Shelf:
    programme = make_programme()
    papers = [_paper("week-04", "paper", 4, 7500), _paper("final", "exam", 5, 6000)]
    return Shelf(
        {programme.hash: programme},
        _items("week-04", 4) | _items("final", 5),
        {paper.hash: paper for paper in papers},
    )


HR = {"log-hr": (1, None)}
ROLES = {
    "ana": frozenset({"trainee"}),
    "wang": frozenset({"mentor"}),
    "zhao": frozenset({"examiner"}),
    "luo": frozenset({"director"}),
    "hr": frozenset({"hr"}),
}


HELD = {f"log-{person}": ((1, held),) for person, held in ROLES.items()}
"""What each log's key could do, from its first position on."""


class Story:
    """A history told line by line; `facts` are ana's, `common` those about nobody."""

    def __init__(self) -> None:
        self.shelf = make_shelf()
        self.authority = Authority(HR, ROLES, HELD)
        self.facts: list[f.Fact] = []
        self.common: list[f.Fact] = []
        self.named: dict[str, f.Fact] = {}
        self._seq: dict[str, int] = {}
        self.progress_of = "ana"

    # Putting records down

    def add(
        self, on: str | date, who: str, kind: str, body: f.Body, *, refs: tuple[str, ...] = (), hour: int = 9
    ) -> f.Fact:
        log = f"log-{who}"
        seq = self._seq[log] = self._seq.get(log, 0) + 1
        day = date.fromisoformat(on) if isinstance(on, str) else on
        sub = None if kind in {"session.held", "setting"} else "ana"
        fact = f.Fact(
            hashlib.sha256(f"{log}/{seq}".encode()).hexdigest(),
            kind, log, seq, at(day, hour) + seq * 1000, who, sub, tuple(sorted(refs)), body,
        )  # fmt: skip
        (self.facts if sub else self.common).append(fact)
        return fact

    def heads(self, person: str = "ana") -> f.Heads:
        last = [x for x in [*self.facts, *self.common] if x.who == person]
        return {x.log: (x.seq, x.id) for x in sorted(last, key=lambda x: x.seq)}

    def all_heads(self) -> f.Heads:
        return {x.log: (x.seq, x.id) for x in sorted([*self.facts, *self.common], key=lambda x: x.seq)}

    def of(self, kind: str, who: str = "") -> list[f.Fact]:
        return [x for x in [*self.facts, *self.common] if x.kind == kind and (not who or x.who == who)]

    def mandate(self, who: str) -> tuple[str, ...]:
        """The assignments under which somebody signs."""
        return tuple(x.id for x in self.of("assign") if isinstance(x.body, f.Assign) and x.body.person == who)

    def drop(self, *ids: str) -> Story:
        """The same story without these records, as if they had been withdrawn."""
        other = Story()
        other.shelf, other.authority = self.shelf, self.authority
        other.facts = [x for x in self.facts if x.id not in ids]
        other.common = [x for x in self.common if x.id not in ids]
        return other

    def progress(self) -> Progress:
        return fold("ana", self.facts, self.common, Grader(self.shelf), self.authority)

    # The verbs

    def tell(self, text: str) -> Story:
        """Lines of «date who verb arguments», a leading «name:» remembers the record under that name."""
        for line in text.strip().splitlines():
            words = shlex.split(line)
            name = words.pop(0)[:-1] if words and words[0].endswith(":") else ""
            if not words:
                continue
            on, who, verb, *rest = words
            fact = getattr(self, f"do_{verb}")(on, who, *rest)
            if name:
                self.named[name] = fact
        return self

    def do_enrol(self, on: str, who: str, start: str = "") -> f.Fact:
        start_on = date.fromisoformat(start or on)
        body = f.Enrol(programme="after-sales", hash="hash-programme-2026-1", start=start_on)
        return self.add(on, who, "enrol", body)

    def do_profile(self, on: str, who: str, name: str) -> f.Fact:
        return self.add(on, who, "profile", f.Profile(name=name, number="A7", department="售后"))

    def do_assign(self, on: str, who: str, as_: f.AssignAs, person: str) -> f.Fact:
        return self.add(on, who, "assign", f.Assign(as_=as_, person=person, since=date.fromisoformat(on)))

    def do_unassign(self, on: str, who: str, person: str) -> f.Fact:
        body = f.AssignEnd(assign=self.mandate(person)[0], heads=self.heads(person), reason="moved")
        return self.add(on, who, "assign.end", body)

    def do_leave(self, on: str, who: str, since: str, until: str) -> f.Fact:
        body = f.Leave(since=date.fromisoformat(since), until=date.fromisoformat(until), kind="sick")
        return self.add(on, who, "leave", body)

    def do_waive(self, on: str, who: str, requirement: str, second: str = "") -> f.Fact:
        return self.add(on, who, "waive", f.Waive(requirement=requirement, reason="done before", second=second))

    def do_lesson(self, on: str, who: str, lesson: str) -> f.Fact:
        return self.add(on, who, "lesson.done", f.LessonDone(lesson=lesson, hash=f"hash-{lesson}", sections=("s",)))

    def do_paper(self, on: str, who: str, paper: str, right: str, *refs: str) -> f.Fact:
        blueprint = self.shelf.papers[f"hash-{paper}"]
        items = tuple((f"{paper}-{n}", f"hash-{paper}-{n}") for n in range(blueprint.length))
        body = f.AttemptStart(
            paper=paper, hash=blueprint.hash, mode=blueprint.mode, seed=f"seed {on}", engine=1, items=items,
            limit_s=0, pass_mark=blueprint.pass_mark, as_of=date.fromisoformat(on),
        )  # fmt: skip
        start = self.add(on, who, "attempt.start", body, refs=refs)
        for n, (item, hash_) in enumerate(items, start=1):
            given = "a" if n <= int(right) else "b"
            answer = f.Answer(attempt=start.id, n=n, item=item, hash=hash_, answer=given, active_s=30)
            self.add(on, who, "answer", answer, refs=(start.id,))
        self.add(on, who, "attempt.end", f.AttemptEnd(attempt=start.id, reason="handed-in"), refs=(start.id,))
        return start

    def do_theory(self, on: str, who: str, week: str = "w04") -> f.Fact:
        papers = tuple((x.id, 10_000) for x in self.of("attempt.start") if x.body.mode == "paper")  # type: ignore[attr-defined]  # attempt.start only
        body = f.TheoryAttest(weeks=(week,), papers=papers, heads=self.heads(), meaning="seen")
        return self.add(on, who, "theory.attest", body, refs=self.mandate(who))

    def do_open(self, on: str, who: str, paper: str = "final") -> f.Fact:
        body = f.ExamOpen(
            paper=paper, hash=f"hash-{paper}", seat="log-ana", nonce="n", expires=at(date.fromisoformat(on), 23)
        )
        return self.add(on, who, "exam.open", body)

    def do_exam(self, on: str, who: str, right: str) -> f.Fact:
        return self.do_paper(on, who, "final", right, self.of("exam.open")[-1].id)

    def do_result(self, on: str, who: str, score: str, result: str = "pass") -> f.Fact:
        attempt = [x for x in self.of("attempt.start") if x.body.mode == "exam"][-1]  # type: ignore[attr-defined]  # likewise
        body = f.ExamResult(
            attempt=attempt.id, scores=(), score=int(score), result="pass" if result == "pass" else "fail",
            key_version="1", meaning="graded",
        )  # fmt: skip
        return self.add(on, who, "exam.result", body, refs=(attempt.id, *self.mandate(who)))

    def do_ask(self, on: str, who: str, practical: str) -> f.Fact:
        return self.add(on, who, "practical.request", f.PracticalRequest(practical=practical, hash="h", repeat=1))

    def do_practical(self, on: str, who: str, practical: str, result: str = "pass", request: str = "") -> f.Fact:
        known = {one.id: one for one in make_programme().practicals}
        met = tuple((one.id, result != "open") for one in known[practical].criteria)
        body = f.PracticalAttest(
            practical=practical, hash="h", observed_on=date.fromisoformat(on), seconds=1800, setting="real",
            independence="unassisted", criteria=met, result="repeat" if result == "repeat" else "pass", comment="",
            files=(), meaning="seen", request=self.named[request].id if request else "",
        )  # fmt: skip
        return self.add(on, who, "practical.attest", body, refs=self.mandate(who))

    def do_milestone(self, on: str, who: str, milestone: str, result: str = "pass", figure: str = "") -> f.Fact:
        body = f.MilestoneAttest(
            milestone=milestone, criteria=(("a", True),), figure=int(figure) if figure else None,
            result="pass" if result == "pass" else "repeat", comment="", meaning="given",
        )  # fmt: skip
        return self.add(on, who, "milestone.attest", body, refs=self.mandate(who))

    def do_study(self, on: str, who: str, item: str, start: str, minutes: str) -> f.Fact:
        t0 = at(date.fromisoformat(on), int(start))
        return self.add(
            on, who, "study", f.Study(item=item, hash="h", t0=t0, spans=((0, int(minutes) * 60),), device_clock=t0)
        )

    def do_claim(self, on: str, who: str, hours: str) -> f.Fact:
        body = f.HoursClaim(
            source="external", title="课", provider="p", date=date.fromisoformat(on), seconds=int(hours) * 3600
        )
        return self.add(on, who, "hours.claim", body)

    def do_accept(self, on: str, who: str, *decisions: str) -> f.Fact:
        """«name=minutes» for each claim."""
        pairs = [word.split("=") for word in decisions]
        body = f.HoursAttest(
            decisions=tuple((self.named[name].id, int(minutes) * 60, None) for name, minutes in pairs), meaning="ok"
        )
        return self.add(on, who, "hours.attest", body, refs=self.mandate(who))

    def do_held(self, on: str, who: str, start: str, minutes: str, there: str, *people: str) -> f.Fact:
        begin = at(date.fromisoformat(on), int(start))
        body = f.SessionHeld(
            title="案例会", source="session", spans=((begin, begin + int(minutes) * 60_000),),
            attendees=tuple((person, int(there) * 60) for person in (people or ("ana",))),
        )  # fmt: skip
        return self.add(on, who, "session.held", body)

    def do_cert(self, on: str, who: str, until: str = "2028-12-31") -> f.Fact:
        body = f.CertIssue(
            programme="after-sales", hash="hash-programme-2026-1", on=date.fromisoformat(on), serial="QC-2026-0001",
            rules=1, cut=self.all_heads(), valid_until=date.fromisoformat(until), title="pilot",
        )  # fmt: skip
        return self.add(on, who, "cert.issue", body)

    def do_state(self, on: str, who: str, state: str, replaces: str = "") -> f.Fact:
        certificate = self.of("cert.issue")[-1].id
        known = {"suspended": "suspended", "reinstated": "reinstated", "revoked": "revoked"}
        body = f.CertState(
            state=known[state],  # type: ignore[arg-type]  # one of the three words
            reason="audit",
            replaces=self.named[replaces].id if replaces else certificate,
            certificate=certificate,
        )
        return self.add(on, who, "cert.state", body)


COMPLETE = """
2026-06-08 hr profile 安娜
2026-06-08 hr enrol
2026-06-08 hr assign mentor wang
2026-06-08 hr assign examiner zhao
2026-06-15 ana lesson l1
2026-06-16 ana lesson l2
2026-06-17 ana paper week-04 4
2026-06-20 wang theory
2026-09-05 pro open
2026-09-05 ana exam 4
2026-09-06 zhao result 8000
2026-09-10 wang practical M01
2026-09-11 wang practical M05
2026-09-18 wang practical M05
2026-10-20 wang milestone sla pass 9600
2026-10-21 zhao milestone oral
2026-11-01 luo milestone director
"""
"""A life that passes the gate on 8 November 2026 and not a day earlier."""


@pytest.fixture
def story() -> Story:
    return Story()


@pytest.fixture
def complete() -> Story:
    return Story().tell(COMPLETE)
