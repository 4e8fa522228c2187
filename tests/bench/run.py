"""`make bench`: the promises about speed, each against an anchor measured in the same run. Prints a table; exit 1 when
a target is missed. Figures are medians; ratios are taken pair by pair, so that a machine that changes its pace does
not decide.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench.measure import Row  # run as a script: the path above is needed first
from tests.bench.records import folding, saving, verifying
from tests.bench.search import searching
from tests.bench.start import starting


def measured(folder: Path) -> Iterator[Row]:
    """Every promise, one after the other."""
    yield from starting()
    yield saving(folder / "saving")
    yield verifying(folder / "verifying")
    yield folding(folder / "folding")
    yield from searching(folder / "search")


def main() -> int:
    """Measure everything, print the table."""
    with tempfile.TemporaryDirectory(prefix="qicheng-bench-") as folder:
        rows = list(measured(Path(folder)))
    width = max(len(row.name) for row in rows)
    for row in rows:
        mark = "ok  " if row.kept else "MISS"
        print(f"{mark} {row.name:<{width}}  {row.measured:8.2f} {row.unit:<2}  target {row.target:g}  ({row.note})")
    return 0 if all(row.kept for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
