"""The glossary: what terms name exists, no spelling means two things, nothing leads back to itself, all are used."""

from __future__ import annotations

from datetime import date

from trainer.content.checks.references import check_policies
from trainer.content.checks.walk import texts
from trainer.content.checks.wordings import check_texts
from trainer.content.glossary import circles, occurring
from trainer.content.loader import Sources


def check_glossary(sources: Sources, on: date) -> None:
    """Every term of ``courses/glossary.yaml``; `on` is the day whose law counts."""
    problems = sources.problems
    known = {id_: loaded.value for id_, loaded in sources.terms.items()}
    round_about = circles(known)
    used = {term.id for term in occurring("\n".join(_read_by_trainees(sources)), known.values())}
    first: dict[str, str] = {}
    for id_, owner in sources.terms.items():
        check_texts(problems, owner)
        check_policies(sources, owner, "policies", owner.value.policies, on)
        for n, other in enumerate(owner.value.see):
            if other not in known:
                problems.add(owner.place(f"see.{n}"), "unknown-term", id=other)
        for spelling in owner.value.spellings:
            taken = first.setdefault(spelling, id_)
            if taken != id_:
                problems.add(owner.place("term"), "term-twice", text=spelling, id=taken)
        if id_ in round_about:
            problems.add(owner.place("see"), "term-circle", id=id_)
        if id_ not in used:
            problems.note(owner.place("id"), "term-unused", text=owner.value.term.zh)


def _read_by_trainees(sources: Sources) -> list[str]:
    """The texts a term may stand in: those of lessons and of cases."""
    said = [loaded.value.body for loaded in sources.lessons.values()]
    said += [text.zh for loaded in sources.cases.values() for _path, text in texts(loaded.value)]
    return said
