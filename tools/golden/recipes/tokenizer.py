"""Small byte-level tokenizers: every text has ids, a few hundred of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

_TEXT = (
    "What is in the picture? Describe the image in one sentence.",
    "The picture shows a red circle and a green square on a dark background.",
    "How many shapes are there? There are three of them: two large, one small.",
    "USER and ASSISTANT talk about what is shown here. Is it a cat? No, it is not.",
)


def byte_tokenizer(
    size: int,
    first: Sequence[str],
    last: Sequence[str],
    begin: str | None = None,
    **named: str | dict[str, str],
) -> Any:
    """Ids 0.. are the special tokens `first`, then bytes and merges up to `size`, then the special tokens `last`.

    `begin` is put before every text; `named` are transformers' roles (`eos_token="</s>"`, ...).
    """
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        special_tokens=list(first),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(_TEXT, trainer)
    if tokenizer.get_vocab_size() != size:
        raise ValueError(f"the text gives {tokenizer.get_vocab_size()} tokens, not {size}")
    tokenizer.add_special_tokens([AddedToken(token, normalized=False, special=True) for token in last])
    if begin is not None:
        tokenizer.post_processor = processors.TemplateProcessing(
            single=f"{begin} $A", special_tokens=[(begin, tokenizer.token_to_id(begin))]
        )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, clean_up_tokenization_spaces=False, padding_side="left", **named
    )
