from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.story import PASSPHRASE, TODAY, Story
from trainer.actions import attesting, exchanging, organising, studying
from trainer.views import exchange as view


def test_news_tells_who_what_and_which_lines_of_the_gate_moved(story: Story, tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.mkdir()
    learner = story.trainee()
    story.clock.set(TODAY)
    mentor = story.sessions[story.mentor]
    assert view.news(mentor) == ()
    exchanging.exchange(mentor, box)
    session = story.sessions[learner]
    lesson = session.library.lessons()[0]
    asked = session.library.items_of(f"lesson:{lesson.id}")
    studying.finish_lesson(session, lesson.id, {item.id: "a" for _hash, item in asked})
    exchanging.exchange(mentor, box)
    (row,) = view.news(mentor)
    assert (row.name, row.kinds) == ("李晓雯", ("1 lesson or study time",))
    (change,) = row.changes
    assert change.better
    assert change.before != change.after
    exchanging.exchange(mentor, box)
    assert view.news(mentor) == (row,)


def test_a_confirmation_is_a_change_for_the_learner_and_no_news_for_its_signer(story: Story, tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.mkdir()
    learner = story.trainee()
    story.clock.set(TODAY)
    story.learn(learner)
    session, mentor = story.sessions[learner], story.sessions[story.mentor]
    exchanging.exchange(session, box)
    exchanging.exchange(mentor, box)
    weeks = [week.id for week in story.programme(learner).weeks if not week.planned]
    attesting.attest_theory(mentor, learner, weeks, meaning="已核对", comment="", passphrase=PASSPHRASE)
    exchanging.exchange(session, box)
    exchanging.exchange(mentor, box)
    (row,) = view.news(session)
    assert row.kinds == ("1 confirmation",)
    assert [one.better for one in row.changes] == [True]
    assert row.changes[0].before != row.changes[0].after


def test_an_attachment_that_has_not_arrived_is_held_back_with_its_owner(story: Story, tmp_path: Path) -> None:
    learner = story.add("李晓雯", "1031", {"trainee"})
    story.enrol(learner, date(2026, 8, 3))
    story.assign(learner, story.mentor, since=date(2026, 11, 3))
    story.clock.set(TODAY)
    session = story.sessions[learner]
    practical = next(one for one in story.programme(learner).practicals if not one.planned)
    picture = tmp_path / "工单.png"
    picture.write_bytes(b"picture")
    attesting.request_practical(session, practical.id, files=(picture,))
    mentor = story.sessions[story.mentor]
    assert view.waiting(mentor) == ()
    (file,) = story.standings.of(learner).practicals[0].requests[0].files
    session.store.files.remove(file.sha256)
    (row,) = view.waiting(mentor)
    assert (row.verdict, row.count, row.names) == (view.NO_FILE, 1, ("李晓雯",))


def test_whom_to_chase_leaves_newcomers_and_ended_keys_out(story: Story) -> None:
    learner = story.add("李晓雯", "1031", {"trainee"})
    story.enrol(learner, date(2026, 1, 5))
    assert view.silent(story.hr) == ()
    story.clock.set(date(2026, 1, 20))
    assert {row.name for row in view.silent(story.hr)} == {"王敏", "赵一鸣", "李晓雯"}
    story.study(learner, date(2026, 1, 20), 1800)
    (row,) = [one for one in view.heard(story.hr) if one.person == learner]
    assert (row.days, row.old) == (0, False)
    assert row.waits == "1 entry of hours"
    for log in story.store.people()[story.mentor].live:
        organising.end_key(story.hr, log, "离职", passphrase=PASSPHRASE)
    assert {row.name for row in view.silent(story.hr)} == {"赵一鸣"}


def test_a_single_file_is_an_exchange_too(story: Story, tmp_path: Path) -> None:
    mentor = story.sessions[story.mentor]
    exchanging.send_file(story.hr, tmp_path / "a.qicheng", story.mentor)
    exchanging.receive_file(mentor, tmp_path / "a.qicheng")
    last = view.overview(mentor).last
    assert last is not None
    assert (last.sent, last.received) == (0, 0)
