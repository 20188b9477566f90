"""What the doctor says about texts, model, Rasa server and counsellors."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPHeaders, HTTPServerRequest, ResponseStartLine
from tornado.netutil import bind_sockets

from bot.doctor.setup import look_at_content, look_at_counsellors, look_at_understanding
from bot.rasa.model import model_path
from bot.settings import Settings
from tests.processes import free_port

SAM = "- {telegram_id: 1, name: Sam, on_duty: true}\n"


@asynccontextmanager
async def answering(body: dict[str, Any]) -> AsyncIterator[str]:
    """Answer every request with `body`; returns the address."""

    def answer(request: HTTPServerRequest) -> None:
        assert request.connection is not None
        text = json.dumps(body).encode()
        headers = HTTPHeaders({"Content-Length": str(len(text))})
        request.connection.write_headers(ResponseStartLine("HTTP/1.1", 200, "OK"), headers, text)
        request.connection.finish()

    sockets = bind_sockets(0, "127.0.0.1")
    server = HTTPServer(answer)
    server.add_sockets(sockets)
    try:
        yield f"http://127.0.0.1:{sockets[0].getsockname()[1]}"
    finally:
        server.stop()
        await server.close_all_connections()


def test_the_texts(settings: Settings, content_copy: Path) -> None:
    """Texts that cannot be read and texts that need attention are told apart; both name the check to run."""
    (well,) = look_at_content(settings)
    assert (well.what, well.advice) == ("texts in 8 languages", "")

    phrases = content_copy / "texts" / "en" / "phrases.yml"
    whole = phrases.read_text(encoding="utf-8")
    phrases.write_text(whole.replace("{", "{not_known_", 1), encoding="utf-8")
    (wrong,) = look_at_content(settings, content_copy)
    assert (wrong.what.endswith("need attention"), wrong.advice) == (True, "Run ./wegwijzer content check.")

    phrases.write_text("[", encoding="utf-8")
    (broken,) = look_at_content(settings, content_copy)
    assert broken.what == "the texts cannot be read"
    assert broken.advice.startswith("Run ./wegwijzer content check. ")


async def test_the_model(settings: Settings, tmp_path: Path) -> None:
    """No model, a damaged one and a whole one are told apart."""
    (missing,) = await look_at_understanding(settings, tmp_path)

    model = model_path(tmp_path)
    model.parent.mkdir()
    model.write_bytes(b"model")
    (damaged,) = await look_at_understanding(settings, tmp_path)

    checksum = "9372c470eeadd5ecd9c3c74c2b3cb633f8e2f2fad799250a0f70d652b6b825e4"
    model.with_name(f"{model.name}.sha256").write_text(checksum, encoding="ascii")
    (whole,) = await look_at_understanding(settings, tmp_path)

    assert (missing.what, "./wegwijzer train" in missing.advice) == (
        "no language model for this version",
        True,
    )
    assert (damaged.what, "./wegwijzer train" in damaged.advice) == ("the language model is damaged", True)
    assert (whole.what, whole.advice) == ("the language model is there", "")


@pytest.mark.parametrize(
    ("ready", "expected"),
    [(True, ("the Rasa server answers", False)), (False, ("the Rasa server does not answer", True))],
)
async def test_a_rasa_server_of_ones_own(settings: Settings, ready: bool, expected: tuple[str, bool]) -> None:
    """A server that is named in the settings is asked; a model here is not needed then."""
    async with answering({"ready": ready}) as url:
        (told,) = await look_at_understanding(replace(settings, rasa_url=url, rasa_token="t" * 16))

    assert (told.what, bool(told.advice)) == expected


async def test_a_rasa_server_that_is_gone(settings: Settings) -> None:
    """Nobody at the address is a finding and no error."""
    nobody = replace(settings, rasa_url=f"http://127.0.0.1:{free_port()}", rasa_token="t" * 16)

    (told,) = await look_at_understanding(nobody)

    assert (told.what, bool(told.advice)) == ("the Rasa server does not answer", True)


@pytest.mark.parametrize(
    ("groups", "listed", "what", "is_well"),
    [
        ((), None, "no group of counsellors", False),
        ((-10012345,), None, "the list of counsellors cannot be read", False),
        ((-10012345,), "- {nonsense: 1}", "the list of counsellors cannot be read", False),
        ((-10012345,), "[]", "nobody is on the list of counsellors", False),
        ((-10012345,), SAM.replace("true", "false"), "no counsellor is on duty", False),
        ((-10012345,), SAM, "1 counsellors, 1 on duty", True),
    ],
)
def test_the_counsellors(
    settings: Settings, tmp_path: Path, groups: tuple[int, ...], listed: str | None, what: str, is_well: bool
) -> None:
    """Somebody must be there to help, and somebody to be called in danger."""
    file = tmp_path / "counsellors.yml"
    if listed is not None:
        file.write_text(listed, encoding="utf-8")

    (told,) = look_at_counsellors(replace(settings, counsellor_groups=groups, counsellors_file=file))

    assert (told.what, told.advice == "") == (what, is_well)
