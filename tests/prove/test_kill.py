"""Kill a writing process at random moments: everything it acknowledged is there, and the store is sound."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ledger.world import TABLE, World, key_of, person_of
from trainer.ledger.store import Store

KILLS = 120
ROOT = Path(__file__).parents[2]

CHILD = """
import sys, time
from pathlib import Path
from tests.ledger.world import TABLE, key_of, person_of
from trainer.ledger.store import Store
folder, turn = Path(sys.argv[1]), sys.argv[2]
store = Store.open(folder / "store.db", TABLE, clock=lambda: time.time_ns() // 1_000_000)
key = key_of("anna")
store.sign_in(key, person_of("anna"), folder / "anna.key")
print("ready", flush=True)
n = 0
while True:
    n += 1
    print(store.append(key, "notice", {"v": 1, "turn": turn, "n": n, "text": "x" * (n * 97 % 5000)}), flush=True)
    if n % 5 == 0:
        store.make_durable()
    if n % 7 == 0:
        store.common()
    if n % 11 == 0:
        store.append(key, "erase", {"v": 1, "ids": [store.common()[0].record.id], "basis": "test"})
"""


@pytest.mark.prove
def test_everything_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    Store.create(tmp_path / "store.db", TABLE, World().root, clock=lambda: 1).close()
    rng = random.Random(11)
    promised: list[str] = []
    for turn in range(KILLS):
        promised += killed(tmp_path, turn, rng.random() * 0.12)
        if turn % 20 == 19:
            check(tmp_path, promised)
    check(tmp_path, promised)
    assert len(promised) > KILLS


def killed(folder: Path, turn: int, after: float) -> list[str]:
    """Start a writer, kill it `after` seconds from its first promise; the ids it had promised."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(folder), str(turn)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    try:
        child.wait(after)
    except subprocess.TimeoutExpired:
        child.kill()
    rest, _ = child.communicate()
    assert child.returncode == -9
    lines = rest.split("\n")[:-1]  # a line without its end was not acknowledged
    return [line for line in lines if len(line) == 64]


def check(folder: Path, promised: list[str]) -> None:
    with Store.open(folder / "store.db", TABLE, clock=lambda: 1) as store:
        assert store.verify() == []
        here = {one.record.id: one.verdict for one in store.common()}
        assert set(promised) <= here.keys()
        assert set(here.values()) <= {"ok", "redacted"}
        store.sign_in(key_of("anna"), person_of("anna"), folder / "anna.key")
        promised.append(store.append(key_of("anna"), "notice", {"v": 1}))
