"""Where the patches of an image's views stand in the prompt: which token serves every position.

A layout is a list of cells in order: `(view, patch)`, or NEWLINE for the learned row at the end of a grid row.
Read the other way round it is the homes of its patches: the position in whose cell each of them lies. Where the
cells are fewer than the patches, several patches share a home.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

Cell = tuple[int, int]
NEWLINE: Cell = (-1, -1)


@dataclass(frozen=True)
class Grid:
    """How the stitched crops are trimmed. Sides are [rows, columns], in views or in patches."""

    grid: tuple[int, int]
    stitched: tuple[int, int]
    unpadded: tuple[int, int]
    out: tuple[int, int]
    top_left: tuple[int, int]

    @property
    def shrunk(self) -> bool:
        return self.out != self.unpadded


def best_pinpoint(pinpoints: tuple[tuple[int, int], ...], height: int, width: int) -> tuple[int, int]:
    """[h, w] that keeps the most of the image's pixels, and among those wastes the least of its own."""

    def value(pinpoint: tuple[int, int]) -> tuple[int, int]:
        scale = min(pinpoint[1] / width, pinpoint[0] / height)
        kept = min(int(width * scale) * int(height * scale), width * height)
        return kept, kept - pinpoint[0] * pinpoint[1]

    return max(pinpoints, key=value)


def _trim(stitched: tuple[int, int], height: int, width: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """(top, left) to cut, as much again at the other end, and the sides that are left."""
    rows, columns = stitched
    if width / height > columns / rows:
        top = (rows - int(round(height * (columns / width), 7))) // 2
        return (top, 0), (rows - 2 * top, columns)
    left = (columns - int(round(width * (rows / height), 7))) // 2
    return (0, left), (rows, columns - 2 * left)


def trimmed_grid(
    side: int, pinpoint: tuple[int, int], image_size: int, image: tuple[int, int], max_views: int | None
) -> Grid:
    """The grid of an image [height, width] in pixels, whose views have `side` x `side` patches."""
    grid = (pinpoint[0] // image_size, pinpoint[1] // image_size)
    stitched = (grid[0] * side, grid[1] * side)
    top_left, unpadded = _trim(stitched, *image)
    out = unpadded
    if max_views is not None:
        ratio = math.sqrt(unpadded[0] * unpadded[1] / (max_views * side**2))
        if ratio > 1.1:
            out = (int(unpadded[0] // ratio), int(unpadded[1] // ratio))
    return Grid(grid, stitched, unpadded, out, top_left)


def nearest(cells: int, of: int) -> list[int]:
    """The index under the centre of each of `cells` equal parts of a line of `of`."""
    return [(2 * i + 1) * of // (2 * cells) for i in range(cells)]


def cell_of(index: int, cells: int, of: int) -> int:
    """The part, of `cells` equal ones of a line of `of`, in which the middle of element `index` lies."""
    return (2 * index + 1) * cells // (2 * of)


def faithful(side: int, grid: Grid) -> list[Cell]:
    """The unmerged model's layout: base view, then the trimmed grid with a newline after every row."""
    cells: list[Cell] = [(0, patch) for patch in range(side**2)]
    for row in nearest(grid.out[0], grid.unpadded[0]):
        y = row + grid.top_left[0]
        for column in nearest(grid.out[1], grid.unpadded[1]):
            x = column + grid.top_left[1]
            view = 1 + (y // side) * grid.grid[1] + x // side
            cells.append((view, (y % side) * side + x % side))
        cells.append(NEWLINE)
    return cells


def faithful_homes(side: int, grid: Grid) -> dict[Cell, int]:
    """Patches that were cut away with the padding have no home."""
    homes: dict[Cell, int] = {(0, patch): patch for patch in range(side**2)}
    for row in range(grid.unpadded[0]):
        y = row + grid.top_left[0]
        line = side**2 + cell_of(row, grid.out[0], grid.unpadded[0]) * (grid.out[1] + 1)
        for column in range(grid.unpadded[1]):
            x = column + grid.top_left[1]
            view = 1 + (y // side) * grid.grid[1] + x // side
            patch = (y % side) * side + x % side
            homes[view, patch] = line + cell_of(column, grid.out[1], grid.unpadded[1])
    return homes


def flat(views: int, patches: int) -> list[Cell]:
    """The reference's layout under merging: all patches of all views, one after the other."""
    return [(view, patch) for view in range(views) for patch in range(patches)]


def flat_homes(views: int, patches: int) -> dict[Cell, int]:
    return {cell: position for position, cell in enumerate(flat(views, patches))}


def pooled_frames(frames: int, side: int) -> list[Cell]:
    """The unmerged model's layout of a video: every frame halved in both directions, one newline at the end."""
    line = nearest(math.ceil(side / 2), side)
    cells = [(frame, row * side + column) for frame in range(frames) for row in line for column in line]
    return [*cells, NEWLINE]


def flat_frames(frames: int, patches: int) -> list[Cell]:
    return [*flat(frames, patches), NEWLINE]


def pooled_homes(frames: int, side: int) -> dict[Cell, int]:
    half = math.ceil(side / 2)
    return {
        (frame, row * side + column): (frame * half + cell_of(row, half, side)) * half + cell_of(column, half, side)
        for frame in range(frames)
        for row in range(side)
        for column in range(side)
    }
