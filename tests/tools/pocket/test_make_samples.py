from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

pytest.importorskip("resvg_py", reason="resvg-py of tools/pocket/requirements.txt is not installed")

from pocket import make_samples as command
from pocket.cache import NotPreparedError, drawings_path
from pocket.drawings import LargeSprites, load_drawings
from pocket.lettering import Lettering, built_in_font
from pocket.make_samples import LARGEST_FILE, encode, main, paint_sample, record, write_samples
from pocket.paint import paint_scene
from pocket.sample_plans import Sample, read_samples
from pocket.scene import SIDE
from pocket.sprites import SpriteSet, cut
from pocket.vocabulary import FONTS, STYLES, TEXTURES

from conftest import fake_color
from samples import board, scene, thing

DISC = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36">'
    '<circle cx="18" cy="18" r="15" fill="{}"/></svg>'
)
KEYS = [("noto", "frog"), ("noto", "duck")]


@pytest.fixture(scope="module")
def large() -> LargeSprites:
    fills = {name: "rgb({},{},{})".format(*fake_color(name)) for _, name in KEYS}
    return LargeSprites({(style, name): DISC.format(fills[name]) for style, name in KEYS}, 512)


@pytest.fixture(scope="module")
def large_lettering() -> Lettering:
    return Lettering([built_in_font(8)] * len(FONTS))


def pond(texture: str = "plain") -> Sample:
    items = (thing("frog", 50, 60, 60), thing("duck", 170, 60, 50), board("PARK", 112, 180))
    return Sample("scene01", "A pond", scene(*items, texture=texture), opening=True)


@pytest.mark.parametrize("texture", list(TEXTURES))
def test_scaled_down_a_sample_is_the_picture_of_its_plan(
    large: LargeSprites, large_lettering: Lettering, texture: str
) -> None:
    sample = pond(texture)
    picture = paint_sample(sample, large, large_lettering)
    assert (picture.mode, picture.size) == ("RGB", (896, 896))
    seen = picture.resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    small = {key: cut(disc(key[1])) for key in KEYS}
    planned = paint_scene(sample.scene, small, Lettering([built_in_font()] * len(FONTS)))
    difference = np.abs(np.asarray(seen).astype(float) - np.asarray(planned)).mean()
    assert difference < 2


def disc(name: str) -> Image.Image:
    tile = Image.new("RGBA", (72, 72))
    ImageDraw.Draw(tile).ellipse((6, 6, 65, 65), fill=(*fake_color(name), 255))
    return tile


def test_edges_of_things_are_sharp(large: LargeSprites, large_lettering: Lettering) -> None:
    plan = scene(thing("frog", 112, 112, 100), color="black")
    picture = np.asarray(paint_sample(replace(pond(), scene=plan), large, large_lettering)).astype(int)
    row = np.abs(picture[448] - picture[0, 0]).sum(-1)
    partly = ((row > 10) & (row < row.max() - 10)).sum()
    assert row.argmax() in range(248, 256)
    assert partly <= 4  # two per edge


@pytest.mark.parametrize("noisy", [False, True])
def test_files_are_small_and_without_loss_where_that_fits(noisy: bool) -> None:
    pixels = np.full((896, 896, 3), 90, np.uint8)
    if noisy:
        pixels += np.random.RandomState(1).randint(0, 40, pixels.shape).astype(np.uint8)
    data = encode(Image.fromarray(pixels))
    assert len(data) <= LARGEST_FILE
    with Image.open(io.BytesIO(data)) as read:
        assert (read.format, read.size) == ("WEBP", (896, 896))
        assert np.array_equal(np.asarray(read.convert("RGB")), pixels) != noisy


def test_a_record_names_the_things_and_their_questions() -> None:
    written = record(pond("noise"))
    assert list(written) == ["file", "title", "opening", "style", "background", "objects", "qa"]
    assert (written["file"], written["style"], written["background"]) == ("scene01.webp", "seen", "noise")
    assert written["objects"] == [
        {"name": "frog", "x": 0.223, "y": 0.268, "size": 0.268},
        {"name": "duck", "x": 0.759, "y": 0.268, "size": 0.223},
        {"name": "sign", "x": 0.5, "y": 0.804, "size": 0.446, "word": "PARK"},
    ]
    held_out = scene(thing("owl", 112, 112, 60, "emojione"))
    assert record(replace(pond(), scene=held_out))["style"] == "held-out"


def test_the_same_plans_give_the_same_bytes(
    tmp_path: Path, large: LargeSprites, large_lettering: Lettering
) -> None:
    files: list[dict[str, bytes]] = []
    for name in ("one", "two"):
        write_samples([pond("clouds")], large, large_lettering, tmp_path / name)
        files.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    assert files[0] == files[1]
    assert set(files[0]) == {"scene01.webp", "samples.json"}
    (entry,) = json.loads(files[0]["samples.json"])
    assert entry["title"] == "A pond"


def test_drawings_come_from_the_cache_and_are_refused_where_there_are_none(tmp_path: Path) -> None:
    path = drawings_path(tmp_path, "noto")
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"frog": DISC.format("#00ff00")}))
    sprites: SpriteSet = LargeSprites(load_drawings(tmp_path, ["noto"]), 360)
    assert list(sprites) == [("noto", "frog")]
    assert sprites["noto", "frog"].full.size == (300, 300)
    assert sprites["noto", "frog"] is sprites["noto", "frog"]
    with pytest.raises(
        NotPreparedError, match=r"twemoji\.json does not exist; run `python -m pocket\.prepare`"
    ):
        load_drawings(tmp_path, STYLES["seen"])


def test_the_command_refuses_a_plan_that_the_model_never_saw(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    outside = replace(pond(), scene=scene(thing("frog", 10, 40)))
    monkeypatch.setattr(command, "read_samples", lambda: [outside])
    assert main(["--out", str(tmp_path / "out")]) == 1
    assert "scene01: The frog reaches out of the picture." in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_command_says_what_to_do_without_drawings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "CACHE", tmp_path / "nowhere")
    assert main(["--out", str(tmp_path / "out")]) == 1
    assert "run `python -m pocket.prepare` in tools/ first" in capsys.readouterr().err


def test_what_ships_says_what_the_plans_say() -> None:
    shipped = Path(__file__).parents[3] / "assets" / "samples" / "samples.json"
    assert json.loads(shipped.read_text(encoding="utf-8")) == [record(sample) for sample in read_samples()]
