"""Brings image files to the door, one after the other, and watches what each costs.

    python -m tests.model.doorman [--seeds 10] [--broken 1100] [--fuzz SECONDS]

prints the slowest and the greediest, of whole and broken files, of bombs and of the largest that are let in.
"""

import argparse
import ctypes
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, perf_counter

import numpy as np

from model.arrays import Bytes
from model.images import PREVIEW_SIDE, ImageError, load_bytes
from tests.model.gallery import Exhibit, broken, damaged, whole
from tests.model.large_pictures import large

_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass(frozen=True)
class Visit:
    """What became of a file: pixels or a sentence, after how long, and for how much memory beyond what was in use."""

    exhibit: Exhibit
    pixels: Bytes | None
    sentence: str
    seconds: float
    megabytes: float


def visit(exhibit: Exhibit) -> Visit:
    """Load one file; raises whatever comes that is neither pixels nor an ImageError."""
    before = _reset_peak()
    start, pixels, sentence = perf_counter(), None, ""
    try:
        pixels = load_bytes(exhibit.content, "“it”")
    except ImageError as refusal:
        sentence = str(refusal)
    return Visit(exhibit, pixels, sentence, perf_counter() - start, _memory("VmHWM") - before)


def assert_is_proper(seen: Visit) -> None:
    """Pixels of the right colour and size, or one sentence that names the file."""
    name = seen.exhibit.name
    if seen.pixels is None:
        assert seen.exhibit.colour is None, f"{name}: {seen.sentence}"
        assert re.fullmatch(r"“it” [^.!?\n]+\.", seen.sentence), seen.sentence
        return
    assert seen.pixels.dtype == np.uint8
    assert seen.pixels.ndim == 3
    assert seen.pixels.shape[2] == 3
    assert max(seen.pixels.shape) <= PREVIEW_SIDE
    assert not seen.exhibit.is_bomb, name
    if seen.exhibit.colour is not None:
        off = np.abs(seen.pixels.mean(axis=(0, 1)) - seen.exhibit.colour).max()
        assert off <= seen.exhibit.tolerance, f"{name} is off by {off:.1f}"


def gallery(seeds: int, damages: int) -> Iterator[Exhibit]:
    """Whole files of so many subjects, then all bombs and so many broken files."""
    whole_ones = [exhibit for seed in range(seeds) for exhibit in whole(seed)]
    yield from whole_ones
    yield from broken(whole_ones, damages)


def fuzz(seconds: float, seed: int) -> Iterator[Exhibit]:
    """Ever new damage, until the time is over."""
    origins = [exhibit for number in range(3) for exhibit in whole(number)]
    chance, end, number = np.random.default_rng(seed), monotonic() + seconds, 0
    while monotonic() < end:
        origin = origins[int(chance.integers(len(origins)))]
        yield Exhibit(f"fuzz-{seed}-{number}-{origin.name}", damaged(origin.content, chance))
        number += 1


def report(title: str, exhibits: Iterable[Exhibit]) -> list[Visit]:
    """Visit all; print how many were shown, and which was the slowest and which the greediest. Without pixels."""
    visits = []
    for exhibit in exhibits:
        seen = visit(exhibit)
        assert_is_proper(seen)
        slim = Exhibit(exhibit.name, b"", exhibit.colour, exhibit.tolerance, exhibit.is_bomb)
        visits.append(Visit(slim, None, seen.sentence, seen.seconds, seen.megabytes))
    shown = sum(not seen.sentence for seen in visits)
    slowest = max(visits, key=lambda seen: seen.seconds)
    greediest = max(visits, key=lambda seen: seen.megabytes)
    print(
        f"{title}: {len(visits):,} files, {shown:,} shown, {len(visits) - shown:,} refused; slowest "
        f"{slowest.seconds:.3f} s ({slowest.exhibit.name}), most memory {greediest.megabytes:.0f} MB "
        f"({greediest.exhibit.name})",
        flush=True,
    )
    return visits


def _reset_peak() -> float:
    """Let the peak of memory begin anew, and say what is in use, in MB; 0 where the system does not tell."""
    if not _RESET.exists():
        return 0.0
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:  # what was freed before must not hide what is taken now
        trim(0)
    _RESET.write_text("5")
    return _memory("VmRSS")


def _memory(field: str) -> float:
    if not _RESET.exists():
        return 0.0
    found = re.search(rf"{field}:\s+(\d+) kB", _STATUS.read_text())
    return int(found[1]) * 1024 / 1e6 if found else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description="What the door makes of many image files.")
    parser.add_argument("--seeds", type=int, default=10, help="subjects, each in about a hundred files")
    parser.add_argument("--broken", type=int, default=1100, help="broken files")
    parser.add_argument("--fuzz", type=float, default=0, metavar="SECONDS", help="ever new damage for so long")
    options = parser.parse_args()
    every = report("gallery", gallery(options.seeds, options.broken))
    slowest = max((seen for seen in every if seen.exhibit.is_bomb), key=lambda seen: seen.seconds)
    print(f"bombs: slowest {1000 * slowest.seconds:.0f} ms ({slowest.exhibit.name})")
    for name, body in large():
        report(f"{name}, {len(body) / 1e6:.0f} MB", [Exhibit(name, body)])
    if options.fuzz:
        report("fuzz", fuzz(options.fuzz, seed=int(monotonic())))


if __name__ == "__main__":
    main()
