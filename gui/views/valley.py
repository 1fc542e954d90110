"""How much of a landscape is seen: the valley, whatever climbs beyond it."""

from collections.abc import Sequence
from math import isfinite

import numpy as np

from gui.views.parts import Part, of_part
from model.profiles import Profile, Survey
from model.ranges import Span, held_span

_SEEN_ABOVE = 1.2
_ROOM_BELOW = 0.12
_LEAST_FILLED = 0.3


def valley(shown: Sequence[Profile], starts: Sequence[float], last: Span | None) -> Span | None:
    """From the lowest loss of some profiles to somewhat above where they start; None where those are not finite."""
    losses = np.concatenate([profile.losses for profile in shown])
    low = float(np.min(losses[np.isfinite(losses)], initial=min(starts)))
    low = min([low, *(profile.lowest for profile in shown if isfinite(profile.lowest))])
    high = max(starts) + _SEEN_ABOVE * max(max(starts) - low, 0.02 * max(starts))
    if not (isfinite(low) and isfinite(high)):
        return None
    return held_span(max(low - _ROOM_BELOW * (high - low), 0.0), high, last, _LEAST_FILLED)


def span_of_part(survey: Survey, shown: Sequence[Profile], part: Part, chosen: float, last: Span | None) -> Span:
    """A part of the loss has no valley of its own: all of it up to the longer of chosen and best step."""
    reached = survey.points <= max(chosen, survey.main.best or 0.0)
    losses = np.concatenate([of_part(profile, part)[reached] for profile in shown])
    losses = losses[np.isfinite(losses)]
    low, high = (float(losses.min()), float(losses.max())) if len(losses) else (0.0, 1.0)
    return held_span(low, high, last) if high > 0 else (0.0, 1.0)
