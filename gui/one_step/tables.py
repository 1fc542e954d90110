"""The numbers of each class at the stages that are tables: pure functions, no Qt."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gui import numbers
from gui.one_step.figures import fine, short, signed, slope
from gui.one_step.stages import Scene, Stage
from model.arrays import Floats


@dataclass(frozen=True, slots=True)
class Line:
    """One class: its cells, how far its bar reaches, and whether it adds nothing.

    bar is the value of the bar, None where there is none; before that of a fainter one to compare it with.
    """

    cells: tuple[str, str, str]
    bar: float | None
    before: float | None = None
    is_faint: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Headers in the markup of formulas, a line a class, the true class, and what the bars are."""

    headers: tuple[str, str, str]
    lines: tuple[Line, ...]
    true: int
    bars: str


def table(stage: Stage, scene: Scene) -> Table:
    """The table of a stage that has one."""
    return _MAKERS[stage](scene)


def has_table(stage: Stage) -> bool:
    """Whether the stage is a table."""
    return stage in _MAKERS


def _scores(scene: Scene) -> Table:
    anatomy = scene.anatomy
    rows = zip(anatomy.products, scene.step.before.biases, anatomy.scores, strict=True)
    lines = tuple(Line((signed(float(p)), signed(float(b)), signed(float(s))), float(s)) for p, b, s in rows)
    return Table(("W_k x", "b_k", "s_k"), lines, anatomy.label, "s_k")


def _terms(scene: Scene) -> Table:
    return _margins(scene) if scene.anatomy.is_hinge else _softmax(scene)


def _margins(scene: Scene) -> Table:
    anatomy = scene.anatomy
    rows = zip(anatomy.scores, _margin_texts(scene), anatomy.hinge_terms, strict=True)
    lines = tuple(
        Line((signed(float(s)), text, ""), None)
        if k == anatomy.label
        else Line((signed(float(s)), text, short(float(term))), float(term), None, term <= 0)
        for k, (s, text, term) in enumerate(rows)
    )
    return Table(("s_j", _margin_header(scene), r"\max(0, ·)"), lines, anatomy.label, r"\max(0, ·)")


def _margin_header(scene: Scene) -> str:
    return f"s_j − s_y + {numbers.compact(scene.step.settings.margin)}"


def _margin_texts(scene: Scene) -> list[str]:
    return ["true class" if np.isnan(m) else signed(float(m)) for m in scene.anatomy.margins]


def _softmax(scene: Scene) -> Table:
    anatomy = scene.anatomy
    rows = zip(anatomy.scores, anatomy.exponentials, anatomy.probabilities, strict=True)
    lines = tuple(Line((signed(float(s)), short(float(e)), short(float(p), 3)), float(p)) for s, e, p in rows)
    header = "e^{s_k}" if not anatomy.exponent_shift else r"e^{s_k − \max s}"
    return Table(("s_k", header, "P_k"), lines, anatomy.label, "P_k")


def _score_gradient(scene: Scene) -> Table:
    anatomy = scene.anatomy
    gradient, share = anatomy.score_gradient, anatomy.score_gradient / scene.step.batch.size
    if anatomy.is_hinge:
        first, texts = _margin_header(scene), _margin_texts(scene)
    else:
        first, texts = "P_k", [short(float(p), 3) for p in anatomy.probabilities]
    values = [slope(float(g), anatomy.is_hinge) for g in gradient]
    lines = tuple(
        Line((text, value, fine(float(part)) if part else "0"), float(g), None, bool(g == 0))
        for text, value, part, g in zip(texts, values, share, gradient, strict=True)
    )
    headers = (first, "∂L_i/∂s_k", rf"\text{{÷ {scene.step.batch.size:,}}}")
    return Table(headers, lines, anatomy.label, "∂L_i/∂s_k")


def _after(scene: Scene) -> Table:
    anatomy = scene.anatomy
    change: Floats = anatomy.scores_after - anatomy.scores
    rows = zip(anatomy.scores, anatomy.scores_after, change, strict=True)
    lines = tuple(
        Line((short(float(b), 3), short(float(a), 3), _change(float(c))), float(a), float(b)) for b, a, c in rows
    )
    headers = (r"s_k \text{ before}", r"s_k \text{ after}", r"\text{change}")
    return Table(headers, lines, anatomy.label, r"s_k \text{ after, before faint}")


def _change(value: float) -> str:
    return f"+{short(value, 3)}" if value > 0 else short(value, 3)


_MAKERS: dict[Stage, Callable[[Scene], Table]] = {
    Stage.SCORES: _scores,
    Stage.TERMS: _terms,
    Stage.SCORE_GRADIENT: _score_gradient,
    Stage.AFTER: _after,
}
