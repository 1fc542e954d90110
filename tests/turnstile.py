"""Workers of a search that work when they are told to, for tests that look at it half done."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from model.datasets.dataset import Dataset
from model.search.crew import Crew, CrewError
from model.search.supply import Supply


class Turnstile(Executor):
    """Holds every job back until it is let through, or made to fail."""

    def __init__(self, size: int = 2) -> None:
        """Take so many jobs at once."""
        self._size = size
        self.refusal = ""
        self._held: deque[tuple[Future[Any], Callable[[], Any]]] = deque()

    def hire(self, supply: Supply, _: Dataset, __: str) -> Crew:
        """Be the workers of a search, unless there is a reason not to."""
        if self.refusal:
            raise CrewError(self.refusal)
        return Crew(lambda: self, supply, self._size, "two who wait")

    def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self._held.append((future, lambda: work(*args, **kwargs)))
        return future

    @property
    def held(self) -> int:
        """How many jobs are held back."""
        return len(self._held)

    def let_one(self) -> None:
        """Work out the job that has been held longest, in this thread."""
        future, work = self._held.popleft()
        future.set_result(work())

    def fail_one(self, trouble: Exception) -> None:
        """Have the job that has been held longest come to nothing."""
        self._held.popleft()[0].set_exception(trouble)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002
        while self._held:
            self._held.popleft()[0].cancel()
