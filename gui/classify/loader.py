"""Loads what is brought in, in threads of its own, and says what came of it in the window's."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gui.classify.picture import Picture
from model.arrays import Bytes

if TYPE_CHECKING:
    from gui.classify.incoming import Incoming
    from model.images import ImageError
    from model.web import Fetch

MOST_AT_ONCE = 200
log = logging.getLogger(__name__)
HandOver = Callable[[Callable[..., None], object], None]


class Loader(QObject):
    """`loaded` tells a picture, `refused` the sentence why there is none, `offered` web addresses to ask about.

    `fetched` tells that no address is being fetched any more.
    """

    loaded = Signal(object)
    refused = Signal(str)
    offered = Signal(object)
    fetched = Signal()

    def __init__(self, hand_over: HandOver) -> None:
        """hand_over brings results to the GUI thread; make_fetch makes the fetching of an address."""
        super().__init__()
        self._hand_over = hand_over
        self.make_fetch: Callable[[str], Fetch] = _fetch_of
        self._files = ThreadPoolExecutor(1, thread_name_prefix="image-loader")
        self._web = ThreadPoolExecutor(1, thread_name_prefix="web-loader")
        self._is_closed = Event()
        self._fetches: list[Fetch] = []
        self.dealt_with = 0

    def bring_in(self, brought: list[Incoming]) -> None:
        """Load all of it, one after the other; of web addresses only tell."""
        addresses = [item.address for item in brought if item.address]
        if addresses:
            self.dealt_with += len(addresses)
            self.offered.emit(addresses)
        others = [item for item in brought if not item.address]
        for item in others[:MOST_AT_ONCE]:
            self._files.submit(self._load, item)
        if len(others) > MOST_AT_ONCE:
            self.refused.emit(f"Only the first {MOST_AT_ONCE} of {len(others):,} things were taken.")

    def fetch(self, addresses: list[str]) -> None:
        """Fetch the pictures at web addresses, which the user has agreed to."""
        begun = [self.make_fetch(address) for address in addresses]
        self._fetches += begun
        for each in begun:
            self._web.submit(self._fetch, each)

    def stop_fetching(self) -> None:
        """Fetch no more of them."""
        for each in self._fetches:
            each.give_up()

    def close(self) -> None:
        """Let the picture at hand be finished, forget the others, and end the threads."""
        self._is_closed.set()
        self.stop_fetching()
        for threads in (self._files, self._web):
            threads.shutdown(wait=True, cancel_futures=True)

    def _load(self, item: Incoming) -> None:
        from model.images import ImageError

        try:
            parts, sentence = item.parts(MOST_AT_ONCE)
        except ImageError as refusal:
            parts, sentence = [], str(refusal)
        for part in parts:
            if self._is_closed.is_set():
                return
            self._hand_over(self._receive, _result(part.name, part.load))
        if sentence:
            self._hand_over(self._receive, ImageError(sentence))
        self._hand_over(self._count, None)

    def _fetch(self, fetch: Fetch) -> None:
        from model import images, web

        name = web.name_of(fetch.address)
        self._hand_over(self._receive, _result(name, lambda: images.load_bytes(fetch.run(), f"“{name}”")))
        self._hand_over(self._end_fetch, fetch)

    def _end_fetch(self, fetch: Fetch) -> None:
        self.dealt_with += 1
        if fetch in self._fetches:
            self._fetches.remove(fetch)
        if not self._fetches:
            self.fetched.emit()

    def _count(self, _: None) -> None:
        self.dealt_with += 1

    def _receive(self, result: Picture | ImageError) -> None:
        if isinstance(result, Picture):
            self.loaded.emit(result)
        else:
            self.refused.emit(str(result))


def _fetch_of(address: str) -> Fetch:
    from model.web import Fetch

    return Fetch(address)


def _result(name: str, load: Callable[[], Bytes]) -> Picture | ImageError:
    from model.images import ImageError

    try:
        return Picture(name, load())
    except ImageError as refusal:
        return refusal
    except Exception:
        log.exception("A picture could not be loaded")
        return ImageError(f"“{name}” could not be loaded because of an unexpected error.")
