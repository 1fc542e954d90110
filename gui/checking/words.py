"""What the gradient check says: names of parameters, the quotient with its numbers, sentences."""

from math import floor, isfinite, log10

from gui import numbers
from gui.one_step.figures import bracketed, fine, upright
from gui.widgets.labels import Tone
from gui.widgets.typeset import Piece
from model.checking.bench import Bench, Place, Quotient
from model.checking.mistakes import Mistake
from model.checking.progress import Prices, Progress, Verdict
from model.datasets.dataset import Dataset
from model.records import LossKind, PenaltyKind

CHANNELS = {1: ("",), 3: ("R", "G", "B")}
_GOOD, _FINE, _LARGE = 1e-6, 1e-4, 1e-2
MISTAKES = {
    Mistake.NONE: ("Nothing broken", "The gradient as it is"),
    Mistake.NO_PENALTY: ("Penalty forgotten", "The gradient of the data loss alone"),
    Mistake.HALF_PENALTY: ("Factor 2 missing", "λ W in place of 2 λ W, the gradient of λ Σ W²"),
    Mistake.SUMMED: ("Not divided by N", "The sum over the batch in place of the mean"),
    Mistake.SIGN: ("Wrong sign", "Uphill taken for downhill"),
    Mistake.WRONG_ROW: ("Wrong class row", "What belongs to the true class is given to the class after it"),
    Mistake.NO_MASK: ("No margin mask", "Every wrong class counts, violated margin or not"),
}


def input_name(dataset: Dataset, d: int) -> str:
    """Row, column and channel of an input, as in 16, 3 R; the last one is the bias."""
    if d == dataset.pixels.shape[1]:
        return "bias"
    _, width, channels = dataset.shape
    row, rest = divmod(d, width * channels)
    column, channel = divmod(rest, channels)
    return f"{row}, {column} {CHANNELS[channels][channel]}".rstrip()


def place_name(dataset: Dataset, place: Place) -> str:
    """A parameter in words: cat (16, 3 R)."""
    return f"{dataset.classes[place.k]} ({input_name(dataset, place.d)})"


def loss_decimals(found: Quotient, is_double: bool) -> int:
    """So many decimals of L that two digits of its change are seen, as far as the precision goes."""
    change = abs(found.ahead - found.behind)
    wanted = 2 - floor(log10(change)) if change and isfinite(change) else 16
    return min(max(wanted, 5), 14 if is_double else 7)


def formula(bench: Bench, found: Quotient) -> tuple[Piece, ...]:
    """The quotient, with letters and with numbers."""
    behind, under = ("L(w − h)", "2 h") if bench.method.is_centred else ("L(w)", "h")
    decimals = loss_decimals(found, bench.method.is_double)
    ahead, back = (numbers.plain(value, decimals) for value in (found.ahead, found.behind))
    step = step_text(2 * bench.method.h if bench.method.is_centred else bench.method.h)
    largest = digits(max(abs(found.analytic), abs(found.numerical)))
    letter = "b" if bench.place.d == bench.subject.bias else "w"
    name = rf"{letter}_{{{upright(place_name(bench.dataset, bench.place))}}}"
    return (
        Piece(rf"\frac{{∂L}}{{∂{name}}} ≈ \frac{{L(w + h) − {behind}}}{{{under}}}", "muted", begins_line=True),
        Piece(rf"= \frac{{{ahead} − {bracketed(back)}}}{{{step}}}"),
        Piece(rf"= {digits(found.numerical)}"),
        Piece(r"\frac{|a − n|}{\max(|a|, |n|)}", "muted", begins_line=True),
        Piece(rf"= \frac{{|{digits(found.analytic)} − {bracketed(digits(found.numerical))}|}}{{{largest}}}"),
        Piece(f"= {error_text(found.error)}"),
    )


def digits(value: float) -> str:
    """A slope with five digits, so that both are seen to differ."""
    if value == 0 or not isfinite(value) or abs(value) < 1e-5:
        return fine(value)
    return numbers.plain(value, min(max(4 - floor(log10(abs(value))), 0), 8))


def step_text(h: float) -> str:
    """A step as one writes it: 0.0001, or digits times a power of ten."""
    return numbers.compact(h) if h >= 1e-4 else numbers.power(h)


def error_text(error: float) -> str:
    """A relative error, short."""
    if error == 0 or not isfinite(error):
        return "0" if error == 0 else "–"
    return f"{error:.2f}" if error >= 0.1 else numbers.power(error)


def agreement(bench: Bench, found: Quotient) -> tuple[str, Tone]:
    """What the relative error means, in a sentence, and its tone."""
    is_due = bench.mistake is not Mistake.NONE and found.error > 2 * found.error_if_right
    if is_due and found.error > _FINE:
        return _broken(bench, found), "warning"
    if found.kinks_inside and found.error > _GOOD:
        return _kink(bench, found), "warning"
    if found.error <= _GOOD:
        return "They agree.", "good"
    if found.error <= _FINE:
        return "They agree, as far as a difference quotient with this h can tell.", "good"
    tone: Tone = "warning" if found.error > _LARGE else "plain"
    if bench.method.h < best_step(bench):
        return (
            "L(w + h) and L(w) share so many digits that their difference is mostly rounding. Try a larger h, or "
            "more precision.",
            tone,
        )
    return "The loss is curved, so the quotient is not the slope at w. Try a smaller h, or the centred one.", tone


def _broken(bench: Bench, found: Quotient) -> str:
    """How plainly a mistake shows in one number."""
    name = MISTAKES[bench.mistake][0].lower()
    rightly = f"without it the error would be {error_text(found.error_if_right)}"
    if found.error > _LARGE:
        return f"They differ: the check catches the mistake ({name}) here; {rightly}."
    return f"The mistake ({name}) shows only faintly here; {rightly}."


def best_step(bench: Bench) -> float:
    """About where rounding and curvature are in balance: the square root, or for centred ones the third, of epsilon."""
    epsilon = 2.0**-52 if bench.method.is_double else 2.0**-23
    return float(epsilon ** (1 / 3 if bench.method.is_centred else 1 / 2))


def _kink(bench: Bench, found: Quotient) -> str:
    """Why the two differ at a kink."""
    count = f"{found.kinks_inside:,} kink{'s' if found.kinks_inside > 1 else ''}"
    between = "w − h and w + h" if bench.method.is_centred else "w and w + h"
    why = []
    if bench.step.settings.loss is LossKind.HINGE:
        why.append("margins pass zero there, and a class begins or ceases to count")
    if bench.step.settings.penalty is PenaltyKind.L1:
        why.append("|w| turns round at w = 0")
    near = f"the nearest is {numbers.power(found.nearest_kink)} away" if found.nearest_kink else "w is right on one"
    return (
        f"{count} of the loss between {between} ({near}): {', or '.join(why)}. The quotient crosses "
        "them, the analytic gradient is the slope at w alone."
    )


def cost(progress: Progress, prices: Prices | None, total: int) -> str:
    """What the numerical gradient has cost so far, against one analytic gradient."""
    done = f"{progress.count:,} of {total:,} numbers, {progress.evaluations:,} loss evaluations, "
    done += _time(progress.seconds)
    if prices is None:
        return f"{done}."
    times, naive = progress.seconds / prices.gradient, prices.evaluation * progress.evaluations
    return (
        f"{done}. One analytic gradient: {_time(prices.gradient)}, {times:,.0f} times less. "
        f"With every score worked out anew: {_time(naive)}."
    )


def _time(seconds: float) -> str:
    if seconds < 1:
        return f"{1e3 * seconds:.2g}\u00a0ms" if seconds < 0.01 else f"{1e3 * seconds:.0f}\u00a0ms"
    return f"{seconds:.1f}\u00a0s" if seconds < 100 else f"{seconds / 60:.0f}\u00a0min"


def finding(bench: Bench, verdict: Verdict) -> str:
    """What the check finds in all that is known, and where."""
    if verdict.compared < 2 or verdict.worst is None:
        return ""
    share = f"{verdict.off:,} of {verdict.compared:,} numbers are off by more than 1 %"
    worst = f"the worst: {place_name(bench.dataset, Place(*verdict.worst))}, {error_text(verdict.worst_error)}"
    if bench.mistake is Mistake.NONE:
        if not verdict.off:
            return f"All {verdict.compared:,} agree within 1 %; {worst}."
        return f"{share}: of slopes near 0, curvature, rounding and kinks leave little; {worst}."
    if bench.mistake_is_without_effect:
        return "Not caught: at these weights the mistake changes nothing. Go on some steps, and look again."
    if verdict.is_caught:
        most = bench.dataset.classes[int(verdict.off_by_class.argmax())]
        return f"Caught: {share} (without the mistake {verdict.off_if_right:,}), most in {most}; {worst}."
    return f"Not caught: {share}, and without the mistake {verdict.off_if_right:,}."
