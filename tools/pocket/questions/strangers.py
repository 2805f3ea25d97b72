"""Nouns that no scene holds and no answer names: what users ask for all the same."""

from __future__ import annotations

TAUGHT_STRANGERS: tuple[str, ...] = tuple(
    (
        "dragon unicorn robot person man woman child baby boy girl king queen pirate wizard ghost vampire "
        "zombie donkey camel goat sheep deer bear wolf fox squirrel mouse rat bat parrot eagle swan dolphin "
        "shark spider ant worm scorpion dinosaur wagon tank scooter submarine bridge castle church tower "
        "window wall roof fence garden road river mountain desert island volcano forest table sofa pillow "
        "blanket lamp mirror carpet curtain fridge oven toaster kettle bottle fork spoon knife plate "
        "bowl bucket basket bag wallet coin ring necklace shirt sock glove scarf belt jacket dress helmet "
        "flag map letter stamp poster newspaper printer keyboard screen radio television battery cable "
        "engine wheel satellite telescope microscope magnet rope ladder shovel saw drill screw nail violin "
        "piano flute statue puppet doll kite dice puzzle chess sandwich soup salad rice noodle sausage "
        "bacon steak onion garlic potato pepper cucumber peach pear plum melon mango coconut nut honey "
        "butter milk juice wine beer leaf bush rose feather shell stone crystal smoke rainbow lightning "
        "snowflake planet comet skeleton brain finger nose ear eye tooth"
    ).split()
)
"""Training asks about these."""

UNSEEN_STRANGERS: tuple[str, ...] = tuple(
    (
        "giraffe kangaroo hamster lizard seal goose beetle tiara sled canoe tent barn well chimney towel "
        "broom comb razor candy pretzel taco sushi waffle pie peanut olive lettuce tomato radish lemonade "
        "cello harp banjo mask sword shield arrow bow compass lantern barrel crate suitcase wheelchair "
        "mermaid goblin clown soldier nurse policeman firefighter elf knight astronaut"
    ).split()
)
"""Training never asks about these: they measure whether declining carries over."""
