"""The formula of the stage that updates W, plain or with a schedule and momentum: pure functions, no Qt."""

from gui import formulas, numbers
from gui.one_step.figures import bracketed, exact, summand, weight_name
from gui.one_step.stages import Scene
from gui.widgets.typeset import Piece
from model.records import Step
from model.schedules import ScheduleKind


def update(scene: Scene) -> tuple[str, tuple[Piece, ...]]:
    """The formula of the update, and the same for the weight that is followed."""
    step, weight = scene.step, scene.weight
    index = weight_name(scene.dataset, weight)
    before, along, after = (
        exact(float(params.weights[weight.k, weight.d])) for params in (step.before, step.direction, step.after)
    )
    pieces = (
        *_scheduled(step),
        *_velocity(scene, index),
        Piece(rf"W_{{{index}}}: {before} − {numbers.compact(step.step_size)} · {bracketed(along)} =", begins_line=True),
        Piece(after, "accent"),
    )
    eta = formulas.step_size(step.settings)
    if step.settings.momentum:
        return (
            rf"v_{{\text{{new}}}} = μ v + \frac{{∂L}}{{∂W}},    W_{{\text{{new}}}} = W − {eta} v_{{\text{{new}}}}",
            pieces,
        )
    w, b = (rf"{x}_{{\text{{new}}}} = {x} − {eta} \frac{{∂L}}{{∂{x}}}" for x in "Wb")
    return f"{w},    {b}", pieces


def _scheduled(step: Step) -> tuple[Piece, ...]:
    """The step size of this step, where it changes with the epochs."""
    if step.settings.schedule is ScheduleKind.CONSTANT:
        return ()
    name, comma = formulas.step_size(step.settings), "," if step.settings.momentum else ""
    return (Piece(f"{name} = {formulas.scheduled(step.settings, step.batch.passed)}{comma}", begins_line=True),)


def _velocity(scene: Scene, index: str) -> tuple[Piece, ...]:
    """The new velocity of the followed weight, where there is momentum."""
    step, k, d = scene.step, scene.weight.k, scene.weight.d
    if not step.settings.momentum:
        return ()
    old = exact(float(step.velocity.weights[k, d])) if step.velocity else "0"
    gradient = summand(exact(float(step.gradient.weights[k, d])))
    put_in = f"{numbers.compact(step.settings.momentum)} · {bracketed(old)} {gradient}"
    return (Piece(rf"v_{{{index}}}: {put_in} = {exact(float(step.direction.weights[k, d]))}"),)
