"""The hours of people who work already: what they studied in twelve quarters, and the weekly case review."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from trainer.actions import attesting, organising, studying
from trainer.content.compiled import Lesson
from trainer.demo.cast import BY_NUMBER, FORMER_MENTOR, FOUNDED, HR, MENTOR, SECOND_MENTOR, TODAY
from trainer.demo.learning import workday
from trainer.demo.mentoring import accept_hours
from trainer.demo.stage import PASSPHRASE, SEED, Stage
from trainer.domain import calendar
from trainer.domain.calendar import Quarter
from trainer.domain.chance import Chance
from trainer.domain.progress import Progress
from trainer.session import Session
from trainer.wording import sessions

HOUR = 3600
LAST_DECISION = date(2026, 11, 16)
"""What is studied after this day still waits for a decision."""

LEFT = date(2026, 8, 28)
"""When the former mentor left."""

DAY = timedelta(days=1)
GONE = {"1019": date(2026, 6, 12)}
"""From this day on somebody is not there any more."""

REVIEWS_FROM = date(2024, 1, 12)
HOLIDAYS = (
    (date(2024, 2, 9), date(2024, 2, 18)),
    (date(2024, 5, 1), date(2024, 5, 5)),
    (date(2024, 10, 1), date(2024, 10, 7)),
    (date(2025, 1, 28), date(2025, 2, 4)),
    (date(2025, 5, 1), date(2025, 5, 5)),
    (date(2025, 10, 1), date(2025, 10, 8)),
    (date(2026, 2, 15), date(2026, 2, 23)),
    (date(2026, 5, 1), date(2026, 5, 5)),
    (date(2026, 10, 1), date(2026, 10, 7)),
)
TOPICS = (
    "免征额与小规模纳税人",
    "红字发票补开",
    "申报期与延期",
    "留抵异常的两种成因",
    "客户催办与预期管理",
    "股东借款年末余额",
    "数电票额度调整",
    "季度回访里发现的风险",
    "跨部门工单交接",
    "稽查通知书的第一天",
)
MINUTES_FROM = date(2026, 9, 1)
"""From this day on the reviews go through a case of the library and have minutes."""

DISCUSSED = {
    "免征额与小规模纳税人": (
        ("consultancy-special-invoice-under-threshold", "shop-over-threshold-one-percent"),
        "先问清按月还是按季申报，再看普票和专票各开了多少。\n\n有人只看合计就下了结论；下次先把两类发票分开列。",
    ),
    "红字发票补开": (
        ("trader-return-red-letter-confirmation",),
        "关键是购买方有没有做用途确认，路径由此分开。\n\n约定：发起确认单的当时就把期限写进日程。",
    ),
    "客户催办与预期管理": (
        ("startup-asks-for-tax-plan",),
        "合同里没有的服务先说明，不在电话里答应。\n\n首次联系就说出预计完成时间；做不到要提前告诉客户。",
    ),
    "股东借款年末余额": (
        ("property-shareholder-loan-year-end",),
        "11 月就要提醒，等到年底来不及。\n\n提醒发书面的，留下送达记录；怎样归还由客户自己决定。",
    ),
    "数电票额度调整": (
        ("fitout-offer-to-buy-special-invoices",),
        "客户急着要额度时，先看真实业务和合同。\n\n来历不明的发票一律不接，当天报告合规。",
    ),
    "季度回访里发现的风险": (
        ("factory-entertainment-and-welfare",),
        "回访前先看三个季度的科目变动，带着问题去。\n\n招待费和福利费混在一起的，请客户补明细。",
    ),
    "跨部门工单交接": (
        ("payroll-sheet-in-chat-group",),
        "交接单写清事实、材料、期限、金额四项。\n\n个人信息不进群；发错了要马上撤回、报告并记录。",
    ),
    "稽查通知书的第一天": (
        ("gift-items-as-office-supplies",),
        "第一天只做三件事：登记、保全资料、提请三级。\n\n不替客户解释，也不补写任何单据。",
    ),
}
"""What was talked about under a topic: cases of the library, and the notes."""

COURSES = (
    ("电子税务局操作实务", "区税务局"),
    ("会计人员继续教育", "市会计学会"),
    ("金税系统操作", "区税务局"),
    ("企业所得税汇算专题", "注册税务师协会"),
    ("劳动用工合规讲座", "人力资源服务中心"),
)


@dataclass(frozen=True, slots=True)
class Worker:
    """Whose hours: `halves` are confirmed half-hours per quarter, the last of them in `last`; `waits` more
    that nobody has decided on. `comes` is how many of ten reviews they attend.
    """

    number: str
    confirmer: str
    halves: tuple[int, ...]
    waits: int = 0
    comes: int = 7
    last: Quarter = (2026, 4)


def _worker(
    number: str, confirmer: str, hours: str, *, waits: int = 0, comes: int = 7, last: Quarter = (2026, 4)
) -> Worker:
    return Worker(number, confirmer, tuple(round(2 * float(one)) for one in hours.split()), waits, comes, last)


WORKERS = (
    _worker("1003", "1004", "20 21.5 20 20.5 18.5 20.5 22 20 19 21 20 12.5", waits=4),
    _worker("1004", SECOND_MENTOR, "20.5 20 22 20 20 20 21 22.5 20.5 20 21.5 18"),
    _worker(MENTOR, HR, "22 21 24 23 24 22 23 26 23.5 22.5 24.5 20.5"),
    _worker("1006", SECOND_MENTOR, "20 16 18.5 20 14 17.5 20 20 16.5 19 20.5 5.5", waits=3, comes=4),
    _worker("1015", HR, "15 19 20 21 19.5 17"),
    _worker("1009", MENTOR, "20 21 20 20.5 22 20 20 19"),
    _worker("1010", SECOND_MENTOR, "20 18 20 20 13 9.5 6", waits=2, comes=3),
    _worker("1011", MENTOR, "12 19 20 18.5"),
    _worker("1013", SECOND_MENTOR, "20 20.5 20 21 20 22 20 21 20 20.5 23 22", comes=8),
    _worker("1019", SECOND_MENTOR, "20 16 14", comes=4, last=(2026, 2)),
    _worker("1002", HR, "20 20 20 20 20 20 20 20 20.5 20 20 15", comes=5),
    _worker("1005", HR, "21 20 23 22 20 24 22 21 22 25 23 16", comes=5),
    _worker(SECOND_MENTOR, HR, "20 21 18.5", comes=8),
)
LAST_QUARTER: Quarter = (2026, 4)


def fridays() -> Iterator[date]:
    """The days of the weekly case review up to today."""
    day = REVIEWS_FROM
    while day < TODAY:
        if not any(since <= day <= until for since, until in HOLIDAYS):
            yield day
        day += timedelta(days=7)


def comes(number: str, share: int, day: date) -> bool:
    """Whether somebody attends the review of a day: the same in every run."""
    return Chance(SEED, f"{number}/{day.isoformat()}/review").below(10) < share


def holder(day: date) -> str:
    """Who holds the review: two mentors take turns, until one of them left."""
    even = day.toordinal() // 7 % 2 == 0
    other = FORMER_MENTOR if day < LEFT else SECOND_MENTOR
    return MENTOR if even else other


def attends(worker: Worker, day: date) -> bool:
    """Whether a worker's attendance counts on that day; whoever holds the review does not attest their own."""
    if day >= GONE.get(worker.number, TODAY):
        return False
    since = calendar.quarter_days(_first(worker))[0]
    return (
        day >= max(since, BY_NUMBER[worker.number].joined)
        and holder(day) != worker.number
        and comes(worker.number, worker.comes, day)
    )


def _first(worker: Worker) -> Quarter:
    return calendar.next_quarter(worker.last, 1 - len(worker.halves))


def plan_reviews(stage: Stage, learners: dict[str, date]) -> None:
    """Put every review on the agenda: workers as `attends` says, learners from the day they began."""
    for n, day in enumerate(fridays()):
        stage.agenda.put(day, 17, partial(_review, stage, day, n, learners), minute=10)


def _review(stage: Stage, day: date, n: int, learners: dict[str, date]) -> None:
    start = calendar.at(day, 16)
    there = [one.number for one in WORKERS if attends(one, day)]
    there.append(HR)
    there += [one for one, since in learners.items() if since <= day and comes(one, 8, day)]
    present = tuple((stage.person(one), HOUR - _late(one, day, learners)) for one in there if stage.joined(one))
    topic = TOPICS[n % len(TOPICS)]
    if present:
        attesting.hold_session(
            stage.of(holder(day)),
            title=f"每周案例评审会：{topic}",
            source="session",
            spans=((start, start + HOUR * 1000),),
            attendees=present,
            passphrase=PASSPHRASE,
            minutes=_minutes(stage, topic) if day >= MINUTES_FROM else "",
        )


def _late(number: str, day: date, learners: dict[str, date]) -> int:
    """Seconds a learner came late: now and then a quarter of an hour."""
    late = number in learners and day >= MINUTES_FROM and Chance(SEED, f"{number}/{day.isoformat()}/late").below(5) == 0
    return HOUR // 4 if late else 0


def _minutes(stage: Stage, topic: str) -> str:
    """The cases that were gone through, with their titles, and the notes."""
    named, notes = DISCUSSED.get(topic, ((), ""))
    found = [one for one in map(stage.hr.library.case, named) if one is not None]
    return sessions.minutes([(one.id, one.title.zh) for one in found], notes)


def _afternoon(stage: Stage, day: date, title: str, learners: dict[str, date]) -> None:
    start = calendar.at(day, 13, 30)
    there = [HR, *(one for one, since in learners.items() if since <= day and comes(one, 9, day))]
    attesting.hold_session(
        stage.of(MENTOR),
        title=title,
        source="session",
        spans=((start, start + 4 * HOUR * 1000),),
        attendees=tuple((stage.person(one), 4 * HOUR) for one in there if stage.joined(one)),
        passphrase=PASSPHRASE,
    )


def plan_afternoons(stage: Stage, learners: dict[str, date]) -> None:
    """Two afternoons a quarter for those who are new, with HR, who have nobody to confirm anything else of theirs."""
    for quarter in calendar.quarters((2024, 1), LAST_QUARTER):
        first, _last = calendar.quarter_days(quarter)
        for days, title in ((24, "新人内训：沟通与边界"), (45, "新人内训：合同与工单")):
            day = workday(first + timedelta(days=days))
            stage.agenda.put(day, 18, partial(_afternoon, stage, day, title, learners), minute=5)


def plan_hours(stage: Stage) -> None:
    """Put everybody's study and the monthly decisions about it on the agenda."""
    for worker in WORKERS:
        if worker.confirmer != HR:
            since = max(BY_NUMBER[worker.number].joined, FOUNDED)
            stage.agenda.put(since, 11, partial(_assign, stage, worker))
        for back, halves in enumerate(reversed(worker.halves)):
            quarter = calendar.next_quarter(worker.last, -back)
            _plan_quarter(stage, worker, quarter, halves)
        for n in range(worker.waits // 2 + worker.waits % 2):
            half = min(2, worker.waits - 2 * n)
            _plan_study(stage, worker.number, date(2026, 11, 17) + timedelta(days=n), half * 30)


def _assign(stage: Stage, worker: Worker) -> None:
    today = stage.hr.today()
    confirmer = stage.person(confirmer_on(worker, today))
    organising.assign(stage.hr, stage.person(worker.number), confirmer, "confirmer", today)


def confirmer_on(worker: Worker, day: date) -> str:
    """Who decides about a worker's hours on a day: until he left, the former mentor did what the second does now."""
    return FORMER_MENTOR if worker.confirmer == SECOND_MENTOR and day < LEFT else worker.confirmer


def _plan_quarter(stage: Stage, worker: Worker, quarter: Quarter, halves: int) -> None:
    first, last = calendar.quarter_days(quarter)
    first, last = max(first, BY_NUMBER[worker.number].joined), min(last, GONE.get(worker.number, LAST_DECISION) - DAY)
    reviews = sum(first <= day <= last and attends(worker, day) for day in fridays())
    late = sum(last < day <= TODAY and attends(worker, day) for day in fridays()) if quarter == LAST_QUARTER else 0
    left = halves - 2 * (reviews + late)
    chance = Chance(SEED, f"{worker.number}/{quarter}")
    pieces = [6] if left >= 12 else []
    left -= sum(pieces)
    while left > 0:
        piece = min(left, 2 + chance.below(4))
        pieces.append(piece)
        left -= piece
    days = (last - first).days
    for n, piece in enumerate(chance.shuffled(pieces)):
        day = workday(first + timedelta(days=days * (2 * n + 1) // (2 * len(pieces))))
        if piece == 6:
            _plan_course(stage, worker.number, min(day, last), chance.below(len(COURSES)))
        else:
            _plan_study(stage, worker.number, min(day, last), piece * 30)
    gone = GONE.get(worker.number, TODAY)
    months = [month for month in range(1, 4) if calendar.add_months(first.replace(day=1), month) <= gone]
    ends = [calendar.add_months(first.replace(day=1), month) for month in months]
    for end in [*ends, *([GONE.get(worker.number, LAST_DECISION)] if quarter == worker.last else [])]:
        stage.agenda.put(workday(end), 10, partial(_decide, stage, worker, end))


def _decide(stage: Stage, worker: Worker, end: date) -> None:
    accept_hours(stage, confirmer_on(worker, stage.hr.today()), worker.number, calendar.midnight(end))


def _plan_study(stage: Stage, number: str, day: date, minutes: int) -> None:
    hour = 9 if Chance(SEED, f"{number}/{day}/hour").below(2) else 13
    stage.agenda.put(day, hour + minutes // 60, partial(study, stage, number, day, hour, minutes), minute=minutes % 60)


def study(stage: Stage, number: str, day: date, hour: int, minutes: int) -> None:
    """Active time with one lesson from an hour of a day on, recorded when it is over: the lesson a learner is at, or one
    that somebody reads again.
    """
    session = stage.of(number)
    lesson = _at(session, session.standings.of(session.me)) or _again(session, f"{number}/{day}/lesson")
    studying.record_study(session, lesson.id, lesson.hash, calendar.at(day, hour), ((0, minutes * 60),))


def _at(session: Session, progress: Progress) -> Lesson | None:
    """The first lesson of the programme that is not finished; None without a programme, or behind its last lesson."""
    programme = session.standings.programme_of(session.me)
    finished = {one.lesson for one in progress.lessons}
    asked = [lesson for week in (programme.weeks if programme else ()) for lesson in week.lessons]
    open_ = next((one for one in asked if one not in finished), None)
    return session.library.lesson(open_) if open_ is not None else None


def _again(session: Session, seed: str) -> Lesson:
    lessons = session.library.lessons()
    return lessons[Chance(SEED, seed).below(len(lessons))]


def _plan_course(stage: Stage, number: str, day: date, place: int) -> None:
    stage.agenda.put(day, 18, partial(course, stage, number, day, place))


def course(stage: Stage, number: str, day: date, place: int) -> None:
    """Three hours of a course elsewhere on a day, claimed with the paper that shows it."""
    title, provider = COURSES[place]
    paper = stage.scratch / f"{number}-{day.isoformat()}-结业证明.txt"
    paper.write_text(f"{title}\n{provider}\n{day.isoformat()}\n学时 3\n", encoding="utf-8")
    studying.claim_hours(stage.of(number), title=title, provider=provider, day=day, seconds=3 * HOUR, files=(paper,))
