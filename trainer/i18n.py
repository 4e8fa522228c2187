"""Every sentence a person reads goes through here. English in the source, catalogues in ``resources/i18n``.

The language of the process is the one piece of state the whole program shares: gettext is built that way, and a
sentence is written in dozens of places that have nothing else in common.
"""

from __future__ import annotations

import gettext as _gettext
from contextlib import suppress
from pathlib import Path

LANGUAGES = ("zh_CN", "en")
DOMAIN = "trainer"

_current: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"


def use(language: str, catalogues: Path) -> None:
    """Speak `language` (one of `LANGUAGES`) from now on; `catalogues` is the folder of compiled ``.mo`` files.

    English is the source language and needs no catalogue. An unknown language falls back to English.
    """
    global _current, _language  # noqa: PLW0603  # see the module text
    _language = language if language in LANGUAGES else "en"
    _current = _gettext.NullTranslations()
    if _language != "en":
        with suppress(OSError), (catalogues / _language / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
            _current = _gettext.GNUTranslations(file)


def language() -> str:
    """The language spoken now: ``zh_CN`` or ``en``."""
    return _language


def _(message: str) -> str:
    """The sentence in the current language. Placeholders are named: ``_("Week {n}").format(n=3)``."""
    return _current.gettext(message) if message else ""


def ngettext(one: str, many: str, n: int) -> str:
    """The sentence for `n` things; format it afterwards with ``.format(n=n)``."""
    return _current.ngettext(one, many, n)


def pgettext(context: str, message: str) -> str:
    """Like `_`, for a short word that needs its context to be translated (``pgettext("button", "Open")``)."""
    return _current.pgettext(context, message)


def N_(message: str) -> str:  # noqa: N802  # gettext's own name for «translate later»
    """Mark a sentence for translation that is kept in a table and translated when shown."""
    return message
