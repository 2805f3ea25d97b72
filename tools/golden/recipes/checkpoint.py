"""What every recipe returns: a model and its processor, which transformers writes to disk itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch


@dataclass(frozen=True)
class Checkpoint:
    model: Any
    processor: Any
    dtype: torch.dtype = torch.float32
    shard_size: str = "5GB"

    def save(self, folder: Path) -> None:
        """Configs, weights and tokenizer as `save_pretrained` lays them out."""
        self.model.to(self.dtype).save_pretrained(folder, max_shard_size=self.shard_size)
        self.processor.save_pretrained(folder)
