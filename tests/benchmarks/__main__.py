"""Speed against other libraries, on the same data, batches and threads, in one run.

    python -m tests.benchmarks [--cifar10 FOLDER] [--fashion FOLDER] [--json FILE] [--only WORD]

CIFAR-10 is read from the binary files in FOLDER, Fashion-MNIST from its IDX files; without them the embedded samples
are repeated to the same size. Peers that are not installed are left out: pip install -e ".[bench]" brings them.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "2")  # PyTorch's, which each case sets for itself

from tests.benchmarks import cases, machine, peers, races, searches
from tests.benchmarks.bench import Bench, Row
from tests.benchmarks.clock import shown
from tests.benchmarks.data import full_cifar10, full_fashion

_WIDTHS = (50, 10, 20, 10, 8, 9)


def main() -> int:
    """Print the table, row by row as it comes; returns 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cifar10", type=Path, help="folder with data_batch_1.bin ... test_batch.bin")
    parser.add_argument("--fashion", type=Path, help="folder with the four IDX files")
    parser.add_argument("--json", type=Path, help="write the table there as well")
    parser.add_argument("--only", default="", help="only the rows whose name holds this word")
    options = parser.parse_args()
    about = machine.description()
    for key, value in about.items():
        print(f"{key:20}{value}")
    for sentence in peers.missing():
        print(sentence)
    rows = []
    for make, folder in ((full_cifar10, options.cifar10), (full_fashion, options.fashion)):
        dataset, name = make(folder)
        print(f"\n{name}, {dataset.pixels.shape[1]:,} pixels")
        print(_line("what", "ours", "peer", "theirs", "ratio", "target"))
        for row in all_rows(Bench(dataset, name), options.only):
            rows.append({"data": name, **asdict(row), "ratio": row.ratio, "holds": row.holds})
            print(_shown(row), flush=True)
    if options.json:
        options.json.write_text(json.dumps({"machine": about, "rows": rows}, indent=1))
    return 0


def all_rows(bench: Bench, only: str) -> Iterator[Row]:
    """Every case of a data set, or those of a word."""
    peak = cache(machine.peak_flops)
    makers: dict[str, Callable[[Bench], Iterator[Row]]] = {
        "step mini": cases.mini_batches,
        "step other": cases.other_steps,
        "step limit": cases.limits,
        "full-batch": lambda bench: cases.full_batch(bench, peak),
        "landscape line plane": cases.landscapes,
        "best": cases.best_steps,
        "numerical": cases.numerical,
        "redraw batch": cases.redraws,
        "race": races.races,
        "search": searches.searches,
    }
    for words, make in makers.items():
        if only in words:
            yield from make(bench)


def _shown(row: Row) -> str:
    target = f"{row.target:g}x" if row.target else ""
    if row.most < float("inf"):
        target = f"{target} <{shown(row.most)}".strip()
    ratio = f"{row.ratio:.1f}x" if row.theirs else ""
    theirs = shown(row.theirs) if row.theirs else ""
    mark = "" if row.holds else "  missed"
    note = f"  {row.note}" if row.note else ""
    return _line(row.what, shown(row.ours), row.peer, theirs, ratio, target) + mark + note


def _line(*cells: str) -> str:
    return "".join(cell.ljust(width) for cell, width in zip(cells, _WIDTHS, strict=True)).rstrip()


if __name__ == "__main__":
    sys.exit(main())
