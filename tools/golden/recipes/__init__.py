"""Random checkpoints in genuine Hugging Face layout, one file a family, and the pictures that go with them."""
