"""An endless stream of painted training scenes; some of them come back later, since painting costs time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from ..cache import CACHE
from ..lettering import Lettering, load_lettering
from ..paint import paint_with_item_map
from ..plan import plan_scene
from ..scene import Scene
from ..sprites import SpriteSet, load_sprites
from ..vocabulary import EXTRA_STYLES, STYLES
from .recolor import RecoloredSprites
from .targets import Targets, dense_targets
from .warp import WarpedSprites

STYLES_TRAINED = STYLES["seen"] * 2 + EXTRA_STYLES
"""The measured styles come twice as often as the extra ones."""
SIGN_CHANCE = 0.3
CROWDED_SHARE = 0.5
"""Half of the scenes follow the plain distribution; the others hold three to eight items."""


@dataclass(frozen=True)
class Painters:
    sprites: SpriteSet
    lettering: Lettering


def load_painters(rng: random.Random, cache: Path) -> Painters:
    """Everything that training scenes are painted with. Raises NotPreparedError before `prepare`."""
    sprites = load_sprites(cache, (*STYLES["seen"], *EXTRA_STYLES))
    return Painters(WarpedSprites(RecoloredSprites(sprites, rng), rng), load_lettering(cache))


@dataclass(frozen=True)
class Painted:
    """`pixels` uint8 [SIDE, SIDE, 3]."""

    scene: Scene
    pixels: NDArray[np.uint8]
    targets: Targets


def paint_training_scene(rng: random.Random, painters: Painters, patch: int) -> Painted:
    count = rng.randint(3, 8) if rng.random() < CROWDED_SHARE else None
    scene = plan_scene(rng, STYLES_TRAINED, SIGN_CHANCE, count)
    picture, item_map = paint_with_item_map(scene, painters.sprites, painters.lettering, degraded=True)
    return Painted(scene, np.asarray(picture), dense_targets(scene, np.asarray(item_map), patch))


class SceneStream(IterableDataset[Painted]):
    """`fresh` of the scenes (0..1) are new; the others are drawn from the last `kept` ones.

    Every worker of every process paints its own: `seed` must differ between processes.
    """

    def __init__(self, seed: str, patch: int, fresh: float, kept: int, cache: Path = CACHE) -> None:
        super().__init__()
        self.seed, self.patch, self.fresh, self.kept, self.cache = seed, patch, fresh, kept, cache

    def __iter__(self) -> Iterator[Painted]:
        worker = get_worker_info()
        rng = random.Random(f"{self.seed}/{worker.id if worker else 0}")
        painters = load_painters(rng, self.cache)
        memory: list[Painted] = []
        while True:
            if len(memory) < 64 or rng.random() < self.fresh:
                scene = paint_training_scene(rng, painters, self.patch)
                if len(memory) < self.kept:
                    memory.append(scene)
                else:
                    memory[rng.randrange(self.kept)] = scene
                yield scene
            else:
                yield rng.choice(memory)


@dataclass(frozen=True)
class SceneBatch:
    """`pixels` uint8 [batch, 3, SIDE, SIDE] and the stacked `Targets`."""

    scenes: list[Scene]
    pixels: Tensor
    patches: Tensor
    box: Tensor
    centre: Tensor
    scene: Tensor


def collate(painted: list[Painted]) -> SceneBatch:
    def stack(arrays: list[NDArray[np.generic]]) -> Tensor:
        return torch.from_numpy(np.stack(arrays))

    return SceneBatch(
        [one.scene for one in painted],
        stack([one.pixels for one in painted]).permute(0, 3, 1, 2),
        stack([one.targets.patches for one in painted]),
        stack([one.targets.box for one in painted]),
        stack([one.targets.centre for one in painted]),
        stack([one.targets.scene for one in painted]),
    )


def scene_batches(stream: SceneStream, size: int, workers: int) -> Iterator[SceneBatch]:
    """Batches without end. 0 workers paint in this process: best where training itself fills the cores."""
    loader = DataLoader(stream, size, num_workers=workers, collate_fn=collate)
    yield from loader


def normalised(pixels: Tensor) -> Tensor:
    """uint8 0..255 -> float32 -1..1, as `preprocessor_config.json` says."""
    return pixels.float().div_(127.5).sub_(1)
