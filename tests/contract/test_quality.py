import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
LARGEST = 1024 * 1024
MOST_LINES = 400
PACKAGES = ("bot", "content", "conversations", "rasa_project")
MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:home|work|root|Users)/\w")


def ignored(path: Path) -> bool:
    """Tell whether .gitignore leaves a path out, by its forms `/folder/`, `folder/` and `*.end`."""
    inside = path.relative_to(PROJECT)
    for pattern in ("/.git/", *(PROJECT / ".gitignore").read_text(encoding="utf-8").split()):
        name = pattern.strip("/")
        if pattern.startswith("/"):
            if inside.parts[: len(Path(name).parts)] == Path(name).parts:
                return True
        elif any(Path(part).match(name) for part in inside.parts):
            return True
    return False


def files(folder: Path = PROJECT) -> Iterator[Path]:
    """Give every file that belongs to the project."""
    for path in sorted(folder.iterdir()):
        if ignored(path):
            continue
        if path.is_dir():
            yield from files(path)
        else:
            yield path


def names(paths: Iterator[Path]) -> list[str]:
    return [path.relative_to(PROJECT).as_posix() for path in paths]


@pytest.mark.parametrize(
    "arguments",
    [("ruff", "check", "--no-cache"), ("ruff", "format", "--check", "--no-cache"), ("mypy",)],
    ids=" ".join,
)
def test_tools_have_nothing_to_say(arguments: tuple[str, ...]) -> None:
    """The linter, the formatter and the type checker are content with every line."""
    result = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_project_is_found() -> None:
    """The tests below look at the files of the project and not at what is made or installed."""
    found = names(files())
    assert {"pyproject.toml", "wegwijzer", "rasa_project/config.yml", "tests/contract/test_quality.py"} <= {
        *found
    }
    assert [name for name in found if ".venv" in name or "__pycache__" in name or ".pyc" in name] == []


def test_no_large_files() -> None:
    """No file that goes into the repository is over one mebibyte: models and data are made, not kept."""
    assert names(path for path in files() if path.stat().st_size > LARGEST) == []


def test_no_paths_of_a_machine() -> None:
    """No file names a folder of the machine that it was written on."""
    found = []
    for path in files():
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        place = path.relative_to(PROJECT)
        found += [f"{place}:{n}" for n, line in enumerate(lines, 1) if MACHINE_PATH.search(line)]
    assert found == []


@pytest.mark.parametrize("package", PACKAGES)
def test_short_files(package: str) -> None:
    """Every source file can be read in one sitting."""
    sources = [path for path in files(PROJECT / package) if path.suffix == ".py"]
    assert sources != []
    assert names(p for p in sources if len(p.read_text(encoding="utf-8").splitlines()) > MOST_LINES) == []


def test_text_files_are_utf8() -> None:
    """Every text is UTF-8 without a byte order mark, with line feeds only and one at the end."""
    texts = (".py", ".yml", ".md", ".toml", "")
    wrong = [
        path
        for path in files()
        if path.suffix in texts
        and (data := path.read_bytes())
        and (data.startswith(b"\xef\xbb\xbf") or b"\r" in data or not data.endswith(b"\n"))
    ]
    assert names(iter(wrong)) == []
