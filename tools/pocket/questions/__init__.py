"""Questions with their true answers, drawn from a planned scene; the picture itself is never looked at."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from ..scene import Scene
from . import inventory, positions
from .survey import Survey, survey

Asker = Callable[[random.Random, Survey], tuple[str, str] | None]

_ASKERS: dict[str, tuple[float, Asker]] = {
    "what": (2.5, inventory.ask_what),
    "describe": (1, inventory.ask_describe),
    "count": (4, inventory.ask_count),
    "exists": (3, inventory.ask_exists),
    "where": (3.5, positions.ask_where),
    "at": (3.5, positions.ask_at),
    "bg": (0.7, inventory.ask_background),
    "total": (1.5, inventory.ask_total),
    "biggest": (1.5, positions.ask_biggest),
    "category": (2, inventory.ask_category),
    "beside": (3, positions.ask_beside),
    "sign": (2, inventory.ask_sign),
}
"""Kind -> how often it is tried, and who asks it; None means that the kind does not fit the scene."""

KINDS: tuple[str, ...] = tuple(_ASKERS)


@dataclass(frozen=True)
class Question:
    kind: str
    text: str
    answer: str


def ask(rng: random.Random, scene: Scene, kind: str) -> Question | None:
    """One question of the kind, or None when the scene leaves no single true answer to it."""
    return _ask(rng, survey(scene), kind)


def interview(rng: random.Random, scene: Scene, count: int) -> list[Question]:
    """Up to `count` different questions, in the mixture of kinds that the model was trained on."""
    seen = survey(scene)
    weights = [weight for weight, _ in _ASKERS.values()]
    asked: dict[str, Question] = {}
    for _ in range(count * 4):
        if len(asked) == count:
            break
        question = _ask(rng, seen, rng.choices(KINDS, weights)[0])
        if question is not None:
            asked.setdefault(question.text, question)
    return list(asked.values())


def _ask(rng: random.Random, seen: Survey, kind: str) -> Question | None:
    pair = _ASKERS[kind][1](rng, seen)
    return None if pair is None else Question(kind, *pair)
