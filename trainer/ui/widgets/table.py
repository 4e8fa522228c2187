"""Real tables: people × quarters with bands, and plain sortable ones. Arrow keys, copy and screen readers work in both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from trainer.ui import icons, theme

Index = QModelIndex | QPersistentModelIndex
Band = Literal["h0", "h1", "h2", "h3", "h4", "notlive", "none"]

ROOT: Final = QModelIndex()
SORT = Qt.ItemDataRole.UserRole + 1
CELL = Qt.ItemDataRole.UserRole + 2


def band(share: float) -> Band:
    """The band of a share of the quarterly target (ui.md §1.1): below 50 %, 50-74, 75-89, 90-99, met."""
    for limit, name in ((0.5, "h0"), (0.75, "h1"), (0.9, "h2"), (1.0, "h3")):
        if share < limit:
            return name  # type: ignore[return-value]  # the four names are bands
    return "h4"


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One person's quarter: the figure as shown, its number for sorting, its band; `spoken` for screen readers."""

    text: str
    number: float | None = None
    band: Band = "none"
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One person."""

    name: str
    note: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class HeatColumn:
    """One quarter; `group` is the year above it, the current one is bold."""

    title: str
    group: str = ""
    current: bool = False


class HeatModel(QAbstractTableModel):
    """People in rows, their name and department in the first two columns, quarters behind."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns: Sequence[HeatColumn] = ()
        self.rows: Sequence[HeatRow] = ()
        self.heads: tuple[str, str] = ("", "")

    def fill(self, heads: tuple[str, str], columns: Sequence[HeatColumn], rows: Sequence[HeatRow]) -> None:
        """Show these."""
        self.beginResetModel()
        self.heads, self.columns, self.rows = heads, columns, rows
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        """People."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Name, department, quarters."""
        return 0 if parent.isValid() else len(self.columns) + 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, sort key, spoken words, the cell itself."""
        one = self.rows[index.row()]
        at = index.column()
        if at < 2:
            text = (one.name, one.note)[at]
            return text if role in (Qt.ItemDataRole.DisplayRole, SORT, Qt.ItemDataRole.AccessibleTextRole) else None
        cell = one.cells[at - 2]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == SORT:
            return -1.0 if cell.number is None else cell.number
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell.spoken or f"{one.name} {self.columns[at - 2].group} {self.columns[at - 2].title}: {cell.text}"
        return cell if role == CELL else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Quarters above, names at the left."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation == Qt.Orientation.Vertical:
            return self.rows[section].name
        return self.heads[section] if section < 2 else self.columns[section - 2].title


class HeatDelegate(QStyledItemDelegate):
    """Paints a band with its number; dashes for not yet live, nothing for not employed."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """64 × 38 with the gap."""
        del option, index
        return QSize(64, 38)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        view = option.widget
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        here = isinstance(view, HeatTable) and view.currentIndex() == index
        cell = index.data(CELL)
        if not isinstance(cell, HeatCell):
            bold = index.column() == 0 and isinstance(view, HeatTable) and view.currentIndex().row() == index.row()
            painter.setFont(theme.font("strong" if bold else "body" if index.column() == 0 else "caption"))
            painter.setPen(theme.color("ink" if index.column() == 0 else "ink2"))
            text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, rect.width() - 8)
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, text)
        else:
            box = QRectF(rect).adjusted(2, 2, -2, -2)
            self._paint_cell(painter, box, cell)
        if here:
            painter.setPen(QPen(theme.color("ink"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 5, 5)
        painter.restore()

    @staticmethod
    def _paint_cell(painter: QPainter, box: QRectF, cell: HeatCell) -> None:
        painter.setFont(theme.font("smallStrong" if cell.band == "h0" else "small", tabular=True))
        if cell.band == "notlive":
            pen = QPen(theme.color("control"), 1, Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([3, 2])
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            painter.setPen(theme.color("ink2"))
        elif cell.band == "none":
            painter.setPen(theme.color("ink3"))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(cell.band))
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(theme.color(f"{cell.band}Text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, cell.text)


class HeatHeader(QHeaderView):
    """Years above their quarters; the current quarter is bold. A press sorts."""

    def __init__(self, model: HeatModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._heat = model
        self.setSectionsClickable(True)

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(super().sizeHint().width(), 54)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """One quarter, and the year over the middle of its quarters."""
        if section < 2:
            return
        painter.save()
        one = self._heat.columns[section - 2]
        painter.setFont(theme.font("captionStrong" if one.current else "caption", tabular=True))
        painter.setPen(theme.color("ink" if one.current else "ink2"))
        painter.drawText(rect.adjusted(0, 26, 0, 0), Qt.AlignmentFlag.AlignCenter, one.title)
        same = [at for at, other in enumerate(self._heat.columns) if other.group == one.group]
        if one.group:
            left = self.sectionViewportPosition(same[0] + 2)
            right = self.sectionViewportPosition(same[-1] + 2) + self.sectionSize(same[-1] + 2)
            painter.setClipRect(rect)
            painter.setFont(theme.font("caption", tabular=True))
            painter.setPen(theme.color("ink2"))
            painter.drawText(QRect(left, 0, right - left, 28), Qt.AlignmentFlag.AlignCenter, one.group)
        painter.restore()


class CopyTable(QTableView):
    """A table whose selected cells Ctrl+C copies as text."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies the selected cells."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(selected_text(self))
        else:
            super().keyPressEvent(event)


class HeatTable(CopyTable):
    """People × quarters. `cell_chosen(row, quarter)` follows the current cell; rows count in the order given."""

    cell_chosen = Signal(int, int)
    opened = Signal(int, int)

    def __init__(self, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("heat")
        self.setAccessibleName(spoken)
        self.heat = HeatModel(self)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self.heat)
        self._sorted.setSortRole(SORT)
        self.setModel(self._sorted)
        self.setItemDelegate(HeatDelegate(self))
        self.setHorizontalHeader(HeatHeader(self.heat, self))
        self.setSortingEnabled(True)
        self._sorted.sort(-1)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(38)
        self.horizontalHeader().setSortIndicatorShown(False)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.activated.connect(lambda index: self._tell(index, self.opened))

    def fill(self, heads: tuple[str, str], columns: Sequence[HeatColumn], rows: Sequence[HeatRow]) -> None:
        """Show these; the current cell stays where it was."""
        here = self.currentIndex()
        place = (here.row(), here.column())
        self.heat.fill(heads, columns, rows)
        self.setColumnWidth(0, 64)
        self.setColumnWidth(1, 62)
        for at in range(len(columns)):
            self.setColumnWidth(at + 2, 64)
        if here.isValid() and place[0] < len(rows):
            self.setCurrentIndex(self._sorted.index(*place))

    def fit(self) -> None:
        """Names and departments as wide as they are (within bounds), the quarters share the rest."""
        used = 0
        for at, (least, most) in enumerate(((64, 112), (64, 96))):
            metrics = QFontMetrics(theme.font("caption" if at else "strong"))
            widest = max((metrics.horizontalAdvance(one.note if at else one.name) for one in self.heat.rows), default=0)
            self.setColumnWidth(at, min(max(widest + 12, least), most))
            used += self.columnWidth(at)
        count = len(self.heat.columns)
        if count:
            each = min(max((self.viewport().width() - used) // count, 48), 64)
            for at in range(count):
                self.setColumnWidth(at + 2, each)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The quarters share the width."""
        super().resizeEvent(event)
        self.fit()

    def choose(self, row: int, quarter: int) -> None:
        """Make a cell the current one, by its place in the rows given."""
        self.setCurrentIndex(self._sorted.mapFromSource(self.heat.index(row, quarter + 2)))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell whose quarter it is."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self._tell(current, self.cell_chosen)

    def _tell(self, index: Index, signal: Any) -> None:
        source = self._sorted.mapToSource(index)
        if source.isValid() and source.column() >= 2:
            signal.emit(source.row(), source.column() - 2)


def selected_text(view: QTableView) -> str:
    """The selected cells, tabs between columns and lines between rows, as spreadsheets take them."""
    chosen = sorted(view.selectedIndexes(), key=lambda one: (one.row(), one.column()))
    lines: dict[int, list[str]] = {}
    for index in chosen:
        lines.setdefault(index.row(), []).append(str(index.data() or ""))
    return "\n".join("\t".join(line) for line in lines.values())


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a plain table; numbers are aligned right. `wide` takes the room that is left."""

    title: str
    number: bool = False
    wide: bool = False
    marked: bool = False
    """In this column the rows of `DataModel.old` are marked: another ink and a drawing before the words."""


Value = tuple[str, float | str]
"""What is shown and what it is sorted by."""


class DataModel(QAbstractTableModel):
    """Rows of shown texts with their sort keys."""

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = columns
        self.rows: Sequence[Sequence[Value]] = ()
        self.old: frozenset[int] = frozenset()
        """Rows whose figures are old; to be set before `fill`."""

    def fill(self, rows: Sequence[Sequence[Value]]) -> None:
        """Show these."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        """Rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, sort key, alignment."""
        shown, key = self.rows[index.row()][index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return shown
        if role == SORT:
            return key
        if self.columns[index.column()].marked and index.row() in self.old:
            if role == Qt.ItemDataRole.DecorationRole:
                return icons.pixmap("hourglass", "warn", 16)
            if role == Qt.ItemDataRole.ForegroundRole:
                return theme.color("warn")
        if role == Qt.ItemDataRole.TextAlignmentRole and self.columns[index.column()].number:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.FontRole and self.columns[index.column()].number:
            return theme.font("body", tabular=True)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Column titles."""
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].number else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.FontRole:
            return theme.font("caption")
        return self.columns[section].title if role == Qt.ItemDataRole.DisplayRole else None


class DataTable(CopyTable):
    """A plain sortable table. `chosen(int)` and `opened(int)` give the row's place in the rows given."""

    chosen = Signal(int)
    opened = Signal(int)

    def __init__(self, columns: Sequence[Column], spoken: str, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.content = DataModel(columns, self)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self.content)
        self._sorted.setSortRole(SORT)
        self.setModel(self._sorted)
        self.setSortingEnabled(True)
        self._sorted.sort(-1)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.LARGE)
        header = self.horizontalHeader()
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setHighlightSections(False)
        for at, one in enumerate(columns):
            mode = QHeaderView.ResizeMode.Stretch if one.wide else QHeaderView.ResizeMode.ResizeToContents
            header.setSectionResizeMode(at, mode)
        self.activated.connect(lambda index: self.opened.emit(self._sorted.mapToSource(index).row()))

    def fill(self, rows: Sequence[Sequence[Value]], current: int | None = None) -> None:
        """Show these rows. With `current`, that row (in the order given) is selected and nothing is told; without, the
        one in the same place stays and is told.
        """
        place = self.currentIndex().row()
        self.blockSignals(current is not None)
        self.content.fill(rows)
        if current is not None:
            source = self.content.index(min(current, len(rows) - 1), 0)
            if source.isValid():
                self.selectRow(self._sorted.mapFromSource(source).row())
        elif 0 <= place < len(rows):
            self.selectRow(place)
        self.blockSignals(False)

    def choose(self, row: int) -> None:
        """Select a row by its place in the rows given, and tell nothing."""
        source = self.content.index(row, 0)
        if source.isValid():
            self.blockSignals(True)
            self.selectRow(self._sorted.mapFromSource(source).row())
            self.blockSignals(False)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which row it is."""
        super().currentChanged(current, previous)
        source = self._sorted.mapToSource(current)
        if source.isValid():
            self.chosen.emit(source.row())
