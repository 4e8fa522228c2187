"""The small windows of the people page: add, invite, bind, enrol, assign, end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from trainer.domain.people import ROLES
from trainer.i18n import _, pgettext
from trainer.ui.widgets.base import Flow, Label, Tag, row
from trainer.ui.widgets.buttons import CheckBox, Choice
from trainer.ui.widgets.dialog import DayField, FormDialog, SignDialog
from trainer.ui.widgets.fields import Area, Field, Line
from trainer.views.people import Assigned
from trainer.wording import records as wording

GIVEN = tuple(role for role in ROLES if role != "hr")
"""Roles a key can be given; HR comes only from the root document."""


class RoleBoxes(QWidget):
    """The roles a key will get."""

    def __init__(self, chosen: Sequence[str] = ("trainee",), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Roles"))
        self.boxes = {role: CheckBox(wording.role(role), name=f"role-{role}") for role in GIVEN}
        for role, box in self.boxes.items():
            box.setChecked(role in chosen)
        flow = Flow(gap=12)
        flow.set_parts(list(self.boxes.values()))
        self.setLayout(row(flow))

    def chosen(self) -> tuple[str, ...]:
        """The ticked ones."""
        return tuple(role for role, box in self.boxes.items() if box.isChecked())


class PersonForm(FormDialog):
    """Add somebody, or correct who they are."""

    def __init__(
        self, parent: QWidget, departments: Sequence[str], known: tuple[str, str, str, str] | None = None
    ) -> None:
        title = _("Correct profile") if known else _("Add a person")
        line = "" if known else _("Name and number first; the invitation comes next.")
        super().__init__(title, _("Save") if known else _("Add"), "person-form", parent, line=line)
        name, number, department, locale = known or ("", "", "", "zh_CN")
        self.name = Line(name, spoken=_("Name"), name="person-name")
        self.number = Line(number, spoken=_("Staff number"), name="person-number")
        self.department = Choice(spoken=_("Department"), name="person-department")
        self.department.setEditable(True)
        typed = self.department.lineEdit()
        if typed is not None:
            typed.setAccessibleName(_("Department"))
        self.department.set_options([(one, one) for one in departments], department)
        self.department.setEditText(department)
        self.locale_ = Choice([("zh_CN", "中文"), ("en", "English")], spoken=_("Language"), name="person-locale")
        self.locale_.set_code(locale)
        self.add(
            Field(_("Name"), self.name),
            Field(_("Staff number"), self.number),
            Field(_("Department"), self.department),
            Field(_("Language of the certificate"), self.locale_),
        )

    def typed(self) -> tuple[str, str, str, str]:
        """Name, number, department, language."""
        return self.name.text(), self.number.text(), self.department.currentText(), self.locale_.code()


class InviteForm(FormDialog):
    """Which roles the key of this person will get; the file is chosen afterwards."""

    def __init__(self, name: str, parent: QWidget, chosen: Sequence[str]) -> None:
        super().__init__(
            _("Invite {name}").format(name=name),
            _("Write invitation…"),
            "invite-form",
            parent,
            line=_("The file goes to the person. Their computer answers with another file, which is read here."),
        )
        self.roles = RoleBoxes(chosen or ("trainee",))
        self.add(Label(_("Roles of the key"), "small", "ink2"), self.roles)


class BindDialog(SignDialog):
    """Six words to compare with the person, then the key is bound."""

    def __init__(
        self, name: str, roles: Sequence[str], words: Sequence[str], signer: str, parent: QWidget, *, hold_ms: int
    ) -> None:
        super().__init__(
            _("Bind the key of {name}").format(name=name),
            "bind",
            parent,
            line=_("Ask {name} to read the six words on their screen aloud. All six have to be the same.").format(
                name=name
            ),
            hold_ms=hold_ms,
        )
        self.words = Flow(gap=8)
        self.words.set_parts([Tag(f"{n}  {word}", "accent") for n, word in enumerate(words, 1)])
        self.words.setAccessibleName(" ".join(words))
        self.same = CheckBox(_("All six words are the same"), name="bind-same")
        self.add(self.words, self.same)
        self._meaning = _("I bind this key to {name} as {roles}.").format(name=name, roles=wording.roles(roles))
        self._pairs = [(_("Signed by"), signer)]
        self.same.toggled.connect(self._look)
        self._look()
        self.same.setFocus()

    def _look(self) -> None:
        why = "" if self.same.isChecked() else _("Compare the six words first.")
        self.box.prepare(self._meaning, _("Bind key"), self._pairs, why)
        self.fit()


class EnrolForm(FormDialog):
    """The day on which the programme starts."""

    def __init__(self, name: str, programme: str, today: date, parent: QWidget) -> None:
        super().__init__(
            _("Enrol {name}").format(name=name),
            pgettext("button", "Enrol"),
            "enrol-form",
            parent,
            line=_("{programme}. The months are counted from this day.").format(programme=programme),
        )
        self.start = DayField(today, spoken=_("Start date"), name="enrol-start")
        self.add(Field(_("Start date"), self.start))


class AssignForm(FormDialog):
    """Who works with a learner, and as what."""

    def __init__(
        self, name: str, people: Sequence[tuple[str, str, tuple[str, ...]]], today: date, parent: QWidget
    ) -> None:
        super().__init__(_("Assign somebody to {name}").format(name=name), _("Assign"), "assign-form", parent)
        self._people = people
        codes = ("mentor", "confirmer", "examiner", "proctor")
        self.as_ = Choice([(code, wording.role(code)) for code in codes], spoken=_("As"), name="assign-as")
        self.person = Choice(spoken=_("Person"), name="assign-person")
        self.since = DayField(today, spoken=_("Since"), name="assign-since")
        self.field = Field(_("Person"), self.person)
        self.add(Field(_("As"), self.as_), self.field, Field(_("Since"), self.since))
        self.as_.changed.connect(lambda _code: self._offer())
        self._offer()

    def _offer(self) -> None:
        wanted = self.as_.code()
        fits = [(id_, name) for id_, name, held in self._people if wanted == "confirmer" or wanted in held]
        if not fits and wanted in {"examiner", "proctor"}:
            fits = [(id_, name) for id_, name, held in self._people if "hr" in held]
        self.person.set_options(fits, fits[0][0] if fits else "")
        self.send.setEnabled(bool(fits))
        self.field.set_help(
            "" if fits else _("Nobody has a key with the role {role} yet.").format(role=wording.role(wanted))
        )


class EndForm(FormDialog):
    """Which assignment ends, and why."""

    def __init__(self, name: str, running: Sequence[Assigned], parent: QWidget) -> None:
        super().__init__(
            _("End an assignment of {name}").format(name=name),
            _("End assignment"),
            "end-form",
            parent,
            line=_("What that person signs later does not count any more; what was signed before stays."),
        )
        options = [
            (one.record, _("{role}: {name}").format(role=wording.role(one.as_), name=one.name)) for one in running
        ]
        self.assignment = Choice(options, spoken=_("Assignment"), name="end-assignment")
        self.reason = Area(spoken=_("Reason"), name="end-reason", lines=2)
        self.reason.setFixedHeight(86)
        self.add(Field(_("Assignment"), self.assignment), Field(_("Reason"), self.reason))
