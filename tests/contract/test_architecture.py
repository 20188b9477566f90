import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
OURS = ("bot", "content", "conversations", "rasa_project", "tests")
MAY_IMPORT = {
    "content": {"content"},
    "conversations": {"conversations", "content"},
    "bot": {"bot", "conversations", "content"},
    "rasa_project": set(),
}
ONLY_IN = {
    "telegram": "bot/",
    "apscheduler": "bot/",
    "httpx": "bot/",
    "sqlcipher3": "conversations/store/",
    "sqlite_utils": "conversations/store/",
    "langdetect": "bot/language/",
    "py3langid": "bot/language/",
}
WORK = {
    "open",
    "connect",
    "load",
    "loads",
    "safe_load",
    "read",
    "read_text",
    "read_bytes",
    "mkdir",
    "run",
    "Popen",
}


def python_files(package: str) -> list[Path]:
    """Return the source files of a package, without what is installed or made."""
    return sorted(
        path
        for path in (PROJECT / package).rglob("*.py")
        if not {".venv", ".rasa", "__pycache__"} & set(path.relative_to(PROJECT).parts)
    )


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """Give every import in a file, at any depth: the package and the line to find it by."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        where = f"{path.relative_to(PROJECT)}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0], where) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0] if not node.level else ".", where


def calls_at_import(node: ast.AST) -> Iterator[ast.Call]:
    """Give the calls that run when a module is imported: not those in the bodies of functions."""
    if isinstance(node, ast.Call):
        yield node
    inner = ast.iter_child_nodes(node)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        inner = iter((*getattr(node, "decorator_list", ()), node.args))
    elif isinstance(node, ast.If) and ast.unparse(node.test) == "__name__ == '__main__'":
        inner = iter(())
    for child in inner:
        yield from calls_at_import(child)


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_direction_of_imports(package: str) -> None:
    """Imports go one way: bot, conversations, content; the language server's side stands alone."""
    forbidden = set(OURS) - MAY_IMPORT[package]
    files = python_files(package)
    assert files != []
    assert [where for path in files for name, where in imports(path) if name in forbidden] == []


@pytest.mark.parametrize("package", [*MAY_IMPORT, "tests"])
def test_absolute_imports(package: str) -> None:
    """Imports are absolute, so that their direction can be read from every line."""
    assert [where for path in python_files(package) for name, where in imports(path) if name == "."] == []


@pytest.mark.parametrize(("library", "folder"), ONLY_IN.items())
def test_libraries_stay_at_their_edge(library: str, folder: str) -> None:
    """A library for one edge is imported there, and nowhere else."""
    found = [
        where
        for package in ("bot", "content", "conversations")
        for path in python_files(package)
        for name, where in imports(path)
        if name == library
    ]
    assert found != []
    assert [where for where in found if not where.startswith(folder)] == []


@pytest.mark.parametrize("package", ["content", "conversations"])
def test_rules_know_no_screen(package: str) -> None:
    """Content and rules write to no stream and read no arguments or environment."""
    known = {"argparse", "sys", "os", "logging", "structlog", "rich", "dotenv", "asyncio", "subprocess"}
    allowed = {"conversations/store/keys.py": {"os"}, "conversations/store/files.py": {"os"}}
    found = [
        where
        for path in python_files(package)
        for name, where in imports(path)
        if name in known - allowed.get(where.split(":")[0], set())
    ]
    assert found == []


@pytest.mark.parametrize("package", ["bot", "content", "conversations", "rasa_project/components"])
def test_importing_does_no_work(package: str) -> None:
    """Importing a module opens no file, connection or process."""
    found = [
        f"{path.relative_to(PROJECT)}:{call.lineno} {ast.unparse(call.func)}"
        for path in python_files(package)
        for call in calls_at_import(ast.parse(path.read_text(encoding="utf-8")))
        if ast.unparse(call.func).rpartition(".")[2] in WORK
    ]
    assert found == []


def test_launcher_needs_only_python() -> None:
    """The launcher runs before anything is installed: it imports the standard library alone."""
    names = {name for name, _ in imports(PROJECT / "wegwijzer")}
    assert names - set(sys.stdlib_module_names) == set()
