"""Where words go: results to one stream, progress and complaints to the other."""

import json
from collections.abc import Sequence
from math import isfinite
from time import monotonic
from typing import Any, TextIO

_EVERY_S = 0.1


class Terminal:
    """Results go to `out`, so that they can be kept in a file; what is said on the way to `err`."""

    def __init__(self, out: TextIO, err: TextIO) -> None:
        """Write to these streams."""
        self._out, self._err = out, err
        self._is_live = err.isatty()
        self._width = 0
        self._next_at = 0.0

    def result(self, text: str) -> None:
        """What was asked for."""
        self._out.write(f"{text}\n")
        self._out.flush()

    def say(self, sentence: str) -> None:
        """A line that stays, in place of one that does not."""
        self.clear()
        self._err.write(f"{sentence}\n")
        self._err.flush()

    def complain(self, sentence: str) -> None:
        """What is wrong."""
        self.say(f"linearium: {sentence}")

    @property
    def wants_progress(self) -> bool:
        """Whether it is time to show how far the work is: a few times a second, where somebody watches."""
        return self._is_live and monotonic() >= self._next_at

    def show(self, words: str) -> None:
        """A line that the next one takes the place of."""
        self._err.write(f"\r{words:{self._width}}")
        self._err.flush()
        self._width, self._next_at = len(words), monotonic() + _EVERY_S

    def tell(self, words: str) -> None:
        """A line about a piece of the way, where nobody watches it pass."""
        if not self._is_live:
            self.say(words)

    def clear(self) -> None:
        """Take the passing line away."""
        if self._width:
            self._err.write(f"\r{'':{self._width}}\r")
            self._width = 0


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells under each other: the first column to the left, numbers to the right."""
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    lines = []
    for first, *rest in rows:
        cells = [f"{cell:>{width}}" for cell, width in zip(rest, widths[1:], strict=True)]
        lines.append("  ".join([f"{first:<{widths[0]}}", *cells]).rstrip())
    return "\n".join(lines)


def as_json(told: dict[str, Any]) -> str:
    """A document; numbers that are not finite are null."""
    return json.dumps(_plain(told), ensure_ascii=False, allow_nan=False, indent=2)


def percent(share: float) -> str:
    """A share as it is read; a dash where there is none."""
    return f"{100 * share:.1f} %" if isfinite(share) else "–"


def number(value: float) -> str:
    """A loss as it is read; a dash where there is none."""
    return f"{value:.4g}" if isfinite(value) else "–"


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return None if isinstance(value, float) and not isfinite(value) else value
