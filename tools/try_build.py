"""Start the built program with --selftest from another folder, with an empty home and no Python in its environment."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

KEEP = ("LANG", "LC_ALL", "QT_QPA_PLATFORM", "SYSTEMROOT", "DISPLAY")


def main() -> int:
    """Exit with the program's own code; print what it said when it failed."""
    built = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        away = Path(folder) / "elsewhere" / "qicheng"
        shutil.copytree(built, away, symlinks=True)
        home = Path(folder) / "home"
        home.mkdir()
        environment = {key: os.environ[key] for key in KEEP if key in os.environ}
        environment |= {"HOME": str(home), "PATH": "/nonexistent", "TMPDIR": folder}
        program = away / ("trainer.exe" if sys.platform == "win32" else "trainer")
        done = subprocess.run(
            [program, "--selftest"],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
    print(done.stdout.strip()[-2000:])
    if done.returncode != 0:
        print(done.stderr[-4000:], file=sys.stderr)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
