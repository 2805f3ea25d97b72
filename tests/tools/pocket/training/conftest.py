"""A tokenizer of the closed world, and one thread: small tensors are no faster on several."""

from __future__ import annotations

import pytest
import torch
from tokenizers import Tokenizer

from pocket.training import tokenizer as stage

torch.set_num_threads(1)


@pytest.fixture(scope="session")
def tokenizer() -> Tokenizer:
    """Trained as the stage does, on fewer scenes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stage, "_SCENES", 150)
        return stage.train_tokenizer(1024, seed=5)
