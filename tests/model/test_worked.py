"""The worked examples, held to the numbers everyone knows them by, and the bench they stand on."""

import numpy as np
import pytest

from model.bench import (
    Bench,
    Rule,
    Weighed,
    effects_of_scale,
    effects_of_shift,
    span_of_true_score,
    true_score_varied,
    weigh,
)
from model.losses import hinge, softmax, squared_hinge
from model.worked import EXAMPLES, FOUR_PIXELS, ONE_CAT, TEN_CLASSES, THREE_IMAGES, Worked


def weighed(example: Worked, rule: Rule) -> Weighed:
    return next(w for w in weigh(Bench(example.scores, example.labels)) if w.rule is rule)


def test_that_the_three_images_have_hinge_losses_2_9_and_0_and_12_9_and_a_mean_of_5_27() -> None:
    found = weighed(THREE_IMAGES, Rule.HINGE)
    assert found.losses.tolist() == pytest.approx([2.9, 0.0, 12.9])
    assert found.terms[0].T.tolist() == [
        pytest.approx([0, 2.9, 0]),
        pytest.approx([0, 0, 0]),
        pytest.approx([6.3, 6.6, 0]),
    ]
    assert round(found.mean, 2) == 5.27
    assert "5.27" in THREE_IMAGES.note
    assert "5.3" in THREE_IMAGES.note


def test_that_the_cat_goes_through_the_softmax_to_2_04() -> None:
    assert ONE_CAT.scores[:, 0].tolist() == [3.2, 5.1, -1.7]
    found = weighed(ONE_CAT, Rule.SOFTMAX)
    exponentials, shares = found.terms
    assert exponentials[:2, 0].round(1).tolist() == [24.5, 164.0]
    assert round(float(exponentials[2, 0]), 2) == 0.18
    assert shares[:, 0].round(2).tolist() == [0.13, 0.87, 0.00]
    assert round(float(found.losses[0]), 2) == 2.04


def test_that_0_89_is_what_the_logarithm_to_base_10_gives_and_that_the_note_says_so() -> None:
    share = float(weighed(ONE_CAT, Rule.SOFTMAX).terms[1][0, 0])
    assert round(-np.log10(share), 2) == 0.89
    assert "2.04" in ONE_CAT.note
    assert "0.89" in ONE_CAT.note


@pytest.mark.parametrize(
    ("image", "true", "score", "taken_for"),
    [(0, "cat", 2.9, "dog"), (1, "automobile", 6.04, "automobile"), (2, "frog", -4.34, "truck")],
)
def test_that_of_ten_classes_only_the_car_is_right(image: int, true: str, score: float, taken_for: str) -> None:
    label = TEN_CLASSES.labels[image]
    assert TEN_CLASSES.classes[label] == true
    assert TEN_CLASSES.scores[label, image] == score
    assert TEN_CLASSES.classes[int(TEN_CLASSES.scores[:, image].argmax())] == taken_for


def test_that_the_ten_class_scores_are_those_of_the_lecture() -> None:
    cat = [-3.45, -8.87, 0.09, 2.9, 4.48, 8.02, 3.78, 1.06, -0.36, -0.72]
    car = [-0.51, 6.04, 5.31, -4.22, -4.19, 3.58, 4.49, -4.37, -2.09, -2.93]
    frog = [3.42, 4.64, 2.65, 5.1, 2.64, 5.55, -4.34, -1.5, -4.79, 6.14]
    assert TEN_CLASSES.scores.T.tolist() == [cat, car, frog]
    assert TEN_CLASSES.classes[0] == "airplane"
    assert len(TEN_CLASSES.classes) == 10


def test_that_the_note_on_the_car_is_true() -> None:
    terms = weighed(TEN_CLASSES, Rule.HINGE).terms[0][:, 1]
    assert np.flatnonzero(terms).tolist() == [TEN_CLASSES.classes.index("bird")]


def test_that_four_pixels_score_96_8_below_zero_and_437_9_and_60_75() -> None:
    assert FOUR_PIXELS.pixels is not None
    assert FOUR_PIXELS.params is not None
    assert FOUR_PIXELS.pixels.tolist() == [56, 231, 24, 2]
    assert FOUR_PIXELS.params.weights.tolist() == [[0.2, -0.5, 0.1, 2], [1.5, 1.3, 2.1, 0], [0, 0.25, 0.2, -0.3]]
    assert FOUR_PIXELS.params.biases.tolist() == [1.1, 3.2, -1.2]
    assert FOUR_PIXELS.scores[:, 0].tolist() == pytest.approx([-96.8, 437.9, 60.75])


def test_that_the_products_of_four_pixels_and_the_bias_add_up_to_the_scores() -> None:
    assert FOUR_PIXELS.params is not None
    products = FOUR_PIXELS.products
    assert products.tolist() == [
        pytest.approx([11.2, -115.5, 2.4, 4]),
        pytest.approx([84, 300.3, 50.4, 0]),
        pytest.approx([0, 57.75, 4.8, -0.6]),
    ]
    np.testing.assert_allclose(products.sum(axis=1) + FOUR_PIXELS.params.biases, FOUR_PIXELS.scores[:, 0])


def test_that_61_95_is_the_ship_without_its_bias_and_that_the_note_says_so() -> None:
    assert FOUR_PIXELS.products[2].sum() == pytest.approx(61.95)
    assert "61.95" in FOUR_PIXELS.note
    assert "60.75" in FOUR_PIXELS.note


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_that_an_example_is_whole_and_cannot_be_changed(example: Worked) -> None:
    assert example.scores.shape == (len(example.classes), len(example.images))
    assert example.labels.shape == (len(example.images),)
    with pytest.raises(ValueError, match="read-only"):
        example.scores[0, 0] = 1
    with pytest.raises(ValueError, match="read-only"):
        example.labels[0] = 1


def test_that_the_bench_weighs_with_the_losses_of_the_model() -> None:
    bench = Bench(TEN_CLASSES.scores, TEN_CLASSES.labels, margin=2.5, shift=-1.0, scale=1.5)
    scores = 1.5 * TEN_CLASSES.scores - 1.0
    expected = (
        hinge(scores, TEN_CLASSES.labels, 2.5),
        squared_hinge(scores, TEN_CLASSES.labels, 2.5),
        softmax(scores, TEN_CLASSES.labels),
    )
    for found, (losses, gradient) in zip(weigh(bench), expected, strict=True):
        assert np.array_equal(found.losses, losses)
        assert np.array_equal(found.gradient, gradient)


def test_that_the_terms_of_the_hinges_add_up_to_the_loss() -> None:
    for found in weigh(Bench(TEN_CLASSES.scores, TEN_CLASSES.labels, margin=2.0))[:2]:
        np.testing.assert_allclose(found.terms[0].sum(axis=0), found.losses)


def test_that_a_moved_score_is_what_the_losses_see_and_the_others_stay() -> None:
    bench = Bench(THREE_IMAGES.scores, THREE_IMAGES.labels, image=1, shift=3.0, scale=2.0)
    moved = bench.with_score(2, -7.5)
    assert moved.scores[2, 1] == pytest.approx(-7.5)
    same = np.ones((3, 3), bool)
    same[2, 1] = False
    assert np.array_equal(moved.scores[same], bench.scores[same])
    assert bench.base is THREE_IMAGES.scores


def test_that_another_true_class_is_chosen_for_one_image_alone() -> None:
    bench = Bench(THREE_IMAGES.scores, THREE_IMAGES.labels, image=2).with_label(0)
    assert bench.label == 0
    assert bench.labels.tolist() == [0, 1, 0]
    assert THREE_IMAGES.labels.tolist() == [0, 1, 2]


def test_that_a_shift_is_ignored_by_every_loss_and_a_scale_by_none_that_is_not_satisfied() -> None:
    bench = Bench(THREE_IMAGES.scores, THREE_IMAGES.labels, shift=4.0, scale=3.0)
    assert [effect.is_ignored for effect in effects_of_shift(bench)] == [True, True, True]
    effects = effects_of_scale(bench)
    assert [effect.is_ignored for effect in effects] == [False, False, False]
    assert effects[0].before == pytest.approx(2.9)
    assert effects[0].after == pytest.approx(3 * 1.9 + 1)


def test_that_the_hinges_of_a_satisfied_image_ignore_a_scale_and_the_softmax_does_not() -> None:
    effects = effects_of_scale(Bench(THREE_IMAGES.scores, THREE_IMAGES.labels, image=1, scale=2.0))
    assert [effect.is_ignored for effect in effects] == [True, True, False]


def test_that_scores_whose_exponentials_overflow_still_have_a_softmax() -> None:
    found = weigh(Bench(np.array([[900.0], [-900.0]]), np.array([1])))[2]
    assert np.isinf(found.terms[0][0, 0])
    assert found.losses.tolist() == [1800.0]
    assert found.terms[1][:, 0].tolist() == [1.0, 0.0]


def test_that_varying_the_true_score_gives_the_loss_at_each_and_keeps_the_others() -> None:
    bench = Bench(TEN_CLASSES.scores, TEN_CLASSES.labels, image=1, margin=1.5, shift=1.0, scale=2.0)
    span = span_of_true_score(bench, None)
    assert span[0] < bench.scores[1, 1] < span[1]
    places, varied = true_score_varied(bench, span)
    assert (places[0], places[-1]) == span
    for at in (0, 200, 333):
        moved = weigh(bench.with_score(1, float(places[at])))
        assert [w.losses[at] for w in varied] == pytest.approx([w.losses[1] for w in moved])
