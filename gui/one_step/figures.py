"""Numbers in formulas: short, and with brackets around those below zero."""

from math import isfinite

from gui import numbers
from model.anatomy import Weight
from model.datasets.dataset import Dataset

_CHANNELS = {1: ("",), 3: ("R", "G", "B")}


def short(value: float, decimals: int = 2) -> str:
    """A score or a term: two decimals, and fewer where it is large."""
    size = abs(value)
    if not isfinite(value) or size >= 1e5:
        return numbers.plain(value)
    return numbers.plain(value if size >= 0.5 * 10**-decimals else 0.0, decimals if size < 1000 else 0)


def fine(value: float) -> str:
    """A weight, or its gradient: four decimals, and a power of ten where they would be zeros."""
    if value == 0 or not isfinite(value) or abs(value) >= 1e-3:
        return short(value, 4 if abs(value) < 10 else 2)
    return numbers.power(value)


def exact(value: float) -> str:
    """A weight with so many decimals that one step is seen to move it."""
    return short(value, 6 if abs(value) < 1 else 4)


def signed(value: float) -> str:
    """A score with its sign."""
    return f"+{short(value)}" if value > 0 else short(value)


def slope(value: float, is_hinge: bool, decimals: int = 3) -> str:
    """A gradient for a score: the hinge counts, the softmax has shares."""
    return short(value, 0 if is_hinge else decimals)


def bracketed(text: str) -> str:
    """A number as it stands behind another sign: in brackets where it has one itself."""
    return f"({text})" if text.startswith(numbers.MINUS) else text


def summand(text: str) -> str:
    """A number as it is added to others, its sign apart from it."""
    return f"− {text[1:]}" if text.startswith(numbers.MINUS) else f"+ {text}"


def upright(name: str) -> str:
    """A class as an index in a formula."""
    return rf"\text{{{name.replace('}', ')')}}}"


def pixel_name(dataset: Dataset, d: int) -> str:
    """Row, column and channel of an input, as an index: 16, 3, R."""
    _, width, channels = dataset.shape
    row, rest = divmod(d, width * channels)
    column, channel = divmod(rest, channels)
    return rf"\text{{{', '.join(part for part in (str(row), str(column), _CHANNELS[channels][channel]) if part)}}}"


def weight_name(dataset: Dataset, weight: Weight) -> str:
    """Class and input of a weight, as an index."""
    return rf"{upright(dataset.classes[weight.k])}\text{{, }}{pixel_name(dataset, weight.d)}"
