from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest

from tests.story import PASSPHRASE, Story
from trainer.actions import assessing
from trainer.domain.draft import Draft, Entry
from trainer.domain.question import realise
from trainer.errors import Refused
from trainer.session import Session
from trainer.views import attempt as view
from trainer.views.tests import PaperRow
from trainer.views.tests import tests as papers
from trainer.wording import library as rules

CASE = "consultancy-special-invoice-under-threshold"
SEED = "5eed" * 8


def beginner(tmp_path: Path) -> tuple[Story, str, Session]:
    story = Story.found(tmp_path)
    ana = story.add("李晓雯", "1031", {"trainee"})
    story.enrol(ana, date(2026, 8, 3))
    story.assign(ana, story.examiner, "examiner")
    story.assign(ana, story.examiner, "proctor")
    story.clock.set(date(2026, 11, 23), 10)
    return story, ana, story.sessions[ana]


def listed(session: Session, paper: str) -> PaperRow:
    """A paper as the page lists it."""
    return next(one for one in papers(session).papers if one.paper == paper)


def test_a_paper_is_explained_only_after_handing_in(tmp_path: Path) -> None:
    story, _ana, session = beginner(tmp_path)
    attempt = assessing.start_attempt(session, "week-04", seed=SEED)
    found = view.sitting(session, attempt, Draft())
    assert (found.feedback, found.number, len(found.asked), found.limit_s) == ("held", 1, 8, 1200)
    assert found.left_s is not None
    assert 1190 <= found.left_s <= 1200
    assert found.study == ("week-04", found.study[1])
    assert all(one.question is not None and one.worth >= 1 for one in found.asked)
    assessing.finish(session, attempt, [(1, _right(session, attempt, 1), 5, "unsaid")])
    after = view.sitting(session, attempt, Draft(entries={2: Entry(answer="z", at=10**15)}))
    assert (after.feedback, after.left_s, after.end) == ("after", None, "Handed in")
    assert after.entries[2].answer is None, "what was not handed in is not shown as if it had been"
    assert after.score == 10_000 // 8
    story.close()


def _right(session: Session, attempt: str, n: int) -> str:
    body = assessing.started(session, attempt)
    item = session.library.item(body.items[n - 1][1])
    assert item is not None
    expected = realise(item, body.seed).expected
    assert isinstance(expected, str)
    return expected


def test_an_exam_is_explained_after_the_examiner_signed(tmp_path: Path) -> None:
    story, ana, session = beginner(tmp_path)
    closed = next(one for one in papers(session).papers if one.mode == "exam")
    assert (closed.state, closed.reason) == (
        "waiting",
        "The exam has to be opened for your seat by a proctor first.",
    )
    assessing.open_exam(story.sessions[story.examiner], ana, "gate-sample", passphrase=PASSPHRASE)
    opened = next(one for one in papers(session).papers if one.mode == "exam")
    assert opened.state == "free"
    assert opened.reason.startswith("Opened for this seat until 30 Nov")
    attempt = story.take(ana, "gate-sample", wrong=1)
    held = view.sitting(session, attempt, Draft())
    assert (held.feedback, held.score) == ("held", None)
    waiting = next(one for one in papers(session).papers if one.mode == "exam")
    assert (waiting.state, waiting.attempts[0].explained) == ("waiting", False)
    examiner = story.sessions[story.examiner]
    assessing.sign_result(examiner, ana, attempt, meaning="本人评分", passphrase=PASSPHRASE)
    told = view.sitting(session, attempt, Draft())
    assert (told.feedback, told.passed, told.examiner) == ("after", True, "赵一鸣")
    assert next(one for one in papers(session).papers if one.mode == "exam").state == "passed"
    story.close()


def test_a_mid_term_is_offered_as_a_pilot_and_not_asked_for(tmp_path: Path) -> None:
    story, ana, session = beginner(tmp_path)
    week = next(one for one in story.programme(ana).weeks if one.mid_term)
    row = listed(session, week.mid_term)
    assert (row.must, row.pilot, row.state) == (False, True, "free")
    assert row.rules[-1] == f"Pilot after week {week.number}: taken to practise, not required for going live"
    before = papers(session).waiting
    story.take(ana, week.mid_term)
    assert listed(session, week.mid_term).state == "passed"
    assert papers(session).waiting == before, "the gate neither asks for it nor counts it"
    assert all(not one.pilot for one in papers(session).papers if one.must)
    story.close()


def test_the_list_says_what_can_be_taken(tmp_path: Path) -> None:
    story, ana, session = beginner(tmp_path)
    first, *others = [week.paper for week in session.library.weeks() if week.paper]
    week = papers(session).papers[0]
    assert (week.paper, week.must, week.state, week.attempts) == (first, True, "free", ())
    assert week.rules == ("8 questions", "20 min in all", "Pass mark 80%", "At most 3 attempts", "Open book")
    assert papers(session).waiting == 1 + len(others)
    attempt = assessing.start_attempt(session, first)
    running = papers(session).papers[0]
    assert (running.state, running.running) == ("running", attempt)
    assert running.reason.startswith("Time runs until today "), "a closed program stops no clock"
    with pytest.raises(Refused, match="attempt-running"):
        assessing.start_attempt(session, first)
    assessing.finish(session, attempt, [])
    assert papers(session).papers[0].reason == "2 attempts left"
    for _again in range(2):
        story.take(ana, first, wrong=8)
    closed = papers(session).papers[0]
    assert (closed.state, closed.reason) == (
        "closed",
        "No attempt at this paper is left (allowed: 3). Ask your mentor.",
    )
    assert [one.result for one in closed.attempts] == ["Not passed, 0"] * 3
    story.close()


def test_a_pause_between_attempts_is_said_with_its_end(tmp_path: Path) -> None:
    story, ana, session = beginner(tmp_path)
    examiner = story.sessions[story.examiner]
    assessing.open_exam(examiner, ana, "gate-sample", passphrase=PASSPHRASE)
    attempt = story.take(ana, "gate-sample", wrong=15)
    assessing.sign_result(examiner, ana, attempt, meaning="本人评分", passphrase=PASSPHRASE)
    exam = next(one for one in papers(session).papers if one.mode == "exam")
    assert (exam.state, exam.attempts[0].tone) == ("waiting", "bad")
    assert exam.reason.startswith("The next attempt is possible from 24 Nov")
    story.close()


def test_practice_points_back_to_the_case_and_the_lesson(tmp_path: Path) -> None:
    story, _ana, session = beginner(tmp_path)
    attempt = assessing.practise_case(session, CASE, seed=SEED)
    found = view.sitting(session, attempt, Draft())
    assert (found.feedback, found.left_s, found.study) == ("each", None, ("", ""))
    kinds = {link.kind for one in found.asked for link in one.links}
    assert kinds == {"lesson", "case"}
    assert all(link.id == CASE for one in found.asked for link in one.links if link.kind == "case")
    assert any(one.chips for one in found.asked)
    assert [row.running for row in papers(session).practice] == [True]
    story.close()


def test_a_policy_out_of_force_asks_to_be_looked_at(tmp_path: Path) -> None:
    story, _ana, session = beginner(tmp_path)
    policy = session.library.policy("VAT-07")
    assert policy is not None
    assert rules.chip(policy, date(2026, 11, 23)) == ("until 31 Dec 2027", False)
    assert rules.chip(policy, date(2028, 1, 1)) == ("until 31 Dec 2027, recheck", True)
    early = msgspec.structs.replace(policy, from_=date(2027, 1, 1))
    assert rules.chip(early, date(2026, 11, 23)) == ("not before 1 Jan 2027", True)
    story.close()


def test_somebody_elses_attempt_is_unknown(tmp_path: Path) -> None:
    story, _ana, session = beginner(tmp_path)
    attempt = assessing.practise_case(session, CASE)
    other = replace(story.sessions[story.mentor], key=None)
    with pytest.raises(Refused, match="unknown-attempt"):
        view.sitting(other, attempt, Draft())
    story.close()


def test_a_question_made_from_a_case_comes_with_its_documents(tmp_path: Path) -> None:
    story, _ana, session = beginner(tmp_path)
    for seed in (SEED, "07" * 16):
        attempt = assessing.practise_case(session, CASE, seed=seed)
        for one in view.sitting(session, attempt, Draft()).asked:
            assert one.question is not None
            (paper,) = one.documents
            assert "{" not in str(paper), "every figure of the table is this attempt's"
            drawn = {figure.name: figure.text.zh for figure in one.question.figures}
            if drawn:
                assert [row[2] for row in paper.table[1:]] == [drawn["special"], drawn["exempt"], drawn["sales"]]
    story.close()


def test_no_document_of_the_shipped_cases_gives_an_answer_away(tmp_path: Path) -> None:
    story, _ana, session = beginner(tmp_path)
    seen = left_open = 0
    for case in session.library.cases():
        for _hash, item in session.library.items_of(f"case:{case.id}"):
            question = realise(item, SEED)
            cells = {cell for one in view.documents(session, item, question) for row in one.table for cell in row}
            seen += bool(cells)
            left_open += "?" in cells
            for given in (question.expected_text.zh, question.expected_text.en):
                assert not given or given not in cells, (item.id, given)
    assert (seen > 20, left_open > 0) == (True, True)
    story.close()
