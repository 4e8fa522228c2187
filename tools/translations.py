"""Translations: extract every sentence, merge it into the Chinese catalogue, compile, and check.

``python tools/translations.py compile`` writes the ``.mo`` file; ``update`` extracts from the source and merges;
``check`` fails when a sentence of the source has no Chinese, a placeholder differs, or the catalogue holds leftovers.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "resources" / "i18n" / "zh_CN" / "LC_MESSAGES" / "trainer.po"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
FIELD = re.compile(r"\{(\w*)[^{}]*\}")


def _read() -> Catalog:
    if not CATALOGUE.exists():
        return Catalog(locale="zh_CN", project="Qicheng")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_CN")


def _source() -> Catalog:
    found = Catalog(project="Qicheng")
    rows = extract_from_dir(
        str(ROOT / "trainer"), method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=("i18n:",)
    )
    for filename, line, message, comments, context in sorted(rows, key=str):
        found.add(message, None, [(f"trainer/{filename}", line)], auto_comments=comments, context=context)
    return found


def _messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def _write(catalogue: Catalog) -> None:
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, sort_output=True, no_location=True, width=0)


def update() -> int:
    """Merge the source's sentences into the catalogue: new ones empty, gone ones removed, nothing guessed."""
    catalogue = _read()
    catalogue.update(_source(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    _write(catalogue)
    empty = sum(1 for message in _messages(catalogue) if not _filled(message))
    print(f"{len(_messages(catalogue))} sentences, {empty} without Chinese")
    return 0


def compile_() -> int:
    """Write the compiled catalogue beside its source."""
    with CATALOGUE.with_suffix(".mo").open("wb") as file:
        write_mo(file, _read())
    return 0


def _filled(message: Message) -> bool:
    texts = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return all(texts) and bool(texts)


def _fields(text: str) -> set[str]:
    return set(FIELD.findall(text))


def _complaint(message: Message, own: Message | None) -> str:
    ids = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
    if own is None or not _filled(own):
        return "no Chinese"
    texts = [text or "" for text in (own.string if isinstance(own.string, (tuple, list)) else (own.string,))]
    wanted = set().union(*(_fields(text) for text in ids))
    if any(_fields(text) - wanted for text in texts):
        return "a placeholder that the English has not"
    if len(ids) == 1 and any(wanted - _fields(text) for text in texts):
        return "a placeholder of the English is missing"
    return ""


def check() -> int:
    """Print what is untranslated or broken; exit 1 when there is anything."""
    catalogue, source = _read(), _source()
    bad = 0
    for message in _messages(source):
        first = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
        why = _complaint(message, catalogue.get(first, message.context))
        if why:
            bad += 1
            where = message.locations[0]
            print(f"{where[0]}:{where[1]}: {why}: {first}")
    for message in _messages(catalogue):
        first = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
        if source.get(first, message.context) is None:
            bad += 1
            print(f"{CATALOGUE.relative_to(ROOT)}: no longer in the source: {first}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit({"update": update, "compile": compile_, "check": check}[sys.argv[1]]())
