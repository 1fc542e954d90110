"""Races to begin with: the four step sizes of the lecture, whatever the data set and the loss, and some more."""

from dataclasses import replace

from model import defaults
from model.classifier import score_rows_with
from model.datasets.dataset import Dataset
from model.landscape import best_step, line
from model.products import Scratch
from model.race.records import Runner
from model.records import PenaltyKind, Settings
from model.run import Run
from model.schedules import ScheduleKind

# In units of the best step of the start. Tried on the embedded sets with both losses: after 400 steps the first has
# still far to go, the second is about the best there is, the third stays above it, and the fourth explodes.
FACTORS = (("low", 0.01), ("good", 0.3), ("high", 4.0), ("very high", 30.0))

_BATCH_SIZES = (16, 64, 256, 1024)
_MOMENTA = (0.0, 0.5, 0.9, 0.99)
_PENALTY_NAMES = {
    PenaltyKind.NONE: "none",
    PenaltyKind.L2: "L2",
    PenaltyKind.L1: "L1",
    PenaltyKind.DROPOUT: "dropout",
}


def start_step_size(dataset: Dataset, settings: Settings, seed: int, scratch: Scratch) -> float:
    """The exact best first step for all training images, along the gradient of the first batch.

    Where the loss falls without end it is the step size of the settings.
    """
    step = Run(dataset, settings, seed).coming()
    scores, slopes = score_rows_with([step.before, step.gradient], dataset, dataset.train, scratch)
    labels = dataset.labels[dataset.train]
    along = line(scores, slopes, labels, step.before, step.gradient, settings)
    return best_step(along, settings.step_size) or settings.step_size


def four_step_sizes(dataset: Dataset, settings: Settings, seed: int, scratch: Scratch) -> tuple[Runner, ...]:
    """The lecture's four runs; everything but the step size is as in the settings."""
    unit = start_step_size(dataset, settings, seed, scratch)
    return tuple(
        Runner(name, replace(settings, step_size=float(f"{factor * unit:.2g}")), seed, colour)
        for colour, (name, factor) in enumerate(FACTORS)
    )


def four_penalties(dataset: Dataset, settings: Settings, seed: int) -> tuple[Runner, ...]:
    """Every kind of regularization with its usual strength; all else is as in the settings."""
    return tuple(
        Runner(_PENALTY_NAMES[kind], defaults.for_penalty(settings, dataset.name, kind), seed, colour)
        for colour, kind in enumerate(PenaltyKind)
    )


def four_batch_sizes(dataset: Dataset, settings: Settings, seed: int) -> tuple[Runner, ...]:
    """Batches of 16 to 1,024 images, or as many as there are; all else is as in the settings."""
    sizes = dict.fromkeys(min(size, len(dataset.train)) for size in _BATCH_SIZES)
    return tuple(
        Runner(f"batches of {size:,}", replace(settings, batch_size=size), seed, colour)
        for colour, size in enumerate(sizes)
    )


def four_schedules(_: Dataset, settings: Settings, seed: int) -> tuple[Runner, ...]:
    """Every kind of schedule, over as many epochs as in the settings; all else is as there."""
    return tuple(
        Runner(str(kind), replace(settings, schedule=kind), seed, colour) for colour, kind in enumerate(ScheduleKind)
    )


def four_momenta(_: Dataset, settings: Settings, seed: int) -> tuple[Runner, ...]:
    """No momentum, and ever more; all else is as in the settings, the step size too."""
    return tuple(
        Runner(f"μ {momentum:g}" if momentum else "no momentum", replace(settings, momentum=momentum), seed, colour)
        for colour, momentum in enumerate(_MOMENTA)
    )
