from __future__ import annotations

import pytest
import torch
from golden.plain.layouts import NEWLINE, best_pinpoint, faithful, flat, nearest, pooled_frames, trimmed_grid
from golden.plain.unmerging import gather, place

SQUARES = tuple((70 * rows, 70 * columns) for rows in (1, 2) for columns in (1, 2))


def test_the_pinpoint_keeps_most_pixels_and_then_wastes_least() -> None:
    assert best_pinpoint(SQUARES, 140, 140) == (140, 140)
    assert best_pinpoint(SQUARES, 60, 130) == (70, 140)
    assert best_pinpoint(SQUARES, 10, 10) == (70, 70)


@pytest.mark.parametrize(("image", "unpadded"), [((124, 186), (6, 10)), ((186, 124), (10, 6)), ((140, 140), (10, 10))])
def test_padding_is_cut_from_both_ends(image: tuple[int, int], unpadded: tuple[int, int]) -> None:
    grid = trimmed_grid(5, (140, 140), 70, image, None)
    assert grid.unpadded == unpadded
    assert not grid.shrunk


def test_a_grid_of_more_than_nine_views_shrinks() -> None:
    grid = trimmed_grid(7, (294, 392), 98, (290, 380), 9)
    assert (grid.stitched, grid.out, grid.shrunk) == ((21, 28), (18, 24), True)


def test_a_faithful_layout_is_the_base_view_and_rows_that_end_in_newlines() -> None:
    cells = faithful(2, trimmed_grid(2, (2, 4), 2, (2, 4), None))
    assert cells[:4] == [(0, 0), (0, 1), (0, 2), (0, 3)]
    assert cells[4:] == [
        *[(1, 0), (1, 1), (2, 0), (2, 1), NEWLINE],
        *[(1, 2), (1, 3), (2, 2), (2, 3), NEWLINE],
    ]


def test_nearest_takes_the_patch_under_each_cell_s_centre() -> None:
    assert nearest(7, 7) == list(range(7))
    assert nearest(4, 7) == [0, 2, 4, 6]
    assert nearest(18, 21)[:7] == [0, 1, 2, 4, 5, 6, 7]


def test_a_video_s_frames_are_halved_and_end_in_one_newline() -> None:
    assert len(pooled_frames(4, 27)) == 4 * 14 * 14 + 1


def test_rows_that_serve_no_position_are_dropped() -> None:
    owners = [torch.tensor([0, 1, 1, 2])]
    placed = place([(0, 0), (0, 3), NEWLINE], owners, by_appearance=True)
    assert placed.sources == [(0, 0), (0, 2), (-1, 0)]
    assert placed.u.tolist() == [0, 1, 2]


def test_rows_stand_in_the_tower_s_order_or_in_order_of_appearance() -> None:
    owners = [torch.tensor([1, 1, 0, 1])]
    assert place(flat(1, 4), owners, by_appearance=False).u.tolist() == [1, 1, 0, 1]
    assert place(flat(1, 4), owners, by_appearance=True).u.tolist() == [0, 0, 1, 0]


def test_a_newline_needs_a_learned_row() -> None:
    with pytest.raises(ValueError, match="no newline row"):
        gather([(-1, 0)], [], None)
