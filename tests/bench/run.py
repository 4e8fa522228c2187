"""`make bench`: the promises about speed, each against an anchor measured in the same run. Prints a table; exit 1 when
a target is missed. Figures are medians; ratios are taken pair by pair, so that a machine that changes its pace does
not decide.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "bench")]


@dataclass(frozen=True, slots=True)
class Row:
    """One promise: what was measured, the target, and the figures for the curious."""

    name: str
    measured: float
    target: float
    unit: str
    note: str

    @property
    def kept(self) -> bool:
        """Whether the promise holds."""
        return self.measured <= self.target


def timed(work: Callable[[], object]) -> float:
    """Seconds of wall time."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ratios(ours: Callable[[], object], anchor: Callable[[], object], pairs: int) -> tuple[float, float, float]:
    """Median ratio over pairs run in turn, and both medians in seconds."""
    each = [(timed(ours), timed(anchor)) for _ in range(pairs)]
    return (
        statistics.median(a / b for a, b in each),
        statistics.median(a for a, _b in each),
        statistics.median(b for _a, b in each),
    )


# Start


BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QLabel
class Window(QLabel):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, app.quit)
app = QApplication(sys.argv)
app.setFont(QFont(["Noto Sans CJK SC"], 12))
window = Window("财税售后服务专员的学习、带教与上岗")
window.resize(1280, 800)
window.show()
app.exec()
"""


def _process(command: Sequence[str], environment: dict[str, str]) -> tuple[float, int]:
    """Wall seconds and peak memory (KiB) of one process."""
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _pid, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise RuntimeError(f"{command}: exit status {status}")
    return time.perf_counter() - start, usage.ru_maxrss


def start(pairs: int = 9) -> list[Row]:
    """A warm start to the first painted window against a bare window with the same sentence in the same font."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with tempfile.TemporaryDirectory() as folder:
        ours = [sys.executable, "-m", "trainer", "--data", folder, "--lang", "zh_CN", "--first-paint"]
        bare = [sys.executable, "-c", BARE]
        for command in (ours, bare):
            _process(command, environment)
        each = [(_process(ours, environment), _process(bare, environment)) for _ in range(pairs)]
    wall = statistics.median(a[0] / b[0] for a, b in each)
    memory = statistics.median(a[1] / b[1] for a, b in each)
    seconds = tuple(statistics.median(pair[i][0] for pair in each) for i in (0, 1))
    mebibytes = tuple(statistics.median(pair[i][1] for pair in each) / 1024 for i in (0, 1))
    return [
        Row("start to first paint / bare window", wall, 1.6, "×", f"{seconds[0]:.3f} s / {seconds[1]:.3f} s"),
        Row("memory at first paint / bare window", memory, 1.4, "×", f"{mebibytes[0]:.0f} MiB / {mebibytes[1]:.0f} MiB"),
    ]


# Records


def _answers(story: object, count: int) -> None:
    from trainer.actions import assessing  # noqa: PLC0415  # the start is measured before anything heavy is loaded

    session = story.sessions[story.learner]  # type: ignore[attr-defined]  # made by `_firm` below
    attempt = assessing.start_attempt(session, "week-04", seed="5eed" * 8)
    items = assessing.started(session, attempt).items
    for n in range(count):
        assessing.answer(session, attempt, n % len(items) + 1, "a", active_s=20)


def _firm(folder: Path) -> object:
    from datetime import date  # noqa: PLC0415  # as above

    from story import Story  # noqa: PLC0415  # as above

    firm = Story.found(folder)
    learner = firm.add("李晓雯", "1031", {"trainee"})
    firm.enrol(learner, date(2026, 8, 3))
    firm.assign(learner, firm.mentor, "mentor")
    firm.learner = learner  # type: ignore[attr-defined]  # for the benches below
    return firm


def saving(folder: Path, count: int = 300) -> Row:
    """One answer saved, from the action to the returned commit, against a bare fdatasync of as many bytes."""
    from trainer.actions import assessing  # noqa: PLC0415  # as above

    firm = _firm(folder)
    session = firm.sessions[firm.learner]  # type: ignore[attr-defined]  # see `_firm`
    attempt = assessing.start_attempt(session, "week-04", seed="5eed" * 8)
    log = (folder / "anchor").open("wb", buffering=0)
    payload = b"x" * 8192

    def anchor() -> None:
        log.write(payload)
        os.fdatasync(log.fileno())

    def ours() -> None:
        assessing.answer(session, attempt, 1, "a", active_s=20)

    ours()
    anchor()
    ratio, a, b = ratios(ours, anchor, count)
    log.close()
    firm.close()  # type: ignore[attr-defined]  # see `_firm`
    return Row("one answer saved / bare fdatasync", ratio, 1.3, "×", f"{a * 1000:.2f} ms / {b * 1000:.2f} ms")


def verifying(folder: Path, count: int = 3000) -> Row:
    """`verify` of a store against bare Ed25519 checks of as many signatures."""
    from trainer.ledger.keys import verifies  # noqa: PLC0415  # as above
    from trainer.ledger.record import RECORD_TYPE  # noqa: PLC0415  # as above

    firm = _firm(folder)
    _answers(firm, count)
    store = firm.store  # type: ignore[attr-defined]  # see `_firm`
    pubs = {key.log: key.pub for key in (s.key for s in firm.sessions.values()) if key}  # type: ignore[attr-defined]
    signed = [(pubs[r.header.log], r.envelope.header, r.envelope.sig) for r in store.records()]

    def anchor() -> None:
        for pub, header, sig in signed:
            verifies(pub, RECORD_TYPE, header, sig)

    ratio, a, b = ratios(store.verify, anchor, 5)
    firm.close()  # type: ignore[attr-defined]  # see `_firm`
    return Row("verify / bare signature checks", ratio, 1.2, "×", f"{len(signed)} records, {a:.2f} s / {b:.2f} s")


def folding(folder: Path, count: int = 2000) -> Row:
    """Folding one person with 2,000 records again, from the store's rows to the standing."""
    from trainer.standing import Standings  # noqa: PLC0415  # as above

    firm = _firm(folder)
    _answers(firm, count)
    session = firm.sessions[firm.learner]  # type: ignore[attr-defined]  # see `_firm`
    standings = Standings(session.store, session.library)
    standings.of(session.me)
    spent = []
    for _ in range(15):
        standings.forget([session.me])
        spent.append(timed(lambda: standings.of(session.me)) * 1000)
    records = len(session.store.about(session.me))
    firm.close()  # type: ignore[attr-defined]  # see `_firm`
    return Row("refolding one person", statistics.median(spent), 8.0, "ms", f"{records} records")


def main() -> int:
    """Run everything, print the table."""
    rows = start()
    with tempfile.TemporaryDirectory() as folder:
        rows.append(saving(Path(folder) / "saving"))
        rows.append(verifying(Path(folder) / "verifying"))
        rows.append(folding(Path(folder) / "folding"))
        from search import searching  # noqa: PLC0415  # as above

        rows += [Row(*row) for row in searching(Path(folder) / "search")]
    width = max(len(row.name) for row in rows)
    for row in rows:
        mark = "ok  " if row.kept else "MISS"
        print(f"{mark} {row.name:<{width}}  {row.measured:8.2f} {row.unit:<2}  target {row.target:g}  ({row.note})")
    return 0 if all(row.kept for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
