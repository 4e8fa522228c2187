from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from trainer.ui import inspection, theme
from trainer.ui.widgets.base import Elided, Label, RowList, Selectable, clear
from trainer.ui.widgets.buttons import Button, CheckBox, Choice, Segments
from trainer.ui.widgets.feedback import InlineError, Toast
from trainer.ui.widgets.fields import Field, Line, PassphraseField, SearchField
from trainer.ui.widgets.lesson import LessonView
from trainer.ui.widgets.progress import Month, MonthTimeline, ProgressBar
from trainer.ui.widgets.question import AnswerOption, Cell, QuestionGrid
from trainer.ui.widgets.rows import GateList, GateRow, marked
from trainer.ui.widgets.sign import SignBox
from trainer.ui.widgets.table import Column, DataTable, HeatCell, HeatColumn, HeatRow, HeatTable, band

pytestmark = pytest.mark.usefixtures("look")


def shown(widget: QWidget, qtbot: QtBot, width: int = 400, height: int = 200) -> QWidget:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    QApplication.processEvents()
    return widget


def press(widget: QWidget, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(widget, key)


def test_a_refused_button_says_why_beside_itself(qtbot: QtBot) -> None:
    page = QWidget()
    layout = QVBoxLayout(page)
    button = Button("Issue", "primary")
    layout.addWidget(button)
    layout.addWidget(button.reason)
    shown(page, qtbot)
    button.refuse("2 conditions are open")
    assert not button.isEnabled()
    assert button.reason.isVisible()
    assert (button.reason.text(), button.accessibleDescription()) == ("2 conditions are open", "2 conditions are open")
    button.allow()
    assert button.isEnabled()
    assert not button.reason.isVisible()


def test_a_button_is_never_narrower_than_its_words(qtbot: QtBot) -> None:
    button = Button("Check and hand in after looking at everything once more", "primary", icon="check")
    page = QWidget()
    QVBoxLayout(page).addWidget(button)
    shown(page, qtbot, 40, 60)
    assert button.width() >= button.sizeHint().width() > 300
    assert not inspection.cut_texts(page)
    button.setFixedWidth(200)
    assert "needs" in inspection.cut_texts(page)[0]


def test_segments_are_one_tab_stop_and_arrows_choose(qtbot: QtBot) -> None:
    segments = Segments([("a", "Watch"), ("b", "Help"), ("c", "Alone")], "a", spoken="Independence")
    told: list[str] = []
    segments.changed.connect(told.append)
    shown(segments, qtbot)
    press(segments.button("a"), Qt.Key.Key_Right)
    segments.button("c").setEnabled(False)
    press(segments.button("b"), Qt.Key.Key_Right)
    assert told == ["b", "a"]
    assert [one for one in "abc" if segments.button(one).focusPolicy() & Qt.FocusPolicy.TabFocus] == ["a"]


def test_a_choice_that_filters_is_marked(qtbot: QtBot) -> None:
    choice = Choice([("", "All"), ("I01", "Trade")], spoken="Industry", neutral="")
    told: list[str] = []
    choice.changed.connect(told.append)
    shown(choice, qtbot)
    choice.set_code("I01")
    assert choice.property("set") == "true"
    assert not told
    press(choice, Qt.Key.Key_Up)
    assert choice.code() == ""
    assert choice.property("set") is None


def test_a_check_box_is_pressed_on_its_words_too(qtbot: QtBot) -> None:
    box = CheckBox("I have read the notes")
    shown(box, qtbot, 300, 32)
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(150, 16))
    assert box.isChecked()


def test_a_field_keeps_what_was_typed_and_says_the_valid_range(qtbot: QtBot) -> None:
    line = Line("2026-11-31")
    field = Field("Day", line, "Day of the session")
    shown(field, qtbot)
    field.error("November has no day 31. Give a day from 1 to 30.")
    assert field.is_wrong()
    assert line.text() == "2026-11-31"
    assert line.accessibleDescription().startswith("November")
    assert line.accessibleName() == "Day"
    field.clear_error()
    assert not field.is_wrong()
    assert line.accessibleDescription() == "Day of the session"


def test_the_eye_shows_the_passphrase(qtbot: QtBot) -> None:
    field = PassphraseField()
    shown(field, qtbot)
    field.setText("secret")
    assert field.displayText() != "secret"
    field.eye.click()
    assert field.displayText() == "secret"
    assert field.eye.accessibleName() == "Hide the passphrase"


def test_search_waits_for_the_last_key_and_escape_empties(qtbot: QtBot) -> None:
    field = SearchField("Search cases", keys="Ctrl K")
    heard: list[str] = []
    went: list[bool] = []
    field.typed.connect(heard.append)
    field.down.connect(lambda: went.append(True))
    shown(field, qtbot)
    QTest.keyClicks(field, "vat")
    qtbot.waitUntil(lambda: heard == ["vat"])
    press(field, Qt.Key.Key_Down, Qt.Key.Key_Escape)
    assert heard == ["vat", ""]
    assert went == [True]
    assert field.text() == ""


def test_a_list_is_one_tab_stop_and_arrows_choose(qtbot: QtBot) -> None:
    rows: list[Selectable] = [Selectable() for _ in range(3)]
    listed = RowList(name="Cases")
    chosen: list[int] = []
    listed.chosen.connect(chosen.append)
    shown(listed, qtbot)
    listed.set_rows(rows, 0)
    rows[0].setFocus()
    press(listed, Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Home)
    assert chosen == [1, 2, 0]
    assert [bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus) for one in rows] == [True, False, False]
    press(rows[2], Qt.Key.Key_Return)
    assert listed.current() == 2


def test_filling_again_keeps_the_focus_in_its_place(qtbot: QtBot) -> None:
    ground, before = QWidget(), Button("Elsewhere")
    listed, column = RowList(name="Quarters"), QVBoxLayout(ground)
    column.addWidget(before)
    column.addWidget(listed)
    parts = QVBoxLayout()
    column.addLayout(parts)
    parts.addWidget(Button("Gone", name="gone"))
    shown(ground, qtbot)
    listed.set_rows([Selectable(), Selectable()], 1)
    QApplication.processEvents()
    listed.rows()[1].setFocus()
    again: list[Selectable] = [Selectable(), Selectable()]
    listed.set_rows(again, 1)
    assert again[1].hasFocus()
    ground.findChildren(Button, "gone")[0].setFocus()
    clear(parts)
    assert ground.hasFocus(), "not the next control there is"


def test_long_names_are_cut_and_the_whole_is_offered(qtbot: QtBot) -> None:
    label = Elided("A very long name of a practical that cannot fit here at all")
    shown(label, qtbot, 80, 20)
    assert label.is_elided()
    assert not inspection.cut_texts(label)
    assert inspection.cut_texts(shown(Label("A very long name that cannot fit"), qtbot, 60, 20))


def test_names_are_never_rich_text() -> None:
    assert Label("<img src='/etc/passwd'>").textFormat() == Qt.TextFormat.PlainText


def test_the_claimed_part_follows_the_confirmed_one_and_never_passes_the_end(qtbot: QtBot) -> None:
    bar = ProgressBar()
    bar.set_share(12.5, 2, total=20, mark=11.7, spoken="12.5 of 20 confirmed, 2 to be confirmed")
    assert bar.share() == pytest.approx((0.625, 0.1))
    bar.set_share(19, 5, total=20)
    assert bar.share() == pytest.approx((0.95, 0.05))
    bar.set_share(30, 5, total=20)
    assert bar.share() == (1.0, 0.0)
    bar.set_share(10, 5, total=20)
    image = shown(bar, qtbot, 200, 6).grab().toImage()
    assert image.pixelColor(50, 3) == theme.color("accent")
    assert image.pixelColor(190, 3) == theme.color("track")
    hatched = {image.pixelColor(x, 3).name() for x in range(105, 145)}
    assert len(hatched) > 2


def test_a_month_is_opened_with_the_keyboard(qtbot: QtBot) -> None:
    line = MonthTimeline("Path")
    opened: list[int] = []
    line.opened.connect(opened.append)
    line.set_months(
        [Month("One", "done", 1, "done"), Month("Two", "now", 0.5, "current"), Month("Three", "later")], 1.5
    )
    shown(line, qtbot, 600, 66)
    press(line, Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert opened == [1, 2], "the keys begin in the month that runs"
    assert "Two: now" in line.accessibleDescription()


def test_the_gate_names_its_states_and_offers_one_action_each(qtbot: QtBot) -> None:
    gate = GateList()
    acted: list[int] = []
    gate.acted.connect(acted.append)
    shown(gate, qtbot, 392, 300)
    gate.set_rows(
        [GateRow("Exam", "86 points", "met"), GateRow("Practicals", "4 of 20", "waiting", "Remind")], "Then HR decides"
    )
    QApplication.processEvents()
    buttons = gate.findChildren(Button)
    assert [one.accessibleName() for one in buttons] == ["Remind: Practicals"]
    buttons[0].click()
    assert acted == [1]
    assert not inspection.findings(gate)


def test_an_option_says_its_state_in_words(qtbot: QtBot) -> None:
    option = AnswerOption(2, "Tax 800 yuan only")
    shown(option, qtbot, 600, 70)
    option.show_as("wrong", "The rest stays exempt.")
    assert option.accessibleDescription() == "Chosen The rest stays exempt."
    option.show_as("expected", "The rest stays exempt.")
    assert option.accessibleDescription().startswith("Expected")
    assert option.accessibleName() == "Option 2: Tax 800 yuan only"


def test_the_question_grid_is_walked_with_arrows(qtbot: QtBot) -> None:
    grid = QuestionGrid()
    chosen: list[int] = []
    grid.chosen.connect(chosen.append)
    shown(grid, qtbot, 256, 96)
    grid.set_cells([Cell(answered=True), Cell(answered=True, flagged=True), *[Cell()] * 10], 1)
    press(grid, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Up)
    assert chosen == [2, 7, 11]
    assert grid.describe(1) == "Question 2, flagged, answered"
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.box(6).center().toPoint())
    assert chosen[-1] == 6


def sign_box(qtbot: QtBot, hold: int) -> tuple[SignBox, list[str]]:
    box = SignBox(hold_ms=hold)
    signed: list[str] = []
    box.signed.connect(signed.append)
    box.prepare("You saw it.", "Sign: pass", [("Signer", "Wang Min")])
    shown(box, qtbot, 256, 330)
    return box, signed


def test_a_signature_needs_the_passphrase_and_is_held(qtbot: QtBot) -> None:
    box, signed = sign_box(qtbot, 60_000)
    box.button.click()
    assert box.field.is_wrong()
    box.passphrase.setText("five little words")
    box.button.click()
    assert box.holding()
    assert not signed
    box.undo_button.click()
    assert not box.holding()
    box.button.click()
    box.flush()
    box.flush()
    assert signed == ["five little words"]
    assert box.passphrase.text() == ""


def test_a_signature_that_is_not_ready_says_what_is_missing(qtbot: QtBot) -> None:
    box, signed = sign_box(qtbot, 0)
    box.prepare("You saw it.", "Sign: pass", [], "1 of 3 criteria open")
    box.passphrase.setText("x")
    press(box.passphrase, Qt.Key.Key_Return)
    assert not signed
    assert box.button.reason.text() == "1 of 3 criteria open"
    box.prepare("You saw it.", "Sign: pass", [])
    press(box.passphrase, Qt.Key.Key_Return)
    assert signed == ["x"]


def test_a_held_signature_is_written_when_its_time_is_over(qtbot: QtBot) -> None:
    box, signed = sign_box(qtbot, 30)
    box.passphrase.setText("words")
    box.button.click()
    qtbot.waitUntil(lambda: signed == ["words"])


def test_a_toast_takes_back(qtbot: QtBot) -> None:
    undone: list[bool] = []
    toast = Toast("Marked as read", lambda: undone.append(True))
    shown(toast, qtbot, 420, 50)
    toast.take_back()
    toast.take_back()
    assert undone == [True]


def test_an_error_offers_its_repair(qtbot: QtBot) -> None:
    error = InlineError()
    acted: list[str] = []
    error.acted.connect(acted.append)
    shown(error, qtbot)
    error.say("Not exported", "The file is open elsewhere.", [("name", "Another name…"), ("again", "Try again")])
    assert error.accessibleName() == "Not exported The file is open elsewhere."
    for one in error.findChildren(Button):
        one.click()
    assert acted == ["name", "again"]


@pytest.mark.parametrize(
    ("share", "name"),
    [
        (0, "h0"),
        (0.4999, "h0"),
        (0.5, "h1"),
        (0.7499, "h1"),
        (0.75, "h2"),
        (0.9, "h3"),
        (0.9999, "h3"),
        (1, "h4"),
        (1.4, "h4"),
    ],
)
def test_bands_of_the_quarter(share: float, name: str) -> None:
    assert band(share) == name


def heat(qtbot: QtBot) -> HeatTable:
    table = HeatTable("People and quarters")
    rows = [
        HeatRow("Zhou Ting", "Tax", (HeatCell("20", 20, "h4"), HeatCell("12.5", 12.5, "h1"))),
        HeatRow("Liu Yang", "Desk", (HeatCell("—"), HeatCell("8.5", 8.5, "h0"))),
    ]
    table.fill(("Name", "Department"), [HeatColumn("Q3", "2026"), HeatColumn("Q4", "2026", current=True)], rows)
    shown(table, qtbot, 400, 200)
    return table


def test_the_heat_table_is_a_table(qtbot: QtBot) -> None:
    table = heat(qtbot)
    told: list[tuple[int, int]] = []
    table.cell_chosen.connect(lambda row, quarter: told.append((row, quarter)))
    table.choose(0, 1)
    press(table, Qt.Key.Key_Down, Qt.Key.Key_Left)
    assert told == [(0, 1), (1, 1), (1, 0)]
    table.choose(0, 1)
    spoken = table.model().data(table.currentIndex(), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Zhou Ting 2026 Q4: 12.5"
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "12.5"


def test_sorting_keeps_telling_the_place_in_the_rows_given(qtbot: QtBot) -> None:
    table = heat(qtbot)
    table.sortByColumn(3, Qt.SortOrder.AscendingOrder)
    assert table.model().index(0, 0).data() == "Liu Yang"
    told: list[tuple[int, int]] = []
    table.cell_chosen.connect(lambda row, quarter: told.append((row, quarter)))
    table.choose(1, 1)
    assert table.currentIndex().row() == 0
    assert told == [(1, 1)]


def test_a_plain_table_sorts_by_numbers_not_by_letters(qtbot: QtBot) -> None:
    table = DataTable([Column("Name", wide=True), Column("Hours", number=True)], "Hours", name="hours")
    table.fill([[("A", "A"), ("9.5", 9.5)], [("B", "B"), ("10", 10.0)], [("C", "C"), ("2", 2.0)]])
    shown(table, qtbot)
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert [table.model().index(row, 0).data() for row in range(3)] == ["B", "A", "C"]
    chosen: list[int] = []
    table.chosen.connect(chosen.append)
    table.setCurrentIndex(table.model().index(0, 0))
    assert chosen == [1]


def test_hits_cut_a_text_into_parts() -> None:
    assert marked("客户要专票和专票", [(3, 5), (6, 8)]) == [
        ("客户要", False),
        ("专票", True),
        ("和", False),
        ("专票", True),
    ]
    assert marked("abc", []) == [("abc", False)]
    assert marked("abc", [(0, 3)]) == [("abc", True)]


HTML = (
    """<h1>Title</h1><p>Before</p><h2>First</h2><p>text</p><p><img src="a.png"> <a href="policy:VAT-07">VAT-07</a></p>
<h2>Second</h2>"""
    + "<p>long</p>" * 60
)


def test_a_lesson_loads_only_what_the_library_gives(qtbot: QtBot) -> None:
    asked: list[str] = []
    view = LessonView(asked.append)
    shown(view, qtbot, 640, 300)
    view.show_html(HTML.replace("a.png", "file:///etc/passwd"))
    view.grab()
    assert set(asked) == {"file:///etc/passwd"}
    css = view.loadResource(3, "file:///etc/hosts")
    assert css is None


def test_a_lesson_knows_its_sections_and_where_the_reader_is(qtbot: QtBot) -> None:
    view = LessonView(lambda _: None)
    shown(view, qtbot, 640, 300)
    view.show_html(HTML, 18)
    assert [(one.level, one.title) for one in view.sections()] == [(2, "First"), (2, "Second")]
    changed: list[int] = []
    ended: list[bool] = []
    view.section_changed.connect(changed.append)
    view.reached_end.connect(lambda: ended.append(True))
    assert not ended
    view.go_to(1)
    assert changed[-1] == 1
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    assert ended


def test_heading_sizes_are_the_design_s(qtbot: QtBot) -> None:
    view = LessonView(lambda _: None)
    shown(view, qtbot, 640, 300)
    view.show_html("<h1>Title</h1><h2>First</h2><h3>Third</h3><p>text</p>")
    sizes = []
    block = view.document().begin()
    while block.isValid():
        sizes.append(block.begin().fragment().charFormat().font().pixelSize())
        block = block.next()
    assert sizes == [26, 18, 16, 16]


def test_a_missing_picture_is_a_framed_caption(qtbot: QtBot) -> None:
    view = LessonView(lambda _: None)
    shown(view, qtbot, 640, 300)
    image = view.loadResource(2, "pictures/form.png")
    assert isinstance(image, QImage)
    assert image.height() == 64
