"""What made a figure or a table of a search: as `provenance` tells it of a run."""

from model.provenance import settings_facts, versions
from model.search.records import Plan, Span


def facts(plan: Plan, data: str, preprocessing: str) -> dict[str, str]:
    """Data set and how it is arranged, settings with their ranges, seed, how many candidates, versions."""
    count = plan.step_sizes.count * plan.strengths.count
    way = f"{count:,} random points" if plan.is_random else f"a grid of {count:,} points"
    return {
        "data": data,
        "preprocessing": preprocessing,
        **settings_facts(plan.settings, _range(plan.step_sizes), _range(plan.strengths)),
        "seed": str(plan.seed),
        "search": f"{way}, epochs: {plan.epochs:,}, folds: {plan.folds}",
        "made with": versions(),
    }


def _range(span: Span) -> str:
    return f"{span.low:g} to {span.high:g}"
