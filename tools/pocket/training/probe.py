"""What the dense heads read off the encoder on clean scenes that it never saw; needs stage `vision` alone.

Run in tools/: `python -m pocket.training.probe --folder ../run --count 80`. Says nothing about answers.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import torch

from ..lettering import Lettering, load_lettering
from ..make_scenes import Order, planned_scenes
from ..paint import paint_with_item_map
from ..sprites import SpriteSet, load_sprites
from ..vocabulary import STYLES
from .command import add_scenes, command_parser, finish
from .run_folder import latest
from .shapes import SHAPES
from .supply import Painted, collate, normalised
from .targets import dense_targets
from .vision import VisionLearner, dense_batch, new_vision_learner

READ = ("item", "word", "place", "twins", "total")
"""What is reported: the thing, its sign's word, its third of the picture, how many alike, how many in all."""
_CHUNK = 20


def clean_scenes(seed: int, count: int, style: str, patch: int, cache: Path) -> list[Painted]:
    """The scenes of `make_scenes` for this seed, with their targets."""
    sprites: SpriteSet = load_sprites(cache, STYLES[style])
    lettering: Lettering = load_lettering(cache)
    scenes = planned_scenes(Order(seed, count, style))
    painted = ((scene, *paint_with_item_map(scene, sprites, lettering)) for scene in scenes)
    return [
        Painted(scene, np.array(picture), dense_targets(scene, np.asarray(owners), patch))
        for scene, picture, owners in painted
    ]


def probe(learner: VisionLearner, scenes: list[Painted]) -> dict[str, float]:
    """How often the heads are right, 0..1, over the patches that show something; NaN where none does."""
    cpu = torch.device("cpu")
    read: list[list[float]] = []
    with torch.inference_mode():
        for at in range(0, len(scenes), _CHUNK):
            batch = collate(scenes[at : at + _CHUNK])
            kept = torch.arange(learner.encoder.shape.patches).expand(len(batch.scenes), -1)
            _, right = learner.heads(learner.encoder(normalised(batch.pixels)), dense_batch(batch, kept, cpu))
            read.append([right[name] for name in READ])
    return dict(zip(READ, torch.tensor(read).nanmean(0).tolist(), strict=True))


def report(folder: Path, seed: int, count: int, cache: Path) -> None:
    """Prints what is read in every style."""
    vision = latest(folder, "vision")
    shape = SHAPES[vision["shape"]].vision
    learner = new_vision_learner(shape, 0.0, torch.device("cpu"))
    learner.load(vision)
    for style in STYLES:
        found = probe(learner, clean_scenes(seed, count, style, shape.patch, cache))
        print(style, *(f"{name} {100 * value:.1f} %" for name, value in found.items()), sep="  ")


def main() -> int:
    parser = command_parser("probe", __doc__)
    add_scenes(parser, 80)
    options = parser.parse_args()
    return finish(lambda: report(options.folder, options.seed, options.count, options.cache))


if __name__ == "__main__":
    sys.exit(main())
