"""Command line: writes pictures and `questions.jsonl`.

Run in tools/: `python -m pocket.make_scenes --help`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from .cache import CACHE, NotPreparedError
from .chance import stream
from .lettering import Lettering, load_lettering
from .paint import paint_scene
from .plan import SIGN_CHANCE, SIGN_WIDTHS, SMALL_PRINT, plan_scene
from .questions import Question, interview
from .questions.decline import questions_to_decline
from .scene import Scene
from .sprites import SpriteSet, load_sprites
from .vocabulary import STYLES

QUESTIONS_PER_SCENE = 14


@dataclass(frozen=True)
class Order:
    """What to make: the options of the command line."""

    seed: int
    count: int
    style: str
    questions: int = QUESTIONS_PER_SCENE
    degraded: bool = False
    decline: bool = False
    small_print: bool = False


@dataclass(frozen=True)
class Made:
    """One finished scene: its plan, its picture and what is asked about it."""

    scene: Scene
    picture: Image.Image
    questions: list[Question]


def planned_scenes(order: Order) -> Iterator[Scene]:
    """What stands where in the scenes of an order."""
    chance, widths = (1.0, SMALL_PRINT) if order.small_print else (SIGN_CHANCE, SIGN_WIDTHS)
    for index in range(order.count):
        rng = stream("scene", order.seed, index)
        yield plan_scene(rng, STYLES[order.style], chance, sign_widths=widths)


def make_scenes(order: Order, sprites: SpriteSet, lettering: Lettering) -> Iterator[Made]:
    """The scenes of an order, one by one. Scene i depends on the seed and i alone, never on the count."""
    for index, scene in enumerate(planned_scenes(order)):
        asked = interview(stream("questions", order.seed, index), scene, order.questions)
        if order.decline:
            asked += questions_to_decline(stream("decline", order.seed, index), scene)
        yield Made(scene, paint_scene(scene, sprites, lettering, order.degraded), asked)


def write_scenes(order: Order, sprites: SpriteSet, lettering: Lettering, folder: Path) -> None:
    """PNG files and, last, `questions.jsonl`: its presence means that the folder is complete."""
    folder.mkdir(parents=True, exist_ok=True)
    lines: list[str] = []
    for index, made in enumerate(make_scenes(order, sprites, lettering)):
        name = f"scene-{index:05d}.png"
        made.picture.save(folder / name, "PNG")
        lines += [_line(name, question) for question in made.questions]
    (folder / "questions.jsonl").write_text("".join(lines), encoding="utf-8", newline="\n")


def _line(image: str, question: Question) -> str:
    record = {
        "image": image,
        "question": question.text,
        "answers": [question.answer],
        "kind": question.kind,
    }
    return json.dumps(record) + "\n"


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="pocket.make_scenes", description="Paint scenes and ask about them."
    )
    parser.add_argument(
        "--seed", type=int, required=True, help="any whole number; different seeds share no scene"
    )
    parser.add_argument("--count", type=_positive, required=True, help="number of scenes")
    parser.add_argument(
        "--style", choices=tuple(STYLES), required=True, help="drawn as in training, or held out"
    )
    parser.add_argument("--out", type=Path, required=True, help="an empty or new folder")
    parser.add_argument(
        "--questions", type=_positive, default=QUESTIONS_PER_SCENE, help="at most so many per scene"
    )
    parser.add_argument(
        "--degrade", action="store_true", help="add the blur, noise and JPEG marks of training"
    )
    parser.add_argument(
        "--decline",
        action="store_true",
        help="also ask what the picture cannot answer: absent things, strange nouns, colours of things, chat",
    )
    parser.add_argument(
        "--small-print", action="store_true", help="a sign in every scene, as small as in training or less"
    )
    return parser.parse_args(argv)


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a positive number")
    return value


def main(argv: Sequence[str] | None = None) -> int:
    options = _arguments(argv)
    folder: Path = options.out
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        # Pictures left from a longer run would silently join this one.
        print(f"{folder} is not an empty folder; name a new one or empty it first.", file=sys.stderr)
        return 1
    choices = (options.questions, options.degrade, options.decline, options.small_print)
    order = Order(options.seed, options.count, options.style, *choices)
    try:
        write_scenes(order, load_sprites(CACHE, STYLES[order.style]), load_lettering(CACHE), folder)
    except (NotPreparedError, OSError) as error:
        print(f"The scenes could not be made: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
