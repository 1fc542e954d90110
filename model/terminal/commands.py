"""The commands that need no window."""

import logging
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from model import images
from model.arrays import Bytes
from model.classifier import predict, score_picture
from model.datasets.catalogue import Catalogue
from model.datasets.task import DataError
from model.keeping.exports import export_script, export_weights
from model.keeping.resuming import resume
from model.keeping.safely import KeepingError
from model.losses import probabilities
from model.run import Run
from model.terminal import report
from model.terminal.arguments import parse
from model.terminal.searching import search
from model.terminal.terminal import Terminal, as_json, percent, table
from model.terminal.training import INTERRUPTED, train


def run(arguments: Sequence[str]) -> int:
    """Obey one command; returns the exit code: 0, 2 where it could not be done, 130 after Ctrl+C."""
    options = parse(arguments)
    terminal = Terminal(sys.stdout, sys.stderr)
    logging.getLogger().addHandler(logging.NullHandler())  # what went wrong is told in a sentence
    try:
        with threadpool_limits(limits=1, user_api="blas"):
            return _obey(options, terminal)
    except (DataError, KeepingError) as refusal:
        terminal.complain(str(refusal))
    except MemoryError:
        terminal.complain("there is not enough memory.")
    except KeyboardInterrupt:
        terminal.say("Stopped.")
        return INTERRUPTED
    return 2


def _obey(options: Namespace, terminal: Terminal) -> int:
    catalogue = Catalogue(options.data_dir)
    if options.command in ("train", "search"):
        names = catalogue.sources()
        if options.data not in names:
            raise DataError(f"there is no data set called “{options.data}” here; there are {', '.join(names)}")
        if options.command == "search":
            return search(options, catalogue, terminal)
        return train(options, catalogue.open(options.data), terminal)
    story, _, found = resume(options.session, catalogue.open)
    if found.remark:
        terminal.say(found.remark)
    with np.errstate(all="ignore"):  # a run that has diverged is told of like any other
        return _AFTER[options.command](options, story.present, terminal)


def evaluate(options: Namespace, run: Run, terminal: Terminal) -> int:
    """Print how good a saved classifier is on all splits, and on each class."""
    measure = run.measure()
    found = report.document(run, measure)
    terminal.result(as_json(found) if options.json else report.words(run, measure, with_classes=True))
    return 0


def export(options: Namespace, run: Run, terminal: Terminal) -> int:
    """Write what is asked for, and print where."""
    written = []
    if options.weights is not None:
        export_weights(options.weights, run)
        written.append(options.weights)
    if options.script is not None:
        written += [options.script, export_script(options.script, run)]
    names = [str(path) for path in written]
    terminal.result(as_json({"schema": report.SCHEMA, "written": names}) if options.json else "\n".join(names))
    return 0


def classify(options: Namespace, run: Run, terminal: Terminal) -> int:
    """Print what each picture is taken for; the exit code is 2 where one of them could not be read."""
    answers = [answer for path in options.files for answer in _answers(path, run)]
    if options.json:
        terminal.result(as_json({"schema": report.SCHEMA, "step": run.number, "pictures": answers}))
    else:
        terminal.result(table([("file", "class", "probability", "score", "next"), *(_row(each) for each in answers)]))
        for each in answers:
            if "error" in each:
                terminal.complain(each["error"])
    return 2 if any("error" in each for each in answers) else 0


def _answers(path: Path, run: Run) -> list[dict[str, Any]]:
    """What one picture is taken for, or each picture of a folder."""
    if not images.is_folder(path):
        return [_answer(path, run)]
    try:
        return [_answer(each, run) for each in images.pictures_in(path)]
    except images.ImageError as refusal:
        return [{"file": str(path), "error": str(refusal)}]


def _answer(path: Path, run: Run) -> dict[str, Any]:
    try:
        picture = images.load_file(path)
    except images.ImageError as refusal:
        return {"file": str(path), "error": str(refusal)}
    return {"file": str(path), **_scored(images.fit(picture, run.dataset.shape), run)}


def _scored(picture: Bytes, run: Run) -> dict[str, Any]:
    scores = score_picture(run.params, run.dataset, picture)
    classes, shares = run.dataset.classes, probabilities(scores[:, None])[:, 0]
    return {
        "class": classes[int(predict(scores[:, None])[0])],
        "scores": dict(zip(classes, scores.tolist(), strict=True)),
        "probabilities": dict(zip(classes, shares.tolist(), strict=True)),
    }


def _row(answer: dict[str, Any]) -> tuple[str, ...]:
    """File, class, its softmax probability and score, and the class that comes next."""
    if "error" in answer:
        return answer["file"], "–", "", "", ""
    scores, best = answer["scores"], answer["class"]
    others = sorted((name for name in scores if name != best), key=lambda name: -scores[name])
    return answer["file"], best, percent(answer["probabilities"][best]), f"{scores[best]:.3f}", others[0]


_AFTER = {"evaluate": evaluate, "export": export, "classify": classify}
