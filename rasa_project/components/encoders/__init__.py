"""Sentence encoders: how each is prepared in training and loaded to serve."""

INPUT, OUTPUT = "summed", "mean"
"""What the graph of a network calls its input and its output."""
