"""Look for what Qt, the tests and a fresh environment need of the system; install it where that is allowed, else name it.

Debian and Ubuntu: through apt when root or with passwordless sudo, announced in one line. Elsewhere the missing names
are printed and the caller decides. Windows and macOS need nothing beyond Python.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
DISPLAY_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
FONT_PACKAGE = "fonts-noto-cjk"
VENV_PACKAGE = "python3-venv"


def _known_libraries() -> str:
    ldconfig = shutil.which("ldconfig", path=os.pathsep.join((os.environ.get("PATH", ""), "/sbin", "/usr/sbin")))
    if ldconfig is None:
        return ""
    return subprocess.run([ldconfig, "-p"], capture_output=True, text=True, check=False).stdout


def _has_chinese_font() -> bool:
    fc_list = shutil.which("fc-list")
    if fc_list is None:
        folders = ("/usr/share/fonts", "/usr/local/share/fonts", Path("~/.local/share/fonts").expanduser())
        return any("CJK" in name for folder in folders for _, _, names in os.walk(folder) for name in names)
    found = subprocess.run([fc_list, "Noto Sans CJK SC"], capture_output=True, text=True, check=False)
    return bool(found.stdout.strip())


def missing() -> list[str]:
    """The Debian names of everything that is not there; empty on Windows and macOS."""
    if not sys.platform.startswith("linux"):
        return []
    known = _known_libraries()
    packages = [package for name, package in {**LIBRARIES, **DISPLAY_LIBRARIES}.items() if name not in known]
    if not _has_chinese_font():
        packages.append(FONT_PACKAGE)
    if importlib.util.find_spec("ensurepip") is None:  # Debian's Python without it makes environments without pip
        packages.append(VENV_PACKAGE)
    return packages


def _apt_prefix() -> list[str] | None:
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def main() -> int:
    """Exit 0 when everything is there (now), 1 when something is missing and may not be installed here."""
    packages = missing()
    if not packages:
        return 0
    prefix = _apt_prefix()
    if prefix is None:
        print("Missing system packages (names as on Debian): " + " ".join(packages), file=sys.stderr)
        print("Install them, then run the command again.", file=sys.stderr)
        return 1
    print("Installing system packages: " + " ".join(packages), flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-y", "-q", *packages]):
        done = subprocess.run([*prefix, *command], capture_output=True, text=True, env=environment, check=False)
        if done.returncode != 0:
            print(done.stdout[-2000:] + done.stderr[-2000:], file=sys.stderr)
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
