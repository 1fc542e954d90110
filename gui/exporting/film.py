"""The run as an animation, made in a thread of its own."""

from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

from PySide6.QtCore import QObject, Signal, Slot

from gui.exporting.sheet import moments, pixels_of, sheet
from gui.theme import Theme
from model.animation import Cancelled, write_animation
from model.arrays import Bytes
from model.files import written
from model.records import Snapshot

HandOver = Callable[[Callable[..., None], object], None]


class Film(QObject):
    """Makes one animation at a time. `went_on` tells how many frames of how many are done, `ended` a sentence."""

    went_on = Signal(int, int)
    ended = Signal(str, bool)

    def __init__(self, parent: QObject, hand_over: HandOver) -> None:
        """Rest; hand_over brings the thread's news to the GUI thread."""
        super().__init__(parent)
        self._hand_over = hand_over
        self._thread: Thread | None = None
        self._is_cancelled = Event()

    @property
    def is_running(self) -> bool:
        """Whether an animation is being made."""
        return self._thread is not None

    def start(self, path: Path, snapshot: Snapshot, look: Theme, description: str) -> None:
        """Begin with the run of a snapshot; there is nothing to do while another is being made."""
        if self._thread is None:
            self._is_cancelled.clear()
            self._thread = Thread(target=self._work, args=(path, snapshot, look, description), name="film", daemon=True)
            self._thread.start()

    @Slot()
    def cancel(self) -> None:
        """Stop after the frame at hand; no file is left."""
        self._is_cancelled.set()

    def close(self) -> None:
        """Stop, and wait for the thread to end."""
        self.cancel()
        if self._thread is not None:
            self._thread.join()

    def _work(self, path: Path, snapshot: Snapshot, look: Theme, description: str) -> None:
        shown = moments(snapshot)

        def tell(done: int) -> None:
            if self._is_cancelled.is_set():
                raise Cancelled
            self._hand_over(self._go_on, (done, len(shown)))

        def write(part: Path) -> bool:
            def frame(number: int) -> Bytes:
                return pixels_of(sheet(shown[number], snapshot, look))

            write_animation(part, len(shown), frame, description, tell)
            return True

        try:
            written(path, write)
            news = (f"Saved “{path.name}” in {path.parent}: {len(shown)} moments of the run.", False)
        except Cancelled:
            news = ("The animation was cancelled; no file was written.", False)
        except OSError as trouble:
            news = (f"“{path.name}” could not be saved: {trouble.strerror or trouble}.", True)
        self._hand_over(self._end, news)

    def _go_on(self, counts: tuple[int, int]) -> None:
        self.went_on.emit(*counts)

    def _end(self, news: tuple[str, bool]) -> None:
        assert self._thread is not None
        self._thread.join()
        self._thread = None
        self.ended.emit(*news)
