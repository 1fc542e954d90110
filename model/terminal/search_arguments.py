"""The options of the command search, and the plan they make."""

import argparse
from pathlib import Path

from model.datasets.arrangement import Arrangement
from model.defaults import default_step_size, default_strength
from model.records import PenaltyKind, Settings
from model.search.records import MOST_EPOCHS, MOST_FOLDS, Plan, Span
from model.search.rules import complaint
from model.search.summary import COLUMNS
from model.search.usual import usual_step_sizes, usual_strengths
from model.terminal.options import add_arrangement, add_common, add_pace, add_problem, over_of
from model.terminal.parser import one_of, whole

_EXAMPLE = "1e-4:1e-1:9"
_MOST_WORKERS = 256


def add_search(parser: argparse.ArgumentParser) -> None:
    """Describe them."""
    parser.epilog = (
        f"The CSV file has a row for each point and fold: {', '.join(COLUMNS)}. Its first lines say what was searched."
    )
    add_problem(parser)
    kinds = one_of(PenaltyKind)
    parser.add_argument("--regularization", type=kinds, default=PenaltyKind.L2, help="l2 (default), l1 or dropout")
    values = "LOW:HIGH:COUNT"
    parser.add_argument("--step-size", type=_span, metavar=values, help=f"step sizes to try, for example {_EXAMPLE}")
    parser.add_argument("--strength", type=_span, metavar=values, help="strengths to try, or rates of dropout")
    parser.add_argument("--random", action="store_true", help="as many random points in place of the grid")
    add_pace(parser)
    parser.add_argument("--batch", type=whole(1, 10**7), default=256, metavar="B", help="images a step (default 256)")
    parser.add_argument("--epochs", type=whole(1, MOST_EPOCHS), default=5, metavar="N", help="how long (default 5)")
    parser.add_argument("--folds", type=whole(1, MOST_FOLDS), default=1, metavar="N", help="splits to try each on (1)")
    parser.add_argument("--seed", type=whole(0), default=1, help="seed of weights, batches and dropout (default 1)")
    add_arrangement(parser)
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--workers", type=whole(1, _MOST_WORKERS), metavar="N", help="processes (all cores but one)")
    where.add_argument("--scheduler", default="", metavar="ADDRESS", help="Dask cluster, for example tcp://host:8786")
    parser.add_argument("--out", type=Path, metavar="FILE.csv", help="table to write, row by row as runs end")
    parser.add_argument("--resume", action="store_true", help="go on with the search that --out holds")
    add_common(parser)


def plan_of(options: argparse.Namespace) -> Plan:
    """The plan that the options ask for; what they leave out goes by the data set."""
    data, loss, penalty = options.data, options.loss, options.regularization
    return Plan(
        source=data,
        arrangement=Arrangement(options.preprocessing, options.per_class, options.noise, options.validation),
        settings=_settings(options),
        step_sizes=options.step_size or usual_step_sizes(data, loss),
        strengths=options.strength or usual_strengths(data, loss, penalty),
        is_random=options.random,
        epochs=options.epochs,
        folds=options.folds,
        seed=options.seed,
    )


def _settings(options: argparse.Namespace) -> Settings:
    """What is the same for all; step size and strength stand for those that are tried."""
    data, loss, penalty = options.data, options.loss, options.regularization
    return Settings(
        loss=loss,
        margin=options.margin,
        penalty=penalty,
        strength=default_strength(data, loss, penalty),
        step_size=default_step_size(data, loss),
        batch_size=options.batch,
        schedule=options.schedule,
        over=over_of(options),
        momentum=options.momentum,
    )


def search_complaint(options: argparse.Namespace) -> str:
    """What is wrong with the options together; empty where nothing is."""
    if options.resume and options.out is None:
        return "--resume needs the table that --out has begun"
    return complaint(plan_of(options))


def _span(text: str) -> Span:
    try:
        low, high, count = text.split(":")
        return Span(float(low), float(high), int(count))
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not LOW:HIGH:COUNT, such as {_EXAMPLE}") from None
