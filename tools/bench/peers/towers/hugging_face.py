"""The CLIP or SigLIP tower of a checkpoint in transformers, without the layers after the one whose features are used, which would only cost time."""

from __future__ import annotations

from pathlib import Path

import torch
from golden.plain.spec import read_spec
from golden.plain.weights import read_weights
from torch import Tensor
from transformers import AutoConfig, CLIPVisionModel, SiglipVisionModel

PREFIX = "vision_tower."


class Tower(torch.nn.Module):
    """pixels [1, 3, H, W] -> features [1, n, D], in CLIP the class token first."""

    def __init__(self, model: Path) -> None:
        super().__init__()
        spec = read_spec(model).vision
        config = AutoConfig.from_pretrained(model).vision_config
        config.num_hidden_layers = spec.executed
        config.vision_use_head = False
        self.tower = (CLIPVisionModel if spec.class_token else SiglipVisionModel)(config)
        self.tower.post_layernorm = torch.nn.Identity()  # LLaVA reads what is before it
        stored = read_weights(model, torch.float32)
        own = {name: stored.get(PREFIX + name) for name in self.tower.state_dict()}
        self.tower.load_state_dict({name: value for name, value in own.items() if value is not None}, strict=False)
        missing = {name for name, value in own.items() if value is None}
        assert not missing, f"the checkpoint lacks {missing}"
        self.eval()

    def forward(self, pixels: Tensor) -> Tensor:
        found: Tensor = self.tower(pixels).last_hidden_state
        return found
