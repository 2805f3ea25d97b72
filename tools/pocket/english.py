"""The small grammar of questions and answers: articles, plurals, number words and lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight")

_MEASURES = {
    "cherries": "bunch of cherries",
    "grapes": "bunch of grapes",
    "scissors": "pair of scissors",
    "glasses": "pair of glasses",
    "bread": "loaf of bread",
    "corn": "ear of corn",
    "cheese": "piece of cheese",
}
_PLURALS = {
    "fish": "fish",
    "butterfly": "butterflies",
    "strawberry": "strawberries",
    "cherries": "bunches of cherries",
    "grapes": "bunches of grapes",
    "bus": "buses",
    "snowman": "snowmen",
    "scissors": "pairs of scissors",
    "glasses": "pairs of glasses",
    "octopus": "octopuses",
    "bread": "loaves of bread",
    "corn": "ears of corn",
    "cheese": "pieces of cheese",
    "trophy": "trophies",
    "child": "children",
    "deer": "deer",
    "elf": "elves",
    "goose": "geese",
    "knife": "knives",
    "leaf": "leaves",
    "mouse": "mice",
    "person": "people",
    "sheep": "sheep",
    "tooth": "teeth",
    "wolf": "wolves",
}
_PREPOSITIONS = {
    "top": "at the top",
    "bottom": "at the bottom",
    "left": "on the left",
    "right": "on the right",
}


def singular(name: str) -> str:
    """`apple` -> `an apple`, `bread` -> `a loaf of bread`."""
    noun = _MEASURES.get(name, name)
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def plural(name: str) -> str:
    """`cat` -> `cats`, `box` -> `boxes`, `man` -> `men`, `bread` -> `loaves of bread`."""
    known = _PLURALS.get(name)
    if known is not None:
        return known
    if name.endswith(("s", "x", "ch", "sh")):
        return f"{name}es"
    if name.endswith("y") and name[-2] not in "aeiou":
        return f"{name[:-1]}ies"
    if name.endswith("man") and name != "human":
        return f"{name[:-3]}men"
    return f"{name}s"


def amount(name: str, count: int) -> str:
    """`count` >= 1 of a concept: `a cat`, `three cats`."""
    return singular(name) if count == 1 else f"{NUMBERS[count]} {plural(name)}"


def listing(counts: Mapping[str, int], names: Sequence[str], nothing: str = "nothing") -> str:
    """`a cat, two dogs and an owl`, or the word for nothing when no names are given."""
    parts = [amount(name, counts[name]) for name in names]
    if len(parts) < 2:
        return parts[0] if parts else nothing
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def in_place(place: str) -> str:
    """`top left` -> `in the top left`, `left` -> `on the left`."""
    return _PREPOSITIONS.get(place, f"in the {place}")
