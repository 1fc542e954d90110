"""Options that several commands share."""

import argparse
from pathlib import Path

from platformdirs import user_cache_path

from model.datasets.arrangement import AS_OPENED, Seen
from model.datasets.catalogue import DEFAULT, SAMPLES, TOYS
from model.records import LossKind
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
