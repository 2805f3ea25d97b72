from __future__ import annotations

import pytest
from golden.plain.schedules import SCHEDULES, constant, linear, reverse_linear


def test_the_paper_s_constant_schedule_removes_483_of_504_in_23_layers() -> None:
    assert constant(504, 24) == [21] * 24


def test_the_remainder_goes_to_the_first_layers() -> None:
    assert constant(20, 6) == [4, 4, 3, 3, 3, 3]


@pytest.mark.parametrize(
    ("total", "layers", "counts"),
    [(20, 6, [6, 5, 4, 3, 2, 0]), (14, 5, [5, 4, 3, 2, 0]), (27, 5, [10, 8, 6, 3, 0])],
)
def test_linear_falls_to_nothing(total: int, layers: int, counts: list[int]) -> None:
    assert linear(total, layers) == counts
    assert reverse_linear(total, layers) == counts[::-1]


@pytest.mark.parametrize("name", sorted(SCHEDULES))
def test_every_total_is_reached_in_every_number_of_layers(name: str) -> None:
    for layers in (1, 5, 24, 27):
        for total in range(0, 700, 7):
            counts = SCHEDULES[name](total, layers)
            assert (len(counts), sum(counts)) == (layers, total)
            assert min(counts) >= 0
