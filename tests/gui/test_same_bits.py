from pathlib import Path

import main
from model.keeping import files
from tests.model.small import same_bits
from tests.stage import Stage


def test_that_the_window_and_the_command_line_give_the_same_bits(stage: Stage, tmp_path: Path) -> None:
    stage.step(40)
    path = tmp_path / "run.linearium"
    assert main.main(["train", "--steps", "40", "--seed", "1", "--out", str(path)]) == 0
    state = files.load(path).story.present
    assert state.settings == stage.snapshot.settings
    assert same_bits(state.params, stage.snapshot.params)
    assert state.batch_curve.tobytes() == stage.snapshot.batch_curve.tobytes()
