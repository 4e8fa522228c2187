"""Pictures of attempts: a practice round halfway, and a paper with its clock, in the demonstration."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from trainer import drafts
from trainer.actions import assessing
from trainer.domain.draft import Draft, Entry
from trainer.session import Session
from trainer.ui.scenes import people

CASE = "consultancy-special-invoice-under-threshold"
SEED = "07" * 16


def practice(folder: Path) -> QWidget:
    """Three answers explained, the third one wrong though sure."""
    return _scene(folder, "trainee", _practise)


def paper(folder: Path) -> QWidget:
    """A week paper: answered, flagged and open questions, and the clock."""
    return _scene(folder, "beginner", _begin)


def _scene(folder: Path, who: str, begin: Callable[[Session], str]) -> QWidget:
    firm = people.found(folder)
    me = firm.session(who, write=True)
    try:
        attempt = begin(me)
    finally:
        me.close()
    made = people.Scene(firm, who)
    made.begin("attempt", {"attempt": attempt})
    return made


def _practise(me: Session) -> str:
    attempt = assessing.practise_case(me, CASE, seed=SEED)
    for n, given in ((1, "910"), (2, "yes"), (3, "b")):
        assessing.answer(me, attempt, n, given, active_s=40, sure="yes")
    drafts.save(me.folder, me.me, attempt, Draft(current=3))
    return attempt


def _begin(me: Session) -> str:
    attempt = assessing.start_attempt(me, "week-04", seed=SEED)
    now = me.now()
    entries = {n: Entry(answer="b", at=now, flagged=n == 2) for n in (1, 2, 3)}
    drafts.save(me.folder, me.me, attempt, Draft(entries=entries, current=4))
    return attempt
