"""What made a figure or a table of a search: as `provenance` tells it of a run."""

from model.provenance import PENALTIES, loss_words, versions
from model.search.records import Plan, Span


def facts(plan: Plan, data: str, preprocessing: str) -> dict[str, str]:
    """Data set and how it is arranged, loss, ranges, batch, seed, how many candidates and versions."""
    settings = plan.settings
    count = plan.step_sizes.count * plan.strengths.count
    way = f"{count:,} random points" if plan.is_random else f"a grid of {count:,} points"
    return {
        "data": data,
        "preprocessing": preprocessing,
        "loss": loss_words(settings),
        "regularization": PENALTIES[settings.penalty].replace("{:g}", _range(plan.strengths)),
        "step size": _range(plan.step_sizes),
        "batch size": f"{settings.batch_size:,}",
        "seed": str(plan.seed),
        "search": f"{way}, epochs: {plan.epochs:,}, folds: {plan.folds}",
        "made with": versions(),
    }


def _range(span: Span) -> str:
    return f"{span.low:g} to {span.high:g}"
