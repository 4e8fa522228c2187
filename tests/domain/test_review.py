"""What comes back and when: a pure function of the answers, never more a day than the cap."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta
from random import Random
from typing import Literal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainer.domain import calendar, review
from trainer.domain.evidence import Settings
from trainer.domain.facts import Mode
from trainer.domain.programme import Text
from trainer.domain.progress import AttemptState, Attested, ItemScore, Progress
from trainer.domain.question import Item

DAY = date(2026, 11, 2)
FULL = 10_000
End = Literal["ended", "open"]


def score(
    item: str, day: int, points: int | None = FULL, sure: str = "yes", seconds: int = 40, *, n: int = 0
) -> ItemScore:
    at = calendar.at(DAY + timedelta(days=day), 10) + n * 60_000
    return ItemScore(
        n=1, item=item, hash=f"h-{item}", answer="a", points=points, sure=sure, active_s=seconds,
        record=f"{item}/{day}/{n}", time=at,
    )  # fmt: skip


def attempt(*rows: ItemScore, mode: Mode = "practice", end: End = "ended", paper: str = "case:x") -> AttemptState:
    started = rows[0].time - 1000 if rows else 0
    return AttemptState(
        record=f"a/{paper}/{started}/{mode}", paper=paper, hash="", mode=mode, seed="", engine=1,
        drawn=tuple((one.item, one.hash) for one in rows), limit_s=0, pass_mark=0, as_of=DAY, started=started,
        ended=started + 9_000_000 if end == "ended" else None, end_reason="handed-in", answers=rows, score=None,
        passed=False,
    )  # fmt: skip


def only(*rows: ItemScore) -> review.Card:
    (card,) = review.cards([attempt(one) for one in rows])
    return card


def test_wrong_and_unsure_answers_become_cards_and_sure_right_ones_do_not() -> None:
    rows = [
        score("wrong", 0, 0),
        score("unsure", 0, sure="no"),
        score("sure", 0),
        score("partly", 0, 5_000),
        score("slow", 0, seconds=600),
    ]
    assert [one.item for one in review.cards([attempt(*rows)])] == ["partly", "unsure", "wrong"]
    assert only(score("wrong", 0, 0)).due == DAY + timedelta(days=1), "a wrong answer comes back tomorrow"


@pytest.mark.parametrize(
    ("points", "sure", "seconds", "expected"),
    [
        (0, "yes", 5, 1), (9_999, "yes", 5, 1), (FULL, "no", 5, 2), (FULL, "yes", 181, 2), (FULL, "yes", 180, 3),
        (FULL, "yes", 21, 3), (FULL, "yes", 20, 4), (FULL, "unsaid", 5, 3), (FULL, "yes", 0, 3),
    ],
)  # fmt: skip
def test_the_rating_of_an_answer(points: int, sure: str, seconds: int, expected: int) -> None:
    assert review.rating(points, sure, seconds) == expected


def test_right_answers_push_it_away_and_a_wrong_one_brings_it_back() -> None:
    first = only(score("q", 0, 0))
    second = only(score("q", 0, 0), score("q", 1))
    third = only(score("q", 0, 0), score("q", 1), score("q", 4))
    assert (first.due - first.last).days < (third.due - third.last).days
    assert second.stability < third.stability
    lapsed = only(score("q", 0, 0), score("q", 1), score("q", 4), score("q", 9, 0))
    assert (lapsed.due - lapsed.last).days <= (second.due - second.last).days
    assert (second.lapses, lapsed.lapses) == (0, 1)


def test_a_leech_lapses_on_four_days_not_four_times_in_one() -> None:
    evening = [score("q", 0, 0)] + [score("q", 1, 0, n=n) for n in range(6)]
    assert only(*evening).lapses == 1
    assert only(*(score("q", day, 0) for day in range(5))).lapses == review.LEECH


def test_nothing_comes_back_before_it_was_explained() -> None:
    wrong = score("q", 0, 0)
    held = [
        attempt(wrong, mode="paper", end="open"),
        attempt(wrong, mode="exam"),
        attempt(score("q", 0, None)),
    ]
    assert review.cards(held) == ()
    signed = msgspec.structs.replace(held[1], result=Attested(record="r", who="w", time=0, on=DAY))
    assert len(review.cards([signed])) == 1
    assert len(review.cards([attempt(wrong, end="open")])) == 1, "practice explains at once"


def test_a_higher_retention_comes_sooner_and_absurd_ones_are_bounded() -> None:
    rows = [attempt(score("q", day, 0 if day == 0 else FULL)) for day in (0, 1, 4, 12)]
    days = [review.cards(rows, wanted)[0].due for wanted in (8_000, 9_000, 9_500)]
    assert days == sorted(days, reverse=True)
    assert days[0] > days[-1]
    assert review.cards(rows, 10_000) == review.cards(rows, review.RETENTION_RANGE[1])
    assert review.cards(rows, -5) == review.cards(rows, review.RETENTION_RANGE[0])


def test_absurd_times_do_no_harm() -> None:
    wild = [msgspec.structs.replace(score("q", 0, 0), time=time, active_s=time) for time in (-(10**15), 10**17)]
    assert review.cards([attempt(one) for one in wild])[0].due.year <= 2101


ANSWERS = st.lists(
    st.builds(
        score,
        st.sampled_from("abcdefgh"),
        st.integers(0, 60),
        st.sampled_from([0, 5_000, FULL]),
        st.sampled_from(["yes", "no", "unsaid"]),
        st.integers(0, 900),
        n=st.integers(0, 5),
    ),
    max_size=40,
    unique_by=lambda one: one.record,
)


@settings(max_examples=60, deadline=None)
@given(ANSWERS, st.randoms(use_true_random=False))
def test_order_and_repetition_do_not_matter(rows: list[ItemScore], chance: Random) -> None:
    made = [attempt(one) for one in rows]
    mixed = made + made[: len(made) // 2]
    chance.shuffle(mixed)
    assert review.cards(mixed) == review.cards(made)


@settings(max_examples=60, deadline=None)
@given(ANSWERS, st.integers(0, 90), st.integers(300, 2400), st.integers(0, 3000), st.none() | st.integers(1, 40))
def test_no_day_holds_more_than_the_cap_and_nothing_is_lost(
    rows: list[ItemScore], later: int, cap: int, spent: int, exam_in: int | None
) -> None:
    on = DAY + timedelta(days=later)
    exam = on + timedelta(days=exam_in) if exam_in is not None else None
    found = review.cards([attempt(one) for one in rows])
    made = review.plan(found, on, cap, spent, exam)
    for n, day in enumerate(made.days):
        assert sum(min(one.seconds, cap) for one in day) <= max(0, cap - (spent if n == 0 else 0))
    last = on + timedelta(days=review.DAYS - 1)
    shown = [one.item for day in made.days for one in day] + [one.item for one in made.beyond]
    assert sorted(shown) == sorted(one.item for one in review.before_exam(found, exam) if one.due <= last)
    assert len(made.days) == review.DAYS


def test_a_backlog_after_two_weeks_away_stays_under_the_cap() -> None:
    rows = [attempt(*(score(f"q{n:03}", 0, 0, seconds=120) for n in range(100)))]
    made = review.plan(review.cards(rows), DAY + timedelta(days=14), review.CAP_S)
    assert [len(day) for day in made.days] == [10] * 7
    assert len(made.beyond) == 30


def test_before_the_exam_everything_is_seen_once_more() -> None:
    known = [attempt(*(score(f"q{n}", 0, 0) for n in range(20)))]
    known += [attempt(*(score(f"q{n}", day) for n in range(20))) for day in (1, 4, 12, 35)]
    found = review.cards(known)
    exam = max(one.last for one in found) + timedelta(days=10)
    assert all(one.due >= exam for one in found)
    pulled = review.before_exam(found, exam)
    assert all(exam - timedelta(days=7) <= one.due < exam for one in pulled)
    assert len({one.due for one in pulled}) > 3, "spread over the week"
    seen = [*known, attempt(*(score(f"q{n}", 40) for n in range(20)))]
    assert review.before_exam(review.cards(seen), exam) == review.cards(seen), (
        "who was asked in that week is left alone"
    )


def test_the_organisation_sets_cap_and_retention_and_retired_questions_stay_away() -> None:
    rows = tuple(attempt(score(f"q{n}", 0, 0, seconds=60)) for n in range(30))
    me = Progress(person="p", name="P", attempts=rows)
    items = {f"q{n}": Item(id=f"q{n}", kind="single", ask=Text("?")) for n in range(29)}
    items["q0"] = msgspec.structs.replace(items["q0"], valid_to=DAY)

    def current(id_: str) -> tuple[str, Item] | None:
        return (f"h-{id_}", items[id_]) if id_ in items else None

    on = DAY + timedelta(days=3)
    usual = review.plan_for(me, None, Settings(), on, current)
    assert (len(usual.cards), len(usual.today)) == (28, 20)
    short = review.plan_for(me, None, Settings(((DAY, {"review_cap_s": 600}),)), on, current)
    assert len(short.today) == 10


def test_todays_rounds_use_up_the_cap() -> None:
    done = attempt(score("x", 3, seconds=700), paper=review.round_name(DAY + timedelta(days=3)))
    assert review.spent([done, attempt(score("y", 3, seconds=99))], DAY + timedelta(days=3)) == 700
    assert review.spent([done], DAY + timedelta(days=2)) == 0


PROBE = """
import json, sys
from tests.domain.test_review import attempt, score
from trainer.domain import review
rows = [attempt(score(f"q{n}", day, 0 if (n + day) % 3 == 0 else 10_000)) for n in range(9) for day in (0, 2, 5, 11)]
print(json.dumps([[one.item, str(one.due), repr(one.stability), review.card_id(one.item)] for one in review.cards(rows)]))
"""


def test_the_same_in_every_process() -> None:
    said = set()
    for seed in ("0", "7"):
        done = subprocess.run(
            [sys.executable, "-c", PROBE],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
        )
        said.add(done.stdout)
    assert len(said) == 1
    assert len(json.loads(said.pop())) > 3
