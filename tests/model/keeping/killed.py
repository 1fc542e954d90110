"""A program that has others save sessions, kills them with -9 at any moment, and looks what is left.

Usage: python -m tests.model.keeping.killed FOLDER KILLS SEED. It prints what it found as JSON.
"""

import json
import os
import signal
import sys
from itertools import count
from pathlib import Path
from random import Random
from time import sleep

from model.keeping import files
from model.keeping.keeper import Saved
from model.keeping.resuming import resume
from model.story import Story
from tests.model.keeping.sittings import PLAIN, SMALL, session_of

_LONGEST_LIFE_S = 0.03


def save_for_ever(path: Path, told: int) -> None:
    """Go on from the file, and save after each step; every session that is safe is told."""
    story, _, _ = resume(path, lambda _: SMALL)
    while True:
        story.stepping().advance()
        size = files.save(path, session_of(story))
        assert Saved(path, story.present.number, size).size > 0
        os.write(told, f"{story.present.number}\n".encode())


def lives_and_dies(path: Path, seconds: float) -> int:
    """Have a process of its own save for some seconds, kill it, and say the last session that it said was safe."""
    told, end = os.pipe()
    child = os.fork()
    if child == 0:
        save_for_ever(path, end)
    os.close(end)
    sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(told) as pipe:
        lines = pipe.read().split("\n")
    return int(lines[-2]) if len(lines) > 1 else 0


def main(folder: Path, kills: int, seed: int) -> dict[str, int]:
    """Kill so many times; says how many sessions were lost, saved, and how many kills met one half written."""
    chance, path = Random(seed), folder / "run.linearium"
    expected = Story(SMALL, PLAIN, 1, count(1))
    files.save(path, session_of(expected))
    lost = half = 0
    for _ in range(kills):
        safe = lives_and_dies(path, chance.uniform(0.0, _LONGEST_LIFE_S))
        parts = list(folder.glob("*.part")) + list(folder.glob(".*.part"))
        half += bool(parts)
        for part in set(parts):
            part.unlink()
        story, _, _ = resume(path, lambda _: SMALL)
        while expected.present.number < story.present.number:
            expected.stepping().advance()
        found, known = story.present, expected.present
        lost += found.number < safe or found.params.weights.tobytes() != known.params.weights.tobytes()
    return {"kills": kills, "lost": lost, "half": half, "saved": expected.present.number}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
