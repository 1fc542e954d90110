"""The commands and their options."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from model.records import PenaltyKind
from model.terminal.options import (
    add_arrangement,
    add_common,
    add_pace,
    add_problem,
    pace_complaint,
    preprocessing_of,
)
from model.terminal.parser import COMMANDS, Parser, one_of, real, whole
from model.terminal.search_arguments import add_search, search_complaint

_LARGE = 1e6


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read a command and its options; a wrong one ends the program with one sentence and exit code 2."""
    parser = Parser(prog="linearium", description="Linearium without a window.", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True, parser_class=Parser)
    for name in COMMANDS:
        about, add = _ABOUT[name]
        add(commands.add_parser(name, help=about, description=f"{about[:1].upper()}{about[1:]}.", allow_abbrev=False))
    options = parser.parse_args(arguments)
    options.preprocessing = preprocessing_of(options)
    _check(options, parser)
    return options


def _check(options: argparse.Namespace, parser: Parser) -> None:
    """What argparse cannot see: found out before anything takes long."""
    if options.data_dir.is_file():
        parser.error(f"“{options.data_dir}” is a file; the data folder must be a folder")
    out = getattr(options, "out", None)
    if out is not None and not out.resolve().parent.is_dir():
        parser.error(f"there is no folder {out.parent} to save in")
    if options.command == "train" and options.regularization is PenaltyKind.DROPOUT and (options.strength or 0) >= 1:
        parser.error("the rate of dropout is a number from 0 to below 1")
    if options.command in ("train", "search") and (wrong := pace_complaint(options)):
        parser.error(wrong)
    if options.command == "search" and (wrong := search_complaint(options)):
        parser.error(wrong.rstrip("."))
    if options.command == "export" and not (options.weights or options.script):
        parser.error("say what to export: --weights FILE.npz, --script FILE.py, or both")


def _add_train(parser: argparse.ArgumentParser) -> None:
    add_problem(parser)
    parser.add_argument(
        "--regularization", type=one_of(PenaltyKind), default=PenaltyKind.L2, help="none, l2 (default), l1 or dropout"
    )
    parser.add_argument("--strength", type=real(0, _LARGE), help="lambda of λ Σ W² or λ Σ |W|, or the rate of dropout")
    parser.add_argument("--step-size", type=real(0, _LARGE, is_open=True), help="step size, or learning rate")
    add_pace(parser)
    parser.add_argument("--batch", type=whole(1, 10**7), default=256, metavar="B", help="images a step (default 256)")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--epochs", type=whole(1, 1_000_000), default=10, metavar="N", help="how long (default 10)")
    length.add_argument("--steps", type=whole(0, 1_000_000_000), metavar="N", help="how long, in steps")
    parser.add_argument("--seed", type=whole(0), default=1, help="seed of weights, batches and dropout (default 1)")
    add_arrangement(parser)
    parser.add_argument("--out", type=Path, metavar="FILE", help="session to save, for example run.linearium")
    add_common(parser)


def _add_evaluate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("session", type=Path, metavar="RUN.linearium", help="session with the classifier")
    add_common(parser)


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("session", type=Path, metavar="RUN.linearium", help="session with the classifier")
    parser.add_argument("--weights", type=Path, metavar="FILE.npz", help="weights, biases and what made them")
    parser.add_argument("--script", type=Path, metavar="FILE.py", help="NumPy script that repeats the run")
    add_common(parser)


def _add_classify(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="pictures, or folders of them")
    parser.add_argument("--session", type=Path, required=True, metavar="RUN.linearium", help="session to take")
    add_common(parser)


_ABOUT = {
    "train": ("train a classifier; Ctrl+C ends it early and saves it", _add_train),
    "search": ("try step sizes with strengths; Ctrl+C ends it early and keeps what has ended", add_search),
    "evaluate": ("measure a saved classifier on all splits", _add_evaluate),
    "export": ("write the weights of a saved classifier, or its run as a NumPy script", _add_export),
    "classify": ("say what a saved classifier takes pictures for", _add_classify),
}
