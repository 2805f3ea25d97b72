from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pocket.cache import NotPreparedError
from pocket.lettering import load_lettering
from pocket.sprites import TILE, cut, load_sprites
from pocket.vocabulary import CONCEPTS, GLYPHS

from conftest import fake_tile, write_sheet


def test_there_are_a_hundred_concepts_in_four_groups() -> None:
    assert len(CONCEPTS) == 100
    assert {group: len(members) for group, members in GLYPHS.items()} == {
        "animal": 26,
        "food": 20,
        "vehicle": 10,
        "thing": 44,
    }


def test_a_sprite_is_cut_to_the_square_around_its_visible_pixels() -> None:
    tile = Image.new("RGBA", (TILE, TILE))
    tile.paste((200, 0, 0, 255), (10, 30, 50, 40))  # 40 wide, 10 high
    sprite = cut(tile)
    alpha = np.asarray(sprite.full)[..., 3]
    assert sprite.full.mode == "RGBa"
    assert alpha.shape == (40, 40)
    assert (alpha[15:25] == 255).all()
    assert alpha.sum() == 255 * 400
    assert sprite.half.size == (20, 20)


def test_small_boxes_are_painted_from_the_half_sprite() -> None:
    sprite = cut(fake_tile("cat"))
    assert sprite.full.width == 60
    assert sprite.for_size(37) is sprite.half
    assert sprite.for_size(38) is sprite.full


def test_a_sheet_gives_every_concept_its_own_drawing(tmp_path: Path) -> None:
    write_sheet(tmp_path, "noto")
    sprites = load_sprites(tmp_path, ["noto"])
    assert len(sprites) == 100
    middles = {sprite.full.getpixel((30, 30)) for sprite in sprites.values()}
    assert len(middles) == 100
    assert sprites["noto", CONCEPTS[-1]].full.size == (60, 60)


def test_what_a_style_does_not_draw_is_left_out(tmp_path: Path) -> None:
    write_sheet(tmp_path, "emojione")
    assert ("emojione", "chair") not in load_sprites(tmp_path, ["emojione"])


def test_a_missing_sheet_names_the_file_and_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(NotPreparedError, match=r"noto\.png does not exist; run `python -m pocket\.prepare`"):
        load_sprites(tmp_path, ["noto"])


def test_a_missing_font_names_the_file_and_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(NotPreparedError, match=r"DejaVuSans-Bold\.ttf does not exist; run"):
        load_lettering(tmp_path)
