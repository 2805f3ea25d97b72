from __future__ import annotations

import torch
from golden.plain.layouts import (
    cell_of,
    faithful,
    faithful_homes,
    flat,
    flat_frames,
    flat_homes,
    nearest,
    pooled_frames,
    pooled_homes,
    trimmed_grid,
)
from golden.plain.standing import stand

WIDE = trimmed_grid(2, (2, 4), 2, (2, 4), None)
"""A base view and two crops of 2 x 2 patches side by side, nothing cut."""
PADDED = trimmed_grid(5, (140, 140), 70, (124, 186), None)
SHRUNK = trimmed_grid(7, (294, 392), 98, (290, 380), 9)


def test_the_home_of_a_patch_that_a_cell_shows_is_that_cell() -> None:
    for side, grid in ((2, WIDE), (5, PADDED), (7, SHRUNK)):
        homes = faithful_homes(side, grid)
        cells = faithful(side, grid)
        assert all(homes[cell] == position for position, cell in enumerate(cells) if cell in homes)
        assert set(homes.values()) == {position for position, cell in enumerate(cells) if cell[0] >= 0}
    homes = pooled_homes(2, 7)
    assert all(homes[cell] == position for position, cell in enumerate(pooled_frames(2, 7)[:-1]))


def test_nearest_patches_lie_in_the_cells_they_were_taken_for() -> None:
    for cells, of in ((4, 7), (14, 27), (18, 21), (24, 28), (7, 7)):
        assert [cell_of(index, cells, of) for index in nearest(cells, of)] == list(range(cells))


def test_a_patch_that_was_cut_away_has_no_home_and_a_shrunk_one_has() -> None:
    assert len(faithful_homes(5, PADDED)) == 25 + 6 * 10
    assert len(faithful_homes(7, SHRUNK)) == 49 + SHRUNK.unpadded[0] * SHRUNK.unpadded[1]


def test_rows_keep_their_anchors_places_and_newlines_stay() -> None:
    owners = [torch.tensor([0, -1, -1, 1]), torch.tensor([-1, -1, 0, -1]), torch.tensor([-1, 0, -1, 1])]
    anchors = [torch.tensor([0, 3]), torch.tensor([2]), torch.tensor([1, 3])]
    stood = stand(faithful(2, WIDE), faithful_homes(2, WIDE), owners, anchors)
    # Base 0 1 2 3, then a row of the grid at 4 to 7 with its newline at 8, then one at 9 to 12 with one at 13.
    assert stood.positions.tolist() == [0, 3, 7, 8, 9, 12, 13]
    assert stood.sources == [(0, 0), (0, 1), (2, 0), (-1, 0), (1, 0), (2, 1), (-1, 1)]
    assert stood.length == 14


def test_a_contextual_row_without_a_home_takes_that_of_its_first_patch_that_has_one() -> None:
    homes = {(0, patch): patch - 1 for patch in (1, 2, 3)}
    owners, anchors = [torch.tensor([0, 1, 0, 0])], [torch.tensor([0, 1])]
    stood = stand([(0, 1), (0, 2), (0, 3)], homes, owners, anchors)
    assert stood.sources == [(0, 1), (0, 0)]
    assert stood.positions.tolist() == [0, 1]


def test_a_dominant_row_of_the_padding_is_dropped() -> None:
    homes = {(0, 1): 0}
    stood = stand([(0, 1)], homes, [torch.tensor([0, 1])], [torch.tensor([0, 1])])
    assert stood.sources == [(0, 1)]


def test_rows_that_share_a_cell_stand_one_after_the_other_at_one_position() -> None:
    homes = pooled_homes(1, 3)
    owners, anchors = [torch.tensor([0, 1, -1, -1, -1, -1, -1, -1, 2])], [torch.tensor([0, 1, 8])]
    stood = stand(pooled_frames(1, 3), homes, owners, anchors)
    assert (homes[0, 0], homes[0, 1], homes[0, 8]) == (0, 1, 3)
    assert stood.positions.tolist() == [0, 1, 3, 4]
    assert [homes[0, patch] for patch in (1, 2)] == [1, 1]


def test_frames_in_full_end_in_one_newline() -> None:
    homes = flat_homes(2, 4)
    assert homes[1, 3] == len(flat(2, 4)) - 1
    stood = stand(flat_frames(2, 4), homes, [torch.tensor([0, -1, -1, -1])] * 2, [torch.tensor([0])] * 2)
    assert stood.positions.tolist() == [0, 4, 8]
