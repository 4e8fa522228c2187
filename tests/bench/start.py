"""A warm start to the first painted window, against a bare window that paints the same sentence in the same font."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence

from tests.bench.measure import Row

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


def starting(pairs: int = 9) -> list[Row]:
    """Wall time and peak memory of whole processes."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # warm means: compiled once before
    with tempfile.TemporaryDirectory() as folder:
        ours = [sys.executable, "-m", "trainer", "--data", folder, "--lang", "zh_CN", "--first-paint"]
        bare = [sys.executable, "-c", BARE]
        for command in (ours, bare):
            _process(command, environment)
        each = [(_process(ours, environment), _process(bare, environment)) for _ in range(pairs)]
    wall = statistics.median(a[0] / b[0] for a, b in each)
    memory = statistics.median(a[1] / b[1] for a, b in each)
    seconds = [statistics.median(pair[i][0] for pair in each) for i in (0, 1)]
    mebibytes = [statistics.median(pair[i][1] for pair in each) / 1024 for i in (0, 1)]
    return [
        Row("start to first paint / bare window", wall, 1.6, "×", f"{seconds[0]:.3f} s / {seconds[1]:.3f} s"),
        Row(
            "memory at first paint / bare window", memory, 1.4, "×", f"{mebibytes[0]:.0f} MiB / {mebibytes[1]:.0f} MiB"
        ),
    ]


def _process(command: Sequence[str], environment: dict[str, str]) -> tuple[float, int]:
    """Wall seconds and peak memory (KiB) of one process."""
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if status != 0:
        raise RuntimeError(f"{command}: exit status {status}")
    return time.perf_counter() - start, usage.ru_maxrss
