"""One run of gradient descent: where it is, how it got there, and what comes next. No threads, no clock."""

from copy import copy
from dataclasses import replace

from model import descent
from model.allowance import Allowance, allowance
from model.arrays import Labels
from model.batches import draw, epoch_order
from model.classifier import start_params
from model.curve import BATCH_ROWS, Curve
from model.datasets.dataset import Dataset
from model.history import History, Mark, mark_after
from model.measure import Measure
from model.measurements import Measurements
from model.products import Scratch
from model.records import Batch, KeptRun, Mode, Params, Settings, Snapshot, Step
from model.schedules import ScheduleKind
from model.states import RunState
from model.trail import Trail

_EXTREMES = "data_loss"


class Run:
    """The state of one run. The same data set, settings and seed give the same run, bit for bit.

    The step to come is known before it is taken: its batch, gradient and result can be looked at first.
    """

    def __init__(
        self, dataset: Dataset, settings: Settings, seed: int, identity: int = 0, allowed: Allowance | None = None
    ) -> None:
        """Stand at the start, before the first step; allowed is what it may remember, if not the usual."""
        self.dataset = dataset
        self.settings = settings
        self.seed, self.identity = seed, identity
        self.number = self._epoch = self._position = 0
        self.params = start_params(seed, len(dataset.classes), dataset.pixels.shape[1])
        self.velocity: Params | None = None
        self._scratch = Scratch(dataset.pixels.shape[1])
        self._order = epoch_order(dataset.train, seed, 0)
        self._coming: Step | None = None
        self._allowed = allowed or allowance(self.params.weights.nbytes + self.params.biases.nbytes)
        self._history = History(self._allowed)
        self._has_landed = False
        self._batch_curve = Curve(BATCH_ROWS, _EXTREMES)
        self._measurements = Measurements(self._allowed.depth + 2)
        self._trail = Trail(self._allowed.waypoints)
        self._trail.add(0, self.params)
        self.measure()

    @classmethod
    def resumed(cls, dataset: Dataset, state: RunState, identity: int) -> "Run":
        """Go on from where a run stood, on the same data set in the same arrangement."""
        run = cls.__new__(cls)
        run.dataset, run.settings, run.seed, run.identity = dataset, state.settings, state.seed, identity
        run.params, run.velocity, run._has_landed = state.params, state.velocity, state.has_landed
        run.number, run._epoch, run._position = state.number, state.epoch, state.position
        run._order = epoch_order(dataset.train, state.seed, state.epoch)
        run._scratch, run._coming = Scratch(dataset.pixels.shape[1]), None
        run._allowed = allowance(state.params.weights.nbytes + state.params.biases.nbytes)
        run._history = History.of(run._allowed, state.memory)
        run._batch_curve = Curve.of(BATCH_ROWS, _EXTREMES, state.batch_curve)
        run._measurements = Measurements.of(run._allowed.depth + 2, state.measures, state.measure_curve, state.basis)
        run._trail = Trail.along(run._allowed.waypoints, state.trail_stride, state.trail)
        return run

    def state(self) -> RunState:
        """All that it takes to go on from here: nothing is copied but what would change."""
        return RunState(
            identity=self.identity,
            arrangement=self.dataset.arrangement,
            seed=self.seed,
            settings=self.settings,
            number=self.number,
            epoch=self._epoch,
            position=self._position,
            params=self.params,
            velocity=self.velocity,
            has_landed=self._has_landed,
            memory=self._history.memory,
            trail_stride=self._trail.stride,
            trail=self._trail.waypoints,
            batch_curve=self._batch_curve.prefix(),
            measure_curve=self._measurements.curve,
            measures=self._measurements.found,
            basis=self._measurements.basis,
        )

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
            self._coming = self._step_from(self._mark(self.settings), self._order, self.number)
        return self._coming

    def coming_batch(self) -> Batch:
        """The images of the next step."""
        return self._batch_at(self._mark(self.settings), self._order)

    def _mark(self, settings: Settings) -> Mark:
        return Mark(self.params, self._epoch, self._position, settings, self._has_landed, self.velocity)

    def _batch_at(self, mark: Mark, order: Labels) -> Batch:
        return draw(order, self.dataset.labels, self.seed, mark.epoch, mark.position, mark.settings.batch_size)

    def _step_from(self, mark: Mark, order: Labels, number: int = 0) -> Step:
        assert mark.params is not None
        place = self._batch_at(mark, order), mark.settings, self.dataset, self._scratch
        return descent.descend(mark.params, *place, number, mark.velocity)

    def _again(self, mark: Mark) -> Mark:
        """Where the step from a mark led."""
        order = epoch_order(self.dataset.train, self.seed, mark.epoch)
        return mark_after(self._step_from(mark, order), mark.settings, len(self.dataset.train))

    def advance(self) -> int:
        """Take the coming step and say how many images it used; a diverged run stays where it is (0)."""
        return self._take(self.coming())

    def leap(self, step_size: float) -> int:
        """Take the coming step, in its own direction, with just this step size; the settings stay as they are."""
        settings = replace(self.settings, step_size=step_size, schedule=ScheduleKind.CONSTANT)
        return self._take(descent.with_step_size(self.coming(), settings))

    def jump(self, params: Params) -> None:
        """Stand at other parameters, without velocity. It counts as a step, which uses no images and can be undone."""
        self._log(self.coming(), self.settings)
        self._go(self.number + 1, Mark(params, self._epoch, self._position, self.settings, has_landed=True))

    def _take(self, step: Step) -> int:
        if not step.is_finite:
            return 0
        self._log(step, step.settings)
        self._go(self.number + 1, mark_after(step, self.settings, len(self.dataset.train)))
        return step.batch.size

    def _log(self, step: Step, settings: Settings) -> None:
        self._batch_curve.append(self.number, self.epoch, step.data_loss, step.penalty, descent.batch_accuracy(step))
        self._history.add(self._mark(settings))

    def back(self, steps: int = 1) -> None:
        """Undo steps, as far as they are kept: parameters, batch order and curves are as they were."""
        steps = min(steps, len(self._history))
        if steps:
            self._trail.forget_after(self.number - steps)
            self._go(self.number - steps, self._history.rewind(steps, self._again))
            self._batch_curve.cut(0, self.number)
            self._measurements.forget_after(self.number)
            if not self._measurements:
                self.measure()

    def until(self, number: int) -> "Run":
        """A run of its own that stands where this one stood after so many steps, with all that came before."""
        earlier = copy(self)
        earlier._history, earlier._trail = self._history.until(number), self._trail.until(number)
        earlier._batch_curve = self._batch_curve.until(0, number)
        earlier._measurements = self._measurements.until(number)
        if number < self.number:
            mark = self._history.mark_at(number, self._again)
            earlier.settings = mark.settings
            earlier._go(number, mark)
        if not earlier._measurements:
            earlier.measure()
        return earlier

    def compact(self) -> None:
        """Take little memory, and know everything still: what is not kept is worked out again when wanted."""
        self._history.compact()
        self._coming = None

    def tune(self, settings: Settings) -> None:
        """Go on with other settings. Where only step size and schedule differ, the coming gradient is kept."""
        keeps_gradient = self.settings.pulls_like(settings)
        self.settings = settings
        if self._coming is not None:
            self._coming = descent.with_step_size(self._coming, settings) if keeps_gradient else None

    def measure(self) -> Measure:
        """Measure the classifier on the whole splits, in place of an earlier measurement of just the same."""
        found = descent.measure(self.number, self.params, self.settings, self.dataset, self._scratch)
        self._measurements.add(found, self.epoch, self.settings)
        return found

    @property
    def newest_measure(self) -> Measure:
        """The last measurement, whether of this step or an earlier one."""
        return self._measurements.newest

    @property
    def is_measured(self) -> bool:
        """Whether the newest measurement is of this very step, loss and penalty."""
        return self._measurements.are_of(self.number, self.settings)

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
            measure=self.newest_measure,
            batch_curve=self._batch_curve.prefix(),
            measure_curve=self._measurements.curve,
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
        measured, batch = self._measurements, self._batch_curve.prefix()
        return KeptRun(self.identity, name, self.number, self.settings, measured.newest, batch, measured.curve)

    def _go(self, number: int, mark: Mark) -> None:
        """Stand at a mark."""
        assert mark.params is not None
        if mark.epoch != self._epoch:
            self._order = epoch_order(self.dataset.train, self.seed, mark.epoch)
        self.number, self._epoch, self._position = number, mark.epoch, mark.position
        self.params, self.velocity, self._has_landed = mark.params, mark.velocity, mark.has_landed
        self._coming = None
        self._trail.add(number, mark.params)
