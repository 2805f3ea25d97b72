from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from golden.plain.decoder import Sequence, generate, next_logits, rotate, visibility
from golden.plain.spec import TextSpec
from golden.plain.weights import Weights, reduced_name

WIDTH, WORDS = 16, 40
SPEC = TextSpec(
    layers=2,
    heads=4,
    kv_heads=2,
    head_dim=6,
    theta=10_000.0,
    activation="silu",
    epsilon=1e-6,
    embedding_scale=1.0,
    norm_offset=0.0,
    prefix_attention="",
)


@pytest.fixture(scope="module")
def weights() -> Weights:
    chance = torch.Generator().manual_seed(5)

    def noise(*shape: int) -> torch.Tensor:
        plain = torch.randn(shape, generator=chance, dtype=torch.float64)
        return plain * float(shape[-1] ** -0.5)

    tensors = {"language_model.embed_tokens.weight": noise(WORDS, WIDTH), "language_model.norm.weight": noise(WIDTH)}
    for layer in range(SPEC.layers):
        name = f"language_model.layers.{layer}"
        shapes = {
            "self_attn.q_proj": (24, WIDTH),
            "self_attn.k_proj": (12, WIDTH),
            "self_attn.v_proj": (12, WIDTH),
            "self_attn.o_proj": (WIDTH, 24),
            "mlp.gate_proj": (32, WIDTH),
            "mlp.up_proj": (32, WIDTH),
            "mlp.down_proj": (WIDTH, 32),
        }
        tensors |= {f"{name}.{part}.weight": noise(*shape) for part, shape in shapes.items()}
        tensors |= {f"{name}.{norm}.weight": noise(WIDTH) for norm in ("input_layernorm", "post_attention_layernorm")}
    return Weights(tensors)


def rows(count: int) -> torch.Tensor:
    return torch.randn(count, WIDTH, generator=torch.Generator().manual_seed(6), dtype=torch.float64)


@pytest.mark.parametrize("prefix_attention", ["", "prompt"])
def test_equal_rows_may_share_one_row_at_all_their_positions(weights: Weights, prefix_attention: str) -> None:
    """Exact in one layer. In further layers copies would drift apart by their positions; their mean stands for them."""
    spec = replace(SPEC, layers=1, prefix_attention=prefix_attention)
    unique, u = rows(4), torch.tensor([0, 1, 1, 2, 1, 3])
    shared = next_logits(spec, weights, Sequence(unique, u, prompt=6))
    apart = next_logits(spec, weights, Sequence(unique[u], torch.arange(6), prompt=6))
    torch.testing.assert_close(shared, apart)


def test_the_order_of_the_unique_rows_does_not_matter(weights: Weights) -> None:
    unique, u = rows(4), torch.tensor([0, 1, 1, 2, 1, 3])
    shuffled = torch.tensor([2, 0, 1, 3])  # the last row stays the last
    where = torch.argsort(shuffled)
    other = next_logits(SPEC, weights, Sequence(unique[shuffled], where[u], prompt=6))
    torch.testing.assert_close(other, next_logits(SPEC, weights, Sequence(unique, u, prompt=6)))


def test_positions_that_are_left_out_count() -> None:
    x = torch.randn(1, 4, 6, generator=torch.Generator().manual_seed(4), dtype=torch.float64)
    whole = rotate(SPEC, x, torch.arange(4), 100.0)
    some = torch.tensor([0, 3])
    torch.testing.assert_close(rotate(SPEC, x[:, some], some, 100.0), whole[:, some])


def test_only_differences_of_positions_matter(weights: Weights) -> None:
    places = torch.arange(4)
    near, far, wide = (
        next_logits(SPEC, weights, Sequence(rows(4), places, prompt=4, positions=positions))
        for positions in (places, places + 9, 2 * places)
    )
    torch.testing.assert_close(near, far)
    torch.testing.assert_close(near, next_logits(SPEC, weights, Sequence(rows(4), places, prompt=4)))
    assert not torch.allclose(near, wide)


def test_what_follows_goes_on_behind_the_last_position() -> None:
    sequence = Sequence(rows(2), torch.arange(2), prompt=2, positions=torch.tensor([0, 5]))
    assert sequence.extended(rows(1)[0]).rotary.tolist() == [0, 5, 6]


def test_a_prefix_sees_itself_whole_and_what_follows_is_causal() -> None:
    reads_whole = replace(SPEC, prefix_attention="prompt")
    four = Sequence(rows(4), torch.arange(4), prompt=2)
    seen = visibility(reads_whole, four, torch.float32, slides=False) == 0
    assert seen.tolist() == [
        [True, True, False, False],
        [True, True, False, False],
        [True, True, True, False],
        [True, True, True, True],
    ]
    three = Sequence(rows(3), torch.arange(3), prompt=0)
    causal = visibility(reads_whole, three, torch.float32, slides=False) == 0
    assert causal.tolist() == torch.ones(3, 3).tril().bool().tolist()


def test_a_whole_prefix_answers_otherwise_than_a_causal_one(weights: Weights) -> None:
    sequence = Sequence(rows(5), torch.arange(5), prompt=5)
    whole = next_logits(replace(SPEC, prefix_attention="prompt"), weights, sequence)
    assert not torch.allclose(whole, next_logits(SPEC, weights, sequence))


def test_an_answer_ends_at_a_stop_token_which_it_includes(weights: Weights) -> None:
    sequence = Sequence(rows(3), torch.arange(3), prompt=3)
    free = generate(SPEC, weights, sequence, set(), 6)
    assert len(free.tokens) == 6
    third = free.tokens[2]
    stopped = generate(SPEC, weights, sequence, {third}, 6)
    assert stopped.tokens == free.tokens[: free.tokens.index(third) + 1]


@pytest.mark.parametrize(
    ("stored", "name"),
    [
        ("vision_tower.vision_model.encoder.layers.0.x", "vision_tower.encoder.layers.0.x"),
        ("model.vision_tower.encoder.layers.0.x", "vision_tower.encoder.layers.0.x"),
        ("language_model.model.norm.weight", "language_model.norm.weight"),
        ("model.language_model.norm.weight", "language_model.norm.weight"),
        ("language_model.lm_head.weight", "lm_head.weight"),
        ("model.image_newline", "image_newline"),
    ],
)
def test_all_spellings_of_a_tensor_s_name_are_one(stored: str, name: str) -> None:
    assert reduced_name(stored) == name
