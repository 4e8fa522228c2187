"""What the program says about itself, as lines of a caption and a value."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from trainer.i18n import _, ngettext
from trainer.wording import dates


class LibraryLike(Protocol):
    """What is installed and whose it is (`views.settings.About`)."""

    @property
    def library(self) -> str:
        """The content hash."""

    @property
    def lessons(self) -> int:
        """How many."""

    @property
    def cases(self) -> int:
        """How many."""

    @property
    def policies(self) -> int:
        """How many."""

    @property
    def newest_rule(self) -> date | None:
        """Since when the newest rule is in force."""

    @property
    def org(self) -> str:
        """The organisation's id."""

    @property
    def title(self) -> str:
        """Its name."""

    @property
    def demo(self) -> bool:
        """Whether it is the demonstration."""


class FactsLike(Protocol):
    """`views.about.Facts`."""

    @property
    def version(self) -> str:
        """The program's."""

    @property
    def python(self) -> str:
        """Python's version."""

    @property
    def sqlite(self) -> str:
        """SQLite's version."""

    @property
    def library(self) -> LibraryLike:
        """What is installed."""

    @property
    def key(self) -> str:
        """The fingerprint, 64 hex digits or empty."""

    @property
    def records(self) -> int:
        """How many."""

    @property
    def altered(self) -> int:
        """Parts of the schema that are not as made."""

    @property
    def backup_age(self) -> int:
        """Days, -1 for never."""

    @property
    def exchange_age(self) -> int:
        """Days, -1 for never."""


Lines = list[tuple[str, str]]


def eights(hex_: str) -> str:
    """Hex digits in groups of eight, to be compared by eye."""
    return " ".join(hex_[at : at + 8] for at in range(0, len(hex_), 8))


def program(found: FactsLike, qt: str) -> Lines:
    """Versions of the program, of the library, and of what both stand on."""
    return [
        *installed(found.library, found.version),
        ("Python", found.python),
        ("Qt", qt),
        ("SQLite", found.sqlite),
    ]


def installed(library: LibraryLike, version: str) -> Lines:
    """The program's version and the library: how much it holds, which it is, how new its rules are."""
    counts = _("{lessons} lessons, {cases} cases, {policies} policies").format(
        lessons=library.lessons, cases=library.cases, policies=library.policies
    )
    return [
        (_("Program"), _("Qicheng {version}").format(version=version)),
        (_("Library"), counts),
        (_("Library hash"), eights(library.library[:32])),
        (_("Newest rule in force since"), dates.day(library.newest_rule) if library.newest_rule else "—"),
    ]


def organisation(library: LibraryLike) -> Lines:
    """Whose store this is."""
    title = _("{title} (demonstration)").format(title=library.title) if library.demo else library.title
    return [(_("Organisation"), title), (_("Organisation id"), eights(library.org))]


def computer(found: FactsLike) -> Lines:
    """Records, their care, and the key on this computer."""
    sound = _("as made") if not found.altered else _("altered in {n} places").format(n=found.altered)
    return [
        (_("Records here"), str(found.records)),
        (_("Tables of the store"), sound),
        (_("Last backup"), age(found.backup_age)),
        (_("Last exchange"), age(found.exchange_age)),
        (_("Key fingerprint"), eights(found.key[:32]) if found.key else "—"),
    ]


def age(days: int) -> str:
    """How long ago, in whole days; -1 is never."""
    if days < 0:
        return _("never")
    if days == 0:
        return _("within a day")
    return ngettext("{n} day ago", "{n} days ago", days).format(n=days)
