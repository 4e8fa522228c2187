"""The invented firm as the mentor sees it: one trainee behind the plan, one ahead of it, and work of both that waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

from PySide6.QtWidgets import QWidget

from trainer.actions import assessing, attesting, organising, studying
from trainer.errors import Refused
from trainer.ui.scenes.hr import Office
from trainer.ui.scenes.invented import PASSPHRASE, TODAY, Firm, Scene, copied, found, kept_folder

START = date(2026, 7, 6)
"""When the one who is ahead began."""


def scene(page: str, **arguments: object) -> Callable[[Path], QWidget]:
    """What `shots.Scenario` builds: one of the mentor's pages over both trainees."""

    def build(folder: Path) -> QWidget:
        made = Scene(copied(_two(), folder), "mentor")
        made.begin(page, arguments)
        return made

    return build


@cache
def _two() -> Firm:
    firm = found(kept_folder())
    office = Office(firm)
    try:
        office.clock.set(START, 8)
        examiner = office.add("赵一鸣", "1015", "税务", "examiner")
        _ahead(office, office.add("马思琪", "1022", "服务台", "trainee"), examiner)
    finally:
        office.hr.store.close()
    firm.clock.set(TODAY, 9, 30)
    return firm


def _ahead(office: Office, learner: str, examiner: str) -> None:
    """The exam signed, two practicals passed, the third asked for; the week's paper and some hours wait."""
    organising.enrol(office.hr, learner, START)
    organising.assign(office.hr, learner, office.mentor, "mentor", START)
    organising.assign(office.hr, learner, examiner, "examiner", START)
    programme = office.hr.standings.programme_of(learner)
    if programme is None:
        raise Refused("not-enrolled")
    me = office.of(learner)
    weeks = [week for week in programme.weeks if not week.planned]
    office.clock.set(date(2026, 9, 28), 15)
    for lesson in (lesson for week in weeks for lesson in week.lessons):
        asked = me.library.items_of(f"lesson:{lesson}")
        studying.finish_lesson(me, lesson, {item.id: "a" for _hash, item in asked})
    exam = next(one.paper for one in programme.requirements if one.kind == "exam")
    office.clock.set(date(2026, 10, 8), 9)
    assessing.open_exam(office.hr, learner, exam, passphrase=PASSPHRASE)
    taken = office.take(me, exam, wrong=1)
    assessing.sign_result(office.of(examiner), learner, taken, meaning="本人评分", passphrase=PASSPHRASE)
    office.clock.set(date(2026, 11, 10), 16)
    office.observe(learner, 2)
    office.clock.set(date(2026, 11, 22), 16)
    for week in weeks:
        office.take(me, week.paper, wrong=1)
    studying.claim_hours(me, title="发票综合服务平台", provider="区税务局", day=date(2026, 11, 19), seconds=7200)
    office.clock.set(date(2026, 11, 23), 8)
    attesting.request_practical(me, "M09")
