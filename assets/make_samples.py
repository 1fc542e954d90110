"""Make the embedded data samples from the full data sets.

    python -m assets.make_samples CIFAR10_FOLDER FASHION_FOLDER

CIFAR10_FOLDER holds data_batch_1..5.bin and test_batch.bin; FASHION_FOLDER the four IDX files, gzipped or not.
The same Pillow writes the same bytes; assets/README.md names the version the committed files were made with.
"""

import sys
from pathlib import Path

import numpy as np
from PIL import Image

from model.arrays import Bytes, Labels
from model.datasets import cifar10, idx

HERE = Path(__file__).parent
IMAGES_IN_A_ROW = 100
IMAGES_A_SHEET = 1000


def first_of_each_class(labels: Bytes, count: int) -> Labels:
    """Positions of the first `count` images of every class, in the order of the file."""
    return np.sort(np.concatenate([np.flatnonzero(labels == k)[:count] for k in np.unique(labels)]))


def sheet(images: Bytes) -> Bytes:
    """Lay images (N, H, W, C) out in rows of 100: one picture (N / 100 * H, 100 * W, C)."""
    count, height, width, channels = images.shape
    rows = images.reshape(count // IMAGES_IN_A_ROW, IMAGES_IN_A_ROW, height, width, channels)
    return rows.swapaxes(1, 2).reshape(-1, IMAGES_IN_A_ROW * width, channels)


def write_part(folder: Path, part: str, images: Bytes, labels: Bytes, count: int) -> None:
    """Write the chosen images as lossless WebP sheets and their labels as an array beside them."""
    chosen = first_of_each_class(labels, count)
    folder.mkdir(exist_ok=True)
    for number, start in enumerate(range(0, len(chosen), IMAGES_A_SHEET)):
        pixels = sheet(images[chosen[start : start + IMAGES_A_SHEET]])
        picture = Image.fromarray(pixels[..., 0] if pixels.shape[-1] == 1 else pixels)
        picture.save(folder / f"{part}-{number:02}.webp", lossless=True, quality=75, method=4)
    np.save(folder / f"{part}-labels.npy", labels[chosen], allow_pickle=False)


def write_cifar10(source: Path) -> None:
    """500 training and 100 test images of each class of CIFAR-10."""
    parts = [cifar10.read_records(source / name) for name in cifar10.TRAINING_FILES]
    images, labels = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    write_part(HERE / "cifar10-sample", "train", images, labels, 500)
    write_part(HERE / "cifar10-sample", "test", *cifar10.read_records(source / cifar10.TEST_FILE), 100)


def write_fashion(source: Path) -> None:
    """1,000 training and 200 test images of each class of Fashion-MNIST."""
    for part, prefix, count in (("train", "train", 1000), ("test", "t10k", 200)):
        images, labels = (idx.read_idx(next(source.glob(f"{prefix}-{kind}*"))) for kind in ("images", "labels"))
        write_part(HERE / "fashion-sample", part, images[..., None], labels, count)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    write_cifar10(Path(sys.argv[1]))
    write_fashion(Path(sys.argv[2]))
