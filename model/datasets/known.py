"""The three full sets that the app can fetch: what they are, where they are, how to know them."""

from dataclasses import dataclass

from model.datasets.download import Remote

_FASHION = ("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",)
_MNIST = (
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
)
_CIFAR_FILE = "cifar-10-binary.tar.gz"


@dataclass(frozen=True, slots=True)
class Known:
    """A full set: its name and title, its files on the net, and a sentence about it."""

    name: str
    title: str
    files: tuple[Remote, ...]
    about: str

    @property
    def size(self) -> int:
        """Bytes to download."""
        return sum(file.size for file in self.files)


def _remote(bases: tuple[str, ...], name: str, size: int, sha256: str) -> Remote:
    return Remote(name, tuple(base + name for base in bases), size, sha256)


CIFAR10 = Known(
    "cifar10",
    "CIFAR-10",
    (
        Remote(
            _CIFAR_FILE,
            (f"https://cave.cs.toronto.edu/kriz/{_CIFAR_FILE}", f"https://www.cs.toronto.edu/~kriz/{_CIFAR_FILE}"),
            170_052_171,
            "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
        ),
    ),
    "60,000 photographs, 32×32 in colour, ten classes. Its server is slow: an hour is usual.",
)
FASHION = Known(
    "fashion",
    "Fashion-MNIST",
    tuple(
        _remote(_FASHION, name, size, sha256)
        for name, size, sha256 in (
            (
                "train-images-idx3-ubyte.gz",
                26_421_880,
                "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
            ),
            ("train-labels-idx1-ubyte.gz", 29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
            (
                "t10k-images-idx3-ubyte.gz",
                4_422_102,
                "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
            ),
            ("t10k-labels-idx1-ubyte.gz", 5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
        )
    ),
    "70,000 articles of clothing, 28×28 in grey, ten classes.",
)
MNIST = Known(
    "mnist",
    "MNIST",
    tuple(
        _remote(_MNIST, name, size, sha256)
        for name, size, sha256 in (
            (
                "train-images-idx3-ubyte.gz",
                9_912_422,
                "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
            ),
            ("train-labels-idx1-ubyte.gz", 28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
            (
                "t10k-images-idx3-ubyte.gz",
                1_648_877,
                "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
            ),
            ("t10k-labels-idx1-ubyte.gz", 4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
        )
    ),
    "70,000 handwritten digits, 28×28 in grey, ten classes.",
)
KNOWN = {known.name: known for known in (CIFAR10, FASHION, MNIST)}
