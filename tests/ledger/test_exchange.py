"""Bundles between real stores: what goes to whom, what survives damage, and what never comes back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ledger.world import TABLE, Pen, World
from trainer.errors import Trouble
from trainer.ledger.bundle import LINE_MAX, PART_BYTES
from trainer.ledger.exchange import (
    Note,
    Sender,
    bundles_in,
    checkpoints_due,
    fill_mailbox,
    nobody_else,
    read_bundle,
    take_in,
    write_bundle,
)
from trainer.ledger.keys import CHEAP, lock, read_mark, save_key
from trainer.ledger.record import Record, canonical
from trainer.ledger.store import Store


class Desk:
    """One person's computer: a store of the world's organisation and the key that is signed in."""

    def __init__(self, world: World, pen: Pen, folder: Path) -> None:
        folder.mkdir()
        self.pen, self.person, self.key = pen, pen.person, pen.key
        self.sender = Sender(pen.log, pen.person)
        self.now = 1_700_000_000_000
        self.folder = folder
        self.store = Store.create(folder / "store.db", TABLE, world.root, clock=self.tick)
        self.store.sign_in(pen.key, pen.person)

    def tick(self) -> int:
        self.now += 1
        return self.now

    def claim(self, text: str, **more: object) -> str:
        return self.store.append(self.key, "claim", {"v": 1, "text": text, **more}, sub=self.person)

    def checkpoint(self) -> int:
        due = checkpoints_due(self.store, self.person)
        for body in due:
            self.store.append(self.key, "checkpoint", body)
        return len(due)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def desks(world: World, tmp_path: Path) -> Iterator[Callable[[str], Desk]]:
    made: dict[str, Desk] = {}

    def desk(name: str) -> Desk:
        if name not in made:
            made[name] = Desk(world, world.pen(name), tmp_path / name)
        return made[name]

    yield desk
    for one in made.values():
        one.store.close()


@pytest.fixture
def office(world: World, desks: Callable[[str], Desk]) -> Desk:
    """HR's desk, where Tom and Eve are trainees and Mia is a mentor."""
    anna = desks("anna")
    for name, roles in (("tom", "trainee"), ("mia", "mentor"), ("eve", "trainee")):
        record = world.bind(world.pen(name), roles)
        anna.store.append(anna.key, "bind", msgspec.json.decode(record.envelope.body or b""))
    return anna


def verdicts(desk: Desk) -> dict[str, str]:
    return dict(desk.store.verdicts().all())


def give(giver: Desk, taker: Desk, tmp_path: Path, **how: object) -> Path:
    path = tmp_path / "stick.qicheng"
    write_bundle(giver.store, path, giver.sender, taker.person, whole=bool(how.get("whole")))
    read_bundle(taker.store, path)
    return path


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def test_a_claim_reaches_hr_and_its_bind_comes_back(office: Desk, desks: Callable[[str], Desk], tmp_path: Path) -> None:
    tom = desks("tom")
    claim = tom.claim("first day")
    assert verdicts(tom) == {claim: "unbound"}
    path = tmp_path / "stick.qicheng"
    sent = write_bundle(tom.store, path, tom.sender, office.person)
    assert (sent.records, sent.bodies, sent.bytes) == (1, 1, path.stat().st_size)
    report = read_bundle(office.store, path)
    assert (report.received, report.known, report.bad, report.notes) == (1, 0, 0, [])
    assert (report.senders, report.newest) == ({tom.person}, tom.now)
    assert office.store.verdict(claim) == "ok"
    assert read_bundle(office.store, path).known == 1
    give(office, tom, tmp_path)
    assert set(verdicts(tom).values()) == {"ok"}


def test_records_of_an_unknown_key_are_kept_and_wait(
    office: Desk, desks: Callable[[str], Desk], tmp_path: Path
) -> None:
    tom, mia = desks("tom"), desks("mia")
    claim = tom.claim("early")
    path = tmp_path / "early.qicheng"
    write_bundle(tom.store, path, tom.sender)
    read_bundle(mia.store, path)
    assert mia.store.verdict(claim) == "unbound"
    give(office, mia, tmp_path)
    assert mia.store.verdict(claim) == "ok"


def test_who_gets_what(office: Desk, desks: Callable[[str], Desk], tmp_path: Path) -> None:
    tom, eve, mia = desks("tom"), desks("eve"), desks("mia")
    toms, eves = tom.claim("tom's"), eve.claim("eve's")
    notice = office.store.append(office.key, "notice", {"v": 1, "text": "for all"})
    about_eve = office.store.append(office.key, "attest", {"v": 1, "text": "about eve"}, sub=eve.person)
    for learner in (tom, eve):
        give(learner, office, tmp_path)

    def bodies(to: str | None, may: Callable[[str, Record], bool] = nobody_else) -> tuple[set[str], set[str]]:
        path = tmp_path / "to.qicheng"
        write_bundle(office.store, path, office.sender, to, may_read=may)
        store = Store.create(
            tmp_path / f"reader{len(list(tmp_path.iterdir()))}" / "store.db",
            TABLE,
            office.store.root,
            clock=office.tick,
        )
        with store:
            read_bundle(store, path)
            found = list(store.records())
        return {one.id for one in found}, {one.id for one in found if one.envelope.body is not None}

    everything = {record.id for record in office.store.records()}
    assert bodies(None) == (everything, everything)
    assert bodies(office.person) == (everything, everything)
    here, read = bodies(tom.person)
    assert here == everything - {eves}, "whole headers of HR's and his own log, nothing of a colleague's"
    assert read == everything - {eves, notice, about_eve}, "binds are everybody's, the rest is not his"
    here, read = bodies(mia.person, lambda to, one: to == mia.person and one.header.sub == tom.person)
    assert here == everything - {eves}
    assert toms in read
    assert about_eve not in read


@pytest.mark.parametrize("kept", [0.999, 0.7, 0.3])
def test_a_torn_bundle_gives_its_whole_lines(
    office: Desk, desks: Callable[[str], Desk], tmp_path: Path, kept: float
) -> None:
    tom = desks("tom")
    claims = [tom.claim(f"day {day}") for day in range(20)]
    path = tmp_path / "stick.qicheng"
    write_bundle(tom.store, path, tom.sender, office.person)
    data = path.read_bytes()
    torn = tmp_path / "torn.qicheng"
    torn.write_bytes(data[: int(len(data) * kept)])
    report = read_bundle(office.store, torn)
    assert report.notes == [Note("torn", "torn.qicheng")]
    whole = torn.read_bytes().split(b"\n")[:-1]
    assert report.received == sum(line.startswith(b'{"header"') for line in whole) > 0
    assert {office.store.verdict(claim) for claim in claims[: report.received]} <= {"ok"}
    assert read_bundle(office.store, path).received == 20 - report.received


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_changed_byte_is_noticed_and_forges_nothing(
    office: Desk, desks: Callable[[str], Desk], tmp_path: Path, data: st.DataObject
) -> None:
    tom, mia = desks("tom"), desks("mia")
    if not verdicts(mia):
        give(office, mia, tmp_path)
        tom.claim("one")
        tom.claim("two")
    honest = {record.id for desk in (tom, office) for record in desk.store.records()}
    path = tmp_path / "stick.qicheng"
    write_bundle(tom.store, path, tom.sender)
    exact = bytearray(path.read_bytes())
    exact[data.draw(st.integers(0, len(exact) - 1))] ^= data.draw(st.integers(1, 255))
    path.write_bytes(bytes(exact))
    try:
        report = read_bundle(mia.store, path)
    except Trouble as trouble:
        if trouble.code != "not-a-bundle":
            raise
        return
    assert report.notes
    assert {one for one, word in verdicts(mia).items() if word == "ok"} <= honest
    assert all(record.envelope.body is not None for record in mia.store.records() if record.header.kind == "claim")


def test_a_damaged_body_does_not_let_its_header_in(office: Desk, desks: Callable[[str], Desk], tmp_path: Path) -> None:
    """Else a checkpoint would cite the header, and the body would never be sent again."""
    tom = desks("tom")
    claim = tom.claim("true")
    path = tmp_path / "stick.qicheng"
    write_bundle(tom.store, path, tom.sender, office.person)
    exact = path.read_bytes()
    true, fake = (msgspec.json.encode(canonical({"v": 1, "text": text})) for text in ("true", "fake"))
    assert true in exact
    path.write_bytes(exact.replace(true, fake))
    report = read_bundle(office.store, path)
    assert (report.bad, report.received) == (1, 0)
    path.write_bytes(exact)
    read_bundle(office.store, path)
    assert office.store.verdict(claim) == "ok"


def test_a_forked_log_is_sent_whole(world: World, office: Desk, desks: Callable[[str], Desk], tmp_path: Path) -> None:
    tom = desks("tom")
    tom.claim("one")
    give(tom, office, tmp_path)
    office.checkpoint()
    clone = world.pen("tom")
    clone.claim("from a cloned disk")
    clone.claim("and on")
    tom.store.receive([record.envelope for record in clone.written])
    give(office, tom, tmp_path)
    path = tmp_path / "all.qicheng"
    write_bundle(tom.store, path, tom.sender, office.person)
    report = read_bundle(office.store, path)
    assert report.received == 2
    (fork,) = office.store.forks()
    assert fork.log == tom.pen.log


def test_foreign_lines_are_counted_and_left_out(office: Desk, tmp_path: Path) -> None:
    other = World("Strangers")
    stranger = Desk(other, other.hr, tmp_path / "stranger")
    stranger.store.append(stranger.key, "notice", {"v": 1})
    path = tmp_path / "foreign.qicheng"
    write_bundle(stranger.store, path, stranger.sender)
    before = office.store.position()
    report = read_bundle(office.store, path)
    assert (report.foreign, report.received, report.bad) == (2, 0, 0), "a root file and a record"
    assert office.store.position() == before
    stranger.store.close()


def test_what_is_not_a_bundle(office: Desk, tmp_path: Path) -> None:
    for number, content in enumerate((b"", b"hello\n", b"\x00" * 100, b'{"bundle":1}\n')):
        path = tmp_path / f"{number}.qicheng"
        path.write_bytes(content)
        with pytest.raises(Trouble, match="not-a-bundle" if content else "empty-bundle"):
            read_bundle(office.store, path)
    with pytest.raises(Trouble, match="file-missing"):
        read_bundle(office.store, tmp_path / "absent.qicheng")


def greeting(desk: Desk, version: int = 1) -> bytes:
    return canonical({"bundle": version, "log": desk.pen.log, "org": desk.store.org, "person": desk.person, "to": None})


def test_a_line_without_end_stops_the_reading(office: Desk, tmp_path: Path) -> None:
    path = tmp_path / "big.qicheng"
    path.write_bytes(greeting(office) + b"\n" + b'{"header":"' + b"A" * (LINE_MAX + 10) + b'"}\n')
    assert read_bundle(office.store, path).notes == [Note("too-big", "big.qicheng")]


def test_lines_of_a_later_format_are_counted_and_left_out(office: Desk, tmp_path: Path) -> None:
    path = tmp_path / "later.qicheng"
    header = {"v": 2, "org": office.store.org, "rings": 3}
    record = {
        "header": msgspec.to_builtins(canonical(header)),
        "sig": msgspec.to_builtins(bytes(64)),
        "salt": None,
        "body": None,
    }
    path.write_bytes(
        greeting(office, 2) + b"\n" + b'{"hologram":1}\n' + json.dumps(record).replace(": ", ":").encode() + b"\n"
    )
    report = read_bundle(office.store, path)
    assert (report.later, report.newer, report.bad, report.received) == (2, 0, 0, 0)
    assert report.notes == [Note("newer", "later.qicheng"), Note("torn", "later.qicheng")]


def test_a_header_nested_without_end_is_one_bad_line(office: Desk, tmp_path: Path) -> None:
    path = tmp_path / "deep.qicheng"
    header = b'{"v":1,"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    line = msgspec.json.encode({"header": header, "sig": bytes(64), "salt": None, "body": None})
    path.write_bytes(greeting(office) + b"\n" + line + b"\n")
    assert read_bundle(office.store, path).bad == 1


def test_newer_kinds_are_kept_and_passed_on(office: Desk, desks: Callable[[str], Desk], tmp_path: Path) -> None:
    tom, mia = desks("tom"), desks("mia")
    dream = tom.store.append(tom.key, "dream", {"v": 1}, sub=tom.person)
    path = tmp_path / "stick.qicheng"
    write_bundle(tom.store, path, tom.sender, office.person)
    report = read_bundle(office.store, path)
    assert (report.received, report.newer, report.later) == (1, 1, 0)
    write_bundle(office.store, path, office.sender)
    assert read_bundle(mia.store, path).newer == 1
    assert mia.store.verdict(dream) == "newer"


def test_files_travel_with_the_records_that_name_them(
    office: Desk, desks: Callable[[str], Desk], tmp_path: Path
) -> None:
    tom = desks("tom")
    content = bytes(range(256)) * (PART_BYTES // 256) + b"end"
    file = tom.store.files.put(content, "certificate.pdf")
    claim = tom.claim("course", files=[file])
    path = tmp_path / "stick.qicheng"
    assert write_bundle(tom.store, path, tom.sender, office.person).files == 1
    assert [line["part"] for line in lines(path) if "file" in line] == [0, 1]
    report = read_bundle(office.store, path)
    assert (report.files, report.bad) == (1, 0)
    arrived = office.store.files.path(str(file["sha256"]))
    assert arrived is not None
    assert arrived.read_bytes() == content
    assert read_bundle(office.store, path).files == 0
    assert office.store.verdict(claim) == "ok"


def test_a_file_that_is_not_what_it_says_is_left_out(
    office: Desk, desks: Callable[[str], Desk], tmp_path: Path
) -> None:
    tom = desks("tom")
    file = tom.store.files.put(b"true content", "a.txt")
    tom.claim("course", files=[file])
    path = tmp_path / "stick.qicheng"
    write_bundle(tom.store, path, tom.sender, office.person)
    planted = msgspec.json.encode(b"fake content").strip(b'"')
    path.write_bytes(path.read_bytes().replace(msgspec.json.encode(b"true content").strip(b'"'), planted))
    report = read_bundle(office.store, path)
    assert (report.bad, report.files, report.received) == (1, 0, 1)
    assert report.notes == [Note("altered", "stick.qicheng")]
    assert office.store.files.path(str(file["sha256"])) is None


def test_what_others_say_about_a_person_reaches_them_with_its_body(
    office: Desk, desks: Callable[[str], Desk], tmp_path: Path
) -> None:
    tom, mia = desks("tom"), desks("mia")
    said = office.store.append(office.key, "attest", {"v": 1, "text": "well done"}, sub=tom.person)
    path = tmp_path / "stick.qicheng"
    for desk, verdict in ((tom, "ok"), (mia, "nobody")):
        write_bundle(office.store, path, office.sender, desk.person, whole=True)
        read_bundle(desk.store, path)
        assert desk.store.verdict(said) == verdict


def test_erased_bytes_never_return(office: Desk, desks: Callable[[str], Desk], tmp_path: Path) -> None:
    tom = desks("tom")
    file = tom.store.files.put(b"a photograph", "photo.jpg")
    secret = tom.claim("my illness", files=[file])
    old = tmp_path / "old.qicheng"
    write_bundle(tom.store, old, tom.sender)
    read_bundle(office.store, old)
    office.store.append(office.key, "erase", {"v": 1, "ids": [secret], "basis": "asked"})
    report = read_bundle(office.store, old)
    assert (report.received, report.files) == (0, 0)
    give(office, tom, tmp_path)
    for desk in (office, tom):
        found = desk.store.record(secret)
        assert found is not None
        assert (found.verdict, found.record.envelope.body) == ("redacted", None)
        assert desk.store.files.path(str(file["sha256"])) is None
    late = desks("mia")
    give(office, late, tmp_path)
    read_bundle(late.store, old)
    assert late.store.verdict(secret) == "redacted"
    assert late.store.files.path(str(file["sha256"])) is None
    assert b"my illness" not in late.store.path.read_bytes()


def test_after_a_checkpoint_only_what_is_new_is_sent(
    office: Desk, desks: Callable[[str], Desk], tmp_path: Path
) -> None:
    tom, mia = desks("tom"), desks("mia")
    give(office, tom, tmp_path)
    tom.claim("one")
    give(tom, office, tmp_path)
    assert office.checkpoint() == 1
    assert office.checkpoint() == 0
    give(office, tom, tmp_path)
    tom.claim("two")
    path = tmp_path / "again.qicheng"
    bodies = write_bundle(tom.store, path, tom.sender, office.person)
    own = [line for line in lines(path) if "header" in line]
    assert (bodies.records, len(own)) == (5, 5), "HR's four records are HR's own, which it never cites; of Tom's, one"
    assert write_bundle(tom.store, path, tom.sender, office.person, whole=True).records == 6
    give(office, mia, tmp_path)
    assert mia.checkpoint() == 1
    give(mia, office, tmp_path)
    assert (office.checkpoint(), mia.checkpoint()) == (0, 0), "checkpoints do not answer each other for ever"


def test_whoever_may_read_lately_gets_the_old_bodies(
    office: Desk, desks: Callable[[str], Desk], tmp_path: Path
) -> None:
    tom, mia = desks("tom"), desks("mia")
    about = office.store.append(office.key, "attest", {"v": 1, "text": "enrolled"}, sub=tom.person)
    give(office, mia, tmp_path)
    mia.checkpoint()
    give(mia, office, tmp_path)
    assert mia.store.verdict(about) == "nobody"
    path = tmp_path / "now.qicheng"

    def may(to: str, record: Record) -> bool:
        return to == mia.person and record.header.sub == tom.person

    none = write_bundle(office.store, path, office.sender, mia.person, may_read=may, lately=lambda *_: frozenset())
    one = write_bundle(
        office.store, path, office.sender, mia.person, may_read=may, lately=lambda *_: frozenset({tom.person})
    )
    assert one.bodies == none.bodies + 1
    read_bundle(mia.store, path)
    assert mia.store.verdict(about) == "ok"


def test_the_mark_is_durable_before_anything_leaves(office: Desk, desks: Callable[[str], Desk], tmp_path: Path) -> None:
    tom = desks("tom")
    key_file = tmp_path / "tom.key"
    save_key(key_file, lock(tom.key, "x" * 15, org=tom.store.org, person=tom.person, name="Tom", kdf=CHEAP))
    tom.store.sign_in(tom.key, tom.person, key_file)
    claim = tom.claim("one")
    assert read_mark(key_file.with_suffix(".mark")) is None
    write_bundle(tom.store, tmp_path / "stick.qicheng", tom.sender)
    mark = read_mark(key_file.with_suffix(".mark"))
    assert mark is not None
    assert (mark.seq, mark.id) == (1, claim)


def test_a_bundle_that_cannot_be_written_leaves_nothing_behind(office: Desk, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="file-missing"):
        write_bundle(office.store, tmp_path / "gone" / "stick.qicheng", office.sender)
    assert not list(tmp_path.glob("*.qicheng*"))


def test_a_mailbox_brings_everybody_together(office: Desk, desks: Callable[[str], Desk], tmp_path: Path) -> None:
    tom, mia = desks("tom"), desks("mia")
    claim = tom.claim("by mailbox")
    share = tmp_path / "share"
    share.mkdir()
    (share / "holiday.qicheng").write_bytes(b"not ours\n")
    (share / "readme.txt").write_text("anything")

    def visit(desk: Desk) -> list[str]:
        notes = [note for path in bundles_in(share, desk.sender) for note in take_in(desk.store, path).notes]
        assert notes == [Note("not-a-bundle", "holiday.qicheng")]
        if desk is not tom:
            desk.checkpoint()
        return [sent.path.name for sent in fill_mailbox(desk.store, share, desk.sender, may_read=lambda *_: True)]

    assert [name[-24:-8] for name in visit(tom)] == [office.person[:16]], "HR is known from the root document"
    for desk in (office, tom, office, mia, office):
        visit(desk)
    assert mia.store.verdict(claim) == "ok"
    assert tom.store.verdict(claim) == "ok"
    before = {path.name: path.read_bytes() for path in share.iterdir()}
    position = office.store.position()
    visit(office)
    assert office.store.position() == position
    assert {path.name: path.read_bytes() for path in share.iterdir()} == before
    prefixes = {name[:16] for name in before if name.endswith(".qicheng") and name != "holiday.qicheng"}
    assert prefixes == {desk.pen.log[:16] for desk in (office, tom, mia)}
    assert len([name for name in before if name.startswith(tom.pen.log[:16])]) == 1, "one bundle per recipient stays"


def test_a_mailbox_that_is_away_is_trouble(office: Desk, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="file-missing"):
        bundles_in(tmp_path / "unplugged", office.sender)
    (tmp_path / "a file").write_bytes(b"")
    with pytest.raises(Trouble, match="disk-failed"):
        fill_mailbox(office.store, tmp_path / "a file", office.sender, [office.person])
