"""Axis ranges that are easy to read and do not jump: nice ends, nice ticks, and hysteresis."""

from math import ceil, floor, isfinite, log10

_NICE = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
_ROUND_ENDS = 5
_TICK_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
Span = tuple[float, float]


def nice_ceiling(value: float) -> float:
    """The smallest nice number (1, 1.5, 2, 3, ... times a power of ten) that is not below a positive value."""
    scale = 10.0 ** floor(log10(value))
    return next(n * scale for n in _NICE if n * scale >= value * (1 - 1e-12))


def growing_end(value: float, last: float, least: float) -> float:
    """The right end of an axis that grows with the data: it moves on when reached, back when far too wide."""
    need = max(value, least)
    return last if need <= last <= 4 * need else nice_ceiling(need)


def held_span(low: float, high: float, last: Span | None, least_filled: float = 0.5) -> Span:
    """A span around low..high with round ends; the last one stays while the data fill so large a share of it."""
    low, high = min(low, high), max(low, high)
    flat = 0.05 * max(abs(high), 1e-3)
    if high - low < flat:
        low, high = low - flat / 2, high + flat / 2
    if last is not None and last[0] <= low and high <= last[1] and (high - low) > least_filled * (last[1] - last[0]):
        return last
    step = tick_step((low, high), _ROUND_ENDS)
    return floor(low / step) * step, ceil(high / step) * step


def tick_step(span: Span, most: int) -> float:
    """The smallest nice step with which at most so many ticks fit into a span."""
    rough = (span[1] - span[0]) / most
    scale = 10.0 ** floor(log10(rough))
    return next(n * scale for n in _TICK_STEPS if n * scale >= rough * (1 - 1e-12))


def ticks(span: Span, most: int) -> list[tuple[float, str]]:
    """Ticks (value, text) at nice places within a span."""
    if not (isfinite(span[0]) and isfinite(span[1]) and span[1] > span[0]):
        return []
    step = tick_step(span, most)
    places = range(ceil(span[0] / step - 1e-9), floor(span[1] / step + 1e-9) + 1)
    return [(n * step, tick_text(n * step, step)) for n in places]


def log_ticks(span: Span, most: int = 6) -> list[tuple[float, str]]:
    """Ticks of a logarithmic axis, its span in powers of ten: nice numbers, or about so many decades at most."""
    if span[1] - span[0] < 1:
        return [(log10(value), text) for value, text in ticks((10 ** span[0], 10 ** span[1]), 5) if value > 0]
    digits = (1, 2, 5) if span[1] - span[0] < 3 else (1,)
    step = max(1, round((span[1] - span[0]) / most))
    decades = range(floor(span[0]), ceil(span[1]) + 1)
    places = [(e + log10(d), d * 10.0**e) for e in decades if e % step == 0 for d in digits]
    return [
        (place, f"{value:,g}".replace("e-0", "e-").replace("e+0", "e"))
        for place, value in places
        if span[0] <= place <= span[1]
    ]


def tick_text(value: float, step: float) -> str:
    """A tick's number with as many decimals as its step needs."""
    value = 0.0 if abs(value) < step / 1e6 else value
    if abs(value) >= 1e6 or 0 < step < 1e-5:
        digits = max(1, floor(log10(max(abs(value), step))) - floor(log10(step)) + 2)
        return f"{value:.{digits}g}".replace("-", "−")
    decimals = max(0, -floor(log10(step) + 1e-9))
    if decimals <= 6 and abs(round(step * 10**decimals) - step * 10**decimals) > 1e-6:
        decimals += 1
    return f"{value:,.{decimals}f}".replace("-", "−")
