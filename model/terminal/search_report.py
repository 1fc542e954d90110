"""What is told of a search when it is over."""

from dataclasses import asdict
from typing import Any

from model.search.records import Job, Point, SearchSnapshot
from model.search.summary import Best, Cell, best_of, cells
from model.terminal import report
from model.terminal.terminal import number, percent, table

_DIVERGED, _MISSING, _GIVEN_UP = "×", "–", "!"
_LEGEND = {_DIVERGED: "diverged", _MISSING: "not ended", _GIVEN_UP: "given up"}


def document(seen: SearchSnapshot) -> dict[str, Any]:
    """All of it, for JSON: losses are data losses, and shares from 0 to 1."""
    found = cells(seen.plan, seen.outcomes)
    best = best_of(found)
    return {
        "schema": report.SCHEMA,
        "search": asdict(seen.plan),
        "runs": {"all": len(seen.plan.jobs), "ended": len(seen.outcomes), "given up": len(seen.given_up)},
        "points": [_told(cell) for cell in found],
        "best": best and {**_told(best.cell), "within its error": [cell.point.place for cell in best.rivals]},
    }


def words(seen: SearchSnapshot) -> str:
    """The same as a table of validation accuracies, and a sentence on the best."""
    found = {cell.point: cell for cell in cells(seen.plan, seen.outcomes)}
    drawn = _lines(seen, found) if seen.plan.is_random else _grid(seen, found)
    used = [f"{mark} {_LEGEND[mark]}" for mark in _LEGEND if any(mark in row[1:] for row in drawn)]
    return "\n".join([table(drawn), *(["  ".join(used)] if used else []), "", _sentence(best_of(found.values()))])


def _grid(seen: SearchSnapshot, found: dict[Point, Cell]) -> list[tuple[str, ...]]:
    """A row for each strength, a column for each step size."""
    columns, points = seen.plan.step_sizes.count, seen.plan.points
    rows = [points[start : start + columns] for start in range(0, len(points), columns)]
    head = ("strength \\ step size", *(f"{point.step_size:g}" for point in rows[0]))
    return [head, *((f"{row[0].strength:g}", *(_mark(seen, found, point) for point in row)) for row in rows)]


def _lines(seen: SearchSnapshot, found: dict[Point, Cell]) -> list[tuple[str, ...]]:
    """A row for each random point, the best first."""
    fine = {point: cell.accuracy for point, cell in found.items() if not cell.diverged}
    order = sorted(seen.plan.points, key=lambda point: -fine.get(point, -1.0))
    head = ("point", "step size", "strength", "accuracy", "loss")
    return [head, *(_line(seen, found, point) for point in order)]


def _line(seen: SearchSnapshot, found: dict[Point, Cell], point: Point) -> tuple[str, ...]:
    loss = number(found[point].loss) if point in found else ""
    return str(point.place), f"{point.step_size:g}", f"{point.strength:g}", _mark(seen, found, point), loss


def _mark(seen: SearchSnapshot, found: dict[Point, Cell], point: Point) -> str:
    if point in found:
        return _DIVERGED if found[point].diverged else percent(found[point].accuracy)
    return _GIVEN_UP if Job(point, 0) in seen.given_up else _MISSING


def _sentence(best: Best | None) -> str:
    if best is None:
        return "Every run has diverged: take smaller step sizes."
    cell, count = best.cell, len(best.rivals)
    others = {0: "No other point is", 1: "One other point is"}.get(count, f"{count:,} other points are")
    point = f"step size {cell.point.step_size:g}, strength {cell.point.strength:g}"
    found = f"validation {percent(cell.accuracy)} ± {percent(cell.accuracy_error)} ({cell.error_words})"
    return f"Best: {point}: {found}. {others} within that of it."


def _told(cell: Cell) -> dict[str, Any]:
    told = asdict(cell)
    point: dict[str, Any] = told.pop("point")
    return point | told | {"accuracy_error_is": cell.error_words}
