"""HR's decisions about records that are there: a fork decided, an attestation overruled, personal data erased."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.story import PASSPHRASE, Story
from trainer import config
from trainer.actions import attesting, certifying, deciding, keeping
from trainer.actions.attesting import Observed
from trainer.domain.people import WHO_MAY
from trainer.errors import Refused
from trainer.ledger.store import Store
from trainer.views import erasing
from trainer.views import uncounted as view

START = date(2026, 6, 1)
WORDS = "客户手机号写在说明里"


@pytest.fixture
def ana(story: Story) -> str:
    """A trainee with a mentor."""
    return story.trainee(START)


def forked(story: Story, person: str) -> tuple[str, int, str, str]:
    """The person's key is used on a clone too: (log, position, the side of this store, the side of the clone)."""
    session = story.sessions[person]
    assert session.key is not None
    copy = keeping.back_up(story.hr).path
    here = story.study(person, date(2026, 6, 2), 1200)
    story.study(person, date(2026, 6, 3), 600)
    with Store.open(copy, WHO_MAY, clock=story.clock) as clone:
        body = {"v": 1, "attestation": "a" * 64, "comment": "在另一台电脑上"}
        there = clone.append(session.key, "acknowledge", body, sub=person)
        story.store.receive([one.envelope for one in clone.records()])
    story.standings.forget(story.store.take_changed())
    (fork,) = story.store.forks()
    return fork.log, fork.seq, here, there


def test_a_fork_is_held_until_hr_picks_a_side(story: Story, ana: str) -> None:
    log, seq, here, there = forked(story, ana)
    found = view.uncounted(story.hr)
    assert found.decide == 1
    assert {one.row.id for one in found.rows if one.reason == "fork"} >= {here, there}
    sheet = view.fork_sheet(story.hr, log, seq)
    assert sheet is not None
    assert (sheet.name, sheet.chosen, sheet.own) == ("李晓雯", "", False)
    by_id = {side.id: side for side in sheet.sides}
    assert by_id[here].records == 2
    assert by_id[there].kinds == (("acknowledge", 1),)
    deciding.pick(story.hr, log, seq, here, "那台电脑已交回", passphrase=PASSPHRASE)
    assert (story.store.verdict(here), story.store.verdict(there)) == ("ok", "forked")
    assert view.uncounted(story.hr).decide == 0
    assert [one.reason for one in view.uncounted(story.hr).rows] == ["forked"]
    assert story.study(ana, date(2026, 6, 5), 600), "the key goes on from the side that was picked"


def test_a_later_pick_replaces_the_first(story: Story, ana: str) -> None:
    log, seq, here, there = forked(story, ana)
    deciding.pick(story.hr, log, seq, here, "先这样", passphrase=PASSPHRASE)
    deciding.pick(story.hr, log, seq, there, "看错了", passphrase=PASSPHRASE)
    assert (story.store.verdict(here), story.store.verdict(there)) == ("forked", "ok")


def test_a_pick_is_refused_without_reason_side_fork_or_role(story: Story, ana: str) -> None:
    log, seq, here, _there = forked(story, ana)
    calls: dict[str, Callable[[], object]] = {
        "reason-missing": lambda: deciding.pick(story.hr, log, seq, here, " ", passphrase=PASSPHRASE),
        "unknown-record": lambda: deciding.pick(story.hr, log, seq, "0" * 64, "x", passphrase=PASSPHRASE),
        "no-fork": lambda: deciding.pick(story.hr, log, seq + 1, here, "x", passphrase=PASSPHRASE),
        "wrong-passphrase": lambda: deciding.pick(story.hr, log, seq, here, "x", passphrase="no such words at all"),
        "not-your-role": lambda: deciding.pick(
            story.sessions[story.mentor], log, seq, here, "x", passphrase=PASSPHRASE
        ),
    }
    for code, call in calls.items():
        with pytest.raises(Refused) as refused:
            call()
        assert refused.value.code == code


def test_nobody_decides_about_their_own_fork(story: Story) -> None:
    log, seq, here, _there = forked(story, story.hr.me)
    with pytest.raises(Refused) as refused:
        deciding.pick(story.hr, log, seq, here, "x", passphrase=PASSPHRASE)
    assert refused.value.code == "own-fork"


def test_overruling_says_before_what_will_change_and_then_it_does(story: Story, ana: str) -> None:
    story.study(ana, date(2026, 6, 2), 3600)
    word = story.accept_hours(ana)
    (effect,) = view.overruling(story.hr, word)
    assert (effect.hours_before, effect.hours_after) == (3600, 0)
    assert view.overrulable(story.hr, word)
    deciding.overrule(story.hr, word, "未核对", passphrase=PASSPHRASE)
    story.standings.forget(story.store.take_changed())
    assert story.store.verdict(word) == "withdrawn"
    assert sum(one.confirmed_s for one in story.standings.of(ana).quarters) == 0
    assert not view.overrulable(story.hr, word)


def test_a_certificate_whose_evidence_is_overruled_would_be_held(story: Story) -> None:
    ana = story.add("高原", "1027", {"trainee"})
    story.graduate(ana, date(2026, 6, 22))
    certifying.issue(story.hr, ana, passphrase=PASSPHRASE)
    practical = next(one.record.id for one in story.store.about(ana) if one.record.header.kind == "practical.attest")
    (effect,) = view.overruling(story.hr, practical)
    assert [(before, after) for _serial, before, after in effect.certificates] == [("active", "held")]
    assert effect.lost


def test_a_session_held_is_overruled_as_a_record_about_its_signer(story: Story, ana: str) -> None:
    story.clock.set(date(2026, 7, 1), 12)
    held = attesting.hold_session(
        story.sessions[story.mentor],
        title="案例讨论",
        source="review",
        spans=((story.clock.now - 3_600_000, story.clock.now),),
        attendees=((ana, 3600),),
        passphrase=PASSPHRASE,
    )
    (effect,) = view.overruling(story.hr, held)
    assert effect.person == ana
    deciding.overrule(story.hr, held, "未召开", passphrase=PASSPHRASE)
    assert story.store.verdict(held) == "withdrawn"


def test_what_is_no_attestation_is_not_overruled(story: Story, ana: str) -> None:
    claim = story.study(ana, date(2026, 6, 2), 3600)
    assert not view.overrulable(story.hr, claim)
    with pytest.raises(Refused) as refused:
        deciding.overrule(story.hr, claim, "x", passphrase=PASSPHRASE)
    assert refused.value.code == "not-an-attestation"


def asked(story: Story, ana: str, tmp_path: Path) -> tuple[str, Path]:
    """A practical is asked for with a file, and signed: the request's id and where its file lies."""
    artefact = tmp_path / "客户来信.txt"
    artefact.write_text("王女士 138…", encoding="utf-8")
    session = story.sessions[ana]
    practical = next(one.id for one in story.programme(ana).practicals if not one.planned)
    story.clock.set(date(2026, 10, 5))
    request = attesting.request_practical(session, practical, case=WORDS, files=(artefact,))
    (lying,) = (story.folder / "files").iterdir()
    return request, lying


def test_erasing_takes_what_the_preview_named_and_nothing_else(story: Story, ana: str, tmp_path: Path) -> None:
    request, lying = asked(story, ana, tmp_path)
    preview = erasing.erasure(story.hr, "texts", person=ana)
    assert preview.ids == (request,)
    assert preview.files == ("客户来信.txt",)
    deciding.erase(story.hr, preview.ids, "《个人信息保护法》第四十七条", passphrase=PASSPHRASE)
    assert story.store.verdict(request) == "redacted"
    judged = story.store.record(request)
    assert judged is not None
    assert judged.record.envelope.body is None
    assert not lying.exists()
    assert WORDS.encode() not in config.store_path(story.folder).read_bytes()
    assert story.store.verify() == []
    assert erasing.erasure(story.hr, "texts", person=ana).ids == ()


def test_erasing_evidence_says_what_can_no_longer_be_derived(story: Story, ana: str) -> None:
    story.study(ana, date(2026, 6, 2), 3600)
    story.accept_hours(ana)
    preview = erasing.erasure(story.hr, "everything", person=ana)
    (effect,) = preview.effects
    assert (effect.hours_before, effect.hours_after) == (3600, 0)
    assert {row.kind for row in preview.rows} >= {"profile", "enrol", "study", "hours.attest", "assign"}


def test_one_record_and_one_file_can_be_erased(story: Story, ana: str, tmp_path: Path) -> None:
    request, lying = asked(story, ana, tmp_path)
    assert erasing.erasure(story.hr, "record", record=request).ids == (request,)
    assert erasing.erasure(story.hr, "file", file=lying.name).ids == (request,)


def test_erasing_is_refused_without_basis_records_or_role(story: Story, ana: str, tmp_path: Path) -> None:
    request, _lying = asked(story, ana, tmp_path)
    calls: dict[str, Callable[[], object]] = {
        "basis-missing": lambda: deciding.erase(story.hr, [request], "", passphrase=PASSPHRASE),
        "nothing-to-erase": lambda: deciding.erase(story.hr, [], "法", passphrase=PASSPHRASE),
        "not-your-role": lambda: deciding.erase(story.sessions[ana], [request], "法", passphrase=PASSPHRASE),
        "wrong-passphrase": lambda: deciding.erase(story.hr, [request], "法", passphrase="not this one at all"),
    }
    for code, call in calls.items():
        with pytest.raises(Refused) as refused:
            call()
        assert refused.value.code == code


def test_a_reading_store_hears_whom_an_erasure_touches(story: Story, ana: str, tmp_path: Path) -> None:
    request, _lying = asked(story, ana, tmp_path)
    with Store.open(config.store_path(story.folder), WHO_MAY, read_only=True, clock=story.clock) as reader:
        assert reader.verdict(request) == "ok"
        reader.take_changed()
        deciding.erase(story.hr, [request], "法", passphrase=PASSPHRASE)
        assert ana in reader.take_changed()
        assert reader.verdict(request) == "redacted"


def test_no_backup_brings_back_what_was_erased(story: Story, ana: str, tmp_path: Path) -> None:
    request, _lying = asked(story, ana, tmp_path)
    copy = keeping.back_up(story.hr).path
    deciding.erase(story.hr, [request], "法", passphrase=PASSPHRASE)
    assert keeping.unclean(story.hr) == (copy,)
    story.store.close()
    assert keeping.loss(story.folder, copy, story.clock).erased == 1
    keeping.restore(story.folder, copy, story.clock)
    assert WORDS.encode() not in config.store_path(story.folder).read_bytes()
    with Store.open(config.store_path(story.folder), WHO_MAY, clock=story.clock) as restored:
        assert restored.verdict(request) == "redacted"
        assert restored.verify() == []
    assert not list((story.folder / "backups").glob("unfinished-*"))


def test_backups_and_stores_set_aside_are_cleaned(story: Story, ana: str, tmp_path: Path) -> None:
    request, _lying = asked(story, ana, tmp_path)
    copy = keeping.back_up(story.hr).path
    before = copy.read_bytes()
    assert WORDS.encode() in before
    aside = story.folder / "store.db.replaced-20261005T010000Z"
    aside.write_bytes(before)
    deciding.erase(story.hr, [request], "法", passphrase=PASSPHRASE)
    assert keeping.clean(story.hr) == 2
    assert WORDS.encode() not in copy.read_bytes()
    assert WORDS.encode() not in aside.read_bytes()
    assert keeping.unclean(story.hr) == ()
    assert keeping.verify(story.folder, copy, story.clock).altered == 0


def test_the_daily_backup_cleans_the_older_ones(story: Story, ana: str, tmp_path: Path) -> None:
    request, _lying = asked(story, ana, tmp_path)
    copy = keeping.back_up(story.hr).path
    deciding.erase(story.hr, [request], "法", passphrase=PASSPHRASE)
    story.clock.now += 86_400_000
    assert keeping.back_up_if_due(story.hr) is not None
    assert WORDS.encode() not in copy.read_bytes()


def test_a_repeated_observation_is_no_reason_to_stop(story: Story, ana: str) -> None:
    """What HR overruled can be signed again by the mentor."""
    story.clock.set(date(2026, 10, 6))
    practical = next(one for one in story.programme(ana).practicals if not one.planned)
    seen = Observed(
        practical=practical.id,
        observed_on=date(2026, 10, 6),
        seconds=900,
        setting="real",
        independence="unassisted",
        met=tuple((one.id, True) for one in practical.criteria),
        result="pass",
        comment="",
    )
    mentor = story.sessions[story.mentor]
    first = attesting.attest_practical(mentor, ana, seen, meaning="本人观察", passphrase=PASSPHRASE)
    deciding.overrule(story.hr, first, "附件缺一页", passphrase=PASSPHRASE)
    again = attesting.attest_practical(mentor, ana, seen, meaning="本人观察", passphrase=PASSPHRASE)
    assert (story.store.verdict(first), story.store.verdict(again)) == ("withdrawn", "ok")
