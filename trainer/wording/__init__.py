"""Code + numbers → a sentence, for the window, the command line and documents alike. One module per family.

`say` turns `Refused` and `Trouble` into a sentence and a remedy; `dates` writes days, times and hours; the others speak
of the gate, of content problems, of records.
"""

from __future__ import annotations

from trainer.wording.errors import Said, say

__all__ = ["Said", "say"]
