"""What is made from a run for other programs: its weights, and the run as a script."""

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.keeping import archive, npy
from model.keeping.safely import KeepingError, write_whole
from model.keeping.script import script
from model.provenance import facts
from model.records import Mode
from model.run import Run


def export_weights(path: Path, run: Run) -> None:
    """Write an .npz with the parameters, what turns pixels into what they see, and what made them.

    weights (K, D), biases (K,): the scores of an image are weights @ (scale * pixels - shift) + biases, with pixels
    (D,) from 0 to 255, row by row, the channels of a pixel together. made_with is JSON. Raises KeepingError.
    """
    seen = run.dataset.preprocessing
    file = io.BytesIO()
    np.savez(
        file,
        weights=run.params.weights,
        biases=run.params.biases,
        scale=np.asarray(seen.scale),
        shift=seen.shift,
        shape=np.array(run.dataset.shape),
        classes=np.array(run.dataset.classes),
        made_with=np.array(json.dumps(facts(run.snapshot(Mode.PAUSED)), ensure_ascii=False)),
    )
    write_whole(path, [file.getbuffer()])


def export_script(path: Path, run: Run) -> Path:
    """Write the run as a script, and beside it an .npz with the training images; hands back the path of that.

    Raises KeepingError.
    """
    if path.suffix != ".py":
        raise KeepingError(f"“{path.name}” is not saved: the name of a script ends in .py.")
    dataset, beside = run.dataset, path.with_name(f"{path.stem}-data.npz")
    text = script(run.state(), dataset, facts(run.snapshot(Mode.PAUSED)))
    arrays: dict[str, NDArray[Any]] = {
        "images": dataset.pixels[dataset.train],
        "labels": dataset.labels[dataset.train].astype(np.int64),
        "shift": dataset.preprocessing.shift,
        "scale": np.asarray(dataset.preprocessing.scale),
    }
    write_whole(beside, archive.pack([(f"{name}.npy", (npy.header(a), npy.numbers(a))) for name, a in arrays.items()]))
    write_whole(path, [text.encode()])
    return beside
