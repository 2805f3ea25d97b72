from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from pocket import make_scenes as command
from pocket.chance import stream
from pocket.lettering import Lettering
from pocket.make_scenes import Order, main, planned_scenes, write_scenes
from pocket.plan import plan_scene
from pocket.questions import KINDS
from pocket.scene import SIDE, Sign
from pocket.sprites import SpriteSet
from pocket.vocabulary import STYLES

Make = Callable[[str, Order], dict[str, bytes]]


@pytest.fixture
def make(tmp_path: Path, sprites: SpriteSet, lettering: Lettering) -> Make:
    """Writes an order into a folder of its own and returns the files' bytes by name."""

    def run(name: str, order: Order) -> dict[str, bytes]:
        write_scenes(order, sprites, lettering, tmp_path / name)
        return {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}

    return run


@pytest.mark.parametrize("degraded", [False, True])
def test_the_same_seed_gives_the_same_bytes(make: Make, degraded: bool) -> None:
    order = Order(seed=5, count=6, style="seen", degraded=degraded)
    assert make("one", order) == make("two", order)


def test_a_longer_run_begins_with_the_shorter_one(make: Make) -> None:
    short, long = (make(f"{count}", Order(seed=5, count=count, style="seen")) for count in (3, 6))
    assert long["questions.jsonl"].startswith(short.pop("questions.jsonl"))
    assert short.items() <= long.items()


def test_different_seeds_share_no_picture(make: Make) -> None:
    pictures = [
        data
        for seed in (5, 6, 7)
        for name, data in make(f"{seed}", Order(seed, count=20, style="seen")).items()
        if name.endswith(".png")
    ]
    assert len(set(pictures)) == len(pictures) == 60


def test_pictures_are_224_pixel_rgb_png_files(make: Make, tmp_path: Path) -> None:
    make("out", Order(seed=5, count=3, style="new"))
    names = sorted(path.name for path in (tmp_path / "out").glob("*.png"))
    assert names == ["scene-00000.png", "scene-00001.png", "scene-00002.png"]
    for name in names:
        with Image.open(tmp_path / "out" / name) as picture:
            assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", (224, 224))


def test_questions_have_the_form_that_eval_reads(make: Make, tmp_path: Path) -> None:
    make("out", Order(seed=5, count=5, style="seen"))
    text = (tmp_path / "out" / "questions.jsonl").read_text(encoding="utf-8")
    assert text.endswith("\n")
    records = [json.loads(line) for line in text.splitlines()]
    for record in records:
        assert list(record) == ["image", "question", "answers", "kind"]
        assert (tmp_path / "out" / record["image"]).is_file()
        assert record["kind"] in KINDS
        assert len(record["answers"]) == 1
        assert record["answers"][0].endswith(".")
    assert {record["image"] for record in records} == {f"scene-{index:05d}.png" for index in range(5)}


def test_the_number_of_questions_is_capped(make: Make) -> None:
    lines = make("out", Order(seed=5, count=4, style="seen", questions=2))["questions.jsonl"].splitlines()
    assert len(lines) == 8


def test_small_print_puts_a_small_sign_into_every_scene() -> None:
    scenes = planned_scenes(Order(seed=5, count=30, style="seen", small_print=True))
    widths = [[item.width / SIDE for item in scene.items if isinstance(item, Sign)] for scene in scenes]
    assert [len(found) for found in widths] == [1] * 30
    assert all(0.3 <= width <= 0.36 for (width,) in widths)


def test_small_print_changes_no_other_order() -> None:
    plain = Order(seed=5, count=20, style="seen")
    assert list(planned_scenes(plain)) == [
        plan_scene(stream("scene", 5, index), STYLES["seen"]) for index in range(20)
    ]


def arguments(out: Path, **changes: str) -> list[str]:
    options = {"seed": "1", "count": "2", "style": "seen", "out": str(out)} | changes
    return [word for name, value in options.items() for word in (f"--{name}", value)]


@pytest.fixture
def prepared_cache(monkeypatch: pytest.MonkeyPatch, sprites: SpriteSet, lettering: Lettering) -> None:
    monkeypatch.setattr(command, "load_sprites", lambda cache, styles: sprites)
    monkeypatch.setattr(command, "load_lettering", lambda cache: lettering)


@pytest.mark.usefixtures("prepared_cache")
def test_the_command_fills_a_new_folder(tmp_path: Path) -> None:
    assert main(arguments(tmp_path / "deep" / "out")) == 0
    assert sorted(path.name for path in (tmp_path / "deep" / "out").iterdir()) == [
        "questions.jsonl",
        "scene-00000.png",
        "scene-00001.png",
    ]


@pytest.mark.usefixtures("prepared_cache")
def test_the_command_refuses_a_folder_that_holds_something(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "old.png").touch()
    assert main(arguments(tmp_path)) == 1
    assert (
        capsys.readouterr().err == f"{tmp_path} is not an empty folder; name a new one or empty it first.\n"
    )


def test_the_command_says_what_to_do_without_sprites(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "CACHE", tmp_path / "nowhere")
    assert main(arguments(tmp_path / "out")) == 1
    assert "run `python -m pocket.prepare` in tools/ first" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("option", "value"), [("count", "0"), ("count", "few"), ("style", "old"), ("seed", "x")]
)
def test_wrong_usage_exits_with_2(tmp_path: Path, option: str, value: str) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments(tmp_path / "out", **{option: value}))
    assert stop.value.code == 2
