"""The cases: parts of tokenizer.json in the layouts of real families and in every other way that the format allows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

# Replacements of a SentencePiece model that was trained with sixteen rules of our own: full width, ligatures, kana.
CHARSMAP = (
    "AAQAAAAgAAAJCQAACgUAAAEAAIDMLAIAig0AABYAAIDMOAIAgQUAABkAAICgJQAABQAAgLAFAAAPAACAi3kAAJHwAgAAAACApg0AABwAAICgHQ"
    "AAAwAAgIBZAACrtAMAvXEAAOMcAgCAMAIAhLQCAIKYAgAfAACAgmwCAIBsAgCZDQAArAACAIENAAATAACACwAAgA0AAIChGQAAogkAALaAAwDv"
    "/AIAvnQCAJ7ZAAAqAAAALQAAACwAAAAvAAAALgAAALzQAgC9gAIAMwAAADIAAAA1AAAANAAAADcAAAA2AAAAOQAAADgAAAA7AAAAOgAAAD0AAA"
    "A8AAAAPwAAAD4AAABBAAAAQAAAAEMAAABCAAAARQAAAEQAAABHAAAARgAAAEkAAABBBAIASwAAAEoAAABNAAAATAAAAE8AAABOAAAAUQAAAFAA"
    "AABTAAAAUgAAAFUAAABUAAAAVwAAAFYAAABZAAAAWAAAAFsAAABaAAAAXQAAAFwAAABfAAAAXgAAAGEAAABgAAAAYwAAAGIAAABlAAAAZAAAAG"
    "cAAABmAAAAaQAAAGgAAABrAAAAagAAAG0AAABlmAIAbwAAAG4AAABxAAAAcAAAAHMAAAByAAAAdQAAAHQAAAB3AAAAdgAAAHkAAAB4AAAAewAA"
    "AHoAAAB9AAAAfAAAAH8AAAB+AAAAgQAAAIAAAACDAAAAggAAAIUAAACEAAAAhwAAAIYAAACJAAAAiAAAAIsAAACKAAAAjQAAAIwAAACPAAAAjg"
    "AAAJEAAACQAAAAkwAAAJIAAACVAAAAlAAAAJcAAACWAAAAmQAAAJgAAACbAAAAmgAAAJ0AAACcAAAAnwAAAJ4AAAChAAAAoAAAAKMAAACiAAAA"
    "pQAAAKQAAACnAAAApgAAAKkAAACoAAAAqwAAAKoAAACtAAAArAAAAK8AAACuAAAAsQAAALAAAACzAAAAsgAAALUAAAC0AAAAtwAAALYAAAC5AA"
    "AAuAAAALsAAAC6AAAAvQAAALwAAAC/AAAAvgAAAMEAAADAAAAAwwAAAMIAAADFAAAAxAAAAMcAAADGAAAAyQAAAMgAAADCgAEAygAAAMTAAQDM"
    "AAAAzwAAAM4AAADRAAAA0AAAANMAAADSAAAA1QAAANQAAADXAAAA1gAAANkAAADYAAAA2wAAANoAAADdAAAA3AAAAN8AAADeAAAA4QAAAOAAAA"
    "DjAAAA4gAAAOUAAADkAAAA5wAAAO+sAQDpAAAA6AAAAOLQAQDjyAEA7QAAAOwAAADvAAAA7gAAAPEAAADwAAAA8wAAAPIAAAD1AAAA9AAAAPcA"
    "AAD2AAAA+QAAAPgAAAD7AAAA+gAAAP0AAAD8AAAA/wAAAP4AAAAAIAAxADHigYQyAEEAQgBJzIcAZmkAw4UAw6kAzqkA44KsAA=="
)

QWEN = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
LLAMA3 = QWEN.replace(r"|\p{N}|", r"|\p{N}{1,3}|")
CL100K = (
    r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+"
    r"| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s"
)
O200K = "|".join(
    [
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"\p{N}{1,3}",
        r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
        r"\s*[\r\n]+",
        r"\s+(?!\S)",
        r"\s+",
    ]
)


@dataclass(frozen=True)
class Kind:
    """A tokenizer to be: one of the vocabularies with these parts around it."""

    name: str
    base: str
    json: Json = field(default_factory=dict)
    """Other parts of tokenizer.json. `None` stands as null; a part that is not named is missing from the file."""
    model: Json = field(default_factory=dict)
    config: Json = field(default_factory=dict)
    model_type: str = "llava"
    special_tokens_map: Json | None = None
    added_tokens: dict[str, int] | None = None


def added(content: str, identifier: int, special: bool = True, **flags: bool) -> Json:
    usual = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": not special}
    return {"id": identifier, "content": content, **usual, **flags, "special": special}


def split(pattern: str, behavior: str = "Isolated", invert: bool = False, text: bool = False) -> Json:
    kind = "String" if text else "Regex"
    return {"type": "Split", "pattern": {kind: pattern}, "behavior": behavior, "invert": invert}


def byte_level(prefix: bool = False, regex: bool = True) -> Json:
    return {"type": "ByteLevel", "add_prefix_space": prefix, "trim_offsets": True, "use_regex": regex}


def metaspace(scheme: str = "always", cut: bool = True) -> Json:
    return {"type": "Metaspace", "replacement": "▁", "prepend_scheme": scheme, "split": cut}


def pre(*parts: Json) -> Json:
    return {"type": "Sequence", "pretokenizers": list(parts)}


def norm(*parts: Json) -> Json:
    return {"type": "Sequence", "normalizers": list(parts)}


def dec(*parts: Json) -> Json:
    return {"type": "Sequence", "decoders": list(parts)}


def replace(pattern: str, content: str, regex: bool = False) -> Json:
    return {"type": "Replace", "pattern": {"Regex" if regex else "String": pattern}, "content": content}


def template(before: list[tuple[str, int]], after: list[tuple[str, int]] | None = None) -> Json:
    after = after or []
    special = [{"SpecialToken": {"id": name, "type_id": 0}} for name, _ in before]
    ends = [{"SpecialToken": {"id": name, "type_id": 0}} for name, _ in after]
    single = [*special, {"Sequence": {"id": "A", "type_id": 0}}, *ends]
    tokens = {name: {"id": name, "ids": [number], "tokens": [name]} for name, number in [*before, *after]}
    return {"type": "TemplateProcessing", "single": single, "pair": single, "special_tokens": tokens}


LLAMA_NORMAL = norm({"type": "Prepend", "prepend": "▁"}, replace(" ", "▁"))
LLAMA_DECODER = dec(
    replace("▁", " "),
    {"type": "ByteFallback"},
    {"type": "Fuse"},
    {"type": "Strip", "content": " ", "start": 1, "stop": 0},
)
LLAMA_TOKENS = [added("<unk>", 0), added("<s>", 1), added("</s>", 2)]
IMAGE = added("<image>", 479)
FLAGGED = [
    added("<word>", 500, special=False, single_word=True),
    added("<strip>", 501, special=True, lstrip=True, rstrip=True),
    added("Addedtoken", 502, special=False),
]
BERT_TOKENS = [added(text, number) for number, text in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])]
BOS = template([("<s>", 1)])


def _llama(name: str, **changes: Any) -> Kind:
    parts = {
        "added_tokens": [*LLAMA_TOKENS, IMAGE],
        "normalizer": LLAMA_NORMAL,
        "pre_tokenizer": None,
        "post_processor": BOS,
        "decoder": LLAMA_DECODER,
        **changes.pop("json", {}),
    }
    config = {"tokenizer_class": "LlamaTokenizer", "bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"}
    return Kind(name, changes.pop("base", "marked"), parts, config={**config, **changes.pop("config", {})}, **changes)


def _byte(name: str, pre_tokenizer: Json | None, **changes: Any) -> Kind:
    end, start = added("<|im_end|>", 480), added("<|im_start|>", 481)
    parts = {
        "added_tokens": [end, start, added("<image>", 482)],
        "normalizer": None,
        "pre_tokenizer": pre_tokenizer,
        "post_processor": byte_level(),
        "decoder": byte_level(),
        **changes.pop("json", {}),
    }
    return Kind(name, changes.pop("base", "byte"), parts, **changes)


def _unigram(name: str, **changes: Any) -> Kind:
    parts = {
        "added_tokens": [added("<pad>", 0), added("</s>", 1), added("<unk>", 2)],
        "normalizer": None,
        "pre_tokenizer": pre({"type": "WhitespaceSplit"}, metaspace()),
        "post_processor": template([], [("</s>", 1)]),
        "decoder": metaspace(),
        **changes.pop("json", {}),
    }
    return Kind(name, changes.pop("base", "unigram"), parts, **changes)


def _bert(name: str, **changes: Any) -> Kind:
    normal = {
        "type": "BertNormalizer",
        "clean_text": True,
        "handle_chinese_chars": True,
        "strip_accents": None,
        "lowercase": True,
    }
    parts = {
        "added_tokens": BERT_TOKENS,
        "normalizer": {**normal, **changes.pop("normal", {})},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": template([("[CLS]", 2)], [("[SEP]", 3)]),
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        **changes.pop("json", {}),
    }
    return Kind(name, changes.pop("base", "wordPiece"), parts, **changes)


BEHAVIOURS = ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"]


def families() -> list[Kind]:
    """In the layouts of real model families."""
    split_bytes = byte_level(regex=False)
    return [
        _llama("llama, legacy"),
        _llama("llama, first", json={"normalizer": None, "pre_tokenizer": metaspace("first", cut=False)}),
        _llama("llama, always", json={"normalizer": None, "pre_tokenizer": metaspace("always", cut=False)}),
        _llama(
            "vicuna, normalized specials",
            json={"added_tokens": [added(t["content"], t["id"], normalized=True) for t in [*LLAMA_TOKENS, IMAGE]]},
        ),
        _llama(
            "mistral",
            json={
                "normalizer": None,
                "pre_tokenizer": metaspace("first", cut=False),
                "added_tokens": [*LLAMA_TOKENS, added("[INST]", 479), added("[/INST]", 480)],
            },
        ),
        _llama(
            "phi3",
            json={
                "added_tokens": [*LLAMA_TOKENS, added("<|end|>", 479, rstrip=True), added("<image>", 480, rstrip=True)]
            },
        ),
        _llama(
            "gemma",
            json={
                "normalizer": replace(" ", "▁"),
                "pre_tokenizer": split(" ", "MergedWithPrevious", text=True),
                "decoder": dec(replace("▁", " "), {"type": "ByteFallback"}, {"type": "Fuse"}),
            },
            config={"tokenizer_class": "GemmaTokenizer"},
        ),
        _byte(
            "qwen2",
            pre(split(QWEN), split_bytes),
            json={"normalizer": {"type": "NFC"}},
            config={"tokenizer_class": "Qwen2Tokenizer", "eos_token": "<|im_end|>", "bos_token": None},
        ),
        _byte(
            "llama3",
            pre(split(LLAMA3), split_bytes),
            model={"ignore_merges": True},
            json={
                "post_processor": {"type": "Sequence", "processors": [byte_level(), template([("<|im_start|>", 481)])]}
            },
            config={"bos_token": "<|im_start|>"},
        ),
        _byte("gpt2", byte_level(), config={"tokenizer_class": "GPT2Tokenizer"}),
        _byte(
            "roberta",
            byte_level(prefix=True),
            json={
                "post_processor": {
                    "type": "RobertaProcessing",
                    "sep": ["<|im_end|>", 480],
                    "cls": ["<|im_start|>", 481],
                    "trim_offsets": True,
                    "add_prefix_space": True,
                }
            },
        ),
        _byte("smollm", pre({"type": "Digits", "individual_digits": True}, byte_level())),
        _byte("cl100k", pre(split(CL100K), split_bytes)),
        _byte("o200k", pre(split(O200K), split_bytes)),
        _byte(
            "falcon",
            pre(
                {"type": "Punctuation", "behavior": "Contiguous"},
                byte_level(),
                {"type": "Digits", "individual_digits": False},
                split(r"[0-9][0-9][0-9]"),
            ),
        ),
        _byte(
            "deepseek",
            pre(
                split(r"[\r\n]"),
                split(r"\s?[A-Za-zµÀ-ÖØ-öø-ƺ]+"),
                split(r"\s?[!-/:-~！-／：-～‘-‟　-。]+"),
                split(r"\s+$"),
                split(r"[一-龥ࠀ-一가-퟿]+"),
                {"type": "Digits", "individual_digits": True},
                split_bytes,
            ),
        ),
        _unigram("t5"),
        _unigram("t5, byte fallback", base="unigramBytes", config={"unk_token": "<unk>"}),
        _unigram("xlm-roberta", json={"normalizer": {"type": "Precompiled", "precompiled_charsmap": CHARSMAP}}),
        _bert("bert, uncased"),
        _bert("bert, cased", normal={"lowercase": False}),
        Kind(
            "clip",
            "suffixed",
            {
                "normalizer": norm({"type": "NFC"}, replace(r"\s+", " ", regex=True), {"type": "Lowercase"}),
                "pre_tokenizer": pre(
                    split(
                        r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+",
                        "Removed",
                        invert=True,
                    )
                ),
                "decoder": {"type": "BPEDecoder", "suffix": "</w>"},
                "added_tokens": [added("<unk>", 0)],
                "post_processor": None,
            },
        ),
    ]


def classes() -> list[Kind]:
    """Files that transformers reads through a class of its own under some model types, and as written under others."""
    llama_under = [
        ("true", {"legacy": True}),
        ("false", {"legacy": False}),
        ("unsaid", {}),
        ("null", {"legacy": None}),
        ("no prefix", {"add_prefix_space": False}),
    ]
    return [
        *[
            _llama(f"llama class under llava_onevision, legacy {name}", model_type="llava_onevision", config=config)
            for name, config in llama_under
        ],
        _llama(
            "llama fast class under paligemma", model_type="paligemma", config={"tokenizer_class": "LlamaTokenizerFast"}
        ),
        _llama("llama under llava_next", model_type="llava_next", config={"legacy": True}),
        _llama("gemma class under paligemma", model_type="paligemma", config={"tokenizer_class": "GemmaTokenizer"}),
        _llama(
            "fast class under llava_onevision",
            model_type="llava_onevision",
            config={"tokenizer_class": "PreTrainedTokenizerFast"},
        ),
        _byte(
            "qwen class under llava_onevision",
            pre(split(LLAMA3), byte_level(regex=False)),
            model_type="llava_onevision",
            config={
                "tokenizer_class": "Qwen2TokenizerFast",
                "eos_token": "<|im_end|>",
                "pad_token": "<|endoftext|>",
                "added_tokens_decoder": {
                    "480": added("<|im_end|>", 0),
                    "481": added("<|im_start|>", 0),
                    "485": added("<image>", 0),
                },
            },
        ),
        _byte(
            "gpt2 class under llava_onevision",
            pre(split(QWEN), byte_level(regex=False)),
            model_type="llava_onevision",
            config={"tokenizer_class": "GPT2Tokenizer", "unk_token": "<|im_end|>"},
        ),
        _byte(
            "llama class over bytes under llava_onevision",
            pre(split(LLAMA3), byte_level(regex=False)),
            model_type="llava_onevision",
            config={"tokenizer_class": "LlamaTokenizer"},
        ),
    ]


def tokens() -> list[Kind]:
    """What the tokenizer's config and its older companions add."""
    for_decoder = {str(token["id"]): {key: value for key, value in token.items() if key != "id"} for token in FLAGGED}
    plain = [
        added("<word>", 479, special=False),
        added("<strip>", 480, special=False),
        added("Addedtoken", 481, special=False),
    ]
    gap = [*LLAMA_TOKENS, added("<image>", 600), added("<late>", 900)]
    return [
        _llama("flags", json={"added_tokens": [*LLAMA_TOKENS, *FLAGGED]}),
        _byte("flags on bytes", byte_level(), json={"added_tokens": FLAGGED}),
        _bert("flags with a normalizer", json={"added_tokens": [*BERT_TOKENS, *FLAGGED]}),
        _llama(
            "flags in added_tokens_decoder",
            json={"added_tokens": [*LLAMA_TOKENS, *plain]},
            config={"added_tokens_decoder": for_decoder},
        ),
        _llama(
            "tokens only in added_tokens_decoder",
            json={"added_tokens": LLAMA_TOKENS},
            config={"added_tokens_decoder": for_decoder},
        ),
        _llama("extra_special_tokens as a list", config={"extra_special_tokens": ["<word>", "<image>", "<new>"]}),
        _llama(
            "extra_special_tokens as a record",
            config={"extra_special_tokens": {"image_token": "<image>", "word_token": "<word>"}},
        ),
        _llama(
            "additional_special_tokens",
            config={
                "additional_special_tokens": [
                    "<word>",
                    {
                        "__type": "AddedToken",
                        "content": "<strip>",
                        "lstrip": True,
                        "rstrip": True,
                        "single_word": False,
                        "normalized": False,
                        "special": True,
                    },
                ]
            },
        ),
        _llama("named tokens of its own", config={"image_token": "<image>", "boi_token": "<word>"}),
        _llama("named tokens that are new", config={"pad_token": "<pad>", "eos_token": "<|im_end|>"}),
        _llama(
            "named tokens that are ordinary",
            json={"added_tokens": [*LLAMA_TOKENS, added("<word>", 479, special=False)]},
            config={"eos_token": "<word>"},
        ),
        _llama(
            "special_tokens_map",
            config={},
            special_tokens_map={
                "pad_token": {
                    "content": "<pad>",
                    "lstrip": False,
                    "normalized": True,
                    "rstrip": False,
                    "single_word": False,
                },
                "eos_token": "<word>",
            },
        ),
        _llama("added_tokens.json", config={"pad_token": "<pad>"}, added_tokens={"<pad>": 480, "<word>": 481}),
        _llama("ids with gaps", json={"added_tokens": gap}),
        Kind(
            "no added tokens at all",
            "byte",
            {"pre_tokenizer": byte_level(), "decoder": byte_level(), "added_tokens": []},
        ),
        Kind("missing parts", "byte", {"pre_tokenizer": byte_level(), "added_tokens": [added("<image>", 480)]}),
        Kind("only a model", "wordLevel", {"added_tokens": []}),
    ]


def parts() -> list[Kind]:
    """Every other part, and every way to use one."""
    letters = {"normalizer": LLAMA_NORMAL, "decoder": LLAMA_DECODER, "added_tokens": LLAMA_TOKENS}
    plain = {"added_tokens": [], "decoder": byte_level()}
    cut = [
        Kind(
            f"split, {behaviour}{', inverted' if invert else ''}",
            "byte",
            {**plain, "pre_tokenizer": pre(split(r"\d|\s|'", behaviour, invert), byte_level(regex=False))},
        )
        for behaviour in BEHAVIOURS
        for invert in (False, True)
    ]
    signs = [
        Kind(
            f"punctuation, {behaviour}",
            "byte",
            {**plain, "pre_tokenizer": pre({"type": "Punctuation", "behavior": behaviour}, byte_level(regex=False))},
        )
        for behaviour in BEHAVIOURS
    ]
    forms = [
        Kind(f"{form}", "byte", {**plain, "normalizer": {"type": form}, "pre_tokenizer": byte_level()})
        for form in ("NFC", "NFD", "NFKC", "NFKD", "StripAccents", "Lowercase", "Nmt")
    ]
    strips = [
        Kind(
            f"strip {left} {right}",
            "marked",
            {
                "added_tokens": LLAMA_TOKENS,
                "normalizer": {"type": "Strip", "strip_left": left, "strip_right": right},
                "pre_tokenizer": metaspace("first", cut=False),
                "decoder": LLAMA_DECODER,
            },
        )
        for left, right in ((True, True), (True, False), (False, True))
    ]
    patterns = [
        r"\w+",
        r"[^\W\d]+",
        r"\b",
        r"\s++$",
        r"(?>a+)b|.",
        r"^\s*",
        r"[[:alpha:]]+",
        r"[a-c&&[^b]]",
        r"\p{Han}+|\p{Hiragana}+",
        r"(?i:sk|kſ)",
        r"a{2,}+",
        r"\h+",
        r"(?<=a)b|a(?=\n)",
        r"\A.|.\z",
        r"[\p{L}&&[^\p{Latin}]]+",
        r"x*",
    ]
    regexes = [
        Kind(f"pattern {pattern}", "byte", {**plain, "pre_tokenizer": pre(split(pattern), byte_level(regex=False))})
        for pattern in patterns
    ]
    words = [
        Kind(f"pre-tokenizer {part['type']}", "wordLevel", {"added_tokens": [], "pre_tokenizer": part})
        for part in (
            {"type": "Whitespace"},
            {"type": "WhitespaceSplit"},
            {"type": "CharDelimiterSplit", "delimiter": " "},
            {"type": "UnicodeScripts"},
        )
    ]
    bert = [
        _bert(
            f"bert normalizer {name}",
            normal=normal,
            json={"decoder": {"type": "WordPiece", "prefix": "##", "cleanup": False}},
        )
        for name, normal in (
            ("without cleaning", {"clean_text": False}),
            ("without Chinese", {"handle_chinese_chars": False}),
            ("stripping", {"strip_accents": True, "lowercase": False}),
            ("keeping accents", {"strip_accents": False}),
        )
    ]
    return [
        *cut,
        *signs,
        *forms,
        *strips,
        *regexes,
        *words,
        *bert,
        Kind(
            "digits, contiguous",
            "byte",
            {**plain, "pre_tokenizer": pre({"type": "Digits", "individual_digits": False}, byte_level(regex=False))},
        ),
        Kind(
            "digits, single",
            "byte",
            {**plain, "pre_tokenizer": pre({"type": "Digits", "individual_digits": True}, byte_level(regex=False))},
        ),
        Kind(
            "fixed length",
            "byte",
            {**plain, "pre_tokenizer": pre({"type": "FixedLength", "length": 3}, byte_level(regex=False))},
        ),
        Kind("split by text", "byte", {**plain, "pre_tokenizer": pre(split("a.", text=True), byte_level(regex=False))}),
        Kind(
            "scripts on bytes",
            "byte",
            {**plain, "pre_tokenizer": pre({"type": "UnicodeScripts"}, byte_level(regex=False))},
        ),
        Kind(
            "byte-level normalizer",
            "byte",
            {
                **plain,
                "normalizer": {"type": "ByteLevel"},
                "added_tokens": [added("<word>", 480, special=False), added("été", 481, special=False)],
            },
        ),
        Kind(
            "replace by a pattern",
            "byte",
            {
                **plain,
                "normalizer": norm(replace(r"\s+", " ", regex=True), replace("$", "$1&")),
                "pre_tokenizer": byte_level(),
            },
        ),
        Kind("metaspace, never", "marked", {**letters, "normalizer": None, "pre_tokenizer": metaspace("never")}),
        Kind("metaspace, split", "marked", {**letters, "normalizer": None, "pre_tokenizer": metaspace("first")}),
        Kind(
            "metaspace, after digits",
            "marked",
            {
                **letters,
                "normalizer": None,
                "pre_tokenizer": pre({"type": "Digits", "individual_digits": True}, metaspace("first", cut=False)),
            },
        ),
        Kind("metaspace decoder", "marked", {**letters, "decoder": metaspace()}),
        Kind("metaspace decoder, never", "marked", {**letters, "decoder": metaspace("never")}),
        Kind("no byte tokens, fused", "letters", letters),
        Kind("no byte tokens, not fused", "letters", letters, model={"fuse_unk": False}),
        Kind("no byte tokens, no unknown", "letters", letters, model={"unk_token": None}),
        Kind("bytes not fallen back to", "marked", letters, model={"byte_fallback": False}),
        Kind(
            "prefixed", "prefixed", {"added_tokens": [added("<unk>", 0)], "pre_tokenizer": {"type": "WhitespaceSplit"}}
        ),
        Kind(
            "wordpiece, short words",
            "wordPiece",
            {"added_tokens": BERT_TOKENS, "pre_tokenizer": {"type": "BertPreTokenizer"}},
            model={"max_input_chars_per_word": 6},
        ),
        _bert(
            "bert processing",
            json={"post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]}},
        ),
        _bert(
            "bert, cleaned up",
            json={"decoder": {"type": "WordPiece", "prefix": "##", "cleanup": False}},
            config={"clean_up_tokenization_spaces": True},
        ),
        _unigram("unigram, cleaned up", config={"clean_up_tokenization_spaces": True}),
        _llama("bpe, cleaned up in vain", config={"clean_up_tokenization_spaces": True}),
        _llama(
            "bpe, cleaned up all the same",
            config={
                "clean_up_tokenization_spaces": True,
                "clean_up_tokenization_spaces_for_bpe_even_though_it_will_corrupt_output": True,
            },
        ),
        Kind(
            "ctc",
            "letters",
            {
                "added_tokens": [],
                "decoder": {"type": "CTC", "pad_token": "<pad>", "word_delimiter_token": "▁", "cleanup": True},
            },
        ),
        Kind(
            "strip and replace decoders",
            "marked",
            {
                **letters,
                "decoder": dec(
                    {"type": "Strip", "content": "▁", "start": 1, "stop": 1},
                    replace("[aeiou]", "*", regex=True),
                    {"type": "Fuse"},
                ),
            },
        ),
        Kind("merges as text", "byte", {**plain, "pre_tokenizer": byte_level()}, model={"merges": "as text"}),
    ]


def later_classes() -> list[Kind]:
    """As `classes`. A tokenizer's number says which texts it gets, so new ones come last."""
    return [
        _llama("llama class under llava_next_video", model_type="llava_next_video", config={"legacy": True}),
        _byte(
            "qwen class under internvl",
            pre(split(LLAMA3), byte_level(regex=False)),
            model_type="internvl",
            config={"tokenizer_class": "Qwen2TokenizerFast", "eos_token": "<|im_end|>", "pad_token": "<|endoftext|>"},
        ),
    ]


def kinds() -> list[Kind]:
    return [*families(), *classes(), *tokens(), *parts(), *later_classes()]
