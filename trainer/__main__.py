"""`python -m trainer` and `trainer`: reads the command line; opens the window or runs one command."""

from __future__ import annotations

import argparse
import atexit
import gc
import os
import shutil
import sys
from datetime import date
from pathlib import Path

from trainer import __version__


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="trainer",
        description="Training, mentoring and certification of after-sales specialists. Without a command: the window.",
        epilog="Commands: content, demo, verify, gate, certificate, exchange. Each says more with --help.",
    )
    parser.add_argument("--version", action="version", version=f"Qicheng {__version__}")
    parser.add_argument("--data", metavar="DIR", help="data folder (default: the user's own, or TRAINER_DATA)")
    parser.add_argument("--temp", action="store_true", help="a throw-away data folder")
    parser.add_argument("--demo", action="store_true", help="open the demonstration")
    parser.add_argument("--as", dest="person", metavar="PERSON", default="", help="as: name, staff number or role")
    parser.add_argument("--on", metavar="DATE", type=date.fromisoformat, help="run the program on this day, 2026-12-31")
    parser.add_argument("--lang", choices=("zh_CN", "en"), default="", help="language of the interface")
    parser.add_argument("--theme", choices=("light", "dark", "system"), default="", help="light or dark")
    parser.add_argument("--first-paint", action="store_true", help="end after the first window was painted")
    parser.add_argument("--watch", action="store_true", help="log what blocks the window for more than 100 ms")
    parser.add_argument("--selftest", action="store_true", help="open every page without a screen, then end")
    parser.add_argument("--shots", metavar="DIR", help="write a picture of every page and check them")
    parser.add_argument("--only", metavar="NAME", default="", help="with --shots: pictures with this in their name")
    parser.add_argument("--size", metavar="SIZES", default="", help="with --shots: 1024x680,1920x1080 (default: two)")
    parser.add_argument("--scale", metavar="PERCENT", type=int, default=100, help="size of everything, 200 for twice")
    return parser


_TAKES_VALUE = ("--data", "--on", "--as", "--lang", "--theme", "--shots", "--only", "--size", "--scale")


def command_at(arguments: list[str]) -> int:
    """The place of the first word that is a command, -1 if there is none: options of the window come before it."""
    skip = False
    for place, word in enumerate(arguments):
        if skip:
            skip = False
        elif word in _TAKES_VALUE:
            skip = True
        elif not word.startswith("-"):
            return place
    return -1


def main(argv: list[str] | None = None) -> int:
    """Run the program with these arguments (default: the command line's). Gives the exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    if command_at(arguments) >= 0:
        from trainer import cli  # noqa: PLC0415  # commands need no Qt, the window needs no commands

        return int(cli.main(arguments))
    given = _parser().parse_args(arguments)
    return _window(given)


def _window(given: argparse.Namespace) -> int:
    from trainer import config  # noqa: PLC0415  # --help and --version answer without it

    folder = config.throw_away_folder() if given.temp else config.data_folder(given.data)
    if given.temp:
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if given.scale != 100:
        os.environ["QT_SCALE_FACTOR"] = str(given.scale / 100)  # Qt reads it when it begins
    if given.shots or given.selftest:
        from trainer.ui import selftest, shots  # noqa: PLC0415  # for pictures and self-test only

        if given.shots:
            return shots.run(Path(given.shots), given.only, shots.sizes_of(given.size))
        return selftest.run()
    gc.disable()  # nothing made before the first paint is garbage; `app.settle` turns it on again (decision 0007)
    from trainer import app  # noqa: PLC0415  # commands must not load Qt

    options = app.Options(
        folder, given.on, given.lang, given.theme, given.first_paint, given.watch, given.demo, given.person
    )
    return app.run(options, ["trainer"])


if __name__ == "__main__":
    sys.exit(main())
