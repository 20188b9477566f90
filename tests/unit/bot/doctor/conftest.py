"""What the tests of the doctor start from."""

from pathlib import Path

import pytest

from bot.settings import Settings, load_settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings with a data folder of its own and no token."""
    return load_settings({"WEGWIJZER_DATA_DIR": str(tmp_path / "data")})
