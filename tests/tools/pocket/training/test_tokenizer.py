from __future__ import annotations

from pathlib import Path

import pytest
from tokenizers import Tokenizer

from pocket.chance import stream
from pocket.english import plural
from pocket.questions.strangers import UNSEEN_STRANGERS
from pocket.training import tokenizer as stage
from pocket.training.corpus import conversation
from pocket.training.run_folder import StageMissingError
from pocket.training.tokenizer import SPECIAL_TOKENS, load_tokenizer, train_tokenizer
from pocket.vocabulary import CONCEPTS, WORDS

from samples import planned


def test_the_same_seed_gives_the_same_tokenizer(
    tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage, "_SCENES", 150)
    assert train_tokenizer(1024, seed=5).to_str() == tokenizer.to_str()
    assert train_tokenizer(1024, seed=6).to_str() != tokenizer.to_str()


def test_special_tokens_have_the_first_ids(tokenizer: Tokenizer) -> None:
    assert [tokenizer.token_to_id(token) for token in SPECIAL_TOKENS] == [0, 1, 2, 3, 4, 5]
    assert tokenizer.encode("<image><|user|>").ids == [stage.IMAGE, stage.USER]


def test_it_has_the_size_of_the_decoder(tokenizer: Tokenizer) -> None:
    assert tokenizer.get_vocab_size() == 1024


def test_what_is_said_about_scenes_reads_back_as_written(tokenizer: Tokenizer) -> None:
    for index, plan in enumerate(planned(60)):
        for question in conversation(stream("tokenizer test", 1, index), plan, 24):
            for text in (question.text, question.answer):
                assert tokenizer.decode(tokenizer.encode(text).ids) == text


@pytest.mark.parametrize("text", ["Straße?", "何", "a\tb  c", "🦊", *UNSEEN_STRANGERS[:5]])
def test_any_other_text_reads_back_as_well(tokenizer: Tokenizer, text: str) -> None:
    assert tokenizer.decode(tokenizer.encode(text).ids) == text


def test_names_and_words_are_few_tokens(tokenizer: Tokenizer) -> None:
    longest = {name: len(tokenizer.encode(f" {name}").ids) for name in CONCEPTS}
    assert max(longest.values()) <= 3
    assert sum(count == 1 for count in longest.values()) > 80
    assert all(len(tokenizer.encode(f"{word}.").ids) <= 4 for word in WORDS)
    assert all(len(tokenizer.encode(f" {plural(name)}").ids) <= 6 for name in CONCEPTS)


def test_a_run_without_tokenizer_names_the_stage_to_run(tmp_path: Path) -> None:
    with pytest.raises(
        StageMissingError, match=r"tokenizer\.json does not exist; run the tokenizer stage first"
    ):
        load_tokenizer(tmp_path)


def test_a_saved_tokenizer_is_loaded_as_it_was(tmp_path: Path, tokenizer: Tokenizer) -> None:
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    assert load_tokenizer(tmp_path).to_str() == tokenizer.to_str()
