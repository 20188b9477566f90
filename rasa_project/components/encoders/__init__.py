"""Sentence encoders: how each is prepared in training and loaded to serve."""
