"""Every shortcut once: menus, key caps, tool-tips and the F1 page are made from this table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from trainer.i18n import N_


@dataclass(frozen=True, slots=True)
class Shortcut:
    """`where` is a page name, ``all`` (once somebody is signed in) or ``window`` (before that too).

    `keys` in Qt's portable spelling; `what` is a sentence for the F1 page.
    """

    where: str
    name: str
    keys: str
    what: str


SHORTCUTS: Final[tuple[Shortcut, ...]] = (
    Shortcut("all", "search", "Ctrl+K", N_("Search pages, commands, people and the library")),
    *(Shortcut("all", f"go-{n}", f"Alt+{n}", N_("Open the entry with this number")) for n in range(1, 9)),
    Shortcut("all", "back", "Alt+Left", N_("Back")),
    Shortcut("all", "forward", "Alt+Right", N_("Forward")),
    Shortcut("all", "next-pane", "F6", N_("Next pane")),
    Shortcut("all", "previous-pane", "Shift+F6", N_("Previous pane")),
    Shortcut("all", "undo", "Ctrl+Z", N_("Take back the last action")),
    Shortcut("all", "redo", "Ctrl+Shift+Z", N_("Do again what was taken back")),
    Shortcut("window", "keys", "F1", N_("Keyboard map of this page")),
    Shortcut("window", "keys-too", "Ctrl+/", N_("Keyboard map of this page")),
    Shortcut("window", "theme", "Ctrl+Shift+D", N_("Light or dark")),
    Shortcut("all", "lock", "Ctrl+L", N_("Lock the window")),
    Shortcut("all", "larger", "Ctrl++", N_("Larger lesson text")),
    Shortcut("all", "smaller", "Ctrl+-", N_("Smaller lesson text")),
    Shortcut("all", "normal", "Ctrl+0", N_("Normal lesson text")),
    Shortcut("lesson", "next-section", "J", N_("Next section")),
    Shortcut("lesson", "previous-section", "K", N_("Previous section")),
    Shortcut("lesson", "note", "N", N_("Write a note beside this section")),
    Shortcut("lesson", "bookmark", "B", N_("Bookmark this section, or take the mark away")),
    Shortcut("lesson", "check", "Ctrl+Return", N_("Check the answer")),
    Shortcut("lesson", "find", "Ctrl+F", N_("Find on this page")),
    Shortcut("lesson", "find-next", "F3", N_("Find the next place")),
    Shortcut("lesson", "contents", "F9", N_("Show or hide the contents")),
    Shortcut("lesson", "aside", "F8", N_("Show or hide terms, notes and rules")),
    *(Shortcut(page, "report", "Ctrl+Shift+M", N_("Report a mistake…")) for page in ("lesson", "attempt", "library")),
    Shortcut("attempt", "previous", "Ctrl+PgUp", N_("Previous question")),
    Shortcut("attempt", "next", "Ctrl+PgDown", N_("Next question")),
    Shortcut("attempt", "submit", "Ctrl+Return", N_("Submit and next")),
    Shortcut("attempt", "flag", "Ctrl+M", N_("Flag this question")),
    Shortcut("attempt", "clock", "Ctrl+T", N_("Show or hide the clock")),
    *(Shortcut("attempt", f"option-{n}", str(n), N_("Choose the option with this number")) for n in range(1, 10)),
    Shortcut("signoff", "sign", "Ctrl+Return", N_("Sign what is shown")),
    Shortcut("sessions", "sign", "Ctrl+Return", N_("Sign what is shown")),
    Shortcut("audit", "export", "Ctrl+E", N_("Export what is shown")),
    Shortcut("audit", "remind", "Ctrl+R", N_("Remind")),
    Shortcut("approvals", "export", "Ctrl+E", N_("Export what is shown")),
    Shortcut("audit", "copy", "Ctrl+C", N_("Copy the selected cells")),
)


def keys(where: str, name: str) -> str:
    """The keys of one shortcut in Qt's spelling. KeyError if the table does not have it."""
    for one in SHORTCUTS:
        if (one.where, one.name) == (where, name):
            return one.keys
    raise KeyError((where, name))


def cap(where: str, name: str) -> str:
    """The same as it stands on a key cap: ``Ctrl PgUp``, ``Ctrl Enter``."""
    return keys(where, name).replace("PgDown", "PgDn").replace("Return", "Enter").replace("+", " ")


BEFORE: Final = frozenset({"welcome", "found", "join", "restore"})
"""Pages before somebody is signed in."""


def on_page(where: str) -> list[Shortcut]:
    """What works on a page, its own first, then what works everywhere."""
    scopes = (where, "window") if where in BEFORE else (where, "all", "window")
    return [one for scope in scopes for one in SHORTCUTS if one.where == scope]
