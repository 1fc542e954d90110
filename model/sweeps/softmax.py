"""The softmax loss at every point of a grid."""

from math import ceil

import numpy as np

from model.arrays import Doubles, Floats
from model.helping import in_halves

_SAFE_EXPONENT = {np.dtype(np.float32): 80.0, np.dtype(np.float64): 600.0}
_PIECE_EXPONENT = {np.dtype(np.float32): 30.0, np.dtype(np.float64): 300.0}
_CHUNK_VALUES = 1 << 17


def softmax_sums(gaps: Floats, first: Floats, second: Floats, ts: Doubles, us: Doubles) -> Doubles:
    """The sum over images of log sum_k e^{D_k} at every point of a grid: (T, U).

    The exponential of a sum is a product: for each image, e^{gaps + t first} (T, K) times e^{u second} (K, U) is one
    small matrix product, so T + U exponentials a class serve T * U points. Where they might overflow, each point is
    worked out by itself.
    """

    def sums_of(part: slice) -> Doubles:
        return _softmax_sums(gaps[:, part], first[:, part], second[:, part], ts, us)

    return in_halves(sums_of, gaps.shape)


def _softmax_sums(gaps: Floats, first: Floats, second: Floats, ts: Doubles, us: Doubles) -> Doubles:
    total = np.zeros((len(ts), len(us)))
    size = max(16, _CHUNK_VALUES // (len(ts) * len(us)))
    for start in range(0, gaps.shape[1], size):
        chunk = (np.ascontiguousarray(array[:, start : start + size].T) for array in (gaps, first, second))
        g, a, b = chunk
        sums = _separable if _is_safe(g, a, b, ts, us) else _in_pieces
        total += sums(g, a, b, ts.astype(g.dtype), us.astype(g.dtype))
    return total


def _is_safe(g: Floats, a: Floats, b: Floats, ts: Doubles, us: Doubles) -> bool:
    """Whether no exponential overflows or vanishes: D is linear, so the ends of the grid tell."""
    reach = max(float(np.abs(g + g.dtype.type(t) * a).max()) for t in (ts[0], ts[-1]))
    far = float(np.abs(b).max()) * float(np.abs(us).max())
    return reach < _SAFE_EXPONENT[g.dtype] and far < _SAFE_EXPONENT[g.dtype] and reach + far < _SAFE_EXPONENT[g.dtype]


def _separable(g: Floats, a: Floats, b: Floats, ts: Floats, us: Floats) -> Doubles:
    rows = a[:, None, :] * ts[None, :, None]
    rows += g[:, None, :]
    columns = b[:, :, None] * us
    sums = np.matmul(np.exp(rows, out=rows), np.exp(columns, out=columns))
    logs: Doubles = np.log(sums, out=sums).sum(axis=0)
    return logs


def _in_pieces(g: Floats, a: Floats, b: Floats, ts: Floats, us: Floats) -> Doubles:
    """The same in pieces of the us, each so narrow that the columns stay safe; every row is shifted by its largest."""
    spread = float((b.max(axis=1) - b.min(axis=1)).max())
    wanted = spread * float(us[-1] - us[0]) / (2 * _PIECE_EXPONENT[g.dtype])
    count = ceil(wanted) if wanted < len(us) else len(us)
    total = []
    for piece in np.array_split(us, max(1, count)):
        centre = (piece[0] + piece[-1]) / 2
        rows = a[:, None, :] * ts[None, :, None]
        rows += (g + centre * b)[:, None, :]
        tops = rows.max(axis=2)
        rows -= tops[:, :, None]
        columns = b[:, :, None] * (piece - centre)
        sums = np.matmul(np.exp(rows, out=rows), np.exp(columns, out=columns))
        total.append((np.log(sums, out=sums) + tops[:, :, None]).sum(axis=0, dtype=np.float64))
    sums = np.concatenate(total, axis=1)
    return np.where(np.isnan(sums), np.inf, sums)  # beyond the largest number, inf - inf
