"""Questions to decline, for measuring: one of each kind about a scene, with the answer that is taught."""

from __future__ import annotations

import random

from ..scene import Scene
from . import Question
from .strangers import UNSEEN_STRANGERS
from .survey import survey
from .unanswerable import ask_absent, ask_beyond, ask_color, ask_stranger

DECLINED_KINDS = ("absent", "stranger", "color", "beyond")


def questions_to_decline(rng: random.Random, scene: Scene) -> list[Question]:
    """One question of each of `DECLINED_KINDS`; the strange nouns are such as training never asks about."""
    seen = survey(scene)
    return [
        Question("absent", *ask_absent(rng, seen)),
        Question("stranger", *ask_stranger(rng, UNSEEN_STRANGERS, invented=0)),
        Question("color", *ask_color(rng, seen)),
        Question("beyond", *ask_beyond(rng, seen)),
    ]
