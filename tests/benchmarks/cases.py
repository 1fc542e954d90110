"""What is compared: each case gives rows of the table."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import numpy as np

from model.classifier import score_rows_with, start_params
from model.descent import score_batch
from model.landscape import best_step, line, losses_along, slope_at
from model.numerical import numerical_gradient
from model.plane import data_losses_on, plane
from model.records import LossKind, Params, PenaltyKind, Settings, Step
from tests.benchmarks import peers
from tests.benchmarks.bench import Bench, Row
from tests.benchmarks.clock import Work, seconds_each
from tests.benchmarks.naive import naive_seconds

POINTS = np.linspace(-0.06, 1.0, 201)
GRID = np.linspace(-1.0, 1.0, 51)


def threads(count: int) -> None:
    """Let PyTorch use so many threads."""
    if peers.torch:
        peers.torch.set_num_threads(count)


def both_losses(settings: Settings) -> Iterator[Settings]:
    """Softmax and hinge, with a step size each."""
    yield replace(settings, loss=LossKind.SOFTMAX)
    yield replace(settings, loss=LossKind.HINGE, step_size=settings.step_size / 5)


def mini_batches(bench: Bench) -> Iterator[Row]:
    """Batch 256 with L2 against everyone."""
    threads(1)
    large = bench.is_large
    targets = {"PyTorch": 3.5 if large else 4.5, "NumPy float64": 4.0 if large else 3.5, "scikit-learn": 12.0}
    coursework = peers.Coursework(bench.seen, bench.labels, bench.classes)
    for settings in both_losses(Settings(strength=1e-3)):
        contenders = {"ours": bench.training_step(settings), "NumPy float64": coursework.training_step(settings)}
        if bench.torch:
            contenders["PyTorch"] = bench.torch.training_step(settings)
        if peers.SGDClassifier:
            contenders["scikit-learn"] = peers.Sklearn(bench.seen, bench.labels, 10).training_step(settings)
        times = seconds_each(contenders, rounds=9, calls=100, warming=10)
        for peer, target in targets.items():
            if peer in times:
                yield Row(f"step, batch 256, {settings.loss}, L2", times["ours"], peer, times[peer], target)


def other_steps(bench: Bench) -> Iterator[Row]:
    """Other batch sizes, L1 and dropout, against PyTorch."""
    threads(1)
    l2 = Settings(strength=1e-3)
    kinds = (
        ("batch 32, L2", replace(l2, batch_size=32), 3.0),
        ("batch 1024, L2", replace(l2, batch_size=1024), 3.0),
        ("batch 256, L1", replace(l2, penalty=PenaltyKind.L1, strength=1e-4), 3.0),
        ("batch 256, dropout 0.2", replace(l2, penalty=PenaltyKind.DROPOUT, strength=0.2), 10.0),
    )
    for what, kind, target in kinds:
        for settings in both_losses(kind):
            if bench.torch:
                works = {"ours": bench.training_step(settings), "PyTorch": bench.torch.training_step(settings)}
                times = seconds_each(works, rounds=9, calls=100, warming=10)
                yield Row(f"step, {what}, {settings.loss}", times["ours"], "PyTorch", times["PyTorch"], target)


def limits(bench: Bench) -> Iterator[Row]:
    """How far steps of single chunks could go: what none can do without, against PyTorch's whole step."""
    threads(1)
    for size in (256, 32):
        works = {"alone": bench.products_alone(size)}
        if bench.torch:
            works["PyTorch"] = bench.torch.training_step(Settings(strength=1e-3, batch_size=size))
        times = seconds_each(works, rounds=9, calls=100, warming=10)
        what = f"step, batch {size}, images and products alone"
        yield Row(what, times["alone"], "PyTorch" if bench.torch else "", times.get("PyTorch", 0.0))


def full_batch(bench: Bench, peak: Callable[[], float]) -> Iterator[Row]:
    """The gradient on all images, on two cores."""
    threads(2)
    count = len(bench.dataset.train)
    for settings in both_losses(Settings(penalty=PenaltyKind.NONE, batch_size=count)):
        works = {"ours": bench.training_step(settings)}
        if bench.torch:
            works["PyTorch"] = bench.torch.full_gradient(settings)
        times = seconds_each(works, rounds=9, calls=4, warming=2)
        share = 4 * count * bench.pixels * bench.classes / times["ours"] / peak()
        note = f"{share:.0%} of one core's peak"
        theirs = times.get("PyTorch", 0.0)
        target = 3.0 if theirs else 0.0
        yield Row(
            f"full-batch gradient, {settings.loss}", times["ours"], "PyTorch, 2 threads", theirs, target, note=note
        )


def landscapes(bench: Bench) -> Iterator[Row]:
    """The loss along a line and on a plane, on all images, from the images on."""
    threads(2)
    for settings in both_losses(Settings(strength=1e-3)):
        step = bench.coming(settings)
        other = start_params(2, bench.classes, bench.pixels)

        def along(settings: Settings = settings) -> None:
            losses_along(bench.whole_line(settings), POINTS)

        def on_plane(settings: Settings = settings, step: Step = step, other: Params = other) -> None:
            ways = (step.before, step.gradient, other)
            scores = score_rows_with(ways, bench.dataset, bench.dataset.train, bench.scratch)
            surface = plane((scores[0], scores[1], scores[2]), bench.labels, ways[0], (ways[1], ways[2]), settings)
            data_losses_on(surface, GRID, GRID)

        works: dict[str, Work] = {"line": along, "plane": on_plane}
        if bench.torch:
            works["point"] = bench.torch.one_point(settings)
        times = seconds_each(works, rounds=5)
        wanted = (200.0, 1000.0) if bench.is_large else (0.0, 0.0)
        for what, points, target, most in (("line", 201, wanted[0], 0.3), ("plane", 51 * 51, wanted[1], 0.6)):
            theirs = points * times.get("point", 0.0)
            name = f"loss on a {what}, {points:,} points, {settings.loss}"
            yield Row(name, times[what], "a pass a point", theirs, target if theirs else 0.0, most)


def best_steps(bench: Bench) -> Iterator[Row]:
    """The lowest point along a line on all images, once the scores are there."""
    for settings in both_losses(Settings(strength=1e-3)):
        along = bench.whole_line(settings)
        times = seconds_each({"ours": partial(best_step, along, settings.step_size)}, rounds=9)
        best = best_step(along, settings.step_size) or 0.0
        sides = slope_at(along, best * (1 - 1e-6)), slope_at(along, best * (1 + 1e-6))
        found = "within 1e-6" if sides[0] <= 0 <= sides[1] else f"slopes {sides} do not enclose 0"
        yield Row(f"exact best step, {settings.loss}", times["ours"], most=0.05, note=f"t = {best:.6g}, {found}")


def numerical(bench: Bench) -> Iterator[Row]:
    """All derivatives by finite differences, against the loop over parameters."""
    rows = bench.dataset.train[:256]
    seen, labels = bench.seen[:256].astype(np.float64), bench.dataset.labels[rows]
    wanted = (1000.0, 450.0) if bench.is_large else (0.0, 0.0)
    for settings, target in zip(both_losses(Settings(strength=1e-3)), wanted, strict=True):
        ours = seconds_each(
            {"ours": partial(numerical_gradient, bench.params, seen, labels, settings)},
            rounds=7,
        )["ours"]
        theirs = naive_seconds(bench.params, seen, labels, settings)
        count = bench.params.weights.size + bench.params.biases.size
        yield Row(f"numerical gradient, {count:,} numbers, {settings.loss}", ours, "naive loop", theirs, target, 0.3)


def redraws(bench: Bench) -> Iterator[Row]:
    """The current batch's landscape, from the step on."""
    for settings in both_losses(Settings(strength=1e-3)):
        step = bench.coming(settings)

        def redraw(settings: Settings = settings, step: Step = step) -> None:
            slopes = score_batch(step.gradient, step.batch, settings, bench.dataset, bench.scratch)
            along = line(step.scores, slopes, step.batch.labels, step.before, step.gradient, settings)
            losses_along(along, POINTS)

        times = seconds_each({"ours": redraw}, rounds=30, calls=3)
        yield Row(f"batch landscape, 256 images, {settings.loss}", times["ours"], most=1e-3)
