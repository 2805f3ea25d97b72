"""Self-made image files of every kind that people meet, so that an engine's decoders can be held against Pillow's."""
