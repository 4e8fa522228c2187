"""Acceptance 5: twenty planted mistakes, all named with file and line in one run; and what a repository cannot hold."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from trainer.content.build import build
from trainer.content.check import check
from trainer.content.problems import Problem
from trainer.content.show import show
from trainer.errors import Refused
from trainer.wording import cases, problems

PLANTED = Path(__file__).parent / "planted"
SHIPPED = Path(__file__).parents[2]

MISTAKES = [
    ("quizzes/policies.yaml", "to: 2027-13-31", "bad-date"),
    ("quizzes/policies.yaml", "- id: VAT-07@2", "duplicate-id"),
    ("quizzes/cases/p03/unclosed-quote.yaml", 'title: "引号', "bad-yaml"),
    ("quizzes/cases/p03/training-fees.yaml", "- VAT-77", "unknown-policy"),
    ("quizzes/cases/p03/training-fees.yaml", "- OLD-01", "policy-not-in-force"),
    ("quizzes/cases/p03/training-fees.yaml", "tax:", "formula-unknown-name"),
    ("quizzes/cases/p06/quarter-under-threshold.yaml", "check:", "check-never-holds"),
    ("quizzes/cases/p06/quarter-under-threshold.yaml", "138 0013 8000", "personal-number"),
    ("quizzes/questions/mixed.yaml", "text: 免征增值税。", "question-same-text"),
    ("quizzes/questions/mixed.yaml", "- id: mixed-2", "missing-field"),
    ("quizzes/questions/mixed.yaml", "reson:", "unknown-field"),
    ("quizzes/questions/mixed.yaml", "options:@2", "question-no-right-option"),
    ("quizzes/questions/mixed.yaml", "这个选项写得太长", "too-long"),
    ("quizzes/questions/mixed.yaml", "- VAT-18", "policy-not-gradable"),
    ("quizzes/papers/week-01.yaml", "kinds: [numeric]", "pool-thin"),
    ("courses/w01-first/01-threshold.md", "id: w01-l01", "lesson-length"),
    ("courses/w01-first/01-threshold.md", "no-such-case", "broken-link"),
    ("courses/w01-first/01-threshold.md", "<b>", "raw-html"),
    ("courses/w01-first/01-threshold.md", "return-form.png", "picture-missing"),
    ("courses/w01-first/01-threshold.md", "https://", "link-out"),
]


def line_of(root: Path, file: str, words: str) -> int:
    """The line that holds `words`; ``@2`` means its second occurrence."""
    wanted, _at, n = words.partition("@")
    lines = (root / file).read_text(encoding="utf-8").split("\n")
    return [number for number, line in enumerate(lines, 1) if wanted in line][int(n or 1) - 1]


def test_twenty_mistakes_with_file_and_line_in_one_run() -> None:
    found = {(p.file, p.line, p.code) for p in check(PLANTED).problems if p.weight == "error"}
    assert len(MISTAKES) == 20
    assert found == {(file, line_of(PLANTED, file, words), code) for file, words, code in MISTAKES}


def test_every_mistake_is_said_without_placeholders_left() -> None:
    for found in check(PLANTED).problems:
        said = problems.line(found)
        assert said.startswith(f"{found.file}:{found.line}: ")
        assert "Something is wrong here" not in said
        assert not re.search(r"\{[a-z_]+\}", problems.problem(found)), said


def test_nothing_is_built_from_mistakes(tmp_path: Path) -> None:
    built = build(PLANTED, tmp_path)
    assert built.path is None
    assert list(tmp_path.iterdir()) == []


def test_what_ships_has_no_mistakes() -> None:
    checked = check(SHIPPED)
    assert [problems.line(p) for p in checked.problems if p.weight == "error"] == []
    assert checked.counts["policies"] == 121


def test_every_code_has_a_sentence() -> None:
    sources = [*(SHIPPED / "trainer/content").rglob("*.py"), SHIPPED / "trainer/domain/faults.py"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    text += (SHIPPED / "trainer/domain/formula.py").read_text(encoding="utf-8")
    used = set(
        re.findall(
            r'(?:Fault\(code=|BadFormula\(|reading, |wrong\(node, |place, |at, |_place\(|\), )"([a-z]+(?:-[a-z0-9]+)+)"',
            text,
        )
    )
    assert len(used) > 60
    assert used - set(problems.SENTENCES) == set()


# What a repository cannot hold: links, other encodings, large files


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    root = tmp_path / "content"
    shutil.copytree(PLANTED, root)
    return root


def codes(root: Path, file: str) -> set[tuple[int, str]]:
    return {(p.line, p.code) for p in check(root).problems if p.file == file}


def test_links_out_of_the_folder_are_refused(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("id: secret\n", encoding="utf-8")
    (copy / "quizzes/cases/p06/secret.yaml").symlink_to(tmp_path / "secret.yaml")
    (copy / "courses/elsewhere").symlink_to(tmp_path)
    assert codes(copy, "quizzes/cases/p06/secret.yaml") == {(0, "outside")}
    assert codes(copy, "courses/elsewhere") == {(0, "outside")}


def test_encodings_and_sizes(copy: Path) -> None:
    questions = copy / "quizzes/questions"
    (questions / "gbk.yaml").write_bytes(b"- id: a\n" + "  ask: 起征点\n".encode("gbk"))
    (questions / "large.yaml").write_bytes(b"#" * (512 * 1024 + 1))
    (questions / "control.yaml").write_bytes(b"- id: a\n  ask: \x07\n")
    (questions / "nothing.yaml").write_bytes(b"# only a comment\n")
    assert codes(copy, "quizzes/questions/gbk.yaml") == {(2, "not-utf8")}
    assert codes(copy, "quizzes/questions/large.yaml") == {(0, "too-big")}
    assert codes(copy, "quizzes/questions/control.yaml") == {(2, "control-character")}
    assert codes(copy, "quizzes/questions/nothing.yaml") == {(1, "empty-file")}


def test_windows_files_read_the_same(copy: Path) -> None:
    before = [(p.file, p.line, p.code) for p in check(copy).problems]
    for path in [*copy.rglob("*.yaml"), *copy.rglob("*.md")]:
        text = path.read_bytes().replace(b"\n", b"\r\n")
        path.write_bytes(b"\xef\xbb\xbf" + text)
    assert [(p.file, p.line, p.code) for p in check(copy).problems] == before


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("- &a {id: x}\n- *a\n", 1, "alias"),
        ("- id: !!python/object:os.system x\n", 1, "tag"),
        ("- id: a\n  id: b\n", 2, "field-twice"),
        ("- [a, b]: c\n", 1, "key-not-a-word"),
        ("- id: q1\n  ask: {zh: 问, 再问}\n", 2, "comma-in-braces"),
        ("[" * 40 + "]" * 40, 1, "too-deep"),
        ("just words\n", 1, "wrong-shape"),
        ("- id: Not An Id\n", 1, "bad-id"),
        ("- id: q1\n  kind: essay\n", 2, "bad-choice"),
        ("- id: q1\n  weight: 1,5\n", 2, "bad-number"),
    ],
)
def test_yaml_that_is_no_content(copy: Path, text: str, line: int, code: str) -> None:
    (copy / "quizzes/questions/odd.yaml").write_text(text, encoding="utf-8")
    assert (line, code) in codes(copy, "quizzes/questions/odd.yaml")


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    assert [p.code for p in check(tmp_path).problems][:1] == ["no-content"]


def test_show_prints_a_case_and_names_an_unknown_one() -> None:
    said = list(cases.page(show(SHIPPED, "consultancy-special-invoice-under-threshold")))
    assert any("consultancy-special-invoice-under-threshold-q1" in line for line in said)
    assert any("= " in line for line in said)
    with pytest.raises(Refused, match="unknown-case"):
        show(SHIPPED, "no-such-case")
    broken = list(cases.page(show(PLANTED, "training-fees")))
    assert len(broken) == 3


def test_an_unknown_code_is_named() -> None:
    assert "very-new" in problems.problem(Problem("a.yaml", 1, "very-new"))
