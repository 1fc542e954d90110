"""Everything about one picture at once: the parts fit together, whatever is asked."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as some

from model.classifier import score_picture
from model.evidence import scores_of, seen_of
from model.examination import Named, Which, Wish, examine, resolved, unchanged
from model.perturbations import Perturbation
from model.records import Params
from tests.model.sights import Sight, sight, sights

REACH = examples(derandomize=True, deadline=None, max_examples=60)
whiches = some.sampled_from([*Named, 0, 1, None])


@REACH
@given(sights, whiches, whiches, some.floats(0, 1.5), some.integers(-40, 40), some.booleans())
def test_that_scores_evidence_and_bars_belong_to_the_same_picture(
    it: Sight, k: Which, j: Which, share: float, brightness: int, is_true_known: bool
) -> None:
    wish = Wish(Named.PREDICTED if k is None else k, j, Perturbation(brightness=brightness), share)
    found = examine(it.params, it.dataset, it.picture, 1 if is_true_known else None, wish)
    total = found.evidence.products.sum() + found.evidence.bias
    size = np.abs(found.evidence.products).sum() + abs(found.evidence.bias)
    assert total == pytest.approx(found.evidence.score, abs=1e-9 * size)
    assert sum(found.bars.amounts) == pytest.approx(found.evidence.score, abs=1e-9 * size)
    changed = wish.perturbation.applied(it.dataset, it.picture)
    seen = seen_of(it.dataset, changed) + found.gone * found.way.direction
    assert np.allclose(found.scores, scores_of(it.params, seen), rtol=1e-9)
    assert found.shown_label == int(score_picture(it.params, it.dataset, found.shown.picture).argmax())
    assert found.rather_than != found.k
    assert found.way.k == found.label


@REACH
@given(sights, some.integers(0, 1))
def test_that_the_way_leads_to_the_class_asked_about_or_compared_with_or_the_nearest(it: Sight, other: int) -> None:
    plain = examine(it.params, it.dataset, it.picture, None, Wish())
    asked = examine(it.params, it.dataset, it.picture, None, Wish(k=other))
    compared = examine(it.params, it.dataset, it.picture, None, Wish(rather_than=other))
    assert plain.way.j != plain.label
    assert plain.way.distance <= asked.way.distance + 1e-12
    if other != plain.label:
        assert asked.way.j == compared.way.j == other
    going = examine(it.params, it.dataset, it.picture, None, Wish(share=1.001))
    assert going.label == plain.label
    second, first = np.sort(going.scores)[-2:]
    assert going.label_now == plain.way.j or first - second <= 1e-3 * abs(first)


def test_that_names_are_resolved_to_classes() -> None:
    scores = np.array([1.0, 5.0, 3.0])
    assert resolved(Named.PREDICTED, scores, 0) == 1
    assert resolved(Named.RUNNER_UP, scores, 0) == 2
    assert resolved(Named.TRUE, scores, 0) == 0
    assert resolved(Named.TRUE, scores, None) == 1
    assert resolved(2, scores, None) == 2
    assert resolved(7, scores, None) == 1
    assert resolved(None, scores, None) is None


def test_that_taking_all_back_keeps_the_question() -> None:
    wish = Wish(2, 1, Perturbation(right=3, patches=8), 0.7, patches=8)
    assert unchanged(wish) == replace(Wish(2, 1, patches=8), perturbation=Perturbation(patches=8))


def test_that_numbers_that_mean_nothing_are_told() -> None:
    it = sight((3, 3, 1), 3, 0, 1.0, is_standardised=False)
    broken = Params(np.full_like(it.params.weights, np.nan), it.params.biases)
    with np.errstate(all="ignore"):
        assert not examine(broken, it.dataset, it.picture, None, Wish()).is_finite
    assert examine(it.params, it.dataset, it.picture, None, Wish()).is_finite
