"""DToMe, ToMe and virtual unmerging written plainly in PyTorch from the paper. Slow, readable, no model library."""
