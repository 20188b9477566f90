"""Where things are in a checkout of the project."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
RASA_PROJECT = PROJECT / "rasa_project"
RASA_PYTHON = RASA_PROJECT / ".venv" / "bin" / "python"
CACHE = PROJECT / ".wegwijzer"
"""Everything that can be made again: models, sentence vectors of training examples, stamps."""
