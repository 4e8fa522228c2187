from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trainer.domain.draft import Draft, Entry, Recorded, merged, remaining, used

START = 1_000_000_000_000


def test_the_newer_of_draft_and_record_wins() -> None:
    draft = Draft(
        entries={
            1: Entry(answer="b", at=20, active_s=5),
            2: Entry(answer="b", at=5, flagged=True, active_s=9),
            3: Entry(flagged=True),
            4: Entry(answer="a", at=30),
        }
    )
    recorded = {
        1: Recorded(answer="a", sure="yes", active_s=3, time=10),
        2: Recorded(answer="a", sure="yes", active_s=3, time=10),
        4: Recorded(answer="a", sure="unsaid", active_s=3, time=10),
    }
    rows = merged(5, draft, recorded)
    assert [rows[n].answer for n in range(1, 6)] == ["b", "a", None, "a", None]
    assert [rows[n].recorded for n in range(1, 6)] == [False, True, False, True, False]
    assert (rows[2].flagged, rows[2].sure, rows[2].active_s, rows[2].at) == (True, "yes", 9, 10)
    assert rows[3].flagged


def test_blanks_are_no_answer() -> None:
    for answer in (None, "", "  ", (), {}, {"reason": "a"}):
        assert not Entry(answer=answer).answered
    for given_ in ("a", ("a", "b"), {"truth": "yes"}, "3,120.00"):
        assert Entry(answer=given_).answered


def test_time_goes_on_while_the_program_is_closed_and_never_comes_back() -> None:
    on_screen = Draft(open_s=300, seen=START + 310_000)
    assert used(START, on_screen, START + 310_000) == 310
    assert used(START, on_screen, START + 900_000) == 900, "closed meanwhile"
    assert used(START, on_screen, START - 5_000_000) == 310, "the clock was set back"
    assert used(START, Draft(open_s=500), START + 10_000) == 500, "the clock was set back during the sitting"
    assert remaining(600, START, on_screen, START + 900_000) == 0
    assert remaining(0, START, on_screen, START) is None


@given(
    open_s=st.integers(0, 10_000),
    seen=st.integers(0, 10_000),
    now=st.integers(-10_000, 10_000),
    later=st.integers(0, 10_000),
)
def test_remaining_time_never_grows(open_s: int, seen: int, now: int, later: int) -> None:
    draft = Draft(open_s=open_s, seen=START + seen * 1000)
    before = remaining(5_000, START, draft, START + now * 1000)
    after = remaining(5_000, START, draft, START + (now + later) * 1000)
    assert before is not None
    assert after is not None
    assert 0 <= after <= before <= 5_000
