"""The command train."""

import signal
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from threading import Event
from time import monotonic
from types import FrameType

import numpy as np

from model.belongings import NOTHING
from model.datasets.arrange import arrange
from model.datasets.arrangement import Arrangement
from model.datasets.dataset import Dataset
from model.defaults import default_step_size, default_strength
from model.keeping import files
from model.keeping.session import Session
from model.keeping.surroundings import here
from model.records import Settings
from model.run import Run
from model.story import Story
from model.terminal import report
from model.terminal.options import over_of
from model.terminal.terminal import Terminal, as_json, number, percent

INTERRUPTED = 130


def train(options: Namespace, dataset: Dataset, terminal: Terminal) -> int:
    """Train as the options say, print what came of it, and say the exit code."""
    arrangement = Arrangement(options.preprocessing, options.per_class, options.noise, options.validation)
    with np.errstate(all="ignore"):  # a diverging run overflows: a sentence says so
        story = Story(arrange(dataset, arrangement), settings_of(options), options.seed, count(1))
        run = story.present
        with listening() as stop:
            take_steps(run, options.steps, options.epochs, stop, terminal)
        measure = run.measure()
    found = report.document(run, measure)
    code = _ending(run, stop, terminal)
    try:
        if options.out is not None:
            save(options.out, story, terminal)
    finally:
        terminal.clear()
        terminal.result(as_json(found) if options.json else report.words(run, measure, with_classes=False))
    return code


def _ending(run: Run, stop: Event, terminal: Terminal) -> int:
    """The exit code, and a sentence where it is not 0."""
    if stop.is_set():
        terminal.say(f"Stopped after {run.number:,} steps.")
        return INTERRUPTED
    if run.has_diverged:
        terminal.complain("the run has diverged: its loss is no longer finite; take a smaller step size.")
        return 2
    return 0


def settings_of(options: Namespace) -> Settings:
    """The settings that the options ask for; what they leave out is the data set's own."""
    source, loss, penalty = options.data, options.loss, options.regularization
    step_size, strength = options.step_size, options.strength
    return Settings(
        loss=loss,
        margin=options.margin,
        penalty=penalty,
        strength=default_strength(source, loss, penalty) if strength is None else strength,
        step_size=default_step_size(source, loss) if step_size is None else step_size,
        batch_size=options.batch,
        schedule=options.schedule,
        over=over_of(options),
        momentum=options.momentum,
    )


def take_steps(run: Run, steps: int | None, epochs: int, stop: Event, terminal: Terminal) -> None:
    """Take so many steps, or epochs, unless stopped; every epoch is measured, and told where nobody watches."""
    images, began = 0, monotonic()
    while not stop.is_set() and (run.number < steps if steps is not None else run.epoch < epochs):
        taken = run.advance()
        if not taken:
            return
        images += taken
        if terminal.wants_progress:
            terminal.show(_progress(run, images / (monotonic() - began)))
        if run.epoch.is_integer():
            run.measure()
            terminal.tell(_progress(run, images / (monotonic() - began)))


def _progress(run: Run, rate: float) -> str:
    measure = run.newest_measure
    return (
        f"epoch {run.epoch:.2f}  step {run.number:,}  training loss {number(measure.train_loss)}"
        f"  validation {percent(measure.validation_accuracy)}  {rate:,.0f} images/s"
    )


def save(path: Path, story: Story, terminal: Terminal) -> None:
    """Keep the run in a session file; raises KeepingError."""
    dataset = story.present.dataset
    origin = files.reached_from(path, files.origin_of(dataset), dataset)
    size = files.save(path, Session(origin, story.state(), NOTHING, here()))
    terminal.say(f"Saved {path} ({size / 1e6:.1f} MB).")


@contextmanager
def listening() -> Iterator[Event]:
    """An event that Ctrl+C sets, once; the second time it ends the program as usual."""
    stop = Event()

    def hear(_: int, __: FrameType | None) -> None:
        stop.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, hear)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
