"""How the joint stage begins; that it trains and goes on is tested in test_smoke.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import torch
from tokenizers import Tokenizer

from pocket.training.answers import new_learner
from pocket.training.joint import JointLearner, scale_projector
from pocket.training.processes import Processes
from pocket.training.shapes import SHAPES
from pocket.training.supply import SceneBatch, normalised
from pocket.training.vision import new_vision_learner

from .batches import CLASSES, scene_batch

SMALL = SHAPES["small"]
CPU = torch.device("cpu")


def noise() -> Iterator[SceneBatch]:
    while True:
        yield replace(scene_batch(CLASSES), pixels=torch.randint(256, (2, 3, 224, 224)).to(torch.uint8))


def test_the_projector_is_scaled_to_the_encoder_and_says_what_it_said(tokenizer: Tokenizer) -> None:
    torch.manual_seed(6)
    learner = JointLearner(
        new_vision_learner(SMALL.vision, 1e-3, CPU), new_learner(SMALL, tokenizer, 1e-3, CPU)
    )
    with torch.no_grad():
        tokens = learner.vision.encoder(normalised(next(noise()).pixels))
        before = learner.answers.model.projector(tokens)
        scale_projector(learner, noise(), Processes(0, 1, CPU))
        after = learner.answers.model.projector(tokens)
    projector = learner.answers.model.projector
    seen = ((tokens - projector.shift) * projector.scale).flatten(0, 1)
    assert (seen.std(0) - 1).abs().max() < 0.2
    assert seen.mean(0).abs().max() < 0.2
    assert (after - before).abs().max() < 1e-3 * before.abs().max()
