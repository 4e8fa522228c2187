"""The certificate as a picture in a frame: always light, sharp at the screen's ratio."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from trainer.documents.certificate import CertificatePage
from trainer.i18n import _
from trainer.ui import printing, theme
from trainer.ui.widgets.base import by_keyboard, ring


class CertificatePreview(QWidget):
    """One page, scaled to the width it gets; a press asks for the full size (`enlarged`)."""

    enlarged = Signal()
    spoken_role = "Graphic"

    def __init__(self, width: int, *, name: str = "certificate-preview", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._page: CertificatePage | None = None
        self._picture: QImage | None = None
        self._keyboard = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(width, round(width * printing.HEIGHT / printing.WIDTH))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(_("Certificate preview"))

    def show_page(self, page: CertificatePage | None) -> None:
        """Show a page, or an empty frame."""
        self._page = page
        self._picture = None
        self.setAccessibleDescription(f"{page.name}. {page.serial}. {page.warning}" if page is not None else "")
        self.update()

    def page(self) -> CertificatePage | None:
        """What is shown."""
        return self._page

    def sizeHint(self) -> QSize:
        """As wide as was asked for."""
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Picture and frame."""
        del event
        painter = QPainter(self)
        if self._page is not None:
            if self._picture is None or self._picture.devicePixelRatio() != self.devicePixelRatioF():
                self._picture = printing.picture(self._page, self.width(), self.devicePixelRatioF())
            painter.drawImage(QRectF(self.rect()), self._picture)
        painter.setPen(theme.color("line2"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        if self._keyboard and self.hasFocus():
            ring(painter, QRectF(self.rect()), 2)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A ring for keyboard focus only."""
        self._keyboard = by_keyboard(event.reason())
        super().focusInEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for the full size."""
        if self.rect().contains(event.position().toPoint()) and self._page is not None:
            self.enlarged.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._page is not None:
            self.enlarged.emit()
        else:
            super().keyPressEvent(event)
