"""Which pages there are, who gets which, and the sidebar or rail that leads to them."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import Final, Literal

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from trainer.domain.people import WHO_MAY
from trainer.i18n import N_, _
from trainer.ui import icons, theme
from trainer.ui.widgets.base import Avatar, Elided, Label, Plane, Rule, by_keyboard, ring, text_width
from trainer.ui.widgets.plain import Mark

Place = Literal["top", "below", "foot", ""]

LEARNERS: Final = frozenset({"trainee", "specialist"})
MENTORS: Final = frozenset({"mentor", "examiner"})
HR: Final = frozenset({"hr"})
SIGNERS: Final = MENTORS | HR | {"director"}
"""Who signs about others: HR and directors give milestones."""
ANSWERERS: Final = WHO_MAY["feedback.ack"].roles
"""Who answers words about content."""
ALL: Final = frozenset[str]()
LATE: Final = ("signoff", "notes", "sessions", "feedback")
"""What stands behind the pages of their own for whoever mentors nobody."""
VISIBLE: Final = 8
"""Entries in the sidebar at most (ui.md §2); the others are behind «More» and Ctrl+K."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One page: `source` is ``module:Class``, imported on the first visit; no roles means everybody.

    `place`: `top` group, `below` the line, at the `foot`, or not in the sidebar at all. `rail` pages shrink it.
    `listed`: in whose sidebar it stands; no roles means everybody's who may open it.
    """

    name: str
    source: str
    icon: str
    title: str
    roles: frozenset[str]
    place: Place = "top"
    rail: bool = False
    listed: frozenset[str] = ALL


PAGES: Final[tuple[Entry, ...]] = (
    Entry("today", "today:TodayPage", "home", N_("Today"), LEARNERS),
    Entry("path", "path:PathPage", "route", N_("Learning path"), LEARNERS),
    Entry("tests", "tests:TestsPage", "checklist", N_("Quizzes and drills"), LEARNERS),
    Entry("reviews", "reviews:ReviewsPage", "again", N_("Reviews"), LEARNERS),
    Entry("hours", "hours:HoursPage", "clock", N_("My hours"), LEARNERS),
    Entry("certificates", "certificates:CertificatesPage", "award", N_("My certificates"), LEARNERS),
    Entry("notes", "notes:NotesPage", "note", N_("My notes"), LEARNERS),
    Entry("overview", "overview:OverviewPage", "home", N_("Overview"), HR),
    Entry("trainees", "trainees:TraineesPage", "people", N_("My trainees"), MENTORS),
    Entry("signoff", "signoff:SignoffPage", "clipboard", N_("Sign-off queue"), SIGNERS, "top", rail=True),
    Entry("people", "people:PeoplePage", "people", N_("People"), HR),
    Entry("audit", "audit:AuditPage", "clock", N_("Training-hours audit"), HR),
    Entry("approvals", "approvals:ApprovalsPage", "shield", N_("Go-live approvals"), HR),
    Entry("register", "register:RegisterPage", "award", N_("Certificate register"), HR),
    Entry("uncounted", "uncounted:UncountedPage", "scales", N_("Not counted"), HR),
    Entry("sessions", "sessions:SessionsPage", "calendar", N_("Case reviews"), MENTORS | HR),
    Entry("feedback", "feedback:FeedbackPage", "chat", N_("Content feedback"), ALL, listed=ANSWERERS),
    Entry("library", "library:LibraryPage", "books", N_("Library"), ALL, "below"),
    Entry("exchange", "exchange:ExchangePage", "exchange", N_("Exchange"), ALL, "foot"),
    Entry("settings", "settings:SettingsPage", "gear", N_("Settings"), ALL, "foot"),
    Entry("help", "help:HelpPage", "info", N_("Help"), ALL, "foot"),
    Entry("about", "about:AboutPage", "info", N_("About"), ALL, ""),
    Entry("backups", "backups:BackupsPage", "drive", N_("Backups"), ALL, ""),
    Entry("lesson", "reader:ReaderPage", "book", N_("Lesson"), ALL, "", rail=True),
    Entry("attempt", "attempt:AttemptPage", "checklist", N_("Attempt"), ALL, "", rail=True),
    Entry("records", "records:RecordsPage", "file", N_("Records"), ALL, ""),
)


NEED_ARGUMENTS: Final = frozenset({"lesson", "attempt", "person", "records"})
"""Pages that show one particular thing and cannot be opened by themselves."""


def entry(name: str) -> Entry:
    """The entry of a page. KeyError if there is none."""
    for one in PAGES:
        if one.name == name:
            return one
    raise KeyError(name)


def installed(one: Entry) -> bool:
    """Whether the page's module is part of this program; what is not there is not offered."""
    return find_spec(f"trainer.ui.pages.{one.source.partition(':')[0]}") is not None


def entries_for(roles: frozenset[str], also: frozenset[str] = frozenset()) -> list[Entry]:
    """What the sidebar offers somebody with these roles, in its order: the union over the roles, and the pages `also`.

    Whoever signs milestones or confirms hours only, and mentors nobody, finds the queue behind their own pages.
    """
    allowed = (one for one in PAGES if not one.roles or one.roles & roles or one.name in also)
    found = [one for one in allowed if one.place and (not one.listed or one.listed & roles) and installed(one)]
    if not roles & MENTORS:
        found.sort(key=lambda one: (one.place != "top", LATE.index(one.name) if one.name in LATE else -1))
    return found


def openable(roles: frozenset[str], also: frozenset[str] = frozenset()) -> list[Entry]:
    """Every page somebody with these roles can open by name: the sidebar, what is behind «More», and what is in neither."""
    listed = entries_for(roles, also)
    rest = [one for one in PAGES if one not in listed and not one.roles and one.name not in NEED_ARGUMENTS]
    return [*listed, *(one for one in rest if installed(one))]


class Opener(QAbstractButton):
    """What the sidebar offers to the keys: a ring for keyboard focus only, and Enter opens like Space."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keyboard = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A ring for keyboard focus only."""
        self._keyboard = by_keyboard(event.reason())
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens like Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class NavItem(Opener):
    """A page entry with icon, word and count; in the rail the icon only, the word as tool-tip and accessible name."""

    def __init__(self, one: Entry, keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = one.name
        self._icon = one.icon
        self._count = 0
        self._rail = False
        self._keys = keys
        self._title = _(one.title)
        self.setText(self._title)
        self.setObjectName(f"nav-{one.name}")
        self.setCheckable(True)
        self.setFont(theme.font("body", tabular=True))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_count(0)

    def set_rail(self, rail: bool) -> None:
        """Icon only, or icon and word."""
        self._rail = rail
        self._name_it()
        self.update()

    def set_count(self, count: int) -> None:
        """How many things there need this person; 0 shows nothing."""
        self._count = count
        self._name_it()
        self.update()

    def _name_it(self) -> None:
        named = _("{page}, {count} to do").format(page=self._title, count=self._count) if self._count else self._title
        self.setAccessibleName(named)
        self.setToolTip(f"{named}  {self._keys}".strip() if self._rail or self._keys else "")

    def sizeHint(self) -> QSize:
        """40 px high (ui.md §1.3)."""
        return QSize(40 if self._rail else 192, theme.LARGE)

    def minimumSizeHint(self) -> QSize:
        """The rail's width is enough."""
        return QSize(40, theme.LARGE)

    def elided(self) -> bool:
        """Whether the word does not fit, in the bold face of the current entry."""
        return not self._rail and text_width("strong", self._title) > self._room().width()

    def _room(self) -> QRect:
        """Where the word stands: between the icon and the count."""
        taken = text_width("caption", str(self._count)) + 18 if self._count else 8
        return QRect(43, 0, self.width() - 43 - taken, self.height())

    def enterEvent(self, event: QEnterEvent) -> None:
        """Hover."""
        self.update()
        super().enterEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw fill, icon, word, count and ring."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        here = self.isChecked()
        if here or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accentSoft" if here else "track"))
            painter.drawRoundedRect(QRectF(self.rect()), theme.RADIUS, theme.RADIUS)
        ink = "accentInk" if here else "ink2"
        icons.draw(painter, self._icon, ink, (11 if self._rail else 12, 11), 18)
        if not self._rail:
            painter.setFont(theme.font("strong" if here else "body", tabular=True))
            painter.setPen(theme.color(ink))
            room = self._room()
            words = painter.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
            if self._count:
                painter.setFont(theme.font("caption", tabular=True))
                box = self.rect().adjusted(0, 0, -12, 0)
                flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
                painter.drawText(box, flags, str(self._count))
        elif self._count:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(QRectF(28, 6, 7, 7))
        if self._keyboard and self.hasFocus():
            ring(painter, QRectF(self.rect()), theme.RADIUS)


class PersonButton(Opener):
    """The circle of the person who is signed in; pressed, it opens their menu."""

    def __init__(self, name: str, line: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("person-menu")
        self.setAccessibleName(_("Menu of {name}").format(name=name))
        self.setToolTip(f"{name}\n{line}".strip())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(theme.CONTROL, theme.CONTROL)
        picture = Avatar(name, parent=self)
        picture.move(2, 2)
        picture.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ring; the circle paints itself."""
        del event
        if self._keyboard and self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ring(painter, QRectF(self.rect()), self.width() / 2)


class Sidebar(Plane):
    """The entries of a person, wide (216 px) or as rail (64 px). `opened(str)` names the page."""

    opened = Signal(str)
    person_pressed = Signal()

    def __init__(
        self,
        roles: frozenset[str],
        name: str,
        line: str,
        parent: QWidget | None = None,
        *,
        also: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__("nav", parent)
        self.setObjectName("sidebar")
        self._rail = False
        self._items: dict[str, NavItem] = {}
        self.openable = openable(roles, also)
        """What Ctrl+K offers, in the order of the sidebar."""
        offered = entries_for(roles, also)
        listed = [one for one in offered if one.place in ("top", "below")]
        shown = listed if len(listed) <= VISIBLE else [*listed[: VISIBLE - 1], listed[-1]]
        self.order = [one.name for one in shown]
        """Pages of Alt+1 … Alt+8."""
        self._hidden = [one for one in listed if one not in shown]
        self._behind: dict[str, int] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 20, 12, 16)
        self._layout.setSpacing(2 if self._hidden else 4)  # all entries fit the smallest window
        self._build_head()
        self._layout.addSpacing(20)
        for one in shown:
            if one.place == "below":
                self._line()
            self._add(one, f"Alt+{self.order.index(one.name) + 1}")
        if self._hidden:
            self._add_more()
        self._layout.addStretch(1)
        for one in offered:
            if one.place == "foot":
                self._add(one)
        self._line(before=4)
        self._build_person(name, line)

    def _build_head(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 0, 0, 0)
        head.setSpacing(12)
        self._mark = Mark(32)
        self._product = Label(_("Qicheng"), "heading")
        head.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignLeft)
        head.addWidget(self._product, 1)
        self._head = head
        self._layout.addLayout(head)

    def _build_person(self, name: str, line: str) -> None:
        self.person = QHBoxLayout()
        self.person.setContentsMargins(10, 8, 0, 0)
        self.person.setSpacing(10)
        self._avatar = PersonButton(name, line)
        self._avatar.clicked.connect(self.person_pressed)
        self._name = Elided(name, "strong")
        self._line_label = Elided(line, "caption", "ink2")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._line_label)
        self.person.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignLeft)
        self.person.addLayout(words, 1)
        self._layout.addLayout(self.person)

    def _line(self, before: int = 4) -> None:
        self._layout.addSpacing(before)
        self._layout.addWidget(Rule())
        self._layout.addSpacing(8)

    def _add(self, one: Entry, keys: str = "") -> None:
        item = NavItem(one, keys)
        item.clicked.connect(lambda _=False, it=one.name: self._press(it))
        self._items[one.name] = item
        self._layout.addWidget(item)

    def _add_more(self) -> None:
        more = NavItem(Entry("more", "", "more", N_("More"), ALL))
        more.setCheckable(False)
        more.clicked.connect(self._open_more)
        self._items["more"] = more
        self._layout.addWidget(more)

    def _open_more(self) -> None:
        item = self._items["more"]
        menu = QMenu(self)
        for one in self._hidden:
            count = self._behind.get(one.name, 0)
            title = _("{page}, {count} to do").format(page=_(one.title), count=count) if count else _(one.title)
            action = menu.addAction(icons.icon(one.icon), title)
            action.triggered.connect(lambda _=False, it=one.name: self.opened.emit(it))
        menu.popup(item.mapToGlobal(item.rect().topRight()))

    def _press(self, name: str) -> None:
        self.show_current(name)
        self.opened.emit(name)

    def show_current(self, name: str) -> None:
        """Mark where the person is; pages that are not listed mark nothing."""
        for one, item in self._items.items():
            item.setChecked(one == name)

    def set_count(self, name: str, count: int) -> None:
        """How many things wait on a page; what waits behind «More» is told there."""
        if name in self._items:
            self._items[name].set_count(count)
        elif any(one.name == name for one in self._hidden):
            self._behind[name] = count
            self._items["more"].set_count(sum(self._behind.values()))

    def counted(self) -> tuple[str, ...]:
        """The pages whose figures are told, here or behind «More»."""
        return (*self._items, *(one.name for one in self._hidden))

    def person_corner(self) -> QPoint:
        """Where the person's menu stands, on the screen: above the circle."""
        return self._avatar.mapToGlobal(self._avatar.rect().topLeft())

    def rail(self) -> bool:
        """Whether it is the rail now."""
        return self._rail

    def set_rail(self, rail: bool) -> None:
        """Wide or rail."""
        self._rail = rail
        self.setFixedWidth(theme.RAIL if rail else theme.SIDEBAR)
        left = 12
        self._layout.setContentsMargins(left, 20, left - 1, 16)
        self._head.setContentsMargins(4 if rail else 12, 0, 0, 0)
        self.person.setContentsMargins(2 if rail else 10, 8, 0, 0)
        for widget in (self._product, self._name, self._line_label):
            widget.setVisible(not rail)
        for item in self._items.values():
            item.set_rail(rail)

    def items(self) -> dict[str, NavItem]:
        """The entries by page name."""
        return self._items

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground and the hairline at the right."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(theme.color("line"))
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
