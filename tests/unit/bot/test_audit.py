"""The audit of what we depend on: what is found, what is accepted for a while, and a list out of reach."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from bot.audit import Outcome, audit, read_known
from bot.command_line.audit import KNOWN
from bot.errors import AuditError
from bot.paths import PROJECT, RASA_PROJECT
from tests.processes import free_port

_ID = "GHSA-test-0000-0001"


class _Query(RequestHandler):
    def post(self) -> None:
        queries = json.loads(self.request.body)["queries"]
        found = {"vulns": [{"id": _ID, "modified": "2026-01-01T00:00:00Z"}]}
        self.write({"results": [found if each["package"]["name"] == "httpx" else {} for each in queries]})


class _Vulnerability(RequestHandler):
    def get(self) -> None:
        package = {"name": "httpx", "ecosystem": "PyPI"}
        ranges = [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}]
        affected = [{"package": package, "ranges": ranges}]
        self.write({"id": _ID, "summary": "x", "modified": "2026-01-01T00:00:00Z", "affected": affected})


@pytest.fixture
async def service() -> AsyncIterator[str]:
    """Run a list that knows one vulnerability, of httpx."""
    port = free_port()
    handlers = [("/v1/querybatch", _Query), ("/v1/vulns/.*", _Vulnerability)]
    server = HTTPServer(Application(handlers, log_function=lambda _: None))
    server.listen(port, "127.0.0.1")
    yield f"http://127.0.0.1:{port}/"
    server.stop()
    await server.close_all_connections()
    await asyncio.sleep(0)


async def test_a_vulnerability_is_found(service: str) -> None:
    """What the list knows of a package in the lock is told with its id."""
    found = await audit(PROJECT, [], service)
    assert found.outcome is Outcome.VULNERABLE
    assert _ID in found.told


async def test_an_accepted_one_is_left_out(service: str) -> None:
    """What was accepted with a reason does not fail the audit."""
    assert (await audit(PROJECT, [_ID], service)).outcome is Outcome.SOUND


async def test_a_list_out_of_reach_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the list nothing is called sound."""
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    found = await audit(PROJECT, [], f"http://127.0.0.1:{free_port()}/")
    assert found.outcome is Outcome.NOT_AUDITED


async def test_another_failure(tmp_path: Path, service: str) -> None:
    """A project without a lock is an error and not a list out of reach."""
    with pytest.raises(AuditError, match="failed"):
        await audit(tmp_path, [], service)


@pytest.mark.parametrize("text", ["[[known]]\nid = 'x'", "known = 1", "[", "unknown = 1"])
def test_exceptions_in_a_wrong_form(tmp_path: Path, text: str) -> None:
    """An exception needs its package, a reason and an end."""
    file = tmp_path / "known.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(AuditError, match=r"known\.toml"):
        read_known(file)


def test_our_exceptions() -> None:
    """Every exception has a reason, and ends within a year of now."""
    known = read_known(KNOWN)
    last = date.today() + timedelta(days=366)  # noqa: DTZ011 - a day more or less does not matter
    assert [each.id for each in known if not each.reason.strip() or each.until > last] == []


@pytest.mark.parametrize("project", [PROJECT, RASA_PROJECT], ids=["bot", "rasa"])
async def test_our_locks(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that we depend on is known to be vulnerable, where the public list can be reached."""
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    found = await audit(project, [each.id for each in read_known(KNOWN)])
    if found.outcome is Outcome.NOT_AUDITED:
        pytest.skip("NOT AUDITED: the public list of vulnerabilities cannot be reached from here")
    assert found.outcome is Outcome.SOUND, found.told
