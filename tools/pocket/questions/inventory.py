"""Questions about what there is and how many: they need names and counts, but no positions."""

from __future__ import annotations

import random

from ..english import NUMBERS, listing, plural, sentence, singular
from ..scene import Sign
from ..vocabulary import CATEGORY, CONCEPTS, TEXTURES
from .survey import Survey

Pair = tuple[str, str]
"""Question and answer."""

_CATEGORY_QUESTIONS = {
    "animal": "Which animals are there?",
    "food": "Which food is there?",
    "vehicle": "Which vehicles are there?",
}


def ask_what(rng: random.Random, seen: Survey) -> Pair:
    question = rng.choice(
        (
            "What is in the picture?",
            "What do you see?",
            "What is in the image?",
            "List everything in the image.",
        )
    )
    return question, sentence(listing(seen.counts, seen.names))


def ask_describe(rng: random.Random, seen: Survey) -> Pair:
    items = listing(seen.counts, seen.names)
    ground = f"{TEXTURES[seen.scene.texture]} {seen.scene.color} background"
    return rng.choice(("Describe the image.", "Describe the picture.")), sentence(f"{items} on {ground}")


def ask_count(rng: random.Random, seen: Survey) -> Pair:
    """Mostly about something that is there, and more often about something that is there twice."""
    if seen.names and rng.random() < 0.85:
        many = [name for name in seen.names if seen.counts[name] > 1]
        name = rng.choice(many) if many and rng.random() < 0.6 else rng.choice(seen.names)
    else:
        name = _absent(rng, seen)
    noun = plural(name)
    question = rng.choice(
        (f"How many {noun} are there?", f"How many {noun} do you see?", f"Count the {noun}.")
    )
    return question, sentence(NUMBERS[seen.counts[name]])


def ask_exists(rng: random.Random, seen: Survey) -> Pair:
    name = rng.choice(seen.names) if seen.names and rng.random() < 0.5 else _absent(rng, seen)
    question = rng.choice((f"Is there {singular(name)}?", f"Can you see {singular(name)}?"))
    return question, sentence("yes" if name in seen.counts else "no")


def ask_total(rng: random.Random, seen: Survey) -> Pair:
    question = rng.choice(("How many things are there?", "How many objects are there?"))
    return question, sentence(NUMBERS[seen.counts.total()])


def ask_background(rng: random.Random, seen: Survey) -> Pair:
    question = rng.choice(("What color is the background?", "What is the background color?"))
    return question, sentence(seen.scene.color)


def ask_category(rng: random.Random, seen: Survey) -> Pair:
    here = [_category(name) for name in seen.names if _category(name) in _CATEGORY_QUESTIONS]
    if rng.random() < 0.75:
        category = rng.choice(here or ["animal"])
    else:
        category = rng.choice(tuple(_CATEGORY_QUESTIONS))
    members = [name for name in seen.names if _category(name) == category]
    return _CATEGORY_QUESTIONS[category], sentence(listing(seen.counts, members, nothing="none"))


def ask_sign(rng: random.Random, seen: Survey) -> Pair | None:
    """The painted word; a scene without a sign is asked only now and then."""
    words = [item.word for item in seen.scene.items if isinstance(item, Sign)]
    if not words:
        return ("What does the sign say?", "There is no sign.") if rng.random() < 0.08 else None
    question = rng.choice(("What does the sign say?", "What is written on the sign?", "Read the sign."))
    return question, f"{words[0]}."


def _absent(rng: random.Random, seen: Survey) -> str:
    return rng.choice([name for name in CONCEPTS if name not in seen.counts])


def _category(name: str) -> str:
    return CATEGORY.get(name, "thing")
