"""Markdown becomes the subset Qt shows; nothing else gets through, and colours stay placeholders."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.content.compiled import PLACEHOLDER, coloured
from trainer.content.markdown import CALLOUTS, findings, parts, picture_path, render, section_id

TAGS = {
    "p", "h3", "h4", "b", "strong", "em", "code", "pre", "br", "hr", "blockquote", "ul", "ol", "li",
    "table", "thead", "tbody", "tr", "th", "td", "a", "img", "span",
}  # fmt: skip
COLOURS = {"accent", "accentSoft", "warn", "warnSoft", "bad", "badSoft", "code", "line", "accentInk", "ink3"}
"""The tokens of the theme that lessons may use."""


class Outline(HTMLParser):
    """Notes tags and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, {name: value or "" for name, value in attrs}))


def outline(html: str) -> list[tuple[str, dict[str, str]]]:
    parser = Outline()
    parser.feed(html)
    return parser.seen


@pytest.mark.parametrize("kind", sorted(CALLOUTS))
def test_callouts_are_tables_with_a_bar(kind: str) -> None:
    html, text = render(f'!!! {kind} "标题"\n    正文一\n\n    正文二\n')
    bar, ground = CALLOUTS[kind]
    assert f'width="4" bgcolor="@{{{bar}}}"' in html
    assert f'bgcolor="@{{{ground}}}"' in html
    assert "<p><b>标题</b></p>" in html
    assert text == "标题\n正文一\n正文二"
    assert set(PLACEHOLDER.findall(html)) <= COLOURS


def test_colours_are_put_in_when_shown() -> None:
    html, _text = render('!!! never "标题 @{bad}"\n    正文\n')
    shown = coloured(html, lambda _token: "#000000")
    assert 'bgcolor="#000000"' in shown
    assert "标题 @&#123;bad}" in shown


def test_links_lead_inside_and_carry_their_title() -> None:
    html, text = render("见 [[policy:VAT-07]]。", lambda kind, id_: f"{kind}《{id_}》[*]")
    assert '<a href="qicheng:policy/VAT-07"' in html
    assert text == "见 policy《VAT-07》[*]。"


def test_tables_and_pictures() -> None:
    html, text = render("| 甲 | 乙 |\n|---|--:|\n| 一 | 2 |\n\n![发票样式](a/b.png)", folder="courses/w04")
    assert 'align="right"' in html
    assert 'src="pack:courses/w04/a/b.png"' in html
    assert "甲 乙" in text


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src="file:///etc/passwd" onerror=x>',
        "[x](javascript:alert(1))",
        "[x](http://example.org)",
        "![x](../../secret.png)",
        "![x](http://example.org/a.png)",
        '<div class="never" style="position:fixed">x</div>',
        "<style>p{}</style>",
        "@{accent} &#64;{accent}",
        '!!! note "<b>x</b>"\n    <i onclick=x>',
        "<a href='qicheng:case/x\"><script>'>x</a>",
    ],
)
def test_hostile_markdown_is_only_text(hostile: str) -> None:
    html, _text = render(hostile)
    for tag, attrs in outline(html):
        assert tag in TAGS
        assert not any(name.startswith("on") for name in attrs)
        assert attrs.get("href", "qicheng:").startswith("qicheng:")
        assert re.fullmatch(r"pack:[^:]*", attrs.get("src", "pack:"))
        assert ".." not in attrs.get("src", "")


@given(st.text(alphabet=st.sampled_from("a税<>&\"'@{}[]()!|`*_#-=:/\\ \n"), max_size=60))
def test_any_text_gives_only_known_tags_and_placeholders(source: str) -> None:
    html, _text = render(source)
    for tag, attrs in outline(html):
        assert tag in TAGS
        assert attrs.get("href", "qicheng:").startswith("qicheng:")
    assert set(PLACEHOLDER.findall(html)) <= COLOURS
    list(findings(source))


def test_sections_split_at_headings_outside_code() -> None:
    before, found = parts("引言\n## 一\n甲\n```\n## 不是标题\n```\n## 二\n乙", 10)
    assert before == "引言"
    assert [(part.title, part.line) for part in found] == [("一", 12), ("二", 17)]
    assert found[0].id == section_id("一") != found[1].id
    assert "不是标题" in found[0].source


@pytest.mark.parametrize("name", ["", "../x.png", "/x.png", "http://x/y.png", "a\\b.png", "a/../../b.png"])
def test_pictures_stay_in_the_folder(name: str) -> None:
    assert picture_path("courses/w04", name) == ""
