"""JSON Schemas of the authored files, made from the shapes the loader reads with, for editors that complete and check."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from trainer.content import forms
from trainer.content.shapes import Shape

FILES: Mapping[str, tuple[Shape, str]] = MappingProxyType(
    {
        "policies": (forms.POLICIES, "quizzes/policies.yaml: the policy register"),
        "case": (forms.CASE, "quizzes/cases/*/*.yaml: one case"),
        "questions": (forms.BANK, "quizzes/questions/*.yaml: questions beside the cases"),
        "paper": (forms.PAPER, "quizzes/papers/*.yaml: a blueprint"),
        "programme": (forms.PROGRAMME, "courses/programme.yaml: the programme"),
        "practical": (forms.PRACTICAL, "courses/practicals/*.yaml: a practical"),
        "glossary": (forms.GLOSSARY, "courses/glossary.yaml: the terms"),
        "course": (forms.COURSE, "courses/*/course.yaml: a week's folder"),
        "lesson": (forms.LESSON, "front matter of courses/*/*.md"),
        "question": (forms.QUESTION, "a question block in a lesson"),
    }
)
"""Name of the schema → (shape, what it is for)."""


def schema(name: str) -> str:
    """One schema as JSON text, the same for the same program. Raises KeyError for an unknown name."""
    shape, title = FILES[name]
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **shape.schema()}
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write(folder: Path) -> tuple[Path, ...]:
    """Write every schema to ``<name>.schema.json`` in `folder`; the files whose text changed."""
    folder.mkdir(parents=True, exist_ok=True)
    changed: list[Path] = []
    for name in FILES:
        path = folder / f"{name}.schema.json"
        text = schema(name)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(path)
    return tuple(changed)
