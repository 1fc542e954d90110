"""What is said of a source: pure functions, no Qt."""

from model.datasets.catalogue import Catalogue
from model.datasets.fetching import come_so_far
from model.datasets.folder import Listing
from model.datasets.known import Known
from model.datasets.store import About
from model.datasets.task import Progress

_UNITS = ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"))
_MOST_CLASSES_SAID = 12


def size(count: float) -> str:
    """Bytes in the unit that suits them."""
    for unit, name in _UNITS:
        if count >= unit:
            return f"{count / unit:.3g} {name}"
    return f"{count:.0f} bytes"


def duration(seconds: float) -> str:
    """How long something takes, roughly."""
    if seconds < 90:
        return f"{max(seconds, 1):.0f} s"
    minutes = seconds / 60
    return f"{minutes:.0f} min" if minutes < 90 else f"{minutes / 60:.1f} h"


def progress(told: Progress) -> str:
    """How far a piece of work is; with rate and time left where bytes come over the net."""
    parts = [f"{told.words} …  {told.share:.0%}"]
    if told.rate:
        parts.append(f"{size(told.rate)}/s")
        left = told.seconds_left
        parts += [f"{duration(left)} left"] if left else []
    return "  ·  ".join(parts)


def of_full(known: Known, catalogue: Catalogue) -> str:
    """The state of a full set while nothing is going on."""
    kept, found = catalogue.store.kept().get(known.name), catalogue.found().get(known.name)
    if kept is not None:
        return f"Ready: {kept.images:,} images"
    if found is not None:
        return f"Found in {found}: it is read when it is opened, once"
    come = come_so_far(known, catalogue)
    if come:
        return f"{come / known.size:.0%} of {size(known.size)} are here"
    return f"Not here: {size(known.size)} to download"


def of_kept(about: About) -> str:
    """A set of the user's own in a line."""
    skipped = len(about.report.splitlines())
    left_out = f", {skipped:,} skipped" if skipped else ""
    return f"{about.images:,} images, {len(about.classes)} classes{left_out}"


def of_listing(listing: Listing) -> str:
    """How many files each class of a folder has."""
    counts = [f"{name} {count:,}" for name, count in zip(listing.classes, listing.counts, strict=True)]
    more = len(counts) - _MOST_CLASSES_SAID
    said = ", ".join(counts[:_MOST_CLASSES_SAID]) + (f" and {more} more classes" if more > 0 else "")
    split = "train and test as they are" if listing.has_test else "a sixth of every class held back for testing"
    return f"{len(listing.files):,} files: {said}; {split}."
