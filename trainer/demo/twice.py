"""Somebody works on two copies of one data folder: the records of both arrive, and a fork is held for review."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from functools import partial

from trainer import config
from trainer.actions import exchanging, studying
from trainer.demo.stage import Stage, stream
from trainer.domain import calendar
from trainer.domain.people import WHO_MAY
from trainer.ledger.store import Store
from trainer.session import Session
from trainer.standing import Standings

WHO = "1011"
COPIED = date(2026, 11, 13)
BOTH = date(2026, 11, 17)
ARRIVED = date(2026, 11, 20)


def plan(stage: Stage) -> None:
    """Copy on one day, work on both copies on another, bring the second copy's bundle on a third."""
    stage.agenda.put(COPIED, 18, partial(_copy, stage))
    stage.agenda.put(BOTH, 15, partial(_here, stage))
    stage.agenda.put(BOTH, 17, partial(_there, stage))
    stage.agenda.put(ARRIVED, 9, partial(_arrive, stage), minute=15)


def _copy(stage: Stage) -> None:
    target = stage.scratch / "old-laptop"
    target.mkdir()
    made = stage.store.backup(stage.scratch / "copied")
    shutil.copyfile(made, config.store_path(target))


def _here(stage: Stage) -> None:
    _study(stage.of(WHO), 0)


def _there(stage: Stage) -> None:
    """The same key, the same position, another record; then a bundle for HR."""
    mine = stage.of(WHO)
    if mine.key is None or mine.key_file is None:
        return
    random = stream("old-laptop")
    folder = stage.scratch / "old-laptop"
    with Store.open(config.store_path(folder), WHO_MAY, clock=stage.clock, random=random) as store:
        store.sign_in(mine.key, mine.me)
        standings = Standings(store, stage.library)
        session = replace(mine, store=store, standings=standings, folder=folder, random=random)
        _study(session, 1)
        _study(session, 2)
        exchanging.send_file(session, stage.scratch / "old-laptop.bundle", stage.hr.me)
        standings.close()


def _study(session: Session, n: int) -> None:
    lessons = session.library.lessons()
    lesson = lessons[n % len(lessons)]
    day = session.today()
    studying.record_study(session, lesson.id, lesson.hash, calendar.at(day, 12, 10 * n), ((0, 480),))


def _arrive(stage: Stage) -> None:
    exchanging.receive_file(stage.hr, stage.scratch / "old-laptop.bundle")
    stage.standings.forget(stage.store.take_changed())
