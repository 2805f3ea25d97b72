"""Stage `tokenizer`: a byte-level BPE of the questions and answers.

Run in tools/: `python -m pocket.training.tokenizer --folder ../run`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

from ..chance import stream
from ..english import amount, plural, sentence, singular
from ..plan import plan_scene
from ..vocabulary import COLORS, CONCEPTS, STYLES, WORDS
from .command import command_parser
from .corpus import conversation
from .run_folder import RunError, StageMissingError
from .shapes import SHAPES

PAD, START, END, IMAGE, USER, ASSISTANT = range(6)
SPECIAL_TOKENS = ("<pad>", "<s>", "</s>", "<image>", "<|user|>", "<|assistant|>")
"""In the order of their ids."""
FILE = "tokenizer.json"
_SCENES = 4000


class BrokenTokenizerError(RunError):
    """The file cannot be read; the message names it."""


def texts(seed: int) -> Iterator[str]:
    """Conversations about planned scenes, and every name and word often enough to earn its own tokens."""
    for index in range(_SCENES):
        rng = stream("tokenizer", seed, index)
        for question in conversation(rng, plan_scene(rng, STYLES["seen"]), 16):
            yield question.text
            yield question.answer
    for name in (*CONCEPTS, "sign"):
        for _ in range(12):
            yield from (f"Where is the {name}?", f"Is there {singular(name)}?", sentence(singular(name)))
            yield f"How many {plural(name)} are there?"
        for count in range(2, 9):
            yield from [sentence(amount(name, count))] * 3
    for word in (*WORDS, *(color.capitalize() for color in COLORS)):
        yield from [f"{word}."] * 60


def train_tokenizer(vocabulary: int, seed: int) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=list(SPECIAL_TOKENS),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts(seed), trainer)
    return tokenizer


def load_tokenizer(folder: Path) -> Tokenizer:
    """Raises StageMissingError before the stage has run, BrokenTokenizerError for anything else there."""
    if not (folder / FILE).is_file():
        raise StageMissingError(f"{folder / FILE} does not exist; run the tokenizer stage first.")
    try:
        return Tokenizer.from_file(str(folder / FILE))
    except Exception as error:  # the package raises nothing narrower
        raise BrokenTokenizerError(f"{folder / FILE} is not a tokenizer: {error}") from error


def main() -> int:
    parser = command_parser("tokenizer", __doc__)
    parser.add_argument("--shape", choices=tuple(SHAPES), default="full")
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    tokenizer = train_tokenizer(SHAPES[options.shape].decoder.vocabulary, options.seed)
    tokenizer.save(str(options.folder / FILE))
    print(f"{tokenizer.get_vocab_size()} tokens in {options.folder / FILE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
