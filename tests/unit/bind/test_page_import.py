from __future__ import annotations

import math

import pytest

from dossier.bind.page_import import Frame, frame_of

LETTER = (0.0, 0.0, 612.0, 792.0)


def test_the_visible_box_is_what_media_and_crop_box_share() -> None:
    assert frame_of([0, 0, 600, 800], [100, -50, 900, 700], None, None).box == (100, 0, 600, 700)


def test_boxes_with_swapped_corners_are_put_in_order() -> None:
    assert frame_of([600, 800, 0, 0], None, None, None).box == (0, 0, 600, 800)


@pytest.mark.parametrize("media", [None, [], [0, 0, 0, 800], [0, 0, math.nan, 1], [0, 0, math.inf, 1]])
def test_a_senseless_media_box_counts_as_us_letter(media: list[float] | None) -> None:
    assert frame_of(media, None, None, None).box == LETTER


def test_a_crop_box_beside_the_page_is_ignored() -> None:
    assert frame_of([0, 0, 600, 800], [700, 0, 900, 800], None, None).box == (0, 0, 600, 800)


@pytest.mark.parametrize(
    ("rotate", "turn"), [(None, 0), (0, 0), (90, 90), (-90, 270), (450, 90), (180, 180), (45, 0), (math.inf, 0)]
)
def test_rotation_is_brought_to_quarter_turns(rotate: float | None, turn: int) -> None:
    assert frame_of([0, 0, 600, 800], None, rotate, None).turn == turn


@pytest.mark.parametrize("unit", [None, 0, -2, math.nan])
def test_a_senseless_user_unit_is_one_point(unit: float | None) -> None:
    assert frame_of([0, 0, 600, 800], None, None, unit).unit == 1


def test_sides_are_in_points_and_as_shown() -> None:
    frame = frame_of([0, 0, 600, 800], None, 90, 2)
    assert (frame.width, frame.height) == (1600, 1200)


@pytest.mark.parametrize(
    ("turn", "box"),
    [(0, (0, -10, 600, 800)), (90, (0, 0, 610, 800)), (180, (0, 0, 600, 810)), (270, (-10, 0, 600, 800))],
)
def test_the_strip_is_added_at_the_foot_as_shown(turn: int, box: tuple[float, ...]) -> None:
    assert Frame(box=(0, 0, 600, 800), turn=turn, unit=2).extended(20).box == box


@pytest.mark.parametrize(("turn", "corner"), [(0, (10, 20)), (90, (610, 20)), (180, (610, 820)), (270, (10, 820))])
def test_the_upright_origin_is_the_lower_left_corner_as_shown(turn: int, corner: tuple[float, float]) -> None:
    frame = Frame(box=(10, 20, 610, 820), turn=turn, unit=1)
    assert frame.upright[4:] == corner
    left, bottom, right, top = frame.placed((0, 0, frame.width, frame.height))
    assert (left, bottom, right, top) == (10, 20, 610, 820)


def test_stamps_grow_with_the_page_within_limits() -> None:
    scales = [frame_of([0, 0, side, 2 * side], None, None, None).scale for side in (10, 595.28, 1190.56, 90_000)]
    assert scales == [0.25, 1, 2, 6]
