"""Where a file or folder is: typed, or chosen in the system's own window."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from trainer.i18n import _
from trainer.ui import saving
from trainer.ui.widgets.buttons import Button
from trainer.ui.widgets.fields import Field, Line

Wanted = Literal["open", "save", "folder"]


class PlaceField(Field):
    """A labelled path with «Choose…». `taken(Path)` after choosing or after Enter."""

    taken = Signal(object)

    def __init__(
        self,
        label: str,
        wanted: Wanted,
        *,
        name: str,
        help_: str = "",
        filter_: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self.line = Line(name=name)
        self.button = Button(_("Choose…"), icon="folder", name=f"{name}-choose")
        self._wanted: Wanted = wanted
        self._filter = filter_
        self._agreed: Path | None = None
        self.proposed = ""
        super().__init__(label, self.line, help_, beside=self.button, parent=parent)
        self.button.setAccessibleName(_("{what}: choose").format(what=label))
        self.button.clicked.connect(self.choose)
        self.line.returnPressed.connect(self._entered)

    def path(self) -> Path | None:
        """What is there now, None when it is empty."""
        text = self.line.text().strip()
        return Path(text).expanduser() if text else None

    def set_path(self, path: Path | str) -> None:
        """Show this one."""
        self.line.setText(str(path))

    def overwrites(self) -> bool:
        """Whether a file stands there already and nobody has agreed to replace it."""
        path = self.path()
        return path is not None and path.exists() and path != self._agreed

    def choose(self) -> None:
        """Ask in the system's window."""
        start = self.line.text().strip() or saving.proposed(self.proposed)
        if self._wanted == "folder":
            found = QFileDialog.getExistingDirectory(self, self.label.text(), start)
        elif self._wanted == "open":
            found, _kind = QFileDialog.getOpenFileName(self, self.label.text(), start, self._filter)
        else:
            found, _kind = QFileDialog.getSaveFileName(self, self.label.text(), start, self._filter)
        if found:
            self.take(Path(found))

    def take(self, path: Path) -> None:
        """This was chosen; a file that is to be replaced was agreed to in the system's window."""
        self._agreed = path
        self.set_path(path)
        self.clear_error()
        self.taken.emit(path)

    def _entered(self) -> None:
        path = self.path()
        if path is not None:
            self.clear_error()
            self.taken.emit(path)
