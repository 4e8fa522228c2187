"""Kill a learner's program at random moments of real use: what an action returned is there, the store is sound, what
left through the mailbox can be read, and work goes on.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.story import PASSPHRASE, Story, library_file
from trainer import config
from trainer.actions import exchanging
from trainer.content.library import Library
from trainer.domain.people import WHO_MAY
from trainer.ledger.keys import unlock
from trainer.ledger.store import Store
from trainer.session import Session
from trainer.standing import Standings

KILLS = 110
ROOT = Path(__file__).parents[2]


def opened(folder: Path, library: Path, person: str, key_file: Path) -> Session:
    """Somebody signed in on a data folder, as `trainer.session.open_session` does it."""
    now = iter(range(1_790_000_000_000, 1_800_000_000_000, 1000))
    store = Store.open(config.store_path(folder), WHO_MAY, clock=lambda: next(now))
    key = unlock(key_file.read_bytes(), PASSPHRASE)
    store.sign_in(key, person, key_file)
    shelf = Library.open(library)
    standings = Standings(store, shelf, config.derived_path(folder))
    return Session(store, shelf, standings, person, key, lambda: next(now), folder, key_file)


def work(folder: Path, library: Path, person: str, key_file: Path) -> None:
    """The child: learn, answer, hand in, exchange, for ever; print each id once its action has returned."""
    from trainer.actions import assessing, studying  # noqa: PLC0415  # the child's own

    session = opened(folder, library, person, key_file)
    lesson, case = session.library.lessons()[0], session.library.cases()[0]
    print("ready", flush=True)

    def did(record: str) -> str:
        print(record, flush=True)
        session.standings.forget(session.store.take_changed())
        return record

    while True:
        attempt = did(assessing.practise_case(session, case.id))
        for n in range(1, len(assessing.started(session, attempt).items) + 1):
            did(assessing.answer(session, attempt, n, "a", active_s=20))
        did(assessing.hand_in(session, attempt))
        did(studying.record_study(session, lesson.id, lesson.hash, session.now() - 900_000, ((0, 600),)))
        exchanging.exchange(session, folder.parent / "mailbox")
        session.standings.forget(session.store.take_changed())


@pytest.mark.prove
def test_everything_returned_survives_a_kill_in_real_use(tmp_path: Path) -> None:
    story = Story.found(tmp_path)
    learner = story.trainee()
    files = {person: story.sessions[person].key_file for person in (learner, story.mentor)}
    folder, mentor = story.folder, story.mentor
    story.close()
    (tmp_path / "mailbox").mkdir()
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(folder, elsewhere)
    key_file, rng = files[learner], random.Random(23)
    other = files[mentor]
    assert key_file is not None
    assert other is not None
    promised: list[str] = []
    for turn in range(KILLS):
        promised += killed(folder, learner, key_file, rng.random() * 0.4)
        if turn % 10 == 9:
            check(folder, promised, learner, key_file)
            from_mentor(elsewhere, mentor, elsewhere / other.relative_to(folder), tmp_path / "mailbox")
    check(folder, promised, learner, key_file)
    assert len(promised) > KILLS


def killed(folder: Path, person: str, key_file: Path, after: float) -> list[str]:
    """Start the program, kill it `after` seconds from being ready; the ids its actions had returned."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.prove.test_kill_real_use", folder, library_file(), person, key_file],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    try:
        child.wait(after)
    except subprocess.TimeoutExpired:
        child.kill()
    rest, _ = child.communicate()
    assert child.returncode == -9
    return [line for line in rest.split("\n")[:-1] if len(line) == 64]  # without its end: not acknowledged


def check(folder: Path, promised: list[str], person: str, key_file: Path) -> None:
    """Everything promised is there and counts; nothing is damaged; the key may go on writing."""
    session = opened(folder, library_file(), person, key_file)
    with closing(session.library), closing(session.store), closing(session.standings):
        assert session.store.verify() == []
        here = {one.record.id: one.verdict for one in session.store.about(person)}
        assert {here.get(one) for one in promised} <= {"ok"}
        assert session.standings.of(person).not_counted == ()
        assert session.store.forks() == ()
        session.store.append(unlock(key_file.read_bytes(), PASSPHRASE), "feedback", {"v": 1})


def from_mentor(folder: Path, person: str, key_file: Path, mailbox: Path) -> None:
    """The mentor's computer reads what the learner left, whole files only, and leaves its own."""
    session = opened(folder, library_file(), person, key_file)
    with closing(session.library), closing(session.store), closing(session.standings):
        report = exchanging.exchange(session, mailbox)
        assert not report.notes
        assert session.store.verify() == []


if __name__ == "__main__":
    work(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4]))
