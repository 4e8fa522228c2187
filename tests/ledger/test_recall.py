"""What a store remembers is what it would read: incremental equals rebuilt, and nothing outlives its erasure."""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger.world import TABLE, Pen, Record, World, bind_body, key_of, person_of, without_body
from trainer.ledger.archive import Archive
from trainer.ledger.database import connect
from trainer.ledger.identity import Erase, Void, plain
from trainer.ledger.recall import Recall
from trainer.ledger.record import Judged
from trainer.ledger.store import Store

NAMES = ("anna", "tom", "mia")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["receive", "receive-header", "erase"]), st.integers(0, 15)),
        st.tuples(st.sampled_from(["bind", "notice", "look"]), st.integers(1, 2)),
    ),
    max_size=14,
)


def pool(tom: Pen, mia: Pen) -> list[Record]:
    """What may arrive from elsewhere, in any order: Tom's claims, one voided, a side of a fork, Mia's word on Tom."""
    claims = [tom.claim(f"work {n}") for n in range(6)]
    void = tom.write("void", Void(id=claims[2].id, reason="slip"), sub=tom.person)
    fork = tom.back_to(5).claim("another side")
    words = [mia.write("attest", sub=tom.person, refs=[claims[n].id]) for n in range(4)]
    return [*claims, void, fork, *words, *(without_body(one) for one in words)]


class Office:
    """HR's store being written, with a reader of its own on the same file."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "store.db"
        self.world = World()
        self.pens = {name: self.world.pen(name) for name in ("tom", "mia")}
        self.pool = pool(self.pens["tom"], self.pens["mia"])
        self.now = 0
        self.writer = Store.create(self.path, TABLE, self.world.root, clock=self._clock)
        self.writer.sign_in(key_of("anna"), person_of("anna"))
        self.reader = Store.open(self.path, TABLE, read_only=True, clock=self._clock)

    def _clock(self) -> int:
        self.now += 1
        return self.now

    def close(self) -> None:
        self.reader.close()
        self.writer.close()

    def step(self, what: str, n: int) -> None:
        anna = key_of("anna")
        match what:
            case "receive":
                self.writer.receive([self.pool[n].envelope])
            case "receive-header":
                self.writer.receive([without_body(self.pool[n]).envelope])
            case "erase":
                self.writer.append(anna, "erase", plain(Erase(ids=(self.pool[n].id,), basis="asked")))
            case "notice":
                self.writer.append(anna, "notice", {"v": 1, "n": n})
            case "bind":
                pen = self.pens[("tom", "mia")[n - 1]]
                roles = {"tom": "trainee", "mia": "mentor"}[pen.name]
                self.writer.append(anna, "bind", plain(bind_body(self.world.org, pen, roles)))
            case _:
                self.look()

    def look(self) -> None:
        with Store.open(self.path, TABLE, read_only=True, clock=self._clock) as fresh:
            told = everything(fresh, self.pool)
        assert everything(self.writer, self.pool) == told
        assert everything(self.reader, self.pool) == told


def everything(store: Store, asked: list[Record]) -> list[list[Judged]]:
    singles = [one for record in asked if (one := store.record(record.id)) is not None]
    return [*(store.about(person_of(name)) for name in NAMES), store.common(), singles, store.not_ok()]


@settings(max_examples=40, deadline=None)
@given(steps=STEPS)
def test_what_is_remembered_is_what_would_be_read(steps: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder, closing(Office(Path(folder))) as office:
        for what, n in [("look", 1), *steps, ("look", 1)]:
            office.step(what, n)


def test_little_is_held_and_the_longest_unasked_goes_first(tmp_path: Path) -> None:
    world = World()
    pens = [world.pen(f"tom-{n}", person_of("tom")) for n in range(3)]
    records = [pen.claim(str(n)) for pen in pens for n in range(4)]
    Store.create(tmp_path / "store.db", TABLE, world.root, clock=lambda: 1).close()
    connection = connect(tmp_path / "store.db", read_only=False)
    archive = Archive(connection, tmp_path / "store.db")
    archive.change(records, [], [])
    recall = Recall(archive, most=9)
    first, second = recall.of_log(pens[0].log), recall.of_log(pens[1].log)
    assert recall.of_log(pens[0].log) is first
    recall.of_log(pens[2].log)
    assert recall.of_log(pens[0].log) is first
    assert recall.of_log(pens[1].log) is not second
    assert recall.of_log(pens[1].log) == second
    recall.clear()
    assert recall.of_log(pens[0].log) == first
    connection.close()
