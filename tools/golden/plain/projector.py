"""From the tower's features to rows of the language model, token by token."""

from __future__ import annotations

from torch import Tensor

from .layers import activate
from .spec import Spec
from .weights import Weights


def project(spec: Spec, weights: Weights, features: Tensor) -> Tensor:
    """[n, D] -> [n, D_text]."""
    name = "multi_modal_projector"
    if spec.projector_layers == 1:
        return weights.linear(f"{name}.linear", features)
    hidden = activate(spec.projector_activation, weights.linear(f"{name}.linear_1", features))
    return weights.linear(f"{name}.linear_2", hidden)
