"""The two kinds of failure a person is told about; everything else is a bug.

Codes are stable words. `trainer.wording` turns a code and its details into a sentence; nothing here speaks to people.
"""

from __future__ import annotations


class Refused(Exception):  # noqa: N818  # the name is the sentence: the rules refused this
    """The rules say no. Shown beside the control that was used; nothing was written.

    `code` names the rule (for example ``not-assigned``), `detail` holds the figures and ids its sentence needs.
    """

    def __init__(self, code: str, **detail: object) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.code} {self.detail}" if self.detail else self.code


class Trouble(Exception):  # noqa: N818  # likewise: trouble with the world, not an error of ours
    """The world failed (disk full, file damaged, stick pulled out). Shown as a banner that says what to do.

    `code` names what happened, `remedy` what the person can do; both are codes for `trainer.wording`.
    """

    def __init__(self, code: str, remedy: str = "", **detail: object) -> None:
        super().__init__(code)
        self.code = code
        self.remedy = remedy
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.code} ({self.remedy}) {self.detail}" if self.detail else f"{self.code} ({self.remedy})"
