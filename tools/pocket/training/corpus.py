"""What the decoder is taught to say about a scene: measured kinds, other wordings, and polite refusals."""

from __future__ import annotations

import random
from collections.abc import Callable

from ..questions import Question, interview
from ..questions.inventory import Pair
from ..questions.phrasing import ask_in_other_words, carelessly
from ..questions.survey import survey
from ..questions.unanswerable import ask_absent, ask_beyond, ask_color, ask_stranger
from ..scene import Scene

_CARELESS_SHARE = 0.1


def conversation(rng: random.Random, scene: Scene, count: int) -> list[Question]:
    """About `count` questions in random order; a quarter of them are of kinds that nobody measures."""
    seen = survey(scene)
    asked = interview(rng, scene, round(count * 0.75))
    others: tuple[tuple[str, Callable[[], Pair]], ...] = (
        ("absent", lambda: ask_absent(rng, seen)),
        ("stranger", lambda: ask_stranger(rng)),
        ("color", lambda: ask_color(rng, seen)),
        ("beyond", lambda: ask_beyond(rng, seen)),
        ("wording", lambda: ask_in_other_words(rng, seen)),
    )
    for _ in range(count - len(asked)):
        kind, ask = rng.choice(others)
        asked.append(Question(kind, *ask()))
    rng.shuffle(asked)
    return [
        Question(one.kind, carelessly(rng, one.text), one.answer) if rng.random() < _CARELESS_SHARE else one
        for one in asked
    ]
