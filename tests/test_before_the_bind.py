"""Study starts before the bind has arrived: one's own screens show it, nobody else's do, and nothing of it counts yet."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.story import PASSPHRASE, Story, _session
from trainer.actions import assessing, organising, studying
from trainer.actions.organising import Newcomer
from trainer.ledger import keys
from trainer.session import Session
from trainer.standing import Standings

LESSON = "w04-l01"


def joined(story: Story, tmp_path: Path) -> tuple[Session, Path]:
    """Somebody with a key that nobody has bound, at their own computer; and the answer for HR."""
    person = organising.add_person(story.hr, Newcomer("李晓雯", "1031", "服务台"))
    invitation, answer = tmp_path / "1031.invitation", tmp_path / "1031.answer"
    organising.invite(story.hr, person, {"trainee"}, invitation)
    key_file, _words = organising.join(
        story.folder,
        invitation.read_bytes(),
        passphrase=PASSPHRASE,
        answer=answer,
        clock=story.clock,
        kdf=keys.CHEAP,
    )
    session = _session(story.folder, story.clock, story.store, story.hr.library, story.standings, key_file)
    own = Standings(story.store, story.hr.library, tmp_path / "derived.db", own=person)
    return replace(session, standings=own), answer


def study(session: Session) -> None:
    asked = session.library.items_of(f"lesson:{LESSON}")
    studying.finish_lesson(session, LESSON, {item.id: "a" for _hash, item in asked})


def lessons(standings: Standings, person: str) -> list[str]:
    return [one.lesson for one in standings.of(person).lessons]


def test_what_was_studied_shows_on_the_own_screen_only(story: Story, tmp_path: Path) -> None:
    mine, answer = joined(story, tmp_path)
    study(mine)
    assert lessons(mine.standings, mine.me) == [LESSON]
    assert lessons(story.standings, mine.me) == []
    shared = Standings(story.store, story.hr.library, tmp_path / "derived.db")
    assert lessons(shared, mine.me) == [], "nothing of it was kept in the file both may read"
    assert lessons(Standings(story.store, story.hr.library, own=story.hr.me), mine.me) == []
    assert mine.standings.of(mine.me).lessons[0].attested is None

    organising.bind(story.hr, organising.read_request(story.hr, answer), passphrase=PASSPHRASE)
    for standings in (mine.standings, shared, story.standings):
        standings.forget({mine.me})
        assert lessons(standings, mine.me) == [LESSON]


def test_a_paper_can_be_taken_before_the_bind(story: Story, tmp_path: Path) -> None:
    mine, _answer = joined(story, tmp_path)
    attempt = assessing.start_attempt(mine, "week-04", seed="5eed" * 8)
    assessing.answer(mine, attempt, 1, "a", active_s=20)
    assessing.hand_in(mine, attempt)
    (state,) = mine.standings.of(mine.me).attempts
    assert state.ended is not None
    assert story.standings.of(mine.me).attempts == ()


def test_nothing_said_about_others_is_taken_as_bound(story: Story, tmp_path: Path) -> None:
    learner = story.add("高原", "1027", {"trainee"})
    mine, _answer = joined(story, tmp_path)
    before = mine.standings.of(learner)
    study(mine)
    assert mine.standings.of(learner) == before
    assert mine.me not in {one.person for one in mine.standings.everybody()}
