"""docs/AUTHORING.md is what authors copy from: its examples load without a mistake, and no field is missing from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from trainer.content import forms
from trainer.content.loader import Sources, load
from trainer.content.shapes import Listed, Named, Record, Shape, ShortOr

GUIDE = (Path(__file__).parents[2] / "docs" / "AUTHORING.md").read_text(encoding="utf-8")


def examples() -> dict[str, str]:
    """Heading → the example under it. A zero-width space keeps an inner fence from closing the outer one."""
    found: dict[str, list[str]] = {}
    head, inside = "", False
    for line in GUIDE.split("\n"):
        if line.startswith("```"):
            inside = not inside
        elif inside:
            found.setdefault(head, []).append(line.replace("\u200b", ""))
        elif line.startswith("## "):
            head = line.removeprefix("## ").strip()
    return {name: "\n".join(lines) for name, lines in found.items()}


def folder(root: Path) -> Path:
    """A content folder made of nothing but the examples."""
    for head, text in examples().items():
        name = head.replace("<case-id>", "some-case-id").replace("<paper>", "week-04").replace("*", "bank")
        path = root / name.replace("01-….md", "01-first.md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    other = (root / "courses/practicals/m05-issue-invoices.yaml").read_text(encoding="utf-8")
    (root / "courses/practicals/m01-first-contact.yaml").write_text(other.replace("id: M05", "id: M01"), "utf-8")
    return root


def test_every_example_loads_without_a_mistake(tmp_path: Path) -> None:
    found: Sources = load(folder(tmp_path))
    assert [(one.file, one.line, one.code, one.detail) for one in found.problems] == []
    assert found.programme is not None
    week = found.programme.value.weeks[1]
    assert week.lessons == ("w04-l01",)
    assert [one.value.id for one in found.lessons["w04-l01"].value.items] == ["w04-l01-q1"]
    assert (list(found.policies), list(found.papers), list(found.practicals)) == (
        ["VAT-07"],
        ["week-04"],
        ["M01", "M05"],
    )
    assert list(found.bank) == ["some-sum", "some-order"]
    case = found.cases["some-case-id"].value
    assert (len(case.process), len(case.cautions), len(case.questions), case.ticket is not None) == (3, 2, 1, True)


def fields(shape: Shape) -> Iterator[str]:
    """Every field a form may hold, at any depth."""
    match shape:
        case Record(fields=inner):
            for name, one in inner.items():
                yield name
                yield from fields(one)
        case Listed(item=one) | Named(value=one):
            yield from fields(one)
        case ShortOr(full=one):
            yield from fields(one)
        case _:
            return


def test_every_field_is_in_the_guide() -> None:
    written = set(re.findall(r"[a-z_]+", GUIDE))
    every = (
        *(forms.POLICIES, forms.CASE, forms.BANK, forms.PRACTICAL, forms.PAPER, forms.PROGRAMME, forms.LESSON),
        forms.COURSE,
    )
    known = {name for form in every for name in fields(form)}
    assert {"strict", "idle_limit", "harm", "time_limit", "revised"} <= known
    assert known - written == set()
