"""Known questions in other words than the measured ones, and in the careless spelling of a text field."""

from __future__ import annotations

import random
from collections import Counter

from ..english import NUMBERS, in_place, listing, plural, sentence, singular
from ..scene import Sign
from ..vocabulary import CONCEPTS, PLACES
from .inventory import Pair
from .survey import Survey, place_of


def ask_in_other_words(rng: random.Random, seen: Survey) -> Pair:
    """Answers are those of the measured kinds."""
    everything = sentence(listing(seen.counts, seen.names))
    place = rng.choice(PLACES)
    there = Counter(item.name for item in seen.scene.items if place_of(item) == place)
    name = rng.choice(seen.names) if seen.names and rng.random() < 0.6 else rng.choice(CONCEPTS)
    known = name in seen.counts
    pairs: list[Pair] = [
        ("Which color is the background?", sentence(seen.scene.color)),
        ("What's in the picture?", everything),
        ("What can you see?", everything),
        ("What is this?", everything),
        (f"What do you see {in_place(place)}?", sentence(listing(there, sorted(there)))),
        (f"Do you see {singular(name)}?", "Yes." if known else "No."),
        (f"Is there any {name}?", "Yes." if known else "No."),
        (f"Are there any {plural(name)}?", "Yes." if known else "No."),
        (f"Is {singular(name)} in the picture?", "Yes." if known else "No."),
        (f"Number of {plural(name)}?", sentence(NUMBERS[seen.counts[name]])),
        ("How many items are there?", sentence(NUMBERS[seen.counts.total()])),
    ]
    words = [item.word for item in seen.scene.items if isinstance(item, Sign)]
    if words:
        pairs += [("What does it say?", f"{words[0]}."), ("Which word is on the sign?", f"{words[0]}.")]
    return rng.choice(pairs)


def carelessly(rng: random.Random, question: str) -> str:
    """The question without capitals, without its last mark, or without both."""
    if rng.random() < 0.7:
        question = question[0].lower() + question[1:] if rng.random() < 0.5 else question.lower()
    return question[:-1] if question[-1] in "?." and rng.random() < 0.6 else question
