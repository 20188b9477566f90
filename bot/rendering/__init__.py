"""Messages as text for a screen."""
