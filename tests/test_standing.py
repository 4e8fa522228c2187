"""Standings on a real store: never stale, never lost, the same from the file as folded again, and at any cut."""

from __future__ import annotations

import dataclasses
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.conftest import Shelf, make_shelf
from tests.ledger.world import World, bind_body, key_of, person_of
from trainer.domain import facts as f
from trainer.domain.calendar import at
from trainer.domain.people import WHO_MAY
from trainer.ledger import identity
from trainer.ledger.store import Store
from trainer.standing import Standings

READY = date(2026, 11, 9)


class Firm:
    """One computer on which everybody signs in: Anna is HR, Tom learns, Mia mentors, Eve examines, Dan directs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = at(date(2026, 6, 8), 9)
        self.world = World()
        self.store = Store.create(folder / "store.db", WHO_MAY, self.world.root, clock=self._clock)
        self.shelf = make_shelf()
        self.standings = self.open_standings(self.shelf)
        self.store.sign_in(key_of("anna"), person_of("anna"))
        for name, roles in (
            ("tom", "trainee"),
            ("ben", "trainee"),
            ("mia", "mentor"),
            ("eve", "examiner proctor"),
            ("dan", "director"),
        ):
            self.store.sign_in(key_of(name), person_of(name))
            body = identity.plain(bind_body(self.store.org, self.world.pen(name), roles))
            self.store.append(key_of("anna"), "bind", body)

    def _clock(self) -> int:
        self.now += 1000
        return self.now

    def open_standings(self, shelf: Shelf) -> Standings:
        return Standings(self.store, shelf, self.folder / "derived.db")

    def close(self) -> None:
        self.standings.close()
        self.store.close()

    def say(self, who: str, body: f.Body, about: str | None = "tom", refs: tuple[str, ...] = (), kind: str = "") -> str:
        sub = person_of(about) if about else None
        return self.store.append(key_of(who), kind or f.kind_of(body), f.plain(body), sub=sub, refs=refs)

    def withdraw(self, who: str, record: str, kind: str) -> str:
        body = identity.Void(id=record, reason="x") if kind == "void" else identity.Overrule(id=record, reason="x")
        return self.store.append(key_of(who), kind, identity.plain(body), sub=person_of("tom"), refs=(record,))

    def on(self, day: str) -> None:
        self.now = at(date.fromisoformat(day), 9)

    def announce(self) -> frozenset[str]:
        changed = self.store.take_changed()
        self.standings.forget(changed)
        return changed

    def enrol(self, who: str = "tom") -> str:
        body = f.Enrol(programme="after-sales", hash="hash-programme-2026-1", start=date(2026, 6, 8))
        return self.say("anna", body, who)

    def assign(self, as_: f.AssignAs, person: str) -> str:
        return self.say("anna", f.Assign(as_=as_, person=person_of(person), since=date(2026, 6, 8)))

    def sit(self, paper: str, mode: f.Mode, count: int, *refs: str) -> str:
        items = tuple((f"{paper}-{n}", f"hash-{paper}-{n}") for n in range(count))
        start = f.AttemptStart(
            paper=paper, hash=f"hash-{paper}", mode=mode, seed="s", engine=1, items=items, limit_s=0,
            pass_mark=self.shelf.papers[f"hash-{paper}"].pass_mark, as_of=date(2026, 6, 8),
        )  # fmt: skip
        attempt = self.say("tom", start, refs=refs)
        for n, (item, hash_) in enumerate(items, start=1):
            self.say("tom", f.Answer(attempt=attempt, n=n, item=item, hash=hash_, answer="a", active_s=9))
        self.say("tom", f.AttemptEnd(attempt=attempt, reason="handed-in"))
        return attempt

    def complete(self) -> dict[str, str]:
        """Tom's whole life; the records a test may take away again, by name."""
        self.enrol()
        mentor, examiner = self.assign("mentor", "mia"), self.assign("examiner", "eve")
        for lesson in ("l1", "l2"):
            self.say("tom", f.LessonDone(lesson=lesson, hash="h", sections=("s",)))
        paper = self.sit("week-04", "paper", 4)
        theory = f.TheoryAttest(
            weeks=("w04",), papers=((paper, 10_000),), heads=self.store.heads_of(person_of("tom")), meaning="seen"
        )
        found = {"theory": self.say("mia", theory, refs=(mentor,))}
        self.on("2026-09-10")
        seat = key_of("tom").log
        opening = f.ExamOpen(paper="final", hash="hash-final", seat=seat, nonce="n", expires=self.now + 10**8)
        opened = self.say("eve", opening)
        attempt = self.sit("final", "exam", 5, opened)
        result = f.ExamResult(attempt=attempt, scores=(), score=10_000, result="pass", key_version="1", meaning="m")
        found["exam"] = self.say("eve", result, refs=(attempt, examiner))
        for practical in ("M01", "M05", "M05"):
            seen = f.PracticalAttest(
                practical=practical, hash="h", observed_on=date(2026, 9, 10), seconds=60, setting="real",
                independence="observed", criteria=(("a", True), ("b", True)), result="pass", comment="", files=(),
                meaning="m",
            )  # fmt: skip
            found[practical] = self.say("mia", seen, refs=(mentor,))
        for milestone, who, refs in (("sla", "mia", (mentor,)), ("oral", "eve", (examiner,)), ("director", "dan", ())):
            given = f.MilestoneAttest(
                milestone=milestone, criteria=(("a", True),), figure=9900, result="pass", comment="", meaning="m"
            )
            found[milestone] = self.say(who, given, refs=refs)
        self.on("2026-11-09")
        return found

    def issue(self) -> str:
        body = f.CertIssue(
            programme="after-sales", hash="hash-programme-2026-1", on=READY, serial="QC-2026-0001", rules=1,
            cut=self.store.heads(), valid_until=date(2028, 11, 8), title="pilot",
        )  # fmt: skip
        return self.say("anna", body)

    def worth(self, certificate: str, standings: Standings | None = None) -> tuple[str, str, list[str]]:
        found = (standings or self.standings).certificate(person_of("tom"), certificate, date(2026, 12, 1))
        assert found is not None
        return found.status, found.code, [line.requirement for line in found.failing]


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    made = Firm(tmp_path)
    yield made
    made.close()


TOM, BEN = person_of("tom"), person_of("ben")


def test_a_whole_life_on_a_real_store(firm: Firm) -> None:
    firm.complete()
    gate = firm.standings.gate(TOM, READY)
    assert [(line.requirement, line.code) for line in gate.items if not line.satisfied] == [("simulations", "planned")]
    assert gate.ready
    assert firm.standings.of(TOM).roles == ("trainee",)
    assert firm.standings.of(TOM).mentoring_from == date(2026, 9, 8)


def test_evidence_overruled_after_issue_holds_the_certificate(firm: Firm) -> None:
    found = firm.complete()
    certificate = firm.issue()
    assert firm.worth(certificate) == ("active", "active", [])
    firm.withdraw("anna", found["exam"], "overrule")
    assert firm.worth(certificate) == ("held", "held", [])
    assert ("exam.result", "withdrawn") in [(r.kind, r.why) for r in firm.standings.of(TOM).not_counted]


def test_issued_on_evidence_already_withdrawn_it_never_was_valid(firm: Firm) -> None:
    found = firm.complete()
    firm.withdraw("mia", found["M01"], "void")
    certificate = firm.issue()
    assert firm.worth(certificate) == ("invalid", "requirements", ["practicals"])


def test_any_source_of_records_will_do(firm: Firm) -> None:
    firm.complete()
    certificate = firm.issue()
    with Store.open(firm.store.path, WHO_MAY, read_only=True, clock=lambda: 0) as other:
        standings = Standings(other, firm.shelf)
        assert firm.worth(certificate, standings) == ("active", "active", [])
        assert standings.certificate(TOM, "0" * 64, READY) is None


def test_a_cut_that_names_records_we_have_not_is_said(firm: Firm) -> None:
    firm.enrol()
    body = f.CertIssue(
        programme="after-sales", hash="hash-programme-2026-1", on=READY, serial="QC", rules=1,
        cut={**firm.store.heads(), "c" * 64: (4, "d" * 64)}, valid_until=date(2028, 11, 8), title="pilot",
    )  # fmt: skip
    status, code, failing = firm.worth(firm.say("anna", body))
    assert (status, code) == ("invalid", "cut-missing")
    assert "lessons" in failing


def empty() -> Shelf:
    """A library with the same hash and nothing in it: whoever folds with it is found out."""
    return Shelf()


def test_what_is_kept_is_used_and_equals_folding_again(firm: Firm) -> None:
    firm.complete()
    firm.issue()
    folded = firm.standings.of(TOM)
    firm.standings.close()
    assert firm.open_standings(empty()).of(TOM) == folded
    assert Standings(firm.store, firm.shelf).of(TOM) == folded


def test_only_those_who_changed_are_folded_again(firm: Firm) -> None:
    firm.enrol("tom")
    firm.enrol("ben")
    firm.announce()
    tom = firm.standings.of(TOM)
    assert tom.mentoring_from is None
    firm.standings.of(BEN)
    firm.say("ben", f.LessonDone(lesson="l1", hash="h", sections=()), "ben")
    assert firm.announce() >= {BEN}
    firm.standings.close()
    later = firm.open_standings(empty())
    assert later.of(TOM) == tom
    assert [row.lesson for row in later.of(BEN).lessons] == ["l1"]


def test_a_change_nobody_announced_is_never_missed(firm: Firm) -> None:
    firm.enrol()
    assert firm.standings.of(TOM).lessons == ()
    firm.say("tom", f.LessonDone(lesson="l1", hash="h", sections=()))
    assert len(firm.standings.of(TOM).lessons) == 1
    firm.say("tom", f.LessonDone(lesson="l2", hash="h", sections=()))
    firm.announce()
    assert len(firm.standings.of(TOM).lessons) == 2


def test_a_session_reaches_those_who_were_there_and_a_setting_everybody(firm: Firm) -> None:
    start = at(date(2026, 6, 8), 9)
    assert firm.standings.of(TOM).hours == ()
    firm.announce()
    body = f.SessionHeld(title="会", source="session", spans=((start, start + 7_200_000),), attendees=((TOM, 7200),))
    firm.say("mia", body, None)
    firm.announce()
    assert firm.standings.of(TOM).quarters[0].confirmed_s == 7200
    assert firm.standings.quarter((2026, 2))[BEN].confirmed_s == 0
    firm.say("anna", f.Setting(since=date(2026, 6, 1), values={"day_cap_s": 3600}), None)
    firm.announce()
    assert firm.standings.of(TOM).quarters[0].confirmed_s == 3600


def test_a_session_held_is_taken_back_by_who_recorded_it(firm: Firm) -> None:
    start = at(date(2026, 6, 8), 9)
    body = f.SessionHeld(title="会", source="session", spans=((start, start + 7_200_000),), attendees=((TOM, 7200),))
    held = firm.say("mia", body, None)
    firm.announce()
    assert firm.standings.of(TOM).quarters[0].confirmed_s == 7200
    void = identity.plain(identity.Void(id=held, reason="nobody came"))
    firm.store.append(key_of("mia"), "void", void, refs=(held,))
    assert TOM in firm.announce()
    assert firm.standings.of(TOM).quarters == ()


DEEDS = st.lists(st.sampled_from(["enrol", "assign", "sit", "lesson", "session", "void", "foreign"]), max_size=9)


@settings(max_examples=20, deadline=None)
@given(deeds=DEEDS)
def test_folding_what_is_new_is_folding_everything(deeds: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        firm = Firm(Path(folder))
        said: list[str] = []
        for deed in deeds:
            match deed:
                case "enrol":
                    said.append(firm.enrol())
                case "assign":
                    firm.assign("mentor", "mia")
                case "sit":
                    said.append(firm.sit("week-04", "paper", 2))
                case "lesson":
                    said.append(firm.say("tom", f.LessonDone(lesson=f"l{len(said) % 3}", hash="h", sections=())))
                case "session":
                    spans = ((firm.now, firm.now + 600_000),)
                    held = f.SessionHeld(title="会", source="session", spans=spans, attendees=((TOM, 600),))
                    firm.say("mia", held, None)
                case "void":
                    if said:
                        firm.withdraw("tom", said.pop(), "void")
                case _:
                    firm.store.append(key_of("tom"), "lesson.done", {"v": 1, "lesson": 4}, sub=TOM)
            firm.announce()
            with Store.open(firm.store.path, WHO_MAY, read_only=True, clock=lambda: 0) as fresh:
                rebuilt = Standings(fresh, firm.shelf)
                assert [firm.standings.of(who) for who in (TOM, BEN)] == [rebuilt.of(who) for who in (TOM, BEN)]
        firm.close()


def test_a_body_of_another_shape_is_listed_and_does_not_count(firm: Firm) -> None:
    firm.store.append(key_of("tom"), "lesson.done", {"v": 1, "lesson": 4}, sub=TOM)
    progress = firm.standings.of(TOM)
    assert (progress.lessons, [row.why for row in progress.not_counted]) == ((), ["badbody"])


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 90, None])
def test_the_file_may_go_or_rot_at_any_time(tmp_path: Path, content: bytes | None) -> None:
    firm = Firm(tmp_path)
    firm.enrol()
    firm.standings.of(TOM)
    firm.standings.close()
    derived = tmp_path / "derived.db"
    for leftover in tmp_path.glob("derived.db*"):
        leftover.unlink()
    if content is not None:
        derived.write_bytes(content)
    again = firm.open_standings(firm.shelf)
    assert again.of(TOM).enrolment is not None
    again.close()
    derived.unlink()
    assert again.of(TOM).enrolment is not None
    firm.close()


def test_what_was_kept_counts_under_the_same_library_only(tmp_path: Path) -> None:
    firm = Firm(tmp_path)
    firm.enrol()
    said = firm.standings.of(TOM)
    firm.standings.close()
    planted = msgspec.structs.replace(said, name="as kept")
    with closing(sqlite3.connect(tmp_path / "derived.db", isolation_level=None)) as raw:
        raw.execute("UPDATE standing SET progress = ? WHERE person = ?", (msgspec.msgpack.encode(planted), TOM))
    for shelf, expected in ((firm.shelf, planted), (dataclasses.replace(firm.shelf, hash="another"), said)):
        standings = firm.open_standings(shelf)
        assert standings.of(TOM) == expected
        standings.close()
    firm.close()


def test_a_kept_standing_that_rots_is_folded_again(tmp_path: Path) -> None:
    firm = Firm(tmp_path)
    firm.enrol()
    said = firm.standings.of(TOM)
    firm.standings.close()
    with closing(sqlite3.connect(tmp_path / "derived.db", isolation_level=None)) as raw:
        (kept,) = raw.execute("SELECT progress FROM standing WHERE person = ?", (TOM,)).fetchone()
        rotten = kept.replace(TOM.encode(), b"\xff" * len(TOM))
        raw.execute("UPDATE standing SET progress = ? WHERE person = ?", (rotten, TOM))
    again = firm.open_standings(firm.shelf)
    assert again.of(TOM) == said
    again.close()
    firm.close()


def test_a_folder_that_cannot_be_written_costs_only_time(firm: Firm) -> None:
    standings = Standings(firm.store, firm.shelf, firm.folder / "missing" / "derived.db")
    assert standings.of(TOM).person == TOM
    assert {row.person for row in standings.everybody()} >= {TOM, BEN}


def test_bodies_are_read_or_not_there(firm: Firm) -> None:
    record = firm.enrol()
    judged = firm.store.record(record)
    assert judged is not None
    assert isinstance(firm.standings.body(judged), f.Enrol)
    strange = firm.store.append(key_of("tom"), "lesson.done", {"v": 1}, sub=TOM)
    other = firm.store.record(strange)
    assert other is not None
    assert firm.standings.body(other) is None
