"""One store: opening, appending, receiving, answering, keeping."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ledger.world import TABLE, Pen, World, bind_body, key_of, person_of
from trainer.errors import Refused, Trouble
from trainer.ledger.backup import backup_due, backups, restore, thinned
from trainer.ledger.identity import BindEnd, Erase, plain
from trainer.ledger.keys import Mark, SigningKey, mark_path, read_mark, write_mark
from trainer.ledger.memory import SignatureMemory
from trainer.ledger.record import Envelope, Malformed
from trainer.ledger.root import found_organisation, with_hr_key
from trainer.ledger.store import Store

DAY = 86_400_000
T0 = 1_700_000_000_000


class Clock:
    """Ticks one millisecond at each look."""

    def __init__(self) -> None:
        self.now = T0

    def __call__(self) -> int:
        self.now += 1
        return self.now


class Office:
    """HR's store with Anna signed in, and one trainee Tom whose records come from elsewhere."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.world = World()
        self.clock = Clock()
        self.anna, self.tom = key_of("anna"), self.world.pen("tom")
        self.path = folder / "store.db"
        self.key_file = folder / "anna.key"
        self.store = Store.create(self.path, TABLE, self.world.root, clock=self.clock)
        self.sign_in()

    def sign_in(self) -> None:
        self.store.sign_in(self.anna, person_of("anna"), self.key_file)

    def reopen(self) -> None:
        self.store.close()
        self.store = Store.open(self.path, TABLE, clock=self.clock)
        self.sign_in()

    def notice(self, text: str = "x") -> str:
        return self.store.append(self.anna, "notice", {"v": 1, "text": text})

    def bind(self, pen: Pen, roles: str = "trainee") -> str:
        return self.store.append(self.anna, "bind", plain(bind_body(self.world.org, pen, roles)))

    def verdicts(self, person: str) -> list[str]:
        return [one.verdict for one in self.store.about(person)]

    def raw(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.store.close()


def test_what_was_appended_is_there_after_opening_again(office: Office) -> None:
    first = office.notice("一")
    second = office.store.append(office.anna, "attest", {"v": 1}, sub=office.tom.person, refs=[first])
    office.reopen()
    third = office.notice("三")
    records = [office.store.record(one) for one in (first, second, third)]
    assert [one.record.header.seq for one in records if one] == [1, 2, 3]
    assert [one.verdict for one in records if one] == ["ok", "ok", "ok"]
    assert records[1] is not None
    assert records[1].record.header.refs == (first,)
    assert office.store.heads() == {office.anna.log: (3, third)}
    assert office.store.verify() == []
    assert office.store.record("0" * 64) is None


def test_text_is_brought_to_one_form_and_floats_are_refused(office: Office) -> None:
    one = office.store.record(office.store.append(office.anna, "notice", {"v": 1, "text": "cafe\u0301"}))
    assert one is not None
    assert one.record.envelope.body == '{"text":"café","v":1}'.encode()
    with pytest.raises(Malformed):
        office.store.append(office.anna, "notice", {"v": 1, "share": 0.5})
    assert office.store.verify() == []


def test_a_key_nobody_spoke_for_may_not_sign(office: Office) -> None:
    with pytest.raises(Refused, match="unknown-signer"):
        office.store.append(office.tom.key, "claim", {"v": 1}, sub=office.tom.person)
    office.bind(office.tom)
    office.store.append(office.tom.key, "claim", {"v": 1}, sub=office.tom.person)
    assert office.verdicts(office.tom.person) == ["ok"]


def test_study_begins_before_the_bind_arrives(office: Office) -> None:
    claims = [office.tom.claim(str(n)).envelope for n in range(3)]
    assert len(office.store.receive(claims).new) == 3
    assert office.verdicts(office.tom.person) == ["unbound"] * 3
    assert len(office.store.not_ok()) == 3
    office.store.take_changed()
    office.bind(office.tom)
    assert office.store.take_changed() >= {office.tom.person}
    assert office.verdicts(office.tom.person) == ["ok"] * 3
    assert office.store.not_ok() == []
    assert office.store.heads_of(office.tom.person) == {office.tom.log: office.tom.head}


def test_about_has_what_a_person_signed_and_what_others_say(office: Office) -> None:
    office.bind(office.tom)
    office.store.receive([office.tom.claim().envelope])
    office.store.append(office.anna, "attest", {"v": 1}, sub=office.tom.person)
    office.store.append(office.anna, "profile", {"v": 1}, sub=person_of("anna"))
    kinds = {one.record.header.kind for one in office.store.about(office.tom.person)}
    assert kinds == {"claim", "attest"}
    order = [(one.record.header.log, one.record.header.seq) for one in office.store.about(person_of("anna"))]
    assert order == sorted(order)
    assert {one.record.header.kind for one in office.store.common()} == {"bind"}


def test_everybody_a_record_concerns_is_named_once(office: Office) -> None:
    office.bind(office.tom)
    office.store.take_changed()
    assert office.store.take_changed() == frozenset()
    office.store.append(office.anna, "attest", {"v": 1}, sub=office.tom.person)
    assert office.store.take_changed() == {person_of("anna"), office.tom.person}
    office.store.append(office.anna, "notice", {"v": 1, "people": [[office.tom.person, 60]]})
    assert office.store.take_changed() == {person_of("anna"), office.tom.person}
    office.notice("a rule for everybody")
    assert office.store.take_changed() == {person_of("anna"), office.tom.person}


def test_the_position_moves_with_every_change(office: Office) -> None:
    seen = [office.store.position()]
    office.notice()
    seen.append(office.store.position())
    claim = office.tom.claim()
    office.store.receive([Envelope(claim.envelope.header, claim.envelope.sig, None, None)])
    seen.append(office.store.position())
    office.store.receive([claim.envelope])
    seen.append(office.store.position())
    office.store.receive([claim.envelope])
    assert office.store.position() == seen[-1]
    assert len(set(seen)) == 4


def test_received_newest_is_this_stores_time(office: Office) -> None:
    assert office.store.received_newest(office.tom.person) == 0
    office.store.receive([office.tom.claim().envelope])
    first = office.store.received_newest(office.tom.person)
    assert first > T0
    office.store.append(office.anna, "attest", {"v": 1}, sub=office.tom.person)
    assert office.store.received_newest(office.tom.person) > first


# Receiving


def test_a_body_may_come_after_its_header_and_never_a_wrong_one(office: Office) -> None:
    office.bind(office.tom)
    claim = office.tom.claim()
    bare = Envelope(claim.envelope.header, claim.envelope.sig, None, None)
    planted = replace(claim.envelope, body=b'{"text":"lies","v":1}')
    assert office.store.receive([planted]).new == (claim.id,)
    assert office.verdicts(office.tom.person) == ["nobody"]
    assert office.store.receive([bare]).known == 1
    assert office.store.receive([claim.envelope]).new == (claim.id,)
    assert office.verdicts(office.tom.person) == ["ok"]
    assert office.store.receive([claim.envelope, planted, bare]).new == ()
    assert office.verdicts(office.tom.person) == ["ok"]


def test_a_wrong_signature_never_shuts_out_the_right_one(office: Office) -> None:
    claim = office.tom.claim()
    planted = replace(claim.envelope, sig=bytes(64))
    office.store.receive([planted])  # its key is unknown here: it must be kept
    office.store.receive([claim.envelope])
    office.bind(office.tom)
    assert office.verdicts(office.tom.person) == ["ok"]
    again = office.tom.claim()
    received = office.store.receive([replace(again.envelope, sig=bytes(64)), again.envelope])
    assert (received.new, received.bad) == ((again.id,), 1)


def test_garbage_is_left_out_and_the_rest_comes_in(office: Office) -> None:
    good = office.tom.claim().envelope
    bad = [replace(good, header=b"{}"), replace(good, sig=b"short"), replace(good, salt=None)]
    assert office.store.receive([*bad, good]).new == (good.id,)


def test_a_damaged_row_is_healed_by_receiving_it_again(office: Office) -> None:
    office.bind(office.tom)
    claim = office.tom.claim()
    office.store.receive([claim.envelope])
    office.store.close()
    with office.raw() as raw:
        raw.execute("UPDATE record SET body = NULL, salt = NULL WHERE id = ?", (claim.id,))
        raw.execute("UPDATE record SET body = ?, salt = ? WHERE id = ?", (b"{}", bytes(16), claim.id))
    raw.close()
    office.store = Store.open(office.path, TABLE, clock=office.clock)
    assert [finding.what for finding in office.store.verify()] == ["body"]
    assert office.verdicts(office.tom.person) == ["badbody"]
    office.store.receive([claim.envelope])
    assert office.verdicts(office.tom.person) == ["ok"]
    assert office.store.verify() == []


def test_erased_bytes_are_gone_and_never_return(office: Office) -> None:
    office.bind(office.tom)
    secret = "a very private sentence"
    file = office.store.files.put(b"private picture", "p.png")
    claim = office.tom.write("claim", {"v": 1, "text": secret, "files": [file]}, sub=office.tom.person)
    office.store.receive([claim.envelope])
    erase = office.store.append(office.anna, "erase", plain(Erase(ids=(claim.id,), basis="asked")))
    held = b"".join(path.read_bytes() for path in office.folder.iterdir() if path.is_file())
    assert secret.encode() not in held, "gone from the journal as well, while the program runs"
    assert office.verdicts(office.tom.person) == ["redacted"]
    assert office.store.files.path(str(file["sha256"])) is None
    assert office.tom.person in office.store.take_changed()
    office.store.receive([claim.envelope])
    office.reopen()
    office.store.receive([claim.envelope])
    one = office.store.record(claim.id)
    assert one is not None
    assert (one.verdict, one.record.envelope.body) == ("redacted", None)
    assert office.store.verify() == []
    assert office.store.record(erase) is not None
    office.store.close()
    held = b"".join(path.read_bytes() for path in office.folder.iterdir() if path.is_file())
    assert secret.encode() not in held


def test_an_erasure_reaches_what_arrives_with_it(office: Office, tmp_path: Path) -> None:
    office.bind(office.tom)
    claim = office.tom.claim("private")
    office.store.append(office.anna, "erase", plain(Erase(ids=(claim.id,), basis="asked")))
    with Store.create(tmp_path / "b" / "store.db", TABLE, office.world.root, clock=office.clock) as other:
        other.receive([claim.envelope, *(record.envelope for record in office.store.records())])
        one = other.record(claim.id)
        assert one is not None
        assert (one.verdict, one.record.envelope.body) == ("redacted", None)


def test_an_ended_key_counts_up_to_its_end(office: Office) -> None:
    bind = office.bind(office.tom)
    office.store.receive([office.tom.claim().envelope, office.tom.claim().envelope])
    last = office.tom.written[0].id
    office.store.append(office.anna, "bind.end", plain(BindEnd(bind=bind, last_seq=1, last_id=last, reason="left")))
    assert office.verdicts(office.tom.person) == ["ok", "ended"]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_stores_converge_whatever_arrives_when(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    world = World()
    tom = world.pen("tom")
    written = [tom.claim("a"), world.bind(tom, "trainee"), tom.claim("b"), tom.back_to(1).claim("fork"), tom.claim("c")]
    written.append(world.hr.write("erase", Erase(ids=(written[0].id,), basis="asked")))
    states = []
    for _ in range(2):
        arriving = [record.envelope for record in data.draw(st.permutations([*written, *written[:2]]))]
        cut = data.draw(st.integers(0, len(arriving)))
        path = tmp_path_factory.mktemp("converge") / "store.db"
        with Store.create(path, TABLE, world.root, clock=Clock()) as store:
            store.receive(arriving[:cut])
            store.about(tom.person)
            store.receive(arriving[cut:])
            states.append([(one.record.envelope, one.verdict) for one in store.about(tom.person)])
            assert store.verify() == []
        with Store.open(path, TABLE, clock=Clock(), read_only=True) as again:
            assert [(one.record.envelope, one.verdict) for one in again.about(tom.person)] == states[-1]
    assert states[0] == states[1]


# The own log: forks, gaps, marks


def test_a_forked_log_is_not_continued_until_hr_picks(office: Office) -> None:
    office.bind(office.tom)
    first = office.tom.claim("a")
    clone = office.tom.back_to(1)
    office.store.receive([first.envelope, office.tom.claim("b").envelope, clone.claim("c").envelope])
    with pytest.raises(Refused, match="log-forked"):
        office.store.append(office.tom.key, "claim", {"v": 1}, sub=office.tom.person)
    assert office.verdicts(office.tom.person) == ["ok", "forked", "forked"]
    picked = clone.written[1].id
    pick = {"v": 1, "log": office.tom.log, "seq": 2, "id": picked, "reason": "the laptop in use"}
    office.store.append(office.anna, "fork.pick", pick)
    added = office.store.append(office.tom.key, "claim", {"v": 1}, sub=office.tom.person)
    one = office.store.record(added)
    assert one is not None
    assert (one.record.header.seq, one.record.header.prev, one.verdict) == (3, picked, "ok")


def test_the_mark_never_runs_ahead_of_the_store(office: Office) -> None:
    mark = mark_path(office.key_file)
    office.notice()
    assert read_mark(mark) is None
    office.store.make_durable()
    second = office.notice()
    assert read_mark(mark) != Mark(seq=2, id=second)
    office.reopen()
    assert read_mark(mark) == Mark(seq=2, id=second)


def test_a_store_behind_its_mark_does_not_write_until_the_records_are_back(office: Office) -> None:
    office.notice()
    old = office.store.backup(office.folder / "backups")
    office.notice()
    lost = [record.envelope for record in office.store.records()]
    office.store.close()
    aside = restore(old, office.path, office.clock())
    assert aside is not None
    office.store = Store.open(office.path, TABLE, clock=office.clock)
    office.sign_in()
    with pytest.raises(Trouble, match="store-behind"):
        office.notice()
    office.store.close()
    assert read_mark(mark_path(office.key_file)) == Mark(seq=2, id=lost[-1].id)
    office.store = Store.open(office.path, TABLE, clock=office.clock)
    office.sign_in()
    office.store.receive(lost)
    office.notice()
    assert [one.verdict for one in office.store.common()] == ["ok"] * 3


def test_a_mark_that_cannot_be_read_stops_signing(office: Office) -> None:
    mark_path(office.key_file).write_bytes(b"?")
    with pytest.raises(Trouble, match="mark-damaged"):
        office.sign_in()


def test_writing_needs_a_sound_last_record(office: Office) -> None:
    office.notice()
    office.store.close()
    with office.raw() as raw:
        raw.execute("DROP TRIGGER record_fixed")
        raw.execute("UPDATE record SET id = ?", ("0" * 64,))
        text = office_schema("record_fixed")
        raw.execute(text)
    raw.close()
    office.store = Store.open(office.path, TABLE, clock=office.clock)
    office.store.sign_in(office.anna, person_of("anna"))
    with pytest.raises(Trouble, match="store-damaged"):
        office.notice()


def office_schema(name: str) -> str:
    from trainer.ledger.schema import OBJECTS  # noqa: PLC0415  # only this helper looks at the layout

    return OBJECTS[name]


# Root


def test_a_longer_root_document_is_taken_in(office: Office) -> None:
    bob = office.world.pen("bob")
    notice = bob.write("notice", {"v": 1})
    office.store.receive([notice.envelope])
    root = with_hr_key(office.world.root, [office.world.founded.root_key], person=bob.person, pub=bob.key.pub)
    assert office.store.verdict(notice.id) == "unbound"
    assert office.store.take_root(root.files[1])
    assert not office.store.take_root(root.files[1])
    assert office.store.verdict(notice.id) == "ok"
    assert bob.person in office.store.take_changed()
    office.reopen()
    assert (office.store.root.version, office.store.verdict(notice.id)) == (2, "ok")


def test_a_foreign_root_file_is_refused(office: Office) -> None:
    other = found_organisation("Other", person=person_of("eve"), pub=key_of("eve").pub).root
    with pytest.raises(Malformed):
        office.store.take_root(other.files[0])
    with pytest.raises(Malformed):
        office.store.take_root(b"{}")
    assert office.store.root == office.world.root


# Two stores on one file


def test_a_reader_follows_the_writer(office: Office) -> None:
    with Store.open(office.path, TABLE, read_only=True, clock=office.clock) as reader:
        assert reader.about(office.tom.person) == []
        office.bind(office.tom)
        claim = office.tom.claim()
        office.store.receive([replace(claim.envelope, salt=None, body=None)])
        assert [one.verdict for one in reader.about(office.tom.person)] == ["nobody"]
        office.store.receive([claim.envelope])
        assert [one.verdict for one in reader.about(office.tom.person)] == ["ok"]
        assert office.tom.person in reader.take_changed()
        assert reader.verify() == []
        assert reader.backup(office.folder / "backups").is_file()
        with pytest.raises(Trouble, match="no-rights"):
            reader.append(office.anna, "notice", {"v": 1})


def test_a_second_instance_is_told_so(office: Office) -> None:
    with pytest.raises(Trouble, match="second-instance"):
        Store.open(office.path, TABLE, clock=office.clock)
    with pytest.raises(Trouble, match="second-instance"):
        Store.create(office.path, TABLE, office.world.root, clock=office.clock)
    office.store.close()
    office.store.close()
    with Store.open(office.path, TABLE, clock=office.clock):
        pass


# Bad files


def test_a_missing_store_is_no_bug(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="no-store"):
        Store.open(tmp_path / "store.db", TABLE, clock=Clock())


def test_a_store_is_never_made_over_another(office: Office) -> None:
    office.notice()
    office.store.close()
    with pytest.raises(Trouble, match="not-a-store"):
        Store.create(office.path, TABLE, office.world.root, clock=office.clock)
    with Store.open(office.path, TABLE, clock=office.clock) as store:
        assert len(store.common()) == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("PRAGMA user_version = 99", "store-newer"),
        ("PRAGMA application_id = 1", "not-a-store"),
        ("DROP TRIGGER record_kept", "schema-altered"),
        ("CREATE TABLE extra (x)", "schema-altered"),
        ("UPDATE meta SET value = '0' WHERE name = 'org'", "store-damaged"),
        ("DROP TRIGGER root_kept; DELETE FROM root", "store-damaged|schema-altered"),
    ],
)
def test_a_file_that_is_not_ours_to_write_is_named(office: Office, change: str, code: str) -> None:
    office.store.close()
    with office.raw() as raw:
        raw.executescript(change)
    raw.close()
    with pytest.raises(Trouble, match=code):
        Store.open(office.path, TABLE, clock=office.clock)
    with pytest.raises(Trouble, match=code):  # the lock was let go
        Store.open(office.path, TABLE, clock=office.clock)


@pytest.mark.parametrize("data", [b"", b"not a database at all" * 400, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_damaged_file_is_named(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "store.db"
    path.write_bytes(data)
    with pytest.raises(Trouble, match=r"store-damaged|not-a-store"):
        Store.open(path, TABLE, clock=Clock())


def test_a_full_disk_loses_nothing(office: Office) -> None:
    kept = [office.notice(str(n)) for n in range(5)]
    pages = office.store._connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    office.store._connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Trouble, match="disk-full") as full:  # noqa: PT012  # which append meets the end is SQLite's affair
        while len(kept) < 100:
            kept.append(office.notice("x" * 2000))
    assert full.value.remedy == "free-space"
    office.store._connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    kept.append(office.notice("space again"))
    assert [one.record.id for one in office.store.common()] == kept
    assert office.store.verify() == []


def test_triggers_refuse_accidents(office: Office) -> None:
    one = office.notice()
    office.store.close()
    with office.raw() as raw:
        for sql in (
            "DELETE FROM record",
            "UPDATE record SET header = x'00'",
            "UPDATE record SET got = 1",
            "UPDATE record SET body = x'00'",
            "UPDATE record SET body = NULL",
            "INSERT INTO record SELECT NULL, header, sig, salt, body, id, log, seq, kind, time, who, sub, got FROM record",
            "DELETE FROM root",
            "UPDATE root SET file = x'00'",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                raw.execute(sql)
    raw.close()
    office.store = Store.open(office.path, TABLE, clock=office.clock)
    assert office.store.record(one) is not None


def test_pragmas_hold_on_every_connection(office: Office) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "cell_size_check": 1}
    wanted |= {"secure_delete": 1, "busy_timeout": 5000, "query_only": 0}
    with Store.open(office.path, TABLE, read_only=True, clock=office.clock) as reader:
        for store, query_only in ((office.store, 0), (reader, 1)):
            for name, value in {**wanted, "query_only": query_only}.items():
                assert store._connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() == value


def test_only_genuine_signatures_are_remembered() -> None:
    key, memory = key_of("anna"), SignatureMemory(None)
    sig = key.sign("text/plain", b"said")
    for _ in range(2):
        assert memory.check(key.pub, "text/plain", b"said", sig)
        assert not memory.check(key.pub, "text/plain", b"never said", sig)
        assert not memory.check(key.pub, "text/html", b"said", sig)


def test_the_signature_memory_is_only_a_convenience(office: Office) -> None:
    office.notice()
    office.store.common()
    office.reopen()
    checked = office.path.with_name("store.db.checked")
    assert checked.is_file()
    for data in (b"", b"damaged", b"\0" * 64):
        office.store.close()
        checked.write_bytes(data)
        office.store = Store.open(office.path, TABLE, clock=office.clock)
        assert [one.verdict for one in office.store.common()] == ["ok"]


# Files and backups


def test_files_lie_under_their_hash(office: Office, tmp_path: Path) -> None:
    source = tmp_path / "发票.pdf"
    source.write_bytes(b"%PDF")
    ref = office.store.files.put(source, source.name)
    assert (ref["name"], ref["type"], ref["bytes"]) == ("发票.pdf", "application/pdf", 4)
    assert office.store.files.put(b"%PDF", "again.pdf")["sha256"] == ref["sha256"]
    path = office.store.files.path(str(ref["sha256"]))
    assert path is not None
    assert path.read_bytes() == b"%PDF"
    path.write_bytes(b"changed")
    assert office.store.files.path(str(ref["sha256"])) is None
    assert office.store.files.put(source, "x")["sha256"] == ref["sha256"]
    assert office.store.files.path(str(ref["sha256"])) is not None
    assert office.store.files.path("../store.db") is None
    assert office.store.files.path("0" * 64) is None


def test_files_have_bounds(office: Office, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="file-too-big"):
        office.store.files.put(b"x" * (10 * 1024 * 1024 + 1), "big")
    with pytest.raises(Refused, match="file-empty"):
        office.store.files.put(b"", "nothing")
    with pytest.raises(Trouble, match="file-missing"):
        office.store.files.put(tmp_path / "absent", "absent")
    with pytest.raises(Trouble, match="not-a-file"):
        office.store.files.put(tmp_path, "folder")


def test_a_backup_is_a_whole_store(office: Office) -> None:
    kept = [office.notice(str(n)) for n in range(20)]
    folder = office.folder / "backups"
    assert backup_due(folder, office.clock.now)
    made = office.store.backup(folder)
    assert not backup_due(folder, office.clock.now)
    assert backup_due(folder, office.clock.now + DAY)
    with Store.open(made, TABLE, read_only=True, clock=office.clock) as copy:
        assert [one.record.id for one in copy.common()] == kept
        assert copy.verify() == []


def test_a_backup_that_cannot_be_read_leaves_the_store_where_it_is(office: Office) -> None:
    kept = office.notice()
    office.store.close()
    with pytest.raises(Trouble, match="file-missing"):
        restore(office.folder / "stick" / "store-20260101T000000Z.db", office.path, office.clock())
    office.store = Store.open(office.path, TABLE, clock=office.clock)
    assert office.store.record(kept) is not None
    assert not list(office.folder.glob("*.part"))


def test_a_backup_of_an_altered_store_is_refused(office: Office) -> None:
    office.notice()
    office.store._connection.exec_driver_sql("DROP TRIGGER record_fixed")
    office.store._connection.exec_driver_sql("UPDATE record SET kind = 'other'")
    office.store._connection.exec_driver_sql(office_schema("record_fixed"))
    with pytest.raises(Trouble, match="backup-failed"):
        office.store.backup(office.folder / "backups")
    assert backups(office.folder / "backups") == []


def test_old_backups_are_thinned(tmp_path: Path) -> None:
    days = [f"store-2026{month:02}{day:02}T080000Z.db" for month in range(1, 7) for day in range(1, 29)]
    paths = [tmp_path / name for name in [*days, "store-20260628T170000Z.db"]]
    now = 1_782_700_000_000  # 2026-06-29 02:26 UTC
    kept = sorted(set(paths) - set(thinned(paths, now)))
    assert [path.name[6:14] for path in kept][-7:] == [f"202606{day}" for day in range(22, 29)]
    assert paths[-1] in kept
    assert 12 <= len(kept) <= 7 + 8 + 6
    assert all(any(path.name[6:12] == f"2026{month:02}" for path in kept) for month in range(1, 7))


def test_verify_reports_progress_and_can_be_stopped(office: Office) -> None:
    for n in range(300):
        office.notice(str(n))
    steps: list[tuple[int, int]] = []
    office.store.verify(lambda done, total: steps.append((done, total)))
    assert steps == [(256, 300), (300, 300)]

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        office.store.verify(stop)
    assert office.store.verify() == []


def test_two_keys_of_one_store_do_not_mix(office: Office) -> None:
    tom: SigningKey = office.tom.key
    office.store.sign_in(tom, office.tom.person, office.folder / "tom.key")
    for _ in range(3):
        office.notice()
        office.store.append(tom, "claim", {"v": 1}, sub=office.tom.person)
    office.bind(office.tom)
    ends = {log: seq for log, (seq, _) in office.store.heads().items()}
    assert ends == {office.anna.log: 4, tom.log: 3}
    office.store.make_durable()
    marks = [read_mark(mark_path(office.folder / name)) for name in ("anna.key", "tom.key")]
    assert [mark.seq for mark in marks if mark] == [4, 3]
    write_mark(mark_path(office.folder / "tom.key"), Mark(seq=9, id="0" * 64))
    office.store.sign_in(tom, office.tom.person, office.folder / "tom.key")
    with pytest.raises(Trouble, match="store-behind"):
        office.store.append(tom, "claim", {"v": 1}, sub=office.tom.person)
    assert office.notice()


def test_every_copy_of_a_record_is_given_out_in_order(office: Office) -> None:
    office.bind(office.tom)
    office.store.receive([office.tom.claim().envelope for _ in range(3)])
    order = [(record.header.log, record.header.seq) for record in office.store.records()]
    assert order == sorted(order)
    assert len(list(itertools.islice(office.store.records(), 2))) == 2
