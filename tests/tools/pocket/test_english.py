from __future__ import annotations

import pytest

from pocket.english import amount, in_place, listing, plural, sentence, singular
from pocket.vocabulary import CONCEPTS


@pytest.mark.parametrize(
    ("name", "one", "many"),
    [
        ("cat", "a cat", "cats"),
        ("apple", "an apple", "apples"),
        ("bread", "a loaf of bread", "loaves of bread"),
        ("corn", "an ear of corn", "ears of corn"),
        ("fish", "a fish", "fish"),
        ("ice cream", "an ice cream", "ice creams"),
        ("sign", "a sign", "signs"),
        ("cactus", "a cactus", "cactuses"),
        ("fox", "a fox", "foxes"),
        ("baby", "a baby", "babies"),
        ("monkey", "a monkey", "monkeys"),
        ("woman", "a woman", "women"),
        ("person", "a person", "people"),
    ],
)
def test_nouns_take_their_article_measure_and_plural(name: str, one: str, many: str) -> None:
    assert (singular(name), plural(name)) == (one, many)


def test_only_fish_has_a_plural_like_its_name() -> None:
    assert [name for name in CONCEPTS if plural(name) == name] == ["fish"]


def test_lists_join_with_commas_and_and() -> None:
    counts = {"cat": 1, "dog": 2, "owl": 1}
    assert listing(counts, ["cat", "dog", "owl"]) == "a cat, two dogs and an owl"
    assert listing(counts, ["cat", "dog"]) == "a cat and two dogs"
    assert listing(counts, ["dog"]) == "two dogs"
    assert listing(counts, []) == "nothing"
    assert listing(counts, [], nothing="none") == "none"


def test_amounts_are_spelt_out() -> None:
    assert [amount("bus", count) for count in (1, 2, 8)] == ["a bus", "two buses", "eight buses"]


def test_places_take_their_preposition() -> None:
    assert in_place("top") == "at the top"
    assert in_place("left") == "on the left"
    assert in_place("bottom right") == "in the bottom right"
    assert in_place("middle") == "in the middle"


def test_sentences_start_large_and_end_with_a_stop() -> None:
    assert sentence("a cat") == "A cat."
