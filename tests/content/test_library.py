"""The compiled library: built from what ships, opened read-only, the same content the same name, old forms kept."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from trainer.content.build import build
from trainer.content.check import check
from trainer.content.library import Library, latest
from trainer.content.release import release, released
from trainer.content.schemas import FILES, schema
from trainer.domain.canon import content_hash
from trainer.errors import Refused, Trouble

ROOT = Path(__file__).parents[2]


def content(folder: Path) -> Path:
    """A copy of what ships that a test may change."""
    for name in ("courses", "quizzes"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    out = tmp_path_factory.mktemp("library")
    built = build(content(out / "content"), out)
    assert built.path
    library = Library.open(built.path)
    yield library
    library.close()


def test_everything_that_ships_is_in_it(shelf: Library) -> None:
    programme = shelf.programme()
    assert programme
    assert programme.hash
    assert shelf.programme(programme.hash) == programme
    assert shelf.programme("0" * 64) is None
    assert len(shelf.policies()) == 121
    assert [lesson.id for lesson in shelf.lessons("w04")] == list(
        next(week for week in shelf.weeks() if week.id == "w04").lessons
    )
    files = {path.stem for path in (ROOT / "quizzes" / "cases").rglob("*.yaml")}
    assert {case.id for case in shelf.cases()} == files
    assert len(files) >= 16
    assert [one.id for one in shelf.practicals()] == [one.id for one in programme.practicals]
    assert shelf.practical_hash("M01") == content_hash(shelf.practical("M01"))
    assert shelf.practical_hash("M99") == ""
    assert shelf.case("no-such-case") is None
    assert shelf.lesson("no-such-lesson") is None


def test_lessons_are_ready_to_show(shelf: Library) -> None:
    for lesson in shelf.lessons():
        assert lesson.hash
        assert all(section.id and section.title for section in lesson.sections)
        assert lesson.self_check == lesson.sections[-1].id
        items = shelf.items_of(f"lesson:{lesson.id}")
        assert tuple(hash_ for hash_, _item in items) == lesson.questions
        assert all({lesson.week, lesson.id} - {""} <= set(item.tags) for _hash, item in items)
        assert all(item.source == f"lesson:{lesson.id}" for _hash, item in items)
        for section in lesson.sections:
            assert "<script" not in section.html
            assert "http" not in section.html


def test_items_and_pools(shelf: Library) -> None:
    for paper in shelf.papers():
        assert shelf.paper_by_hash(paper.hash) == paper
        pools = shelf.pools(paper.id)
        assert len(pools) == len(paper.sections)
        for pool in pools:
            for hash_, item in pool:
                assert content_hash(item) == hash_
                assert shelf.item(hash_) == item
    assert shelf.pools("no-such-paper") == ()
    assert shelf.items_of("case:no-such-case") == ()
    assert shelf.item("0" * 64) is None


def test_search_in_what_ships(shelf: Library) -> None:
    first = shelf.search("专票").hits[0]
    assert (first.kind, first.tier) == ("case", 0)
    assert {hit.kind for hit in shelf.search("起征点", limit=50).hits} == {"case", "lesson", "policy"}
    assert all(hit.kind == "policy" for hit in shelf.search("", {"kind": "policy"}, limit=200).hits)
    assert shelf.search("VAT-07", {"kind": "policy"}).hits[0].id == "VAT-07"


def test_comments_and_line_ends_change_no_name(tmp_path: Path) -> None:
    root = content(tmp_path / "content")
    first = build(root, tmp_path / "out").path
    path = root / "quizzes/policies.yaml"
    path.write_bytes(b"# a comment\r\n" + path.read_bytes().replace(b"\n", b"\r\n"))
    again = build(root, tmp_path / "out").path
    assert first == again == latest(tmp_path / "out")
    case = next((root / "quizzes/cases").rglob("*.yaml"))
    case.write_text(case.read_text(encoding="utf-8").replace("revision: 1", "revision: 2"), encoding="utf-8")
    changed = build(root, tmp_path / "out").path
    assert changed != first
    assert list((tmp_path / "out").iterdir()) == [changed]


def test_what_was_released_stays_findable(tmp_path: Path) -> None:
    root = content(tmp_path / "content")
    folder = root / "resources/released"
    checked = check(root)
    assert sum(release(checked, folder).added.values()) > 200
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert sum(release(checked, folder).added.values()) == 0
    old = {hash_ for kind, _id, hash_, _value in released(folder) if kind == "item"}

    case = next((root / "quizzes/cases").rglob("*.yaml"))
    case.write_text(case.read_text(encoding="utf-8").replace("revision: 1", "revision: 2"), encoding="utf-8")
    built = build(root, tmp_path / "out")
    assert built.path
    library = Library.open(built.path)
    assert all(library.item(hash_) for hash_ in old)
    current = {hash_ for hash_, _item in library.items_of(f"case:{case.stem}")}
    assert current
    assert not current & old
    library.close()

    assert release(check(root), folder).added["item"] == len(current)
    assert all((folder / name).read_bytes().startswith(data) for name, data in before.items())


def test_an_altered_release_is_named(tmp_path: Path) -> None:
    root = content(tmp_path / "content")
    folder = root / "resources/released"
    release(check(root), folder)
    path = folder / "item.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    lines[4] = lines[4].replace("税".encode(), "费".encode(), 1)
    path.write_bytes(b"".join(lines))
    with pytest.raises(Trouble, match="released-damaged") as caught:
        build(root, tmp_path / "out")
    assert caught.value.detail == {"file": "item.jsonl", "line": 5}


def test_mistakes_are_not_released(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="content-has-errors"):
        release(check(Path(__file__).parent / "planted"), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_files_that_are_no_library(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="library-missing"):
        Library.open(tmp_path / "library-000000000000.db")
    (tmp_path / "text.db").write_text("not a database, but long enough to be looked at" * 100, encoding="utf-8")
    with pytest.raises(Trouble, match="library-damaged"):
        Library.open(tmp_path / "text.db")
    db = sqlite3.connect(tmp_path / "old.db")
    db.executescript("CREATE TABLE meta(name, value); INSERT INTO meta VALUES ('format', '0')")
    db.close()
    with pytest.raises(Trouble, match="library-other-version"):
        Library.open(tmp_path / "old.db")
    assert latest(tmp_path) is None


def test_a_library_cannot_be_written_to(shelf: Library) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        shelf._db.execute("DELETE FROM thing")


def test_opening_loads_no_reader_of_authored_files() -> None:
    code = "import sys, trainer.content.library; print([m for m in ('yaml', 'markdown', 'nh3', 'sqlalchemy', 'trainer.content.loader') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_committed_schemas_are_current() -> None:
    for name in FILES:
        path = ROOT / f"resources/schemas/{name}.schema.json"
        assert path.read_text(encoding="utf-8") == schema(name), f"write the schemas again: {name}"
