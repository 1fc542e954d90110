"""The way a run has gone: some of the parameters it went through, evenly spread over all its steps."""

from model.records import Params, Waypoint


class Trail:
    """At most `most` waypoints, always as many steps apart. When there are too many, every other one is forgotten."""

    def __init__(self, most: int) -> None:
        """Begin with none."""
        self._most = most
        self._stride = 1
        self._waypoints: tuple[Waypoint, ...] = ()

    @classmethod
    def along(cls, most: int, stride: int, waypoints: tuple[Waypoint, ...]) -> "Trail":
        """Go on from waypoints that are so many steps apart."""
        made = cls(most)
        made._stride, made._waypoints = stride, waypoints
        return made

    @property
    def stride(self) -> int:
        """How many steps lie between two waypoints."""
        return self._stride

    @property
    def waypoints(self) -> tuple[Waypoint, ...]:
        """The way so far, oldest first."""
        return self._waypoints

    def add(self, number: int, params: Params) -> None:
        """Pass through parameters after so many steps."""
        is_known = bool(self._waypoints) and self._waypoints[-1].number >= number
        if is_known or number % self._stride:
            return
        if len(self._waypoints) == self._most:
            self._stride *= 2
            self._waypoints = tuple(w for w in self._waypoints if w.number % self._stride == 0)
        if number % self._stride == 0:
            self._waypoints = (*self._waypoints, Waypoint(number, params))

    def forget_after(self, number: int) -> None:
        """Go back: what came later did not happen."""
        if self._waypoints and self._waypoints[-1].number > number:
            self._waypoints = tuple(w for w in self._waypoints if w.number <= number)

    def until(self, number: int) -> "Trail":
        """A trail of its own as it was after so many steps."""
        earlier = Trail(self._most)
        earlier._stride, earlier._waypoints = self._stride, self._waypoints
        earlier.forget_after(number)
        return earlier
