"""`trainer verify` on a store of 3,000 records: every damaged record is printed with its log and position."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest

from tests.ledger.world import World, bind_body, key_of, person_of
from trainer import cli, config
from trainer.domain.people import WHO_MAY
from trainer.ledger.identity import plain
from trainer.ledger.schema import OBJECTS
from trainer.ledger.store import Store

RECORDS = 3000
DAMAGED = 40
"""One bit each in that many records, in any of the bytes that are signed or hashed."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    world, now = World(), iter(range(1_700_000_000_000, 1_800_000_000_000))
    tom = world.pen("tom")
    world.bind(tom, "trainee")
    for n in range(RECORDS):
        tom.write("lesson.done", {"v": 1, "lesson": f"l{n}", "hash": "h", "sections": []}, sub=tom.person)
    with Store.create(config.store_path(tmp_path), WHO_MAY, world.root, clock=lambda: next(now)) as store:
        store.sign_in(key_of("anna"), person_of("anna"))
        store.append(key_of("anna"), "bind", plain(bind_body(world.org, tom, "trainee")))
        store.receive([record.envelope for record in tom.written])
    return tmp_path


def damage(path: Path) -> set[tuple[str, int]]:
    """Flip one bit in each of some rows, as a failing disk or a file editor does. The (log, position) of each."""
    rng = random.Random(5)
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("DROP TRIGGER record_fixed")
    hit = set()
    for n, log, seq in rng.sample(raw.execute("SELECT n, log, seq FROM record").fetchall(), DAMAGED):
        column = rng.choice(("sig", "salt", "body"))
        value = bytearray(raw.execute(f"SELECT {column} FROM record WHERE n = ?", (n,)).fetchone()[0])
        value[rng.randrange(len(value))] ^= 1 << rng.randrange(8)
        raw.execute(f"UPDATE record SET {column} = ? WHERE n = ?", (bytes(value), n))
        hit.add((log, seq))
    raw.execute(OBJECTS["record_fixed"])
    raw.close()
    return hit


def test_a_sound_store_holds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--data", str(folder), "verify"]) == 0
    out = capsys.readouterr().out
    assert str(RECORDS + 1) in out
    assert "Everything holds." in out


def test_every_damaged_record_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hit = damage(config.store_path(folder))
    assert cli.main(["--data", str(folder), "verify"]) != 0
    lines = capsys.readouterr().out.splitlines()
    for log, seq in hit:
        assert any(log[:8] in line and f" {seq}" in line for line in lines), (log, seq)
    assert len([line for line in lines if any(log[:8] in line for log, _ in hit)]) == DAMAGED
