from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.story import PASSPHRASE, TODAY, Story, library_file
from trainer import config
from trainer.actions import exchanging, organising, studying
from trainer.actions.organising import Newcomer
from trainer.errors import Refused, Trouble
from trainer.ledger import keys
from trainer.ledger.exchange import SUFFIX
from trainer.local import last_exchange
from trainer.session import Session, open_session
from trainer.views import exchange as view


class Two:
    """HR's computer and the laptop of a trainee who joined by an invitation file; a folder between them."""

    def __init__(self, tmp: Path) -> None:
        self.story = Story.found(tmp)
        self.box, self.laptop = tmp / "box", tmp / "laptop"
        self.box.mkdir()
        self.person = organising.add_person(self.story.hr, Newcomer("周婷", "1044", "服务台"))
        invitation, self.answer = tmp / "i", tmp / "a"
        organising.invite(self.story.hr, self.person, {"trainee"}, invitation)
        self.key_file, self.words = organising.join(
            self.laptop,
            invitation.read_bytes(),
            passphrase=PASSPHRASE,
            answer=self.answer,
            clock=self.story.clock,
            kdf=keys.CHEAP,
        )
        self.session = self.sign_in()

    def sign_in(self) -> Session:
        return open_session(self.laptop, self.person, self.story.clock, self.key_file, PASSPHRASE)

    def bind(self) -> None:
        asked = organising.read_request(self.story.hr, self.answer)
        assert asked.words == self.words
        organising.bind(self.story.hr, asked, passphrase=PASSPHRASE)
        organising.enrol(self.story.hr, self.person, date(2026, 8, 3))


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Two]:
    monkeypatch.setattr(config, "library_path", library_file)
    made = Two(tmp_path)
    yield made
    made.session.close()
    made.story.close()


def study(session: Session) -> None:
    lesson = session.library.lessons()[0]
    asked = session.library.items_of(f"lesson:{lesson.id}")
    studying.finish_lesson(session, lesson.id, {item.id: "a" for _hash, item in asked})


def test_study_before_the_bind_counts_after_it_on_both_sides(two: Two) -> None:
    study(two.session)
    assert [(one.verdict, one.count) for one in view.waiting(two.session)] == [("unbound", 1)]
    assert not view.overview(two.session).bound
    two.bind()
    exchanging.exchange(two.story.hr, two.box)
    report = exchanging.exchange(two.session, two.box)
    assert report.received
    assert view.waiting(two.session) == ()
    assert two.session.standings.of(two.person).name == "周婷"
    assert len(two.session.standings.of(two.person).lessons) == 1
    back = exchanging.exchange(two.story.hr, two.box)
    assert back.received == 1
    assert len(two.story.hr.standings.of(two.person).lessons) == 1
    again = exchanging.exchange(two.story.hr, two.box)
    assert (again.received, again.bad, again.notes) == (0, 0, [])


def test_the_last_exchange_is_remembered_per_person(two: Two) -> None:
    assert last_exchange(two.laptop, two.person) is None
    exchanging.exchange(two.session, two.box)
    done = view.overview(two.session).last
    assert done is not None
    assert (done.folder, done.received) == (str(two.box), 0)


def test_who_was_last_heard_from(two: Two) -> None:
    assert [row.heard > 0 for row in view.heard(two.session)] == [False] * len(view.heard(two.session))
    two.bind()
    two.story.clock.set(TODAY)
    exchanging.exchange(two.story.hr, two.box)
    exchanging.exchange(two.session, two.box)
    (hr,) = view.heard(two.session)
    assert (hr.name, hr.live) == ("林可", True)
    assert hr.heard >= two.story.clock.now - 60_000
    everybody = view.heard(two.story.hr)
    assert {row.name for row in everybody} == {"王敏", "赵一鸣", "周婷"}
    assert [row.heard for row in everybody] == sorted(row.heard for row in everybody)


def test_a_folder_that_is_gone_is_said_and_nothing_is_lost(two: Two) -> None:
    study(two.session)
    with pytest.raises(Trouble) as gone:
        exchanging.exchange(two.session, two.box / "no")
    assert gone.value.code == "folder-missing"
    assert sum(1 for _ in two.session.store.records()) >= 1


def test_a_torn_and_a_foreign_file_do_not_keep_the_others_out(two: Two) -> None:
    two.bind()
    exchanging.exchange(two.story.hr, two.box)
    (good,) = [path for path in two.box.glob(f"*{SUFFIX}") if two.person[:16] in path.name]
    whole = good.read_bytes()
    (two.box / f"aaa{SUFFIX}").write_bytes(whole[: len(whole) // 2])
    (two.box / f"bbb{SUFFIX}").write_bytes(b"\x00\x01 holiday")
    report = exchanging.exchange(two.session, two.box)
    assert {note.file for note in report.notes} == {f"aaa{SUFFIX}", f"bbb{SUFFIX}"}
    assert two.person in two.session.store.people()


def test_single_files_there_and_back(two: Two, tmp_path: Path) -> None:
    two.bind()
    there, back = tmp_path / f"there{SUFFIX}", tmp_path / f"back{SUFFIX}"
    sent = exchanging.send_file(two.story.hr, there, two.person)
    assert exchanging.receive_file(two.session, there).received == sent.records
    study(two.session)
    exchanging.send_file(two.session, back, two.story.hr.me)
    assert exchanging.receive_file(two.story.hr, back).received == 1
    with pytest.raises(Refused):
        exchanging.send_file(two.session, back, "f" * 32)
    with pytest.raises(Trouble):
        exchanging.receive_file(two.session, tmp_path / "i")


def test_an_answer_that_cannot_be_written_leaves_nothing_behind(two: Two, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    invitation = (tmp_path / "i").read_bytes()
    with pytest.raises(Trouble):
        organising.join(
            tmp_path / "third",
            invitation,
            passphrase=PASSPHRASE,
            answer=blocked / "answer",
            clock=two.story.clock,
            kdf=keys.CHEAP,
        )
    assert not (tmp_path / "third").exists()


def test_an_invitation_says_whose_it_is_and_what_this_computer_has(two: Two, tmp_path: Path) -> None:
    data = (tmp_path / "i").read_bytes()
    fresh = organising.look_at_invitation(tmp_path / "fourth", data, two.story.clock)
    assert (fresh.title, fresh.name, fresh.here, fresh.hr_here) == ("明远财税服务有限公司", "周婷", False, False)
    shared = organising.look_at_invitation(two.story.folder, data, two.story.clock)
    assert (shared.here, shared.hr_here) == (True, True)
    laptop = organising.look_at_invitation(two.laptop, data, two.story.clock)
    assert (laptop.here, laptop.hr_here) == (True, False)
