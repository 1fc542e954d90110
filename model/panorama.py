"""The loss on a plane through the parameters: where the run stands, how it came there, and what lies around it.

Three matrix products, with the origin and both directions, serve the whole plane. The path of the run is not on it,
so each of its points comes with its distance and with the loss of its own parameters.
"""

from dataclasses import dataclass, replace

import numpy as np

from model import axes, plane
from model.areas import Area, area_around, area_downhill, area_of_grid, grid
from model.arrays import Doubles, Labels, frozen
from model.axes import Axes, Frame, explained, vector
from model.classifier import score_rows_with
from model.datasets.dataset import Dataset
from model.landscape import Line, best_step
from model.paths import PathOnPlane, thinned, true_losses, visited
from model.plane import Plane
from model.products import Scratch
from model.profiles import sample_of
from model.records import Params, Settings, Step, Waypoint

MOST_WAYPOINTS = 129  # a whole trail, and the current one
MOST_WAYPOINTS_WHOLE = 33


@dataclass(frozen=True, slots=True, eq=False)
class PlaneQuestion:
    """Ask what the loss looks like on a plane around the run.

    trail are the points visited so far, oldest first, with or without the current one; previous are the parameters
    before the last step. Where not is_whole, a sample stands for the training images. last is the panorama to stay
    with: its signs, its range while it fits, and the losses of its path.
    """

    identity: int
    step: Step
    dataset: Dataset
    run: int = 0
    axes: Axes = Axes.RANDOM
    trail: tuple[Waypoint, ...] = ()
    previous: Params | None = None
    saved: tuple[Params, ...] = ()
    seed: int = 0
    side: int = 51
    is_whole: bool = False
    wants_accuracy: bool = False
    last: "Panorama | None" = None


@dataclass(frozen=True, slots=True, eq=False)
class Panorama:
    """The answer: the loss, and where asked for the accuracy, on a grid of ts (T,) and us (U,): (T, U) each.

    The question comes without its own last panorama, so that old ones are let go. explained are the shares of the
    path's variance along each direction; images says how many training images were looked at.
    """

    question: PlaneQuestion
    frame: Frame
    ts: Doubles
    us: Doubles
    losses: Doubles
    accuracies: Doubles | None
    path: PathOnPlane
    explained: tuple[float, float]
    images: int

    def __post_init__(self) -> None:
        for array in (self.ts, self.us, self.losses, self.accuracies):
            if array is not None:
                frozen(array)

    @property
    def identity(self) -> int:
        """Which question this answers."""
        return self.question.identity

    @property
    def origin(self) -> Params:
        """The parameters at (0, 0)."""
        return self.frame.origin

    @property
    def directions(self) -> tuple[Params, Params]:
        """The directions of t and of u, orthonormal over weights and biases together."""
        return self.frame.directions

    @property
    def here(self) -> tuple[float, float]:
        """The coordinates of the current parameters."""
        return float(self.path.t[-1]), float(self.path.u[-1])

    @property
    def here_distance(self) -> float:
        """How far the current parameters are from the plane: 0 but on a plane through saved points."""
        return float(self.path.distances[-1])

    @property
    def here_loss(self) -> float:
        """The loss of the current parameters."""
        return float(self.path.losses[-1])

    def at(self, t: float, u: float) -> Params:
        """The parameters of a point of the plane, in float32."""
        return self.frame.at(t, u)

    def place_of(self, params: Params) -> tuple[float, float, float]:
        """The coordinates t and u of any parameters, and their distance from the plane."""
        t, u, distance = self.frame.places_of(vector(params)[None])[0].tolist()
        return t, u, distance


def survey_plane(question: PlaneQuestion, scratch: Scratch) -> Panorama:
    """Answer a question; raises NoPlane with a sentence for the user where there is no plane to look at."""
    path = visited(question.trail, question.step, MOST_WAYPOINTS)
    points = np.stack([vector(waypoint.params) for waypoint in path])
    with np.errstate(all="ignore"):  # far out the loss overflows, as it should
        frame = _frame(question, points)
        places = frame.places_of(points)
        surface = _surface(question, frame, scratch)
        area = _area(question, surface, frame, places)
        ts, us = grid(area.t, question.side), grid(area.u, question.side)
        kept = thinned(len(path), MOST_WAYPOINTS_WHOLE) if question.is_whole else list(range(len(path)))
        return Panorama(
            question=replace(question, last=None),
            frame=frame,
            ts=ts,
            us=us,
            losses=plane.losses_on(surface, ts, us),
            accuracies=plane.accuracies_on(surface, ts, us) if question.wants_accuracy else None,
            path=_path_on(question, [path[i] for i in kept], places[kept], scratch),
            explained=explained(points, frame),
            images=surface.gaps.shape[1],
        )


def _rows(question: PlaneQuestion) -> Labels:
    train = question.dataset.train
    return train if question.is_whole else sample_of(train)


def _frame(question: PlaneQuestion, points: Doubles) -> Frame:
    """The plane asked for; raises NoPlane."""
    step = question.step
    if question.axes is Axes.PREVIOUS:
        return axes.plane_of_steps(step.before, step.direction, question.previous)
    if question.axes is Axes.RANDOM:
        return axes.plane_at_random(step.before, step.direction, question.seed)
    if question.axes is Axes.SAVED:
        return axes.plane_through(question.saved, step.before)
    last = _last_alike(question)
    return axes.plane_of_path(step.before, points, last.frame if last else None)


def _last_alike(question: PlaneQuestion) -> Panorama | None:
    """The last panorama where it is of such a plane too."""
    last = question.last
    if last is None or last.question.axes is not question.axes or last.question.dataset is not question.dataset:
        return None
    return last


def _surface(question: PlaneQuestion, frame: Frame, scratch: Scratch) -> Plane:
    rows = _rows(question)
    origin, first, second = score_rows_with((frame.origin, *frame.directions), question.dataset, rows, scratch)
    labels, settings = question.dataset.labels[rows], question.step.settings
    return plane.plane((origin, first, second), labels, frame.origin, frame.directions, settings)


def _area(question: PlaneQuestion, surface: Plane, frame: Frame, places: Doubles) -> Area:
    """How much of the plane to look at, given the places (n, 3) of the path."""
    last = _last_alike(question)
    held = area_of_grid(last.ts, last.us) if last else None
    if question.axes is Axes.PATH:
        return area_around(places[:, :2], held)
    if question.axes is Axes.SAVED:
        corners = frame.places_of(np.stack([vector(params) for params in question.saved]))
        return area_around(np.concatenate([corners, places[-1:]])[:, :2], held)
    seen = [vector(question.previous)] if question.axes is Axes.PREVIOUS and question.previous else []
    before = frame.places_of(np.array(seen))[:, :2]
    return area_downhill(_steps_ahead(question, surface), before, held)


def _steps_ahead(question: PlaneQuestion, surface: Plane) -> Doubles:
    """The lengths of the coming step, and of the best one in its direction where there is one: (n,)."""
    step = question.step
    chosen = step.step_size * float(np.linalg.norm(vector(step.direction)))
    backwards, labels = -surface.directions[0].weights, question.dataset.labels[_rows(question)]
    along = Line(surface.gaps, surface.first, labels, step.settings, surface.origin.weights, backwards)
    best = best_step(along, chosen)
    return np.array([chosen] if best is None else [chosen, best])


def _path_on(question: PlaneQuestion, path: list[Waypoint], places: Doubles, scratch: Scratch) -> PathOnPlane:
    """The path seen from above, given its places (n, 3); losses that the last panorama knows are not found again."""
    last = question.last
    known = last.path.known_losses if last and _measured(last.question) == _measured(question) else {}
    params = tuple(waypoint.params for waypoint in path)
    t, u, distances = places.T.copy()
    return PathOnPlane(
        numbers=np.array([waypoint.number for waypoint in path]),
        params=params,
        t=t,
        u=u,
        distances=distances,
        losses=true_losses(params, known, question.dataset, _rows(question), question.step.settings, scratch),
    )


def _measured(question: PlaneQuestion) -> tuple[int, bool, Settings]:
    """What the loss of given parameters depends on."""
    return id(question.dataset), question.is_whole, question.step.settings.of_loss
