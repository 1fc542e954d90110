"""The numbers behind the views, as tables to save."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from model.arrays import Doubles, Floats
from model.bench import Bench as LossBench
from model.bench import weigh
from model.checking.bench import Bench as CheckBench
from model.checking.slopes import relative_errors
from model.classifier import class_scores
from model.curve import BATCH_ROWS, MEASURE_ROWS
from model.datasets.dataset import Dataset
from model.evidence import Evidence
from model.landscape import accuracy_at
from model.losses import probabilities
from model.panorama import Panorama
from model.profiles import Survey
from model.race.records import RaceSnapshot
from model.records import Settings, Snapshot, Step
from model.schedules import ScheduleKind
from model.search.records import Job, Outcome, Plan
from model.search.summary import COLUMNS, as_row
from model.strategies.records import LANE_ROWS, StrategiesSnapshot

_CHANNELS = {1: ("grey",), 3: ("red", "green", "blue")}
_CURVE_COLUMNS = ("kind", *dict.fromkeys((*BATCH_ROWS, *MEASURE_ROWS)))


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns, and rows of numbers and names."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


def as_csv(table: Table, facts: dict[str, str]) -> str:
    """A table as comma-separated values, numbers with all their digits; first the facts, in lines that begin with #."""
    text = io.StringIO()
    for name, fact in facts.items():
        text.write(f"# {name}: {fact}\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(table.rows)
    return text.getvalue()


def _table(columns: Sequence[str], *values: Iterable[object]) -> Table:
    return Table(tuple(columns), tuple(zip(*values, strict=True)))


def curves(snapshot: Snapshot) -> Table:
    """Every batch and every measurement of a run, in the order of steps; what one of them lacks is empty."""
    return Table(_CURVE_COLUMNS, _moments(snapshot.batch_curve, snapshot.measure_curve))


def race(shown: RaceSnapshot) -> Table:
    """The curves of every runner, with its name and what it was told to do."""
    kinds = ("run", "loss kind", "regularization", "strength")
    told = (*kinds, "step size", "schedule", "schedule epochs", "momentum", "batch size", "seed")
    rows: list[tuple[object, ...]] = []
    for lane in shown.lanes:
        settings, runner = lane.runner.settings, lane.runner
        own = (runner.name, settings.loss, settings.penalty, settings.strength)
        pace = (settings.step_size, settings.schedule, _over(settings), settings.momentum, settings.batch_size)
        rows += [(*own, *pace, runner.seed, *moment) for moment in _moments(lane.batch_curve, lane.measure_curve)]
    return Table((*told, *_CURVE_COLUMNS), tuple(rows))


def strategies(shown: StrategiesSnapshot) -> Table:
    """Every measurement of every strategy: how many evaluations and tries or steps it took, and what it had then."""
    rows: list[tuple[object, ...]] = []
    for lane in shown.lanes:
        for evaluations, number, *found in lane.curve.T.tolist():
            rows.append((lane.kind, shown.settings.loss, shown.seed, evaluations, int(number), *found))
    return Table(("strategy", "loss kind", "seed", *LANE_ROWS), tuple(rows))


def _over(settings: Settings) -> float | str:
    """The epochs of a schedule; a constant step size has none."""
    return "" if settings.schedule is ScheduleKind.CONSTANT else settings.over


def search(plan: Plan, outcomes: Mapping[Job, Outcome]) -> Table:
    """A row for each point and fold of a search that has ended, with where it ended."""
    return Table(COLUMNS, tuple(as_row(outcomes[job]) for job in plan.jobs if job in outcomes))


def _moments(batch_curve: Doubles, measure_curve: Doubles) -> tuple[tuple[object, ...], ...]:
    """Both curves of a run as rows of _CURVE_COLUMNS."""
    rows: list[tuple[object, ...]] = []
    for kind, names, curve in (("batch", BATCH_ROWS, batch_curve), ("measurement", MEASURE_ROWS, measure_curve)):
        for column in curve.T.tolist():
            found = dict(zip(names, column, strict=True)) | {"kind": kind, "number": int(column[0])}
            rows.append(tuple(found.get(name, "") for name in _CURVE_COLUMNS))
    rows.sort(key=lambda row: (row[1], row[0] != "batch"))
    return tuple(rows)


def parameters(dataset: Dataset, weights: Floats, biases: Floats) -> Table:
    """Every weight (K, D) with its class, row, column and channel, and after those of a class its bias (K,)."""
    height, width, channels = dataset.shape
    places = [(r, c, _CHANNELS[channels][ch]) for r in range(height) for c in range(width) for ch in range(channels)]
    rows: list[tuple[object, ...]] = []
    for name, row, bias in zip(dataset.classes, weights.tolist(), biases.tolist(), strict=True):
        rows += [(name, *place, weight) for place, weight in zip(places, row, strict=True)]
        rows.append((name, "", "", "bias", bias))
    return Table(("class", "row", "column", "channel", "weight"), tuple(rows))


def line(survey: Survey) -> Table:
    """The loss along a direction: data part, penalty, loss and accuracy of batch, training and validation images."""
    columns, values = ["t"], [survey.points]
    for name, profile in zip(("batch", "training", "validation"), survey.profiles, strict=True):
        columns += [f"{name} data loss", f"{name} penalty", f"{name} loss", f"{name} accuracy"]
        accuracies: Doubles = np.array([accuracy_at(profile.line, float(t)) for t in survey.points])
        values += [profile.data, profile.penalties, profile.losses, accuracies]
    return _table(columns, *(column.tolist() for column in values))


def plane(panorama: Panorama) -> Table:
    """The loss, and where known the accuracy, at every point of a plane."""
    t, u = np.meshgrid(panorama.ts, panorama.us)
    columns, values = ["t", "u", "loss"], [t, u, panorama.losses]
    if panorama.accuracies is not None:
        columns, values = [*columns, "accuracy"], [*values, panorama.accuracies]
    return _table(columns, *(array.ravel().tolist() for array in values))


def one_image(step: Step, position: int, dataset: Dataset) -> Table:
    """What a step saw of an image of its batch: scores, softmax and dL/ds of each class."""
    scores = step.scores[:, position]
    true = int(step.batch.labels[position])
    shares = probabilities(scores[:, None])[:, 0]
    is_true = [int(k == true) for k in range(len(scores))]
    columns = ("class", "is true class", "score", "probability", "dL/ds")
    by_score = step.score_gradient[:, position].tolist()
    return _table(columns, dataset.classes, is_true, scores.tolist(), shares.tolist(), by_score)


def picture_scores(snapshot: Snapshot, x: Floats) -> Table:
    """The scores and probabilities of an image x (D,) as the classifier sees it."""
    scores = class_scores(snapshot.params, x[None])
    shares = probabilities(scores)[:, 0].tolist()
    return _table(("class", "score", "probability"), snapshot.dataset.classes, scores[:, 0].tolist(), shares)


def losses(bench: LossBench, classes: tuple[str, ...]) -> Table:
    """The scores of the image that is looked at, and what each loss makes of them, class by class."""
    columns = ["class", "is true class", "score"]
    values: list[Floats] = [bench.scores[:, bench.image]]
    for found in weigh(bench):
        names = [f"{found.rule} term"] if len(found.terms) == 1 else [f"{found.rule} e^s", f"{found.rule} probability"]
        columns += [*names, f"{found.rule} dL/ds"]
        values += [*(term[:, bench.image] for term in found.terms), found.gradient[:, bench.image]]
    is_true = [int(k == bench.label) for k in range(len(classes))]
    return _table(columns, classes, is_true, *(np.asarray(column).tolist() for column in values))


def evidence(found: Evidence) -> Table:
    """Every pixel's input, weight and their product; with the bias, in the last row, the products make the score."""
    height, width, channels = found.products.shape
    places = [(r, c, _CHANNELS[channels][ch]) for r in range(height) for c in range(width) for ch in range(channels)]
    numbers = zip(*(array.ravel().tolist() for array in (found.inputs, found.weights, found.products)), strict=True)
    rows = [(*place, *row) for place, row in zip(places, numbers, strict=True)]
    return Table(
        ("row", "column", "channel", "x", "weight", "product"), (*rows, ("", "", "bias", 1.0, found.bias, found.bias))
    )


def confusion(snapshot: Snapshot) -> Table:
    """How many images of each class are taken for which, of validation and of test."""
    rows: list[tuple[object, ...]] = []
    measure, classes = snapshot.measure, snapshot.dataset.classes
    for split, counts in (("validation", measure.validation_confusion), ("test", measure.test_confusion)):
        rows += [(split, name, *row) for name, row in zip(classes, counts.tolist(), strict=True)]
    return Table(("split", "true class", *(f"taken for {name}" for name in classes)), tuple(rows))


def gradient_check(bench: CheckBench) -> Table:
    """Every slope that is known, beside the analytic gradient."""
    _, width, channels = bench.dataset.shape
    rows: list[tuple[object, ...]] = []
    errors = relative_errors(bench.checked, bench.progress.slopes)
    for k, d in np.argwhere(bench.progress.known).tolist():
        pixel, channel = divmod(d, channels)
        place = (*divmod(pixel, width), _CHANNELS[channels][channel]) if d < bench.subject.bias else ("", "", "bias")
        numbers = (bench.subject.weights[k, d], bench.progress.slopes[k, d], bench.checked[k, d], errors[k, d])
        rows.append((bench.dataset.classes[k], *place, *(float(number) for number in numbers)))
    columns = ("class", "row", "column", "channel", "weight", "numerical", "analytic", "relative error")
    return Table(columns, tuple(rows))
