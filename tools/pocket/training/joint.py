"""Stage `joint`: trains encoder, projector and decoder together on whole pictures, after both stages.

Run in tools/: `python -m pocket.training.joint --folder ../run`, or under `torchrun` as the other stages.
It leaves `joint.pt`, which from then on is what `probe`, `evaluate` and `export` read.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from .answering import Score, mark
from .answers import SAVED_EVERY, Asked, Learner, ask, new_learner, packed_conversations
from .command import add_training, command_parser, finish
from .optimizers import Optimizers
from .packing import Packed
from .processes import Processes, join
from .run_folder import Checkpoint, RunFolder, need
from .schedule import rate
from .shapes import SHAPES
from .supply import SceneBatch, SceneStream, normalised, scene_batches
from .tokenizer import load_tokenizer
from .vision import VisionLearner, dense_batch, new_vision_learner

MEASURED = 20
"""Batches that the projector is scaled on."""


def arguments() -> argparse.Namespace:
    parser = command_parser("joint", __doc__)
    add_training(parser)
    parser.add_argument("--decay", type=float, default=0.7, help="the last share of it lowers the rates")
    parser.add_argument("--batch", type=int, default=8, help="scenes a step and process")
    parser.add_argument("--fresh", type=float, default=0.5, help="share of the scenes that are new")
    parser.add_argument("--memory", type=int, default=2000, help="painted scenes that are kept, 0.2 MB each")
    parser.add_argument("--rate", type=float, default=1e-3, help="of projector and decoder")
    parser.add_argument("--encoder-rate", type=float, default=3e-4)
    parser.add_argument("--dense", type=float, default=0.3, help="weight of the encoder's dense losses")
    return parser.parse_args()


@dataclass
class JointLearner:
    """All that a step changes; each part has its own rate and limit of the gradient."""

    vision: VisionLearner
    answers: Learner

    @property
    def step(self) -> int:
        return self.answers.step

    def optimizers(self) -> tuple[Optimizers, Optimizers]:
        return self.vision.optimizers, self.answers.optimizers

    def load(self, checkpoint: Checkpoint) -> None:
        self.vision.load(checkpoint["vision"])
        self.answers.load(checkpoint["answers"])

    def checkpoint(self, shape_name: str) -> Checkpoint:
        return {
            "vision": self.vision.checkpoint(shape_name),
            "answers": self.answers.checkpoint(shape_name),
        }


def first_learner(
    folder: Path, options: argparse.Namespace, device: torch.device
) -> tuple[JointLearner, str]:
    """What this stage left, else what both stages before it left. Raises StageMissingError before those."""
    vision, answers = need(folder, "vision"), need(folder, "answers")
    name = vision["shape"]
    shapes = SHAPES[name]
    learner = JointLearner(
        new_vision_learner(shapes.vision, options.encoder_rate, device),
        new_learner(shapes, load_tokenizer(folder), options.rate, device),
    )
    earlier = RunFolder(folder, "joint").load()
    if earlier is not None:
        learner.load(earlier)
        return learner, name
    learner.vision.encoder.load_state_dict(vision["encoder"])
    learner.vision.heads.load_state_dict(vision["heads"])
    learner.answers.model.load_state_dict(answers["model"])
    learner.answers.supervision.load_state_dict(answers["supervision"])
    return learner, name


@dataclass(frozen=True)
class Learnt:
    """What a step saw; `right`: how often each dense head was."""

    asked: Asked
    right: dict[str, float]
    norms: list[float]


def learn(
    learner: JointLearner,
    batch: SceneBatch,
    packed: Sequence[Packed],
    share: float,
    options: argparse.Namespace,
    processes: Processes,
) -> Learnt:
    """One step on whole pictures, at the share `share` (0..1) of the stage."""
    device = processes.device
    kept = torch.arange(batch.patches.shape[1]).expand(batch.patches.shape[:2])
    with torch.autocast(device.type, torch.bfloat16):
        tokens = learner.vision.encoder(normalised(batch.pixels).to(device))
        dense, right = learner.vision.heads(tokens, dense_batch(batch, kept, device))
    asked = ask(learner.answers, tokens, batch.patches[..., 0].to(device), kept, packed, share)
    for part in learner.optimizers():
        part.zero_grad()
    (asked.loss + options.dense * dense).backward()
    norms = []
    for part in learner.optimizers():
        norms.append(processes.clipped_average(part.parameters))
        part.step(rate(share, options.decay))
    learner.vision.step += 1
    learner.answers.step += 1
    return Learnt(asked, right, norms)


def scale_projector(learner: JointLearner, batches: Iterator[SceneBatch], processes: Processes) -> None:
    """Centres the projector on what the encoder puts out now, without changing what it puts out itself."""
    device = processes.device
    with torch.no_grad(), torch.autocast(device.type, torch.bfloat16):
        rows = [
            learner.vision.encoder(normalised(next(batches).pixels).to(device)).float().flatten(0, 1)
            for _ in range(MEASURED)
        ]
    learner.answers.model.projector.measure_again(processes.shared(torch.cat(rows)))


def log_line(learner: JointLearner, learnt: Learnt, score: Score) -> dict[str, float]:
    norms = dict(zip(("encoder norm", "norm"), learnt.norms, strict=True))
    read = {f"{name} read": learnt.right[name] for name in ("item", "twins", "centre", "total")}
    begun = {"step": learner.step, "seconds": learner.answers.seconds}
    return {**begun, **norms, **learnt.asked.parts, **read, **score.accuracy()}


def train(options: argparse.Namespace, processes: Processes) -> None:
    torch.manual_seed(options.seed)
    folder = RunFolder(options.folder, "joint")
    learner, shape_name = first_learner(options.folder, options, processes.device)
    tokenizer = load_tokenizer(options.folder)
    shapes = SHAPES[shape_name]
    seed = f"{options.seed}/joint/{learner.step}/{processes.rank}"
    torch.manual_seed(options.seed + 1000 * learner.step + processes.rank)
    rng = random.Random(seed)
    stream = SceneStream(seed, shapes.vision.patch, options.fresh, options.memory, options.cache)
    batches = scene_batches(stream, options.batch, options.workers)
    if learner.step == 0:
        scale_projector(learner, batches, processes)
    started = time.monotonic() - learner.answers.seconds
    saved = time.monotonic()
    score = Score()
    for batch in batches:
        seconds = processes.share(time.monotonic() - started)
        learner.vision.seconds = learner.answers.seconds = seconds
        share = seconds / (60 * options.minutes)
        packed = packed_conversations(rng, batch.scenes, tokenizer, shapes)
        learnt = learn(learner, batch, packed, share, options, processes)
        if learner.step % 4 == 0:
            mark(learnt.asked.answered, packed, score)
        if processes.first and learner.step % 100 == 0:
            folder.log(log_line(learner, learnt, score))
            score = Score()
        if processes.first and (time.monotonic() - saved > SAVED_EVERY or share >= 1):
            saved = time.monotonic()
            folder.save(learner.checkpoint(shape_name))
        if share >= 1:
            return


def main() -> int:
    return finish(lambda: train(arguments(), join()))


if __name__ == "__main__":
    sys.exit(main())
