"""What happens in the firm from January 2024 to 23 November 2026: who comes and goes, and what is special about them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from trainer.actions import departing, feeding_back, organising, waiving
from trainer.demo import curriculum, mentoring, staff
from trainer.demo.cast import AUTHOR, DIRECTOR, FORMER_MENTOR, HR, MEMBERS, MENTOR, SECOND_MENTOR, TODAY
from trainer.demo.curriculum import Plan
from trainer.demo.stage import PASSPHRASE, Stage
from trainer.domain import calendar
from trainer.views.feedback import subject

PLANS = (
    Plan("1009", date(2024, 7, 15), MENTOR, old=True, practicals=100, milestones=9, certified=date(2024, 12, 16)),
    Plan("1010", date(2024, 8, 1), FORMER_MENTOR, old=True, practicals=100, milestones=9, certified=date(2025, 1, 3)),
    Plan("1019", date(2025, 2, 10), FORMER_MENTOR, old=True, practicals=100, milestones=9, certified=date(2025, 7, 14)),
    Plan("1011", date(2025, 7, 7), MENTOR, old=True, practicals=100, milestones=9, certified=date(2025, 12, 8)),
    Plan(
        "1025",
        date(2026, 6, 8),
        FORMER_MENTOR,
        exam=7,
        practicals=100,
        milestones=9,
        claims=True,
        certified=date(2026, 11, 9),
    ),
    Plan(
        "1026",
        date(2026, 6, 15),
        FORMER_MENTOR,
        pace=190,
        exam=14,
        exam_on=date(2026, 11, 20),
        unsigned=True,
        practicals=1,
        again=True,
        claims=True,
        retakes=date(2026, 10, 28),
    ),
    Plan("1027", date(2026, 6, 22), MENTOR, exam=7, practicals=100, again=True, milestones=9),
    Plan(
        "1028",
        date(2026, 6, 29),
        MENTOR,
        exam=20,
        practicals=90,
        asks=1,
        milestones=3,
        claims=True,
        confirmed=date(2026, 11, 13),
    ),
    Plan(
        "1029",
        date(2026, 7, 6),
        SECOND_MENTOR,
        exam=27,
        exam_on=date(2026, 11, 12),
        practicals=100,
        milestones=2,
        confirmed=date(2026, 11, 18),
    ),
    Plan("1030", date(2026, 7, 20), SECOND_MENTOR, exam=14, practicals=20, until=date(2026, 10, 30)),
    Plan(
        "1031",
        date(2026, 8, 3),
        MENTOR,
        exam=14,
        exam_on=date(2026, 11, 2),
        practicals=50,
        asks=2,
        confirmed=date(2026, 11, 6),
        claims=True,
        retakes=date(2026, 11, 20),
        reviews=True,
    ),
    Plan("1034", date(2026, 9, 1), SECOND_MENTOR, pace=230, until=date(2026, 11, 4), confirmed=date(2026, 10, 20)),
    Plan("1035", date(2026, 10, 12), MENTOR),
    Plan("1036", date(2026, 11, 9), SECOND_MENTOR, claims=True),
)

BEFORE_PAPERS = "入职时的线下课程与笔试成绩已核对，原件存人事档案"


def plan(stage: Stage) -> None:
    """Put everything on the agenda that does not follow from something else."""
    for member in MEMBERS:
        if member.number != HR:
            stage.agenda.put(member.joined, 9, partial(stage.join, member), minute=5)
    for one in PLANS:
        curriculum.put(stage, one)
        if one.old and one.certified is not None:
            stage.agenda.put(one.certified - timedelta(days=5), 9, partial(_recognise, stage, one.number))
    staff.plan_hours(stage)
    learners = {one.number: one.start for one in PLANS if one.certified is None and one.number not in AWAY}
    staff.plan_reviews(stage, learners)
    staff.plan_afternoons(stage, learners)
    stage.agenda.put(staff.LEFT, 17, partial(_hand_over, stage), minute=40)
    stage.agenda.put(date(2026, 6, 15), 10, partial(_dismiss, stage, "1019"))
    stage.agenda.put(
        date(2026, 10, 12), 10, partial(mentoring.change_certificate, stage, "1010", "suspended", SUSPENDED)
    )
    stage.agenda.put(date(2026, 10, 30), 15, partial(_leave, stage))
    _plan_feedback(stage)


AWAY = frozenset({"1030", "1034"})
"""Learners who are not at the reviews: one on leave, one who is not heard from."""

REVOKED = "代客户保管公章并自行用章，已查实"
SUSPENDED = "连续两个季度学时不足，补足并复核前不单独接单"


def _dismiss(stage: Stage, number: str) -> None:
    """A certificate is revoked, and its holder leaves."""
    mentoring.change_certificate(stage, number, "revoked", REVOKED)
    departing.depart(stage.hr, stage.person(number), {}, passphrase=PASSPHRASE)


def _recognise(stage: Stage, number: str) -> None:
    """Lessons and exam from before the papers existed, agreed by the director."""
    for requirement in ("lessons", "exam"):
        waiving.waive(
            stage.hr,
            stage.person(number),
            requirement,
            BEFORE_PAPERS,
            second=stage.person(DIRECTOR),
            passphrase=PASSPHRASE,
        )


def _hand_over(stage: Stage) -> None:
    """The former mentor leaves: his learners go to others, then his key ends where it stands."""
    person = stage.person(FORMER_MENTOR)
    successors: dict[str, str] = {}
    for one in stage.standings.everybody():
        for running in one.assignments:
            if running.person == person and running.ended_at is None:
                successors[running.record] = _successor(stage, stage.number(one.person), running.as_)
    departing.depart(stage.hr, person, successors, passphrase=PASSPHRASE)
    late = date(2026, 10, 12)
    stage.agenda.put(late, 9, partial(_new_mentor, stage, "1026"), minute=30)


def _successor(stage: Stage, learner: str, as_: str) -> str:
    """Who takes over; for one learner there is nobody until October."""
    if learner == "1026" and as_ == "mentor":
        return ""
    return stage.person(MENTOR if learner in {"1025", SECOND_MENTOR} else SECOND_MENTOR)


def _new_mentor(stage: Stage, number: str) -> None:
    organising.assign(stage.hr, stage.person(number), stage.person(SECOND_MENTOR), "mentor", stage.hr.today())


def _leave(stage: Stage) -> None:
    organising.give_leave(stage.hr, stage.person("1030"), date(2026, 11, 2), date(2026, 12, 31), "病假")


def _plan_feedback(stage: Stage) -> None:
    """Three threads: one closed in a week, one that waits for who reported it to confirm, one for the author."""
    for at, hour, number, about, text, answers in WORDS:
        stage.agenda.put(at, hour, partial(_feedback, stage, number, about, text, answers, at))


ANSWERS = {"ack": feeding_back.acknowledge, "done": feeding_back.done, "confirm": feeding_back.confirm}

WORDS = (
    (
        date(2026, 9, 10),
        11,
        "1027",
        ("lesson", "w04-l03", "s787374b5"),
        "「例子：两个季度」先写了税额，后写销售额，第一遍看不出先后。",
        (
            (1, 10, "ack", "收到，正在看。"),
            (5, 10, "done", "已改为先列销售额、再列税额，并补了一行合计。"),
            (6, 10, "confirm", "清楚多了，谢谢。"),
        ),
    ),
    (
        date(2026, 11, 18),
        14,
        "1031",
        ("case", "shop-over-threshold-one-percent", ""),
        "事实部分能不能第一句就写明按季申报？第一遍没看出来。",
        ((0, 15, "ack", ""), (2, 11, "done", "第一句补上了「按季申报」，随下一版发布。")),
    ),
    (
        date(2026, 11, 19),
        15,
        "1031",
        ("lesson", "w04-l03", "s98aac29f"),
        "小规模纳税人那张表能不能把「免税」和「减按 1%」分成两列？",
        (),
    ),
)
"""Day, hour, who, about what, the word, and (days later, hour, step, answer); the giver confirms, the author answers."""


def _feedback(  # noqa: PLR0917  # the parts of a thread
    stage: Stage,
    number: str,
    about: tuple[str, str, str],
    text: str,
    answers: tuple[tuple[int, int, str, str], ...],
    at: date,
) -> None:
    giver = stage.of(number)
    found = subject(giver, *about)
    if found is None:
        return
    given = feeding_back.give(giver, found.about, found.hash, text, rating=4)
    for days, hour, step, said in answers:
        who = giver if step == "confirm" else stage.of(AUTHOR)
        stage.agenda.put(at + timedelta(days=days), hour, partial(ANSWERS[step], who, given, said))


CHAPTERS = (
    date(2024, 6, 30),
    date(2024, 12, 31),
    date(2025, 6, 30),
    date(2025, 12, 31),
    date(2026, 6, 30),
    date(2026, 9, 30),
    date(2026, 11, 15),
    TODAY,
)
"""The last day of each chapter."""

MORNING = calendar.at(TODAY, 9, 30)
"""When the demonstration begins to be looked at (ms UTC)."""
