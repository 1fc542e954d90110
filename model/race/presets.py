"""The four step sizes of the lecture: very high, high, good and low, whatever the data set and the loss."""

from dataclasses import replace

from model.classifier import score_rows_with
from model.datasets.dataset import Dataset
from model.landscape import best_step, line
from model.products import Scratch
from model.race.records import Runner
from model.records import Settings
from model.run import Run

# In units of the best step of the start. Tried on the embedded sets with both losses: after 400 steps the first has
# still far to go, the second is about the best there is, the third stays above it, and the fourth explodes.
FACTORS = (("low", 0.01), ("good", 0.3), ("high", 4.0), ("very high", 30.0))


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
