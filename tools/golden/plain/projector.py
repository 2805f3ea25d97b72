"""From the tower's features to rows of the language model, token by token."""

from __future__ import annotations

from torch import Tensor

from .layers import activate, layer_norm, rms_norm
from .spec import Spec
from .weights import Weights


def project(spec: Spec, weights: Weights, features: Tensor) -> Tensor:
    """[n, D] -> [n, D_text]."""
    name = "multi_modal_projector"
    if spec.mean:
        features = features.reshape(len(features), spec.square**2, -1).mean(1)
    if spec.family == "gemma3":
        normed = rms_norm(weights, f"{name}.mm_soft_emb_norm", features, spec.vision.epsilon, 1.0)
        return normed @ weights[f"{name}.mm_input_projection_weight"]
    if spec.projector_layers == 1:
        return weights.linear(f"{name}.linear", features)
    if spec.projector_norm:
        features = layer_norm(weights, f"{name}.layer_norm", features, 1e-5)
    hidden = activate(spec.projector_activation, weights.linear(f"{name}.linear_1", features))
    return weights.linear(f"{name}.linear_2", hidden)
