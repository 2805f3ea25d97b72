from __future__ import annotations

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from pocket.training.projector import Projector
from pocket.training.shapes import SHAPES


def lopsided_tokens() -> Tensor:
    """Encoder tokens whose dimensions differ a hundredfold."""
    generator = torch.Generator().manual_seed(2)
    scale = torch.logspace(-1, 1, 64)
    return torch.randn(500, 64, generator=generator) * scale + 3 * torch.randn(64, generator=generator)


@pytest.fixture
def projector() -> Projector:
    torch.manual_seed(3)
    projector = Projector(SHAPES["small"])
    projector.measure(lopsided_tokens())
    return projector


def test_inputs_are_measured_to_mean_0_and_scale_1(projector: Projector) -> None:
    tokens = (lopsided_tokens() - projector.shift) * projector.scale
    assert tokens.mean(0).abs().max() < 1e-5
    assert (tokens.std(0) - 1).abs().max() < 1e-5


def test_the_folded_projector_reads_raw_tokens_to_the_same_rows(projector: Projector) -> None:
    folded = projector.folded()
    with torch.inference_mode():
        rows = projector(lopsided_tokens())
        hidden = F.gelu(F.linear(lopsided_tokens(), folded["linear_1.weight"], folded["linear_1.bias"]))
        raw = F.linear(hidden, folded["linear_2.weight"], folded["linear_2.bias"])
    assert rows.std() > 0.5
    assert (rows - raw).abs().max() < 1e-4


def test_a_dimension_that_never_changes_is_not_blown_up_to_infinity(projector: Projector) -> None:
    tokens = lopsided_tokens()
    tokens[:, 5] = 2
    projector.measure(tokens)
    assert projector(tokens).isfinite().all()


def test_a_projector_that_has_learnt_is_measured_again_without_a_change(projector: Projector) -> None:
    other = lopsided_tokens() * 2 + 1  # of another encoder
    with torch.inference_mode():
        before = projector(other)
        projector.measure_again(other)
        after = projector(other)
        scaled = (other - projector.shift) * projector.scale
    assert (before - after).abs().max() < 1e-4
    assert (scaled.std(0) - 1).abs().max() < 1e-5


def test_the_measure_is_kept_in_the_checkpoint(projector: Projector) -> None:
    names = set(projector.state_dict())
    assert {"shift", "scale"} < names
    assert set(projector.folded()) == names - {"shift", "scale"}
