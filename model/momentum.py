"""Momentum: a step goes against a velocity, in which earlier gradients fade.

v <- mu v + g, W <- W - eta v, as PyTorch has it. The form of CS231n, v <- mu v - eta g and W <- W + v, is the same as
long as eta is, but carries old step sizes along when a schedule changes it. Sources: B. Polyak, "Some methods of
speeding up the convergence of iteration methods", 1964; I. Sutskever et al., "On the importance of initialization and
momentum in deep learning", 2013.
"""

import numpy as np

from model.records import Params


def follow(gradient: Params, velocity: Params | None, momentum: float) -> Params:
    """The direction that a step goes against: the new velocity, or the gradient itself where the old one is None."""
    if velocity is None:
        return gradient
    kept = np.float32(momentum)
    return Params(kept * velocity.weights + gradient.weights, kept * velocity.biases + gradient.biases)
