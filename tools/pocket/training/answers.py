"""Stage `answers`: trains projector and decoder on the frozen encoder, with fresh questions at every visit.

Run in tools/: `python -m pocket.training.answers --folder ../run`, or under `torchrun` as the vision stage.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from ..scene import Scene
from .answering import Answered, AnsweringModel, Score, answer_loss, mark
from .command import add_training, command_parser, finish
from .corpus import conversation
from .encoded_scenes import EncodedScenes, Seen
from .optimizers import Optimizers
from .packing import Packed, pack
from .patch_subset import kept_patches
from .processes import Processes, join
from .run_folder import Checkpoint, RunFolder, need, still_open
from .schedule import rate
from .shapes import SHAPES, Shapes
from .supervision import Supervision
from .supply import SceneStream, scene_batches
from .tokenizer import load_tokenizer
from .vit import Encoder, pick

TEXT_LENGTH = 352
"""Tokens of packed questions behind a picture."""
QUESTIONS = 24
WEIGHTS = {"noun": 0.3, "things": 0.3, "counts": 0.3, "align": 0.3, "grid": 0.1}
"""Of the supervision losses at the start; they fade over the stage."""
SAVED_EVERY = 120
"""Seconds between checkpoints."""


def fading(share: float) -> dict[str, float]:
    fall = {"noun": 1.5, "things": 1.2, "counts": 1.2, "align": 2.0, "grid": 2.0}
    return {name: weight * max(0.1, 1 - fall[name] * share) for name, weight in WEIGHTS.items()}


def arguments() -> argparse.Namespace:
    parser = command_parser("answers", __doc__)
    add_training(parser)
    parser.add_argument("--decay", type=float, default=0.5, help="the last share of it lowers the rate")
    parser.add_argument("--batch", type=int, default=8, help="scenes a step and process")
    parser.add_argument("--fresh", type=int, default=4, help="new scenes a step and process")
    parser.add_argument("--memory", type=int, default=2000, help="encoded scenes that are kept, 0.1 MB each")
    parser.add_argument("--begin", type=int, default=400, help="encoded scenes to begin with")
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--patches", type=int, default=112, help="patches of a scene that are read")
    parser.add_argument("--whole", type=float, default=0.7, help="from this share on all of them are read")
    return parser.parse_args()


def load_encoder(folder: Path, processes: Processes) -> tuple[Encoder, Shapes, str]:
    """The frozen encoder. Raises StageMissingError before the vision stage."""
    vision = need(folder, "vision")
    shapes = SHAPES[vision["shape"]]
    encoder = Encoder(shapes.vision)
    encoder.load_state_dict(vision["encoder"])
    return encoder.to(processes.device).eval().requires_grad_(False), shapes, vision["shape"]


@dataclass
class Learner:
    """All that a step changes."""

    model: AnsweringModel
    supervision: Supervision
    optimizers: Optimizers
    step: int = 0
    seconds: float = 0.0

    def load(self, checkpoint: Checkpoint) -> None:
        self.model.load_state_dict(checkpoint["model"])
        self.supervision.load_state_dict(checkpoint["supervision"])
        self.optimizers.load_state_dict(checkpoint["optimizers"])
        self.step, self.seconds = checkpoint["step"], checkpoint["seconds"]

    def checkpoint(self, shape_name: str) -> Checkpoint:
        return {
            "shape": shape_name,
            "model": self.model.state_dict(),
            "supervision": self.supervision.state_dict(),
            "optimizers": self.optimizers.state_dict(),
            "seconds": self.seconds,
            "step": self.step,
        }


def new_learner(shapes: Shapes, tokenizer: Tokenizer, speed: float, device: torch.device) -> Learner:
    model = AnsweringModel(shapes).to(device)
    supervision = Supervision(shapes, tokenizer).to(device)
    inner = [one for one in model.decoder.layers.parameters() if one.ndim == 2]
    named = [*model.named_parameters(), *supervision.named_parameters()]
    return Learner(model, supervision, Optimizers(named, inner, speed))


@dataclass(frozen=True)
class Asked:
    """What came of a step's questions: `loss` is the weighted sum, `parts` the single losses by name."""

    answered: Answered
    loss: Tensor
    parts: dict[str, float]


def ask(
    learner: Learner, tokens: Tensor, classes: Tensor, kept: Tensor, packed: Sequence[Packed], share: float
) -> Asked:
    """`tokens` [batch, n, vision width] and `classes` [batch, n] of the patches `kept` [batch, n]."""
    with torch.autocast(tokens.device.type, torch.bfloat16):
        answered = learner.model(tokens, kept, packed)
        embeddings = learner.model.decoder.embed_tokens.weight
        side = learner.supervision(answered.rows, answered.states, classes, kept, packed, embeddings)
    main_loss = answer_loss(answered)
    weights = fading(share)
    loss = main_loss + torch.stack([weights[name] * value for name, value in side.items()]).sum()
    parts = {"loss": main_loss.item(), **{name: value.item() for name, value in side.items()}}
    return Asked(answered, loss, parts)


@dataclass(frozen=True)
class Learnt:
    """What a step saw: answers and losses by name."""

    answered: Answered
    losses: dict[str, float]
    norm: float


def learn(
    learner: Learner,
    drawn: Sequence[Seen],
    packed: Sequence[Packed],
    count: int,
    share: float,
    decay: float,
    processes: Processes,
) -> Learnt:
    """One step on `count` patches of every scene, at the share `share` (0..1) of the stage."""
    classes = torch.stack([one.classes for one in drawn])
    kept = kept_patches(classes, count)
    tokens = pick(torch.stack([one.tokens for one in drawn]), kept).to(processes.device)
    classes = classes.gather(1, kept).to(processes.device)
    asked = ask(learner, tokens, classes, kept, packed, share)
    learner.optimizers.zero_grad()
    asked.loss.backward()
    norm = processes.clipped_average(learner.optimizers.parameters)
    learner.optimizers.step(rate(share, decay))
    learner.step += 1
    return Learnt(asked.answered, asked.parts, norm)


def first_scenes(
    options: argparse.Namespace, encoder: Encoder, seed: str, rng: random.Random
) -> EncodedScenes:
    stream = SceneStream(seed, encoder.shape.patch, fresh=1, kept=1, cache=options.cache)
    batches = scene_batches(stream, options.fresh, options.workers)
    scenes = EncodedScenes(encoder, batches, options.memory, rng)
    while len(scenes.kept) < options.begin:
        scenes.add()
    return scenes


def scale_projector(learner: Learner, scenes: EncodedScenes, known: bool, processes: Processes) -> None:
    """Centres the projector on what this encoder puts out, alike in all processes; `known`: it has learnt."""
    tokens = processes.shared(torch.cat([one.tokens for one in scenes.kept[:200]]).float())
    projector = learner.model.projector
    (projector.measure_again if known else projector.measure)(tokens)


def packed_conversations(
    rng: random.Random, scenes: Sequence[Scene], tokenizer: Tokenizer, shapes: Shapes
) -> list[Packed]:
    """New questions for every scene."""
    return [
        pack(scene, conversation(rng, scene, QUESTIONS), tokenizer, TEXT_LENGTH, shapes.vision)
        for scene in scenes
    ]


def train(options: argparse.Namespace, processes: Processes) -> None:
    torch.manual_seed(options.seed)
    still_open(options.folder)
    encoder, shapes, shape_name = load_encoder(options.folder, processes)
    tokenizer = load_tokenizer(options.folder)
    learner = new_learner(shapes, tokenizer, options.rate, processes.device)
    folder = RunFolder(options.folder, "answers")
    earlier = folder.load()
    if earlier is not None:
        learner.load(earlier)
    seed = f"{options.seed}/answers/{learner.step}/{processes.rank}"
    rng = random.Random(seed)
    torch.manual_seed(options.seed + 1000 * learner.step + processes.rank)
    scenes = first_scenes(options, encoder, seed, rng)
    if learner.step == 0:
        scale_projector(learner, scenes, earlier is not None, processes)
    started = time.monotonic() - learner.seconds
    saved = time.monotonic()
    score = Score()
    share = 0.0
    while share < 1:
        learner.seconds = processes.share(time.monotonic() - started)
        share = learner.seconds / (60 * options.minutes)
        scenes.add()
        drawn = scenes.draw(options.batch)
        count = shapes.vision.patches if share >= options.whole else options.patches
        packed = packed_conversations(rng, [one.scene for one in drawn], tokenizer, shapes)
        learnt = learn(learner, drawn, packed, count, share, options.decay, processes)
        if learner.step % 4 == 0:
            mark(learnt.answered, packed, score)
        if processes.first and learner.step % 100 == 0:
            numbers = {
                "step": learner.step,
                "seconds": learner.seconds,
                "patches": count,
                "norm": learnt.norm,
            }
            folder.log({**numbers, **learnt.losses, **score.accuracy()})
            score = Score()
        if processes.first and (time.monotonic() - saved > SAVED_EVERY or share >= 1):
            saved = time.monotonic()
            folder.save(learner.checkpoint(shape_name))


def main() -> int:
    return finish(lambda: train(arguments(), join()))


if __name__ == "__main__":
    sys.exit(main())
