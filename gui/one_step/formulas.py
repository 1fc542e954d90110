"""The formula of each stage, and the same with the numbers of the moment put in: pure functions, no Qt."""

from collections.abc import Callable, Iterable

import numpy as np

from gui import formulas, numbers
from gui.one_step.figures import bracketed, fine, pixel_name, short, slope, summand, upright, weight_name
from gui.one_step.stages import Scene, Stage
from gui.one_step.update import update
from gui.widgets.typeset import Piece, Tone
from model.arrays import Floats
from model.datasets.arrangement import Seen
from model.records import PenaltyKind

_SEEN = 5e-4
Lines = tuple[str, tuple[Piece, ...]]
_PLAINLY = {
    Seen.UNIT: r"\frac{\text{pixel}}{255}",
    Seen.MEAN_IMAGE: r"\frac{\text{pixel}}{255} − \text{mean}",
    Seen.MEAN_CHANNEL: r"\frac{\text{pixel}}{255} − \text{mean of its channel}",
    Seen.STANDARDISED: r"\frac{\text{pixel} − \text{mean}}{\text{deviation}}",
}
_IN_A_LINE = {
    Seen.UNIT: r"\text{pixel}/255",
    Seen.MEAN_IMAGE: r"\text{pixel}/255 − \text{mean}",
    Seen.MEAN_CHANNEL: r"\text{pixel}/255 − \text{mean of its channel}",
    Seen.STANDARDISED: r"(\text{pixel} − \text{mean})/\text{deviation}",
}
_PENALTY_SLOPES = {PenaltyKind.L2: r" + 2 λ W", PenaltyKind.L1: r" + λ \text{sign}(W)"}


def lines(stage: Stage, scene: Scene) -> Lines:
    """The formula of a stage, and its pieces with numbers."""
    return _WRITERS[stage](scene)


def _pixels(scene: Scene) -> Lines:
    eye, d = scene.anatomy.eye, scene.weight.d
    seen, keep = scene.dataset.preprocessing, scene.anatomy.keep
    scale = float(np.broadcast_to(np.float64(seen.scale), eye.x.shape)[d])
    mean, x = float(seen.shift[d]), float(eye.x[d])
    left = Piece(f"x_{{{pixel_name(scene.dataset, d)}}} =")
    kind = scene.dataset.arrangement.seen
    if keep == 1:
        put_in = _put_in(kind, int(eye.pixels[d]), scale, mean)
        return f"x = {_PLAINLY[kind]}", (left, Piece(f"{put_in} = {short(x, 3)}"))
    general = rf"x = \frac{{{_IN_A_LINE[kind]}}}{{1 − p}} \text{{ where it is kept,   }} x = 0 \text{{ where dropped}}"
    fill = int(eye.fill[d])
    rest = fill * scale - mean
    if not eye.kept[d]:
        return general, (left, Piece(f"{short(x, 3)}"), Piece(r"\text{(dropped)}", "muted"))
    is_exact = abs(rest) < _SEEN
    kept = rf"({_scaled(int(eye.pixels[d]), scale)} − {_scaled(fill, scale)}) / {short(keep)}"
    return general, (left, Piece(f"{kept} {'' if is_exact else summand(short(rest, 3))} = {short(x, 3)}"))


def _put_in(kind: Seen, byte: int, scale: float, shift: float) -> str:
    """What is seen of a pixel, with its numbers."""
    if kind is Seen.UNIT:
        return _scaled(byte, scale)
    if kind is Seen.STANDARDISED:
        return f"({byte} − {short(shift / scale, 1)}) / {short(1 / scale, 1)}"
    return f"{_scaled(byte, scale)} − {short(shift, 3)}"


def _scaled(byte: int, scale: float) -> str:
    return f"{byte}/255" if np.isclose(scale, 1 / 255) else f"{byte} · {fine(scale)}"


def _scores(scene: Scene) -> Lines:
    anatomy, biases = scene.anatomy, scene.step.before.biases
    pieces = []
    for k in dict.fromkeys((anatomy.label, int(anatomy.scores.argmax()))):
        name = upright(scene.dataset.classes[k])
        product, bias = short(float(anatomy.products[k])), short(float(biases[k]))
        numbers_in = f"{product} {summand(bias)} = {short(float(anatomy.scores[k]))}"
        pieces.append(Piece(rf"s_{{{name}}} = W_{{{name}}} x + b_{{{name}}} = {numbers_in}", begins_line=True))
    return r"s = W x + b,    s_k = Σ_d W_{kd} x_d + b_k", tuple(pieces)


def _terms(scene: Scene) -> Lines:
    anatomy = scene.anatomy
    general = formulas.loss(scene.step.settings)
    if anatomy.is_hinge:
        return general, (*_hinge_terms(scene), Piece(f"= {short(anatomy.loss)}", "accent"))
    sums = short(float(anatomy.exponentials.sum()))
    name, share = upright(scene.true_name), short(float(anatomy.probabilities[anatomy.label]))
    over = short(float(anatomy.exponentials[anatomy.label]))
    terms = _sum_of(float(e) for e in anatomy.exponentials)
    return (
        r"P_k = \frac{e^{s_k}}{Σ_j e^{s_j}},    L_i = −\log P_y",
        (
            Piece(r"Σ_j e^{s_j} ="),
            *terms,
            Piece(f"= {sums}"),
            Piece(rf"P_{{{name}}} = {over} / {sums} =", begins_line=True),
            Piece(share, "accent"),
        ),
    )


def _hinge_terms(scene: Scene) -> Iterable[Piece]:
    """max(0, 5.1 - 3.2 + 1) + ..., the zeros faint."""
    anatomy, margin = scene.anatomy, numbers.compact(scene.step.settings.margin)
    true = bracketed(short(float(anatomy.scores[anatomy.label])))
    sign = "="
    for k, term in enumerate(anatomy.hinge_terms):
        if k != anatomy.label:
            tone: Tone = "text" if term > 0 else "faint"
            score = short(float(anatomy.scores[k]))
            yield Piece(rf"{sign} \max(0, {score} − {true} + {margin})", tone)
            sign = "+"


def _sum_of(terms: Iterable[float], decimals: int = 2) -> Iterable[Piece]:
    for n, term in enumerate(terms):
        text = short(term, decimals)
        yield Piece(summand(text) if n else text, "text" if float(term) else "faint")


def _loss(scene: Scene) -> Lines:
    step, anatomy = scene.step, scene.anatomy
    general = r"L = \frac{1}{N} Σ_i L_i"
    pieces = [*_loss_of_image(scene, "L_i =", anatomy.hinge_terms, float(anatomy.probabilities[anatomy.label]))]
    pieces.append(Piece(short(anatomy.loss), "accent"))
    if step.settings.penalty in _PENALTY_SLOPES:
        general += f" + {formulas.PENALTIES[step.settings.penalty]}"
        strength = step.settings.strength
        size = short(step.penalty / strength) if strength else "R(W)"
        whole = f"{numbers.loss(step.data_loss)} + {numbers.compact(strength)} · {size} ="
        pieces.append(Piece(rf"L = {whole}", begins_line=True))
    else:
        mean = rf"\text{{mean of the {step.batch.size:,} losses}}" if step.batch.size > 1 else "L_i"
        pieces.append(Piece(f"L = {mean} =", begins_line=True))
    pieces.append(Piece(numbers.loss(step.loss), "accent"))
    return general, tuple(pieces)


def _loss_of_image(scene: Scene, left: str, terms: Floats, share: float, decimals: int = 2) -> Iterable[Piece]:
    """What leads to the loss of the image, with the sign before the result."""
    if not scene.anatomy.is_hinge:
        text = short(share, decimals) if share >= 0.01 or not share else fine(share)
        return (Piece(left, begins_line=True), Piece(rf"−\log {text} ="))
    added = [float(term) for term in terms if term > 0]
    if not added:
        return (Piece(left, begins_line=True), Piece(r"\text{nothing but zeros} =", "muted"))
    if len(added) == 1:
        return (Piece(left, begins_line=True),)
    return (Piece(left, begins_line=True), *_sum_of(added, decimals), Piece("="))


def _score_gradient(scene: Scene) -> Lines:
    anatomy = scene.anatomy
    gradient = anatomy.score_gradient
    name = upright(scene.true_name)
    left = Piece(rf"∂L_i/∂s_{{{name}}} =")
    result = Piece(slope(float(gradient[anatomy.label]), anatomy.is_hinge, 2), "accent")
    if anatomy.is_hinge:
        margin = numbers.compact(scene.step.settings.margin)
        inside = rf"[s_j − s_y + {margin} > 0]"
        general = rf"\frac{{∂L_i}}{{∂s_j}} = {inside},    \frac{{∂L_i}}{{∂s_y}} = −Σ_{{j≠y}} {inside}"
        count = int((anatomy.hinge_terms > 0).sum())
        counted = (Piece(f"−({' + '.join(['1'] * count)}) ="),) if count > 1 else ()
        return general, (left, *counted, result)
    share = short(float(anatomy.probabilities[anatomy.label]))
    other = _rival(scene)
    rival = upright(scene.dataset.classes[other])
    return r"\frac{∂L_i}{∂s_k} = P_k − [k = y]", (
        left,
        Piece(f"{share} − 1 ="),
        result,
        Piece(rf"∂L_i/∂s_{{{rival}}} = {short(float(anatomy.probabilities[other]))} − 0 =", begins_line=True),
        Piece(short(float(gradient[other])), "accent"),
    )


def _rival(scene: Scene) -> int:
    """The wrong class with the highest score."""
    others = scene.anatomy.scores.astype(np.float64)
    others[scene.anatomy.label] = -np.inf
    return int(others.argmax())


def _weight_gradient(scene: Scene) -> Lines:
    anatomy, weight, step = scene.anatomy, scene.weight, scene.step
    index = weight_name(scene.dataset, weight)
    if not scene.is_batch:
        by_score = slope(float(anatomy.score_gradient[weight.k]), anatomy.is_hinge)
        x = short(float(anatomy.x[weight.d]), 3)
        value = short(float(anatomy.weight_gradient[weight.k, weight.d]), 3)
        pieces = (Piece(rf"∂L_i/∂W_{{{index}}} = {by_score} · {bracketed(x)} ="), Piece(value, "accent"))
        return r"\frac{∂L_i}{∂W} = \frac{∂L_i}{∂s} x^T,    \frac{∂L_i}{∂b} = \frac{∂L_i}{∂s}", pieces
    general = r"\frac{∂L}{∂W} = \frac{1}{N} Σ_i \frac{∂L_i}{∂s} x_i^T" + _PENALTY_SLOPES.get(step.settings.penalty, "")
    whole = float(step.gradient.weights[weight.k, weight.d])
    left = Piece(rf"∂L/∂W_{{{index}}} =")
    if step.settings.penalty not in _PENALTY_SLOPES:
        return general, (left, Piece(fine(whole), "accent"))
    added = float(anatomy.penalty_gradient[weight.k, weight.d])
    mean = fine(whole - added)
    return general, (left, Piece(f"{mean} {summand(fine(added))} ="), Piece(fine(whole), "accent"))


def _after(scene: Scene) -> Lines:
    anatomy = scene.anatomy
    before = float(anatomy.probabilities[anatomy.label])
    after = float(anatomy.probabilities_after[anatomy.label])
    return r"s_{\text{new}} = W_{\text{new}} x + b_{\text{new}}", (
        *_loss_of_image(scene, r"\text{before:  } L_i =", anatomy.hinge_terms, before, decimals=3),
        Piece(short(anatomy.loss, 3)),
        *_loss_of_image(scene, r"\text{after:  } L_i =", anatomy.hinge_terms_after, after, decimals=3),
        Piece(short(anatomy.loss_after, 3), "accent"),
    )


_WRITERS: dict[Stage, Callable[[Scene], Lines]] = {
    Stage.PIXELS: _pixels,
    Stage.SCORES: _scores,
    Stage.TERMS: _terms,
    Stage.LOSS: _loss,
    Stage.SCORE_GRADIENT: _score_gradient,
    Stage.WEIGHT_GRADIENT: _weight_gradient,
    Stage.UPDATE: update,
    Stage.AFTER: _after,
}
