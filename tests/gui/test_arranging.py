"""Another arrangement of the data: a new run with a word, and the old one kept."""

import numpy as np

from gui.data.arranger import Arranger
from gui.workspaces.data import CLASSES, IMAGES
from model.browsing import Verdict
from model.commands import Restore
from model.datasets.arrangement import AS_OPENED, Arrangement, Seen
from model.records import LossKind
from tests.gui.data import listed, open_data, settle
from tests.stage import Stage


def arrange(stage: Stage, arranger: Arranger, arrangement: Arrangement) -> None:
    """Turn the controls, one after the other."""
    arranger.seen.button(arrangement.seen).click()
    for stops, value in (
        (arranger.count, arrangement.per_class),
        (arranger.noise, arrangement.noise),
        (arranger.validation, arrangement.validation),
    ):
        values = [stop for stop, _ in stops._stops]
        stops.slider.setValue(values.index(value))
    stage.wait(lambda: stage.snapshot.dataset.arrangement == arrangement, "the arrangement")
    settle(stage)


def test_that_every_control_starts_a_new_run_and_says_so(stage: Stage) -> None:
    stage.step(5)
    data = open_data(stage, IMAGES)
    arrange(stage, data.arranger, Arrangement(Seen.MEAN_CHANNEL, 50, 0.3, 0.2))
    assert stage.snapshot.number == 0
    assert [run.name for run in stage.snapshot.kept] == ["run 1"]
    note = data.arranger.note.text()
    assert "500 training images, 150 of them with a wrong label, pixels 0..1, mean of each channel subtracted" in note
    number, *_ = stage.snapshot.name.split(",")
    assert f"“{number}” is a new run" in note
    seen = stage.window.top_bar.seen.text()
    assert seen == "pixels 0..1, mean of each channel subtracted  ·  30 % wrong labels"
    assert "500 training, 1,000 validation, 1,000 test" in stage.window.top_bar.facts.toolTip()


def test_that_the_word_names_the_run_that_is_kept_and_a_restored_run_has_its_arrangement_back(stage: Stage) -> None:
    stage.step(5)
    before = stage.snapshot
    data = open_data(stage, IMAGES)
    data.arranger.seen.button(Seen.STANDARDISED).click()
    stage.wait(lambda: stage.snapshot.run != before.run, "a new run")
    assert data.arranger.note.text().endswith("“run 1” is kept under Runs.")
    stage.window.runs_card.commanded.emit(Restore(before.run))
    stage.wait(lambda: stage.snapshot.run == before.run, "the old run")
    assert data.arranger.seen.value is Seen.MEAN_IMAGE
    assert stage.snapshot.dataset is before.dataset
    assert np.array_equal(stage.snapshot.params.weights, before.params.weights)


def test_that_the_controls_follow_a_run_that_is_restored_with_its_settings(stage: Stage) -> None:
    stage.step(3)
    before, controls = stage.snapshot, stage.window.controls
    open_data(stage, IMAGES).arranger.seen.button(Seen.UNIT).click()
    stage.wait(lambda: stage.snapshot.run != before.run, "a new run")
    controls.loss.button(LossKind.HINGE).click()
    stage.step(3)
    newer = stage.snapshot
    for run in (before, newer):
        stage.window.runs_card.commanded.emit(Restore(run.run))
        stage.wait(lambda wanted=run.run: stage.snapshot.run == wanted, "the other run")  # type: ignore[misc]
        assert controls.settings == stage.snapshot.settings == run.settings
        assert controls.loss.value is run.settings.loss


def test_that_a_slider_that_is_dragged_tells_its_value_when_it_is_let_go(stage: Stage) -> None:
    data = open_data(stage, IMAGES)
    told: list[object] = []
    data.arranger.wished.connect(told.append)
    slider = data.arranger.noise.slider
    slider.setSliderDown(True)
    for place in (1, 2, 3, 4):
        slider.setValue(place)
    assert told == []
    assert data.arranger.noise.words.text() == "20 %"
    slider.setSliderDown(False)
    assert told == [Arrangement(noise=0.2)]


def test_that_wrong_labels_can_be_looked_at(stage: Stage) -> None:
    data = open_data(stage, IMAGES)
    arrange(stage, data.arranger, Arrangement(noise=0.1))
    data.images.verdicts.button(Verdict.MISLABELLED).click()
    dataset = stage.snapshot.dataset
    assert np.array_equal(listed(data), np.flatnonzero(dataset.labels != dataset.true_labels))
    assert len(listed(data)) == 450
    first = int(listed(data)[0])
    words = data.images.browser.images.words(first)
    assert f"a wrong label: truly {dataset.classes[dataset.true_labels[first]]}" in words
    data.images.browser.picked.emit(first)
    picture = stage.window.image_panel._picture
    assert picture is not None
    assert picture.label == dataset.true_labels[first]
    assert picture.title.endswith(f"labelled {dataset.classes[dataset.labels[first]]}")


def test_that_what_the_weights_see_is_stated_and_shown_for_every_preprocessing(stage: Stage) -> None:
    data = open_data(stage, CLASSES)
    for seen in (Seen.UNIT, Seen.STANDARDISED, Seen.MEAN_CHANNEL):
        arrange(stage, data.arranger, Arrangement(seen))
        dataset = stage.snapshot.dataset
        assert stage.window.top_bar.seen.text() == dataset.preprocessing.sentence
        shown = data.classes.seen.seen
        rows = dataset.train[dataset.labels[dataset.train] == 0][: len(shown)]
        np.testing.assert_array_equal(shown, dataset.preprocessing.apply(dataset.pixels[rows]))


def test_that_another_data_set_begins_as_it_is(stage: Stage) -> None:
    data = open_data(stage, IMAGES)
    arrange(stage, data.arranger, Arrangement(Seen.UNIT))
    stage.open("fashion-sample")
    settle(stage)
    assert stage.snapshot.dataset.arrangement == AS_OPENED
    assert data.arranger.seen.value is Seen.MEAN_IMAGE
    assert len(listed(data)) == 9000
