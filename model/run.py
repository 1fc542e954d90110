"""One run of gradient descent: where it is, how it got there, and what comes next. No threads, no clock."""

from collections import deque
from copy import copy
from dataclasses import replace

from model import descent
from model.allowance import BUDGET_BYTES, allowance
from model.classifier import start_params
from model.curve import BATCH_ROWS, MEASURE_ROWS, Curve
from model.datasets.dataset import Dataset
from model.history import History, Mark
from model.products import Scratch
from model.records import Batch, KeptRun, Measure, Mode, Params, Settings, Snapshot, Step
from model.trail import Trail

_MOST_MEASURES = 4096  # the newer half must hold all that Back may forget


class Run:
    """The state of one run. The same data set, settings and seed give the same run, bit for bit.

    The step to come is known before it is taken: its batch, gradient and result can be looked at first.
    """

    def __init__(
        self, dataset: Dataset, settings: Settings, seed: int, identity: int = 0, budget: int = BUDGET_BYTES
    ) -> None:
        """Stand at the start, before the first step; budget bounds in bytes what it may remember."""
        self.dataset = dataset
        self.settings = settings
        self.seed = seed
        self.identity = identity
        self.number = 0
        self.params = start_params(seed, len(dataset.classes), dataset.pixels.shape[1])
        self._epoch = 0
        self._position = 0
        self._scratch = Scratch(dataset.pixels.shape[1])
        self._order = descent.epoch_order(dataset.train, seed, 0)
        self._coming: Step | None = None
        self._allowed = allowance(self.params.weights.nbytes + self.params.biases.nbytes, budget)
        self._history = History(self._allowed)
        self._has_landed = False
        self._batch_curve = Curve(BATCH_ROWS, "data_loss")
        self._measure_curve = Curve(MEASURE_ROWS, "train_loss", _MOST_MEASURES)
        self._measures: deque[Measure] = deque(maxlen=self._allowed.depth + 2)
        self._trail = Trail(self._allowed.waypoints)
        self._trail.add(0, self.params)
        self._measured: tuple[int, Settings] | None = None
        self.measure()

    @property
    def epoch(self) -> float:
        """How many times the training images have been used so far."""
        return self._epoch + self._position / len(self.dataset.train)

    @property
    def back_steps(self) -> int:
        """How many steps can be undone."""
        return len(self._history)

    @property
    def has_diverged(self) -> bool:
        """Whether the loss of the coming step is no longer finite, so that no step can be taken."""
        return not self.coming().is_finite

    def coming(self) -> Step:
        """The next step, worked out once and not yet taken."""
        if self._coming is None:
            batch = self.coming_batch()
            self._coming = descent.descend(self.params, batch, self.settings, self.dataset, self._scratch, self.number)
        return self._coming

    def coming_batch(self) -> Batch:
        """The images of the next step."""
        size = self.settings.batch_size
        return descent.draw(self._order, self.dataset.labels, self.seed, self._epoch, self._position, size)

    @property
    def knows_coming(self) -> bool:
        """Whether the next step is worked out already."""
        return self._coming is not None

    def foresee(self, step: Step) -> None:
        """Know the next step, which somebody else has worked out: just what `coming` would have found."""
        self._coming = step

    def _again(self, mark: Mark) -> Mark:
        """Where the step from a mark led."""
        assert mark.params is not None
        order = descent.epoch_order(self.dataset.train, self.seed, mark.epoch)
        labels, size = self.dataset.labels, mark.settings.batch_size
        batch = descent.draw(order, labels, self.seed, mark.epoch, mark.position, size)
        step = descent.descend(mark.params, batch, mark.settings, self.dataset, self._scratch)
        return self._mark(step.after, mark.epoch, mark.position + batch.size, mark.settings)

    def _mark(self, params: Params, epoch: int, position: int, settings: Settings) -> Mark:
        """A place in an epoch; its end is the start of the next."""
        is_over = position >= len(self.dataset.train)
        return Mark(params, epoch + is_over, 0 if is_over else position, settings)

    def advance(self) -> int:
        """Take the coming step and say how many images it used; a diverged run stays where it is (0)."""
        return self._take(self.coming())

    def leap(self, step_size: float) -> int:
        """Take the coming step with another step size, and go on with the old one afterwards."""
        return self._take(descent.with_step_size(self.coming(), replace(self.settings, step_size=step_size)))

    def jump(self, params: Params) -> None:
        """Stand at other parameters. It counts as a step, which uses no images and can be undone like any other."""
        self._log(self.coming(), self.settings)
        self._go(self.number + 1, Mark(params, self._epoch, self._position, self.settings, has_landed=True))

    def _take(self, step: Step) -> int:
        if not step.is_finite:
            return 0
        self._log(step, step.settings)
        there = self._mark(step.after, self._epoch, self._position + step.batch.size, self.settings)
        self._go(self.number + 1, there)
        return step.batch.size

    def _log(self, step: Step, settings: Settings) -> None:
        accuracy = descent.batch_accuracy(step)
        self._batch_curve.append(self.number, self.epoch, step.data_loss, step.penalty, accuracy)
        self._history.add(Mark(self.params, self._epoch, self._position, settings, self._has_landed))

    def back(self, steps: int = 1) -> None:
        """Undo steps, as far as they are kept: parameters, batch order and curves are as they were."""
        steps = min(steps, len(self._history))
        if steps:
            self._trail.forget_after(self.number - steps)
            self._go(self.number - steps, self._history.rewind(steps, self._again))
            self._forget_after(self.number)

    def until(self, number: int) -> "Run":
        """A run of its own that stands where this one stood after so many steps, with all that came before."""
        earlier = copy(self)
        earlier._history = self._history.until(number)
        earlier._trail = self._trail.until(number)
        earlier._batch_curve = self._batch_curve.until(0, number)
        earlier._measure_curve = self._measure_curve.until(0, number + 1)
        earlier._measures = deque((m for m in self._measures if m.number <= number), self._allowed.depth + 2)
        earlier._measured = None
        if number < self.number:
            mark = self._history.mark_at(number, self._again)
            earlier.settings = mark.settings
            earlier._go(number, mark)
        if not earlier._measures:
            earlier.measure()
        return earlier

    def fork(self) -> "Run":
        """The same run a second time, for another thread: what they share is never written to."""
        other = self.until(self.number)
        other._scratch = Scratch(self.dataset.pixels.shape[1])
        return other

    def compact(self) -> None:
        """Take little memory, and know everything still: what is not kept is worked out again when wanted."""
        self._history.compact()
        self._coming = None

    def tune(self, settings: Settings) -> None:
        """Go on with other settings. Where only the step size differs, the coming gradient is kept."""
        only_step_size = replace(self.settings, step_size=settings.step_size) == settings
        self.settings = settings
        if self._coming is not None:
            self._coming = descent.with_step_size(self._coming, settings) if only_step_size else None

    def measure(self) -> Measure:
        """Measure the classifier on the whole splits, in place of an earlier measurement of just the same."""
        return self.note(descent.measure(self.number, self.params, self.settings, self.dataset, self._scratch))

    def note(self, found: Measure) -> Measure:
        """Take in a measurement of this moment, and hand it on."""
        if self._measures and self.is_measured:
            self._forget_newest_measure()
        self._measures.append(found)
        self._measured = self._measurable()
        self._measure_curve.append(self.number, self.epoch, *(getattr(found, row) for row in MEASURE_ROWS[2:]))
        return found

    @property
    def is_measured(self) -> bool:
        """Whether the newest measurement is of this very step, loss and penalty."""
        return self._measures[-1].number == self.number and self._measured == self._measurable()

    def snapshot(self, mode: Mode, images_per_second: float = 0.0, trouble: str = "") -> Snapshot:
        """All that can be seen now."""
        newest = self._history.newest
        return Snapshot(
            run=self.identity,
            mode=mode,
            dataset=self.dataset,
            settings=self.settings,
            seed=self.seed,
            number=self.number,
            newest=self.number,
            epoch=self.epoch,
            params=self.params,
            coming=self.coming(),
            measure=self._measures[-1],
            batch_curve=self._batch_curve.prefix(),
            measure_curve=self._measure_curve.prefix(),
            kept=(),
            name="",
            back_steps=self.back_steps,
            taken_with=newest.settings if newest else None,
            previous=newest.params if newest else None,
            trail=self._trail.waypoints,
            images_per_second=images_per_second,
            trouble=trouble,
        )

    def kept(self, name: str) -> KeptRun:
        """What is told of it when it is left for another run."""
        batch, measures = self._batch_curve.prefix(), self._measure_curve.prefix()
        return KeptRun(self.identity, name, self.number, self.settings, self._measures[-1], batch, measures)

    def _measurable(self) -> tuple[int, Settings]:
        """What a measurement depends on: the step, and the settings but for how to go on."""
        return self.number, replace(self.settings, step_size=0.0, batch_size=0)

    def _go(self, number: int, mark: Mark) -> None:
        """Stand at a mark."""
        assert mark.params is not None
        if mark.epoch != self._epoch:
            self._order = descent.epoch_order(self.dataset.train, self.seed, mark.epoch)
        self.number, self.params, self._epoch, self._position = number, mark.params, mark.epoch, mark.position
        self._has_landed = mark.has_landed
        self._coming = None
        self._trail.add(number, mark.params)

    def _forget_after(self, number: int) -> None:
        """Cut the curves back to a step."""
        self._batch_curve.cut(0, number)
        self._forget_measures(number + 1)
        if not self._measures:
            self.measure()

    def _forget_measures(self, number: int) -> None:
        """Forget the measurements from a step on."""
        while self._measures and self._measures[-1].number >= number:
            self._forget_newest_measure()

    def _forget_newest_measure(self) -> None:
        self._measures.pop()
        self._measure_curve.truncate(len(self._measure_curve) - 1)
