"""Setting text: nothing is wider than its column, nothing is lost, cuts leave two lines on either side."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph

from dossier.typeset.cells import ListItem, Stack, Story, TextCell, line, prose, wrap_words
from dossier.typeset.typography import REGULAR, STYLES, text_width, visible

NAME = "Laporan_Monitoring_dan_Evaluasi-Zona-Integritas_Februari_2025_" + "x" * 180 + ".pdf"


@given(st.text(max_size=300), st.floats(min_value=30, max_value=400))
def test_no_line_is_wider_than_its_column_and_no_letter_is_lost(text: str, width: float) -> None:
    shown = visible(text)
    lines = wrap_words(shown, REGULAR, 8.5, width)
    assert all(text_width(each, REGULAR, 8.5) <= width + 0.01 for each in lines)
    assert "".join("".join(lines).split(" ")) == "".join(shown.split(" "))


def test_a_long_name_is_cut_behind_its_joints_first() -> None:
    lines = wrap_words(NAME, REGULAR, 8.5, 120)
    assert lines[0].endswith("_")
    assert "".join(lines) == NAME


def test_a_short_text_is_one_line() -> None:
    assert wrap_words("Undangan rapat", REGULAR, 8.5, 200) == ("Undangan rapat",)


def test_a_cut_leaves_two_lines_on_either_side() -> None:
    text = line(" ".join(["bukti"] * 200), STYLES.body)
    lines = text.lines(100)
    parts = text.cut(100, 13 * 10)
    assert parts is not None
    assert (len(parts[0].lines(100)), len(parts[1].lines(100))) == (10, len(lines) - 10)
    assert text.cut(100, 13 * 1.5) is None
    nearly = text.cut(100, 13 * (len(lines) - 1))
    assert nearly is not None
    assert len(nearly[1].lines(100)) == 2


def test_a_stack_is_cut_inside_the_cell_that_crosses_the_line() -> None:
    stack = Stack((line("judul", STYLES.body), line(" ".join(["bukti"] * 100), STYLES.body)))
    parts = stack.cut(100, 13 * 5)
    assert parts is not None
    assert parts[0].height(100) == 13 * 5
    assert parts[0].height(100) + parts[1].height(100) == stack.height(100)


@pytest.mark.parametrize("text", ["1. Rapat\n2. Notulen", "a) Rapat\nb) Notulen", "- Rapat\n- Notulen"])
def test_lists_of_the_plan_hang_their_numbers(text: str) -> None:
    cell = prose(text, STYLES.body)
    assert isinstance(cell, Stack)
    assert all(isinstance(each, ListItem) for each in cell.cells)


def test_a_sentence_that_starts_with_a_year_is_no_list() -> None:
    assert isinstance(prose("2025. Tahun anggaran", STYLES.body), TextCell)


def test_an_empty_text_still_has_a_line() -> None:
    assert prose("", STYLES.body).height(100) == 13


class Bricks(Flowable):
    """Some bricks on one another, split into the number of parts given."""

    def __init__(self, names: list[str], parts: int) -> None:
        """Take a name for each brick."""
        super().__init__()
        self.names, self.parts = names, parts

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the size."""
        self.width, self.height = width, 20.0 * len(self.names)
        return self.width, self.height

    def split(self, _width: float, height: float) -> list[Flowable]:
        """Return so many parts as were wished, the first of them as tall as there is room."""
        first = int(height // 20)
        if first < 1:
            return []
        rest = self.names[first:]
        pieces = [self.names[:first], rest[:1], rest[1:]] if self.parts > 2 else [self.names]
        return [Bricks(piece, self.parts) for piece in pieces if piece]

    def draw(self) -> None:
        """Draw nothing: the names are what is looked at."""


@pytest.mark.parametrize("parts", [1, 3])
@pytest.mark.parametrize("room", [50.0, 90.0, 130.0])
def test_a_flowable_that_is_split_into_one_part_or_three_keeps_everything(parts: int, room: float) -> None:
    names = [f"bata {number}" for number in range(8)]
    halves = Story([Paragraph("atas", STYLES.body), Bricks(names, parts)]).cut(200, room)
    assert halves is not None
    flowables = [each for half in halves if isinstance(half, Story) for each in half.flowables]
    assert [name for each in flowables if isinstance(each, Bricks) for name in each.names] == names
    assert [type(each) for each in flowables].count(Paragraph) == 1


def test_a_paragraph_that_was_not_split_can_still_be_drawn() -> None:
    story = Story([Paragraph("satu dua tiga", STYLES.body)])
    assert story.cut(200, 5) is None
    story.draw(Canvas(BytesIO()), 0, 100, 200)
