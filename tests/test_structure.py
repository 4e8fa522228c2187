"""The house keeps its size: functions, classes and files stay readable, and nothing unfinished hides in them."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted([*(ROOT / "trainer").rglob("*.py"), *(ROOT / "tools").rglob("*.py")])
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LIMITS = {"function": 60, "class": 300, "file": 500}

LONGER: dict[str, str] = {
    "tests/journeys/test_forged_files.py": "one table of forged files against one firm",
    "tests/journeys/test_forgeries.py": "one table of forged records against one firm",
    "tests/ledger/test_store.py": "everything one store does, on one small store",
}
"""What may be longer, and why: «trainer/x.py» or «trainer/x.py:name» → reason."""


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _too_long(path: Path) -> list[str]:
    source = path.read_text("utf-8")
    found = [f"{_name(path)}: {n} lines"] if (n := source.count("\n")) > LIMITS["file"] else []
    for node in ast.walk(ast.parse(source)):
        kind = "class" if isinstance(node, ast.ClassDef) else "function"
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LIMITS[kind]:
                found.append(f"{_name(path)}:{node.name}: {lines} lines")
    return [entry for entry in found if ":".join(entry.split(":")[:-1]) not in LONGER]


@pytest.mark.parametrize("path", [*FILES, *TESTS], ids=_name)
def test_nothing_grows_out_of_reach(path: Path) -> None:
    assert _too_long(path) == []


def test_the_measure_itself_sees_a_long_function(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    planted = tmp_path / "planted.py"
    planted.write_text("def long():\n" + "    x = 1\n" * 70, "utf-8")
    assert _too_long(planted) == ["planted.py:long: 71 lines"]


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_no_assert_and_nothing_left_undone(path: Path) -> None:
    source = path.read_text("utf-8")
    tree = ast.parse(source)
    asserts = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Assert)]
    assert asserts == [], f"{_name(path)}: assert at lines {asserts}: python -O would drop them"
    undone = re.compile("TO" + "DO|FIX" + "ME|XX" + "X|NotImplemented" + "Error")
    words = [
        token.start[0]
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type in (tokenize.NAME, tokenize.COMMENT) and undone.search(token.string)
    ]
    assert words == [], f"{_name(path)}: unfinished at lines {words}"


def test_time_is_an_argument() -> None:
    """Only app, cli and the clock of the session's makers may ask what day it is."""
    allowed = {"trainer/app.py", "trainer/cli.py", "trainer/__main__.py"}
    pattern = re.compile(r"\b(date\.today|datetime\.now|datetime\.utcnow|time\.time\w*)\(")
    offenders = [
        f"{_name(path)}:{n}"
        for path in FILES
        if _name(path).startswith("trainer/") and _name(path) not in allowed
        for n, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert offenders == []
