from __future__ import annotations

import pytest
import torch
from golden.plain.pooling import bands, cells, means


@pytest.mark.parametrize("side", [1, 2, 5, 6, 7, 24, 27])
def test_every_count_gives_that_many_rectangles_without_gaps(side: int) -> None:
    for count in range(1, side**2 + 1):
        grid = cells(side, count).reshape(side, side)
        assert sorted(set(grid.flatten().tolist())) == list(range(count))
        for cell in range(count) if side <= 7 else (0, count // 2, count - 1):
            rows, columns = (grid == cell).nonzero().unbind(1)
            height, width = int(rows.max() - rows.min()) + 1, int(columns.max() - columns.min()) + 1
            assert len(rows) == height * width


def test_rows_of_cells_are_the_root_of_their_number_rounded() -> None:
    assert [bands(count) for count in (1, 2, 3, 6, 7, 12, 13, 576)] == [1, 1, 2, 2, 3, 3, 4, 24]


def test_seven_cells_on_five_by_five_patches_as_drawn_by_hand() -> None:
    assert cells(5, 7).reshape(5, 5).tolist() == [
        [0, 0, 1, 1, 1],
        [2, 2, 3, 3, 3],
        [2, 2, 3, 3, 3],
        [4, 5, 5, 6, 6],
        [4, 5, 5, 6, 6],
    ]


@pytest.mark.parametrize(("side", "kernel"), [(6, 2), (6, 3), (24, 2), (24, 4), (27, 3), (5, 5), (5, 1)])
def test_a_square_number_that_divides_the_grid_is_average_pooling(side: int, kernel: int) -> None:
    features = torch.randn(side**2, 4, generator=torch.Generator().manual_seed(3), dtype=torch.float64)
    pooled = means(features, cells(side, (side // kernel) ** 2))
    image = features.T.reshape(1, 4, side, side)
    torch.testing.assert_close(pooled, torch.nn.functional.avg_pool2d(image, kernel)[0].flatten(1).T)


@pytest.mark.parametrize("count", [0, 26])
def test_more_cells_than_patches_or_none_are_refused(count: int) -> None:
    with pytest.raises(ValueError, match="5 x 5 patches cannot have"):
        cells(5, count)
