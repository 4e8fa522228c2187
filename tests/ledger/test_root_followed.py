"""A store that is open for reading takes up a new root document without being opened again."""

from __future__ import annotations

from pathlib import Path

from tests.ledger.world import key_of, person_of
from trainer.domain.people import WHO_MAY
from trainer.ledger.root import found_organisation, with_hr_key, without_hr_key
from trainer.ledger.store import Store


def test_a_reading_store_follows_the_root_document(tmp_path: Path) -> None:
    founded = found_organisation("启程财税", person=person_of("anna"), pub=key_of("anna").pub)
    path = tmp_path / "records.db"
    with Store.create(path, WHO_MAY, founded.root, clock=lambda: 1) as store:
        store.sign_in(key_of("anna"), person_of("anna"))
        store.sign_in(key_of("ben"), person_of("ben"))
        store.append(key_of("anna"), "profile", {"v": 1}, sub=person_of("anna"))
        early = store.append(key_of("ben"), "profile", {"v": 1}, sub=person_of("anna"))
        with Store.open(path, WHO_MAY, read_only=True, clock=lambda: 1) as reading:
            assert reading.root.version == 1
            assert reading.verdict(early) == "unbound"
            reading.take_changed()
            two = with_hr_key(founded.root, [founded.root_key], person=person_of("ben"), pub=key_of("ben").pub)
            assert store.take_root(two.files[-1])
            assert reading.root.version == 2
            assert reading.verdict(early) == "ok"
            assert "hr" in reading.people()[person_of("ben")].roles
            assert reading.take_changed() >= {person_of("anna"), person_of("ben")}, "everybody's standing may have"
            log = key_of("anna").log
            seq, last = store.heads()[log]
            three = without_hr_key(two, [founded.root_key], log=log, last_seq=seq, last_id=last)
            assert store.take_root(three.files[-1])
            late = store.append(key_of("anna"), "profile", {"v": 1}, sub=person_of("anna"))
            assert reading.verdict(late) == "ended"
            assert not reading.people()[person_of("anna")].live


def test_nothing_is_judged_again_when_no_root_document_came(tmp_path: Path) -> None:
    founded = found_organisation("启程财税", person=person_of("anna"), pub=key_of("anna").pub)
    path = tmp_path / "records.db"
    with (
        Store.create(path, WHO_MAY, founded.root, clock=lambda: 1) as store,
        Store.open(path, WHO_MAY, read_only=True, clock=lambda: 1) as reading,
    ):
        first = reading.root
        assert reading.take_changed() == frozenset()
        store.sign_in(key_of("anna"), person_of("anna"))
        store.append(key_of("anna"), "profile", {"v": 1}, sub=person_of("anna"))
        assert reading.root is first
        assert reading.take_changed() == {person_of("anna")}
