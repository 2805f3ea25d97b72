"""Small tokenizers of every kind, and what transformers makes of texts with them."""
