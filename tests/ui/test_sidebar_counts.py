"""The figures in the sidebar are right before the page they belong to was ever opened, and after every change."""

from __future__ import annotations

from datetime import date

import pytest

from tests.story import PASSPHRASE, Story
from tests.ui.stage import Stage, signed_in
from trainer.actions import attesting, certifying, organising
from trainer.app import identify
from trainer.ledger.keyring import read_public
from trainer.ui.frame import AppFrame
from trainer.ui.navigation import entries_for
from trainer.ui.pages.signoff import SignoffPage
from trainer.ui.widgets.confirming import HoursForm
from trainer.ui.worker import Worker
from trainer.views import approvals, mentoring, people, tests, today
from trainer.views.counts import COUNTS, counts

pytestmark = pytest.mark.usefixtures("look")


def learner(story: Story) -> str:
    ana = story.trainee()
    story.clock.set(date(2026, 11, 20), 16)
    return ana


def said(stage: Stage, page: str) -> str:
    return stage.frame.sidebar.items()[page].accessibleName()


def test_the_count_of_the_queue_is_there_at_once(worker: Worker, story: Story) -> None:
    ana = learner(story)
    attesting.request_practical(story.sessions[ana], "M05")
    attesting.request_practical(story.sessions[ana], "M09")
    with signed_in(worker, story, story.mentor) as stage:
        page = stage.page()
        assert page is not None
        assert page.name == "trainees", "the queue was not opened"
        assert said(stage, "signoff") == "Sign-off queue, 2 to do"


def test_the_counts_of_hr_follow_what_is_written(worker: Worker, story: Story) -> None:
    learner(story)
    ready = story.add("高远", "1029", {"trainee"})
    story.graduate(ready, date(2026, 5, 11))
    new = story.add("韩冬", "1025", {"trainee"})
    with signed_in(worker, story, story.hr.me) as stage:
        page = stage.page()
        assert page is not None
        assert (said(stage, "people"), said(stage, "approvals")) == ("People, 1 to do", "Go-live approvals, 1 to do")
        page.do(lambda session: organising.enrol(session, new, date(2026, 11, 23)))
        page.do(lambda session: organising.assign(session, new, story.mentor, "mentor", date(2026, 11, 23)))
        page.do(lambda session: certifying.issue(session, ready, passphrase=PASSPHRASE))
        stage.settle()
        assert (said(stage, "people"), said(stage, "approvals")) == ("People", "Go-live approvals")


def test_counts_say_what_the_pages_say(story: Story) -> None:
    ana = learner(story)
    story.study(ana, date(2026, 11, 19), 3600)
    story.add("韩冬", "1025", {"trainee"})
    me, mentor, hr = story.sessions[ana], story.sessions[story.mentor], story.hr
    assert counts(me, ["tests", "path", "library"]) == {"tests": tests.tests(me).waiting, "path": 0}
    assert counts(mentor, ["signoff"]) == {"signoff": mentoring.queue(mentor).total}
    shown = approvals.approvals(hr).candidates
    assert counts(hr, ["approvals"]) == {"approvals": sum(one.gate.ready for one in shown)}
    assert counts(hr, ["people"]) == {"people": sum(bool(one.missing) for one in people.people(hr))}
    story.practise(ana, 2)
    seen = [one for one in today.today(me).agenda if one.kind == "observed"]
    assert counts(me, ["path"]) == {"path": len(seen)} == {"path": 2}
    assert set(COUNTS) <= {one.name for role in ("trainee", "hr") for one in entries_for(frozenset({role}))}


def test_a_specialist_who_confirms_hours_has_the_queue(worker: Worker, story: Story) -> None:
    ana = learner(story)
    bo = story.add("何俊", "1010", {"specialist"})
    session = story.sessions[bo]
    assert session.key_file is not None
    key_file = read_public(session.key_file)
    assert key_file is not None
    assert identify(session, key_file).also == frozenset()
    story.assign(ana, bo, "confirmer")
    story.study(ana, date(2026, 11, 19), 3600)
    attesting.request_practical(story.sessions[ana], "M05")
    who = identify(session, key_file)
    assert who.also == {"signoff"}
    assert "signoff" in AppFrame(who.roles, who.name, "", also=who.also).sidebar.items()
    with signed_in(worker, story, bo) as stage:
        stage.frame.go("signoff")
        stage.settle()
        page = stage.page()
        assert isinstance(page, SignoffPage)
        assert page.list.keys() == (f"hours:{ana}:",)
        assert isinstance(page.desk.form, HoursForm)
        assert not page.observe.isVisibleTo(page)
        assert stage.problems == []
