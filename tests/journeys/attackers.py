"""The firm of `tests.story` under attack: one mould, copied for every attack, with everybody's key at hand.

People: 高原 has gone the whole way and holds a certificate; 李晓雯 has learnt everything and waits for others; 周强 is a
mentor (and proctor, examiner, specialist) whom nobody assigned to her.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import msgspec

from tests.story import PASSPHRASE, TODAY, Story
from trainer import config
from trainer.actions import certifying
from trainer.domain import calendar, paper
from trainer.domain.facts import Answer, AttemptEnd, AttemptStart, Body, ExamOpen, ExamResult, kind_of, plain
from trainer.domain.paper import ENGINE
from trainer.domain.people import WHO_MAY
from trainer.domain.question import realise
from trainer.ledger.bundle import FORMAT, Greeting, LastLine, Line, record_line
from trainer.ledger.keys import CHEAP, SigningKey, unlock
from trainer.ledger.record import Envelope, Header, Judged, canonical, new_record
from trainer.ledger.store import Store
from trainer.standing import Standings
from trainer.views import approvals, certificates

START = date(2026, 6, 22)
__all__ = ["CHEAP"]

SALT = b"sixteen bytes of"


@dataclass(frozen=True)
class Counted:
    """What a person has been given: lines of the gate, confirmed hours per quarter, certificates, enrolment."""

    lines: tuple[tuple[str, bool, int], ...]
    hours: tuple[tuple[int, int, int], ...]
    certificates: tuple[tuple[str, str, bool], ...]
    enrolment: object

    @property
    def met(self) -> set[str]:
        return {name for name, met, _done in self.lines if met}


@dataclass
class Firm:
    """A copy of the mould that may be broken."""

    story: Story
    gao: str
    li: str
    zhou: str
    certificate: str

    @property
    def mentor(self) -> str:
        return self.story.mentor

    @property
    def hr(self) -> str:
        return self.story.hr.me

    @property
    def store(self) -> Store:
        return self.story.store

    def key(self, person: str) -> SigningKey:
        found = self.story.sessions[person].key
        assert found is not None
        return found

    def sign(self, person: str, body: Body, sub: str | None = None, refs: Iterable[str] = (), kind: str = "") -> str:
        """A record past every action, with that person's real key."""
        return self.write(person, kind or kind_of(body), plain(body), sub, refs)

    def write(
        self, person: str, kind: str, body: Mapping[str, object], sub: str | None = None, refs: Iterable[str] = ()
    ) -> str:
        return self.store.append(self.key(person), kind, body, sub=sub, refs=refs)

    def mandate(self, learner: str, person: str, as_: str = "mentor") -> str:
        """The record that assigned this person to the learner."""
        every = self.story.standings.of(learner).assignments
        return next(one.record for one in every if one.person == person and one.as_ == as_)

    def counted(self, person: str) -> Counted:
        """What counts for a person, by the gate, the hours and the register."""
        progress = self.story.standings.of(person)
        gate = self.story.standings.gate(person, TODAY)
        register = [one for one in certificates.register(self.story.hr) if one.person == person]
        return Counted(
            tuple((one.requirement, one.satisfied, one.done) for one in gate.items),
            tuple((one.year, one.quarter, one.confirmed_s) for one in progress.quarters if one.confirmed_s),
            tuple((one.serial, one.standing.status, one.standing.valid_when_issued) for one in register),
            progress.enrolment,
        )

    def everybody(self) -> dict[str, Counted]:
        """What counts for both learners; HR's list of approvals has to bear whatever is in the store as well."""
        approvals.approvals(replace(self.story.hr, key=None, key_file=None))
        return {person: self.counted(person) for person in (self.gao, self.li)}

    def met(self, person: str) -> set[str]:
        return {one.requirement for one in self.story.standings.gate(person, TODAY).items if one.satisfied}

    def why(self, record: str) -> str:
        """Why a record does not count: its verdict, or the reason of the rules; empty when it does."""
        judged = self.store.record(record)
        assert judged is not None
        if judged.verdict != "ok":
            return judged.verdict
        sub = judged.record.header.sub or judged.record.header.who
        return next((one.why for one in self.story.standings.of(sub).not_counted if one.record == record), "")

    def close(self) -> None:
        self.store.close()

    # Envelopes that no store would sign

    def next_place(self, person: str) -> tuple[int, str | None]:
        """The next position of the person's log and the record before it."""
        seq, last = self.store.heads().get(self.key(person).log, (0, ""))
        return seq + 1, last or None

    def forge(self, person: str, kind: str, body: Mapping[str, object], **header: object) -> Envelope:
        """A record at the end of the person's log, signed with their key, with other header fields than honest ones."""
        seq, prev = self.next_place(person)
        given: dict[str, object] = {"seq": seq, "prev": prev, "time": self.story.clock(), "who": person, "sub": person}
        key = self.key(person)
        return new_record(key, **({"org": self.store.org, "kind": kind, "body": body, "salt": SALT} | given | header))  # type: ignore[arg-type]  # a forger's fields

    def other_side(self, person: str, seq: int, written: Iterable[tuple[str, Body, str]]) -> list[Envelope]:
        """Records at `seq` and on, beside those that already stand there: a cloned disk written on."""
        key = self.key(person)
        (before,) = [r for r in self.store.records() if (r.header.log, r.header.seq) == (key.log, seq - 1)]
        made, prev = [], before.id
        for number, (kind, body, sub) in enumerate(written):
            fields = {"org": self.store.org, "seq": seq + number, "prev": prev, "time": self.story.clock()}
            one = new_record(key, kind=kind, body=plain(body), salt=SALT, who=person, sub=sub, **fields)  # type: ignore[arg-type]  # the same
            made.append(one)
            prev = one.id
        return made


def make(tmp: Path) -> Firm:
    """The mould. Made once; everything else is copies."""
    story = Story.found(tmp)
    gao = story.add("高原", "1027", {"trainee"})
    li = story.add("李晓雯", "1031", {"trainee"})
    zhou = story.add("周强", "1019", {"mentor", "proctor", "examiner", "specialist"}, "税务")
    story.graduate(gao, START)
    certificate = certifying.issue(story.hr, gao, passphrase=PASSPHRASE)
    story.enrol(li, START)
    story.assign(li, story.mentor, "mentor")
    story.assign(li, story.examiner, "examiner")
    story.assign(li, story.examiner, "proctor")
    story.clock.set(calendar.add_months(START, 3), 9)
    story.learn(li)
    story.study(li, date(2026, 10, 12), 3600)
    story.clock.set(TODAY, 9)
    story.store.make_durable()
    return Firm(story, gao, li, zhou, certificate)


def copy_of(mould: Firm, tmp: Path) -> Firm:
    """The same firm on a disk of its own; the mould's store is open meanwhile and only read."""
    old = mould.story
    folder = tmp / "data"
    shutil.copytree(old.folder, folder, ignore=shutil.ignore_patterns("*.lock"))
    clock = replace(old.clock)
    store = Store.open(config.store_path(folder), WHO_MAY, clock=clock)
    standings = Standings(store, old.hr.library)
    story = replace(old, folder=folder, clock=clock, store=store, standings=standings, sessions={})
    for person, session in old.sessions.items():
        assert session.key is not None
        assert session.key_file is not None
        file = folder / session.key_file.relative_to(old.folder)
        store.sign_in(session.key, person, file)
        story.sessions[person] = replace(
            session, store=store, standings=standings, clock=clock, folder=folder, key_file=file
        )
    story.hr = story.sessions[old.hr.me]
    return replace(mould, story=story)


def use_key(firm: Firm, person: str, key_file: Path) -> None:
    """From now on the person signs with this key file's key."""
    key = unlock(key_file.read_bytes(), PASSPHRASE)
    firm.store.sign_in(key, person)
    firm.story.sessions[person] = replace(firm.story.sessions[person], key=key, key_file=key_file)


# Bundles


def bundle(firm: Firm, lines: Iterable[Line | bytes | Envelope], *, ended: bool = True) -> bytes:
    """A bundle with these lines after the greeting; raw bytes go in as they are, each as a line."""
    log = firm.key(firm.li).log
    greeting = Greeting(bundle=FORMAT, org=firm.store.org, log=log, person=firm.li, to=None)
    made = [msgspec.json.encode(greeting)]
    for line in lines:
        if isinstance(line, Envelope):
            made.append(msgspec.json.encode(record_line(line)))
        else:
            made.append(line if isinstance(line, bytes) else msgspec.json.encode(line))
    data = b"".join(one + b"\n" for one in made)
    if ended:
        last = LastLine(count=len(made), sha256=hashlib.sha256(data).hexdigest())
        data += msgspec.json.encode(last) + b"\n"
    return data


def resigned(key: SigningKey, envelope: Envelope, change: Callable[[dict[str, object]], None]) -> Envelope:
    """The envelope with its header changed in any way and signed anew over whatever bytes come out."""
    header = msgspec.json.decode(envelope.header)
    change(header)
    exact = canonical(header)
    return replace(envelope, header=exact, sig=key.sign("application/vnd.qicheng.record+json;v=1", exact))


# Exams


@dataclass
class Sat:
    """An exam attempt made by hand."""

    attempt: str
    start: AttemptStart


def open_exam(firm: Firm, by: str = "", learner: str = "") -> str:
    """An exam opened for the learner by the proctor (or whoever signs)."""
    learner = learner or firm.li
    blueprint = exam_paper(firm)
    body = ExamOpen(
        paper=blueprint.id,
        hash=blueprint.hash,
        seat=firm.key(learner).log,
        nonce="0" * 32,
        expires=firm.story.clock() + 7 * calendar.DAY_MS,
    )
    return firm.sign(by or firm.story.examiner, body, learner)


def exam_paper(firm: Firm) -> paper.Paper:
    found = firm.story.hr.library.paper(
        next(one.paper for one in firm.story.programme(firm.li).requirements if one.kind == "exam")
    )
    assert found is not None
    return found


def sit(
    firm: Firm,
    refs: Iterable[str],
    changed: Mapping[str, object] | None = None,
    *,
    right: bool = True,
    ended: bool = True,
) -> Sat:
    """An attempt at the exam by 李晓雯, with any field of its start changed."""
    library, blueprint, seed = firm.story.hr.library, exam_paper(firm), "5eed" * 8
    drawn = paper.draw(blueprint, library.pools(blueprint.id), seed, {}, TODAY)
    start = AttemptStart(
        paper=blueprint.id,
        hash=blueprint.hash,
        mode="exam",
        seed=seed,
        engine=ENGINE,
        items=tuple((one.item.id, one.hash) for one in drawn),
        limit_s=blueprint.time_limit_s,
        pass_mark=blueprint.pass_mark,
        as_of=TODAY,
    )
    start = msgspec.structs.replace(start, **(changed or {}))
    attempt = firm.sign(firm.li, start, firm.li, refs)
    for n, (id_, hash_) in enumerate(start.items, 1):
        item = library.item(hash_)
        given = realise(item, start.seed).expected if right and item is not None else None
        firm.sign(firm.li, Answer(attempt=attempt, n=n, item=id_, hash=hash_, answer=given, active_s=9), firm.li)
    if ended:
        firm.sign(firm.li, AttemptEnd(attempt=attempt, reason="handed-in"), firm.li)
    return Sat(attempt, start)


def result(firm: Firm, attempt: str, by: str, *, score: int = 10_000) -> str:
    """A result that says «pass», past the examiner's program."""
    body = ExamResult(attempt=attempt, scores=(), score=score, result="pass", key_version="", meaning="本人评分")
    under = [
        one.record
        for one in firm.story.standings.of(firm.li).assignments
        if one.person == by and one.as_ in {"examiner", "mentor"}
    ]
    return firm.sign(by, body, firm.li, (attempt, *under))


def body_of(judged: Judged) -> dict[str, object]:
    content = judged.record.envelope.body
    assert content is not None
    found: dict[str, object] = msgspec.json.decode(content)
    return found


def header_of(envelope: Envelope) -> Header:
    return msgspec.json.decode(envelope.header, type=Header)
