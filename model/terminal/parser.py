"""Reading a command line: whatever is wrong with it is told in one sentence."""

import argparse
from collections.abc import Callable
from enum import StrEnum
from math import isfinite
from typing import NoReturn

LARGEST_SEED = 2**31 - 2
COMMANDS = ("train", "search", "evaluate", "export", "classify")


def one_of(kinds: type[StrEnum]) -> Callable[[str], StrEnum]:
    """One of some names."""

    def read(text: str) -> StrEnum:
        if text not in [*kinds]:
            raise argparse.ArgumentTypeError(f"“{text}” is none of {', '.join(kinds)}")
        return kinds(text)

    return read


class Parser(argparse.ArgumentParser):
    """Ends the program with one sentence and exit code 2 where an option is wrong."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong."""
        self.exit(2, f"linearium: {message[:1].lower()}{message[1:]} (see --help)\n")


def whole(least: int, most: int = LARGEST_SEED) -> Callable[[str], int]:
    """A whole number in a range."""

    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = least - 1
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(f"“{text}” is not a whole number from {least} to {most}")
        return number

    return read


def real(least: float, most: float, is_open: bool = False) -> Callable[[str], float]:
    """A number in a range, without its ends where it is open."""

    def read(text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = float("nan")
        is_within = least < number < most if is_open else least <= number <= most
        if not (isfinite(number) and is_within):
            ends = f"between {least:g} and {most:g}" if is_open else f"from {least:g} to {most:g}"
            raise argparse.ArgumentTypeError(f"“{text}” is not a number {ends}")
        return number

    return read
