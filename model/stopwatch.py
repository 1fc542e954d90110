"""How fast training goes."""

from time import monotonic

_RATE_WINDOW_S = 0.3


class Stopwatch:
    """How many images a second went through lately."""

    def __init__(self) -> None:
        """Begin at rest."""
        self.restart()

    def restart(self) -> None:
        """Forget what was before."""
        self.images_per_second = 0.0
        self._since = monotonic()
        self._images = 0

    def count(self, images: int) -> None:
        """Count some images; the rate is renewed a few times a second."""
        self._images += images
        elapsed = monotonic() - self._since
        if elapsed > _RATE_WINDOW_S:
            self.images_per_second = self._images / elapsed
            self._since, self._images = monotonic(), 0
