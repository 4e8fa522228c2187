"""`trainer --selftest`: people of the demonstration sign in without a screen and open every page; nothing may go wrong.

Folds and verifies its records at the end and prints one line of figures. Run on the built program, too.
"""

from __future__ import annotations

import shutil
import time
from collections import Counter

from trainer import config, i18n
from trainer.ui import inspection, shots, theme
from trainer.ui.navigation import entries_for
from trainer.ui.scenes import people
from trainer.ui.scenes.people import Firm, Scene


def run() -> int:
    """0 if nothing is wrong. Says what is, and where."""
    began = time.monotonic()
    application = shots.application()
    i18n.use("zh_CN", config.catalogues())
    theme.use(application, "light")
    heard = shots.Heard(application)
    counted = Counter[str]()
    for scenario in shots.SCENARIOS:
        counted["findings"] += shots.tell(scenario.name, shots.in_scratch(scenario, None, heard))
    folder = config.throw_away_folder()
    try:
        firm = people.found(folder)
        visitors = one_of_each(firm)
        for who in visitors:
            _visit(firm, who, heard, counted)
        _check(firm, counted)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    heard.end()
    shots.say(
        f"selftest: {len(shots.SCENARIOS)} scenes, {len(visitors)} people signed in, {counted['pages']} pages, "
        f"{counted['folded']} folded, {counted['records']} records verified, {counted['findings']} findings, "
        f"{time.monotonic() - began:.1f} s"
    )
    return 1 if counted["findings"] else 0


FURTHER = ("1036", "1030", "1010")
"""Visited besides one of each role: somebody in the first month, on leave, with a suspended certificate."""


def one_of_each(firm: Firm) -> list[str]:
    """The first of each set of roles, by staff number, and a few whose pages look different."""
    first = {key.roles: number for number, key in reversed(tuple(firm.people.items()))}
    return sorted({*first.values(), *FURTHER})


def _visit(firm: Firm, who: str, heard: shots.Heard, counted: Counter[str]) -> None:
    """Sign in and open every entry of the sidebar, one after the other in one frame."""
    frame = Scene(firm, who)
    frame.resize(*shots.SIZE)
    frame.show()
    try:
        frame.begin("library", {})
        wrong = [] if shots.wait(lambda: people.ready(frame)) else ["did not become ready"]
        for entry in entries_for(frame.roles):
            frame.go(entry.name)
            wrong += [] if shots.wait(frame.worker.idle) else [f"{entry.name} did not become ready"]
            shots.settle()
            wrong += [f"{entry.name}: {one}" for one in inspection.findings(frame, *shots.SIZE)]
            counted["pages"] += 1
        wrong += [f"{type(one).__name__}: {one}" for one in frame.troubles]
        wrong += heard.take()
        counted["findings"] += shots.tell(who, wrong)
    finally:
        frame.hide()
        people.close(frame)
        frame.deleteLater()


def _check(firm: Firm, counted: Counter[str]) -> None:
    """Fold everybody and check every record of the firm."""
    session = firm.session("hr", write=False)
    try:
        wrong = [f"{one.log}:{one.seq} {one.what}" for one in session.store.verify()]
        counted["records"] = sum(1 for _record in session.store.records())
        for person in session.store.people():
            counted["folded"] += session.standings.of(person).person == person
        counted["findings"] += shots.tell("verify", wrong)
    finally:
        session.close()
