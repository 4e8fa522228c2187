from __future__ import annotations

from datetime import date, timedelta

from tests.story import PASSPHRASE, TODAY, Story
from trainer.actions import certifying, organising
from trainer.domain import calendar
from trainer.domain.calendar import DAY_MS
from trainer.domain.path import shortage
from trainer.views import overview as view


def fresh(story: Story) -> int:
    return story.clock.now


def codes(found: view.Overview, person: str) -> list[str]:
    return [one.code for one in found.risks if one.person == person]


def test_a_new_firm_has_no_trainees_and_nobody_waits(story: Story) -> None:
    story.clock.set(date(2026, 1, 6))
    found = view.overview(story.hr, backup=fresh(story))
    assert (found.cohorts, found.risks, found.tasks) == ((), (), ())
    assert found.people == 3


def test_trainees_stand_in_the_month_of_the_programme_with_days_and_leave(story: Story) -> None:
    early, late, away, next_ = (story.add(f"某{n}", f"20{n}", {"trainee"}) for n in range(4))
    for person, start in ((early, date(2026, 11, 2)), (late, date(2026, 8, 3)), (away, date(2026, 10, 5))):
        story.enrol(person, start)
        story.assign(person, story.mentor)
    story.enrol(next_, date(2026, 11, 3))
    story.learn(early)
    organising.give_leave(story.hr, away, date(2026, 11, 20), date(2026, 11, 30), "sick")
    story.clock.set(TODAY)
    story.hr.standings.forget(story.store.take_changed())
    found = view.overview(story.hr, backup=fresh(story))
    months = {line.person: (one.month, line) for one in found.cohorts for line in one.trainees}
    assert [one.month for one in found.cohorts] == [1, 2, 3, 4, 5]
    assert {person: month for person, (month, _line) in months.items()} == {early: 1, next_: 1, away: 2, late: 4}
    assert months[early][1].days_ahead > 0
    assert "30 Nov" in months[away][1].line
    assert months[late][1].tone == "bad"
    assert "no-mentor" in codes(found, next_)
    assert "infeasible" in codes(found, late)
    assert codes(found, early) == []


def test_a_plan_is_short_when_the_mentor_comes_late_or_the_work_does_not_fit(story: Story) -> None:
    person = story.add("李晓雯", "1031", {"trainee"})
    start = date(2026, 6, 1)
    story.enrol(person, start)
    programme, progress = story.programme(person), story.standings.of(person)
    assert shortage(programme, progress, start) == 0
    assert shortage(programme, progress, date(2026, 10, 1)) > 30
    assert shortage(programme, progress, date(2026, 10, 2)) > shortage(programme, progress, date(2026, 10, 1))
    story.learn(person)
    story.clock.set(date(2026, 9, 21))
    story.assign(person, story.mentor, since=date(2026, 9, 21))
    assert shortage(programme, story.standings.of(person), date(2026, 9, 21)) == 20


def test_certificates_that_expire_or_were_suspended_are_said_with_their_day_and_reason(story: Story) -> None:
    person = story.add("高远", "1020", {"trainee", "specialist"})
    story.graduate(person, date(2026, 6, 1))
    ready = view.overview(story.hr, backup=fresh(story))
    assert [one.code for one in ready.tasks] == ["ready", "silent"]
    assert ready.tasks[0].arguments == {"person": person}
    record = certifying.issue(story.hr, person, passphrase=PASSPHRASE)
    assert [one.code for one in view.overview(story.hr, backup=fresh(story)).tasks] == ["silent"]
    until = story.standings.of(person).certificates[0].valid_until
    story.clock.set(until - timedelta(days=40))
    soon = next(one for one in view.overview(story.hr).risks if one.code == "expiring")
    assert "in 40 days" in soon.line
    assert soon.arguments == {"record": record}
    certifying.change_state(story.hr, person, record, "suspended", "投诉核实中", passphrase=PASSPHRASE)
    first = next(one for one in view.overview(story.hr).risks if one.person == person)
    assert first.code == "suspended"
    assert "投诉核实中" in first.line


def test_hours_below_an_even_pace_are_said_with_figures(story: Story) -> None:
    story.clock.set(date(2026, 8, 14))
    found = view.overview(story.hr, backup=fresh(story))
    line = next(one.line for one in found.risks if one.person == story.mentor and one.code == "hours")
    assert line == "0 of 20 h confirmed this quarter; 9.7 h would be due by today"


def test_what_waits_names_milestones_invitations_silence_and_backups(story: Story) -> None:
    person = story.add("高远", "1020", {"trainee"})
    start = date(2026, 6, 1)
    story.enrol(person, start)
    story.assign(person, story.mentor, "mentor")
    story.learn(person)
    story.clock.set(date(2026, 10, 20), 9)
    story.practise(person)
    story.clock.set(TODAY)
    now = story.clock.now
    open_ = view.Open(person, now - 9 * DAY_MS, now + 21 * DAY_MS)
    found = view.overview(story.hr, (open_,), calendar.at(date(2026, 11, 10), 9))
    by_code = {one.code: one for one in found.tasks}
    assert {"milestone", "invitation", "silent", "backup"} <= by_code.keys()
    assert "open for 9 days" in by_code["invitation"].detail
    assert by_code["milestone"].page == "signoff"
    assert "13 days" in by_code["backup"].detail
    assert "赵一鸣" in by_code["silent"].detail
    assert view.overview(story.hr, (), -1).tasks[-1].title == "No backup on this computer"


def test_a_mentor_whose_key_ended_is_the_first_thing_said(story: Story) -> None:
    person = story.add("高远", "1020", {"trainee"})
    story.enrol(person, date(2026, 11, 2))
    story.assign(person, story.mentor)
    story.clock.set(TODAY)
    for log in story.store.people()[story.mentor].live:
        organising.end_key(story.hr, log, "离职", passphrase=PASSPHRASE)
    first = view.overview(story.hr).risks[0]
    assert (first.code, first.person) == ("mentor-gone", story.mentor)
    assert "1 person still assigned" in first.line
