"""The commands and their options."""

import argparse
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path

from platformdirs import user_cache_path

from model.datasets.arrangement import AS_OPENED, Seen
from model.datasets.catalogue import DEFAULT, SAMPLES, TOYS
from model.records import LossKind, PenaltyKind
from model.schedules import ScheduleKind
from model.terminal.parser import COMMANDS, Parser, real, whole

_SEEN = {str(seen).replace(" ", "-"): seen for seen in Seen}
_LARGE = 1e6


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read a command and its options; a wrong one ends the program with one sentence and exit code 2."""
    parser = Parser(prog="linearium", description="Linearium without a window.", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True, parser_class=Parser)
    for name in COMMANDS:
        about, add = _ABOUT[name]
        add(commands.add_parser(name, help=about, description=f"{about[:1].upper()}{about[1:]}.", allow_abbrev=False))
    options = parser.parse_args(arguments)
    options.preprocessing = _SEEN.get(getattr(options, "preprocessing", ""), Seen.MEAN_IMAGE)
    _check(options, parser)
    return options


def _check(options: argparse.Namespace, parser: Parser) -> None:
    """What argparse cannot see: found out before anything takes long."""
    if options.data_dir.is_file():
        parser.error(f"“{options.data_dir}” is a file; the data folder must be a folder")
    if options.command == "train" and options.out is not None and not options.out.resolve().parent.is_dir():
        parser.error(f"there is no folder {options.out.parent} to save in")
    if options.command == "train" and options.regularization is PenaltyKind.DROPOUT and (options.strength or 0) >= 1:
        parser.error("the rate of dropout is a number from 0 to below 1")
    if options.command == "train":
        _check_pace(options, parser)
    if options.command == "export" and not (options.weights or options.script):
        parser.error("say what to export: --weights FILE.npz, --script FILE.py, or both")


def _check_pace(options: argparse.Namespace, parser: Parser) -> None:
    if options.momentum >= 1:
        parser.error("the momentum is a number from 0 to below 1")
    is_known = options.schedule is ScheduleKind.COSINE and options.steps is None
    if options.over is None and options.schedule is not ScheduleKind.CONSTANT and not is_known:
        parser.error("say how many epochs the schedule goes over: --over EPOCHS")


def _add_train(parser: argparse.ArgumentParser) -> None:
    samples = ", ".join((*SAMPLES, *TOYS))
    parser.add_argument("--data", default=DEFAULT, metavar="NAME", help=f"data set: {samples}, or one of your own")
    parser.add_argument("--loss", type=_one_of(LossKind), default=LossKind.SOFTMAX, help="softmax (default) or hinge")
    parser.add_argument("--margin", type=real(0, _LARGE), default=1.0, help="margin of the hinge (default 1)")
    parser.add_argument(
        "--regularization", type=_one_of(PenaltyKind), default=PenaltyKind.L2, help="none, l2 (default), l1 or dropout"
    )
    parser.add_argument("--strength", type=real(0, _LARGE), help="lambda of λ Σ W² or λ Σ |W|, or the rate of dropout")
    parser.add_argument("--step-size", type=real(0, _LARGE, is_open=True), help="step size, or learning rate")
    _add_pace(parser)
    parser.add_argument("--batch", type=whole(1, 10**7), default=256, metavar="B", help="images a step (default 256)")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--epochs", type=whole(1, 1_000_000), default=10, metavar="N", help="how long (default 10)")
    length.add_argument("--steps", type=whole(0, 1_000_000_000), metavar="N", help="how long, in steps")
    parser.add_argument("--seed", type=whole(0), default=1, help="seed of weights, batches and dropout (default 1)")
    parser.add_argument("--preprocessing", choices=_SEEN, default="mean-image", help="what the weights see of a pixel")
    parser.add_argument("--per-class", type=whole(1), metavar="N", help="training images of each class (default all)")
    parser.add_argument("--noise", type=real(0, 1), default=0.0, help="share of training labels made wrong")
    parser.add_argument(
        "--validation",
        type=real(0, 1, is_open=True),
        default=AS_OPENED.validation,
        help="share held back",
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="session to save, for example run.linearium")
    _add_common(parser)


def _add_pace(parser: argparse.ArgumentParser) -> None:
    """How the step size changes, and momentum."""
    parser.add_argument(
        "--schedule",
        type=_one_of(ScheduleKind),
        default=ScheduleKind.CONSTANT,
        help="of the step size: constant (default), step (halved every T epochs), cosine (down to zero in T) or 1/t",
    )
    over, momentum = "the T of the schedule (default of cosine: the whole run)", "0 (default) to below 1"
    parser.add_argument("--over", type=real(0, _LARGE, is_open=True), metavar="EPOCHS", help=over)
    parser.add_argument("--momentum", type=real(0, 1), default=0.0, metavar="MU", help=momentum)


def _add_evaluate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("session", type=Path, metavar="RUN.linearium", help="session with the classifier")
    _add_common(parser)


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("session", type=Path, metavar="RUN.linearium", help="session with the classifier")
    parser.add_argument("--weights", type=Path, metavar="FILE.npz", help="weights, biases and what made them")
    parser.add_argument("--script", type=Path, metavar="FILE.py", help="NumPy script that repeats the run")
    _add_common(parser)


def _add_classify(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="pictures, or folders of them")
    parser.add_argument("--session", type=Path, required=True, metavar="RUN.linearium", help="session to take")
    _add_common(parser)


def _add_common(parser: argparse.ArgumentParser) -> None:
    home = user_cache_path("linearium", appauthor=False)
    parser.add_argument("--data-dir", type=Path, default=home, metavar="DIR", help="where data sets are looked for")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def _one_of(kinds: type[StrEnum]) -> Callable[[str], StrEnum]:
    """One of some names."""

    def read(text: str) -> StrEnum:
        if text not in [*kinds]:
            raise argparse.ArgumentTypeError(f"“{text}” is none of {', '.join(kinds)}")
        return kinds(text)

    return read


_ABOUT = {
    "train": ("train a classifier; Ctrl+C ends it early and saves it", _add_train),
    "evaluate": ("measure a saved classifier on all splits", _add_evaluate),
    "export": ("write the weights of a saved classifier, or its run as a NumPy script", _add_export),
    "classify": ("say what a saved classifier takes pictures for", _add_classify),
}
