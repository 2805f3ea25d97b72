from __future__ import annotations

import json
from pathlib import Path

import pytest

from pocket.sprites import TILE, tile_box
from pocket.vocabulary import CATEGORY, CONCEPTS, GLYPHS

pytest.importorskip("resvg_py", reason="resvg-py of tools/pocket/requirements.txt is not installed")

from pocket.prepare import IconSet, PrepareError, collect, draw_sheet

BODY = '<circle cx="8" cy="8" r="6" fill="#ff8000"/>'


def icon_set(folder: Path, icons: dict[str, object], **more: object) -> IconSet:
    chars = more.pop("chars", None)
    (folder / "icons.json").write_text(json.dumps({"icons": icons, "height": 16, **more}))
    if chars is not None:
        (folder / "chars.json").write_text(json.dumps(chars))
    return IconSet(folder)


def test_an_icon_is_found_by_code_point_before_its_name(tmp_path: Path) -> None:
    icons = icon_set(tmp_path, {"kitty": {"body": "<g/>"}, "cat": {"body": "<b/>"}}, chars={"1f408": "kitty"})
    svg = icons.svg({"code": "1f408", "icon": "cat"})
    assert svg is not None
    assert "<g/>" in svg


def test_an_icon_is_found_by_its_emoji_presentation_and_its_alias(tmp_path: Path) -> None:
    icons = icon_set(
        tmp_path,
        {"sun": {"body": "<g/>", "width": 32}},
        chars={"2600-fe0f": "bright-sun"},
        aliases={"bright-sun": {"parent": "sun"}},
    )
    svg = icons.svg({"code": "2600", "icon": "none"})
    assert svg is not None
    assert 'viewBox="0 0 32 16"' in svg
    assert f'width="{TILE}" height="{TILE}"' in svg


def test_an_icon_that_is_not_there_is_none(tmp_path: Path) -> None:
    assert icon_set(tmp_path, {}).svg({"code": "1f408", "icon": "cat"}) is None


def all_icons() -> dict[str, object]:
    return {GLYPHS[CATEGORY[name]][name]["icon"]: {"body": BODY} for name in CONCEPTS}


def test_a_sheet_holds_every_concept_in_its_tile(tmp_path: Path) -> None:
    sheet = draw_sheet(collect("noto", icon_set(tmp_path, all_icons())))
    assert sheet.size == (720, 720)
    for concept in ("airplane", "sun", "whale"):
        assert sheet.crop(tile_box(concept)).getpixel((36, 36)) == (255, 128, 0, 255)
        assert sheet.crop(tile_box(concept)).getpixel((1, 1)) == (0, 0, 0, 0)


def test_a_set_that_lost_a_concept_is_refused(tmp_path: Path) -> None:
    icons = all_icons()
    del icons[GLYPHS["animal"]["owl"]["icon"]]
    with pytest.raises(PrepareError, match="'owl'"):
        collect("noto", icon_set(tmp_path, icons))


def test_a_set_that_gained_an_undrawn_concept_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PrepareError, match="'chair'"):
        collect("emojione", icon_set(tmp_path, all_icons()))
