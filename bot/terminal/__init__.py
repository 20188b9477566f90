"""The terminal as a screen."""
