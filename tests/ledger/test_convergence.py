"""The verdict is a function of the set; stores that hear the same say the same; nothing forged counts."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ledger.world import (
    TABLE,
    Pen,
    World,
    changed_header,
    check,
    key_of,
    person_of,
    with_body,
    with_sig,
    without_body,
)
from trainer.ledger.exchange import Sender, checkpoints_due, read_bundle, write_bundle
from trainer.ledger.identity import BindEnd, Checkpoint, Erase, ForkPick, Overrule, Void
from trainer.ledger.record import Envelope, Malformed, Record, canonical, read
from trainer.ledger.root import with_hr_key
from trainer.ledger.store import Store
from trainer.ledger.verdict import Judgement, Verdicts, judge

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PROOF = settings(max_examples=3_000, derandomize=False, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@cache
def story() -> tuple[World, tuple[Record, ...]]:
    """A world in which everything has happened that a verdict knows: forks on three ranks and how they were decided,
    ended keys, roles that changed, erasures, withdrawals, planted and damaged copies, newer kinds, strangers.
    """
    world = World()
    bob, tom, mia, noah, eve = (world.pen(name) for name in ("bob", "tom", "mia", "noah", "eve"))
    world.root = with_hr_key(world.root, [world.founded.root_key], person=bob.person, pub=bob.key.pub)
    pool: list[Record] = []
    tom_bind = world.bind(tom, "trainee")
    first = tom.claim("first")
    clone = tom.back_to(1)
    left, right = tom.claim("left"), clone.claim("right")
    tom.write("void", Void(id=first.id, reason="slip"), sub=tom.person)
    mia_bind = world.bind(mia, "mentor", by=bob)
    world.bind(noah, "trainee")
    attest = mia.write("attest", sub=tom.person)
    mia_clone = mia.back_to(1)
    mia_says = mia.write("checkpoint", Checkpoint(heads={tom.log: (2, left.id)}))
    mia_clone.write("checkpoint", Checkpoint(heads={tom.log: (2, right.id)}))
    noah.write("checkpoint", Checkpoint(heads={mia.log: (2, mia_says.id)}))
    world.bind(noah, "mentor", from_seq=2)
    noah.write("checkpoint", Checkpoint(heads={mia.log: (2, mia_says.id)}))
    profile = tom.write("profile", {"v": 1, "name": "Tom"}, sub=tom.person)
    world.hr.write("erase", Erase(ids=(profile.id, tom_bind.id), basis="asked"))
    hr_clone = world.hr.back_to(world.hr.seq)
    world.hr.write("overrule", Overrule(id=attest.id, reason="wrong"), sub=tom.person)
    evil = world.bind(eve, "mentor", by=hr_clone)
    bob.write("fork.pick", ForkPick(log=world.hr.log, seq=evil.header.seq, id=world.hr.head[1], reason="seen"))
    eve.write("attest", sub=tom.person)
    last = mia.write("attest", sub=noah.person)
    bob.write("bind.end", BindEnd(bind=mia_bind.id, last_seq=last.header.seq, last_id=last.id, reason="left"))
    mia.write("attest", sub=noah.person)
    noah.write("dream", sub=noah.person)
    noah.write("claim", {"v": 9}, sub=noah.person)
    tom.write("claim", sub=tom.person, org="f" * 64)
    for pen in (world.hr, hr_clone, bob, tom, clone, mia, mia_clone, noah, eve):
        pool += pen.written
    pool += [with_sig(left, bytes(64)), without_body(right), with_body(last, b'{"v":1,"w":2}')]
    pool += [with_sig(tom_bind, bytes(64)), without_body(mia_bind), without_body(profile)]
    return world, tuple(dict.fromkeys(pool))


def fresh(records: list[Record]) -> Judgement:
    world, _ = story()
    return judge(sorted(records, key=lambda one: one.envelope.key), world.root, TABLE, check)


def test_the_story_has_every_verdict_but_those_that_need_an_incomplete_set() -> None:
    _, pool = story()
    found = set(fresh(list(pool)).verdicts.values())
    assert found >= {"ok", "redacted", "withdrawn", "forked", "ended", "unauthorised", "unbound", "newer", "foreign"}


def hear(data: st.DataObject) -> None:
    """Incremental = rebuilt, whatever was heard in which order."""
    world, pool = story()
    order = data.draw(st.lists(st.sampled_from(range(len(pool))), min_size=1, max_size=2 * len(pool)))
    verdicts = Verdicts(world.root, TABLE, check)
    heard: dict[str, Record] = {}
    while order:
        size = data.draw(st.integers(1, 12))
        portion, order = [pool[number] for number in order[:size]], order[size:]
        heard |= {record.envelope.key: record for record in portion}
        before = dict(verdicts.all())
        changed = verdicts.add(portion)
        after = verdicts.judgement()
        assert after == fresh(list(heard.values()))
        assert changed == {one for one, word in after.verdicts.items() if before.get(one) != word}


def shuffled(data: st.DataObject) -> None:
    world, pool = story()
    order = [pool[number] for number in data.draw(st.permutations(range(len(pool))))]
    cut = data.draw(st.integers(0, len(pool)))
    verdicts = Verdicts(world.root, TABLE, check)
    verdicts.add(order[:cut])
    verdicts.add(order)
    assert verdicts.judgement() == fresh(list(pool))


@QUICK
@given(st.data())
def test_what_is_recomputed_equals_what_is_rebuilt(data: st.DataObject) -> None:
    hear(data)


@pytest.mark.prove
@PROOF
@given(st.data())
def test_what_is_recomputed_equals_what_is_rebuilt_proof(data: st.DataObject) -> None:
    hear(data)


@QUICK
@given(st.data())
def test_order_and_repetition_never_matter(data: st.DataObject) -> None:
    shuffled(data)


@pytest.mark.prove
@PROOF
@given(st.data())
def test_order_and_repetition_never_matter_proof(data: st.DataObject) -> None:
    shuffled(data)


# Forgery


def forge(data: st.DataObject) -> None:
    """Change anything of a record by anybody but its signer: the forgery does not count, and what counted before
    still does.
    """
    world, pool = story()
    honest = fresh(list(pool)).verdicts
    victim = data.draw(st.sampled_from(pool))
    how = data.draw(st.sampled_from(("header", "byte", "body", "sig", "resigned")))
    forged: Record
    if how == "body":
        forged = with_body(victim, canonical({"v": 1, "text": data.draw(st.text(st.sampled_from("abc"), max_size=3))}))
    elif how == "sig":
        sig = bytearray(victim.envelope.sig)
        sig[data.draw(st.integers(0, 63))] ^= data.draw(st.integers(1, 255))
        forged = with_sig(victim, bytes(sig))
    elif how == "byte":
        exact = bytearray(victim.envelope.header)
        exact[data.draw(st.integers(0, len(exact) - 1))] ^= data.draw(st.integers(1, 255))
        try:
            forged = read(Envelope(bytes(exact), victim.envelope.sig, victim.envelope.salt, victim.envelope.body))
        except Malformed:
            return
    else:
        field = data.draw(st.sampled_from(("time", "kind", "who", "sub", "refs", "bh")))
        change = {
            "time": data.draw(st.integers(0, 2**40)),
            "kind": data.draw(st.sampled_from(sorted(TABLE))),
            "who": person_of(data.draw(st.sampled_from(("anna", "bob", "eve")))),
            "sub": data.draw(st.sampled_from((None, person_of("tom"), person_of("eve")))),
            "refs": ("0" * 64,),
            "bh": "0" * 64,
        }[field]
        key = key_of("mallory") if how == "resigned" else None
        forged = changed_header(victim, key, {field: change})
    found = judge([*pool, forged], world.root, TABLE, check).verdicts
    if forged.id not in honest:
        assert found[forged.id] != "ok"
    assert {one: word for one, word in found.items() if one in honest} == honest


@QUICK
@given(st.data())
def test_nothing_forged_counts_and_it_harms_nobody(data: st.DataObject) -> None:
    forge(data)


@pytest.mark.prove
@PROOF
@given(st.data())
def test_nothing_forged_counts_and_it_harms_nobody_proof(data: st.DataObject) -> None:
    forge(data)


# Stores


class Firm:
    """Three real stores: HR's, a mentor's and a learner's, which exchange bundles."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.world = World()
        self.now = 1_700_000_000_000
        self.pens: dict[str, Pen] = {name: self.world.pen(name) for name in ("anna", "mia", "tom")}
        self.stores: dict[str, Store] = {}
        self.acknowledged: dict[str, set[str]] = {name: set() for name in self.pens}
        self.secrets: dict[str, bytes] = {}
        self.erased: set[str] = set()
        self.number = 0
        for name, pen in self.pens.items():
            path = folder / name / "store.db"
            path.parent.mkdir()
            self.stores[name] = Store.create(path, TABLE, self.world.root, clock=self.tick, random=self.random)
            self.stores[name].sign_in(pen.key, pen.person)
        for name, roles in (("mia", "mentor"), ("tom", "trainee")):
            record = self.world.bind(self.pens[name], roles)
            body = msgspec.json.decode(record.envelope.body or b"")
            self.stores["anna"].append(self.pens["anna"].key, "bind", body)

    def close(self) -> None:
        for store in self.stores.values():
            store.close()

    def tick(self) -> int:
        self.now += 1000
        return self.now

    def random(self, size: int) -> bytes:
        self.number += 1
        return self.number.to_bytes(size, "big")

    def append(self, name: str) -> None:
        pen, store = self.pens[name], self.stores[name]
        self.number += 1
        secret = f"secret-{self.number}-of-{name}"
        if name == "tom":
            written = store.append(pen.key, "claim", {"v": 1, "text": secret}, sub=pen.person)
            self.secrets[written] = secret.encode()
        elif name == "mia":
            written = store.append(pen.key, "attest", {"v": 1, "text": secret}, sub=self.pens["tom"].person)
        else:
            written = store.append(pen.key, "notice", {"v": 1, "text": secret})
        self.acknowledged[name].add(written)

    def erase(self) -> None:
        """HR erases the oldest of Tom's claims it knows."""
        store = self.stores["anna"]
        known = [one.record.id for one in store.about(self.pens["tom"].person) if one.record.header.kind == "claim"]
        left = [one for one in known if one not in self.erased]
        if left:
            self.erased.add(left[0])
            store.append(self.pens["anna"].key, "erase", {"v": 1, "ids": [left[0]], "basis": "asked"})

    def carry(self, giver: str, taker: str, *, torn: bool = False) -> None:
        pen = self.pens[giver]
        path = self.folder / f"{giver}-{taker}.qicheng"
        sender, to = Sender(pen.log, pen.person), self.pens[taker].person
        write_bundle(self.stores[giver], path, sender, to, may_read=lambda *_: True)
        if torn:
            data = path.read_bytes()
            path.write_bytes(data[: len(data) * 2 // 3])
        read_bundle(self.stores[taker], path)
        if taker != "tom":
            for body in checkpoints_due(self.stores[taker], to):
                self.stores[taker].append(self.pens[taker].key, "checkpoint", body)

    def everybody_meets(self) -> None:
        for _ in range(2):
            for giver in self.pens:
                for taker in self.pens:
                    if giver != taker:
                        self.carry(giver, taker)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("append"), st.sampled_from(["anna", "mia", "tom"])),
        st.tuples(st.just("erase"), st.just("")),
        st.tuples(
            st.sampled_from(["carry", "torn"]), st.sampled_from(["anna mia", "anna tom", "mia anna", "tom anna"])
        ),
        st.tuples(st.sampled_from(["carry", "torn"]), st.sampled_from(["mia tom", "tom mia"])),
    ),
    max_size=14,
)


def live(steps: list[tuple[str, str]]) -> None:
    """Any life of three stores, then everybody meets: all say the same, nothing acknowledged is lost, and what was
    erased is in nobody's file.
    """
    with TemporaryDirectory() as scratch:
        firm = Firm(Path(scratch))
        for step, who in steps:
            if step == "append":
                firm.append(who)
            elif step == "erase":
                firm.erase()
            else:
                firm.carry(*who.split(), torn=step == "torn")
        firm.everybody_meets()
        said = [store.verdicts().judgement() for store in firm.stores.values()]
        noise = [own_words(store) for store in firm.stores.values()]
        assert noise[0] == noise[1] == noise[2]
        assert said[0].people == said[1].people == said[2].people
        for name, ids in firm.acknowledged.items():
            for one in ids:
                for other in firm.stores.values():
                    assert other.verdicts().verdict(one) == ("redacted" if one in firm.erased else "ok"), name
        firm.close()
        for one in firm.erased:
            for path in Path(scratch).rglob("store.db*"):
                assert firm.secrets[one] not in path.read_bytes(), path


def own_words(store: Store) -> dict[str, str]:
    """Every verdict but those on checkpoints, which the last exchange itself adds."""
    return {
        record.id: store.verdicts().verdict(record.id)
        for record in store.records()
        if record.header.kind != "checkpoint"
    }


@settings(QUICK, max_examples=30)
@given(STEPS)
def test_three_stores_agree_after_any_life(steps: list[tuple[str, str]]) -> None:
    live(steps)


@pytest.mark.prove
@settings(PROOF, max_examples=400)
@given(STEPS)
def test_three_stores_agree_after_any_life_proof(steps: list[tuple[str, str]]) -> None:
    live(steps)
