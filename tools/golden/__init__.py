"""Makes and checks golden cases: small checkpoints with the numbers that the engine must reproduce."""
