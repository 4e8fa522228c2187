"""Saving, verifying, judging and folding records, on a small firm made through the real actions."""

from __future__ import annotations

import os
import statistics
from pathlib import Path

from tests.bench.measure import Row, cpu, in_pairs
from tests.story import Story
from trainer.actions import assessing, studying
from trainer.domain.people import WHO_MAY
from trainer.ledger.keys import verifies
from trainer.ledger.record import RECORD_TYPE
from trainer.ledger.store import Store
from trainer.session import Session
from trainer.standing import Standings


def _learner(firm: Story) -> Session:
    learner = firm.trainee()
    return firm.sessions[learner]


def work_through(session: Session, count: int) -> None:
    """`count` records as a busy learner makes them: rounds of ten answers and a stretch of study, over and over."""
    lesson = session.library.lessons()[0]
    attempt, items = "", 1
    for n in range(count):
        match n % 13:
            case 0:
                attempt = assessing.practise_case(session, session.library.cases()[n % 3].id, seed=f"{n:032x}")
                items = len(assessing.started(session, attempt).items)
            case 11:
                assessing.hand_in(session, attempt)
            case 12:
                studying.record_study(session, lesson.id, lesson.hash, session.now() - 900_000, ((0, 600), (660, 900)))
            case at:
                assessing.answer(session, attempt, (at - 1) % items + 1, "a", active_s=20)
        session.standings.forget(session.store.take_changed())


def saving(folder: Path, count: int = 300) -> Row:
    """One answer saved, from the call of the action to its return, against appending the same record to a plain file
    in the same folder and one fdatasync. What the writer thread does afterwards (judging) is not in it.
    """
    firm = Story.found(folder)
    session = _learner(firm)
    attempt = assessing.start_attempt(session, "week-04", seed="5eed" * 8)
    saved = session.store.record(assessing.answer(session, attempt, 1, "a", active_s=20))
    assert saved is not None
    envelope = saved.record.envelope
    payload = envelope.header + envelope.sig + (envelope.salt or b"") + (envelope.body or b"")
    with (folder / "anchor").open("wb", buffering=0) as log:

        def anchor() -> None:
            log.write(payload)
            os.fdatasync(log.fileno())

        pairs = in_pairs(
            lambda: assessing.answer(session, attempt, 1, "a", active_s=20),
            anchor,
            count,
            after=session.store.take_changed,
        )
    firm.close()
    note = f"{pairs.ours * 1e6:.0f} µs / {pairs.anchor * 1e6:.0f} µs for {len(payload)} bytes"
    return Row("one answer saved / bare fdatasync", pairs.ratio, 1.3, "×", note)


def verifying(folder: Path, count: int = 3000) -> Row:
    """`verify` in the open program against bare Ed25519 checks of as many signatures; then, for
    the note, opening and judging the same records with remembered signatures.
    """
    firm = Story.found(folder)
    work_through(_learner(firm), count)
    store = firm.store
    pubs = {session.key.log: session.key.pub for session in firm.sessions.values() if session.key}
    signed = [
        (pubs[record.header.log], record.envelope.header, record.envelope.sig)
        for record in store.records()
        if record.header.log in pubs
    ]

    def anchor() -> None:
        for pub, header, sig in signed:
            verifies(pub, RECORD_TYPE, header, sig)

    pairs = in_pairs(store.verify, anchor, 5, clock=cpu)
    path = store.path
    firm.close()

    def judge() -> None:
        with Store.open(path, WHO_MAY, read_only=True, clock=lambda: 0) as again:
            again.people()

    spent = statistics.median(cpu(judge) for _ in range(3)) * 100_000 / len(signed)
    note = f"{len(signed)} records, {pairs.ours:.2f} s / {pairs.anchor:.2f} s; judging 100,000 known ones: about {spent:.1f} s"
    return Row("verify / bare signature checks", pairs.ratio, 1.2, "×", note)


def folding(folder: Path, count: int = 2000) -> Row:
    """One more record, then the person with 2,000 records folded again, from the store's records to the standing."""
    firm = Story.found(folder)
    session = _learner(firm)
    work_through(session, count)
    standings = Standings(session.store, session.library)
    standings.of(session.me)
    spent = []
    for n in range(25):
        lesson = session.library.lessons()[0]
        studying.record_study(session, lesson.id, lesson.hash, session.now() - 900_000, ((0, 600 + n),))
        changed = session.store.take_changed()

        def again(changed: frozenset[str] = changed) -> None:
            standings.forget(changed)
            standings.of(session.me)

        spent.append(cpu(again) * 1000)
    records = len(session.store.about(session.me))
    firm.close()
    return Row("refolding one person", statistics.median(spent), 8.0, "ms", f"{records} records, thread time")
