"""The invented firm as HR sees it: staff with two years of hours, a trainee who is ready, one with a certificate."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from PySide6.QtWidgets import QWidget

from trainer.actions import assessing, attesting, certifying, organising, studying
from trainer.actions.organising import Newcomer
from trainer.domain import calendar
from trainer.domain.question import realise
from trainer.errors import Refused
from trainer.ledger import keys
from trainer.session import Session
from trainer.ui.scenes.invented import PASSPHRASE, TODAY, Firm, Scene, add, copied, found, kept_folder

STAFF = (
    ("周婷", "1003", "税务", (18, 20, 22, 20, 19, 21, 20, 12)),
    ("陈立", "1004", "服务台", (20, 20, 21, 22, 20, 20, 21, 18)),
    ("刘洋", "1006", "服务台", (14, 17, 20, 20, 16, 19, 20, 8)),
    ("孙倩", "1009", "税务", (20, 21, 20, 20, 22, 20, 20, 19)),
    ("何俊", "1010", "服务台", (20, 19, 18, 20, 20, 13, 9, 6)),
)
"""Name, number, department, and the hours of the eight quarters up to the last of 2026."""
BEGINNING = date(2024, 12, 2)
SITTING_S = 6 * 3600
SEED = "5eed" * 8


class Office:
    """Everybody's session on the one store of this computer, while the firm is being made; also for other scenes."""

    def __init__(self, firm: Firm) -> None:
        self.firm = firm
        self.hr = firm.session("hr", write=True)
        self.clock = firm.clock
        self.mentor, mentor_key = firm.people["mentor"]
        self._sessions = {self.mentor: self._session(self.mentor, mentor_key), self.hr.me: self.hr}

    def _session(self, person: str, key_file: Path) -> Session:
        key = keys.unlock(key_file.read_bytes(), PASSPHRASE)
        self.hr.store.sign_in(key, person, key_file)
        return Session(
            self.hr.store, self.hr.library, self.hr.standings, person, key, self.clock, self.firm.folder, key_file
        )

    def of(self, person: str) -> Session:
        """Their session."""
        return self._sessions[person]

    def add(self, name: str, number: str, department: str, role: str) -> str:
        """Somebody new, signed in."""
        person, key_file = add(self.firm, self.hr, Newcomer(name, number, department), role)
        self._sessions[person] = self._session(person, key_file)
        return person

    def work(self, person: str, hours: tuple[int, ...]) -> None:
        """Study time in the quarters up to the last of 2026, confirmed by the mentor (hers by HR), and a little that waits."""
        confirms = self.hr.me if person == self.mentor else self.mentor
        if person != self.mentor:
            organising.assign(self.hr, person, confirms, "confirmer", BEGINNING)
        for quarter, wanted in enumerate(hours, 8 - len(hours)):
            day, left = date(2025 + quarter // 4, 3 * (quarter % 4) + 1, 6), wanted * 3600
            while left > 0:
                self._study(person, day, min(left, SITTING_S))
                day, left = day + timedelta(days=3), left - SITTING_S
        session = self.of(confirms)
        claims = [(one.record, one.claimed_s, None) for one in self.hr.standings.of(person).hours]
        attesting.decide_hours(session, person, claims, meaning="已逐条核对", passphrase=PASSPHRASE)
        self._study(person, date(2026, 11, 18), 5400)

    def _study(self, person: str, day: date, seconds: int) -> None:
        session = self.of(person)
        lesson = session.library.lessons()[0]
        self.clock.set(day, 17)
        studying.record_study(session, lesson.id, lesson.hash, calendar.at(day, 9), ((0, seconds),))

    def graduate(self, learner: str, examiner: str, start: date) -> None:
        """From the enrolment to a complete gate, five months later."""
        self.clock.set(start, 8)
        organising.enrol(self.hr, learner, start)
        for person, as_ in ((self.mentor, "mentor"), (examiner, "examiner")):
            organising.assign(self.hr, learner, person, "mentor" if as_ == "mentor" else "examiner", start)
        programme = self.hr.standings.programme_of(learner)
        if programme is None:
            raise Refused("not-enrolled")
        weeks = [week for week in programme.weeks if not week.planned]
        me, mentor = self.of(learner), self.of(self.mentor)
        for week in weeks:
            for lesson in week.lessons:
                asked = me.library.items_of(f"lesson:{lesson}")
                studying.finish_lesson(me, lesson, {item.id: "a" for _hash, item in asked})
            if week.paper:
                self.take(me, week.paper)
        self.clock.set(calendar.add_months(start, 3))
        words = {"meaning": "已核对", "passphrase": PASSPHRASE}
        attesting.attest_theory(mentor, learner, [week.id for week in weeks], comment="", **words)
        paper = next(one.paper for one in programme.requirements if one.kind == "exam")
        assessing.open_exam(self.hr, learner, paper, passphrase=PASSPHRASE)
        assessing.sign_result(self.of(examiner), learner, self.take(me, paper), **words)
        self.clock.set(calendar.add_months(start, 4))
        self.observe(learner)
        self.clock.set(calendar.add_months(start, 5))
        for one in programme.milestones:
            attesting.attest_milestone(
                mentor if "mentor" in one.by else self.hr,
                learner,
                one.id,
                met=tuple((criterion.id, True) for criterion in one.criteria),
                figure=one.figure_at_least,
                result="pass",
                comment="",
                **words,
            )

    def observe(self, learner: str, count: int = 99) -> None:
        """The mentor signs off that many practicals today, all passed."""
        mentor = self.of(self.mentor)
        programme = self.hr.standings.programme_of(learner)
        wanted = [one for one in programme.practicals if not one.planned] if programme is not None else []
        for practical in wanted[:count]:
            for _repeat in range(practical.repeats):
                seen = attesting.Observed(
                    practical=practical.id,
                    observed_on=mentor.today(),
                    seconds=1800,
                    setting="real",
                    independence="unassisted",
                    met=tuple((one.id, True) for one in practical.criteria),
                    result="pass",
                    comment="",
                )
                attesting.attest_practical(mentor, learner, seen, meaning="本人观察", passphrase=PASSPHRASE)

    @staticmethod
    def take(session: Session, paper: str, *, wrong: int = 0) -> str:
        """A paper with every answer right but the first `wrong` ones."""
        attempt = assessing.start_attempt(session, paper, seed=SEED)
        for n, (_id, hash_) in enumerate(assessing.started(session, attempt).items, 1):
            item = session.library.item(hash_)
            expected = realise(item, SEED).expected if item is not None else None
            assessing.answer(session, attempt, n, None if n <= wrong else expected, active_s=20)
        assessing.hand_in(session, attempt)
        return attempt


def enlarged(firm: Firm) -> None:
    """Staff, a ready candidate and a certificate for the invented firm."""
    office = Office(firm)
    try:
        for name, number, department, hours in STAFF:
            office.clock.set(BEGINNING)
            office.work(office.add(name, number, department, "specialist"), hours)
        office.clock.set(date(2026, 4, 13))
        examiner = office.add("赵一鸣", "1015", "税务", "examiner")
        office.work(office.mentor, (24, 21))
        office.work(examiner, (19, 17))
        office.clock.set(date(2026, 6, 22), 7)
        office.graduate(office.add("高原", "1027", "服务台", "trainee"), examiner, date(2026, 6, 22))
        office.clock.set(date(2026, 5, 18), 7)
        holder = office.add("韩冬", "1025", "服务台", "trainee")
        office.graduate(holder, examiner, date(2026, 5, 18))
        certifying.issue(office.hr, holder, passphrase=PASSPHRASE)
        office.clock.set(TODAY, 8)
        organising.add_person(office.hr, Newcomer("田一诺", "1033", "服务台"))
    finally:
        office.hr.store.close()
    firm.clock.set(TODAY, 9, 30)


def large(base: Path) -> Firm:
    """A copy of the enlarged firm in `base`."""
    return copied(_large(), base)


@cache
def _large() -> Firm:
    firm = found(kept_folder())
    enlarged(firm)
    return firm


def scene(page: str) -> Callable[[Path], QWidget]:
    """What `shots.Scenario` builds: one of HR's pages over the enlarged firm."""

    def build(folder: Path) -> QWidget:
        made = Scene(large(folder), "hr")
        made.begin(page, {})
        return made

    return build
