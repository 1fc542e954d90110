"""What is told of a classifier when it is trained or evaluated."""

from dataclasses import asdict
from typing import Any

from model.confusion import recall
from model.measure import Measure
from model.provenance import facts
from model.records import Mode
from model.run import Run
from model.terminal.terminal import number, percent, table

SCHEMA = 1


def document(run: Run, measure: Measure) -> dict[str, Any]:
    """All of it, for JSON: losses are data losses, and shares from 0 to 1."""
    dataset = run.dataset
    splits = {
        "training": (dataset.train, measure.train_loss, measure.train_accuracy),
        "validation": (dataset.validation, measure.validation_loss, measure.validation_accuracy),
        "test": (dataset.test, None, measure.test_accuracy),
    }
    of_class = zip(dataset.classes, measure.class_accuracy, recall(measure.test_confusion), strict=True)
    return {
        "schema": SCHEMA,
        "data": {"name": dataset.name, "title": dataset.title, **asdict(dataset.arrangement)},
        "preprocessing": dataset.preprocessing.sentence,
        "settings": asdict(run.settings),
        "seed": run.seed,
        "step": run.number,
        "epoch": run.epoch,
        "penalty": measure.penalty,
        "splits": {
            name: {"images": len(rows), "loss": loss, "accuracy": accuracy}
            for name, (rows, loss, accuracy) in splits.items()
        },
        "classes": {name: {"validation": float(one), "test": float(other)} for name, one, other in of_class},
    }


def words(run: Run, measure: Measure, with_classes: bool) -> str:
    """The same as tables to read."""
    dataset = run.dataset
    splits = [
        ("", "images", "data loss", "accuracy"),
        ("training", f"{len(dataset.train):,}", number(measure.train_loss), percent(measure.train_accuracy)),
        (
            "validation",
            f"{len(dataset.validation):,}",
            number(measure.validation_loss),
            percent(measure.validation_accuracy),
        ),
        ("test", f"{len(dataset.test):,}", "", percent(measure.test_accuracy)),
    ]
    found = facts(run.snapshot(Mode.PAUSED))
    head = "\n".join(f"{name:<14}  {fact}" for name, fact in found.items())
    parts = [head, table(splits)]
    if with_classes:
        of_class = zip(dataset.classes, measure.class_accuracy, recall(measure.test_confusion), strict=True)
        rows = [(name, percent(float(one)), percent(float(other))) for name, one, other in of_class]
        parts.append(table([("class", "validation", "test"), *rows]))
    return "\n\n".join(parts)
