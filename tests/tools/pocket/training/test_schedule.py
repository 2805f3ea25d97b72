from __future__ import annotations

import pytest

from pocket.training.schedule import rate


@pytest.mark.parametrize(
    ("share", "factor"),
    [(0, 0.02), (0.01, 0.5), (0.02, 1), (0.3, 1), (0.5, 1), (0.75, 0.51), (1, 0.02), (1.4, 0.02)],
)
def test_the_rate_warms_up_holds_and_falls_along_a_cosine(share: float, factor: float) -> None:
    assert rate(share, decay=0.5) == pytest.approx(factor)


def test_the_rate_never_rises_again_and_never_reaches_0() -> None:
    factors = [rate(share / 1000, decay=0.4) for share in range(20, 1100)]
    assert factors == sorted(factors, reverse=True)
    assert min(factors) == pytest.approx(0.02)


def test_without_decay_the_rate_holds_to_the_end() -> None:
    assert rate(1, decay=0) == 1
