"""What the dense heads read off the encoder on clean scenes that it never saw; needs stage `vision` alone.

Run in tools/: `python -m pocket.training.probe --folder ../run --count 80`. Says nothing about answers.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import torch

from ..cache import CACHE, NotPreparedError
from ..chance import stream
from ..lettering import Lettering, load_lettering
from ..paint import paint_with_item_map
from ..plan import plan_scene
from ..sprites import SpriteSet, load_sprites
from ..vocabulary import STYLES
from .run_folder import StageMissingError, need
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
    scenes = [plan_scene(stream("scene", seed, index), STYLES[style]) for index in range(count)]
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


def main() -> int:
    parser = argparse.ArgumentParser(prog="pocket.training.probe", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="folder of the run")
    parser.add_argument("--seed", type=int, default=777)
    parser.add_argument("--count", type=int, default=80, help="scenes of each style")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where `prepare` put sprites and fonts")
    options = parser.parse_args()
    try:
        vision = need(options.folder, "vision")
        shape = SHAPES[vision["shape"]].vision
        learner = new_vision_learner(shape, 0.0, torch.device("cpu"))
        learner.load(vision)
        for style in STYLES:
            scenes = clean_scenes(options.seed, options.count, style, shape.patch, options.cache)
            found = probe(learner, scenes)
            print(style, *(f"{name} {100 * value:.1f} %" for name, value in found.items()), sep="  ")
    except (NotPreparedError, StageMissingError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
