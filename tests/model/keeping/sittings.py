"""Stories to keep, what can happen in them, and how two of them are compared."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

from model.belongings import NOTHING, Belongings
from model.commands import Continue, Delete, Rearrange, Rename, Restore, Visit
from model.datasets.arrangement import Arrangement, Seen
from model.keeping import files
from model.keeping.session import Session
from model.keeping.surroundings import here
from model.records import LossKind, Mode, PenaltyKind
from model.schedules import ScheduleKind
from model.story import Story
from tests.model.small import content_of, kind, small_dataset, small_params

SMALL = small_dataset()
PLAIN = kind(LossKind.SOFTMAX, PenaltyKind.L2)
PACED = replace(PLAIN, schedule=ScheduleKind.COSINE, over=3.0, momentum=0.9)
ARRANGEMENTS = (
    Arrangement(),
    Arrangement(Seen.STANDARDISED),
    Arrangement(per_class=5, noise=0.2),
    Arrangement(Seen.UNIT, validation=0.3),
)
EVENTS = (
    "step", "step", "step", "tune", "pace", "leap", "jump", "back", "visit", "continue", "measure",
    "restore", "rename", "delete", "rearrange", "reset",
)  # fmt: skip


def story_of(steps: int = 0) -> Story:
    story = Story(SMALL, PLAIN, 1, count(1))
    for _ in range(steps):
        story.stepping().advance()
    return story


def session_of(story: Story, belongings: Belongings = NOTHING) -> Session:
    return Session(files.origin_of(story.present.dataset), story.state(), belongings, here())


def reopened(story: Story, folder: Path) -> Story:
    """The same story out of a file."""
    path = folder / "run.linearium"
    files.save(path, session_of(story))
    state = files.load(path).story
    return Story.resumed(story.present.dataset.as_opened, state, count(state.highest_identity + 1))


def let_happen(story: Story, event: str, number: int) -> None:
    """One of EVENTS; the number makes it another one each time."""
    kept = story.snapshot(Mode.PAUSED).kept
    chosen = kept[number % len(kept)].identity if kept else -1
    match event:
        case "step":
            for _ in range(1 + number % 9):
                story.stepping().advance()
        case "tune":
            story.tune(replace(story.shown.settings, step_size=0.001 * (1 + number % 7), batch_size=3 + number % 4))
        case "pace":
            kinds = tuple(ScheduleKind)
            schedule, momentum = kinds[number % len(kinds)], (0.0, 0.5, 0.9)[number % 3]
            story.tune(replace(story.shown.settings, schedule=schedule, over=1 + number % 5, momentum=momentum))
        case "leap":
            story.stepping().leap(0.01 * (1 + number % 5))
        case "jump":
            story.stepping().jump(small_params(SMALL, number))
        case "back":
            story.back(1 + number % 5)
        case "visit":
            story.obey(Visit(number * 3 % (story.present.number + 2)))
        case "continue":
            story.obey(Continue())
        case "measure":
            story.shown.measure()
        case "restore":
            story.obey(Restore(chosen))
        case "rename":
            story.obey(Rename(chosen, f"name {number}"))
        case "delete":
            story.obey(Delete(chosen))
        case "rearrange":
            story.obey(Rearrange(ARRANGEMENTS[number % len(ARRANGEMENTS)]))
        case "reset":
            story.reset(number)


def told_by(story: Story) -> Iterator[tuple[str, object]]:
    """All that a snapshot tells, but for identities, and for the path, which a file tells more briefly."""
    seen = story.snapshot(Mode.PAUSED)
    for name in ("settings", "seed", "number", "epoch", "newest", "back_steps", "taken_with"):
        yield name, getattr(seen, name)
    for name in ("params", "coming", "measure"):
        yield name, content_of(getattr(seen, name))
    yield "curves", (seen.batch_curve.tobytes(), seen.measure_curve.tobytes())
    yield "arrangement", seen.dataset.arrangement
    for run in seen.kept:
        yield "kept", (run.number, run.settings, content_of(run))
