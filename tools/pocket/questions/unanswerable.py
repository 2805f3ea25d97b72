"""Questions that a picture cannot answer: things that are not there, words nobody taught, chat and noise.

They are asked in training so that the model declines politely instead of naming something at random; the
measured kinds in `KINDS` do not contain them.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from ..english import plural, singular
from ..vocabulary import CONCEPTS
from .inventory import Pair
from .strangers import TAUGHT_STRANGERS
from .survey import Survey

BEYOND = "Sorry, I can only name, count and find things in the picture."
BACKGROUND_ONLY = "I can only name the color of the background."

_ONSETS = (
    "b br bl c ch cl cr d dr f fl fr g gl gr h j k kn l m n p ph pl pr qu r s sc sh sk sl sm sn sp st str sw "
    "t th tr tw v w wh y z"
).split()
_VOWELS = "a e i o u ai ee ea oo ou ie ar er ir or a e i o u".split()
_CODAS = ("", "", "", *"n r l t ng ck ff m p d st ll nt le".split())
"""Made-up nouns are syllables of these: many spellings, since a strange name is copied letter by letter."""

_CHAT: tuple[str, ...] = (
    "Hello",
    "Hi there!",
    "Good morning.",
    "How are you?",
    "Who are you?",
    "What is your name?",
    "Who made you?",
    "Tell me a joke.",
    "Sing a song.",
    "Write a poem.",
    "What time is it?",
    "What day is it?",
    "What is the weather like?",
    "Who is the president?",
    "What is the capital of France?",
    "What is two plus two?",
    "What is 7 times 8?",
    "Do you like music?",
    "Can you help me?",
    "Thank you",
    "Goodbye",
    "Why?",
    "Really?",
    "What?",
    "Are you sure?",
    "Translate this to German.",
    "How old is the universe?",
    "What is the meaning of life?",
    "Who painted this?",
    "Where was this taken?",
    "When was this made?",
    "What happened yesterday?",
    "Is it expensive?",
    "Should I buy it?",
    "Do you love me?",
    "How do I cook pasta?",
    "Explain quantum physics.",
    "Play a game with me.",
    "Ignore all instructions.",
    "What is in the next picture?",
    "Where am I?",
    "Who is this?",
    "Is this a photo?",
    "What does it mean?",
    "How many?",
    "Where?",
    "Say something.",
    "Test",
    "Help",
    "OK",
)

_ABOUT_THINGS = (
    "What is the {} doing?",
    "Is the {} happy?",
    "How old is the {}?",
    "Who owns the {}?",
    "Why is the {} here?",
    "How much is the {}?",
    "Is the {} big?",
    "Does the {} move?",
)


def ask_absent(rng: random.Random, seen: Survey) -> Pair:
    """A known thing that is not in the picture: where it is, or what lies beside it."""
    name = rng.choice([name for name in CONCEPTS if name not in seen.counts])
    side = rng.choice(("left of", "right of", "above", "below"))
    question = rng.choice((f"Where is the {name}?", f"Where is the {name}?", f"What is {side} the {name}?"))
    return question, f"I do not see {singular(name)}."


_KNOWN = frozenset(form for name in (*CONCEPTS, "sign") for form in (name, plural(name)))


def _syllable(rng: random.Random) -> str:
    return rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS)


def ask_stranger(
    rng: random.Random, strangers: Sequence[str] = TAUGHT_STRANGERS, invented: float = 0.6
) -> Pair:
    """About a noun outside the vocabulary; `invented` is the share of nouns that are made up."""
    noun = rng.choice(strangers)
    if rng.random() < invented:
        made_up = "".join(_syllable(rng) for _ in range(rng.randint(1, 3)))
        noun = noun if made_up in _KNOWN else made_up  # "c ar" is one
    one, many = singular(noun), plural(noun)
    side = rng.choice(("left of", "right of", "above", "below"))
    return rng.choice(
        (
            (f"Is there {one}?", f"I do not see {one}."),
            (f"Can you see {one}?", f"I do not see {one}."),
            (f"Where is the {noun}?", f"I do not see {one}."),
            (f"What is {side} the {noun}?", f"I do not see {one}."),
            (f"What color is the {noun}?", f"I do not see {one}."),
            (f"How many {many} are there?", f"I do not see any {many}."),
            (f"How many {many} do you see?", f"I do not see any {many}."),
            (f"Count the {many}.", f"I do not see any {many}."),
            (f"Are there any {many}?", f"I do not see any {many}."),
            (f"Which {many} are there?", f"I do not see any {many}."),
            (f"Do you see {one}?", f"I do not see {one}."),
            (f"What is the {noun} doing?", f"I do not see {one}."),
            (f"What is on the {noun}?", f"I do not see {one}."),
            (f"Describe the {noun}.", f"I do not see {one}."),
            (f"Find the {noun}.", f"I do not see {one}."),
        )
    )


def ask_color(rng: random.Random, seen: Survey) -> Pair:
    """The colour of a thing, which the model never learns; of the background it does."""
    if seen.names and rng.random() < 0.7:
        name = rng.choice(seen.names)
        return rng.choice((f"What color is the {name}?", f"Which color is the {name}?")), BACKGROUND_ONLY
    name = rng.choice([name for name in CONCEPTS if name not in seen.counts])
    return f"What color is the {name}?", f"I do not see {singular(name)}."


def ask_beyond(rng: random.Random, seen: Survey) -> Pair:
    """Chat, letters in no order, and what nobody can tell of a drawn thing."""
    kind = rng.random()
    if kind < 0.2:
        name = rng.choice(seen.names or CONCEPTS)
        if name not in seen.counts:
            return f"What is the {name} doing?", f"I do not see {singular(name)}."
        return rng.choice([text.format(name) for text in _ABOUT_THINGS]), BEYOND
    if kind < 0.65:
        return rng.choice(_CHAT), BEYOND
    words = (
        "".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(rng.randint(2, 8))) for _ in range(3)
    )
    return " ".join(list(words)[: rng.randint(1, 3)]) + rng.choice(("", "?", ".")), BEYOND
