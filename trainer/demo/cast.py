"""Who there is in the demonstration: invented people, by staff number, each with the reason to look at them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trainer.i18n import N_

TITLE = "明远财税"
FOUNDED = date(2024, 1, 8)
TODAY = date(2026, 11, 23)
"""The day of the demonstration, a Monday."""

HR, DIRECTOR, AUTHOR, EXAMINER = "1001", "1002", "1005", "1015"
MENTOR, SECOND_MENTOR, FORMER_MENTOR = "1012", "1007", "1008"

DESK, TAX = "服务台", "税务"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the firm. `joined` is the day their key was bound; `why` says why they are worth looking at."""

    number: str
    name: str
    department: str
    roles: frozenset[str]
    joined: date
    why: str


def _one(number: str, name: str, department: str, roles: str, joined: date, why: str) -> Member:  # noqa: PLR0917  # one line of the table
    return Member(number, name, department, frozenset(roles.split()), joined, why)


MEMBERS = (
    _one("1031", "李晓雯", DESK, "trainee", date(2026, 8, 3), N_("Third week with her mentor; two practicals wait")),
    _one(MENTOR, "王敏", TAX, "mentor", FOUNDED, N_("Mentor with a queue: practicals, theory, hours")),
    _one(HR, "林可", "人事", "hr", FOUNDED, N_("HR: who is ready, who is short of hours, one fork held for review")),
    _one("1027", "高原", DESK, "trainee", date(2026, 6, 22), N_("Everything met; the certificate can be issued")),
    _one("1028", "马思琪", DESK, "trainee", date(2026, 6, 29), N_("Fifth month; one file has not arrived")),
    _one("1029", "田一诺", DESK, "trainee", date(2026, 7, 6), N_("Did not pass the go-live exam")),
    _one("1030", "苏婉", TAX, "trainee", date(2026, 7, 20), N_("On leave; the months wait for her")),
    _one(
        "1026", "邓磊", DESK, "trainee", date(2026, 6, 15), N_("His mentor left, and the plan cannot be met any more")
    ),
    _one("1034", "夏禾", DESK, "trainee", date(2026, 9, 1), N_("Third month, behind; not heard from since 4 November")),
    _one("1035", "彭雨", TAX, "trainee", date(2026, 10, 12), N_("Second month, on plan")),
    _one("1036", "唐果", DESK, "trainee", date(2026, 11, 9), N_("First month")),
    _one("1025", "韩冬", DESK, "specialist", date(2026, 6, 8), N_("Went live two weeks ago")),
    _one(
        "1011", "吴迪", TAX, "specialist", date(2025, 7, 7), N_("Worked on two copies of her records: a fork is held")
    ),
    _one("1009", "孙倩", TAX, "specialist", date(2024, 7, 15), N_("Certificate expires on 15 December")),
    _one("1010", "何俊", DESK, "specialist", date(2024, 8, 1), N_("Short of hours twice; certificate suspended")),
    _one("1019", "孔凡", DESK, "specialist", date(2025, 2, 10), N_("Certificate revoked")),
    _one("1003", "周婷", TAX, "specialist", FOUNDED, N_("7.5 hours short this quarter, two hours wait")),
    _one("1004", "陈立", DESK, "specialist", FOUNDED, N_("On track; confirms a colleague's hours")),
    _one("1006", "刘洋", DESK, "specialist", FOUNDED, N_("Far behind on hours this quarter")),
    _one("1013", "郑晨", DESK, "specialist", FOUNDED, N_("Has met this quarter's hours")),
    _one(SECOND_MENTOR, "许文静", DESK, "mentor", date(2026, 3, 2), N_("Mentor; took over from the one who left")),
    _one(FORMER_MENTOR, "郭建平", DESK, "mentor", FOUNDED, N_("Left in August; what he signed before still counts")),
    _one(EXAMINER, "赵一鸣", TAX, "examiner proctor", date(2025, 7, 1), N_("Opens exams and signs their results")),
    _one(DIRECTOR, "沈国梁", "总监室", "director", FOUNDED, N_("Director; gives the last signature")),
    _one(AUTHOR, "方圆", "课程研发", "author", FOUNDED, N_("Author; answers what readers find wrong in the lessons")),
)
"""Everybody with a key, the most telling first: the order in which *Look around* shows them."""

BY_NUMBER = {one.number: one for one in MEMBERS}
