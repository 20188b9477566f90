"""Measurements of the understanding that a reader can repeat."""
