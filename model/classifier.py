"""The linear classifier f(x, W) = W x + b: scores, loss and gradient, in any precision."""

from collections.abc import Sequence

import numpy as np

from model.arrays import Bytes, Floats, Labels
from model.datasets.dataset import Dataset, Preprocessing
from model.losses import data_loss
from model.penalties import add_penalty_gradient, penalty
from model.products import Scratch, share_out, times_rows
from model.records import Params, Settings

START_SCALE = 3e-4


def start_params(seed: int, classes: int, pixels: int) -> Params:
    """Small normal noise for the weights (K, D), zeros for the biases (K,); the same for the same seed."""
    noise = np.random.default_rng(seed).standard_normal((classes, pixels), dtype=np.float32)
    return Params(noise * np.float32(START_SCALE), np.zeros(classes, np.float32))


def class_scores(params: Params, images: Floats) -> Floats:
    """Score images (N, D), as the classifier sees them, against every template: (K, N)."""
    return params.weights @ images.T + params.biases[:, None]


def predict(scores: Floats) -> Labels:
    """The class of the highest score of each image: (K, N) -> (N,)."""
    highest: Labels = scores.argmax(axis=0)
    return highest


def objective(params: Params, images: Floats, labels: Labels, settings: Settings) -> tuple[float, Params]:
    """The loss L of images (N, D) as seen, data part and penalty, and its gradient: the plain way.

    Without dropout. It works in the precision of its inputs; training takes the fast way of `descent.descend`.
    """
    losses, by_score = data_loss(settings, class_scores(params, images), labels)
    weights = by_score @ images / len(labels)
    add_penalty_gradient(settings, params.weights, weights)
    loss = float(losses.mean()) + penalty(settings, params.weights)
    return loss, Params(weights, by_score.sum(axis=1) / len(labels))


def folded(params: Params, seen: Preprocessing) -> tuple[Floats, Floats]:
    """Weights (K, D) and offsets (K,) that score pixel bytes as `params` score what is seen of them."""
    return params.weights * np.float32(seen.scale), offsets(params, seen)


def offsets(params: Params, seen: Preprocessing) -> Floats:
    """What the scores of pixel bytes, with weights times scale, lack to those of what is seen of the bytes: (K,)."""
    difference: Floats = params.biases - params.weights @ seen.shift
    return difference


def unfolded(by_byte: Floats, by_bias: Floats, seen: Preprocessing) -> Floats:
    """Turn a gradient for folded weights, times the scale of what is seen (K, D), into the one for the weights.

    by_bias (K,) is the gradient for the biases. Works in place, and hands by_byte back.
    """
    by_byte -= by_bias[:, None] * seen.shift
    return by_byte


def score_rows(params: Params, dataset: Dataset, rows: Labels, scratch: Scratch) -> Floats:
    """Score rows (n,) of a data set, without dropout: (K, n)."""
    return score_rows_with([params], dataset, rows, scratch)[0]


def score_rows_with(several: Sequence[Params], dataset: Dataset, rows: Labels, scratch: Scratch) -> list[Floats]:
    """Score rows (n,) of a data set with several parameters in one pass, without dropout: a (K, n) for each."""
    folds = [folded(params, dataset.preprocessing) for params in several]
    weights, offset = (np.concatenate(arrays) for arrays in zip(*folds, strict=True))
    scores = np.empty((len(weights), len(rows)), np.float32)

    def score(own: Scratch, parts: Sequence[slice]) -> None:
        for part in parts:
            pixels = own.as_floats(own.take(dataset.pixels, rows[part]))
            times_rows(weights, offset, pixels, scores[:, part])

    share_out(scratch, len(rows), score)
    return np.split(scores, len(several))


def score_picture(params: Params, dataset: Dataset, picture: Bytes) -> Floats:
    """Score one image (H, W, C) of the data set's shape, without dropout: (K,)."""
    return class_scores(params, dataset.preprocessing.apply(picture.reshape(1, -1)))[:, 0]
