"""What the workspace Evidence says, as pure functions."""

from gui import numbers
from model.evidence import Evidence, Patch
from model.examination import Examination

HINT = "Point at a pixel to read its product. Click a region to cover it with what counts nothing."
BROKEN = "The run has diverged: its scores mean nothing now. This is the last good moment; undo (←) or reset (R)."
_CHANNELS = {1: ("",), 3: ("R ", "G ", "B ")}
DECIMALS = 3


def patch_name(patch: Patch) -> str:
    """A region by letter and number, as on a chessboard but from the top: B3 is the second column, third row."""
    row, column = patch
    return f"{chr(ord('A') + column)}{row + 1}"


def subject(classes: tuple[str, ...], k: int, rather_than: int | None) -> str:
    """Whose weights: frog's, or frog's minus dog's."""
    return classes[k] if rather_than is None else f"{classes[k]} − {classes[rather_than]}"


def score_name(rather_than: int | None) -> str:
    """What the bars add up to."""
    return "score s" if rather_than is None else "difference of scores"


def amount(value: float) -> str:
    """A number of the waterfall."""
    return numbers.signed(value + 0.0, DECIMALS) if abs(value) < 1000 else numbers.plain(value, 0)


def small(value: float) -> str:
    """A weight or product of one pixel."""
    return numbers.signed(value, 4) if abs(value) < 10 else numbers.signed(value, 1)


def at_pixel(examined: Examination, row: int, column: int) -> str:
    """Pixel times weight of each channel, and their sum."""
    evidence: Evidence = examined.evidence
    values, inputs = examined.values[row, column], evidence.inputs[row, column]
    weights, products = evidence.weights[row, column], evidence.products[row, column]
    terms = [
        f"{name}{numbers.plain(float(value), 0)}: {numbers.signed(x, 3)} · {small(w)} = {small(p)}"
        for name, value, x, w, p in zip(_CHANNELS[len(values)], values, inputs, weights, products, strict=True)
    ]
    total = f"   {small(float(products.sum()))}" if len(terms) > 1 else ""
    return f"({row}, {column}){total}   {'   '.join(terms)}"


def about_way(examined: Examination, classes: tuple[str, ...]) -> str:
    """How far the nearest point of another label is, exactly, and what is met on the way."""
    way = examined.way
    own, other = classes[way.k], classes[way.j]
    if way.distance == float("inf"):
        return f"The templates of {own} and {other} are the same: no change of the picture leads from one to the other."
    words = (
        f"From {own} to {other}: (s {own} − s {other}) / |W {own} − W {other}| = {numbers.plain(way.distance)} "
        "in units of x, the shortest way there is."
    )
    overtaker, first = way.first()
    if overtaker != way.j:
        words += f" Before that, at {numbers.plain(first)}, {classes[overtaker]} takes the lead."
    return words


def about_picture(examined: Examination, classes: tuple[str, ...]) -> str:
    """What of the move can be seen: pictures hold whole numbers from 0 to 255 only."""
    if not examined.gone:
        return "Move the slider: the picture goes that way until its label flips."
    now, shown, cut = examined.label_now, examined.shown_label, examined.shown.cut
    flips = f"its label is {'still ' if now == examined.label else 'now '}{classes[now]}"
    cutting = f"{cut:,} of {examined.values.size:,} values are cut at 0 or 255" if cut else "no value is cut"
    agrees = f"that is {classes[shown]} too" if shown == now else f"that is {classes[shown]}, not {classes[now]}"
    return f"Moved by {numbers.plain(examined.gone)}: {flips}. As a picture, {cutting} and all are rounded: {agrees}."
