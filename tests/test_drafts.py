from __future__ import annotations

from pathlib import Path

from trainer import drafts
from trainer.domain.draft import Draft, Entry

ME, ATTEMPT = "ab" * 16, "cd" * 32


def test_a_draft_comes_back_as_it_was(tmp_path: Path) -> None:
    draft = Draft(
        entries={
            1: Entry(answer=("a", "c"), sure="no", flagged=True, active_s=12, at=99, recorded=True),
            2: Entry(answer={"truth": "yes", "reason": "b"}),
            10: Entry(answer="3,120 元"),
        },
        current=2,
        open_s=61,
        seen=1234,
    )
    drafts.save(tmp_path, ME, ATTEMPT, draft)
    assert drafts.load(tmp_path, ME, ATTEMPT) == draft
    assert drafts.load(tmp_path, "ff" * 16, ATTEMPT) == Draft()
    drafts.drop(tmp_path, ME, ATTEMPT)
    drafts.drop(tmp_path, ME, ATTEMPT)
    assert drafts.load(tmp_path, ME, ATTEMPT) == Draft()


def test_a_damaged_draft_is_an_empty_one(tmp_path: Path) -> None:
    drafts.save(tmp_path, ME, ATTEMPT, Draft(current=3))
    (file,) = (tmp_path / "local").iterdir()
    file.write_bytes(file.read_bytes()[:-4])
    assert drafts.load(tmp_path, ME, ATTEMPT) == Draft()
    file.write_text('{"entries": {"1": {"answer": 5}}}', encoding="utf-8")
    assert drafts.load(tmp_path, ME, ATTEMPT) == Draft()
    file.write_bytes(b'{"entries": {"1": {"answer": "\xff"}}}')
    assert drafts.load(tmp_path, ME, ATTEMPT) == Draft()
