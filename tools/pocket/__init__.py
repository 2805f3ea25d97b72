"""Procedural picture-and-question scenes on which the embedded pocket model is trained and tried."""
