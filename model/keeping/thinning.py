"""What of a run is written: some of its parameters, from which all others are worked out again to the bit."""

from dataclasses import replace

from model.history import Mark, Memory
from model.states import RunState

MOST_FRAMES = 64
NEWEST = 16


def sparse(state: RunState) -> RunState:
    """The same run with the parameters of few steps: evenly spread, the newest, and those that jumps led to.

    The waypoints of its trail are among them, so they cost nothing more.
    """
    stride = state.memory.key_stride
    while state.number > MOST_FRAMES * stride:
        stride *= 2
    apart = max(stride, state.trail_stride)
    trail = tuple(waypoint for waypoint in state.trail if waypoint.number % apart == 0)
    return replace(state, memory=_sparse(state.memory, stride), trail_stride=apart, trail=trail)


def _sparse(memory: Memory, stride: int) -> Memory:
    newest = memory.first + len(memory.marks) - NEWEST

    def thinned(number: int, mark: Mark) -> Mark:
        is_kept = number % stride == 0 or number >= newest or mark.has_landed
        return mark if is_kept else replace(mark, params=None, velocity=None)

    marks = tuple(thinned(number, mark) for number, mark in enumerate(memory.marks, memory.first))
    keys = tuple((number, mark) for number, mark in memory.keys if number % stride == 0 or mark.has_landed)
    return replace(memory, marks=marks, keys=keys)
