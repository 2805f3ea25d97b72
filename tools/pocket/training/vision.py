"""Stage `vision`: trains the encoder alone, on dense labels for a part of the patches of every scene.

Run in tools/: `python -m pocket.training.vision --folder ../run`, or with
`torchrun --standalone --nproc-per-node 2 -m` in the place of `python -m`, one process a core.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import torch
from torch import Tensor

from ..cache import CACHE, NotPreparedError
from .heads import DenseBatch, DenseHeads
from .optimizers import Optimizers
from .patch_subset import kept_patches
from .processes import Processes, join
from .run_folder import RunFolder
from .schedule import rate
from .shapes import SHAPES
from .supply import SceneBatch, SceneStream, normalised, scene_batches
from .vit import Encoder, pick


def dense_batch(batch: SceneBatch, kept: Tensor, device: torch.device) -> DenseBatch:
    return DenseBatch(
        pick(batch.patches, kept).to(device),
        pick(batch.box, kept).to(device),
        batch.scene.to(device),
        kept.to(device),
    )


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="pocket.training.vision", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="folder of checkpoints and logs")
    parser.add_argument("--shape", choices=tuple(SHAPES), default="full")
    parser.add_argument(
        "--minutes", type=float, default=60, help="length of the stage, over all of its starts"
    )
    parser.add_argument("--decay", type=float, default=0.4, help="the last share of it lowers the rate")
    parser.add_argument("--batch", type=int, default=32, help="scenes a step and process")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument(
        "--whole", type=float, default=0.85, help="from this share on all patches are encoded"
    )
    parser.add_argument("--patches", type=int, default=112, help="patches of a scene before that")
    parser.add_argument("--workers", type=int, default=0, help="painting processes (for a GPU)")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where `prepare` put sprites and fonts")
    parser.add_argument("--seed", type=int, default=20261125)
    return parser.parse_args()


def train(options: argparse.Namespace, processes: Processes) -> None:
    folder = RunFolder(options.folder, "vision")
    torch.manual_seed(options.seed)
    shape = SHAPES[options.shape].vision
    encoder, heads = Encoder(shape).to(processes.device), DenseHeads(shape).to(processes.device)
    named = [*encoder.named_parameters(), *heads.named_parameters()]
    inner = [one for one in encoder.layers.parameters() if one.ndim == 2]
    optimizers = Optimizers(named, inner, options.rate)
    spent, step = 0.0, 0
    earlier = folder.load()
    if earlier is not None:
        encoder.load_state_dict(earlier["encoder"])
        heads.load_state_dict(earlier["heads"])
        optimizers.load_state_dict(earlier["optimizers"])
        spent, step = earlier["seconds"], earlier["step"]
    torch.manual_seed(options.seed + 1000 * step + processes.rank)
    seed = f"{options.seed}/{step}/{processes.rank}"
    stream = SceneStream(seed, shape.patch, fresh=0.5, kept=3000, cache=options.cache)
    started = time.monotonic() - spent
    saved = spent
    right: dict[str, float] = {}
    for batch in scene_batches(stream, options.batch, options.workers):
        spent = processes.share(time.monotonic() - started)
        share = spent / (60 * options.minutes)
        kept = kept_patches(
            batch.patches[..., 0], shape.patches if share >= options.whole else options.patches
        )
        with torch.autocast(processes.device.type, torch.bfloat16):
            tokens = encoder(normalised(batch.pixels).to(processes.device), kept.to(processes.device))
            loss, right = heads(tokens, dense_batch(batch, kept, processes.device))
        optimizers.zero_grad()
        loss.backward()
        norm = processes.clipped_average(optimizers.parameters)
        optimizers.step(rate(share, options.decay))
        step += 1
        if processes.first and step % 50 == 0:
            folder.log({"step": step, "seconds": spent, "loss": loss.item(), "norm": norm, **right})
        if processes.first and (spent - saved > 120 or share >= 1):
            saved = spent
            folder.save(
                {
                    "shape": options.shape,
                    "encoder": encoder.state_dict(),
                    "heads": heads.state_dict(),
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
    except NotPreparedError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
