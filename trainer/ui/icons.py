"""Our own line drawings (`resources/icons`, 24 px grid), tinted with a token and kept until the theme changes."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from trainer import config
from trainer.ui import theme


@lru_cache(maxsize=256)
def _drawing(name: str) -> str:
    return (config.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=1024)
def _pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    made = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    drawing = _drawing(name).replace("#000", colour).encode()
    QSvgRenderer(QByteArray(drawing)).render(painter, QRectF(0, 0, made.width(), made.height()))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def pixmap(name: str, ink: str = "ink2", size: int = 18, ratio: float = 0.0) -> QPixmap:
    """The drawing `name` in the colour of the token `ink`, `size` px wide. FileNotFoundError for a name without a drawing."""
    if not ratio:
        ratio = max(one.devicePixelRatio() for one in QGuiApplication.screens())  # fine enough for every screen
    return _pixmap(name, theme.css(ink), size, ratio)


def icon(name: str, ink: str = "ink2", size: int = 18, disabled: str = "ink3") -> QIcon:
    """The same as an icon for buttons, with its disabled face."""
    made = QIcon(pixmap(name, ink, size))
    made.addPixmap(pixmap(name, disabled, size), QIcon.Mode.Disabled)
    return made


def draw(painter: QPainter, name: str, ink: str, at: tuple[float, float], size: int = 18) -> None:
    """Paint the drawing with its top left corner `at`."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(QRectF(*at, size, size).toRect(), pixmap(name, ink, size, ratio))


def paint(painter: QPainter, name: str, box: QRectF, colour: QColor) -> None:
    """Paint the drawing as lines into `box`, in a colour of its own: for paper, where no theme and no screen is."""
    QSvgRenderer(QByteArray(_drawing(name).replace("#000", colour.name()).encode())).render(painter, box)


def names() -> list[str]:
    """Every drawing there is, for the gallery and its test."""
    return sorted(one.stem for one in (config.resources() / "icons").glob("*.svg"))
