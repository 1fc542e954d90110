"""Formulas with words in them, and formulas that break into lines."""

import pytest

from gui.widgets.formula import Text, parse
from gui.widgets.typeset import FormulaLines, Piece


def test_that_words_stand_upright_as_they_are() -> None:
    assert parse(r"\text{T-shirt, 3}x") == (Text("T-shirt, 3", False), Text("x", True))
    with pytest.raises(ValueError, match="brace"):
        parse(r"\text{open")


def lines_of(pieces: tuple[Piece, ...], width: int) -> FormulaLines:
    made = FormulaLines(100, "a formula")
    made.resize(width, 100)
    made.show_formula("L_i", pieces)
    return made


def tops(shown: FormulaLines) -> list[float]:
    return [item.y() for item in shown._set]


@pytest.mark.usefixtures("app")
def test_that_a_long_formula_breaks_between_pieces_and_stays_in_its_place() -> None:
    pieces = tuple(Piece("+ max(0, 5.10 − 3.20 + 1)") for _ in range(9))
    wide, narrow = lines_of(pieces, 4000), lines_of(pieces, 560)
    assert len(set(tops(wide))) == 2
    assert len(set(tops(narrow))) > 3
    for item in narrow._set:
        assert item.x() + item.length * item.scale() <= narrow.width()
        assert item.y() + item.below <= narrow.height()


@pytest.mark.usefixtures("app")
def test_that_a_piece_wider_than_its_place_is_made_smaller() -> None:
    shown = lines_of((Piece("x" * 200),), 300)
    assert shown._set[-1].length * shown._set[-1].scale() <= 300


@pytest.mark.usefixtures("app")
def test_that_a_piece_may_begin_a_line() -> None:
    shown = lines_of((Piece("a"), Piece("b"), Piece("c", begins_line=True)), 500)
    first, second, third = tops(shown)[1:]
    assert first == second < third
