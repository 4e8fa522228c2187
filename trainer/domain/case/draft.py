"""What every derived question shares: its case, its policies, and the reasons shown after answering."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import msgspec

from trainer.domain.case.file import Case, Caution, Why
from trainer.domain.case.phrases import GOVERNED_BY, after, said
from trainer.domain.policy import Policy
from trainer.domain.programme import Text
from trainer.domain.question import Item, Kind, Option


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """A question that was not made, and why: ``case-too-thin`` (needs), ``distractor-defensible`` (policy),
    ``policy-unknown`` (policy), ``question-duplicate`` (other), or a code of `trainer.domain.faults`.
    """

    id: str
    code: str
    detail: dict[str, str | int] = {}


@dataclass(frozen=True, slots=True)
class Drafts:
    """A case on its way to questions, with the register and the other cases of the library."""

    case: Case
    register: Mapping[str, Policy]
    others: tuple[Case, ...]

    def id(self, name: str) -> str:
        """The stable id of a derived question: ``case-id#kind-n``."""
        return f"{self.case.id}#{name}"

    def item(self, name: str, kind: Kind, ask: Text, policies: Iterable[str], **rest: object) -> Item:
        """A question about the case: facts first, then what is asked."""
        bare = Item(
            id=self.id(name), kind=kind, ask=after(self.case.facts, ask), policies=tuple(dict.fromkeys(policies))
        )
        return msgspec.structs.replace(bare, **rest)

    def thin(self, name: str, needs: int) -> Refusal:
        """Too little in the file to make this question."""
        return Refusal(id=self.id(name), code="case-too-thin", detail={"needs": needs})

    def because(self, why: Why) -> Text:
        """A reason in words: the author's, or else what the policy says."""
        policy = self.register.get(why.policy)
        if why.text.zh or policy is None:
            return why.text
        return said(GOVERNED_BY, title=policy.title, rule=policy.rule)

    def rests_on(self, cautions: Iterable[Caution]) -> tuple[str, ...]:
        """The policies behind some statements; the case's own where a statement names none."""
        named: dict[str, None] = {}
        for caution in cautions:
            named.update(dict.fromkeys([caution.why.policy] if caution.why.policy else self.case.policies))
        return tuple(named)


Made = Iterator[Item | Refusal]


def lettered(options: Iterable[Option]) -> tuple[Option, ...]:
    """The same options with ids ``a``, ``b``, … in the order of the file."""
    return tuple(
        msgspec.structs.replace(option, id=letter) for letter, option in zip("abcdefgh", options, strict=False)
    )
