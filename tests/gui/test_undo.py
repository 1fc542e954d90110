from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as some

from gui.keeping.undo import Undo
from model.records import LossKind, Settings

START = Settings()


@given(some.lists(some.tuples(some.booleans(), some.floats(0.1, 9)), max_size=30))
def test_that_undo_goes_back_through_every_change_and_redo_forth(changes: list[tuple[bool, float]]) -> None:
    undo, seen = Undo(START), [START]
    for number, (is_step_size, value) in enumerate(changes):
        now = replace(seen[-1], step_size=value) if is_step_size else replace(seen[-1], strength=value)
        undo.note(now, 10.0 * number)
        if now != seen[-1]:
            seen.append(now)
    for expected in reversed(seen[:-1]):
        assert undo.undo() == expected
    assert undo.undo() is None
    for expected in seen[1:]:
        assert undo.redo() == expected
    assert undo.redo() is None


def test_that_the_way_of_a_slider_is_one_change_and_another_control_is_another() -> None:
    undo = Undo(START)
    for place in range(5):
        undo.note(replace(START, step_size=0.1 + place), 0.1 * place)
    undo.note(replace(START, step_size=4.1, strength=3.0), 0.6)
    assert undo.undo() == replace(START, step_size=4.1)
    assert undo.undo() == START
    assert not undo.can_undo


def test_that_a_new_change_ends_what_could_be_redone() -> None:
    undo = Undo(START)
    undo.note(replace(START, loss=LossKind.HINGE), 0.0)
    undo.undo()
    assert undo.can_redo
    undo.note(replace(START, margin=3.0), 9.0)
    assert not undo.can_redo
    undo.begin(START)
    assert not undo.can_undo
