"""Pictures of the page Sources: at first, downloading, failed, a folder of images, and toys in training."""

from collections.abc import Callable
from pathlib import Path

from gui.sources.desk import PREVIEW, State
from gui.workspaces.names import DATA, TRAIN
from model.datasets import net
from model.datasets.known import KNOWN
from model.datasets.task import Progress
from tests.stage import Stage


def show_sources(stage: Stage, folder: Path, save: Callable[[str], None]) -> None:
    """Walk through the states of the page; the run goes on with the same data set."""
    stage.window.top_bar.workspaces.button(DATA).click()
    page, desk = stage.window.extras.page, stage.window.extras.sources
    assert stage.window.workspaces.data is not None
    stage.window.workspaces.data.show_first()
    stage.live(0.1)
    save("10-sources")
    size = KNOWN["cifar10"].size
    desk._set("cifar10", State(Progress("Downloading cifar-10-binary.tar.gz", size // 3, size, 55_000.0)))
    desk._set("mnist", State(sentence=net.PORTAL_SENTENCE))
    stage.live(0.2)
    save("10-sources-downloading")
    desk._set("cifar10", State())
    desk._set("mnist", State())
    desk.take_path(_pets(folder))
    stage.wait(lambda: page.own.form.isVisible() and desk.state(PREVIEW).progress is None, "the preview")
    stage.live(0.3)
    save("10-sources-folder")
    page.own.form.read.click()
    stage.wait(lambda: bool(page.own.rows), "the images")
    stage.live(0.1)
    save("10-sources-read")
    desk.remove(next(iter(page.own.rows)))
    for name in ("toy-xor", "toy-four-pixels"):
        page.toys.buttons[name].click()
        stage.wait(lambda name=name: stage.snapshot.dataset.name == name, name)  # type: ignore[misc]
        stage.window.top_bar.workspaces.button(TRAIN).click()
        stage.settle()
        stage.step(100)
        save(f"10-{name}")
    stage.open("cifar10-sample")


def _pets(folder: Path) -> Path:
    """A folder of images with a broken one: the first forty test images of three classes."""
    from PIL import Image

    from model.datasets.embedded import load_cifar10_sample

    dataset = load_cifar10_sample()
    for k in (3, 5, 6):
        place = folder / "pets" / dataset.classes[k]
        place.mkdir(parents=True, exist_ok=True)
        for n, row in enumerate(dataset.test[dataset.labels[dataset.test] == k][:40]):
            Image.fromarray(dataset.images[row]).save(place / f"{n:02}.png")
        (place / "99 broken.png").write_bytes(b"not a picture")
    return folder / "pets"
