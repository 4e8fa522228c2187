"""A small firm made through the real actions: HR, mentor, examiner, trainee, on one data folder, with a clock to set.

    story = Story.found(tmp_path)
    ana = story.trainee()
    story.learn(ana); story.confirm_theory(ana); story.exam(ana); story.practise(ana); story.milestones(ana)

All sessions share one store and one library (the shipped one, compiled once per run).
"""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from trainer import config
from trainer.actions import assessing, attesting, organising, studying
from trainer.actions.organising import Newcomer
from trainer.content.build import build
from trainer.content.library import Library
from trainer.domain import calendar
from trainer.domain.facts import AssignAs
from trainer.domain.people import WHO_MAY
from trainer.domain.programme import Programme
from trainer.domain.question import realise
from trainer.domain.requirements import needed_weeks
from trainer.domain.waiting import is_done
from trainer.ledger import keys
from trainer.ledger.keyring import read_public
from trainer.ledger.store import Store
from trainer.session import Session
from trainer.standing import Standings

PASSPHRASE = "harbour kettle violet spoon march"
RECOVERY = "another lantern over quiet water"
ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 23)


@cache
def library_file() -> Path:
    """The shipped content, compiled once per process into a folder of its own."""
    built = build(ROOT, Path(tempfile.mkdtemp(prefix="qicheng-library-")))
    assert built.path is not None, built.problems
    return built.path


@dataclass
class Clock:
    """The story's clock: ms UTC; every reading is a second later, so that no two records say the same time."""

    now: int = calendar.at(TODAY, 9)

    def __call__(self) -> int:
        self.now += 1000
        return self.now

    def set(self, day: date, hour: int = 9, minute: int = 0) -> None:
        self.now = calendar.at(day, hour, minute)


@dataclass
class Story:
    """The firm. `hr`, `mentor` and `examiner` are there from the start; `sessions` holds everybody's by person id."""

    folder: Path
    clock: Clock
    store: Store
    standings: Standings
    hr: Session
    sessions: dict[str, Session] = field(default_factory=dict)
    mentor: str = ""
    examiner: str = ""

    @classmethod
    def found(cls, tmp: Path, *, on: date = date(2026, 1, 5), title: str = "明远财税服务有限公司") -> Story:
        """Found the firm on a day, with the mentor 王敏 and the examiner 赵一鸣."""
        folder, clock = tmp / "data", Clock()
        clock.set(on)
        key_file = organising.found_organisation(
            folder,
            title,
            Newcomer("林可", "1001", "人事"),
            passphrase=PASSPHRASE,
            recovery=tmp / "recovery.qicheng-root",
            recovery_passphrase=RECOVERY,
            clock=clock,
            kdf=keys.CHEAP,
        )
        store = Store.open(config.store_path(folder), WHO_MAY, clock=clock)
        library = Library.open(library_file())
        standings = Standings(store, library)
        story = cls(folder, clock, store, standings, _session(folder, clock, store, library, standings, key_file))
        story.sessions[story.hr.me] = story.hr
        story.mentor = story.add("王敏", "1012", {"mentor"}, "税务")
        story.examiner = story.add("赵一鸣", "1015", {"examiner", "proctor", "mentor"}, "税务")
        return story

    def close(self) -> None:
        """Let go of the files."""
        self.store.close()
        self.hr.library.close()

    def add(self, name: str, number: str, roles: Iterable[str], department: str = "服务台") -> str:
        """Somebody new with a bound key on this computer; returns the person id."""
        person, _words = self.add_unbound(name, number, roles, department)
        answer = self.folder / f"{number}.answer"
        organising.bind(self.hr, organising.read_request(self.hr, answer), passphrase=PASSPHRASE)
        return person

    def add_unbound(
        self, name: str, number: str, roles: Iterable[str] = ("trainee",), department: str = "服务台"
    ) -> tuple[str, tuple[str, ...]]:
        """Somebody whose key waits for HR to bind it; returns the person id and the six words of the key."""
        person = organising.add_person(self.hr, Newcomer(name, number, department))
        invitation, answer = self.folder / f"{number}.invitation", self.folder / f"{number}.answer"
        organising.invite(self.hr, person, roles, invitation)
        key_file, words = organising.join(
            self.folder,
            invitation.read_bytes(),
            passphrase=PASSPHRASE,
            answer=answer,
            clock=self.clock,
            kdf=keys.CHEAP,
        )
        self.sessions[person] = _session(self.folder, self.clock, self.store, self.hr.library, self.standings, key_file)
        return person, words

    def trainee(self, start: date = date(2026, 8, 3)) -> str:
        """李晓雯, enrolled on that day, with 王敏 as her mentor; the clock stands on that morning."""
        person = self.add("李晓雯", "1031", {"trainee"})
        self.enrol(person, start)
        self.assign(person, self.mentor)
        return person

    def enrol(self, learner: str, start: date) -> None:
        """Enrol in the shipped programme on that day."""
        self.clock.set(start, 8)
        organising.enrol(self.hr, learner, start)

    def assign(self, learner: str, person: str, as_: AssignAs = "mentor", since: date | None = None) -> None:
        """Give the learner a mentor (or another role)."""
        organising.assign(self.hr, learner, person, as_, since or calendar.day_of(self.clock.now))

    def learn(self, learner: str) -> None:
        """Finish every required lesson and pass every week paper."""
        session = self.sessions[learner]
        programme = self.programme(learner)
        for week in programme.weeks:
            if week.planned:
                continue
            for lesson in week.lessons:
                asked = session.library.items_of(f"lesson:{lesson}")
                studying.finish_lesson(session, lesson, {item.id: "a" for _hash, item in asked})
            if week.paper:
                self.take(learner, week.paper)

    def study(self, learner: str, day: date, seconds: int, hour: int = 14) -> str:
        """Active time on the first lesson that day; the id of the claim."""
        session = self.sessions[learner]
        lesson = session.library.lessons()[0]
        self.clock.set(day, hour + seconds // 3600, 59)
        return studying.record_study(session, lesson.id, lesson.hash, calendar.at(day, hour), ((0, seconds),))

    def take(self, learner: str, paper: str, *, wrong: int = 0, seed: str = "5eed" * 8) -> str:
        """Take a paper: every answer right but the first `wrong` ones."""
        session = self.sessions[learner]
        attempt = assessing.start_attempt(session, paper, seed=seed)
        for n, (_id, hash_) in enumerate(assessing.started(session, attempt).items, 1):
            item = session.library.item(hash_)
            assert item is not None
            expected = realise(item, seed).expected
            assessing.answer(session, attempt, n, None if n <= wrong else expected, active_s=20)
        assessing.hand_in(session, attempt)
        return attempt

    def confirm_theory(self, learner: str, by: str = "") -> str:
        """The mentor confirms every required week that is done."""
        progress = self.standings.of(learner)
        weeks = [week.id for week in needed_weeks(self.programme(learner)) if is_done(week, progress)]
        session = self.sessions[by or self.mentor]
        return attesting.attest_theory(session, learner, weeks, meaning="已核对", comment="", passphrase=PASSPHRASE)

    def accept_hours(self, learner: str, by: str = "") -> str:
        """The mentor accepts everything that waits, as claimed."""
        waiting = [one for one in self.standings.of(learner).hours if one.accepted_s is None]
        decisions = [(one.record, one.claimed_s, None) for one in waiting]
        session = self.sessions[by or self.mentor]
        return attesting.decide_hours(session, learner, decisions, meaning="已核对", passphrase=PASSPHRASE)

    def exam(self, learner: str, *, wrong: int = 0, sign: bool = True) -> str:
        """The examiner opens the exam, the learner takes it, the examiner signs the result. The attempt's id."""
        paper = next(one.paper for one in self.programme(learner).requirements if one.kind == "exam")
        session = self.sessions[self.examiner]
        assessing.open_exam(session, learner, paper, passphrase=PASSPHRASE)
        attempt = self.take(learner, paper, wrong=wrong)
        if sign:
            assessing.sign_result(session, learner, attempt, meaning="本人评分", passphrase=PASSPHRASE)
        return attempt

    def practise(self, learner: str, count: int = 99) -> None:
        """The mentor signs off that many practicals today, all passed."""
        session = self.sessions[self.mentor]
        today = session.today()
        for practical in [one for one in self.programme(learner).practicals if not one.planned][:count]:
            for _repeat in range(practical.repeats):
                seen = attesting.Observed(
                    practical=practical.id,
                    observed_on=today,
                    seconds=1800,
                    setting="real",
                    independence="unassisted",
                    met=tuple((one.id, True) for one in practical.criteria),
                    result="pass",
                    comment="",
                )
                attesting.attest_practical(session, learner, seen, meaning="本人观察", passphrase=PASSPHRASE)

    def milestones(self, learner: str) -> None:
        """Every milestone given: by the mentor where they may, else by HR."""
        for one in self.programme(learner).milestones:
            session = self.sessions[self.mentor] if "mentor" in one.by else self.hr
            attesting.attest_milestone(
                session,
                learner,
                one.id,
                met=tuple((criterion.id, True) for criterion in one.criteria),
                figure=one.figure_at_least,
                result="pass",
                comment="",
                meaning="本人查看",
                passphrase=PASSPHRASE,
            )

    def graduate(self, learner: str, start: date, *, today: date = TODAY) -> None:
        """From enrolment to a complete gate; ends on `today`, which lies at least five months after `start`."""
        self.enrol(learner, start)
        self.assign(learner, self.mentor, "mentor")
        self.assign(learner, self.examiner, "examiner")
        self.assign(learner, self.examiner, "proctor")
        self.learn(learner)
        self.clock.set(calendar.add_months(start, 3), 9)
        self.confirm_theory(learner)
        self.exam(learner)
        self.clock.set(calendar.add_months(start, 4), 9)
        self.practise(learner)
        self.clock.set(calendar.add_months(start, 5), 9)
        self.milestones(learner)
        self.clock.set(today, 9)

    def log(self, person: str) -> str:
        """The log that somebody's key writes."""
        key = self.sessions[person].key
        assert key is not None
        return key.log

    def programme(self, learner: str) -> Programme:
        """The programme the learner is enrolled in."""
        found = self.standings.programme_of(learner)
        assert found is not None
        return found


def _session(  # noqa: PLR0917  # the six parts of a session
    folder: Path, clock: Clock, store: Store, library: Library, standings: Standings, key_file: Path
) -> Session:
    public = read_public(key_file)
    assert public is not None
    key = keys.unlock(key_file.read_bytes(), PASSPHRASE)
    store.sign_in(key, public.person, key_file)
    return Session(store, library, standings, public.person, key, clock, folder, key_file)


def reading(session: Session) -> Session:
    """The same person's session without a key, as views get it."""
    return dataclasses.replace(session, key=None, key_file=None)
