"""What standing needs of a store and of a library: protocols, so that a bundle or a test can take their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from trainer.domain.assessed import Catalogue
from trainer.ledger.record import Judged


class BoundLike(Protocol):
    """What is needed of `trainer.ledger.verdict.Bound`."""

    @property
    def roles(self) -> frozenset[str]:
        """The roles held now."""

    @property
    def held(self) -> Sequence[tuple[str, int, frozenset[str]]]:
        """What each key could do where: (log, position from which on, roles)."""


class ForkLike(Protocol):
    """What is needed of `trainer.ledger.chain.Fork`."""

    @property
    def log(self) -> str:
        """Whose log."""

    @property
    def seq(self) -> int:
        """The position at which several records stand."""


class HrKeyLike(Protocol):
    """What is needed of `trainer.ledger.root.HrKey`."""

    @property
    def from_seq(self) -> int:
        """The first position that speaks for HR."""

    @property
    def last_seq(self) -> int | None:
        """The last one; None: still."""


class RootLike(Protocol):
    """What is needed of `trainer.ledger.root.Root`."""

    @property
    def hr_logs(self) -> Mapping[str, HrKeyLike]:
        """HR keys by log."""


class Records(Protocol):
    """Where judged records come from: `trainer.ledger.store.Store`, or a bundle loaded into one."""

    @property
    def root(self) -> RootLike:
        """The root document in force."""

    def about(self, person: str, /) -> Sequence[Judged]:
        """Every record the person signed or is subject of."""

    def common(self) -> Sequence[Judged]:
        """Every record without a subject."""

    def people(self) -> Mapping[str, BoundLike]:
        """Everybody bound, by person id."""

    def forks(self) -> Sequence[ForkLike]:
        """Every fork met."""

    def not_ok(self) -> Sequence[Judged]:
        """Everything that does not count."""

    def record(self, id_: str, /) -> Judged | None:
        """One record."""

    def position(self) -> str:
        """Changes whenever anything is appended or received."""


class LibraryLike(Catalogue, Protocol):
    """The compiled library."""

    @property
    def hash(self) -> str:
        """Changes with its content."""
