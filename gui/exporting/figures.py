"""Which figures there are: those of the workspace that is seen, and of the image panel."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from gui.classify.panel import ImagePanel
from gui.exporting.figure import Figure
from gui.workspaces.names import DATA, EVIDENCE, GRADIENT_CHECK, LANDSCAPE, LOSSES, ONE_STEP, RACE, SEARCH, TRAIN
from gui.workspaces.workspaces import Workspaces
from model import provenance, tables
from model.arrays import Bytes
from model.records import Snapshot
from model.search.facts import facts as search_facts
from model.strategies.records import StrategiesSnapshot
from model.tables import Table


def shown_figures(
    workspaces: Workspaces, panel: ImagePanel, seen: Bytes | None, snapshot: Snapshot
) -> tuple[Figure, ...]:
    """The figures that can be kept now, each with the numbers behind it; seen is the picture that is classified."""
    found = _MAKERS[workspaces.shown](workspaces, snapshot)
    return (*found, Figure("image", "Image and its scores", panel, partial(_scores, seen, snapshot)))


def _scores(seen: Bytes | None, snapshot: Snapshot) -> Table | None:
    return None if seen is None else tables.picture_scores(snapshot, snapshot.dataset.preprocessing.apply(seen.ravel()))


def _train(workspaces: Workspaces, snapshot: Snapshot) -> tuple[Figure, ...]:
    train = workspaces.train
    assert train is not None
    weights = partial(tables.parameters, snapshot.dataset, snapshot.params.weights, snapshot.params.biases)
    return (
        Figure("templates", "Templates", train.templates, weights),
        Figure("curves", "Loss and accuracy", train.curves, partial(tables.curves, snapshot)),
        _line(workspaces),
    )


def _line(workspaces: Workspaces) -> Figure:
    assert workspaces.train is not None
    view = workspaces.train.landscape

    def numbers() -> Table | None:
        survey = view.line.survey
        return tables.line(survey) if survey is not None else None

    survey = view.line.survey
    along = "velocity" if survey is not None and survey.question.is_of_velocity else "gradient"
    return Figure(f"along-the-{along}", f"Loss along the {along}", view, numbers)


def _landscape(workspaces: Workspaces, _: Snapshot) -> tuple[Figure, ...]:
    assert workspaces.landscape is not None
    view = workspaces.landscape.plane

    def numbers() -> Table | None:
        panorama = view.plot.panorama
        return tables.plane(panorama) if panorama is not None else None

    return (Figure("plane", "Loss on a plane", view, numbers), _line(workspaces))


def _one_step(workspaces: Workspaces, _: Snapshot) -> tuple[Figure, ...]:
    bench = workspaces.one_step
    assert bench is not None

    def numbers() -> Table | None:
        scene = bench.scene
        return tables.one_image(scene.step, scene.anatomy.position, scene.dataset) if scene is not None else None

    return (Figure("one-step", f"One step: stage {bench.stage.value}", bench.view, numbers),)


def _gradient_check(workspaces: Workspaces, _: Snapshot) -> tuple[Figure, ...]:
    check = workspaces.gradient_check
    assert check is not None

    def numbers() -> Table | None:
        return tables.gradient_check(check.bench) if check.bench is not None else None

    return (Figure("gradient-check", "Gradient check", check, numbers),)


def _losses(workspaces: Workspaces, _: Snapshot) -> tuple[Figure, ...]:
    losses = workspaces.losses
    assert losses is not None

    def numbers() -> Table:
        return tables.losses(losses.bench, losses.classes)

    return (Figure("losses", "Losses", losses.view, numbers),)


def _evidence(workspaces: Workspaces, _: Snapshot) -> tuple[Figure, ...]:
    view = workspaces.evidence
    assert view is not None

    def numbers() -> Table | None:
        return tables.evidence(view.examined.evidence) if view.examined is not None else None

    return (Figure("evidence", "Evidence", view, numbers),)


def _data(workspaces: Workspaces, snapshot: Snapshot) -> tuple[Figure, ...]:
    """The page that is seen; the numbers are always those of the confusion."""
    data = workspaces.data
    assert data is not None
    return (Figure("data", "Data", data.shown, partial(tables.confusion, snapshot)),)


def _race(workspaces: Workspaces, snapshot: Snapshot) -> tuple[Figure, ...]:
    """The page that is seen."""
    workspace, strategies = workspaces.race, workspaces.strategies
    assert workspace is not None
    assert strategies is not None

    def race() -> Table | None:
        return tables.race(workspace.race) if workspace.race is not None else None

    def strategy_numbers() -> Table | None:
        return tables.strategies(strategies.shown) if strategies.shown is not None else None

    if strategies.isVisible():
        made_by = _facts_of_strategies(strategies.shown, snapshot) if strategies.shown is not None else None
        name = f"strategies-{snapshot.dataset.name}"
        return (Figure(name, "Strategies", strategies.figure, strategy_numbers, made_by),)
    return (Figure("race", "Race", workspace.figure, race),)


def _facts_of_strategies(shown: StrategiesSnapshot, snapshot: Snapshot) -> dict[str, str]:
    """What made them: in place of the step of a run, what each of them could use."""
    begun = replace(snapshot, dataset=shown.dataset, settings=shown.settings, seed=shown.seed)
    found = {name: fact for name, fact in provenance.facts(begun).items() if name != "step"}
    return found | {"search": f"{shown.budget:,.0f} loss evaluations for each strategy"}


def _search(workspaces: Workspaces, _: Snapshot) -> tuple[Figure, ...]:
    workspace = workspaces.search
    assert workspace is not None
    board, scene = workspace.board, workspace.board.scene
    if scene is None:
        return ()
    made_by = search_facts(scene.plan, scene.title, scene.preprocessing)
    name = f"search-{scene.plan.source}"

    def numbers() -> Table | None:
        return tables.search(scene.plan, scene.search.outcomes) if scene.search is not None else None

    return (
        Figure(name, "Search", board.maps, numbers, made_by),
        Figure(f"{name}-candidate", "Candidate", board.detail, lambda: board.detail.table, made_by),
    )


_MAKERS: dict[str, Callable[[Workspaces, Snapshot], tuple[Figure, ...]]] = {
    TRAIN: _train,
    LANDSCAPE: _landscape,
    ONE_STEP: _one_step,
    GRADIENT_CHECK: _gradient_check,
    LOSSES: _losses,
    EVIDENCE: _evidence,
    DATA: _data,
    RACE: _race,
    SEARCH: _search,
}
