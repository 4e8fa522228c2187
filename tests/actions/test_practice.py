from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tests.story import Story
from trainer import drafts
from trainer.actions import assessing
from trainer.domain.draft import Draft
from trainer.errors import Refused

CASE = "consultancy-special-invoice-under-threshold"


def test_practice_mixes_kinds_and_brings_new_questions_first(tmp_path: Path) -> None:
    story = Story.found(tmp_path)
    ana = story.add("李晓雯", "1031", {"trainee"})
    story.enrol(ana, date(2026, 8, 3))
    session = story.sessions[ana]
    items = {item.id: item for _hash, item in session.library.items_of(f"case:{CASE}")}
    first = assessing.started(session, assessing.practise_case(session, CASE, seed="01" * 16))
    kinds = Counter(items[id_].kind for id_, _hash in first.items)
    assert len(first.items) == len(set(first.items)) == 12
    assert set(kinds) == {item.kind for item in items.values()}
    again = assessing.started(session, assessing.practise_case(session, CASE, seed="02" * 16))
    met, chosen = {id_ for id_, _ in first.items}, {id_ for id_, _ in again.items}
    for id_ in met & chosen:
        unmet = {other for other, item in items.items() if item.kind == items[id_].kind} - met
        assert unmet <= chosen, "inside a kind, what was not met comes first"
    story.close()


def test_mixing_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    story = Story.found(tmp_path)
    items = story.hr.library.items_of(f"case:{CASE}")
    assert assessing.mixed(items, 12, "aa", {}) == assessing.mixed(items, 12, "aa", {})
    assert assessing.mixed(items, 12, "aa", {}) != assessing.mixed(items, 12, "ab", {})
    assert len(assessing.mixed(items, 99, "aa", {})) == len(items)
    story.close()


def test_new_figures_are_an_attempt_of_their_own(tmp_path: Path) -> None:
    story = Story.found(tmp_path)
    ana = story.add("李晓雯", "1031", {"trainee"})
    session = story.sessions[ana]
    hash_ = next(h for h, item in session.library.items_of(f"case:{CASE}") if item.kind == "numeric")
    attempt = assessing.practise_item(session, hash_)
    body = assessing.started(session, attempt)
    assert (body.mode, len(body.items)) == ("practice", 1)
    drafts.save(session.folder, ana, attempt, Draft(current=1))
    assessing.finish(session, attempt, [(1, "1", 9, "yes")])
    state = next(one for one in story.standings.of(ana).attempts if one.record == attempt)
    assert (state.end_reason, state.score, [row.sure for row in state.answers]) == ("handed-in", 0, ["yes"])
    assert drafts.load(session.folder, ana, attempt) == Draft()
    with pytest.raises(Refused, match="attempt-over"):
        assessing.finish(session, attempt, [])
    with pytest.raises(Refused, match="pool-too-small"):
        assessing.practise_item(session, "00" * 32)
    story.close()
