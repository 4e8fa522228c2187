"""What has become of a word about content: who may say so, how far it has come, and what belongs together."""

from __future__ import annotations

import pytest

from trainer.domain.feedback import ACKNOWLEDGE_WITHIN_S, Step, Word, counting, threads
from trainer.domain.people import Circle, may_read

ANA, AUTHOR, MENTOR = "ana", "author", "mentor"


def word(*steps: Step, record: str = "w", before: str = "", who: str = ANA, time: int = 0) -> Word:
    return Word(record, who, time, "?", "w04-l01", "h", before, counting(who, steps))


def step(kind: str, who: str, time: int) -> Step:
    return Step(f"{kind}{time}", f"feedback.{kind}", who, time)


ACK, DONE, CONFIRM = step("ack", AUTHOR, 1000), step("done", AUTHOR, 2000), step("confirm", ANA, 3000)


@pytest.mark.parametrize(
    ("steps", "stage"),
    [
        ((), "sent"),
        ((ACK,), "acknowledged"),
        ((ACK, DONE), "done"),
        ((DONE,), "done"),
        ((CONFIRM, DONE, ACK), "confirmed"),
        ((ACK, CONFIRM), "acknowledged"),
        ((step("done", ANA, 1), CONFIRM), "sent"),
        ((DONE, step("confirm", AUTHOR, 3000)), "done"),
    ],
)
def test_how_far_a_word_has_come(steps: tuple[Step, ...], stage: str) -> None:
    assert word(*steps).stage == stage


def test_how_soon_the_first_answer_came() -> None:
    assert word().answered_after_s is None
    assert word(step("ack", AUTHOR, 90_000), DONE, time=1000).answered_after_s == 1
    assert word(ACK, time=5000).answered_after_s == 0, "two computers whose clocks differ"
    assert ACKNOWLEDGE_WITHIN_S == 7200


def test_words_that_continue_one_stand_together() -> None:
    first, second, third = word(record="a"), word(record="b", before="a", time=1), word(record="c", before="a", time=2)
    foreign, alone = word(record="d", before="a", who=MENTOR, time=3), word(record="e", before="gone", time=4)
    found = threads([alone, third, foreign, second, first])
    assert [[one.record for one in thread] for thread in found] == [["a", "b", "c"], ["d"], ["e"]]


@pytest.mark.parametrize(
    ("reader", "kind", "asker", "may"),
    [
        (AUTHOR, "feedback", "", True),
        (AUTHOR, "feedback.done", "x", True),
        (AUTHOR, "study", "", False),
        (MENTOR, "feedback", "", True),
        (ANA, "feedback.ack", ANA, True),
        (ANA, "feedback.ack", "x", False),
        ("other", "feedback", "", False),
    ],
)
def test_who_reads_it(reader: str, kind: str, asker: str, may: bool) -> None:
    circle = Circle({ANA: frozenset({MENTOR})}, frozenset({"hr"}), frozenset({AUTHOR}))
    who = ANA if asker == "" else AUTHOR
    assert may_read(circle, reader, kind=kind, who=who, sub=None, asker=asker) is may
