"""The losses of the bench as formulas with the numbers put in, and what they ignore: pure functions, no Qt."""

import numpy as np

from gui import numbers
from model.arrays import Doubles, Floats
from model.bench import Bench, Effect, Rule, Weighed, effects_of_scale, effects_of_shift

_FEW = 4
_NAMES = {Rule.HINGE: "hinge", Rule.SQUARED_HINGE: "squared hinge", Rule.SOFTMAX: "softmax"}
IDLE = "“Shift all” and “scale all” change every score at once, and show what each loss ignores."


def amount(value: float) -> str:
    """A number with two decimals; large ones have fewer, so that all fit a narrow column."""
    if abs(value) < 1e3 or not abs(value) < 1e7:
        return numbers.plain(value, 2)
    return f"{value:,.{1 if abs(value) < 1e5 else 0}f}".replace("-", numbers.MINUS)


def short(value: float) -> str:
    """A number with two decimals at most, as one writes it by hand: 5.1, −1.7, 60.75."""
    text = amount(value)
    return text.rstrip("0").rstrip(".") if "." in text and "·" not in text else text


def formula(weighed: Weighed, bench: Bench) -> tuple[str, ...]:
    """The loss of the image that is looked at, with its numbers: pieces between which a line may break."""
    image = bench.image
    total = short(float(weighed.losses[image]))
    if weighed.rule is Rule.HINGE:
        return (*_hinge(bench.scores[:, image], weighed.terms[0][:, image], bench), f"= {total}")
    if weighed.rule is Rule.SQUARED_HINGE:
        return (*_squares(np.sqrt(weighed.terms[0][:, image]), bench.label), f"= {total}")
    return (*_softmax(weighed.terms[0][:, image], float(weighed.terms[1][bench.label, image]), bench), f"= {total}")


def _hinge(scores: Doubles, terms: Floats, bench: Bench) -> list[str]:
    """Few terms are all written out; of many only those that cost something."""
    true = scores[bench.label]
    others = [k for k in range(len(scores)) if k != bench.label]
    written = [k for k in others if len(scores) <= _FEW or terms[k] > 0]
    subtracted = f"({short(true)})" if true < 0 else short(true)
    products = [f"max(0, {short(scores[k])} − {subtracted} + {short(bench.margin)})" for k in written]
    if len(scores) <= _FEW:
        return [*_joined(products), "= " + " + ".join(short(float(terms[k])) for k in others)]
    return _joined(products + _zeros(len(others) - len(written)))


def _squares(short_by: Floats, label: int) -> list[str]:
    others = [k for k in range(len(short_by)) if k != label]
    written = [k for k in others if len(short_by) <= _FEW or short_by[k] > 0]
    return _joined([f"{short(float(short_by[k]))}²" for k in written] + _zeros(len(others) - len(written)))


def _zeros(count: int) -> list[str]:
    return [] if not count else ["0" if count == 1 else f"{count} · 0"]


def _softmax(exponentials: Floats, share: float, bench: Bench) -> list[str]:
    if not np.isfinite(exponentials).all():
        return _subtracted(bench)
    summed = _joined([_amount(float(e)) for e in exponentials])
    return [f"−ln( {_amount(float(exponentials[bench.label]))} / (", *summed, ") )", f"= −ln {_share(share)}"]


def _subtracted(bench: Bench) -> list[str]:
    """As computers do it, because some e^s is larger than the largest float."""
    scores = bench.scores[:, bench.image]
    largest, true = short(float(scores.max())), float(scores[bench.label])
    own = f"({short(true)})" if true < 0 else short(true)
    return [f"ln Σ e^(sⱼ − {largest})", f"+ {largest} − {own}", "(some eˢ would overflow: the largest s goes first)"]


def _share(value: float) -> str:
    """A probability with so many digits that one can take its logarithm."""
    return _amount(value) if value >= 0.1 or value < 0.005 else numbers.plain(value, 4)


def _amount(value: float) -> str:
    """A positive number with two decimals, or as a power of ten where those would be zeros."""
    return amount(value) if value >= 0.005 or value == 0 else numbers.power(value)


def _joined(terms: list[str]) -> list[str]:
    return [term if not place else f"+ {term}" for place, term in enumerate(terms)]


def mean_of(weighed: Weighed) -> str:
    """The losses of all images as a sum."""
    return " + ".join(short(float(loss)) for loss in weighed.losses)


def about_change(bench: Bench) -> str:
    """What shifting and scaling all scores did to each loss, and what each ignores."""
    parts = []
    if bench.scale != 1:
        parts.append(f"Scale × {short(bench.scale)}: {_effects(effects_of_scale(bench))}.")
    if bench.shift != 0:
        effects = effects_of_shift(bench)
        ignored = all(effect.is_ignored for effect in effects)
        said = "every loss ignores it: only differences of scores count" if ignored else _effects(effects)
        parts.append(f"Shift by {short(bench.shift)}: {said}.")
    return " ".join(parts) or IDLE


def _effects(effects: tuple[Effect, ...]) -> str:
    return ", ".join(_effect(effect) for effect in effects)


def _effect(effect: Effect) -> str:
    name, before, after = _NAMES[effect.rule], amount(effect.before), amount(effect.after)
    if not effect.is_ignored:
        return f"{name} {before} → {after}"
    return f"{name} ignores it" + (" (no margin is violated)" if effect.after == 0 else "")
