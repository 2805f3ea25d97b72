from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from pocket.training.shapes import SHAPES, VisionShape
from pocket.training.vit import Encoder, attend, patchify, pick, sinusoids

TINY = VisionShape(width=32, layers=2, heads=2, mlp=48)


@pytest.fixture
def encoder() -> Encoder:
    torch.manual_seed(1)
    return Encoder(TINY).eval()


def pictures(count: int = 2) -> torch.Tensor:
    return torch.rand(count, 3, 224, 224, generator=torch.Generator().manual_seed(5)) * 2 - 1


def test_a_subset_of_all_patches_is_the_whole_picture(encoder: Encoder) -> None:
    with torch.inference_mode():
        whole = encoder(pictures())
        subset = encoder(pictures(), torch.arange(256).expand(2, -1))
    assert whole.shape == (2, 256, 32)
    assert torch.equal(whole, subset)


def test_the_order_of_a_subset_is_the_order_of_its_tokens(encoder: Encoder) -> None:
    kept = torch.tensor([[3, 70, 200], [0, 1, 255]])
    with torch.inference_mode():
        one, turned = encoder(pictures(), kept), encoder(pictures(), kept.flip(1))
    assert (one - turned.flip(1)).abs().max() < 1e-5


def test_a_subset_sees_nothing_of_the_other_patches(encoder: Encoder) -> None:
    changed = pictures()
    changed[:, :, :14, :14] = 0  # patch 0
    kept = torch.tensor([[1, 70, 200], [16, 17, 255]])
    with torch.inference_mode():
        assert torch.equal(encoder(pictures(), kept), encoder(changed, kept))


def test_patches_are_embedded_as_by_a_convolution(encoder: Encoder) -> None:
    linear = encoder.patch_embedding
    by_convolution = F.conv2d(pictures(), linear.weight.view(32, 3, 14, 14), linear.bias, stride=14)
    by_patches = linear(patchify(pictures(), 14))
    assert (by_convolution.flatten(2).transpose(1, 2) - by_patches).abs().max() < 1e-5


def test_patches_go_row_by_row() -> None:
    picture = torch.arange(224 * 224.0).view(1, 1, 224, 224).expand(1, 3, -1, -1)
    patches = patchify(picture, 14)
    assert patches.shape == (1, 256, 588)
    assert [patches[0, index, 0].item() for index in (0, 1, 16)] == [0, 14, 14 * 224]
    assert patches[0, 17, 196 * 2 + 15].item() == 15 * 224 + 15


def test_attention_is_that_of_pytorch() -> None:
    q, k, v = torch.randn(3, 2, 4, 6, 8, generator=torch.Generator().manual_seed(3))
    mask = torch.full((6, 6), -1e4).triu(1)
    assert (attend(q, k, v) - F.scaled_dot_product_attention(q, k, v)).abs().max() < 1e-6
    masked = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
    assert (attend(q, k, v, mask) - masked).abs().max() < 1e-6


def test_rows_are_picked_by_scene() -> None:
    rows = torch.arange(12).view(2, 3, 2)
    assert pick(rows, torch.tensor([[2, 0], [1, 1]])).tolist() == [[[4, 5], [0, 1]], [[8, 9], [8, 9]]]


def test_positions_differ_by_row_in_one_half_and_by_column_in_the_other() -> None:
    table = sinusoids(16, 32).view(16, 16, 32)
    assert torch.equal(table[3, 0, :16], table[3, 9, :16])
    assert torch.equal(table[0, 5, 16:], table[7, 5, 16:])
    assert len(torch.unique(table.view(256, 32), dim=0)) == 256


def test_the_shipped_shape_has_its_number_of_parameters() -> None:
    count = sum(one.numel() for one in Encoder(SHAPES["full"].vision).parameters())
    assert count == 5_500_608
