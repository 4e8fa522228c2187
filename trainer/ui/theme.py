"""The look: colour, type and space tokens of ui.md §1, and from them the palette, the fonts and the one style sheet.

Widgets ask for a token by name; no colour value and no font name appears anywhere else (a test greps). Palette and
style sheet belong to Qt's one application object, so the theme in force is state of the process, as the language is.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from trainer import i18n

LIGHT: Final[dict[str, str]] = {
    "bg": "#F6F5F2",
    "nav": "#EFEDE7",
    "surface": "#FFFFFF",
    "raised": "#FBFAF8",
    "sunken": "#EFEDE8",
    "chip": "#EFEDE8",
    "track": "#E6E3DC",
    "code": "#F3F1EC",
    "line": "#E3E0D9",
    "line2": "#BEB9AF",
    "control": "#8F8A80",
    "ink": "#1B2130",
    "ink2": "#515969",
    "ink3": "#616876",
    "accent": "#2B54A3",
    "accentHover": "#24478C",
    "onAccent": "#FFFFFF",
    "accentSoft": "#E6ECF8",
    "accentInk": "#24478C",
    "ok": "#1E7148",
    "okSoft": "#E2F1E8",
    "warn": "#8A5A00",
    "warnSoft": "#FBEFD4",
    "bad": "#B0362A",
    "badSoft": "#FBE7E3",
    "focus": "#2B54A3",
    "h0": "#B0362A",
    "h0Text": "#FFFFFF",
    "h1": "#EFC06A",
    "h1Text": "#3D2A00",
    "h2": "#FAEBCB",
    "h2Text": "#5C3F00",
    "h3": "#EFEDE8",
    "h3Text": "#3C4452",
    "h4": "#DFE8F6",
    "h4Text": "#1F3F7E",
}

DARK: Final[dict[str, str]] = {
    "bg": "#13151A",
    "nav": "#171A20",
    "surface": "#1B1E25",
    "raised": "#20242C",
    "sunken": "#16191F",
    "chip": "#2A2F39",
    "track": "#2E333D",
    "code": "#161920",
    "line": "#2C313B",
    "line2": "#464E5C",
    "control": "#6E7787",
    "ink": "#E6E9EF",
    "ink2": "#AFB6C4",
    "ink3": "#949CAC",
    "accent": "#8DB0F7",
    "accentHover": "#A9C4FA",
    "onAccent": "#0F1B36",
    "accentSoft": "#222F4B",
    "accentInk": "#A9C4FA",
    "ok": "#6CCB98",
    "okSoft": "#1A3327",
    "warn": "#E8B45A",
    "warnSoft": "#38301C",
    "bad": "#F2907F",
    "badSoft": "#40231F",
    "focus": "#8DB0F7",
    "h0": "#EE8A79",
    "h0Text": "#2A0B06",
    "h1": "#8C6520",
    "h1Text": "#FFF8E8",
    "h2": "#43371A",
    "h2Text": "#F3D9A2",
    "h3": "#282D37",
    "h3Text": "#CDD3DF",
    "h4": "#22304E",
    "h4Text": "#B9CEFA",
}

HIGH: Final[dict[str, dict[str, str]]] = {
    "light": {"line": "#515969", "line2": "#1B2130", "control": "#1B2130", "ink2": "#1B2130", "ink3": "#2E3544"}
    | {"ink": "#000000", "focus": "#000000", "accentInk": "#16336E", "accent": "#16336E", "track": "#BEB9AF"},
    "dark": {"line": "#AFB6C4", "line2": "#E6E9EF", "control": "#E6E9EF", "ink2": "#FFFFFF", "ink3": "#E6E9EF"}
    | {"ink": "#FFFFFF", "focus": "#FFFFFF", "accentInk": "#D3E1FF", "accent": "#B9CEFA", "track": "#464E5C"},
}
"""What high contrast replaces: every line is a boundary to be seen, no text is grey (ui.md §4.8)."""

ROLES: Final[dict[str, tuple[int, bool]]] = {
    "display": (26, True),
    "title": (22, True),
    "heading": (18, True),
    "subheading": (16, True),
    "reading": (16, False),
    "strong": (14, True),
    "body": (14, False),
    "small": (13, False),
    "smallStrong": (13, True),
    "caption": (12, False),
    "captionStrong": (12, True),
    "clock": (20, True),
}
"""Type roles: px and bold. `strong`, `smallStrong` and `captionStrong` are the bold faces of body, small and caption."""

STYLED: Final = "qichengStyle"
"""Property of the application object: Fusion is set. Asking Qt for the style itself costs 5 ms (decision 0007)."""

FAMILIES: Final = ("Noto Sans CJK SC", "Microsoft YaHei UI", "PingFang SC", "sans-serif")
MONOSPACE: Final = ("Noto Sans Mono CJK SC", "Cascadia Mono", "monospace")

MARGIN, MARGIN_TOP, GAP, PAD, PAD_TOP = 24, 20, 16, 20, 16
SMALL, CONTROL, LARGE, TAG, KEYCAP = 32, 36, 40, 24, 20
SIDEBAR, RAIL = 216, 64
RADIUS_CELL, RADIUS, RADIUS_INNER, RADIUS_CARD = 4, 6, 8, 10


class _Look(QObject):
    """The theme in force and its signal; one exists, because Qt's palette is one."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.mode = "light"
        self.high = False
        self.tokens = LIGHT
        self.colours: dict[str, QColor] = {}


_look = _Look()
changed = _look.changed
"""Emitted after another theme came into force: repaint, tint icons again, render lessons again."""


def mode() -> str:
    """``light`` or ``dark``: what is shown now."""
    return _look.mode


def high() -> bool:
    """Whether high contrast is shown now."""
    return _look.high


def prefer_contrast(wanted: str) -> bool:
    """``system`` (asks the platform, which takes 20 ms the first time), ``normal`` or ``high``, from the next `use` on.

    True if that shows another look than now.
    """
    before, _look.high = _look.high, wanted == "high" or (wanted == "system" and _asked_for_contrast())
    return _look.high != before


def _asked_for_contrast() -> bool:
    hints = QGuiApplication.styleHints()  # kept: its parts die with the wrapper
    return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


def color(token: str) -> QColor:
    """The colour of `token` in the theme in force. KeyError for a name that ui.md §1.1 does not know."""
    found = _look.colours.get(token)
    if found is None:
        found = _look.colours[token] = QColor(_look.tokens[token])
    return found


def css(token: str) -> str:
    """The colour of `token` as text for rich text and style sheets."""
    return _look.tokens[token]


def font(role: str, *, tabular: bool = False) -> QFont:
    """The font of a type role; `tabular` for numbers that change (clocks, counts, hours). English gets narrow dots and quotes."""
    size, bold = ROLES[role]
    return sized_font(size, bold=bold, tabular=tabular)


def sized_font(size: int, *, bold: bool = False, tabular: bool = False) -> QFont:
    """A font of `size` px in the families of ui.md §1.2."""
    made = QFont(list(FAMILIES))
    made.setPixelSize(size)
    made.setBold(bold)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    if i18n.language() == "en":
        made.setFeature(QFont.Tag("halt"), 1)
    return made


def monospace(size: int = 14) -> QFont:
    """The font of code blocks and record ids."""
    made = QFont(list(MONOSPACE))
    made.setPixelSize(size)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def use(app: QApplication, wanted: str) -> None:
    """Show the theme `wanted`: ``light``, ``dark`` or ``system`` (asks the platform; light where it does not say)."""
    if wanted == "system":
        wanted = "dark" if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"
    _look.mode = "dark" if wanted == "dark" else "light"
    _look.tokens = DARK if _look.mode == "dark" else LIGHT
    if _look.high:
        _look.tokens = _look.tokens | HIGH[_look.mode]
    _look.colours = {}
    if app.property(STYLED) is None:
        app.setStyle("Fusion")
        app.setProperty(STYLED, True)
    app.setFont(font("body"))
    app.setPalette(palette())
    app.setStyleSheet(sheet())
    _look.changed.emit()


def palette() -> QPalette:
    """The tokens as Qt's palette, for what Fusion draws itself."""
    made = QPalette()
    role = QPalette.ColorRole
    for place, token in (
        (role.Window, "bg"),
        (role.WindowText, "ink"),
        (role.Base, "surface"),
        (role.AlternateBase, "raised"),
        (role.Text, "ink"),
        (role.Button, "surface"),
        (role.ButtonText, "ink"),
        (role.BrightText, "bad"),
        (role.ToolTipBase, "raised"),
        (role.ToolTipText, "ink"),
        (role.PlaceholderText, "ink3"),
        (role.Highlight, "accent"),
        (role.HighlightedText, "onAccent"),
        (role.Link, "accentInk"),
        (role.LinkVisited, "accentInk"),
        (role.Mid, "line"),
        (role.Dark, "line2"),
        (role.Light, "surface"),
        (role.Midlight, "raised"),
        (role.Shadow, "line2"),
        (role.Accent, "accent"),
    ):
        made.setColor(place, color(token))
    for place in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, place, color("ink3"))
    made.setColor(QPalette.ColorGroup.Disabled, role.Base, color("sunken"))
    return made


_SHEET: Final = """
QLabel { background: transparent; }
QLabel:disabled { color: @ink3; }
QToolTip { background: @raised; color: @ink; border: 1px solid @line2; padding: 4px 8px; }
QWidget[plane="bg"] { background: @bg; }
QWidget[plane="nav"] { background: @nav; }
QWidget[plane="surface"] { background: @surface; }
QWidget[plane="raised"] { background: @raised; }
QFrame[rule="true"] { background: @line; border: none; }
QFrame[kind="card"] { background: @surface; border: 1px solid @line; border-radius: 10px; }
QFrame[kind="inner"] { background: @surface; border: 1px solid @line; border-radius: 8px; }
QFrame[kind="selected"] { background: @accentSoft; border: 1px solid @accent; border-radius: 8px; }
QFrame[kind="bar"] { background: @surface; border: none; border-bottom: 1px solid @line; }
QFrame[kind="foot"] { background: @surface; border: none; border-top: 1px solid @line; }
QFrame[kind="paneLeft"] { background: @raised; border: none; border-right: 1px solid @line; }
QFrame[kind="paneRight"] { background: @raised; border: none; border-left: 1px solid @line; }
QFrame[kind="toast"] { background: @surface; border: 1px solid @line2; border-radius: 10px; }
QPushButton { background: @surface; color: @ink; border: 1px solid @line2; border-radius: 6px; padding: 0 16px; }
QPushButton:hover { background: @raised; border-color: @control; }
QPushButton:pressed { background: @sunken; }
QPushButton:disabled { background: @sunken; color: @ink3; border-color: @line; }
QPushButton[kind="primary"] { background: @accent; color: @onAccent; border: none; padding: 0 24px; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed { background: @accentHover; }
QPushButton[kind="primary"]:disabled { background: @sunken; color: @ink3; border: 1px solid @line; }
QPushButton[kind="danger"] { color: @bad; border-color: @bad; }
QPushButton[kind="danger"]:hover, QPushButton[kind="danger"]:pressed { background: @badSoft; }
QPushButton[kind="danger"]:disabled { color: @ink3; border-color: @line; }
QPushButton[kind="text"] { background: transparent; color: @accentInk; border: none; padding: 0 2px; }
QPushButton[kind="text"]:hover { text-decoration: underline; }
QPushButton[kind="text"]:disabled { color: @ink3; }
QPushButton[kind="icon"] { background: transparent; border: none; padding: 0; }
QPushButton[kind="icon"]:hover { background: @sunken; }
QPushButton[kind="segment"]:checked, QPushButton[kind="filter"][set="true"] {
  background: @accentSoft; color: @accentInk; border: 1px solid @accent; }
QPushButton[kind="segment"]:checked:disabled { background: @sunken; color: @ink2; border-color: @line2; }
QLineEdit, QPlainTextEdit, QTextEdit[kind="field"], QDateEdit, QSpinBox, QDoubleSpinBox, QTimeEdit {
  background: @surface; color: @ink; border: 1px solid @control; border-radius: 6px; padding: 0 12px; min-height: 34px;
  selection-background-color: @accent; selection-color: @onAccent; }
QPlainTextEdit, QTextEdit[kind="field"] { padding: 8px; min-height: 48px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit[kind="field"]:focus, QDateEdit:focus, QSpinBox:focus,
QDoubleSpinBox:focus, QTimeEdit:focus { border: 2px solid @focus; padding: 0 11px; min-height: 32px; }
QPlainTextEdit:focus, QTextEdit[kind="field"]:focus { padding: 7px; min-height: 48px; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QDateEdit[wrong="true"], QSpinBox[wrong="true"] {
  border: 2px solid @bad; padding: 0 11px; min-height: 32px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QDateEdit:disabled, QSpinBox:disabled {
  background: @sunken; color: @ink3; border-color: @line; }
QLineEdit[kind="search"] { padding: 0 40px 0 36px; }
QLineEdit[kind="search"]:focus { padding: 0 39px 0 35px; }
QLineEdit[kind="passphrase"] { padding-right: 40px; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button, QDateEdit::up-button,
QDateEdit::down-button, QTimeEdit::up-button, QTimeEdit::down-button { width: 0; border: none; }
QComboBox { background: @surface; color: @ink; border: 1px solid @line2; border-radius: 6px; padding: 0 20px 0 12px;
  min-height: 34px; }
QComboBox:focus { border-color: @focus; }
QComboBox[set="true"] { background: @accentSoft; color: @accentInk; border-color: @accent; }
QComboBox::drop-down { border: none; width: 32px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView, QMenu { background: @surface; color: @ink; border: 1px solid @line2; padding: 4px; outline: 0; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected, QComboBox QAbstractItemView::item:selected { background: @accentSoft; color: @accentInk; }
QMenu::item:disabled { color: @ink3; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QScrollArea, QScrollArea > QWidget > QWidget[kind="column"] { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar[beside="words"]:vertical { width: 18px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @line2; border-radius: 4px; margin: 1px; min-height: 32px; min-width: 32px; }
QScrollBar[beside="words"]::handle:vertical { margin: 1px 1px 1px 9px; }
QScrollBar::handle:hover { background: @control; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QTableView, QListView, QTreeView { background: @surface; color: @ink; border: none; gridline-color: @line; outline: 0;
  selection-background-color: @accentSoft; selection-color: @ink; }
QTableView::item, QListView::item { padding: 0 8px; }
QHeaderView { background: @surface; border: none; }
QHeaderView::section { background: @surface; color: @ink2; border: none; border-bottom: 1px solid @line; padding: 4px 5px 4px 11px; }
QTableCornerButton::section { background: @surface; border: none; }
QTextBrowser { background: transparent; color: @ink; border: none; selection-background-color: @accent;
  selection-color: @onAccent; }
QSplitter::handle { background: @line; }
QDialog { background: @bg; }
"""


def sheet() -> str:
    """The one style sheet, with the tokens of the theme in force."""
    made = _SHEET
    for token in sorted(_look.tokens, key=len, reverse=True):
        made = made.replace(f"@{token}", _look.tokens[token])
    rules = [
        f'QLabel[ink="{token}"] {{ color: {_look.tokens[token]}; }}'
        for token in ("ink", "ink2", "ink3", "accent", "accentInk", "onAccent", "ok", "warn", "bad")
    ]
    return made + "\n".join(rules)
