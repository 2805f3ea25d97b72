from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
import torch

from pocket.training.encoded_scenes import EncodedScenes
from pocket.training.shapes import SHAPES
from pocket.training.supply import SceneBatch
from pocket.training.vit import Encoder

from .batches import CLASSES, scene_batch


@pytest.fixture
def memory() -> EncodedScenes:
    def batches() -> Iterator[SceneBatch]:
        while True:
            yield scene_batch(CLASSES)

    torch.manual_seed(3)
    encoder = Encoder(SHAPES["small"].vision).eval()
    return EncodedScenes(encoder, batches(), 6, random.Random(1))


def test_encoded_scenes_fill_up_to_their_limit(memory: EncodedScenes) -> None:
    sizes = []
    for _ in range(5):
        memory.add()
        sizes.append(len(memory.kept))
    assert sizes == [2, 4, 6, 6, 6]


def test_a_draw_repeats_no_scene_and_holds_its_tokens(memory: EncodedScenes) -> None:
    for _ in range(3):
        memory.add()
    drawn = memory.draw(4)
    assert len({id(one) for one in drawn}) == 4
    assert (drawn[0].tokens.shape, drawn[0].tokens.dtype) == ((256, 64), torch.bfloat16)
    assert torch.equal(drawn[0].classes, CLASSES[0])
