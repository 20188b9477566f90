"""The Rasa process: its model, its supervision, and the HTTP seam to it."""
