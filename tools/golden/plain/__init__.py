"""DToMe, ToMe, virtual unmerging, pooling and VisionZip in plain PyTorch. Slow, readable, no model library."""
