"""`trainer --selftest`: everybody of an invented firm signs in without a screen and opens every page; nothing may go wrong.

Folds and verifies the firm's records at the end and prints one line of figures. Run on the built program, too.
"""

from __future__ import annotations

import shutil
import time
from collections import Counter

from trainer import config, i18n
from trainer.ui import inspection, shots, theme
from trainer.ui.navigation import entries_for
from trainer.ui.scenes import hr, invented
from trainer.ui.scenes.invented import Firm, Scene


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
        firm = hr.large(folder)
        for who in firm.people:
            _visit(firm, who, heard, counted)
        _check(firm, counted)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    heard.end()
    shots.say(
        f"selftest: {len(shots.SCENARIOS)} scenes, {len(firm.people)} people signed in, {counted['pages']} pages, "
        f"{counted['folded']} folded, {counted['records']} records verified, {counted['findings']} findings, "
        f"{time.monotonic() - began:.1f} s"
    )
    return 1 if counted["findings"] else 0


def _visit(firm: Firm, who: str, heard: shots.Heard, counted: Counter[str]) -> None:
    """Sign in and open every entry of the sidebar, one after the other in one frame."""
    frame = Scene(firm, who)
    frame.resize(*shots.SIZE)
    frame.show()
    try:
        frame.begin("library", {})
        wrong = [] if shots.wait(lambda: invented.ready(frame)) else ["did not become ready"]
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
        invented.close(frame)
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
