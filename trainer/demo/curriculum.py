"""One learner's months put on the agenda: lessons and papers, the exam, practicals, milestones, the certificate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from trainer.actions import attesting, organising
from trainer.demo import mentoring
from trainer.demo.cast import EXAMINER, HR, TODAY
from trainer.demo.learning import practise, read_lesson, review, take, workday
from trainer.demo.staff import course, study
from trainer.demo.stage import SEED, Stage
from trainer.domain import calendar
from trainer.domain.chance import Chance
from trainer.domain.programme import Practical


@dataclass(frozen=True, slots=True)
class Plan:
    """How one learner's months go.

    `pace` is how long a planned week takes them, in percent. Nothing of theirs happens after `until`. `confirmed` is
    the last day on which their mentor confirms theory and hours. `exam` is the share of wrong answers in percent, None
    when they do not get there; `unsigned` leaves its result to be signed. `practicals` is how much of them is signed off, in percent; the next `asks` are asked
    for, `claims` some hours that wait. `milestones` is how many are given. `retakes` the last week's paper is failed first and passed on that day. `old` training from before the papers
    existed: lessons and exam are waived. `again` is the first practical to be repeated. `reviews` of what went wrong, in the last four weeks.
    """

    number: str
    start: date
    mentor: str
    pace: int = 100
    until: date = TODAY
    confirmed: date = TODAY
    exam: int | None = None
    exam_on: date | None = None
    unsigned: bool = False
    practicals: int = 0
    asks: int = 0
    again: bool = False
    retakes: date | None = None
    reviews: bool = False
    old: bool = False
    milestones: int = 0
    claims: bool = False
    certified: date | None = None


def put(stage: Stage, plan: Plan) -> None:
    """Put the whole plan on the agenda."""
    stage.agenda.put(plan.start, 9, partial(_begin, stage, plan), minute=40)


def _begin(stage: Stage, plan: Plan) -> None:
    hr, person = stage.hr, stage.person(plan.number)
    organising.enrol(hr, person, plan.start)
    organising.assign(hr, person, stage.person(plan.mentor), "mentor", plan.start)
    if stage.joined(EXAMINER):
        organising.assign(hr, person, stage.person(EXAMINER), "examiner", plan.start)
        organising.assign(hr, person, stage.person(EXAMINER), "proctor", plan.start)
    _theory(stage, plan)
    if plan.exam is not None:
        _exam(stage, plan)
    _practice(stage, plan)
    if plan.reviews:
        _reviews(stage, plan)
    if plan.until < TODAY:
        stage.agenda.put(plan.until, 17, partial(study, stage, plan.number, plan.until, 9, 45))
    if plan.claims:
        for n in range(2):
            day = TODAY - timedelta(days=6 - n)
            stage.agenda.put(day, 17, partial(study, stage, plan.number, day, 13, 30 + 15 * n))
        stage.agenda.put(
            TODAY - timedelta(days=3), 18, partial(course, stage, plan.number, TODAY - timedelta(days=4), 2)
        )


def _reviews(stage: Stage, plan: Plan) -> None:
    """A case on two days of the last weeks, reviews on the other three."""
    for n in range(4 * 7, 0, -1):
        day = TODAY - timedelta(days=n)
        if day.isoweekday() in {2, 4}:
            stage.agenda.put(day, 17, partial(practise, stage, plan.number, n), minute=15)
        elif day.isoweekday() in {1, 3, 5}:
            stage.agenda.put(day, 8, partial(review, stage, plan.number), minute=20)


def _theory(stage: Stage, plan: Plan) -> None:
    weeks = [week for week in mentoring.programme_of(stage, plan.number).weeks if not week.planned]
    for week in weeks:
        begins = plan.start + timedelta(days=7 * (week.number - 1) * plan.pace // 100)
        for n, lesson in enumerate(week.lessons):
            day = workday(begins + timedelta(days=n * plan.pace // 100))
            if day <= plan.until:
                stage.agenda.put(day, 16, partial(read_lesson, stage, plan.number, lesson, day), minute=5)
        sits = workday(begins + timedelta(days=7 * plan.pace // 100))
        if week.paper and not plan.old and sits <= plan.until:
            _papers(stage, plan, week.paper, sits, retakes=week == weeks[-1])
    day = plan.start + timedelta(days=9)
    while day <= min(plan.confirmed, TODAY):
        stage.agenda.put(workday(day), 11, partial(_confirm, stage, plan))
        day += timedelta(days=14)


def _papers(stage: Stage, plan: Plan, paper: str, day: date, *, retakes: bool) -> None:
    wrong = Chance(SEED, f"{plan.number}/{paper}/wrong").below(2)
    if retakes and plan.retakes is not None:
        stage.agenda.put(day, 15, partial(take, stage, plan.number, paper, wrong=3))
        stage.agenda.put(plan.retakes, 15, partial(take, stage, plan.number, paper, wrong=wrong))
    else:
        stage.agenda.put(day, 15, partial(take, stage, plan.number, paper, wrong=wrong))


def mentor_now(stage: Stage, number: str) -> str:
    """The staff number of the mentor somebody has today: whoever takes over, confirms and observes from then on."""
    assigned = stage.standings.of(stage.person(number)).assigned("mentor")
    return stage.number(assigned.person) if assigned is not None else ""


def _confirm(stage: Stage, plan: Plan) -> None:
    mentor = mentor_now(stage, plan.number)
    if mentor:
        mentoring.confirm_theory(stage, mentor, plan.number)
        mentoring.accept_hours(stage, mentor, plan.number, stage.clock.now - calendar.DAY_MS)


def _exam(stage: Stage, plan: Plan) -> None:
    programme = mentoring.programme_of(stage, plan.number)
    paper = next((one.paper for one in programme.requirements if one.kind == "exam"), "")
    day = plan.exam_on or workday(calendar.add_months(plan.start, programme.theory_months) - timedelta(days=1))
    stage.agenda.put(day, 8, partial(mentoring.open_exam, stage, plan.number, paper, EXAMINER), minute=50)
    sits = partial(
        mentoring.sit_exam, stage, plan.number, paper, EXAMINER, wrong_percent=plan.exam or 0, signed=not plan.unsigned
    )
    stage.agenda.put(day, 9, sits, minute=30)


def _practice(stage: Stage, plan: Plan) -> None:
    programme = mentoring.programme_of(stage, plan.number)
    practicals = mentoring.in_order(programme)
    signed = max(1, len(practicals) * plan.practicals // 100) if plan.practicals else 0
    asked = practicals[signed : signed + plan.asks]
    begins = calendar.add_months(plan.start, programme.theory_months)
    ends = min(calendar.add_months(begins, programme.mentoring_months), plan.until) - timedelta(days=6)
    turns = [(one, n) for one in practicals[:signed] for n in range(one.repeats)]
    for place, (practical, repeat) in enumerate(turns):
        day = begins + (ends - begins) * (place + 1) // (len(turns) + 1)
        again = plan.again and place == 0
        _observed(stage, plan, practical, workday(day), again=again)
        if again:
            _observed(stage, plan, practical, workday(day + timedelta(days=3)), again=False)
        del repeat
    for n, practical in enumerate(asked):
        day = TODAY - timedelta(days=3)
        stage.agenda.put(day, 16, partial(mentoring.ask, stage, plan.number, practical), minute=20 * n)
    if plan.milestones:
        _closing(stage, plan, begins)


def _observed(stage: Stage, plan: Plan, practical: Practical, day: date, *, again: bool) -> None:
    stage.agenda.put(day, 10, partial(_asked_and_seen, stage, plan, practical, again=again))


def _asked_and_seen(stage: Stage, plan: Plan, practical: Practical, *, again: bool) -> None:
    mentor = mentor_now(stage, plan.number)
    if not mentor:  # nobody to ask: it waits until somebody is assigned
        _observed(stage, plan, practical, workday(stage.hr.today() + timedelta(days=7)), again=again)
        return
    request = mentoring.ask(stage, plan.number, practical)
    stage.clock.reach(stage.clock.now + 2 * 3_600_000)
    seen = mentoring.observe(stage, mentor, plan.number, practical, request=request, again=again)
    stage.clock.reach(stage.clock.now + 1_800_000)
    attesting.acknowledge(stage.of(plan.number), seen, "明白了，下次补上。" if again else "")


def _closing(stage: Stage, plan: Plan, begins: date) -> None:
    programme = mentoring.programme_of(stage, plan.number)
    complete = calendar.add_months(begins, programme.mentoring_months)
    for n in range(min(plan.milestones, len(programme.milestones))):
        day = workday(min(complete, TODAY) - timedelta(days=4)) + timedelta(days=n % 3)
        stage.agenda.put(min(day, TODAY), 14, partial(_give, stage, plan, n), minute=10 * n)
    if plan.certified is not None:
        stage.agenda.put(plan.certified, 10, partial(_certified, stage, plan))


def _certified(stage: Stage, plan: Plan) -> None:
    """The certificate; then mentor and examiner are free, and the mentor goes on confirming hours where nobody else does."""
    mentoring.certify(stage, plan.number)
    person, today = stage.person(plan.number), stage.hr.today()
    mentor = mentor_now(stage, plan.number)
    if stage.standings.of(person).assigned("confirmer") is None:
        organising.assign(stage.hr, person, stage.person(mentor), "confirmer", today)
    for one in stage.standings.of(person).assignments:
        if one.ended_at is None and one.as_ != "confirmer":
            organising.end_assignment(stage.hr, person, one.record, "带教结束")


def _give(stage: Stage, plan: Plan, n: int) -> None:
    milestone = mentoring.programme_of(stage, plan.number).milestones[n]
    by = mentor_now(stage, plan.number) if "mentor" in milestone.by else HR
    for role, number in (("director", "1002"), ("examiner", EXAMINER)):
        if role in milestone.by and stage.joined(number) and not plan.old:
            by = number
    mentoring.give_milestone(stage, plan.number, milestone, by)
