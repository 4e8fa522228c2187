"""The notebook: what is written stays, what is damaged is set aside, nothing is written over."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer import notes
from trainer.errors import Trouble
from trainer.notes import Bookmark, Note, Notebook

ME = "a" * 32
IDS = st.sampled_from(["1", "2", "3", "4"])
STEPS = st.lists(st.one_of(st.tuples(st.just("write"), IDS, st.text(max_size=5)), st.tuples(st.just("drop"), IDS)))


def note(id_: str, text: str = "客户问得最多的一句") -> Note:
    return Note(id=id_, lesson="w04-l01", section="s1", text=text, time=1)


@given(STEPS)
def test_a_notebook_is_a_map_that_keeps_its_order(steps: list[tuple[str, ...]]) -> None:
    book, model = Notebook(), dict[str, str]()
    for step in steps:
        if step[0] == "write":
            book = book.with_note(note(step[1], step[2]))
            model[step[1]] = step[2]
        else:
            book = book.without_note(step[1])
            model.pop(step[1], None)
    assert [(one.id, one.text) for one in book.notes] == list(model.items())


def test_a_bookmark_is_there_or_not() -> None:
    mark = Bookmark(lesson="w04-l01", section="s2", time=5)
    once = Notebook().toggled(mark)
    assert once.marked("w04-l01", "s2")
    assert not once.marked("w04-l02", "s2")
    assert once.toggled(mark) == Notebook()


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    book = Notebook().with_note(note("1")).toggled(Bookmark(lesson="w04-l01", section="s2", time=5))
    notes.save(tmp_path, ME, book)
    assert notes.load(tmp_path, ME) == book
    assert notes.load(tmp_path, "b" * 32) == Notebook()


def test_a_damaged_notebook_is_set_aside_and_never_written_over(tmp_path: Path) -> None:
    notes.save(tmp_path, ME, Notebook().with_note(note("1")))
    file = notes.path(tmp_path, ME)
    damaged = file.read_bytes()[:-4]
    for number in (1, 2):
        file.write_bytes(damaged)
        with pytest.raises(Trouble) as told:
            notes.load(tmp_path, ME)
        assert told.value.code == "notes-damaged"
        assert file.with_suffix(f".damaged-{number}").read_bytes() == damaged
    assert notes.load(tmp_path, ME) == Notebook()
