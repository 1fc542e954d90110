"""Training, evaluating, exporting and classifying without a window."""

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import main
from model.commands import Advance, Begin
from model.datasets.arrange import arrange
from model.datasets.arrangement import Arrangement, Seen
from model.datasets.dataset import Dataset
from model.datasets.embedded import load_fashion_sample
from model.keeping import files
from model.mailbox import Mailbox
from model.records import LossKind, Mode, PenaltyKind, Settings, Snapshot
from model.run import Run
from model.schedules import ScheduleKind
from model.terminal.terminal import Terminal
from model.trainer import Trainer
from model.trouble import Failure
from tests.model.small import same_bits

ROOT = Path(__file__).parents[3]
SHORT = ("--data", "toy-blobs", "--loss", "hinge", "--batch", "20", "--epochs", "3")
Said = pytest.CaptureFixture[str]


@pytest.fixture
def trained(tmp_path: Path, capsys: Said) -> Path:
    """A session of a short run on Fashion-MNIST."""
    path = tmp_path / "run.linearium"
    assert main.main(["train", "--data", "fashion-sample", "--steps", "20", "--out", str(path)]) == 0
    capsys.readouterr()
    return path


def test_that_the_command_line_the_thread_and_the_functions_give_the_same_bits(tmp_path: Path) -> None:
    path = tmp_path / "run.linearium"
    words = "train --data fashion-sample --loss hinge --regularization dropout --strength 0.25 --step-size 0.004"
    words += f" --batch 100 --seed 5 --steps 30 --preprocessing standardised --per-class 50 --noise 0.1 --out {path}"
    words += " --schedule step --over 2.5 --momentum 0.9"
    assert main.main(words.split()) == 0
    settings = Settings(LossKind.HINGE, 1.0, PenaltyKind.DROPOUT, 0.25, 0.004, 100, ScheduleKind.STEP, 2.5, 0.9)
    run = Run(arrange(load_fashion_sample(), Arrangement(Seen.STANDARDISED, 50, 0.1)), settings, 5)
    for _ in range(30):
        run.advance()
    state = files.load(path).story.present
    assert (state.number, state.settings, state.seed) == (30, settings, 5)
    assert same_bits(state.params, run.params)
    assert state.batch_curve.tobytes() == run.state().batch_curve.tobytes()
    assert same_bits(by_the_thread(run.dataset, settings).params, run.params)


def by_the_thread(dataset: Dataset, settings: Settings) -> Snapshot:
    mailbox: Mailbox[Snapshot | Failure] = Mailbox()
    trainer = Trainer(lambda _: dataset, mailbox)
    trainer.start()
    trainer.send(Begin("any", settings, 5))
    trainer.send(Advance(30))
    while not (isinstance(found := mailbox.take(), Snapshot) and found.number == 30 and found.mode is Mode.PAUSED):
        pass
    trainer.stop()
    return found


def test_that_a_command_needs_no_qt(tmp_path: Path) -> None:
    program = (
        "import sys, main\n"
        f"code = main.main({['train', *SHORT, '--out', str(tmp_path / 'a.linearium')]!r})\n"
        "assert not [name for name in sys.modules if name.startswith(('PySide6', 'pyqtgraph'))]\n"
        "sys.exit(code)"
    )
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    bare = {key: value for key, value in os.environ.items() if key not in hidden}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=bare, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert files.load(tmp_path / "a.linearium").story.present.epoch == 3


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("train --loss cubic", "“cubic” is none of hinge, softmax"),
        ("train --batch 0", "“0” is not a whole number from 1 to 10000000"),
        ("train --step-size -1", "“-1” is not a number between 0 and 1e+06"),
        ("train --step-size nan", "“nan” is not a number"),
        ("train --strength 1,5", "“1,5” is not a number from 0 to 1e+06"),
        ("train --regularization dropout --strength 1", "the rate of dropout is a number from 0 to below 1"),
        ("train --momentum 1", "the momentum is a number from 0 to below 1"),
        ("train --schedule linear", "“linear” is none of constant, step, cosine, 1/t"),
        ("train --schedule 1/t", "say how many epochs the schedule goes over: --over EPOCHS"),
        ("train --schedule cosine --steps 9", "say how many epochs the schedule goes over: --over EPOCHS"),
        ("train --schedule cosine --over 0", "“0” is not a number between 0 and 1e+06"),
        ("train --epochs 2 --steps 2", "not allowed with argument"),
        ("train --validation 1", "“1” is not a number between 0 and 1"),
        ("train --seed 2147483647", "is not a whole number from 0 to 2147483646"),
        ("train --out /no/folder/a.linearium", "there is no folder /no/folder to save in"),
        ("train --epoch 3", "unrecognized arguments: --epoch"),
        ("export a.linearium", "say what to export"),
        ("classify a.png", "the following arguments are required: --session"),
        ("evaluate", "the following arguments are required: RUN.linearium"),
    ],
)
def test_that_a_wrong_option_gives_one_sentence_and_exit_code_2(words: str, sentence: str, capsys: Said) -> None:
    with pytest.raises(SystemExit) as ended:
        main.main(words.split())
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert sentence in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("train --data mnist3", "there is no data set called “mnist3” here"),
        ("evaluate none.linearium", "“none.linearium” is not there any more."),
        ("evaluate README.md", "“README.md” is damaged, or not a session of Linearium."),
    ],
)
def test_that_what_cannot_be_done_gives_one_sentence_and_exit_code_2(words: str, sentence: str, capsys: Said) -> None:
    assert main.main(words.split()) == 2
    said = capsys.readouterr()
    assert sentence in said.err
    assert (said.out, said.err.count("\n")) == ("", 1)


def test_that_training_tells_of_each_epoch_and_ends_with_a_table(tmp_path: Path, capsys: Said) -> None:
    path = tmp_path / "a.linearium"
    assert main.main(["train", *SHORT, "--out", str(path)]) == 0
    said = capsys.readouterr()
    lines = said.err.splitlines()
    assert [line.split()[1] for line in lines[:3]] == ["1.00", "2.00", "3.00"]
    assert lines[3].startswith(f"Saved {path}")
    run = files.load(path).story.present
    measure = run.measures[-1]
    assert measure.number == run.number
    assert f"{100 * measure.validation_accuracy:.1f} %" in said.out
    assert [line.split()[0] for line in said.out.splitlines()[-3:]] == ["training", "validation", "test"]


def test_that_a_cosine_is_as_long_as_the_run_and_told_of_with_the_momentum(capsys: Said) -> None:
    assert main.main(["train", *SHORT, "--schedule", "cosine", "--momentum", "0.5", "--json"]) == 0
    settings = json.loads(capsys.readouterr().out)["settings"]
    assert (settings["schedule"], settings["over"], settings["momentum"]) == ("cosine", 3.0, 0.5)
    assert main.main(["train", *SHORT, "--schedule", "1/t", "--over", "2", "--momentum", "0.5"]) == 0
    said = capsys.readouterr().out
    assert "η / (1 + e/T) in epoch e" in said
    assert "T = 2" in said
    assert "v ← μ v + ∇L, W ← W − η v, μ = 0.5" in said


def test_that_a_diverged_run_is_kept_and_told_of(tmp_path: Path, capsys: Said) -> None:
    words = ["train", *SHORT, "--step-size", "1e5", "--strength", "10", "--out", str(tmp_path / "a.linearium")]
    assert main.main([*words, "--epochs", "500"]) == 2
    said = capsys.readouterr()
    assert "the run has diverged" in said.err
    assert files.load(tmp_path / "a.linearium").story.present.number > 0


def test_that_the_table_is_printed_though_the_session_cannot_be_saved(tmp_path: Path, capsys: Said) -> None:
    assert main.main(["train", *SHORT, "--out", str(tmp_path)]) == 2
    said = capsys.readouterr()
    assert "there is a folder of that name" in said.err
    assert "validation" in said.out


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_that_ctrl_c_ends_training_early_and_saves_it(tmp_path: Path) -> None:
    path = tmp_path / "run.linearium"
    command = [sys.executable, "main.py", "train", *SHORT, "--epochs", "1000000", "--out", str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        assert running.stdout is not None
        running.stderr.readline()
        running.send_signal(signal.SIGINT)
        said, result = running.stderr.read(), running.stdout.read()
    assert running.returncode == 130
    assert "Stopped after" in said
    assert "validation" in result
    assert files.load(path).story.present.number > 0


def test_that_evaluate_tells_the_same_as_train(trained: Path, capsys: Said) -> None:
    assert main.main(["evaluate", str(trained), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    state = files.load(trained).story.present
    measure = state.measures[-1]
    assert list(told) == [
        "schema", "data", "preprocessing", "settings", "seed", "step", "epoch", "penalty", "splits", "classes",
    ]  # fmt: skip
    assert (told["schema"], told["step"], told["data"]["name"]) == (1, 20, "fashion-sample")
    assert told["splits"]["training"] == {
        "images": 9000,
        "loss": measure.train_loss,
        "accuracy": measure.train_accuracy,
    }
    assert told["splits"]["test"]["accuracy"] == measure.test_accuracy
    assert told["classes"]["bag"]["validation"] == measure.class_accuracy[8]
    assert main.main(["evaluate", str(trained)]) == 0
    assert f"{100 * measure.test_accuracy:.1f} %" in capsys.readouterr().out


def test_that_pictures_are_classified_and_bad_ones_are_told(trained: Path, tmp_path: Path, capsys: Said) -> None:
    dataset = load_fashion_sample()
    row = dataset.test[0]
    good, bad = tmp_path / "good.png", tmp_path / "bad.png"
    Image.fromarray(dataset.images[row, :, :, 0]).save(good)
    bad.write_bytes(b"no picture")
    words = ["classify", str(good), str(bad), "--session", str(trained)]
    assert main.main([*words, "--json"]) == 2
    told = json.loads(capsys.readouterr().out)
    one, other = told["pictures"]
    params = files.load(trained).story.present.params
    scores = params.weights @ dataset.preprocessing.apply(dataset.pixels[row]) + params.biases
    np.testing.assert_allclose(list(one["scores"].values()), scores, rtol=1e-4)
    assert one["class"] == dataset.classes[int(np.argmax(scores))]
    assert sum(one["probabilities"].values()) == pytest.approx(1)
    assert "“bad.png”" in other["error"]
    assert main.main(words) == 2
    said = capsys.readouterr()
    assert one["class"] in said.out
    assert said.err.count("\n") == 1


def test_that_export_writes_what_is_asked_for(trained: Path, tmp_path: Path, capsys: Said) -> None:
    weights, script = tmp_path / "w.npz", tmp_path / "r.py"
    assert main.main(["export", str(trained), "--weights", str(weights), "--script", str(script)]) == 0
    assert capsys.readouterr().out.splitlines() == [str(weights), str(script), str(tmp_path / "r-data.npz")]
    with np.load(weights) as found:
        assert found["weights"].tobytes() == files.load(trained).story.present.params.weights.tobytes()
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=True)
    numbers, _, data, penalties, _ = files.load(trained).story.present.batch_curve
    assert done.stdout.splitlines()[-1] == f"{numbers[-1]:.0f} {data[-1] + penalties[-1]}"


class Screen(io.StringIO):
    """A stream that somebody watches."""

    def isatty(self) -> bool:
        return True


def test_that_progress_is_one_line_that_passes_where_somebody_watches() -> None:
    screen = Screen()
    terminal = Terminal(io.StringIO(), screen)
    terminal.show("epoch 10.00")
    terminal.tell("only where nobody watches")
    terminal.show("epoch 9")
    assert not terminal.wants_progress
    terminal.say("Saved.")
    assert screen.getvalue() == "\repoch 10.00\repoch 9    \r       \rSaved.\n"
