"""A program that searches, and tells which jobs have ended; others kill it with -9 and look what is left.

Usage: python -m tests.model.search.killed FOLDER WORKERS
"""

import sys
from pathlib import Path

from model.search.commands import Proceed, Seek
from model.search.crew import hiring
from tests.model.search.hall import Hall, plan, serially

LONG = plan(5, 5, epochs=40)


def main(folder: Path, workers: int) -> None:
    """Go on with the search that was left, or begin it; each number of jobs that have ended is told."""
    with Hall(folder, hiring(workers) if workers else serially) as hall:
        hall.send(Proceed() if (folder / "search.zip").exists() else Seek(LONG))
        told = -1
        while True:
            seen = hall.wait_for(lambda seen: len(seen.outcomes) > told)  # noqa: B023
            told = len(seen.outcomes)
            print(told, flush=True)
            if told == len(LONG.jobs):
                return


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
