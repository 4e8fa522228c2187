"""The help: contents at the left by whose job it is, the page at the right; its links open what they speak of."""

from __future__ import annotations

from typing import ClassVar, Final

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trainer.i18n import _, language
from trainer.ui import theme
from trainer.ui.navigation import entry, openable
from trainer.ui.shell import Page, Shell
from trainer.ui.widgets.base import Card, Frame, Label, RowList, Selectable
from trainer.ui.widgets.lesson import LessonView
from trainer.ui.widgets.page import PageHeader, ScrollColumn
from trainer.views import help as view
from trainer.views.help import Topic

CONTENTS: Final = 280
TEXT: Final = 15
"""Width of the contents and size of the text, px."""


class TopicRow(Selectable):
    """A help page in the contents."""

    def __init__(self, topic: Topic, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.topic = topic
        self.setObjectName(f"topic-{topic.id}")
        self.setAccessibleName(topic.title)
        self.body.setContentsMargins(8, 7, 8, 7)
        self.body.addWidget(Label(topic.title, "body", wrap=True))


class HelpPage(Page):
    """Arguments of `go`: `topic` is the id of a help page; none opens the first of one's own jobs."""

    name: ClassVar[str] = "help"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.topic = ""
        self.lists: list[RowList] = []
        self.header = PageHeader(_("Help"), _("One page for each job. Ctrl+K finds them all."))
        self.text = LessonView(lambda _name: None, spoken=_("Help page"))
        self.text.setObjectName("help-text")
        self.text.linked.connect(self._follow)
        card = Frame("card", margins=(28, 20, 12, 12))
        card.body.addWidget(self.text)
        panes = QHBoxLayout()
        panes.setSpacing(theme.GAP)
        panes.addWidget(self._build_contents())
        panes.addWidget(card, 1)
        body = QVBoxLayout(self)
        body.setContentsMargins(theme.MARGIN, theme.MARGIN_TOP, theme.MARGIN, theme.MARGIN)
        body.setSpacing(12)
        body.addWidget(self.header)
        body.addLayout(panes, 1)

    def _build_contents(self) -> Card:
        card = Card(gap=0)
        card.body.setContentsMargins(12, 12, 8, 12)
        card.setFixedWidth(CONTENTS)
        card.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.area = ScrollColumn(gap=0, margins=(0, 0, 8, 0))
        self.area.setObjectName("help-contents")
        titles = (_("My work"), _("For everybody"), _("Work of others"))
        for title, topics in zip(titles, view.topics_for(self.shell.roles), strict=True):
            if not topics:
                continue
            head = Label(title, "captionStrong", "ink2")
            head.setContentsMargins(8, 12 if self.lists else 0, 0, 4)
            made = RowList(name=title)
            made.setObjectName(f"help-list-{len(self.lists)}")
            rows: list[Selectable] = [TopicRow(one) for one in topics]
            made.set_rows(rows)
            made.chosen.connect(lambda place, it=made: self._chosen(it, place))
            self.lists.append(made)
            self.area.body.addWidget(head)
            self.area.body.addWidget(made)
        self.area.body.addStretch(1)
        card.body.addWidget(self.area)
        return card

    def opened(self, **arguments: object) -> None:
        """Show the help page named in the arguments, else the first of one's own work."""
        self.topic = str(arguments.get("topic", "")) or self._rows()[0].topic.id
        self.refresh()

    def main_control(self) -> QWidget:
        """The chosen line of the contents."""
        return next((one for one in self._rows() if one.selected()), self._rows()[0])

    def affected(self, people: frozenset[str]) -> bool:
        """Nothing here is about people."""
        del people
        return False

    def refresh(self) -> None:
        """Render the chosen page: the Markdown engine is loaded on the reader thread with the first one."""
        id_, speech = self.topic, language()
        self._mark()
        self.ask(lambda _session: view.page(id_), lambda found: self._show(id_, speech, found))

    def _show(self, id_: str, speech: str, found: view.HelpPage | None) -> None:
        if id_ == self.topic and speech == language() and found is not None:
            self.text.setAccessibleName(found.title)
            self.text.show_html(found.html, TEXT)

    def _rows(self) -> list[TopicRow]:
        return [one for each in self.lists for one in each.rows() if isinstance(one, TopicRow)]

    def _mark(self) -> None:
        for each in self.lists:
            ids = [one.topic.id for one in each.rows() if isinstance(one, TopicRow)]
            place = ids.index(self.topic) if self.topic in ids else -1
            each.select(place)
            if place >= 0:
                self.area.ensureWidgetVisible(each.rows()[place], 0, 8)

    def _chosen(self, made: RowList, place: int) -> None:
        one = made.rows()[place]
        if isinstance(one, TopicRow) and one.topic.id != self.topic:
            self.topic = one.topic.id
            self.refresh()

    def _follow(self, link: str) -> None:
        kind, target = view.target(link)
        if kind == "help":
            self.shell.go("help", topic=target)
        elif kind == "page" and target in {one.name for one in openable(self.shell.roles)}:
            self.shell.go(target)
        elif kind == "page":
            said = _("The page “{page}” belongs to the work of other roles.")
            self.shell.toast(said.format(page=_(entry(target).title)))
