"""Pictures of the pages before signing in: founding, joining, restoring, each at the step worth looking at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer import config
from trainer.actions import organising
from trainer.actions.organising import INVITATION_SUFFIX, Newcomer
from trainer.demo import play, story
from trainer.demo.stage import Clock
from trainer.ledger import keys
from trainer.ui import accessible, shots
from trainer.ui.pages.found import FoundPage
from trainer.ui.pages.join import JoinPage
from trainer.ui.pages.looking import LookPage
from trainer.ui.pages.restore import RestorePage
from trainer.ui.scenes import people
from trainer.ui.shell import Start
from trainer.ui.widgets.base import Plane
from trainer.ui.worker import Worker


class Beginning(Plane):
    """One of these pages on the window's ground, with its own threads."""

    def __init__(self) -> None:
        super().__init__("bg")
        accessible.install()  # as the window does
        self.worker = Worker()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)

    def start(self, folder: Path, clock: Callable[[], int]) -> Start:
        """What the page gets."""
        return Start(self.worker, folder, clock, lambda _key: None, lambda: None, lambda _error: None)

    def settle(self) -> None:
        """Wait for the page's work."""
        shots.wait(self.worker.idle)


def found(folder: Path) -> QWidget:
    """The second step of founding: five words to write down."""
    made = Beginning()
    page = FoundPage(made.start(folder / "data", Clock(story.MORNING)))
    made.body.addWidget(page)
    page.title.setText("明远财税")
    page.person.setText("林可")
    page.number.setText("1001")
    page.go_on()
    return made


def founded(folder: Path) -> QWidget:
    """The end of founding: what to do with the stick."""
    made = found(folder)
    if isinstance(made, Beginning) and isinstance(page := _page(made), FoundPage):
        page.kdf = keys.CHEAP
        page.passphrase.written.setChecked(True)
        page.go_on()
        page.file.set_path(folder / "stick.qicheng-root")
        page.recovery.written.setChecked(True)
        page.go_on()
        made.settle()
        page.saved.setText(page.saved.text().replace(str(folder), "/media/usb"))
        page.org.setText("1f4c09a7" * 8)
    return made


def looking(folder: Path) -> QWidget:
    """The people of the demonstration, to choose from."""
    made, own = Beginning(), folder / "own"
    people.copied(own / play.COPY)
    made.body.addWidget(LookPage(made.start(own, Clock(story.MORNING))))
    made.settle()
    return made


def joined(folder: Path) -> QWidget:
    """The end of joining: six words."""
    made, firm = Beginning(), people.found(folder)
    hr = firm.session("hr", write=True)
    invitation = folder / f"罗一凡{INVITATION_SUFFIX}"
    organising.invite(hr, organising.add_person(hr, Newcomer("罗一凡", "1044", "")), {"trainee"}, invitation)
    hr.close()
    page = JoinPage(made.start(folder / "laptop", firm.clock))
    page.kdf = keys.CHEAP
    made.body.addWidget(page)
    page.file.set_path(invitation)
    page.go_on()
    made.settle()
    page.passphrase.written.setChecked(True)
    page.go_on()
    page.go_on()
    made.settle()
    return made


def restoring(folder: Path) -> QWidget:
    """The second step of restoring: what would be lost."""
    made, firm = Beginning(), people.found(folder)
    page = RestorePage(made.start(config.store_path(firm.folder).parent, firm.clock))
    made.body.addWidget(page)
    made.settle()
    page.go_on()
    made.settle()
    return made


SCENES: dict[str, Callable[[Path], QWidget]] = {
    "look": looking,
    "found": found,
    "founded": founded,
    "joined": joined,
    "restoring": restoring,
}


def _page(made: Beginning) -> QWidget | None:
    item = made.body.itemAt(0)
    return item.widget() if item is not None else None


def ready(widget: QWidget) -> bool:
    """Whether the page's work is done."""
    return isinstance(widget, Beginning) and widget.worker.idle()


def close(widget: QWidget) -> None:
    """End the threads."""
    if isinstance(widget, Beginning):
        widget.worker.close()
