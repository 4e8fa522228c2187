from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontInfo
from PySide6.QtWidgets import QApplication

import trainer
from trainer import config, i18n
from trainer.ui import icons, theme

# ui.md §1.1: text needs 4.5, the boundary that identifies a control 3
TEXT = [
    ("ink", "surface"),
    ("ink", "bg"),
    ("ink2", "surface"),
    ("ink2", "nav"),
    ("ink2", "accentSoft"),
    ("ink2", "raised"),
    ("ink3", "surface"),
    ("ink3", "bg"),
    ("ink3", "nav"),
    ("onAccent", "accent"),
    ("onAccent", "accentHover"),
    ("accentInk", "accentSoft"),
    ("accentInk", "surface"),
    ("ok", "surface"),
    ("ok", "okSoft"),
    ("warn", "surface"),
    ("warn", "warnSoft"),
    ("bad", "surface"),
    ("bad", "badSoft"),
    ("ink2", "chip"),
    *((f"h{n}Text", f"h{n}") for n in range(5)),
]
BOUNDARY = [
    ("control", "surface"),
    ("control", "bg"),
    ("focus", "bg"),
    ("focus", "surface"),
    ("accent", "track"),
    ("ok", "track"),
]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_contrast_formula_knows_black_on_white() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("tokens", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_can_be_read(tokens: dict[str, str], front: str, back: str) -> None:
    assert contrast(tokens[front], tokens[back]) >= 4.5


@pytest.mark.parametrize("tokens", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), BOUNDARY)
def test_controls_can_be_seen(tokens: dict[str, str], front: str, back: str) -> None:
    assert contrast(tokens[front], tokens[back]) >= 3


def test_both_themes_have_the_same_tokens() -> None:
    assert theme.LIGHT.keys() == theme.DARK.keys()


def test_no_colour_or_font_name_outside_the_theme() -> None:
    face = Path(trainer.__file__).parent / "ui"
    for path in face.rglob("*.py"):
        if path.name == "theme.py":
            continue
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"#[0-9A-Fa-f]{6}\b", text), path
        assert not any(family in text for family in theme.FAMILIES if family != "sans-serif"), path


def test_the_sheet_names_only_tokens_that_exist(look: QApplication) -> None:
    for mode in ("dark", "light"):
        theme.use(look, mode)
        assert "@" not in theme.sheet()


def test_a_theme_change_is_told_and_colours_follow(look: QApplication) -> None:
    told: list[str] = []
    theme.changed.connect(lambda: told.append(theme.mode()))
    theme.use(look, "dark")
    assert theme.color("bg").name().upper() == theme.DARK["bg"]
    assert icons.pixmap("home", "ink").toImage() != _home_in_light(look)
    assert told[0] == "dark"


def _home_in_light(look: QApplication) -> object:
    theme.use(look, "light")
    return icons.pixmap("home", "ink").toImage()


def test_every_drawing_paints_something_on_the_24_grid(look: QApplication) -> None:
    for name in icons.names():
        text = (config.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
        assert 'viewBox="0 0 24 24"' in text, name
        assert 'stroke-width="1.75"' in text, name
        image = icons.pixmap(name, "ink", 24).toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24)), name


def test_the_chinese_family_is_asked_for_first(look: QApplication) -> None:
    assert theme.font("body").families()[0] == "Noto Sans CJK SC"
    assert QFontInfo(theme.font("body")).family() == "Noto Sans CJK SC"


def test_type_sizes_shrink_in_order_and_nothing_is_smaller_than_a_caption() -> None:
    sizes = [theme.ROLES[one][0] for one in ("display", "title", "heading", "subheading", "body", "small", "caption")]
    assert all(larger > smaller for larger, smaller in pairwise(sizes))
    assert min(size for size, _bold in theme.ROLES.values()) == 12


def test_numbers_are_tabular_and_english_dots_are_narrow(look: QApplication) -> None:
    assert QFont.Tag("tnum") in theme.font("clock", tabular=True).featureTags()
    assert QFont.Tag("halt") in theme.font("body").featureTags()
    i18n.use("zh_CN", config.catalogues())
    assert QFont.Tag("halt") not in theme.font("body").featureTags()
