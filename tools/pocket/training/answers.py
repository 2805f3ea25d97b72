"""Stage `answers`: trains projector and decoder on the frozen encoder, with fresh questions at every visit.

Run in tools/: `python -m pocket.training.answers --folder ../run`, or under `torchrun` as the vision stage.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from ..cache import CACHE, NotPreparedError
from ..scene import Scene
from .answering import AnsweringModel, Score, answer_loss, mark
from .corpus import conversation
from .optimizers import Optimizers
from .packing import pack
from .processes import Processes, join
from .run_folder import RunFolder, StageMissingError, need
from .schedule import rate
from .shapes import SHAPES, Shapes
from .supervision import Supervision
from .supply import SceneBatch, SceneStream, normalised, scene_batches
from .tokenizer import load_tokenizer
from .vit import Encoder, pick

TEXT_LENGTH = 352
"""Tokens of packed questions behind a picture."""
QUESTIONS = 24
ITEM_BONUS = 0.55
WEIGHTS = {"noun": 0.3, "things": 0.3, "align": 0.3, "grid": 0.1}
"""Of the supervision losses at the start; they fade over the stage."""
PATCHES = ((0.0, 96), (0.6, 144), (0.8, 256))
"""From which share of the stage on how many patches of a picture are read."""


@dataclass(frozen=True)
class Seen:
    """An encoded scene: `tokens` bfloat16 [patches, width], `classes` int64 [patches]."""

    scene: Scene
    tokens: Tensor
    classes: Tensor


class EncodedScenes:
    """Scenes with their encoder output; a few new ones at every step push out others at random."""

    def __init__(
        self, encoder: Encoder, batches: Iterator[SceneBatch], limit: int, rng: random.Random
    ) -> None:
        self.encoder, self.batches, self.limit, self.rng = encoder, batches, limit, rng
        self.kept: list[Seen] = []

    def add(self) -> None:
        """Encodes one batch of new scenes."""
        batch = next(self.batches)
        device = self.encoder.position_embedding.device
        with torch.no_grad(), torch.autocast(device.type, torch.bfloat16):
            tokens = self.encoder(normalised(batch.pixels).to(device)).to(torch.bfloat16).cpu()
        for scene, row, patches in zip(batch.scenes, tokens, batch.patches, strict=True):
            seen = Seen(scene, row.clone(), patches[:, 0].clone())
            if len(self.kept) < self.limit:
                self.kept.append(seen)
            else:
                self.kept[self.rng.randrange(self.limit)] = seen

    def draw(self, count: int) -> list[Seen]:
        return self.rng.sample(self.kept, count)


def kept_patches(classes: Tensor, count: int) -> Tensor:
    """As in the vision stage: indices [batch, count], those of things preferred."""
    if count >= classes.shape[1]:
        return torch.arange(classes.shape[1]).expand(classes.shape)
    score = torch.rand(classes.shape) + ITEM_BONUS * (classes != 0)
    return score.topk(count, 1).indices.sort(1).values


def fading(share: float) -> dict[str, float]:
    fall = {"noun": 1.5, "things": 1.2, "align": 2.0, "grid": 2.0}
    return {name: weight * max(0.1, 1 - fall[name] * share) for name, weight in WEIGHTS.items()}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="pocket.training.answers", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="folder of the run")
    parser.add_argument(
        "--minutes", type=float, default=60, help="length of the stage, over all of its starts"
    )
    parser.add_argument("--decay", type=float, default=0.5, help="the last share of it lowers the rate")
    parser.add_argument("--batch", type=int, default=8, help="scenes a step and process")
    parser.add_argument("--fresh", type=int, default=4, help="new scenes a step and process")
    parser.add_argument("--memory", type=int, default=2000, help="encoded scenes that are kept, 0.1 MB each")
    parser.add_argument("--begin", type=int, default=400, help="encoded scenes to begin with")
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--workers", type=int, default=0, help="painting processes (for a GPU)")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where `prepare` put sprites and fonts")
    parser.add_argument("--seed", type=int, default=20261125)
    return parser.parse_args()


def load_encoder(folder: Path, processes: Processes) -> tuple[Encoder, Shapes, str]:
    """The frozen encoder. Raises StageMissingError before the vision stage."""
    vision = need(folder, "vision")
    shapes = SHAPES[vision["shape"]]
    encoder = Encoder(shapes.vision)
    encoder.load_state_dict(vision["encoder"])
    return encoder.to(processes.device).eval().requires_grad_(False), shapes, vision["shape"]


def train(options: argparse.Namespace, processes: Processes) -> None:
    torch.manual_seed(options.seed)
    encoder, shapes, shape_name = load_encoder(options.folder, processes)
    tokenizer = load_tokenizer(options.folder)
    model = AnsweringModel(shapes)
    supervision = Supervision(shapes, tokenizer)
    folder = RunFolder(options.folder, "answers")
    earlier = folder.load()
    spent, step = 0.0, 0
    if earlier is not None:
        model.load_state_dict(earlier["model"])
        supervision.load_state_dict(earlier["supervision"])
        spent, step = earlier["seconds"], earlier["step"]
    model.to(processes.device)
    supervision.to(processes.device)
    inner = [one for one in model.decoder.layers.parameters() if one.ndim == 2]
    named = [*model.named_parameters(), *supervision.named_parameters()]
    optimizers = Optimizers(named, inner, options.rate)
    if earlier is not None:
        optimizers.load_state_dict(earlier["optimizers"])
    seed = f"{options.seed}/answers/{step}/{processes.rank}"
    rng = random.Random(seed)
    torch.manual_seed(options.seed + 1000 * step + processes.rank)
    stream = SceneStream(seed, shapes.vision.patch, fresh=1, kept=1, cache=options.cache)
    scenes = EncodedScenes(
        encoder, scene_batches(stream, options.fresh, options.workers), options.memory, rng
    )
    while len(scenes.kept) < options.begin:
        scenes.add()
    if earlier is None:
        model.projector.measure(torch.cat([one.tokens for one in scenes.kept[:200]]))
        for buffer in (model.projector.shift, model.projector.scale):
            buffer.copy_(processes.shared(buffer))
    started = saved = time.monotonic()
    before = spent
    score = Score()
    while True:
        spent = processes.share(before + time.monotonic() - started)
        share = spent / (60 * options.minutes)
        scenes.add()
        drawn = scenes.draw(options.batch)
        classes = torch.stack([one.classes for one in drawn])
        count = next(count for begin, count in reversed(PATCHES) if share >= begin)
        kept = kept_patches(classes, count)
        packed = [
            pack(one.scene, conversation(rng, one.scene, QUESTIONS), tokenizer, TEXT_LENGTH, shapes.vision)
            for one in drawn
        ]
        tokens = pick(torch.stack([one.tokens for one in drawn]), kept).to(processes.device)
        with torch.autocast(processes.device.type, torch.bfloat16):
            answered = model(tokens, kept, packed)
            side = supervision(
                answered.rows,
                answered.states,
                classes.gather(1, kept).to(processes.device),
                kept,
                packed,
                model.decoder.embed_tokens.weight,
            )
        main_loss = answer_loss(answered)
        faded = fading(share)
        loss = main_loss + torch.stack([faded[name] * value for name, value in side.items()]).sum()
        optimizers.zero_grad()
        loss.backward()
        norm = processes.clipped_average(optimizers.parameters)
        optimizers.step(rate(share, options.decay))
        step += 1
        if step % 4 == 0:
            mark(answered, packed, score)
        if processes.first and step % 100 == 0:
            losses = {name: value.item() for name, value in side.items()}
            numbers = {"seconds": spent, "patches": count, "loss": main_loss.item(), "norm": norm}
            folder.log({"step": step, **numbers, **losses, **score.accuracy()})
            score = Score()
        if processes.first and (time.monotonic() - saved > 120 or share >= 1):
            saved = time.monotonic()
            folder.save(
                {
                    "shape": shape_name,
                    "model": model.state_dict(),
                    "supervision": supervision.state_dict(),
                    "optimizers": optimizers.state_dict(),
                    "seconds": spent,
                    "step": step,
                }
            )
        if share >= 1:
            return


def main() -> int:
    try:
        train(arguments(), join())
    except (NotPreparedError, StageMissingError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
