"""Planes through the space of the parameters: which two directions span one, and where parameters lie on it."""

from dataclasses import dataclass
from enum import Enum

import numpy as np

from model.arrays import Doubles
from model.records import Params
from model.trouble import Unanswerable

NO_STEP = "Take a step first: this plane is spanned by the coming step and the one before it."
ONE_LINE_BACK = "The last step ran along this very line: take another step first, or look along a random direction."
NO_GRADIENT = "The gradient is zero here, so no direction leads downhill: look along the path or through saved points."
WILD_GRADIENT = "The gradient is no longer finite: go back a step, and go on with a smaller step size."
SHORT_PATH = "Take a few steps first: a path has two main directions from its third point on."
STRAIGHT_PATH = "The path so far is a straight line: take more steps first, or look along a random direction."
NOT_THREE = "Save three different points first: the plane goes through them."
THREE_IN_LINE = "The three saved points lie on one line: save another point, off that line."
WILD_POINT = "A saved point is no longer finite: save another in its place."
OTHER_DATA = "The saved points belong to other data: save three points of this run first."

_PARALLEL = 1e-5
_ROUNDING = 2.0**-23  # of float32, relative


class Axes(Enum):
    """What spans the plane: two directions from the current parameters, or three saved points."""

    PREVIOUS = "previous"
    RANDOM = "random"
    PATH = "path"
    SAVED = "saved"


class NoPlane(Unanswerable):
    """There is no plane to look at. The message is a sentence for the user: why, and what to do."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """The plane origin + t first + u second; its directions are orthonormal over weights and biases together."""

    origin: Params
    directions: tuple[Params, Params]

    def at(self, t: float, u: float) -> Params:
        """The parameters of a point, in float32."""
        return _params(vector(self.origin) + np.array([t, u]) @ self.basis(), self.origin)

    def places_of(self, points: Doubles) -> Doubles:
        """Coordinates t and u of points (n, P), and their Euclidean distances from the plane: (n, 3)."""
        origin, basis = vector(self.origin), self.basis()
        places = np.empty((len(points), 3))
        for place, point in zip(places, points, strict=True):
            away = point - origin
            place[:2] = basis @ away
            place[2] = np.linalg.norm(away - place[:2] @ basis)
        return places

    def basis(self) -> Doubles:
        """Both directions as rows: (2, P)."""
        return np.stack([vector(direction) for direction in self.directions])


def vector(params: Params) -> Doubles:
    """All P parameters in a row, in float64: weights, then biases."""
    return np.concatenate([params.weights.ravel(), params.biases]).astype(np.float64)


def plane_of_steps(here: Params, direction: Params, previous: Params | None) -> Frame:
    """Against a direction, and along the step that led here, as far as it goes another way; raises NoPlane."""
    step = vector(here) - vector(previous or here)
    if not step.any() or not np.isfinite(step).all():
        raise NoPlane(NO_STEP)
    return _frame(here, ahead(direction), step, ONE_LINE_BACK)


def plane_at_random(here: Params, direction: Params, seed: int) -> Frame:
    """Against a direction, and along a random one, the same for the same seed; raises NoPlane."""
    return _frame(here, ahead(direction), vector(random_direction(here, seed)), NO_GRADIENT)


def plane_of_path(here: Params, points: Doubles, last: Frame | None) -> Frame:
    """Along the two main directions of a path (n, P), through the parameters here; raises NoPlane.

    Each points the way it did last time, or else the way the path has gone, from its first point to its last.
    """
    if len(points) < 3:
        raise NoPlane(SHORT_PATH)
    main = _main_directions(points)
    lengths = np.linalg.norm(main, axis=1)
    if lengths[1] <= max(_PARALLEL * lengths[0], len(points) ** 0.5 * _noise(here)):
        raise NoPlane(STRAIGHT_PATH)
    towards = points[-1] - points[0] if last is None else last.basis()
    signs = np.where((main * towards).sum(axis=1) < 0, -1.0, 1.0)
    return _frame(here, signs[0] * main[0], signs[1] * main[1], STRAIGHT_PATH)


def plane_through(saved: tuple[Params, ...], like: Params) -> Frame:
    """Through three points in the space of `like`, the first of which is the origin; raises NoPlane."""
    if len(saved) != 3:
        raise NoPlane(NOT_THREE)
    if any(params.weights.shape != like.weights.shape for params in saved):
        raise NoPlane(OTHER_DATA)
    a, b, c = points = [vector(params) for params in saved]
    if not np.isfinite(points).all():
        raise NoPlane(WILD_POINT)
    if min(np.linalg.norm(b - a), np.linalg.norm(c - a), np.linalg.norm(c - b)) <= _noise(saved[0]):
        raise NoPlane(NOT_THREE)
    return _frame(saved[0], b - a, c - a, THREE_IN_LINE)


def ahead(direction: Params) -> Doubles:
    """The way that a step against a direction goes, of length 1: downhill, against a gradient; raises NoPlane."""
    way = -vector(direction)
    length = float(np.linalg.norm(way))
    if not np.isfinite(length):
        raise NoPlane(WILD_GRADIENT)
    if length == 0:
        raise NoPlane(NO_GRADIENT)
    return np.asarray(way / length)


def random_direction(params: Params, seed: int) -> Params:
    """Normal noise, each row as long as the weights' row, and no change of the biases.

    Source: H. Li et al., "Visualizing the loss landscape of neural nets", 2018 (filter normalisation).
    """
    noise = np.random.default_rng(seed).standard_normal(params.weights.shape)
    lengths = np.linalg.norm(params.weights.astype(np.float64), axis=1, keepdims=True)
    if lengths.any():
        noise *= lengths / np.linalg.norm(noise, axis=1, keepdims=True)
    return Params(noise.astype(np.float32), np.zeros_like(params.biases))


def explained(points: Doubles, frame: Frame) -> tuple[float, float]:
    """The shares of the variance of points (n, P) about their mean that lie along each direction; 0 where none."""
    centred = points - points[-1]
    centred -= centred.mean(axis=0)
    total = float(np.vdot(centred, centred))
    if total == 0:
        return 0.0, 0.0
    first, second = ((centred @ frame.basis().T) ** 2).sum(axis=0) / total
    return float(first), float(second)


def _main_directions(points: Doubles) -> Doubles:
    """The first two principal axes of points (n, P), each as long as the singular value: (2, P).

    They are combinations of the points, so the small Gram matrix (n, n) has them as eigenvectors.
    """
    centred = points - points.mean(axis=0)
    vectors = np.linalg.eigh(centred @ centred.T)[1]
    return np.asarray(vectors[:, -1:-3:-1].T @ centred)


def _noise(params: Params) -> float:
    """How far apart parameters may be, and still be the same but for rounding."""
    return _ROUNDING * float(np.linalg.norm(vector(params)))


def _frame(origin: Params, first: Doubles, second: Doubles, sentence: str) -> Frame:
    """Gram-Schmidt; raises NoPlane with the sentence where the second direction is along the first."""
    first = first / np.linalg.norm(first)
    rest = second - (first @ second) * first
    length = float(np.linalg.norm(rest))
    if length <= max(_PARALLEL * float(np.linalg.norm(second)), _noise(origin)):
        raise NoPlane(sentence)
    return Frame(origin, (_params(first, origin), _params(rest / length, origin)))


def _params(values: Doubles, like: Params) -> Params:
    """A vector (P,) as weights and biases in float32."""
    size = like.weights.size
    with np.errstate(over="ignore"):
        singles = values.astype(np.float32)
    return Params(singles[:size].reshape(like.weights.shape), singles[size:])
