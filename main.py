"""Linearium: see a linear image classifier learn. The composition root: nothing but putting parts together."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

# Batches are small: one BLAS thread is up to four times faster than two. It counts only before NumPy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from platformdirs import user_cache_path, user_config_path

from gui import system
from model.datasets.catalogue import DEFAULT, SAMPLES, TOYS, Catalogue
from model.terminal.parser import COMMANDS, Parser


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line; a wrong option ends the program with one sentence and exit code 2."""
    parser = Parser(
        prog="linearium",
        description="See a linear image classifier learn from real images, step by step.",
        epilog=f"Without a window: {', '.join(COMMANDS)}; “linearium train --help” lists the options of each.",
    )
    parser.add_argument(
        "pictures", nargs="*", metavar="PICTURE", help="image files or folders to classify, or a session"
    )
    parser.add_argument(
        "--data",
        default=DEFAULT,
        metavar="NAME",
        help=f"data set: {', '.join((*SAMPLES, *TOYS))}, or one that is here, such as cifar10",
    )
    parser.add_argument("--data-dir", type=Path, metavar="DIR", help="where data sets are kept and looked for")
    parser.add_argument("--seed", type=int, default=1, help="seed of weights, batches and dropout (default 1)")
    parser.add_argument("--size", metavar="WxH", help="size of the window, for example 1440x900")
    parser.add_argument("--theme", choices=("light", "dark", "system"), help="appearance")
    parser.add_argument("--reset", action="store_true", help="forget window layout, appearance and other settings")
    options = parser.parse_intermixed_args(arguments)
    if options.data_dir is not None and options.data_dir.is_file():
        parser.error(f"“{options.data_dir}” is a file; the data folder must be a folder")
    options.catalogue = Catalogue(options.data_dir or user_cache_path("linearium", appauthor=False))
    if options.data not in (*SAMPLES, *TOYS) and options.data not in (names := options.catalogue.sources()):
        parser.error(f"there is no data set called “{options.data}” here; there are {', '.join(names)}")
    if not 0 <= options.seed < 2**31 - 1:
        parser.error("the seed is a whole number from 0 to 2147483646")
    options.size = _size(options.size, parser)
    return options


def _size(text: str | None, parser: argparse.ArgumentParser) -> tuple[int, int] | None:
    if text is None:
        return None
    width, _, height = text.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal() and 320 <= int(width) <= 16384 and 240 <= int(height) <= 16384):
        parser.error(f"“{text}” is not a size such as 1440x900")
    return int(width), int(height)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the app until its window is closed, or obey a command that needs none; returns the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    if given and given[0] in COMMANDS:
        from model.terminal.commands import run as obey

        return obey(given)
    options = parse(given)
    complaint = system.complaint()
    if complaint:
        print(f"linearium: {complaint}", file=sys.stderr)  # noqa: T201
        return 2
    from gui.app import Start, run

    settings = user_config_path("linearium", appauthor=False) / "linearium.ini"
    brought = tuple(options.pictures)
    what = (options.data, options.seed, options.size, options.theme, options.catalogue, brought)
    return run(Start(*what, settings, options.reset))


if __name__ == "__main__":
    sys.exit(main())
