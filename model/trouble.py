"""What is told where there is nothing to show."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no run to show: a sentence for the user."""

    sentence: str


class Unanswerable(Exception):  # noqa: N818
    """There is no answer to a question about the landscape; the message is a sentence for the user."""
