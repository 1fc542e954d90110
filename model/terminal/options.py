"""Options that several commands share."""

import argparse
from pathlib import Path

from platformdirs import user_cache_path

from model.datasets.arrangement import AS_OPENED, Seen
from model.datasets.catalogue import DEFAULT, SAMPLES, TOYS
from model.records import LossKind, Settings
from model.schedules import ScheduleKind
from model.terminal.parser import one_of, real, whole

LARGE = 1e6
_SEEN = {str(seen).replace(" ", "-"): seen for seen in Seen}


def preprocessing_of(options: argparse.Namespace) -> Seen:
    """What the weights see of a pixel."""
    return _SEEN.get(getattr(options, "preprocessing", ""), Seen.MEAN_IMAGE)


def add_problem(parser: argparse.ArgumentParser) -> None:
    """Which images, and which loss."""
    samples = ", ".join((*SAMPLES, *TOYS))
    parser.add_argument("--data", default=DEFAULT, metavar="NAME", help=f"data set: {samples}, or one of your own")
    parser.add_argument("--loss", type=one_of(LossKind), default=LossKind.SOFTMAX, help="softmax (default) or hinge")
    parser.add_argument("--margin", type=real(0, LARGE), default=1.0, help="margin of the hinge (default 1)")


def add_pace(parser: argparse.ArgumentParser) -> None:
    """How the step size changes, and momentum."""
    parser.add_argument(
        "--schedule",
        type=one_of(ScheduleKind),
        default=ScheduleKind.CONSTANT,
        help="of the step size: constant (default), step (halved every T epochs), cosine (down to zero in T) or 1/t",
    )
    over, momentum = "the T of the schedule (default of cosine: the whole run)", "0 (default) to below 1"
    parser.add_argument("--over", type=real(0, LARGE, is_open=True), metavar="EPOCHS", help=over)
    parser.add_argument("--momentum", type=real(0, 1), default=0.0, metavar="MU", help=momentum)


def pace_complaint(options: argparse.Namespace) -> str:
    """What is wrong with them; empty where nothing is."""
    if options.momentum >= 1:
        return "the momentum is a number from 0 to below 1"
    is_known = options.schedule is ScheduleKind.COSINE and getattr(options, "steps", None) is None
    if options.over is None and options.schedule is not ScheduleKind.CONSTANT and not is_known:
        return "say how many epochs the schedule goes over: --over EPOCHS"
    return ""


def over_of(options: argparse.Namespace) -> float:
    """How many epochs the schedule goes over; a cosine is as long as the run."""
    if options.over is not None:
        return float(options.over)
    return Settings().over if options.schedule is ScheduleKind.CONSTANT else float(options.epochs)


def add_arrangement(parser: argparse.ArgumentParser) -> None:
    """How the images are arranged."""
    parser.add_argument("--preprocessing", choices=_SEEN, default="mean-image", help="what the weights see of a pixel")
    parser.add_argument("--per-class", type=whole(1), metavar="N", help="training images of each class (default all)")
    parser.add_argument("--noise", type=real(0, 1), default=0.0, help="share of training labels made wrong")
    parser.add_argument(
        "--validation",
        type=real(0, 1, is_open=True),
        default=AS_OPENED.validation,
        help="share held back",
    )


def add_common(parser: argparse.ArgumentParser) -> None:
    """What every command knows."""
    home = user_cache_path("linearium", appauthor=False)
    parser.add_argument("--data-dir", type=Path, default=home, metavar="DIR", help="where data sets are looked for")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
