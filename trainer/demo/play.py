"""Make the demonstration: a data folder with everybody's key, as HR's computer would hold it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from trainer import config
from trainer.content.library import Library
from trainer.demo import around, shelf, story, twice
from trainer.demo.cast import BY_NUMBER, TODAY
from trainer.demo.stage import Stage
from trainer.domain import calendar
from trainer.errors import Refused, Trouble
from trainer.ledger import keys
from trainer.ledger.durable import disk_trouble
from trainer.ledger.lockfile import LockFile

Say = Callable[[date], None]

COPY = "demonstration"
"""The folder inside the user's data folder in which *Look around* works."""


def provide(data: Path, *, anew: bool = False) -> Path:
    """The demonstration to look at from a data folder: that folder when it is one, else the copy in it.

    The copy is made from the shipped demonstration, or told afresh where none shipped; `anew` throws an old copy away.
    Raises `Trouble` ``second-instance`` while another window works in the copy, ``library-missing``, and what disks say.
    """
    if shelf.read(data) is not None:
        return data
    folder = data / COPY
    if shelf.matches(folder) and not anew:
        return folder
    try:
        if folder.exists():
            _throw_away(folder)
        shipped = shelf.shipped()
        if shipped is None:
            return make(folder)
        shutil.copytree(shipped, folder)
    except OSError as error:
        raise disk_trouble(error, folder) from error
    return folder


def _throw_away(folder: Path) -> None:
    if config.store_path(folder).exists():
        LockFile(config.store_path(folder)).close()  # raises while a window has it open
    shutil.rmtree(folder)


def make(folder: Path, say: Say = lambda _day: None) -> Path:
    """Tell the whole story in an empty or absent folder; `say` gets the last day of each chapter as it ends.

    Returns the folder. Raises `Refused` ``folder-not-empty``; `Trouble` ``library-missing`` and what disks say.
    """
    try:
        if folder.exists() and any(folder.iterdir()):
            raise Refused("folder-not-empty", folder=str(folder))
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_trouble(error, folder) from error
    path = config.library_path()
    if path is None:
        raise Trouble("library-missing", "build-library")
    scratch = Path(tempfile.mkdtemp(prefix="qicheng-demo-"))
    library = Library.open(path)
    try:
        stage = Stage(folder, scratch, library)
        try:
            _tell(stage, say)
        finally:
            stage.close()
        _finish(stage)
    finally:
        library.close()
        shutil.rmtree(scratch, ignore_errors=True)
    return folder


def _tell(stage: Stage, say: Say) -> None:
    story.plan(stage)
    twice.plan(stage)
    around.plan(stage)
    for day in story.CHAPTERS:
        if day == TODAY:
            stage.agenda.run_to(story.MORNING)
        else:
            stage.agenda.run(day)
        say(day)


def _finish(stage: Stage) -> None:
    """What the welcome page and *Look around* read: names on the key files, the day, and who is who."""
    for number, session in stage.everybody():
        member = BY_NUMBER[number]
        if session.key_file is not None:
            data = session.key_file.read_bytes()
            roles = tuple(sorted(member.roles))
            keys.save_key(session.key_file, keys.shown(data, name=member.name, roles=roles))
    shutil.copyfile(stage.recovery, stage.folder / shelf.RECOVERY)
    people = {session.me: number for number, session in stage.everybody()}
    day = calendar.day_of(story.MORNING)
    shelf.write(stage.folder, shelf.Playbill(day=day, people=people, library=shelf.library_name()))
    (stage.folder / "store.db.lock").unlink(missing_ok=True)
