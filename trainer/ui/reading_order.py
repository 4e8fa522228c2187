"""Where Tab leads: the order in which a page is read, not the order in which its parts were made.

Qt appends every new control to the end of its window's focus chain, so rows that are filled in later would come after
the foot of the page. Walking the layouts gives the order of ui.md §4.2 whatever was rebuilt last.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLayout, QScrollArea, QWidget

EDGE = 8
"""What is left between a control and the edge it was scrolled to, px."""


class InReadingOrder(QWidget):
    """What holds a whole screen: Tab inside it follows the reading order."""

    def focusNextPrevChild(self, forward: bool, /) -> bool:
        """Tab or Shift+Tab, from whatever control inside has the focus."""
        return step(self, forward=forward) or super().focusNextPrevChild(forward)


def stops(root: QWidget, here: QWidget | None = None) -> list[QWidget]:
    """Every control inside `root` that Tab reaches, in reading order; `here` too, although Tab would not lead to it."""
    return [one for one in _walk(root) if one is here or _takes(one)]


def step(root: QWidget, *, forward: bool) -> bool:
    """Move the focus one stop on or back, round at the ends, and scroll there. False if nothing takes it."""
    here = QApplication.focusWidget()
    found = stops(root, here)
    if not found or found == [here]:
        return False
    at = found.index(here) if here in found else (-1 if forward else 0)
    target = found[(at + (1 if forward else -1)) % len(found)]
    target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    scroll_to(target)
    return True


def bring_into_sight(control: QWidget) -> None:
    """Scroll to a control that was given the focus, unless it can be seen as it is."""
    if control.hasFocus() and control.visibleRegion().isEmpty():
        scroll_to(control)


def _takes(one: QWidget) -> bool:
    wanted = Qt.FocusPolicy.TabFocus
    return one.isEnabled() and one.focusPolicy() & wanted == wanted and one.focusProxy() is None


def _walk(widget: QWidget) -> Iterator[QWidget]:
    yield widget
    for child in _children(widget):
        if not child.isHidden() and not child.isWindow():
            yield from _walk(child)


def _children(widget: QWidget) -> list[QWidget]:
    """The parts of a widget as its layout has them; what floats above the layout comes last."""
    layout = widget.layout()
    placed = list(_placed(layout)) if layout is not None else []
    if isinstance(widget, QScrollArea):
        inner = widget.widget()
        return [inner] if inner is not None else []
    known = set(placed)
    loose = [one for one in widget.children() if isinstance(one, QWidget) and one not in known]
    return placed + sorted(loose, key=lambda one: (one.y(), one.x()))


def _placed(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _placed(inner)


def scroll_to(target: QWidget) -> None:
    """Scroll every area around a control until the control is seen."""
    above = target.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(target)
            _show_whole(above, target)
        above = above.parentWidget()


def _show_whole(area: QScrollArea, target: QWidget) -> None:
    """Of a text field the toolkit shows the line with the cursor only; where there is room, the whole field is shown."""
    inner = area.widget()
    if inner is None or not inner.isAncestorOf(target) or target.height() > area.viewport().height():
        return
    place = target.mapTo(inner, QPoint(0, 0))
    for y in (place.y() + target.height(), place.y()):
        area.ensureVisible(place.x(), y, 0, EDGE)
