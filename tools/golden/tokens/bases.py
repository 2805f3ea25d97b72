"""The vocabularies that the cases share, trained here on a few lines."""

from __future__ import annotations

import json
from typing import Any

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

from .texts import TRAINING

Json = dict[str, Any]


def _model(tokenizer: Tokenizer) -> Json:
    model: Json = json.loads(tokenizer.to_str())["model"]
    return model


def _byte_level() -> Json:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=480, initial_alphabet=sorted(alphabet), show_progress=False)
    tokenizer.train_from_iterator(TRAINING, trainer)
    return _model(tokenizer)


def _marked(byte_tokens: bool) -> Json:
    """As SentencePiece's BPE: spaces are ▁, and what is not spelt falls back to bytes."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=byte_tokens))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    tokenizer.pre_tokenizer = pre_tokenizers.Split("▁", "merged_with_next")
    first = ["<unk>", "<s>", "</s>", *([f"<0x{i:02X}>" for i in range(256)] if byte_tokens else [])]
    latin = [line for line in TRAINING if line.isascii() or "é" in line]
    trainer = trainers.BpeTrainer(vocab_size=len(first) + 220, special_tokens=first, show_progress=False)
    tokenizer.train_from_iterator(latin, trainer)
    return _model(tokenizer)


def _unigram(byte_tokens: bool) -> Json:
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    first = ["<pad>", "</s>", "<unk>", *([f"<0x{i:02X}>" for i in range(256)] if byte_tokens else [])]
    trainer = trainers.UnigramTrainer(
        vocab_size=len(first) + 200, special_tokens=first, unk_token="<unk>", show_progress=False
    )
    tokenizer.train_from_iterator(TRAINING[:8], trainer)
    model = _model(tokenizer)
    # Whole numbers of hundredths, so that sums meet often and ties are broken.
    model["vocab"] = [[text, round(score, 2)] for text, score in model["vocab"]]
    model["byte_fallback"] = byte_tokens
    return model


def _word_piece() -> Json:
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    trainer = trainers.WordPieceTrainer(vocab_size=330, special_tokens=special, show_progress=False)
    tokenizer.train_from_iterator(TRAINING, trainer)
    return _model(tokenizer)


def _word_level() -> Json:
    tokenizer = Tokenizer(models.WordLevel(unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    trainer = trainers.WordLevelTrainer(vocab_size=120, special_tokens=["[UNK]"], show_progress=False)
    tokenizer.train_from_iterator(TRAINING, trainer)
    return _model(tokenizer)


def _suffixed() -> Json:
    """As CLIP: the end of a word is part of its last token."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", end_of_word_suffix="</w>"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    trainer = trainers.BpeTrainer(
        vocab_size=300, special_tokens=["<unk>"], end_of_word_suffix="</w>", show_progress=False
    )
    tokenizer.train_from_iterator(TRAINING[:8], trainer)
    return _model(tokenizer)


def _prefixed() -> Json:
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", continuing_subword_prefix="##"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    trainer = trainers.BpeTrainer(
        vocab_size=300, special_tokens=["<unk>"], continuing_subword_prefix="##", show_progress=False
    )
    tokenizer.train_from_iterator(TRAINING[:8], trainer)
    return _model(tokenizer)


def bases() -> dict[str, Json]:
    return {
        "byte": _byte_level(),
        "marked": _marked(byte_tokens=True),
        "letters": _marked(byte_tokens=False),
        "unigram": _unigram(byte_tokens=False),
        "unigramBytes": _unigram(byte_tokens=True),
        "wordPiece": _word_piece(),
        "wordLevel": _word_level(),
        "suffixed": _suffixed(),
        "prefixed": _prefixed(),
    }
