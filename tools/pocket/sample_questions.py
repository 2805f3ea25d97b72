"""Everything that is worth asking about one scene, each thing once and in one wording."""

from __future__ import annotations

import random
import re

from .questions import KINDS, Question, ask
from .scene import Scene

_TRIES = 400
"""Draws per kind; enough that every subject of a scene comes up."""
_ABSENT = {"count": ("None.", 1), "exists": ("No.", 2)}
"""Kind -> the answer about what is not there, and how many questions may have it: they could be a hundred."""
_WHOLE_PICTURE = ("what", "describe", "bg", "total", "biggest", "sign")
"""Kinds with one subject: only the wording differs."""
_FRAME = re.compile(r"^(How many|Count the|Is there|Can you see) |( are there| do you see)?[.?]$")
"""What stands around the noun in questions of the other kinds that have several wordings."""


def all_questions(scene: Scene) -> list[Question]:
    """In the order of the kinds, subjects in an order of chance that is the same every time."""
    return [question for kind in KINDS for question in _of_kind(scene, kind)]


def _of_kind(scene: Scene, kind: str) -> list[Question]:
    rng = random.Random(f"pocket/sample/{scene.seed}/{kind}")
    absent, room = _ABSENT.get(kind, ("", 0))
    found: dict[str, Question] = {}
    for _ in range(_TRIES):
        question = ask(rng, scene, kind)
        if question is None or (subject := _subject(question)) in found:
            continue
        if question.answer == absent:
            if room == 0:
                continue
            room -= 1
        found[subject] = question
    return list(found.values())


def _subject(question: Question) -> str:
    """Questions with the same one differ in wording only."""
    return question.kind if question.kind in _WHOLE_PICTURE else _FRAME.sub("", question.text)
