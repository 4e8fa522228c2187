"""Active time from inputs, by two clocks that the test moves."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from trainer.ui.study_meter import FLUSH_MS, StudyMeter

LIMIT = 180


@dataclass
class Clocks:
    mono: int = 5_000
    wall: int = 1_790_000_000_000

    def on(self, ms: int) -> None:
        self.mono += ms
        self.wall += ms


def meter(clocks: Clocks) -> StudyMeter:
    made = StudyMeter(lambda: clocks.mono, lambda: clocks.wall, LIMIT)
    made.begin()
    return made


def test_idle_time_is_left_out() -> None:
    clocks = Clocks()
    made = meter(clocks)
    began = clocks.wall
    clocks.on(100_000)
    made.touch()
    clocks.on(600_000)
    assert made.idle()
    made.touch()
    assert not made.idle()
    clocks.on(20_000)
    made.touch()
    assert made.seconds() == 300
    assert made.take() == (began, ((0, 280), (700, 720)))
    assert made.take()[1] == ()


def test_the_clock_on_the_wall_may_be_set() -> None:
    clocks = Clocks()
    made = meter(clocks)
    began = clocks.wall
    clocks.on(60_000)
    clocks.wall -= 86_400_000
    made.touch()
    assert made.take() == (began, ((0, 60),))


def test_a_sitting_goes_on_where_it_was_taken() -> None:
    clocks = Clocks()
    made = meter(clocks)
    began = clocks.wall
    for _second in range(FLUSH_MS // 1000):
        assert not made.due()
        clocks.on(1000)
        made.touch()
    assert made.due()
    assert made.take() == (began, ((0, 900),))
    assert not made.due()
    clocks.on(30_000)
    made.touch()
    assert made.take() == (began + 900_000, ((0, 30),))


def test_an_old_input_is_no_new_one() -> None:
    clocks = Clocks()
    made = meter(clocks)
    clocks.on(200_000)
    made.touch(idle_ms=200_000)
    made.touch(idle_ms=300_000)
    assert made.seconds() == 0
    assert made.idle()


@given(st.lists(st.tuples(st.integers(0, 400_000), st.booleans()), max_size=60))
def test_never_more_than_the_time_that_passed(steps: list[tuple[int, bool]]) -> None:
    clocks = Clocks()
    made = meter(clocks)
    began, total, last = clocks.mono, 0, 0
    for ms, take in steps:
        clocks.on(ms)
        made.touch()
        if take:
            t0, spans = made.take()
            assert all(0 <= start < end for start, end in spans)
            assert not spans or t0 + spans[0][0] * 1000 >= last
            last = max(last, t0 + spans[-1][1] * 1000) if spans else last
            total += sum(end - start for start, end in spans)
    assert total * 1000 <= clocks.mono - began
