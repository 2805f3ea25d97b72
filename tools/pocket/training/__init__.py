"""Trains the embedded model on the pocket scenes; see README.md for the stages and their commands."""
