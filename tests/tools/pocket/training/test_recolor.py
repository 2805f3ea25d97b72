from __future__ import annotations

import random

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pocket.sprites import Sprite, cut
from pocket.training.recolor import VARIANTS, RecoloredSprites

from conftest import fake_tile


def pixels(sprite: Sprite) -> NDArray[np.int64]:
    return np.asarray(sprite.full).astype(np.int64)


def copies(style: str, sprite: Sprite, draws: int = 400) -> list[NDArray[np.int64]]:
    """What a recoloured set gives out for its only sprite."""
    sprites = RecoloredSprites({(style, "cat"): sprite}, random.Random(3))
    return [pixels(sprites[style, "cat"]) for _ in range(draws)]


def grey_sprite() -> Sprite:
    """A ramp of greys under a ramp of alpha."""
    tile = np.zeros((72, 72, 4), np.uint8)
    tile[..., :3] = np.linspace(0, 255, 72).astype(np.uint8)[None, :, None]
    tile[..., 3] = np.linspace(60, 255, 72).astype(np.uint8)[:, None]
    return cut(Image.frombytes("RGBA", (72, 72), tile.tobytes()))


def different(drawn: list[NDArray[np.int64]]) -> int:
    return len({one.tobytes() for one in drawn})


def test_half_of_the_sprites_stay_as_drawn_and_the_others_are_one_of_six_copies() -> None:
    sprite = cut(fake_tile("cat"))
    drawn = copies("noto", sprite)
    original = [np.array_equal(one, pixels(sprite)) for one in drawn]
    assert 0.42 < np.mean(original) < 0.58
    assert different(drawn) == VARIANTS + 1 == 7


def test_grey_stays_grey_where_a_drawing_is_turned_as_a_whole() -> None:
    drawn = {one.tobytes(): one for one in copies("noto", grey_sprite())}.values()
    grey = sum(np.ptp(one[..., :3], axis=-1).max() <= 1 for one in drawn)
    assert len(drawn) - grey == VARIANTS // 2


def test_regions_are_repainted_each_by_itself() -> None:
    tile = Image.new("RGBA", (72, 72), (200, 40, 40, 255))
    tile.paste((40, 40, 200, 255), (36, 0, 72, 72))
    drawn = copies("noto", cut(tile))
    distances = {tuple(one[5, 5, :3] - one[5, 60, :3]) for one in drawn}
    assert len(distances) == VARIANTS + 1
    for one in drawn:
        assert (one[:, :36] == one[0, 0]).all()
        assert (one[:, 36:] == one[0, -1]).all()


def test_alpha_is_never_touched() -> None:
    sprite = grey_sprite()
    for one in (*copies("noto", sprite), *copies("contrast", sprite)):
        assert np.array_equal(one[..., 3], pixels(sprite)[..., 3])


def test_no_premultiplied_colour_exceeds_its_alpha() -> None:
    for one in (*copies("noto", grey_sprite()), *copies("noto", cut(fake_tile("frog")))):
        assert (one[..., :3] <= one[..., 3:]).all()


def test_the_inked_style_has_one_tint_a_copy_and_is_never_left_as_drawn() -> None:
    tile = Image.new("RGBA", (72, 72))
    tile.paste((0, 0, 0, 255), (10, 10, 60, 60))
    sprite = cut(tile)
    drawn = copies("contrast", sprite)
    assert different(drawn) == VARIANTS
    for one in drawn:
        assert len(np.unique(one.reshape(-1, 4), axis=0)) == 1
        assert not np.array_equal(one, pixels(sprite))


def test_half_sprites_are_recoloured_alike() -> None:
    sprites = RecoloredSprites({("noto", "cat"): cut(fake_tile("cat"))}, random.Random(3))
    for _ in range(60):
        sprite = sprites["noto", "cat"]
        full, half = (
            np.asarray(image)[image.height // 2, image.width // 2] for image in (sprite.full, sprite.half)
        )
        assert np.array_equal(full, half)


def test_the_set_has_the_keys_of_the_drawn_one() -> None:
    sprites = RecoloredSprites({("noto", "cat"): cut(fake_tile("cat"))}, random.Random(3))
    assert list(sprites) == [("noto", "cat")]
    assert len(sprites) == 1
