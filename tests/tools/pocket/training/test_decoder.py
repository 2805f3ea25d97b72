"""The decoder against loops and complex numbers written down here."""

from __future__ import annotations

import cmath
import math

import pytest
import torch
from torch import Tensor

from pocket.training.decoder import Attention, Decoder, Layer, RmsNorm, rotation
from pocket.training.shapes import DecoderShape

TINY = DecoderShape(width=16, layers=2, heads=4, kv_heads=2, mlp=24, vocabulary=32, rope_theta=100.0)
HALF = TINY.head_width // 2


def turned(row: list[float], position: int) -> list[float]:
    """A head's row turned pair by pair: dimension i and i + half are a complex number."""
    pairs = [complex(row[i], row[i + HALF]) for i in range(HALF)]
    turns = [cmath.exp(1j * position / 100.0 ** (i / HALF)) for i in range(HALF)]
    out = [pair * turn for pair, turn in zip(pairs, turns, strict=True)]
    return [one.real for one in out] + [one.imag for one in out]


def attention_by_loops(layer: Attention, x: Tensor, positions: list[int]) -> Tensor:
    """Causal grouped attention of rows [tokens, width], one head and one row after the other."""
    width, group = TINY.head_width, TINY.heads // TINY.kv_heads
    q, k, v = (x @ linear.weight.T for linear in (layer.q_proj, layer.k_proj, layer.v_proj))
    heads = []
    for head in range(TINY.heads):
        own, shared = (
            slice(head * width, (head + 1) * width),
            slice(head // group * width, (head // group + 1) * width),
        )
        queries = [turned(row.tolist(), at) for row, at in zip(q[:, own], positions, strict=True)]
        keys = [turned(row.tolist(), at) for row, at in zip(k[:, shared], positions, strict=True)]
        rows = []
        for last, query in enumerate(queries):
            scores = [math.exp(dot(query, key) / math.sqrt(width)) for key in keys[: last + 1]]
            rows.append(sum(score / sum(scores) * v[at, shared] for at, score in enumerate(scores)))
        heads.append(torch.stack([torch.as_tensor(row) for row in rows]))
    return torch.cat(heads, -1) @ layer.o_proj.weight.T


def dot(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


@pytest.fixture
def decoder() -> Decoder:
    torch.manual_seed(2)
    return Decoder(TINY).double().eval()


def attention_of(decoder: Decoder) -> list[Attention]:
    return [layer.self_attn for layer in decoder.layers if isinstance(layer, Layer)]


def causal(tokens: int) -> Tensor:
    return torch.full((tokens, tokens), -1e4).triu(1)[None, None]


def test_attention_is_causal_grouped_and_rotary(decoder: Decoder) -> None:
    x, positions = torch.randn(1, 6, 16, dtype=torch.float64), [0, 1, 5, 6, 40, 300]
    layer = attention_of(decoder)[1]
    cosine, sine = rotation(torch.tensor([positions]), TINY)
    with torch.inference_mode():
        out = layer(x, (cosine.double(), sine.double()), causal(6))[0]
        expected = attention_by_loops(layer, x[0], positions)
    assert (out - expected).abs().max() < 1e-5


def test_only_distances_between_positions_count(decoder: Decoder) -> None:
    x, positions = torch.randn(1, 6, 16, dtype=torch.float64), torch.tensor([[0, 1, 5, 6, 40, 90]])
    with torch.inference_mode():
        here, there, elsewhere = (
            decoder(x, moved, causal(6))[-1] for moved in (positions, positions + 17, positions * 2)
        )
    assert (here - there).abs().max() < 1e-4
    assert (here - elsewhere).abs().max() > 1e-3


def test_a_row_does_not_see_what_follows(decoder: Decoder) -> None:
    x, positions = torch.randn(1, 6, 16, dtype=torch.float64), torch.arange(6)[None]
    changed = x.clone()
    changed[:, 4] += 1
    with torch.inference_mode():
        one, other = (decoder(rows, positions, causal(6))[-1] for rows in (x, changed))
    assert torch.equal(one[:, :4], other[:, :4])
    assert (one[:, 4:] - other[:, 4:]).abs().min(-1).values.max() > 0


def test_states_are_the_rows_after_every_layer_and_the_last_are_normalised(decoder: Decoder) -> None:
    x, positions = torch.randn(1, 5, 16, dtype=torch.float64), torch.arange(5)[None]
    with torch.inference_mode():
        states = decoder(x, positions, causal(5))
    assert len(states) == 2
    assert states[-1].pow(2).mean(-1) == pytest.approx(1, abs=1e-3)
    assert states[0].pow(2).mean() != pytest.approx(1, abs=1e-3)


def test_the_norm_divides_by_the_root_of_the_mean_square() -> None:
    norm = RmsNorm(4, 1e-5)
    norm.weight.data = torch.tensor([1.0, 2.0, 1.0, 1.0])
    out = norm(torch.tensor([[3.0, 3.0, -3.0, 3.0]]))
    assert out.tolist() == [pytest.approx([1, 2, -1, 1], abs=1e-5)]


def test_first_layers_start_with_a_key_head_that_matches_its_query_heads_at_any_distance() -> None:
    torch.manual_seed(2)
    shape = DecoderShape(layers=3)
    for number, layer in enumerate(attention_of(Decoder(shape))):
        key = layer.k_proj.weight[:64]
        query = layer.q_proj.weight.view(4, 64, 256)
        equal = [torch.equal(head, key) for head in query]
        assert equal == ([True, True, False, False] if number < 2 else [False] * 4)
        moving = [0 <= index % 32 < 14 for index in range(64)]
        assert (key[moving] == 0).all() == (number < 2)
        slowest_moving_angle = 256 * shape.rope_theta ** (-14 / 32)
        assert slowest_moving_angle < 1
