"""How smoothly the app itself runs: the real window, offscreen, with all its views.

    python -m tests.benchmarks.app [--seconds 60] [--cifar10 FOLDER] [--json FILE] [--soak FRAMES]

Each figure stands beside what must hold. --soak drives so many frames instead, and tells how memory grows.
"""

import argparse
import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from gui import theme
from tests.benchmarks import machine, start
from tests.benchmarks.driven import Driven
from tests.benchmarks.soak import soak


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure and its bound."""

    what: str
    value: float
    unit: str
    bound: float
    at_least: bool = False

    @property
    def holds(self) -> bool:
        """Whether the bound is kept."""
        return self.value >= self.bound if self.at_least else self.value <= self.bound


def main() -> int:
    """Measure, print, and write; returns 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60.0, help="how long to drive the window altogether")
    parser.add_argument("--cifar10", type=Path, help="folder with CIFAR-10's binary files, for the memory figure")
    parser.add_argument("--json", type=Path, help="write the table there as well")
    parser.add_argument("--soak", type=int, default=0, metavar="FRAMES", help="drive so many frames, and watch memory")
    options = parser.parse_args()
    about = machine.description()
    for key, value in about.items():
        print(f"{key:20}{value}")
    app = QApplication(["benchmark"])
    theme.load_fonts()
    if options.soak:
        soak(app, options.soak)
        return 0
    figures: list[Figure] = []
    for measure in (_throughput_and_frames, _steps, _starts, _memory):
        for figure in measure(app, options):
            figures.append(figure)
            sign = "at least" if figure.at_least else "at most"
            mark = "" if figure.holds else "  missed"
            print(f"{figure.what:64}{figure.value:9.4g} {figure.unit:4} {sign} {figure.bound:g}{mark}", flush=True)
    if options.json:
        rows = [asdict(figure) | {"holds": figure.holds} for figure in figures]
        options.json.write_text(json.dumps({"machine": about, "figures": rows}, indent=1))
    return 0


def _throughput_and_frames(app: QApplication, options: argparse.Namespace) -> list[Figure]:
    """Interleaved: the loop without a window, the window without and with its landscape."""
    rounds = 4
    seconds = options.seconds / (3 * rounds)
    rates: dict[str, list[float]] = {"bare": [], "window": [], "landscape": []}
    with Driven(app) as driven:
        for _ in range(rounds):
            rates["bare"].append(driven.bare_rate(seconds))
            rates["window"].append(driven.window_rate(seconds, landscape=False))
            rates["landscape"].append(driven.window_rate(seconds, landscape=True))
        frames, gaps = driven.frames_ms, driven.gaps_ms
        bare = _middle(rates["bare"])
        print(f"without a window: {bare:,.0f} images/s; frames drawn: {len(frames):,}")
        return [
            Figure("throughput with the window", 100 * _middle(rates["window"]) / bare, "%", 90, at_least=True),
            Figure(
                "throughput with the live landscape", 100 * _middle(rates["landscape"]) / bare, "%", 85, at_least=True
            ),
            Figure("a frame's work in the GUI thread, median", _share(frames, 0.5), "ms", 8),
            Figure("a frame's work in the GUI thread, 99 of 100", _share(frames, 0.99), "ms", 16),
            Figure("gap between two turns of the event loop, 99 of 100", _share(gaps, 0.99), "ms", 50),
            Figure("gap between two turns of the event loop, longest", max(gaps), "ms", 200),
        ]


def _steps(app: QApplication, _: argparse.Namespace) -> list[Figure]:
    """Step pressed to its result drawn."""
    with Driven(app) as driven:
        times = driven.step_times_ms(200)
    return [
        Figure("Step pressed to its result drawn, median", _share(times, 0.5), "ms", 15),
        Figure("Step pressed to its result drawn, 99 of 100", _share(times, 0.99), "ms", 50),
    ]


def _starts(*_: object) -> list[Figure]:
    """From the start of the process to the painted window, in processes of their own."""
    painted, complete = zip(*(start.measure() for _ in range(7)), strict=True)
    return [
        Figure("start to the first painted window", _middle(painted), "s", 0.4),
        Figure("start to the complete window", _middle(complete), "s", 1.2),
    ]


def _memory(_: QApplication, options: argparse.Namespace) -> list[Figure]:
    """Full CIFAR-10 loaded and training, in a process of its own."""
    used = start.resident_megabytes(options.cifar10)
    return [Figure("resident memory, 60,000 colour images, training", used, "MB", 450)]


def _share(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def _middle(values: "list[float] | tuple[float, ...]") -> float:
    return _share(list(values), 0.5)


if __name__ == "__main__":
    sys.exit(main())
