"""Markdown → the safe HTML that Qt shows (`ui.md` §5, build notes).

Three steps: Markdown makes HTML, nh3 keeps only what is on the allow-list, and a writer of ours builds what Qt's rich
text can draw: callouts, code and tables become tables, because Qt knows no padding, border or radius on blocks.

The result holds placeholders instead of colours, so that a change of theme needs no new compilation: ``@{accent}``
stands for the colour token ``accent`` of `ui.md` §1.1, and whoever shows the HTML replaces them with
`trainer.content.compiled.coloured`. A text can never contain one. Links are ``qicheng:case/ID``, ``qicheng:policy/ID``,
``qicheng:lesson/ID``; pictures are ``pack:PATH`` and come from `Library.picture`. Nothing else is ever loaded.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from types import MappingProxyType
from typing import Final

import nh3
from markdown import Markdown

CALLOUTS: Final = MappingProxyType(
    {"note": ("accent", "accentSoft"), "careful": ("warn", "warnSoft"), "never": ("bad", "badSoft")}
)
"""Kind of callout → colour tokens of its bar and its ground."""

LONGEST_LINE: Final = 1500
"""Characters of a line the checker reads; a longer one is a mistake by itself."""

LINK: Final = re.compile(r"\[\[(case|policy|lesson):([^\[\]\s]+)\]\]")
"""A link inside the pack, as authors write it."""

_ALLOWED = {
    "p", "div", "h3", "h4", "strong", "em", "code", "pre", "br", "hr", "blockquote", "ul", "ol", "li",
    "table", "thead", "tbody", "tr", "th", "td", "a", "img",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "div": {"class"}, "p": {"class"}, "th": {"style"}, "td": {"style"}}


@dataclass(frozen=True, slots=True)
class Part:
    """A section as written: its heading, the Markdown below it, and the line on which that begins."""

    id: str
    title: str
    source: str
    line: int


def parts(body: str, first: int) -> tuple[str, tuple[Part, ...]]:
    """(what stands before the first h2, the sections). `first` is the line of the file on which `body` begins.

    A section's id is made from its heading, so it stays as long as the heading does.
    """
    heads = [(n, line[3:].strip()) for n, line in _outside_code(body) if line.startswith("## ")]
    lines = body.split("\n")
    made: list[Part] = []
    for (n, title), end in zip(heads, [*(n for n, _ in heads[1:]), len(lines)], strict=True):
        made.append(Part(section_id(title), title, "\n".join(lines[n + 1 : end]), first + n + 1))
    return "\n".join(lines[: heads[0][0]] if heads else lines), tuple(made)


def section_id(title: str) -> str:
    """The id of a section with this heading."""
    return "s" + hashlib.sha256(title.encode()).hexdigest()[:8]


def _outside_code(body: str) -> Iterator[tuple[int, str]]:
    """(number from 0, line) of every line that is not inside a fenced block."""
    fence = ""
    for n, line in enumerate(body.split("\n")):
        hit = re.match(r"\s*(```+|~~~+)", line)
        if hit and not fence:
            fence = hit[1]
        elif hit and line.strip() == fence:
            fence = ""
        elif not fence:
            yield n, line[:LONGEST_LINE]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a Markdown text that the checker looks at: kind, target, words shown, line from 0."""

    kind: str
    target: str
    words: str
    line: int


_PICTURE = re.compile(r"!\[([^\]]*)\]\(\s*([^)\s]*)[^)]*\)")
_ANCHOR = re.compile(r"(?<!!)\[([^\[\]]+)\](?:\(\s*([^)\s]*)[^)]*\)|\[[^\]]*\])|^\s{0,3}\[([^\]]+)\]:\s*(\S+)")
_ADDRESS = re.compile(r"<?\b(?:https?|ftp|file|data|javascript):[^\s>）)]*", re.IGNORECASE)
_HTML = re.compile(r"<(?=[A-Za-z/!?])(?!(?:https?|ftp|file):)[^>\n]*>?")
_CALLOUT = re.compile(r"^!!!\s*(\S*)\s*(.*)$")


def findings(source: str) -> Iterator[Finding]:
    """Links, pictures, addresses, raw HTML, callouts and headings of a text, outside code."""
    for n, line in _outside_code(source):
        plain = re.sub(r"`[^`]*`", lambda hit: " " * len(hit[0]), line)
        for hit in LINK.finditer(plain):
            yield Finding(hit[1], hit[2], "", n)
        without = LINK.sub("", plain)
        for hit in _PICTURE.finditer(without):
            yield Finding("picture", hit[2], hit[1].strip(), n)
        without = _PICTURE.sub("", without)
        outward = [(hit[2] or hit[4] or hit[1] or "") for hit in _ANCHOR.finditer(without)]
        outward += [hit[0].lstrip("<") for hit in _ADDRESS.finditer(_ANCHOR.sub("", without))]
        for target in outward:
            yield Finding("outward", target, "", n)
        markup = _HTML.search(without)
        if markup:
            yield Finding("html", markup[0][:40], "", n)
        callout = _CALLOUT.match(without)
        if callout:
            yield Finding("callout", callout[1], callout[2].strip().strip('"'), n)
        heading = re.match(r"(#+)\s", without)
        if heading:
            yield Finding("heading", heading[1], "", n)


Label = Callable[[str, str], str]
"""(kind, id) → the words a link shows."""


def _bare(_kind: str, id_: str) -> str:
    return id_


def render(source: str, label: Label = _bare, folder: str = "") -> tuple[str, str]:
    """(HTML for Qt, the same as plain text). `folder` is where pictures are looked up, relative to the content folder."""

    def link(hit: re.Match[str]) -> str:
        words = re.sub(r"([\[\]|\\`*_])", r"\\\1", label(hit[1], hit[2]))
        return f"[{words}](qicheng:{hit[1]}/{hit[2]})"

    made = Markdown(extensions=["tables", "admonition", "sane_lists", "fenced_code"]).convert(LINK.sub(link, source))
    safe = nh3.clean(
        made,
        tags=_ALLOWED,
        attributes=_ATTRIBUTES,
        url_schemes={"qicheng"},
        link_rel=None,
        filter_style_properties={"text-align"},
    )
    writer = _Writer(folder)
    writer.feed(safe)
    writer.close()
    return writer.result()


class _Writer(HTMLParser):
    """Writes Qt's HTML from sanitised HTML. It emits nothing it does not build itself."""

    _SAME = frozenset(
        {"p", "h3", "h4", "strong", "em", "code", "blockquote", "ul", "ol", "li", "thead", "tbody", "tr", "th", "td"}
    )

    def __init__(self, folder: str) -> None:
        super().__init__(convert_charrefs=True)
        self._folder = folder
        self._html: list[str] = []
        self._text: list[str] = []
        self._closing: list[str] = []
        self._links: list[str] = []
        self._in_pre = False

    def result(self) -> tuple[str, str]:
        """(HTML, plain text)."""
        text = re.sub(r"[ \t]*\n\s*", "\n", "".join(self._text)).strip()
        return "".join(self._html).strip(), text

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open what Qt needs for `tag`."""
        given = {name: value or "" for name, value in attrs}
        match tag:
            case "br" | "hr":
                self._html.append(f"<{tag}>")
                self._text.append("\n")
            case "img":
                self._picture(given)
            case "a":
                self._open_link(given.get("href", ""))
            case "div":
                self._open_callout(given.get("class", ""))
            case "pre":
                self._in_pre = True
                self._html.append(f'<table {_WIDE} cellpadding="12"><tr><td bgcolor="@{{code}}"><pre>')
            case "table":
                self._html.append(f'<table {_GRID} cellpadding="6">')
            case "p" if given.get("class") == "admonition-title":
                self._html.append("<p><b>")
                self._closing.append("</b></p>")
            case _:
                self._open(tag, given)

    def _open(self, tag: str, given: Mapping[str, str]) -> None:
        if tag not in self._SAME:
            return
        align = re.search(r"text-align:\s*(left|right|center)", given.get("style", ""))
        extra = f' align="{align[1]}"' if align else ""
        if tag == "th":
            extra += ' bgcolor="@{code}"'
        self._html.append(f"<{tag}{extra}>")
        if tag == "p":
            self._closing.append("</p>")

    def _open_link(self, target: str) -> None:
        """A link inside the program; any other was stripped of its target and stays plain words."""
        inward = target.startswith("qicheng:")
        self._links.append("</a>" if inward else "")
        if inward:
            self._html.append(f'<a href="{escape(target)}" style="color:@{{accentInk}}">')

    def _picture(self, given: Mapping[str, str]) -> None:
        path, words = picture_path(self._folder, given.get("src", "")), escape(given.get("alt", ""))
        caption = f'<br><span style="color:@{{ink3}}">{_harmless(words)}</span>' if words else ""
        self._html.append(f'<img src="pack:{escape(path)}" alt="{_harmless(words)}">{caption}')
        self._text.append(given.get("alt", ""))

    def _open_callout(self, classes: str) -> None:
        kind = next((name for name in classes.split() if name in CALLOUTS), "note")
        bar, ground = CALLOUTS[kind]
        self._html.append(
            f'<table {_WIDE} cellpadding="0"><tr><td width="4" bgcolor="@{{{bar}}}"></td>'
            f'<td bgcolor="@{{{ground}}}" style="padding:8px 16px">'
        )

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened for `tag`."""
        if tag == "p":
            self._html.append(self._closing.pop() if self._closing else "</p>")
        elif tag == "div":
            self._html.append("</td></tr></table>")
        elif tag == "a":
            self._html.append(self._links.pop() if self._links else "")
        elif tag == "pre":
            self._in_pre = False
            self._html.append("</pre></td></tr></table>")
        elif tag == "table" or tag in self._SAME:
            self._html.append(f"</{tag}>")
        if tag in {"td", "th"}:
            self._text.append(" ")
        elif tag in {"p", "h3", "h4", "li", "tr", "pre"}:
            self._text.append("\n")

    def handle_data(self, data: str) -> None:
        """Text, escaped; it can neither open a tag nor look like a placeholder."""
        self._html.append(_harmless(escape(data, quote=False)))
        if self._in_pre or data.strip():
            self._text.append(data)


_WIDE = 'width="100%" cellspacing="0" border="0"'
_GRID = 'width="100%" cellspacing="0" border="1" style="border-collapse:collapse; border-color:@{line}"'


def _harmless(text: str) -> str:
    return text.replace("@{", "@&#123;")


_CHINESE = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]")


def chinese(text: str) -> int:
    """How many Chinese characters a text has."""
    return len(_CHINESE.findall(text))


def picture_path(folder: str, name: str) -> str:
    """The path of a picture inside the content folder; empty when it would leave the lesson's folder."""
    parts_ = name.split("/")
    if not name or ":" in name or "\\" in name or name.startswith("/") or ".." in parts_:
        return ""
    return f"{folder}/{name}" if folder else name
