"""Numbers as text, of a steady width."""

from math import floor, isfinite, log10

MINUS = "−"


def signed(value: float, decimals: int = 2) -> str:
    """A number with its sign, a true minus: +2.01, −0.36."""
    return f"{value:+.{decimals}f}".replace("-", MINUS)


def plain(value: float, decimals: int = 3) -> str:
    """A number with so many decimals; large and broken ones stay short."""
    if not isfinite(value):
        return "not finite" if value != value else ("∞" if value > 0 else MINUS + "∞")
    if abs(value) >= 1e5:
        return power(value)
    return f"{value:.{decimals}f}".replace("-", MINUS)


def loss(value: float) -> str:
    """A loss with three decimals, and fewer where it is large."""
    size = abs(value)
    return plain(value, 3 if size < 10 else 2 if size < 100 else 1 if size < 1000 else 0)


def change(value: float) -> str:
    """A change of the loss: three decimals, or two digits of one too small for that."""
    if not isfinite(value) or abs(value) >= 1e-3 or value == 0:
        return plain(value)
    return plain(value, 1 - floor(log10(abs(value)))) if abs(value) >= 1e-5 else power(value)


def ends(low: float, high: float) -> tuple[str, str]:
    """Both ends of a range, with as many decimals as it takes to tell them apart."""
    if not (isfinite(low) and isfinite(high)) or high <= low or high >= 1e4:
        return loss(low), loss(high)
    decimals = min(max(1 - floor(log10(high - low)), 0), 8)
    return plain(low, decimals), plain(high, decimals)


def power(value: float) -> str:
    """A large or tiny number as digits times a power of ten: 1.3·10⁷."""
    mantissa, exponent = f"{value:.1e}".split("e")
    raised = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{mantissa}·10{raised}".replace("-", MINUS)


def percent(share: float, decimals: int = 0) -> str:
    """A share as a percentage, or a dash where there is none."""
    return f"{100 * share:.{decimals}f} %" if share == share else "–"


def compact(value: float) -> str:
    """Three significant digits as one would type them: 0.03, 250, 1e-05."""
    return f"{value:.3g}".replace("e-0", "e-").replace("e+0", "e")


def parse(text: str) -> float | None:
    """The number someone typed, with a point or a comma: None where it is none."""
    cleaned = text.strip().replace(MINUS, "-").replace(" ", "")
    if cleaned.count(",") == 1 and "." not in cleaned:
        cleaned = cleaned.replace(",", ".")
    try:
        value = float(cleaned)
    except ValueError:
        return None
    return value if isfinite(value) else None
