"""What made a figure or a table: the facts that go with every export."""

import platform

import numpy as np

from model.records import LossKind, PenaltyKind, Settings, Snapshot
from model.schedules import ScheduleKind

_PENALTIES = {
    PenaltyKind.NONE: "no regularization",
    PenaltyKind.L2: "λ Σ W² (gradient 2 λ W), λ = {}, bias not penalised",
    PenaltyKind.L1: "λ Σ |W|, λ = {}, bias not penalised",
    PenaltyKind.DROPOUT: "inverted dropout of input pixels, p = {}",
}
_SCHEDULES = {
    ScheduleKind.CONSTANT: "{}",
    ScheduleKind.STEP: "η = {}, halved every T = {:g} epochs",
    ScheduleKind.COSINE: "η (1 + cos(π e/T)) / 2 in epoch e, η = {}, T = {:g}",
    ScheduleKind.INVERSE: "η / (1 + e/T) in epoch e, η = {}, T = {:g}",
}


def facts(snapshot: Snapshot) -> dict[str, str]:
    """Data set, preprocessing, loss, regularization with its convention, how steps are taken, seed, step, versions."""
    dataset, settings = snapshot.dataset, snapshot.settings
    counts = f"{len(dataset.train):,} training, {len(dataset.validation):,} validation, {len(dataset.test):,} test"
    return {
        "data": f"{dataset.title} ({counts} images)",
        "preprocessing": dataset.preprocessing.sentence,
        **settings_facts(settings, f"{settings.step_size:g}", f"{settings.strength:g}"),
        "seed": str(snapshot.seed),
        "step": f"{snapshot.number:,} (epoch {snapshot.epoch:.2f})",
        "made with": versions(),
    }


def settings_facts(settings: Settings, step_size: str, strength: str) -> dict[str, str]:
    """Those that are in the settings, but for the step size and the strength, which may be ranges."""
    return {
        "loss": _loss(settings),
        "regularization": _PENALTIES[settings.penalty].format(strength),
        "step size": _SCHEDULES[settings.schedule].format(step_size, settings.over),
        **({"momentum": f"v ← μ v + ∇L, W ← W − η v, μ = {settings.momentum:g}"} if settings.momentum else {}),
        "batch size": f"{settings.batch_size:,}",
    }


def versions() -> str:
    """The versions of what computes."""
    return f"Linearium {app_version()}, NumPy {np.__version__}, Python {platform.python_version()}"


def app_version() -> str:
    """The version of this app, as it was installed."""
    from importlib.metadata import PackageNotFoundError, version  # slow to load, and wanted late

    try:
        return version("linearium")
    except PackageNotFoundError:
        return "from source"


def caption(found: dict[str, str]) -> tuple[str, str]:
    """The facts in two lines, for below a figure."""
    momentum = f", momentum {found['momentum']}" if "momentum" in found else ""
    size = f"step size {found['step size']}{momentum}"
    how = f"{found['loss']}, {found['regularization']}, {size}, batch {found['batch size']}"
    moment = f"step {found['step']}" if "step" in found else found["search"]
    what = f"{found['data']}, {found['preprocessing']}, seed {found['seed']}, {moment}, {found['made with']}"
    return how, what


def _loss(settings: Settings) -> str:
    if settings.loss is LossKind.HINGE:
        return f"multiclass hinge, margin {settings.margin:g}"
    return "softmax cross-entropy"
