from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from pocket.cache import NotPreparedError
from pocket.scene import Sign, Thing
from pocket.training import supply
from pocket.training.supply import (
    Painted,
    SceneStream,
    collate,
    load_painters,
    normalised,
    paint_training_scene,
    scene_batches,
)
from pocket.vocabulary import EXTRA_STYLES, STYLES


@pytest.fixture(autouse=True)
def few_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Recolouring every sprite three times takes seconds; once is enough here."""
    monkeypatch.setattr("pocket.training.recolor.VARIANTS", 1)


def stream(prepared: Path, seed: str = "a", fresh: float = 1, kept: int = 1) -> Iterator[Painted]:
    return iter(SceneStream(seed, 14, fresh, kept, prepared))


@pytest.fixture(scope="module")
def painted(prepared: Path) -> list[Painted]:
    rng = random.Random(1)
    painters = load_painters(rng, prepared)
    return [paint_training_scene(rng, painters, 14) for _ in range(150)]


def test_training_scenes_show_every_style_but_the_held_out_one(painted: list[Painted]) -> None:
    styles = [item.style for one in painted for item in one.scene.items if isinstance(item, Thing)]
    assert set(styles) == {*STYLES["seen"], *EXTRA_STYLES}
    seen = sum(style in STYLES["seen"] for style in styles) / len(styles)
    assert 0.68 < seen < 0.9


def test_half_of_the_scenes_are_crowded_and_signs_are_frequent(painted: list[Painted]) -> None:
    counts = [len(one.scene.items) for one in painted]
    assert 0.5 < np.mean([count >= 3 for count in counts]) < 0.85
    signs = [any(isinstance(item, Sign) for item in one.scene.items) for one in painted]
    assert 0.2 < np.mean(signs) < 0.4


def test_targets_belong_to_the_scene(painted: list[Painted]) -> None:
    for one in painted:
        assert one.pixels.shape == (224, 224, 3)
        assert (one.targets.patches[:, 4] == len(one.scene.items)).all()
        assert one.targets.centre.sum() == pytest.approx(len(one.scene.items), abs=1e-4)


def test_the_seed_decides_what_is_painted(prepared: Path) -> None:
    one, same, other = (next(stream(prepared, seed)) for seed in ("a", "a", "b"))
    assert np.array_equal(one.pixels, same.pixels)
    assert one.scene == same.scene
    assert one.scene != other.scene


def test_old_scenes_come_back_in_their_share(prepared: Path) -> None:
    scenes = [one.scene.seed for one in itertools.islice(stream(prepared, fresh=0.25, kept=500), 364)]
    assert len(set(scenes[:64])) == 64
    assert 50 < len(set(scenes)) - 64 < 100


def test_without_memory_every_scene_is_new(prepared: Path) -> None:
    scenes = [one.scene.seed for one in itertools.islice(stream(prepared), 100)]
    assert len(set(scenes)) == 100


def test_batches_stack_scenes_pixels_and_targets(prepared: Path) -> None:
    batch = next(scene_batches(SceneStream("a", 14, 1, 1, prepared), 3, workers=0))
    assert len(batch.scenes) == 3
    assert (batch.pixels.shape, batch.pixels.dtype) == ((3, 3, 224, 224), torch.uint8)
    assert (batch.patches.shape, batch.box.shape) == ((3, 256, 5), (3, 256, 3))
    assert (batch.centre.shape, batch.scene.shape) == ((3, 256), (3, 2))


def test_two_workers_paint_scenes_of_their_own(prepared: Path) -> None:
    batches = itertools.islice(scene_batches(SceneStream("a", 14, 1, 1, prepared), 3, workers=2), 4)
    seeds = [scene.seed for batch in batches for scene in batch.scenes]
    assert len(set(seeds)) == 12


def test_stacked_pixels_are_channels_first(painted: list[Painted]) -> None:
    batch = collate(painted[:2])
    assert batch.pixels[1, :, 30, 50].tolist() == painted[1].pixels[30, 50].tolist()


def test_pixels_are_scaled_to_minus_1_and_1() -> None:
    pixels = torch.tensor([0, 51, 255], dtype=torch.uint8)
    assert normalised(pixels).tolist() == pytest.approx([-1, -0.6, 1])
    assert pixels.tolist() == [0, 51, 255]


def test_without_prepared_sprites_the_remedy_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotPreparedError, match="python -m pocket"):
        next(stream(tmp_path))


def test_the_measured_styles_come_twice_as_often_as_the_others() -> None:
    assert STYLES["seen"] * 2 + EXTRA_STYLES == supply.STYLES_TRAINED
