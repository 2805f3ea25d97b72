"""Stage `vision`: trains the encoder alone, on dense labels for a part of the patches of every scene.

Run in tools/: `python -m pocket.training.vision --folder ../run`, or with
`torchrun --standalone --nproc-per-node 2 -m` in the place of `python -m`, one process a core.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass

import torch
from torch import Tensor

from .command import add_training, command_parser, finish
from .heads import DenseBatch, DenseHeads
from .optimizers import Optimizers
from .patch_subset import kept_patches
from .processes import Processes, join
from .run_folder import Checkpoint, RunFolder, still_open
from .schedule import rate
from .shapes import SHAPES, VisionShape
from .supply import SceneBatch, SceneStream, normalised, scene_batches
from .vit import Encoder, pick


def dense_batch(batch: SceneBatch, kept: Tensor, device: torch.device) -> DenseBatch:
    return DenseBatch(
        pick(batch.patches, kept).to(device),
        pick(batch.box, kept).to(device),
        batch.centre.gather(1, kept).to(device),
        batch.scene.to(device),
        kept.to(device),
    )


def arguments() -> argparse.Namespace:
    parser = command_parser("vision", __doc__)
    add_training(parser)
    parser.add_argument("--shape", choices=tuple(SHAPES), default="full")
    parser.add_argument("--decay", type=float, default=0.4, help="the last share of it lowers the rate")
    parser.add_argument("--batch", type=int, default=32, help="scenes a step and process")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument(
        "--whole", type=float, default=0.85, help="from this share on all patches are encoded"
    )
    parser.add_argument("--patches", type=int, default=112, help="patches of a scene before that")
    return parser.parse_args()


@dataclass
class VisionLearner:
    """All that a step changes."""

    encoder: Encoder
    heads: DenseHeads
    optimizers: Optimizers
    step: int = 0
    seconds: float = 0.0

    def load(self, checkpoint: Checkpoint) -> None:
        self.encoder.load_state_dict(checkpoint["encoder"])
        self.heads.load_state_dict(checkpoint["heads"])
        self.optimizers.load_state_dict(checkpoint["optimizers"])
        self.step, self.seconds = checkpoint["step"], checkpoint["seconds"]

    def checkpoint(self, shape_name: str) -> Checkpoint:
        return {
            "shape": shape_name,
            "encoder": self.encoder.state_dict(),
            "heads": self.heads.state_dict(),
            "optimizers": self.optimizers.state_dict(),
            "seconds": self.seconds,
            "step": self.step,
        }


def new_vision_learner(shape: VisionShape, speed: float, device: torch.device) -> VisionLearner:
    encoder, heads = Encoder(shape).to(device), DenseHeads(shape).to(device)
    named = [*encoder.named_parameters(), *heads.named_parameters()]
    inner = [one for one in encoder.layers.parameters() if one.ndim == 2]
    return VisionLearner(encoder, heads, Optimizers(named, inner, speed))


def train(options: argparse.Namespace, processes: Processes) -> None:
    still_open(options.folder)
    folder = RunFolder(options.folder, "vision")
    torch.manual_seed(options.seed)
    shape = SHAPES[options.shape].vision
    learner = new_vision_learner(shape, options.rate, processes.device)
    earlier = folder.load()
    if earlier is not None:
        learner.load(earlier)
    torch.manual_seed(options.seed + 1000 * learner.step + processes.rank)
    seed = f"{options.seed}/{learner.step}/{processes.rank}"
    stream = SceneStream(seed, shape.patch, fresh=0.5, kept=3000, cache=options.cache)
    started = time.monotonic() - learner.seconds
    saved = learner.seconds
    for batch in scene_batches(stream, options.batch, options.workers):
        learner.seconds = processes.share(time.monotonic() - started)
        share = learner.seconds / (60 * options.minutes)
        kept = kept_patches(
            batch.patches[..., 0], shape.patches if share >= options.whole else options.patches
        )
        with torch.autocast(processes.device.type, torch.bfloat16):
            tokens = learner.encoder(normalised(batch.pixels).to(processes.device), kept.to(processes.device))
            loss, right = learner.heads(tokens, dense_batch(batch, kept, processes.device))
        learner.optimizers.zero_grad()
        loss.backward()
        norm = processes.clipped_average(learner.optimizers.parameters)
        learner.optimizers.step(rate(share, options.decay))
        learner.step += 1
        if processes.first and learner.step % 50 == 0:
            numbers = {"step": learner.step, "seconds": learner.seconds, "loss": loss.item(), "norm": norm}
            folder.log({**numbers, **right})
        if processes.first and (learner.seconds - saved > 120 or share >= 1):
            saved = learner.seconds
            folder.save(learner.checkpoint(options.shape))
        if share >= 1:
            return


def main() -> int:
    return finish(lambda: train(arguments(), join()))


if __name__ == "__main__":
    sys.exit(main())
